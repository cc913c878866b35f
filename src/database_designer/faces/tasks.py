"""What a person asked for, as data: one class a command. The exit codes are what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path
from typing import TypeAlias


class Exit(IntEnum):
    """Designed (and proven, unless not asked for); proof failed or model used in part; unusable input; stopped by Ctrl-C."""

    PROVEN = 0
    UNPROVEN = 1
    UNUSABLE = 2
    INTERRUPTED = 130


@dataclass(frozen=True, slots=True, kw_only=True)
class DesignTask:
    """`design`: the places to read, the folder to write (None: the default), where to prove it, and what to print."""

    path: Path
    requirements: Path | None = None
    api: Path | None = None
    docs: Path | None = None
    output: Path | None = None
    postgres: int | None = None
    database_urls: tuple[str, ...] = ()
    verify: bool = True
    distribute: bool = False
    as_json: bool = False
    every_rule: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DiscoverTask:
    """`discover`: the places to read, and whether what was not understood or is asked is listed, too."""

    path: Path
    requirements: Path | None = None
    api: Path | None = None
    docs: Path | None = None
    as_json: bool = False
    unused: bool = False
    questions: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifyTask:
    """`verify`: the folder of a design, where to prove it, and what to print."""

    folder: Path
    database_urls: tuple[str, ...] = ()
    as_json: bool = False
    every_rule: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplainTask:
    """`explain`: the name, and the folder of the design or of its project (None: the folder that one is in)."""

    name: str
    folder: Path | None = None
    as_json: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LintTask:
    """`lint`: a folder or a schema (None: this folder), or a running database, and what to print."""

    path: Path | None = None
    database_url: str = ""
    as_json: bool = False
    every_finding: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexesTask:
    """`indexes`: a schema, the statements that are run on it, rows for it, where the indexes go (None: to the screen)."""

    schema: Path
    workload: Path
    seed: Path | None = None
    output: Path | None = None
    database_url: str = ""
    as_json: bool = False


Task: TypeAlias = DesignTask | DiscoverTask | VerifyTask | ExplainTask | LintTask | IndexesTask
