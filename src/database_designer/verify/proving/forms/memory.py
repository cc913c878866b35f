"""What was made before and is needed again: most trials of an entity begin with the same rows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from database_designer.model.design import Design
from database_designer.model.expression import Expression
from database_designer.verify.proving.values import Row, Unmade, Value
from database_designer.verify.proving.world import World

_Asked: TypeAlias = tuple[int, str, tuple[tuple[str, Value], ...], tuple[Expression, ...]]


class Memory:
    """Worlds of designs: empty ones, and those with one row that was asked for, or why that cannot be made.

    What is known of the design `common` is kept in `shared`, for all rules; everything else goes with this memory. `keys`
    are the columns and values by which rows are known that were made last.
    """

    def __init__(self, shared: Memory | None = None, common: Design | None = None) -> None:
        """Knows nothing yet beside what is shared."""
        self._shared, self._common = shared, common
        self._empty: dict[int, tuple[Design, World]] = {}
        self.keys: dict[Row, Mapping[str, str]] = {}
        self._first: dict[_Asked, tuple[World, Row] | Unmade] = {}

    def world(self, design: Design) -> World:
        """An empty world of the design."""
        if self._shared is not None and design is self._common:
            return self._shared.world(design)
        if id(design) not in self._empty:
            self._empty[id(design)] = (design, World(design))  # the design is kept, so that no other gets its id
        return self._empty[id(design)][1].copy()

    def first(
        self, design: Design, entity: str, values: Mapping[str, Value], such_that: tuple[Expression, ...]
    ) -> tuple[World, Row]:
        """A world with nothing but this row and what it needs. Raises Unmade."""
        if self._shared is not None and design is self._common:
            return self._shared.first(design, entity, values, such_that)
        asked = (id(design), entity, tuple(values.items()), such_that)
        if asked not in self._first:
            self._first[asked] = self._made(design, entity, values, such_that)
        found = self._first[asked]
        if isinstance(found, Unmade):
            raise Unmade(str(found))
        return found[0].copy(), found[1]

    def _made(
        self, design: Design, entity: str, values: Mapping[str, Value], such_that: tuple[Expression, ...]
    ) -> tuple[World, Row] | Unmade:
        world = self.world(design)
        try:
            return world, world.create(entity, values, such_that)
        except Unmade as error:
            return error
