"""A script as the statements in it, each with the line it starts on, so that an error can name its place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_TOKEN = re.compile(
    r"""
    --[^\n]*
  | /\*
  | (?<!\w)[eE]'(?:[^'\\]|\\.|'')*'
  | '[^']*'
  | "[^"]*"
  | (?<![\w$])(?P<dollar>\$(?:[^\W\d]\w*)?\$)
  | ;
    """,
    re.VERBOSE | re.DOTALL,
)
_COMMENT_EDGE = re.compile(r"/\*|\*/")
_NOTHING = re.compile(r"(?:\s|--[^\n]*(?:\n|\Z))*")


@dataclass(frozen=True, slots=True, kw_only=True)
class ScriptStatement:
    """A statement of a script, without what stands before it; `line` counts from 1."""

    sql: str
    line: int


def split_statements(script: str) -> tuple[ScriptStatement, ...]:
    """The statements of a script in their order, as psql sees them; quoted semicolons and comments do not end one."""
    found: list[ScriptStatement] = []
    start, line = 0, 1
    for end in (*_ends(script), len(script)):
        skipped = _NOTHING.match(script, start, end)
        first = skipped.end() if skipped else start
        line += script.count("\n", start, first)
        text = script[first:end].rstrip()
        if text.strip("; \t\r\n"):
            found.append(ScriptStatement(sql=text, line=line))
        line += script.count("\n", first, end)
        start = end
    return tuple(found)


def _ends(script: str) -> Iterator[int]:
    """The positions behind the semicolons that end a statement."""
    position = 0
    while token := _TOKEN.search(script, position):
        position = token.end()
        if token.group() == ";":
            yield position
        elif token.group() == "/*":
            position = _comment_end(script, position)
        elif tag := token["dollar"]:
            closing = script.find(tag, position)
            position = len(script) if closing < 0 else closing + len(tag)


def _comment_end(script: str, position: int) -> int:
    """The position behind a block comment that began before `position`; block comments nest."""
    depth = 1
    while depth and (edge := _COMMENT_EDGE.search(script, position)):
        depth += 1 if edge.group() == "/*" else -1
        position = edge.end()
    return position if not depth else len(script)
