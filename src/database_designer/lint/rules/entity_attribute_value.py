"""Tables that keep columns as rows."""

from __future__ import annotations

from collections.abc import Iterator

from database_designer.diagnostics import Severity
from database_designer.lint.facts import HOUSEKEEPING, is_text, listed
from database_designer.lint.rule import Finding, Rule
from database_designer.lint.subject import Subject

_NAMES = frozenset("attribute attribute_name attr_name property property_name field_name key name".split())
_VALUES = frozenset("value attribute_value attr_value property_value field_value value_text".split())


def find(subject: Subject) -> Iterator[Finding]:
    """A finding for each table with a reference, a name and a value, and hardly anything else."""
    catalog = subject.catalog
    for table in catalog.tables:
        columns = catalog.columns_of(table.name)
        names = {c.name for c in columns}
        kept = {c.name for c in columns if c.name in _VALUES and (is_text(c) or c.base in ("json", "jsonb"))}
        own = names - HOUSEKEEPING - set(catalog.primary_key(table.name)) - catalog.referring(table.name)
        texts = {c.name for c in columns if c.name in _NAMES and is_text(c)}
        if kept and texts and catalog.foreign_keys_of(table.name) and len(own) <= 4:
            yield Finding(
                object=table.name,
                fact=(
                    f"keeps properties as rows: their names in {listed(sorted(texts))}, values in "
                    f"{listed(sorted(kept))}"
                ),
                fix="columns for the properties that are known, one jsonb column for what is truly open",
            )


RULE = Rule(
    code="B13",
    name="entity-attribute-value",
    severity=Severity.WARNING,
    checks="No table holds the name of a property and its value beside a reference to what has it.",
    why=(
        "Types, mandatory values, checks and references cannot be stated for values that all lie in one "
        "column, and each property that is asked for is one more join."
    ),
    sources=("sqlcheck 1006 entity-attribute-value", "Timescale pg-aiguide"),
    find=find,
)
