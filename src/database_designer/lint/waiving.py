"""Which findings a project, or a decision of this program, has answered already."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from fnmatch import fnmatchcase

from database_designer.diagnostics import Diagnostic, Severity
from database_designer.model.configuration import Waiver


def split_waivers(
    waivers: Iterable[Waiver], rules: Collection[str]
) -> tuple[tuple[Waiver, ...], tuple[Diagnostic, ...]]:
    """The waivers that can hold, and what is wrong with the others: no reason, or a rule that is not there."""
    held: list[Waiver] = []
    wrong: list[Diagnostic] = []
    for waiver in waivers:
        if waiver.rule not in rules:
            wrong.append(_said(waiver, "names no rule", "write the name of a rule, as findings have it in brackets"))
        elif not waiver.object:
            wrong.append(_said(waiver, "names no object", 'write the object, or object = "*" for all'))
        elif not waiver.reason.strip():
            wrong.append(_said(waiver, "has no reason, so it does not hold", "write why the rule does not apply there"))
        else:
            held.append(waiver)
    return tuple(held), tuple(wrong)


def waiver_for(waivers: Sequence[Waiver], rule: str, name: str) -> Waiver | None:
    """The first waiver that answers a finding of `rule` about the object `name`."""
    return next((w for w in waivers if w.rule == rule and fnmatchcase(name, w.object)), None)


def unused(waivers: Iterable[Waiver], used: Collection[Waiver]) -> tuple[Diagnostic, ...]:
    """The waivers that answered nothing."""
    return tuple(_said(w, "answers no finding", "remove it, or correct its object") for w in waivers if w not in used)


def _said(waiver: Waiver, fact: str, fix: str) -> Diagnostic:
    return Diagnostic(
        code="waiver", severity=Severity.WARNING,
        fact=f'the waiver of "{waiver.rule}" for "{waiver.object}" {fact}', fix=fix,
    )  # fmt: skip
