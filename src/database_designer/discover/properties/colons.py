"""Enumerations after a colon: "Tanks: number, size", "per tank: label, width", "it is poured into jars: number, volume"."""

from __future__ import annotations

import re

from database_designer.discover.findings import HINT, LIKELY, Findings
from database_designer.discover.items import Item, split_items
from database_designer.discover.language.lexicon import FUNCTION_WORDS, SOFTWARE_NOUNS, SYSTEM_NOUNS, TIME_NOUNS
from database_designer.discover.names import Noun, singular, words
from database_designer.discover.properties.owners import cleaned
from database_designer.discover.properties.telling import DATA_NOUNS, is_telling
from database_designer.discover.properties.told import Told, findings_of
from database_designer.discover.prose import Line

_NAME = r"[A-Za-z][\w-]*(?:\s[A-Za-z][\w-]*){0,2}"
_LIST = r":\s*(?P<list>[^:;]{5,400}?)(?:[.;]\s*$|;|\.\s|$)"
# What stands before the colon: the thing alone, the thing that is spoken of, or the noun that a clause ends with.
_ALONE = re.compile(rf"(?:^|;\s*)(?P<owner>{_NAME}){_LIST}")
_POINTED = re.compile(
    rf"\b(?:per|about|for|of|on)\s+(?:(?:an?|each|every|the|all|my|our|their)\s+)?(?P<owner>{_NAME})\s*{_LIST}",
    re.IGNORECASE,
)
_ENDING = re.compile(
    rf"\b(?:an?|each|every|several|many|some|(?:one|two|three|zero) or more|any number of|into|of|with|by)\s+(?P<owner>{_NAME}){_LIST}",
    re.IGNORECASE,
)
_SHOWING = re.compile(
    r"\b(?:show|display|return|calculat|view|report|print|export|search|filter|sort|error|reject)\w*\b", re.IGNORECASE
)
_NO_THINGS = (
    SOFTWARE_NOUNS
    | SYSTEM_NOUNS
    | TIME_NOUNS
    | DATA_NOUNS
    | frozenset("following this these one kind type sort".split())
)
_MIN_ITEMS = 2
_MAX_WORDS = 4


def read_colon(line: Line) -> Findings | None:
    """The findings of an enumeration of properties after a colon; None where there is none."""
    text = line.text
    if ":" not in text or _SHOWING.search(text.partition(":")[0]):
        return None
    weight = HINT if _SHOWING.search(line.statement.lead) else LIKELY
    for form in (_ALONE, _POINTED, _ENDING):
        for match in form.finditer(text):
            owner = _thing(match["owner"], line)
            items = split_items(match["list"]) if owner else ()
            if owner and _are_properties(owner, items, match["list"]) and not _is_advice(items[0], line):
                return findings_of(line, Told(owners=(owner,), items=items, weight=weight, bare=True))
    return None


def _thing(text: str, line: Line) -> Noun:
    said = words(text)
    if not said or set(said) & FUNCTION_WORDS or not line.may_be_noun(said[-1]):
        return ()
    owner = cleaned(text)
    telling = not owner or singular(said[-1]) in _NO_THINGS or is_telling(owner)
    return () if telling else owner


def _is_advice(first: Item, line: Line) -> bool:
    """Whether what stands after the colon tells somebody what to do ("Fewer trips: reduce fuel and travel costs")."""
    said = next((w for w in first.name if not w.endswith("ly")), first.name[0])
    return len(first.name) > 1 and any(t.lower == said and t.tag == "VB" for t in line.sentence.tokens)


def _are_properties(owner: Noun, items: tuple[Item, ...], listed: str) -> bool:
    """Whether the members are properties and not values, kinds ("steel tanks, glass tanks") or rows."""
    if len(items) < _MIN_ITEMS or any(len(i.name) > _MAX_WORDS or i.name[-1:] == owner[-1:] for i in items):
        return False
    telling = sum(is_telling(i.name) or i.type is not None for i in items)
    proper = sum(p.strip()[:1].isupper() for p in listed.split(",")[1:])
    return telling > 0 and 2 * telling >= len(items) and not proper
