"""What has to hold when something is done: "inactive plans cannot be bought", "may be cancelled until an hour before"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from database_designer.discover.prose import Line
from database_designer.discover.rules.conditions import condition, which
from database_designer.discover.rules.deeds import Deed, deed, guarded
from database_designer.discover.rules.logic import along, both, denied
from database_designer.discover.rules.moments import amount, fits, kind_of, moment, now, point, shifted
from database_designer.discover.rules.naming import origin
from database_designer.discover.rules.proposals import NewRule, Proposal
from database_designer.discover.rules.stems import stem
from database_designer.discover.rules.things import Thing, thing
from database_designer.discover.rules.vocabulary import Vocabulary
from database_designer.discover.rules.wording import NUMBER, UNIT, clauses, rule_name
from database_designer.model.conceptual import AlwaysRule, EntityType, Event, EventKind, GuardRule, Kind
from database_designer.model.expression import Aggregate, Comparator, Comparison, Expression, Literal, Or, Path
from database_designer.model.walk import nodes, replaced

_LONGEST = 600
_MODAL = re.compile(
    r"^(?:(?P<front>if|when|whenever|while|once|unless|until|after|before|where) (?P<fronted>[^,]+), (?:then )?)?"
    r"(?P<only>only )?(?P<subject>[^,]+?) (?P<modal>cannot|can only|can|may|must|shall|should)(?P<only2> only)? "
    r"(?P<be>be |get |have been )?(?P<verb>[a-z][a-z-]+)(?P<particle> (?:up|out|off|over)(?= |$))?(?: (?P<rest>.*))?$"
)
_IMPERATIVE = re.compile(r"^(?P<modal>cannot|do not|never) (?P<verb>[a-z]+) (?P<rest>.+)$")
_CONNECTOR = re.compile(
    r"(?:^|[ ,])(?P<only>only )?(?P<word>if|when|whenever|while|once|unless|until|till|up to|before|after|prior to|as long as|so long as|"
    r"provided that|provided|whilst|(?=without |(?:later than|less than|within|no later than|at least|more than|fewer than|at the latest)"
    rf" (?:{NUMBER}|an?)[ -]{UNIT}s? (?:before|after|of|prior)))\b ?"
)
_PREPOSITION = re.compile(
    r"\b(?:in|to|into|for|by|on|onto|at|of|during|from|through|via|as|against|within)\b(?! (?:progress|use)\b)"
)
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
_TO_COME = re.compile(
    r"^(?P<what>.+?) (?P<modal>must always|must|shall|should|has to|cannot|can only|can) (?:be |lie |start |begin |take place |be set |be scheduled |be planned |be dated )?(?:for a date )?in the (?P<when>future|past)$"
)
_OWN = re.compile(
    r"^(?:an? |the |no )?(?P<who>[a-z][a-z -]*?) (?:cannot|can|may) (?P<verb>[a-z]+) (?:an? |any )?(?:his |her |its |their |his or her |his/her )own (?P<what>[a-z][a-z -]*)$"
)
_THEY = frozenset("it they he she its their this that".split())


@dataclass(frozen=True, slots=True)
class Told:
    """A guard as told: the deed, the things it is done by, to and with, and what has to hold (`allow`) or must not."""

    done: Deed
    things: tuple[Thing, ...]
    tail: str
    allow: bool
    strict: bool


def read_guards(line: Line, words: Vocabulary) -> Iterable[Proposal]:
    """A guard for every clause that tells when something may or may not be done."""
    if len(line.statement.text) > _LONGEST:
        return
    for clause in clauses(line.statement.text):
        if "cannot" in clause or clause.startswith("no "):
            yield from _own(clause, line, words)
        yield from _to_come(clause, line, words)
        for told in _told(clause, line, words):
            yield from _guard(told, line, words)


def _told(clause: str, line: Line, words: Vocabulary) -> Iterator[Told]:
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
    rest, connector = _parted(said.get("rest") or "")
    front = said.get("front")
    tail = f"{front} {said['fronted']}" if front else connector
    modal = said["modal"]
    subject = thing(said["subject"], words) if said.get("subject") else None
    if front and said["subject"] in _THEY:
        subject = thing(said["fronted"], words)
        subject = replace(subject, where=None, rest="") if subject is not None else None
    if subject is not None and subject.none:
        subject, modal = replace(subject, none=False), "cannot"
    if said.get("subject") and (subject is None or not _complete(subject)):
        if not _anyone(said["subject"], line):
            return
        subject = None
    others = _things(rest, words)
    if others is None:
        return
    passive = bool(said.get("be"))
    undergoer = subject if passive else (others[0] if others else None)
    verb = said["verb"] + (said.get("particle") or "").strip()
    done = _deed(verb, subject, others, passive=passive, words=words)
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


def _deed(
    verb: str, subject: Thing | None, others: tuple[Thing, ...], *, passive: bool, words: Vocabulary
) -> Deed | None:
    if passive and subject is not None:
        return deed(verb, subject.entity, (o.entity for o in others), words)
    around = ([subject.entity] if subject is not None else []) + [o.entity for o in others[1:]]
    undergoer = others[0].entity if others else None
    return deed(verb, undergoer, around, words)


def _parted(rest: str) -> tuple[str, str]:
    """What the deed is done to, and under which condition."""
    found = _CONNECTOR.search(rest)
    if not found:
        return rest.strip(" ,"), ""
    only = "only " if found["only"] or rest[: found.start()].rstrip().endswith("only") else ""
    return rest[: found.start()].strip(" ,").removesuffix(
        "only"
    ).strip(), f"{only}{rest[found.start('word') :]}".strip()


def _things(text: str, words: Vocabulary) -> tuple[Thing, ...] | None:
    """The things that a text lists with prepositions between ("a new lift to a retired crane"); None if not understood."""
    found: list[Thing] = []
    text = re.split(r",?\s+and only\b|\s+per\b", text)[0]
    for part in _PREPOSITION.split(re.sub(r"^only\s", "", text)):
        for said in _with(part.strip(" ,").removeprefix("only ").strip(), words):
            told = thing(said, words)
            if told is None or not _complete(told):
                return None
            found.append(told)
    return tuple(found[:3])


def _with(said: str, words: Vocabulary) -> list[str]:
    """As in "a guest with open bills" is one thing, "a job with a crane" are two: where the first has no such thing."""
    if not said or said in ("them", "it", "him", "her"):
        return []
    told = thing(said, words)
    if told is None or not told.rest.startswith("with ") or which(told, words) is not None:
        return [said]
    return [p.strip() for p in re.split(r"\bwith\b", said) if p.strip()]


def _complete(told: Thing) -> bool:
    """Whether nothing is said behind the noun, or only what says which rows are meant."""
    return not told.rest or bool(re.match(r"(?:that|which|who|whose|with|without|having|in|under|marked)\b", told.rest))


def _for_deed(clause: str, _: Line, words: Vocabulary) -> Iterator[Told]:
    """As in "To borrow a bike, a rider must be verified"; "before closing a case, all tasks must be done"."""
    match = _FOR_DEED.match(clause)
    if not match:
        return
    verb, what = (match["verb"] or match["doing"].removesuffix("ing")), match["what"] or match["done"]
    who = re.match(r"^(.+?) must\b", match["condition"])
    others = _things(what, words)
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
    if subject is not None and not _complete(subject):
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
    named = match["who"] is not None and match["who"] not in _THEY
    undergoer = thing(match["who"], words) if named else subject
    if named and (undergoer is None or not _complete(undergoer)):
        return None
    others = _things(match["rest"] or "", words)
    if others is None or (undergoer is None and not others):
        return None
    return _deed(match["verb"], undergoer, others, passive=passive is not None, words=words)


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
    yield from _nominally(match["what"], match["tail"] or "", allow=bool(match["yes"]), only=only, words=words)


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
    rest, tail = _parted(who["rest"] if who else match["what"])
    doer = thing(who["who"], words) if who else None
    if who is not None and doer is not None and _complete(doer):
        others = _things(rest, words)
        done = _deed(who["verb"], doer, others, passive=False, words=words) if others else None
        if done is not None and others:
            yield Told(done=done, things=(doer, *others), tail=tail, allow=False, strict=False)
        return
    yield from _nominally(match["what"], "", allow=False, only=False, words=words)


def _to_come(clause: str, line: Line, words: Vocabulary) -> Iterator[Proposal]:
    """As in "visits must start in the future", "calls cannot be scheduled in the past": told of new values."""
    match = _TO_COME.match(clause)
    if match is None:
        return
    what = thing(match["what"], words)
    refused = match["modal"] == "cannot" or (what is not None and what.none)
    if refused is not (match["when"] == "past") or (match["modal"] == "can" and not refused):
        return
    start = moment(what.entity, "start") if what is not None and not what.rest and what.where is None else None
    if what is None or start is None:
        return
    path = Path(steps=(start.name,))
    change = () if start.immutable else (Event(kind=EventKind.CHANGE, name=start.name),)
    operator = Comparator.GE if refused else Comparator.GT
    require = Comparison(operator=operator, left=path, right=now(path, what.entity, words))
    name = rule_name(start.name, "in the future" if match["when"] == "future" else "not in the past")
    events = (Event(kind=EventKind.CREATE), *change)
    yield NewRule(
        entity=what.entity.name, rule=GuardRule(name=name, events=events, require=require, origin=origin(line))
    )


def _own(clause: str, line: Line, words: Vocabulary) -> Iterator[Proposal]:
    """As in "a teacher cannot grade their own essay": who does it and whose it is are two."""
    match = _OWN.match(clause)
    who, what = (thing(match["who"], words), thing(match["what"], words)) if match else (None, None)
    if match is None or who is None or what is None or who.rest or what.rest:
        return
    done = deed(match["verb"], what.entity, [who.entity], words)
    entity = done.entity if done is not None else what.entity
    ways = [
        (r.name, *steps)
        for r in entity.references
        if (steps := words.route(r.to, who.entity.name)) is not None and r.to in (who.entity.name, what.entity.name)
    ]
    ways.sort(key=len)
    if done is None or len(ways) != 2 or (entity.name == what.entity.name and not _does(match["verb"], ways)):
        return
    condition_ = Comparison(operator=Comparator.NE, left=Path(steps=ways[0]), right=Path(steps=ways[1]))
    name = rule_name(ways[0][-1], "differs from", *ways[1])
    yield NewRule(entity=entity.name, rule=AlwaysRule(name=name, condition=condition_, origin=origin(line)))


def _does(verb: str, ways: list[tuple[str, ...]]) -> bool:
    """Whether one of two references is called after the verb ("approved_by", "approver")."""
    return sum(any(stem(w).removesuffix("er") == stem(verb) for w in way[0].split("_")) for way in ways) == 1


def _nominally(what: str, behind: str, *, allow: bool, only: bool, words: Vocabulary) -> Iterator[Told]:
    phrase, tail = _parted(f"{what} {behind}".strip())
    found = _nominal(_FURTHER.sub(r"\g<what>", phrase), words)
    if found is not None:
        yield Told(done=found[0], things=found[1], tail=tail, allow=allow, strict=only)


def _nominal(text: str, words: Vocabulary) -> tuple[Deed, tuple[Thing, ...]] | None:
    """A deed told as a noun, and the things with it: "bookings of closed rooms", "deleting a plan", "the transfer"."""
    doing = _GERUND.match(text) or _NOMINAL.match(text)
    if doing:
        things = _things(doing["what"], words)
        if things:
            done = deed(doing["verb"], things[0].entity, [t.entity for t in things[1:]], words)
            if done is not None:
                return done, things
    made = _things(text, words)
    if not made or made[0].where is not None:
        return None
    return Deed(entity=made[0].entity, events=(Event(kind=EventKind.CREATE),)), made


def _guard(told: Told, line: Line, words: Vocabulary) -> Iterator[Proposal]:
    """The guard; nothing where a part that would make it weaker was not understood."""
    entity = told.done.entity
    told_of = _of_things(told, words)
    if told_of is None:
        return
    when = _of_tail(told, words) if told.tail else None
    if told.tail and when is None:
        return
    if told.allow:
        parts = (*(told_of if told.strict else ()), *((when,) if when is not None else ()))
        require = both(parts)
    else:
        refused = both(told_of)
        require = _unless(refused, when, entity, words)
    if require is None or _of_own_state(told.done, require, words):
        return
    require = _before(require, told.done, words)
    yield NewRule(
        entity=entity.name,
        rule=GuardRule(
            name=_name(told.done.events[0], require),
            events=guarded(told.done, require, words),
            require=require,
            when=told.done.when,
            origin=origin(line),
        ),
    )


def _of_own_state(done: Deed, require: Expression, words: Vocabulary) -> bool:
    """Whether the state a row is in decides what may become of it: its lifecycle tells that, by moves and what is frozen."""
    lifecycle = words.navigation.lifecycle(done.entity.name)
    if lifecycle is None or any(
        e.kind is EventKind.DELETE or (e.name and e.kind is EventKind.CHANGE) for e in done.events
    ):
        return False
    read = [n.steps for n in nodes(require) if isinstance(n, Path)]
    return bool(read) and all(steps == (lifecycle.state,) for steps in read)


def _before(require: Expression, done: Deed, words: Vocabulary) -> Expression:
    """With the state from which another is entered, as the row itself has the new one already."""
    lifecycle = words.navigation.lifecycle(done.entity.name)
    if lifecycle is None or done.events[0].kind is not EventKind.ENTER:
        return require
    state = Path(steps=(lifecycle.state,))

    def earlier(node: Expression) -> Expression | None:
        if isinstance(node, Aggregate):
            return node
        return replace(state, root="old") if node == state else None

    return replaced(require, earlier)


def _unless(
    refused: Expression | None, when: Expression | None, entity: EntityType, words: Vocabulary
) -> Expression | None:
    """Refused rows are let through where the condition of the tail holds."""
    if refused is None:
        return when
    kept = denied(refused, entity, words.navigation)
    if when is None:
        return kept
    return Or(operands=(kept, when))


def _of_things(told: Told, words: Vocabulary) -> tuple[Expression, ...] | None:
    """What the words around the nouns say of the things, said of the rows of the deed; None if not all is understood."""
    found: list[Expression] = []
    for one in told.things:
        if one.where is None and not one.rest:
            continue
        said = which(one, words)
        steps = words.route(told.done.entity.name, one.entity.name)
        if said is None or steps is None:
            return None
        found.append(along(said.holds, steps))
    return tuple(found)


def _of_tail(told: Told, words: Vocabulary) -> Expression | None:
    """What has to hold by the condition behind: "if", "unless", "until", "before" and the like turn it round or not."""
    tail = told.tail.removeprefix("only ")
    match = re.match(
        r"(?P<word>if|whenever|when|while|whilst|once|unless|until|till|up to|before|after|prior to|as long as|so long as|provided that|provided)\b\s*(?P<text>.+)$",
        tail,
    )
    word, text = (match["word"], match["text"]) if match else ("if", tail)
    text = re.sub(r"^(?:that|the time(?: when)?) ", "", text) if word in ("provided", "until") else text
    for base, steps in _bases(told, text, words):
        moment = _by_time(word, text, allow=told.allow, entity=base, words=words)
        if moment is not None:
            return along(moment, steps)
        said = condition(text, base, words)
        if said is None:
            continue
        requires = _requires(word, allow=told.allow)
        if said.left_out and not requires:
            return None
        holds = said.holds if requires else denied(said.holds, base, words.navigation)
        return along(holds, steps)
    return None


def _requires(word: str, *, allow: bool) -> bool:
    """Whether the condition has to hold for the deed, or must not."""
    turned = word in ("unless", "until", "till", "before", "prior to", "up to")
    return allow is not turned


def _by_time(word: str, text: str, *, allow: bool, entity: EntityType, words: Vocabulary) -> Expression | None:
    """As in "until 2 hours before the start", "before it starts", "after the deadline": the present and a moment."""
    if word not in ("until", "till", "up to", "before", "after", "prior to", "once"):
        return None
    shift = re.match(rf"^(?P<amount>(?:{NUMBER}|an?)[ -]{UNIT}s?) (?P<side>before|after|prior to) (?P<point>.+)$", text)
    path = point(shift["point"] if shift else text, entity, words)
    by = amount(shift["amount"]) if shift else None
    if path is None or not fits(by, path, entity, words) or (by is None and condition(text, entity, words) is not None):
        return None
    limit = shifted(path, by, earlier=bool(shift and shift["side"] != "after"))
    whole_day = kind_of(path, entity, words) is Kind.DATE
    if (word not in ("after", "once")) is allow:
        operator = Comparator.LT if by is None and word in ("before", "prior to") else Comparator.LE
    else:
        operator = Comparator.GT if whole_day and by is None and allow else Comparator.GE
    return Comparison(operator=operator, left=now(path, entity, words), right=limit)


def _bases(told: Told, text: str, words: Vocabulary) -> Iterator[tuple[EntityType, tuple[str, ...]]]:
    """The rows that a condition may speak of, each with the way to it: for "it" and "they" the things named first."""
    own = (told.done.entity, ())
    named = []
    for one in told.things:
        steps = words.route(told.done.entity.name, one.entity.name)
        if steps:
            named.append((one.entity, steps))
    first = text.split(" ", 1)[0] if text else ""
    pronoun = first in _THEY
    if pronoun and first == "it":
        yield from (*reversed(named), own)
    elif pronoun:
        yield from (*named, own)
    else:
        yield from (own, *named)


def _name(event: Event, require: Expression) -> str:
    """A name out of the event and what it needs: `create_needs_room_active`."""
    parts: list[str] = []
    for node in nodes(require):
        if isinstance(node, Path):
            parts.extend(s for s in node.steps[-2:] if s not in parts)
        elif isinstance(node, Literal) and node.kind == "value":
            parts.append(node.value)
    return rule_name(event.name or event.kind, "needs", *parts[:4])
