"""Where rows start and what they get into, by states in capitals: "recorded as `OPEN`", "set its status to PAID"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from database_designer.discover.prose import Line
from database_designer.discover.rules.naming import about, entity_of, spoken
from database_designer.discover.rules.state_facts import (
    CODE,
    STATUS,
    THING,
    Fact,
    Told,
    fact_of,
    looks_like_state,
    states_in,
)
from database_designer.discover.rules.vocabulary import Vocabulary
from database_designer.model.conceptual import EntityType

_CREATE = r"(?:record|creat|sav|stor|regist|submit|add|open|plac|mak|book|enter|log|insert|start|import)\w*"
_CREATED_AS = re.compile(
    rf"\b(?P<verb>{_CREATE})\s+(?P<x>[^.;]{{0,160}}?)\s*(?:\bas|\bin|\bwith)\s+(?:an?\s+|the\s+)?(?:new\s+)?{STATUS}(?P<a>{CODE})\b"
)
_CREATED = re.compile(rf"\b{_CREATE}\s+(?P<rest>(?:an?|the|new|exactly one|one)\s[^.;]{{0,160}})", re.IGNORECASE)
_CREATED_STATE = re.compile(rf"\b(?:an?|the|new|one)\s+(?:new\s+)?(?P<a>{CODE})\s+(?P<x>[a-z][\w-]*(?:\s[a-z][\w-]*)?)")
_NEXT = re.compile(
    rf"\b(?:then|finally|later|eventually|afterwards|subsequently)\s+(?:is\s+|becomes?\s+)?(?P<a>{CODE})(?:\s+or\s+(?P<b>{CODE}))?\b"
)
_DEFAULT = re.compile(
    rf"\b(?:status|state)\b[^.;]{{0,12}}?\b(?:defaults?\s+(?:to|is|of)|by default|initially|is set to)\s+(?P<a>{CODE})\b|\b(?:default|initial)\s+(?:status|state)\s*(?:is|of|:|=)?\s*(?P<b>{CODE})\b"
)
_SET = re.compile(
    rf"\b(?:sets?|setting|marks?|marked|marking|moves?|moved|puts?|changes?|changed|transitions?|switches|becomes?|turns?|updates?|kept|remains?|retained|stays?)\s+(?P<x>[^.;:]{{0,60}}?)\s*(?:\b(?:to|as|into|in)\s+)?(?:the\s+)?{STATUS}(?P<a>{CODE})\b(?P<more>(?:\s+and\s+(?:the\s+|its\s+|linked\s+)*[a-z][\w-]*(?:\s[a-z][\w-]*)?\s+(?:to\s+|as\s+)?{CODE}\b)*)"
)
_SET_MORE = re.compile(rf"\band\s+(?P<x>[a-z][a-z -]*?)\s+(?:to\s+|as\s+)?(?P<a>{CODE})\b")
# A new claim is OPEN; a clerk moves it to PAID or REFUSED.
_ONWARD = re.compile(
    rf"\b(?:new\s+(?P<x>{THING})\s+(?:is|are)|(?P<x2>{THING})\s+(?:starts?|begins?)\s+(?:out\s+)?(?:as|in|with))\s+(?:always\s+|initially\s+)?{STATUS}[`\"“]?(?P<a>{CODE})[`\"”]?[,;.]?\s+"
    rf"(?:[^.;]{{0,60}}?\b)?(?:moves?|sets?|changes?|turns?|becomes?|puts?|brings?)\s+(?:(?:it|them|this|the status)\s+)?(?:either\s+)?(?:to|into|as)?\s*{STATUS}(?P<b>[`\"“]?{CODE}[`\"”]?(?:\s*(?:,|or|,\s*or)\s+[`\"“]?{CODE}[`\"”]?)*)"
)
_BESIDE = (
    re.compile(rf"\b(?P<a>{CODE})\s+(?P<x>[a-z][\w-]*(?:\s[a-z][\w-]*)?)"),
    re.compile(rf"\b(?P<x>[a-z][\w-]*(?:\s[a-z][\w-]*)?)\s+(?:is\s+|are\s+)?(?P<a>{CODE})\b"),
)


def read_starts(text: str, line: Line, words_: Vocabulary) -> Iterator[Fact]:
    """The states that a text names in capitals: beside a thing, where its rows start, what they are set to."""
    for reading in (_beside, _starts, _sets, _onward):
        yield from reading(text, line, words_)


def _beside(text: str, line: Line, words_: Vocabulary) -> Iterator[Fact]:
    """As in "overlapping CONFIRMED bookings", "a booking that is CONFIRMED"."""
    for pattern in _BESIDE:
        for match in pattern.finditer(text):
            entity = entity_of(match["x"], words_) if looks_like_state(match["a"]) else None
            if entity is not None:
                yield fact_of(entity, Told.STATE, (match["a"],), line)


def _starts(text: str, line: Line, words_: Vocabulary) -> Iterator[Fact]:
    for match in _CREATED_AS.finditer(text):
        for named in (spoken(match["x"], words_) or _subject(line, words_))[:1]:
            yield fact_of(named, Told.START, (match["a"],), line)
    for created in _CREATED.finditer(text):
        for match in _CREATED_STATE.finditer(created["rest"]):
            entity = entity_of(match["x"], words_) or entity_of(match["x"].split()[0], words_)
            if entity is not None:
                yield fact_of(entity, Told.START, (match["a"],), line)
    for match in _NEXT.finditer(text):
        for named in _subject(line, words_)[:1]:
            states = (s for s in (match["a"], match["b"]) if s is not None and looks_like_state(s))
            yield from (fact_of(named, Told.INTO, (s,), line) for s in states)
    for match in _DEFAULT.finditer(text):
        owner = next(iter(about(line, words_)), None)
        if owner is not None:
            yield fact_of(owner, Told.START, (match["a"] or match["b"],), line)


def _sets(text: str, line: Line, words_: Vocabulary) -> Iterator[Fact]:
    for match in _SET.finditer(text):
        for found in (match, *_SET_MORE.finditer(match["more"])):
            owner = (spoken(found["x"], words_) or _subject(line, words_))[-1:]
            for entity in owner:
                yield fact_of(entity, Told.INTO, (found["a"],), line)


def _onward(text: str, line: Line, words_: Vocabulary) -> Iterator[Fact]:
    """As in "a new claim is OPEN; a clerk moves it to PAID or REFUSED": moves from where rows start."""
    for match in _ONWARD.finditer(text):
        entity = entity_of(match["x"] or match["x2"], words_)
        targets = states_in(match["b"])
        if entity is not None and match["a"] not in targets:
            yield fact_of(entity, Told.START, (match["a"],), line)
            yield from (fact_of(entity, Told.MOVE, (match["a"], b), line) for b in targets)


def _subject(line: Line, words_: Vocabulary) -> tuple[EntityType, ...]:
    """For "the row", "it", "the status": what the statement names first, else what its section is about."""
    named = spoken(line.statement.text, words_)[:1]
    topic = words_.topic(line)
    return named or ((topic,) if topic is not None else ())
