"""Section 6: the indexes by what they are good for, and how each access pattern is served."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from database_designer.emit.document import plans
from database_designer.emit.document.facts import Facts
from database_designer.emit.document.markdown import blocks, code, codes, count, fence, prose, table
from database_designer.emit.document.words import requirement_ids
from database_designer.model.expression import Path
from database_designer.model.physical import Index


class Purpose(StrEnum):
    """What an index is chiefly good for: the first of these that holds of it."""

    SEARCH = "search"
    PARTIAL = "partial"
    EXPRESSION = "expression"
    COMPOSITE = "composite"
    SINGLE = "single column"


def indexes(facts: Facts) -> str:
    """The section's Markdown."""
    groups: dict[Purpose, list[Index]] = {purpose: [] for purpose in Purpose}
    for index in facts.physical.indexes:
        groups[purpose_of(index)].append(index)
    return blocks(
        f"{count(len(facts.physical.indexes), 'index', 'indexes')} beside those of primary keys and unique constraints; "
        f"those on a single column ({len(groups[Purpose.SINGLE])}) stand with their tables in section 3.",
        "### Composite Indexes",
        _statements(groups[Purpose.COMPOSITE], facts)
        or "None: no access pattern needs several columns that no key covers.",
        "### Full-Text Search",
        _statements(groups[Purpose.SEARCH], facts) or _no_search(facts),
        "### Partial Indexes",
        _statements(groups[Purpose.PARTIAL], facts) or "None: no index is for a part of a table's rows.",
        "### Indexes on Expressions" if groups[Purpose.EXPRESSION] else "",
        _statements(groups[Purpose.EXPRESSION], facts),
        "### Access Patterns",
        _services(facts),
    )


def purpose_of(index: Index) -> Purpose:
    """What the index is chiefly good for."""
    classes = {k.operator_class for k in index.keys}
    if index.method == "gin" or any("trgm" in c or "pattern_ops" in c for c in classes):
        return Purpose.SEARCH
    if index.predicate is not None:
        return Purpose.PARTIAL
    if any(not isinstance(k.expression, Path) for k in index.keys):
        return Purpose.EXPRESSION
    return Purpose.COMPOSITE if len(index.keys) > 1 else Purpose.SINGLE


def _no_search(facts: Facts) -> str:
    searching = [
        f"{e.name}.{q.name}" for e in facts.concept.entities for q in e.queries if q.search or q.prefix or q.words
    ]
    if searching:
        return f"None: {codes(searching)} search inside of texts without an index, as Access Patterns below says."
    return "None: no requirement asks for a search inside of texts."


def _statements(shown: Sequence[Index], facts: Facts) -> str:
    return fence("\n\n".join(_commented(i, facts) for i in shown)) if shown else ""


def _commented(index: Index, facts: Facts) -> str:
    """The statement under comments that say which queries it serves and who asks for them."""
    serves = ", ".join(index.serves)
    comments = [
        _comment(part) for part in (index.purpose, f"serves {serves}" if serves else "", _asked_by(index)) if part
    ]
    return "\n".join([*comments, *(s.sql for s in facts.created("index", index.name))])


def _asked_by(index: Index) -> str:
    ids = ", ".join(index.origin.requirements[:8])
    return f"asked for by {ids}" if ids else ""


def _comment(text: str) -> str:
    return f"-- {' '.join(text.split())}"


def _services(facts: Facts) -> str:
    services = facts.physical.services
    if not services:
        return "No access pattern beyond looking up by a key and following references was found in the documents."
    served = sum(bool(s.indexes) for s in services)
    rows = [
        (code(s.query), prose(s.what), codes(s.indexes) or f"none: {prose(s.reason)}", requirement_ids(s.origin, 4))
        for s in services
    ]
    return blocks(
        f"Access patterns served by an index: {served} of {len(services)}."
        + (" Why the others need or have none is said in their place." if served < len(services) else ""),
        table(("Query", "What it asks", "Served by", "Requirements"), rows),
        plans.queries(facts),
        plans.implied(facts),
    )
