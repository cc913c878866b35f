"""Diagnostics as text for people and as plain data for machines."""

from __future__ import annotations

from database_designer.diagnostics.diagnostic import Diagnostic


def render(diagnostic: Diagnostic) -> str:
    """One or two lines: `file:line: severity[code]: fact` and, indented, the fix."""
    place = f"{diagnostic.span}: " if diagnostic.span else ""
    head = f"{place}{diagnostic.severity}[{diagnostic.code}]: {diagnostic.fact}"
    return f"{head}\n    fix: {diagnostic.fix}" if diagnostic.fix else head


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
