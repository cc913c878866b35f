"""Specialization: a row of a kind is there exactly when its supertype says so."""

from __future__ import annotations

from collections.abc import Callable

from database_designer.ddl.dml import inserted_into
from database_designer.design.chains import equal, row_path
from database_designer.design.enums import values_of
from database_designer.model.conceptual import Kinds
from database_designer.model.expression import And, Expression, In, Literal, LiteralKind, Not, Path
from database_designer.verify.proving.forms.case import Case
from database_designer.verify.proving.forms.claims import T, claim, exists, is_row, key_of, of_rows
from database_designer.verify.proving.forms.plays import creating
from database_designer.verify.proving.forms.stage import Scenarios, Stage, accepted, raced, rejected
from database_designer.verify.proving.values import Row, Unmade


def kinds(case: Case) -> Scenarios:
    """Both rows are there, or neither; without both the change is refused at its end."""
    part, side = case.enforcement.detail
    taken = accepted(case, f"a row of {part} is created", creating(part))
    found = case.entity.kinds
    if side == "of" or found is None:
        return (*taken, *rejected(case, f"a row of {part} is created alone", _alone(case, part)))
    if side == "exists":
        return (*taken, *_exists(case, found, part))
    return (*taken, *_only(case, found, part), *_at_once(case, found, part))


def _alone(case: Case, part: str) -> Callable[[Stage], None]:
    def play(stage: Stage) -> None:
        stage.act()
        _add(stage, case, part, None)

    return play


def _add(stage: Stage, case: Case, part: str, row: Row | None) -> None:
    """The row of a kind alone, for a row of the supertype that is there, or (None) for one that is not."""
    aside = stage.world.copy()
    mark = aside.mark()
    twin = aside.create(part, {}, ())
    for statement in aside.since(mark):
        if inserted_into(statement) == case.table(part).name or twin.key_text not in statement:
            stage.say(statement.replace(twin.key_text, row.key_text) if row is not None else statement)


def _exists(case: Case, found: Kinds, part: str) -> Scenarios:
    value = next(v for v, entity in found.of if entity == part)

    def without(stage: Stage) -> None:
        stage.act()
        stage.create(case.entity.name, {found.by: value})

    return rejected(case, f"a row says {value}, and there is none of {part}", without)


def _only(case: Case, found: Kinds, part: str) -> Scenarios:
    others = tuple(dict.fromkeys(entity for _, entity in found.of if entity != part))
    value = next(v for v, entity in found.of if entity == part)
    plain = _plain(case, found)

    def added(stage: Stage) -> None:
        row = stage.create(case.entity.name, {found.by: plain[0]}) if plain else stage.create(others[0])
        stage.act()
        _add(stage, case, part, row)

    def becomes(stage: Stage) -> None:
        row = stage.create(part, {found.by: value})
        stage.act()
        stage.change(row, {found.by: plain[0]})

    if not (plain or others):
        raise Unmade(f"every row is a row of {part}")
    return (
        *rejected(case, f"a row of {part} is added to a row of another kind", added),
        *(rejected(case, f"a row of {part} stays while its kind becomes {plain[0]}", becomes) if plain else ()),
    )


def _at_once(case: Case, found: Kinds, part: str) -> Scenarios:
    """A row of no kind becomes one of this kind, and of another one, or goes."""
    values = tuple(v for v, entity in found.of if entity == part)
    other = next(((v, entity) for v, entity in found.of if entity != part), None)
    plain = _plain(case, found)

    def play(stage: Stage) -> str:
        row = stage.create(case.entity.name, {found.by: plain[0]})
        stage.act()
        stage.change(row, {found.by: values[0]})
        _add(stage, case, part, row)
        stage.rival()
        if other is None:
            stage.delete(row)
        else:
            stage.change(row, {found.by: other[0]})
            _add(stage, case, other[1], row)
        return _exactly_when(case, found.by, values, part, row)

    return raced(case, f"a row becomes a row of {part} and something else at once", play) if plain else ()


def _plain(case: Case, found: Kinds) -> tuple[str, ...]:
    """The values that lead to no kind."""
    told = {v for v, _ in found.of}
    attribute = case.entity.attribute(found.by)
    return tuple(v for v in values_of(attribute.type, case.design.logical) if v not in told) if attribute else ()


def _exactly_when(case: Case, by: str, values: tuple[str, ...], part: str, row: Row) -> str:
    literals = tuple(Literal(kind=LiteralKind.VALUE, value=v) for v in values)
    says = of_rows(case, In(operand=Path(steps=(by,)), values=literals), case.entity.name)
    said: Expression = exists(case, case.entity.name, is_row(case, row), says)
    there: Expression = exists(case, part, equal(row_path(T, case.table(part).primary_key[0]), key_of(row)))
    return claim(
        case,
        Not(operand=And(operands=(said, Not(operand=there)))),
        Not(operand=And(operands=(there, Not(operand=said)))),
    )
