"""Identifiers that differ from each other."""

from __future__ import annotations

from collections.abc import Collection

from database_designer.postgres.limits import NAME_BYTES, fit_identifier


def distinct(name: str, taken: Collection[str]) -> str:
    """`name`, brought under the length limit, with the first number from 2 that makes it differ from all `taken`."""
    candidate, number = fit_identifier(name), 1
    while candidate in taken:
        number += 1
        suffix = f"_{number}"
        candidate = fit_identifier(name, NAME_BYTES - len(suffix)) + suffix
    return candidate
