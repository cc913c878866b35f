"""Section 10: volumes, partitioning, pooling, and the checklist answered with what was found."""

from __future__ import annotations

from database_designer.emit.document.facts import Facts
from database_designer.emit.document.markdown import blocks, code, codes, items, prose, table
from database_designer.emit.document.proven import checklist
from database_designer.emit.document.words import requirement_ids
from database_designer.model.conceptual import EntityType, Volume
from database_designer.model.physical import RecordAudit

PARTITIONED_FROM = 100_000_000
"""Rows from which partitioning is worth its price: every unique key must then contain the partition key."""

_YEARS = 3
_PER_YEAR = {"day": 365, "week": 52, "month": 12, "year": 1, "hour": 8760, "minute": 525_600, "second": 31_536_000}


def performance(facts: Facts) -> str:
    """The section's Markdown."""
    return blocks(
        "### Volumes",
        _volumes(facts),
        "### Partitioning Strategy",
        _partitioning(facts),
        "### Connection Pooling",
        _pooling(facts),
        "### Query Optimization Checklist",
        _checklist(facts),
    )


def _with_volume(facts: Facts) -> list[tuple[EntityType, Volume]]:
    return [(e, e.volume) for e in facts.concept.entities if e.volume]


def _volumes(facts: Facts) -> str:
    rows = [
        (code(e.name), _number(v.rows), _growth(v), prose(v.peak), _number(expected_rows(v)), requirement_ids(v.origin))
        for e, v in _with_volume(facts)
    ]
    if not rows:
        return "No number of rows was found in the documents."
    return table(("Entity", "Rows", "Growth", "Peak", f"After {_YEARS} years", "Stated in"), rows)


def _number(value: int | None) -> str:
    return f"{value:,}" if value is not None else ""


def _growth(volume: Volume) -> str:
    return f"{volume.growth:,} a {prose(volume.growth_unit)}" if volume.growth is not None else ""


def expected_rows(volume: Volume) -> int | None:
    """The rows that a stated volume comes to after three years; None where no number is stated."""
    if volume.rows is None and volume.growth is None:
        return None
    per_year = _PER_YEAR.get(volume.growth_unit.rstrip("s"), 0)
    return (volume.rows or 0) + (volume.growth or 0) * per_year * _YEARS


def _partitioning(facts: Facts) -> str:
    large = [e.name for e, v in _with_volume(facts) if (expected_rows(v) or 0) >= PARTITIONED_FROM]
    if large:
        return (
            f"{codes(large)} may pass {PARTITIONED_FROM:,} rows within {_YEARS} years. No table is partitioned yet: partitions "
            "by time put that time into the primary key and every unique key, which is a decision for whoever runs the "
            "database; while the tables are empty, it costs nothing to take it."
        )
    known = "No stated volume passes" if _with_volume(facts) else "Nothing stated comes near"
    return f"No table is partitioned. {known} {PARTITIONED_FROM:,} rows within {_YEARS} years, and below that an index does the same."


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
