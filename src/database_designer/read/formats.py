"""Formats that values of examples show."""

from __future__ import annotations

import re

_FORMATS = (
    # Hand-written UUIDs often have a digit too many or too few at the end.
    ("uuid", re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{11,13}")),
    ("date-time", re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?")),
    ("date", re.compile(r"\d{4}-\d\d-\d\d")),
    ("time", re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d)?")),
    ("email", re.compile(r"[^@\s]+@[^@\s]+\.[a-zA-Z]+")),
    ("uri", re.compile(r"https?://\S+")),
)


def format_of(text: str) -> str:
    """OpenAPI's name for the format of an example value: uuid, date-time, date, time, email or uri; "" for any other text."""
    return next((name for name, pattern in _FORMATS if pattern.fullmatch(text)), "")
