"""What statements say of states and moves: "only a DRAFT claim can be submitted", "recorded as `OPEN`", "VOID is final"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from database_designer.discover.language.phrases import Clause, Phrase, clauses
from database_designer.discover.prose import Line
from database_designer.discover.rules.naming import about, entity_of, parts, spoken
from database_designer.discover.rules.vocabulary import Vocabulary, spelled
from database_designer.model.conceptual import EntityType
from database_designer.source import Evidence


class Told(StrEnum):
    """What is said of states: that there is one, that rows start in it, how they get there, and where they stay."""

    STATE = "state"  # there is such a state
    START = "start"  # rows are created in it
    INTO = "into"  # rows get into it, from wherever
    MOVE = "move"  # rows go from the first to the second
    ONLY = "only"  # rows get into the second from nowhere but the first
    FINAL = "final"  # rows never leave it
    NEVER = "never"  # rows never go from the first to the second
    BACK = "back"  # rows may return to where they were


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """Something said of states of an entity type; the states as the sentence spells them."""

    entity: str
    told: Told
    states: tuple[str, ...]
    evidence: Evidence


CODE = r"[A-Z][A-Z0-9]+(?:_[A-Z0-9]+)*"
_S = r"[`\"“'‘]?(?:(?!(?:the|an?|it|they|this|that|these|its|their)\b)[A-Za-z][\w-]*(?: (?:progress|review|hold|stock|transit|use|approval))?)[`\"”'’]?"
_SS = rf"{_S}(?:\s*(?:,\s*(?:or\s+|and\s+)?|/|\bor\b|\band\b)\s*{_S}){{0,4}}?"
_X = r"[A-Za-z][\w-]*(?:\s[a-z][\w-]*){0,2}?"
_CAN = r"(?:can|may|shall|must|should|are allowed to|is allowed to|is permitted to)"
_CANNOT = r"(?:(?:can|may|must|shall|should|will|could)\s*(?:not|never|no longer)|cannot|can['’]t|(?:is|are)\s+(?:not|never)\s+(?:allowed|permitted)\s+to|(?:can|may) no longer|never)"
_STATUS = r"(?:(?:the\s+)?(?:status|state)(?:\s+of)?\s+|status\s*=\s*)?"
_BEING = r"(?:(?:it|they|he|she|its (?:status|state)|the (?:status|state))\s+(?:is|are|has been|have been|was)\s+|being\s+|having been\s+|in\s+)?(?:still\s+|already\s+|not yet\s+|in\s+)?"
_ONLY = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        # Only DRAFT or REJECTED claims can be submitted.
        rf"\bonly\s+(?:an?\s+|the\s+)?(?P<a>{_SS})\s+(?P<x>{_X})\s+{_CAN}\s+(?:be\s+|become\s+)(?:marked as\s+|set to\s+|moved to\s+)?{_STATUS}(?P<b>{_S})(?=$|[\s.,;])",
        # A claim can be approved only while it is SUBMITTED; may only be sent from DRAFT.
        rf"^(?:.{{0,40}}?\b(?:an?|the|each|every)\s+)?(?P<x>{_X})\s+{_CAN}\s+(?:only\s+)?be(?:come)?\s+(?:marked as\s+|set to\s+)?(?P<b>{_S})\s+(?:only\s+)?(?:while|as long as|when|if|from|after|once)\s+{_BEING}{_STATUS}(?P<a>{_SS})$",
        # Cancellation is only possible for OPEN tickets.
        rf"^(?P<b>{_S})\s+(?:is|are)\s+only\s+(?:possible|allowed|permitted|available)\s+(?:for|of|with|on|from|in)\s+(?:an?\s+|the\s+)?(?P<a>{_SS})\s+(?P<x>{_X})$",
        # A claim must be APPROVED before it can be paid.
        rf"^(?:an?|the|each|every)?\s*(?P<x>{_X})\s+(?:must|has to|needs to|have to|shall)\s+(?:first\s+)?(?:be|have been)\s+(?P<a>{_SS})\s+before\s+(?:(?:it|they)\s+(?:can|may)\s+be|being|it is)\s+(?P<b>{_S})$",
    )
)  # fmt: skip
_ONLY_WORD = re.compile(r"\bonly\b|\bbefore\b", re.IGNORECASE)
_MOVES = (
    re.compile(
        rf"\bfrom\s+{_STATUS}(?P<a>{_S})\s+(?:back\s+)?(?:in)?to\s+{_STATUS}(?P<b>{_S})",
        re.IGNORECASE,
    ),
)
_AND_BACK = re.compile(r"[`\"”'’]?,? (?:and|or) (?:back|vice versa)\b")
_MOVING = re.compile(
    r"\b(?:mov|go|goes|chang|transition|pass|switch|turn|advanc|progress)(?:es|e|s|ed|ing)?\b", re.IGNORECASE
)
_DENIED = re.compile(r"\b(?:not|never|cannot|no)\b|n['’]t\b", re.IGNORECASE)
_FINAL = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        # PAID and VOID are final; CLOSED is a final state; a rejected claim is final.
        rf"^(?:an?\s+|the\s+)?(?P<a>{_SS})(?:\s+(?P<x>{_X}))?\s+(?:is|are)\s+(?:an?\s+|the\s+)?(?:final|terminal)(?:\s+(?:states?|status(?:es)?))?$",
        r"\b(?:final|terminal)\s+(?:states?|status(?:es)?)\s*(?:are|is|:)\s*(?P<a>[^.;]{2,80})$",
        # A closed ticket cannot be reopened; a VOID voucher can never be reversed.
        rf"^(?:an?\s+|the\s+|once\s+)?(?P<a>{_S})\s+(?P<x>{_X})\s+{_CANNOT}\s+be\s+(?:reopened|reactivated|reversed|undone|reverted|resumed|restored|revived|reinstated)(?:\s+again)?$",
        # Cancelling is irreversible; once cancelled, it cannot be undone.
        rf"^(?:once|after)\s+{_BEING}(?P<a>{_S}),?\s+(?:it|they|an?\s+\S+|the\s+\S+)\s+{_CANNOT}\s+be\s+(?:reopened|reactivated|reversed|undone|reverted|resumed|restored|reinstated)(?:\s+again)?$",
        rf"^(?:the\s+)?(?P<a>{_S})(?:\s+of\s+(?:an?\s+|the\s+)?(?P<x>{_X}))?\s+(?:is|are)\s+(?:irreversible|final|definitive|irrevocable)$",
        rf"^(?P<a>[A-Za-z]+ing)\s+(?:an?\s+|the\s+)(?P<x>{_X})\s+(?:is|are)\s+(?:irreversible|final|definitive|irrevocable)$",
        rf"\bno\s+(?:further\s+|other\s+|more\s+)?(?:transitions?|status changes?|state changes?|moves?)\s+(?:is|are)\s+(?:allowed|possible|permitted)\s+(?:from|after|out of|once)\s+{_BEING}(?P<a>{_SS})$",
    )
)  # fmt: skip
_RETURN = r"(?:go|move|return|be set|be moved|change|be changed|revert|be returned|be put|be reset|be brought|be switched|be reverted)"
_NEVER = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        # A completed job cannot be cancelled.
        rf"^(?:an?\s+|the\s+|any\s+)?(?P<a>{_SS})\s+(?P<x>{_X})\s+{_CANNOT}\s+be(?:come)?\s+(?:set to\s+|marked as\s+)?(?P<b>{_S})(?:\s+(?:again|any ?more))?$",
        # A job cannot be cancelled once it is completed.
        rf"^(?:an?\s+|the\s+)?(?P<x>{_X})\s+{_CANNOT}\s+be(?:come)?\s+(?P<b>{_S})\s+(?:once|after|when|if)\s+{_BEING}(?P<a>{_SS})$",
        # Once it is completed, a job cannot be cancelled or changed.
        rf"^(?:once|after|when)\s+{_BEING}(?P<a>{_SS}),\s+(?:an?\s+|the\s+)?(?P<x>{_X})\s+{_CANNOT}\s+be(?:come)?\s+(?P<b>{_S})(?:\s+or\s+[a-z]+)*$",
        # A retired machine cannot be put back to AVAILABLE.
        rf"^(?:an?\s+|the\s+|any\s+)?(?P<a>{_S})\s+(?P<x>{_X})\s+{_CANNOT}\s+{_RETURN}\s+(?:back\s+)?(?:in)?to\s+{_STATUS}(?P<b>{_S})$",
        # It cannot go back (from PAID) to DRAFT.
        rf"^(?:.{{0,40}}?\b)?(?P<x>{_X})\s+{_CANNOT}\s+{_RETURN}\s+(?:back\s+)?(?:from\s+{_STATUS}(?P<a>{_S})\s+)?(?:back\s+)?to\s+{_STATUS}(?P<b>{_S})$",
    )
)  # fmt: skip
_CREATE = r"(?:record|creat|sav|stor|regist|submit|add|open|plac|mak|book|enter|log|insert|start|import)\w*"
_CREATED_AS = re.compile(
    rf"\b(?P<verb>{_CREATE})\s+(?P<x>[^.;]{{0,160}}?)\s*(?:\bas|\bin|\bwith)\s+(?:an?\s+|the\s+)?(?:new\s+)?{_STATUS}(?P<a>{CODE})\b"
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
    rf"\b(?:sets?|setting|marks?|marked|marking|moves?|moved|puts?|changes?|changed|transitions?|switches|becomes?|turns?|updates?|kept|remains?|retained|stays?)\s+(?P<x>[^.;:]{{0,60}}?)\s*(?:\b(?:to|as|into|in)\s+)?(?:the\s+)?{_STATUS}(?P<a>{CODE})\b(?P<more>(?:\s+and\s+(?:the\s+|its\s+|linked\s+)*[a-z][\w-]*(?:\s[a-z][\w-]*)?\s+(?:to\s+|as\s+)?{CODE}\b)*)"
)
_SET_MORE = re.compile(rf"\band\s+(?P<x>[a-z][a-z -]*?)\s+(?:to\s+|as\s+)?(?P<a>{CODE})\b")
# A new claim is OPEN; a clerk moves it to PAID or REFUSED.
_ONWARD = re.compile(
    rf"\b(?:new\s+(?P<x>{_X})\s+(?:is|are)|(?P<x2>{_X})\s+(?:starts?|begins?)\s+(?:out\s+)?(?:as|in|with))\s+(?:always\s+|initially\s+)?{_STATUS}[`\"“]?(?P<a>{CODE})[`\"”]?[,;.]?\s+"
    rf"(?:[^.;]{{0,60}}?\b)?(?:moves?|sets?|changes?|turns?|becomes?|puts?|brings?)\s+(?:(?:it|them|this|the status)\s+)?(?:either\s+)?(?:to|into|as)?\s*{_STATUS}(?P<b>[`\"“]?{CODE}[`\"”]?(?:\s*(?:,|or|,\s*or)\s+[`\"“]?{CODE}[`\"”]?)*)"
)
_BESIDE = (
    re.compile(rf"\b(?P<a>{CODE})\s+(?P<x>[a-z][\w-]*(?:\s[a-z][\w-]*)?)"),
    re.compile(rf"\b(?P<x>[a-z][\w-]*(?:\s[a-z][\w-]*)?)\s+(?:is\s+|are\s+)?(?P<a>{CODE})\b"),
)
_STATE_WORDS = frozenset(
    """ACTIVE INACTIVE PENDING DRAFT OPEN NEW VOID FINAL IN_PROGRESS DONE COMPLETE INCOMPLETE VALID INVALID LOCKED ON_HOLD
    AVAILABLE UNAVAILABLE FREE READY WAITING SENT PAID UNPAID LOST SOLD HELD IN_REVIEW IN_TRANSIT OVERDUE LIVE""".split()
)
_RETURNS = re.compile(
    r"\b(?:re-?open|reactivat|re-?activat|resum|restor|reinstat|unblock|revert|undo|undone|reset|unlock|unsuspend|revok|re-?schedul|reject)\w*|\bback (?:to|into)\b|\bagain\b|\btoggl\w*",
    re.IGNORECASE,
)
_RE = re.compile(r"^re-?(?=[a-z]{4})")
_NOT_STATES = frozenset("changed edited modified altered updated deleted removed viewed seen used shown listed".split())
_LONGEST = 1200


def read_states(line: Line, words_: Vocabulary) -> Iterator[Fact]:
    """The facts about states in a line."""
    text = line.statement.text
    if len(text) > _LONGEST:
        return
    for part in parts(text):
        yield from _restrictions(part, line, words_)
    yield from _beside(text, line, words_)
    yield from _starts(text, line, words_)
    yield from _sets(text, line, words_)
    yield from _onward(text, line, words_)
    yield from _verbs(line, words_)
    if _RETURNS.search(text):
        for entity in about(line, words_):
            yield _fact(entity, Told.BACK, (), line)


def _fact(entity: EntityType, told: Told, states: Iterable[str], line: Line) -> Fact:
    return Fact(entity=entity.name, told=told, states=tuple(states), evidence=line.statement.evidence)


def _restrictions(part: str, line: Line, words_: Vocabulary) -> Iterator[Fact]:
    if _ONLY_WORD.search(part):
        yield from _pairs(_ONLY, Told.ONLY, part, line, words_)
    if _MOVING.search(part) and not _DENIED.search(part):
        yield from _pairs(_MOVES, Told.MOVE, part, line, words_)
    yield from _pairs(_NEVER, Told.NEVER, part, line, words_)
    for pattern in _FINAL:
        match = pattern.search(part)
        if match is not None:
            for entity in _meant(match.groupdict().get("x"), line, words_, part):
                known = tuple(s for w in _split(match["a"]) if (s := _spelled(w, entity, words_)) is not None)
                if known:
                    yield from (_fact(entity, Told.FINAL, (s,), line) for s in known)
                    return


def _pairs(
    patterns: tuple[re.Pattern[str], ...], told: Told, part: str, line: Line, words_: Vocabulary
) -> Iterator[Fact]:
    """A fact for each pair of known states that the first pattern finds."""
    for pattern in patterns:
        found = [fact for match in pattern.finditer(part) for fact in _paired(match, told, part, line, words_)]
        if told is Told.MOVE:
            found += [
                replace(f, states=f.states[::-1])
                for match in pattern.finditer(part)
                if _AND_BACK.match(part[match.end() :])
                for f in _paired(match, told, part, line, words_)
            ]
        yield from found
        if found:
            return


def _paired(match: re.Match[str], told: Told, part: str, line: Line, words_: Vocabulary) -> Iterator[Fact]:
    """The facts for the first entity type that has the states; a source that is not told is ""."""
    groups = match.groupdict()
    for entity in _meant(groups.get("x"), line, words_, part):
        target = _spelled(match["b"], entity, words_)
        sources = [s for w in _split(groups.get("a") or "") if (s := _spelled(w, entity, words_))]
        if target is None or (groups.get("a") and not sources):
            continue
        yield from (_fact(entity, told, (s, target), line) for s in sources or [""] if s != target)
        return


def _meant(text: str | None, line: Line, words_: Vocabulary, part: str) -> tuple[EntityType, ...]:
    """The entity types with states that a phrase means, or the line is about where it means none."""
    named = entity_of(text, words_) if text else None
    found = (named,) if named is not None else about(line, words_, part)
    return tuple(e for e in found if words_.navigation.lifecycle(e.name) is not None)


def _split(text: str) -> tuple[str, ...]:
    return tuple(w for p in re.split(r"\s*(?:,|/|\bor\b|\band\b)\s*", text) if (w := p.strip(" `\"'“”‘’.")))


def _spelled(word: str, entity: EntityType, words_: Vocabulary) -> str | None:
    lifecycle = words_.navigation.lifecycle(entity.name)
    plain = word.strip(" `\"'“”‘’.")
    return spelled(plain, lifecycle.states) if lifecycle is not None and plain.lower() not in _NOT_STATES else None


def looks_like_state(code: str) -> bool:
    """Whether a code in capitals tells a state by its form (CONFIRMED, IN_PROGRESS); GET and ADMIN do not."""
    return code.isupper() and ((code.endswith(("ED", "ING")) and len(code) > 4) or code in _STATE_WORDS)


def _beside(text: str, line: Line, words_: Vocabulary) -> Iterator[Fact]:
    """As in "overlapping CONFIRMED bookings", "a booking that is CONFIRMED"."""
    for pattern in _BESIDE:
        for match in pattern.finditer(text):
            entity = entity_of(match["x"], words_) if looks_like_state(match["a"]) else None
            if entity is not None:
                yield _fact(entity, Told.STATE, (match["a"],), line)


def _starts(text: str, line: Line, words_: Vocabulary) -> Iterator[Fact]:
    for match in _CREATED_AS.finditer(text):
        for named in (spoken(match["x"], words_) or _subject(line, words_))[:1]:
            yield _fact(named, Told.START, (match["a"],), line)
    for created in _CREATED.finditer(text):
        for match in _CREATED_STATE.finditer(created["rest"]):
            entity = entity_of(match["x"], words_) or entity_of(match["x"].split()[0], words_)
            if entity is not None:
                yield _fact(entity, Told.START, (match["a"],), line)
    for match in _NEXT.finditer(text):
        for named in _subject(line, words_)[:1]:
            states = (s for s in (match["a"], match["b"]) if s is not None and looks_like_state(s))
            yield from (_fact(named, Told.INTO, (s,), line) for s in states)
    for match in _DEFAULT.finditer(text):
        owner = next(iter(about(line, words_)), None)
        if owner is not None:
            yield _fact(owner, Told.START, (match["a"] or match["b"],), line)


def _sets(text: str, line: Line, words_: Vocabulary) -> Iterator[Fact]:
    for match in _SET.finditer(text):
        for found in (match, *_SET_MORE.finditer(match["more"])):
            owner = (spoken(found["x"], words_) or _subject(line, words_))[-1:]
            for entity in owner:
                yield _fact(entity, Told.INTO, (found["a"],), line)


def _onward(text: str, line: Line, words_: Vocabulary) -> Iterator[Fact]:
    """As in "a new claim is OPEN; a clerk moves it to PAID or REFUSED": moves from where rows start."""
    for match in _ONWARD.finditer(text):
        entity = entity_of(match["x"] or match["x2"], words_)
        targets = _split(match["b"])
        if entity is not None and match["a"] not in targets:
            yield _fact(entity, Told.START, (match["a"],), line)
            yield from (_fact(entity, Told.MOVE, (match["a"], b), line) for b in targets)


def _subject(line: Line, words_: Vocabulary) -> tuple[EntityType, ...]:
    """For "the row", "it", "the status": what the statement names first, else what its section is about."""
    named = spoken(line.statement.text, words_)[:1]
    topic = words_.topic(line)
    return named or ((topic,) if topic is not None else ())


def _verbs(line: Line, words_: Vocabulary) -> Iterator[Fact]:
    """As in "users cancel bookings", "a booking is confirmed": what brings rows into a state that is known."""
    for clause in clauses(line.sentence):
        if clause.negated:
            continue
        for phrase in (*clause.objects, *(clause.subjects if clause.verb == "expire" else ())):
            yield from _brought(clause, phrase, line, words_)


def _brought(clause: Clause, phrase: Phrase, line: Line, words_: Vocabulary) -> Iterator[Fact]:
    entity = words_.exact(phrase.noun)
    if entity is None:
        return
    again = bool(_RE.match(clause.verb))
    state = _spelled(clause.verb, entity, words_) or (
        _spelled(_RE.sub("", clause.verb), entity, words_) if again else None
    )
    if state is not None:
        yield _fact(entity, Told.INTO, (state,), line)
    elif clause.verb == "expire" or (clause.verb == "cancel" and _STATUS_SAID.search(line.statement.text)):
        yield _fact(entity, Told.INTO, (_ENDS[clause.verb],), line)


# Ends that things of any kind come to: "expire quotes"; "cancelling a lesson stores the status".
_ENDS = {"expire": "EXPIRED", "cancel": "CANCELLED"}
_STATUS_SAID = re.compile(r"\b(?:status|state)\b", re.IGNORECASE)
