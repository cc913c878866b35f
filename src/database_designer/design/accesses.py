"""What access patterns ask of single tables, as the accesses by which indexes are chosen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from database_designer.design.expressions import NotOfOneRow, of_row
from database_designer.design.layout import Draft, Layout
from database_designer.design.places import Place, place_of
from database_designer.design.uniques import live_only
from database_designer.indexing import Access, Condition, Match, SortKey, TableFacts, Term
from database_designer.indexing.access import column
from database_designer.model.check.immutable import immutable
from database_designer.model.conceptual import Query
from database_designer.model.durations import rate
from database_designer.model.expression import Between, Comparison, Expression, IsSet, Literal, Moment, Path
from database_designer.model.physical import ForeignKey
from database_designer.model.text import english
from database_designer.model.walk import nodes

MINUTE = 60.0
USUAL_RATE = 1.0
"""How often a minute a pattern is asked where nothing tells."""

DELETIONS = 0.001
"""How often a minute a row that others point to is deleted or joined from."""

PAGE = 20
"""Rows that are shown of a list in an order, where no limit is stated."""

LIVE = 0.95
"""The part of softly deleted tables that is not deleted."""

NARROW, OPEN, CONDITION = 0.01, 0.3, 0.3
"""The parts that satisfy two bounds, one bound, and any other condition."""

_UNORDERED = frozenset({"real[]", "jsonb"})
_RANGES = frozenset({"daterange", "tstzrange"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The accesses of a query, why a part of it asks for none, and the fixed conditions as expressions by their texts."""

    accesses: tuple[Access, ...] = ()
    reasons: tuple[str, ...] = ()
    conditions: Mapping[str, Expression] = field(default_factory=dict)


def asked_by(query: Query, draft: Draft, layout: Layout, tables: Mapping[str, TableFacts]) -> Asked:
    """What a query of the rows of `draft` asks of that table, and of those that its parameters lead to."""
    work = _Work(query=query, draft=draft, layout=layout, tables=tables)
    fixed = work.fixed()
    whole = work.access(fixed)
    own = (whole, *(replace(whole, conditions=(*whole.conditions, c)) for c in work.own(query.optional, Match.EQUAL)))
    wanted = own if whole.conditions or whole.sort or query.page or query.limit else own[1:]
    return Asked(
        accesses=(*wanted, *work.elsewhere()),
        reasons=tuple(dict.fromkeys((*work.reasons, *_not_served(query)))),
        conditions=work.conditions,
    )


def of_foreign_key(key: ForeignKey, tables: Mapping[str, TableFacts]) -> Access:
    """The rows that point to a row: asked for when it is read with them, and when it is deleted."""
    facts = tables[key.table]
    return Access(
        name=key.name,
        table=key.table,
        conditions=tuple(_equal(c, facts) for c in key.columns),
        columns=frozenset(facts.columns),
        frequency=DELETIONS,
        required=True,
    )


def _equal(name: str, facts: TableFacts) -> Condition:
    return Condition(term=column(name), match=Match.EQUAL, fraction=1 / max(1.0, facts.columns[name].distinct))


def _not_served(query: Query) -> Iterator[str]:
    if query.nearest:
        yield f"the nearest {query.nearest} needs an extension for vectors"
    if query.report and not (query.filter or query.fixed or query.range):
        yield "a report reads all rows that it counts"


