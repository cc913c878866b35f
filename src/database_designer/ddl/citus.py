"""A plan for Citus as SQL: what has to change in the database as it is, then the calls that distribute its tables."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TypeAlias

from database_designer.ddl.exclusions import exclusion_statements
from database_designer.ddl.foreign_keys import foreign_key_statements
from database_designer.ddl.indexes import index_statements
from database_designer.ddl.names import Names
from database_designer.ddl.order import parents_first
from database_designer.ddl.tables import primary_key_sql, unique_sql
from database_designer.model.distribution import Distribution, Placed, Placement
from database_designer.model.physical import ForeignKey, PhysicalModel, Table
from database_designer.model.plan import Statement
from database_designer.postgres.quoting import quote_identifier, quote_literal

Build: TypeAlias = Callable[[PhysicalModel, Names], tuple[Statement, ...]]
TRIGGERS = "citus.enable_unsafe_triggers"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Statements of one kind, in their order, under a title."""

    title: str
    statements: tuple[str, ...]


def adaptations(plan: Distribution, physical: PhysicalModel) -> tuple[Step, ...]:
    """The changes that make `plan.adapted` of `physical`: they run on any PostgreSQL, before anything is distributed."""
    work = _Work(plan=plan, before=physical, after=plan.adapted, names=Names(schema=physical.schema))
    steps = (
        Step(title="Triggers that look at other rows go", statements=tuple(work.triggers())),
        Step(title="Keys that change go, foreign keys first", statements=tuple(work.dropped())),
        Step(title="The distribution column, with its values", statements=tuple(work.columns())),
        Step(title="Keys with the distribution column", statements=tuple(work.keys())),
        Step(title="Foreign keys with the distribution columns of both sides", statements=tuple(work.references())),
    )
    return tuple(s for s in steps if s.statements)


def calls(plan: Distribution, physical: PhysicalModel) -> tuple[Step, ...]:
    """The calls of Citus, each a transaction of its own: reference tables, then distributed ones, parents first.

    A foreign key that closes a circle is added when both its tables are distributed.
    """
    names = Names(schema=physical.schema)
    root = next(p for p in plan.placed if p.table == plan.root)
    group = quote_literal(names.relation(plan.root))
    first = f"SELECT create_distributed_table({names.regclass(root.table)}, {quote_literal(root.column)});"
    distributed = tuple(
        f"SELECT create_distributed_table({names.regclass(p.table)}, {quote_literal(p.column)}, colocate_with => {group});"
        for p in _in_order(Placement.DISTRIBUTED, plan)
        if p.table != plan.root
    )
    reference = tuple(
        f"SELECT create_reference_table({names.regclass(p.table)});" for p in _in_order(Placement.REFERENCE, plan)
    )
    closing = {k.name for k in _closing(plan)}
    later = tuple(
        s.sql for k, s in zip(plan.adapted.foreign_keys, foreign_key_statements(plan.adapted, names), strict=True)
        if k.name in closing
    )  # fmt: skip
    steps = (
        Step(title="Reference tables: whole, on every node", statements=reference),
        Step(title=f"Distributed tables, colocated with {plan.root}", statements=(first, *distributed)),
        Step(title="Foreign keys that close a circle", statements=later),
    )
    return tuple(s for s in steps if s.statements)


def _positions(plan: Distribution) -> dict[str, int]:
    """The place of each table in an order in which those that others point to come first."""
    order = parents_first([t.name for t in plan.adapted.tables], plan.adapted.foreign_keys)
    return {name: i for i, name in enumerate(order)}


def _in_order(placement: Placement, plan: Distribution) -> list[Placed]:
    position = _positions(plan)
    return sorted(plan.tables(placement), key=lambda p: (p.table != plan.root, position[p.table]))


