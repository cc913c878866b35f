"""How many belong to how many, where the documents say two things about it, or none."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from database_designer.discover.findings import RelationFinding
from database_designer.discover.names import Noun, camel
from database_designer.discover.questions.asking import Answer, Material, listed, member_place, question, spelled
from database_designer.model.conceptual import EntityType, Question, Reference
from database_designer.model.names import plural, snake_case
from database_designer.source import Evidence

_Pair = tuple[Noun, Noun]
_Told = tuple[Noun, Noun, str]
# An article or a plural alone is no number: "users register a product" tells none.
_ONE = re.compile(r"\b(?:one|only one|single|exactly one|at most one)\b", re.IGNORECASE)
_SEVERAL = re.compile(
    r"\b(?:several|many|multiple|more|various|numerous|two|three|four|five|\d+|any number)\b", re.IGNORECASE
)


def two_numbers(material: Material) -> Iterator[Question]:
    """A question for each pair of which one statement says "one" and another "several", of the same relationship."""
    one, several = _sides(material)
    for (source, target, verb), told in one.items():
        against = several.get((source, target, verb))
        if against is None or material.model.entity(camel(source)) is None:
            continue
        name, other = camel(source), camel(target)
        yield question(
            name,
            f"Does each {name} have one {other} or several? The documents say both.",
            Answer(
                taken=_kept(material, name, other),
                changes="whether one refers to the other, or a table stands between the two",
                where=f"entities.{name}.links",
                write=f"{plural('_'.join(target))}: {other}",
            ),
            (told, against),
        )


def _sides(material: Material) -> tuple[dict[_Told, Evidence], dict[_Told, Evidence]]:
    """For (of, what, verb): who says that each has one, and who says that each has several, in words of number."""
    one: dict[_Told, Evidence] = {}
    several: dict[_Told, Evidence] = {}
    for relation in material.findings.relations:
        source, target = (material.concepts.exact(n) for n in (relation.source, relation.target))
        if source is None or target is None or source == target or relation.role:
            continue
        for pair, many, low, high in (
            ((source, target), relation.target_many, relation.target_low, relation.target_high),
            ((target, source), relation.source_many, relation.source_low, relation.source_high),
        ):
            if (many is True or (high or 0) > 1) and _SEVERAL.search(relation.evidence.quote):
                several.setdefault((*pair, relation.verb), relation.evidence)
            elif high == 1 and low is not None and _ONE.search(relation.evidence.quote):
                one.setdefault((*pair, relation.verb), relation.evidence)
    return one, several


def _kept(material: Material, name: str, other: str) -> str:
    """How the model has the two."""
    for start, end in ((name, other), (other, name)):
        entity = material.model.entity(start)
        if entity and any(r.to == end for r in entity.references):
            return f"each {start} refers to one {end}"
        if entity and any(x.to == end for x in entity.links):
            return f"several of each: a table between {start} and {end}"
    return "they are not related"


def missing_numbers(material: Material) -> Iterator[Question]:
    """A question for each reference of which no sentence tells how many there are on either side."""
    told: set[_Pair] = set()
    seen: dict[_Pair, list[RelationFinding]] = defaultdict(list)
    for relation in material.findings.relations:
        source, target = (material.concepts.named(n) for n in (relation.source, relation.target))
        if source is None or target is None:
            continue
        for pair in ((source, target), (target, source)):
            seen[pair].append(relation)
            if _tells(relation):
                told.add(pair)
    nouns = {camel(c.noun): c.noun for c in material.concepts.concepts}
    for entity in material.model.entities:
        for reference in entity.references:
            pair = nouns.get(entity.name, ()), nouns.get(reference.to, ())
            if pair in seen and pair not in told and not reference.part_of and entity.name != reference.to:
                yield _missing(entity, reference)


def _tells(relation: RelationFinding) -> bool:
    numbers = (
        relation.target_many, relation.target_high, relation.target_low,
        relation.source_many, relation.source_high, relation.source_low,
    )  # fmt: skip
    return relation.part or any(n is not None for n in numbers)


def _missing(entity: EntityType, reference: Reference) -> Question:
    role = "" if reference.name == snake_case(reference.to) else f" ({spelled(reference.name)})"
    return question(
        f"{entity.name}.{reference.name}",
        f"Is it one {reference.to}{role} for each {entity.name}, or can there be several? No sentence tells a number.",
        Answer(
            taken=f"one {reference.to} for each {entity.name}, and any number of {entity.name} for each {reference.to}",
            changes="a table between the two takes the place of the foreign key",
            where=member_place(entity, "links"),
            write=f"{plural(reference.name)}: {reference.to}",
        ),
        reference.origin.evidence,
    )


def maybe_without(material: Material) -> Iterator[Question]:
    """One question for all references that are taken for optional although no document says so."""
    found = [
        (e, r) for e in material.model.entities for r in e.references if r.optional and "optional" in r.assumed
    ]  # fmt: skip
    if not found:
        return
    entity, first = found[0]
    names = [f"{e.name}.{r.name}" for e, r in found]
    yield question(
        names[0],
        f"May these be missing: {listed(names)}? No document says whether they must be there.",
        Answer(
            taken="each may be missing",
            changes="NOT NULL: a row without it is refused",
            where=member_place(entity, "references"),
            write=f"{first.name}: {first.to}",
        ),
        (e for _, r in found for e in r.origin.evidence[:1]),
    )
