"""Specialization: a row of a kind is there exactly when its supertype says so."""

from __future__ import annotations

from database_designer.verify.proving.forms.case import Case
from database_designer.verify.proving.forms.plays import creating
from database_designer.verify.proving.forms.stage import Scenarios, Stage, accepted, rejected
from database_designer.verify.proving.values import Unmade


def kinds(case: Case) -> Scenarios:
    """Both rows are there, or neither; without both the change is refused at its end."""
    found = case.entity.kinds
    if found is None:
        raise Unmade(f"{case.entity.name} has no kinds")
    part, side = case.enforcement.detail[:2] if len(case.enforcement.detail) > 1 else (found.of[0][1], "exists")
    taken = accepted(case, f"a row of {part} is created", creating(part))
    value = next((v for v, entity in found.of if entity == part), "")
    others = [v for v, entity in found.of if entity != part]

    def without(stage: Stage) -> None:
        stage.act()
        stage.create(case.entity.name, {found.by: value})

    def becomes(stage: Stage) -> None:
        row = stage.create(part)
        stage.act()
        stage.change(row, {found.by: others[0]})

    if side == "exists":
        return (*taken, *rejected(case, f"a row says {value}, and there is none of {part}", without))
    if side == "only" and others:
        return (*taken, *rejected(case, f"a row of {part} stays while its kind becomes {others[0]}", becomes))
    return taken
