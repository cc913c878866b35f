"""What holds of every sound trigger and function."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress

from database_designer.model.check.expressions import OF_TRIGGER, Scoped, rows_of, typing_of
from database_designer.model.check.families import IllTyped, family_of
from database_designer.model.check.steps import steps_with_rows, tables_of, written
from database_designer.model.check.storing import storing_fault
from database_designer.model.expression import Expression, Path, Select
from database_designer.model.physical import (
    Assign,
    CascadeSoftDelete,
    CheckTransition,
    CheckTree,
    CountVersion,
    DropPartitions,
    ExpireRows,
    ForEach,
    Function,
    KeepImmutable,
    MakePartitions,
    PhysicalModel,
    RecordAudit,
    Require,
    RetainRows,
    RowSecurity,
    RuleFunction,
    SeesRow,
    Step,
    Table,
    Touch,
    TouchEach,
    TouchGuard,
    TouchUpdatedAt,
    Trigger,
    When,
)
from database_designer.model.walk import nodes

Facts = Iterator[tuple[str, str]]
"""Findings: the name of the object and what is wrong with it."""

AUDIT_COLUMNS = ("table_name", "record_id", "action", "old_values", "new_values", "changed_by", "changed_at")
GUARD_COLUMNS = ("scope", "key", "version")
_OF_JOBS = ExpireRows | RetainRows | MakePartitions | DropPartitions
_ROW_AFTER = {"INSERT": ("NEW",), "UPDATE": OF_TRIGGER, "DELETE": ("OLD",), "TRUNCATE": ()}


def trigger_facts(trigger: Trigger, physical: PhysicalModel) -> Facts:
    """What is wrong with a trigger."""
    table = physical.table(trigger.table)
    function = next((f for f in physical.functions if f.name == trigger.function), None)
    if table is None or function is None:
        yield trigger.name, "its table or function is missing"
        return
    yield from ((trigger.name, f"the column {c} is missing") for c in trigger.when_changed if table.column(c) is None)
    if trigger.when_changed and trigger.events != ("UPDATE",):
        yield trigger.name, "it compares old and new rows, which only updates have"
    if trigger.deferred and (trigger.timing, trigger.for_each) != ("AFTER", "ROW"):
        yield trigger.name, "only what fires after a row is deferred"
    if isinstance(function, RuleFunction) and (function.table, function.timing) != (trigger.table, trigger.timing):
        yield trigger.name, f"it calls {function.name}, which is for another table or timing"
    if trigger.when is not None:
        yield from ((trigger.name, fact) for fact in _when_faults(trigger.when, trigger, table))


def _when_faults(condition: Expression, trigger: Trigger, table: Table) -> Iterator[str]:
    """What PostgreSQL would refuse in a WHEN."""
    if trigger.for_each != "ROW":
        yield "a condition is over a row, and it fires for a statement"
    known = [row for row in OF_TRIGGER if all(row in _ROW_AFTER.get(e, ()) for e in trigger.events)]
    for node in nodes(condition):
        if isinstance(node, Select):
            yield "its condition reads other rows"
        if isinstance(node, Path) and node.steps[0] in OF_TRIGGER and node.steps[0] not in known:
            yield f"its condition reads {node.steps[0]}, which not all of its events have"
    if trigger.timing == "BEFORE":
        yield from (f"its condition reads {c}, which is worked out later" for c in _generated(condition, table))


def _generated(expression: Expression, table: Table) -> Iterator[str]:
    """The generated columns that are read of the new row."""
    for node in nodes(expression):
        if isinstance(node, Path) and len(node.steps) == 2 and node.steps[0] == "NEW":
            column = table.column(node.steps[1])
            if column is not None and column.generated is not None:
                yield column.name


def function_facts(physical: PhysicalModel) -> Facts:
    """What is wrong with the functions."""
    called = {t.function for t in physical.triggers} | {s.function for s in physical.row_security}
    for function in physical.functions:
        if function.name not in called and not isinstance(function, TouchGuard | _OF_JOBS):
            yield function.name, "no trigger and no policy calls it"
        for table, columns in _needed(function, physical):
            yield from _missing(function.name, table, columns, physical)
        match function:
            case CheckTransition():
                states = (*function.start, *(s for move in function.moves for s in move))
                yield from _states(function.name, function.table, function.column, states, physical)
            case ExpireRows():
                states = (function.source, function.target)
                yield from _states(function.name, function.table, function.column, states, physical)
            case RuleFunction():
                yield from ((function.name, fact) for fact in _rule_faults(function, physical))


def _needed(function: Function, physical: PhysicalModel) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The tables and columns that a function names outside of expressions."""
    match function:
        case KeepImmutable():
            yield function.table, (*function.columns, *function.once)
        case CheckTransition() | ExpireRows():
            yield function.table, (function.column,)
        case CascadeSoftDelete():
            yield function.table, (function.column,)
            yield from ((table, (column, function.column)) for table, column in function.children)
        case TouchUpdatedAt() | CountVersion():
            yield from ((t.table, (function.column,)) for t in physical.triggers if t.function == function.name)
        case RecordAudit():
            yield function.audit_table, AUDIT_COLUMNS
        case TouchGuard():
            yield function.table, GUARD_COLUMNS
        case RetainRows():
            yield function.table, function.cleared
            if function.archive:
                yield function.archive, ()
        case MakePartitions() | DropPartitions():
            yield function.table, ()
            if isinstance(function, DropPartitions) and function.archive:
                yield function.archive, ()
        case CheckTree():
            yield function.table, (function.key, function.parent)
        case SeesRow() | RuleFunction():
            yield function.table, ()
        case _:
            return


