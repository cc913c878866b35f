"""The first part of an attribute line: `type[?] [comparison]`, or the values of a list."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, replace

from database_designer.model.conceptual import Kind, SemanticType
from database_designer.model.expression import Expression
from database_designer.model.text import name_text, nearest
from database_designer.modelfile.expressions import read_expression
from database_designer.modelfile.lexer import SyntaxFault, quoted, split

FOREIGN_TYPES = {
    "string": "text", "str": "text", "char": "text", "varchar": "text(n)", "int": "integer", "bigint": "integer",
    "number": "decimal", "float": "decimal", "double": "decimal", "numeric": "decimal", "bool": "boolean",
    "datetime": "instant", "timestamp": "instant", "timestamptz": "instant", "interval": "duration",
    "enum": "A | B | C", "array": "TYPE, many", "jsonb": "json", "object": "json", "guid": "uuid", "uri": "url",
    "bytea": "file", "blob": "file", "currency": "money", "percentage": "percent",
}  # fmt: skip
_TYPE = re.compile(r"(?P<word>[^\W\d]\w*)\s*(?:\((?P<args>[^()]*)\))?\s*(?P<optional>\?)?\s*(?P<rest>.*)", re.DOTALL)
_COMPARISON = re.compile(r"<=|>=|!=|=|<|>|\bbetween\b|\bin\s*\(")
_SIMPLE_KINDS = {k.value: k for k in Kind if k not in (Kind.LIST, Kind.PERIOD_DATE, Kind.PERIOD_INSTANT)}
_SCALED = frozenset({Kind.DECIMAL, Kind.MONEY, Kind.PERCENT})
_SIZED = frozenset({Kind.TEXT, Kind.CODE, Kind.VECTOR, Kind.EMAIL, Kind.PHONE, Kind.URL, Kind.FILE})
_MEASURED = frozenset({Kind.INTEGER, Kind.DECIMAL, Kind.MONEY, Kind.PERCENT, Kind.DURATION})


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The first part of an attribute line: its type, whether it is optional, and its comparison."""

    type: SemanticType
    optional: bool = False
    check: Expression | None = None


def type_part(name: str, text: str, shared: Collection[str]) -> Head:
    """The type of the attribute `name` and its comparison; `shared` are the shared lists. Raises SyntaxFault."""
    if text == "..." or text[:1] in ('"', "'") or len(split(text, "|")) > 1:
        values, open_list, optional = list_values(text)
        return Head(type=SemanticType(kind=Kind.LIST, values=values, open_list=open_list), optional=optional)
    return _typed(name, text, shared)


def list_values(text: str) -> tuple[tuple[str, ...], bool, bool]:
    """The values of `A | B | ...`, whether the list is open, and whether `?` stands behind it. Raises SyntaxFault."""
    optional = text.endswith("?")
    parts = split(text[:-1] if optional else text, "|")
    open_list = parts[-1] == "..."
    values = [list_value(p) for p in (parts[:-1] if open_list else parts)]
    return tuple(values), open_list, optional


def list_value(text: str) -> str:
    """One value, freed of its quotes. Raises SyntaxFault for an empty one and for an open quotation."""
    if text[:1] in ('"', "'"):
        value, end = quoted(text, 0)
        if text[end:].strip():
            raise SyntaxFault(f'"{text[end:].strip()}" stands behind the value', end, "separate values with |")
        return value
    if not text:
        raise SyntaxFault("a value of the list is empty", 0, "write A | B | C")
    return text


def _typed(name: str, text: str, shared: Collection[str]) -> Head:
    match = _TYPE.fullmatch(text)
    if not match:
        raise SyntaxFault("no type stands at the beginning", 0, "write a type, as `text` or `A | B`")
    type_ = _type(match["word"], match["args"], shared)
    unit, rest, late_optional = _unit(match["rest"])
    if unit and type_.kind not in _MEASURED:
        raise SyntaxFault(f'"{unit}" is not expected behind {type_.kind}', match.start("rest"), "put a comma before it")
    check = read_expression(f"{name_text(name)} {rest}") if rest else None
    return Head(type=replace(type_, unit=unit), optional=bool(match["optional"]) or late_optional, check=check)


def _type(word: str, args: str | None, shared: Collection[str]) -> SemanticType:
    if word == "period" and args is not None and f"period({args.strip()})" in (Kind.PERIOD_DATE, Kind.PERIOD_INSTANT):
        return SemanticType(kind=Kind(f"period({args.strip()})"))
    if word in shared and args is None:
        return SemanticType(kind=Kind.LIST, list_name=word)
    kind = _SIMPLE_KINDS.get(word)
    if kind is None:
        raise _unknown_type(word, shared)
    return SemanticType(kind=kind) if args is None else _with_size(kind, args)


def _with_size(kind: Kind, args: str) -> SemanticType:
    numbers = [a.strip() for a in args.split(",")]
    if not all(re.fullmatch(r"\d{1,9}", n, re.ASCII) for n in numbers):
        raise SyntaxFault(f"({args}) is no size", 0, "write whole numbers")
    sizes = [int(n) for n in numbers]
    if kind in _SCALED and len(sizes) <= 2:
        return SemanticType(kind=kind, precision=sizes[0], scale=sizes[1] if len(sizes) == 2 else None)
    if kind in _SIZED and len(sizes) == 1:
        return SemanticType(kind=kind, length=sizes[0])
    raise SyntaxFault(f"{kind} takes no size ({args})", 0, "leave it out")


def _unknown_type(word: str, shared: Collection[str]) -> SyntaxFault:
    near = nearest(word, [*FOREIGN_TYPES, *_SIMPLE_KINDS, *sorted(shared)])
    foreign = FOREIGN_TYPES.get(word.lower()) or FOREIGN_TYPES.get(near)
    if foreign:
        fix = f"write {foreign}"
    else:
        fix = f"did you mean {near}?" if near else f'for a list of one value write "{word}" in double quotes'
    return SyntaxFault(f'"{word}" is no type and no shared list', 0, fix)


def _unit(rest: str) -> tuple[str, str, bool]:
    """The unit of measure at the beginning of `rest`, the comparison behind it, and whether `?` stood between."""
    if rest[:1] in ('"', "'"):
        unit, end = quoted(rest, 0)
        rest = rest[end:].strip()
    else:
        comparison = _COMPARISON.search(rest)
        end = comparison.start() if comparison else len(rest)
        unit, rest = rest[:end].strip(), rest[end:].strip()
    optional = unit.endswith("?") or rest.startswith("?")
    return unit.removesuffix("?").strip(), rest.removeprefix("?").strip(), optional
