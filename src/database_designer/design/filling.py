"""Triggers that fill in values before a row is written.

What a value is worked out from is filled in before it: triggers of one table fire in the order of their names, and
these begin with a rank.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from database_designer.design.enforcing import kept
from database_designer.design.events import Firing, triggers
from database_designer.design.layout import Draft, Layout
from database_designer.design.lowering import NEW
from database_designer.design.part import Part, joined
from database_designer.model.expression import Expression, Path
from database_designer.model.physical import Form, RuleFunction, Step
from database_designer.model.walk import nodes
from database_designer.source import Origin

LAST = 9
"""The highest rank: one digit, so that names sort by it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fill:
    """The filling of `column` by `body`, which reads the columns `reads` of the row; `name` ends the trigger's name.

    `further` are the objects that keep the value beside the trigger.
    """

    draft: Draft
    column: str
    name: str
    body: tuple[Step, ...]
    fired: tuple[Firing, ...]
    reads: frozenset[str]
    element: str
    says: str
    form: Form
    origin: Origin
    stated: Origin
    detail: tuple[str, ...] = ()
    further: tuple[str, ...] = ()


def filled(fills: Iterable[Fill], layout: Layout) -> Part:
    """The triggers of all fills of one table."""
    ranked = _ranked(tuple(fills))
    return joined(tuple(_made(fill, rank, layout) for fill, rank in ranked))


def own_columns(expression: Expression) -> frozenset[str]:
    """The columns of the row NEW that an expression over rows reads."""
    paths = (n for n in nodes(expression) if isinstance(n, Path))
    return frozenset(p.steps[1] for p in paths if len(p.steps) == 2 and p.steps[0] == NEW)


def _ranked(fills: tuple[Fill, ...]) -> tuple[tuple[Fill, int], ...]:
    """Each fill with a rank above those of the fills that it reads; where they read in a circle, the order given."""
    by_column: dict[str, list[int]] = {}
    for position, fill in enumerate(fills):
        by_column.setdefault(fill.column, []).append(position)
    ranks: dict[int, int] = {}
    for position in range(len(fills)):
        _rank(position, fills, by_column, ranks)
    return tuple((fill, ranks[position]) for position, fill in enumerate(fills))


def _rank(position: int, fills: tuple[Fill, ...], by_column: Mapping[str, list[int]], ranks: dict[int, int]) -> int:
    if position not in ranks:
        ranks[position] = 1
        fill = fills[position]
        read = (p for c in sorted(fill.reads - {fill.column}) for p in by_column.get(c, ()))
        before = max((_rank(p, fills, by_column, ranks) for p in read), default=0)
        ranks[position] = min(before + 1, LAST)
    return ranks[position]


def _made(fill: Fill, rank: int, layout: Layout) -> Part:
    prefix = f"fill{rank}"
    function = RuleFunction(
        name=layout.name(prefix, fill.draft, fill.name),
        table=fill.draft.table.name,
        timing="BEFORE",
        body=fill.body,
        origin=fill.origin,
        says=fill.says,
    )
    made = triggers(function, fill.fired, fill.draft, layout, prefix, fill.name)
    objects = (*(t.name for t in made), *fill.further)
    enforcement = kept(fill.element, fill.says, objects, fill.stated, form=fill.form, detail=fill.detail)
    return Part(functions=(function,), triggers=made, enforcements=(enforcement,))
