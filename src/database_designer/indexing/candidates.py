"""The indexes that would serve an access: its best one, and plainer ones that others may share."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import chain

from database_designer.indexing.access import Access, Condition, Match, SortKey, Term, column
from database_designer.indexing.facts import TableFacts
from database_designer.indexing.plan import IndexPlan, Key, Method

MOST_KEYS = 32
WIDEST_INCLUDE = 48
"""Bytes that may be carried along so that the table need not be read: beyond that the index becomes a second table."""

FEW = 0.2
"""The part of a table's rows up to which an index of just these rows is worth having."""

_SEARCHES = (Match.CONTAINS, Match.WORDS, Match.HOLDS)
_GIN_EQUAL = frozenset({"bigint", "integer", "smallint", "uuid", "text", "date", "numeric", "boolean"})


def candidates(access: Access, table: TableFacts, popular: Mapping[Term, float]) -> tuple[IndexPlan, ...]:
    """Indexes for one access. `popular` says how often each term is compared for equality on the table.

    Equal terms come first, those that others ask for too in front, so that one index serves several by its beginning;
    then the order where it ends the search early, or the range; fixed conditions make it partial, or are carried along.
    """
    found = chain(_btrees(access, table, popular), _gins(access, table), _gists(access, table), _brins(access, table))
    return tuple(dict.fromkeys(i for i in found if access.required or not _repeats_key(i, table)))


def _repeats_key(index: IndexPlan, table: TableFacts) -> bool:
    """Whether one of the index and a unique key begins with the other, so that the key finds the rows already."""
    names = tuple(k.term.text for k in index.keys)
    if index.method is not Method.BTREE or index.predicate:
        return False
    return any(names[: len(k)] == k[: len(names)] for k in table.keys)


def _btrees(access: Access, table: TableFacts, popular: Mapping[Term, float]) -> Iterator[IndexPlan]:
    for predicate in _predicates(access):
        left = [c for c in access.conditions if c not in predicate]
        for fixed_as_key in (False, True):
            equal = _equal(left, table, popular, fixed_as_key=fixed_as_key)
            for tail in _tails(access, left, equal, table):
                keys = tuple(dict.fromkeys((*equal, *tail)))[:MOST_KEYS]
                if not keys and predicate and _is_selective(predicate):
                    keys = tuple(Key(term=column(c)) for k in table.keys[:1] for c in k)
                if not keys:
                    continue
                yield IndexPlan(table=table.name, keys=keys, predicate=predicate)


def _is_selective(predicate: tuple[Condition, ...]) -> bool:
    """Whether its rows are so few that going through them beats going through the table."""
    held = 1.0
    for condition in predicate:
        held *= condition.fraction
    return held <= FEW


def _predicates(access: Access) -> Iterator[tuple[Condition, ...]]:
    """To all fixed conditions, to each one, to none."""
    fixed = tuple(sorted(access.fixed.values(), key=lambda c: c.fixed))
    yield fixed
    if len(fixed) > 1:
        yield from ((c,) for c in fixed)
        yield from (tuple(c for c in fixed if c is not left_out) for left_out in fixed)
    if fixed:
        yield ()


def _equal(
    left: list[Condition], table: TableFacts, popular: Mapping[Term, float], *, fixed_as_key: bool
) -> tuple[Key, ...]:
    found = [c for c in left if c.match is Match.EQUAL and (fixed_as_key or not c.fixed) and _indexable(c.term, table)]
    ranked = sorted(enumerate(found), key=lambda pair: (-popular.get(pair[1].term, 0.0), pair[0]))
    return tuple(Key(term=c.term, operator_class=c.operator_class) for _, c in ranked)


