"""A text of SQL to its statements, each with the name and the frequency that the comment before it gives."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from postgast import PgQueryError, fingerprint, parse, scan
from postgast.pg_query_pb2 import Node, Token

from database_designer.diagnostics import Diagnostic, Severity
from database_designer.source import Span

_HEADER = re.compile(
    r"--\s*(?:query|write|name)\s*:\s*(?P<name>\S+)(?:[^\n]*?\bfreq(?:uency)?\s*:\s*(?P<freq>\d+(?:\.\d+)?))?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A statement: its name, how often a minute it runs, its parse tree; `shape` is equal for all that differ in values."""

    name: str
    frequency: float
    sql: str
    line: int
    shape: str
    unnamed: bool = False
    tree: Node = field(repr=False)


def statements(text: str, file: str) -> tuple[tuple[Statement, ...], tuple[Diagnostic, ...]]:
    """The statements of a text in their order, and an error for each that PostgreSQL's grammar does not know.

    A comment `-- query: NAME freq: N` before a statement names it and says how often a minute it runs; without one it is
    named by its place and counts once.
    """
    data = text.encode()
    try:
        tokens = scan(text).tokens
    except PgQueryError as error:
        position = max(error.cursorpos - 1, 0)
        ended = text.rfind(";", 0, position) + 1
        before, wrong = statements(text[:ended], file) if ended else ((), ())
        line = _line(data, _byte(text, error.cursorpos))
        return before, (*wrong, _unread(file, line, error.message, "nothing behind it was read"))
    pieces: list[tuple[str, int, int]] = []
    header, begin, end = "", -1, 0
    for token in tokens:
        if token.token in {Token.SQL_COMMENT, Token.C_COMMENT}:
            if begin < 0:
                header = data[token.start : token.end].decode()[:1000] if _names(data, token) else header
            continue
        if token.token != Token.ASCII_59:
            begin, end = (token.start if begin < 0 else begin), token.end
            continue
        if begin >= 0:
            pieces.append((header, begin, end))
        header, begin = "", -1
    if begin >= 0:
        pieces.append((header, begin, end))
    found: list[Statement] = []
    said: list[Diagnostic] = []
    for header, begin, end in pieces:
        read = _read(data[begin:end].decode(), header, _line(data, begin), file)
        found.extend(s for s in read if isinstance(s, Statement))
        said.extend(d for d in read if isinstance(d, Diagnostic))
    return tuple(found), tuple(said)


def _names(data: bytes, token: object) -> bool:
    return _HEADER.match(data[token.start : token.end].decode()) is not None  # type: ignore[attr-defined]


def _read(sql: str, header: str, line: int, file: str) -> Sequence[Statement | Diagnostic]:
    try:
        trees = parse(sql).stmts
        shape = fingerprint(sql).hex
    except PgQueryError as error:
        return (_unread(file, line + sql.count("\n", 0, max(error.cursorpos - 1, 0)), error.message),)
    named = _HEADER.match(header)
    name = named["name"] if named else f"line_{line}"
    frequency = float(named["freq"]) if named and named["freq"] else 1.0
    return [
        Statement(name=name, frequency=frequency, sql=sql, line=line, shape=shape, unnamed=named is None, tree=t.stmt)
        for t in trees
    ]


def _byte(text: str, cursor: int) -> int:
    return len(text[: max(cursor - 1, 0)].encode())


def _line(data: bytes, position: int) -> int:
    return data.count(b"\n", 0, position) + 1


def _unread(file: str, line: int, why: str, read: str = "the other statements were read") -> Diagnostic:
    return Diagnostic(
        code="statement-unread", severity=Severity.WARNING, fact=f"PostgreSQL's grammar does not take this statement: {why}",
        fix=f"correct it; {read}", span=Span(file=file, line=line, end_line=line),
    )  # fmt: skip
