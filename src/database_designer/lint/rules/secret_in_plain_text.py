"""Secrets that are kept as they are."""

from __future__ import annotations

import re
from collections.abc import Iterator

from database_designer.diagnostics import Severity
from database_designer.lint.facts import is_text
from database_designer.lint.rule import Finding, Rule
from database_designer.lint.subject import Subject

_SECRET = re.compile(
    r"(^|_)(password|passwd|pwd|passphrase|secret|api_key|private_key|access_token|refresh_token|pin_code)$"
)


def find(subject: Subject) -> Iterator[Finding]:
    """A finding for each text column whose name ends in a word for a secret."""
    for column in subject.catalog.table_columns:
        if is_text(column) and _SECRET.search(column.name):
            yield Finding(
                object=f"{column.table}.{column.name}",
                fact="holds a secret, by its name as it is",
                fix=(
                    f"keep a salted hash (argon2, bcrypt) as {column.name}_hash; what must be read again is "
                    "encrypted by the program"
                ),
            )


RULE = Rule(
    code="C15",
    name="secret-in-plain-text",
    severity=Severity.WARNING,
    checks="Passwords and tokens are kept as hashes, in columns that say so.",
    why="Whoever reads the table, a backup or a log has them all.",
    sources=("sqlcheck 4001 readable passwords", "splinter 0023 sensitive_columns_exposed"),
    find=find,
)
