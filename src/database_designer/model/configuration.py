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
class Waiver:
    """What lint need not say: the rule, the objects by name (`*` stands for any characters), and why."""

    rule: str
    object: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Configuration:
    """`postgres` None: from the model or the documents, else 15. `max_megabytes` bounds each file that is read.

    A table is partitioned that has `partition_rows` rows within three years (a tenth of it, where partitions whose time
    is over can be dropped). `waivers` are as they were written: lint says which of them hold.
    """

    postgres: int | None = None
    schema: str = "public"
    keys: KeyStrategy = KeyStrategy.UUID
    naming: TableNaming = TableNaming.PLURAL
    max_megabytes: int = 20
    distribute: bool = False
    waivers: tuple[Waiver, ...] = ()
    partition_rows: int = 100_000_000
