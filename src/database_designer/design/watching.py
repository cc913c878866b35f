"""The triggers that watch over the rows that a rule reads, so that it holds whoever changes any of them.

A rule is about the rows of one table, its subjects, and reads further rows along routes from these. A change of any row
on such a route writes first the guard rows of what other transactions may read at the same time: of the row itself, of
what it newly points to, and of the rows on the way back to the subjects. Two transactions that could break the rule
together therefore write one guard row: the second waits and reads anew (READ COMMITTED) or ends with 40001
(REPEATABLE READ); locks alone would leave the second its old snapshot. Then the affected subjects are looked at.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count

from database_designer.design.chains import all_of, chain, is_live, key_of, row_path, same_row, value_at
from database_designer.design.changes import is_fixed
from database_designer.design.layout import Draft, Layout
from database_designer.design.lowering import NEW, OLD, Read
from database_designer.design.part import Part
from database_designer.design.routes import Hop
from database_designer.model.expression import Expression, In, Literal, LiteralKind
from database_designer.model.logical import AttributeRole
from database_designer.model.physical import ForEach, RuleFunction, Step, Touch, TouchEach, Trigger, When
from database_designer.source import Origin

SUBJECT = "s"
"""The alias of the subjects in the body of a rule."""

EVERYTHING = Literal(kind=LiteralKind.TEXT, value="")
"""The key of the guard row of a rule over a whole table."""

INSERT, UPDATE, DELETE = "INSERT", "UPDATE", "DELETE"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A rule to be watched over: its `name`, its subjects (the rows of `draft`), and what it reads of rows from there.

    `body` is run for every affected subject, called SUBJECT (none: guard rows are written, nothing is looked at).
    `own` are the events of the subjects themselves that matter, `sets` those of the rows of sets that are read. Names
    begin with `phase`; on other tables than that of its `owner` ("": of the subjects) they name this too. Rows that are
    marked as deleted are no subjects, and become ones when they are restored, where `own_matter`. Changes of
    the rows at the end of `counted` are looked at where `matters`, over NEW and OLD, holds. A rule about the `whole` table has no subjects: its body is run once, behind one guard row.
    """

    name: str
    draft: Draft
    reads: tuple[Read, ...]
    body: tuple[Step, ...]
    origin: Origin
    says: str
    constraint: str = ""
    phase: str = "check"
    deferred: bool = True
    own: tuple[str, ...] = (INSERT, UPDATE)
    sets: tuple[str, ...] = (INSERT, UPDATE, DELETE)
    whole: bool = False
    owner: str = ""
    counted: tuple[Hop, ...] | None = None
    matters: Expression | None = None
    own_matter: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class _Node:
    """The rows at the end of a route from the subjects, and those of their read columns that can change."""

    hops: tuple[Hop, ...]
    draft: Draft
    columns: tuple[str, ...]
    events: tuple[str, ...]


def watch(rule: Rule, layout: Layout) -> Part:
    """The functions and triggers that keep a rule on all tables that it reads."""
    nodes = tuple(_node(r, rule, layout) for r in rule.reads)
    numbers: dict[str, int] = {}
    parts = Part()
    for node in nodes:
        if node.events:
            numbers[node.draft.table.name] = number = numbers.get(node.draft.table.name, 0) + 1
            parts += _watched(node, nodes, rule, layout, "" if number == 1 else str(number))
    return parts


def subject_touches(rule: Rule, layout: Layout) -> tuple[Step, ...]:
    """What an event of the subject NEW writes before that is read which the rule reads."""
    nodes = tuple(_node(r, rule, layout) for r in rule.reads)
    return tuple(step for node in nodes if not node.hops for step in _touches(node, nodes, rule, layout))


def touches(reads: tuple[Read, ...], draft: Draft) -> tuple[Step, ...]:
    """What a guard at an event of the row NEW writes before it reads sets of rows: the guard rows of their containers."""
    containers = tuple(dict.fromkeys(c for r in reads if (c := _container(r.hops)) is not None))
    return tuple(_touch_container(hops, draft) for hops in containers)


def sets_of(reads: tuple[Read, ...], draft: Draft, layout: Layout) -> tuple[tuple[Draft, tuple[Read, ...]], ...]:
    """The sets of rows that are read: the container each hangs from, and what is read from there."""
    found: dict[tuple[Hop, ...], list[Read]] = {}
    for read in reads:
        hops = _container(read.hops)
        if hops is not None:
            own = Read(hops=read.hops[len(hops) :], columns=read.columns, table=read.table)
            found.setdefault(hops, []).append(own)
    return tuple((_draft_at(hops, draft, layout), tuple(r)) for hops, r in found.items())


