"""What an API description says in words: summaries and descriptions, sentence by sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from database_designer.model.requirements import Statement, StatementKind
from database_designer.read.openapi.ids import requirement_in, requirement_of
from database_designer.read.openapi.tree import Mapping, Scalar
from database_designer.source import SourceRole, Span

_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[\"'(`*]*[A-Z0-9])|\n\s*\n|\n\s*(?=(?:[-*+]|\d+[.)])\s)")
_ABBREVIATED = re.compile(r"\b(?:e\.g|i\.e|etc|vs|cf|approx|no|max|min|incl|excl)\.$", re.IGNORECASE)
_MARKER = re.compile(r"^\s*(?:[-*+]|\d+[.)]|#+)\s+")
_LINK = re.compile(r"!?\[([^\]\n]{0,200})\]\([^)\n]{0,500}\)")
_TAG = re.compile(r"</?[a-zA-Z][^<>\n]{0,200}>")
_CODE = re.compile(r"`([^`\n]+)`")
_STRONG = re.compile(r"(?:\*\*|__)([^*_\n]+)(?:\*\*|__)")


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementReader:
    """Reads the statements of the document at `path`."""

    path: str
    role: SourceRole

    def of_operations(self, paths: Mapping) -> Iterator[Statement]:
        """Those of all operations, under the section `METHOD path`, and of their parameters."""
        for path, item in paths.entries.items():
            if not isinstance(item, Mapping):
                continue
            for method in item.entries:
                operation = item.mapping(method)
                section = (f"{method.upper()} {path}",)
                inherited = requirement_of(operation)
                yield from self._of(operation, "summary", section, "", inherited)
                yield from self._of(operation, "description", section, "", inherited)

    def of_schemas(self, schemas: Mapping) -> Iterator[Statement]:
        """Those of named schemas and, with the property as label, of their properties (nested and merged ones too)."""
        for name, schema in schemas.entries.items():
            if isinstance(schema, Mapping):
                yield from self._of_schema(schema, (name,), "", None)

    def of_document(self, root: Mapping) -> Iterator[Statement]:
        """Those of the document as a whole and of its tags."""
        info = root.mapping("info")
        yield from self._of(info, "description", (info.text("title"),), "", None)
        for tag in root.items("tags"):
            if isinstance(tag, Mapping):
                yield from self._of(tag, "description", (tag.text("name"),), "", requirement_of(tag))

    def _of_schema(
        self, schema: Mapping, section: tuple[str, ...], label: str, inherited: str | None
    ) -> Iterator[Statement]:
        requirement = requirement_of(schema) or inherited
        yield from self._of(schema, "description", section, label, requirement)
        for name, value in schema.mapping("properties").entries.items():
            if isinstance(value, Mapping):
                yield from self._of_schema(value, section, f"{label}.{name}".lstrip("."), requirement)
        for part in (*schema.items("allOf"), *schema.items("oneOf"), *schema.items("anyOf"), *schema.items("items")):
            if isinstance(part, Mapping):
                yield from self._of_schema(part, section, label, requirement)

    def _of(
        self, node: Mapping, key: str, section: tuple[str, ...], label: str, inherited: str | None
    ) -> Iterator[Statement]:
        text = node.get(key)
        if not isinstance(text, Scalar):
            return
        span = Span(file=self.path, line=node.lines[key], end_line=max(text.end_line, node.lines[key]))
        for raw in sentences(text.text):
            bare = _bare(raw)
            if not bare:
                continue
            yield Statement(
                text=bare,
                kind=StatementKind.SENTENCE,
                role=self.role,
                span=span,
                requirement=requirement_in(bare) or inherited,
                section=section,
                label=label,
                code=tuple(_CODE.findall(raw)),
                strong=tuple(_STRONG.findall(raw)),
            )


def sentences(text: str) -> tuple[str, ...]:
    """The sentences of a description: cut at full stops before capitals, at blank lines and before list items."""
    found: list[str] = []
    for part in _SENTENCE_END.split(text):
        if found and _ABBREVIATED.search(found[-1]):
            found[-1] = f"{found[-1]} {part}"
        elif part.strip():
            found.append(part)
    return tuple(found)


def _bare(text: str) -> str:
    """The text without Markdown and HTML marks, in one line."""
    unmarked = _STRONG.sub(r"\1", _CODE.sub(r"\1", _LINK.sub(r"\1", _TAG.sub(" ", _MARKER.sub("", text)))))
    return " ".join(unmarked.split())
