"""Phrases for the rows that somebody wants to see: "their own upcoming visits", "the open claims of a member"."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TypeVar

from database_designer.discover.access.actors import named_for
from database_designer.discover.access.asked import Steps
from database_designer.discover.access.calling import called, conjuncts, spelled
from database_designer.discover.access.moments import When, before, behind, happened
from database_designer.discover.names import noun
from database_designer.discover.rules.conditions import condition
from database_designer.discover.rules.things import thing
from database_designer.discover.rules.vocabulary import Vocabulary
from database_designer.discover.rules.wording import NUMBER, number
from database_designer.model.conceptual import EntityType, SortKey
from database_designer.model.expression import (
    Expression,
    Path,
)

_SHOWN_AS = "list|overview|history|log|feed|table|calendar|timeline|page|view|register|summary|collection|queue"
_FRONT = re.compile(
    rf"^(?:(?:an?|the|each|full|complete|entire|whole|paginated|bounded|sorted|detailed|simple|short|live|chronological) )*(?P<as>{_SHOWN_AS})s? (?:of|with|for) (?=(?:[a-z'-]+ )*[a-z])|^(?:an? |the )?reports? (?:on|about) "
)
_BACK = re.compile(rf"^(?P<what>.+?) (?P<as>{_SHOWN_AS}|records|entries|results|reports|details|data|information)s?$")
_NEWEST = frozenset({"history", "log", "feed", "timeline"})
_OWN = re.compile(
    r"^(?:only )?(?:(?:their|his or her|his/her|his|her|my|your|our) (?:own |personal |assigned )?|(?:own|personal|assigned) )(?=[a-z])"
)
_WORDS = re.compile(
    r"^(?P<word>today's|tomorrow's|yesterday's|this (?:week|month|year)'s|upcoming|future|coming|forthcoming|next|past|previous|former|earlier|overdue)(?:\s+|$)"
)
_RECENT = re.compile(
    r"^(?:the )?(?:(?:last|latest|newest|most recent|recent)(?: (?P<limit>\d{1,3}))?|(?P<limit2>\d{1,3}) (?:latest|newest|most recent|last))[ -]"
)
_NEXT = re.compile(rf"^(?:the )?next (?P<limit>{NUMBER}) (?!(?:second|minute|hour|day|week|month|year)s?\b)")
_FILL = re.compile(
    r"^(?:the|all|any|every|each|other|registered|existing|available|related|matching|relevant|corresponding|associated|respective|bounded|that|which|those|these|only|both) "
)
_WHOSE = re.compile(
    r"^(?:(?:the|an?|any|each|every|one|that) )?(?P<owner>[a-z][a-z -]{1,40}?)(?:'s|s') (?P<what>[a-z].*)$"
)
_OF = re.compile(
    r"^(?:,? ?and )?(?P<how>of|for|in|on|at|from|by|within|under|per|with|to|belonging to|assigned to|made by|made for|made in|made at|linked to|attached to|related to|recorded for|recorded by|submitted by|created by|owned by|placed by|due to|about|concerning|pertaining to)"
    r" (?:(?P<one>(?:their|his|her|its|my|our)(?: own)?|an?|one|any|each|every|the|that|this|a given|a certain|a specific|a particular|the given|the selected|the chosen|a selected|a single) )?(?P<owner>(?!own\b)[a-z][a-z -]{1,40})"
)
_MINE = re.compile(
    r"^(?P<how>of|for|assigned to|made by|submitted by|created by|owned by|placed by|booked by|belonging to|addressed to|concerning|involving) (?:them|themselves|him|her|himself|herself|me|him or her|the (?:current|logged-in|signed-in|authenticated|acting) user|the (?:caller|actor))\b"
)
_STATE = re.compile(r"^(?:with|in|of|having) (?:the |a |an )?(?:status|state) (?:of )?(?P<state>[a-z_ ]+)")
_WHICH = re.compile(
    r"^(?P<said>(?:that|which|who|whose|with(?! the\b)|without|having|not|still|currently|have|has|are|is|were|was) .+)$"
)
_GOES_ON = re.compile(
    r"^(?:$|[,;:/(]|(?:and|or|as|plus|of|for|in|on|at|from|by|within|under|per|with|without|to|about|between|since|until|over|during|that|which|who|whose|when|where|not|still|currently|alphabetically|chronologically|only|first|newest|latest|oldest|nearest|soonest|earliest|due|today|tomorrow|older|filter|filters|search|sort|grouped|have|has|are|is|were|was|had|the|most|highest|lowest|paginated|across|along|into|via|using|based|including|so|then|a|an|many|several|all|each|both)\b|[a-z]+(?:ed|ing|able|en)\b)"
)
_UNTIL = re.compile(r"^(?:expiring|ending|closing|lapsing|due) (?:[a-z]+ )*[a-z]+s?$")
_ADJECTIVE = re.compile(r"^(?!an? |the |to |and |or |of )[a-z-]{3,} (?=[a-z])")
_NAMED_SO = re.compile(rf" (?:{_SHOWN_AS})s?$")
_SHOWN = rf"(?:{_SHOWN_AS}|records|entries|results|reports|details|data|information)s?\b"


T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """The rows that a phrase speaks of, and `rest`, the text behind that it does not tell.

    `own` are those of whoever acts, `path` a moment that they lie by, `known` whether all words were understood.
    """

    entity: EntityType
    own: bool = False
    given: tuple[Steps, ...] = ()
    fixed: tuple[Expression, ...] = ()
    range: tuple[Steps, ...] = ()
    sort: tuple[SortKey, ...] = ()
    limit: int | None = None
    words: tuple[str, ...] = ()
    path: Path | None = None
    plural: bool = True
    known: bool = True
    rest: str = ""


@dataclass(slots=True, kw_only=True)
class _Front:
    """What was told before the noun."""

    own: bool = False
    assigned: bool = False
    newest: bool = False
    limit: int | None = None
    time: str = ""
    owner: str = ""
    shown: bool = False
    unknown: bool = False


def rows(text: str, words: Vocabulary) -> Rows | None:
    """The rows that a text in plain wording begins with; None where it begins with anything else."""
    front = _Front()
    said = _front(text.strip(" ,.:"), front, words)
    if _UNTIL.match(said):
        return None
    found = thing(said, words)
    if found is None and (shown := _BACK.match(said)):
        front.newest, front.shown = front.newest or shown["as"] in _NEWEST, True
        found = thing(shown["what"], words)
    if found is None and _ADJECTIVE.match(said):
        front.unknown = True
        found = thing(said.partition(" ")[2], words)
    if found is None or not (_GOES_ON.match(found.rest) or re.match(_SHOWN, found.rest)):
        return None
    if found.none or (found.operator is not None and front.limit is None):
        return None
    entity = found.entity
    phrase = said.removesuffix(found.rest).strip(" ,")
    front.shown = front.shown or phrase.endswith("s") or _NAMED_SO.search(phrase) is not None
    base = Rows(
        entity=entity, own=front.own, limit=front.limit, plural=found.plural or front.own or front.shown or bool(front.owner or front.time), known=not front.unknown,
        fixed=conjuncts(found.where), words=called(found.where), rest=found.rest,
    )  # fmt: skip
    told = _dated(base, before(front.time, entity, words)) if front.time else base
    if told is None:
        return None
    if front.assigned and (way := named_for("assigned", entity, words)):
        told = replace(told, own=False, given=(way,))
    if front.owner and _has_one(front.owner, entity, words):
        return None
    if front.owner:
        told = _of(told, front.owner, words) or replace(told, known=False)
    told = _shown_as(told, front)
    told = _behind(told, words)
    if front.newest and not told.sort:
        path = happened(entity, words)
        told = replace(told, sort=(SortKey(path=path.steps, descending=True),), path=told.path or path)
    return told


def _front(said: str, front: _Front, words: Vocabulary) -> str:
    """The text without what stands before its noun, which `front` notes."""
    while True:
        if shown := _FRONT.match(said):
            if words.exact(noun(said[: shown.end()].rpartition(" of")[0] or said)) is None:
                front.newest, front.shown = front.newest or shown["as"] in _NEWEST, True
            said = said[shown.end() :]
        elif own := _OWN.match(said):
            front.own, front.assigned = True, front.assigned or "assigned" in own[0]
            said = said[own.end() :]
        elif coming := _NEXT.match(said):
            front.time, front.limit = "upcoming", int(number(coming["limit"]) or 0) or None
            said = said[coming.end() :]
        elif recent := _RECENT.match(said):
            limit = recent["limit"] or recent["limit2"]
            front.newest, front.limit = True, int(limit) if limit else front.limit
            said = said[recent.end() :]
        elif time := _WORDS.match(said):
            front.time, said = time["word"], said[time.end() :]
        elif fill := _FILL.match(said):
            said = said[fill.end() :]
        elif (whose := _WHOSE.match(said)) and words.exact(noun(whose["owner"])) is not None:
            front.owner, said = whose["owner"], whose["what"]
        else:
            return said


def _shown_as(told: Rows, front: _Front) -> Rows:
    """With what the word behind the noun tells: "the payment history"."""
    shown = re.match(
        rf"^(?P<as>{_SHOWN_AS}|records|entries|results|reports|details|data|information)s?\b\s*", told.rest
    )
    if shown is None:
        return told
    front.newest = front.newest or shown["as"] in _NEWEST
    return replace(told, rest=told.rest[shown.end() :], plural=True)


def _behind(told: Rows, words: Vocabulary) -> Rows:
    """With all that is told behind the noun, as far as it is understood."""
    for _ in range(6):
        said = told.rest.strip(" ")
        changed = _one_behind(replace(told, rest=said), said, words)
        if changed is None:
            return replace(told, rest=said)
        told = changed
    return told


def _one_behind(told: Rows, said: str, words: Vocabulary) -> Rows | None:
    when = behind(said, told.entity, words)
    if when is not None:
        return _dated(replace(told, rest=said[when.length :]), when)
    if mine := _MINE.match(said):
        way = named_for(mine["how"], told.entity, words)
        rest = said[mine.end() :]
        return replace(told, given=_with(told.given, (way,)), rest=rest) if way else replace(told, own=True, rest=rest)
    if state := _STATE.match(said):
        return _in_state(told, state, said, words)
    if of := _OF.match(said):
        found = _owned(told, of, said, words)
        if found is not None:
            return found
    if which := _WHICH.match(said):
        return _which(told, which["said"], words)
    return None


def _owned(told: Rows, of: re.Match[str], said: str, words: Vocabulary) -> Rows | None:
    """As in "of a member", "per site": rows that point to one that is given."""
    front = said[: of.start("owner")]
    tokens = of["owner"].split()
    for size in range(min(4, len(tokens)), 0, -1):
        name = " ".join(tokens[:size])
        owner = words.exact(noun(name))
        if owner is None:
            continue
        if of["one"] is None and of["how"] != "per" and name.endswith("s") and noun(name)[-1] != tokens[size - 1]:
            return None
        found = _of(told, name, words)
        return replace(found, rest=said[len(front) + len(name) :]) if found is not None else None
    return None


def _has_one(owner: str, entity: EntityType, words: Vocabulary) -> bool:
    """Whether the owner points to a single row of the entity type: "the employee's department"."""
    target = words.exact(noun(owner))
    return target is not None and any(r.to == entity.name for r in target.references)


def _of(told: Rows, owner: str, words: Vocabulary) -> Rows | None:
    target = words.exact(noun(owner))
    steps = words.route(told.entity.name, target.name) if target is not None else None
    if not steps:
        return None
    return replace(told, given=tuple(dict.fromkeys((*told.given, steps))))


def _in_state(told: Rows, state: re.Match[str], said: str, words: Vocabulary) -> Rows | None:
    tokens = state["state"].split()
    for size in (3, 2, 1):
        name = " ".join(tokens[:size])
        holds = words.state(told.entity.name, name) if len(tokens) >= size else None
        if holds is not None:
            end = state.start("state") + len(name)
            return replace(
                told, fixed=_with(told.fixed, conjuncts(holds)), words=(*told.words, spelled(name)), rest=said[end:]
            )
    return None


def _which(told: Rows, said: str, words: Vocabulary) -> Rows | None:
    """As in "that have not been answered", "without a note": a condition of the row that is understood as a whole."""
    part = re.split(r",|\b(?:sorted|ordered|filtered|grouped|searched|searchable)\b", said)[0].strip()
    found = condition(re.sub(r"^(?:that|which|who)\s+", "", part), told.entity, words)
    if found is None or found.left_out:
        return None
    rest = said[said.index(part) + len(part) :]
    return replace(
        told, fixed=_with(told.fixed, conjuncts(found.holds)), words=(*told.words, *called(found.holds)), rest=rest
    )


def _dated(told: Rows, when: When | None) -> Rows | None:
    """With the moment that the rows lie by; sorted by it, the nearest first."""
    if when is None:
        return None
    key_ = (SortKey(path=when.path.steps, descending=when.descending),)
    if when.holds is None:
        return replace(told, range=_with(told.range, (when.path.steps,)), path=when.path)
    return replace(
        told, fixed=_with(told.fixed, conjuncts(when.holds)), words=tuple(dict.fromkeys((*told.words, when.word))),
        sort=told.sort or key_, path=when.path,
    )  # fmt: skip


def _with(known: tuple[T, ...], told: tuple[T, ...]) -> tuple[T, ...]:
    return tuple(dict.fromkeys((*known, *told)))
