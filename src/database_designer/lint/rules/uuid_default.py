"""Where UUIDs come from."""

from __future__ import annotations

from collections.abc import Iterator

from database_designer.diagnostics import Severity
from database_designer.lint.rule import Finding, Rule
from database_designer.lint.subject import Subject


def find(subject: Subject) -> Iterator[Finding]:
    """A finding for each UUID made by uuid-ossp, or at random where the server could do better."""
    ordered = (subject.postgres or 0) >= 18
    for column in subject.catalog.table_columns:
        if "uuid_generate_v" in column.default:
            fact = "is filled by a function of the extension uuid-ossp"
        elif (
            ordered
            and "gen_random_uuid()" in column.default
            and subject.catalog.primary_key(column.table) == (column.name,)
        ):
            fact = "is a key of random UUIDs, on a server that makes ordered ones"
        else:
            continue
        fix = "DEFAULT uuidv7()" if ordered else "DEFAULT gen_random_uuid(), and do without the extension"
        yield Finding(object=f"{column.table}.{column.name}", fact=fact, fix=fix)


RULE = Rule(
    code="A4",
    name="uuid-default",
    severity=Severity.INFO,
    checks="UUIDs are made by a function of PostgreSQL itself: uuidv7() from version 18 on, gen_random_uuid() before.",
    why=(
        "uuid-ossp is an extension for what the server has had since version 13; random UUIDs land anywhere "
        "in an index, those of version 7 at its end."
    ),
    sources=("Supabase postgres best practices", "Timescale pg-aiguide", 'PostgreSQL documentation "UUID Functions"'),
    find=find,
)
