"""What the documents leave open, as questions with the default taken."""

from __future__ import annotations

from collections.abc import Iterator

from database_designer.model.conceptual import EntityType, History, Kind, Operations, Question
from database_designer.model.requirements import Requirements
from database_designer.source import Origin

_DECIDED = "questions"
_MAX_PER_KIND = 12


def ask(entities: tuple[EntityType, ...], operations: Operations, requirements: Requirements) -> tuple[Question, ...]:
    """All questions, those about entity types first; at most twelve of a kind."""
    found: list[Question] = []
    for kind in (_statuses, _moves, _sizes):
        found.extend(list(kind(entities))[:_MAX_PER_KIND])
    if requirements.statements and not operations.backup_full:
        found.append(
            Question(
                ask="How often is the database backed up, and how much data may be lost (RPO) and how long may it be down (RTO)?",
                about="operations", assumed="nothing is planned",
                origin=Origin(decided_by=_DECIDED, assumed=True), would_change="section 12 and the backup jobs",
            )
        )  # fmt: skip
    return tuple(found)


def _statuses(entities: tuple[EntityType, ...]) -> Iterator[Question]:
    for entity in entities:
        for attribute in entity.attributes:
            if (
                attribute.name.split("_")[-1] in ("status", "state", "type", "category", "role")
                and attribute.type.kind == Kind.TEXT
            ):
                yield Question(
                    ask=f"Which values may the {attribute.name.replace('_', ' ')} of {entity.name} have?",
                    about=f"{entity.name}.{attribute.name}", assumed="any text",
                    origin=Origin(evidence=attribute.origin.evidence[:2], decided_by=_DECIDED),
                    would_change="a closed list becomes an enum type and is enforced",
                )  # fmt: skip


def _moves(entities: tuple[EntityType, ...]) -> Iterator[Question]:
    for entity in entities:
        lifecycle = entity.lifecycle
        if lifecycle is not None and lifecycle.any_move:
            yield Question(
                ask=f"Which changes of {lifecycle.state} are allowed for {entity.name} ({', '.join(lifecycle.states)})?",
                about=f"{entity.name}.{lifecycle.state}", assumed="any change",
                origin=Origin(evidence=lifecycle.origin.evidence[:2], decided_by=_DECIDED),
                would_change="other changes are refused by a trigger",
            )  # fmt: skip


def _sizes(entities: tuple[EntityType, ...]) -> Iterator[Question]:
    for entity in entities:
        if (
            entity.history is not None
            and entity.history.manner == History.AUDITED
            and entity.retention is None
            and entity.volume is not None
        ):
            yield Question(
                ask=f"How long are changes of {entity.name} kept in the audit log?", about=f"{entity.name}.history", assumed="for ever",
                origin=Origin(evidence=entity.history.origin.evidence[:1], decided_by=_DECIDED), would_change="a retention job for the audit log",
            )  # fmt: skip
