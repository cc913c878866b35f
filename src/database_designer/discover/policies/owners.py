"""Whom a policy is about: the nouns of a phrase, and the entity types that they name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from database_designer.discover.language.lexicon import EMPTY_ADJECTIVES
from database_designer.discover.names import Noun, noun, singular, words
from database_designer.model.conceptual import EntityType

# The log that the design makes for audited entity types.
AUDIT_LOGS = frozenset({("audit", "log"), ("audit", "trail"), ("audit", "record"), ("audit", "entry"), ("audit",)})
# Words that mean whatever is stored: a policy of these is one of everything.
EVERYTHING = frozenset(
    """change modification mutation update edit action operation activity event data database record row entity entry
    object system information resource transaction table crud everything anything item thing""".split()
)

_NO_NAMES = frozenset("the a an of to in on by with and or its their his her it they them be is are was were".split())
_SPLIT = re.compile(r"\s*(?:,|;|/|&|\band\b|\bor\b|\bas well as\b|\bincluding\b)\s*", re.IGNORECASE)
_END = re.compile(
    r"\s+(?:that|which|who|whose|where|when|while|if|for|in|on|at|by|from|to|with|of|older|after|before|during|is|are|was|were"
    r"|be|been|must|shall|should|will|can|may|has|have|as|via|than|within|until|per|there|so|because|without|using|only)\b.*$",
    re.IGNORECASE | re.DOTALL,
)
_LEAD = re.compile(
    r"^(?:(?:the|an?|all|any|each|every|both|either|its|their|our|these|those|such|also|that|ensure|records? (?:of|for)|changes? (?:to|of)"
    r"|the system|the application|shall|must|will|should)\s+)+",
    re.IGNORECASE,
)
_RECORD_TAILS = frozenset("record data information entry detail account profile history".split())
_MAX_WORDS = 4


def nouns_of(phrase: str) -> tuple[Noun, ...]:
    """The nouns that a phrase lists: "holds, stays and the open invoices of a year" names three."""
    return tuple(dict.fromkeys(n for part in _SPLIT.split(phrase[:300]) if (n := _noun(part))))


def _noun(part: str) -> Noun:
    text = _LEAD.sub("", part.strip(" .:;()\"'“”*`-–—"))
    text = _END.sub("", text)
    found = words(text)
    while found and (found[0] in _NO_NAMES or found[0].isdigit()):
        found = found[1:]
    # "sign-in attempt" is a name, "a sign in attempts" is none
    if not found or len(found) > _MAX_WORDS or any(w in _NO_NAMES for w in text.lower().split()[-len(found) :]):
        return ()
    return (*found[:-1], singular(found[-1]))


def means_everything(name: Noun) -> bool:
    """Whether the noun is a word for whatever is stored ("all critical operations", "any data")."""
    return bool(name) and name[-1] in EVERYTHING


@dataclass(frozen=True, slots=True)
class Owner:
    """An entity type that a noun names; `rest` are the words before its name ("closed" in "closed tickets")."""

    entity: str
    rest: Noun = ()


def by_noun(entities: Iterable[EntityType]) -> Mapping[Noun, str]:
    """The entity types by the nouns that name them."""
    return {n: e.name for e in entities for n in names_of(e)}


def owner(name: Noun, known: Mapping[Noun, str]) -> Owner | None:
    """The entity type that the noun names, if need be by its longest ending; None for none. `known` is of `by_noun`."""
    for whole in (name, name[:-1] if len(name) > 1 and name[-1] in _RECORD_TAILS else ()):
        for start in range(len(whole)):
            if whole[start:] in known:
                rest = tuple(w for w in whole[:start] if w not in EMPTY_ADJECTIVES)
                return Owner(entity=known[whole[start:]], rest=rest)
    return None


def names_of(entity: EntityType) -> tuple[Noun, ...]:
    """The nouns that name the entity type: its own name and its synonyms."""
    return _nouns((entity.name, *entity.synonyms))


@lru_cache(maxsize=16384)
def _nouns(names: tuple[str, ...]) -> tuple[Noun, ...]:
    return tuple(n for n in dict.fromkeys(noun(name) for name in names) if n)


def is_audit_log(name: Noun) -> bool:
    """Whether the noun names the audit log."""
    return name in AUDIT_LOGS or name[-2:] in AUDIT_LOGS or name in (("trail",), ("log",))
