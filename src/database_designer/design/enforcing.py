"""Enforcements: how a rule is kept, or why by no object."""

from __future__ import annotations

from database_designer.design.expressions import NotOfOneRow
from database_designer.design.part import Part
from database_designer.diagnostics import Diagnostic, Severity
from database_designer.model.physical import Enforcement, Form
from database_designer.source import Origin

CHECK_VIOLATION, UNIQUE_VIOLATION, EXCLUSION_VIOLATION = "23514", "23505", "23P01"
FOREIGN_KEY_VIOLATION, NOT_NULL_VIOLATION = "23503", "23502"


def kept(
    element: str,
    what: str,
    objects: tuple[str, ...],
    origin: Origin,
    *,
    form: Form | None = None,
    detail: tuple[str, ...] = (),
    constraint: str = "",
    sqlstate: str = "",
) -> Enforcement:
    """A rule that the named objects keep; a violation is refused with `sqlstate`, in the name of `constraint`."""
    return Enforcement(
        element=element, what=what, objects=objects, origin=origin, form=form, detail=detail,
        constraint=constraint, sqlstate=sqlstate,
    )  # fmt: skip


def not_kept(
    element: str, what: str, reason: str, origin: Origin, *, form: Form | None = None, detail: tuple[str, ...] = ()
) -> Part:
    """A rule that no object keeps, and why."""
    enforcement = Enforcement(
        element=element, what=what, objects=(), origin=origin, reason=reason, form=form, detail=detail
    )
    return Part(enforcements=(enforcement,))


def refused(element: str, what: str, error: NotOfOneRow, origin: Origin, *, form: Form | None = None) -> Part:
    """A rule whose expression is not decided by one row: unkept, with a warning where it has no meaning at all."""
    if error.meaningful:
        return not_kept(element, what, str(error), origin, form=form)
    return unusable(element, what, str(error), origin, form=form)


def unusable(element: str, what: str, reason: str, origin: Origin, *, form: Form | None = None) -> Part:
    """A rule that could not be brought into the database as it is written: unkept, with a warning."""
    diagnostic = Diagnostic(
        code="rule-not-kept",
        severity=Severity.WARNING,
        fact=f"{element} is not kept by the database: {reason}",
        fix="Correct the expression, or say that it is not enforced",
        span=origin.evidence[0].span if origin.evidence else None,
        element=element,
    )
    return not_kept(element, what, reason, origin, form=form) + Part(diagnostics=(diagnostic,))
