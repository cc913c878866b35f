"""How functions are declared, and how others name them."""

from __future__ import annotations

from database_designer.ddl.names import Names
from database_designer.model.physical import (
    DropPartitions,
    ExpireRows,
    Function,
    MakePartitions,
    RetainRows,
    SeesRow,
    TouchGuard,
)

ROW = "r"
"""What a SeesRow calls its row."""


def declared(function: Function, names: Names) -> str:
    """The name with the parameters, as CREATE FUNCTION has them."""
    return f"{names.function(function.name)}({', '.join(f'{n} {t}' for n, t in _parameters(function, names))})"


def signature(function: Function, names: Names) -> str:
    """The name with the types of the parameters, as DROP, COMMENT ON and REVOKE have them."""
    return f"{names.function(function.name)}({', '.join(t for _, t in _parameters(function, names))})"


def returned(function: Function) -> str:
    """The type of what the function gives back."""
    match function:
        case TouchGuard() | ExpireRows() | RetainRows() | MakePartitions() | DropPartitions():
            return "bigint"
        case SeesRow():
            return "boolean"
        case _:
            return "trigger"


def _parameters(function: Function, names: Names) -> tuple[tuple[str, str], ...]:
    match function:
        case TouchGuard():
            return (("scope", "text"), ("key", "text"))
        case SeesRow():
            return ((ROW, names.relation(function.table)),)
        case _:
            return ()
