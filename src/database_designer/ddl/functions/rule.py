"""The function of one rule: its steps, with what they refuse under the name of the rule."""

from __future__ import annotations

from database_designer.ddl.functions.frame import trigger_function
from database_designer.ddl.functions.steps import Body, loop_rows, statements
from database_designer.ddl.names import Names, function_id
from database_designer.ddl.scopes import TRIGGER_ROWS, known_table, rows_scope
from database_designer.model.physical import PhysicalModel, RuleFunction, TouchGuard
from database_designer.model.plan import Statement
from database_designer.postgres.quoting import quote_identifier


def rule_function(function: RuleFunction, model: PhysicalModel, names: Names) -> Statement:
    """The steps in their order. Raises ExpressionError for one that names what there is not."""
    table = known_table(function.table, model)
    guards = tuple(function_id(f.name) for f in model.functions if isinstance(f, TouchGuard))
    body = Body(
        table=table,
        constraint=function.constraint,
        scope=rows_scope(dict.fromkeys(TRIGGER_ROWS, table), model, names),
        model=model,
    )
    rows = loop_rows(function.body)
    return trigger_function(
        function,
        f"{statements(function.body, body)}\n{_result(function, model)}",
        model,
        names,
        # A query knows its rows by the same names as the loop over them.
        pragma="#variable_conflict use_column" if rows else "",
        declarations="\n".join(f"{quote_identifier(row)} record;" for row in rows),
        definer=True,
        needs=guards,
        table=function.table,
        origin=function.origin,
    )


def _result(function: RuleFunction, model: PhysicalModel) -> str:
    """What a row trigger gives back: before the change the row to go on with, after it nothing."""
    if function.timing != "BEFORE":
        return "RETURN NULL;"
    events = {e for t in model.triggers if t.function == function.name for e in t.events}
    if "DELETE" not in events:
        return "RETURN NEW;"
    return "RETURN OLD;" if events == {"DELETE"} else "RETURN coalesce(NEW, OLD);"
