"""Numbers that look like chance and are the same every time: mixed from the number of a row and the name of a column.

All are SQL over the row number `g.n` (bigint, from 1).
"""

from __future__ import annotations

import zlib

N = "g.n"
"""The row number."""
_LETTERS = "aeiolmnrstbcdgpu"
_STEPS = 2**30
_COMMON = 3000


def seed_of(*names: str) -> int:
    """A number for a column, the same every time."""
    return zlib.crc32(".".join(names).encode()) & 0x7FFFFFFF


def mixed(seed: int) -> str:
    """A bigint of any value."""
    return f"hashint8extended({N}, {seed})"


def share(seed: int) -> str:
    """A number from 0 until before 1, spread evenly."""
    return f"(({mixed(seed)} & {_STEPS - 1})::float8 / {_STEPS})"


def below(count: str, seed: int, skew: float = 1) -> str:
    """A whole number from 0 until before `count`; with a skew above 1 small ones are more frequent."""
    chosen = share(seed) if skew == 1 else f"power({share(seed)}, {skew})"
    return f"floor({chosen} * {count})::bigint"


def letters(seed: int, length: int) -> str:
    """A word that hardly occurs twice, of up to 15 letters."""
    return f"substr(translate(to_hex({mixed(seed)}), '0123456789abcdef', '{_LETTERS}'), 2, {length})"


def common_word(seed: int) -> str:
    """One of a few thousand words of four letters, some of which are frequent."""
    return f"translate(to_hex({16**3} + {below(str(_COMMON), seed, 2)}), '0123456789abcdef', '{_LETTERS}')"


def chosen(values: list[str], weights: list[float], seed: int) -> str:
    """One of SQL values, each as often as its weight says."""
    if len(values) == 1:
        return values[0]
    total, reached = sum(weights), 0.0
    cases = []
    for value, weight in zip(values[:-1], weights, strict=False):
        reached += weight
        cases.append(f"WHEN {share(seed)} < {reached / total:.6f} THEN {value}")
    return f"CASE {' '.join(cases)} ELSE {values[-1]} END"
