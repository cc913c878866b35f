"""What PostgreSQL bounds, and how a name is brought under its bound."""

from __future__ import annotations

import hashlib

NAME_BYTES = 63
"""Longest identifier and longest enum label, in bytes of UTF-8 (NAMEDATALEN - 1)."""

INDEX_KEYS = 32
"""Most key parts of an index, and so most columns of a primary key or unique constraint."""

TABLE_COLUMNS = 1600
"""Most columns of a table."""

_HASH_DIGITS = 8


def byte_length(name: str) -> int:
    """The length of `name` in bytes of UTF-8."""
    return len(name.encode("utf-8", "surrogatepass"))


def fit_identifier(name: str, limit: int = NAME_BYTES) -> str:
    """`name`, or where it has more than `limit` bytes its beginning with `_` and a hash of the whole.

    The same name always gives the same result, different names give different ones (but for collisions of 32 bits).
    PostgreSQL itself would cut silently, so that two long names could become one. `limit` is at least 10.
    """
    if byte_length(name) <= limit:
        return name
    data = name.encode("utf-8", "surrogatepass")
    digest = hashlib.sha256(data).hexdigest()[:_HASH_DIGITS]
    head = data[: limit - _HASH_DIGITS - 1].decode("utf-8", "ignore").rstrip("_")
    return f"{head}_{digest}"
