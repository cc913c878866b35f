"""The name of a project, from the titles of its documents."""

from __future__ import annotations

import re
from collections.abc import Iterable

_MANNER = r"(?:(?:software|product|business|functional|non-functional|technical|user|rest|high[- ]level|detailed)\s+)*"
_KIND = _MANNER + (
    r"(?:requirements?|specifications?|spec|srs|frs|frd|prd|brd|design|documentation|docs|document|api|apis|reference"
    r"|endpoints?|user stor(?:y|ies)|use cases|vision|scope|overview|index|introduction|table of contents|contents"
    r"|page \d+|part \d+|chapter \d+)"
    r"(?:\s+(?:requirements|specifications?|documentation|document|definition|design|reference|overview|spec|v?[\d.]+))*"
    r"(?:\s*\([^()]*\))?"
)
_ENDING = re.compile(rf"(?:\s*[-–—:|,]\s*|\s+){_KIND}\s*$", re.IGNORECASE)
_OPENING = re.compile(rf"(?:system\s+)?{_KIND}(?:\s*[-–—:|,]\s+|\s+(?:of|for)\s+(?:the\s+)?)", re.IGNORECASE)
_NOTHING_ELSE = re.compile(rf"(?:system\s+)?{_KIND}", re.IGNORECASE)
_LONGEST = 200
_NUMBER = re.compile(r"\s*\d+(?:\.\d+)*[.)]?\s+")


def project_name(titles: Iterable[str], folder: str) -> str:
    """The first title that names a project, freed of words for the kind of document; the folder's name for none.

    "Harbour - Software Requirements Specification" and "Requirements for Harbour" are Harbour.
    """
    return next((name for name in map(_bare, titles) if name), folder)


def _bare(title: str) -> str:
    """The name within a title, "" where it only says what kind of document it is."""
    title = title[:_LONGEST]
    number = _NUMBER.match(title)
    name = title[number.end() if number else 0 :].strip()
    if opening := _OPENING.match(name):
        name = name[opening.end() :].strip()
    while not _NOTHING_ELSE.fullmatch(name):
        ending = _ENDING.search(name)
        if not ending:
            return name.strip(" -–—:|")
        name = name[: ending.start()].strip()
    return ""
