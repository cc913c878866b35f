"""What statements say of states and moves: "only a DRAFT claim can be submitted", "recorded as `OPEN`", "VOID is final"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from database_designer.discover.language.phrases import Clause, Phrase, clauses
from database_designer.discover.prose import Line
from database_designer.discover.rules.naming import about, entity_of, parts
from database_designer.discover.rules.state_facts import (
    STATUS,
    THING,
    Fact,
    Told,
    fact_of,
    states_in,
)
from database_designer.discover.rules.state_starts import read_starts
from database_designer.discover.rules.vocabulary import Vocabulary, spelled
from database_designer.model.conceptual import EntityType

_S = r"[`\"“'‘]?(?:(?!(?:the|an?|it|they|this|that|these|its|their)\b)[A-Za-z][\w-]*(?: (?:progress|review|hold|stock|transit|use|approval))?)[`\"”'’]?"
_SS = rf"{_S}(?:\s*(?:,\s*(?:or\s+|and\s+)?|/|\bor\b|\band\b)\s*{_S}){{0,4}}?"
_CAN = r"(?:can|may|shall|must|should|are allowed to|is allowed to|is permitted to)"
_CANNOT = r"(?:(?:can|may|must|shall|should|will|could)\s*(?:not|never|no longer)|cannot|can['’]t|(?:is|are)\s+(?:not|never)\s+(?:allowed|permitted)\s+to|(?:can|may) no longer|never)"
_BEING = r"(?:(?:it|they|he|she|its (?:status|state)|the (?:status|state))\s+(?:is|are|has been|have been|was)\s+|being\s+|having been\s+|in\s+)?(?:still\s+|already\s+|not yet\s+|in\s+)?"
_ONLY = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        # Only DRAFT or REJECTED claims can be submitted.
        rf"\bonly\s+(?:an?\s+|the\s+)?(?P<a>{_SS})\s+(?P<x>{THING})\s+{_CAN}\s+(?:be\s+|become\s+)(?:marked as\s+|set to\s+|moved to\s+)?{STATUS}(?P<b>{_S})(?=$|[\s.,;])",
        # A claim can be approved only while it is SUBMITTED; may only be sent from DRAFT.
        rf"^(?:.{{0,40}}?\b(?:an?|the|each|every)\s+)?(?P<x>{THING})\s+{_CAN}\s+(?:only\s+)?be(?:come)?\s+(?:marked as\s+|set to\s+)?(?P<b>{_S})\s+(?:only\s+)?(?:while|as long as|when|if|from|after|once)\s+{_BEING}{STATUS}(?P<a>{_SS})$",
        # Cancellation is only possible for OPEN tickets.
        rf"^(?P<b>{_S})\s+(?:is|are)\s+only\s+(?:possible|allowed|permitted|available)\s+(?:for|of|with|on|from|in)\s+(?:an?\s+|the\s+)?(?P<a>{_SS})\s+(?P<x>{THING})$",
        # A claim must be APPROVED before it can be paid.
        rf"^(?:an?|the|each|every)?\s*(?P<x>{THING})\s+(?:must|has to|needs to|have to|shall)\s+(?:first\s+)?(?:be|have been)\s+(?P<a>{_SS})\s+before\s+(?:(?:it|they)\s+(?:can|may)\s+be|being|it is)\s+(?P<b>{_S})$",
    )
)  # fmt: skip
_ONLY_WORD = re.compile(r"\bonly\b|\bbefore\b", re.IGNORECASE)
_MOVES = (
    re.compile(
        rf"\bfrom\s+{STATUS}(?P<a>{_S})\s+(?:back\s+)?(?:in)?to\s+{STATUS}(?P<b>{_S})",
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
        rf"^(?:an?\s+|the\s+)?(?P<a>{_SS})(?:\s+(?P<x>{THING}))?\s+(?:is|are)\s+(?:an?\s+|the\s+)?(?:final|terminal)(?:\s+(?:states?|status(?:es)?))?$",
        r"\b(?:final|terminal)\s+(?:states?|status(?:es)?)\s*(?:are|is|:)\s*(?P<a>[^.;]{2,80})$",
        # A closed ticket cannot be reopened; a VOID voucher can never be reversed.
        rf"^(?:an?\s+|the\s+|once\s+)?(?P<a>{_S})\s+(?P<x>{THING})\s+{_CANNOT}\s+be\s+(?:reopened|reactivated|reversed|undone|reverted|resumed|restored|revived|reinstated)(?:\s+again)?$",
        # A closed ticket cannot change its status any more; the status of a closed ticket cannot be changed.
        rf"^(?:an?\s+|the\s+|once\s+)?(?P<a>{_S})\s+(?P<x>{THING})\s+{_CANNOT}\s+(?:change|leave)\s+(?:its|the|this|that|their)\s+(?:status|state)(?:\s+(?:again|any ?more|any longer))?$",
        rf"^the\s+(?:status|state)\s+of\s+(?:an?\s+|the\s+)?(?P<a>{_S})\s+(?P<x>{THING})\s+{_CANNOT}\s+(?:be\s+)?changed?(?:\s+(?:again|any ?more|any longer))?$",
        # Cancelling is irreversible; once cancelled, it cannot be undone.
        rf"^(?:once|after)\s+{_BEING}(?P<a>{_S}),?\s+(?:it|they|an?\s+\S+|the\s+\S+)\s+{_CANNOT}\s+be\s+(?:reopened|reactivated|reversed|undone|reverted|resumed|restored|reinstated)(?:\s+again)?$",
        rf"^(?:the\s+)?(?P<a>{_S})(?:\s+of\s+(?:an?\s+|the\s+)?(?P<x>{THING}))?\s+(?:is|are)\s+(?:irreversible|final|definitive|irrevocable)$",
        rf"^(?P<a>[A-Za-z]+ing)\s+(?:an?\s+|the\s+)(?P<x>{THING})\s+(?:is|are)\s+(?:irreversible|final|definitive|irrevocable)$",
        rf"\bno\s+(?:further\s+|other\s+|more\s+)?(?:transitions?|status changes?|state changes?|moves?)\s+(?:is|are)\s+(?:allowed|possible|permitted)\s+(?:from|after|out of|once)\s+{_BEING}(?P<a>{_SS})$",
    )
)  # fmt: skip
_RETURN = r"(?:go|move|return|be set|be moved|change|be changed|revert|be returned|be put|be reset|be brought|be switched|be reverted)"
_NEVER = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        # A completed job cannot be cancelled.
        rf"^(?:an?\s+|the\s+|any\s+)?(?P<a>{_SS})\s+(?P<x>{THING})\s+{_CANNOT}\s+be(?:come)?\s+(?:set to\s+|marked as\s+)?(?P<b>{_S})(?:\s+(?:again|any ?more))?$",
        # A job cannot be cancelled once it is completed.
        rf"^(?:an?\s+|the\s+)?(?P<x>{THING})\s+{_CANNOT}\s+be(?:come)?\s+(?P<b>{_S})\s+(?:once|after|when|if)\s+{_BEING}(?P<a>{_SS})$",
        # Once it is completed, a job cannot be cancelled or changed.
        rf"^(?:once|after|when)\s+{_BEING}(?P<a>{_SS}),\s+(?:an?\s+|the\s+)?(?P<x>{THING})\s+{_CANNOT}\s+be(?:come)?\s+(?P<b>{_S})(?:\s+or\s+[a-z]+)*$",
        # A retired machine cannot be put back to AVAILABLE.
        rf"^(?:an?\s+|the\s+|any\s+)?(?P<a>{_S})\s+(?P<x>{THING})\s+{_CANNOT}\s+{_RETURN}\s+(?:back\s+)?(?:in)?to\s+{STATUS}(?P<b>{_S})$",
        # It cannot go back (from PAID) to DRAFT.
        rf"^(?:.{{0,40}}?\b)?(?P<x>{THING})\s+{_CANNOT}\s+{_RETURN}\s+(?:back\s+)?(?:from\s+{STATUS}(?P<a>{_S})\s+)?(?:back\s+)?to\s+{STATUS}(?P<b>{_S})$",
    )
)  # fmt: skip
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
    yield from read_starts(text, line, words_)
    yield from _verbs(line, words_)
    if _RETURNS.search(text):
        for entity in about(line, words_):
            yield fact_of(entity, Told.BACK, (), line)


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
                known = tuple(s for w in states_in(match["a"]) if (s := _spelled(w, entity, words_)) is not None)
                if known:
                    yield from (fact_of(entity, Told.FINAL, (s,), line) for s in known)
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
        sources = [s for w in states_in(groups.get("a") or "") if (s := _spelled(w, entity, words_))]
        if target is None or (groups.get("a") and not sources):
            continue
        yield from (fact_of(entity, told, (s, target), line) for s in sources or [""] if s != target)
        return


def _meant(text: str | None, line: Line, words_: Vocabulary, part: str) -> tuple[EntityType, ...]:
    """The entity types with states that a phrase means, or the line is about where it means none."""
    named = entity_of(text, words_) if text else None
    found = (named,) if named is not None else about(line, words_, part)
    return tuple(e for e in found if words_.navigation.lifecycle(e.name) is not None)


def _spelled(word: str, entity: EntityType, words_: Vocabulary) -> str | None:
    lifecycle = words_.navigation.lifecycle(entity.name)
    plain = word.strip(" `\"'“”‘’.")
    return spelled(plain, lifecycle.states) if lifecycle is not None and plain.lower() not in _NOT_STATES else None


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
        yield fact_of(entity, Told.INTO, (state,), line)
    elif clause.verb == "expire" or (clause.verb == "cancel" and _STATUS_SAID.search(line.statement.text)):
        yield fact_of(entity, Told.INTO, (_ENDS[clause.verb],), line)


# Ends that things of any kind come to: "expire quotes"; "cancelling a lesson stores the status".
_ENDS = {"expire": "EXPIRED", "cancel": "CANCELLED"}
_STATUS_SAID = re.compile(r"\b(?:status|state)\b", re.IGNORECASE)
