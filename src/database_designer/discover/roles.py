"""Roles of users that no list names: whoever the requirements let act ("Admins shall ...", "trainers may only ...").

A role without values could hold anything. Where a document speaks of roles and lets several kinds of people act, these
are the roles it knows; that there are no others is an assumption, and a question says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from database_designer.discover.concepts import is_person
from database_designer.discover.names import Noun, noun, words
from database_designer.discover.prose import Line
from database_designer.model.conceptual import Attribute, ConceptualModel, EntityType, Kind, Question, SemanticType
from database_designer.source import Evidence, Origin, merge_origins

_ONE = r"(?!(?:and|or)\b)[A-Za-z]+(?:[ -](?!(?:and|or)\b)[a-z]+)?"
_ACTING = re.compile(
    rf"^(?:(?:only|the|an?|each|every|any|all)\s+)*(?P<who>{_ONE}(?:\s*(?:/|,|\band\b|\bor\b)\s*{_ONE})*)\s+(?:shall|must|may|can|will|should)\b",
    re.IGNORECASE,
)
_JOINED = re.compile(r"\s*(?:/|,|\band\b|\bor\b)\s*", re.IGNORECASE)
_CODED = re.compile(r"\brole\s*(?:[=:]|is)\s*`?(?P<code>[A-Z][A-Z_]{2,})\b")
_NO_ROLES = frozenset(
    {("user",), ("person",), ("people",), ("owner",), ("author",), ("creator",), ("recipient",), ("other",)}
)
_ENOUGH = 3
_MOST = 12


def with_roles(model: ConceptualModel, lines: Iterable[Line]) -> ConceptualModel:
    """The model in which the role of users, where nothing lists its values, has those who act in the documents."""
    user = model.entity("User")
    role = user.attribute("role") if user is not None else None
    if user is None or role is None or role.type.kind is not Kind.TEXT or role.many is not None:
        return model
    said = tuple(lines)
    coded = {words(m["code"]) for x in said for m in _CODED.finditer(x.statement.text)}
    found = _actors(said, frozenset(coded))
    if len(found) < _ENOUGH or len(found) > _MOST:
        return model
    values = tuple(_spelled(n, upper=bool(coded)) for n in found)
    changed = replace(
        role,
        type=SemanticType(kind=Kind.LIST, values=values),
        origin=merge_origins([role.origin, Origin(evidence=tuple(found.values())[:4], decided_by="roles")]),
        assumed=tuple(dict.fromkeys((*role.assumed, "values"))),
    )
    return _put(model, user, role, changed)


def _actors(lines: tuple[Line, ...], coded: frozenset[Noun]) -> dict[Noun, Evidence]:
    """Kinds of people that a statement with an id lets act, and where it does so first; `coded` are known for roles."""
    found: dict[Noun, Evidence] = {}
    for line in lines:
        match = _ACTING.match(line.statement.text) if line.statement.requirement else None
        for part in _JOINED.split(match["who"]) if match else ():
            name = noun(part)
            if len(name) == 1 and name not in _NO_ROLES and (is_person(name) or name in coded):
                found.setdefault(name, line.statement.evidence)
    return found


def _spelled(name: Noun, *, upper: bool) -> str:
    return "_".join(name).upper() if upper else " ".join(w.capitalize() for w in name)


def _put(model: ConceptualModel, user: EntityType, role: Attribute, changed: Attribute) -> ConceptualModel:
    attributes = tuple(changed if a is role else a for a in user.attributes)
    entities = tuple(replace(user, attributes=attributes) if e is user else e for e in model.entities)
    question = Question(
        ask="Which roles do users have? No list names them.",
        about="User.role",
        assumed=f"those who act in the documents: {', '.join(changed.type.values)}",
        origin=changed.origin,
        would_change="the values that the role of a user may have",
    )
    return replace(model, entities=entities, questions=(*model.questions, question))
