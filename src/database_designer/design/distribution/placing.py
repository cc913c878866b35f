"""Where each table lies: with the row that it belongs to, on every node, or on the coordinator."""

from __future__ import annotations

from collections.abc import Mapping

from database_designer.model.distribution import Placed, Placement
from database_designer.model.names import singular
from database_designer.model.physical import ForeignKey, PhysicalModel, Table, TableKind
from database_designer.postgres.identifiers import distinct

_APART = frozenset({TableKind.LOOKUP, TableKind.GUARDS, TableKind.AUDIT, TableKind.ARCHIVE})
"""Tables that belong to no row of another."""


def belonging(root: str, physical: PhysicalModel) -> dict[str, ForeignKey | None]:
    """The tables whose every row belongs to one row of `root`, along the foreign key given; the nearest ones first."""
    found: dict[str, ForeignKey | None] = {root: None}
    tables = {t.name: t for t in physical.tables}
    level = [root]
    while level:
        reached: list[str] = []
        for key in physical.foreign_keys:
            table = tables[key.table]
            if key.target in level and key.table not in found and table.kind not in _APART and _always(key, table):
                found[key.table] = key
                reached.append(key.table)
        level = reached
    return found


def _always(key: ForeignKey, table: Table) -> bool:
    """Whether every row of the table points along the key."""
    return all((c := table.column(name)) is not None and not c.nullable for name in key.columns)


def placed(root: str, physical: PhysicalModel) -> tuple[Placed, ...]:
    """Every table with its place."""
    members = belonging(root, physical)
    everywhere = _pointed_to(members, physical)
    distributed = _distributed(root, members, physical)
    found: list[Placed] = []
    for table in physical.tables:
        if table.name in members:
            found.append(distributed[table.name])
        elif table.name in everywhere:
            reason = f"{everywhere[table.name]} points to it"
            found.append(Placed(table=table.name, placement=Placement.REFERENCE, reason=reason))
        else:
            found.append(Placed(table=table.name, placement=Placement.LOCAL, reason=_why_local(table, root, physical)))
    return tuple(found)


def _pointed_to(members: Mapping[str, ForeignKey | None], physical: PhysicalModel) -> dict[str, str]:
    """The other tables that distributed ones, or such tables in turn, point to; with one that does."""
    found: dict[str, str] = {}
    while True:
        more = {
            k.target: k.table
            for k in reversed(physical.foreign_keys)
            if (k.table in members or k.table in found) and k.target not in members and k.target not in found
        }
        if not more:
            return found
        found |= more


def _why_local(table: Table, root: str, physical: PhysicalModel) -> str:
    if any(k.table == table.name for k in physical.foreign_keys):
        return f"not every row belongs to one of {root}, and nothing distributed points to it"
    return "it points to nothing, and nothing distributed points to it"


def _distributed(root: str, members: Mapping[str, ForeignKey | None], physical: PhysicalModel) -> dict[str, Placed]:
    """The distribution column of each table that belongs to the root: its own foreign key to it, or one that is added."""
    tables = {t.name: t for t in physical.tables}
    name = _column_name(tables[root])
    found = {
        root: Placed(
            table=root, placement=Placement.DISTRIBUTED, column=tables[root].primary_key[0], reason="its own key"
        )
    }
    for table, key in members.items():
        if key is None:
            continue
        direct = key.columns[0] if key.target == root and len(key.columns) == 1 else ""
        parent = found[key.target]
        carried = _carried(key, parent)
        taken = [c.name for c in tables[table].columns]
        found[table] = Placed(
            table=table,
            placement=Placement.DISTRIBUTED,
            column=direct or carried or distinct(name, taken),
            added=not (direct or carried),
            parent=key.target,
            along=key.name,
            reason=f"every row belongs to one of {root}, along {key.name}",
        )
    return found


def _carried(key: ForeignKey, parent: Placed) -> str:
    """The column that holds the parent's distribution column already, "" for none."""
    pairs = zip(key.target_columns, key.columns, strict=True)
    return next((here for there, here in pairs if there == parent.column), "")


def _column_name(root: Table) -> str:
    return f"{singular(root.name)}_{root.primary_key[0]}"
