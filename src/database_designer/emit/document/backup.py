"""Section 12: what the documents say about backups, and what they leave open."""

from __future__ import annotations

import re
from dataclasses import replace

from database_designer.emit.document.facts import Facts
from database_designer.emit.document.markdown import blocks, items, prose
from database_designer.emit.document.words import cut, quotation
from database_designer.model.conceptual import Operations

_RECOVERY = re.compile(r"\bback(ed)?[- ]?ups?\b|\bbacked up\b|\bRPO\b|\bRTO\b|\brecover|\brestor", re.IGNORECASE)


def backup(facts: Facts) -> str:
    """The section's Markdown."""
    operations = facts.concept.operations
    stated = _stated(operations)
    if not any(value for _, value in stated):
        return blocks("No statement about backups was found in the documents.", _open(operations))
    lines = items(f"**{name}**: {prose(value) or 'not stated'}" for name, value in stated)
    return blocks(lines, _source(operations), _open(operations))


def _source(operations: Operations) -> str:
    """The quotation that speaks of backup or recovery; the requirement ids where none does."""
    origin = operations.origin
    if origin is None:
        return ""
    telling = tuple(e for e in origin.evidence if _RECOVERY.search(e.quote))
    if telling:
        return f"From: {quotation(replace(origin, evidence=telling))}"
    return f"From: {cut([prose(i) for i in origin.requirements])}" if origin.requirements else ""


def _stated(operations: Operations) -> tuple[tuple[str, str], ...]:
    return (
        ("Full Backup", operations.backup_full),
        ("Incremental Backup", operations.backup_incremental),
        ("Retention", operations.backup_keep),
        ("Recovery Point Objective (RPO)", operations.rpo),
        ("Recovery Time Objective (RTO)", operations.rto),
    )


def _open(operations: Operations) -> str:
    """What has to be known before a backup can be planned, as far as it is not."""
    questions = (
        ("How much may be lost (`rpo`)?", operations.rpo),
        ("How long may recovery take (`rto`)?", operations.rto),
        ("How long are backups kept (`backup: {keep: ...}`)?", operations.backup_keep),
    )
    asked = " ".join(question for question, answer in questions if not answer)
    return f"Open: {asked} Answers go under `operations:` in `model.yaml`." if asked else ""
