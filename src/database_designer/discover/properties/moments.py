"""Moments and amounts told as clauses: "log when the parcel was handed over", "know how big the parcel is"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from database_designer.discover.findings import LIKELY
from database_designer.discover.items import Item, split_items
from database_designer.discover.language.lexicon import SYSTEM_NOUNS
from database_designer.discover.names import Noun
from database_designer.discover.properties.owners import cleaned
from database_designer.discover.properties.telling import is_telling
from database_designer.discover.properties.told import Told
from database_designer.discover.prose import Line

_KEEPING = re.compile(
    r"\b(?:stor|record|sav|keep|kept|not(?:e|es|ed|ing)\b|know|document|log|track|remember|captur|registe?r|indicat|ask)\w*\b",
    re.IGNORECASE,
)
_THING = r"(?:the|an?|each|every|its|their)\s+(?P<{name}>[a-z][\w-]*(?:\s[a-z][\w-]*)?)"
# "when the parcel was handed over": what was done to it.
_DONE = re.compile(
    rf"\b(?:(?P<day>day|date)\s+(?:on which|when)|when|(?:time|moment)\s+(?:at which|when))\s+{_THING.format(name='owner')}\s+"
    r"(?:is|was|were|has been|had been|will be)\s+(?P<done>[a-z]+)\b",
    re.IGNORECASE,
)
# "when the driver starts and ends the trip": what somebody does to it.
_ACTS = re.compile(
    rf"\bwhen\s+{_THING.format(name='who')}\s+(?P<one>[a-z]+?)e?s(?:\s+(?:and|or)\s+(?P<two>[a-z]+?)(?:es|s))?\s+{_THING.format(name='owner')}\b",
    re.IGNORECASE,
)
_HOW = re.compile(
    rf"\bhow\s+(?P<how>big|large|long|heavy|tall|high|far|old|wide|deep|expensive)\s+{_THING.format(name='owner')}\s+(?:is|was|are)\b",
    re.IGNORECASE,
)
_FOR_HOW_MANY = re.compile(
    rf"\b(?P<count>how many\s+[a-z]+)\s+{_THING.format(name='owner')}\s+(?:is|was|are)\s+for\b", re.IGNORECASE
)
_MAX = 600


def read_moments(line: Line) -> Iterator[Told]:
    """What such clauses tell behind a verb of keeping, of the thing that they speak of."""
    text = line.statement.text[:_MAX]
    keeping = _KEEPING.search(text)
    if keeping is None:
        return
    for match in _DONE.finditer(text, keeping.end()):
        done = _participle(match["done"].lower(), line)
        if done:
            yield from _told(match["owner"], f"{done}_{'on' if match['day'] else 'at'}")
    for match in _ACTS.finditer(text, keeping.end()):
        acts = [a for a in (match["one"], match["two"]) if a]
        if all(line.is_verb(a.lower()) for a in acts):
            yield from _told(match["owner"], ", ".join(f"{a} time" for a in acts))
    for match in _HOW.finditer(text, keeping.end()):
        yield from _told(match["owner"], f"how {match['how']}")
    for match in _FOR_HOW_MANY.finditer(text, keeping.end()):
        yield from _told(match["owner"], match["count"])


def _participle(word: str, line: Line) -> str:
    tags = {t.tag for t in line.sentence.tokens if t.lower == word}
    return word if tags & {"VBN", "VBD"} else ""


def _told(owner: str, listed: str) -> Iterator[Told]:
    noun: Noun = cleaned(owner)
    items: tuple[Item, ...] = split_items(listed)
    if noun and noun[-1] not in SYSTEM_NOUNS and not is_telling(noun) and items:
        yield Told(owners=(noun,), items=items, weight=LIKELY, bare=True)
