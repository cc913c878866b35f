"""The steps of rule functions, each with what it reads and the rows that are known at its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from database_designer.model.expression import Expression, Join
from database_designer.model.physical import (
    Assign,
    ForEach,
    InsertRow,
    Lock,
    Require,
    Step,
    Touch,
    TouchEach,
    UpdateRows,
    When,
)

Read = tuple[Expression, str]
"""An expression and the family that it must have ("" for any)."""
_BOOLEAN = "boolean"


def steps_with_rows(
    steps: tuple[Step, ...], rows: Mapping[str, str]
) -> Iterator[tuple[Step, tuple[Read, ...], Mapping[str, str]]]:
    """Each step, those inside of others after these, with its expressions and the tables of the aliases in them."""
    for step in steps:
        known = {**rows, **_named(step)}
        yield step, _read(step), known
        match step:
            case When():
                yield from steps_with_rows(step.then, known)
            case ForEach():
                yield from steps_with_rows(step.body, known)


def tables_of(step: Step) -> tuple[str, ...]:
    """The tables that a step names itself, outside of its expressions."""
    if isinstance(step, InsertRow):
        return (step.table,)
    return tuple(_named(step).values())


def written(step: Step, own: str) -> tuple[str, tuple[tuple[str, Expression], ...]]:
    """The table that a step writes into ("" for none), with the columns and values; `own` is that of the trigger."""
    match step:
        case Assign():
            return own, ((step.column, step.value),)
        case InsertRow() | UpdateRows():
            return step.table, step.values
        case _:
            return "", ()


def _named(step: Step) -> dict[str, str]:
    """The rows that a step gives names to."""
    match step:
        case Lock() | UpdateRows() | ForEach():
            return {step.alias: step.table}
        case TouchEach():
            return {step.alias: step.table, **{j.alias: j.table for j in step.joins}}
        case _:
            return {}


def _read(step: Step) -> tuple[Read, ...]:
    match step:
        case Lock():
            return _condition(step.where)
        case Touch():
            return ((step.key, ""),)
        case TouchEach():
            return ((step.key, ""), *_joined(step.joins), *_condition(step.where))
        case Require():
            return (*_condition(step.condition), *((v, "") for v in step.values))
        case Assign():
            return ((step.value, ""),)
        case InsertRow():
            return tuple((v, "") for _, v in step.values)
        case UpdateRows():
            return (*((v, "") for _, v in step.values), *_condition(step.where))
        case When():
            return _condition(step.condition)
        case ForEach():
            return _condition(step.where)


def _joined(joins: tuple[Join, ...]) -> tuple[Read, ...]:
    return tuple((j.on, _BOOLEAN) for j in joins)


def _condition(condition: Expression | None) -> tuple[Read, ...]:
    return ((condition, _BOOLEAN),) if condition is not None else ()
