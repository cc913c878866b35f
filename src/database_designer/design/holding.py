"""How rows that a guard reads are kept as they are until commit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TypeAlias

from database_designer.design.events import is_derived
from database_designer.design.expressions import NotOfOneRow
from database_designer.design.layout import Draft, Layout
from database_designer.design.lowering import NEW, Read, RuleScope, locks, lowered_with_reads, reads
from database_designer.design.part import Part, joined
from database_designer.design.routes import route
from database_designer.design.watching import Rule, sets_of, touches, watch
from database_designer.model.conceptual import EffectRule
from database_designer.model.expression import Comparison, Expression, Path
from database_designer.model.physical import Lock, Step, Touch
from database_designer.model.walk import replaced
from database_designer.source import Origin

Written: TypeAlias = Mapping[str, frozenset[str]]
"""For a table the tables whose rows are written by triggers when its rows change."""


def written_back(layout: Layout) -> Written:
    """Which tables are written by effects and derived values when the rows of a table change."""
    found: dict[str, set[str]] = {}
    for draft in layout.drafts:
        for table in _set_by_effects(draft, layout):
            found.setdefault(draft.table.name, set()).add(table)
        for attribute in draft.relation.attributes:
            for table in _derived_from(attribute.name, draft, layout):
                found.setdefault(table, set()).add(draft.table.name)
    return {table: frozenset(others) for table, others in found.items()}


def _set_by_effects(draft: Draft, layout: Layout) -> Iterator[str]:
    for rule in draft.entity.rules if draft.entity is not None else ():
        for assignment in rule.set if isinstance(rule, EffectRule) else ():
            if not assignment.path.root and len(assignment.path.steps) > 1:
                try:
                    yield route(draft, assignment.path.steps[:-1], layout).draft.table.name
                except NotOfOneRow:
                    continue  # the effect says itself that it cannot be used


def _derived_from(name: str, draft: Draft, layout: Layout) -> Iterator[str]:
    """The tables of the further rows that a derived value is made from."""
    attribute = draft.relation.attribute(name)
    if attribute is None or attribute.attribute is None or not is_derived(attribute) or draft.entity is None:
        return
    derived = attribute.attribute.derived
    try:
        found = reads(derived.expression, draft.entity.name, layout, "") if derived is not None else ()
    except NotOfOneRow:
        return  # the derivation says itself that it cannot be used
    yield from (r.table for r in found if r.hops)


def in_turn(table: str, key: Expression, by: str, written: Written) -> tuple[Step, ...]:
    """Transactions that lock a row of `table` and then write it, by triggers on the table `by`, take turns.

    Two that shared the lock would wait for each other.
    """
    return (Touch(scope=table, key=key),) if table in written.get(by, ()) else ()


def held(
    expression: Expression, scope: RuleScope, layout: Layout, written: Written, family: str = "boolean"
) -> tuple[Step, ...]:
    """The steps after which what an expression reads of other rows stays as it is. Raises NotOfOneRow."""
    draft = layout.of_entity(scope.entity)
    if draft is None:
        return ()
    found = lowered_with_reads(expression, scope, layout, family).reads
    steps: list[Step] = []
    for lock in locks(expression, scope, layout, family):
        key = _locked_key(lock)
        steps += in_turn(lock.table, key, draft.table.name, written) if key is not None else ()
        steps.append(lock)
    return (*steps, *(_of_row(t, scope.alias) for t in touches(found, draft)))


def _locked_key(lock: Lock) -> Expression | None:
    return lock.where.right if isinstance(lock.where, Comparison) else None


def _of_row(step: Step, alias: str) -> Step:
    """The guard row that the row called `alias` leads to."""
    if not isinstance(step, Touch) or alias == NEW:
        return step

    def change(node: Expression) -> Expression | None:
        named = isinstance(node, Path) and node.steps[0] == NEW
        return Path(steps=(alias, *node.steps[1:])) if isinstance(node, Path) and named else None

    return replace(step, key=replaced(step.key, change))


def watched_sets(
    name: str, found: tuple[Read, ...], draft: Draft, layout: Layout, *, origin: Origin, says: str
) -> Part:
    """The triggers by which a change of a row in a set of rows that a guard reads waits for the guard, and it for them."""
    sets = sets_of(found, draft, layout)
    return joined(
        tuple(
            watch(
                Rule(
                    name=name if len(sets) == 1 else f"{name}_{number}",
                    draft=container, reads=own, body=(), origin=origin, says=says,
                    phase="touch", deferred=False, own=(), owner=draft.table.name, own_matter=False,
                ),
                layout,
            )
            for number, (container, own) in enumerate(sets, 1)
        )
    )  # fmt: skip
