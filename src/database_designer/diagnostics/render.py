"""Diagnostics as text for people and as plain data for machines."""

from __future__ import annotations

import unicodedata

from database_designer.diagnostics.diagnostic import Diagnostic

_UNSEEN = ("Cc", "Cs", "Zl", "Zp")
_DIRECTIONS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def printable(text: str) -> str:
    """The text on one line, control characters as escapes: what a document holds cannot steer a terminal."""
    if text.isprintable():
        return text
    return "".join(_escaped(c) if unicodedata.category(c) in _UNSEEN or c in _DIRECTIONS else c for c in text)


def _escaped(character: str) -> str:
    return " " if character in "\t\n" else character.encode("unicode_escape").decode("ascii")


def render(diagnostic: Diagnostic) -> str:
    """One or two lines: `file:line: severity[code]: fact` and, indented, the fix."""
    place = f"{diagnostic.span}: " if diagnostic.span else ""
    head = printable(f"{place}{diagnostic.severity}[{diagnostic.code}]: {diagnostic.fact}")
    return f"{head}\n    fix: {printable(diagnostic.fix)}" if diagnostic.fix else head


def to_json(diagnostic: Diagnostic) -> dict[str, str | int | None]:
    """The diagnostic as a flat JSON object; `file` and `line` are None where it has no place."""
    return {
        "code": diagnostic.code,
        "severity": str(diagnostic.severity),
        "file": diagnostic.span.file if diagnostic.span else None,
        "line": diagnostic.span.line if diagnostic.span else None,
        "fact": diagnostic.fact,
        "fix": diagnostic.fix,
        "element": diagnostic.element,
    }