def _container(hops: tuple[Hop, ...]) -> tuple[Hop, ...] | None:
    """The steps up to the row whose set of rows is read; None where single rows are read only."""
    first = next((i for i, h in enumerate(hops) if h.down), None)
    return hops[:first] if first is not None else None


def _touch_container(hops: tuple[Hop, ...], draft: Draft) -> Step:
    if not hops:
        return Touch(scope=draft.table.name, key=key_of(NEW, draft))
    return _touch_at(hops)


def _draft_at(hops: tuple[Hop, ...], draft: Draft, layout: Layout) -> Draft:
    return layout.draft(hops[-1].relation) if hops else draft


def _node(read: Read, rule: Rule, layout: Layout) -> _Node:
    draft = _draft_at(read.hops, rule.draft, layout)
    columns = tuple(c for c in read.columns if _can_change(c, draft))
    if not read.hops:
        restored = (rule.draft.soft,) if rule.draft.soft and rule.own_matter else ()
        columns = tuple(dict.fromkeys((*columns, *restored)))
        events = tuple(e for e in (INSERT, UPDATE, DELETE) if e in rule.own or (e == UPDATE and restored))
        events = tuple(e for e in events if e != UPDATE or columns)
    elif read.hops[-1].down:
        events = tuple(e for e in rule.sets if e != UPDATE or columns)
    else:
        events = (UPDATE,) if columns else ()
    return _Node(hops=read.hops, draft=draft, columns=columns, events=events)


def _can_change(column: str, draft: Draft) -> bool:
    if any(a.role == AttributeRole.KEY and column in draft.columns[a.name] for a in draft.relation.attributes):
        return False
    return not any(is_fixed(a) and column in draft.columns[a.name] for a in draft.relation.attributes)


def _watched(node: _Node, nodes: tuple[_Node, ...], rule: Rule, layout: Layout, suffix: str) -> Part:
    """The function and the triggers on the table of one node."""
    name = _name(node, rule, layout, *((suffix,) if suffix else ()))
    if rule.whole:
        body: tuple[Step, ...] = (Touch(scope=rule.constraint, key=EVERYTHING), *rule.body)
    else:
        body = (*_touches(node, nodes, rule, layout), *_looked_at(node, rule))
    if not body:
        return Part()
    if rule.matters is not None and node.hops == rule.counted:
        body = (When(condition=rule.matters, then=body),)
    function = RuleFunction(
        name=name, table=node.draft.table.name, timing="AFTER", body=body, origin=rule.origin,
        constraint=rule.constraint, says=rule.says,
    )  # fmt: skip
    return Part(functions=(function,), triggers=tuple(_triggers(name, node, rule, layout, suffix)))


def _name(node: _Node, rule: Rule, layout: Layout, *ending: str) -> str:
    """The name of a function or trigger: rules of several tables may be called the same."""
    owner = rule.owner or rule.draft.table.name
    of = (owner,) if owner != node.draft.table.name else ()
    return layout.name(rule.phase, node.draft, *of, rule.name, *ending)


def _triggers(name: str, node: _Node, rule: Rule, layout: Layout, suffix: str) -> Iterator[Trigger]:
    """A trigger for rows that come and go, another for those of which a column that is read changed."""
    whole = tuple(e for e in node.events if e != UPDATE)
    common = {"table": node.draft.table.name, "timing": "AFTER", "function": name, "origin": rule.origin}
    if whole:
        yield Trigger(name=name, events=whole, purpose=rule.says, deferred=rule.deferred, **common)  # type: ignore[arg-type]
    if UPDATE in node.events:
        ending = (*((suffix,) if suffix else ()), "changed") if whole else ((suffix,) if suffix else ())
        yield Trigger(
            name=_name(node, rule, layout, *ending), events=(UPDATE,), purpose=rule.says,
            deferred=rule.deferred, when_changed=node.columns, **common,  # type: ignore[arg-type]
        )  # fmt: skip


# The guard rows that a change writes


