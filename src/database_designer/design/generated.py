"""Values that the database makes up: keys, codes with a number that counts up, random codes."""

from __future__ import annotations

import re
from dataclasses import replace

from database_designer.design.enforcing import kept, unusable
from database_designer.design.layout import Draft, Layout
from database_designer.design.part import Part
from database_designer.design.types import TEXT
from database_designer.model.conceptual import Attribute, Kind
from database_designer.model.decision import because
from database_designer.model.logical import RelationAttribute
from database_designer.model.physical import (
    Column,
    Default,
    Form,
    NewUuid,
    NextNumber,
    RandomCode,
    Sequence,
    SequenceCode,
)

BY = "design.generated"
_PATTERN = re.compile(r"([^{}]*)\{(0+)\}([^{}]*)")
_LENGTH, _SHORTEST, _LONGEST = 10, 4, 32
"""The length of random codes: unless said, at least, at most."""


def generated(column: Column, attribute: RelationAttribute, draft: Draft, layout: Layout) -> tuple[Column, Part]:
    """The column with the default that makes its values, and the sequence that this counts with."""
    stated = attribute.attribute
    if stated is None or stated.generated is None:
        return column, Part()
    pattern = stated.generated
    what = f"is filled by the database{f' as {pattern}' if pattern else ''}"
    sequence = Sequence(
        name=layout.name("seq", draft, column.name),
        table=draft.table.name,
        column=column.name,
        origin=because(
            attribute.origin, BY, "numbers of a sequence are given out without waiting; some may be left out"
        ),
    )
    default = _counted(column, pattern, sequence.name) if pattern else _made_up(column, stated)
    reason = _misfit(default, column, stated)
    if default is None or reason:
        return column, unusable(attribute.element, what, reason, attribute.origin, form=Form.GENERATED)
    objects = (f"{draft.table.name}.{column.name}",)
    enforcement = kept(attribute.element, what, objects, attribute.origin, form=Form.GENERATED)
    sequences = (sequence,) if isinstance(default, SequenceCode) else ()
    made = replace(column, default=default, nullable=False)
    return made, Part(sequences=sequences, enforcements=(enforcement,))


def _counted(column: Column, pattern: str, sequence: str) -> SequenceCode | None:
    found = _PATTERN.fullmatch(pattern)
    if found is None or column.type != TEXT:
        return None
    before, zeros, after = found.groups()
    return SequenceCode(sequence=sequence, before=before, width=len(zeros), after=after)


def _made_up(column: Column, stated: Attribute) -> Default | None:
    if stated.type.kind == Kind.UUID:
        return NewUuid()
    if stated.type.kind == Kind.INTEGER:
        return NextNumber()
    length = stated.type.length or _LENGTH
    return RandomCode(length=min(length, _LONGEST)) if column.type == TEXT and length >= _SHORTEST else None


def _misfit(default: Default | None, column: Column, stated: Attribute) -> str:
    """Why values that would be made up are none of the column; "" where they are."""
    match default:
        case SequenceCode(before=before, width=width, after=after):
            samples = tuple(f"{before}{n:0{width}d}{after}" for n in (1, 10**width - 1))
        case RandomCode(length=length):
            samples = tuple((word * length)[:length] for word in ("A", "Z9", "0"))
        case None:
            return f"the database makes up no {column.type.name} like that; a pattern has the form 'A-{{0000}}'"
        case _:
            return ""
    longest = stated.type.length
    if longest is not None and any(len(s) > longest for s in samples):
        return f"{samples[-1]} has more than {longest} characters"
    unlike = next((s for s in samples if stated.matches is not None and not _matches(stated.matches, s)), None)
    return f"{unlike} would be made up, which does not match /{stated.matches}/" if unlike is not None else ""


def _matches(pattern: str, text: str) -> bool:
    """Whether a text has the pattern; a pattern that Python does not read is told of elsewhere."""
    try:
        return re.search(pattern, text) is not None
    except re.error:
        return True
