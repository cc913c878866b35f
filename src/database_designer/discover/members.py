"""Which member of an entity type a noun means: by its name, without the thing's own words, or by its last word."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from database_designer.discover.names import Noun, snake
from database_designer.model.conceptual import EntityType

MOMENTS = ("at", "on", "date")


@dataclass(frozen=True, slots=True)
class Members:
    """The attributes, references and the state of an entity type by their names, and these by their last words."""

    of: frozenset[str]
    names: frozenset[str]
    ending: Mapping[str, tuple[str, ...]]

    def meant(self, name: Noun) -> str | None:
        """The member that a noun means; None for none, or several."""
        if not name:
            return None
        own = tuple(w for w in name if w not in self.of) or name
        candidates = [*spellings(name), snake(own)]
        if name[-1] in ("id", "uuid") and len(name) > 1:
            candidates.append(snake(name[:-1]))
        for candidate in candidates:
            if candidate in self.names:
                return candidate
        if len(name) > 1:
            return None
        ends = dict.fromkeys((name[0], *MOMENTS) if name[0] in ("date", "time") else name)
        found = [n for end in ends for n in self.ending.get(end, ())]
        return found[0] if len(found) == 1 else None


def spellings(name: Noun) -> tuple[str, ...]:
    """The names of members that a noun may have: as it stands, and "the date of filling" as the filling date."""
    if "of" not in name[1:-1]:
        return (snake(name),)
    at = name.index("of", 1)
    return snake(name), snake((*name[at + 1 :], *name[:at]))


def members_of(entity: EntityType) -> Members:
    """The members of an entity type that hold one value."""
    names = [a.name for a in entity.attributes if a.many is None] + [r.name for r in entity.references]
    if entity.lifecycle is not None:
        names.append(entity.lifecycle.state)
    ending: dict[str, list[str]] = defaultdict(list)
    for name in names:
        ending[name.rpartition("_")[2]].append(name)
    return Members(
        of=entity_words(entity.name), names=frozenset(names), ending={end: tuple(n) for end, n in ending.items()}
    )


def entity_words(name: str) -> frozenset[str]:
    """The words of an entity type's name in lower case."""
    return frozenset("".join(c if c.islower() or c.isdigit() else f" {c.lower()}" for c in name).split())


def member(entity: EntityType, name: Noun) -> str | None:
    """The attribute, reference or state of the entity type that a noun means; None for none."""
    return members_of(entity).meant(name)
