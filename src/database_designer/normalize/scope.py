"""What the passes of this stage share: the entities that can be used, and the names of their relations."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from database_designer.diagnostics import Diagnostic, Severity
from database_designer.model.conceptual import ConceptualModel, EntityType, Kind, SemanticType, ValueList
from database_designer.source import Origin, Span

KEY_TYPE = SemanticType(kind=Kind.UUID)
CODE_TYPE = SemanticType(kind=Kind.TEXT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """The entities (each name once), the supertype of each subtype, and the relation names given so far.

    `names` maps entity names, `lookups` names of lists to relation names.
    """

    concept: ConceptualModel
    entities: tuple[EntityType, ...]
    supertypes: Mapping[str, str]
    names: Mapping[str, str]
    lookups: Mapping[str, str]
    lists: tuple[ValueList, ...]

    @property
    def taken(self) -> frozenset[str]:
        """The names that relations have already."""
        return frozenset((*self.names.values(), *self.lookups.values()))


def span_of(origin: Origin) -> Span | None:
    """The first place that an element comes from, None where it has none."""
    return origin.evidence[0].span if origin.evidence else None


def warning(code: str, fact: str, fix: str, element: str, origin: Origin) -> Diagnostic:
    """A diagnostic about an element that was used otherwise than it is written, or not at all."""
    return Diagnostic(code=code, severity=Severity.WARNING, fact=fact, fix=fix, span=span_of(origin), element=element)
