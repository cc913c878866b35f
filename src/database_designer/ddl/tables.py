"""CREATE TABLE: columns, then the primary key, unique constraints and checks, each by name."""

from __future__ import annotations

from database_designer.ddl import layout
from database_designer.ddl.expressions import Scope, fragment, to_sql
from database_designer.ddl.fragment import ExpressionError, Level
from database_designer.ddl.names import Names, columns_list, extension_id, schema_id, sequence_id, table_id, type_id
from database_designer.ddl.scopes import constant_scope, row_scope
from database_designer.ddl.storing import stored
from database_designer.model import expression as e
from database_designer.model.physical import (
    Check,
    Column,
    ColumnType,
    Default,
    NewUuid,
    NextNumber,
    PhysicalModel,
    RandomCode,
    SequenceCode,
    Table,
    UniqueConstraint,
)
from database_designer.model.plan import ObjectId, Statement
from database_designer.postgres import types
from database_designer.postgres.quoting import quote_identifier, quote_literal
from database_designer.postgres.versions import new_uuid


def table_statements(model: PhysicalModel, names: Names) -> tuple[Statement, ...]:
    """One statement for each table, without its foreign keys: so tables may point at each other in circles."""
    return tuple(_statement(table, model, names) for table in model.tables)


def _statement(table: Table, model: PhysicalModel, names: Names) -> Statement:
    scope = row_scope(table, model.timezone)
    rows = tuple(_column(c, model, names, scope) for c in _ordered_columns(table))
    lines = (*layout.columns(rows), *_constraints(table, scope))
    name = names.relation(table.name)
    parts = table.partitioning
    ranged = f" PARTITION BY RANGE ({quote_identifier(parts.column)})" if parts is not None else ""
    return Statement(
        sql=f"CREATE TABLE {name} {layout.block(lines)}{ranged};",
        undo=f"DROP TABLE {name};",
        creates=table_id(table.name),
        needs=_needs(table, model),
        table=table.name,
        origin=table.origin,
    )


def _ordered_columns(table: Table) -> tuple[Column, ...]:
    """The primary key first, in its order; the others as they come."""
    key = tuple(c for name in table.primary_key if (c := table.column(name)) is not None)
    return (*key, *(c for c in table.columns if c.name not in table.primary_key))


def _needs(table: Table, model: PhysicalModel) -> tuple[ObjectId, ...]:
    used = tuple(type_id(c.type.name) for c in table.columns if c.type.is_enum)
    extensions = (types.EXTENSION_OF.get(types.canonical_name(c.type.name)) for c in table.columns)
    brought = tuple(extension_id(x) for x in extensions if x is not None)
    defaults = (c.default for c in table.columns)
    counted = tuple(sequence_id(d.sequence) for d in defaults if isinstance(d, SequenceCode))
    return (schema_id(model.schema), *dict.fromkeys((*used, *brought, *counted)))


def _column(column: Column, model: PhysicalModel, names: Names, scope: Scope) -> tuple[str, ...]:
    """The cells of a column's line: its name, its type, its constraints."""
    words = [] if column.nullable else ["NOT NULL"]
    if column.generated is not None:
        words.append(f"GENERATED ALWAYS AS ({to_sql(column.generated, scope)}) STORED")
    elif isinstance(column.default, NextNumber):
        words.append("GENERATED ALWAYS AS IDENTITY")
    elif column.default is not None:
        words.append(f"DEFAULT {default_sql(column.default, column.type, model, names)}")
    cells = (quote_identifier(column.name), names.column_type(column.type))
    return (*cells, " ".join(words)) if words else cells


def default_sql(default: Default, column_type: ColumnType, model: PhysicalModel, names: Names) -> str:
    """What stands after DEFAULT. Raises ExpressionError for a value that reads a row."""
    match default:
        case NewUuid():
            return new_uuid(model.postgres)
        case NextNumber():
            raise ExpressionError("an identity column has no other default")
        case SequenceCode():
            return _code(default, names)
        case RandomCode():
            return f"upper(left(replace(gen_random_uuid()::text, '-', ''), {default.length}))"
        case _:
            value = fragment(default, constant_scope(model.timezone))
            return stored(value, column_type, model.timezone, names).at(Level.UNARY)


def _code(code: SequenceCode, names: Names) -> str:
    """The next number with at least so many digits: to_char prints more where there are more, unlike lpad."""
    digits = "9" * (19 - code.width) + "0" * code.width
    number = f"to_char(nextval({names.regclass(code.sequence)}), 'FM{digits}')"
    before, after = (quote_literal(part) if part else "" for part in (code.before, code.after))
    return " || ".join(part for part in (before, number, after) if part)


def _constraints(table: Table, scope: Scope) -> tuple[str, ...]:
    key: tuple[str, ...] = ()
    if table.primary_key:
        key = (primary_key_sql(table),)
    uniques = tuple(unique_sql(u) for u in table.uniques)
    return (*key, *uniques, *(_check(c, scope) for c in table.checks))


def _named(name: str, definition: str) -> str:
    return f"CONSTRAINT {quote_identifier(name)} {definition}"


def primary_key_sql(table: Table) -> str:
    """The constraint of the primary key, by its name."""
    return _named(table.primary_key_name, f"PRIMARY KEY ({columns_list(table.primary_key)})")


def unique_sql(unique: UniqueConstraint) -> str:
    """The unique constraint, by its name."""
    nulls = "NULLS NOT DISTINCT " if unique.nulls_not_distinct else ""
    return _named(unique.name, f"UNIQUE {nulls}({columns_list(unique.columns)})")


def _check(check: Check, scope: Scope) -> str:
    """A CHECK on one line; where that is too long, its condition on lines of its own."""
    line = _named(check.name, f"CHECK ({to_sql(check.condition, scope)})")
    if len(line) <= layout.WIDTH:
        return line
    inner = f"\n{layout.INDENT * 2}".join(_parts(check.condition, scope))
    return _named(check.name, f"CHECK (\n{layout.INDENT * 2}{inner}\n{layout.INDENT})")


def _parts(condition: e.Expression, scope: Scope) -> tuple[str, ...]:
    """The conditions that are joined by AND or OR, each after the first with that word."""
    if not isinstance(condition, e.And | e.Or):
        return (to_sql(condition, scope),)
    word = "AND" if isinstance(condition, e.And) else "OR"
    first, *others = (fragment(o, scope).at(Level.NOT) for o in condition.operands)
    return (first, *(f"{word} {o}" for o in others))
