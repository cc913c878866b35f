"""Columns that a row carries so that a constraint can see what stands in another row, or only some of its values."""

from __future__ import annotations

from database_designer.design.layout import Draft
from database_designer.model.decision import because
from database_designer.model.expression import Call, Expression
from database_designer.model.physical import Column, ColumnRole, ColumnType, Default
from database_designer.postgres.identifiers import distinct
from database_designer.source import Origin


def free_name(wanted: str, draft: Draft) -> str:
    """`wanted`, or what is like it and no column of the table yet."""
    return distinct(wanted, [c.name for c in draft.table.columns])


def carried(
    name: str,
    column_type: ColumnType,
    comment: str,
    origin: Origin,
    *,
    nullable: bool = True,
    default: Default | None = None,
    generated: Expression | None = None,
) -> Column:
    """A column that no document names; `comment` says what it is for."""
    return Column(
        name=name,
        type=column_type,
        role=ColumnRole.HOUSEKEEPING,
        origin=because(origin, "design.carried", "a constraint sees only what stands in the row"),
        nullable=nullable,
        default=default,
        generated=generated,
        comment=comment,
    )


def only_if(condition: Expression, value: Expression) -> Call:
    """The value where the condition holds, unset elsewhere."""
    return Call(function="only_if", arguments=(condition, value))