def _touches(node: _Node, nodes: tuple[_Node, ...], rule: Rule, layout: Layout) -> Iterator[Step]:
    """Where all further rows are reached over the same references, the rows along these suffice: the spine.

    Else the subjects themselves are what two transactions have in common.
    """
    others = tuple(n for n in nodes if n.hops != node.hops and n.events)
    spine = _spine(nodes)
    table = node.draft.table.name
    if not node.hops:
        if others and not spine and UPDATE in node.events:
            # No other transaction knows a row that is only now made.
            touch = Touch(scope=table, key=key_of(NEW, node.draft))
            yield When(then=(touch,), operations=(UPDATE,)) if INSERT in node.events else touch
    elif not node.hops[-1].down:
        yield Touch(scope=table, key=key_of(NEW, node.draft))
    depth = len(node.hops)
    if node.hops == spine[:depth]:
        yield from (_touch_at(spine[depth:end]) for end in range(depth + 1, len(spine) + 1))
    yield from _of_new_links(node, tuple(o for o in others if o.hops[: depth + 1] != spine[: depth + 1]))
    yield from _of_the_way_back(node, len(spine), rule, layout)


def _spine(nodes: tuple[_Node, ...]) -> tuple[Hop, ...]:
    """The references over which all rows are reached that can change beside the subjects."""
    routes = [n.hops for n in nodes if n.hops and n.events]
    if not routes:
        return ()
    # A row on the way to all others is itself a part of the spine.
    ends = [r for r in routes if not any(o != r and o[: len(r)] == r for o in routes)]
    shared = 0
    while all(len(r) > shared and r[shared] == ends[0][shared] and not r[shared].down for r in ends):
        shared += 1
    return ends[0][:shared]


def _touch_at(hops: tuple[Hop, ...]) -> Step:
    """The guard row of the row that references lead to from the row of the trigger."""
    return Touch(scope=hops[-1].table, key=value_at(NEW, hops[:-1], hops[-1].here))


def _of_new_links(node: _Node, others: tuple[_Node, ...]) -> Iterator[Step]:
    """Of what the row points to, where something there or beyond can change."""
    depth = len(node.hops)
    linked = dict.fromkeys(n.hops[depth] for n in others if len(n.hops) > depth and n.hops[:depth] == node.hops)
    yield from (_touch_at((hop,)) for hop in linked if not hop.down)


def _of_the_way_back(node: _Node, least: int, rule: Rule, layout: Layout) -> Iterator[Step]:
    """Of the rows between the row and the subjects, back to the end of the spine, which has `least` steps."""
    for end in range(len(node.hops) - 1, least - 1, -1):
        between = node.hops[end:]
        draft = _draft_at(node.hops[:end], rule.draft, layout)
        hop = between[0]
        if len(between) == 1 and hop.down and hop.here == draft.table.primary_key[0]:
            yield from _of_holder(hop, node, draft)
        else:
            yield TouchEach(
                scope=draft.table.name, table=draft.table.name, alias=SUBJECT, key=key_of(SUBJECT, draft),
                where=_leads_to_row(SUBJECT, between),
            )  # fmt: skip


def _of_holder(hop: Hop, node: _Node, draft: Draft) -> Iterator[Step]:
    """Of the row that the row points to, and of the one that it pointed to."""
    yield Touch(scope=draft.table.name, key=row_path(NEW, hop.there))
    left = Touch(scope=draft.table.name, key=row_path(OLD, hop.there))
    operations = tuple(o for o in (UPDATE, DELETE) if o in node.events and (o == DELETE or hop.there in node.columns))
    if operations:
        yield When(then=(left,), operations=operations) if operations != node.events else left


def _leads_to_row(alias: str, hops: tuple[Hop, ...]) -> Expression:
    """Whether the route from the row called `alias` leads, or led, to the row of the trigger."""
    last = hops[-1]
    ends: tuple[Expression, ...] = (row_path(NEW, last.there),)
    if last.down:
        ends = (*ends, row_path(OLD, last.there))
    if len(hops) == 1:
        return In(operand=row_path(alias, last.here), values=ends)
    found = chain(row_path(alias, hops[0].here), hops[:-1], (f"r{n}" for n in count(1)))
    return found.select("exists", where=(In(operand=row_path(found.end, last.here), values=ends),))


def _looked_at(node: _Node, rule: Rule) -> Iterator[Step]:
    """The body of the rule for the subjects that the change affects; rows that are gone by then are no subjects."""
    if not rule.body:
        return
    where = _leads_to_row(SUBJECT, node.hops) if node.hops else same_row(SUBJECT, NEW, rule.draft)
    if rule.draft.soft and rule.own_matter:
        where = all_of((where, is_live(SUBJECT, rule.draft.soft)))
    yield ForEach(table=rule.draft.table.name, alias=SUBJECT, where=where, body=rule.body)
