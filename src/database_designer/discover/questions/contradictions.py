"""Statements that contradict each other about one property, or about how long rows are kept."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal, InvalidOperation

from database_designer.discover.assemble.same_names import group
from database_designer.discover.findings import AttributeFinding
from database_designer.discover.names import Noun, camel
from database_designer.discover.policies.owners import by_noun, owner
from database_designer.discover.questions.asking import (
    Answer,
    Material,
    attribute_line,
    member_place,
    question,
    spelled,
)
from database_designer.model.conceptual import Attribute, BoundRule, EntityType, Kind, Question
from database_designer.model.expression import Literal
from database_designer.model.text import expression_text
from database_designer.modelfile.write_lines import attribute_text
from database_designer.source import Evidence

_FAMILIES = (
    frozenset((Kind.INTEGER, Kind.DECIMAL, Kind.MONEY, Kind.PERCENT)),
    frozenset((Kind.DATE, Kind.INSTANT)),
    frozenset((Kind.TIME, Kind.DURATION)),
    frozenset((Kind.BOOLEAN,)),
    frozenset((Kind.JSON,)),
)
_Told = tuple[str, Evidence]


def property_contradictions(material: Material) -> Iterator[Question]:
    """A question for each property of which two statements say different things."""
    for entity, attribute, found in _properties(material):
        for asked, change, values in _told(found):
            distinct = _distinct(values)
            if len(distinct) > 1:
                told = " or ".join(distinct)
                yield question(
                    f"{entity.name}.{attribute.name}",
                    f"{asked.format(name=spelled(attribute.name), entity=entity.name)}: {told}? The documents say both.",
                    Answer(
                        taken=attribute_text(attribute), changes=change, where=member_place(entity, "attributes"),
                        write=attribute_line(attribute),
                    ),
                    distinct.values(),
                )  # fmt: skip


def _told(found: list[AttributeFinding]) -> Iterator[tuple[str, str, list[_Told]]]:
    """What can be told in two ways: how it is asked, what hangs on it, and what each finding says."""
    bounds: tuple[tuple[str, Callable[[AttributeFinding], str | int | None]], ...] = (
        ("What is the largest {name} of {entity} that is allowed", lambda f: f.maximum),
        ("What is the smallest {name} of {entity} that is allowed", lambda f: f.minimum),
        ("How many characters may the {name} of {entity} have", lambda f: f.max_length),
    )
    for asked, of in bounds:
        values = [(_number(str(value)), f.evidence) for f in found if (value := of(f)) is not None]
        yield asked, "which values are refused", values
    defaults = [(_plain(f.default), f.evidence) for f in found if isinstance(f.default, Literal)]
    yield "What is the {name} of a new {entity} unless it is given", "the default of the column", defaults
    yield "Is the {name} of {entity}", "whether a row without it is refused", _required(found)
    yield "What is the {name} of {entity}", "the type of the column", _types(found)


def _required(found: list[AttributeFinding]) -> list[_Told]:
    """What prose says; what shapes of requests require differs between creating and changing."""
    told = [f for f in found if not f.structured and f.required is not None]
    return [("required" if f.required else "optional", f.evidence) for f in told]


def _types(found: list[AttributeFinding]) -> list[_Told]:
    """The types that are stated, one of each family; texts hold dates and codes in many an API, and are no family."""
    told: list[_Told] = []
    for family in _FAMILIES:
        first = next((f for f in found if f.type is not None and f.type.kind in family), None)
        if first is not None and first.type is not None:
            told.append((str(first.type.kind), first.evidence))
    return told


def _distinct(values: list[_Told]) -> dict[str, Evidence]:
    first: dict[str, Evidence] = {}
    for value, evidence in values:
        first.setdefault(value, evidence)
    return first


def _number(text: str) -> str:
    """A number in one spelling: 5, 5.0 and 05 are the same bound."""
    try:
        return format(Decimal(text).normalize(), "f")
    except InvalidOperation:
        return text


def _plain(literal: Literal) -> str:
    return literal.value.strip().casefold()


def _properties(material: Material) -> Iterator[tuple[EntityType, Attribute, list[AttributeFinding]]]:
    """The attributes of the model with all findings about them."""
    by_owner: dict[Noun, list[AttributeFinding]] = defaultdict(list)
    for finding in material.findings.attributes:
        noun = material.concepts.named(finding.owner)
        if noun is not None:
            by_owner[noun].append(finding)
    entities = {e.name: e for e in material.model.entities}
    for noun, found in by_owner.items():
        entity = entities.get(camel(noun))
        if entity is None:
            continue
        for name, members in group(noun, found, material.concepts).items():
            attribute = entity.attribute("_".join(name))
            if attribute is not None and len(members) > 1:
                yield entity, attribute, members


def retention_contradictions(material: Material) -> Iterator[Question]:
    """A question for each entity type whose rows are kept for two different times by two statements."""
    told: dict[tuple[Noun, str, str], dict[str, Evidence]] = defaultdict(dict)
    for finding in material.findings.policies:
        if finding.policy == "retention" and finding.owner:
            details = dict(finding.values)
            key = finding.owner, details.get("after", ""), details.get("then", "")
            told[key].setdefault(f"{details.get('amount')} {details.get('unit')}", finding.evidence)
    known = by_noun(material.model.entities)
    for (noun, _, _), periods in told.items():
        named = owner(noun, known)
        if named is None or named.rest or len(periods) < 2:
            continue
        entity = material.model.entity(named.entity)
        kept = entity.retention if entity else None
        taken = f"{kept.amount} {kept.unit}" if kept else "no row is removed"
        yield question(
            named.entity,
            f"How long is {named.entity} kept: {' or '.join(periods)}? The documents say both.",
            Answer(
                taken=taken,
                changes="when its rows are removed",
                where=f"entities.{named.entity}",
                write=f"retention: {{keep: {next(iter(periods))}, then: {kept.then if kept else 'delete'}}}",
            ),
            periods.values(),
        )


def bound_contradictions(material: Material) -> Iterator[Question]:
    """A question for each number of rows that two rules bound differently."""
    for entity in material.model.entities:
        groups: dict[tuple[object, ...], list[BoundRule]] = defaultdict(list)
        for rule in entity.rules:
            if isinstance(rule, BoundRule) and isinstance(rule.bound, Literal):
                groups[rule.per, rule.where, rule.upper].append(rule)
        for (_, _, upper), rules in groups.items():
            if len({expression_text(r.bound) for r in rules}) > 1:
                yield _bound(entity, rules, "most" if upper else "least")


def _bound(entity: EntityType, rules: Sequence[BoundRule], end: str) -> Question:
    told = " or ".join(dict.fromkeys(expression_text(r.bound) for r in rules))
    per = f" per {'.'.join(rules[0].per)}" if rules[0].per else ""
    return question(
        entity.name,
        f"How many rows of {entity.name} may there be at {end}{per}: {told}? The documents say both.",
        Answer(
            taken="all of these rules hold",
            changes="how many rows are refused",
            where=member_place(entity, "rules"),
            write=f"{rules[0].name}: {{at_{end}: {expression_text(rules[0].bound)}{_per(rules[0])}}}",
        ),
        (e for r in rules for e in r.origin.evidence[:1]),
    )


def _per(rule: BoundRule) -> str:
    per = f", per: {'.'.join(rule.per)}" if rule.per else ""
    return per + (f", where: '{expression_text(rule.where).replace(chr(39), chr(39) * 2)}'" if rule.where else "")
