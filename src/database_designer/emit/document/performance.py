"""Section 10: volumes, partitioning, pooling, and the checklist answered with what was found."""

from __future__ import annotations

from database_designer.emit.document.facts import Facts
from database_designer.emit.document.markdown import blocks, codes, items
from database_designer.emit.document.partitions import partitioning
from database_designer.emit.document.proven import checklist
from database_designer.emit.document.volumes import volumes
from database_designer.model.physical import RecordAudit


def performance(facts: Facts) -> str:
    """The section's Markdown."""
    return blocks(
        "### Volumes",
        volumes(facts),
        "### Partitioning Strategy",
        partitioning(facts),
        "### Connection Pooling",
        _pooling(facts),
        "### Query Optimization Checklist",
        _checklist(facts),
    )


def _pooling(facts: Facts) -> str:
    connections, users = facts.concept.operations.connections, facts.concept.operations.users
    if connections is not None:
        lead = (
            f"The documents state {connections:,} connections at a time. Clients share them through a pool: "
            f"its size plus the connections of jobs and administrators stays within `max_connections` = {connections:,}."
        )
    elif users is not None:
        lead = (
            f"The documents state {users:,} users at a time. A user holds a connection only while a request runs, so the pool is "
            "sized by the server and not by its users: twice its processor cores is the figure to start from (PostgreSQL "
            "wiki, Number Of Database Connections), and requests wait for a free one."
        )
    else:
        lead = (
            "No number of connections or concurrent users was found in the documents, so no pool size follows from them; "
            "`operations: {connections: ...}` in `model.yaml` states it."
        )
    settings = [f.setting for f in facts.physical.functions if isinstance(f, RecordAudit)]
    held = (
        f"The actor is set for a transaction ({codes(settings)}), so a pool may hand a connection on after each transaction."
        if settings
        else "Nothing in the design is kept in a session, so a pool may hand a connection on after each transaction."
    )
    return blocks(lead, held)


def _checklist(facts: Facts) -> str:
    found = facts.proof.checklist if facts.proof else ()
    if not found:
        return items(["not answered: the design was not proven on a server"])
    return checklist(found)
