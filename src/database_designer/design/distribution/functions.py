"""Which functions look at their own row only: these work wherever the row lies."""

from __future__ import annotations

from database_designer.model.check.steps import steps_with_rows, tables_of
from database_designer.model.expression import Call, Expression, Select
from database_designer.model.physical import (
    CheckTransition,
    CountVersion,
    Function,
    KeepImmutable,
    PhysicalModel,
    RefuseChange,
    RuleFunction,
    SeesRow,
    Touch,
    TouchEach,
    TouchUpdatedAt,
)
from database_designer.model.walk import nodes

_OWN_ROW = TouchUpdatedAt | CheckTransition | KeepImmutable | CountVersion | RefuseChange


def of_one_row(name: str, physical: PhysicalModel) -> bool:
    """Whether a function reads and writes nothing but the row at hand: no other rows, no guard rows, no numbers."""
    found = next((f for f in physical.functions if f.name == name), None)
    return found is not None and _of_one_row(found)


def _of_one_row(function: Function) -> bool:
    match function:
        case RuleFunction():
            steps = list(steps_with_rows(function.body, {}))
            plain = not any(tables_of(s) or isinstance(s, Touch | TouchEach) for s, _, _ in steps)
            return plain and not any(_reads_rows(e) for _, read, _ in steps for e, _ in read)
        case SeesRow():
            return not _reads_rows(function.condition)
        case _:
            return isinstance(function, _OWN_ROW)


def _reads_rows(expression: Expression) -> bool:
    """Whether an expression looks at rows of tables, or counts with guard rows."""
    return any(
        isinstance(n, Select) or (isinstance(n, Call) and n.function == "take_number") for n in nodes(expression)
    )
