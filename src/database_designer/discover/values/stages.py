"""States told as a life: "A claim is initially new, is then checked and finally paid or refused.".

A sentence, or several that go on with "It" or "They", in which a thing starts in some state and comes into others one
after another. Every step is a part of the sentence that a word of progress opens ("then", "finally", "moves to"); what
tells when ("as soon as ...") is passed over. Without a start and two steps nothing is read.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from database_designer.discover.findings import Findings, StateFinding, ValuesFinding
from database_designer.discover.language.lexicon import EMPTY_ADJECTIVES, SYSTEM_NOUNS
from database_designer.discover.names import Noun, singular, words
from database_designer.discover.prose import Line
from database_designer.source import Evidence

_CODE = r"[A-Z][A-Z0-9]+(?:_[A-Z0-9]+)*"
_NAME = (
    rf"(?:[`\"“'‘](?:{_CODE}|[A-Za-z]+(?:[ _-][A-Za-z]+)?)[`\"”'’]|{_CODE}|"
    r"(?!(?:the|an?|it|they|by|to|in|one|no|not|only|as|its|their)\b)[a-z]+(?:-[a-z]+)?|in (?:progress|review|transit|use|stock|production|repair)|on hold)"
)
_NAMES = rf"{_NAME}(?:\s*(?:,|or|,\s*or)\s+{_NAME})*"
_STATUS = r"(?:(?:the\s+|an?\s+)?(?:status|state|stage|phase)\s+)?"
_START = re.compile(
    rf"^(?:an?|the|each|every|all|new)?\s*(?:new(?:ly \w+)?\s+)?(?P<owner>[A-Za-z][\w-]*(?: [a-z][\w-]*){{0,2}}?)\s+"
    rf"(?:(?:is|are)\s+(?:initially|at first|first|(?:created|registered|recorded|entered|opened|made|submitted)\s+(?:as|in|with))|(?:starts?|begins?)(?:\s+(?:out|off|its life|their life|life))?\s+(?:(?P<as>as)|in|with))\s+{_STATUS}(?:an?\s+)?(?P<name>{_NAME})$"
)
_THEN = r"(?:then|next|later(?: on)?|afterwards|after that|thereafter|subsequently|finally|eventually|at last|lastly|in the end)"
_IT = r"(?:it|they|the \w+)"
_CAN = r"(?:(?:can|may|will|must|shall)\s+(?:be\s+)?)"
_GO = r"(?:(?:is|are|becomes?|gets?)(?:\s+(?:set|moved|changed|put|switched)\s+(?:in)?to|\s+marked\s+as)?|(?:moves?|goes?|go|changes?|turns?|passes|pass|switch(?:es)?|advances?|progress(?:es)?|comes?)\s+(?:on\s+|over\s+)?(?:in)?to|enters?|ends?\s+(?:up\s+)?(?:as|in|with)|becomes?)"
_STEP = re.compile(
    rf"^(?:and\s+)?(?:(?P<then>{_THEN}),?\s+)?(?:{_IT}\s+)?(?:{_CAN})?(?:(?P<then2>{_THEN})\s+)?(?P<go>{_GO})?\s*(?:(?P<then3>{_THEN})\s+)?(?P<to>(?:in)?to\s+(?:an?\s+)?)?{_STATUS}(?P<names>{_NAMES})$"
)
_WHEN = re.compile(
    r"\s+(?:as soon as|when|once|after|if|until|while|by|for|from|with|because|unless|provided|upon|to (?:an?|the)|in (?:the|order)|at the)\s.*$"
)
_PARTS = re.compile(
    r"\s*(?:[,;]\s*(?:and\s+)?|\band\s+(?=then|finally|later|eventually|afterwards|next|moves?|goes?|becomes?|ends?|is\b|are\b|to\b))"
)
_GOES_ON = re.compile(
    r"^(?:It|They|Then|Finally|Afterwards|Later|Eventually|Subsequently|Next|After that|In the end)\b"
)
_PARTICIPLES = ("VERB", "ADJ", "ADV", "PROPN", "ADP")
_IS_CODE = re.compile(_CODE)
# "goes into review" is "in review" then.
_GOING_ON = frozenset("progress review transit use stock production repair".split())
_LEAST, _MOST = 3, 12
_LONGEST = 600
_STATUS_NAME: Noun = ("status",)


@dataclass(slots=True)
class _Life:
    """A life as far as it is told: whose, the states one after another (several where it parts), the sentences."""

    owner: Noun
    stages: list[tuple[str, ...]]
    evidence: list[Evidence]


def read_stages(lines: Iterable[Line]) -> Findings:
    """Value and state findings of all lives that are told with a start and two steps at least."""
    found = [life for life in tuple(_lives(lines)) if _LEAST <= len(life.stages) <= _MOST]
    return Findings(values=tuple(_values(life) for life in found), states=tuple(_moves(life) for life in found))


def _lives(lines: Iterable[Line]) -> Iterator[_Life]:
    life: _Life | None = None
    for line in lines:
        text = line.statement.text.rstrip(". ")
        if len(text) > _LONGEST:
            life = None
            continue
        begun = _begun(text, line)
        if begun is not None:
            life = begun
            yield life
        elif life is not None and _GOES_ON.match(text):
            _extend(life, _PARTS.split(text[0].lower() + text[1:]), line)
        else:
            life = None


def _begun(text: str, line: Line) -> _Life | None:
    first, *rest = _PARTS.split(text[0].lower() + text[1:] if text else "")
    match = _START.match(_WHEN.sub("", first))
    owner = _owner(match["owner"]) if match is not None else ()
    if match is None or not owner or not (match["as"] or _is_state(match["name"], line)):
        return None
    life = _Life(owner=owner, stages=[(_plain(match["name"]),)], evidence=[line.statement.evidence])
    _extend(life, rest, line)
    return life


def _owner(text: str) -> Noun:
    found = tuple(w for w in words(text) if w not in EMPTY_ADJECTIVES)
    return (*found[:-1], singular(found[-1])) if found and found[-1] not in SYSTEM_NOUNS else ()


def _extend(life: _Life, told: Iterable[str], line: Line) -> None:
    """The stages that the parts of a sentence tell, as far as they tell any."""
    going = False
    for part in told:
        match = _STEP.match(_WHEN.sub("", part).strip())
        if match is None:
            continue
        names = tuple(dict.fromkeys(_plain(n) for n in re.split(r"\s*(?:,\s*or|,|\bor\b)\s*", match["names"])))
        opened = bool(
            match["then"] or match["then2"] or match["then3"] or (match["go"] and match["go"] not in ("is", "are"))
        )
        going = going or opened
        told_so = opened or (going and (match["go"] or match["to"]))
        known = {n for stage in life.stages for n in stage}
        if told_so and not known & set(names) and all(_is_state(n, line) for n in names):
            life.stages.append(names)
            if line.statement.evidence not in life.evidence:
                life.evidence.append(line.statement.evidence)


def _plain(name: str) -> str:
    plain = name.strip(" `\"“”'‘’")
    return f"in {plain}" if plain in _GOING_ON else plain


def _is_state(name: str, line: Line) -> bool:
    """Whether it is written as a code, or is no noun to the parser ("checked", "open", "in progress")."""
    plain = _plain(name)
    if _IS_CODE.fullmatch(plain) or plain != name or " " in plain:
        return True
    tags = {t.pos for t in line.sentence.tokens if t.lower == plain}
    return bool(tags & set(_PARTICIPLES)) and not (plain.endswith("ly") or plain in EMPTY_ADJECTIVES - {"new"})


def _values(life: _Life) -> ValuesFinding:
    states = tuple(dict.fromkeys(s for stage in life.stages for s in stage))
    return ValuesFinding(owner=life.owner, attribute=_STATUS_NAME, values=states, evidence=life.evidence[0])


def _moves(life: _Life) -> StateFinding:
    moves = tuple((a, b) for one, two in itertools.pairwise(life.stages) for a in one for b in two)
    return StateFinding(owner=life.owner, evidence=life.evidence[-1], moves=moves, start=life.stages[0][0])
