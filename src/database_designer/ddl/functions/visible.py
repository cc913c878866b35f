"""The function that tells whether whoever acts may see a row."""

from __future__ import annotations

from database_designer.ddl.expressions import fragment
from database_designer.ddl.fragment import Level
from database_designer.ddl.functions.frame import DEFINER, function_statement
from database_designer.ddl.functions.signature import ROW
from database_designer.ddl.layout import indented
from database_designer.ddl.names import Names, table_id
from database_designer.ddl.scopes import known_table, rows_scope
from database_designer.model.expression import Clock, Expression, IsSet, Moment, Or
from database_designer.model.physical import PhysicalModel, SeesRow
from database_designer.model.plan import Statement


def sees_row(function: SeesRow, model: PhysicalModel, names: Names) -> Statement:
    """Whether the condition holds of the row; without an actor every row is seen.

    Raises ExpressionError where the table is not in the model.
    """
    scope = rows_scope({ROW: known_table(function.table, model)}, model, names, actor_setting=function.setting)
    nobody = IsSet(operand=Moment(clock=Clock.ACTOR), negated=True)
    ways = tuple(fragment(way, scope).at(Level.NOT) for way in (nobody, *_alternatives(function.condition)))
    body = indented("\n    OR ".join((f"SELECT {ways[0]}", *(w.replace("\n", "\n    ") for w in ways[1:]))))
    return function_statement(
        function,
        f"\n{body}\n",
        model,
        names,
        language="sql",
        traits=("STABLE", DEFINER),
        needs=(table_id(function.table),),
        table=function.table,
        origin=function.origin,
    )


def _alternatives(condition: Expression) -> tuple[Expression, ...]:
    return condition.operands if isinstance(condition, Or) else (condition,)
