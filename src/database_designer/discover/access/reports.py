"""Figures over rows: "the number of loans per category", "total amount by month", "a 12-month series"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from database_designer.discover.access.actors import to_actor
from database_designer.discover.access.asked import DECIDED, Asked, Steps
from database_designer.discover.access.moments import happened, only_amount, starts
from database_designer.discover.access.rows import Rows, rows
from database_designer.discover.names import noun
from database_designer.discover.prose import Line
from database_designer.discover.rules.moments import amount, compared, now, shifted
from database_designer.discover.rules.vocabulary import Vocabulary
from database_designer.discover.rules.wording import NUMBER, UNIT, plain
from database_designer.model.conceptual import EntityType, Kind
from database_designer.model.expression import Aggregate, Call, Comparator, Expression, Path
from database_designer.model.navigation import Value
from database_designer.source import Origin

_PER = r"(?:per|by|for each|for every|in each|of each|grouped by|broken down by|split by|and per|and by)"
_COUNTED = re.compile(
    rf"\b(?:number|numbers|count|counts|total number) of (?P<rows>[a-z][a-z' -]{{2,80}}?) {_PER} (?P<dims>[a-z][a-z ,-]{{2,80}})"
    rf"|\bhow many (?P<rows2>[a-z][a-z' -]{{2,80}}?) {_PER} (?P<dims2>[a-z][a-z ,-]{{2,80}})"
)
_PER_TIME = re.compile(
    r"\b(?:see|sees|view|views|shows?|displays?|lists?) (?P<rows>[a-z][a-z' -]{2,60}?) per (?P<dims>[a-z][a-z ,-]*?\b(?:day|week|month|year)\b)"
)
_FRONTED = re.compile(
    r"\bper (?P<dims>[a-z]+(?:,? (?:and )?(?:per )?[a-z]+){0,3}?),? how many (?P<rows>[a-z][a-z ,-]{2,80})"
)
_ALONE = re.compile(
    r"\b(?:(?:number|count) of|how many) (?P<rows>(?!times\b|days\b|hours\b)[a-z][a-z' -]{2,80}?)(?=$|,|\band\b|\bon (?:the|a) (?:dashboard|home|start)|\b(?:is|are) (?:shown|displayed))"
)
_SUMMED = re.compile(
    rf"\b(?:total|sum|totals|sums)(?: of)?(?: the)? (?P<value>[a-z][a-z -]{{2,30}}?)s? (?:of|over|for|from) (?P<rows>(?:all |the )?[a-z][a-z' -]{{2,60}}?) {_PER} (?P<dims>[a-z][a-z ,-]{{2,60}})"
)
_VALUED = re.compile(
    rf"\b(?:reports?|statistics|dashboards?|charts?|graphs?) (?:shows?|displays?|lists?|gives?) (?:the )?(?!number\b|count\b)(?P<value>[a-z][a-z -]{{2,30}}?) {_PER} (?P<dims>[a-z][a-z ,-]{{2,60}})"
)
_BROKEN = re.compile(
    r"\b(?:breakdown|statistics|distribution|summary|dashboards?|reports?|charts?|graphs?|figures) (?:of|on|about|over) (?:the )?(?P<rows>[a-z][a-z' -]{2,60}?) (?:per|by|for each|grouped by|broken down by) (?P<dims>[a-z][a-z ,-]{2,60})"
)
_SERIES = re.compile(
    rf"\b(?:computed|calculated|derived|taken|summed|aggregated) (?:up )?(?:from|over) (?P<rows>(?:the |all )?[a-z][a-z' -]{{2,60}}?) (?:as|in|for|over) an? (?P<amount>{NUMBER}[ -]{UNIT})s? (?:series|trend|chart|history|overview)"
)
_UNITS = {
    "day": "date",
    "date": "date",
    "week": "week",
    "month": "month",
    "year": "year",
    "daily": "date",
    "weekly": "week",
    "monthly": "month",
    "yearly": "year",
}
_EVERY = re.compile(
    r"\b(?P<every>daily|weekly|monthly|yearly) (?:reports?|statistics|overviews?|summary|figures)\b|\b(?:each|every) (?P<each>day|week|month|year)\b"
)
_SHOWING = re.compile(r"\b(?:shows?|shown|see|sees|view|views|displays?|displayed|returns?|lists?|provides?)\b")
_EITHER = re.compile(r"\bor\b")
_EACH = re.compile(r"^(?:each|every) ([a-z]+)\b")
_TOLD_APART = re.compile(
    r"^(?P<rows>.+?) (?:were|are|have been|has been|became) (?P<states>[a-z -]+(?:,| and | or ).+)$"
)
_TOTALS = re.compile(r"\b(?:filtered |overall |running )?(?:totals|sums|total amounts?)\b")
_COUNTS = re.compile(r"\b(?:summary |status )?counts\b")
_WITH_FIGURES = re.compile(r"\b(?:with|and|plus|including)\b.*\b(?:totals|sums|total amounts?|counts)\b")
COUNT = Aggregate(function="count", over=Path(steps=()))


def reports(said: str, line: Line, words: Vocabulary) -> Iterator[Asked]:
    """The figures that a clause in plain wording asks for."""
    if (valued := _VALUED.search(said)) and (held := _with_value(valued, words)) is not None:
        yield from _report(held[0], _sum(held[1]), valued["dims"], line, words)
        return
    for pattern in (_COUNTED, _FRONTED, _BROKEN, _PER_TIME):
        match = pattern.search(said)
        if match:
            parts = match.groupdict()
            if _EITHER.search(parts["dims"] or parts.get("dims2") or ""):
                return  # one of them is chosen: rows are filtered
            what, states = _states(parts["rows"] or parts.get("rows2") or "")
            found = rows(what, words)
            dims = parts["dims"] or parts.get("dims2") or ""
            if found is not None:
                dims = f"{dims} and {each[1]}" if (each := _EACH.match(found.rest)) else dims
                yield from _report(found, COUNT, f"{dims} and {_apart(states, found.entity, words)}", line, words)
            return
    if (alone := _ALONE.search(said)) and _SHOWING.search(said):
        yield from _counted(rows(alone["rows"], words), said[: alone.start()], line, words)
    if summed := _SUMMED.search(said):
        found = rows(summed["rows"], words)
        value = words.path(found.entity.name, noun(summed["value"])) if found is not None else None
        if found is not None and value is not None and _is_number(value.steps, found.entity, words):
            yield from _report(found, _sum(value), summed["dims"], line, words)
    if series := _SERIES.search(said):
        yield from _series(series, line, words)


def _with_value(match: re.Match[str], words: Vocabulary) -> tuple[Rows, Path] | None:
    """The rows that have the number that is shown, and point to what it is shown for; None for none or several."""
    name = noun(match["value"])
    found: list[tuple[Rows, Path]] = []
    for entity in words.model.entities:
        own = words.member(entity.name, name)
        points = any(isinstance(d, Path) and d.steps != (own,) for d in _dimensions(match["dims"], entity, words))
        if own is not None and points and _is_number((own,), entity, words):
            found.append((Rows(entity=entity), Path(steps=(own,))))
    return found[0] if len(found) == 1 else None


def _states(text: str) -> tuple[str, str]:
    """The rows, and the states that they are told apart by: "visits", "completed, cancelled and missed"."""
    match = _TOLD_APART.match(text)
    return (match["rows"], match["states"]) if match else (text, "")


def _apart(states: str, entity: EntityType, words: Vocabulary) -> str:
    """The name of the state where at least two of its values are told; "" else."""
    lifecycle = words.navigation.lifecycle(entity.name)
    known = [w for w in re.split(r",|\band\b|\bor\b", states) if w.strip() and words.state(entity.name, w.strip())]
    return lifecycle.state.replace("_", " ") if lifecycle is not None and len(known) > 1 else ""


def summed_up(asked: Asked, said: str, words: Vocabulary) -> Iterator[Asked]:
    """The figures that are wanted over the same rows: "with counts per status", "and filtered totals"."""
    entity = words.model.entity(asked.entity)
    if entity is None or not _WITH_FIGURES.search(said):
        return
    rest = replace(asked, sort=(), page="", limit=None, maximum=None)
    totals = _TOTALS.search(said)
    money = only_amount(entity, words)
    if totals and money is not None:
        yield replace(rest, report=(_sum(money), COUNT))
    lifecycle = words.navigation.lifecycle(entity.name)
    if _COUNTS.search(said) and lifecycle is not None:
        state = (lifecycle.state,)
        yield replace(
            rest, report=(COUNT,), by=(Path(steps=state),), optional=tuple(p for p in rest.optional if p != state)
        )


def _report(found: Rows, figure: Aggregate, dims: str, line: Line, words: Vocabulary) -> Iterator[Asked]:
    by = tuple(_dimensions(dims, found.entity, words))
    every = _EVERY.search(plain(line.statement.text))
    if every and not any(isinstance(d, Call) for d in by):
        by = (*by, _unit(_UNITS[every["every"] or every["each"]], found.entity, words))
    if by and found.known:
        yield _asked(found, (figure,), by, found.fixed, line)


def _counted(found: Rows | None, who: str, line: Line, words: Vocabulary) -> Iterator[Asked]:
    """How many rows there are of those that are told: "the number of unread messages"."""
    if found is None or not found.known or not (found.fixed or found.given or found.own):
        return
    mine = to_actor(found.entity.name, who, words) if found.own else None
    if not found.own or mine is not None:
        given = (mine, *found.given) if mine is not None else found.given
        yield _asked(replace(found, given=given), (COUNT,), (), found.fixed, line)


def _series(match: re.Match[str], line: Line, words: Vocabulary) -> Iterator[Asked]:
    """Sums by month, of as many months back as the series has."""
    found = rows(match["rows"], words)
    back = amount(match["amount"].replace("-", " "))
    money = only_amount(found.entity, words) if found is not None else None
    if found is None or back is None or not found.known:
        return
    unit = _UNITS.get(back.unit.removesuffix("s"), "month")
    path = happened(found.entity, words)
    recent = compared(path, Comparator.GE, shifted(now(path, found.entity, words), back, earlier=True))
    figures = (_sum(money),) if money is not None else (COUNT,)
    yield _asked(found, figures, (Call(function=unit, arguments=(path,)),), (*found.fixed, recent), line)


def _asked(
    found: Rows, figures: tuple[Aggregate, ...], by: tuple[Expression, ...], fixed: tuple[Expression, ...], line: Line
) -> Asked:
    return Asked(
        entity=found.entity.name, origin=Origin(evidence=(line.statement.evidence,), decided_by=DECIDED),
        given=found.given, fixed=fixed, report=figures, by=by, words=found.words,
    )  # fmt: skip


def _dimensions(text: str, entity: EntityType, words: Vocabulary) -> Iterator[Expression]:
    """What figures are told apart by: units of time, members, rows pointed to."""
    for item in re.split(r",|\band\b|\bper\b|\bby\b", text):
        tokens = item.split()
        for size in range(min(3, len(tokens)), 0, -1):
            found = _dimension(tuple(tokens[:size]), entity, words)
            if found is not None:
                yield found
                break


def _dimension(tokens: tuple[str, ...], entity: EntityType, words: Vocabulary) -> Expression | None:
    name = noun(" ".join(tokens))
    if len(name) == 1 and name[0] in _UNITS:
        return _unit(_UNITS[name[0]], entity, words)
    target = words.exact(name)
    steps: Steps | None = words.route(entity.name, target.name) if target is not None else None
    if steps:
        return Path(steps=steps)
    return words.path(entity.name, name)


def _unit(unit: str, entity: EntityType, words: Vocabulary) -> Call:
    path = starts(entity, words) or happened(entity, words)
    return Call(function=unit, arguments=(path,))


def _is_number(steps: Steps, entity: EntityType, words: Vocabulary) -> bool:
    target = words.navigation.follow(entity.name, steps).target
    return isinstance(target, Value) and target.type.kind in (Kind.MONEY, Kind.DECIMAL, Kind.INTEGER, Kind.DURATION)


def _sum(value: Path) -> Aggregate:
    return Aggregate(function="sum", over=Path(steps=()), value=value)
