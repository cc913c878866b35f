"""Section 10: volumes, partitioning, pooling, and the checklist answered with what was found."""

from __future__ import annotations

from database_designer.emit.document.distribution import distribution
from database_designer.emit.document.facts import Facts
from database_designer.emit.document.markdown import blocks, items
from database_designer.emit.document.partitions import partitioning
from database_designer.emit.document.pooling import pooling
from database_designer.emit.document.proven import checklist
from database_designer.emit.document.volumes import volumes


def performance(facts: Facts) -> str:
    """The section's Markdown."""
    return blocks(
        "### Volumes",
        volumes(facts),
        "### Partitioning Strategy",
        partitioning(facts),
        "### Connection Pooling",
        pooling(facts),
        distribution(facts),
        "### Query Optimization Checklist",
        _checklist(facts),
    )


def _checklist(facts: Facts) -> str:
    found = facts.proof.checklist if facts.proof else ()
    if not found:
        return items(["not answered: the design was not proven on a server"])
    return checklist(found)
