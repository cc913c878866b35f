"""The plan: statements in an order in which they can run."""

from __future__ import annotations

from dataclasses import dataclass

from database_designer.source import Origin


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class ObjectId:
    """An object of the database: its kind ("schema", "table", "index", ...) and name (within the schema)."""

    kind: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One SQL statement (with its semicolon), what it creates, what it needs, and the statement that undoes it.

    `undo` is "" where undoing something else undoes it (comments, rows of dropped tables). `table` is the table it
    belongs to ("" for none): the document shows it there.
    """

    sql: str
    creates: ObjectId
    needs: tuple[ObjectId, ...] = ()
    undo: str = ""
    table: str = ""
    origin: Origin | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The statements of V001 (`schema`) and V002 (`seed`), ordered; undoing goes the other way."""

    schema: tuple[Statement, ...]
    seed: tuple[Statement, ...] = ()
