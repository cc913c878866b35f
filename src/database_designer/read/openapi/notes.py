"""The diagnostics of one API description, gathered while it is read."""

from __future__ import annotations

from dataclasses import dataclass, field

from database_designer.diagnostics import Diagnostic, Severity
from database_designer.source import Span

_MOST = 200


@dataclass(slots=True)
class Notes:
    """What is to be said about the file at `path`; at most 200 diagnostics, so that a hostile file cannot flood."""

    path: str
    _found: dict[Diagnostic, None] = field(default_factory=dict)

    def error(self, code: str, line: int, fact: str, fix: str) -> None:
        """Notes that a part of the file cannot be used."""
        self._add(Severity.ERROR, code, line, fact, fix)

    def warning(self, code: str, line: int, fact: str, fix: str) -> None:
        """Notes that a part of the file was used, but probably not as meant."""
        self._add(Severity.WARNING, code, line, fact, fix)

    def _add(self, severity: Severity, code: str, line: int, fact: str, fix: str) -> None:
        if len(self._found) < _MOST:
            span = Span(file=self.path, line=line, end_line=line)
            self._found[Diagnostic(code=code, severity=severity, fact=fact, fix=fix, span=span)] = None

    @property
    def all(self) -> tuple[Diagnostic, ...]:
        """The diagnostics, each once, in the order in which they were found."""
        return tuple(self._found)
