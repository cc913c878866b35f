"""YAML as a tree of values with lines: what model.yaml is read into and written from.

Every scalar is a string, whatever it looks like. Anchors, tags and several documents have no place in model.yaml and
are refused, which also keeps "bombs" of aliases out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TypeAlias

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamStartEvent,
)

from database_designer.diagnostics import Diagnostic, Severity
from database_designer.source import SourceFile, Span

MAX_CHARACTERS = 1_000_000
MAX_DEPTH = 20

_MOST_PARTS = 100  # of a value that YAML parted at commas
_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Scalar:
    """A text; `quoted` tells whether it stood in quotes. `comments` stand above it when it is written."""

    text: str
    line: int = 0
    quoted: bool = False
    comments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sequence:
    """A list of values."""

    items: tuple[Node, ...]
    line: int = 0
    comments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapping:
    """Keys and values in their order; `key_lines` are the lines of the keys.

    `ending` are comments at its end when it is written; `block` means that each pair is written on lines of its own.
    """

    pairs: tuple[tuple[str, Node], ...]
    line: int = 0
    key_lines: tuple[int, ...] = ()
    comments: tuple[str, ...] = ()
    ending: tuple[str, ...] = ()
    block: bool = False


Node: TypeAlias = Scalar | Sequence | Mapping


class _Refused(Exception):  # noqa: N818  # private to this module
    def __init__(self, code: str, fact: str, fix: str, line: int) -> None:
        super().__init__(fact)
        self.diagnostic = (code, fact, fix, line)


def read_nodes(file: SourceFile) -> tuple[Node | None, tuple[Diagnostic, ...]]:
    """The tree of a YAML file; None and the reason where it is no YAML, too large, too deep, or holds nothing."""
    try:
        return _read(file.text), ()
    except _Refused as refused:
        code, fact, fix, line = refused.diagnostic
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        code, fact = "yaml-syntax", f"not YAML: {error.problem or error.context}"
        fix = "indent with spaces, and quote what holds a colon or a comma inside { } and [ ]"
        line = mark.line + 1 if mark else 1
    except (YAMLError, ValueError, OverflowError) as error:  # characters that YAML does not allow, broken escapes
        code, fact, fix, line = "yaml-syntax", f"not YAML: {str(error).splitlines()[0]}", "", 1
    span = Span(file=file.path, line=line, end_line=line)
    return None, (Diagnostic(code=code, severity=Severity.ERROR, fact=fact, fix=fix, span=span),)


def _read(text: str) -> Node:
    if len(text) > MAX_CHARACTERS:
        fact = f"the file has {len(text)} characters; at most {MAX_CHARACTERS} are read"
        raise _Refused("model-too-large", fact, "split the project", 1)
    events = iter(YAML(typ="safe", pure=True).parse(text))
    for event in events:
        if isinstance(event, StreamStartEvent | DocumentStartEvent):
            continue
        if isinstance(event, MappingStartEvent | SequenceStartEvent | ScalarEvent | AliasEvent):
            node = _node(event, events, 0)
            _refuse_more(events)
            return node
        break
    raise _Refused("model-empty", "the file is empty", "write `model: NAME` and `entities:`", 1)


def _refuse_more(events: Iterator[Event]) -> None:
    for event in events:
        if isinstance(event, DocumentStartEvent):
            raise _Refused("yaml-syntax", "a second document begins here", "remove the line ---", _line(event))


def _node(event: Event, events: Iterator[Event], depth: int) -> Node:
    line = _line(event)
    if depth > MAX_DEPTH:
        fact = f"values are nested deeper than {MAX_DEPTH} levels"
        raise _Refused("yaml-too-deep", fact, "the language needs no such depth", line)
    if isinstance(event, AliasEvent) or getattr(event, "anchor", None):
        raise _Refused("yaml-anchor", "anchors and aliases are not read", "write the value out where it is used", line)
    if isinstance(event, ScalarEvent):
        if _SURROGATE.search(event.value):
            raise _Refused(
                "yaml-syntax", "half of a surrogate pair is no character", "write the character itself", line
            )
        return Scalar(text=event.value, line=line, quoted=event.style in ("'", '"'))
    if isinstance(event, SequenceStartEvent):
        items = []
        while not isinstance(inner := next(events), SequenceEndEvent):
            items.append(_node(inner, events, depth + 1))
        return Sequence(items=_rejoined(items) if event.flow_style else tuple(items), line=line)
    found = _mapping(events, depth, line)
    return _with_rejoined_values(found) if getattr(event, "flow_style", False) else found


def _mapping(events: Iterator[Event], depth: int, line: int) -> Mapping:
    pairs: list[tuple[str, Node]] = []
    lines = []
    while not isinstance(event := next(events), MappingEndEvent):
        key = _node(event, events, depth + 1)
        if not isinstance(key, Scalar):
            raise _Refused("yaml-key", "a key is not a plain text", "quote the key", key.line)
        lines.append(key.line)
        pairs.append((key.text, _node(next(events), events, depth + 1)))
    return Mapping(pairs=tuple(pairs), line=line, key_lines=tuple(lines))


def _rejoined(items: list[Node]) -> tuple[Node, ...]:
    """The elements of a list on one line; those that YAML parted at a comma inside parentheses are one again."""
    found: list[Node] = []
    at = 0
    while at < len(items):
        parts = [i.text if isinstance(i, Scalar) and not i.quoted else None for i in items[at : at + _MOST_PARTS]]
        length = _length_of_call(parts)
        first = items[at]
        if isinstance(first, Scalar) and length > 1:
            first = replace(first, text=", ".join(p for p in parts[:length] if p is not None))
        found.append(first)
        at += length
    return tuple(found)


def _with_rejoined_values(node: Mapping) -> Mapping:
    """The mapping; what YAML took for a key behind a comma inside parentheses is part of the value before it again."""
    pairs: list[tuple[str, Node]] = []
    lines: list[int] = []
    at = 0
    while at < len(node.pairs):
        key, value = node.pairs[at]
        length = 1
        if isinstance(value, Scalar) and not value.quoted:
            following = node.pairs[at + 1 : at + _MOST_PARTS]
            parts = [value.text, *(k if v == Scalar(text="", line=v.line) else None for k, v in following)]
            length = _length_of_call(parts)
            value = replace(value, text=", ".join(p for p in parts[:length] if p is not None))
        pairs.append((key, value))
        lines.append(node.key_lines[at])
        at += length
    return replace(node, pairs=tuple(pairs), key_lines=tuple(lines))


def _length_of_call(parts: list[str | None]) -> int:
    """How many of the parts belong together: up to the one that closes the parentheses opened before; else one."""
    depth = 0
    for length, part in enumerate(parts, 1):
        if part is None:
            return 1
        depth += part.count("(") - part.count(")")
        if depth <= 0:
            return length if depth == 0 else 1
    return 1


def _line(event: Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1


def read_flow(text: str) -> tuple[tuple[str, Node], ...]:
    """The pairs of a mapping that `layout.flow_text` wrote on one line."""
    node = _read(text)
    return node.pairs if isinstance(node, Mapping) else ()
