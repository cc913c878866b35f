"""What "time" means in a name: a moment ("departure time"), the hour beside a date, or neither ("cooking time").

Only of what prose tells: a field of an API or a table has a type of its own.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from database_designer.model.conceptual import Attribute, Kind, SemanticType

# Nouns of deeds and events end so; what takes time ("cooking", "lead") does not.
_EVENTS = ("tion", "sion", "ure", "al", "ment", "ance", "ence")
_OTHER_EVENTS = frozenset(
    "start end begin finish in out entry exit pickup checkin checkout check departure arrival date opening closing birth death".split()
)
_HOURS = frozenset("opening closing".split())


def with_times(attributes: Iterable[Attribute], told_by_prose: str) -> list[Attribute]:
    """The attributes with the type that "time" in their names means among the others; `told_by_prose` is their principle."""
    known = list(attributes)
    dates = {a.name.split("_")[0] for a in known if a.type.kind is Kind.DATE}
    return [_timed(a, dates) if a.origin.principle == told_by_prose else a for a in known]


def _timed(attribute: Attribute, dates: set[str]) -> Attribute:
    words = attribute.name.split("_")
    if attribute.type != SemanticType(kind=Kind.TEXT) or words[-1] != "time" or attribute.many is not None:
        return attribute
    before = words[-2] if len(words) > 1 else ""
    if before and not (before in _OTHER_EVENTS or before.endswith(_EVENTS)):
        return attribute
    beside = "date" in dates or words[0] in dates
    kind = Kind.TIME if beside or before in _HOURS else Kind.INSTANT
    return replace(attribute, type=SemanticType(kind=kind))
