"""Requirement ids in API descriptions."""

from __future__ import annotations

import re

from database_designer.read.openapi.tree import Mapping, Scalar

_ID = re.compile(r"\b(?:N?FR|RN?F|REQ|SRS|URS|BR|UC|US)(?:-[A-Z]{1,6})*[-_ ]?\d+(?:\.\d+)*\b")
_KEYS = ("x-requirement", "x-requirements", "x-requirement-id", "x-requirement-ids")


def requirement_of(node: Mapping) -> str | None:
    """The first requirement id that an operation, schema or property names; None for none."""
    stated = (item.text for key in _KEYS for item in node.items(key) if isinstance(item, Scalar) and item.text)
    return next(stated, None) or requirement_in(f"{node.text('summary')}\n{node.text('description')}")


def requirement_in(text: str) -> str | None:
    """The first requirement id mentioned in a text, None for none."""
    match = _ID.search(text)
    return match.group() if match else None
