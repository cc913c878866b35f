"""What a person's deletion of an entity takes along, told as what it is: a consequence, and no error."""

from __future__ import annotations

import re
from collections.abc import Iterable

from database_designer.diagnostics import Diagnostic, Severity, sort_diagnostics
from database_designer.model.conceptual import ConceptualModel

_QUOTED = re.compile(r'"([^"]+)"')


def as_deletions(
    base: ConceptualModel | None, edited: ConceptualModel, found: Iterable[Diagnostic]
) -> tuple[Diagnostic, ...]:
    """The diagnostics, those of what names an entity that a person deleted as one warning for the entity.

    Deleted is what the base, the model of the last run, has and the edited model has not; without a base nothing is
    known to be.
    """
    deleted = {e.name for e in base.entities} - {e.name for e in edited.entities} if base else set()
    others: list[Diagnostic] = []
    dangling: dict[str, list[Diagnostic]] = {}
    for diagnostic in found:
        name = next((n for n in _QUOTED.findall(diagnostic.fact) if n in deleted), "")
        if name and diagnostic.code == "unknown-entity":
            dangling.setdefault(name, []).append(diagnostic)
        else:
            others.append(diagnostic)
    return sort_diagnostics((*others, *(_deletion(name, ds) for name, ds in dangling.items())))


def _deletion(name: str, dangling: list[Diagnostic]) -> Diagnostic:
    went = ", ".join(dict.fromkeys(d.element for d in dangling))
    return Diagnostic(
        code="deleted-entity",
        severity=Severity.WARNING,
        fact=f"{name} was deleted in model.yaml; what named it went with it: {went}",
        fix=f"delete these too, or let them name another entity; put {name} back to keep them",
        span=dangling[0].span,
        element=name,
    )
