"""How a trial is set: first the rows it needs, then what is tried, then what a second session tries at the same time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import replace
from typing import TypeAlias

from database_designer.ddl.dml import inserted_into, text, without_value
from database_designer.model.conceptual import BoundRule, EntityType
from database_designer.model.design import Design
from database_designer.model.expression import Comparator, Comparison, Expression, Literal, LiteralKind, Path
from database_designer.model.proof import ProbeKind
from database_designer.postgres.quoting import quote_identifier
from database_designer.verify.proving.forms.case import Case
from database_designer.verify.proving.forms.members import in_state
from database_designer.verify.proving.scenario import Scenario
from database_designer.verify.proving.values import Row, Unmade, Value
from database_designer.verify.proving.world import World

Values: TypeAlias = Mapping[str, Value]


ROOM = 5
"""So many rows are made room for."""


class Stage:
    """A world, and what was said in it: as setup, from `act` on as what is tried, from `rival` on by a second session."""

    def __init__(self, case: Case, design: Design | None = None) -> None:
        """An empty world of the design of the case, or of one that lacks a rule of it."""
        self._design = design or case.design
        self._whole = case.design
        self._memory = case.memory
        self._plain = case.memory.world(case.design)
        self.lacks_a_rule = self._design is not case.design
        self.world = case.memory.world(self._design)
        self._room = {e.name: tuple(_room(e)) for e in self._design.concept.entities}
        self._first_state = {e.name: _first_state(e) for e in self._design.concept.entities}
        self._entities = tuple(e.name for e in self._design.concept.entities)
        self._setup: list[str] = []
        self._acts: list[str] = []
        self._rivals: list[str] = []
        self._current = self._setup
        self._mark = self.world.mark()
        self.before = self.world
        self.alone: tuple[World, ...] = ()
        self._before_act = 0
        self.actor: Row | None = None

    def trial(self) -> Stage:
        """A copy, in which something can be tried."""
        self._keep()
        other = copy(self)
        other.world = self.world.copy()
        other._setup, other._acts, other._rivals = list(self._setup), list(self._acts), list(self._rivals)
        lists = {id(self._setup): other._setup, id(self._acts): other._acts, id(self._rivals): other._rivals}
        other._current = lists[id(self._current)]
        other._mark = other.world.mark()
        return other

    def act(self) -> None:
        """What follows is tried."""
        self._keep()
        self.before = self.world.copy()
        self._before_act = len(self._setup)
        self._current = self._acts
        self._say_actor()

    def act_as(self, entity: str) -> None:
        """A new row of `entity` acts in all that is tried."""
        self.actor = self.create(entity)
        self.world.act_as(self.actor)

    def _say_actor(self) -> None:
        if self.actor is not None:
            self._current.append(f'SET LOCAL "app.actor" = {text(self.actor.key_text)};')

    def rival(self, *, apart: bool = False) -> None:
        """What follows is tried by a second session at the same time.

        With `apart` it knows nothing of what the first session does; then only one of both may create rows.
        """
        self._keep()
        self.alone = (self.world.copy(),)
        if apart:
            self._check_apart()
            self.alone = (*self.alone, self.before)
            self.world = self.before.copy()
            self._mark = self.world.mark()
        self._current = self._rivals

    def say(self, statement: str) -> None:
        """A statement that is about no single row."""
        self._keep()
        self._current.append(statement)

    def needs(self, row: Row) -> bool:
        """Whether what is tried needs further rows in the setup that point to the row."""
        self._keep()
        return any(row.key_text in s for s in self._setup[self._before_act :])

    def say_also(self, row: Row, table: str, column: str, value: str) -> None:
        """The INSERT of a row into a table, its own or that of a kind of it, with a value for one more column."""
        self._keep()
        own = own_statement(self._current, row, table)
        head, _, rest = self._current[own].partition("(")
        columns, _, given = rest.partition("VALUES (")
        self._current[own] = f"{head}({quote_identifier(column)}, {columns}VALUES ({value}, {given}"

    def leave_out(self, row: Row, column: str) -> None:
        """The INSERT of a row without a value for a column."""
        self._keep()
        own = own_statement(self._current, row)
        self._current[own] = without_value(self._current[own], column)

    def unsay(self, assignment: str) -> None:
        """The statement that was said last without one of its assignments."""
        self._keep()
        self._current[-1] = self._current[-1].replace(f"{assignment}, ", "").replace(f", {assignment}", "")

    def create(self, entity: str, values: Values | None = None, *such_that: Expression) -> Row:
        """A new row. While something is tried, the rows that it needs are made in the setup, where they can stand alone."""
        row = self._create(entity, values, *such_that)
        table = next((t for t in self._whole.physical.tables if t.name == row.table), None)
        if table is not None:
            self._memory.keys[row] = self.world.key(row, table)
        return row

    def _create(self, entity: str, values: Values | None, *such_that: Expression) -> Row:
        self._keep()
        before = self._every_row()
        row = self._made(entity, values or {}, such_that)
        made = self.world.since(self._mark)
        self._mark = self.world.mark()
        if self._current is self._setup:
            self._setup.extend(made)
            return row
        new = self._every_row() - before
        needed, own, going = divided(made, row, new)
        if needed and not self.world.stands_without(going | {r for r in new if not r.key_text}):
            needed, own = (), made
        self._setup.extend(needed)
        self._current.extend(own)
        return row

    def _every_row(self) -> frozenset[Row]:
        return frozenset(r for e in self._entities for r in self.world.rows(e))

    def _made(self, entity: str, values: Values, such_that: tuple[Expression, ...]) -> Row:
        """A row; a first one, where rows are counted, with room for more; one that stays in its first state, if need be."""
        room = () if any(isinstance(v, Row) for v in values.values()) else self._room.get(entity, ())
        reasons: list[Unmade] = []
        for conditions in dict.fromkeys((room, (), self._first_state.get(entity, ()))):
            try:
                return self._tried(entity, values, (*such_that, *conditions))
            except Unmade as error:
                reasons.append(error)
        raise reasons[1 if room else 0]

    def _tried(self, entity: str, values: Values, such_that: tuple[Expression, ...]) -> Row:
        if self.world.mark() or self._setup or self._acts or self.actor is not None:
            return self.world.create(entity, values, such_that)
        if self.lacks_a_rule and self._current is self._setup:
            try:
                world, row = self._memory.first(self._whole, entity, values, such_that)
            except Unmade:
                pass  # what the setup needs goes against the rule: it is made without it
            else:
                self.world.adopt(world)
                return row
        world, row = self._memory.first(self._design, entity, values, such_that)
        self.world.become(world)
        return row

    def apart(self, entity: str, *such_that: Expression) -> Row:
        """A new row that is made in the setup, whatever is tried by now."""
        self._keep()
        row = self._made(entity, {}, such_that)
        if self.lacks_a_rule and not self.world.keeps(self._plain):
            raise Unmade(f"another {entity} could only be made against the rule")
        self._setup.extend(self.world.since(self._mark))
        self._mark = self.world.mark()
        return row

    def shadow(self, entity: str, values: Values | None = None, *such_that: Expression) -> Values:
        """The values of a row that is thought of, but not made: only the rows that it needs are, in the setup."""
        self._keep()
        before = self._every_row()
        row = self._made(entity, values or {}, such_that)
        made = self.world.since(self._mark)
        self._mark = self.world.mark()
        new = self._every_row() - before
        needed, _, going = divided(made, row, new)
        found = self.world.known(row)
        self.world.forget(going | {r for r in new if not r.key_text})
        self._setup.extend(needed)
        return found

    def change(self, row: Row, values: Values) -> None:
        """Other values for a row."""
        self.world.change(row, values)

    def achieve(self, row: Row, condition: Expression) -> None:
        """A change of a row after which a condition holds."""
        self.world.achieve(row, condition)

    def enter(self, row: Row, state: str) -> None:
        """A row enters a state."""
        self.world.enter(row, state)

    def delete(self, row: Row, *, alone: bool = False) -> None:
        """A row is deleted; `alone` without what has to be done before, as somebody would who does not know of it."""
        self._keep()
        self.world.delete(row)
        if alone:
            *_, own = self.world.since(self._mark)
            self._mark = self.world.mark()
            self._current.append(own)

    def _keep(self) -> None:
        self._current.extend(self.world.since(self._mark))
        self._mark = self.world.mark()

    def _check_apart(self) -> None:
        """Raises Unmade where what the first session needs changes what the second starts from."""
        known = [r for e in self._entities for r in self.before.rows(e) if r.key_text]
        if any(r.key_text in s for r in known for s in self._setup[self._before_act :]):
            raise Unmade("what the first session needs meets what the second starts from")

    def stands(self) -> bool:
        """Whether the rows keep the whole model now."""
        return self.world.keeps(self._plain)

    def is_fair(self) -> bool:
        """Whether the rows before what is tried keep the whole model, and those after one of two rivals alone."""
        return not self.lacks_a_rule or all(world.keeps(self._plain) for world in (self.before, *self.alone))

    def statements(self) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
        """The setup, what is tried, and what is tried at the same time."""
        self._keep()
        return tuple(self._setup), tuple(self._acts), tuple(self._rivals)


def _room(entity: EntityType) -> Iterator[Expression]:
    """That there is room for some more rows, where how many there may be stands in a row."""
    some = Literal(kind=LiteralKind.NUMBER, value=str(ROOM))
    for rule in entity.rules:
        if isinstance(rule, BoundRule) and rule.upper and isinstance(rule.bound, Path):
            yield Comparison(operator=Comparator.GE, left=rule.bound, right=some)


def _first_state(entity: EntityType) -> tuple[Expression, ...]:
    """That a row is in the state in which it begins."""
    lifecycle = entity.lifecycle
    return (in_state(lifecycle.state, (lifecycle.start or lifecycle.states)[0]),) if lifecycle is not None else ()


def divided(
    statements: tuple[str, ...], row: Row, made: frozenset[Row]
) -> tuple[tuple[str, ...], tuple[str, ...], frozenset[Row]]:
    """The statements that a new row needs, those that make it and what needs it, and the rows that these make."""
    own = own_statement(statements, row)
    needed, rest, going = list(statements[:own]), [statements[own]], frozenset({row})
    for statement in statements[own + 1 :]:
        if any(r.key_text in statement for r in going):
            rest.append(statement)
            going |= {r for r in made if _is_inserted(r, statement, made)}
        else:
            needed.append(statement)
    return tuple(needed), tuple(rest), going


def _is_inserted(row: Row, statement: str, rows: frozenset[Row]) -> bool:
    return bool(row.key_text) and inserted_into(statement) == row.table and _first(statement, row, rows)


def _first(statement: str, row: Row, rows: frozenset[Row]) -> bool:
    """Whether the key of the row stands before those of all others."""
    found = {statement.index(r.key_text): r for r in rows if r.key_text and r.key_text in statement}
    return bool(found) and found[min(found)] == row


def own_statement(statements: Sequence[str], row: Row, table: str = "") -> int:
    """The number of the statement that inserts the row, into its own table unless another is given."""
    wanted = table or row.table
    there = [i for i, s in enumerate(statements) if inserted_into(s) == wanted]
    return next((i for i in there if row.key_text in statements[i]), there[-1] if there else 0)


Play: TypeAlias = Callable[[Stage], str | None]
"""Sets a trial; gives the SELECT of what holds after it, where that is asked."""

Scenarios: TypeAlias = tuple[Scenario, ...]


def accepted(case: Case, what: str, play: Play, *, optional: bool = False) -> Scenarios:
    """What keeps the rule is taken. An `optional` trial is left out where its rows cannot be made."""
    return _tried(case, skeleton(case, ProbeKind.ACCEPTED, what), case.design, play, optional=optional)


def rejected(case: Case, what: str, play: Play, *, optional: bool = False, design: Design | None = None) -> Scenarios:
    """What breaks the rule, and no other, is refused: it is made in a world without the rule, or that of `design`."""
    return _tried(case, skeleton(case, ProbeKind.REJECTED, what), design or case.free, play, optional=optional)


def result(case: Case, what: str, play: Play, *, optional: bool = False) -> Scenarios:
    """What the rule gives: the play gives the SELECT of what holds then."""
    return _tried(case, skeleton(case, ProbeKind.RESULT, what), case.design, play, optional=optional)


def raced(
    case: Case,
    what: str,
    play: Play,
    *,
    order_matters: bool = False,
    only_one: bool = False,
    optional: bool = False,
    design: Design | None = None,
) -> Scenarios:
    """Two sessions at once, in a world without the rule or that of `design`: the play gives what holds after both."""
    scenario = replace(skeleton(case, ProbeKind.RACE, what), order_matters=order_matters, only_one=only_one)
    return _tried(case, scenario, design or case.free, play, optional=optional)


def skeleton(case: Case, kind: ProbeKind, what: str) -> Scenario:
    """A scenario of the rule without statements."""
    refused = kind == ProbeKind.REJECTED
    return Scenario(
        enforcement=case.enforcement,
        kind=kind,
        what=what,
        sqlstate=case.enforcement.sqlstate if refused else "",
        constraint=case.enforcement.constraint if refused and not case.any_name else "",
    )


def played(scenario: Scenario, stage: Stage, holds: str = "") -> Scenario:
    """The scenario with what was said on the stage."""
    if not stage.is_fair():
        return replace(scenario, obstacle="the rows that it starts from do not keep the whole model")
    setup, act, rival = stage.statements()
    if not act or (scenario.kind == ProbeKind.RACE and not rival):
        return replace(scenario, obstacle="nothing was found that could be tried")
    return replace(scenario, setup=setup, act=act, rival=rival, holds=holds)


def _tried(case: Case, scenario: Scenario, design: Design, play: Play, *, optional: bool) -> Scenarios:
    try:
        stage = Stage(case, design)
        holds = play(stage) or ""
        ended = played(scenario, stage, holds)
    except Unmade as error:
        ended = replace(scenario, obstacle=str(error))
    return () if optional and ended.obstacle else (ended,)
