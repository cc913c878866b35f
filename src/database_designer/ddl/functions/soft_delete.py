"""The function that lets the parts of a row be soft-deleted, and restored, together with it."""

from __future__ import annotations

from database_designer.ddl.functions.frame import trigger_function
from database_designer.ddl.names import Names, table_id
from database_designer.model.physical import CascadeSoftDelete, PhysicalModel
from database_designer.model.plan import Statement
from database_designer.postgres.quoting import quote_identifier


def cascade_soft_delete(function: CascadeSoftDelete, model: PhysicalModel, names: Names) -> Statement:
    """Gives the parts the new moment of deletion, where they had the same one as the row before.

    So the living parts of a living row go with it, and a restored row takes back those that went with it, but not
    those that were deleted earlier on their own.
    """
    updates = tuple(_update(function, child, column, model, names) for child, column in function.children)
    return trigger_function(
        function,
        "\n".join((*updates, "RETURN NULL;")),
        model,
        names,
        definer=True,
        needs=tuple(table_id(child) for child, _ in function.children),
        table=function.table,
        origin=function.origin,
    )


def _update(function: CascadeSoftDelete, child: str, column: str, model: PhysicalModel, names: Names) -> str:
    deleted, key = quote_identifier(function.column), quote_identifier(_referenced(function, child, column, model))
    return (
        f"UPDATE {names.relation(child)}\n"
        f"    SET {deleted} = NEW.{deleted}\n"
        f"    WHERE {quote_identifier(column)} = NEW.{key}\n"
        f"        AND {deleted} IS NOT DISTINCT FROM OLD.{deleted};"
    )


def _referenced(function: CascadeSoftDelete, child: str, column: str, model: PhysicalModel) -> str:
    """The column of the row that `column` of the child holds."""
    for key in model.foreign_keys:
        if key.table == child and key.target == function.table and column in key.columns:
            return key.target_columns[key.columns.index(column)]
    table = model.table(function.table)
    return table.primary_key[0] if table is not None and table.primary_key else "id"
