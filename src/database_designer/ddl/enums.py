"""CREATE TYPE ... AS ENUM."""

from __future__ import annotations

from database_designer.ddl.layout import listed
from database_designer.ddl.names import Names, schema_id, type_id
from database_designer.model.physical import EnumType, PhysicalModel
from database_designer.model.plan import Statement
from database_designer.postgres.quoting import quote_literal


def enum_statements(model: PhysicalModel, names: Names) -> tuple[Statement, ...]:
    """One statement for each enum type."""
    return tuple(_statement(enum, names) for enum in model.enums)


def _statement(enum: EnumType, names: Names) -> Statement:
    name = names.enum(enum.name)
    return Statement(
        sql=f"CREATE TYPE {name} AS ENUM {listed(tuple(quote_literal(v) for v in enum.values))};",
        undo=f"DROP TYPE {name};",
        creates=type_id(enum.name),
        needs=(schema_id(names.schema),),
        origin=enum.origin,
    )
