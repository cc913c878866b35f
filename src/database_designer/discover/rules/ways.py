"""The ways from a row to other rows along references: the shortest one to every entity type, a few steps far."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

from database_designer.discover.values.state_words import key
from database_designer.model.conceptual import Reference
from database_designer.model.navigation import Navigation

_MAX_STEPS = 3
_MAX_WAYS = 400
"""How many ways from one entity type are followed: hostile models point everywhere."""


@dataclass(frozen=True, slots=True)
class Ways:
    """The ways of a model; those from one entity type are found when they are first asked for."""

    navigation: Navigation
    _known: dict[str, dict[str, tuple[str, ...] | None]] = field(default_factory=dict)

    def to(self, source: str) -> dict[str, tuple[str, ...] | None]:
        """The shortest way from a row of `source` to each entity type, in the order of their distance.

        None where several are the shortest and none of them is named for its end.
        """
        if source not in self._known:
            self._known[source] = {end: _best(end, found) for end, found in self._follow(source).items()}
        return self._known[source]

    def _follow(self, source: str) -> dict[str, list[tuple[str, ...]]]:
        found: dict[str, list[tuple[str, ...]]] = {}
        waiting: deque[tuple[str, tuple[str, ...]]] = deque([(source, ())])
        followed = 0
        while waiting and followed < _MAX_WAYS:
            at, steps = waiting.popleft()
            for reference in self._references(at):
                followed += 1
                way = (*steps, reference.name)
                known = found.setdefault(reference.to, [])
                if not known or len(known[0]) == len(way):
                    known.append(way)
                if len(way) < _MAX_STEPS:
                    waiting.append((reference.to, way))
        return found

    def _references(self, entity: str) -> list[Reference]:
        return [r for e in self.navigation.lineage(entity) for r in e.references]


def _best(end: str, found: list[tuple[str, ...]]) -> tuple[str, ...] | None:
    if len(found) == 1:
        return found[0]
    named = [way for way in found if key(way[-1]) == key(end)]
    return named[0] if len(named) == 1 else None
