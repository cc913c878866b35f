"""Files as they were read, and places in them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class SourceRole(StrEnum):
    """What a file is to the project; primary sources speak before secondary ones."""

    REQUIREMENTS = "requirements"
    API = "api"
    DOCS = "docs"
    MODEL = "model"


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFile:
    """A decoded text file. `path` is relative to the project folder, with forward slashes."""

    path: str
    text: str
    role: SourceRole


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Span:
    """Lines `line` to `end_line` (both counted from 1, both included) of the file `file`."""

    file: str
    line: int
    end_line: int

    def __str__(self) -> str:
        """The place as editors understand it: `file:line`."""
        return f"{self.file}:{self.line}"
