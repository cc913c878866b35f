"""Bodies that have an example and no schema: the schema that the example shows."""

from __future__ import annotations

import re
from dataclasses import replace

from database_designer.read.formats import format_of
from database_designer.read.openapi.tree import EMPTY, Mapping, Node, Scalar, Sequence, is_number


def example_schema(media: Mapping) -> Mapping | None:
    """The schema that the example of a media type shows, with the lines of the example; None without an example."""
    examples = media.mapping("examples").entries.values()
    wrapped = next((e.get("value") for e in examples if isinstance(e, Mapping)), None)
    example = media.get("example") or wrapped
    return _schema_of(example) if isinstance(example, Mapping | Sequence) else None


def _schema_of(node: Node) -> Mapping:
    if isinstance(node, Mapping):
        properties = replace(node, entries={key: _schema_of(value) for key, value in node.entries.items()})
        return _mapping(node, type=_text("object", node), properties=properties)
    if isinstance(node, Sequence):
        items = _schema_of(node.items[0]) if node.items else EMPTY
        return _mapping(node, type=_text("array", node), items=items, example=node)
    if node.is_null:
        return _mapping(node, nullable=_text("true", node))
    kind = _scalar_type(node)
    form = format_of(node.text) if kind == "string" else ""
    return _mapping(node, type=_text(kind, node), format=_text(form, node), example=node)


def _scalar_type(node: Scalar) -> str:
    if node.plain and node.text.lower() in {"true", "false"}:
        return "boolean"
    if node.plain and is_number(node.text):
        return "number" if re.search(r"[.eE]", node.text) else "integer"
    return "string"


def _mapping(node: Node, **entries: Node) -> Mapping:
    lines = dict.fromkeys(entries, node.line)
    size = 1 + sum(e.size for e in entries.values())
    return Mapping(
        entries=dict(entries), lines=lines, line=node.line, end_line=node.end_line, size=size, height=node.height + 1
    )


def _text(text: str, node: Node) -> Scalar:
    return Scalar(text=text, plain=True, line=node.line, end_line=node.line)
