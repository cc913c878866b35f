"""What one query asks of indexes."""

from __future__ import annotations

from dataclasses import dataclass

from database_designer.model.physical import Index


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """The indexes wanted for a query, why a part of it has none, and the extensions that the indexes need."""

    indexes: tuple[Index, ...] = ()
    reasons: tuple[str, ...] = ()
    extensions: tuple[str, ...] = ()


def merged(parts: tuple[Wanted, ...]) -> Wanted:
    """All parts as one."""
    return Wanted(
        indexes=tuple(i for p in parts for i in p.indexes),
        reasons=tuple(dict.fromkeys(r for p in parts for r in p.reasons)),
        extensions=tuple(dict.fromkeys(e for p in parts for e in p.extensions)),
    )
