"""The relationships of a table, in words."""

from __future__ import annotations

from database_designer.emit.document.facts import Facts
from database_designer.emit.document.markdown import code, codes, table_link
from database_designer.emit.document.words import sentence
from database_designer.emit.mermaid import unique_sets
from database_designer.model.physical import ForeignKey, Table, TableKind


def relationships(item: Table, facts: Facts) -> list[str]:
    """An item a relationship: what the table belongs to, what it has, what it is linked with through a junction."""
    belongs = [_belongs(key, item) for key in facts.keys_from.get(item.name, ())]
    has = [text for key in facts.keys_to.get(item.name, ()) for text in _has(key, facts)]
    return belongs + has


def _belongs(key: ForeignKey, item: Table) -> str:
    nullable = any(c is not None and c.nullable for c in map(item.column, key.columns))
    optional = ", optional" if nullable else ""
    reason = f"; {sentence(key.reason)}" if key.reason else ""
    return (
        f"Belongs to: {table_link(key.target)} via {codes(key.columns)}{optional} "
        f"({code(f'ON DELETE {key.on_delete}')}{reason.rstrip('.')})"
    )


def _has(key: ForeignKey, facts: Facts) -> list[str]:
    child = facts.physical.table(key.table)
    if child is None:
        return []
    if child.kind == TableKind.JUNCTION:
        return [_linked(key, other) for other in facts.keys_from.get(child.name, ()) if other != key]
    one = any(unique <= set(key.columns) for unique in unique_sets(child, facts.physical))
    via = codes(f"{key.table}.{column}" for column in key.columns)
    return [f"Has {'one' if one else 'many'}: {table_link(key.table)} via {via}"]


def _linked(key: ForeignKey, other: ForeignKey) -> str:
    return f"Many to many: {table_link(other.target)} through {table_link(key.table)}"
