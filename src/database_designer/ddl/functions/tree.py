"""The function that keeps a tree a tree: no row is above itself."""

from __future__ import annotations

from database_designer.ddl.functions.frame import in_message, refusal, trigger_function
from database_designer.ddl.layout import indented
from database_designer.ddl.names import Names
from database_designer.ddl.scopes import known_table
from database_designer.model.physical import CheckTree, PhysicalModel
from database_designer.model.plan import Statement
from database_designer.postgres.quoting import quote_identifier, quote_literal

MAX_LEVELS = 1000
"""So many rows up the walk ends: whatever is above them, it is refused."""


def check_tree(function: CheckTree, model: PhysicalModel, names: Names) -> Statement:
    """Walks up from the row above, a statement a row, each kept as it is until commit (FOR SHARE).

    Raises ExpressionError where the table is not in the model.
    """
    table = known_table(function.table, model)
    key, parent = quote_identifier(function.key), quote_identifier(function.parent)
    column = next((c for c in table.columns if c.name == function.key), None)
    key_type = names.column_type(column.type) if column is not None else "text"
    circle = refusal(
        f"above = NEW.{key} OR level > {MAX_LEVELS}",
        f"a row of {in_message(function.table)} is not above itself",
        constraint=quote_literal(function.constraint),
        column=function.parent,
    )
    step = f"SELECT t.{parent} INTO above\nFROM {names.aliased(function.table, 't')}\nWHERE t.{key} = above\nFOR SHARE;"
    walk = f"WHILE above IS NOT NULL LOOP\n{indented(circle)}\n{indented(step)}\n    level := level + 1;\nEND LOOP;"
    return trigger_function(
        function,
        f"{walk}\nRETURN NEW;",
        model,
        names,
        pragma="#variable_conflict use_variable",
        declarations=f"above {key_type} := NEW.{parent};\nlevel integer := 1;",
        definer=True,
        table=function.table,
        origin=function.origin,
    )
