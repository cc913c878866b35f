"""Which of the candidate indexes are worth their upkeep."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from database_designer.indexing.access import Access, column
from database_designer.indexing.facts import TableFacts
from database_designer.indexing.plan import IndexPlan, Key
from database_designer.indexing.search import Choice, Search, Widening

MOST_LOG = 2.2
"""What writing may come to with all indexes, to what it is with the keys alone, in bytes of log: beyond that they go."""

ROOMY_LOG = 1.6
"""As long as writing comes to less than this, indexes may carry columns along."""

EXTRA_LOG = 0.04
"""What columns carried along may add where the lean indexes come to more than that."""

OWN = 0.75
"""How much a pattern's own frequency counts beside the median of all."""

_PRICES = (1.0, 2.0, 4.0, 8.0, 16.0, 32.0)


def choose(
    accesses: Iterable[Access], tables: Mapping[str, TableFacts], present: Sequence[IndexPlan] = ()
) -> tuple[Choice, ...]:
    """The indexes for all accesses, table by table; those in `present` and the keys of the tables where they serve any.

    First lean ones: greedy additions, then drops, swaps and merges as long as the estimated cost of reading and writing
    goes down (the search of AutoAdmin: Chaudhuri and Narasayya 1997, An efficient cost-driven index selection tool,
    section 4, with merging as in their Index merging of 1999). Then columns to read from the index alone, those first
    that save the most pages a byte of log, within ROOMY_LOG or a little more than the lean ones (a knapsack by density; Dantzig 1957).
    Where the lean ones come to more than MOST_LOG, the price of writing is raised until they do not.
    """
    searches = _searches(accesses, tables, present)
    bare = sum(s.log_without for s in searches)
    for price in _PRICES:
        for search in searches:
            search.settle(price)
        if sum(s.log for s in searches) <= MOST_LOG * bare:
            break
    lean = sum(s.log for s in searches)
    _widen(searches, max(ROOMY_LOG * bare, lean + EXTRA_LOG * bare))
    return tuple(c for s in searches for c in s.choices())


def _searches(
    accesses: Iterable[Access], tables: Mapping[str, TableFacts], present: Sequence[IndexPlan]
) -> list[Search]:
    of_table: dict[str, list[Access]] = {}
    for access in _evened([a for a in accesses if a.table in tables]):
        of_table.setdefault(access.table, []).append(access)
    there: dict[str, list[IndexPlan]] = {}
    for index in present:
        there.setdefault(index.table, []).append(index)
    return [
        Search(tables[n], own, (*there.get(n, ()), *_of_keys(tables[n], there.get(n, ()))))
        for n, own in of_table.items()
    ]


def _evened(accesses: Sequence[Access]) -> list[Access]:
    """The accesses with frequencies drawn together: a weighted geometric mean of their own and the median of all.

    Stated frequencies are guesses, and a pattern that is seldom asked for is waited for all the same.
    """
    asked = [a.frequency for a in accesses if not a.required]
    middle = statistics.median(asked) if asked else 1.0
    return [a if a.required else replace(a, frequency=a.frequency**OWN * middle ** (1 - OWN)) for a in accesses]


def _of_keys(table: TableFacts, present: Iterable[IndexPlan]) -> Iterator[IndexPlan]:
    """The indexes behind the keys of a table, those that are not named already."""
    named = {i.keys for i in present if i.unique and not i.predicate}
    for columns in table.keys:
        keys = tuple(Key(term=column(c)) for c in columns)
        if keys not in named:
            yield IndexPlan(table=table.name, keys=keys, unique=True, name="key")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Offer:
    """A widening of the indexes of one search."""

    search: Search
    widening: Widening


def _widen(searches: Sequence[Search], limit: float) -> None:
    """Takes the best widening of all tables that the limit has room for, until none is worth its log."""
    while True:
        room = limit - sum(s.log for s in searches)
        offers = [_Offer(search=s, widening=w) for s in searches for w in s.widenings() if w.log <= room]
        if not offers:
            return
        best = max(offers, key=lambda o: o.widening.density)
        best.search.take(best.widening)
