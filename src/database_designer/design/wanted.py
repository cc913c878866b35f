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
