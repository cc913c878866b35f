"""What worlds of the same design share: names looked up, first rows, and what was created in an empty world before."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field

from database_designer.model.design import Design
from database_designer.model.expression import Expression
from database_designer.verify.proving.plans import Plan
from database_designer.verify.proving.schema import Schema
from database_designer.verify.proving.tables import Tables
from database_designer.verify.proving.values import Row, Value

MOST_GROUNDS = 24
"""Of how many designs it is remembered: a rule is tried with the design, and with the one without it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Created:
    """What creating a row in an empty world came to: the plan after it, and what was said; or why it cannot be made."""

    row: Row | None = None
    plan: Plan | None = None
    statements: tuple[str, ...] = ()
    unmade: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """The beginning of worlds of one design. `created` remembers, by entity, values and conditions."""

    design: Design
    schema: Schema
    tables: Tables
    plan: Plan
    created: dict[Hashable, Created] = field(default_factory=dict)


_GROUNDS: list[Ground] = []


def ground_of(design: Design) -> Ground:
    """The ground of a design: the same for equal ones, as far as it is remembered."""
    for ground in _GROUNDS:
        if ground.design.physical is design.physical and ground.design.concept == design.concept:
            return ground
    schema = Schema(concept=design.concept)
    tables = Tables(design, schema)
    plan = Plan(schema, tables.keys)
    tables.seeds(plan.written)
    plan.rows = plan.written.copy()
    ground = Ground(design=design, schema=schema, tables=tables, plan=plan)
    _GROUNDS.append(ground)
    del _GROUNDS[:-MOST_GROUNDS]
    return ground


def creation_key(entity: str, values: Mapping[str, Value], such_that: Sequence[Expression]) -> Hashable:
    """By what a creation is remembered; values of unlike types that are equal are told apart."""
    given = tuple((n, type(values[n]).__name__, values[n]) for n in sorted(values))
    return (entity, given, tuple(such_that))
