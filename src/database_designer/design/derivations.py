"""Derived values that are stored: always what they are made from, whoever changes that."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from database_designer.design.chains import same_row
from database_designer.design.events import INSERT, UPDATE, Firing
from database_designer.design.filling import Fill, own_columns
from database_designer.design.invariants import joined_reads, timeless
from database_designer.design.layout import Draft, Layout
from database_designer.design.lowering import Read, RuleScope, lowered_with_reads
from database_designer.design.part import Part
from database_designer.design.stored_values import stored_value
from database_designer.design.watching import SUBJECT, Rule, subject_touches, watch
from database_designer.model.decision import because
from database_designer.model.expression import Expression
from database_designer.model.logical import RelationAttribute
from database_designer.model.names import snake_case
from database_designer.model.physical import Assign, Column, Form, UpdateRows
from database_designer.model.text import english

BY = "design.derivations"
PHASE = "adjust"
"""The beginning of the names of its triggers: before those of effects and checks, which read what is adjusted."""
STORED = "d"
"""The alias of the row that a derived value is stored in."""


def derived(
    attribute: RelationAttribute, column: Column, expression: Expression, draft: Draft, layout: Layout
) -> Iterator[Fill | Part]:
    """The filling of a derived value, and the triggers on what it is made from. Raises NotOfOneRow."""
    timeless(expression)
    entity = draft.relation.entity
    value = stored_value(expression, column, RuleScope(entity=entity), layout)
    read = lowered_with_reads(expression, RuleScope(entity=entity), layout, "").reads
    own = Read(hops=(), columns=(column.name,), table=draft.table.name)
    what = f"equals {english(expression)}"
    update = UpdateRows(
        table=draft.table.name,
        alias=STORED,
        values=((column.name, stored_value(expression, column, RuleScope(entity=entity, alias=STORED), layout)),),
        where=same_row(STORED, SUBJECT, draft),
    )
    origin = because(attribute.origin, BY, "whoever changes what a value is made from changes the value with it")
    rule = Rule(
        name=snake_case(column.name), draft=draft, reads=joined_reads((own, *read)),
        body=(update,), origin=origin, says=f"{draft.table.name}.{column.name} {what}", phase=PHASE, deferred=False,
    )  # fmt: skip
    # What is derived stays right in rows that are marked as deleted too: they may be restored.
    watched = watch(replace(rule, own=(), own_matter=False), layout)
    reads = own_columns(value) - {*draft.table.primary_key}
    yield Fill(
        draft=draft,
        column=column.name,
        name=column.name,
        body=(*subject_touches(rule, layout), Assign(column=column.name, value=value)),
        fired=(
            Firing(operations=(INSERT,)),
            Firing(operations=(UPDATE,), changed=tuple(dict.fromkeys((*sorted(reads), column.name)))),
        ),
        reads=reads,
        element=attribute.element,
        says=what,
        form=Form.EQUALS,
        origin=origin,
        stated=attribute.origin,
        further=tuple(t.name for t in watched.triggers),
    )
    yield watched
