"""DDL text as statements with their parse trees, by PostgreSQL's own grammar, each with its place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeAlias

import postgast

from database_designer.source import Span
from database_designer.verify.statements import ScriptStatement, split_statements

Node: TypeAlias = Any
"""A message of the parse tree, named and shaped as PostgreSQL's own nodes (IndexStmt, Constraint, ColumnDef)."""

_PSQL = re.compile(r"^\\[a-zA-Z!?].*$", re.MULTILINE)
_HOLDS_OTHERS = re.compile(r"CREATE\s+(OR\s+REPLACE\s+)?(FUNCTION|PROCEDURE|RULE)\b", re.IGNORECASE)
MOST_WITHIN = 50
"""Statements that a statement may hold."""

_COPIED = re.compile(
    r"^(COPY\b[^;\n]*\bFROM\s+stdin\b[^;\n]*;)(.*?)^\\\.[ \t]*$", re.MULTILINE | re.DOTALL | re.IGNORECASE
)


@dataclass(frozen=True, kw_only=True)
class Statement:
    """A statement of a script. `node` is its parse tree, None where the grammar refuses it, `problem` says why."""

    sql: str
    file: str
    line: int
    node: Node = None
    problem: str = ""

    @property
    def kind(self) -> str:
        """The name of the node ("CreateStmt"), "" where there is none."""
        return type(self.node).__name__ if self.node is not None else ""

    @property
    def span(self) -> Span:
        """The place of its first line."""
        return Span(file=self.file, line=self.line, end_line=self.line)

    def at(self, node: Node) -> Span:
        """The place of a node within it."""
        line = self.line + self.sql.encode()[: max(node.location, 0)].count(b"\n")
        return Span(file=self.file, line=line, end_line=line)


@dataclass(frozen=True, kw_only=True)
class Script:
    """A file of DDL. `undone` tells that a file beside it takes it back, None where that is not asked."""

    file: str
    text: str
    statements: tuple[Statement, ...]
    undone: bool | None = None

    @cached_property
    def creates(self) -> frozenset[str]:
        """The names of the tables and views that it creates."""
        made = (s.node.relation for s in self.statements if s.kind == "CreateStmt")
        stored = (s.node.into.rel for s in self.statements if s.kind == "CreateTableAsStmt")
        views = (s.node.view for s in self.statements if s.kind == "ViewStmt")
        return frozenset(name_of(r) for r in (*made, *stored, *views))

    def of_kind(self, *kinds: str) -> Iterator[Statement]:
        """Its statements of these kinds."""
        return (s for s in self.statements if s.kind in kinds)

    def on_existing(self, *kinds: str) -> Iterator[Statement]:
        """Its statements of these kinds on a relation that was there before it, so perhaps with rows and users."""
        return (s for s in self.of_kind(*kinds) if name_of(s.node.relation) not in self.creates)

    def altered(self, *commands: str) -> Iterator[tuple[Statement, Node]]:
        """The commands of these kinds ("AT_AddConstraint") of ALTER TABLE on relations that were there before it."""
        for statement in self.on_existing("AlterTableStmt"):
            for command in statement.node.cmds:
                if kind_of(command.alter_table_cmd) in commands:
                    yield statement, command.alter_table_cmd


def read_script(file: str, text: str, *, undone: bool | None = None) -> Script:
    """The statements of a script; lines for psql and the rows of COPY are passed over."""
    plain = _PSQL.sub("", _COPIED.sub(lambda m: m[1] + "\n" * m[2].count("\n"), text)).replace("\0", "")
    return Script(file=file, text=plain, statements=tuple(_statements(file, plain)), undone=undone)


def _statements(file: str, text: str) -> Iterator[Statement]:
    """The statements of a text; one with statements within it, of which psql knows by its words, is put together."""
    pieces = split_statements(text)
    number = 0
    while number < len(pieces):
        statement, taken = _parsed(file, pieces[number].sql, pieces[number].line), 1
        if statement.problem and _HOLDS_OTHERS.match(statement.sql):
            statement, taken = _put_together(statement, pieces[number + 1 : number + MOST_WITHIN])
        yield statement
        number += taken


def _put_together(first: Statement, further: Sequence[ScriptStatement]) -> tuple[Statement, int]:
    """The statement that begins with `first` and as many pieces behind it as it takes, and their number."""
    text = first.sql
    for number, piece in enumerate(further, start=2):
        text += "\n" * max(1, piece.line - first.line - text.count("\n")) + piece.sql
        whole = _parsed(first.file, text, first.line)
        if not whole.problem:
            return whole, number
    return first, 1


def _parsed(file: str, sql: str, line: int) -> Statement:
    try:
        found = postgast.parse(sql.encode("utf-8", "replace").decode()).stmts
    except postgast.PgQueryError as error:
        return Statement(sql=sql, file=file, line=line, problem=str(error.message))
    node = postgast.unwrap_node(found[0].stmt) if found else None
    return Statement(sql=sql, file=file, line=line, node=node)


def kind_name(message: Node, field: str) -> str:
    """The name of what an enum field of a node says ("OBJECT_TABLE", "TRANS_STMT_BEGIN")."""
    return str(message.DESCRIPTOR.fields_by_name[field].enum_type.values_by_number[getattr(message, field)].name)


def kind_of(message: Node) -> str:
    """The subtype of a command of ALTER TABLE ("AT_AddColumn"), or the type of a constraint ("CONSTR_UNIQUE")."""
    return kind_name(message, "subtype" if hasattr(message, "subtype") else "contype")


def opens(statement: Statement, *, inside: bool) -> bool:
    """Whether a transaction is open behind a statement of transactions, one before which `inside` tells that one was."""
    kind = kind_name(statement.node, "kind")
    if kind in ("TRANS_STMT_BEGIN", "TRANS_STMT_START"):
        return True
    return inside and kind not in ("TRANS_STMT_COMMIT", "TRANS_STMT_ROLLBACK")


def name_of(relation: Node) -> str:
    """The name of a RangeVar as the catalog of lint writes it: without the schema public."""
    return qualified(relation.schemaname, relation.relname)


def qualified(schema: str, name: str) -> str:
    """A name as the catalog of lint writes it: without the schema public."""
    return name if schema in ("", "public") else f"{schema}.{name}"


def strings(nodes: Sequence[Node]) -> tuple[str, ...]:
    """The texts of a list of String nodes."""
    return tuple(n.string.sval for n in nodes)


def within(node: Node, *kinds: str) -> Iterator[Node]:
    """The nodes of these kinds within one, itself included."""
    return (found for _, found in postgast.walk(node) if type(found).__name__ in kinds)
