"""The origin of an element: the sentences it comes from and the pass that decided it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from database_designer.source.span import Span


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Evidence:
    """A quotation from a source, its place, and the id of the requirement it stands in (None where it has none)."""

    span: Span
    quote: str
    requirement: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Why an element exists.

    `evidence` are the quotations behind it, `decided_by` the pass that made it, `principle` the reason in a few
    words where a pass chose between possibilities. An element without evidence is an assumption.
    `stated` are requirement ids given by hand in model.yaml (`from:`).
    """

    evidence: tuple[Evidence, ...] = ()
    decided_by: str
    principle: str = ""
    assumed: bool = False
    stated: tuple[str, ...] = ()

    @property
    def requirements(self) -> tuple[str, ...]:
        """The requirement ids behind the element, in order of first appearance, each once."""
        found = (e.requirement for e in self.evidence if e.requirement)
        return tuple(dict.fromkeys((*self.stated, *found)))


def merge_origins(origins: Iterable[Origin]) -> Origin:
    """One origin for an element found several times: all evidence, each quotation once, the first decision.

    Assumed only where all are. Raises ValueError for no origin at all.
    """
    known = list(origins)
    if not known:
        raise ValueError("merge_origins needs at least one origin")
    return Origin(
        evidence=tuple(dict.fromkeys(e for o in known for e in o.evidence)),
        decided_by=known[0].decided_by,
        principle=known[0].principle,
        assumed=all(o.assumed for o in known),
        stated=tuple(dict.fromkeys(i for o in known for i in o.stated)),
    )
