"""The parts of a guard as told: the deed, what it is done to and with, and the condition behind them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from database_designer.discover.rules.conditions import which
from database_designer.discover.rules.deeds import Deed, deed
from database_designer.discover.rules.things import Thing, thing
from database_designer.discover.rules.vocabulary import Vocabulary
from database_designer.discover.rules.wording import NUMBER, UNIT

_CONNECTOR = re.compile(
    r"(?:^|[ ,])(?P<only>only )?(?P<word>if|when|whenever|while|once|unless|until|till|up to|before|after|prior to|as long as|so long as|"
    r"provided that|provided|whilst|(?=without |(?:later than|earlier than|less than|within|no later than|at least|more than|fewer than|at the latest)"
    rf" (?:{NUMBER}|an?)[ -]{UNIT}s? (?:before|after|of|prior)))\b ?"
)
_PREPOSITION = re.compile(
    r"\b(?:in|to|into|for|by|on|onto|at|(?<!out )of|during|from|through|via|as|against|within)\b(?! (?:progress|use)\b)"
)


@dataclass(frozen=True, slots=True)
class Told:
    """A guard as told: the deed, the things it is done by, to and with, and what has to hold (`allow`) or must not."""

    done: Deed
    things: tuple[Thing, ...]
    tail: str
    allow: bool
    strict: bool


def deed_of(
    verb: str, subject: Thing | None, others: tuple[Thing, ...], *, passive: bool, words: Vocabulary
) -> Deed | None:
    """What is done when the subject does the verb to the first of the others, or (passive) it is done to the subject."""
    if passive and subject is not None:
        return deed(verb, subject.entity, (o.entity for o in others), words)
    around = ([subject.entity] if subject is not None else []) + [o.entity for o in others[1:]]
    undergoer = others[0].entity if others else None
    return deed(verb, undergoer, around, words)


def rest_parted(rest: str) -> tuple[str, str]:
    """What the deed is done to, and under which condition."""
    found = _CONNECTOR.search(rest)
    if not found:
        return rest.strip(" ,"), ""
    only = "only " if found["only"] or rest[: found.start()].rstrip().endswith("only") else ""
    return rest[: found.start()].strip(" ,").removesuffix(
        "only"
    ).strip(), f"{only}{rest[found.start('word') :]}".strip()


def things_told(text: str, words: Vocabulary) -> tuple[Thing, ...] | None:
    """The things that a text lists with prepositions between ("a new lift to a retired crane"); None if not understood."""
    found: list[Thing] = []
    text = re.split(r",?\s+and only\b|\s+per\b", text)[0]
    for part in _PREPOSITION.split(re.sub(r"^only\s", "", text)):
        for said in _with(part.strip(" ,").removeprefix("only ").strip(), words):
            told = thing(said, words)
            if told is None or not is_complete(told, words):
                return None
            found.append(told)
    return tuple(found[:3])


def _with(said: str, words: Vocabulary) -> list[str]:
    """As in "a guest with open bills" is one thing, "a job with a crane" are two: where the first has no such thing."""
    if not said or said in ("them", "it", "him", "her"):
        return []
    told = thing(said, words)
    if told is None or not told.rest.startswith("with ") or which(told, words) is not None:
        return [said]
    return [p.strip() for p in re.split(r"\bwith\b", said) if p.strip()]


def is_complete(told: Thing, words: Vocabulary) -> bool:
    """Whether nothing is said behind the noun, or only what says which rows are meant."""
    if not told.rest or re.match(r"(?:that|which|who|whose|with|without|having|in|under|marked)\b", told.rest):
        return True
    return bool(re.match(r"(?:of|for|at|to|from) (?:an?|any|the) ", told.rest)) and which(told, words) is not None
