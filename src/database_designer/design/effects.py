"""Effects: rows that are created and values that are set after something happened to a row."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import count

from database_designer.design.chains import all_of, chain, equal, is_live, row_path, same_row
from database_designer.design.enforcing import kept, refused
from database_designer.design.events import by_row, firings, in_words, triggers
from database_designer.design.expressions import NotOfOneRow
from database_designer.design.layout import Draft, Layout
from database_designer.design.lowering import RuleScope, lowered, rows_of
from database_designer.design.part import Part, joined
from database_designer.design.routes import Route, route
from database_designer.design.stored_values import stored_value
from database_designer.model.conceptual import Assignment, Creation, EffectRule, EntityType
from database_designer.model.decision import because
from database_designer.model.expression import Aggregate, Expression, Path, Select
from database_designer.model.logical import RelationKind
from database_designer.model.names import snake_case
from database_designer.model.physical import ForEach, Form, InsertRow, RuleFunction, Step, UpdateRows, When
from database_designer.model.text import english
from database_designer.model.walk import replaced

BY = "design.effects"
EACH, TARGET = "it", "target"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Effect:
    """An effect at a row, and where names in it lead."""

    rule: EffectRule
    draft: Draft
    scope: RuleScope
    layout: Layout
    each: Draft | None = None


def effects(layout: Layout) -> Part:
    """The AFTER triggers of all effects; those of one entity happen in the order in which they are told."""
    return joined(tuple(_of_entity(d.entity, d, layout) for d in layout.drafts if d.entity is not None))


def _of_entity(entity: EntityType, draft: Draft, layout: Layout) -> Part:
    rules = tuple({r.name: r for r in entity.rules if isinstance(r, EffectRule)}.values())
    width = len(str(len(rules)))
    places = (f"{n:0{width}d}" if len(rules) > 1 else "" for n in count(1))
    return joined(tuple(_effect(r, place, entity, draft, layout) for r, place in zip(rules, places, strict=False)))


def _effect(rule: EffectRule, place: str, entity: EntityType, draft: Draft, layout: Layout) -> Part:
    element, what, name = f"{entity.name}.{rule.name}", rule.says or _in_words(rule), snake_case(rule.name)
    try:
        fired = firings(rule.events, draft)
        body = by_row(fired, lambda alias: _steps(rule, RuleScope(entity=entity.name, alias=alias), draft, layout))
    except NotOfOneRow as error:
        return refused(element, what, error, rule.origin, form=Form.EFFECT)
    function = RuleFunction(
        name=layout.name(f"after{place}", draft, name),
        table=draft.table.name,
        timing="AFTER",
        body=body,
        origin=because(rule.origin, BY, "what follows happens in the same transaction, or nothing does"),
        says=what,
    )
    made = triggers(function, fired, draft, layout, f"after{place}", name)
    enforcement = kept(element, what, tuple(t.name for t in made), rule.origin, form=Form.EFFECT)
    return Part(functions=(function,), triggers=made, enforcements=(enforcement,))


def _steps(rule: EffectRule, scope: RuleScope, draft: Draft, layout: Layout) -> tuple[Step, ...]:
    """What the effect does for the row, or for each of the rows that it names."""
    steps = _of_row(rule, scope, draft, layout) if rule.each is None else _of_each(rule, rule.each, scope, layout)
    return steps if rule.when is None else (When(condition=lowered(rule.when, scope, layout), then=steps),)


def _of_row(rule: EffectRule, scope: RuleScope, draft: Draft, layout: Layout) -> tuple[Step, ...]:
    return _done(_Effect(rule=rule, draft=draft, scope=scope, layout=layout))


def _of_each(rule: EffectRule, each: Aggregate, scope: RuleScope, layout: Layout) -> tuple[Step, ...]:
    rows, where = rows_of(each, scope, EACH, layout)
    draft = layout.of_entity(scope.entity)
    if rows.entity is None or draft is None:
        raise NotOfOneRow(f"{'.'.join(each.over.steps)} are no rows of an entity")
    inner = RuleScope(entity=scope.entity, alias=scope.alias, old=scope.old, it_entity=rows.entity.name, it_alias=EACH)
    effect = _Effect(rule=rule, draft=draft, scope=inner, layout=layout, each=rows)
    return (ForEach(table=rows.table.name, alias=EACH, where=where, body=_done(effect)),)


def _done(effect: _Effect) -> tuple[Step, ...]:
    if not (effect.rule.set or effect.rule.create):
        raise NotOfOneRow("it neither sets nor creates anything")
    return (*_sets(effect), *(_create(c, effect) for c in effect.rule.create))


# Rows that are created


def _create(creation: Creation, effect: _Effect) -> Step:
    target = effect.layout.of_entity(creation.entity)
    if target is None:
        raise NotOfOneRow(f"there is no table for {creation.entity}")
    if target.relation.kind == RelationKind.SUBTYPE:
        raise NotOfOneRow(f"{creation.entity} is a kind of something else: it takes two rows to create one")
    values = tuple((_held(n, target), _value(n, v, target, effect)) for n, v in creation.values)
    return InsertRow(table=target.table.name, values=values)


def _held(name: str, target: Draft) -> str:
    """The column that is to hold a value. Raises NotOfOneRow where none does."""
    column = target.column(name)
    held = target.table.column(column) if column is not None else None
    if held is None:
        raise NotOfOneRow(f"{name} is not stored in {target.table.name}")
    if held.generated is not None:
        raise NotOfOneRow(f"{name} of {target.table.name} follows from other values: nobody sets it")
    return held.name


def _value(name: str, expression: Expression, target: Draft, effect: _Effect) -> Expression:
    column = target.table.column(_held(name, target))
    if column is None:
        raise NotOfOneRow(f"{name} is not stored in {target.table.name}")
    return stored_value(expression, column, effect.scope, effect.layout)


# Values that are set


def _sets(effect: _Effect) -> tuple[Step, ...]:
    """One UPDATE for each row that values are set in, so that all of them are worked out from what stood there."""
    found: dict[tuple[str, tuple[str, ...]], list[Assignment]] = {}
    for assignment in effect.rule.set:
        found.setdefault((assignment.path.root, assignment.path.steps[:-1]), []).append(assignment)
    return tuple(_update(tuple(assignments), effect) for assignments in found.values())


def _update(assignments: tuple[Assignment, ...], effect: _Effect) -> Step:
    of_each = assignments[0].path.root == EACH
    start = effect.each if of_each else effect.draft
    if start is None:
        raise NotOfOneRow("`it` is a row of for_each, and there is none")
    alias = EACH if of_each else effect.scope.alias
    ends = tuple(route(start, a.path.steps, effect.layout) for a in assignments)
    values = tuple(_assigned(a, end, alias, effect) for a, end in zip(assignments, ends, strict=True))
    end = ends[0]
    if end.many or any(e.hops != end.hops for e in ends):
        raise NotOfOneRow(f"{'.'.join(assignments[0].path.steps)} leads to several rows: use for_each")
    return UpdateRows(table=end.draft.table.name, alias=TARGET, values=values, where=_is_target(end, alias))


def _assigned(assignment: Assignment, end: Route, alias: str, effect: _Effect) -> tuple[str, Expression]:
    name = assignment.path.steps[-1]
    value = _value(name, assignment.value, end.draft, effect)
    return _held(name, end.draft), _read_in_place(value, end, alias)


def _is_target(end: Route, alias: str) -> Expression:
    """Whether the row called TARGET is the one at the end of the route; none is where the route is unset."""
    if not end.hops:
        return same_row(TARGET, alias, end.draft)
    *before, last = end.hops
    here: Expression = row_path(alias, last.here)
    if before:
        rows = chain(row_path(alias, before[0].here), tuple(before), _names())
        here = rows.select("value", value=row_path(rows.end, last.here))
    is_it = equal(row_path(TARGET, last.there), here)
    return all_of((is_it, is_live(TARGET, last.soft))) if last.down and last.soft else is_it


def _read_in_place(value: Expression, end: Route, alias: str) -> Expression:
    """The value with what it reads of the row that it is set in read from that very row.

    A read of its own would keep its snapshot where the UPDATE waits for another transaction: one change would be lost.
    """
    wanted = None
    if end.hops:
        wanted = _named_alike(chain(row_path(alias, end.hops[0].here), end.hops, _names()).select("value"))

    def change(node: Expression) -> Expression | None:
        if isinstance(node, Path) and wanted is None and node.steps[0] == alias:
            return Path(steps=(TARGET, *node.steps[1:]))
        if isinstance(node, Select) and isinstance(node.value, Path) and node.function == "value":
            alike = _named_alike(node)
            if wanted is not None and replace(alike, value=None) == wanted and isinstance(alike.value, Path):
                return Path(steps=(TARGET, alike.value.steps[-1]))
        return None

    return replaced(value, change)


def _named_alike(select: Select) -> Select:
    """The same read, its aliases numbered from the first."""
    given = (select.alias, *(j.alias for j in select.joins))
    names = dict(zip(given, _names(), strict=False))

    def change(node: Expression) -> Expression | None:
        if isinstance(node, Path) and node.steps[0] in names:
            return Path(steps=(names[node.steps[0]], *node.steps[1:]), root=node.root)
        return None

    renamed = replaced(select, change)
    if not isinstance(renamed, Select):
        return select
    joins = tuple(replace(j, alias=names[j.alias]) for j in renamed.joins)
    return replace(renamed, alias=names[select.alias], joins=joins)


def _names() -> Iterator[str]:
    return (f"r{n}" for n in count(1))


def _in_words(rule: EffectRule) -> str:
    condition = f" where {english(rule.when)}" if rule.when is not None else ""
    created = (f"{c.entity} is created" for c in rule.create)
    set_to = (f"{'.'.join(a.path.steps)} becomes {english(a.value)}" for a in rule.set)
    each = f" for each of {'.'.join(rule.each.over.steps)}" if rule.each is not None else ""
    return f"after {in_words(rule.events)}{condition}: {', '.join((*created, *set_to))}{each}"
