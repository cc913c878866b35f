"""Which files of a folder are its migrations, in which order they are run, and which take others back."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

_NUMBER = re.compile(r"(\d+)")
_UNDO = re.compile(r"^U(?=\d)|(^|[._-])(down|undo|rollback|revert)(?=[._-]|$)", re.IGNORECASE)
_DO = re.compile(r"^[VR](?=\d|__)|(^|[._-])(up|do|deploy)(?=[._-]|$)")
_NEVER = re.compile(r"(^|/)\.|(^|/)(optional|jobs|revert|verify|undo|down|rollback)/")


@dataclass(frozen=True, slots=True, kw_only=True)
class MigrationFile:
    """A migration by its path in the folder; `undone` tells whether a file takes it back."""

    path: str
    undone: bool


def migration_files(paths: Iterable[str]) -> tuple[MigrationFile, ...]:
    """The migrations among `paths` (with forward slashes) in the order of their numbers and names, without the undos.

    Flyway (V001__x.sql, U001__x.sql), pairs of up and down files, and folders with a file each are known. What is
    hidden, optional, run by a scheduler, or in a folder of what takes others back is no migration.
    """
    scripts = [p for p in paths if p.lower().endswith(".sql") and not _NEVER.search(p)]
    undone = {_bare(p) for p in scripts if _is_undo(p)}
    forward = sorted((p for p in scripts if not _is_undo(p)), key=_order)
    return tuple(MigrationFile(path=p, undone=_bare(p) in undone) for p in forward)


def _name(path: str) -> str:
    return path.rpartition("/")[2][: -len(".sql")]


def _is_undo(path: str) -> bool:
    return bool(_UNDO.search(_name(path)))


def _bare(path: str) -> str:
    """The path without what says do or undo."""
    folder, separator, _ = path.rpartition("/")
    return folder + separator + _DO.sub("", _UNDO.sub("", _name(path)))


def _order(path: str) -> tuple[tuple[int, int, str], ...]:
    """Numbers by their size, V before R (which Flyway runs last), all else by its letters."""
    repeatable = _name(path).startswith("R__")
    parts = _NUMBER.split(path)
    return ((int(repeatable), 0, ""), *((0, int(p), "") if p.isdigit() else (1, 0, p) for p in parts))
