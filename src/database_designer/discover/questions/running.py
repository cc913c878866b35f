"""Whose data it is, and what running the database needs, where the documents touch on it and leave the rest open."""

from __future__ import annotations

import re
from collections.abc import Iterator

from database_designer.discover.questions.asking import Answer, Material, question
from database_designer.model.conceptual import Question
from database_designer.model.recovery import contradictions

_TENANTS = re.compile(r"\bmulti[- ]?tenan\w+|\btenant isolation\b", re.IGNORECASE)


def tenants(material: Material) -> Iterator[Question]:
    """One question, where the documents speak of tenants and name no entity type that is one."""
    stated = tuple(s.evidence for s in material.requirements.statements if _TENANTS.search(s.text))
    if stated and not material.model.tenancy:
        first = next((f"{{by: {e.name}}}" for e in material.model.entities), "")
        yield question(
            "",
            "Whose data is kept apart from whose: which entity type is the tenant?",
            Answer(
                taken="no tenant: the database holds the data of one",
                changes="row-level security by the tenant",
                write=f"tenancy: {first}" if first else "",
            ),
            stated,
        )


def recovery(material: Material) -> Iterator[Question]:
    """A question for each two statements about backups that do not go together."""
    operations = material.model.operations
    for found in contradictions(operations):
        answer = Answer(taken=found.taken, changes="section 12 of the design", where="operations", write=found.write)
        yield question("", found.ask, answer, operations.origin.evidence if operations.origin is not None else ())


def backups(material: Material) -> Iterator[Question]:
    """One question on what is not said of backups, where something is; section 12 asks for all of it else."""
    operations = material.model.operations
    told = (
        ("how often is the database backed up", operations.backup_full or operations.backup_incremental, "backup: {full: daily 02:00}"),
        ("how much data may be lost (rpo)", operations.rpo, "rpo: 6 hours"),
        ("how long may it be down (rto)", operations.rto, "rto: 1 hour"),
    )  # fmt: skip
    missing = [(what, write) for what, stated, write in told if not stated]
    if operations.origin is None or len(missing) in {0, len(told)}:
        return
    asked = ", ".join(what for what, _ in missing)
    evidence = operations.origin.evidence
    yield question(
        "",
        f"{asked[0].upper()}{asked[1:]}?",
        Answer(
            taken="nothing is planned for it",
            changes="section 12 of the design",
            where="operations",
            write=missing[0][1],
        ),
        (e for e in evidence if "back" in e.quote.lower()),
    )
