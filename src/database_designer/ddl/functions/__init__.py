"""CREATE FUNCTION: one small function for each rule that no constraint can keep, and what these share."""

from __future__ import annotations

from database_designer.ddl.functions.audit import record_audit
from database_designer.ddl.functions.expire import expire_rows, retain_rows
from database_designer.ddl.functions.guards import touch_guard
from database_designer.ddl.functions.immutable import keep_immutable
from database_designer.ddl.functions.partitions import drop_partitions, make_partitions
from database_designer.ddl.functions.rule import rule_function
from database_designer.ddl.functions.shared import count_version, refuse_change, touch_updated_at
from database_designer.ddl.functions.soft_delete import cascade_soft_delete
from database_designer.ddl.functions.transition import check_transition
from database_designer.ddl.functions.tree import check_tree
from database_designer.ddl.functions.visible import sees_row
from database_designer.ddl.names import Names
from database_designer.model.physical import (
    CascadeSoftDelete,
    CheckTransition,
    CheckTree,
    CountVersion,
    DropPartitions,
    ExpireRows,
    Function,
    KeepImmutable,
    MakePartitions,
    PhysicalModel,
    RecordAudit,
    RefuseChange,
    RetainRows,
    RuleFunction,
    SeesRow,
    TouchGuard,
    TouchUpdatedAt,
)
from database_designer.model.plan import Statement

__all__ = ["function_statements"]


def function_statements(model: PhysicalModel, names: Names) -> tuple[Statement, ...]:
    """One statement for each function."""
    return tuple(_statement(function, model, names) for function in model.functions)


def _statement(function: Function, model: PhysicalModel, names: Names) -> Statement:
    match function:
        case TouchUpdatedAt():
            return touch_updated_at(function, model, names)
        case RefuseChange():
            return refuse_change(function, model, names)
        case CountVersion():
            return count_version(function, model, names)
        case RecordAudit():
            return record_audit(function, model, names)
        case CheckTransition():
            return check_transition(function, model, names)
        case KeepImmutable():
            return keep_immutable(function, model, names)
        case CascadeSoftDelete():
            return cascade_soft_delete(function, model, names)
        case TouchGuard():
            return touch_guard(function, model, names)
        case RuleFunction():
            return rule_function(function, model, names)
        case CheckTree():
            return check_tree(function, model, names)
        case SeesRow():
            return sees_row(function, model, names)
        case _:
            return _of_job(function, model, names)


def _of_job(
    function: ExpireRows | RetainRows | MakePartitions | DropPartitions, model: PhysicalModel, names: Names
) -> Statement:
    match function:
        case ExpireRows():
            return expire_rows(function, model, names)
        case RetainRows():
            return retain_rows(function, model, names)
        case MakePartitions():
            return make_partitions(function, model, names)
        case DropPartitions():
            return drop_partitions(function, model, names)
