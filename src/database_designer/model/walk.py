"""Walking expressions: all nodes, and the same expression with some nodes replaced."""

from __future__ import annotations

import dataclasses
import typing
from collections.abc import Callable, Iterator

from database_designer.model.expression import Expression

MAX_DEPTH = 100
"""How deep an expression may be nested to be used in a design."""


def children(expression: Expression) -> tuple[Expression, ...]:
    """The expressions directly inside an expression."""
    values = (getattr(expression, field.name) for field in dataclasses.fields(expression))
    items = (item for value in values for item in (value if isinstance(value, tuple) else (value,)))
    return tuple(typing.cast("Expression", item) for item in items if dataclasses.is_dataclass(item))


def nodes(expression: Expression) -> Iterator[Expression]:
    """The expression and all expressions inside it, the outer ones first."""
    pending = [expression]
    while pending:
        node = pending.pop()
        yield node
        pending.extend(reversed(children(node)))


def depth(expression: Expression) -> int:
    """The length of the longest chain of expressions inside each other."""
    level, deep = [expression], 0
    while level:
        deep += 1
        level = [c for node in level for c in children(node)]
    return deep


def replaced(expression: Expression, change: Callable[[Expression], Expression | None]) -> Expression:
    """The expression with every node for which `change` gives another one replaced, the outer ones first.

    Meant for expressions of at most MAX_DEPTH.
    """
    other = change(expression)
    if other is not None:
        return other
    values: dict[str, typing.Any] = {}
    for field in dataclasses.fields(expression):
        value = getattr(expression, field.name)
        if isinstance(value, tuple):
            values[field.name] = tuple(
                replaced(typing.cast("Expression", v), change) if dataclasses.is_dataclass(v) else v for v in value
            )
        elif dataclasses.is_dataclass(value):
            values[field.name] = replaced(typing.cast("Expression", value), change)
    copy: typing.Any = dataclasses.replace
    return typing.cast("Expression", copy(expression, **values)) if values else expression
