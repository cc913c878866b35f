"""Words of time before and behind rows: "upcoming", "today's", "expiring within 14 days", "of the last month", "overdue"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from database_designer.discover.names import noun
from database_designer.discover.rules.moments import (
    ENDING,
    STARTING,
    amount,
    compared,
    fits,
    kind_of,
    moment,
    now,
    shifted,
)
from database_designer.discover.rules.stems import stem
from database_designer.discover.rules.vocabulary import Vocabulary
from database_designer.discover.rules.wording import NUMBER, UNIT
from database_designer.model.conceptual import EntityType, Kind
from database_designer.model.expression import (
    And,
    Arithmetic,
    Between,
    Binary,
    Call,
    Clock,
    Comparator,
    Duration,
    Expression,
    In,
    Literal,
    LiteralKind,
    Moment,
    Path,
)

_AHEAD = frozenset("upcoming future coming forthcoming next".split())
_BEHIND = frozenset("past previous former earlier".split())
_ENDING = (
    "expiring|ending|due|closing|lapsing|(?:that|which|whose [a-z ]+?) (?:will |are going to )?"
    "(?:expires?|ends?|lapses?|closes?|(?:is|are|fall|falls|become|becomes) due|runs? out)"
)
_STARTING = "starting|beginning|opening|departing|arriving|taking place|scheduled|planned|(?:that|which) (?:will )?(?:starts?|begins?|opens?|takes? place)"
_AMOUNT = rf"(?P<amount>(?:{NUMBER}[ -])?{UNIT}s?)"
_SOON = re.compile(
    rf"^(?:(?P<end>{_ENDING})|(?P<start>{_STARTING}))?\s*(?:soon\s+)?(?:with)?in (?:the )?(?:next |coming |following )?{_AMOUNT}\b"
    rf"|^(?:(?P<end2>{_ENDING})|(?P<start2>{_STARTING}))?\s*(?:of|for|over|during) the (?:next|coming|following) (?P<amount2>(?:{NUMBER}[ -])?{UNIT}s?)\b"
)
_DUE = re.compile(
    rf"^whose (?P<what>[a-z][a-z ]{{1,30}}?) (?:is due|are due|falls due|ends?|expires?) (?:with)?in (?:the )?(?:next |coming |following )?{_AMOUNT}\b"
)
_LATELY = re.compile(
    rf"^(?:made |created |recorded |registered |from |of |for |in |within |during |over )*the (?:last|past|previous) {_AMOUNT}\b"
)
_OLDER = re.compile(rf"^(?:that are |which are )?older than {_AMOUNT}\b")
_CALENDAR = re.compile(
    r"^(?:(?P<end>due|expiring|ending) |(?P<start>starting|beginning|scheduled|planned|taking place|that (?:start|begin|take place)) )?(?:of |for |on |from |in |during )?(?P<which>today|tomorrow|yesterday|the (?:next|following) day|(?:this|the current|the running) (?:day|week|month|year))\b"
)
_SPAN = re.compile(
    r"^(?:of|for|on|in|within|during|from|by) (?:an?|one|any|the|each|some|that|a given|a certain|a specific|the selected|a chosen|a selected) (?P<unit>day|date|week|month|year|period|date range|time window|period of time|time range)\b(?: or (?:an? )?(?:day|week|month|year))*"
)
_UNITS = frozenset({"week", "month", "year"})
_KEPT = frozenset({"created_at", "updated_at", "deleted_at"})
CREATED = Path(steps=("created_at",))


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """When rows are: a fixed condition, or (None) a period that is given; `path` is the moment looked at.

    `word` is what such rows are called, `length` how many characters of the text say it.
    """

    path: Path
    holds: Expression | None
    word: str
    length: int
    descending: bool = False


def before(word: str, entity: EntityType, words: Vocabulary) -> When | None:
    """As in "upcoming", "past", "today's", "recent" in front of the rows; None for other words."""
    said = word.removesuffix("'s")
    if said in ("today", "tomorrow", "yesterday") or said in ("this week", "this month", "this year"):
        return _calendar(said, "start", entity, words, len(word))
    if said in _AHEAD | _BEHIND:
        path = starts(entity, words)
        if path is None:
            return None
        operator = Comparator.GT if said in _AHEAD else Comparator.LT
        holds = compared(path, operator, now(path, entity, words))
        called = "upcoming" if said in _AHEAD else "past"
        return When(path=path, holds=holds, word=called, length=len(word), descending=said in _BEHIND)
    if said == "overdue":
        path = ends(entity, words)
        return _overdue(path, entity, words, len(word)) if path is not None else None
    return None


def behind(text: str, entity: EntityType, words: Vocabulary) -> When | None:
    """As in "expiring within 14 days", "of the last month", "due today", "of a day" behind the rows."""
    for reading in (_due, _soon, _lately, _older, _dated, _given):
        if (found := reading(text, entity, words)) is not None:
            return found
    return None


def _due(text: str, entity: EntityType, words: Vocabulary) -> When | None:
    """As in "whose inspection is due within 30 days": the moment that is named."""
    match = _DUE.match(text)
    path = words.path(entity.name, noun(match["what"])) if match else None
    by = amount(match["amount"]) if match else None
    if match is None or path is None or by is None or kind_of(path, entity, words) not in (Kind.DATE, Kind.INSTANT):
        return None
    present = now(path, entity, words)
    soon = Between(operand=path, low=present, high=shifted(present, by, earlier=False))
    return When(path=path, holds=soon, word=f"{path.steps[-1]}_due", length=match.end())


def _soon(text: str, entity: EntityType, words: Vocabulary) -> When | None:
    match = _SOON.match(text)
    if not match:
        return None
    ending, starting = match["end"] or match["end2"], match["start"] or match["start2"]
    path = ends(entity, words) if ending else starts(entity, words)
    by = amount(match["amount"] or match["amount2"])
    if path is None or by is None or not fits(by, path, entity, words):
        return None
    present = now(path, entity, words)
    soon = Between(operand=path, low=present, high=shifted(present, by, earlier=False))
    called = ending.split()[-1] if ending else "upcoming"
    word = {"due": "due_soon", "expires": "expiring", "expire": "expiring"}.get(called, called)
    living = _may_end(entity, words) if ending and not starting else None
    holds: Expression = And(operands=(living, soon)) if living is not None else soon
    return When(path=path, holds=holds, word=word, length=match.end())


def _lately(text: str, entity: EntityType, words: Vocabulary) -> When | None:
    match = _LATELY.match(text)
    by = amount(match["amount"]) if match else None
    if match is None or by is None:
        return None
    path = happened(entity, words)
    path = path if fits(by, path, entity, words) else CREATED
    present = now(path, entity, words)
    holds = compared(path, Comparator.GE, shifted(present, by, earlier=True))
    return When(path=path, holds=holds, word="recent", length=match.end(), descending=True)


def _older(text: str, entity: EntityType, words: Vocabulary) -> When | None:
    match = _OLDER.match(text)
    by = amount(match["amount"]) if match else None
    if match is None or by is None:
        return None
    path = happened(entity, words)
    path = path if fits(by, path, entity, words) else CREATED
    holds = compared(path, Comparator.LT, shifted(now(path, entity, words), by, earlier=True))
    return When(path=path, holds=holds, word="old", length=match.end())


def _dated(text: str, entity: EntityType, words: Vocabulary) -> When | None:
    match = _CALENDAR.match(text)
    if not match:
        return None
    return _calendar(match["which"], "end" if match["end"] else "start", entity, words, match.end())


def _given(text: str, entity: EntityType, words: Vocabulary) -> When | None:
    """A day or a period that is given: from and to."""
    match = _SPAN.match(text)
    if not match:
        return None
    return When(path=starts(entity, words) or happened(entity, words), holds=None, word="", length=match.end())


def _calendar(which: str, side: str, entity: EntityType, words: Vocabulary, length: int) -> When | None:
    """The rows of today, of this week."""
    path = ends(entity, words) if side == "end" else starts(entity, words) or only_moment(entity, words)
    if path is None:
        return None
    which = "tomorrow" if which in ("the next day", "the following day") else which
    last = which.rsplit(maxsplit=1)[-1]
    word = which.replace("the current", "this").replace("the running", "this").replace(" ", "_")
    return When(
        path=path,
        holds=_in_calendar(path, last, is_date=kind_of(path, entity, words) is Kind.DATE),
        word=word,
        length=length,
    )


def _in_calendar(path: Path, last: str, *, is_date: bool) -> Expression:
    """That a moment lies in the day, week, month or year that is told: a range, which an index can find."""
    today: Expression = Moment(clock=Clock.TODAY)
    span = _span(last if last in _UNITS else "day")
    first = Call(function=last, arguments=(today,)) if last in _UNITS else today
    if last == "tomorrow":
        first = Binary(operator=Arithmetic.ADD, left=today, right=span)
    if last == "yesterday":
        first = Binary(operator=Arithmetic.SUB, left=today, right=span)
    if is_date and last not in _UNITS:
        return compared(path, Comparator.EQ, first)
    after: Expression = Binary(operator=Arithmetic.ADD, left=first, right=span)
    if last in ("tomorrow", "yesterday"):
        after = today if last == "yesterday" else Binary(operator=Arithmetic.ADD, left=today, right=_span("day", "2"))
    return And(operands=(compared(path, Comparator.GE, first), compared(path, Comparator.LT, after)))


def _span(unit: str, number: str = "1") -> Duration:
    return Duration(amount=Literal(kind=LiteralKind.NUMBER, value=number), unit=f"{unit}s")


def _overdue(path: Path, entity: EntityType, words: Vocabulary, length: int) -> When:
    """What is past its end, and not done with."""
    late = compared(path, Comparator.LT, now(path, entity, words))
    living = _may_end(entity, words)
    holds: Expression = And(operands=(living, late)) if living is not None else late
    return When(path=path, holds=holds, word="overdue", length=length)


def _may_end(entity: EntityType, words: Vocabulary) -> Expression | None:
    """That a row may still come to its end: in a state from which a job takes it away; None where nothing tells."""
    lifecycle = words.navigation.lifecycle(entity.name)
    sources = tuple(dict.fromkeys(x.source for x in lifecycle.expires)) if lifecycle is not None else ()
    if lifecycle is None or not sources:
        return None
    path = Path(steps=(lifecycle.state,))
    values = tuple(Literal(kind=LiteralKind.VALUE, value=s) for s in sources)
    return compared(path, Comparator.EQ, values[0]) if len(values) == 1 else In(operand=path, values=values)


def starts(entity: EntityType, words: Vocabulary) -> Path | None:
    """The moment at which a row begins, or the only one at which what it points to does; None for none or several."""
    return _side(entity, words, "start")


def ends(entity: EntityType, words: Vocabulary) -> Path | None:
    """The moment at which a row ends or is due, or the only one at which what it points to does."""
    return _side(entity, words, "end")


def _side(entity: EntityType, words: Vocabulary, which: str) -> Path | None:
    own = moment(entity, which)
    if own is not None:
        return Path(steps=(own.name,))
    far = 2 if len(entity.references) == 1 else 1  # beyond that, whose moment it is depends on the way
    ways = ((steps, other) for other, steps in words.ways.to(entity.name).items() if steps and len(steps) <= far)
    named = [
        (*steps, found.name)
        for steps, other in ways
        if (to := words.model.entity(other)) is not None
        and (found := moment(to, which)) is not None
        and set(found.name.split("_")) & (STARTING if which == "start" else ENDING)
        and found.type.kind is Kind.INSTANT
    ]
    nearest = [path for path in named if len(path) == min(map(len, named))]
    return Path(steps=nearest[0]) if len(nearest) == 1 else None


def only_moment(entity: EntityType, words: Vocabulary) -> Path | None:
    """The only moment that every row has; None for none or several."""
    own = [
        a
        for e in words.navigation.lineage(entity.name)
        for a in e.attributes
        if a.type.kind in (Kind.DATE, Kind.INSTANT) and a.many is None and a.name not in _KEPT
    ]
    always = [a for a in own if not a.optional]
    found = always or own
    return Path(steps=(found[0].name,)) if len(found) == 1 else None


_HAPPENED = frozenset(
    stem(w)
    for w in "created recorded registered submitted received happened occurred taken made sent done held measured".split()
)


def happened(entity: EntityType, words: Vocabulary) -> Path:
    """The moment by which rows are new or old: when they happened or were recorded; else their creation."""
    own = [
        a
        for e in words.navigation.lineage(entity.name)
        for a in e.attributes
        if a.type.kind in (Kind.DATE, Kind.INSTANT) and a.many is None
    ]
    told = [a for a in own if stem(a.name.split("_")[0]) in _HAPPENED or a.name in ("date", "day", "time", "timestamp")]
    if told:
        return Path(steps=(told[0].name,))
    own_start = moment(entity, "start")
    return only_moment(entity, words) or (Path(steps=(own_start.name,)) if own_start is not None else CREATED)


def only_amount(entity: EntityType, words: Vocabulary) -> Path | None:
    """The only amount of money that a row has; None for none or several."""
    own = [a for e in words.navigation.lineage(entity.name) for a in e.attributes if a.type.kind is Kind.MONEY]
    return Path(steps=(own[0].name,)) if len(own) == 1 else None
