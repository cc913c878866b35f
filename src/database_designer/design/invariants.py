"""Rules that hold at every commit and read several rows: conditions, and uniqueness along paths."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count

from database_designer.design.chains import all_of, equal, is_live, joined_to, same_row
from database_designer.design.enforcing import CHECK_VIOLATION, UNIQUE_VIOLATION, kept
from database_designer.design.expressions import NotOfOneRow
from database_designer.design.layout import Draft, Layout
from database_designer.design.lowering import Lowered, Read, RuleScope, lowered_with_reads
from database_designer.design.part import Part
from database_designer.design.routes import route
from database_designer.design.watching import SUBJECT, Rule, watch
from database_designer.model.conceptual import AlwaysRule, UniqueRule
from database_designer.model.decision import because
from database_designer.model.expression import (
    Call,
    Expression,
    IsSet,
    Join,
    Literal,
    LiteralKind,
    Moment,
    Not,
    Path,
    Select,
)
from database_designer.model.names import snake_case
from database_designer.model.physical import Form, Require, Step, Touch, When
from database_designer.model.walk import nodes
from database_designer.source import Origin

BY = "design.invariants"
OTHER = "o"
"""The alias of another row of the table."""


def always(rule: AlwaysRule, what: str, draft: Draft, layout: Layout) -> Part:
    """A condition over several rows. Raises NotOfOneRow where it has no meaning."""
    timeless(rule.condition)
    made = lowered_with_reads(rule.condition, RuleScope(entity=draft.relation.entity, alias=SUBJECT), layout)
    name = snake_case(rule.name)
    constraint = layout.name("ck", draft, name)
    watched = Rule(
        name=name, draft=draft, reads=with_own((made,), draft), body=(refusing(made.expression, what),), says=what,
        constraint=constraint, origin=because(rule.origin, BY, "it reads further rows: kept from all sides, at commit"),
    )  # fmt: skip
    element = f"{draft.relation.entity}.{rule.name}"
    return enforced(watch(watched, layout), element, what, rule.origin, form=Form.ALWAYS, constraint=constraint)


def unique(rule: UniqueRule, what: str, draft: Draft, layout: Layout) -> Part:
    """No two rows agree in values of further rows, or under a condition on these. Raises NotOfOneRow.

    The guard row is that of the values: two transactions that bring the same ones take turns.
    """
    name = snake_case(rule.name)
    constraint = layout.name("uq", draft, name)
    own = _subject(rule, draft, layout)
    steps: tuple[Step, ...] = (
        Touch(scope=constraint, key=_key(own.values)),
        Require(
            condition=Not(operand=_doubled(rule, own, draft, layout)), message=message(what), unknown_passes=True,
            sqlstate=UNIQUE_VIOLATION,
        ),
    )  # fmt: skip
    set_ones = () if rule.unset_equal else tuple(IsSet(operand=v) for v in own.values)
    counted = (*set_ones, *own.conditions)
    body: tuple[Step, ...] = (When(condition=all_of(counted), then=steps),) if counted else steps
    watched = Rule(
        name=name, draft=draft, reads=with_own(own.lowered, draft), body=body, says=what, constraint=constraint,
        origin=because(rule.origin, BY, "what has to be unique is reached over further rows"), deferred=False,
    )  # fmt: skip
    element = f"{draft.relation.entity}.{rule.name}"
    part = watch(watched, layout)
    return enforced(
        part, element, what, rule.origin, form=Form.UNIQUE, constraint=constraint, sqlstate=UNIQUE_VIOLATION
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Subject:
    """The values and the conditions of a unique rule, over the subject, and both with what they read."""

    values: tuple[Expression, ...]
    conditions: tuple[Expression, ...]
    lowered: tuple[Lowered, ...]


def _subject(rule: UniqueRule, draft: Draft, layout: Layout) -> _Subject:
    scope = RuleScope(entity=draft.relation.entity, alias=SUBJECT)
    paths = (Path(steps=tuple(m.split("."))) for m in rule.members)
    where = _where(rule, SUBJECT, draft, layout)
    values = tuple(lowered_with_reads(p, scope, layout, family="") for p in paths)
    return _Subject(
        values=tuple(v.expression for v in values),
        conditions=tuple(w.expression for w in where),
        lowered=(*values, *where),
    )


def _where(rule: UniqueRule, alias: str, draft: Draft, layout: Layout) -> tuple[Lowered, ...]:
    if rule.where is None:
        return ()
    timeless(rule.where)
    return (lowered_with_reads(rule.where, RuleScope(entity=draft.relation.entity, alias=alias), layout),)


def _doubled(rule: UniqueRule, own: _Subject, draft: Draft, layout: Layout) -> Select:
    """Whether another row agrees with the subject.

    The tables on the way to its values are joined, so that the indexes of the foreign keys lead from the values to it.
    """
    joins: list[Join] = []
    conditions: list[Expression] = [Not(operand=same_row(OTHER, SUBJECT, draft))]
    names = (f"{OTHER}{n}" for n in count(1))
    for member, value in zip(rule.members, own.values, strict=True):
        found = route(draft, tuple(member.split(".")), layout)
        column = found.column or found.draft.table.primary_key[0]
        further, other = joined_to(OTHER, found.hops, column, names, outer=rule.unset_equal)
        joins.extend(further)
        conditions.append(_alike(other, value, rule))
    conditions.extend(w.expression for w in _where(rule, OTHER, draft, layout))
    if draft.soft:
        conditions.append(is_live(OTHER, draft.soft))
    return Select(
        function="exists", table=draft.table.name, alias=OTHER, joins=tuple(joins), where=all_of(tuple(conditions))
    )


def _alike(left: Expression, right: Expression, rule: UniqueRule) -> Expression:
    return Call(function="same", arguments=(left, right)) if rule.unset_equal else equal(left, right)


def _key(values: tuple[Expression, ...]) -> Expression:
    bar = Literal(kind=LiteralKind.TEXT, value="|")
    return Call(function="concat", arguments=tuple(p for v in values for p in (v, bar)))


# What invariants have in common


def timeless(expression: Expression) -> None:
    """Raises NotOfOneRow for what depends on the moment or on who acts: no change of a row would tell of it."""
    if any(isinstance(n, Moment) or (isinstance(n, Path) and n.root == "actor") for n in nodes(expression)):
        reason = "it depends on the moment or on who acts; a row that holds today need not hold tomorrow"
        raise NotOfOneRow(reason, meaningful=True)


def with_own(lowered: tuple[Lowered, ...], draft: Draft) -> tuple[Read, ...]:
    """All that is read, each row once, and the subjects themselves in any case: a new one is looked at too."""
    own = Read(hops=(), columns=(), table=draft.table.name)
    return joined_reads((own, *(r for made in lowered for r in made.reads)))


def joined_reads(reads: tuple[Read, ...]) -> tuple[Read, ...]:
    """The reads with the columns of one route together, those of a short route first."""
    found: dict[object, Read] = {}
    for read in reads:
        before = found.get(read.hops)
        columns = tuple(dict.fromkeys((*(before.columns if before is not None else ()), *read.columns)))
        found[read.hops] = Read(hops=read.hops, columns=columns, table=read.table)
    return tuple(sorted(found.values(), key=lambda r: len(r.hops)))


def message(what: str) -> str:
    """What an error says of a rule, where % has a meaning."""
    return what.replace("%", "%%")


def refusing(condition: Expression, what: str) -> Require:
    """Refuses a subject that breaks the rule; what is unknown breaks nothing."""
    return Require(condition=condition, message=message(what), unknown_passes=True)


def enforced(
    part: Part,
    element: str,
    what: str,
    origin: Origin,
    *,
    form: Form,
    constraint: str,
    sqlstate: str = CHECK_VIOLATION,
    detail: tuple[str, ...] = (),
) -> Part:
    """The part, and that its triggers keep the rule."""
    objects = tuple(t.name for t in part.triggers)
    keeping = kept(element, what, objects, origin, form=form, constraint=constraint, sqlstate=sqlstate, detail=detail)
    return part + Part(enforcements=(keeping,))
