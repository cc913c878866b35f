"""How many values an attribute has."""

from __future__ import annotations

from database_designer.verify.proving.forms.case import Case
from database_designer.verify.proving.forms.stage import Play, Scenarios, Stage, accepted, rejected
from database_designer.verify.proving.samples import one
from database_designer.verify.proving.schema import Schema
from database_designer.verify.proving.values import Unmade, Value

MOST = 12
"""More values are not made."""


def many(case: Case) -> Scenarios:
    """As many values as there may be are taken, one more or one less than there must be is refused."""
    found = case.attribute.many
    if found is None:
        raise Unmade(f"{case.enforcement.element} has one value")
    low, high = found.minimum, found.maximum
    return (
        *(
            (
                *accepted(case, f"a row has {high} values", _with(case, high)),
                *rejected(case, f"a row has {high + 1} values", _with(case, high + 1)),
            )
            if high is not None
            else ()
        ),
        *(
            (
                *accepted(case, f"a row has {low} values", _with(case, low)),
                *rejected(case, f"a row has {low - 1} values", _with(case, low - 1)),
            )
            if low
            else ()
        ),
    )


def _with(case: Case, number: int) -> Play:
    """A row with so many values, each once, taken from as many other rows."""

    def play(stage: Stage) -> None:
        if number > MOST:
            raise Unmade(f"it takes {number} values")
        stage.act()
        stage.create(case.entity.name, {case.member: tuple(_values(case, number))})

    return play


def _values(case: Case, number: int) -> list[Value]:
    schema = Schema(concept=case.concept)
    return list(dict.fromkeys(one(case.attribute, schema, n) for n in range(1, 4 * number + 4)))[:number]
