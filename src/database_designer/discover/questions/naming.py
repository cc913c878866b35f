"""Names: two for one thing, one for two things, nouns that came near to be things, people named by what they do."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import combinations

from database_designer.discover.concepts import is_person
from database_designer.discover.findings import AttributeFinding
from database_designer.discover.names import Noun, camel, initials, noun
from database_designer.discover.policies.owners import by_noun, owner
from database_designer.discover.questions.asking import Answer, Material, listed, question
from database_designer.model.conceptual import EntityType, Question, Reference
from database_designer.model.requirements import Statement
from database_designer.source import Evidence

_MOST = 200
_ALIKE = 0.75
_ENOUGH = 3
_USUAL = frozenset(("name", "title", "description", "status", "type", "notes", "note", "comment", "date"))
_COMMON_ENDINGS = frozenset("item entry line detail record type part list history log request".split())


def two_names(material: Material) -> Iterator[Question]:
    """A question for each two entity types that by their names or their properties may be one, or one a kind of it."""
    entities = [e for e in material.model.entities if noun(e.name)][:_MOST]
    endings = Counter(noun(e.name)[-1] for e in entities)
    for one, two in combinations(entities, 2):
        short, long = sorted((one, two), key=lambda e: len(noun(e.name)))
        if _related(short, long):
            continue
        evidence = (*short.origin.evidence[:1], *long.origin.evidence[:1])
        ending = noun(short.name)[-1]
        if _ends_in(long, short) and ending not in _COMMON_ENDINGS and endings[ending] == 2:
            yield question(
                long.name,
                f"Is each {long.name} a {short.name}, or is it something else? No sentence tells.",
                Answer(
                    taken="two tables that are not related",
                    changes="its key is that of the other, whose columns it has, too; or the two become one table",
                    where=f"entities.{long.name}",
                    write=f"kind_of: {short.name}",
                ),
                evidence,
            )
        elif why := _why_one(short, long):
            yield question(
                long.name,
                f"Are {short.name} and {long.name} two names for one thing? {why}.",
                Answer(
                    taken="two tables",
                    changes=f"one table with the columns of both: delete {short.name} then",
                    where=f"entities.{long.name}",
                    write=f"synonyms: [{short.name}]",
                ),
                evidence,
            )


def _ends_in(long: EntityType, short: EntityType) -> bool:
    ending = noun(short.name)
    return len(noun(long.name)) > len(ending) and noun(long.name)[-len(ending) :] == ending


def _why_one(short: EntityType, long: EntityType) -> str:
    if len(noun(short.name)) == 1 < len(noun(long.name)) and noun(short.name)[0] == initials(noun(long.name)):
        return "The one name is short for the other"
    own = [{a.name for a in e.attributes} - _USUAL for e in (short, long)]
    shared = own[0] & own[1]
    if len(shared) >= _ENOUGH and len(shared) >= _ALIKE * len(own[0] | own[1]):
        return f"They have the same properties ({listed(sorted(shared))})"
    return ""


def _related(one: EntityType, two: EntityType) -> bool:
    """Whether the documents tell the two apart: one refers to the other, is a kind or a state of it."""
    for start, end in ((one, two), (two, one)):
        targets = {start.kind_of, *(r.to for r in start.references), *(x.to for x in start.links)}
        if end.name in targets:
            return True
    return bool(one.kind_of) and one.kind_of == two.kind_of


def doubtful(material: Material) -> Iterator[Question]:
    """A question for each noun that came near to be an entity type, the nearest first."""
    for concept in sorted(material.concepts.doubtful, key=lambda c: -c.score):
        name = camel(concept.noun)
        if material.model.entity(name) is not None or not concept.evidence:
            continue
        yield question(
            name,
            f"Is data kept about each {' '.join(concept.noun)}? The documents speak of it, and tell too little to be sure.",
            Answer(
                taken="it is no table",
                changes=f"a table for {name}, with the properties that are told of it",
                where="entities",
                write=f"{name}: {{attributes: {{{_attributes(concept.noun, material)}}}}}",
            ),
            concept.evidence,
        )


def _attributes(name: Noun, material: Material) -> str:
    """The properties that are told of a noun, as texts to begin with."""
    told: list[AttributeFinding] = [f for f in material.findings.attributes if f.owner == name]
    names = dict.fromkeys("_".join(f.name) for f in told)
    usable = [n for n in names if n.replace("_", "").isalpha() and n.isascii()][:_ENOUGH]
    return ", ".join(f"{n}: text" for n in usable) or "name: text"


def persons(material: Material) -> Iterator[Question]:
    """One question for each entity type that stands for people named by what they do ("approver", "author")."""
    entities = material.model.entities
    guessed: dict[str, list[tuple[EntityType, Reference]]] = defaultdict(list)
    known = by_noun(entities)
    for entity in entities:
        for reference in entity.references:
            name = noun(reference.name)
            if name and is_person(name) and owner(name, known) is None and not _named(reference):
                guessed[reference.to].append((entity, reference))
    for target, found in guessed.items():
        entity, first = found[0]
        yield question(
            f"{entity.name}.{first.name}",
            f"Is it always a {target} that is meant by {listed([f'{e.name}.{r.name}' for e, r in found])}?",
            Answer(
                taken=f"each is a {target}",
                changes="the foreign key points to another table, or a table of its own holds these people",
                where=f"entities.{entity.name}.references",
                write=f"{first.name}: {target}",
            ),
            (e for _, r in found for e in r.origin.evidence[:1]),
        )


def _named(reference: Reference) -> bool:
    """Whether a quotation names the entity type that is pointed to: then it is no guess."""
    target = " ".join(noun(reference.to))
    return any(target in e.quote.lower() for e in reference.origin.evidence)


def repeated_ids(material: Material) -> Iterator[Question]:
    """A question for each id that numbers two different requirements of one section."""
    first: dict[tuple[str, tuple[str, ...], str], Statement] = {}
    before: Statement | None = None
    told: set[str] = set()
    for statement in material.requirements.statements:
        identity = statement.requirement
        if identity and (before is None or before.requirement != identity):
            key = (statement.span.file, statement.section, identity)
            known = first.setdefault(key, statement)
            if known is not statement and known.text != statement.text and identity not in told:
                told.add(identity)
                yield _repeated(identity, (known.evidence, statement.evidence))
        before = statement


def _repeated(identity: str, evidence: tuple[Evidence, ...]) -> Question:
    return question(
        "",
        f"Which requirement is {identity}? The id stands for two.",
        Answer(
            taken="both are read, and what comes of either is traced to the one id",
            changes="the traceability tells the two apart, once one has another id in the documents",
        ),
        evidence,
    )
