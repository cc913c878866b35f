"""The columns that an expression reads."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

from database_designer.model.expression import Expression, Path


def columns_of(expression: Expression) -> set[str]:
    """The names of all columns in the expression."""
    return set(_columns(expression))


def _columns(node: object) -> Iterator[str]:
    if isinstance(node, Path):
        yield node.steps[-1]
    elif isinstance(node, tuple):
        for part in node:
            yield from _columns(part)
    elif dataclasses.is_dataclass(node):
        for field in dataclasses.fields(node):
            yield from _columns(getattr(node, field.name))
