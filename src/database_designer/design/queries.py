"""Indexes for access patterns."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from database_designer.design.expressions import NotOfOneRow, column_path, of_row
from database_designer.design.layout import Draft, Layout
from database_designer.design.names import object_name
from database_designer.design.places import Place, place_of
from database_designer.design.text_search import text_search
from database_designer.design.uniques import live_only
from database_designer.design.wanted import Wanted, merged
from database_designer.model.check.immutable import immutable
from database_designer.model.conceptual import Query
from database_designer.model.decision import because
from database_designer.model.expression import And, Expression
from database_designer.model.names import snake_case
from database_designer.model.physical import Column, Index, IndexKey
from database_designer.model.text import english
from database_designer.postgres.limits import INDEX_KEYS

BY = "design.queries"
_UNORDERED = frozenset({"real[]", "jsonb"})
_RANGES = frozenset({"daterange", "tstzrange"})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Case:
    """A query of the rows of a draft, its name, and the rows that its fixed conditions leave."""

    query: Query
    draft: Draft
    layout: Layout
    predicate: Expression | None
    has_fixed: bool

    @property
    def element(self) -> str:
        return f"{self.draft.relation.entity}.{self.query.name}"


def wanted_by(query: Query, draft: Draft, layout: Layout) -> Wanted:
    """The indexes that serve a query, before those that others cover are dropped, and what none serves."""
    fixed, reasons = _fixed(query, draft, layout)
    live = live_only(draft)
    conditions = (*fixed, *((live,) if live is not None else ()))
    predicate = And(operands=conditions) if len(conditions) > 1 else next(iter(conditions), None)
    case = _Case(query=query, draft=draft, layout=layout, predicate=predicate, has_fixed=bool(fixed))
    parts = (_own(case), _optional(case), _elsewhere(case), text_search(query, draft, layout), _not_served(query))
    return merged((Wanted(reasons=reasons), *parts))


def _fixed(query: Query, draft: Draft, layout: Layout) -> tuple[tuple[Expression, ...], tuple[str, ...]]:
    """The fixed conditions that an index can be restricted to, and why the others cannot be used."""
    usable: list[Expression] = []
    reasons: list[str] = []
    for condition in query.fixed:
        try:
            renamed = of_row(condition, draft, layout)
        except NotOfOneRow as error:
            reasons.append(f"{english(condition)} is checked row by row: {error}")
            continue
        if immutable(renamed, layout.typing(draft)):
            usable.append(renamed)
        else:
            reasons.append(f"{english(condition)} is checked row by row: it depends on the time zone")
    return tuple(usable), tuple(reasons)


def _own(case: _Case) -> Wanted:
    """The indexes on the queried table: equal columns first, then a range or the sort order."""
    equal = _columns_of(case.query.filter, case)
    keys = tuple(IndexKey(expression=column_path(c.name)) for c in equal)
    sort = _sort_keys(case)
    ranges = [c.name for c in _columns_of(case.query.range, case)]
    ends = _overlap(case)
    found = [_index(case, (*keys, IndexKey(expression=column_path(r)))) for r in ranges]
    if ends:
        found.append(_index(case, (*keys, *ends)))
    if sort and not (len(sort) == 1 and _names(sort)[0] in ranges):
        found.append(_index(case, (*keys, *sort)))
    if not found and equal and not all(c.type.name == "boolean" for c in equal):
        found.append(_index(case, keys))
    elif not found and case.has_fixed and not (case.query.search or case.query.words or case.query.prefix):
        found.append(_index(case, tuple(IndexKey(expression=column_path(c)) for c in case.draft.table.primary_key)))
    reasons: tuple[str, ...] = ()
    if not found and equal:
        reasons = (f"{' and '.join(c.name for c in equal)} has too few values for an index to help",)
    return Wanted(indexes=tuple(i for i in found if i is not None), reasons=reasons)


def _columns_of(paths: tuple[tuple[str, ...], ...], case: _Case) -> tuple[Column, ...]:
    """The columns of the queried table itself among the places of the paths, each once."""
    places = (place_of(p, case.draft, case.layout) for p in paths)
    own = (p.column for p in places if p is not None and p.draft is case.draft and _is_ordered(p))
    return tuple(dict.fromkeys(own))


def _is_ordered(place: Place) -> bool:
    return place.column.type.name not in _UNORDERED


def _sort_keys(case: _Case) -> tuple[IndexKey, ...]:
    """The sort order; with the primary key behind it, where pages go on after the last row seen."""
    keys: list[IndexKey] = []
    for sort in case.query.sort:
        place = place_of(sort.path, case.draft, case.layout)
        if place is None or place.draft is not case.draft or not _is_ordered(place):
            break
        if place.column.name not in _names(keys):
            keys.append(IndexKey(expression=column_path(place.column.name), descending=sort.descending))
    if keys and case.query.page == "cursor":
        last = keys[-1].descending
        rest = (c for c in case.draft.table.primary_key if c not in _names(keys))
        keys.extend([IndexKey(expression=column_path(c), descending=last) for c in rest])
    return tuple(keys)


def _overlap(case: _Case) -> tuple[IndexKey, ...]:
    columns = _columns_of(tuple((n,) for n in case.query.overlap), case)
    if len(columns) == 1 and columns[0].type.name in _RANGES:
        return ()
    return tuple(IndexKey(expression=column_path(c.name)) for c in columns)


def _optional(case: _Case) -> Wanted:
    """An index for each parameter that may be left out, unless it has few values."""
    columns = _columns_of(case.query.optional, case)
    selective = (c for c in columns if not (c.type.is_enum or c.type.name == "boolean"))
    indexes = (_index(case, (IndexKey(expression=column_path(c.name)),)) for c in selective)
    return Wanted(indexes=tuple(i for i in indexes if i is not None))


def _elsewhere(case: _Case) -> Wanted:
    """Indexes on the tables that parameters lead to; the way back goes over indexed foreign keys."""
    indexes: list[Index] = []
    reasons: list[str] = []
    for path in (*case.query.filter, *case.query.optional, *case.query.range, *(s.path for s in case.query.sort)):
        place = place_of(path, case.draft, case.layout)
        if place is None:
            reasons.append(f"{'.'.join(path)} is not stored as one value")
        elif place.draft is not case.draft and not place.column.type.is_enum and _is_ordered(place):
            indexes.append(_on_place(place, case))
    return Wanted(indexes=tuple(indexes), reasons=tuple(reasons))


def _on_place(place: Place, case: _Case) -> Index:
    table = place.draft.table.name
    return Index(
        name=object_name("ix", table, (place.column.name,), case.layout.tables),
        table=table,
        keys=(IndexKey(expression=column_path(place.column.name)),),
        origin=because(case.query.origin, BY, "what a query looks for is indexed where it is stored"),
        serves=(case.element,),
        purpose=case.query.says,
    )


def _index(case: _Case, keys: tuple[IndexKey, ...]) -> Index | None:
    """An index on the queried table: nothing where there is no key; each column once."""
    unique_keys = tuple({k.expression: k for k in reversed(keys)}.values())[::-1][:INDEX_KEYS]
    if not unique_keys:
        return None
    ends = (snake_case(case.query.name),) if case.has_fixed else ("live",) if case.predicate is not None else ()
    parts = (f"{n}_desc" if k.descending else n for n, k in zip(_names(unique_keys), unique_keys, strict=True))
    return Index(
        name=case.layout.name("ix", case.draft, *parts, *ends),
        table=case.draft.table.name,
        keys=unique_keys,
        origin=because(case.query.origin, BY, "equal columns first, then the range or the order"),
        predicate=case.predicate,
        serves=(case.element,),
        purpose=case.query.says,
    )


def _names(keys: tuple[IndexKey, ...] | list[IndexKey]) -> tuple[str, ...]:
    return tuple(n for k in keys for n in getattr(k.expression, "steps", ()))


def _not_served(query: Query) -> Wanted:
    def reasons() -> Iterator[str]:
        if query.nearest:
            yield f"the nearest {query.nearest} needs an extension for vectors"
        if query.report and not (query.filter or query.fixed or query.range):
            yield "a report reads all rows that it counts"

    return Wanted(reasons=tuple(reasons()))
