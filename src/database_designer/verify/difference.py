"""What one catalog has and another has not, in words."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from typing import Any

from database_designer.verify.catalog import ANY, Catalog

LONGEST = 160  # characters of a value in a fact

_NOUNS: tuple[tuple[str, str, Callable[[Any], str]], ...] = (
    ("enums", "enum type", lambda o: o.name),
    ("tables", "table", lambda o: o.name),
    ("foreign_keys", "foreign key", lambda o: f"{o.table}.{o.name}"),
    ("indexes", "index", lambda o: o.name),
    ("functions", "function", lambda o: f"{o.name}({o.arguments})"),
    ("triggers", "trigger", lambda o: f"{o.table}.{o.name}"),
    ("views", "view", lambda o: o.name),
    ("sequences", "sequence", lambda o: o.name),
    ("policies", "policy", lambda o: f"{o.table}.{o.name}"),
    ("comments", "comment on", lambda o: f"{o.kind} {'.'.join(o.on[1:])}"),
)
_PARTS: tuple[tuple[str, str], ...] = (
    ("columns", "column"),
    ("primary_key", "primary key"),
    ("uniques", "unique constraint"),
    ("checks", "check"),
)


def differences(found: Catalog, wanted: Catalog) -> tuple[str, ...]:
    """Facts, one a difference, in the order of the kinds and then of `wanted`; none where the catalogs agree.

    Where `wanted` has ANY, some text has to be there.
    """
    facts: list[str] = []
    for kind in ("extensions", "others"):
        noun = "extension " if kind == "extensions" else ""
        have, want = ({f"{noun}{n}": None for n in getattr(c, kind)} for c in (found, wanted))
        facts += _missing_and_extra(have, want)
    for kind, noun, label in _NOUNS:
        have, want = ({f"{noun} {label(o)}": o for o in getattr(c, kind)} for c in (found, wanted))
        facts += _missing_and_extra(have, want)
        for name in want:
            if name in have:
                facts += _fields(name, have[name], want[name])
    return tuple(facts)


def _missing_and_extra(have: Mapping[str, object], want: Mapping[str, object]) -> list[str]:
    return [
        *(f"{name} is missing" for name in want if name not in have),
        *(f"{name} is not in the design" for name in have if name not in want),
    ]


def _fields(where: str, found: Any, wanted: Any) -> list[str]:
    """The fields of two objects of one kind that differ; the columns and constraints of tables one by one."""
    facts: list[str] = []
    parts = dict(_PARTS)
    for field in dataclasses.fields(wanted):
        have, want = getattr(found, field.name), getattr(wanted, field.name)
        if _agree(have, want):
            continue
        if field.name in parts and all(dataclasses.is_dataclass(part) for part in (*have, *want)):
            facts += _members(f"{where}, {parts[field.name]}", have, want)
        else:
            said = field.name.replace("_", " ")
            facts.append(f"{where}: {said} is {_text(have)}, the design has {_text(want)}")
    return facts


def _members(where: str, found: tuple[Any, ...], wanted: tuple[Any, ...]) -> list[str]:
    have, want = ({f"{where} {m.name}": m for m in members} for members in (found, wanted))
    facts = _missing_and_extra(have, want)
    for name in want:
        if name in have:
            facts += _fields(name, have[name], want[name])
    return facts or ([f"{where}s stand in another order"] if _ordered(where) and [*have] != [*want] else [])


def _ordered(where: str) -> bool:
    """Columns have an order that counts, constraints have none."""
    return where.endswith(", column")


def _agree(found: Any, wanted: Any) -> bool:
    """Whether two values are the same, ANY standing for any text at all."""
    if wanted == ANY:
        return bool(found)
    if isinstance(wanted, tuple):
        return len(found) == len(wanted) and all(_agree(f, w) for f, w in zip(found, wanted, strict=True))
    if dataclasses.is_dataclass(wanted):
        return all(_agree(getattr(found, f.name), getattr(wanted, f.name)) for f in dataclasses.fields(wanted))
    return bool(found == wanted)


def _text(value: Any) -> str:
    """A value on one line, shortened; of an object its texts, and the names of what is true of it."""
    if value == ANY:
        return "one"
    if isinstance(value, tuple):
        said = ", ".join(_text(v) for v in value)
        return f"({said})"
    if dataclasses.is_dataclass(value):
        parts = ((f.name, getattr(value, f.name)) for f in dataclasses.fields(value))
        return " ".join(name.replace("_", " ") if part is True else _text(part) for name, part in parts if part)
    if isinstance(value, bool):
        return str(value).lower()
    line = " ".join(str(value).split()) or "none"
    return line if len(line) <= LONGEST else f"{line[:LONGEST]}..."
