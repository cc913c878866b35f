"""Names of relations and their attributes."""

from __future__ import annotations

from collections.abc import Collection

from database_designer.model.names import snake_case
from database_designer.postgres.identifiers import distinct

SURROGATE = "id"
SYSTEM_COLUMNS = frozenset({"tableoid", "xmin", "cmin", "xmax", "cmax", "ctid"})
"""Names that every table has already."""


def attribute_name(name: str, taken: Collection[str]) -> str:
    """The name of an attribute in a relation that has the names `taken`."""
    plain = snake_case(name)
    return distinct(f"{plain}_value" if plain in SYSTEM_COLUMNS else plain, taken)


def reference_name(name: str, taken: Collection[str]) -> str:
    """The name of the attribute that holds the key a reference points to: `member` gives `member_id`."""
    plain = snake_case(name)
    return distinct(plain if plain.endswith("_id") else f"{plain}_id", taken)


def relation_name(name: str, taken: Collection[str]) -> str:
    """The name of a relation beside the relations `taken`."""
    return distinct(snake_case(name), taken)
