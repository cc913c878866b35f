"""What was proven, in tables: the steps on each server, the criteria with their counts."""

from __future__ import annotations

from collections.abc import Iterable

from database_designer.emit.document.markdown import prose, table
from database_designer.emit.document.words import cut
from database_designer.model.proof import Criterion, Outcome, Proof

NOT_PROVEN = "not proven: no server was asked"
_MARKS = {Outcome.PASSED: "✅ passed", Outcome.FAILED: "❌ failed", Outcome.SKIPPED: "skipped"}
_FACTS_SHOWN = 20


def proven_on(proof: Proof | None) -> str:
    """In a phrase, on which versions the design was proven."""
    if not proof or not proof.servers:
        return NOT_PROVEN
    passed = [s.version for s in proof.servers if s.passed]
    failed = [s.version for s in proof.servers if not s.passed]
    phrases = [f"proven on {' and '.join(passed)}"] if passed else []
    phrases += [f"the proof failed on {' and '.join(failed)}"] if failed else []
    return ", ".join(phrases)


def proof_table(proof: Proof | None) -> str:
    """What each server said to each step."""
    if not proof or not proof.servers:
        return f"The design is {NOT_PROVEN}. `database-designer verify` on this folder proves it."
    rows = [
        (
            f"PostgreSQL {prose(server.version)} ({prose(server.kind)})",
            prose(step.name),
            _MARKS[step.outcome],
            _facts(step.facts),
        )
        for server in proof.servers
        for step in server.steps
    ]
    return table(("Server", "Step", "Outcome", "Found"), rows)


def _facts(facts: tuple[str, ...]) -> str:
    return cut([prose(f) for f in facts], _FACTS_SHOWN, "; ")


def criteria_table(criteria: Iterable[Criterion]) -> str:
    """The success criteria: how many cases meet each, and which do not."""
    rows = [(str(n), prose(c.text), _met(c), exceptions(c)) for n, c in enumerate(criteria, start=1)]
    if not rows:
        return "The criteria were not computed, as the design was not proven."
    return table(("#", "Criterion", "Met", "Exceptions"), rows)


def _met(criterion: Criterion) -> str:
    """The count with a mark; a criterion of no cases is neither met nor missed."""
    if not criterion.total:
        return "– nothing to count"
    return f"{'✅' if criterion.holds else '❌'} {criterion.met} of {criterion.total}"


def checklist(criteria: Iterable[Criterion]) -> str:
    """The criteria as a task list: ticked where there are cases and every one meets it."""
    return "\n".join(_check(c) for c in criteria)


def _check(criterion: Criterion) -> str:
    tick = "x" if criterion.total and criterion.holds else " "
    found = f"{criterion.met} of {criterion.total}" if criterion.total else "nothing to count"
    details = "; ".join(part for part in (found, exceptions(criterion)) if part)
    return f"- [{tick}] {prose(criterion.text)}: {details}"


def exceptions(criterion: Criterion) -> str:
    """The cases that do not meet a criterion, and its note."""
    named = cut([prose(e) for e in criterion.exceptions], separator="; ")
    return "; ".join(part for part in (named, prose(criterion.note)) if part)
