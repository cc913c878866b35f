"""Section 11: how long rows are kept, and the jobs that see to it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from database_designer.emit.document.facts import Facts
from database_designer.emit.document.markdown import blocks, code, codes, fence, items, prose, table, table_link
from database_designer.emit.document.words import cut, in_brackets, quotation, requirement_ids, sentence
from database_designer.emit.jobs import FOLDER, cron_line
from database_designer.model.conceptual import EntityType, Retention
from database_designer.model.physical import DropPartitions, Form, Function, RetainRows, Table, TableKind

_AUDIT = re.compile(r"\baudit\b", re.IGNORECASE)
_ENDS = {"delete": "deleted", "archive": "archived", "anonymise": "anonymised"}


def retention(facts: Facts) -> str:
    """The section's Markdown."""
    policies = [(e, e.retention) for e in facts.concept.entities if e.retention is not None]
    shown = blocks(*(_policy(entity, policy, facts) for entity, policy in policies))
    if not shown and facts.concept.operations.audit is None:
        shown = "No retention period was found in the documents, so no row is removed or archived on its own."
    return blocks(shown, _audit(facts), _jobs(facts))


def _policy(entity: EntityType, policy: Retention, facts: Facts) -> str:
    since = code(policy.after) if policy.after else "creation"
    end = _ENDS.get(policy.then, prose(policy.then))
    item = facts.physical.of_entity(entity.name)
    said = (
        f"**{table_link(item.name) if item else prose(entity.name)}**: kept for {policy.amount:,} {prose(policy.unit)} "
        f"after {since}, then {end} {in_brackets(policy.origin)}. {quotation(policy.origin)}"
    )
    return blocks(said, _ended(entity, item, facts) if item else "")


def _ended(entity: EntityType, item: Table, facts: Facts) -> str:
    """The job that sees to it and how, or why there is none."""
    kept = [e for e in facts.physical.enforcements if e.element == entity.name and e.form == Form.RETENTION]
    called = [o for e in kept for o in e.objects]
    if not called:
        return blocks("No job can be written for it:", items(sentence(e.reason) for e in kept))
    function = next(f for f in facts.physical.functions if f.name == called[0])
    return _by_job(called, facts) + " ".join(_manner(function, item))


def _by_job(called: Sequence[str], facts: Facts) -> str:
    job = next((j for j in facts.physical.jobs if j.function in called), None)
    return f"By {code(f'{FOLDER}/{job.file}')}, {job.schedule}. " if job is not None else ""


def _manner(function: Function, item: Table) -> Iterator[str]:
    """How rows are ended, and where they are then."""
    archive = function.archive if isinstance(function, RetainRows | DropPartitions) else ""
    if isinstance(function, DropPartitions) and item.partitioning is not None:
        yield (
            f"Partitions are dropped when all their rows are over, so a row stays at most one {item.partitioning.interval} "
            "longer; nothing points to them."
        )
    elif isinstance(function, RetainRows) and function.cleared:
        yield f"The rows stay, without {codes(function.cleared)}."
    elif isinstance(function, RetainRows):
        yield f"Rows are ended {function.batch:,} at a time; what something still points to is kept until nothing does."
    if archive:
        yield f"They move to {table_link(archive)} in the same transaction."


def _jobs(facts: Facts) -> str:
    """All that a scheduler has to run, with the line for its table."""
    found = facts.physical.jobs
    if not found:
        return ""
    rows = [
        (
            code(f"{FOLDER}/{j.file}"),
            sentence(j.says),
            f"{j.schedule} ({code(cron_line(j, facts.physical))})",
            requirement_ids(j.origin, 4),
        )
        for j in found
    ]
    first = found[0]
    return blocks(
        "### Jobs",
        "No migration starts them: a scheduler does. Each may be run again at any time, and stopped at any time; what was done "
        "until then stays done.",
        table(("File", "What it does", "Schedule", "Requirement"), rows),
        "By cron, in the time zone of the server that runs it, or by pg_cron as the comment at the end of each file has it:",
        fence(
            f'{cron_line(first, facts.physical)} psql "$DATABASE_URL" -v ON_ERROR_STOP=1 -f {FOLDER}/{first.file}', "sh"
        ),
    )


def _audit(facts: Facts) -> str:
    """How long entries of the audit log are kept: it grows for ever unless somebody decides otherwise."""
    audits = [t for t in facts.physical.tables if t.kind == TableKind.AUDIT]
    if not audits:
        return ""
    dropped = ((t, t.partitioning.dropping) for t in audits if t.partitioning is not None and t.partitioning.dropping)
    log, function = next(dropped, (None, ""))
    if log is not None:
        return _kept_log(log, function, facts)
    links = cut([table_link(t.name) for t in audits])
    asked = next((q for q in facts.concept.questions if not q.answer and _AUDIT.search(q.ask)), None)
    if asked is not None:
        return f"How long {links} is kept is open: “{prose(asked.ask)}” (section 1, Open questions)."
    return f"No retention period was found for {links}, which grows with every change."


def _kept_log(log: Table, dropping: str, facts: Facts) -> str:
    """The period of the log and its job; nothing for a log that is an entity type, and is told of as such."""
    policy = facts.concept.operations.audit
    if policy is None:
        return ""
    end = _ENDS.get(policy.then, prose(policy.then))
    said = (
        f"**{table_link(log.name)}**: entries are kept for {policy.amount:,} {prose(policy.unit)}, then {end} "
        f"{in_brackets(policy.origin)}. {quotation(policy.origin)}"
    )
    function = next(f for f in facts.physical.functions if f.name == dropping)
    return blocks(said, _by_job((dropping,), facts) + " ".join(_manner(function, log)))
