"""Criteria counted case by case, so that none is met by default."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from database_designer.model.proof import Criterion


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A case of a criterion; `problem` says why it does not meet it, "" where it does."""

    name: str
    problem: str = ""


def criterion(text: str, cases: Iterable[Case], *, note: str = "", none: str = "") -> Criterion:
    """The criterion over its cases, those with a problem as exceptions. `none` is the note where there is no case."""
    counted = tuple(cases)
    exceptions = tuple(f"{c.name}: {c.problem}" for c in counted if c.problem)
    said = note if counted else "; ".join(part for part in (none, note) if part)
    return Criterion(
        text=text, met=len(counted) - len(exceptions), total=len(counted), exceptions=exceptions, note=said
    )
