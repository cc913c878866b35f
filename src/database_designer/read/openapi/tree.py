"""A YAML or JSON text as a tree with line numbers. JSON is read as the YAML it is.

Scalars keep their text, so that `on`, `no`, `007` and `1.10` stay what was written. The tree is built from events
without recursion; it is bounded in depth, and aliases are bounded in what they repeat.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Protocol, TypeAlias

import yaml

from database_designer.read.openapi.notes import Notes

_DEEPEST = 80
_HOPELESS = 1_000  # levels below that one: libyaml takes time with the square of the depth
_MOST_REPEATED = 200_000

_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_NUMBER = re.compile(r"[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?")
_JSON_NUMBER = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?")
_SURROGATES = re.compile(r"(?<!\\)((?:\\\\)*)\\u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})")
_LONE_SURROGATE = re.compile(r"(?<!\\)((?:\\\\)*)\\u[dD][89a-fA-F][0-9a-fA-F]{2}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Scalar:
    """A value without parts; `plain` where it stands without quotes. `size` and `height` are those of a tree of one."""

    text: str
    plain: bool
    line: int
    end_line: int
    size: int = 1
    height: int = 1

    @property
    def is_null(self) -> bool:
        """Whether it is the null of YAML 1.2."""
        return self.plain and self.text in _NULLS


@dataclass(frozen=True, slots=True, kw_only=True)
class Sequence:
    """A list; `size` counts its nodes, those behind aliases each time, `height` its levels."""

    items: tuple[Node, ...]
    line: int
    end_line: int
    size: int
    height: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapping:
    """An object; `lines` are those of the keys."""

    entries: dict[str, Node]
    lines: dict[str, int]
    line: int
    end_line: int
    size: int
    height: int

    def get(self, key: str) -> Node | None:
        """The value of a key, None where it is missing."""
        return self.entries.get(key)

    def mapping(self, key: str) -> Mapping:
        """The mapping under a key, an empty one where there is none."""
        found = self.entries.get(key)
        return found if isinstance(found, Mapping) else EMPTY

    def items(self, key: str) -> tuple[Node, ...]:
        """The items of the list under a key; a single value counts as a list of one."""
        found = self.entries.get(key)
        if isinstance(found, Sequence):
            return found.items
        return () if found is None else (found,)

    def text(self, key: str) -> str:
        """The text of the scalar under a key, "" where there is none."""
        found = self.entries.get(key)
        return found.text.strip() if isinstance(found, Scalar) and not found.is_null else ""

    def flag(self, key: str) -> bool | None:
        """The truth value under a key, None where it says neither true nor false."""
        return {"true": True, "false": False}.get(self.text(key).lower())


class Place(Protocol):
    """What the marks of both YAML parsers have in common."""

    @property
    def line(self) -> int:
        """Lines before it."""

    @property
    def column(self) -> int:
        """Characters before it on its line."""


Node: TypeAlias = Scalar | Sequence | Mapping

EMPTY = Mapping(entries={}, lines={}, line=1, end_line=1, size=1, height=1)


def parse_tree(text: str, notes: Notes) -> Node | None:
    """The tree of the first document in `text`; of a broken one, what stands before the fault. None for nothing.

    Faults are noted as `openapi-syntax`, cut branches as `openapi-too-deep`, dropped aliases as `openapi-alias`.
    """
    builder = _Builder(notes)
    try:
        for event in _events(text):
            builder.take(event)
            if builder.done:
                break
    except yaml.MarkedYAMLError as fault:
        mark = fault.problem_mark or fault.context_mark
        _note_syntax(notes, mark.line + 1 if mark else 1, fault.problem or "it is not YAML")
    except yaml.reader.ReaderError as fault:
        _note_syntax(notes, text.count("\n", 0, fault.position) + 1, str(fault.reason))
    return builder.close()


def to_json(node: Node) -> str:
    """The node as JSON text; plain scalars by the core schema of YAML 1.2."""
    if isinstance(node, Mapping):
        pairs = (f"{json.dumps(key, ensure_ascii=False)}: {to_json(value)}" for key, value in node.entries.items())
        return "{" + ", ".join(pairs) + "}"
    if isinstance(node, Sequence):
        return "[" + ", ".join(to_json(item) for item in node.items) + "]"
    if node.is_null:
        return "null"
    if node.plain and node.text in {"true", "True", "TRUE", "false", "False", "FALSE"}:
        return node.text.lower()
    if node.plain and _JSON_NUMBER.fullmatch(node.text):
        return node.text
    return json.dumps(node.text, ensure_ascii=False)


def is_number(text: str) -> bool:
    """Whether the text is a decimal number."""
    return _NUMBER.fullmatch(text) is not None


def _note_syntax(notes: Notes, line: int, problem: str) -> None:
    notes.error(
        "openapi-syntax",
        line,
        f"the file is broken here: {problem}",
        "correct the YAML or JSON; only what stands before this line was read",
    )


def _events(text: str) -> Iterator[yaml.events.Event]:
    """The events of the text. libyaml does not know surrogate pairs, which JSON writes for characters like emoji."""
    paired = _SURROGATES.sub(lambda m: m[1] + chr(_code_point(int(m[2], 16), int(m[3], 16))), text)
    valid = _LONE_SURROGATE.sub(r"\1\\uFFFD", paired)
    readable = yaml.reader.Reader.NON_PRINTABLE.sub("\N{REPLACEMENT CHARACTER}", valid)
    yield from yaml.parse(readable, Loader=yaml.CSafeLoader)


def _line(mark: Place | None) -> int:
    """The line of a place, counted from 1 (every event of a text has its places)."""
    return mark.line + 1 if mark else 1


def _column(mark: Place | None) -> int:
    return mark.column if mark else 0


def _code_point(high: int, low: int) -> int:
    return 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00)


@dataclass(slots=True)
class _Open:
    """A mapping or sequence whose end has not come yet; `nodes` alternate keys and values in a mapping."""

    is_mapping: bool
    is_flow: bool
    line: int
    anchor: str | None
    nodes: list[Node] = field(default_factory=list)


@dataclass(slots=True)
class _Builder:
    """Builds the tree from events, with a stack of its own."""

    notes: Notes
    stack: list[_Open] = field(default_factory=list)
    anchors: dict[str, Node] = field(default_factory=dict)
    root: Node | None = None
    done: bool = False
    cut: int = 0  # collections open below the deepest level
    repeated: int = 0

    def take(self, event: yaml.events.Event) -> None:
        """Takes the next event."""
        match event:
            case yaml.MappingStartEvent() | yaml.SequenceStartEvent():
                self._open(event)
            case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                self._end(_line(event.end_mark))
            case yaml.ScalarEvent() if not self.cut:
                self._scalar(event)
            case yaml.AliasEvent() if not self.cut:
                self._alias(event)
            case yaml.DocumentEndEvent():
                self.done = True
            case _:
                pass

    def close(self) -> Node | None:
        """The tree; what is still open is closed."""
        self.cut = 0
        while self.stack:
            self._end(self.stack[-1].line)
        return self.root

    def _open(self, event: yaml.MappingStartEvent | yaml.SequenceStartEvent) -> None:
        line = _line(event.start_mark)
        if not self.cut and len(self.stack) < _DEEPEST:
            is_mapping = isinstance(event, yaml.MappingStartEvent)
            self.stack.append(_Open(is_mapping, bool(event.flow_style), line, event.anchor))
            return
        if not self.cut:
            fact = f"the file is nested more than {_DEEPEST} levels deep here; what is deeper was left out"
            self.notes.warning("openapi-too-deep", line, fact, "name inner schemas and refer to them by $ref")
            self._add(Scalar(text="", plain=True, line=line, end_line=line), None)
        self.cut += 1
        if self.cut == _HOPELESS:
            self.done = True
            fact = "the file is nested thousands of levels deep here; nothing from here on was read"
            self.notes.error("openapi-too-deep", line, fact, "write an API description")

    def _end(self, end_line: int) -> None:
        if self.cut:
            self.cut -= 1
            return
        opened = self.stack.pop()
        # The end of a block collection is noticed only at what follows it, that of {...} at its bracket.
        last = end_line if opened.is_flow else max((n.end_line for n in opened.nodes), default=opened.line)
        node = self._mapping(opened, last) if opened.is_mapping else _sequence(opened, last)
        self._add(node, opened.anchor)

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        ends = _line(event.end_mark)
        if event.style in ("|", ">") and _column(event.end_mark) == 0:
            ends -= 1
        line = _line(event.start_mark)
        plain = bool(event.implicit[0])
        self._add(Scalar(text=event.value, plain=plain, line=line, end_line=max(line, ends)), event.anchor)

    def _alias(self, event: yaml.AliasEvent) -> None:
        line = _line(event.start_mark)
        target = self.anchors.get(event.anchor or "")
        fits = target is not None and len(self.stack) + target.height <= _DEEPEST
        if target is not None and fits and self.repeated + target.size <= _MOST_REPEATED:
            self.repeated += target.size
            self._add(target, None)
            return
        reason = "has no anchor before it" if target is None else "repeats too much of the file"
        fact = f"the alias *{event.anchor} {reason}; it was left out"
        self.notes.warning("openapi-alias", line, fact, "write the part out, or refer to it by $ref")
        self._add(Scalar(text="", plain=True, line=line, end_line=line), None)

    def _add(self, node: Node, anchor: str | None) -> None:
        if anchor:
            self.anchors[anchor] = node
        if self.stack:
            self.stack[-1].nodes.append(node)
        else:
            self.root = node

    def _mapping(self, opened: _Open, end_line: int) -> Mapping:
        entries: dict[str, Node] = {}
        lines: dict[str, int] = {}
        merged: list[Mapping] = []
        for key, value in zip(opened.nodes[::2], opened.nodes[1::2], strict=False):
            if not isinstance(key, Scalar):
                continue
            if key.plain and key.text == "<<":
                merged += [m for m in _each(value) if isinstance(m, Mapping)]
                continue
            if key.text in entries:
                fact = f'the key "{key.text}" stands twice in the same object (before: line {lines[key.text]})'
                self.notes.warning("openapi-duplicate-key", key.line, fact, "keep one; the last was taken")
            entries[key.text] = value
            lines[key.text] = key.line
        for mapping in merged:
            entries = {**mapping.entries, **entries}
            lines = {**mapping.lines, **lines}
        return Mapping(
            entries=entries,
            lines=lines,
            line=opened.line,
            end_line=end_line,
            size=_size(opened),
            height=_height(opened),
        )


def _sequence(opened: _Open, end_line: int) -> Sequence:
    return Sequence(
        items=tuple(opened.nodes), line=opened.line, end_line=end_line, size=_size(opened), height=_height(opened)
    )


def _size(opened: _Open) -> int:
    return 1 + sum(n.size for n in opened.nodes)


def _height(opened: _Open) -> int:
    return 1 + max((n.height for n in opened.nodes), default=0)


def _each(node: Node) -> tuple[Node, ...]:
    return node.items if isinstance(node, Sequence) else (node,)
