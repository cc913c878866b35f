"""Names of concepts: words, singulars, and the spellings that documents use for one thing.

A concept is named by a `Noun`: its words in lower case, the last one singular. `OrderItems`, "order items" and
`order_item` are all the noun ("order", "item").
"""

from __future__ import annotations

import re
from functools import lru_cache

from database_designer.model.names import singular_word as singular

__all__ = ["Noun", "camel", "initials", "noun", "property_name", "singular", "snake", "words"]

Noun = tuple[str, ...]

_WORD = re.compile(r"[^\W_]+", re.UNICODE)
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


@lru_cache(maxsize=16384)
def words(name: str) -> tuple[str, ...]:
    """The words of an identifier or a phrase in lower case: camelCase, snake_case, kebab-case, spaces, digits kept."""
    spaced = _CAMEL.sub(" ", name)
    return tuple(w.lower() for w in _WORD.findall(spaced.replace("'s", " ").replace("’s", " ")))


@lru_cache(maxsize=16384)
def noun(name: str) -> Noun:
    """The noun that a name spells: its words with the last one singular ("Order Items" -> ("order", "item"))."""
    found = words(name)
    if not found:
        return ()
    return (*found[:-1], singular(found[-1]))


_UNITS = frozenset("days minutes hours months years weeks seconds points seats bytes metres meters kilograms".split())

_ENDS = {"starting": "start", "beginning": "start", "ending": "end"}


def property_name(text: str) -> Noun:
    """The noun of a property: as `noun`, but amounts keep the plural of their unit ("durationDays", "rest in minutes").

    The starting time is the start time, under whichever name it is told.
    """
    found = words(text)
    if len(found) > 1 and found[-2] in _ENDS and found[-1] in ("date", "time", "day"):
        return (*found[:-2], _ENDS[found[-2]], found[-1])
    return found if len(found) > 1 and found[-1] in _UNITS else noun(text)


def camel(noun_words: Noun) -> str:
    """The noun as an entity name: ("order", "item") -> "OrderItem"."""
    return "".join(w[:1].upper() + w[1:] for w in noun_words)


def snake(noun_words: Noun) -> str:
    """The noun as an attribute name: ("due", "date") -> "due_date"."""
    return "_".join(noun_words)


def initials(noun_words: Noun) -> str:
    """The abbreviation that the first letters make: ("knowledge", "base") -> "kb"."""
    return "".join(w[0] for w in noun_words)
