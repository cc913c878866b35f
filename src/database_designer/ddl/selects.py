"""Queries inside of expressions: how they are laid out, and what each function of a Select works out."""

from __future__ import annotations

from database_designer.ddl.fragment import INTERVALS, ExpressionError, Fragment, Kind, Level
from database_designer.ddl.layout import indented

SHORT = 76
"""Queries of at most so many characters stay on one line."""


def query(value: str, sources: tuple[str, ...], where: tuple[str, ...], *, rest: tuple[str, ...] = ()) -> str:
    """`SELECT value FROM .. JOIN .. WHERE .. AND ..`: on one line where that is short, else a line a clause.

    `sources` are the tables, each after the first with its JOIN; `where` is and-ed; `rest` are further clauses.
    """
    first, *joins = sources
    lines = (f"SELECT {value}".rstrip(), f"FROM {first}", *(f"    {j}" for j in joins), *conjunction(where), *rest)
    flat = " ".join(line.strip() for line in lines)
    return flat if len(flat) <= SHORT and "\n" not in flat else "\n".join(lines)


def conjunction(where: tuple[str, ...]) -> tuple[str, ...]:
    """The lines `WHERE a`, `  AND b`, `  AND c`."""
    if not where:
        return ()
    first, *others = where
    return (f"WHERE {first}", *("  AND " + other.replace("\n", "\n  ") for other in others))


def enclosed(text: str) -> str:
    """A query in parentheses; one of several lines on lines of its own."""
    return f"(\n{indented(text)}\n)" if "\n" in text else f"({text})"


def value_selected(function: str, value: Fragment | None) -> Fragment:
    """What stands after SELECT to work out `function`. Raises ExpressionError for a function that is none."""
    if function == "count":
        return Fragment(f"count({value.text if value is not None else '*'})", Level.PRIMARY, Kind.INTEGER)
    if value is None:
        raise ExpressionError(f"{function} needs a value")
    match function:
        case "value":
            return value
        case "sum":
            nothing = "INTERVAL '0'" if value.kind in INTERVALS else "0"
            return Fragment(f"coalesce(sum({value.text}), {nothing})", Level.PRIMARY, value.kind)
        case "min" | "max":
            return Fragment(f"{function}({value.text})", Level.PRIMARY, value.kind)
        case _:
            raise ExpressionError(f"there is no function {function!r} over rows")
