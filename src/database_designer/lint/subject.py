"""What is checked: a catalog, and, where they are at hand, the text that made it and the design behind it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from database_designer.lint.catalog import Catalog
from database_designer.lint.script import Script, Statement
from database_designer.model.design import Design


@dataclass(frozen=True, kw_only=True)
class Refusal:
    """A statement that the server refused, with its SQLSTATE and message; `applied` tells without what it took it."""

    statement: Statement
    sqlstate: str
    message: str
    applied: str = ""


@dataclass(frozen=True, kw_only=True)
class Subject:
    """`scripts` in the order in which they are run; `refused` what the server took not.

    `postgres` is the version that the schema is for, None where nothing says it.
    """

    catalog: Catalog
    scripts: tuple[Script, ...] = ()
    refused: tuple[Refusal, ...] = ()
    design: Design | None = None
    postgres: int | None = None

    def refusals(self, sqlstate: str, *words: str) -> Iterator[Refusal]:
        """The refusals with this code whose message has one of `words` in it."""
        return (r for r in self.refused if r.sqlstate == sqlstate and any(w in r.message for w in words))
