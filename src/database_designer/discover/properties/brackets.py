"""Properties in brackets: "payment (member, amount > 0, note)", "the workshop (name and address are known)"."""

from __future__ import annotations

import re

from database_designer.discover.findings import HINT, LIKELY, Findings, combine
from database_designer.discover.items import split_items
from database_designer.discover.language.lexicon import EMPTY_ADJECTIVES, HEADING_VERBS, SYSTEM_NOUNS
from database_designer.discover.names import Noun, singular, words
from database_designer.discover.properties.telling import is_telling
from database_designer.discover.properties.told import Told, findings_of
from database_designer.discover.property_names import ACTS
from database_designer.discover.prose import Line
from database_designer.discover.semantic_types import infer
from database_designer.model.conceptual import Kind

_BRACKETS = re.compile(r"(?P<owner>[A-Za-z][\w-]{0,60}(?:\s[A-Za-z][\w-]{0,60}){0,2})\s*\((?P<list>[^()]{5,300})\)")
_NO_LIST = re.compile(r"\be\.g\.|\bi\.e\.|\betc\b|\bor\b|\bvs\b|\bAND\b|[A-Z]{4,}|\d{2,}:|→")
# Codes behind the name of a property are its values: "strength `LOW`/`HIGH`", "method BEND or PULL".
_CODES = re.compile(
    r"(?<=[a-z])\s*:?\s+(?P<codes>`?[A-Z][A-Z0-9_]+`?(?:\s*(?:/|\||,\s*(?=`)|\bor\b)\s*`?[A-Z][A-Z0-9_]+`?)+)"
)
_SAID = re.compile(
    r"^(?:each\s+)?(?:identified|described|characteri[sz]ed)\s+by\s+(?P<by>.+)$"
    r"|^(?P<kept>.+?)\s+(?:is|are|must be|should be)\s+(?:also\s+)?(?:known|stored|recorded|saved|kept|noted)$",
    re.IGNORECASE,
)
_NO_OWNERS = SYSTEM_NOUNS | frozenset(
    "it they this that following which there he she we i you one actor data information field detail form page".split()
)
# What stands in brackets behind these are their parts, and they are properties themselves.
_COMPOSITE = frozenset("address name range dimension coordinate position".split())
# What stands in brackets behind the state or the kind of something is what these may be.
_VALUES_OF = re.compile(
    r"\b(?:status|state|type|kind|category|level|priority|outcome|result)(?:e?s)? of\s+(?:(?:the|an?|each|every)\s+)?\S+(?:\s\S+)?$",
    re.IGNORECASE,
)
_LINKS = frozenset("a an the of with and or by for to in".split())
_MIN_ITEMS = 2
_REACH = 100


def read_brackets(line: Line) -> Findings:
    """The findings of all brackets of a statement that hold properties of the noun before them."""
    return combine(_bracket(line, m) for m in _BRACKETS.finditer(line.statement.text))


def _bracket(line: Line, match: re.Match[str]) -> Findings:
    body = _CODES.sub(r" (\g<codes>)", match["list"])
    end = match.end("owner")
    ahead = line.statement.text[max(0, end - _REACH) : end]
    said = _SAID.match(body)
    if _NO_LIST.search(_CODES.sub("", match["list"])) or _VALUES_OF.search(ahead):
        return Findings()
    owner = _owner(line, match["owner"])
    nouns = {t.lower for t in line.sentence.tokens if t.pos in ("NOUN", "PROPN")}
    items = split_items((said["by"] or said["kept"]) if said else body)
    if (
        infer(owner).kind != Kind.TEXT
        or owner[-1] in _NO_OWNERS
        or owner[-1] in _COMPOSITE
        or words(match["owner"])[-1] not in nouns
        or len(items) < _MIN_ITEMS
    ):
        return Findings()
    if any(i.name[0] in HEADING_VERBS and len(i.name) > 1 for i in items):
        return Findings()
    telling = sum(is_telling(i.name) or i.unique for i in items)
    if not telling:
        return Findings()
    sure = said or telling > 1 or not any(i.plural for i in items)
    return findings_of(line, Told(owners=(owner,), items=items, weight=LIKELY if sure else HINT, bare=not said))


def _owner(line: Line, text: str) -> Noun:
    """The noun before the bracket, without what is no part of its name."""
    told = words(text)
    owner: Noun = (singular(told[-1]),)
    for part in reversed(told[:-1]):
        if part in EMPTY_ADJECTIVES or part in _NO_OWNERS or part in _LINKS:
            break
        owner = (part, *owner)
    verbs = {t.lower for t in line.sentence.tokens if t.pos in ("VERB", "AUX", "ADP", "DET")}
    while len(owner) > 1 and (owner[0] in verbs or owner[0] in ACTS):
        owner = owner[1:]
    return owner
