"""Sentences that tell a rule about things of the model, and led to no element."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from database_designer.discover.accounting.reasons import outright, purpose
from database_designer.discover.policies.owners import names_of
from database_designer.discover.questions.asking import Answer, Material, question
from database_designer.model.conceptual import (
    Attribute,
    ConceptualModel,
    EntityType,
    Question,
    Reference,
    Uniqueness,
    UniqueRule,
    WhenDeleted,
)
from database_designer.model.names import plural, snake_case
from database_designer.model.requirements import Statement
from database_designer.source import Evidence

# A rule that a database may have to keep: numbers of things, refusals, conditions of what is allowed.
_RULE = re.compile(
    r"\b(?:at most|at least|no more than|not more than|not exceed|exactly one|only one|unique(?:ly)?|must not|may not|cannot|can not"
    r"|never|only if|only when|unless|must be (?:greater|less|later|earlier|before|after|between|positive|one of)"
    r"|(?:must|shall|requir\w+)\b.{0,80}\bbefore|no two|overlap\w*|mutually exclusive|shall not|not (?:be )?(?:allowed|permitted|possible)|(?:must|shall) (?:always )?(?:lie|differ|match|equal|precede|follow|belong to the same|consist of))\b"
    r"|^no [a-z][^.;]{3,80}? (?:may|can|must|shall) |^only [a-z ]{3,40}? (?:who|that|which|whose)\b|\bread-only\b|\b(?:nobody|no one|no-one) (?:may|can|must|shall)\b|\b(?:minimum|maximum) .{1,60} (?:is|are|=) ",
    re.IGNORECASE,
)
_NUMBERS = re.compile(r"\b(?:at most|no more than|exactly|only) (?:one|two|three|\d+)\b", re.IGNORECASE)
# What refuses something, or sets a number: to be kept by more than by the things and properties it speaks of.
_DENIES = re.compile(
    r"\b(?:must not|may not|cannot|can not|shall not|never|read-only|can't|mustn't|nobody|no one)\b", re.IGNORECASE
)
_LIMITS = re.compile(
    r"\b(?:(?:at most|no more than|not more than|a maximum of) (?:[2-9]|\d\d+|two|three|four|five|six|ten))\b",
    re.IGNORECASE,
)
_MUST = re.compile(r"\b(?:must|shall|may|can|cannot|should|never|only|no|is|are)\b", re.IGNORECASE)
# What a person may do on the screen, or the program does at some moment, is no rule about rows.
_RIGHTS = re.compile(
    r"^\W*(?:can(?:not| not)?|only(?! [a-z ]{3,40}? (?:who|that|which|whose)\b)|(?:the )?(?:system|application) (?:cannot|can not|can)) \w+|^(?:if|when)\b|\bpermissions?\b|\baccess\b|\bdisplay\w*\b|\berrors?\b|\bmessages?\b.*[:\"“]",
    re.IGNORECASE,
)
_DELETION = re.compile(
    r"\b(?:cannot|can not|must not|may not|never) be (?:\w+ )?(?:deleted|removed) (?:if|while|when|as long as|with|that|which|until|unless)\b",
    re.IGNORECASE,
)
_WORDS = re.compile(r"[a-z]+(?:[-'][a-z]+)*", re.IGNORECASE)
_LEAST = 5
_NAME_WORDS = 4


def unplaced(material: Material, told: Mapping[Evidence, tuple[str, ...]]) -> Iterator[Question]:
    """A question for each sentence that is a rule by its words, names an entity type, and of which nothing came.

    `told` are the elements by the statement that led to them. What denies something must have led to more than to what
    it speaks of: a rule, a lifecycle, a member of which something is asked.
    """
    names = _names(material.model.entities)
    texts: set[str] = set()
    asked = {e for q in material.model.questions for e in q.origin.evidence}
    for statement in material.requirements.statements:
        said = statement.evidence
        if said in asked or said.quote in texts or not _is_rule(statement):
            continue
        if said in told and _is_kept(statement.text, told[said], material.model):
            continue
        texts.add(said.quote)
        entity = _first(statement.text, names) or _holding(statement.text, material.model.entities)
        if entity is None or _is_unique_already(entity, statement.text):
            continue
        if not _is_held_by_keys(entity, statement.text, material.model.entities):
            yield question(
                entity.name,
                f"How is this rule of {entity.name} to be kept: “{statement.text}”? No element came of it.",
                Answer(
                    taken="it is not enforced",
                    changes="a constraint or a trigger refuses what breaks it",
                    where=f"entities.{entity.name}.rules",
                    write=f"{_name(statement.text)}: {{enforced: false, reason: kept by the application}}",
                ),
                (said,),
            )


def _is_kept(text: str, elements: Iterable[str], model: ConceptualModel) -> bool:
    """Whether one of the elements keeps from being stored what the text refuses; True where it refuses nothing."""
    limits = bool(_LIMITS.search(text))
    if not limits and not _DENIES.search(text):
        return True
    for element in elements:
        owner, _, name = element.partition(".")
        entity = model.entity(owner)
        if entity is None or not name:
            continue
        member = entity.attribute(name) or entity.reference(name)
        counted = isinstance(member, Reference) and member.each_has.maximum is not None
        if member is None or counted or (not limits and _keeps_something(member)):
            return True
    return False


def _keeps_something(member: Attribute | Reference) -> bool:
    if member.immutable or member.set_once:
        return True
    if isinstance(member, Reference):
        return member.unique or not member.optional
    told = (member.check, member.matches, member.derived, member.generated, member.type.length)
    return member.unique is not Uniqueness.NO or not member.optional or any(t is not None for t in told)


def _is_rule(statement: Statement) -> bool:
    """Whether the statement demands something of rows, and is no step, no right of a user, no talk of the project."""
    text = statement.text
    if len(text.split()) < _LEAST or not (_NUMBERS.search(text) or (_RULE.search(text) and _MUST.search(text))):
        return False
    return not (_RIGHTS.search(text) or outright(text) or purpose(statement))


def _first(text: str, names: list[tuple[str, EntityType]]) -> EntityType | None:
    """The entity type that the text names first; of two names at one place the longer."""
    flat = f" {' '.join(_WORDS.findall(text.lower()))} "
    found = [(at, -len(name), entity) for name, entity in names if (at := flat.find(name)) >= 0]
    return min(found, key=lambda f: f[:2])[2] if found else None


def _holding(text: str, entities: tuple[EntityType, ...]) -> EntityType | None:
    """The only entity type with a property that the text names by several words, also its last ones ("the harvest year")."""
    flat = f" {' '.join(_WORDS.findall(text.lower()))} "
    found = [e for e in entities if any(f" {n} " in flat for a in e.attributes for n in _endings(a.name.split("_")))]
    return found[0] if len(found) == 1 else None


def _endings(words: list[str]) -> Iterator[str]:
    """The last words of a name, two of them at least: "meter reading" of "current meter reading"."""
    return (" ".join(words[at:]) for at in range(len(words) - 1))


def _is_unique_already(entity: EntityType, text: str) -> bool:
    """Whether the text asks for uniqueness that the entity type has."""
    words = set(_WORDS.findall(text.lower()))
    if "unique" not in words:
        return False
    kept = [a.name for a in entity.attributes if a.unique is not Uniqueness.NO]
    kept += [m for r in entity.rules if isinstance(r, UniqueRule) for m in r.members]
    return any(set(name.split("_")) <= words for name in kept)


def _is_held_by_keys(entity: EntityType, text: str, entities: tuple[EntityType, ...]) -> bool:
    """Whether the text keeps rows that others refer to from being deleted: their foreign keys do."""
    if not _DELETION.search(text):
        return False
    pointing = [
        e for e in entities for r in e.references if r.to == entity.name and r.when_deleted == WhenDeleted.RESTRICT
    ]
    return any(name in f" {text.lower().rstrip('.')} " for name, e in _names(tuple(pointing)) if e is not entity)


def _names(entities: tuple[EntityType, ...]) -> list[tuple[str, EntityType]]:
    """The spellings of all entity types, in one and in several."""
    found: list[tuple[str, EntityType]] = []
    for entity in entities:
        for name in names_of(entity):
            one = " ".join(name)
            found.extend((f" {spelling} ", entity) for spelling in (one, plural("_".join(name)).replace("_", " ")))
    return found


def _name(text: str) -> str:
    """A name for the rule, out of its longer words."""
    words = [w for w in _WORDS.findall(text.lower()) if len(w) > 3 and w.isascii()][:_NAME_WORDS]
    return snake_case(" ".join(words)) or "rule"
