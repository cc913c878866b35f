"""What the designs of this program answer for themselves: waivers that rest on docs/decisions."""

from __future__ import annotations

from database_designer.model.configuration import Waiver

DECIDED: tuple[Waiver, ...] = ()
"""They hold for databases with a design.json only."""
