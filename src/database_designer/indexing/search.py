"""The search on one table: which set of candidates costs the least, reading and writing together."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from database_designer.indexing.access import Access, Match, Term
from database_designer.indexing.candidates import candidates, covering
from database_designer.indexing.cost import LOG_PAGE, is_hot, logged, logged_without, pages, pages_without
from database_designer.indexing.facts import TableFacts
from database_designer.indexing.plan import IndexPlan, merged

MOST_CANDIDATES, LEAST_CANDIDATES, POOL = 10, 4, 240
"""Candidates kept for an access, the cheapest for it: fewer where a table has many accesses, so that the pool stays small."""

MOST_ROUNDS = 60
UNSERVED = 1e9
"""The cost of a required access that no index serves: more than any upkeep."""

WORTH = 0.99
"""An addition has to bring the cost down to this: estimates are not finer than that."""


LEAST_SAVED = 2.0
"""Pages that a widening has to save each time: less is lost in what is estimated."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """An index, planned or there already, and the accesses that it serves best."""

    index: IndexPlan
    serves: tuple[Access, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Widening:
    """A set of indexes of which one carries more columns: the pages that it saves and the bytes of log it costs a minute."""

    held: frozenset[int]
    saved: float
    log: float

    @property
    def density(self) -> float:
        """Pages saved for a byte of log."""
        return self.saved / max(self.log, 1e-6)


class Search:
    """A pool of candidates, what each access costs with each of them, and the set that is held so far."""

    def __init__(self, table: TableFacts, accesses: list[Access], present: tuple[IndexPlan, ...]) -> None:
        self.table = table
        self.accesses = accesses
        self.present = present
        self.log_without = logged_without(table)
        self._held: frozenset[int] = frozenset()
        self._price = 1.0
        self._pool: list[IndexPlan] = []
        self._places: dict[IndexPlan, int] = {}
        self._reads: list[list[float]] = []
        self._logs: list[tuple[float, float]] = []
        self._hot: list[bool] = []
        self._without = [self._cost_without(a) for a in accesses]
        self._fill()
        self._offered = len(self._pool)

    @property
    def log(self) -> float:
        """Bytes of log a minute for the rows, their keys and the indexes held."""
        return self.log_without + self._log_of(self._held)

    def settle(self, price: float) -> None:
        """Holds the set that is best where a page written counts `price` times one read."""
        self._price = price
        held: frozenset[int] = frozenset()
        cost = self._cost(held)
        for _ in range(MOST_ROUNDS):
            best, next_cost = self._best_move(held, cost)
            if best == held or (next_cost > cost * WORTH and len(best) > len(held)):
                break
            held, cost = best, next_cost
        self._held = held

    def widenings(self) -> Iterator[Widening]:
        """The sets in which one index carries all that one of its accesses reads, where that saves more than it costs."""
        now, log = self._reading(self._held), self._log_of(self._held)
        for access in self.accesses:
            best = min(self._held, key=lambda i: self._pages(access, self._pool[i]), default=None)
            wide = None if best is None else covering(self._pool[best], access, self.table)
            if best is None or wide is None:
                continue
            if self._pages(access, self._pool[best]) - self._pages(access, wide) < LEAST_SAVED:
                continue
            held = self._held - {best} | {self._add(wide)}
            found = Widening(held=held, saved=now - self._reading(held), log=self._log_of(held) - log)
            if found.saved > self._price * found.log / LOG_PAGE:
                yield found

    def take(self, widening: Widening) -> None:
        """Holds the wider set."""
        self._held = widening.held

    def choices(self) -> tuple[Choice, ...]:
        """The indexes that serve an access, each access by its best one."""
        indexes = [*self.present, *(self._pool[i] for i in sorted(self._held))]
        serves: dict[IndexPlan, list[Access]] = {i: [] for i in indexes}
        for access in self.accesses:
            best = min(indexes, key=lambda i: self._pages(access, i), default=None)
            if best is None or self._pages(access, best) == math.inf:
                continue
            if access.required or self._pages(access, best) < pages_without(access, self.table):
                serves[best].append(access)
        return tuple(Choice(index=i, serves=tuple(s)) for i, s in serves.items() if s)

    def _fill(self) -> None:
        popular: Counter[Term] = Counter()
        for access in self.accesses:
            popular.update({c.term: 1 for c in access.conditions if c.match is Match.EQUAL and not c.fixed})
        kept = max(LEAST_CANDIDATES, min(MOST_CANDIDATES, POOL // len(self.accesses)))
        for access in self.accesses:
            made = candidates(access, self.table, popular)
            costs = {i: self._own_cost(access, i) for i in made}
            usable = sorted((i for i in made if costs[i] < math.inf), key=costs.__getitem__)
            for index in usable[:kept]:
                self._add(index)

    def _own_cost(self, access: Access, index: IndexPlan) -> float:
        log = logged(index, self.table, hot=is_hot(index, self.table))
        return access.frequency * self._pages(access, index) + log / LOG_PAGE

    def _add(self, index: IndexPlan) -> int:
        place = self._places.setdefault(index, len(self._pool))
        if place == len(self._pool):
            self._pool.append(index)
            self._reads.append([a.frequency * self._pages(a, index) for a in self.accesses])
            self._logs.append((logged(index, self.table, hot=False), logged(index, self.table, hot=True)))
            self._hot.append(is_hot(index, self.table))
        return place

    def _pages(self, access: Access, index: IndexPlan) -> float:
        if access.required and not _supports(access, index):
            return math.inf
        return pages(access, index, self.table)

    def _cost_without(self, access: Access) -> float:
        """The cost of an access with what is there already."""
        there = [access.frequency * self._pages(access, i) for i in self.present]
        nothing = UNSERVED if access.required else access.frequency * pages_without(access, self.table)
        return min([*there, nothing])

    def _cost(self, held: frozenset[int]) -> float:
        return self._reading(held) + self._price * self._log_of(held) / LOG_PAGE

    def _reading(self, held: frozenset[int]) -> float:
        chosen = [self._reads[i] for i in held]
        return math.fsum(min([without, *(r[a] for r in chosen)]) for a, without in enumerate(self._without))

    def _log_of(self, held: frozenset[int]) -> float:
        hot = all(self._hot[i] for i in held)
        return math.fsum(self._logs[i][hot] for i in held)

    def _best_move(self, held: frozenset[int], cost: float) -> tuple[frozenset[int], float]:
        """The set to go on to: one index less, more, for another, or for two; `held` and `cost` where none is cheaper."""
        best = held
        for merged_set in self._merged(held):
            tried = self._cost(merged_set)
            if tried < cost:
                best, cost = merged_set, tried
        others = [i for i in range(self._offered) if i not in held]
        for left_out in (None, *sorted(held)):
            kept = held if left_out is None else held - {left_out}
            reads = list(map(min, self._without, *(self._reads[i] for i in kept))) if kept else self._without
            hot = all(self._hot[i] for i in kept)
            logs = [math.fsum(self._logs[i][state] for i in kept) for state in (False, True)]
            for added in (None, *others):
                reading = sum(reads) if added is None else sum(map(min, reads, self._reads[added]))
                state = hot and (added is None or self._hot[added])
                log = logs[state] + (0.0 if added is None else self._logs[added][state])
                tried = reading + self._price * log / LOG_PAGE
                if tried < cost:
                    best, cost = kept if added is None else kept | {added}, tried
        return best, cost

    def _merged(self, held: frozenset[int]) -> Iterator[frozenset[int]]:
        """The sets in which one index does for two."""
        for one, other in combinations(sorted(held), 2):
            for wide, narrow in ((one, other), (other, one)):
                both = merged(self._pool[wide], self._pool[narrow], self.table)
                if both is not None:
                    yield held - {one, other} | {self._add(both)}


def _supports(access: Access, index: IndexPlan) -> bool:
    """Whether an index serves a foreign key: it holds all rows and begins with its columns, in any order."""
    wanted = {c.term for c in access.conditions}
    return not index.predicate and {k.term for k in index.keys[: len(wanted)]} == wanted
