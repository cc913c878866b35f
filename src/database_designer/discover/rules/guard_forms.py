"""The forms in which documents tell that something may or may not be done: the deed, the things around it, the condition."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from database_designer.discover.prose import Line
from database_designer.discover.rules.deeds import Deed, deed
from database_designer.discover.rules.guard_parts import Told, deed_of, is_complete, rest_parted, things_told
from database_designer.discover.rules.things import Thing, thing
from database_designer.discover.rules.vocabulary import Vocabulary
from database_designer.model.conceptual import Event, EventKind

_MODAL = re.compile(
    r"^(?:(?P<front>if|when|whenever|while|once|unless|until|after|before|where) (?P<fronted>[^,]+), (?:then )?)?"
    r"(?P<only>only )?(?P<subject>[^,]+?) (?P<modal>cannot|can only|can|may|must|shall|should)(?P<only2> only)? "
    r"(?P<be>be |get |have been )?(?P<verb>[a-z][a-z-]+)(?P<particle> (?:up|out|off|over)(?= |$))?(?: (?P<rest>.*))?$"
)
_IMPERATIVE = re.compile(r"^(?P<modal>cannot|do not|never) (?P<verb>[a-z]+) (?P<rest>.+)$")
_ALLOWED = re.compile(
    r"^(?P<what>.+?) (?:(?:is|are|shall be|must be|should be|will be|can be)\s+)?(?:(?P<no>not (?:allowed|permitted|possible|accepted)|rejected|refused|blocked|prohibited|forbidden|denied|disallowed|prevented|invalid|unavailable)|(?P<yes>(?:only )?(?:allowed|permitted|possible|accepted|available)))"
    r"(?P<tail> .+)?$"
)
_REFUSING = re.compile(
    r"(?:^|\b(?:must|shall|should|will|to|and|system|application|it) )(?P<verb>reject|rejects|prevent|prevents|block|blocks|disallow|disallows|refuse|refuses|deny|denies|forbid|forbids|prohibit|prohibits|cannot allow|cannot accept|cannot permit|cannot let|does not allow|does not permit) (?P<what>.+)$"
)
_FROM = re.compile(r"^(?P<who>.+?) (?:from|to) (?P<verb>[a-z]+?)(?:ing)? (?P<rest>.+)$")
_REQUIRES = re.compile(
    r"^(?P<what>.+?) (?:(?:can|shall|must|should|will|may) )?(?:require|requires|presuppose|presupposes|is subject to|needs|demands):? (?P<items>.+)$"
)
_FOR_DEED = re.compile(
    r"^(?:(?:in order )?to (?P<verb>[a-z]+) (?P<what>[^,]+)|(?:before|when|upon|for|prior to) (?P<doing>[a-z]+ing) (?P<done>[^,]+)), (?P<condition>.+)$"
)
_MUST_FIRST = re.compile(
    r"^(?P<subject>.+?) (?:must|shall|has to|have to|needs to|need to|should) (?:first )?(?P<condition>(?:be|have|cannot be|belong|hold|exist)\b.*?) (?:before|prior to|in order to|in order for|to) (?P<deed>.+)$"
)
_BEFORE_DEED = re.compile(
    r"^before (?P<deed>(?:an?|the|any|each) .+? (?:can|may|is|are|gets?) .+?), (?P<condition>.+? must .+)$"
)
_DONE = re.compile(
    r"^(?:(?P<who>.+?) (?:(?:can|may) be|is|are|gets?)|being|be|getting|get) (?P<verb>[a-z]+)(?: (?P<rest>.+))?$"
)
_DOING = re.compile(r"^(?:(?P<who>.+?) (?:can|may) )?(?P<verb>[a-z]+?)(?:ing)?(?: (?P<rest>.+))?$")
_BLOCKING = re.compile(
    r"^(?P<deed>[a-z]+ing (?:an? |the )?[a-z ]+?|[a-z]+ of (?:an? |the )?[a-z ]+?) (?:must|shall|should|will|cannot|prevents?|blocks?|stops?|stores?|sets?)\b.*?\b(?:block|prevent|stop|disallow|reject|forbid|refuse)s? (?:any |all )?(?:further|new|additional|later) (?P<what>[a-z ,/]+)$"
)
_GERUND = re.compile(r"^(?P<verb>[a-z]+)ing (?:of )?(?P<what>.+)$")
_NOMINAL = re.compile(r"^(?:the )?(?P<verb>[a-z]+(?:ation|ion|al|ment|ance|sion|ing)) of (?P<what>.+)$")
_FURTHER = re.compile(r"^(?:any )?(?:further|new|additional|more) (?P<what>.+)$")
_TIMES = re.compile(r"\b(?:once|twice|more than once|again|several times|at the same time)$")
THEY = frozenset("it they he she its their this that".split())


def guards_told(clause: str, line: Line, words: Vocabulary) -> Iterator[Told]:
    """The guards of a clause, by the first form that it has."""
    for form in (_for_deed, _must_first, _required, _modal, _allowed, _blocking, _refused):
        found = list(form(clause, line, words))
        if found:
            yield from found
            return


def _modal(clause: str, line: Line, words: Vocabulary) -> Iterator[Told]:
    """As in "X cannot be done to Y if ...", "only X may do Y", "X may be done until ..."."""
    match = _MODAL.match(clause) or _IMPERATIVE.match(clause)
    if not match:
        return
    said = match.groupdict()
    rest, connector = rest_parted(said.get("rest") or "")
    front = said.get("front")
    tail = f"{front} {said['fronted']}" if front else connector
    modal = said["modal"]
    subject = thing(said["subject"], words) if said.get("subject") else None
    if front and said["subject"] in THEY:
        subject = thing(said["fronted"], words)
        subject = replace(subject, where=None, rest="") if subject is not None else None
    if subject is not None and subject.none:
        subject, modal = replace(subject, none=False), "cannot"
    if said.get("subject") and (subject is None or not is_complete(subject, words)):
        if not _anyone(said["subject"], line):
            return
        subject = None
    others = things_told(rest, words)
    passive = bool(said.get("be"))
    if subject is not None and not passive and _enters(said["verb"], subject, others or (), words):
        others, passive = (), True  # "a member with open loans cannot leave the club"
    if others is None:
        return
    undergoer = subject if passive else (others[0] if others else None)
    verb = said["verb"] + (said.get("particle") or "").strip()
    done = deed_of(verb, subject, others, passive=passive, words=words)
    if done is None or undergoer is None:
        return
    only = (
        modal == "can only"
        or bool(said.get("only") or said.get("only2"))
        or " only" in (rest + tail)[:80]
        or rest.startswith("only")
    )
    told = tuple(t for t in (subject, *others) if t is not None)
    if any(t.operator is not None for t in told) or _TIMES.search(rest):
        return
    allow = modal not in ("cannot", "do not", "never")
    if modal in ("must", "shall", "should") and not only and not _in_time(done, tail, passive=passive):
        return
    yield Told(done=done, things=told, tail=tail, allow=allow, strict=only)


def _enters(verb: str, subject: Thing, others: tuple[Thing, ...], words: Vocabulary) -> bool:
    """Whether what the subject does brings it, and nothing that it is done to, into a state of its own."""
    subjects, objects = ((words.event(t.entity.name, verb) for t in things) for things in ((subject,), others[:1]))
    return any(e is not None and e.kind is EventKind.ENTER for e in subjects) and not any(
        e is not None and e.kind is EventKind.ENTER for e in objects
    )


def _in_time(done: Deed, tail: str, *, passive: bool) -> bool:
    """Whether a duty is one of time that a row can be refused by: "must be made at least a day before", "record after"."""
    if done.events[0].kind is not EventKind.CREATE:
        return False
    return bool(
        re.match(r"(?:at least|no later than|until) " if passive else r"(?:at least|no later than|after) ", tail)
    )


def _anyone(text: str, line: Line) -> bool:
    """Whether the words name somebody without telling in which state ("users", "the head clerk"): nouns alone."""
    nouns = {t.lower for t in line.sentence.tokens if t.pos in ("NOUN", "PROPN", "PRON", "CCONJ", "PUNCT")}
    said = re.sub(r"\b(?:and|or|the|an?|any|each|every|all)\b|[/,]", " ", text).split()
    return 0 < len(said) <= 4 and all(w in nouns for w in said)


def _for_deed(clause: str, _: Line, words: Vocabulary) -> Iterator[Told]:
    """As in "To borrow a bike, a rider must be verified"; "before closing a case, all tasks must be done"."""
    match = _FOR_DEED.match(clause)
    if not match:
        return
    verb, what = (match["verb"] or match["doing"].removesuffix("ing")), match["what"] or match["done"]
    who = re.match(r"^(.+?) must\b", match["condition"])
    others = things_told(what, words)
    doer = thing(who[1], words) if who else None
    if not others:
        return
    done = deed(verb, others[0].entity, [*([doer.entity] if doer else []), *(o.entity for o in others[1:])], words)
    if done is not None:
        yield Told(done=done, things=(), tail=f"if {match['condition']}", allow=True, strict=True)


def _must_first(clause: str, _: Line, words: Vocabulary) -> Iterator[Told]:
    """As in "a driver must be certified before being assigned to a trip", "must have a licence to rent a van"."""
    before = _BEFORE_DEED.match(clause)
    match = before or _MUST_FIRST.match(clause)
    if match is None:
        return
    subject = thing(match["subject"], words) if before is None else None
    if subject is not None and not is_complete(subject, words):
        subject = None
    done = _deed_told(match["deed"], subject, words)
    if done is not None:
        told = match["condition"] if before else f"{match['subject']} must {match['condition']}"
        yield Told(done=done, things=(), tail=f"if {told}", allow=True, strict=True)


def _deed_told(text: str, subject: Thing | None, words: Vocabulary) -> Deed | None:
    """The deed of "a claim can be paid", "being assigned to a trip", "it is sent", "rent a van"."""
    passive = _DONE.match(text)
    match = passive or _DOING.match(text)
    if match is None:
        return None
    named = match["who"] is not None and match["who"] not in THEY
    undergoer = thing(match["who"], words) if named else subject
    if named and (undergoer is None or not is_complete(undergoer, words)):
        return None
    others = things_told(match["rest"] or "", words)
    if others is None or (undergoer is None and not others):
        return None
    return deed_of(match["verb"], undergoer, others, passive=passive is not None, words=words)


def _required(clause: str, _: Line, words: Vocabulary) -> Iterator[Told]:
    """As in "A transfer requires an approved request, a free slot and ...": each item by itself."""
    match = _REQUIRES.match(clause)
    done = _nominal(match["what"], words) if match else None
    if match is None or done is None:
        return
    for item in re.split(r",\s*(?:and\s+)?", match["items"]):
        yield Told(done=done[0], things=(), tail=f"if {item}", allow=True, strict=True)


def _allowed(clause: str, _: Line, words: Vocabulary) -> Iterator[Told]:
    """As in "Bookings are only possible for open rooms", "cancellation is not permitted after the start"."""
    match = _ALLOWED.match(clause)
    if not match:
        return
    only = "only" in (match["yes"] or "") or (match["tail"] or "").startswith(" only")
    none = match["what"].startswith("no ")
    if none and not match["yes"]:
        return
    what = match["what"].removeprefix("no ")
    yield from _nominally(what, match["tail"] or "", allow=bool(match["yes"]) and not none, only=only, words=words)


def _blocking(clause: str, _: Line, words: Vocabulary) -> Iterator[Told]:
    """As in "closing a case stores the reason and blocks further notes": no such rows for things in that state."""
    match = _BLOCKING.match(clause)
    done = _nominal(match["deed"], words) if match else None
    if match is None or done is None or done[0].events[0].kind is not EventKind.ENTER:
        return
    state = words.state(done[0].entity.name, done[0].events[0].name)
    for part in re.split(r"\s*(?:,|/|\band\b|\bor\b)\s*", match["what"]):
        blocked = thing(part, words)
        if blocked is not None and state is not None and words.route(blocked.entity.name, done[0].entity.name):
            created = Deed(entity=blocked.entity, events=(Event(kind=EventKind.CREATE),))
            yield Told(
                done=created,
                things=(Thing(entity=done[0].entity, where=state, rest=""),),
                tail="",
                allow=False,
                strict=False,
            )


def _refused(clause: str, _: Line, words: Vocabulary) -> Iterator[Told]:
    """As in "The system shall reject claims for closed policies", "prevent riders from renting locked bikes"."""
    match = _REFUSING.search(clause)
    if not match or re.search(r"overlap|duplicate|conflict|double", match["what"]):
        return
    who = _FROM.match(match["what"])
    rest, tail = rest_parted(who["rest"] if who else match["what"])
    doer = thing(who["who"], words) if who else None
    if who is not None and doer is not None and is_complete(doer, words):
        others = things_told(rest, words)
        done = deed_of(who["verb"], doer, others, passive=False, words=words) if others else None
        if done is not None and others:
            yield Told(done=done, things=(doer, *others), tail=tail, allow=False, strict=False)
        return
    yield from _nominally(match["what"], "", allow=False, only=False, words=words)


def _nominally(what: str, behind: str, *, allow: bool, only: bool, words: Vocabulary) -> Iterator[Told]:
    phrase, tail = rest_parted(f"{what} {behind}".strip())
    found = _nominal(_FURTHER.sub(r"\g<what>", phrase), words)
    if found is not None:
        yield Told(done=found[0], things=found[1], tail=tail, allow=allow, strict=only)


def _nominal(text: str, words: Vocabulary) -> tuple[Deed, tuple[Thing, ...]] | None:
    """A deed told as a noun, and the things with it: "bookings of closed rooms", "deleting a plan", "the transfer"."""
    doing = _GERUND.match(text) or _NOMINAL.match(text)
    if doing:
        things = things_told(doing["what"], words)
        if things:
            done = deed(doing["verb"], things[0].entity, [t.entity for t in things[1:]], words)
            if done is not None:
                return done, things
    made = things_told(text, words)
    if not made or made[0].where is not None:
        return None
    return Deed(entity=made[0].entity, events=(Event(kind=EventKind.CREATE),)), made
