"""The functions that serve any table: the moment of the last change, append-only tables, optimistic locking."""

from __future__ import annotations

from database_designer.ddl.functions.frame import in_message, raised, refusal, trigger_function
from database_designer.ddl.names import Names
from database_designer.model.physical import CountVersion, PhysicalModel, RefuseChange, TouchUpdatedAt
from database_designer.model.plan import Statement
from database_designer.postgres.quoting import quote_identifier, quote_literal


def touch_updated_at(function: TouchUpdatedAt, model: PhysicalModel, names: Names) -> Statement:
    """Sets the column to the time of the transaction."""
    body = f"NEW.{quote_identifier(function.column)} := now();\nRETURN NEW;"
    return trigger_function(function, body, model, names)


def refuse_change(function: RefuseChange, model: PhysicalModel, names: Names) -> Statement:
    """Refuses whatever it is called for, TRUNCATE too; the name of the trigger stands for that of a constraint."""
    message = quote_literal(f"rows of % {in_message(function.rows)}: % is refused")
    refused = raised(f"{message}, TG_TABLE_NAME, TG_OP", constraint="TG_NAME")
    return trigger_function(function, refused, model, names)


def count_version(function: CountVersion, model: PhysicalModel, names: Names) -> Statement:
    """Counts the version up; a client that states another one than the row has is told to read again (40001)."""
    column = quote_identifier(function.column)
    stale = refusal(
        f"NEW.{column} <> OLD.{column}",
        "the row of % was changed by someone else: it has version %, not %",
        "TG_TABLE_NAME",
        f"OLD.{column}",
        f"NEW.{column}",
        constraint="TG_NAME",
        column=function.column,
        code="serialization_failure",
    )
    body = f"{stale}\nNEW.{column} := OLD.{column} + 1;\nRETURN NEW;"
    return trigger_function(function, body, model, names)
