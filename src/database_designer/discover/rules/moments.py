"""Points in time of a row: when it starts, ends or is due, and how they lie to now."""

from __future__ import annotations

import re

from database_designer.discover.names import noun, words
from database_designer.discover.rules.vocabulary import Vocabulary
from database_designer.discover.rules.wording import NUMBER, UNIT, bare, number
from database_designer.model.conceptual import Attribute, EntityType, Kind
from database_designer.model.expression import (
    Arithmetic,
    Binary,
    Clock,
    Comparator,
    Comparison,
    Duration,
    Expression,
    Literal,
    LiteralKind,
    Moment,
    Path,
)
from database_designer.model.navigation import Value

_MOMENTS = (Kind.INSTANT, Kind.DATE)
STARTING = frozenset("start starts begin begins open opens from scheduled departure commence commences".split())
ENDING = frozenset(
    "end ends finish finishes close closes until to valid expire expires expiry expiration valid_to due deadline".split()
)
_BOOKKEEPING = frozenset("created updated deleted modified recorded registered last joined".split())
_VERBS = {
    **dict.fromkeys("start starts started begin begins begun began open opens opened depart departs commence commences take takes".split(), "start"),
    **dict.fromkeys("end ends ended finish finishes finished close closes closed over complete expire expires expired pass passes passed lapse lapses lapsed".split(), "end"),
}  # fmt: skip
_OF = re.compile(
    r"^(?P<which>start|beginning|begin|end|ending|expiry|expiration|window|slot|period|deadline|time|date)(?: time| date| moment)?(?: of (?P<whose>.+))?$"
)
_DOES = re.compile(
    r"^(?P<whose>.*?)\s*\b(?:has |have |is |are )?(?P<verb>start|starts|started|begin|begins|begun|open|opens|end|ends|ended|finish|finishes|finished|close|closes|over|expire|expires|expired|is over|takes place)$"
)
_AMOUNT = re.compile(rf"^(?:an?\s+)?(?P<amount>{NUMBER})?[\s-]*(?P<unit>{UNIT})s?\b")


def moment(entity: EntityType, which: str) -> Attribute | None:
    """The attribute with the start or the end of a row; the only moment that a row has is both. None for none."""
    wanted = STARTING if which == "start" else ENDING
    own = [a for a in entity.attributes if a.type.kind in _MOMENTS and a.many is None]
    told = [a for a in own if set(a.name.split("_")) & wanted]
    if told:
        return told[0] if which == "start" else told[-1]
    other = ENDING if which == "start" else STARTING
    left = [a for a in own if not set(a.name.split("_")) & (other | _BOOKKEEPING)]
    return left[0] if len(left) == 1 and not left[0].optional else None


def point(text: str, entity: EntityType, vocabulary: Vocabulary) -> Path | None:
    """The moment that a text tells ("start", "the end of the rental", "the lift begins", "its due date"); None for none."""
    said = bare(text)
    does = _DOES.match(said)
    if does:
        whose, which = does["whose"], _VERBS.get(does["verb"].removeprefix("is "), "start")
        return _at(entity, bare(whose), "start" if does["verb"] == "takes place" else which, vocabulary)
    of = _OF.match(said)
    if of and (of["which"] not in ("time", "date")):
        which = (
            "end"
            if of["which"] in ("end", "ending", "expiry", "expiration", "window", "slot", "period", "deadline")
            else "start"
        )
        found = _at(entity, bare(of["whose"] or ""), which, vocabulary)
        if found is not None:
            return found
    return _named(said, entity, vocabulary)


def _named(said: str, entity: EntityType, vocabulary: Vocabulary) -> Path | None:
    """A moment by its own name, or by the thing and what of it ("session start", "the rental's end")."""
    named = words(said)
    if not 0 < len(named) <= 5:
        return None
    for name in (noun(said), named[:-1] if named[-1] in ("date", "time", "day") else ()):
        path = vocabulary.path(entity.name, name) if name else None
        if path is not None and kind_of(path, entity, vocabulary) in _MOMENTS:
            return path
    last = named[-1]
    if len(named) > 1 and last in ("start", "beginning", "end", "window", "expiry"):
        return _at(entity, " ".join(named[:-1]), "start" if last in ("start", "beginning") else "end", vocabulary)
    return _at(entity, said, "start", vocabulary) if vocabulary.exact(noun(said)) is not None else None


def _at(entity: EntityType, whose: str, which: str, vocabulary: Vocabulary) -> Path | None:
    """The start or end of the thing named; of the row itself, or the one that it points to, where none is named."""
    if whose and whose not in ("it", "they", "he", "she", "its", "their"):
        owner = vocabulary.entity(noun(whose))
        steps = vocabulary.route(entity.name, owner.name) if owner is not None else None
        found = moment(owner, which) if owner is not None else None
        return Path(steps=(*steps, found.name)) if steps is not None and found is not None else None
    own = moment(entity, which)
    if own is not None:
        return Path(steps=(own.name,))
    reached = [
        (r.name, found.name)
        for r in entity.references
        if (e := vocabulary.model.entity(r.to)) is not None and (found := moment(e, which)) is not None
    ]
    return Path(steps=reached[0]) if len(reached) == 1 else None


def kind_of(path: Path, entity: EntityType, vocabulary: Vocabulary) -> Kind | None:
    """The kind of value that the path leads to; None for rows and unknown ones."""
    target = vocabulary.navigation.follow(entity.name, path.steps).target
    return target.type.kind if isinstance(target, Value) else None


def now(path: Path, entity: EntityType, vocabulary: Vocabulary) -> Expression:
    """The present in the kind of the path: `now`, or `today` for a date."""
    return Moment(clock=Clock.TODAY if kind_of(path, entity, vocabulary) is Kind.DATE else Clock.NOW)


def amount(text: str) -> Duration | None:
    """The duration that a text begins with ("two hours", "24-hour"); None for none."""
    found = _AMOUNT.match(text.strip())
    if not found:
        return None
    value = number(found["amount"]) if found["amount"] else "1"
    if value is None:
        return None
    return Duration(amount=Literal(kind=LiteralKind.NUMBER, value=value), unit=f"{found['unit']}s")


def shifted(path: Expression, by: Duration | None, *, earlier: bool) -> Expression:
    """The moment, earlier or later by the duration."""
    if by is None:
        return path
    return Binary(operator=Arithmetic.SUB if earlier else Arithmetic.ADD, left=path, right=by)


def fits(by: Duration | None, path: Path, entity: EntityType, vocabulary: Vocabulary) -> bool:
    """Whether the duration can be taken from the moment: hours and less not from a date."""
    return (
        by is None
        or kind_of(path, entity, vocabulary) is Kind.INSTANT
        or by.unit not in ("seconds", "minutes", "hours")
    )


def compared(path: Path, operator: Comparator, other: Expression) -> Comparison:
    """The comparison of a path."""
    return Comparison(operator=operator, left=path, right=other)
