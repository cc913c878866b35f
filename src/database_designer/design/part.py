"""What one concern adds to a design."""

from __future__ import annotations

from dataclasses import dataclass, fields

from database_designer.diagnostics import Diagnostic
from database_designer.model.physical import (
    Check,
    Column,
    Enforcement,
    Exclusion,
    ForeignKey,
    Function,
    Index,
    RowSecurity,
    SeedRow,
    Sequence,
    Service,
    Table,
    Trigger,
    UniqueConstraint,
    View,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Objects that a concern makes, how it keeps rules and serves queries; checks and uniques with their table.

    `columns` are those that tables get beside what the documents name, with their table: they carry what a constraint
    needs to see in the row.
    """

    tables: tuple[Table, ...] = ()
    columns: tuple[tuple[str, Column], ...] = ()
    checks: tuple[tuple[str, Check], ...] = ()
    uniques: tuple[tuple[str, UniqueConstraint], ...] = ()
    foreign_keys: tuple[ForeignKey, ...] = ()
    exclusions: tuple[Exclusion, ...] = ()
    sequences: tuple[Sequence, ...] = ()
    row_security: tuple[RowSecurity, ...] = ()
    indexes: tuple[Index, ...] = ()
    functions: tuple[Function, ...] = ()
    triggers: tuple[Trigger, ...] = ()
    views: tuple[View, ...] = ()
    seed: tuple[SeedRow, ...] = ()
    extensions: tuple[str, ...] = ()
    enforcements: tuple[Enforcement, ...] = ()
    services: tuple[Service, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()

    def __add__(self, other: Part) -> Part:
        """Both parts, the objects of this one first."""
        return joined((self, other))


def joined(parts: tuple[Part, ...]) -> Part:
    """All parts as one, their objects in the order of the parts."""
    return Part(**{f.name: tuple(item for p in parts for item in getattr(p, f.name)) for f in fields(Part)})
