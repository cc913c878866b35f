"""Rows that are reached hop by hop, and the small conditions over (alias, column) paths of which these are made."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count

from database_designer.design.layout import Draft
from database_designer.design.routes import Hop
from database_designer.model.expression import (
    And,
    Call,
    Comparator,
    Comparison,
    Expression,
    IsSet,
    Join,
    Literal,
    LiteralKind,
    Not,
    Path,
    Select,
)


def row_path(alias: str, column: str) -> Path:
    """A column of the row called `alias`."""
    return Path(steps=(alias, column))


def key_of(alias: str, draft: Draft) -> Expression:
    """What identifies a row, as one value: its primary key, of several columns their texts."""
    first, *others = (row_path(alias, c) for c in draft.table.primary_key)
    comma = Literal(kind=LiteralKind.TEXT, value=",")
    return Call(function="concat", arguments=(first, *(p for o in others for p in (comma, o)))) if others else first


def same_row(alias: str, other: str, draft: Draft) -> Expression:
    """Whether the two rows are one."""
    return all_of(
        tuple(
            Comparison(operator=Comparator.EQ, left=row_path(alias, c), right=row_path(other, c))
            for c in draft.table.primary_key
        )
    )


def all_of(conditions: tuple[Expression, ...]) -> Expression:
    """All conditions as one; at least one is given."""
    return conditions[0] if len(conditions) == 1 else And(operands=conditions)


def equal(left: Expression, right: Expression) -> Comparison:
    """`left = right`."""
    return Comparison(operator=Comparator.EQ, left=left, right=right)


def differ(left: Expression, right: Expression) -> Expression:
    """The values are not the same; an unset one is the same as an unset one only."""
    return Not(operand=Call(function="same", arguments=(left, right)))


def is_live(alias: str, soft: str) -> Expression:
    """The row is not marked as deleted."""
    return IsSet(operand=row_path(alias, soft), negated=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """Rows reached hop by hop: the first table, the joins to the others, the conditions, the alias of the last."""

    table: str
    alias: str
    joins: tuple[Join, ...]
    where: tuple[Expression, ...]
    aliases: tuple[str, ...]

    @property
    def end(self) -> str:
        """The alias of the rows at the end."""
        return self.aliases[-1]

    def select(self, function: str, *, value: Expression | None = None, where: tuple[Expression, ...] = ()) -> Select:
        """What `function` works out over the rows at the end that satisfy `where`."""
        conditions = all_of((*self.where, *where))
        return Select(
            function=function, table=self.table, alias=self.alias, joins=self.joins, where=conditions, value=value
        )


def chain(start: Expression, hops: tuple[Hop, ...], aliases: Iterator[str]) -> Chain:
    """The rows that `hops` lead to from a row whose `here` of the first hop is `start`; rows marked as deleted left out."""
    names: list[str] = []
    conditions: list[tuple[Expression, ...]] = []
    here = start
    for position, hop in enumerate(hops):
        name = next(aliases)
        link = equal(row_path(name, hop.there), here)
        conditions.append((link, is_live(name, hop.soft)) if hop.soft else (link,))
        names.append(name)
        if position + 1 < len(hops):
            here = row_path(name, hops[position + 1].here)
    joins = tuple(
        Join(table=hop.table, alias=name, on=all_of(c))
        for hop, name, c in zip(hops[1:], names[1:], conditions[1:], strict=True)
    )
    return Chain(table=hops[0].table, alias=names[0], joins=joins, where=conditions[0], aliases=tuple(names))


def value_at(alias: str, hops: tuple[Hop, ...], column: str) -> Expression:
    """A column of the row at the end of `hops` from the row called `alias`."""
    if not hops:
        return row_path(alias, column)
    found = chain(row_path(alias, hops[0].here), hops, (f"r{n}" for n in count(1)))
    return found.select("value", value=row_path(found.end, column))


def joined_to(
    alias: str, hops: tuple[Hop, ...], column: str, names: Iterator[str], *, outer: bool = False
) -> tuple[tuple[Join, ...], Expression]:
    """The joins from the row called `alias` along references, and the column at their end.

    With `outer` a row of which a reference is unset stays.
    """
    joins: list[Join] = []
    at = alias
    for hop in hops:
        name = next(names)
        link = equal(row_path(name, hop.there), row_path(at, hop.here))
        joins.append(Join(table=hop.table, alias=name, on=link, outer=outer))
        at = name
    return tuple(joins), row_path(at, column)
