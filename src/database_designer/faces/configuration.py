"""`database-designer.toml`, or `[tool.database-designer]` of pyproject.toml, as a Configuration."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from database_designer.diagnostics import Diagnostic, Severity
from database_designer.model.configuration import Configuration, KeyStrategy, TableNaming, Waiver
from database_designer.source import Span

FILE = "database-designer.toml"
TABLE = "database-designer"
_LONGEST_NAME = 63
_AT_LINE = re.compile(r" \(at line (\d+), column \d+\)")


def _schema_name(name: str) -> str:
    if len(name.encode(errors="replace")) > _LONGEST_NAME or not name.isprintable():
        raise ValueError(f"no name of a schema: at most {_LONGEST_NAME} bytes, no control characters")
    if name.startswith("pg_") or name == "information_schema":
        raise ValueError("this schema belongs to PostgreSQL itself")
    return name


class _Waiver(BaseModel):
    """A `[[waivers]]` table; lint itself says what is wrong with one."""

    model_config = ConfigDict(extra="forbid", strict=True)

    rule: str = ""
    object: str = ""
    reason: str = ""


class _Settings(BaseModel):
    """The settings as they stand in the file."""

    model_config = ConfigDict(extra="forbid", strict=True)

    postgres: Literal[15, 16, 17, 18] | None = None
    schema_name: Annotated[str, AfterValidator(_schema_name)] = Field(default="public", alias="schema", min_length=1)
    keys: Literal["uuid", "identity"] = "uuid"
    naming: Literal["plural", "singular"] = "plural"
    max_megabytes: int = Field(default=20, ge=1, le=2000)
    distribute: bool = False
    waivers: tuple[_Waiver, ...] = Field(default=(), strict=False)
    partition_rows: int = Field(default=100_000_000, ge=1_000)


def load_configuration(folder: Path) -> tuple[Configuration, tuple[Diagnostic, ...]]:
    """The configuration of a project folder; the defaults, and what is wrong, where it cannot be used."""
    for name, inside in ((FILE, False), ("pyproject.toml", True)):
        path = folder / name
        if path.is_file():
            try:
                text = path.read_text(encoding="utf-8-sig")
                data: object = tomllib.loads(text)
            except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
                return Configuration(), (_unreadable(name, error),)
            settings = _inside(_inside(data, "tool"), TABLE) if inside else data
            if settings is not None:
                return _validated(name, text, settings)
    return Configuration(), ()


def _inside(data: object, key: str) -> object:
    return data.get(key) if isinstance(data, Mapping) else None


def _validated(name: str, text: str, settings: object) -> tuple[Configuration, tuple[Diagnostic, ...]]:
    try:
        read = _Settings.model_validate(settings)
    except ValidationError as error:
        wrong = (
            _wrong(name, f"{'.'.join(map(str, e['loc'])) or TABLE}: {e['msg']}", _line_of(text, e["loc"]))
            for e in error.errors()
        )
        return Configuration(), tuple(wrong)
    configuration = Configuration(
        postgres=read.postgres,
        schema=read.schema_name,
        keys=KeyStrategy(read.keys),
        naming=TableNaming(read.naming),
        max_megabytes=read.max_megabytes,
        distribute=read.distribute,
        waivers=tuple(Waiver(rule=w.rule, object=w.object, reason=w.reason) for w in read.waivers),
        partition_rows=read.partition_rows,
    )
    return configuration, ()


def _line_of(text: str, location: tuple[int | str, ...]) -> int:
    """The line that sets a setting; 1 where it cannot be told."""
    key = re.escape(str(location[0])) if location else TABLE
    found = re.search(rf"""^[^\n#]*?\b{key}\b["']?\s*=""", text, flags=re.MULTILINE)
    return text.count("\n", 0, found.start()) + 1 if found else 1


def _unreadable(name: str, error: Exception) -> Diagnostic:
    found = _AT_LINE.search(str(error))
    reason = "it is nested too deep" if isinstance(error, RecursionError) else _AT_LINE.sub("", str(error))
    return _wrong(name, f"it cannot be read as TOML in UTF-8: {reason}", int(found.group(1)) if found else 1)


def _wrong(name: str, fact: str, line: int) -> Diagnostic:
    return Diagnostic(
        code="configuration", severity=Severity.ERROR, fact=f"{name}: {fact}",
        fix="known settings: postgres (15-18), schema, keys (uuid, identity), naming (plural, singular), max_megabytes, "
        "partition_rows, distribute",
        span=Span(file=name, line=line, end_line=line),
    )  # fmt: skip
