"""What lifts a rule: the statements that take away the objects by which it is kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from database_designer.ddl.names import Names
from database_designer.ddl.partitions import without_trigger
from database_designer.model.physical import Column, Form, NextNumber, PhysicalModel, Table
from database_designer.model.plan import Plan, Statement
from database_designer.postgres.quoting import quote_identifier

_ORDER = ("policy", "trigger", "view", "constraint", "index", "function", "sequence", "table")
_DEFAULTS = frozenset({Form.DEFAULT, Form.GENERATED, Form.NUMBERED, Form.SNAPSHOT, Form.STAMPS, Form.START})


class UnknownObjectError(LookupError):
    """An enforcement names an object that the design does not hold."""


class Lifting:
    """What lifts the rules of a design."""

    def __init__(self, model: PhysicalModel, plan: Plan) -> None:
        """Of a design with this plan."""
        self._model = model
        self._names = Names(schema=model.schema)
        self._planned: dict[str, list[Statement]] = {}
        for statement in plan.schema:
            if statement.creates.kind in _ORDER:
                for name in _called(statement):
                    self._planned.setdefault(name, []).append(statement)

    def statements(self, objects: Iterable[str], form: Form | None = None) -> tuple[str, ...]:
        """The statements after which none of `objects` is there, in an order in which they run.

        Of a column that part goes which a rule of the `form` stands for. What depends on an object goes with it. Raises
        UnknownObjectError for a name that no object has.
        """
        found: list[tuple[int, tuple[str, ...]]] = []
        for name in objects:
            parts = (*self._with_statements(name), *_within_tables(name, self._model, self._names, form))
            if not parts:
                raise UnknownObjectError(name)
            found.extend(parts)
        ordered = sorted(found, key=lambda part: part[0])
        return tuple(dict.fromkeys(sql for _, statements in ordered for sql in statements))

    def of_column(self, name: str) -> tuple[str, ...]:
        """What lets a column, "table.column", be unset; nothing for a name that no column has."""
        for table in self._model.tables:
            for column in table.columns:
                if f"{table.name}.{column.name}" == name:
                    return _column(table, column, self._model, Form.REQUIRED)
        return ()

    def _with_statements(self, name: str) -> Iterator[tuple[int, tuple[str, ...]]]:
        """What undoes the objects of that name which have a statement of their own."""
        for statement in self._planned.get(name, ()):
            lifted = (_with_dependents(statement), *self._of_partitions(statement))
            yield _ORDER.index(statement.creates.kind), lifted

    def _of_partitions(self, statement: Statement) -> tuple[str, ...]:
        """What takes a trigger off the partitions of its table: they have those on TRUNCATE as their own."""
        table = self._model.table(statement.table)
        if statement.creates.kind != "trigger" or table is None or table.partitioning is None:
            return ()
        name = statement.creates.name.removeprefix(f"{table.name}.")
        return (without_trigger(name, table.name, self._names),)


def _called(statement: Statement) -> tuple[str, ...]:
    """The names that an object goes by: its own, and the one within its table where the plan names both."""
    own = statement.creates.name
    return tuple(dict.fromkeys((own, own.removeprefix(f"{statement.table}."))))


def _with_dependents(statement: Statement) -> str:
    return f"{statement.undo.rstrip(';')} CASCADE;" if statement.creates.kind != "policy" else statement.undo


def _within_tables(
    name: str, model: PhysicalModel, names: Names, form: Form | None
) -> Iterator[tuple[int, tuple[str, ...]]]:
    """What takes away objects that are part of a CREATE TABLE, and row level security."""
    last = len(_ORDER)
    for table in model.tables:
        relation = names.relation(table.name)
        constraints = (table.primary_key_name, *(u.name for u in table.uniques), *(c.name for c in table.checks))
        if name in constraints:
            yield (
                _ORDER.index("constraint"),
                (f"ALTER TABLE {relation} DROP CONSTRAINT {quote_identifier(name)} CASCADE;",),
            )
        yield from (
            (last, _column(table, column, model, form))
            for column in table.columns
            if name == f"{table.name}.{column.name}"
        )
    for enum in model.enums:
        if enum.name == name:
            yield last, _enum(name, model)
    for security in model.row_security:
        if security.name == name:
            yield 0, (f"ALTER TABLE {names.relation(security.table)} DISABLE ROW LEVEL SECURITY;",)


def _column(table: Table, column: Column, model: PhysicalModel, form: Form | None) -> tuple[str, ...]:
    """What frees a column of the part of its definition that the rule stands for."""
    whole, name = f"ALTER TABLE {Names(schema=model.schema).relation(table.name)}", quote_identifier(column.name)
    alter = f"{whole} ALTER COLUMN {name}"
    if form == Form.REQUIRED:
        key = f"{whole} DROP CONSTRAINT {quote_identifier(table.primary_key_name)} CASCADE;"
        return (*((key,) if column.name in table.primary_key else ()), f"{alter} DROP NOT NULL;")
    if form == Form.SOFT_DELETE:
        return (f"{whole} DROP COLUMN {name} CASCADE;",)
    if column.generated is not None:
        return (f"{alter} DROP EXPRESSION;",)
    if form in _DEFAULTS:
        return (f"{alter} DROP {'IDENTITY' if isinstance(column.default, NextNumber) else 'DEFAULT'};",)
    if column.type.is_enum:
        return _enum(column.type.name, model)
    if form in (Form.CHECK, Form.VALUES):
        return (f"{alter} TYPE text;",)
    return (f"{alter} DROP NOT NULL;", f"{alter} DROP DEFAULT;")


def _enum(name: str, model: PhysicalModel) -> tuple[str, ...]:
    """The columns of an enum type as columns of text. Functions that name the type can no longer run, so none does."""
    names = Names(schema=model.schema)
    columns = [(names.relation(t.name), c.name) for t in model.tables for c in t.columns if c.type.name == name]
    return (
        f"DROP TYPE {names.enum(name)} CASCADE;",
        *(f"ALTER TABLE {table} ADD COLUMN {quote_identifier(column)} text;" for table, column in columns),
        *(f"ALTER TABLE {table} DISABLE TRIGGER USER;" for table, _ in columns),
    )
