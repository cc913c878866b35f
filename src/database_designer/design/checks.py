"""CHECK constraints of single attributes: stated comparisons and patterns, and what a type means."""

from __future__ import annotations

import re
from collections.abc import Iterator

from database_designer.design.enforcing import CHECK_VIOLATION, kept, refused
from database_designer.design.enums import is_open, values_of
from database_designer.design.expressions import NotOfOneRow, column_path, number, of_row, value
from database_designer.design.layout import Draft, Layout
from database_designer.design.part import Part, joined
from database_designer.design.types import TEXT, TEXTS
from database_designer.model.check.families import IllTyped, check_pattern
from database_designer.model.conceptual import Attribute, Kind
from database_designer.model.decision import because
from database_designer.model.expression import (
    Between,
    Call,
    Comparator,
    Comparison,
    Expression,
    In,
    Matches,
)
from database_designer.model.logical import AttributeRole, RelationAttribute, RelationKind
from database_designer.model.physical import Check, Form
from database_designer.model.text import english

BY = "design.checks"
_BLANKS = 40
"""How long the blank texts are by which a pattern is tried."""
NOT_BLANK = r"\S"
_FORMS = {"values": Form.VALUES, "not_blank": Form.NOT_BLANK}
EMAIL = r"^[^@\s]+@[^@\s]+$"


def checks(layout: Layout) -> Part:
    """The checks of every attribute, in the order of tables and columns."""
    return joined(tuple(_of_attribute(a, d, layout) for d in layout.drafts for a in d.relation.attributes))


def _of_attribute(attribute: RelationAttribute, draft: Draft, layout: Layout) -> Part:
    if attribute.role == AttributeRole.REFERENCE or attribute.name not in draft.columns:
        return Part()
    parts = [_check(m, attribute, draft, layout) for m in _meanings(attribute, draft, layout)]
    stated = attribute.attribute
    if stated is not None:
        parts += [_stated(suffix, c, attribute, draft, layout) for suffix, c in _conditions(stated)]
    return joined(tuple(parts))


_Meaning = tuple[str, str, Expression, str]


def _check(meaning: _Meaning, attribute: RelationAttribute, draft: Draft, layout: Layout) -> Part:
    """The check of what a type means: (column, suffix, condition, in words)."""
    column, suffix, condition, what = meaning
    name = layout.name("ck", draft, column, suffix)
    check = Check(name=name, condition=condition, origin=because(attribute.origin, BY, what))
    element = attribute.element or draft.table.name
    form = _FORMS.get(suffix, Form.CHECK)
    enforcement = kept(
        element, what, (name,), attribute.origin,
        form=form, detail=(suffix,) if form == Form.CHECK else (), constraint=name, sqlstate=CHECK_VIOLATION,
    )  # fmt: skip
    return Part(checks=((draft.table.name, check),), enforcements=(enforcement,))


def _meanings(attribute: RelationAttribute, draft: Draft, layout: Layout) -> Iterator[_Meaning]:
    columns = draft.columns[attribute.name]
    column = draft.table.column(columns[0])
    if column is None or column.type.is_enum:
        return
    if column.type == TEXT:
        yield from _of_text(attribute, columns[0], draft, layout)
    elif attribute.type.kind == Kind.POINT and len(columns) == 2:
        for name, bound in zip(columns, ("90", "180"), strict=True):
            yield name, "range", _between(name, f"-{bound}", bound), f"{name} lies between -{bound} and {bound} degrees"
    elif attribute.type.kind == Kind.PERCENT and (attribute.attribute is None or attribute.attribute.check is None):
        yield columns[0], "range", _between(columns[0], "0", "100"), f"{columns[0]} is a percentage from 0 to 100"


def _of_text(attribute: RelationAttribute, column: str, draft: Draft, layout: Layout) -> Iterator[_Meaning]:
    path = column_path(column)
    values = values_of(attribute.type, layout.logical)
    if values and not is_open(attribute.type, layout.logical):
        allowed = In(operand=path, values=tuple(value(v) for v in values))
        yield column, "values", allowed, f"{column} is one of the values of its list"
    length = attribute.type.length
    if length is not None and length > 0:
        limit = Comparison(
            operator=Comparator.LE, left=Call(function="length", arguments=(path,)), right=number(str(length))
        )
        yield column, "length", limit, f"{column} has at most {length} characters"
    if attribute.type.kind == Kind.EMAIL:
        yield column, "format", Matches(operand=path, pattern=EMAIL), f"{column} has the form of an e-mail address"
    elif _must_say_something(attribute, draft):
        yield column, "not_blank", Matches(operand=path, pattern=NOT_BLANK), f"{column} is not blank"


def _must_say_something(attribute: RelationAttribute, draft: Draft) -> bool:
    stated = attribute.attribute
    if draft.relation.kind == RelationKind.LOOKUP:
        return True
    textual = attribute.type.kind in TEXTS or attribute.type.kind == Kind.LIST
    if stated is None or not textual or attribute.nullable or stated.blank_allowed:
        return False
    return stated.matches is None or _takes_blanks(stated.matches)


def _takes_blanks(pattern: str) -> bool:
    """Whether the pattern lets a blank text pass, or may: then it does not stand for the check."""
    try:
        check_pattern(pattern)
    except IllTyped:
        return True
    return any(re.search(pattern, blank * n) for blank in " \t\n" for n in range(_BLANKS))


def _between(column: str, low: str, high: str) -> Expression:
    return Between(operand=column_path(column), low=number(low), high=number(high))


def _conditions(stated: Attribute) -> Iterator[tuple[str, Expression]]:
    if stated.check is not None:
        yield "check", stated.check
    if stated.matches is not None:
        yield "matches", Matches(operand=column_path(stated.name), pattern=stated.matches)


def _stated(suffix: str, condition: Expression, attribute: RelationAttribute, draft: Draft, layout: Layout) -> Part:
    what = english(condition)
    try:
        renamed = of_row(condition, draft, layout)
    except NotOfOneRow as error:
        return refused(attribute.element, what, error, attribute.origin, form=Form.CHECK)
    name = layout.name("ck", draft, draft.columns[attribute.name][0], suffix)
    check = Check(name=name, condition=renamed, origin=because(attribute.origin, BY, f"stated: {what}"))
    enforcement = kept(
        attribute.element, what, (name,), attribute.origin,
        form=Form.CHECK, detail=(suffix,), constraint=name, sqlstate=CHECK_VIOLATION,
    )  # fmt: skip
    return Part(checks=((draft.table.name, check),), enforcements=(enforcement,))
