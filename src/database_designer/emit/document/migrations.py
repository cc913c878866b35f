"""Section 9: the migration scripts: how to run them, the order of their statements, the seed data."""

from __future__ import annotations

from itertools import groupby

from database_designer.emit.document.facts import Facts
from database_designer.emit.document.markdown import blocks, code, codes, count, fence, table
from database_designer.model.plan import Statement

FILES = (
    ("migrations/V001__initial_schema.sql", "creates the schema"),
    ("migrations/V002__seed_data.sql", "inserts the reference data and first rows"),
    ("migrations/U002__seed_data.sql", "undoes V002"),
    ("migrations/U001__initial_schema.sql", "undoes V001"),
)
_NAMED = frozenset({"extension", "schema", "type", "table", "function", "view"})
"""Kinds whose names are shown; constraints, indexes and triggers stand with their tables."""


def migrations(facts: Facts) -> str:
    """The section's Markdown."""
    lead = (
        "The scripts are named as Flyway expects them; `psql -v ON_ERROR_STOP=1 -f FILE` runs them as well, "
        "in the order V001, V002, and to undo U002, U001."
    )
    return blocks(
        lead,
        table(("File", "What it does"), [(code(path), what) for path, what in FILES]),
        "### Initial Schema",
        _order(facts.design.plan.schema),
        "### Seed Data",
        _seed(facts),
    )


def _order(statements: tuple[Statement, ...]) -> str:
    """What V001 creates, step by step; consecutive statements of a kind are one step."""
    if not statements:
        return "V001 creates nothing, as nothing that data is kept about was found in the documents."
    rows = []
    number = 1
    for kind, group in groupby(statements, key=lambda s: s.creates.kind):
        names = [s.creates.name for s in group]
        last = number + len(names) - 1
        shown = codes(names) if kind in _NAMED else ""
        rows.append((f"{number}–{last}" if last > number else str(number), kind, str(len(names)), shown))
        number = last + 1
    return blocks(
        f"V001 has {count(len(statements), 'statement')}, each after those that it needs:",
        table(("Statements", "Kind", "Number", "Created"), rows),
    )


def _seed(facts: Facts) -> str:
    statements = facts.design.plan.seed
    if not statements:
        return "No reference data and no first rows were found in the documents, so V002 inserts nothing."
    return blocks(
        f"{count(len(facts.physical.seed), 'row')}; running the script again changes nothing.",
        fence("\n\n".join(s.sql for s in statements)),
    )
