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
    known, pending = attributes, list(dependencies)
    while True:
        waiting = [d for d in pending if d.left & ~known]
        if len(waiting) == len(pending):
            return known
        for dependency in pending:
            known |= dependency.right if not dependency.left & ~known else 0
        pending = waiting


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
    violations = tuple(
        Fd(left=d.left, right=d.right & ~d.left)
        for d in dependencies
        if d.right & ~d.left and everything & ~closure(d.left, dependencies)
    )
    if not violations:
        return "BCNF", ()
    keys = all_keys(everything, dependencies)
    not_prime = everything
    for key in keys:
        not_prime &= ~key
    if not any(v.right & not_prime for v in violations):
        return "3NF", violations
    in_part = any(closure(key & ~bit, dependencies) & not_prime for key in keys for bit in bits(key))
    return ("1NF" if in_part else "2NF"), violations
