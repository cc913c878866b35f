"""The choices a project makes in `database-designer.toml` (or `[tool.database-designer]` of pyproject.toml)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class KeyStrategy(StrEnum):
    """What surrogate keys are made of."""

    UUID = "uuid"
    IDENTITY = "identity"


class TableNaming(StrEnum):
    """Grammatical number of table names."""

    PLURAL = "plural"
    SINGULAR = "singular"


@dataclass(frozen=True, slots=True, kw_only=True)
class Configuration:
    """`postgres` None: from the model or the documents, else 15. `max_megabytes` bounds each file that is read."""

    postgres: int | None = None
    schema: str = "public"
    keys: KeyStrategy = KeyStrategy.UUID
    naming: TableNaming = TableNaming.PLURAL
    max_megabytes: int = 20
