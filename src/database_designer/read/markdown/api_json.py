"""JSON as documents show it: with comments, `...`, placeholders, single quotes, trailing commas and missing brackets.

A body of an interface in TypeScript (`name?: string;`) reads the same way.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field, replace

from database_designer.model.requirements import Field
from database_designer.read.formats import format_of
from database_designer.read.markdown.api_types import read_type
from database_designer.read.markdown.api_words import apply_type, with_facts
from database_designer.source import Span

_DEEPEST = 40
_LONGEST_EXAMPLE = 4000  # characters

_TOKEN = re.compile(
    r"""(?P<blank>[ \t\r\f\v]+)
      | (?P<line>\n)
      | (?P<comment>//[^\n]*|/\*.*?\*/|\#[^\n]*)
      | (?P<string>"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')
      | (?P<dots>\.\.\.|…)
      | (?P<number>-?\d[\d_]*(?:\.\d+)?(?:[eE][-+]?\d+)?(?![\w-]))
      | (?P<mark>[{}\[\]:,;|?])
      | (?P<word>[^\s{}\[\]:,;|?"'\#]+)
      | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_KEY = re.compile(r"[A-Za-z_$@][\w$.-]*")
_NAME = re.compile(r"[A-Z][A-Za-z0-9]*[a-z][A-Za-z0-9]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """A value: `kind` is "object", "array", "string", "number", "boolean", "null" or "word" (a bare word).

    `text` is that of a scalar; `members` are those of an object, `items` those of an array, or the alternatives of a
    bare union (`"a" | "b"`) of kind "union". `comment` is what a comment inside an empty object says.
    """

    kind: str
    text: str = ""
    members: tuple[Member, ...] = ()
    items: tuple[Value, ...] = ()
    comment: str = ""
    many: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A key with its value, the line of the key in the text (from 0), and the comment at the end of its line."""

    key: str
    value: Value
    line: int
    end_line: int
    optional: bool = False
    comment: str = ""


def parse_json(text: str) -> Value | None:
    """The first object or array in a text; None where there is none. Never raises."""
    start = re.search(r"[{\[]", text)
    if not start:
        return None
    parser = _Parser(text, start.start())
    return parser.value(0)


def fields_of(value: Value, file: str, line: int) -> tuple[Field, ...]:
    """The fields of an object, or of the objects of an array; `line` is that of the first line of the text."""
    if value.kind == "array":
        merged: dict[str, Field] = {}
        for item in value.items:
            for found in fields_of(item, file, line):
                known = merged.get(found.name)
                merged[found.name] = found if known is None or not known.type else known
        return tuple(merged.values())
    if value.kind != "object" or not _has_names(value):
        return ()
    return tuple({m.key: _field(m, file, line) for m in value.members}.values())


def to_json(value: Value) -> str:
    """The value as JSON text."""
    if value.kind == "object":
        pairs = (f"{json.dumps(m.key, ensure_ascii=False)}: {to_json(m.value)}" for m in value.members)
        return "{" + ", ".join(pairs) + "}"
    if value.kind in {"array", "union"}:
        return "[" + ", ".join(to_json(i) for i in value.items) + "]"
    if value.kind in {"number", "boolean", "null"}:
        return value.text
    return json.dumps(value.text, ensure_ascii=False)


def _has_names(value: Value) -> bool:
    """Whether the keys are names; keys such as dates or ids are data."""
    named = sum(1 for m in value.members if _KEY.fullmatch(m.key))
    return named * 2 > len(value.members)


def _field(member: Member, file: str, line: int) -> Field:
    span = Span(file=file, line=line + member.line, end_line=line + max(member.line, member.end_line))
    bare = Field(name=member.key, span=span, required=False if member.optional else None)
    described = _of_value(bare, member.value, file, line)
    return with_facts(described, member.comment) if member.comment else described


def _of_value(bare: Field, value: Value, file: str, line: int) -> Field:
    example = to_json(value)
    shown = replace(bare, example=example if len(example) <= _LONGEST_EXAMPLE else None)
    match value.kind:
        case "object":
            reference = value.comment if _NAME.fullmatch(value.comment) else None
            return replace(shown, type="object", fields=fields_of(value, file, line), reference=reference)
        case "array":
            return _of_array(shown, value, file, line)
        case "number":
            return replace(shown, type="number" if re.search(r"[.eE]", value.text) else "integer")
        case "boolean":
            return replace(shown, type="boolean")
        case "null":
            return replace(bare, nullable=True)
        case "union":
            return _of_union(bare, value)
        case "word":
            return _of_words(bare, value.text, many=value.many)
        case _:
            return _of_string(shown, value.text)


def _of_array(shown: Field, value: Value, file: str, line: int) -> Field:
    items = [i for i in value.items if i.kind != "null"]
    if not items:
        return replace(shown, many=True, type="array")
    if items[0].kind == "object":
        reference = items[0].comment if _NAME.fullmatch(items[0].comment) else None
        return replace(shown, many=True, type="object", fields=fields_of(value, file, line), reference=reference)
    first = _of_value(replace(shown, example=None), items[0], file, line)
    return replace(first, many=True, example=shown.example if first.example else None)


def _of_union(bare: Field, value: Value) -> Field:
    nullable = True if any(i.text in {"null", "undefined"} for i in value.items) else None
    kept = [i for i in value.items if i.text not in {"null", "undefined"}]
    if kept and all(i.kind == "string" for i in kept):
        return replace(bare, type="string", enum=tuple(i.text for i in kept), nullable=nullable)
    return replace(_of_words(bare, kept[0].text, many=kept[0].many) if kept else bare, nullable=nullable)


def _of_words(bare: Field, text: str, *, many: bool) -> Field:
    """A bare word or phrase for a value: a type, the name of another shape, or a placeholder."""
    word = read_type(text.strip("<>"))
    if word:
        return replace(apply_type(bare, word), many=many or word.many)
    if _NAME.fullmatch(text):
        return replace(bare, type="object", reference=text, many=many)
    return replace(bare, many=many)


def _of_string(shown: Field, text: str) -> Field:
    stated = re.match(r"[<{\[(]?\s*(?P<type>[A-Za-z][\w-]*)\b", text)
    word = read_type(stated["type"]) if stated else None
    rest = text[stated.end() :].strip(" >}])") if stated else ""
    if (
        word
        and (not rest or re.match(r"[|(,?-]", rest))
        and not re.fullmatch(r"(?i)email|password|text|phone|file", text)
    ):
        # "string", "integer (required)", "uuid | null": the type itself stands for the value.
        return with_facts(replace(apply_type(shown, word), example=None), text)
    if re.fullmatch(r"[\w -]+(?:\s*\|\s*[\w -]+)+", text):
        return replace(shown, type="string", enum=tuple(v.strip() for v in text.split("|")), example=None)
    return replace(shown, type="string", format=format_of(text))


@dataclass(slots=True)
class _Parser:
    """Reads values from `text` at `position`; tolerant, and bounded in depth."""

    text: str
    position: int
    line: int = 0
    last: int = 0  # the line of the token taken last
    comments: dict[int, list[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.line = self.text.count("\n", 0, self.position)

    def value(self, depth: int) -> Value | None:
        """The value at the position, None where none begins."""
        token = self.peek()
        if token is None:
            return None
        kind, text = token
        if text == "{":
            return self._object(depth)
        if text == "[":
            return self._array(depth)
        if kind in {"string", "number", "word"}:
            return self._union(self._scalar())
        return None

    def peek(self) -> tuple[str, str] | None:
        """The next token that means something; comments are kept for their line."""
        while match := _TOKEN.match(self.text, self.position):
            kind = match.lastgroup or "other"
            if kind not in {"blank", "line", "comment", "other"}:
                return kind, match.group()
            if kind == "comment":
                self.comments.setdefault(self.line, []).append(match.group().strip("/*# \t\n"))
            self._skip(match)
        return None

    def _take(self) -> str:
        token = self.peek()
        match = _TOKEN.match(self.text, self.position)
        if token is None or match is None:
            return ""
        self._skip(match)
        self.last = self.line
        return token[1]

    def _skip(self, match: re.Match[str]) -> None:
        self.line += match.group().count("\n")
        self.position = match.end()

    def _object(self, depth: int) -> Value:
        start = self.line
        self._take()
        members: list[Member] = []
        placeholder = ""
        while (token := self.peek()) and token[1] != "}":
            if depth < _DEEPEST and token[0] in {"string", "word", "number"}:
                key, member = self._member(depth)
                members += [member] if member else []
                placeholder = placeholder or key
            elif token[1] == "]":
                break
            else:
                self._take()
        end = self.line
        if token and token[1] == "}":
            self._take()
        if placeholder and not members:
            return Value(kind="word", text=placeholder)
        comment = " ".join(c for n in range(start, end + 1) for c in self.comments.get(n, ())) if not members else ""
        return Value(kind="object", members=tuple(self._commented(members)), comment=comment)

    def _member(self, depth: int) -> tuple[str, Member | None]:
        """A key and, where a colon follows, its member."""
        line = self.line
        key = _unquoted(self._take())
        optional = bool((token := self.peek()) and token[1] == "?")
        if optional:
            self._take()
            token = self.peek()
        if not token or token[1] != ":":
            return key, None
        self._take()
        value = self.value(depth + 1) or Value(kind="word")
        return key, Member(key=key, value=value, line=line, end_line=self.last, optional=optional)

    def _commented(self, members: list[Member]) -> list[Member]:
        """The members with the comments at the end of their lines; the last one on a line gets the comment."""
        self.peek()
        last = {m.end_line: m for m in members}
        return [
            replace(m, comment=" ".join(self.comments.get(m.end_line, ()))) if last[m.end_line] is m else m
            for m in members
        ]

    def _array(self, depth: int) -> Value:
        self._take()
        items: list[Value] = []
        while (token := self.peek()) and token[1] not in {"]", "}"}:
            item = self.value(depth + 1) if depth < _DEEPEST else None
            if item is None:
                self._take()
            else:
                items.append(item)
        if token and token[1] == "]":
            self._take()
        return Value(kind="array", items=tuple(items))

    def _scalar(self) -> Value:
        token = self.peek()
        line = self.line
        kind, text = token if token else ("word", "")
        self._take()
        if kind == "string":
            return Value(kind="string", text=_unquoted(text))
        if kind == "number":
            return Value(kind="number", text=text.replace("_", "").lstrip("0") or "0" if text.isdigit() else text)
        words = [text]
        while (following := self.peek()) and following[0] == "word" and self.line == line:
            words.append(self._take())
        return _word(" ".join(words), many=self._brackets())

    def _brackets(self) -> bool:
        """Whether `[]` follows, as in `string[]`."""
        match = re.compile(r"\[\s*\]").match(self.text, self.position)
        if match:
            self.position = match.end()
        return match is not None

    def _union(self, first: Value) -> Value:
        """The value, or the alternatives of which it is the first."""
        items = [first]
        while (token := self.peek()) and token[1] == "|":
            self._take()
            token = self.peek()
            if not token or token[0] not in {"string", "number", "word"}:
                break
            items.append(self._scalar())
        return first if len(items) == 1 else Value(kind="union", items=tuple(items))


def _word(text: str, *, many: bool) -> Value:
    lower = text.lower()
    if lower in {"true", "false"}:
        return Value(kind="boolean", text=lower)
    if lower in {"null", "none", "nil"}:
        return Value(kind="null", text="null")
    return Value(kind="word", text=text, many=many)


def _unquoted(text: str) -> str:
    if text[:1] not in {'"', "'"}:
        return text
    inner = text[1:-1]
    try:
        return str(json.loads(f'"{inner}"')) if text[0] == '"' else inner.replace("\\'", "'")
    except ValueError:
        return inner
