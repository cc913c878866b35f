"""Numbers without gaps, and values that the database makes."""

from __future__ import annotations

from database_designer.design.chains import all_of, equal, row_path
from database_designer.model.expression import (
    And,
    Arithmetic,
    Binary,
    Comparator,
    Comparison,
    Expression,
    Literal,
    LiteralKind,
    Not,
    Select,
)
from database_designer.verify.proving.forms.case import Case
from database_designer.verify.proving.forms.claims import claim, exists, has, holds_for, is_row, key_of, live_rows
from database_designer.verify.proving.forms.members import is_set, path
from database_designer.verify.proving.forms.stage import Scenarios, Stage, raced, result
from database_designer.verify.proving.values import Row, Unmade, Value

C = "c"
"""The alias of the rows that are counted."""


def numbered(case: Case) -> Scenarios:
    """The first row has the first number, each further one the next; two at once have neither the same nor a gap."""
    found = case.attribute.numbered
    if found is None:
        raise Unmade(f"{case.enforcement.element} is not numbered")
    name, member, per = case.entity.name, case.member, found.per

    def same(stage: Stage, row: Row) -> dict[str, Value]:
        return {per: stage.world.evaluate(row, path(per))} if per else {}

    def in_turn(stage: Stage) -> str:
        stage.act()
        one = stage.create(name)
        two, three = (stage.create(name, same(stage, one)) for _ in range(2))
        numbers = enumerate((one, two, three), found.start)
        return claim(case, *(has(case, row, member, number) for number, row in numbers))

    def elsewhere(stage: Stage) -> str:
        stage.create(name)
        owner = stage.create(_target(case, per or ""))
        stage.act()
        row = stage.create(name, {per or "": owner})
        return claim(case, has(case, row, member, found.start))

    def at_once(stage: Stage) -> str:
        first = stage.create(name)
        stage.act()
        stage.create(name, same(stage, first))
        stage.rival()
        stage.create(name, same(stage, first))
        return claim(case, _without_gaps(case, found.start, same(stage, first)))

    return (
        *result(case, "three rows are created", in_turn),
        *(result(case, f"the first row of another {per} is created", elsewhere, optional=True) if per else ()),
        *raced(case, "two rows are created at once", at_once),
    )


def _target(case: Case, reference: str) -> str:
    found = case.entity.reference(reference)
    if found is None:
        raise Unmade(f"{reference} is no reference")
    return found.to


def _without_gaps(case: Case, start: int, same: dict[str, Value]) -> Expression:
    """Whether the greatest number is the number of rows, and no two are the same."""
    name, table = case.entity.name, case.table(case.entity.name)
    number, key = case.column(name, case.member), table.primary_key[0]

    def of_group(alias: str) -> tuple[Expression, ...]:
        owners = ((case.column(name, m), r) for m, r in same.items() if isinstance(r, Row))
        return (*(equal(row_path(alias, c), key_of(r)) for c, r in owners), *live_rows(case, name, alias))

    where = all_of(of_group(C)) if of_group(C) else None
    greatest = Select(function="max", table=table.name, alias=C, where=where, value=row_path(C, number))
    count: Expression = Select(function="count", table=table.name, alias=C, where=where)
    if start != 1:
        more = Literal(kind=LiteralKind.NUMBER, value=str(start - 1))
        count = Binary(operator=Arithmetic.ADD, left=count, right=more)
    other = Comparison(operator=Comparator.NE, left=row_path("a", key), right=row_path("b", key))
    same_number = equal(row_path("a", number), row_path("b", number))
    twin = exists(case, name, *of_group("b"), other, same_number, alias="b")
    return And(operands=(equal(greatest, count), Not(operand=exists(case, name, *of_group("a"), twin, alias="a"))))


def generated(case: Case) -> Scenarios:
    """Every row gets a value of its own."""
    name, member = case.entity.name, case.member

    def made(stage: Stage) -> str:
        stage.act()
        one, other = stage.create(name), stage.create(name)
        column = case.column(name, member)
        differs = Not(operand=equal(row_path("a", column), row_path("b", column)))
        second = exists(case, name, is_row(case, other, "b"), differs, alias="b")
        return claim(
            case, exists(case, name, is_row(case, one, "a"), second, alias="a"), holds_for(case, one, is_set(member))
        )

    return result(case, "two rows are created without it", made)
