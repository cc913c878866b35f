"""The partitions that a new database begins with: one for what no other one holds, and those of now and of soon."""

from __future__ import annotations

from collections.abc import Iterator

from database_designer.ddl.names import Names, first_partitions_id, function_id, partition_id, table_id, trigger_id
from database_designer.model.physical import PhysicalModel
from database_designer.model.plan import Statement


def partition_statements(model: PhysicalModel, names: Names) -> Iterator[Statement]:
    """For each partitioned table its default partition, and the call of the function that makes the others.

    They go with the table, so nothing undoes them.
    """
    for table in model.tables:
        parts = table.partitioning
        if parts is None:
            continue
        yield Statement(
            sql=f"CREATE TABLE {names.relation(parts.default)} PARTITION OF {names.relation(table.name)} DEFAULT;",
            creates=partition_id(parts.default),
            needs=(table_id(table.name),),
            table=table.name,
            origin=parts.origin,
        )
        triggers = (trigger_id(t.table, t.name) for t in model.triggers if t.table == table.name)
        yield Statement(
            sql=f"SELECT {names.function(parts.making)}();",
            creates=first_partitions_id(table.name),
            needs=(partition_id(parts.default), function_id(parts.making), *triggers),
            table=table.name,
            origin=parts.origin,
        )
