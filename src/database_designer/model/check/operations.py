"""What holds of the partitions, jobs and volumes of every sound physical model."""

from __future__ import annotations

import re
from collections.abc import Iterator

from database_designer.model.check.families import family_of_type
from database_designer.model.check.faults import duplicates
from database_designer.model.expression import Path
from database_designer.model.physical import DropPartitions, Job, MakePartitions, PhysicalModel, Table

Facts = Iterator[tuple[str, str]]
_FILE = re.compile(r"[a-z0-9_]+\.sql")


def operations_facts(physical: PhysicalModel) -> Facts:
    """What is wrong with them: the name of the object, and the fact."""
    for table in physical.tables:
        if table.partitioning is not None:
            yield from ((table.name, fact) for fact in _partitions(table, physical))
    for function in physical.functions:
        if isinstance(function, MakePartitions | DropPartitions):
            table_of = physical.table(function.table)
            if table_of is None or table_of.partitioning is None:
                yield function.name, f"{function.table} has no partitions"
    for job in physical.jobs:
        yield from ((job.name, fact) for fact in _job(job, physical))
    for kind, names in (
        ("jobs", [j.name for j in physical.jobs]),
        ("files of jobs", [j.file for j in physical.jobs]),
        ("volumes", [v.table for v in physical.volumes]),
    ):
        yield from ((name, f"two {kind} have this name") for name in duplicates(names))
    yield from ((v.table, "there is no table of this volume") for v in physical.volumes if not physical.table(v.table))


def _partitions(table: Table, physical: PhysicalModel) -> Iterator[str]:
    """Every key of a partitioned table holds the column by which it is partitioned."""
    parts = table.partitioning
    if parts is None:
        return
    column = table.column(parts.column)
    if column is None or column.nullable or column.generated is not None:
        yield f"it is partitioned by {parts.column}, which is missing, may be unset or is worked out"
    elif family_of_type(column.type) not in ("date", "instant"):
        yield f"it is partitioned by {parts.column}, which is no date or instant"
    keys = [(table.primary_key_name, table.primary_key), *((u.name, u.columns) for u in table.uniques)]
    for index in physical.indexes:
        if index.table == table.name and index.unique:
            plain = (k.expression.steps[-1] for k in index.keys if isinstance(k.expression, Path))
            keys.append((index.name, tuple(plain)))
    yield from (f"{name} does not hold {parts.column}" for name, columns in keys if parts.column not in columns)
    if any(x.table == table.name for x in physical.exclusions):
        yield "it is partitioned and has an exclusion constraint"
    known = {f.name for f in physical.functions}
    wanted = (parts.making, *((parts.dropping,) if parts.dropping else ()))
    yield from (f"there is no function {name} for its partitions" for name in wanted if name not in known)


def _job(job: Job, physical: PhysicalModel) -> Iterator[str]:
    if not _FILE.fullmatch(job.file):
        yield f"{job.file!r} is no plain name of a file"
    if bool(job.function) == bool(job.view):
        yield "it calls a function or refreshes a view, one of the two"
    if job.function and job.function not in {f.name for f in physical.functions}:
        yield f"there is no function {job.function}"
    if job.view and job.view not in {v.name for v in physical.views if v.materialized is not None}:
        yield f"there is no materialized view {job.view}"
