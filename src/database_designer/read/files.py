"""Bytes of files into text: limits, encodings, and what is wrong with a file."""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from database_designer.diagnostics import Diagnostic, Severity
from database_designer.source import Span

MAX_BYTES = 20_000_000
"""Bytes of a file that is still read, unless another limit is given."""

# The longer marks first: that of UTF-16 begins that of UTF-32.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_MOSTLY = 0.05
_AS_TEXT = "save it as text in UTF-8"


def read_text(path: Path, shown: str, *, max_bytes: int = MAX_BYTES) -> tuple[str | None, tuple[Diagnostic, ...]]:
    """The text of a file, its lines ended by a newline character alone; None where it cannot be used, and what is to be said about it.

    UTF-8, and UTF-16 or UTF-32 with a byte order mark. A file with few bytes that are not UTF-8 is read as
    Windows-1252 or, where other bytes are UTF-8, with those few replaced. `shown` is the name in diagnostics.
    """
    try:
        size = path.stat().st_size
        if size > max_bytes:
            fact = f"{shown} has {size:,} bytes, more than the limit of {max_bytes:,}; it was not read"
            return None, (
                _problem(
                    "file-too-large", shown, fact, "split the file, or raise max_megabytes in database-designer.toml"
                ),
            )
        data = path.read_bytes()
    except OSError as error:
        fact = f"{shown} cannot be read: {error.strerror or error}"
        return None, (_problem("file-unreadable", shown, fact, "check that it is a file and its permissions"),)
    text, diagnostics = _decode(data, shown)
    if text is None:
        return None, diagnostics
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        fact = f"{shown} is empty"
        empty = _problem("file-empty", shown, fact, "write requirements into it", severity=Severity.WARNING)
        return None, (*diagnostics, empty)
    return text, diagnostics


def _decode(data: bytes, shown: str) -> tuple[str | None, tuple[Diagnostic, ...]]:
    mark = next((encoding for start, encoding in _MARKS if data.startswith(start)), None)
    if mark is None and (b"\x00" in data or len(_CONTROL.findall(data)) > len(data) * _MOSTLY):
        return None, (_problem("file-binary", shown, f"{shown} is no text file; it was not read", _AS_TEXT),)
    try:
        return data.decode(mark or "utf-8"), ()
    except UnicodeDecodeError as error:
        if mark not in (None, "utf-8-sig"):
            return None, (_problem("file-encoding", shown, f"{shown} is not valid {mark.upper()}", _AS_TEXT),)
        line = data.count(b"\n", 0, error.start) + 1
        return _repair(data, shown, line)


def _repair(data: bytes, shown: str, line: int) -> tuple[str | None, tuple[Diagnostic, ...]]:
    """The text of a file that is not quite UTF-8; `line` is the first one that is not."""
    replaced = data.decode("utf-8-sig", errors="replace")
    bad = replaced.count("\ufffd")
    if bad > max(1, len(replaced) * _MOSTLY):
        fact = f"{shown} is not UTF-8 (from line {line} on); it was not read"
        return None, (_problem("file-encoding", shown, fact, _AS_TEXT, line=line),)
    mixed = any(ord(c) > 127 for c in replaced if c != "\ufffd")
    text = replaced if mixed else data.decode("cp1252", errors="replace")
    how = "the bytes were replaced" if mixed else "it was read as Windows-1252"
    count = f"{bad} byte{'s' if bad > 1 else ''}"
    fact = f"{shown} holds {count} that {'are' if bad > 1 else 'is'} not UTF-8, the first on line {line}; {how}"
    return text, (_problem("file-encoding", shown, fact, "save it in UTF-8", line=line, severity=Severity.WARNING),)


def _problem(
    code: str, shown: str, fact: str, fix: str, *, line: int = 1, severity: Severity = Severity.ERROR
) -> Diagnostic:
    span = Span(file=shown, line=line, end_line=line)
    return Diagnostic(code=code, severity=severity, fact=fact, fix=fix, span=span)
