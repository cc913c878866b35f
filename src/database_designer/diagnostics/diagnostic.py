"""A diagnostic: a fact about the input, where it stands, and what to do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from database_designer.source import Span


class Severity(StrEnum):
    """ERROR: a part could not be used. WARNING: it was used, but probably not as meant. INFO: worth knowing."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnostic:
    """`fact` says what is, `fix` what to do; `code` is stable (kebab-case); `span` is None for the run as a whole."""

    code: str
    severity: Severity
    fact: str
    fix: str = ""
    span: Span | None = None
    element: str = ""


def sort_diagnostics(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """The diagnostics, each once, ordered by severity, then place, then code: the same for any order of passes."""
    rank = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}

    def key(d: Diagnostic) -> tuple[int, str, int, str, str]:
        file, line = (d.span.file, d.span.line) if d.span else ("", 0)
        return rank[d.severity], file, line, d.code, d.fact

    return tuple(sorted(dict.fromkeys(diagnostics), key=key))