def _closing(plan: Distribution) -> tuple[ForeignKey, ...]:
    """The foreign keys to a table that is distributed after the one that points to it: they close a circle."""
    places = (Placement.REFERENCE, Placement.DISTRIBUTED)
    order = [p.table for placement in places for p in _in_order(placement, plan)]
    position = {name: i for i, name in enumerate(order)}
    return tuple(k for k in plan.adapted.foreign_keys if position.get(k.target, -1) > position.get(k.table, len(order)))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Work:
    """The differences of two models, as statements."""

    plan: Distribution
    before: PhysicalModel
    after: PhysicalModel
    names: Names

    def triggers(self) -> Iterator[str]:
        kept = {(t.table, t.name) for t in self.after.triggers}
        for trigger in self.before.triggers:
            if (trigger.table, trigger.name) not in kept:
                yield f"DROP TRIGGER {quote_identifier(trigger.name)} ON {self.names.relation(trigger.table)};"

    def dropped(self) -> Iterator[str]:
        """Keys are dropped once nothing points to them any more."""
        for build in (foreign_key_statements, exclusion_statements, index_statements):
            kept = {s.creates: s.sql for s in build(self._before_calls(), self.names)}
            yield from (s.undo for s in build(self.before, self.names) if kept.get(s.creates) != s.sql)
        for before, after in self._tables():
            table = self.names.relation(before.name)
            gone = [u.name for u in before.uniques if u not in after.uniques]
            if before.primary_key != after.primary_key:
                gone.append(before.primary_key_name)
            yield from (f"ALTER TABLE {table} DROP CONSTRAINT {quote_identifier(name)};" for name in gone)

    def columns(self) -> Iterator[str]:
        """Parents before their parts, which take the value from them."""
        for table in parents_first([t.name for t in self.before.tables], self.before.foreign_keys):
            placed = self.plan.of(table)
            if placed is not None and placed.added:
                yield from self._column(placed)

    def _column(self, placed: Placed) -> Iterator[str]:
        table, column = self.names.relation(placed.table), quote_identifier(placed.column)
        held = next(t for t in self.after.tables if t.name == placed.table).column(placed.column)
        key = next(k for k in self.before.foreign_keys if k.table == placed.table and k.name == placed.along)
        parent = self.plan.of(placed.parent)
        if held is None or parent is None:
            return
        yield f"ALTER TABLE {table} ADD COLUMN {column} {self.names.column_type(held.type)};"
        yield f"ALTER TABLE {table} DISABLE TRIGGER USER;"
        yield (
            f"UPDATE {table} AS t SET {column} = p.{quote_identifier(parent.column)}\n"
            f"FROM {self.names.relation(placed.parent)} AS p WHERE {_joined(key)};"
        )
        yield f"ALTER TABLE {table} ENABLE TRIGGER USER;"
        yield f"ALTER TABLE {table} ALTER COLUMN {column} SET NOT NULL;"
        yield f"COMMENT ON COLUMN {table}.{column} IS {quote_literal(held.comment)};"

    def keys(self) -> Iterator[str]:
        for extension in self.after.extensions:
            if extension not in self.before.extensions:
                yield f"CREATE EXTENSION IF NOT EXISTS {quote_identifier(extension)};"
        for before, after in self._tables():
            table = self.names.relation(after.name)
            if before.primary_key != after.primary_key:
                yield f"ALTER TABLE {table} ADD {primary_key_sql(after)};"
            yield from (f"ALTER TABLE {table} ADD {unique_sql(u)};" for u in after.uniques if u not in before.uniques)
        yield from self._added(index_statements)
        yield from self._added(exclusion_statements)

    def references(self) -> Iterator[str]:
        yield from self._added(foreign_key_statements)

    def _added(self, build: Build) -> Iterator[str]:
        before = {s.creates: s.sql for s in build(self.before, self.names)}
        yield from (s.sql for s in build(self._before_calls(), self.names) if before.get(s.creates) != s.sql)

    def _before_calls(self) -> PhysicalModel:
        """The database when the first table is distributed: without the foreign keys that close circles."""
        closing = _closing(self.plan)
        return replace(self.after, foreign_keys=tuple(k for k in self.after.foreign_keys if k not in closing))

    def _tables(self) -> Iterator[tuple[Table, Table]]:
        return zip(self.before.tables, self.after.tables, strict=True)


def _joined(key: ForeignKey) -> str:
    """The condition that `t` points to `p` along the key."""
    pairs = zip(key.columns, key.target_columns, strict=True)
    return " AND ".join(f"p.{quote_identifier(there)} = t.{quote_identifier(here)}" for here, there in pairs)
