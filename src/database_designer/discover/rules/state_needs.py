"""What a state needs or records: "cancelling a tour requires a reason", "when it is closed, the time is recorded"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from database_designer.discover.names import Noun, noun, snake
from database_designer.discover.prose import Line
from database_designer.discover.rules.naming import bare, origin, sayings
from database_designer.discover.rules.proposals import NewMember, Options, Proposal, States
from database_designer.discover.rules.state_phrases import Phase, deed, phase
from database_designer.discover.rules.stems import stem
from database_designer.discover.rules.things import thing
from database_designer.discover.rules.vocabulary import Vocabulary
from database_designer.discover.semantic_types import infer
from database_designer.model.conceptual import Attribute, EntityType, Kind, SemanticType

_WHEN = r"(?:when(?:ever)?|if|once|after|on|upon|for|in case of)"
_MUST = r"(?:must|shall|should|will|has to|have to|needs? to)"
_GIVE = r"(?:provide|give|enter|state|specify|supply|add|include|document|name|indicate|fill in)"
_RECORD = r"(?:store|record|capture|save|keep|log|set|fill|note)"
_GIVEN = r"(?:given|provided|required|mandatory|specified|entered|supplied|stated|present|filled in|documented|obligatory|needed)"
_RECORDED = r"(?:recorded|stored|saved|captured|set|kept|logged|noted|filled)"
_NEEDS = tuple(
    re.compile(pattern)
    for pattern in (
        # A closed case needs a note before it can be archived.
        r"^(?P<owner>[^,]+?) (?P<strict>needs?|requires?|must have|must contain) (?P<items>[^,]+?) before (?:it|they) (?:(?:can|may) be|(?:is|are)) (?:set to |marked )?(?P<phase>[a-z]+)$",
        # Cancelling a tour shall store status + reason; rejection requires a comment.
        rf"^(?:the )?(?P<phase>[a-z]+(?:ing|ion|al|ment|ure)\b[^,]*?) (?:{_MUST} |always |also )*(?:(?P<strict>requires?|needs?|demands?|be accompanied by|come with)|{_RECORD}s?) (?P<items>.+)$",
        # When a tour is cancelled, a reason must be given; once closed, the closing time is recorded.
        rf"^{_WHEN} (?P<phase>[^,]+?), (?P<items>.+?) (?:{_MUST} be|is|are) (?:also |automatically )*(?:(?P<strict>{_GIVEN})|{_RECORDED})(?: .{{0,40}})?$",
        rf"^{_WHEN} (?P<phase>[^,]+?), (?:.{{0,40}} )?(?:{_MUST} )?(?:also |automatically )*(?:(?P<strict>{_GIVE})s?|{_RECORD}s?) (?P<items>.+)$",
        # A reason is required when a tour is cancelled; the time of closing is recorded for closed tours.
        rf"^(?P<items>.+?) (?:{_MUST} be|is|are) (?:also |only |automatically )*(?:(?P<strict>{_GIVEN})|{_RECORDED}) (?:only )?(?:{_WHEN}|to|before) (?P<phase>.+)$",
        # The system shall record the completion time when an order is completed.
        rf"^(?:.{{0,40}} )?(?:{_MUST} |automatically )*{_RECORD}s? (?P<items>[^,]+?) (?:when|once|upon|after|as soon as) (?P<phase>.+)$",
        # To close a case, a resolution note must be entered; a case cannot be closed without a resolution note.
        rf"^(?:in order )?(?:to|before) (?P<phase>[^,]+?), (?P<items>.+?) (?:{_MUST} be|is|are) (?P<strict>{_GIVEN})$",
        r"^(?P<phase>.+?) cannot be (?:set to |marked as |marked )?(?P<deed>[a-z]+) (?P<strict>without) (?P<items>.+)$",
        # Reviewers may reject essays with a mandatory comment.
        r"^(?:.{0,40}? )?(?:can|may|shall|must) (?P<phase>.+?) with (?P<strict>an? (?:mandatory|required|obligatory)) (?P<items>.+)$",
        # A cancelled tour must have a reason.
        r"^(?:an? |each |every |all )?(?P<phase>.+?) (?P<strict>(?:must|shall|should) (?:have|include|contain|carry|record|state|specify|store)|needs?|requires?|(?:always )?ha(?:s|ve)|carr(?:y|ies)) (?P<items>.+)$",
        # In case of cancellation of a tour the reason has to be given.
        rf"^(?:in case of|in the event of|on|upon) (?:an? |the )?(?P<phase>[a-z]+(?: of (?:an? |the )[a-z]+)?) (?P<items>(?:the|an?) [a-z ]+?) (?:{_MUST} be|is|are) (?P<strict>{_GIVEN})$",
        # Users must give a reason when cancelling a tour.
        rf"^(?:.{{0,40}} )?{_MUST} (?P<strict>{_GIVE}) (?P<items>.+?) (?:{_WHEN}|to|before|in order to) (?P<phase>.+)$",
        # A tour can only be cancelled with a reason; a tour may be cancelled by stating a reason.
        rf"^(?P<phase>.+?) (?:can only be|can be|may be|{_MUST} be) (?P<deed>[a-z]+) (?:only )?(?P<strict>with|by giving|by stating|by providing) (?P<items>.+)$",
    )
)  # fmt: skip
_NAMED = re.compile(
    rf"^(?:an? |the )?(?P<items>(?P<phase>[a-z]+) [a-z]+) (?:{_MUST} (?:then )?be|is|are) (?:then |always |also )*(?P<strict>{_GIVEN})(?: then| in (?:this|that) case)?$"
)
_NAMED_TIME = re.compile(
    rf"^(?:the )?(?P<items>(?P<phase>[a-z]+) (?:time|date|timestamp|date and time)) (?:{_MUST} be|is|are) (?:automatically )?{_RECORDED}(?: automatically)?(?P<strict>)$"
)
_WEAK = re.compile(r"^(?:always )?ha(?:s|ve)$|^carr")
_AND_TIME = re.compile(r"\b(?:date and time|time and date|date/time)\b")
_ITEMS = re.compile(r"\s*(?:,\s*(?:and\s+)?|\+|&|\band\b|\bas well as\b)\s*")
_BEHIND = re.compile(r"\s+(?:of|for|from|by|to|in|at|on|with|so that|which|that|when|why)\s.*$")
_NO_NAME = re.compile(r"(?:is|are|has|have|must|can|cannot|will|shall|may|be)\b")
_HEADS = frozenset(
    """reason comment note explanation justification remark date time timestamp moment result outcome number signature name
    description code amount message text ground grounds cause""".split()
)
_TIMES = frozenset("date time timestamp moment instant datetime at on".split())
_BOOKKEEPING = frozenset("created updated".split())


def read_state_needs(line: Line, words_: Vocabulary) -> Iterable[Proposal]:
    """What has to be set in a state, and what is set when it is entered; properties that nothing else tells of."""
    for clause in sayings(line):
        for pattern in (*_NEEDS, _NAMED, _NAMED_TIME):
            match = pattern.match(clause)
            found = _found(match, line, words_) if match is not None else None
            if found is not None and match is not None:
                yield from _told(found, match["items"], match.groupdict().get("strict") or "", line, words_)
                break


def _found(match: re.Match[str], line: Line, words_: Vocabulary) -> Phase | None:
    """The state that is spoken of, if the phrase says nothing else that would be a condition of its own."""
    groups = match.groupdict()
    owner = thing(groups["owner"], words_) if groups.get("owner") else None
    if groups.get("owner") and (owner is None or owner.rest):
        return None
    told = f"{groups['phase']} {groups.get('deed') or ''}"
    found = phase(told, line, words_, owner.entity if owner is not None else None)
    return found if found is not None and not found.rest and len(found.states) < len(found.lifecycle.states) else None


def _told(found: Phase, items: str, strict: str, line: Line, words_: Vocabulary) -> Iterator[Proposal]:
    for item in _ITEMS.split(_AND_TIME.sub("time", items)):
        name = _item(item, found.entity)
        if not name or name[-1] in ("status", "state") or words_.exact(name) is not None:
            continue
        for state in found.states:
            if name[-1] in _TIMES and not re.match(_GIVE, strict) and strict not in ("given", "entered", "provided"):
                yield from _stamped(found.entity, state, name, line)
            else:
                yield from _required(found.entity, state, name, line, words_, strict=strict)


def _item(text: str, entity: EntityType) -> Noun:
    """The property that an item names: "the reason for it" is ("reason",); () for what is no name."""
    if _NO_NAME.match(text.strip()):
        return ()
    name = noun(_BEHIND.sub("", bare(text)))
    own = noun(entity.name)
    name = name[len(own) :] if len(name) > len(own) and name[: len(own)] == own else name
    return name if 0 < len(name) <= 3 else ()


def _required(
    entity: EntityType, state: str, name: Noun, line: Line, words_: Vocabulary, *, strict: str
) -> Iterator[Proposal]:
    member = _member(entity, state, name, words_)
    if member is None and (not strict or not _WEAK.match(strict)) and name[-1] in _HEADS:
        called = name if len(name) > 1 else (*deed(state), *name)
        member = snake(called)
        new = Attribute(name=member, type=infer(called), origin=origin(line), optional=True)
        yield NewMember(entity=entity.name, member=new)
    if member is None:
        return
    known = entity.attribute(member) or entity.reference(member)
    evidence = line.statement.evidence
    if known is not None and not known.optional:
        stated = isinstance(known, Attribute) and "optional" not in known.assumed
        if stated and known.origin.evidence != (evidence,):
            return  # it is needed in every state
        yield Options(entity=entity.name, member=member, evidence=evidence, optional=True)
    yield States(entity=entity.name, evidence=evidence, requires=((state, (member,)),))


def _member(entity: EntityType, state: str, name: Noun, words_: Vocabulary) -> str | None:
    """The member of that name for the state, or of that name alone; never one that is named for another state."""
    names = [a.name for a in entity.attributes] + [r.name for r in entity.references]
    own = [
        n
        for n in names
        if n.endswith(f"_{snake(name)}") and stem(n.split("_")[0]) in (stem(state), stem(deed(state)[0]))
    ]
    if len(own) == 1:
        return own[0]
    found = words_.member(entity.name, name)
    return found if found == snake(name) else None


def _first(entity: EntityType) -> str:
    """The state in which rows are created, "" where it may be any."""
    starts = entity.lifecycle.start if entity.lifecycle is not None else ()
    return starts[0] if len(starts) == 1 else ""


def _stamped(entity: EntityType, state: str, name: Noun, line: Line) -> Iterator[Proposal]:
    evidence = line.statement.evidence
    moments = [a for a in entity.attributes if a.type.kind in (Kind.DATE, Kind.INSTANT)]
    stems = (stem(state), stem(deed(state)[0]), stem(name[0]))
    own = [
        a
        for a in moments
        if a.name == snake(name) or (stem(a.name.split("_")[0]) in stems and a.name not in _BOOKKEEPING)
    ]
    if len(own) > 1 or (not own and len(name) > 1 and stem(name[0]) not in stems[:2]):
        return
    if own:
        assumed = "optional" in own[0].assumed and state != _first(entity)
        if not own[0].optional and (assumed or own[0].origin.evidence == (evidence,)):
            yield Options(entity=entity.name, member=own[0].name, evidence=evidence, optional=True)
        yield States(entity=entity.name, evidence=evidence, stamps=((state, own[0].name),))
        return
    kind, last = (Kind.DATE, "on") if name[-1] == "date" else (Kind.INSTANT, "at")
    called = snake((*noun(state), last)) if len(name) == 1 else snake(name)
    yield NewMember(
        entity=entity.name,
        member=Attribute(name=called, type=SemanticType(kind=kind), origin=origin(line), optional=True),
    )
    yield States(entity=entity.name, evidence=evidence, stamps=((state, called),))
