"""What a state freezes: "an issued invoice cannot be changed", "only drafts can be edited", "locked once approved"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from database_designer.discover.prose import Line
from database_designer.discover.rules.naming import bare, entity_of, members, sayings
from database_designer.discover.rules.proposals import Proposal, States
from database_designer.discover.rules.state_phrases import Phase, later, phase
from database_designer.discover.rules.vocabulary import Vocabulary

_CHANGED = r"(?:changed|edited|modified|altered|updated|amended|overwritten|adjusted|reassigned)"
_ORED = rf"(?:[a-z]+ed(?:,| or| nor| and) ){{0,2}}{_CHANGED}(?:(?:,| or| nor| and) (?:{_CHANGED}|deleted|removed))*"
_LOCKED = r"(?:immutable|read[- ]only|locked|frozen|fixed|no longer editable|not editable|final and cannot be changed)"
_STAYS = rf"(?:cannot be (?:\w+ly )?{_ORED}(?: any ?more| again| afterwards| any longer)?|(?:(?:is|are|becomes?|must be|shall be|remains?) )+{_LOCKED}(?: and cannot be (?:{_CHANGED}|deleted|removed)(?: or (?:{_CHANGED}|deleted|removed))?)?)"
_ONCE = r"(?:once|after|when|if|while|as soon as|as long as|from the moment)"
_IN_STATE = tuple(
    re.compile(pattern)
    for pattern in (
        # Once an invoice is issued, its lines cannot be changed.
        rf"^{_ONCE} (?P<phase>[^,]+?), (?P<what>.+?) {_STAYS}$",
        rf"^{_ONCE} (?P<phase>[^,]+?),? (?:it|they) {_STAYS}(?P<what>)$",
        # The amount cannot be changed once the claim is approved; it is locked after approval.
        rf"^(?P<what>.+?) {_STAYS} {_ONCE} (?P<phase>.+)$",
        # No changes to a contract are allowed after signature.
        rf"^no (?:further |more )?(?:changes?|edits?|modifications?|updates?)(?: (?:to|of|in|on) (?P<what>.+?))? (?:is|are|can be) (?:allowed|possible|permitted|accepted|made) {_ONCE} (?P<phase>.+)$",
        # The system prevents editing of approved claims; changes to approved claims are not allowed.
        r"^(?:.{0,40}? )?(?:prevents?|cannot allow|does not allow|disallows?|blocks?|rejects?) (?:any )?(?:editing|changing|modifying|modification|changes|edits|updates|alteration)(?: of| to)? (?P<phase>.+?)(?P<what>)$",
        r"^(?:any )?(?:changes|edits|updates|modifications|editing|modification) (?:of|to) (?P<phase>.+?) (?:is|are) (?:not allowed|not permitted|not possible|rejected|refused|forbidden|prohibited)(?P<what>)$",
        # Approved claims cannot be changed; the amount of an approved claim cannot be changed.
        rf"^(?P<what>.+?) of (?P<phase>(?:an? |the |any )?[a-z]+ .+?) {_STAYS}$",
        rf"^(?P<phase>.+?) {_STAYS}(?P<what>)$",
    )
)  # fmt: skip
_CAN = r"(?:can|may|is|are)"
_OUT_OF_STATE = tuple(
    re.compile(pattern)
    for pattern in (
        # Only drafts can be edited; only open tickets can be changed or deleted.
        rf"^only (?P<phase>.+?) {_CAN} be {_ORED}(?P<what>)$",
        # A claim can only be edited while it is a draft; lines can be changed only in state open.
        rf"^(?P<what>.+?) (?:can only be {_ORED}|{_CAN} be {_ORED} only) (?:while|as long as|if|when|in|during) (?P<phase>.+)$",
        rf"^(?P<what>.+?) {_CAN} be {_ORED} (?:as long as|only while|only if|only when|only in) (?P<phase>.+)$",
    )
)  # fmt: skip
_FROM_THEN = re.compile(r"\b(?:once|after|as soon as|from the moment|until|before)\b")
_UNTIL = re.compile(rf"^(?P<what>.+?) (?:can only be|{_CAN} be) {_ORED}(?: only)? (?:until|before) (?P<phase>.+)$")


def read_freezing(line: Line, words_: Vocabulary) -> Iterable[Proposal]:
    """For every state in which something cannot be changed."""
    for clause in sayings(line):
        for pattern, outside in (
            *((p, False) for p in _IN_STATE),
            *((p, True) for p in _OUT_OF_STATE),
            (_UNTIL, False),
        ):
            match = pattern.match(clause)
            found = phase(match["phase"], line, words_) if match is not None else None
            if match is not None and found is not None and not found.rest:
                yield from _frozen(found, match["what"] or "", line, words_, outside=outside, clause=clause)
                break


def _frozen(
    found: Phase, what: str, line: Line, words_: Vocabulary, *, outside: bool, clause: str
) -> Iterator[Proposal]:
    names = _names(found, what, line, words_)
    if outside:
        states = tuple(s for s in found.lifecycle.states if s not in found.states)
    else:
        from_then = bool(_FROM_THEN.search(clause))
        states = tuple(
            dict.fromkeys(t for s in found.states for t in (later(found.lifecycle, s) if from_then else (s,)))
        )
    if names and 0 < len(states) < len(found.lifecycle.states):
        yield States(
            entity=found.entity.name, evidence=line.statement.evidence, frozen=tuple((s, names) for s in states)
        )


def _names(found: Phase, what: str, line: Line, words_: Vocabulary) -> tuple[str, ...]:
    """What is frozen: everything of the row, some members, or the rows of another entity type that point to it."""
    entity = entity_of(what, words_) if what else found.entity
    if bare(what) in ("", "it", "they", "this", "that") or (entity is not None and entity.name == found.entity.name):
        return ("all",)
    told = members(what, line, words_)
    if told and all(e.name == found.entity.name for e, _ in told):
        return tuple(m for _, m in told)
    back = words_.back(found.entity.name, entity.name) if entity is not None else None
    return back or ()
