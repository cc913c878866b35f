"""What the documents leave open, as questions with the default taken, the weightiest first."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from database_designer.discover.concepts import is_person
from database_designer.discover.names import noun
from database_designer.discover.policy_open import open_retention
from database_designer.discover.policy_owners import owner
from database_designer.model.conceptual import EntityType, Kind, Operations, Question, Reference
from database_designer.model.requirements import Requirements, Statement
from database_designer.source import Evidence, Origin

_DECIDED = "questions"
_MAX_PER_KIND = 6
_SHOWN = 8
_TENANTS = re.compile(r"\bmulti[- ]?tenan\w+|\btenant isolation\b", re.IGNORECASE)
_LISTS = frozenset(("status", "state", "type", "category", "role", "kind", "priority", "level", "severity"))


def ask(entities: tuple[EntityType, ...], operations: Operations, requirements: Requirements) -> tuple[Question, ...]:
    """All questions: what could lose or falsify data first, then what is refused or accepted, then the running of it."""
    kinds: tuple[Iterator[Question], ...] = (
        open_retention(entities, requirements),
        _moves(entities),
        _values(entities),
        _persons(entities),
        _bare(entities),
        _tenants(requirements),
        _repeated(requirements),
    )
    found = [q for kind in kinds for q in list(kind)[:_MAX_PER_KIND]]
    if requirements.statements:
        found.extend(_running(operations))
    return tuple(found)


def question(about: str, asked: str, assumed: str, change: str, evidence: tuple[Evidence, ...] = ()) -> Question:
    """A question on an element, with the default taken, what another answer changes, and at most two quotations."""
    origin = Origin(evidence=evidence[:2], decided_by=_DECIDED, assumed=not evidence)
    return Question(ask=asked, about=about, assumed=assumed, origin=origin, would_change=change)


def _values(entities: tuple[EntityType, ...]) -> Iterator[Question]:
    for entity in entities:
        for attribute in entity.attributes:
            if attribute.name.split("_")[-1] in _LISTS and attribute.type.kind == Kind.TEXT:
                yield question(
                    f"{entity.name}.{attribute.name}",
                    f"Which values may the {attribute.name.replace('_', ' ')} of {entity.name} have?",
                    "any text",
                    "a closed list becomes an enum type, and other values are refused",
                    attribute.origin.evidence,
                )


def _moves(entities: tuple[EntityType, ...]) -> Iterator[Question]:
    for entity in entities:
        lifecycle = entity.lifecycle
        if lifecycle is not None and lifecycle.any_move and len(lifecycle.states) > 1:
            yield question(
                f"{entity.name}.{lifecycle.state}",
                f"Which changes of {lifecycle.state} are allowed for {entity.name} ({', '.join(lifecycle.states)})?",
                "any change",
                "a trigger refuses the others",
                lifecycle.origin.evidence,
            )


def _persons(entities: tuple[EntityType, ...]) -> Iterator[Question]:
    """One question for each entity type that stands for people named by what they do ("approver", "author")."""
    guessed: dict[str, list[tuple[EntityType, Reference]]] = defaultdict(list)
    for entity in entities:
        for reference in entity.references:
            name = noun(reference.name)
            if is_person(name) and owner(name, entities) is None and not _named(reference):
                guessed[reference.to].append((entity, reference))
    for target, found in guessed.items():
        more = f" and {len(found) - _SHOWN} more" if len(found) > _SHOWN else ""
        shown = ", ".join(f"{e.name}.{r.name}" for e, r in found[:_SHOWN]) + more
        entity, first = found[0]
        yield question(
            f"{entity.name}.{first.name}",
            f"Is it always a {target} that is meant by {shown}?",
            f"each is a {target}",
            "the foreign key points to another table, or a table of its own holds these people",
            tuple(e for _, r in found for e in r.origin.evidence[:1]),
        )


def _named(reference: Reference) -> bool:
    """Whether a quotation names the entity type that is pointed to: then it is no guess."""
    target = " ".join(noun(reference.to))
    return any(target in e.quote.lower() for e in reference.origin.evidence)


def _bare(entities: tuple[EntityType, ...]) -> Iterator[Question]:
    """One question for all entity types of which no property is told."""
    bare = [e for e in entities if not e.attributes and e.lifecycle is None and not e.kind_of]
    if bare:
        more = f" and {len(bare) - _SHOWN} more" if len(bare) > _SHOWN else ""
        names = ", ".join(e.name for e in bare[:_SHOWN]) + more
        plural = len(bare) > 1
        yield question(
            bare[0].name,
            f"What is kept about {names}? No property of {'them' if plural else 'it'} is stated.",
            f"{'each is' if plural else 'it is'} a table with its key and references only",
            "columns are added, or the table is left out",
            tuple(e.origin.evidence[0] for e in bare if e.origin.evidence),
        )


def _tenants(requirements: Requirements) -> Iterator[Question]:
    stated = tuple(s.evidence for s in requirements.statements if _TENANTS.search(s.text))
    if stated:
        yield question(
            "",
            "Whose data is kept apart from whose: which entity type is the tenant?",
            "no tenant: the database holds the data of one",
            "row-level security by the tenant, from `tenancy` in model.yaml",
            stated,
        )


def _repeated(requirements: Requirements) -> Iterator[Question]:
    """Ids that number two different requirements of one section."""
    first: dict[tuple[str, tuple[str, ...], str], Statement] = {}
    before: Statement | None = None
    told: set[str] = set()
    for statement in requirements.statements:
        identity = statement.requirement
        if identity and (before is None or before.requirement != identity):
            key = (statement.span.file, statement.section, identity)
            known = first.setdefault(key, statement)
            if known is not statement and known.text != statement.text and identity not in told:
                told.add(identity)
                yield question(
                    "",
                    f"Which requirement is {identity}? The id stands for two.",
                    "both are read, and what comes of either is traced to the one id",
                    "the traceability tells the two apart",
                    (known.evidence, statement.evidence),
                )
        before = statement


def _running(operations: Operations) -> Iterator[Question]:
    missing = [
        what
        for what, stated in (
            ("how often is the database backed up", operations.backup_full or operations.backup_incremental),
            ("how much data may be lost (rpo)", operations.rpo),
            ("how long may it be down (rto)", operations.rto),
        )
        if not stated
    ]
    if missing:
        asked = ", ".join(missing)
        evidence = operations.origin.evidence if operations.origin else ()
        yield question(
            "",
            f"{asked[0].upper()}{asked[1:]}?",
            "nothing is planned for it",
            "section 12 of the design, from `operations:` in model.yaml",
            tuple(e for e in evidence if "back" in e.quote.lower()),
        )
    if operations.users is not None and operations.connections is None and operations.origin is not None:
        number = operations.users
        stated = tuple(e for e in operations.origin.evidence if str(number) in e.quote.replace(",", ""))
        yield question(
            "",
            f"How many connections does the application open for its {number:,} users at a time?",
            "a pool sized by the server, not by its users",
            "the size of the pool and `max_connections`, from `operations: {connections: ...}` in model.yaml",
            stated,
        )
