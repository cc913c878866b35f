"""Which rows somebody wants to see: an access pattern before it has a name."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TypeAlias

from database_designer.model.conceptual import Query, SortKey
from database_designer.model.expression import Expression
from database_designer.source import Origin, merge_origins

DECIDED = "queries"
Steps: TypeAlias = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Rows of an entity type that somebody wants to see.

    `given` are always told ("the loans of a member"), `optional` may be. `words` are those that the documents use for
    the rows ("overdue"): the access pattern is called by them. The other fields are those of `Query`.
    """

    entity: str
    origin: Origin
    given: tuple[Steps, ...] = ()
    optional: tuple[Steps, ...] = ()
    fixed: tuple[Expression, ...] = ()
    range: tuple[Steps, ...] = ()
    search: tuple[Steps, ...] = ()
    full_text: tuple[Steps, ...] = ()
    sort: tuple[SortKey, ...] = ()
    page: str = ""
    limit: int | None = None
    maximum: int | None = None
    report: tuple[Expression, ...] = ()
    by: tuple[Expression, ...] = ()
    rate: str = ""
    fresh: str = ""
    words: tuple[str, ...] = ()

    @property
    def tells(self) -> bool:
        """Whether it tells more than that all rows are shown."""
        chosen = self.given or self.optional or self.fixed or self.range or self.search or self.full_text
        return bool(chosen or self.sort or self.page or self.limit or self.by or self.report)


def within(one: Asked, other: Asked) -> bool:
    """Whether whoever can ask `other` can ask `one`: it has all of its parts, and they stand for the same rows."""
    if one.entity != other.entity or (one.report, one.by, one.fixed) != (other.report, other.by, other.fixed):
        return False
    if set(one.given) != set(other.given) and not (_chooses(one, other) or _leaves_open(one, other)):
        return False
    parts = (
        (one.optional, (*other.optional, *other.given)), (one.range, other.range), (one.search, other.search),
        (one.full_text, other.full_text),
    )  # fmt: skip
    return all(set(a) <= set(b) for a, b in parts) and (not one.sort or one.sort == other.sort)


def _chooses(one: Asked, other: Asked) -> bool:
    """Whether what `one` is always told is what `other` may be told, and there is nothing else to it."""
    return not other.given and set(one.given) <= set(other.optional) and not (one.sort or one.range or one.search)


def _leaves_open(one: Asked, other: Asked) -> bool:
    """Whether `one` may be told what `other` is always told."""
    return set(one.given) <= set(other.given) and set(other.given) - set(one.given) <= set(one.optional)


def joined(one: Asked, other: Asked) -> Asked:
    """The two as one: `other`, which has all parts of `one`, with the pages and the evidence of both."""
    return replace(
        other, origin=merge_origins([other.origin, one.origin]), sort=other.sort or one.sort,
        page=other.page or one.page, limit=other.limit or one.limit, maximum=other.maximum or one.maximum,
        rate=other.rate or one.rate, fresh=other.fresh or one.fresh, words=other.words or one.words,
    )  # fmt: skip


def query_of(asked: Asked, name: str) -> Query:
    """The access pattern under its name. One thing that may be told, and nothing else, is always told."""
    alone = len(asked.optional) == 1 and not (asked.search or asked.full_text or asked.given)
    return Query(
        name=name,
        origin=asked.origin,
        filter=(*asked.given, *(asked.optional if alone else ())),
        fixed=asked.fixed,
        optional=() if alone else asked.optional,
        range=asked.range,
        search=asked.search,
        words=tuple((path, 1) for path in asked.full_text),
        sort=asked.sort,
        page=asked.page,
        limit=asked.limit,
        maximum=asked.maximum,
        report=asked.report,
        by=asked.by,
        rate=asked.rate,
        fresh=asked.fresh,
    )
