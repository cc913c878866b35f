"""The extensions of a design, each with what needs it."""

from __future__ import annotations

from database_designer.emit.document.facts import Facts
from database_designer.emit.document.markdown import code, codes
from database_designer.emit.document.words import cut
from database_designer.model.physical import PhysicalModel
from database_designer.postgres.types import EXTENSION_OF

_PURPOSES = {
    "pg_trgm": "search for parts of texts",
    "btree_gist": "ranges and plain columns in one exclusion constraint or index",
    "citext": "texts that are compared ignoring case",
    "hstore": "key and value pairs",
    "ltree": "paths of labels",
    "postgis": "places on the earth",
    "vector": "nearest vectors",
    "pgcrypto": "encryption",
}
_OPERATOR_CLASSES = {"pg_trgm": "_trgm_ops", "vector": "vector_"}


def extensions(facts: Facts) -> list[str]:
    """An item an extension, or the one that says that none is needed."""
    needed = facts.physical.extensions
    return [_item(name, facts.physical) for name in needed] or ["none: nothing in the design needs one"]


def _item(name: str, physical: PhysicalModel) -> str:
    purpose = _PURPOSES.get(name, "")
    users = _users(name, physical)
    needed_by = f"needed by {cut(users, 5)}" if users else ""
    return ": ".join(part for part in (code(name), "; ".join(p for p in (purpose, needed_by) if p)) if part)


def _users(name: str, physical: PhysicalModel) -> list[str]:
    """The columns whose type, and the indexes whose operator class, the extension brings."""
    columns = [
        code(f"{t.name}.{c.name}") for t in physical.tables for c in t.columns if EXTENSION_OF.get(c.type.name) == name
    ]
    part = _OPERATOR_CLASSES.get(name)
    classes = ((i, {k.operator_class for k in i.keys}) for i in physical.indexes)
    indexes = [codes([i.name]) for i, used in classes if part and any(part in c for c in used)]
    gist = [codes([i.name]) for i in physical.indexes if name == "btree_gist" and i.method == "gist"]
    exclusions = [codes([x.name]) for x in physical.exclusions if name == "btree_gist"]
    return columns + indexes + gist + exclusions