def _states(name: str, table_name: str, column_name: str, states: tuple[str, ...], physical: PhysicalModel) -> Facts:
    table = physical.table(table_name)
    column = table.column(column_name) if table is not None else None
    enum = next((e for e in physical.enums if column is not None and e.name == column.type.name), None)
    if column is None or not column.type.is_enum or enum is None:
        return
    yield from ((name, f"{s} is no value of {enum.name}") for s in sorted({*states} - {*enum.values}))


def _missing(name: str, table_name: str, columns: tuple[str, ...], physical: PhysicalModel) -> Facts:
    table = physical.table(table_name)
    if table is None:
        yield name, f"there is no table {table_name}"
        return
    yield from ((name, f"there is no column {table_name}.{c}") for c in columns if table.column(c) is None)


# Rule functions


def _rule_faults(function: RuleFunction, physical: PhysicalModel) -> Iterator[str]:
    table = physical.table(function.table)
    if not function.body:
        yield "it does nothing"
    guards = any(isinstance(f, TouchGuard) and not f.counts for f in physical.functions)
    for step, read, rows in steps_with_rows(function.body, rows_of(function)):
        yield from (f"there is no table {t}" for t in tables_of(step) if physical.table(t) is None)
        yield from _write_faults(step, function, rows, physical)
        if isinstance(step, Touch | TouchEach) and not guards:
            yield "it writes guard rows, and there are none"
        if isinstance(step, Require):
            yield from _refusal_faults(step, function, table)
        if function.timing == "BEFORE" and table is not None:
            yield from (f"it reads {c} before that is worked out" for e, _ in read for c in _generated(e, table))
        clash = [a for a in rows if a.upper() in OF_TRIGGER and a not in OF_TRIGGER]
        yield from (f"rows of a table are called {a}, like those of the trigger" for a in clash)
    yield from (f"two loops inside each other are over {alias}" for alias in _nested(function.body, ()))


def _write_faults(
    step: Step, function: RuleFunction, rows: Mapping[str, str], physical: PhysicalModel
) -> Iterator[str]:
    """What is wrong with the columns that a step writes, and with the values that go into them."""
    if isinstance(step, Assign) and function.timing != "BEFORE":
        yield f"it sets {step.column} of a row that is written already"
    name, values = written(step, function.table)
    table = physical.table(name)
    if table is None:
        return
    for column, value in values:
        found = table.column(column)
        if found is None:
            yield f"there is no column {name}.{column}"
        elif found.generated is not None:
            yield f"{name}.{column} is worked out from others and cannot be set"
        else:
            scoped = Scoped(name=function.name, expression=value, aliases=rows)
            with suppress(IllTyped):  # that is told of the expression itself
                family = family_of(value, typing_of(scoped, physical))
                fault = storing_fault(value, family, found.type, physical)
                if fault:
                    yield f"{name}.{column}: {fault}"


def _refusal_faults(step: Require, function: RuleFunction, table: Table | None) -> Iterator[str]:
    if not function.constraint:
        yield "it refuses without the name of a constraint"
    if step.message.replace("%%", "").count("%") != len(step.values):
        yield f"its message has not one % for each value: {step.message}"
    if step.column and (table is None or table.column(step.column) is None):
        yield f"it refuses for {step.column}, which is no column of {function.table}"


def _nested(steps: tuple[Step, ...], outside: tuple[str, ...]) -> Iterator[str]:
    """The aliases of loops that stand inside of loops with the same alias."""
    for step in steps:
        if isinstance(step, When):
            yield from _nested(step.then, outside)
        elif isinstance(step, ForEach):
            if step.alias in outside:
                yield step.alias
            yield from _nested(step.body, (*outside, step.alias))


# Row level security


def row_security_facts(security: RowSecurity, physical: PhysicalModel) -> Facts:
    """What is wrong with a policy."""
    function = next((f for f in physical.functions if f.name == security.function), None)
    if not isinstance(function, SeesRow) or function.table != security.table:
        yield security.name, f"{security.function} does not tell who sees rows of {security.table}"
    if sum(s.table == security.table for s in physical.row_security) > 1:
        yield security.name, f"{security.table} has two policies of who sees its rows"
