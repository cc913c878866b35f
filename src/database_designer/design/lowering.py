"""Expressions of the concept over the rows of tables: paths and aggregates become reads of what they lead to.

An expression is lowered from one row, called `alias`. What it reads of other rows is kept with it (`reads`): by that the
triggers are made that watch over these rows.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from database_designer.design.chains import all_of, chain, equal, is_live, row_path, value_at
from database_designer.design.expressions import NotOfOneRow
from database_designer.design.layout import Draft, Layout
from database_designer.design.routes import Hop, Route, route
from database_designer.model.check.families import IllTyped, Typing, family_of
from database_designer.model.expression import (
    Aggregate,
    Call,
    Cast,
    Clock,
    Expression,
    Moment,
    Path,
    Select,
)
from database_designer.model.physical import ColumnType, Lock
from database_designer.model.walk import MAX_DEPTH, depth, replaced

NEW, OLD = "NEW", "OLD"


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleScope:
    """The rows that names stand for: bare ones and `this` for `alias`, `old` for `old`, `it` for `it_alias`.

    `written` rows have the values of their generated columns: those of AFTER triggers.
    """

    entity: str
    alias: str = NEW
    old: str = OLD
    it_entity: str = ""
    it_alias: str = ""
    written: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """The columns that are read of the rows at the end of `hops` from the row at hand (no hops: of that row)."""

    hops: tuple[Hop, ...]
    columns: tuple[str, ...]
    table: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Lowered:
    """An expression over (alias, column) paths, and what it reads of the rows that it starts from."""

    expression: Expression
    reads: tuple[Read, ...]
    names_actor: bool = False


def lowered(expression: Expression, scope: RuleScope, layout: Layout, family: str = "boolean") -> Expression:
    """The expression over rows, of the family expected ("" for any). Raises NotOfOneRow with the reason in words."""
    return lowered_with_reads(expression, scope, layout, family).expression


def lowered_with_reads(expression: Expression, scope: RuleScope, layout: Layout, family: str = "boolean") -> Lowered:
    """Like `lowered`, with what is read."""
    if depth(expression) > MAX_DEPTH:
        raise NotOfOneRow(f"it is nested deeper than {MAX_DEPTH} levels")
    draft = layout.of_entity(scope.entity)
    if draft is None:
        raise NotOfOneRow(f"{scope.entity} has no table")
    work = _Work(layout=layout, scope=scope)
    row = _Row(draft=draft, alias=scope.alias, hops=())
    work.aliases.update({scope.alias: draft, scope.old: draft})
    it = layout.of_entity(scope.it_entity) if scope.it_alias else None
    if it is not None:
        work.aliases[scope.it_alias] = it
    made = _lower(expression, _Context(row=row, this=row), work)
    _check_types(made, work, family)
    return Lowered(
        expression=made,
        reads=tuple(Read(hops=h, columns=tuple(c), table=work.tables[h]) for h, c in work.reads.items()),
        names_actor=work.names_actor,
    )


def reads(expression: Expression, entity: str, layout: Layout, family: str = "boolean") -> tuple[Read, ...]:
    """What an expression reads, from a row of `entity`. Raises NotOfOneRow."""
    return lowered_with_reads(expression, RuleScope(entity=entity), layout, family).reads


def locks(expression: Expression, scope: RuleScope, layout: Layout, family: str = "boolean") -> tuple[Lock, ...]:
    """The rows that the references of the row at hand lead to, in the order of the hops, each to be kept as it is.

    One statement a hop: a join that waits finds no row when a reference was changed meanwhile.
    """
    found: dict[tuple[Hop, ...], Lock] = {}
    for read in lowered_with_reads(expression, scope, layout, family).reads:
        for end in range(1, len(read.hops) + 1):
            hops = read.hops[:end]
            if any(h.down for h in hops):
                break
            where = equal(row_path("locked", hops[-1].there), value_at(scope.alias, hops[:-1], hops[-1].here))
            found.setdefault(hops, Lock(table=hops[-1].table, alias="locked", where=where))
    return tuple(found[h] for h in sorted(found, key=len))


def rows_of(each: Aggregate, scope: RuleScope, alias: str, layout: Layout) -> tuple[Draft, Expression]:
    """The table of the rows that an aggregate is over, and the condition by which a row called `alias` is one of them.

    Raises NotOfOneRow where the rows are reached over other sets of rows.
    """
    draft = layout.of_entity(scope.entity)
    if draft is None:
        raise NotOfOneRow(f"{scope.entity} has no table")
    found = route(draft, each.over.steps, layout)
    if not found.hops or found.column is not None or any(h.many for h in found.hops[:-1]):
        raise NotOfOneRow(f"{'.'.join(each.over.steps)} names no rows that point to one row")
    last = found.hops[-1]
    conditions: list[Expression] = [
        equal(row_path(alias, last.there), value_at(scope.alias, found.hops[:-1], last.here))
    ]
    if last.down and last.soft:
        conditions.append(is_live(alias, last.soft))
    if each.where is not None and found.draft.entity is not None:
        inner = _Work(layout=layout, scope=scope)
        inner.aliases.update({scope.alias: draft, scope.old: draft, alias: found.draft})
        row = _Row(draft=found.draft, alias=alias, hops=None)
        this = _Row(draft=draft, alias=scope.alias, hops=())
        where = _lower(each.where, _Context(row=row, this=this), inner)
        _check_types(where, inner, "boolean")
        conditions.append(where)
    return found.draft, all_of(tuple(conditions))


# Lowering


@dataclass(frozen=True, slots=True)
class _Row:
    """A row that names stand for; `hops` lead to it from the row at hand, None where it is no row of these."""

    draft: Draft
    alias: str
    hops: tuple[Hop, ...] | None


_OfRow: TypeAlias = Callable[[_Row], Expression]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Over:
    """What is worked out over the rows at the end of a route, given the row at its end."""

    value: _OfRow | None = None
    where: _OfRow | None = None


@dataclass(frozen=True, slots=True)
class _Context:
    """The rows that bare names and `this` stand for."""

    row: _Row
    this: _Row


@dataclass(slots=True)
class _Work:
    """What one lowering gathers."""

    layout: Layout
    scope: RuleScope
    reads: dict[tuple[Hop, ...], dict[str, None]] = field(default_factory=dict)
    tables: dict[tuple[Hop, ...], str] = field(default_factory=dict)
    aliases: dict[str, Draft] = field(default_factory=dict)
    names_actor: bool = False
    inlined: tuple[str, ...] = ()

    def alias(self, draft: Draft) -> str:
        """A new alias for rows of `draft`."""
        name = f"t{sum(a.startswith('t') and a[1:].isdecimal() for a in self.aliases) + 1}"
        self.aliases[name] = draft
        return name

    def read(self, row: _Row, column: str) -> None:
        """Notes that a column of the row is read."""
        if row.hops is not None:
            self.tables[row.hops] = row.draft.table.name
            self.reads.setdefault(row.hops, {})[column] = None


def _lower(expression: Expression, context: _Context, work: _Work) -> Expression:
    def change(node: Expression) -> Expression | None:
        match node:
            case Path():
                return _path(node, context, work)
            case Aggregate():
                return _aggregate(node, context, work)
            case Call(function="in", arguments=(element, Path() as among)):
                return _among(element, among, context, work)
            case Moment(clock=Clock.ACTOR):
                return _actor(work)
            case _:
                return None

    return replaced(expression, change)


def _start(path: Path, context: _Context, work: _Work) -> _Row:
    scope = work.scope
    match path.root:
        case "this":
            return context.this
        case "old":
            if scope.alias not in (NEW, OLD):
                raise NotOfOneRow("`old` is the row before a change: it has a meaning in rules about changes only")
            return _Row(context.this.draft, scope.old, None)
        case "it":
            if scope.it_alias not in work.aliases:
                raise NotOfOneRow("`it` is a row of for_each, and there is none")
            return _Row(work.aliases[scope.it_alias], scope.it_alias, None)
        case _:
            return context.row


def _path(path: Path, context: _Context, work: _Work) -> Expression:
    if path.root == "actor":
        return _of_actor(path, work)
    start = _start(path, context, work)
    found = route(start.draft, path.steps, work.layout)
    if found.many:
        raise NotOfOneRow(f"{'.'.join(path.steps)} leads to several rows: use count, exists, sum or all")
    if not found.hops:
        return _value(start, found, work)
    end = found.hops[-1]
    if not end.down and found.column == end.there:
        return _path_value(start, replace(found, hops=found.hops[:-1]), end.here, work)
    if found.computed is not None:
        return _select("value", start, found, _Over(value=lambda row: _computed(row, found, work)), work)
    return _path_value(start, found, found.column or found.draft.table.primary_key[0], work)


def _path_value(start: _Row, found: Route, column: str, work: _Work) -> Expression:
    """The column at the end of a route."""
    if not found.hops:
        return _column(start, column, work)
    return _select("value", start, found, _Over(value=lambda row: _column(row, column, work)), work)


def _value(start: _Row, found: Route, work: _Work) -> Expression:
    """What stands in the row itself."""
    if found.computed is not None:
        return _computed(start, found, work)
    return _column(start, found.column or start.draft.table.primary_key[0], work)


def _computed(row: _Row, found: Route, work: _Work) -> Expression:
    """A value that is worked out when read, in its place."""
    attribute = found.computed
    if attribute is None or attribute.derived is None or attribute.name in work.inlined:
        raise NotOfOneRow("a value is worked out from itself")
    before, work.inlined = work.inlined, (*work.inlined, attribute.name)
    made = _lower(attribute.derived.expression, _Context(row=row, this=row), work)
    work.inlined = before
    return made


def _column(row: _Row, column: str, work: _Work) -> Expression:
    """A column of a row; a generated one of a row that is not yet written is spelled out, as BEFORE triggers see none."""
    held = row.draft.table.column(column)
    if held is not None and held.generated is not None and row.alias in (NEW, OLD) and not work.scope.written:

        def of_row(node: Expression) -> Expression | None:
            return _column(row, node.steps[-1], work) if isinstance(node, Path) else None

        return Cast(operand=replaced(held.generated, of_row), type=_type_text(held.type))
    work.read(row, column)
    return row_path(row.alias, column)


def _type_text(column_type: ColumnType) -> str:
    """The type as a cast writes it: a value is rounded as the column would round it."""
    arguments = ",".join(str(a) for a in column_type.arguments)
    return f"{column_type.name}({arguments})" if arguments else column_type.name


def _actor(work: _Work) -> Expression:
    """The actor as a key of its entity; as text where no entity acts."""
    work.names_actor = True
    draft = work.layout.of_entity(work.layout.logical.concept.actor)
    held = draft.table.column(draft.table.primary_key[0]) if draft is not None else None
    moment = Moment(clock=Clock.ACTOR)
    return Cast(operand=moment, type=held.type.name) if held is not None else moment


def _of_actor(path: Path, work: _Work) -> Expression:
    """A path from the row of the actor."""
    concept = work.layout.logical.concept
    draft = work.layout.of_entity(concept.actor)
    if draft is None:
        raise NotOfOneRow("the model does not say which entity acts: add actor: at its top")
    if not path.steps:
        return _actor(work)
    alias = work.alias(draft)
    row = _Row(draft, alias, None)
    value = _path(Path(steps=path.steps), _Context(row=row, this=row), work)
    where = equal(row_path(alias, draft.table.primary_key[0]), _actor(work))
    return Select(function="value", table=draft.table.name, alias=alias, where=where, value=value)


def _aggregate(node: Aggregate, context: _Context, work: _Work) -> Expression:
    start = _start(node.over, context, work)
    found = route(start.draft, node.over.steps, work.layout)
    if not found.hops:
        raise NotOfOneRow(f"{node.function}: {'.'.join(node.over.steps) or 'nothing'} names no rows that point here")
    if found.column is not None and not found.hops[-1].down:
        raise NotOfOneRow(f"{'.'.join(node.over.steps)} is a value, not rows")

    def inside(row: _Row) -> _Context:
        return _Context(row=row, this=context.row)

    value, where = node.value, node.where
    over = _Over(
        value=(lambda row: _lower(value, inside(row), work)) if value is not None else None,
        where=(lambda row: _lower(where, inside(row), work)) if where is not None else None,
    )
    return _select(node.function, start, found, over, work)


def _among(element: Expression, among: Path, context: _Context, work: _Work) -> Expression:
    """`y in a.bs`: a row of these is y."""
    wanted = _lower(element, context, work)
    start = _start(among, context, work)
    found = route(start.draft, among.steps, work.layout)
    if not found.hops:
        raise NotOfOneRow(f"{'.'.join(among.steps)} names no rows")

    def is_it(row: _Row) -> Expression:
        return equal(_column(row, found.column or row.draft.table.primary_key[0], work), wanted)

    return _select("exists", start, found, _Over(where=is_it), work)


def _select(function: str, start: _Row, found: Route, over: _Over, work: _Work) -> Select:
    """What `function` works out over the rows at the end of a route."""
    hops = found.hops
    drafts = [work.layout.draft(h.relation) for h in hops]
    names = [work.alias(d) for d in drafts]
    rows = _chain(start, tuple(zip(drafts, names, hops, strict=True)), work)
    linked = chain(_column(start, hops[0].here, work), hops, iter(names))
    made = over.value(rows[-1]) if over.value is not None else None
    conditions = (over.where(rows[-1]),) if over.where is not None else ()
    return linked.select(function, value=made, where=conditions)


def _chain(start: _Row, steps: tuple[tuple[Draft, str, Hop], ...], work: _Work) -> list[_Row]:
    """The rows on the way, each noted with the columns by which it is reached and left."""
    rows, at = [], start
    for draft, alias, hop in steps:
        if at is not start:
            work.read(at, hop.here)
        at = _Row(draft, alias, (*at.hops, hop) if at.hops is not None else None)
        for column in (hop.there if hop.down else "", hop.soft):
            if column:
                work.read(at, column)
        if at.hops is not None:
            work.tables[at.hops] = draft.table.name
            work.reads.setdefault(at.hops, {})
        rows.append(at)
    return rows


def _check_types(made: Expression, work: _Work, family: str) -> None:
    def type_of(path: Path) -> ColumnType | None:
        if len(path.steps) != 2 or path.steps[0] not in work.aliases:
            return None
        column = work.aliases[path.steps[0]].table.column(path.steps[1])
        return column.type if column is not None else None

    typing = Typing(type_of=type_of, enums={e.name: e.values for e in work.layout.enums})
    try:
        found = family_of(made, typing)
    except IllTyped as error:
        raise NotOfOneRow(str(error)) from error
    if family and found != family and (found != "null" or family == "boolean"):  # no condition is null for every row
        raise NotOfOneRow(f"it gives a {found} where a {family} is expected")
