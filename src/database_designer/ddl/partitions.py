"""The partitions that a new database begins with: one for what no other one holds, and those of now and of soon."""

from __future__ import annotations

from collections.abc import Iterator

from database_designer.ddl.names import Names, first_partitions_id, function_id, partition_id, table_id, trigger_id
from database_designer.model.physical import PhysicalModel
from database_designer.model.plan import Statement
from database_designer.postgres.quoting import dollar_quote, quote_identifier, quote_literal


def partition_statements(model: PhysicalModel, names: Names) -> Iterator[Statement]:
    """For each partitioned table its default partition, and the call of the function that makes the others.

    They go with the table; the triggers that they have as their own go before it.
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
        own = tuple(t for t in model.triggers if t.table == table.name)
        emptied = (t.name for t in own if t.events == ("TRUNCATE",))
        yield Statement(
            sql=f"SELECT {names.function(parts.making)}();",
            creates=first_partitions_id(table.name),
            needs=(
                partition_id(parts.default),
                function_id(parts.making),
                *(trigger_id(t.table, t.name) for t in own),
            ),
            undo="\n".join(without_trigger(name, table.name, names) for name in emptied),
            table=table.name,
            origin=parts.origin,
        )


def without_trigger(trigger: str, table: str, names: Names) -> str:
    """The statement that takes a trigger off all partitions of a table: those on TRUNCATE do not go with that of the table."""
    drop = quote_literal(f"DROP TRIGGER IF EXISTS {quote_identifier(trigger)} ON ".replace("%", "%%") + "%s")
    body = f"""
DECLARE
    part regclass;
BEGIN
    FOR part IN SELECT inhrelid FROM pg_inherits WHERE inhparent = {names.regclass(table)}::regclass LOOP
        EXECUTE format({drop}, part);
    END LOOP;
END
"""
    return f"DO {dollar_quote(body)};"
