"""Partitioning, in section 10: which tables, by what, what follows from it; or why none."""

from __future__ import annotations

from collections.abc import Iterator

from database_designer.emit.document.facts import Facts
from database_designer.emit.document.markdown import blocks, code, codes, fence, items, prose, table_link
from database_designer.emit.document.words import in_brackets, sentence
from database_designer.model.physical import Partitioning, Table

HORIZON = 3
DROPPED_SHARE = 10


def partitioning(facts: Facts) -> str:
    """Table by table what was decided, then the large tables that stay whole, and why."""
    decided = [(t, t.partitioning) for t in facts.physical.tables if t.partitioning is not None]
    return blocks(*(_partitioned(t, parts, facts) for t, parts in decided), _whole(facts), _none(facts))


def _partitioned(table: Table, parts: Partitioning, facts: Facts) -> str:
    created = facts.created("table", table.name)
    ranged = next((s.sql.splitlines()[-1].lstrip(") ").rstrip(";") for s in created), "")
    others = (*facts.created("partition", parts.default), *facts.created("first partitions", table.name))
    return blocks(
        f"**{table_link(table.name)}**: {code(ranged)}, a partition a {parts.interval}. "
        f"{sentence(_capital(parts.reason))} {in_brackets(parts.origin)}",
        items(_consequences(table, parts, facts)),
        fence("\n".join(s.sql for s in others)) if others else "",
    )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _consequences(table: Table, parts: Partitioning, facts: Facts) -> Iterator[str]:
    column = code(parts.column)
    if parts.widens_key:
        known = codes(table.row_key)
        yield (
            f"The primary key is ({codes(table.primary_key)}): PostgreSQL wants {column} in every unique key. That "
            f"{known} alone is unique follows from how it is made."
        )
    held = [u.name for u in table.uniques]
    held += [i.name for i in facts.indexes.get(table.name, ()) if i.unique]
    if held:
        yield f"{codes(held)}: with {column} in it, as before, so it means the same."
    yield f"No other table points to it; one that will, has to hold {column}, too."
    yield f"Queries that name a range of {column} read its partitions only, all others look into every partition."
    yield (
        f"{code(parts.making)} makes the partition of now and {parts.ahead} to come ({_job(parts.making, facts)}); rows of "
        f"other times lie in {code(parts.default)}, until it gives them a partition of their own."
    )
    if parts.dropping:
        yield (
            f"{code(parts.dropping)} drops partitions whose rows were all kept long enough ({_job(parts.dropping, facts)}): no "
            f"row by row deletion, nothing to vacuum. Rows stay at most one {parts.interval} longer than they must."
        )
    yield (
        "Constraints and indexes of a partition are called as those of the table with the partition's day behind: an error "
        f"names, say, {code(table.primary_key_name + '_p20300101')}."
    )
    guarded = any(t.events == ("TRUNCATE",) for t in facts.triggers.get(table.name, ()))
    refused = "Each partition has the triggers that refuse TRUNCATE. " if guarded else ""
    yield f"{refused}Who owns the table can detach or drop a partition past all rules on rows."


def _job(function: str, facts: Facts) -> str:
    job = next((j for j in facts.physical.jobs if j.function == function), None)
    return f"{code(f'jobs/{job.file}')}, {job.schedule}" if job is not None else "no job"


def _whole(facts: Facts) -> str:
    large = [v for v in facts.physical.volumes if v.whole]
    if not large:
        return ""
    return blocks(
        "Large enough for partitions, and whole all the same:",
        items(f"{table_link(v.table)} ({prose(v.says)}): {sentence(v.whole)}" for v in large),
    )


def _none(facts: Facts) -> str:
    """The threshold, where nothing passes it."""
    limit = facts.design.configuration.partition_rows
    if any(t.partitioning for t in facts.physical.tables) or any(v.whole for v in facts.physical.volumes):
        return ""
    known = "No stated volume passes" if any(v.stated for v in facts.physical.volumes) else "Nothing stated comes near"
    return (
        f"No table is partitioned. {known} {limit:,} rows within {HORIZON} years (a {DROPPED_SHARE}th of that where old rows "
        "could be dropped with their partition), and below that an index does the same. `partition_rows` in "
        "`database-designer.toml` changes the number."
    )
