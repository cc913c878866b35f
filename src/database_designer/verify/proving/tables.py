"""Rows as SQL: in which tables and columns their values stand, and the statements that write them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from decimal import Decimal

from database_designer.ddl import Names, dml
from database_designer.model.conceptual import Attribute, Link, Reference
from database_designer.model.configuration import KeyStrategy
from database_designer.model.design import Design
from database_designer.model.expression import Clock, Expression, Literal, LiteralKind, Moment
from database_designer.model.physical import Column, ColumnRole, SeedRow, Table, TableKind
from database_designer.verify.proving.evaluate import fitted, literal_value
from database_designer.verify.proving.plans import Keys
from database_designer.verify.proving.rows import Rows
from database_designer.verify.proving.schema import Schema
from database_designer.verify.proving.values import (
    NOW,
    TODAY,
    Made,
    Period,
    RelativeDate,
    RelativeInstant,
    Row,
    Span,
    Unmade,
    Value,
)

DELETED = "deleted_at"


class Tables:
    """The tables of a design, and what stands where."""

    def __init__(self, design: Design, schema: Schema) -> None:
        self._physical = design.physical
        self._schema = schema
        self._names = Names(schema=design.physical.schema)
        self._timezone = design.physical.timezone
        self._of_entity = {t.entity: t for t in self._physical.tables if t.kind in _OF_ENTITIES and t.entity}
        self._seeded: dict[Row, tuple[Table, SeedRow]] = {}
        first = {e: self.of(e)[0].name for e in self._of_entity}
        self.keys = Keys(first, counted=design.configuration.keys is KeyStrategy.IDENTITY)

    def of(self, entity: str) -> tuple[Table, ...]:
        """The tables that a row of the entity stands in, that of the topmost supertype first."""
        chain = reversed(self._schema.chain(entity))
        return tuple(self._of_entity[e.name] for e in chain if e.name in self._of_entity)

    # First rows

    def seeds(self, rows: Rows) -> None:
        """Puts the first rows, which are there before all others, into `rows`."""
        entities = {t.name: e for e, t in self._of_entity.items()}
        for number, seed in enumerate(self._physical.seed, start=1):
            table = self._physical.table(seed.table)
            entity = entities.get(seed.table)
            if table is None or entity is None:
                continue
            row = Row(entity=entity, number=-number, table=table.name, key_text=self._seed_key(table, seed))
            self._seeded[row] = (table, seed)
            rows.put(row, self._seed_values(entity, table, seed))

    def _seed_values(self, entity: str, table: Table, seed: SeedRow) -> dict[str, Value]:
        given: dict[str, Expression] = {}
        for name, stated in seed.values:
            column = table.column(name)
            given[column.element.partition(".")[2] if column is not None else name] = stated
        found: dict[str, Value] = {}
        for name, member in self._schema.members(entity).items():
            expression = given.get(name)
            if expression is None and isinstance(member, Attribute | Reference):
                expression = member.default
            value = _constant(expression) if expression is not None else None
            if value is not None:
                found[name] = fitted(value, member.type.kind) if isinstance(member, Attribute) else value
        lifecycle = self._schema.lifecycle(entity)
        if lifecycle is not None:
            found.setdefault(lifecycle.state, (lifecycle.start or lifecycle.states)[0])
        return found

    def _seed_key(self, table: Table, seed: SeedRow) -> str:
        if not seed.conflict or len(table.row_key) != 1:
            return ""
        values = dict(seed.values)
        key = {c: self.sql(_constant(values[c]), table.column(c)) for c in seed.conflict if c in values}
        return dml.found(table, table.row_key[0], key, self._names)

    # Statements

    def inserted(self, row: Row, values: Mapping[str, Value], given: frozenset[str]) -> tuple[str, ...]:
        """The statements that insert a row; of its members only those `given`, the others the database fills."""
        tables = self.of(row.entity)
        if not tables:
            raise Unmade(f"{row.entity} has no table")
        return (
            *(dml.insert(t, self._cells(row, t, values, given), self._names) for t in tables),
            *(s for name in sorted(given) for s in self._held(row, name, (), values.get(name))),
        )

    def updated(self, row: Row, values: Mapping[str, Value], before: Mapping[str, Value]) -> tuple[str, ...]:
        """The statements that give a row other values for some members."""
        statements: list[str] = []
        for table in self.of(row.entity):
            cells = self._changed_cells(row, table, values)
            if cells:
                statements.append(dml.update(table, cells, self.key(row, table, before), self._names))
        for name, value in values.items():
            statements += self._held(row, name, before.get(name), value)
        return tuple(statements)

    def deleted(self, row: Row, before: Mapping[str, Value]) -> tuple[str, ...]:
        """The statement that deletes a row."""
        table = self.of(row.entity)[0]
        return (dml.delete(table, self.key(row, table, before), self._names),)

    def _cells(self, row: Row, table: Table, values: Mapping[str, Value], given: frozenset[str]) -> dict[str, str]:
        cells: dict[str, str] = {}
        if len(table.row_key) == 1 and _is_surrogate(table):
            cells[table.row_key[0]] = self._key_text(row)
        cells.update(self._changed_cells(row, table, {n: v for n, v in values.items() if n in given and v is not None}))
        return cells

    def _changed_cells(self, row: Row, table: Table, values: Mapping[str, Value]) -> dict[str, str]:
        cells: dict[str, str] = {}
        for column in table.columns:
            entity, _, name = column.element.partition(".")
            if not column.element and column.name in values and self._schema.member(row.entity, column.name) is None:
                cells[column.name] = self.sql(values[column.name], column)
            if not name or name not in values or not self._schema.is_a(row.entity, entity) or column.generated:
                continue
            value = values[name]
            columns = [c for c in table.columns if c.element == column.element]
            if len(columns) == 2 and isinstance(value, tuple):  # a point has two columns
                value = value[columns.index(column)]
            cells[column.name] = self.sql(value, column)
        return cells

    def key(self, row: Row, table: Table, values: Mapping[str, Value]) -> dict[str, str]:
        """The columns by which a row is known in a table, with their values as SQL."""
        if len(table.row_key) == 1 and _is_surrogate(table):
            return {table.row_key[0]: self._key_text(row)}
        key: dict[str, str] = {}
        for name in table.row_key:
            column = table.column(name)
            if column is not None:
                key[name] = self.sql(values.get(column.element.partition(".")[2]), column)
        return key

    def _key_text(self, row: Row) -> str:
        if row in self._seeded:
            return row.key_text
        if not row.key_text:
            raise Unmade(f"no statement can name a {row.entity} that the database made")
        return row.key_text if row.key_text.isdecimal() else dml.text(row.key_text)

    # Values and links in tables of their own

    def _held(self, row: Row, name: str, before: Value, after: Value) -> Iterator[str]:
        member = self._schema.member(row.entity, name)
        if not isinstance(member, Link) and not (isinstance(member, Attribute) and member.many is not None):
            return
        table, owner, held = self._holder(row.entity, name)
        old = before if isinstance(before, tuple) else ()
        new = after if isinstance(after, tuple) else ()
        key = {owner.name: self._key_text(row)}
        for value in old:
            if value not in new:
                yield dml.delete(table, {**key, held.name: self.sql(value, held)}, self._names)
        for value in dict.fromkeys(new):
            if value not in old:
                yield dml.insert(table, {**key, held.name: self.sql(value, held)}, self._names)

    def _holder(self, entity: str, name: str) -> tuple[Table, Column, Column]:
        """The table of a link or of the values of an attribute, its column of the owner and that of what is held."""
        elements = {f"{e.name}.{name}" for e in self._schema.chain(entity)}
        for table in self._physical.tables:
            held = [c for c in table.columns if c.element in elements]
            if held and table.kind in (TableKind.MULTIVALUED, TableKind.JUNCTION) and table.entity not in self._direct:
                owner = next(c for c in table.columns if c is not held[-1] and c.name in table.primary_key)
                return table, owner, held[-1]
        raise Unmade(f"{entity}.{name} has no table")

    @property
    def _direct(self) -> frozenset[str]:
        """Entities whose rows stand in a table of two references."""
        return frozenset(t.entity for t in self._of_entity.values() if t.kind is TableKind.JUNCTION)

    # Values

    def sql(self, value: Value, column: Column | None = None) -> str:
        """A value as SQL. Raises Unmade for one that only the database can make."""
        match value:
            case None:
                return dml.NULL
            case bool():
                return dml.boolean(value)
            case int() | Decimal():
                return dml.number(value)
            case RelativeInstant():
                return dml.from_now(Decimal(str((value - NOW).total_seconds())))
            case RelativeDate():
                return dml.from_today((value - TODAY).days, self._timezone)
            case datetime():
                return dml.instant(value, self._timezone)
            case date():
                return dml.day(value)
            case time():
                return dml.clock_time(value)
            case Span():
                return dml.duration(value.months, value.days, value.seconds)
            case Period():
                constructor = column.type.name if column is not None else "tstzrange"
                constructor = {"daterange": "daterange"}.get(constructor, "tstzrange")
                return dml.between(constructor, self.sql(value.start), self.sql(value.end))
            case Row():
                return self._key_text(value)
            case Made():
                raise Unmade(f"{value.row.entity}.{value.member} is made by the database")
            case tuple():
                return dml.text("{" + ",".join(str(v) for v in value) + "}")
            case _:
                return dml.text(value)


_OF_ENTITIES = (TableKind.ENTITY, TableKind.SUBTYPE, TableKind.JUNCTION)


def _is_surrogate(table: Table) -> bool:
    column = table.column(table.primary_key[0])
    return column is not None and column.role is ColumnRole.KEY


def _constant(expression: Expression) -> Value:
    if isinstance(expression, Literal):
        return literal_value(expression) if expression.kind is not LiteralKind.TEXT else expression.value
    if isinstance(expression, Moment) and expression.clock is not Clock.ACTOR:
        return NOW if expression.clock is Clock.NOW else TODAY
    return None
