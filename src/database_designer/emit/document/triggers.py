"""Section 7: the triggers in three groups, and what keeps each rule of the documents."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from database_designer.ddl.comments import function_text
from database_designer.ddl.functions.signature import signature
from database_designer.ddl.names import Names, privilege_id
from database_designer.emit.document.facts import Facts
from database_designer.emit.document.markdown import blocks, code, codes, count, fence, items, prose, table, table_link
from database_designer.emit.document.words import cut, in_brackets, requirement_ids, sentence
from database_designer.model.physical import (
    DropPartitions,
    ExpireRows,
    Function,
    MakePartitions,
    RecordAudit,
    RetainRows,
    SeesRow,
    TouchGuard,
    TouchUpdatedAt,
    Trigger,
)
from database_designer.model.proof import RuleProof
from database_designer.verify.proving.verdicts import FAILED, NOT_KEPT, UNPROVEN, proofs_of, verdict, why

_MARKS = {FAILED: "❌ failed", UNPROVEN: "unproven", NOT_KEPT: "not kept"}


def triggers(facts: Facts) -> str:
    """The section's Markdown."""
    functions = facts.physical.functions
    touch = [f for f in functions if isinstance(f, TouchUpdatedAt)]
    audit = [f for f in functions if isinstance(f, RecordAudit)]
    rules = [f for f in functions if not isinstance(f, TouchUpdatedAt | RecordAudit)]
    return blocks(
        "### Auto-Update Timestamp",
        blocks(*(_shared(f, facts) for f in touch)) or "No table has a time of its last change.",
        "### Business Rule Enforcement",
        blocks(*(_rule(f, facts) for f in rules)) or "No rule of the documents needs a trigger.",
        "### Audit Logging",
        blocks(*(_audit(f, facts) for f in audit))
        or "No requirement for a record of changes was found in the documents.",
        "### How Each Rule Is Kept",
        _enforcements(facts),
    )


def _of_function(function: Function, facts: Facts) -> list[Trigger]:
    return [t for t in facts.physical.triggers if t.function == function.name]


def _shared(function: Function, facts: Facts) -> str:
    """A function that many tables share: its text, one of its triggers, and the tables that have one."""
    fired = _of_function(function, facts)
    tables = list(dict.fromkeys(table_link(t.table) for t in fired))
    return blocks(
        f"{code(function.name)} serves {count(len(tables), 'table')}, each by a trigger of this form: {cut(tables, 100)}.",
        _sql(function, _shortest(fired), facts),
    )


def _shortest(fired: list[Trigger]) -> list[Trigger]:
    """The trigger that is the quickest to read, as an example."""
    return sorted(fired, key=lambda t: len(t.when_changed))[:1]


def _audit(function: RecordAudit, facts: Facts) -> str:
    who = (
        f"The application says who acts, once a transaction: `SELECT set_config({_literal(function.setting)}, '<id>', true);` "
        f"Without it the actor is unknown. Rows go to {table_link(function.audit_table)}."
    )
    return blocks(_shared(function, facts), who)


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''").replace("`", "") + "'"


def _rule(function: Function, facts: Facts) -> str:
    """A function: what it does, when it is called, and its text."""
    fired = _of_function(function, facts)
    does = sentence(function_text(function))
    called = [*(_fired(t, does) for t in fired), *_other_calls(function, facts)]
    return blocks(f"**{prose(function.name)}**: {does}", items(called), _sql(function, fired, facts))


def _fired(trigger: Trigger, does: str) -> str:
    """When a trigger fires, and why, where its function does not say it."""
    deferred = ", at commit" if trigger.deferred else ""
    when = f"{trigger.timing} {' OR '.join(trigger.events)}{deferred}"
    why = sentence(trigger.purpose)
    said = f"{when}: {why}" if why and why != does else f"{when}."
    return f"{code(trigger.name)} on {table_link(trigger.table)}, {said} {in_brackets(trigger.origin)}"


def _other_calls(function: Function, facts: Facts) -> list[str]:
    """Who calls a function that is not a trigger's."""
    match function:
        case ExpireRows() | RetainRows() | MakePartitions() | DropPartitions():
            return [f"A scheduler calls it: {code(f'SELECT {function.name}();')} {in_brackets(function.origin)}"]
        case SeesRow():
            policies = (s for s in facts.physical.row_security if s.function == function.name)
            return [f"Policy {code(s.name)} on {table_link(s.table)}. {in_brackets(s.origin)}" for s in policies]
        case TouchGuard():
            return ["The functions of rules that read several rows call it first."]
        case _:
            return []


def _sql(function: Function, fired: Sequence[Trigger], facts: Facts) -> str:
    statements = [*facts.created("function", function.name)]
    for trigger in fired:
        statements += facts.created("trigger", f"{trigger.table}.{trigger.name}")
    called = f"FUNCTION {signature(function, Names(schema=facts.physical.schema))}"
    statements += facts.created(privilege_id(called).kind, called)
    return fence("\n\n".join(s.sql for s in statements)) if statements else ""


def _enforcements(facts: Facts) -> str:
    """Rule by rule: by what it is kept, whether that is proven, and where the rule comes from."""
    enforcements = facts.physical.enforcements
    if not enforcements:
        return "No rule beyond what types, NOT NULL and foreign keys hold was found in the documents."
    kept = sum(bool(e.objects) for e in enforcements)
    proofs = proofs_of(enforcements, facts.proof.servers if facts.proof else ())
    proven = sum(bool(of_rule) and all(p.proven for p in of_rule) for of_rule in proofs)
    rows = [
        (
            code(e.element),
            prose(e.what),
            codes(e.objects) or f"not by the database: {prose(e.reason)}",
            _verdicts(of_rule) if e.objects else "",
            requirement_ids(e.origin, 4),
        )
        for e, of_rule in zip(enforcements, proofs, strict=True)
    ]
    shown = f"; proven on a server: {proven}" if any(proofs) else ""
    return blocks(
        f"Rules kept by the database: {kept} of {len(enforcements)}{shown}.",
        table(("About", "Rule", "Kept by", "Proof", "Requirements"), rows),
    )


def _verdicts(proofs: Sequence[RuleProof]) -> str:
    """What was tried of a rule and passed, or why it is not proven on the first server where it is not."""
    if not proofs:
        return "not tried"
    unproven = next((p for p in proofs if not p.proven), None)
    if unproven is not None:
        return f"{_MARKS[verdict(unproven)]}: {prose(why(unproven))}"
    tried = Counter(str(probe.kind) for probe in proofs[0].probes)
    return f"✅ {', '.join(f'{number} {kind}' for kind, number in tried.items())}"
