"""What the PostgreSQL versions can that matters to a design."""

from __future__ import annotations

SUPPORTED: tuple[int, ...] = (15, 16, 17, 18)
"""The major versions that designs are written for."""

DEFAULT = 15
"""The major version taken where neither the project nor its documents name one."""

_UUIDV7_SINCE = 18


def new_uuid(version: int) -> str:
    """The built-in call that makes a new UUID: ordered by time where the major version `version` has it."""
    return "uuidv7()" if version >= _UUIDV7_SINCE else "gen_random_uuid()"
