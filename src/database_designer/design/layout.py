"""The tables and columns that all concerns build upon, and how the names of the concept are found in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from database_designer.design.names import object_name
from database_designer.model.check.families import Typing
from database_designer.model.conceptual import EntityType
from database_designer.model.configuration import Configuration
from database_designer.model.expression import Path
from database_designer.model.logical import LogicalModel, Relation
from database_designer.model.physical import ColumnType, EnumType, Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A table without its constraints, the relation it comes from, and the columns of each relation attribute.

    `entity` is the entity type whose rows the table holds, None for junctions of links, values and lookups. `soft` is
    the column that marks rows as deleted ("" where rows are deleted for good).
    """

    relation: Relation
    entity: EntityType | None
    table: Table
    columns: Mapping[str, tuple[str, ...]]
    soft: str = ""

    def column(self, local: str) -> str | None:
        """The column that holds the attribute, reference or state `local` of the entity, else the column so called."""
        held = self.relation.of_element(local)
        if held is not None:
            return self.columns[held.name][0]
        return local if self.table.column(local) is not None else None

    def members(self, names: tuple[str, ...]) -> tuple[str, ...]:
        """The columns of attributes of the relation."""
        return tuple(c for n in names for c in self.columns[n])


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """All drafts in the order of the relations (`positions` by relation, `entities` by entity), and the enum types."""

    logical: LogicalModel
    configuration: Configuration
    drafts: tuple[Draft, ...]
    positions: Mapping[str, int]
    entities: Mapping[str, int]
    enums: tuple[EnumType, ...]
    tables: frozenset[str]

    def draft(self, relation: str) -> Draft:
        """The draft of a relation."""
        return self.drafts[self.positions[relation]]

    def of_entity(self, entity: str) -> Draft | None:
        """The draft that holds the rows of an entity type."""
        return self.drafts[self.entities[entity]] if entity in self.entities else None

    def name(self, prefix: str, draft: Draft, *parts: str) -> str:
        """The name of an object of the draft's table."""
        return object_name(prefix, draft.table.name, parts, self.tables)

    def typing(self, draft: Draft) -> Typing:
        """The types of the draft's columns, for one-step paths."""

        def type_of(path: Path) -> ColumnType | None:
            column = draft.table.column(path.steps[0]) if len(path.steps) == 1 and not path.root else None
            return column.type if column is not None else None

        return Typing(type_of=type_of, enums={e.name: e.values for e in self.enums})