@dataclass(slots=True, kw_only=True)
class _Work:
    """One query over one table, and what is gathered on the way."""

    query: Query
    draft: Draft
    layout: Layout
    tables: Mapping[str, TableFacts]
    reasons: list[str] = field(default_factory=list)
    conditions: dict[str, Expression] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return f"{self.draft.relation.entity}.{self.query.name}"

    @property
    def facts(self) -> TableFacts:
        return self.tables[self.draft.table.name]

    def access(self, fixed: tuple[Condition, ...]) -> Access:
        """What is asked of the queried table with all parameters that are needed."""
        query = self.query
        parameters = (*self.own(query.filter, Match.EQUAL), *self.own(query.range, Match.RANGE), *self.overlap())
        begins_here = bool(parameters) or not any(self._is_elsewhere(p) for p in (*query.filter, *query.range))
        paged = query.limit or query.maximum or (PAGE if query.page or query.sort else None)
        return Access(
            name=self.name,
            table=self.draft.table.name,
            conditions=(*parameters, *fixed),
            sort=self.sort() if begins_here and not query.report else (),
            limit=None if query.report else paged,
            columns=self.read(),
            frequency=(rate(query.rate) or USUAL_RATE / MINUTE) * MINUTE,
        )

    def _is_elsewhere(self, path: tuple[str, ...]) -> bool:
        """Whether a path leads to a column of another table, from which the rows are come to in no order."""
        place = place_of(path, self.draft, self.layout)
        return place is not None and place.draft is not self.draft

    def fixed(self) -> tuple[Condition, ...]:
        """The fixed conditions and that of live rows; those that no index can be restricted to are named as reasons."""
        found: list[Condition] = []
        for condition in self.query.fixed:
            try:
                renamed = of_row(condition, self.draft, self.layout)
            except NotOfOneRow as error:
                moving = self._moving(condition)
                if moving is None:
                    self.reasons.append(f"{english(condition)} is checked row by row: {error}")
                else:
                    found.append(moving)
                continue
            if immutable(renamed, self.layout.typing(self.draft)):
                found.append(self._fixed(renamed))
            else:
                self.reasons.append(f"{english(condition)} is checked row by row: it depends on the time zone")
        live = live_only(self.draft)
        return (*found, *((replace(self._fixed(live), fraction=LIVE),) if live is not None else ()))

    def _moving(self, condition: Expression) -> Condition | None:
        """A column beside a moment: no index can be restricted to that, but its values are in order; None for all others."""
        match condition:
            case Comparison(operator="<" | "<=" | ">" | ">=", left=Path(steps=steps)):
                part = OPEN
            case Comparison(operator="<" | "<=" | ">" | ">=", right=Path(steps=steps)):
                part = OPEN
            case Between(operand=Path(steps=steps)):
                part = NARROW
            case _:
                return None
        place = place_of(steps, self.draft, self.layout)
        if place is None or place.draft is not self.draft or not any(isinstance(n, Moment) for n in nodes(condition)):
            return None
        return Condition(term=column(place.column.name), match=Match.RANGE, fraction=part)

    def _fixed(self, condition: Expression) -> Condition:
        text = english(condition)
        self.conditions[text] = condition
        columns = tuple(dict.fromkeys(n.steps[-1] for n in nodes(condition) if isinstance(n, Path)))
        match condition:
            case Comparison(operator="=", left=Path(steps=(name,)), right=Literal()):
                return replace(_equal(name, self.facts), fixed=text)
            case IsSet(operand=Path(steps=(name,)), negated=negated):
                test = Match.UNSET if negated else Match.SET
                return Condition(term=column(name), match=test, fraction=CONDITION, fixed=text)
            case Path(steps=(name,)):
                return replace(_equal(name, self.facts), fixed=text)
            case _:
                term = Term(text=text, columns=columns)
                return Condition(term=term, match=Match.OTHER, fraction=CONDITION, fixed=text)

    def own(self, paths: Iterable[tuple[str, ...]], match: Match) -> tuple[Condition, ...]:
        """A condition for each path that leads to a column of the queried table, each column once."""
        places = (place_of(p, self.draft, self.layout) for p in paths)
        names = dict.fromkeys(
            p.column.name for p in places if p is not None and p.draft is self.draft and _is_ordered(p)
        )
        if match is Match.RANGE:
            return tuple(Condition(term=column(n), match=match, fraction=NARROW) for n in names)
        return tuple(_equal(n, self.facts) for n in names)

    def overlap(self) -> tuple[Condition, ...]:
        """A period of two columns is bounded by its start; one in a range column needs an index over ranges."""
        names = [c.term.text for c in self.own(((n,) for n in self.query.overlap), Match.RANGE)]
        if not names or self.draft.table.column(names[0]) is None:
            return ()
        kinds = [self.facts.columns[n].type for n in names]
        if len(names) == 1 and kinds[0] in _RANGES:
            return (Condition(term=column(names[0]), match=Match.OVERLAPS, fraction=NARROW),)
        return tuple(Condition(term=column(n), match=Match.RANGE, fraction=OPEN) for n in names)

    def sort(self) -> tuple[SortKey, ...]:
        """The order; with the primary key behind it, where pages go on after the last row seen."""
        keys: dict[Term, SortKey] = {}
        for sort in self.query.sort:
            place = place_of(sort.path, self.draft, self.layout)
            if place is None or place.draft is not self.draft or not _is_ordered(place):
                break
            keys.setdefault(
                column(place.column.name), SortKey(term=column(place.column.name), descending=sort.descending)
            )
        if keys and self.query.page == "cursor":
            last = next(reversed(keys.values())).descending
            for name in self.draft.table.primary_key:
                keys.setdefault(column(name), SortKey(term=column(name), descending=last))
        return tuple(keys.values())

    def read(self) -> frozenset[str]:
        """The columns that are read: those of a report; all of a list."""
        if not self.query.report:
            return frozenset(self.facts.columns)
        paths = [n.steps for e in (*self.query.report, *self.query.by) for n in nodes(e) if isinstance(n, Path)]
        found = [place_of(p, self.draft, self.layout) for p in paths if p and p != ("count",)]
        if any(p is None or p.draft is not self.draft for p in found):
            return frozenset(self.facts.columns)
        return frozenset(p.column.name for p in found if p is not None)

    def elsewhere(self) -> Iterator[Access]:
        """Lookups in the tables that parameters lead to; the way back goes over foreign keys."""
        query = self.query
        for path in (*query.filter, *query.optional, *query.range, *(s.path for s in query.sort)):
            place = place_of(path, self.draft, self.layout)
            if place is None:
                self.reasons.append(f"{'.'.join(path)} is not stored as one value")
            elif place.draft is not self.draft and not place.column.type.is_enum and _is_ordered(place):
                yield self._lookup(place)

    def _lookup(self, place: Place) -> Access:
        facts = self.tables[place.draft.table.name]
        return Access(
            name=self.name, table=facts.name, conditions=(_equal(place.column.name, facts),), columns=frozenset(facts.columns)
        )  # fmt: skip


def _is_ordered(place: Place) -> bool:
    return place.column.type.name not in _UNORDERED
