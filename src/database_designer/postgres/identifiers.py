"""Identifiers that differ from each other."""

from __future__ import annotations

import re
from collections.abc import Collection

from database_designer.postgres.limits import NAME_BYTES, fit_identifier

_PARTITION = re.compile(r"_p(?:_default|\d{8,})\Z")
_LONGEST_BASE = NAME_BYTES - len("_p_default")


def distinct(name: str, taken: Collection[str]) -> str:
    """`name`, brought under the length limit, with the first number from 2 that makes it differ from all `taken`."""
    candidate, number = fit_identifier(name), 1
    while candidate in taken:
        number += 1
        suffix = f"_{number}"
        candidate = fit_identifier(name, NAME_BYTES - len(suffix)) + suffix
    return candidate


def partition_base(table: str) -> str:
    """What the names of all partitions of a table begin with; the day on which one begins follows, "_default" or such."""
    return f"{fit_identifier(table, _LONGEST_BASE)}_p"


def default_partition(table: str) -> str:
    """The name of the partition of what no other partition of a table holds."""
    return f"{partition_base(table)}_default"


def of_whole(name: str, table: str) -> str:
    """The name of a constraint, or of a table, as the whole table has it where `table` is one of its partitions."""
    found = _PARTITION.search(table)
    return name.removesuffix(found[0]) if found else name
