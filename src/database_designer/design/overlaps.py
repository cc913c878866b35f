"""Periods that do not overlap: EXCLUDE over half-open ranges where one row tells all, else looked at at commit."""

from __future__ import annotations

from dataclasses import dataclass

from database_designer.design.chains import all_of, equal, is_live, row_path, same_row
from database_designer.design.enforcing import CHECK_VIOLATION, EXCLUSION_VIOLATION, kept, refused, unusable
from database_designer.design.expressions import NotOfOneRow, column_path, of_row
from database_designer.design.layout import Draft, Layout
from database_designer.design.lowering import Read, RuleScope, lowered_with_reads
from database_designer.design.part import Part, joined
from database_designer.design.routes import Hop
from database_designer.design.uniques import live_only
from database_designer.design.watching import SUBJECT, Rule, watch
from database_designer.model.check.families import family_of_type
from database_designer.model.check.immutable import immutable
from database_designer.model.conceptual import NoOverlapRule
from database_designer.model.decision import because
from database_designer.model.expression import (
    Call,
    Comparator,
    Comparison,
    Expression,
    Implies,
    IsSet,
    Literal,
    LiteralKind,
    Not,
    Or,
    Path,
    Select,
)
from database_designer.model.names import snake_case
from database_designer.model.physical import Column, Exclusion, Form, Require, Touch
from database_designer.model.text import english

