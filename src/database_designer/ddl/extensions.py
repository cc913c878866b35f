"""CREATE EXTENSION and CREATE SCHEMA."""

from __future__ import annotations

from database_designer.ddl.names import PUBLIC, extension_id, schema_id
from database_designer.model.physical import PhysicalModel
from database_designer.model.plan import Statement
from database_designer.postgres.quoting import quote_identifier


def extension_statements(model: PhysicalModel) -> tuple[Statement, ...]:
    """The extensions of the model, in the first schema of the search path: operators are found without a schema."""
    return tuple(
        Statement(
            sql=f"CREATE EXTENSION IF NOT EXISTS {quote_identifier(name)};",
            undo=f"DROP EXTENSION IF EXISTS {quote_identifier(name)};",
            creates=extension_id(name),
        )
        for name in model.extensions
    )


def schema_statements(model: PhysicalModel) -> tuple[Statement, ...]:
    """The schema of the model; nothing for public, which every database has."""
    if model.schema == PUBLIC:
        return ()
    name = quote_identifier(model.schema)
    # Migration tools make the schema themselves when they keep their own table in it.
    sql, undo = f"CREATE SCHEMA IF NOT EXISTS {name};", f"DROP SCHEMA IF EXISTS {name};"
    return (Statement(sql=sql, undo=undo, creates=schema_id(model.schema)),)
