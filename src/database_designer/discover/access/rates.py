"""How often rows are asked for, and how old they may be: "40 searches per second", "may be up to 5 minutes old"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from database_designer.discover.access.asked import Asked
from database_designer.discover.names import noun
from database_designer.discover.prose import Line
from database_designer.discover.rules.vocabulary import Vocabulary
from database_designer.discover.rules.wording import NUMBER, number, plain

_ASKING = r"(?:requests?|searches|queries|lookups?|look-ups?|views?|calls?|reads?|times|hits|page views)"
_RATE = re.compile(
    rf"\b(?P<number>{NUMBER}) (?P<asking>{_ASKING})\b(?P<of>[a-z ,'-]{{0,60}}?)(?: (?:are|is) (?:made|expected|run|done))?(?:/| ?per| an?| each| every) ?(?P<unit>second|minute|hour|day)\b"
)
_OLD = re.compile(
    rf"\b(?:at most|no more than|not more than|up to|no older than|at the most)? ?(?P<age>{NUMBER} (?:second|minute|hour|day)s?) (?:old|stale|out of date|behind)\b"
    rf"|\b(?:no|not) older than (?P<age2>{NUMBER} (?:second|minute|hour|day)s?)\b"
    r"|\b(?:refreshed|updated|recomputed|recalculated) (?P<how>every (?:(?:\d+ )?(?:seconds?|minutes?|hours?|days?)|night)|hourly|daily|nightly)\b"
)
_UNITS = {"second": "s", "minute": "min", "hour": "h", "day": "day"}
_AGES = {"hourly": "1 hour", "daily": "1 day", "nightly": "1 day", "every night": "1 day", "every hour": "1 hour", "every day": "1 day", "every minute": "1 minute"}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a statement tells of how often (`rate`) or how old (`fresh`), and the entity type that it names, if any."""

    line: Line
    rate: str
    fresh: str
    entities: tuple[str, ...]
    asking: bool


def told_rates(line: Line, words: Vocabulary) -> Told | None:
    """What a statement says of frequency and age; None where it says nothing of them."""
    if not any(c.isdigit() or c in "hdn" for c in line.statement.text[:400]):
        return None
    said = plain(line.statement.text)
    rate, old = _RATE.search(said), _OLD.search(said)
    if rate is None and old is None:
        return None
    tokens = re.findall(r"[a-z-]+", said)
    named = (words.exact(noun(t)) for t in tokens)
    return Told(
        asking=rate is not None and rate["asking"] != "times",
        line=line,
        rate=f"{number(rate['number'])}/{_UNITS[rate['unit']]}" if rate else "",
        fresh=_age(old) if old else "",
        entities=tuple(dict.fromkeys(e.name for e in named if e is not None)),
    )


def _age(old: re.Match[str]) -> str:
    how = old["how"] or ""
    age = old["age"] or old["age2"] or _AGES.get(how, how.removeprefix("every "))
    count, _, unit = age.partition(" ")
    return f"{number(count) or count} {unit}"


def with_rates(asked: Sequence[Asked], told: Iterable[Told]) -> tuple[Asked, ...]:
    """The access patterns with what is told of the only one that a statement can mean."""
    found = list(asked)
    for one in told:
        for at in _meant(found, one):
            known = found[at]
            report = bool(known.report)
            found[at] = replace(
                known, rate=known.rate or one.rate, fresh=known.fresh or (one.fresh if report or not one.rate else "")
            )
    return tuple(found)


def _meant(asked: Sequence[Asked], told: Told) -> tuple[int, ...]:
    """Those of the statement itself; else the only one of its requirement; else the only one of what it names."""
    statement = told.line.statement.evidence
    own = [at for at, a in enumerate(asked) if statement in a.origin.evidence]
    if own:
        return tuple(own)
    near = [
        at
        for at, a in enumerate(asked)
        if statement.requirement and any(e.requirement == statement.requirement for e in a.origin.evidence)
    ]
    if len(near) == 1:
        return tuple(near)
    if told.rate and not told.asking:
        return ()
    named = [at for at, a in enumerate(asked) if a.entity in told.entities]
    searching = [at for at in named if asked[at].search] if told.rate else [at for at in named if asked[at].report]
    only = searching if len(searching) == 1 else named
    return tuple(only) if len(only) == 1 else ()
