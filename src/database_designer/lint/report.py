"""What came of a check: findings, each with the waiver that answers it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from database_designer.diagnostics import Diagnostic, Severity
from database_designer.lint.decided import DECIDED
from database_designer.lint.places import place_of, places
from database_designer.lint.registry import all_rules
from database_designer.lint.rule import Finding, Reads, Rule
from database_designer.lint.subject import Refusal, Subject
from database_designer.lint.waiving import split_waivers, unused, waiver_for
from database_designer.model.configuration import Waiver


@dataclass(frozen=True, kw_only=True)
class Judged:
    """A finding with its rule; `waiver` answers it, None where it stands."""

    rule: Rule
    finding: Finding
    waiver: Waiver | None = None

    @property
    def stands(self) -> bool:
        """Whether it asks for something: it is no note, and nobody has answered it."""
        return self.waiver is None and self.rule.severity != Severity.INFO


@dataclass(frozen=True, kw_only=True)
class Report:
    """The findings by rule and object, the rules that were checked, and what else is to be said."""

    judged: tuple[Judged, ...]
    rules: tuple[Rule, ...]
    said: tuple[Diagnostic, ...] = ()

    @property
    def clean(self) -> bool:
        """Whether no finding stands. Notes do not count."""
        return not any(j.stands for j in self.judged)


def check(subject: Subject, waivers: Sequence[Waiver] = (), rules: Sequence[Rule] | None = None) -> Report:
    """What `rules` (all by default) find, apart from those for which the subject has nothing to read."""
    asked = tuple(r for r in (all_rules() if rules is None else rules) if _can_read(r, subject))
    held, said = split_waivers(waivers, {r.name for r in all_rules()})
    answers = (*held, *(DECIDED if subject.design else ()))
    known = places(subject.scripts)
    judged = tuple(
        Judged(rule=rule, finding=placed, waiver=waiver_for(answers, rule.name, placed.object))
        for rule in asked
        for placed in (f if f.span else replace(f, span=place_of(known, f.object)) for f in _sorted(rule, subject))
    )
    used = {j.waiver for j in judged if j.waiver}
    explained = {j.finding.span for j in judged if j.rule.reads == Reads.SCRIPT}
    left = (r for r in subject.refused if r.applied or r.statement.span not in explained)
    refused = tuple(_refused(r) for r in left)
    return Report(judged=judged, rules=asked, said=(*said, *unused(held, used), *refused))


def _sorted(rule: Rule, subject: Subject) -> list[Finding]:
    return sorted(rule.find(subject), key=lambda f: (f.object, f.fact))


def _can_read(rule: Rule, subject: Subject) -> bool:
    if rule.reads == Reads.DESIGN:
        return subject.design is not None
    return rule.reads == Reads.CATALOG or bool(subject.scripts)


def _refused(refusal: Refusal) -> Diagnostic:
    rest = f"it is checked {refusal.applied}" if refusal.applied else "nothing of it is checked"
    return Diagnostic(
        code="not-applied", severity=Severity.INFO if refusal.applied else Severity.WARNING,
        fact=f"the server refuses the statement, so {rest}: {refusal.message}",
        fix="see whether it needs an extension or an object that is made elsewhere",
        span=refusal.statement.span,
    )  # fmt: skip
