"""Who may use functions that act with the rights of their owner: triggers may, whoever changes a row; nobody else need."""

from __future__ import annotations

from typing import TypeAlias

from database_designer.ddl.functions.signature import signature
from database_designer.ddl.names import Names, function_id, privilege_id
from database_designer.model.physical import (
    CascadeSoftDelete,
    CheckTree,
    PhysicalModel,
    RecordAudit,
    RuleFunction,
    TouchGuard,
)
from database_designer.model.plan import Statement

OF_OWNER: TypeAlias = RuleFunction | CheckTree | CascadeSoftDelete | RecordAudit | TouchGuard
"""The functions that act with the rights of their owner and change what others might not."""


def privilege_statements(model: PhysicalModel, names: Names) -> tuple[Statement, ...]:
    """One statement for each function that others could put on a table of their own, or call, to write where they may not.

    What decides who sees a row is left: whoever reads the table calls it.
    """
    return tuple(_statement(f, names) for f in model.functions if isinstance(f, OF_OWNER))


def _statement(function: OF_OWNER, names: Names) -> Statement:
    on = f"FUNCTION {signature(function, names)}"
    own = None if isinstance(function, RecordAudit | TouchGuard) else function
    return Statement(
        sql=f"REVOKE EXECUTE ON {on} FROM PUBLIC;",
        creates=privilege_id(on),
        needs=(function_id(function.name),),
        table=own.table if own else "",
        origin=own.origin if own else None,
    )
