"""Functions with the rights of their owner that look names up anywhere."""

from __future__ import annotations

from collections.abc import Iterator

from database_designer.diagnostics import Severity
from database_designer.lint.rule import Finding, Rule
from database_designer.lint.subject import Subject


def find(subject: Subject) -> Iterator[Finding]:
    """A finding for each such function without the setting; a body of SQL standard form has bound its names already."""
    for function in subject.catalog.functions:
        if function.definer and not function.search_path and function.source:
            yield Finding(
                object=function.signature,
                fact="acts with the rights of its owner, and finds names by the search_path of its caller",
                fix=f"ALTER FUNCTION {function.signature} SET search_path = pg_catalog, the_schema",
            )


RULE = Rule(
    code="E7",
    name="definer-without-search-path",
    severity=Severity.WARNING,
    checks="A SECURITY DEFINER function sets its search_path.",
    why=(
        "The caller's search_path decides which tables and functions it finds: a table of the same name, made "
        "by the caller, is used with the owner's rights."
    ),
    sources=(
        "splinter 0011 function_search_path_mutable",
        'PostgreSQL documentation "Writing SECURITY DEFINER Functions Safely"',
    ),
    find=find,
)
