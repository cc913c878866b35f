"""What the probes of rules amount to, in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from database_designer.model.physical import Enforcement
from database_designer.model.proof import Outcome, RuleProof, ServerProof

PROVEN, FAILED, UNPROVEN, NOT_KEPT = "proven", "failed", "unproven", "not kept"


def verdict(rule: RuleProof) -> str:
    """PROVEN, FAILED, UNPROVEN (not all that was tried could be), or NOT_KEPT (by the database)."""
    if rule.reason:
        return NOT_KEPT
    if rule.failed:
        return FAILED
    return PROVEN if rule.proven else UNPROVEN


def why(rule: RuleProof) -> str:
    """Why a rule is not proven, "" where it is."""
    if rule.reason:
        return rule.reason
    probe = next((p for p in rule.probes if p.outcome == Outcome.FAILED), None)
    probe = probe or next((p for p in rule.probes if p.outcome == Outcome.SKIPPED), None)
    if probe is not None:
        return f"{probe.kind}, {probe.what}: {'; '.join(probe.facts)}"
    if not rule.probes:
        return "nothing was tried"
    return "" if rule.proven else "nothing that breaks it could be tried"


def summary(rules: Sequence[RuleProof]) -> tuple[str, ...]:
    """How many rules are proven and how many are not, and then each of the latter with the reason."""
    if not rules:
        return ("there are no rules",)
    by_verdict = {name: [rule for rule in rules if verdict(rule) == name] for name in (PROVEN, UNPROVEN, NOT_KEPT)}
    probes = sum(len(rule.probes) for rule in rules)
    counts = f"{len(by_verdict[PROVEN])} of {len(rules)} rules proven by {probes} probes"
    rest = [f"{len(found)} {name}" for name, found in by_verdict.items() if found and name != PROVEN]
    each = [f"{name}: {_named(rule)}: {why(rule)}" for name in (UNPROVEN, NOT_KEPT) for rule in by_verdict[name]]
    return (", ".join((counts, *rest)), *each)


def failures(rules: Iterable[RuleProof]) -> tuple[str, ...]:
    """The probes that failed, each with its rule and what was found."""
    return tuple(
        f"{_named(rule)}: {probe.kind}, {probe.what}: {'; '.join(probe.facts)}"
        for rule in rules
        for probe in rule.probes
        if probe.outcome == Outcome.FAILED
    )


def _named(rule: RuleProof) -> str:
    return f"{rule.element} ({rule.what})"


def proofs_of(enforcements: Sequence[Enforcement], servers: Iterable[ServerProof]) -> tuple[tuple[RuleProof, ...], ...]:
    """For each enforcement its proof on every server that was asked about rules."""
    asked = [server.rules for server in servers if len(server.rules) == len(enforcements)]
    return tuple(tuple(rules[i] for rules in asked) for i in range(len(enforcements)))
