"""Rows of reference data: those that the documents give, and the values of lists kept as tables."""

from __future__ import annotations

from collections.abc import Mapping

from database_designer.design.layout import Draft, Layout
from database_designer.design.literals import fitted
from database_designer.design.part import Part, joined
from database_designer.diagnostics import Diagnostic, Severity
from database_designer.model.conceptual import SeedRow as StatedRow
from database_designer.model.decision import because
from database_designer.model.expression import Clock, Expression, Literal, LiteralKind, Moment
from database_designer.model.logical import RelationKind
from database_designer.model.names import storable
from database_designer.model.physical import Column, Form, NextNumber, SeedRow

BY = "design.seed"
_FILLS = frozenset({Form.EQUALS, Form.SNAPSHOT, Form.NUMBERED})
"""What triggers fill, whatever a row states."""


def seed(layout: Layout, made: Part) -> Part:
    """The rows of V002: lookups first, then entities in the order of the tables.

    What the objects in `made` work out need not be stated.
    """
    filled = frozenset(e.element for e in made.enforcements if e.objects and e.form in _FILLS)
    lookups = (_lookup(d, layout) for d in layout.drafts if d.relation.kind == RelationKind.LOOKUP)
    rows = (
        _row(r, f"{d.entity.name}.rows[{number}]", d, layout, filled)
        for d in layout.drafts
        if d.entity is not None
        for number, r in enumerate(d.entity.rows, start=1)
    )
    return joined((*lookups, *rows))


def _lookup(draft: Draft, layout: Layout) -> Part:
    """The values that the documents name for a list kept as a table."""
    concept, name = layout.logical.concept, draft.relation.list_name
    shared = next((v for v in concept.lists if v.name == name), None)
    if shared is None:
        return Part()
    origin = because(shared.origin, BY, "the values of the list that the documents name")
    rows = (
        SeedRow(
            table=draft.table.name,
            values=(("code", _text(v)), ("name", _text(_label(v)))),
            conflict=draft.table.primary_key,
            origin=origin,
        )
        for v in dict.fromkeys(shared.values)
        if v.strip() and storable(v)
    )
    return Part(seed=tuple(rows))


def _text(value: str) -> Literal:
    return Literal(kind=LiteralKind.TEXT, value=value)


def _label(code: str) -> str:
    """A code as people read it: "IN_PROGRESS" is "In progress"; what is no code stays."""
    words = code.replace("_", " ")
    return words.capitalize() if code.isupper() or "_" in code else code


def _row(row: StatedRow, element: str, draft: Draft, layout: Layout, filled: frozenset[str]) -> Part:
    """A row with the columns that can be filled; none where a required one cannot be."""
    enums = {e.name: e.values for e in layout.enums}
    values: dict[str, Expression] = {}
    for name, value in row.values:
        found = draft.column(name)
        column = draft.table.column(found) if found is not None else None
        fitting = _fitted(value, column, enums) if column is not None else None
        if column is not None and fitting is not None and _is_fillable(column):
            values[column.name] = fitting
    worked_out = {c for a in draft.relation.attributes if a.element in filled for c in draft.columns[a.name]}
    given = {*values, *worked_out}
    missing = [c.name for c in draft.table.columns if _is_needed(c) and c.name not in given]
    if missing or not values:
        return _skipped(element, missing, row)
    ordered = tuple((c.name, values[c.name]) for c in draft.table.columns if c.name in values)
    made = SeedRow(table=draft.table.name, values=ordered, conflict=_conflict(draft, values), origin=row.origin)
    return Part(seed=(made,))


def _fitted(value: Expression, column: Column, enums: Mapping[str, tuple[str, ...]]) -> Expression | None:
    if isinstance(value, Literal):
        return fitted(value, column, enums)
    moment = isinstance(value, Moment) and value.clock != Clock.ACTOR
    return value if moment and column.type.name in ("date", "timestamptz") else None


def _is_fillable(column: Column) -> bool:
    """Whether a first row may state the value: never a secret, never what the database works out."""
    return column.classification != "secret" and column.generated is None and not isinstance(column.default, NextNumber)


def _is_needed(column: Column) -> bool:
    return not column.nullable and column.default is None and column.generated is None


def _conflict(draft: Draft, values: Mapping[str, Expression]) -> tuple[str, ...]:
    """The first natural key that the row fills wholly."""
    keys = (draft.members(k.members) for k in draft.relation.keys if k.natural)
    return next((k for k in keys if all(c in values for c in k)), ())


def _skipped(element: str, missing: list[str], row: StatedRow) -> Part:
    evidence = row.origin.evidence
    lacking = f"{', '.join(missing)} cannot be filled" if missing else "none of its values fits a column"
    diagnostic = Diagnostic(
        code="row-left-out",
        severity=Severity.WARNING,
        fact=f"{element} is not inserted: {lacking}",
        fix="Add the values to the row in the model, or insert it by hand; secrets never stand in a migration",
        span=evidence[0].span if evidence else None,
        element=element,
    )
    return Part(diagnostics=(diagnostic,))
