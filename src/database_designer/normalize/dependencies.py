"""Functional dependencies: their closure, the candidate keys and the normal form that follow from them.

Sets of attributes are bit sets (Python integers); bit i stands for the i-th attribute of the relation.
Source of the algorithms: Maier, The Theory of Relational Databases (1983), chapters 4 and 6; the enumeration of keys
is that of Lucchesi and Osborn (1978).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

Bits = int
MAX_KEYS = 64
"""How many keys are enumerated at most: their number can grow exponentially with the dependencies."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fd:
    """`left` determines `right`."""

    left: Bits
    right: Bits


def closure(attributes: Bits, dependencies: Sequence[Fd]) -> Bits:
    """All attributes that `attributes` determine under the dependencies."""
    known = attributes
    pending = list(dependencies)
    while True:
        fired = [d for d in pending if d.left & known == d.left]
        if not fired:
            return known
        for dependency in fired:
            known |= dependency.right
        pending = [d for d in pending if d.left & known != d.left]


def minimal_key(superkey: Bits, everything: Bits, dependencies: Sequence[Fd]) -> Bits:
    """A key inside `superkey`: attributes are dropped, the highest bit first, as long as the rest determines all."""
    key = superkey
    for bit in sorted(bits(superkey), reverse=True):
        rest = key & ~bit
        if closure(rest, dependencies) & everything == everything:
            key = rest
    return key


def all_keys(everything: Bits, dependencies: Sequence[Fd]) -> tuple[Bits, ...]:
    """The keys of a relation in order of discovery, at most MAX_KEYS of them."""
    keys = [minimal_key(everything, everything, dependencies)]
    for key in keys:  # grows while it is walked
        for dependency in dependencies:
            candidate = dependency.left | (key & ~dependency.right)
            if len(keys) < MAX_KEYS and not any(known & candidate == known for known in keys):
                keys.append(minimal_key(candidate, everything, dependencies))
    return tuple(keys)


def bits(attributes: Bits) -> Iterable[Bits]:
    """The single attributes of a set, lowest bit first."""
    while attributes:
        lowest = attributes & -attributes
        yield lowest
        attributes ^= lowest


def normal_form(everything: Bits, dependencies: Sequence[Fd]) -> tuple[str, tuple[Fd, ...]]:
    """The highest normal form from "1NF" to "BCNF", and the dependencies that stand against BCNF.

    Each violation is one determinant with the attributes that it determines beyond itself.
    """
    keys = all_keys(everything, dependencies)
    prime = 0
    for key in keys:
        prime |= key
    level, violations = 4, []
    for dependency in dependencies:
        beyond = dependency.right & ~dependency.left
        if not beyond or closure(dependency.left, dependencies) & everything == everything:
            continue
        violations.append(Fd(left=dependency.left, right=beyond))
        level = min(level, _level(dependency.left, beyond, prime, keys))
    return ("1NF", "2NF", "3NF", "BCNF")[level - 1], tuple(violations)


def _level(left: Bits, beyond: Bits, prime: Bits, keys: tuple[Bits, ...]) -> int:
    """The normal form that a determinant which is no superkey leaves: 1, 2 or 3."""
    if not beyond & ~prime:
        return 3
    part_of_key = any(left & key == left and left != key for key in keys)
    return 1 if part_of_key else 2
