"""CREATE SEQUENCE, for codes that count; each goes with the column that it serves."""

from __future__ import annotations

from database_designer.ddl.names import Names, ownership_id, schema_id, sequence_id, table_id
from database_designer.model.physical import PhysicalModel, Sequence
from database_designer.model.plan import Statement
from database_designer.postgres.quoting import quote_identifier


def sequence_statements(model: PhysicalModel, names: Names) -> tuple[Statement, ...]:
    """One statement for each sequence; the defaults of tables count with them."""
    return tuple(_sequence(s, names) for s in model.sequences)


def ownership_statements(model: PhysicalModel, names: Names) -> tuple[Statement, ...]:
    """One statement for each sequence, after its table: it is dropped with its column."""
    return tuple(_ownership(s, names) for s in model.sequences)


def _sequence(sequence: Sequence, names: Names) -> Statement:
    name = names.relation(sequence.name)
    start = f" START WITH {sequence.start}" if sequence.start != 1 else ""
    return Statement(
        sql=f"CREATE SEQUENCE {name}{start};",
        undo=f"DROP SEQUENCE {name};",
        creates=sequence_id(sequence.name),
        needs=(schema_id(names.schema),),
        table=sequence.table,
        origin=sequence.origin,
    )


def _ownership(sequence: Sequence, names: Names) -> Statement:
    name = names.relation(sequence.name)
    column = f"{names.relation(sequence.table)}.{quote_identifier(sequence.column)}"
    return Statement(
        sql=f"ALTER SEQUENCE {name} OWNED BY {column};",
        undo=f"ALTER SEQUENCE {name} OWNED BY NONE;",
        creates=ownership_id(sequence.name),
        needs=(sequence_id(sequence.name), table_id(sequence.table)),
        table=sequence.table,
        origin=sequence.origin,
    )
