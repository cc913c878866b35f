"""Rules that hold at every commit and read several rows: conditions, and uniqueness along paths."""

from __future__ import annotations

from dataclasses import dataclass

from database_designer.design.chains import all_of, equal, is_live, same_row
from database_designer.design.enforcing import CHECK_VIOLATION, UNIQUE_VIOLATION, kept
from database_designer.design.expressions import NotOfOneRow
from database_designer.design.layout import Draft, Layout
from database_designer.design.lowering import Lowered, Read, RuleScope, lowered_with_reads
from database_designer.design.part import Part
from database_designer.design.watching import SUBJECT, Rule, watch
from database_designer.model.conceptual import AlwaysRule, UniqueRule
from database_designer.model.decision import because
from database_designer.model.expression import (
    Call,
    Expression,
    IsSet,
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
    own, other = _agreeing(rule, SUBJECT, draft, layout), _agreeing(rule, OTHER, draft, layout)
    pairs = zip(own.values, other.values, strict=True)
    same = [_alike(a, b, rule) for a, b in pairs]
    live = (is_live(OTHER, draft.soft),) if draft.soft else ()
    different = Not(operand=same_row(OTHER, SUBJECT, draft))
    doubled = Select(
        function="exists", table=draft.table.name, alias=OTHER,
        where=all_of((different, *same, *other.conditions, *live)),
    )  # fmt: skip
    steps: tuple[Step, ...] = (
        Touch(scope=constraint, key=_key(own.values)),
        Require(condition=Not(operand=doubled), message=message(what), unknown_passes=True, sqlstate=UNIQUE_VIOLATION),
    )
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
class _Agreeing:
    """The values and the conditions of a unique rule, over one row, and both with what they read."""

    values: tuple[Expression, ...]
    conditions: tuple[Expression, ...]
    lowered: tuple[Lowered, ...]


def _agreeing(rule: UniqueRule, alias: str, draft: Draft, layout: Layout) -> _Agreeing:
    scope = RuleScope(entity=draft.relation.entity, alias=alias)
    paths = (Path(steps=tuple(m.split("."))) for m in rule.members)
    if rule.where is not None:
        timeless(rule.where)
    where = (lowered_with_reads(rule.where, scope, layout),) if rule.where is not None else ()
    values = tuple(lowered_with_reads(p, scope, layout, family="") for p in paths)
    return _Agreeing(
        values=tuple(v.expression for v in values),
        conditions=tuple(w.expression for w in where),
        lowered=(*values, *where),
    )


def _alike(left: Expression, right: Expression, rule: UniqueRule) -> Expression:
    if not rule.unset_equal:
        return equal(left, right)
    # The guard key takes unset values for one: so does this comparison.
    return equal(Call(function="concat", arguments=(left,)), Call(function="concat", arguments=(right,)))


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
