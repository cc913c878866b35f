"""Names that have to be quoted."""

from __future__ import annotations

import re
from collections.abc import Iterator

from database_designer.diagnostics import Severity
from database_designer.lint.facts import listed
from database_designer.lint.rule import Finding, Rule
from database_designer.lint.subject import Subject

_PLAIN = re.compile(r"[a-z_][a-z0-9_$]*")


def find(subject: Subject) -> Iterator[Finding]:
    """A finding for each table, and each table with such columns."""
    for relation in subject.catalog.relations:
        if not _PLAIN.fullmatch(relation.bare):
            yield Finding(object=relation.name, fact=f'has to be written "{relation.bare}"', fix="lower_snake_case")
        odd = [c.name for c in subject.catalog.columns_of(relation.name) if not _PLAIN.fullmatch(c.name)]
        if odd:
            quoted = listed(f'"{name}"' for name in odd)
            yield Finding(
                object=f"{relation.name}.{odd[0]}", fact=f"columns have to be written {quoted}", fix="lower_snake_case"
            )


RULE = Rule(
    code="N1",
    name="name-needs-quotes",
    severity=Severity.WARNING,
    checks="Names are lower_snake_case.",
    why='A capital letter or a blank has to be written in quotes for ever after; who forgets them gets "does not exist".',
    sources=(
        "PostgreSQL wiki \"Don't Do This\": don't use upper case names",
        "pg-index-health",
        "SchemaCrawler: quoted names",
        "dblinter B006",
        "Azimutt",
        "Supabase postgres best practices",
    ),
    find=find,
)
