"""What an access costs with an index, and what an index costs when rows are written: pages touched, estimated.

The estimates follow the planner's model in its parts that tell index sets apart: entries walked, rows fetched from the
table (Mackert and Lohman 1989, Index scans using a finite LRU buffer, equation 6 for a table that fits the cache), no
fetch where the index holds all that is read. They only have to rank indexes; plans on a server prove them.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from database_designer.indexing.access import Access, Condition, Match, Term
from database_designer.indexing.facts import PAGE, TableFacts
from database_designer.indexing.plan import IndexPlan, Method

ENTRY_OVERHEAD = 12
"""Bytes of a b-tree entry beside its values: header 8, item pointer 4."""

FILL = 0.9
SKEW = 10.0
"""How much further an ordered walk goes for rows in a state than if they lay evenly: states go with age."""

LARGEST = 2.0
"""Times its limit that an access without an order in the index reads at least: averages hide the largest groups."""

LOG_RECORD = 40.0
"""Bytes of a record in the write-ahead log beside the row or entry in it."""

LOG_PAGE = 24.0
"""Bytes of log that count as one page read: a page in memory is cheap, a byte of log goes to disk and to each replica."""

GIN_ENTRIES = 4.0
"""Log records of a row in a GIN index, whose many entries are written together."""

PAGES_PER_RANGE = 32
"""Pages of a BRIN range: fewer than the default 128, as what is asked for is mostly a day or less."""

GIN_PAGES = 6.0
"""Pages that a look into a GIN index touches: the pending list, the way down, a posting list or two."""

_SEARCHES = frozenset({Match.WORDS, Match.HOLDS, Match.CONTAINS})
_UNCHECKED = _SEARCHES | {Match.OTHER, Match.OVERLAPS}


def pages_without(access: Access, table: TableFacts) -> float:
    """Pages of the whole table, or of as much of it as an access without an order has to read to its limit."""
    if access.limit is None or access.sort:
        return table.pages
    return min(table.pages, _pages_to(access.limit, access.conditions, table))


def _pages_to(limit: int, conditions: tuple[Condition, ...], table: TableFacts) -> float:
    found = _product(conditions) * table.rows
    return table.pages * min(1.0, limit / found) if found > 0 else table.pages


def pages(access: Access, index: IndexPlan, table: TableFacts) -> float:
    """Pages that the access touches by way of the index; infinite where it cannot be used."""
    if not index.holds_all_of(access):
        return math.inf
    match index.method:
        case Method.BTREE:
            return _btree(access, index, table)
        case Method.GIN:
            return _gin(access, index, table)
        case Method.GIST:
            return _gist(access, index, table)
        case Method.BRIN:
            return _brin(access, index, table)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Walk:
    """How a b-tree is walked: the fraction of its entries, whether they come in the order asked for."""

    fraction: float
    ordered: bool
    bounds: frozenset[Condition]
    equal: int


def _btree(access: Access, index: IndexPlan, table: TableFacts) -> float:
    walk = _walked(access, index)
    if not walk.bounds and not (walk.ordered and access.sort) and not index.predicate:
        return math.inf
    entries = table.rows * index.fraction() * walk.fraction
    if index.unique and walk.equal == len(index.keys):
        entries = min(entries, 1.0)
    rest = [c for c in access.conditions if c not in walk.bounds and c.fixed not in index.restricted_to]
    alone = _holds_all_read(access, index)
    inside = tuple(c for c in rest if c.match not in _UNCHECKED and _checked_inside(c, index, alone=alone))
    outside = tuple(c for c in rest if c not in inside)
    if access.limit is not None and (walk.ordered or not access.sort):
        skew = SKEW if any(c.fixed and c.fraction < 0.5 for c in (*inside, *outside)) else 1.0
        entries = min(entries, skew * access.limit / max(_product((*inside, *outside)), 1e-9))
    elif access.limit is not None:
        entries = max(entries, LARGEST * access.limit)
    fetched = entries * _product(inside)
    depth = _depth(table.rows * index.fraction(), index, table)
    return (
        depth
        + entries * entry_bytes(index, table) / (PAGE * FILL)
        + (min(1.0, fetched) if alone else _heap(fetched, index, table))
    )


def _walked(access: Access, index: IndexPlan) -> _Walk:
    """Equal keys first; then a range, or the order. What is fixed by equality may be left out of the order."""
    equal = {c.term: c for c in access.conditions if c.match is Match.EQUAL}
    bounds: list[Condition] = []
    fraction, position = 1.0, 0
    while position < len(index.keys) and (held := equal.get(index.keys[position].term)) is not None:
        if held.operator_class not in {"", index.keys[position].operator_class}:
            break
        bounds.append(held)
        fraction *= held.fraction
        position += 1
    ordered = _ordered(access, index, position, frozenset(equal))
    if position < len(index.keys):
        found = _boundary(access, index, position)
        bounds += found
        fraction *= _product(tuple(found))
    return _Walk(fraction=fraction, ordered=ordered, bounds=frozenset(bounds), equal=position)


def _boundary(access: Access, index: IndexPlan, position: int) -> list[Condition]:
    """The conditions that bound the first key behind the equal ones."""
    key = index.keys[position]
    bounding = (Match.RANGE, Match.STARTS, Match.ONE_OF)
    found = [c for c in access.conditions if c.term == key.term and c.match in bounding]
    return [c for c in found if c.operator_class in {"", key.operator_class}]


def _ordered(access: Access, index: IndexPlan, position: int, equal: frozenset[Term]) -> bool:
    """Whether the keys from `position` on give the order, in one direction or the other."""
    fixed = equal | {c.term for c in index.predicate if c.match is Match.EQUAL}
    wanted = [s for s in access.sort if s.term not in fixed]
    keys = index.keys[position : position + len(wanted)]
    if len(keys) < len(wanted):
        return False
    pairs = list(zip(keys, wanted, strict=True))
    if any(k.term != s.term or k.operator_class for k, s in pairs):
        return False
    return len({k.descending == s.descending for k, s in pairs}) <= 1


def _holds_all_read(access: Access, index: IndexPlan) -> bool:
    """Whether the table need not be read: only a page of its visibility map is."""
    checked = {c for k in access.conditions if k.fixed not in index.restricted_to for c in k.term.columns}
    sorted_by = {c for s in access.sort for c in s.term.columns}
    return (checked | sorted_by | access.columns) <= index.columns


def _checked_inside(condition: Condition, index: IndexPlan, *, alone: bool) -> bool:
    """Whether a condition is checked before the row is fetched: on keys always, on included columns only without fetching."""
    return alone or condition.term in {k.term for k in index.keys}


def _heap(fetched: float, index: IndexPlan, table: TableFacts) -> float:
    """Pages of the table: together where its rows lie in the order of the index, else scattered."""
    first = table.columns.get(index.keys[0].term.text)
    if first is not None and first.ordered:
        return max(1.0, fetched * table.row_bytes / PAGE)
    return scattered(fetched, table.pages)


def scattered(rows: float, of_pages: float) -> float:
    """Pages on which so many rows lie, spread evenly over `of_pages`."""
    if of_pages <= 1:
        return min(1.0, rows)
    return of_pages * (1.0 - math.exp(rows * math.log1p(-1.0 / of_pages)))


def _gin(access: Access, index: IndexPlan, table: TableFacts) -> float:
    """All keys are looked up and their rows intersected; rows are fetched in the order of the table, to the limit."""
    used = [c for k in index.keys for c in access.conditions if c.term == k.term and _by_gin(c, index)]
    if not any(c.match in _SEARCHES for c in used):
        return math.inf
    found = table.rows * index.fraction() * _product(tuple(used))
    if access.limit is not None and not access.sort:
        rest = tuple(c for c in access.conditions if c not in used and c.fixed not in index.restricted_to)
        found = min(found, access.limit / max(_product(rest), 1e-9))
    return GIN_PAGES * len(used) + scattered(found, table.pages)


def _by_gin(condition: Condition, index: IndexPlan) -> bool:
    key = next(k for k in index.keys if k.term == condition.term)
    return condition.match in {*_SEARCHES, Match.EQUAL} and condition.operator_class in {
        "",
        key.operator_class,
    }


def _gist(access: Access, index: IndexPlan, table: TableFacts) -> float:
    """Equal keys and the overlap bound the search together."""
    used = tuple(
        c
        for k in index.keys
        for c in access.conditions
        if c.term == k.term and c.match in {Match.EQUAL, Match.OVERLAPS}
    )
    if not any(c.match is Match.OVERLAPS for c in used):
        return math.inf
    found = table.rows * index.fraction() * _product(used)
    return 2 * _depth(table.rows * index.fraction(), index, table) + scattered(found, table.pages)


def _brin(access: Access, index: IndexPlan, table: TableFacts) -> float:
    """Whole ranges of pages are read, so an order or a limit does not help."""
    used = tuple(c for c in access.conditions if c.match is Match.RANGE and c.term == index.keys[0].term)
    if not used:
        return math.inf
    summary = 2 + table.pages / PAGES_PER_RANGE * 24 / PAGE
    return summary + 2 * PAGES_PER_RANGE + table.pages * _product(used)


def entry_bytes(index: IndexPlan, table: TableFacts) -> float:
    """Average bytes of an entry of a b-tree, aligned to 8."""
    values = sum(table.width(c) for k in index.keys for c in k.term.columns) + sum(map(table.width, index.include))
    return ENTRY_OVERHEAD + math.ceil(values / 8) * 8


def _depth(entries: float, index: IndexPlan, table: TableFacts) -> float:
    """Pages from the root to a leaf."""
    a_page = PAGE * FILL / entry_bytes(index, table)
    return max(1.0, math.ceil(math.log(max(entries, 2.0), max(a_page, 2.0))))


def _product(conditions: tuple[Condition, ...]) -> float:
    found = 1.0
    for condition in conditions:
        found *= condition.fraction
    return found


def logged(index: IndexPlan, table: TableFacts, *, hot: bool) -> float:
    """Bytes of log a minute: an entry for each row inserted and, unless updates are `hot`, for each updated.

    Updates are hot (heap-only tuples) as long as no index of the table holds a column that they change; if one does,
    all indexes of the table get an entry for the new version of the row (PostgreSQL documentation, Heap-Only Tuples).
    """
    writes = table.inserts if hot or index.method is Method.BRIN else table.inserts + table.updates
    return writes * index.fraction_written() * _an_entry(index, table)


def logged_without(table: TableFacts) -> float:
    """Bytes of log a minute for the rows themselves and their keys, as long as all updates are hot."""
    row = LOG_RECORD + table.row_bytes
    keys = sum(LOG_RECORD + ENTRY_OVERHEAD + sum(map(table.width, k)) for k in table.keys)
    return table.inserts * (row + keys) + table.updates * row


def is_hot(index: IndexPlan, table: TableFacts) -> bool:
    """Whether updates stay heap-only with this index: it holds nothing that they change, or is a BRIN."""
    changed = frozenset(c.name for c in table.columns.values() if c.changes)
    return index.method is Method.BRIN or not index.touches(changed)


def _an_entry(index: IndexPlan, table: TableFacts) -> float:
    """Bytes of log for one row: a record for an entry; several for a GIN, hardly anything for a BRIN."""
    match index.method:
        case Method.BTREE:
            return LOG_RECORD + entry_bytes(index, table)
        case Method.GIN:
            return GIN_ENTRIES * LOG_RECORD
        case Method.GIST:
            return 2 * (LOG_RECORD + entry_bytes(index, table))
        case Method.BRIN:
            return 1.0