def _tails(
    access: Access, left: list[Condition], equal: tuple[Key, ...], table: TableFacts
) -> Iterator[tuple[Key, ...]]:
    """What follows the equal keys: the order; a range or a beginning; nothing."""
    taken = {k.term for k in equal}
    ranges = [c for c in left if c.match in (Match.RANGE, Match.STARTS, Match.ONE_OF) and c.term not in taken]
    order = tuple(Key(term=s.term, descending=s.descending) for s in _sortable(access.sort, left, taken, table))
    if order:
        yield order
    for condition in ranges:
        if _indexable(condition.term, table):
            yield (Key(term=condition.term, operator_class=condition.operator_class),)
    yield ()


def _sortable(
    sort: tuple[SortKey, ...], left: list[Condition], taken: set[Term], table: TableFacts
) -> tuple[SortKey, ...]:
    constant = taken | {c.term for c in left if c.match is Match.EQUAL}
    found = tuple(s for s in sort if s.term not in constant)
    return found if all(_indexable(s.term, table) for s in found) else ()


def _indexable(term: Term, table: TableFacts) -> bool:
    """Whether values of the term are ordered and short enough for a b-tree."""
    if not term.is_column:
        return True
    known = table.columns.get(term.text)
    return known is not None and not known.type.endswith("[]") and known.type not in {"jsonb", "json", "tsvector"}


def covering(index: IndexPlan, access: Access, table: TableFacts) -> IndexPlan | None:
    """The b-tree with all columns that the access reads; None where they are many or long.

    All or nothing: an included column is looked at only where the table need not be read at all.
    """
    if index.method is not Method.BTREE or access.required or not index.holds_all_of(access):
        return None
    checked = {c for k in access.conditions if k.fixed not in index.restricted_to for c in k.term.columns}
    sorted_by = {c for s in access.sort for c in s.term.columns}
    wanted = (checked | sorted_by | access.columns) - index.columns
    if not wanted or not all(k.term.is_column for k in index.keys):
        return None
    more = tuple(c for c in table.columns if c in wanted)
    facts = [table.columns[c] for c in (*index.include, *more)]
    if not all(f.bounded for f in facts) or sum(f.width for f in facts) > WIDEST_INCLUDE:
        return None
    return replace(index, include=(*index.include, *more))


def _gists(access: Access, table: TableFacts) -> Iterator[IndexPlan]:
    """Overlaps of ranges, with the equal columns before them."""
    equal = tuple(Key(term=c.term) for c in access.conditions if c.match is Match.EQUAL and not c.fixed)
    for condition in access.conditions:
        if condition.match is Match.OVERLAPS:
            keys = (*(k for k in equal if _joins_gin(k.term, table)), Key(term=condition.term))
            yield IndexPlan(table=table.name, keys=keys, method=Method.GIST)
            predicate = tuple(sorted(access.fixed.values(), key=lambda c: c.fixed))
            yield IndexPlan(table=table.name, keys=keys, method=Method.GIST, predicate=predicate)


def _gins(access: Access, table: TableFacts) -> Iterator[IndexPlan]:
    """Searches inside of values; with the equal columns beside them, so that their rows are intersected in the index."""
    for condition in access.conditions:
        if condition.match not in _SEARCHES:
            continue
        searched = Key(term=condition.term, operator_class=condition.operator_class)
        equal = tuple(
            Key(term=c.term)
            for c in access.conditions
            if c.match is Match.EQUAL and not c.fixed and _joins_gin(c.term, table)
        )
        for predicate in {(): None, tuple(sorted(access.fixed.values(), key=lambda c: c.fixed)): None}:
            yield IndexPlan(table=table.name, keys=(searched,), method=Method.GIN, predicate=predicate)
            if equal:
                yield IndexPlan(table=table.name, keys=(*equal, searched), method=Method.GIN, predicate=predicate)


def _joins_gin(term: Term, table: TableFacts) -> bool:
    return term.is_column and table.columns[term.text].type in _GIN_EQUAL


def _brins(access: Access, table: TableFacts) -> Iterator[IndexPlan]:
    for condition in access.conditions:
        known = table.columns.get(condition.term.text)
        if condition.match is Match.RANGE and known is not None and known.ordered and not known.changes:
            yield IndexPlan(table=table.name, keys=(Key(term=condition.term),), method=Method.BRIN)
