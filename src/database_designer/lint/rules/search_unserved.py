"""Searches that read the whole table."""

from __future__ import annotations

from collections.abc import Iterator

from database_designer.diagnostics import Severity
from database_designer.lint.rule import Finding, Reads, Rule
from database_designer.lint.subject import Subject
from database_designer.model.physical import Matching

_SEARCHES = (Matching.CONTAINS, Matching.WORDS)


def find(subject: Subject) -> Iterator[Finding]:
    """A finding for each service with such a parameter, mandatory or shared, and only b-trees."""
    if subject.design is None:
        return
    methods = {i.name: i.method for i in subject.design.physical.indexes}
    for service in subject.design.physical.services:
        searched = service.pattern.searched if service.pattern else ()
        asked = (*searched, *(p for p in service.pattern.parameters if not p.optional)) if service.pattern else ()
        found = {methods.get(name, "btree") for name in service.indexes}
        if any(p.matching in _SEARCHES for p in asked) and not found & {"gin", "gist"} and not service.reason:
            yield Finding(
                object=service.query,
                fact="looks into texts without an index that can",
                fix="gin with gin_trgm_ops for parts of a text, over a tsvector for words",
            )


RULE = Rule(
    code="D10",
    name="search-unserved",
    severity=Severity.WARNING,
    checks="A pattern that looks for a part of a text or for words has a GIN or GiST index, or a reason for none.",
    why="LIKE with a wildcard in front, and words without a tsvector, cannot use a b-tree.",
    sources=("Supabase postgres best practices", "Timescale pg-aiguide", "sqlcheck 3007"),
    find=find,
    reads=Reads.DESIGN,
)