BY = "design.overlaps"
GIST = "btree_gist"
OTHER = "other"
RANGES = frozenset({"daterange", "tstzrange"})
BOUNDS = frozenset({"date", "timestamptz"})
"""Types of a start and an end between which there is a period."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Period:
    """The columns of a period: one of a range type, or its start and its end."""

    columns: tuple[Column, ...]

    def of(self, alias: str = "") -> Expression:
        """The period of the row at hand, or of the row called `alias`."""
        paths = tuple(row_path(alias, c.name) if alias else column_path(c.name) for c in self.columns)
        return paths[0] if len(paths) == 1 else Call(function="range", arguments=paths)

    def known(self, alias: str = "") -> tuple[Expression, ...]:
        """What must hold for the row to have a period at all: its start is set, and it does not end before.

        PostgreSQL makes no range that ends before it starts: that is the business of a rule of its own.
        """
        first, *last = (row_path(alias, c.name) if alias else column_path(c.name) for c in self.columns)
        found: list[Expression] = [IsSet(operand=first)] if self.columns[0].nullable else []
        for end in last:
            ordered = Comparison(operator=Comparator.LE, left=first, right=end)
            goes_on = IsSet(operand=end, negated=True)
            found.append(Or(operands=(goes_on, ordered)) if self.columns[1].nullable else ordered)
        return tuple(found)


def overlaps(layout: Layout) -> Part:
    """What keeps the periods of every entity apart."""
    return joined(
        tuple(
            _no_overlap(rule, draft, layout)
            for draft in layout.drafts
            for rule in (draft.entity.rules if draft.entity is not None else ())
            if isinstance(rule, NoOverlapRule)
        )
    )


def _no_overlap(rule: NoOverlapRule, draft: Draft, layout: Layout) -> Part:
    element, what = f"{draft.relation.entity}.{rule.name}", rule.says or _in_words(rule)
    try:
        period = _period(rule, draft)
    except NotOfOneRow as error:
        return unusable(element, what, str(error), rule.origin, form=Form.NO_OVERLAP)
    try:
        exclusion = _exclusion(rule, period, draft, layout)
    except NotOfOneRow:
        try:
            return _watched(rule, period, what, draft, layout)
        except NotOfOneRow as error:
            return refused(element, what, error, rule.origin, form=Form.NO_OVERLAP)
    enforcement = kept(
        element, what, (exclusion.name,), rule.origin,
        form=Form.NO_OVERLAP, constraint=exclusion.name, sqlstate=EXCLUSION_VIOLATION,
    )  # fmt: skip
    extensions = (GIST,) if exclusion.equal else ()
    return Part(exclusions=(exclusion,), extensions=extensions, enforcements=(enforcement,))


def _in_words(rule: NoOverlapRule) -> str:
    per = f" per {' and '.join('.'.join(p) for p in rule.per)}" if rule.per else ""
    where = f" where {english(rule.where)}" if rule.where is not None else ""
    return f"{' to '.join(rule.members)} do not overlap{per}{where}"


def _period(rule: NoOverlapRule, draft: Draft) -> _Period:
    """The columns of the period. Raises NotOfOneRow where there is no period in the row."""
    columns = tuple(_stored(m, draft) for m in rule.members)
    if len(columns) == 1 and columns[0].type.name in RANGES:
        return _Period(columns=columns)
    if len(columns) != 2:
        raise NotOfOneRow(f"{', '.join(rule.members) or 'nothing'} is no period: name its start and its end")
    kinds = {c.type.name for c in columns}
    if not kinds <= BOUNDS or len(kinds) > 1:
        raise NotOfOneRow(f"there is no period between a {columns[0].type.name} and a {columns[1].type.name}")
    return _Period(columns=columns)


def _stored(name: str, draft: Draft) -> Column:
    column = draft.table.column(draft.column(name) or "")
    if column is None:
        raise NotOfOneRow(f"{name} is not stored in the row")
    return column


# One row tells all


def _exclusion(rule: NoOverlapRule, period: _Period, draft: Draft, layout: Layout) -> Exclusion:
    """The exclusion constraint. Raises NotOfOneRow where other rows are read, or what an index cannot hold."""
    equal_in = tuple(column_path(_own(p, draft)) for p in rule.per)
    where = of_row(rule.where, draft, layout) if rule.where is not None else None
    if where is not None and not immutable(where, layout.typing(draft)):
        raise NotOfOneRow("the condition depends on settings of the session", meaningful=True)
    live = live_only(draft)
    predicates = (*((where,) if where is not None else ()), *((live,) if live is not None else ()), *period.known())
    return Exclusion(
        name=layout.name("ex", draft, snake_case(rule.name)),
        table=draft.table.name,
        equal=equal_in,
        period=period.of(),
        origin=because(rule.origin, BY, "half-open periods: what begins when another one ends is allowed"),
        predicate=all_of(predicates) if predicates else None,
    )


def _own(path: tuple[str, ...], draft: Draft) -> str:
    """The column of a path of one step that an index can compare. Raises NotOfOneRow."""
    column = draft.column(path[0]) if len(path) == 1 else None
    held = draft.table.column(column) if column is not None else None
    if held is None:
        raise NotOfOneRow(f"{'.'.join(path)} is not stored in the row", meaningful=True)
    if family_of_type(held.type) == "other":
        raise NotOfOneRow(f"values of {'.'.join(path)} are not compared")
    return held.name


# Other rows are read


def _watched(rule: NoOverlapRule, period: _Period, what: str, draft: Draft, layout: Layout) -> Part:
    """A look at the other rows at commit, by one transaction at a time for each value of `per`. Raises NotOfOneRow."""
    element = f"{draft.relation.entity}.{rule.name}"
    constraint = layout.name("ck", draft, snake_case(rule.name))
    own, other = _row(rule, period, SUBJECT, draft, layout), _row(rule, period, OTHER, draft, layout)
    pairs = zip(own.per, other.per, strict=True)
    meets = Call(function="overlaps", arguments=(period.of(SUBJECT), period.of(OTHER)))
    found = Select(
        function="exists",
        table=draft.table.name,
        alias=OTHER,
        where=all_of(
            (Not(operand=same_row(OTHER, SUBJECT, draft)), *(equal(a, b) for a, b in pairs), *other.conditions, meets)
        ),
    )
    apart: Expression = Not(operand=found)
    condition = Implies(left=all_of(own.conditions), right=apart) if own.conditions else apart
    body = (
        Touch(scope=constraint, key=_joined(own.per)),
        Require(condition=condition, message=what.replace("%", "%%"), unknown_passes=True),
    )
    watched = Rule(
        name=snake_case(rule.name), draft=draft, reads=own.reads, body=body, origin=rule.origin, says=what,
        constraint=constraint,
    )  # fmt: skip
    made = watch(watched, layout)
    enforcement = kept(
        element, what, tuple(t.name for t in made.triggers), rule.origin,
        form=Form.NO_OVERLAP, constraint=constraint, sqlstate=CHECK_VIOLATION,
    )  # fmt: skip
    return made + Part(enforcements=(enforcement,))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    """One of two rows: its values of `per`, what must hold for it to count, and what of other rows that reads."""

    per: tuple[Expression, ...]
    conditions: tuple[Expression, ...]
    reads: tuple[Read, ...]


def _row(rule: NoOverlapRule, period: _Period, alias: str, draft: Draft, layout: Layout) -> _Row:
    """The row called `alias`. Raises NotOfOneRow."""
    scope = RuleScope(entity=draft.relation.entity, alias=alias)
    per = [lowered_with_reads(Path(steps=p), scope, layout, "") for p in rule.per]
    where = [lowered_with_reads(rule.where, scope, layout)] if rule.where is not None else []
    bounds = [lowered_with_reads(Path(steps=(m,)), scope, layout, "") for m in rule.members]
    live = (is_live(alias, draft.soft),) if draft.soft else ()
    return _Row(
        per=tuple(p.expression for p in per),
        conditions=(*(w.expression for w in where), *live, *period.known(alias)),
        reads=_merged([r for found in (*per, *where, *bounds) for r in found.reads], draft),
    )


def _merged(reads: list[Read], draft: Draft) -> tuple[Read, ...]:
    """The reads with those of the same rows as one; that a row is marked as deleted is read too."""
    columns: dict[tuple[Hop, ...], dict[str, None]] = {(): {draft.soft: None} if draft.soft else {}}
    tables: dict[tuple[Hop, ...], str] = {(): draft.table.name}
    for read in reads:
        columns.setdefault(read.hops, {}).update(dict.fromkeys(read.columns))
        tables[read.hops] = read.table
    return tuple(Read(hops=h, columns=tuple(c), table=tables[h]) for h, c in columns.items())


def _joined(values: tuple[Expression, ...]) -> Expression:
    """The values as one."""
    if len(values) == 1:
        return values[0]
    comma = Literal(kind=LiteralKind.TEXT, value=",")
    return Call(function="concat", arguments=(comma, *(p for v in values for p in (v, comma))))
