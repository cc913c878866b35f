"""The account: of every requirement id, what it led to, or why to nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from database_designer.discover.accounting_words import behaviour, main_clause, mentioned, outright
from database_designer.model.conceptual import Accounted, ConceptualModel, EntityType, Use
from database_designer.model.requirements import Requirements
from database_designer.source import Origin

_ASKED = "left open, and asked: “{}”"


def account(model: ConceptualModel, requirements: Requirements) -> tuple[Accounted, ...]:
    """One entry per requirement id, in order of first appearance.

    Used is what an element quotes as its evidence, and what names an entity type as the thing that is created, changed
    or listed: it confirms that entity type.
    """
    quoted = _quoted(model)
    asked = {i: q.ask for q in reversed(model.questions) for i in q.origin.requirements}
    texts = _texts(requirements)
    return tuple(
        _one(i, quoted.get(i, ()), asked.get(i, ""), texts.get(i, ()), model) for i in requirements.requirement_ids
    )


def _texts(requirements: Requirements) -> dict[str, tuple[str, ...]]:
    """What stands under each id; for an id with a heading alone, that heading."""
    texts: dict[str, list[str]] = defaultdict(list)
    for statement in requirements.statements:
        if statement.requirement:
            label = f"{statement.label}: " if statement.label else ""
            texts[statement.requirement].append(f"{label}{statement.text}")
    for document in requirements.documents:
        for section in document.sections:
            if section.requirement and section.requirement not in texts:
                texts[section.requirement].append(section.title)
    return {i: tuple(t) for i, t in texts.items()}


def _one(
    requirement: str, quoted: tuple[str, ...], asked: str, texts: tuple[str, ...], model: ConceptualModel
) -> Accounted:
    if quoted:
        return Accounted(requirement=requirement, use=Use.USED, elements=quoted)
    confirmed = () if all(outright(t) for t in texts) else _confirmed((main_clause(t) for t in texts), model)
    if not confirmed:
        reason = next((r for t in texts if (r := behaviour(main_clause(t)))), "")
        if reason and not asked:
            return Accounted(requirement=requirement, use=Use.NOT_DATA, reason=reason)
        confirmed = _confirmed(iter(texts), model)
    if confirmed:
        return Accounted(requirement=requirement, use=Use.USED, elements=confirmed)
    reason = next((r for t in texts if (r := behaviour(t))), "")
    if reason and not asked:
        return Accounted(requirement=requirement, use=Use.NOT_DATA, reason=reason)
    reason = _ASKED.format(asked) if asked else "no element was recognised in it"
    return Accounted(requirement=requirement, use=Use.NOT_UNDERSTOOD, reason=reason)


def _confirmed(texts: Iterator[str], model: ConceptualModel) -> tuple[str, ...]:
    return tuple(dict.fromkeys(element for text in texts for element in mentioned(text, model.entities)))


def _quoted(model: ConceptualModel) -> dict[str, tuple[str, ...]]:
    used: dict[str, list[str]] = defaultdict(list)
    for element, origin in elements(model):
        for requirement in origin.requirements:
            used[requirement].append(element)
    return {i: tuple(dict.fromkeys(e)) for i, e in used.items()}


def elements(model: ConceptualModel) -> Iterator[tuple[str, Origin]]:
    """Every element of the model with its name ("Loan.due_on") and origin."""
    for entity in model.entities:
        yield entity.name, entity.origin
        yield from _elements_of(entity)
    for value_list in model.lists:
        yield value_list.name, value_list.origin
    for rule in model.rules:
        yield rule.name, rule.origin
    if model.operations.origin is not None:
        yield "operations", model.operations.origin


def _elements_of(entity: EntityType) -> Iterator[tuple[str, Origin]]:
    for part in (*entity.attributes, *entity.references, *entity.links, *entity.rules, *entity.queries):
        yield f"{entity.name}.{part.name}", part.origin
    if entity.lifecycle is not None:
        yield f"{entity.name}.{entity.lifecycle.state}", entity.lifecycle.origin
        for move in entity.lifecycle.moves:
            yield f"{entity.name}.{entity.lifecycle.state}", move.origin
    for policy, name in (
        (entity.history, "history"), (entity.concurrency, "concurrency"), (entity.deletion, "deletion"),
        (entity.visible, "visible"), (entity.retention, "retention"), (entity.volume, "volume"),
    ):  # fmt: skip
        if policy is not None:
            yield f"{entity.name}.{name}", policy.origin
    for row in entity.rows:
        yield f"{entity.name}.rows", row.origin
