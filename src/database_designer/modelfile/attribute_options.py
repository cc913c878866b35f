"""The options of attributes and references: what stands behind the type, between commas."""

from __future__ import annotations

import re
from typing import Any

from database_designer.model.conceptual import Derivation, Derived, Kind, Many, Numbered, SemanticType, Uniqueness
from database_designer.model.text import nearest
from database_designer.modelfile.attribute_types import list_value
from database_designer.modelfile.expressions import read_expression
from database_designer.modelfile.lexer import SyntaxFault, pattern, split
from database_designer.modelfile.values import read_value

FOREIGN_OPTIONS = {
    "required": "attributes are required unless ? stands behind the type; leave it out",
    "mandatory": "attributes are required unless ? stands behind the type; leave it out",
    "not null": "attributes are required unless ? stands behind the type; leave it out",
    "optional": "write ? behind the type",
    "nullable": "write ? behind the type",
    "null": "write ? behind the type",
    "readonly": "write immutable",
    "read only": "write immutable",
    "primary key": "use identified_by; the surrogate key needs no mention",
}

_RANGE = re.compile(r"(\d{1,9})(?:\.\.(\d{1,9}|\*)?)?", re.ASCII)
_NUMBERED = re.compile(r"numbered(?:\s+per\s+(?P<per>\w+))?(?:\s+from\s+(?P<start>\d{1,18}))?")
_FLAGS: dict[str, dict[str, Any]] = {
    "unique": {"unique": Uniqueness.EXACT},
    "unique ignoring case": {"unique": Uniqueness.IGNORE_CASE},
    "immutable": {"immutable": True},
    "set once": {"set_once": True},
    "generated": {"generated": ""},
    "personal": {"personal": True},
    "sensitive": {"sensitive": True},
    "secret": {"secret": True},
    "blank allowed": {"blank_allowed": True},
    "many": {"many": Many()},
    "numbered": {"numbered": Numbered()},
}
_PREFIXES = ("default", "matches", "generated", "many", "numbered", "check", "equals", "computed", "snapshot")


def reference_option(text: str) -> dict[str, Any]:
    """The fields of a Reference that one option sets. Raises SyntaxFault."""
    plain = " ".join(text.split())
    flags: dict[str, dict[str, Any]] = {
        "immutable": {"immutable": True},
        "set once": {"set_once": True},
        "unique": {"unique": True},
    }
    if plain in flags:
        return flags[plain]
    word, _, rest = text.partition(" ")
    if word == "default" and rest.strip():
        return {"default": read_value(rest.strip(), Kind.TEXT)}
    raise _unknown_option(plain, (*flags, "default"))


def attribute_option(text: str, type_: SemanticType) -> dict[str, Any]:
    """The fields of an Attribute that one option sets. Raises SyntaxFault."""
    plain = " ".join(text.split())
    if plain in _FLAGS:
        return _FLAGS[plain]
    word, _, rest = text.partition(" ")
    rest = rest.strip()
    if not rest and word in _PREFIXES:
        raise SyntaxFault(f'something is missing behind "{word}"', len(text), f"write {word} and the value")
    match word:
        case "default":
            return {"default": read_value(rest, type_.kind)}
        case "matches":
            return {"matches": _whole_pattern(rest)}
        case "generated":
            return {"generated": list_value(rest)}
        case "many":
            minimum, maximum = count_range(rest)
            return {"many": Many(minimum=minimum, maximum=maximum)}
        case "numbered":
            return {"numbered": _numbered(text)}
        case "check":
            return {"check": read_expression(rest)}
        case "equals" | "computed":
            return {"derived": Derived(manner=Derivation(word), expression=read_expression(rest))}
        case "snapshot":
            return {"derived": _snapshot(rest)}
    raise _unknown_option(plain, (*_FLAGS, *_PREFIXES))


def count_range(text: str) -> tuple[int, int | None]:
    """The least and the greatest number of `0..3`, `1..`, `0..*` or `2` (None: no bound). Raises SyntaxFault."""
    match = _RANGE.fullmatch(text)
    if not match:
        raise SyntaxFault(f'"{text[:40]}" is no range', 0, "write as 0..1, 1..50 or 1..")
    low = int(match[1])
    if ".." not in text:
        return low, low
    return low, int(match[2]) if match[2] not in (None, "*") else None


def _whole_pattern(text: str) -> str:
    if not text.startswith("/"):
        raise SyntaxFault("a pattern is expected after matches", 0, "write matches /.../")
    value, end = pattern(text, 0)
    if text[end:].strip():
        raise SyntaxFault(f'"{text[end:].strip()}" stands behind the pattern', end, "separate options with commas")
    return value


def _numbered(text: str) -> Numbered:
    match = _NUMBERED.fullmatch(" ".join(text.split()))
    if not match:
        raise SyntaxFault(f'"{text}" cannot be read', 0, "write numbered per REFERENCE from 1")
    return Numbered(per=match["per"], start=int(match["start"] or 1))


def _snapshot(text: str) -> Derived:
    """`EXPRESSION [when CONDITION]`; `when` is no word of expressions."""
    parts = split(text, " when ")
    if len(parts) > 2:
        raise SyntaxFault("a snapshot has one condition", 0, "join conditions with and")
    when = read_expression(parts[1]) if len(parts) == 2 else None
    return Derived(manner=Derivation.SNAPSHOT, expression=read_expression(parts[0]), when=when)


def _unknown_option(text: str, known: tuple[str, ...]) -> SyntaxFault:
    if text.lower() in FOREIGN_OPTIONS:
        return SyntaxFault(f'there is no option "{text}"', 0, FOREIGN_OPTIONS[text.lower()])
    near = nearest(text.split(" ", maxsplit=1)[0], known)
    fix = f"did you mean {near}?" if near else f"the options are {', '.join(dict.fromkeys(known))}"
    return SyntaxFault(f'there is no option "{text}"', 0, fix)
