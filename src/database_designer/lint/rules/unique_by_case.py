"""Addresses that count as two for a capital letter."""

from __future__ import annotations

from collections.abc import Iterator

from database_designer.diagnostics import Severity
from database_designer.lint.facts import is_text, sql_columns, sql_name
from database_designer.lint.rule import Finding, Rule
from database_designer.lint.subject import Subject


def find(subject: Subject) -> Iterator[Finding]:
    """A finding for each unique index on an e-mail address that minds the case."""
    catalog = subject.catalog
    for index in catalog.indexes:
        for name in index.columns if index.unique else ():
            column = catalog.column(index.table, name)
            if (
                column is None
                or "email" not in name.replace("e_mail", "email").split("_")
                or column.base == "citext"
                or column.insensitive
                or not is_text(column)
            ):
                continue
            folded = any("lower(" in c.definition.lower() and name in c.columns for c in catalog.checks_of(index.table))
            others = any(
                "lower(" in key and name in key for i in catalog.indexes_of(index.table) if i.unique for key in i.keys
            )
            if not folded and not others:
                yield Finding(
                    object=f"{index.table}.{index.name}",
                    fact=f"takes two spellings of {name} for two values",
                    fix=f"CREATE UNIQUE INDEX ON {sql_name(index.table)} (lower({sql_columns((name,))}))",
                )


RULE = Rule(
    code="C16",
    name="unique-by-case",
    severity=Severity.WARNING,
    checks="E-mail addresses are unique whatever the case of their letters.",
    why="Ada@x.org and ada@x.org are one mailbox and would be two accounts.",
    sources=("Timescale pg-aiguide", 'PostgreSQL documentation "citext" and "Nondeterministic Collations"'),
    find=find,
)
