"""Enforcements: how a rule is kept, or why by no object."""

from __future__ import annotations

from database_designer.design.expressions import NotOfOneRow
from database_designer.design.part import Part
from database_designer.diagnostics import Diagnostic, Severity
from database_designer.model.physical import Enforcement
from database_designer.source import Origin

CROSS_ROW = "comes with cross-row rules"


def kept(element: str, what: str, objects: tuple[str, ...], origin: Origin) -> Enforcement:
    """A rule that the named objects keep."""
    return Enforcement(element=element, what=what, objects=objects, origin=origin)


def not_kept(element: str, what: str, reason: str, origin: Origin) -> Part:
    """A rule that no object keeps, and why."""
    return Part(enforcements=(Enforcement(element=element, what=what, objects=(), origin=origin, reason=reason),))


def refused(element: str, what: str, error: NotOfOneRow, origin: Origin) -> Part:
    """A rule whose expression is not decided by one row: unkept, with a warning where it has no meaning at all."""
    if error.meaningful:
        return not_kept(element, what, str(error), origin)
    return unusable(element, what, str(error), origin)


def unusable(element: str, what: str, reason: str, origin: Origin) -> Part:
    """A rule that could not be brought into the database as it is written: unkept, with a warning."""
    diagnostic = Diagnostic(
        code="rule-not-kept",
        severity=Severity.WARNING,
        fact=f"{element} is not kept by the database: {reason}",
        fix="Correct the expression, or say that it is not enforced",
        span=origin.evidence[0].span if origin.evidence else None,
        element=element,
    )
    return not_kept(element, what, reason, origin) + Part(diagnostics=(diagnostic,))
