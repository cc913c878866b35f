"""How many connections a database needs, by what is stated of its load, and how many its server can work on at once."""

from __future__ import annotations

import math
from dataclasses import dataclass

from database_designer.model.conceptual import ConceptualModel
from database_designer.model.durations import rate, seconds
from database_designer.source import Origin

ASSUMED_CORES = 4
SPINDLES = 1
"""One SSD. PostgreSQL wiki: the number of spindles matters as far as what is read is not in memory."""

THINKING = 10
"""Seconds between two requests of one user."""

RESERVED = 3
"""superuser_reserved_connections, as PostgreSQL sets it."""

ADMINISTRATORS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """Requests a second of one source: an access pattern, the new rows of an entity type, or the whole system."""

    name: str
    written: str
    per_second: float
    origin: Origin | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pool:
    """The connections of a pool with all that they follow from; None is what nothing is stated of.

    `works` connections work at once on `cores`. `arrivals` come in each second, or `users` make `by_users` requests, each
    of which takes at most `hold` seconds: `needed` connections are at work on average. `size` is that of the pool, and
    `allowed` the connections that the server has to allow for it, or that are stated.
    """

    cores: int
    cores_stated: bool
    works: int
    arrivals: tuple[Arrival, ...]
    users: int | None
    hold: float | None
    connections: int | None
    size: int
    jobs: int

    @property
    def by_rates(self) -> float:
        """Requests a second that are stated."""
        return sum(a.per_second for a in self.arrivals)

    @property
    def by_users(self) -> float | None:
        """Requests a second that the users make: the interactive response time law, N = X (R + Z)."""
        return self.users / (THINKING + (self.hold or 0)) if self.users is not None else None

    @property
    def requests(self) -> float | None:
        """Requests a second, the most of what is stated; None where nothing is."""
        found = [r for r in (self.by_rates if self.arrivals else None, self.by_users) if r is not None]
        return max(found, default=None)

    @property
    def needed(self) -> float | None:
        """The connections at work on average: Little's law, L = λ W."""
        return self.requests * self.hold if self.requests is not None and self.hold is not None else None

    @property
    def budget(self) -> float | None:
        """The seconds for which a request may hold a connection on average, if the pool is to keep up: W = L / λ."""
        return self.size / self.requests if self.requests else None

    @property
    def others(self) -> int:
        """The connections beside the pool: of jobs, of administrators, and those that PostgreSQL reserves."""
        return self.jobs + ADMINISTRATORS + RESERVED

    @property
    def allowed(self) -> int:
        """`max_connections`: what is stated, else the pool and the others."""
        return self.connections if self.connections is not None else self.size + self.others

    @property
    def is_enough(self) -> bool:
        """Whether the pool keeps up with the requests; true where none are stated."""
        return self.needed is None or self.needed <= self.size

    @property
    def cores_wanted(self) -> int:
        """The cores on which so many connections would work at once as are needed."""
        return max(1, math.ceil(((self.needed or 0) - SPINDLES) / 2))

    @property
    def is_stated(self) -> bool:
        """Whether anything that the size follows from is stated."""
        return self.cores_stated or self.connections is not None or self.requests is not None


def pool_of(concept: ConceptualModel, jobs: int) -> Pool:
    """The pool of a design whose scheduler runs so many jobs, one at a time each."""
    operations = concept.operations
    cores = operations.cores if operations.cores is not None and operations.cores > 0 else ASSUMED_CORES
    works = cores * 2 + SPINDLES
    others = min(jobs, 1) + ADMINISTRATORS + RESERVED
    size = works if operations.connections is None else max(1, min(works, operations.connections - others))
    return Pool(
        cores=cores,
        cores_stated=bool(operations.cores),
        works=works,
        arrivals=_arrivals(concept),
        users=operations.users,
        hold=seconds(operations.response) or None,
        connections=operations.connections,
        size=size,
        jobs=min(jobs, 1),
    )


def _arrivals(concept: ConceptualModel) -> tuple[Arrival, ...]:
    """What is stated of requests: for the whole system, or of single things."""
    operations = concept.operations
    whole = rate(operations.requests)
    if whole is not None:
        return (Arrival(name="", written=operations.requests, per_second=whole, origin=operations.origin),)
    written = [(e.name, e.volume.peak, e.volume.origin) for e in concept.entities if e.volume is not None]
    written += [(f"{e.name}.{q.name}", q.rate, q.origin) for e in concept.entities for q in e.queries]
    found = ((name, text, rate(text), origin) for name, text, origin in written)
    return tuple(
        Arrival(name=name, written=text, per_second=per_second, origin=origin)
        for name, text, per_second, origin in found
        if per_second is not None
    )
