"""Markdown as text: tables, fences, and prose from elsewhere made inert.

Functions that take `text` take plain text and return Markdown; `row` cells and list items are Markdown already.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]+")
_SPECIAL = re.compile(r"[\\`*\[\]<>~]|(?<![^\W_])_|_(?![^\W_])|&(?=#?\w+;)")
_LEADING = re.compile(r"^(?:#+(?=\s|$)|\+(?=\s|$)|-(?=[\s-]|$)|=|\d+(?=[.)](?:\s|$)))")
_ENTITIES = {"<": "&lt;", ">": "&gt;", "&": "&amp;"}


def line(text: str) -> str:
    """The text on one line, without control and text-direction characters, runs of blanks as one blank."""
    return " ".join(_CONTROL.sub(" ", text).split())


def prose(text: str) -> str:
    """The text as Markdown that reads as it stands: no markup, link, HTML or block of its own comes alive."""
    escaped = _SPECIAL.sub(lambda m: _ENTITIES.get(m[0], f"\\{m[0]}"), line(text))
    return _LEADING.sub(_escape_leading, escaped)


def _escape_leading(match: re.Match[str]) -> str:
    start = match[0]
    return f"{start}\\" if start.isdigit() else f"\\{start}"


def shorten(text: str, limit: int = 200) -> str:
    """The text on one line, cut at a word to at most `limit` characters, with an ellipsis where it was cut."""
    whole = line(text)
    if len(whole) <= limit:
        return whole
    head = whole[: limit - 1]
    cut = head.rfind(" ")
    return (head[:cut] if cut > limit // 2 else head) + "…"


def code(text: str) -> str:
    """The text as a code span ("" for blank text), with a fence longer than any run of backticks in it."""
    inner = line(text)
    if not inner:
        return ""
    fence = "`" * (_longest_run(inner) + 1)
    pad = " " if inner.startswith("`") or inner.endswith("`") else ""
    return f"{fence}{pad}{inner}{pad}{fence}"


def codes(texts: Iterable[str]) -> str:
    """The texts as code spans, separated by commas."""
    return ", ".join(code(t) for t in texts)


def fence(text: str, language: str = "sql") -> str:
    """The text as a fenced block that nothing in the text can close."""
    marks = "`" * max(3, _longest_run(text) + 1)
    return f"{marks}{language}\n{text.rstrip()}\n{marks}"


def _longest_run(text: str) -> int:
    return max((len(run) for run in re.findall(r"`+", text)), default=0)


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table of Markdown cells; pipes are escaped, line breaks become blanks, empty cells a dash."""
    lines = [_row(header), "|" + "|".join("---" for _ in header) + "|"]
    return "\n".join([*lines, *(_row(cells) for cells in rows)])


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(_cell(c) for c in cells) + " |"


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|") or "–"


def items(lines: Iterable[str]) -> str:
    """A list of Markdown items, one line each."""
    return "\n".join(f"- {' '.join(text.split())}" for text in lines)


def blocks(*parts: str) -> str:
    """The parts that are not empty, with a blank line between them."""
    return "\n\n".join(part.strip("\n") for part in parts if part)


def count(number: int, singular: str, plural: str = "") -> str:
    """A number with its noun: "1 table", "3 tables", "2 queries" where the plural is given."""
    return f"{number:,} {singular if number == 1 else plural or singular + 's'}"


def table_link(name: str) -> str:
    """A table's name, as a link to its heading where the name is plain enough to have a predictable anchor."""
    if re.fullmatch(r"[a-z][a-z0-9_]*", name):
        return f"[{name}](#table-{name})"
    return prose(name)
