"""Tables of parameters: what their header says of the place, and the names of rows that tell several at once."""

from __future__ import annotations

import re
from collections.abc import Sequence

PLACES = frozenset({"path", "query", "header", "cookie", "body", "form", "formdata"})
"""Where a parameter can stand."""

_HEADER = re.compile(
    r"(?:(?P<place>query|search|filter|path|route|header|url|uri|request|http|get)(?:[ _-]?string)?[ _-]?)?"
    r"param(?:eter)?s?(?:[ _]?names?)?|(?P<asked>query(?:[ _-]string)?(?: (?:fields?|keys?|args?|arguments?|options?))?|filters?)",
    re.IGNORECASE,
)
_KNOWN = {"query": "query", "search": "query", "filter": "query", "get": "query", "path": "path", "route": "path", "header": "header"}  # fmt: skip
_NAME = re.compile(r"[A-Za-z_]\w*")
_SEVERAL = re.compile(r"\s*,\s*(?:and\s+|or\s+)?|\s+/\s+|\s+(?:and|or)\s+")
_MOST = 4


def place_of_header(text: str) -> str | None:
    """The place of the parameters that a header announces, "" where it says none; None where it announces none."""
    match = _HEADER.fullmatch(text.strip("*_` :").removesuffix("(s)"))
    if match is None:
        return None
    return "query" if match["asked"] else _KNOWN.get((match["place"] or "").lower(), "")


def has_places(cells: Sequence[str]) -> bool:
    """Whether most cells of a column name the place of a parameter."""
    return sum(1 for cell in cells if cell.lower().replace(" ", "") in PLACES) * 2 > len(cells)


def names_in(text: str) -> tuple[str, ...]:
    """The names that a cell tells: "page, page_size" and "from / to" are two each, anything else is one."""
    found = _SEVERAL.split(text)
    return tuple(found) if 1 < len(found) <= _MOST and all(map(_NAME.fullmatch, found)) else (text,)
