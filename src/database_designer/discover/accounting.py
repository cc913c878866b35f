"""The account: of every requirement id, what it led to, or why to nothing."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from database_designer.model.conceptual import Accounted, ConceptualModel, EntityType, Use
from database_designer.model.requirements import Requirements
from database_designer.source import Origin

_NOT_DATA = re.compile(
    r"\b(?:display|show|render|screen|page|button|layout|responsive|theme|dark mode|icon|tooltip|loading|spinner|click|navigat\w*|redirect"
    r"|encrypt\w*|https|tls|ssl|jwt|cookie|token|oauth|sso|csrf|xss|rate[- ]limit\w*|cors|authenticat\w*|log in|login|log out|logout|password"
    r"|uptime|latency|response time|load time|performance|scal\w+|cache|caching|cdn|deploy\w*|docker|kubernetes|pipeline|ci/cd|lint\w*"
    r"|test\w*|coverage|documentation|browser|mobile|tablet|desktop|accessib\w*|wcag|usab\w*|intuitive|user[- ]friendly|localization|language"
    r"|e-?mails? (?:is|are|shall be|will be)? ?sent|notif(?:y|ies)|alert|error message|message|export\w*|download\w*|print\w*|pdf|csv|chart|graph|dashboard)\b",
    re.IGNORECASE,
)


def account(model: ConceptualModel, requirements: Requirements) -> tuple[Accounted, ...]:
    """One entry per requirement id, in order of first appearance."""
    used = _used(model)
    texts: dict[str, list[str]] = defaultdict(list)
    for statement in requirements.statements:
        if statement.requirement:
            texts[statement.requirement].append(statement.text)
    found: list[Accounted] = []
    for requirement in requirements.requirement_ids:
        elements = tuple(dict.fromkeys(used.get(requirement, ())))
        if elements:
            found.append(Accounted(requirement=requirement, use=Use.USED, elements=elements))
        elif not texts[requirement]:
            found.append(Accounted(requirement=requirement, use=Use.NOT_DATA, reason="only a heading"))
        else:
            found.append(_unused(requirement, " ".join(texts[requirement])))
    return tuple(found)


def _unused(requirement: str, text: str) -> Accounted:
    match = _NOT_DATA.search(text)
    if match:
        return Accounted(
            requirement=requirement, use=Use.NOT_DATA, reason=f"speaks of behaviour outside the database (“{match[0]}”)"
        )
    return Accounted(requirement=requirement, use=Use.NOT_UNDERSTOOD, reason="no element was recognised in it")


def _used(model: ConceptualModel) -> dict[str, list[str]]:
    used: dict[str, list[str]] = defaultdict(list)
    for element, origin in elements(model):
        for requirement in origin.requirements:
            used[requirement].append(element)
    return used


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
