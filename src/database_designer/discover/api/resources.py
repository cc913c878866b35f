"""Resources: what the paths of an API are about."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from database_designer.discover.language.lexicon import HEADING_VERBS
from database_designer.discover.names import Noun, noun, singular, words
from database_designer.model.requirements import Operation

_PARAMETER = re.compile(r"^[{<:].*")
_ACTIONS = HEADING_VERBS | frozenset(
    """login logout signin signup refresh verify stats statistics count summary metrics graphs query
    me self current mine health ping docs status approval by restore archive pay refund read unread preview
    bulk batch export import recent latest history total available filter calendar overview chart timeline resend
    retry rotate recover enable disable lock unlock validate check sync""".split()
)


_AREAS = frozenset(
    "analytics dashboard dashboards report reports reporting stats statistics metrics health auth authentication".split()
)


@dataclass(frozen=True, slots=True)
class Resource:
    """What a path is about: the noun of its last collection, and of the one above (() for none).

    `action` is what follows the collection ("cancel"), `collection` whether it is one (addressed by a parameter, or
    created by POST); `item` where a single row is addressed.
    """

    noun: Noun
    parent: Noun
    action: str
    collection: bool
    item: bool


def segments(path: str) -> tuple[tuple[str, bool], ...]:
    """The segments of a path as (text, is a parameter)."""
    return tuple((s, bool(_PARAMETER.match(s))) for s in path.split("?", maxsplit=1)[0].strip("/").split("/") if s)


def resources_of(operations: Iterable[Operation]) -> dict[tuple[str, str], Resource]:
    """The resource of each operation by (method, path); operations about no resource are left out."""
    known = tuple(operations)
    collections = _collections(known)
    found = ((o, _resource(o, collections)) for o in known)
    return {(o.method, o.path): r for o, r in found if r is not None}


def _collections(operations: tuple[Operation, ...]) -> frozenset[str]:
    """Segments that are collections wherever they stand: addressed by a parameter, or both read and written."""
    addressed: set[str] = set()
    methods: dict[tuple[str, ...], set[str]] = {}
    for operation in operations:
        parts = segments(operation.path)
        for i, (text, parameter) in enumerate(parts[:-1]):
            if not parameter and parts[i + 1][1] and (i == 0 or parts[i - 1][1]):
                addressed.add(text)
        if parts and not parts[-1][1] and len(parts) > 1 and parts[-2][1]:
            key = tuple("{}" if p else t for t, p in parts)
            methods.setdefault(key, set()).add(operation.method)
    both = {k[-1] for k, m in methods.items() if {"GET", "POST"} <= m}
    return frozenset(addressed | both)


def _resource(operation: Operation, known: frozenset[str]) -> Resource | None:
    parts = segments(operation.path)
    fixed = [i for i, (_, parameter) in enumerate(parts) if not parameter]
    collections: list[int] = []
    for i in fixed:
        if not collections and parts[i][0].lower() in _AREAS and i + 1 < len(parts) and not parts[i + 1][1]:
            return None
        if _is_action(parts, i, operation, known, below=bool(collections)):
            break
        collections.append(i)
    if not collections:
        return None
    last = collections[-1]
    above = [i for i in collections[:-1] if parts[i + 1][1]]
    actions = [parts[i][0] for i in fixed if i > last]
    addressed = last + 1 < len(parts) and parts[last + 1][1] and not actions
    name = noun(parts[last][0])
    plural = bool(name) and words(parts[last][0])[-1] != name[-1] and not above
    created = operation.method == "POST" and not actions and last == len(parts) - 1
    return Resource(
        noun=name,
        parent=noun(parts[above[-1]][0]) if above else (),
        action=actions[0] if actions else "",
        collection=bool(name) and (plural or addressed or created or parts[last][0] in known),
        item=addressed,
    )


def _is_action(
    parts: tuple[tuple[str, bool], ...], i: int, operation: Operation, known: frozenset[str], *, below: bool
) -> bool:
    """Whether segment `i` says what is done (or filtered by) rather than what it is done with."""
    text = parts[i][0]
    found = words(text)
    if not found:
        return True
    if found[0] in _ACTIONS and (below or len(found) == 1):
        return True
    after_item = i > 0 and parts[i - 1][1]
    if text in known and (after_item or not below):
        return False
    is_singular = singular(found[-1]) == found[-1]
    if after_item and i == len(parts) - 1 and is_singular:
        return operation.method != "GET"
    return below and not after_item and is_singular
