"""The function that keeps columns as they were first set."""

from __future__ import annotations

from database_designer.ddl.changes import changed
from database_designer.ddl.fragment import ExpressionError
from database_designer.ddl.functions.frame import in_message, refusal, trigger_function
from database_designer.ddl.names import Names
from database_designer.model.physical import KeepImmutable, PhysicalModel, Table
from database_designer.model.plan import Statement
from database_designer.postgres.quoting import quote_identifier, quote_literal


def keep_immutable(function: KeepImmutable, model: PhysicalModel, names: Names) -> Statement:
    """Refuses changes of `columns`; those of `once` may still be set where they were not.

    Raises ExpressionError where the table is not in the model.
    """
    table = model.table(function.table)
    if table is None:
        raise ExpressionError(f"{function.name!r} guards the table {function.table!r}, which does not exist")
    columns = dict.fromkeys((*function.columns, *function.once))
    checks = tuple(_check(column, function, table) for column in columns)
    body = "\n".join((*checks, "RETURN NEW;"))
    return trigger_function(function, body, model, names, table=function.table, origin=function.origin)


def _check(column: str, function: KeepImmutable, table: Table) -> str:
    condition = changed(table, column)
    message = f"{in_message(column)} of {in_message(function.table)} may not be changed"
    if column in function.once:
        condition = f"OLD.{quote_identifier(column)} IS NOT NULL AND {condition}"
        message += " once it is set"
    return refusal(condition, message, constraint=quote_literal(function.constraint), column=column)
