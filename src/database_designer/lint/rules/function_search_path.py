"""Functions that look names up by the setting of the session."""

from __future__ import annotations

from collections.abc import Iterator

from database_designer.diagnostics import Severity
from database_designer.lint.rule import Finding, Rule
from database_designer.lint.subject import Subject


def find(subject: Subject) -> Iterator[Finding]:
    """A finding for each function with the caller's rights and no search_path; bodies of SQL standard form have no need."""
    for function in subject.catalog.functions:
        if (
            not function.definer
            and not function.search_path
            and function.source
            and function.language in ("sql", "plpgsql")
        ):
            yield Finding(
                object=function.signature,
                fact="finds tables and functions by the search_path of the session",
                fix=f"ALTER FUNCTION {function.signature} SET search_path = pg_catalog, the_schema",
            )


RULE = Rule(
    code="E7",
    name="function-search-path",
    severity=Severity.INFO,
    checks="Functions set their search_path.",
    why="What they find changes with the session that calls them, and with a restore, whose search_path is empty.",
    sources=("splinter 0011 function_search_path_mutable",),
    find=find,
)
