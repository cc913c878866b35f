"""The conceptual model out of the entity types that were decided and all findings about them."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from database_designer.discover.assemble import lifecycles
from database_designer.discover.assemble.detours import without_detours
from database_designer.discover.assemble.kinds import with_kinds
from database_designer.discover.assemble.own import Own, own_of
from database_designer.discover.assemble.owners import by_owner
from database_designer.discover.assemble.policies import apply_policies, operations, postgres_version
from database_designer.discover.assemble.rows import with_rows
from database_designer.discover.concepts import Concept, Concepts
from database_designer.discover.findings import Findings, UniqueFinding, ValuesFinding
from database_designer.discover.names import Noun, camel
from database_designer.discover.relationships import relate, with_backs
from database_designer.discover.rules.comparisons import rules_of
from database_designer.model.conceptual import (
    ConceptualModel,
    EntityType,
    Kind,
    Link,
    Reference,
)
from database_designer.model.names import plural
from database_designer.model.requirements import Requirements
from database_designer.source import Origin

# A sentence about a thing: it begins with it, or somebody keeps it.
_ABOUT = (
    r"^(?:(?:the|an?|each|every|all)\s+)?{thing}\b(?!['’])"
    r"|\b(?:manage|maintain|create|record|store|keep|save|add|register|enter|offer|log|track)[sd]?"
    r"(?:[\s/,]+[\w-]+){{0,5}}?\s+{thing}\b(?!['’])"
)
_AUDIT_LOGS = frozenset({("audit", "log"), ("audit", "trail"), ("audit", "record"), ("audit", "entry")})


def assemble(findings: Findings, concepts: Concepts, requirements: Requirements) -> ConceptualModel:
    """The model, without its account."""
    subtypes = _subtypes(findings, concepts)
    told_of = by_owner(findings, concepts)
    told = _shares(findings, concepts)
    own = {c.noun: own_of(c, told_of[c.noun], told[camel(c.noun)], concepts) for c in concepts.concepts}
    fixed = {n: o.references for n, o in own.items() if o.references}
    related = relate(findings, concepts, fixed, subtypes)
    entities = tuple(
        _entity(c, own[c.noun], related.references.get(c.noun, ()), related.links.get(c.noun, ()), subtypes)
        for c in concepts.concepts
        if c.noun not in _AUDIT_LOGS
    )
    entities = with_kinds(without_detours(entities))
    entities = _only_known(apply_policies(entities, findings, concepts))
    entities = tuple(_with_rules(e, told[e.name], concepts) for e in entities)
    said = lifecycles.by_owner(findings.states, concepts)
    entities = tuple(lifecycles.with_moves(e, said.get(e.name, [])) for e in entities)
    entities = tuple(with_rows(e, findings.rows, concepts) for e in entities)
    running = operations(findings)
    return ConceptualModel(
        name=requirements.project,
        entities=entities,
        postgres=postgres_version(findings),
        actor="User" if any(e.name == "User" for e in entities) else "",
        operations=running,
    )


def _shares(findings: Findings, concepts: Concepts) -> dict[str, Findings]:
    """The findings by the entity type that their values and uniques are of; those of none are in every share."""
    sorts: tuple[tuple[str, tuple[ValuesFinding | UniqueFinding, ...]], ...] = (
        ("values", findings.values), ("uniques", findings.uniques),
    )  # fmt: skip
    shares: dict[Noun, dict[str, list[Any]]] = {c.noun: {sort: [] for sort, _ in sorts} for c in concepts.concepts}
    for sort, found in sorts:
        for finding in found:
            owners = (concepts.named(finding.owner),) if finding.owner else tuple(shares)
            for owner in owners:
                if owner in shares:
                    shares[owner][sort].append(finding)
    return {camel(n): replace(findings, **{s: tuple(f) for s, f in own.items()}) for n, own in shares.items()}


def _subtypes(findings: Findings, concepts: Concepts) -> dict[Noun, Noun]:
    """Subtype to supertype; a chain never closes to a circle, and the first statement wins."""
    found: dict[Noun, Noun] = {}
    for kind in findings.kinds:
        sub, above = concepts.exact(kind.sub), concepts.exact(kind.super)
        if sub is None or above is None or sub == above or sub in found:
            continue
        top = above
        while top in found:
            top = found[top]
        if top != sub:
            found[sub] = above
    return found


def _entity(
    concept: Concept, own: Own, references: tuple[Reference, ...], links: tuple[Link, ...], subtypes: dict[Noun, Noun]
) -> EntityType:
    above = subtypes.get(concept.noun)
    taken = {r.name for r in references} | {own.lifecycle.state if own.lifecycle else ""}
    names = {a.name for a in own.attributes}
    return EntityType(
        name=camel(concept.noun),
        origin=Origin(evidence=concept.evidence, decided_by="concepts", principle=concept.principle),
        says=_says(concept),
        synonyms=tuple(camel(n) for n in concept.others),
        attributes=tuple(a for a in own.attributes if a.name not in taken),
        references=with_backs(concept.noun, references),
        links=tuple({x.name: x for x in (*own.links, *links) if x.name not in names | taken}.values()),
        kind_of=camel(above) if above else "",
        lifecycle=own.lifecycle,
    )


def _says(concept: Concept) -> str:
    """The sentence that tells what the thing is: the first quotation that begins with it or says that it is kept; "" for none."""
    told = [e.quote for e in concept.evidence if _is_sentence(e.quote)]
    about = [
        re.compile(_ABOUT.format(thing=r"[\s-]*".join(map(re.escape, n))), re.IGNORECASE) for n in _called(concept)
    ]
    return next((q for q in told if any(a.search(q) for a in about)), "")


def _called(concept: Concept) -> tuple[Noun, ...]:
    return tuple(n for noun in (concept.noun, *concept.others) for n in (noun, (*noun[:-1], plural(noun[-1]))))


def _is_sentence(quote: str) -> bool:
    """Whether a quotation tells something to a reader: no path, no row of a table, not just a name."""
    first = quote.split(" ", 1)[0]
    if "_" in first or (first != first.lower() and first[:1].islower()):
        return False
    return 20 <= len(quote) <= 300 and " " in quote and "|" not in quote and not (first.isupper() and "/" in quote)


def _only_known(entities: tuple[EntityType, ...]) -> tuple[EntityType, ...]:
    """References to entity types that were left out are left out, too."""
    names = {e.name for e in entities}
    return tuple(
        replace(
            e,
            references=tuple(r for r in e.references if r.to in names),
            links=tuple(x for x in e.links if x.to in names),
            kind_of=e.kind_of if e.kind_of in names else "",
        )
        for e in entities
    )


def _with_rules(entity: EntityType, findings: Findings, concepts: Concepts) -> EntityType:
    rules = rules_of(entity, findings.uniques, findings.compares, concepts)
    taken = {a.name for a in entity.attributes if a.type.kind != Kind.LIST}
    return replace(entity, rules=tuple(r for r in rules if r.name not in taken))
