"""What is asked of each entity type, each once, under names that say what is asked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from database_designer.discover.access.asked import Asked, Steps, joined, query_of, within
from database_designer.model.conceptual import Query
from database_designer.model.expression import Aggregate, Call, Expression, Path

_MOST_WORDS = 2
_MOMENT = re.compile(r"_(?:at|on|date|time)$")
_LONGEST = 60


def queries_of(asked: Iterable[Asked]) -> tuple[Query, ...]:
    """The access patterns of one entity type, in the order of the documents."""
    found: list[Asked] = []
    for one in asked:
        if one.tells:
            _add(one, found)
    return _named(found)


def _add(one: Asked, found: list[Asked]) -> None:
    """Puts it beside the others, or together with one that it is within, or that are within it."""
    for at, known in enumerate(found):
        if within(one, known):
            found[at] = joined(one, known)
            return
    for at, known in enumerate(found):
        if _only_ordered(one, known):
            found[at] = joined(one, known)
            return
    inside = [at for at, known in enumerate(found) if within(known, one)]
    for at in inside:
        one = joined(found[at], one)
    if inside:
        found[inside[0]] = one
        for at in reversed(inside[1:]):
            del found[at]
    else:
        found.append(one)


def _only_ordered(one: Asked, known: Asked) -> bool:
    """Whether it tells nothing but the order of rows that the same statement looks for."""
    ordered = one.sort and not (one.given or one.optional or one.fixed or one.range or one.search or one.report)
    same = set(one.origin.evidence) & set(known.origin.evidence)
    return bool(ordered and same and not (known.sort or known.report))


def _named(found: Iterable[Asked]) -> tuple[Query, ...]:
    taken: dict[str, int] = {}
    queries: list[Query] = []
    for asked in found:
        name = _name(asked)
        count = taken[name] = taken.get(name, 0) + 1
        queries.append(query_of(asked, name if count == 1 else f"{name}_{count}"))
    return tuple(queries)


def _name(asked: Asked) -> str:
    """As in `overdue_by_member`, `by_status_find_name`, `count_per_month`."""
    parts = [*asked.words, *islice(_reported(asked.report), 1)]
    told = (*asked.given, *asked.optional)
    parts += (
        _of("by", told)
        + _of("in", tuple((_MOMENT.sub("", p[-1]),) for p in asked.range))
        + _of("find", asked.search)
        + _of("words", asked.full_text)
    )
    parts += _of("per", tuple(steps for e in asked.by for steps in _dimension(e)))
    if not parts:
        latest = asked.limit and asked.sort and asked.sort[0].descending and not asked.page
        parts = ["latest"] if latest else _of("sorted", tuple(k.path for k in asked.sort)) or ["all"]
    return re.sub(r"\W+", "_", "_".join(parts))[:_LONGEST].strip("_")


def _of(word: str, paths: tuple[Steps, ...]) -> list[str]:
    """The word, and what the paths lead to: "by_session" for a path to the session of a row."""
    return [word, *(p[-1] for p in paths[:_MOST_WORDS])] if paths else []


def _reported(report: tuple[Expression, ...]) -> Iterator[str]:
    for expression in report:
        if isinstance(expression, Aggregate):
            value = expression.value
            of = (value.steps[-1],) if isinstance(value, Path) else ()
            yield "_".join(("total" if expression.function == "sum" else expression.function, *of))


def _dimension(expression: Expression) -> Iterator[Steps]:
    match expression:
        case Path():
            yield expression.steps
        case Call():
            yield ({"date": "day"}.get(expression.function, expression.function),)
