"""Section 13: from tables to requirements, from requirements to what became of them, and what is assumed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from database_designer.emit.document.facts import Facts
from database_designer.emit.document.markdown import blocks, code, count, items, prose, table, table_link
from database_designer.emit.document.words import cut, quotation, requirement_ids
from database_designer.emit.domains import domains
from database_designer.model.conceptual import Accounted, AccountedStatement, Attribute, EntityType, Reference, Use
from database_designer.model.physical import Table, TableKind
from database_designer.source import Origin

_ELEMENTS_SHOWN = 12
_STATEMENTS_SHOWN = 50


def traceability(facts: Facts) -> str:
    """The section's Markdown."""
    return blocks(
        _tables(facts),
        "### What Became of Each Requirement",
        _requirements(facts.concept.accounting),
        "### What Became of Each Statement",
        _statements(facts.concept.statements),
        "### Assumptions",
        _assumptions(facts),
    )


def _tables(facts: Facts) -> str:
    rows = [
        (table_link(t.name), requirement_ids(t.origin, 12), _relationship(t, facts), quotation(t.origin))
        for d in domains(facts.physical.tables)
        for t in d.tables
    ]
    if not rows:
        return "There are no tables to trace."
    return table(("Table", "Derived From Requirement", "Relationship", "Evidence"), rows)


def _relationship(item: Table, facts: Facts) -> str:
    """What the table is to the others."""
    targets = [table_link(k.target) for k in facts.keys_from.get(item.name, ())]
    parents = cut(targets, 4)
    match item.kind:
        case TableKind.JUNCTION:
            return f"Junction of {' and '.join(targets)}"
        case TableKind.SUBTYPE:
            return f"Kind of {targets[0]}" if targets else "Subtype"
        case TableKind.MULTIVALUED:
            return f"Values of {targets[0]}" if targets else "Values"
        case TableKind.LOOKUP:
            return "List kept by users"
        case TableKind.AUDIT:
            return "Record of changes"
        case TableKind.ARCHIVE:
            return "Archive"
        case TableKind.GUARDS:
            return "Turns that concurrent transactions take"
    entity = facts.concept.entity(item.entity)
    wholes = _wholes(entity, facts) if entity else []
    if wholes:
        return f"Part of {cut(wholes)}"
    return f"Core entity; refers to {parents}" if targets else "Core entity"


def _wholes(entity: EntityType, facts: Facts) -> list[str]:
    found = [facts.physical.of_entity(r.to) for r in entity.references if r.part_of]
    return [table_link(t.name) for t in found if t]


def _requirements(accounting: tuple[Accounted, ...]) -> str:
    if not accounting:
        return "The documents number no requirements; the evidence above names file and line instead."
    uses = Counter(a.use for a in accounting)
    counts = ", ".join(f"{uses[use]} {use}" for use in Use)
    rows = [(prose(a.requirement), str(a.use), _led_to(a)) for a in accounting]
    return blocks(
        f"{count(len(accounting), 'requirement')}: {counts}.",
        table(("Requirement", "What became of it", "Elements, or why none"), rows),
    )


def _statements(statements: tuple[AccountedStatement, ...]) -> str:
    if not statements:
        return "There are no statements to account for: the model was not discovered in documents."
    uses = Counter(s.use for s in statements)
    left = [s for s in statements if s.use == Use.NOT_UNDERSTOOD]
    rows = [(code(str(s.said.span)), prose(s.said.quote), prose(s.reason)) for s in left[:_STATEMENTS_SHOWN]]
    more = len(left) - len(rows)
    return blocks(
        f"{count(len(statements), 'statement')}: {', '.join(f'{uses[use]:,} {use}' for use in Use)}.",
        table(("Place", "Not understood", "Why"), rows) if rows else "",
        f"And {more:,} more, which `database-designer discover --unused` lists." if more else "",
    )


def _led_to(accounted: Accounted) -> str:
    elements = cut([code(e) for e in accounted.elements], _ELEMENTS_SHOWN)
    return ": ".join(part for part in (elements, prose(accounted.reason)) if part)


def _assumptions(facts: Facts) -> str:
    """The elements that no document states, by entity; the surrogate keys and timestamps of every table in one line."""
    found = [(name, whats) for name, whats in _assumed_by_entity(facts) if whats]
    usual = "Surrogate keys, `created_at` and `updated_at` are added to tables without being asked for."
    if not found:
        return f"Nothing else is assumed. {usual}"
    lines = [f"{code(name)}: {'; '.join(whats)}" for name, whats in found]
    return blocks(f"No document states the following. {usual}", items(lines))


def _assumed_by_entity(facts: Facts) -> Iterator[tuple[str, list[str]]]:
    for entity in facts.concept.entities:
        whats = ["the entity itself" + _why(entity.origin)] if entity.origin.assumed else []
        elements: list[Attribute | Reference] = [*entity.attributes, *entity.references]
        whats += [code(e.name) + _why(e.origin) for e in elements if e.origin.assumed]
        options = dict.fromkeys(option for e in elements for option in e.assumed)
        whats += [f"{prose(o)} of {cut([code(e.name) for e in elements if o in e.assumed], 30)}" for o in options]
        whats += [code(link.name) + _why(link.origin) for link in entity.links if link.origin.assumed]
        if entity.lifecycle and entity.lifecycle.origin.assumed:
            whats.append("its lifecycle" + _why(entity.lifecycle.origin))
        yield entity.name, whats


def _why(origin: Origin) -> str:
    return f" ({prose(origin.principle)})" if origin.principle else ""
