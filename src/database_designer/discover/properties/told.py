"""Findings for properties that a sentence tells of one or more owners."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from database_designer.discover.bounds import Bounds, read_bounds
from database_designer.discover.findings import (
    CERTAIN,
    LIKELY,
    AttributeFinding,
    EntityFinding,
    Findings,
    RelationFinding,
    ValuesFinding,
    combine,
)
from database_designer.discover.items import Item, split_items
from database_designer.discover.language.lexicon import EMPTY_ADJECTIVES, HEADING_VERBS, NAMING_ADJECTIVES, WEAK_NOUNS
from database_designer.discover.names import Noun, singular, words
from database_designer.discover.properties.telling import DATA_NOUNS, is_screen_word, is_telling
from database_designer.discover.property_names import ACTS
from database_designer.discover.prose import Line
from database_designer.source import Evidence

_FUNCTION_WORDS = frozenset(
    "with no without by from to in on at as if all only not any for of such than then so when where which who".split()
)
_POINTING = frozenset("each every it the there them this that which who whom".split())
_DOING = frozenset(
    "system actor frontend backend page form button screen application click user-interface following".split()
)
_STOP_LAST = frozenset(
    "way case addition that this it they example following all part ability option one possibility opportunity common".split()
)
# "has access to", "has an impact on": no property but a relation.
_RELATED = re.compile(
    r"\b(?:access|rights?|permissions?|effects?|impact|influence|relationship)\s+(?:on|to|over|with)\b", re.IGNORECASE
)
_ARTICLES = frozenset("a an the".split())
# "may have the same name" compares, it does not tell what there is.
_SAME = re.compile(r"^\W*(?:the\s+)?same\b(?!.*\bas\b)", re.IGNORECASE)
_BETWEEN = re.compile(r"\s*(?:,\s*or\b|,\s*and\b|,|/|\||\bor\b)\s*")
_VALUE = re.compile(r"[a-z][a-z-]*(?: [a-z][a-z-]*)?|[A-Z][A-Z0-9_]*|[A-Z][a-z]+")
_OPEN = re.compile(
    r"e\.g\.|\betc\b|\bsuch as\b|\bfor example\b|\b(?:unique|optional|required|mandatory|at least|at most|max|min|up to|not|in|of|per|the|an?|is|are|if|who|which)\b|\.\.",
    re.IGNORECASE,
)
_EXAMPLES = re.compile(r"e\.g\.|\betc\b|\bsuch as\b|\bfor example\b|\bi\.e\.|\.\.", re.IGNORECASE)
_CODE = re.compile(r"(?:the\s+|an?\s+)?[A-Z][A-Z0-9_]{2,}\b")
_OF_CODES = frozenset("role status state type level".split())
_ENDS = {"min": "minimum", "max": "maximum"}
_NO_DATA = DATA_NOUNS | {"item", "thing"}


@dataclass(frozen=True, slots=True)
class Told:
    """The properties that a sentence tells of each of the owners.

    `bare` where they stand outside the sentence, in brackets or after a colon: there the parse tells little of them.
    """

    owners: tuple[Noun, ...]
    items: tuple[Item, ...]
    weight: float = LIKELY
    bare: bool = False


def findings_of(line: Line, told: Told) -> Findings:
    """The findings for what is told: properties, and relations where an item may be a thing of its own."""
    return combine(_of_one(line, owner, told) for owner in told.owners)


def _of_one(line: Line, owner: Noun, told: Told) -> Findings:
    trimmed = (_without_participle(p, line) for i in told.items for p in _parts(i))
    items = tuple(i for i in trimmed if i.name != owner and is_plausible(i, line, bare=told.bare))
    if not items or _are_codes(items):
        return Findings()
    evidence = line.statement.evidence
    # "A junior cook is given a senior cook": that tells of cooks, and not what junior cooks have.
    own = tuple(i for i in items if i.name[-1] != owner[-1] or is_telling(i.name) or i.type is not None)
    weight = _weight(owner, own, told)
    entity = EntityFinding(noun=owner, weight=weight, reason="has properties of its own", evidence=evidence)
    found: list[AttributeFinding] = []
    for item in own:
        bounded = item.note or any(c in item.text for c in "<>≥≤")
        bounds = read_bounds(item.text) if bounded else Bounds()
        found.append(
            AttributeFinding(
                owner=owner, name=without_owner(item.name, owner), evidence=evidence, weight=told.weight, type=item.type,
                required=item.required, unique=item.unique, many=item.many, plural=item.plural, minimum=bounds.minimum,
                maximum=bounds.maximum, above=bounds.above, below=bounds.below, min_length=bounds.min_length,
                max_length=bounds.max_length, written=True,
            )
        )  # fmt: skip
    related = tuple(
        RelationFinding(
            source=owner, target=i.name, evidence=evidence, weight=LIKELY, target_many=i.many or i.plural,
            target_low=0 if i.required is False else None, verb="has",
        )
        for i in items
    )  # fmt: skip
    values = tuple(_values_finding(i, owner, v, evidence) for i in items if (v := values_of(i)))
    return Findings(entities=(entity,) if own else (), attributes=tuple(found), relations=related, values=values)


def _values_finding(item: Item, owner: Noun, values: tuple[str, ...], evidence: Evidence) -> ValuesFinding:
    """The values of the property; "an appropriate size (small, medium)" lists those that fit, not all."""
    bare = next((k for k, w in enumerate(item.name) if w not in EMPTY_ADJECTIVES - NAMING_ADJECTIVES), 0)
    name = without_owner(item.name[bare:], owner)
    return ValuesFinding(owner=owner, attribute=name, values=values, evidence=evidence, open=bare > 0)


def _are_codes(items: tuple[Item, ...]) -> bool:
    """As in "must have the HOST or GUARD role": values of the property that the last one ends with."""
    return items[-1].name[-1] in _OF_CODES and len(items) > 1 and all(_CODE.match(i.text) for i in items)


def _parts(item: Item) -> tuple[Item, ...]:
    """The properties that an item consists of ("address (street, town)" -> address street, address town), else itself."""
    named = split_items(item.note) if "," in item.note and not _EXAMPLES.search(item.note) else ()
    span = item.name[-1] == "range"
    if len(named) < 2 or not (span or (is_telling(item.name) and sum(is_telling(p.name) for p in named) > 0)):
        return (item,)
    if any(p.name[-1] == item.name[-1] for p in named):
        return named
    if span:
        return tuple(replace(p, name=(_ENDS.get(p.name[-1], p.name[-1]), *item.name[:-1])) for p in named)
    return tuple(replace(p, name=(*item.name, *p.name)) for p in named)


def values_of(item: Item) -> tuple[str, ...]:
    """The closed list that stands in brackets behind a property ("a shape (round, square)"); () where there is none."""
    if item.type is not None or _OPEN.search(item.note):
        return ()
    values = tuple(v.strip(" `\"'“”") for v in _BETWEEN.split(item.note) if v.strip())
    named = len(values) > 1 and all(_VALUE.fullmatch(v) for v in values)
    return values if named and not any(is_telling(words(v)) for v in values) else ()


def _weight(owner: Noun, items: tuple[Item, ...], told: Told) -> float:
    """How much the list counts for its owner: of what two properties are told in one list, data is kept.

    Not so in brackets behind a word of software: "sortable by any column (name, size)", "filters (keeper, date)".
    """
    listed = sum(is_telling(i.name) or i.type is not None or not i.plural for i in items)
    telling = any(is_telling(i.name) or i.type is not None for i in items)
    shown = told.bare and is_screen_word(owner) and owner[-1] not in WEAK_NOUNS
    return CERTAIN if telling and listed > 1 and told.weight >= LIKELY and not shown else told.weight


def is_plausible(item: Item, line: Line, *, bare: bool = False) -> bool:
    """Whether the item names a property or a thing, and does not tell of doing something."""
    name = item.name
    if name[0] in _FUNCTION_WORDS or _POINTING & set(name) or (len(name[-1]) < 2 and item.type is None):
        return False
    if set(name[1:]) & _ARTICLES or _SAME.match(item.text):
        return False
    if name[-1] in _STOP_LAST or _RELATED.search(item.text) or (name[-1] in _NO_DATA and not item.type):
        return False
    if set(name) & _DOING or (len(name) == 1 and name[0] in HEADING_VERBS and (bare or line.is_verb(name[0]))):
        return False
    doing = item.plural and any(t.lower == name[0] and t.tag == "VBG" for t in line.sentence.tokens)
    telling = item.type is not None or is_telling(name)
    if len(name) > 1 and (doing or name[0] in ACTS) and not telling:
        return False
    return telling or bare or (not any(line.is_verb(w) for w in name) and line.may_be_noun(name[-1]))


def _without_participle(item: Item, line: Line) -> Item:
    """As in "the currency used" and "the boats moored there": the currency, boats."""
    last = item.name[-1]
    if len(item.name) > 1 and item.type is None and last.endswith("ed") and line.is_verb(last):
        *rest, head = item.name[:-1]
        return replace(item, name=(*rest, singular(head)), plural=item.plural or singular(head) != head)
    return item


def without_owner(name: Noun, owner: Noun) -> Noun:
    """As in "product name" of a product is its name; "is a fixed lamp" of a lamp whether it is fixed."""
    if name[-2:] == ("user", "name"):
        return (*name[:-2], "username")
    if name[0] == "is" and len(name) > len(owner) + 1 and name[-len(owner) :] == owner:
        return name[: -len(owner)]
    bare = next((k for k, w in enumerate(name) if w not in EMPTY_ADJECTIVES), 0)
    if bare and len(name) > bare + len(owner) and name[bare : bare + len(owner)] == owner:
        return (*name[:bare], *name[bare + len(owner) :])
    for size in range(len(owner), 0, -1):
        if len(name) > size and name[:size] == owner[-size:]:
            return name[size:]
    return name
