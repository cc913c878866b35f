"""Names of tables and of the objects that belong to them."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from collections.abc import Set as AbstractSet

from database_designer.model.configuration import TableNaming
from database_designer.model.logical import LogicalModel
from database_designer.model.names import plural
from database_designer.postgres.identifiers import distinct
from database_designer.postgres.limits import fit_identifier

_OBJECT_PREFIX = re.compile(r"(pk|uq|ix|pg)_")


AUDIT_TABLE = "audit_logs"


def table_names(logical: LogicalModel, naming: TableNaming, *, log: str | None) -> Mapping[str, str]:
    """The table of each relation: in the plural by default; never a name that indexes or system tables may have.

    The relation `log` holds the audit log ("": a table of its own does; None: there is no audit log).
    """
    names: dict[str, str] = {}
    taken = set() if log is None else {AUDIT_TABLE}
    for relation in logical.relations:
        name = plural(relation.name) if naming == TableNaming.PLURAL else relation.name
        safe = f"t_{name}" if _OBJECT_PREFIX.match(name) else name
        names[relation.name] = AUDIT_TABLE if relation.name == log else distinct(safe, taken)
        taken.add(names[relation.name])
    return names


def object_name(prefix: str, table: str, parts: tuple[str, ...], tables: AbstractSet[str]) -> str:
    """`prefix_table_parts`, which no object of another table has.

    Where the table name of another one begins what follows the prefix just as well ("book" + "genre_id" against
    "book_genre" + "id"), the object of the shorter table name carries a hash.
    """
    name = "_".join((prefix, table, *parts))
    body = "_".join((table, *parts))
    beginnings = (body[:end] for end in range(len(body), len(table), -1) if body[end : end + 1] in ("", "_"))
    if not any(beginning in tables for beginning in beginnings):
        return fit_identifier(name)
    digest = hashlib.sha256("/".join((prefix, table, *parts)).encode()).hexdigest()[:8]
    return fit_identifier(f"{name}_{digest}")
