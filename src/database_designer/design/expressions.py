"""Expressions of the concept over the columns of one row."""

from __future__ import annotations

from database_designer.design.layout import Draft, Layout
from database_designer.model.check.families import IllTyped, family_of
from database_designer.model.expression import Aggregate, Expression, Literal, LiteralKind, Moment, Path
from database_designer.model.walk import MAX_DEPTH, depth, nodes, replaced

CROSS_ROW = "it reads further rows"


class NotOfOneRow(ValueError):  # noqa: N818 - says what the expression is
    """The expression cannot be decided by looking at one row; the message says why.

    `meaningful` where it has a meaning all the same: it reads other rows, or depends on the moment.
    """

    def __init__(self, reason: str, *, meaningful: bool = False) -> None:
        """Takes the reason in words."""
        super().__init__(reason)
        self.meaningful = meaningful


def of_row(expression: Expression, draft: Draft, layout: Layout, family: str = "boolean") -> Expression:
    """The expression with column names, of the family expected.

    Raises NotOfOneRow where it reads other rows, names what is not stored, depends on the moment or does not fit the
    types of the columns.
    """
    if depth(expression) > MAX_DEPTH:
        raise NotOfOneRow(f"it is nested deeper than {MAX_DEPTH} levels")
    if any(isinstance(n, Moment) for n in nodes(expression)):
        reason = "it depends on the moment or on who acts; a row that holds today need not hold tomorrow"
        raise NotOfOneRow(reason, meaningful=True)
    renamed = with_columns(expression, draft)
    try:
        found = family_of(renamed, layout.typing(draft))
    except IllTyped as error:
        raise NotOfOneRow(f"{error}") from error
    if found != family:
        raise NotOfOneRow(f"it gives a {found} where a {family} is expected")
    return renamed


def with_columns(expression: Expression, draft: Draft) -> Expression:
    """The expression with the columns of the row in place of the names of the concept. Raises NotOfOneRow."""

    def change(node: Expression) -> Expression | None:
        if isinstance(node, Aggregate):
            raise NotOfOneRow(CROSS_ROW, meaningful=True)
        return Path(steps=(_column(node, draft),)) if isinstance(node, Path) else None

    return replaced(expression, change)


def _column(path: Path, draft: Draft) -> str:
    if path.root or len(path.steps) != 1:
        raise NotOfOneRow(CROSS_ROW, meaningful=True)
    column = draft.column(path.steps[0])
    if column is None:
        raise NotOfOneRow(f"{path.steps[0]} is not stored in the row")
    return column


def column_path(name: str) -> Path:
    """The path of a column."""
    return Path(steps=(name,))


def value(text: str) -> Literal:
    """A value of a list as a literal."""
    return Literal(kind=LiteralKind.VALUE, value=text)


def number(text: str) -> Literal:
    """A number as a literal."""
    return Literal(kind=LiteralKind.NUMBER, value=text)
