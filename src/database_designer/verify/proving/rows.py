"""Rows with their values: a state of the database, as values of Python."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import count
from types import MappingProxyType

from database_designer.model.conceptual import Link, Reference
from database_designer.verify.proving.schema import Schema, Side
from database_designer.verify.proving.values import Row, Value

Values = Mapping[str, Value]
_STAMPS = count(1)
_NOTHING: Values = MappingProxyType({})


class Rows:
    """Rows and their values, in the order in which they were made. Copies are cheap: the values of a row are not mutated.

    Values that are worked out when read (`equals`, `computed`) do not stand here.
    """

    def __init__(
        self, schema: Schema, values: dict[Row, Values] | None = None, stamps: dict[str, int] | None = None
    ) -> None:
        self.schema = schema
        self._values: dict[Row, Values] = values if values is not None else {}
        self._stamps: dict[str, int] = stamps if stamps is not None else {}

    def copy(self) -> Rows:
        """Another one that can be changed for itself."""
        return Rows(self.schema, dict(self._values), dict(self._stamps))

    def stamps(self, entities: Iterable[str]) -> tuple[int, ...]:
        """A number for each entity, another one whenever one of its rows became another: in copies too."""
        return tuple(self._stamps.get(e, 0) for e in entities)

    def _changed(self, row: Row) -> None:
        for entity in self.schema.chain(row.entity):
            self._stamps[entity.name] = next(_STAMPS)

    def __contains__(self, row: Row) -> bool:
        return row in self._values

    def all(self) -> tuple[Row, ...]:
        """All rows, those that are marked as deleted too."""
        return tuple(self._values)

    def of(self, entity: str) -> list[Row]:
        """The rows of an entity and of its subtypes that are not deleted."""
        is_a = self.schema.is_a
        return [r for r in self._values if (r.entity == entity or is_a(r.entity, entity)) and self.is_live(r)]

    def is_live(self, row: Row) -> bool:
        """Whether the row is there and not marked as deleted."""
        values = self._values.get(row)
        return values is not None and values.get("deleted_at") is None

    def values(self, row: Row) -> Values:
        """What is known of a row; nothing of one that is gone."""
        return self._values.get(row, _NOTHING)

    def put(self, row: Row, values: Values) -> None:
        """All values of a row, new or not."""
        self._changed(row)
        self._values[row] = values if isinstance(values, MappingProxyType) else MappingProxyType(dict(values))

    def set(self, row: Row, member: str, value: Value) -> None:
        """One value of a row."""
        self.put(row, {**self.values(row), member: value})

    def remove(self, row: Row) -> None:
        """The row is no more."""
        self._changed(row)
        self._values.pop(row, None)

    def pointing(self, side: Side, row: Row) -> list[Row]:
        """The rows that point to `row` over the other side."""
        name = side.element.name
        if isinstance(side.element, Link):
            return [r for r in self.of(side.entity) if row in _rows_in(self.values(r).get(name))]
        return [r for r in self.of(side.entity) if self.values(r).get(name) == row]

    def linked(self, link: Link, row: Row) -> list[Row]:
        """The rows that a row has by a link."""
        return [r for r in _rows_in(self.values(row).get(link.name)) if self.is_live(r)]

    def referred(self, reference: Reference, row: Row) -> Row | None:
        """The row that a reference of `row` leads to."""
        found = self.values(row).get(reference.name)
        return found if isinstance(found, Row) and found in self else None


def _rows_in(value: Value) -> tuple[Row, ...]:
    return tuple(v for v in value if isinstance(v, Row)) if isinstance(value, tuple) else ()
