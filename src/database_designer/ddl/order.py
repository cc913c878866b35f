"""The order of statements: everything after what it needs, otherwise by kind and as the model has it."""

from __future__ import annotations

import heapq
from collections.abc import Mapping, Sequence

from database_designer.model.physical import ForeignKey
from database_designer.model.plan import ObjectId, Statement

KINDS = (
    "extension",
    "schema",
    "type",
    "sequence",
    "table",
    "partition",
    "ownership",
    "constraint",
    "index",
    "function",
    "privilege",
    "trigger",
    "row security",
    "policy",
    "first partitions",
    "view",
    "view index",
    "comment",
    "rows",
)
"""The kinds of objects in the order that a reader expects; what a statement needs goes before it whatever its kind."""


class CyclicPlanError(ValueError):
    """Statements need each other in a circle; `objects` are those of one circle, in its order."""

    def __init__(self, objects: tuple[ObjectId, ...]) -> None:
        circle = " -> ".join(f"{o.kind} {o.name}" for o in (*objects, objects[0]))
        super().__init__(f"these objects need each other: {circle}")
        self.objects = objects


def ordered(statements: Sequence[Statement]) -> tuple[Statement, ...]:
    """The statements, each after those that create what it needs; needs that nothing creates do not count.

    Stable: by kind, then in the order given (Kahn's algorithm with a priority queue). Raises CyclicPlanError.
    """
    creator = {s.creates: i for i, s in enumerate(statements)}
    needed = [{creator[n] for n in s.needs if n in creator} for s in statements]
    rank = {kind: i for i, kind in enumerate(KINDS)}
    order = _kahn(needed, [rank.get(s.creates.kind, len(rank)) for s in statements])
    if len(order) < len(statements):
        done = set(order)
        open_needs = {i: needs - done for i, needs in enumerate(needed) if i not in done}
        raise CyclicPlanError(tuple(statements[i].creates for i in _circle(open_needs)))
    return tuple(statements[i] for i in order)


def _kahn(needed: Sequence[set[int]], ranks: Sequence[int]) -> list[int]:
    """The positions that can be reached, in order; those on and behind circles are missing."""
    followers: list[list[int]] = [[] for _ in needed]
    for position, needs in enumerate(needed):
        for need in needs:
            followers[need].append(position)
    missing = [len(needs) for needs in needed]
    ready = [(ranks[i], i) for i, count in enumerate(missing) if count == 0]
    heapq.heapify(ready)
    order = []
    while ready:
        _, position = heapq.heappop(ready)
        order.append(position)
        for follower in followers[position]:
            missing[follower] -= 1
            if missing[follower] == 0:
                heapq.heappush(ready, (ranks[follower], follower))
    return order


def _circle(needed: Mapping[int, set[int]]) -> tuple[int, ...]:
    """A circle among positions that all need another one of them: whoever follows needs must come back."""
    path = [min(needed)]
    seen = {path[0]: 0}
    while (following := min(needed[path[-1]])) not in seen:
        seen[following] = len(path)
        path.append(following)
    return tuple(path[seen[following] :])


def parents_first(tables: Sequence[str], foreign_keys: Sequence[ForeignKey]) -> tuple[str, ...]:
    """The tables, each after those that it points at, otherwise in the order given.

    Where tables point at each other in a circle, the first of those left goes first.
    """
    known = set(tables)
    waiting = {t: {k.target for k in foreign_keys if k.table == t} & known - {t} for t in tables}
    result: list[str] = []
    while waiting:
        ready = next((t for t, parents in waiting.items() if not parents), next(iter(waiting)))
        result.append(ready)
        del waiting[ready]
        for parents in waiting.values():
            parents.discard(ready)
    return tuple(result)
