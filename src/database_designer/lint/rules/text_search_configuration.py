"""Full text search in whatever language the session has."""

from __future__ import annotations

import re
from collections.abc import Iterator

from database_designer.diagnostics import Severity
from database_designer.lint.rule import Finding, Rule
from database_designer.lint.subject import Subject

_BARE = re.compile(
    r"\b(to_tsvector|to_tsquery|plainto_tsquery|phraseto_tsquery|websearch_to_tsquery)\((?!'\w|\S+::regconfig)([^(),]|\([^()]*\))*\)"
)


def find(subject: Subject) -> Iterator[Finding]:
    """A finding for each view and function that calls one of them with a single argument."""
    catalog = subject.catalog
    texts = [(r.name, r.definition) for r in catalog.relations] + [(f.signature, f.source) for f in catalog.functions]
    for name, text in texts:
        if found := _BARE.search(text):
            yield Finding(
                object=name,
                fact=f"calls {found[1]}() without a configuration",
                fix=f"{found[1]}('english', ...)",
            )
    for refusal in subject.refusals("42P17", "generation expression is not immutable"):
        if "to_tsvector" in refusal.statement.sql:
            yield Finding(
                object=refusal.statement.span.file,
                fact="generates a column by to_tsvector() without a configuration, which the server refuses",
                fix="to_tsvector('english', ...)",
                span=refusal.statement.span,
            )


RULE = Rule(
    code="C17",
    name="text-search-configuration",
    severity=Severity.WARNING,
    checks="to_tsvector() and to_tsquery() name their configuration.",
    why=(
        "Without one they take default_text_search_config of whoever asks: words are stemmed otherwise when "
        "searched than when stored, and no index serves."
    ),
    sources=(
        "Timescale pg-aiguide",
        'PostgreSQL documentation "Tables and Indexes" of Full Text Search',
        "tried on PostgreSQL 15",
    ),
    find=find,
)
