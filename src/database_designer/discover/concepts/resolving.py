"""The entity types that were decided, and a resolver from any noun to them."""

from __future__ import annotations

from dataclasses import dataclass

from database_designer.discover.concepts.persons import is_person
from database_designer.discover.language.lexicon import EMPTY_ADJECTIVES
from database_designer.discover.names import Noun
from database_designer.source import Evidence

# Endings that add nothing to the thing before them ("member profile").
EMPTY_TAILS = frozenset("profile record information data entity object table model management".split())
# Endings that may name a part or a fact of its own: empty only where no properties are told of it.
PART_TAILS = frozenset(
    "detail entry account list instance item assignment relationship association template definition".split()
)
# Too general to tell what a longer name means: a "line item" is not the item of something else.
GENERAL_ENDINGS = frozenset({("item",), ("entry",), ("line",), ("detail",), ("record",), ("type",), ("part",)})


def before_of(noun: Noun) -> Noun:
    """What the noun names: a "box of seeds" is a box."""
    return noun[: noun.index("of")] if "of" in noun[1:] else noun


@dataclass(frozen=True, slots=True)
class Concept:
    """An entity type: its noun, the other nouns that mean it, its evidence (best sign first), and its score."""

    noun: Noun
    others: tuple[Noun, ...]
    evidence: tuple[Evidence, ...]
    score: float
    principle: str


@dataclass(frozen=True, slots=True)
class Concepts:
    """The entity types in the order of first mention, and every noun that means one of them.

    `doubtful` are the nouns that came near: too little is told of them to make entity types of them unasked.
    """

    concepts: tuple[Concept, ...]
    meaning: dict[Noun, Noun]
    roles: frozenset[Noun] = frozenset()
    person: Noun | None = None
    people: frozenset[Noun] = frozenset()
    plain: bool = False
    doubtful: tuple[Concept, ...] = ()

    def exact(self, noun: Noun) -> Noun | None:
        """The entity type that the noun names as it stands; None for none."""
        if noun in self.meaning:
            return self.meaning[noun]
        bare = noun
        while len(bare) > 1 and bare[0] in EMPTY_ADJECTIVES:
            bare = bare[1:]
        if bare in self.meaning:
            return self.meaning[bare]
        if len(bare) > 1 and bare[-1] in EMPTY_TAILS | PART_TAILS and bare[:-1] in self.meaning:
            return self.meaning[bare[:-1]]
        return None

    def named(self, noun: Noun) -> Noun | None:
        """The entity type that the noun names, if need be by its longest ending; None for none."""
        return self.exact(noun) or self._ending_in(noun)

    def role(self, noun: Noun, owner: Noun = ()) -> Noun | None:
        """The entity type that the noun names in a role ("departure airport"): by its longest ending; None for none."""
        found = self.exact(noun)
        if found is None and self.person is not None and noun and is_person(noun):
            named = self._ending_in(noun)
            if named is not None and noun[-1:] not in self.roles:
                return named
            return owner if owner in self.people else self.person
        return found or self._ending_in(noun)

    def _ending_in(self, whole: Noun) -> Noun | None:
        noun = before_of(whole)
        found: Noun | None = self.meaning.get(noun)
        for start in range(1, len(noun)):
            if found is not None:
                break
            ending = noun[start:]
            found = self.meaning.get(ending) if ending not in GENERAL_ENDINGS else None
        return found

    def ending(self, noun: Noun) -> Noun | None:
        """The one entity type whose name ends in the noun ("item" for ("inventory", "item")); None for none or several."""
        found = {t for n, t in self.meaning.items() if len(n) > len(noun) and n[-len(noun) :] == noun}
        return next(iter(found)) if len(found) == 1 else None

    def others(self, noun: Noun) -> tuple[Noun, ...]:
        """The other nouns of an entity type."""
        return next((c.others for c in self.concepts if c.noun == noun), ())
