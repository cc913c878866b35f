"""At most and at least so many rows: per row that they lead to, in all, of a relationship, of a many-valued attribute."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count

from database_designer.design.chains import all_of, chain, differ, is_live, row_path
from database_designer.design.expressions import NotOfOneRow, number
from database_designer.design.invariants import enforced, joined_reads, refusing, timeless
from database_designer.design.layout import Draft, Layout
from database_designer.design.lowering import NEW, OLD, Lowered, Read, RuleScope, lowered_with_reads
from database_designer.design.part import Part, joined
from database_designer.design.routes import Hop, down, route, route_to_row
from database_designer.design.watching import DELETE, INSERT, SUBJECT, UPDATE, Rule, watch
from database_designer.model.conceptual import Attribute, BoundRule, Reference
from database_designer.model.decision import because
from database_designer.model.expression import (
    Comparator,
    Comparison,
    Expression,
    Literal,
    LiteralKind,
    Or,
    Path,
    Select,
)
from database_designer.model.names import snake_case
from database_designer.model.physical import Form
from database_designer.model.walk import replaced
from database_designer.source import Origin

BY = "design.bounds"
COUNTED = "c"
"""The alias of the rows that are counted."""


def bound(rule: BoundRule, what: str, draft: Draft, layout: Layout) -> Part:
    """How many rows may or must satisfy a condition. Raises NotOfOneRow where it has no meaning."""
    for expression in (rule.bound, *((rule.where,) if rule.where is not None else ())):
        timeless(expression)
    name = snake_case(rule.name)
    constraint = layout.name("ck", draft, name)
    made = _per_row(rule, draft, layout) if rule.per else _of_all(rule, draft, layout)
    watched = Rule(
        name=name, draft=made.subjects, reads=joined_reads(made.reads), body=(refusing(made.condition(upper=rule.upper), what),),
        says=what, constraint=constraint, deferred=not rule.upper, own=(UPDATE,) if rule.per else _events(upper=rule.upper),
        sets=_events(upper=rule.upper), whole=not rule.per, owner=draft.table.name,
        counted=made.counted, matters=None if rule.upper else _leaves(rule, draft, layout),
        origin=because(rule.origin, BY, "rows are counted behind a guard row: two at a time take turns"),
    )  # fmt: skip
    element = f"{draft.relation.entity}.{rule.name}"
    detail = ("at_most" if rule.upper else "at_least",)
    return enforced(
        watch(watched, layout), element, what, rule.origin, form=Form.BOUND, constraint=constraint, detail=detail
    )


def _events(*, upper: bool) -> tuple[str, ...]:
    """What can break a bound: rows that come, or rows that go."""
    return (INSERT, UPDATE) if upper else (UPDATE, DELETE)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Counting:
    """The rows whose number is bounded, from the subjects: the number, the bound, and what both read."""

    subjects: Draft
    number: Expression
    limit: Expression
    reads: tuple[Read, ...]
    counted: tuple[Hop, ...] = ()

    def condition(self, *, upper: bool) -> Expression:
        """The number keeps the bound."""
        operator = Comparator.LE if upper else Comparator.GE
        return Comparison(operator=operator, left=self.number, right=self.limit)


def _per_row(rule: BoundRule, draft: Draft, layout: Layout) -> _Counting:
    """Subjects are the rows that `per` leads to; the rows that lead there are counted."""
    found = route_to_row(draft, rule.per, layout)
    if not found.hops or any(h.down for h in found.hops):
        raise NotOfOneRow(f"per: {'.'.join(rule.per)} leads to no row")
    back = _reversed(found.hops, draft, layout)
    where = _where(rule, draft, layout)
    limit = _limit(rule, found.draft, layout)
    reads = (Read(hops=(), columns=(), table=found.draft.table.name), *limit.reads, *_behind(back, where))
    return _Counting(
        subjects=found.draft, number=_counted(back, where), limit=limit.expression, reads=reads, counted=back
    )


def _leaves(rule: BoundRule, draft: Draft, layout: Layout) -> Expression | None:
    """A counted row leaves the set: it was in it, and no longer is, or no longer under the same row."""
    if rule.where is None:
        return None
    before, after = (
        lowered_with_reads(rule.where, RuleScope(entity=draft.relation.entity, alias=alias, written=True), layout)
        for alias in (OLD, NEW)
    )
    # Of a row that is deleted nothing is known any more: that is not true either.
    true = Literal(kind=LiteralKind.BOOLEAN, value="true")
    gone = [differ(after.expression, true)]
    holder = draft.column(rule.per[0]) if rule.per else None
    gone.extend(differ(row_path(OLD, c), row_path(NEW, c)) for c in (holder, draft.soft) if c)
    return all_of((before.expression, gone[0] if len(gone) == 1 else Or(operands=tuple(gone))))


def _where(rule: BoundRule, draft: Draft, layout: Layout) -> Lowered | None:
    if rule.where is None:
        return None
    return lowered_with_reads(rule.where, RuleScope(entity=draft.relation.entity, alias=COUNTED), layout)


def _counted(back: tuple[Hop, ...], where: Lowered | None) -> Select:
    names = (COUNTED if n == len(back) else f"b{n}" for n in count(1))
    rows = chain(row_path(SUBJECT, back[0].here), back, names)
    return rows.select("count", where=(where.expression,) if where is not None else ())


def _reversed(hops: tuple[Hop, ...], draft: Draft, layout: Layout) -> tuple[Hop, ...]:
    """The same steps from their end back to the rows of `draft`."""
    targets = [layout.draft(h.relation) for h in hops]
    sources = [draft, *targets[:-1]]
    return tuple(down(t, s, h.here) for h, s, t in reversed(list(zip(hops, sources, targets, strict=True))))


def _behind(back: tuple[Hop, ...], where: Lowered | None) -> Iterator[Read]:
    """What is read on the way to the counted rows, and of these."""
    for end in range(1, len(back) + 1):
        hop = back[end - 1]
        columns = (hop.there, hop.soft) if hop.soft else (hop.there,)
        yield Read(hops=back[:end], columns=columns, table=hop.table)
    for read in where.reads if where is not None else ():
        yield Read(hops=(*back, *read.hops), columns=read.columns, table=read.table)


def _limit(rule: BoundRule, subjects: Draft, layout: Layout) -> Lowered:
    """The bound, from the subject: what is written from the counted row begins with `per`."""

    def from_subject(node: Expression) -> Expression | None:
        if not isinstance(node, Path):
            return None
        if node.root or node.steps[: len(rule.per)] != rule.per or len(node.steps) == len(rule.per):
            raise NotOfOneRow(f"{'.'.join(node.steps)} differs from row to row: the bound begins with {rule.per[0]}")
        return Path(steps=node.steps[len(rule.per) :])

    scope = RuleScope(entity=subjects.relation.entity, alias=SUBJECT)
    return lowered_with_reads(replaced(rule.bound, from_subject), scope, layout, family="number")


def _of_all(rule: BoundRule, draft: Draft, layout: Layout) -> _Counting:
    """All rows of the table are counted."""
    where = _where(rule, draft, layout)
    live = (is_live(COUNTED, draft.soft),) if draft.soft else ()
    conditions = (*((where.expression,) if where is not None else ()), *live)
    number_ = Select(
        function="count", table=draft.table.name, alias=COUNTED, where=all_of(conditions) if conditions else None
    )
    limit = lowered_with_reads(rule.bound, RuleScope(entity=draft.relation.entity), layout, family="number")
    if limit.reads:
        raise NotOfOneRow("a bound over all rows is a number")
    own = Read(hops=(), columns=(draft.soft,) if draft.soft else (), table=draft.table.name)
    reads = (own, *(where.reads if where is not None else ()))
    return _Counting(subjects=draft, number=number_, limit=limit.expression, reads=reads)


# How many rows point to a row, how many values it has


def each_has(reference: Reference, draft: Draft, layout: Layout) -> Part:
    """How many rows point to each row. At most one is a unique key, and no matter of counting."""
    found = route_to_row(draft, (reference.name,), layout)
    rows = _Rows(
        element=f"{draft.relation.entity}.{reference.name}", of=f"each {reference.to}", what=draft.relation.entity,
        member=reference.name, named=draft, subjects=found.draft, hops=_reversed(found.hops, draft, layout),
        origin=reference.origin, form=Form.EACH_HAS,
    )  # fmt: skip
    maximum = reference.each_has.maximum
    upper = maximum if maximum is not None and maximum > 1 else None
    return _numbers(rows, reference.each_has.minimum, upper, layout)


def many(attribute: Attribute, draft: Draft, layout: Layout) -> Part:
    """How many values a many-valued attribute has."""
    if attribute.many is None:
        return Part()
    found = route(draft, (attribute.name,), layout)
    if not found.hops:
        raise NotOfOneRow(f"{attribute.name} has one value")
    rows = _Rows(
        element=f"{draft.relation.entity}.{attribute.name}", of=f"each {draft.relation.entity}", what=attribute.name,
        member=attribute.name, named=draft, subjects=draft, hops=found.hops, origin=attribute.origin, form=Form.MANY,
    )  # fmt: skip
    return _numbers(rows, attribute.many.minimum, attribute.many.maximum, layout)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rows:
    """Rows whose number is bounded for each of `subjects`, who reach them by `hops`; objects are named after `named`."""

    element: str
    of: str
    what: str
    member: str
    named: Draft
    subjects: Draft
    hops: tuple[Hop, ...]
    origin: Origin
    form: Form


def _numbers(rows: _Rows, minimum: int, maximum: int | None, layout: Layout) -> Part:
    """The triggers of both bounds, as far as there are any."""
    parts = [_number(rows, minimum, layout, upper=False)] if minimum > 0 else []
    if maximum is not None:
        parts.append(_number(rows, maximum, layout, upper=True))
    return joined(tuple(parts))


def _number(rows: _Rows, limit: int, layout: Layout, *, upper: bool) -> Part:
    name = f"{snake_case(rows.member)}_{'max' if upper else 'min'}"
    constraint = layout.name("ck", rows.named, name)
    own = Read(hops=(), columns=(), table=rows.subjects.table.name)
    counting = _Counting(
        subjects=rows.subjects, number=_counted(rows.hops, None), limit=number(str(limit)),
        reads=(own, *_behind(rows.hops, None)),
    )  # fmt: skip
    what = f"{rows.of} has at {'most' if upper else 'least'} {limit} {rows.what}"
    watched = Rule(
        name=name, draft=rows.subjects, reads=counting.reads, body=(refusing(counting.condition(upper=upper), what),),
        says=what, constraint=constraint, deferred=not upper, own=() if upper else (INSERT,),
        sets=_events(upper=upper), owner=rows.named.table.name,
        origin=because(rows.origin, BY, "rows are counted behind a guard row, from both sides"),
    )  # fmt: skip
    detail = ("at_most" if upper else "at_least", str(limit))
    part = watch(watched, layout)
    return enforced(part, rows.element, what, rows.origin, form=rows.form, constraint=constraint, detail=detail)
