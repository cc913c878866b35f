"""`database-designer.toml`, or `[tool.database-designer]` of pyproject.toml, as a Configuration."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from database_designer.diagnostics import Diagnostic, Severity
from database_designer.model.configuration import Configuration, KeyStrategy, TableNaming
from database_designer.source import Span

FILE = "database-designer.toml"
TABLE = "database-designer"


class _Settings(BaseModel):
    """The settings as they stand in the file."""

    model_config = ConfigDict(extra="forbid", strict=True)

    postgres: Literal[15, 16, 17, 18] | None = None
    schema_name: str = Field(default="public", alias="schema", min_length=1, max_length=63)
    keys: Literal["uuid", "identity"] = "uuid"
    naming: Literal["plural", "singular"] = "plural"
    max_megabytes: int = Field(default=20, ge=1, le=2000)


def load_configuration(folder: Path) -> tuple[Configuration, tuple[Diagnostic, ...]]:
    """The configuration of a project folder; the defaults, and what is wrong, where it cannot be used."""
    for name, inside in ((FILE, False), ("pyproject.toml", True)):
        path = folder / name
        if path.is_file():
            try:
                data: Any = tomllib.loads(path.read_text(encoding="utf-8"))
            except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
                return Configuration(), (_wrong(name, f"{name} cannot be read: {error}"),)
            settings = data.get("tool", {}).get(TABLE) if inside else data
            if settings is not None:
                return _validated(name, settings)
    return Configuration(), ()


def _validated(name: str, settings: object) -> tuple[Configuration, tuple[Diagnostic, ...]]:
    try:
        read = _Settings.model_validate(settings)
    except ValidationError as error:
        facts = (f"{name}: {'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())
        return Configuration(), tuple(_wrong(name, f) for f in facts)
    configuration = Configuration(
        postgres=read.postgres,
        schema=read.schema_name,
        keys=KeyStrategy(read.keys),
        naming=TableNaming(read.naming),
        max_megabytes=read.max_megabytes,
    )
    return configuration, ()


def _wrong(name: str, fact: str) -> Diagnostic:
    return Diagnostic(
        code="configuration", severity=Severity.ERROR, fact=fact, span=Span(file=name, line=1, end_line=1),
        fix="known settings: postgres (15-18), schema, keys (uuid, identity), naming (plural, singular), max_megabytes",
    )  # fmt: skip
