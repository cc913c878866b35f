"""Lifting rules: the mechanism of one is taken away, to see what then happens."""

from __future__ import annotations

from dataclasses import dataclass

from database_designer.ddl.lifting import Lifting, UnknownObjectError
from database_designer.model.design import Design
from database_designer.model.physical import Enforcement


@dataclass(frozen=True, slots=True, kw_only=True)
class Lift:
    """What lifts a rule: `statements`, or the object that is not in the design so that nothing can (`unknown`).

    `rule` names it, for where it stands in the way of another.
    """

    rule: str
    statements: tuple[str, ...] = ()
    unknown: str = ""


class Lifts:
    """What lifts each rule of a design, also by the name of the constraint with which it refuses."""

    def __init__(self, design: Design) -> None:
        """Of the enforcements of `design`."""
        self._lifting = Lifting(design.physical, design.plan)
        self._by_constraint = {e.constraint: e for e in design.physical.enforcements if e.constraint and e.objects}

    def of(self, enforcement: Enforcement) -> Lift:
        """What lifts a rule."""
        try:
            statements = self._lifting.statements(enforcement.objects, enforcement.form)
        except UnknownObjectError as error:
            return Lift(rule=enforcement.element, unknown=str(error))
        return Lift(rule=enforcement.element, statements=statements)

    def of_constraint(self, name: str) -> Lift | None:
        """What lifts the rule that refuses in the name of a constraint ("table.column": NOT NULL); None for others."""
        if enforcement := self._by_constraint.get(name):
            return self.of(enforcement)
        if statements := self._lifting.of_column(name):
            return Lift(rule=f"that {name} is set", statements=statements)
        try:
            return Lift(rule=name, statements=self._lifting.statements((name,)))
        except UnknownObjectError:
            return None
