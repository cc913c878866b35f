"""States and values that are told incompletely, or differently in two places."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import fields, is_dataclass

from database_designer.discover.findings import ValuesFinding
from database_designer.discover.names import Noun, camel
from database_designer.discover.questions.asking import (
    Answer,
    Material,
    attribute_line,
    listed,
    member_place,
    question,
    spelled,
)
from database_designer.discover.values.state_words import key
from database_designer.model.conceptual import (
    Assignment,
    Attribute,
    Creation,
    EffectRule,
    EntityType,
    Kind,
    Lifecycle,
    Question,
    SemanticType,
)
from database_designer.model.expression import Comparison, In, Literal, Path

NAMES_OF_LISTS = frozenset(("status", "state", "type", "category", "role", "kind", "priority", "level", "severity"))
# Beside these, a "state" is a part of an address.
_OF_ADDRESSES = frozenset(("city", "zip", "country", "postcode", "street", "zip_code", "postal_code", "province"))
EXAMPLES = ("FIRST", "SECOND")
_NEGATIONS = ("in", "un", "non", "dis", "de")


def two_lists(material: Material) -> Iterator[Question]:
    """A question for each list of values that stands differently in two places."""
    told: dict[tuple[Noun, Noun], list[ValuesFinding]] = defaultdict(list)
    for finding in material.findings.values:
        owner = material.concepts.named(finding.owner) if finding.owner else None
        if owner is not None and len(finding.values) > 1:
            told[owner, finding.attribute].append(finding)
    for (owner, name), found in told.items():
        entity = material.model.entity(camel(owner))
        held = _held(entity, "_".join(name)) if entity else ()
        for finding in found:
            missing = [v for v in finding.values if key(v) not in {key(h) for h in held}]
            same = len(finding.values) - len(missing)
            if entity and held and same and missing:
                yield _differing(
                    entity, "_".join(name), held, missing, (finding, *(f for f in found if f is not finding))
                )
                break


def _held(entity: EntityType, name: str) -> tuple[str, ...]:
    """The closed list that the model has for a property; () for none."""
    if entity.lifecycle is not None and entity.lifecycle.state == name:
        return entity.lifecycle.states
    attribute = entity.attribute(name)
    closed = attribute is not None and attribute.type.kind == Kind.LIST and not attribute.type.open_list
    return attribute.type.values if attribute is not None and closed else ()


def _differing(
    entity: EntityType, name: str, held: tuple[str, ...], missing: list[str], found: tuple[ValuesFinding, ...]
) -> Question:
    one = len(missing) == 1
    return question(
        f"{entity.name}.{name}",
        f"{'Is' if one else 'Are'} {listed(missing)} {'a value' if one else 'values'} of the {spelled(name)} of {entity.name}? One list"
        f" has {'it' if one else 'them'}, another ({listed(held)}) has not.",
        _with_all(entity, name, (*held, *missing), f"the list without {'it' if one else 'them'}"),
        (f.evidence for f in found),
    )


def _with_all(entity: EntityType, name: str, values: tuple[str, ...], taken: str) -> Answer:
    attribute = entity.attribute(name)
    if attribute is None:
        place, line = member_place(entity, "lifecycle"), f"states: [{', '.join(_flow(v) for v in values)}]"
    else:
        closed = SemanticType(kind=Kind.LIST, values=values)
        place, line = member_place(entity, "attributes"), attribute_line(attribute, closed)
    return Answer(taken=taken, changes="which values are accepted", where=place, write=line)


def moves(material: Material) -> Iterator[Question]:
    """A question for each lifecycle of which no move is told; a switch between two opposites needs none."""
    for entity in material.model.entities:
        lifecycle = entity.lifecycle
        if lifecycle is not None and lifecycle.any_move and len(lifecycle.states) > 1 and not _is_switch(lifecycle):
            yield question(
                f"{entity.name}.{lifecycle.state}",
                _asked_of_moves(entity, lifecycle),
                Answer(
                    taken="any change",
                    changes="a trigger refuses the others",
                    where=f"entities.{entity.name}.lifecycle",
                    write=f"moves: {{{_flow(lifecycle.states[0])}: [{_flow(lifecycle.states[1])}]}}",
                ),
                lifecycle.origin.evidence,
            )


def _asked_of_moves(entity: EntityType, lifecycle: Lifecycle) -> str:
    listed_, name = listed(lifecycle.states), spelled(lifecycle.state)
    if all(state.isdigit() for state in lifecycle.states):
        return f"What do the values {listed_} of the {name} of {entity.name} mean, and which may follow which?"
    return f"Which changes of {name} are allowed for {entity.name} ({listed_})?"


def _is_switch(lifecycle: Lifecycle) -> bool:
    """Whether the states are a word and its opposite ("active", "inactive"): both ways are meant."""
    one, *others = sorted((key(s) for s in lifecycle.states), key=len)
    return len(others) == 1 and any(others[0] == f"{prefix}{one}" for prefix in _NEGATIONS)


def _flow(value: str) -> str:
    """A value inside [ ] or { } of YAML."""
    return value if value.replace("_", "").replace(" ", "").isalnum() else "'" + value.replace("'", "''") + "'"


def values(material: Material) -> Iterator[Question]:
    """A question for each property that by its name has a few values, none of which is told."""
    for entity in material.model.entities:
        for attribute in entity.attributes:
            if attribute.name.split("_")[-1] in NAMES_OF_LISTS and _is_open(entity, attribute):
                yield question(
                    f"{entity.name}.{attribute.name}",
                    f"Which values may the {spelled(attribute.name)} of {entity.name} have?",
                    Answer(
                        taken="any text",
                        changes="a closed list becomes an enum type, and other values are refused",
                        where=member_place(entity, "attributes"),
                        write=attribute_line(attribute, _example(material, entity, attribute)),
                    ),
                    attribute.origin.evidence,
                )


def _example(material: Material, entity: EntityType, attribute: Attribute) -> SemanticType:
    """A list to begin with: the values that rules use already, filled up."""
    rules = (r for e in material.model.entities for r in e.rules)
    made = (c for r in rules if isinstance(r, EffectRule) for c in r.create if c.entity == entity.name)
    used = dict.fromkeys(v for told in (*entity.rules, *made) for v in _used(told, attribute.name, entity.name))
    return SemanticType(kind=Kind.LIST, values=(*used, *EXAMPLES[: max(2 - len(used), 0)]))


def _used(rule: object, name: str, owner: str) -> Iterator[str]:
    """The values that a rule, or a part of it, compares the property with or writes into it; rows of others have others."""
    match rule:
        case Creation(entity=other) if other != owner:
            return
        case Comparison(left=Path(steps=(*_, last)), right=Literal(value=value)) if last == name:
            yield value
        case In(operand=Path(steps=(*_, last)), values=literals) if last == name:
            yield from (v.value for v in literals if isinstance(v, Literal))
        case Assignment(path=Path(steps=(*_, last)), value=Literal(value=value)) if last == name:
            yield value
        case (str() as last, Literal(value=value)) if last == name:  # in what a rule creates
            yield value
        case tuple():
            for part in rule:
                yield from _used(part, name, owner)
        case _ if is_dataclass(rule):
            for field in fields(rule):
                yield from _used(getattr(rule, field.name), name, owner)


def _is_open(entity: EntityType, attribute: Attribute) -> bool:
    """Whether any text is accepted, and none of its form is told, as a length would: free text is meant then."""
    type_ = attribute.type
    if attribute.origin.assumed:
        return False
    if attribute.name.endswith("state") and any(a.name.split("_", 1)[-1] in _OF_ADDRESSES for a in entity.attributes):
        return False
    return type_.kind == Kind.TEXT and type_.length is None and attribute.matches is None and attribute.many is None
