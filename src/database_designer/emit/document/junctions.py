"""Section 4: the tables of many-to-many relationships."""

from __future__ import annotations

from database_designer.emit.document.facts import Facts
from database_designer.emit.document.markdown import blocks
from database_designer.emit.document.tables import definition
from database_designer.model.physical import TableKind


def junctions(facts: Facts) -> str:
    """The section's Markdown."""
    shown = [t for t in facts.physical.tables if t.kind == TableKind.JUNCTION]
    if not shown:
        return (
            "No many-to-many relationship without data of its own was found in the documents; "
            "one with data is an entity with two references and stands in section 3."
        )
    return blocks(*(definition(t, facts) for t in shown))
