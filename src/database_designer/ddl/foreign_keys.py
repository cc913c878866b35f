"""Foreign keys, added to tables that exist: cycles of references are no trouble then."""

from __future__ import annotations

from database_designer.ddl.names import Names, columns_list, constraint_id, index_id, table_id
from database_designer.model.expression import Path
from database_designer.model.physical import ForeignKey, PhysicalModel
from database_designer.model.plan import ObjectId, Statement
from database_designer.postgres.quoting import quote_identifier


def foreign_key_statements(model: PhysicalModel, names: Names) -> tuple[Statement, ...]:
    """One ALTER TABLE for each foreign key."""
    return tuple(_statement(key, model, names) for key in model.foreign_keys)


def _statement(key: ForeignKey, model: PhysicalModel, names: Names) -> Statement:
    table, name = names.relation(key.table), quote_identifier(key.name)
    target = f"{names.relation(key.target)} ({columns_list(key.target_columns)})"
    cascading = " ON UPDATE CASCADE" if key.cascade_updates else ""
    deferred = " DEFERRABLE INITIALLY DEFERRED" if key.deferred else ""
    sql = (
        f"ALTER TABLE {table} ADD CONSTRAINT {name}\n"
        f"    FOREIGN KEY ({columns_list(key.columns)}) REFERENCES {target}"
        f" ON DELETE {key.on_delete.value}{cascading}{deferred};"
    )
    return Statement(
        sql=sql,
        undo=f"ALTER TABLE {table} DROP CONSTRAINT {name};",
        creates=constraint_id(key.table, key.name),
        needs=(table_id(key.table), table_id(key.target), *_unique_indexes(key, model)),
        table=key.table,
        origin=key.origin,
    )


def _unique_indexes(key: ForeignKey, model: PhysicalModel) -> tuple[ObjectId, ...]:
    """The unique indexes by which the referenced rows may be known, where no constraint of the table does it."""
    wanted = set(key.target_columns)
    return tuple(
        index_id(i.name)
        for i in model.indexes
        if i.table == key.target
        and i.unique
        and i.predicate is None
        and {k.expression.steps[0] for k in i.keys if isinstance(k.expression, Path)} == wanted
    )
