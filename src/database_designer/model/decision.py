"""Origins of what a stage decides: with the evidence of the element behind it, or as an assumption."""

from __future__ import annotations

from dataclasses import replace

from database_designer.source import Origin


def because(origin: Origin, decided_by: str, principle: str) -> Origin:
    """The origin of something made from an element of that `origin`: its evidence, this decision."""
    return replace(origin, decided_by=decided_by, principle=principle)


def housekeeping(decided_by: str, principle: str) -> Origin:
    """The origin of something that no document asks for: an assumption with its principle."""
    return Origin(decided_by=decided_by, principle=principle, assumed=True)
