"""Triggers that fill in values before a row is written.

What a value is worked out from is filled in before it: triggers of one table fire in the order of their names, and
these begin with a rank.
"""

from __future__ import annotations

from collections.abc import Iterable
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

MOST_RANKS = 99
"""How many ranks there are at most."""


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
    told = tuple(fills)
    ranks = _ranks(told)
    width = len(str(max(ranks.values(), default=1)))
    return joined(tuple(_made(f, f"fill{ranks[f.column]:0{width}d}", layout) for f in told))


def own_columns(expression: Expression) -> frozenset[str]:
    """The columns of the row NEW that an expression over rows reads."""
    paths = (n for n in nodes(expression) if isinstance(n, Path))
    return frozenset(p.steps[1] for p in paths if len(p.steps) == 2 and p.steps[0] == NEW)


def _ranks(fills: tuple[Fill, ...]) -> dict[str, int]:
    """A rank for each column, above those of the columns it is made from; of columns in a circle the last one."""
    reads: dict[str, set[str]] = {}
    for fill in fills:
        reads.setdefault(fill.column, set()).update(fill.reads - {fill.column})
    last = min(len(reads), MOST_RANKS)
    ranks: dict[str, int] = {}
    for _ in range(last):
        ranks = {c: min(last, 1 + max((ranks.get(r, 0) for r in read), default=0)) for c, read in reads.items()}
    return ranks


def _made(fill: Fill, prefix: str, layout: Layout) -> Part:
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
