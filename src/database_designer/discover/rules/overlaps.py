"""No overlap: "reject overlapping bookings of the same room", "a crane must not be reserved twice at the same time"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from database_designer.discover.names import noun
from database_designer.discover.prose import Line
from database_designer.discover.rules.counting import counted, owner_of
from database_designer.discover.rules.deeds import deed
from database_designer.discover.rules.lasting import lasting, not_ended
from database_designer.discover.rules.logic import both, denied
from database_designer.discover.rules.naming import about, origin, spoken
from database_designer.discover.rules.proposals import NewMember, NewRule, Proposal
from database_designer.discover.rules.things import qualities, still_open, thing
from database_designer.discover.rules.vocabulary import Vocabulary
from database_designer.discover.rules.wording import bare, clauses, rule_name
from database_designer.model.conceptual import Attribute, EntityType, EventKind, Kind, NoOverlapRule, SemanticType
from database_designer.model.expression import Expression

_LONGEST = 600
_TIME = r"(?:at the same (?:time|moment)|at (?:a|any|one) time|at once|simultaneously|in parallel|concurrently|for the same (?:time|period|slot|dates?|time slot|interval|hours)|(?:in|during|within|at|for) (?:the same|overlapping|that|this) (?:period|time ?slot|time|slot|interval|time frame|time window|dates?))"
_OF_SAME = r"(?:for|of|in|at|by|on|with|to|against)"
_OVERLAP = re.compile(
    rf"\b(?:overlapping|conflicting|clashing|simultaneous|concurrent|parallel|double)\s+(?P<what>[a-z][a-z -]*?)(?:\s+{_OF_SAME}\s+(?P<whose>.+))?$"
)
_OVERLAPS = re.compile(
    rf"^(?P<no>no (?:two )?|two |reject |prevent |refuse |block )?(?P<what>[a-z][a-z -]*?)(?: {_OF_SAME} (?P<whose>(?:the same|one|a single|any|a|an|each) .+?))? (?:that |which )?(?P<cannot>cannot |do not |never |can |may |must |shall |should |is |are )?(?:not )?(?:be )?"
    rf"(?:overlap(?:ping|s|ped)?|conflict(?:s|ing)?|clash(?:es)?|intersect(?:s)?|(?:scheduled|held|booked|planned|placed|take place|run|happen|occur)(?= .*{_TIME}))"
    rf"(?: in time| with (?:each other|one another|(?:an?|any|the)?\s?(?:other|another|existing|others)[a-z ]*?))?(?: {_OF_SAME} (?P<whose2>(?:the same|one|a single|that|this) .+?))?(?: {_TIME})?(?: {_OF_SAME} (?P<whose3>(?:the same|one|a single) .+?))?(?: (?:is|are) (?:rejected|refused|not allowed|forbidden|prohibited))?$"
)
_DOUBLE = re.compile(
    r"\bdouble[- ]?(?:book(?:ed|ing|ings)?|reserv(?:ed|ation|ations)|schedul(?:ed|ing)|assign(?:ed|ment|ments)?|occup(?:ied|ancy))\b(?: (?:of|for) (?P<whose>.+))?"
)
_TWICE = re.compile(
    rf"^(?:a |an |each |every |the |one |no |any )*(?P<owner>[a-z][a-z -]*?) (?:cannot|can|may|must|shall|should) (?:ever )?(?:be )?(?P<verb>[a-z]+)(?: (?:to|in|for|by|on|with|at))? (?P<what>(?:twice|more than once|(?:two|more than one|multiple|several|another|different|two different|overlapping)(?: [a-z]+){{1,3}}?)) ?(?:{_TIME})?$"
)
_TAKEN = re.compile(
    r"(?P<whose>[a-z][a-z ,]*?)(?: that| which)? (?:is|are|must be|cannot be|has to be) (?P<free>already |not |still )?(?:booked|reserved|occupied|taken|in use|assigned|scheduled|busy|available|free|rented|used) (?:for|in|at|during|within) (?:that|the same|this|the|its|the requested|the whole|the chosen|these) (?:[a-z]+ )?(?:time ?slots?|time|period|slot|interval|window|dates?|hours|duration|time frame)\b"
)
_REFUSING = re.compile(
    r"\b(?:reject|refus|prevent|avoid|block|disallow|forbid|prohibit|deny|denies|no |not |cannot|must be (?:available|free)|can only|only|at most|more than|detect|impossible|conflict|409|error)"
)
_NEITHER = re.compile(r",?\s+and neither (?:shall|may|must|can|do|should) (?P<what>[^.;]+?)(?=[.;]|$)", re.IGNORECASE)
_FOR_SAME = re.compile(
    r"^(?:for|of|within|in) (?:the same|one|each|every|a|an) (?P<whose>[a-z ]+?)(?:, (?:the |their )?| the | their | its | all )(?P<what>[a-z ]+?) (?:cannot|may|do not|never|must not) (?:ever )?overlap\b"
)
_UNLESS = re.compile(
    r",? (?:unless|except if|except when|except where) (?:(?:at least )?one of (?:them|the two|these)|(?:either|any) (?:of them )?|one|the other|they)(?: both)? (?:is|are|has been|have been|was) (?P<state>[a-z ]+)$"
    r"|,? (?:except for|except|excluding|ignoring|not counting|apart from) (?:the )?(?P<other>[a-z]+)(?: ones| [a-z]+)?$"
)
_SPANS = frozenset("period time span interval window validity date".split())
_SAME = re.compile(r"\b(?:the same|one|a single|any|each|a|an)\s+(?P<whose>[a-z]+(?:\s(?!and\b|or\b)[a-z]+)?)")
_STARTS = frozenset("start starts begin begins from valid_from starting departure check_in checkin".split())
_ENDS = frozenset("end ends to until finish finishes ending till valid_to arrival check_out checkout".split())
_TO_THE_MINUTE = (Kind.INSTANT, Kind.PERIOD_INSTANT)
_MOMENTS = (Kind.INSTANT, Kind.DATE, Kind.PERIOD_DATE, Kind.PERIOD_INSTANT)
_ASSUMED = ("starts_at", "ends_at")


def read_spans(line: Line, words: Vocabulary) -> Iterable[Proposal]:
    """A beginning and an end for what must not overlap with others of the same, where nobody says what they are called."""
    if len(line.statement.text) > _LONGEST:
        return
    for clause in clauses(line.statement.text):
        match = _OVERLAP.search(clause) or _OVERLAPS.match(clause)
        what = thing(match["what"], words) if match is not None and _REFUSING.search(clause) else None
        if match is None or what is None:
            continue
        same = any("the same" in (text or "") for text in match.groupdict().values())
        timed = any(a.type.kind in (*_MOMENTS, Kind.DURATION) for a in what.entity.attributes)
        if same and not timed:
            yield from (_moment(what.entity, name, line) for name in _ASSUMED)


def read_overlaps(line: Line, words: Vocabulary) -> Iterable[Proposal]:
    """A rule per thing that may not be used twice at a time."""
    text = line.statement.text
    if len(text) > _LONGEST:
        return
    for clause in clauses(_NEITHER.sub(r"; \g<what> cannot overlap", text)):
        if not _REFUSING.search(clause):
            continue
        unless = _UNLESS.search(clause)
        said = clause[: unless.start()] if unless is not None else clause
        for form in (_for_the_same, _overlapping, _double, _twice, _taken, _one_at_a_time):
            found = list(form(said, line, words))
            if found:
                for one in found:
                    yield from _without(one, unless, words)
                break


def _without(found: Proposal, unless: re.Match[str] | None, words: Vocabulary) -> Iterator[Proposal]:
    """The rule without the rows that an exception names; nothing where the exception is not understood."""
    if unless is None or not isinstance(found, NewRule) or not isinstance(found.rule, NoOverlapRule):
        yield found
        return
    entity = words.model.entity(found.entity)
    told = qualities(unless["state"] or unless["other"], entity, words) if entity is not None else None
    if entity is not None and told is not None:
        where = both((found.rule.where, denied(told, entity, words.navigation)))
        yield replace(found, rule=replace(found.rule, where=where))


def _overlapping(clause: str, line: Line, words: Vocabulary) -> Iterator[Proposal]:
    """As in "reject overlapping `PLANNED` visits for the same nurse", "no two visits of a nurse may overlap"."""
    match = _OVERLAP.search(clause) or _OVERLAPS.match(clause)
    if not match:
        return
    said = match.groupdict()
    if said.get("cannot") and said["cannot"].strip() not in ("cannot", "do not", "never") and not said.get("no"):
        return
    what = thing(said["what"], words)
    if what is None:
        return
    whose = next((said[k] for k in ("whose", "whose2", "whose3") if said.get(k)), "")
    owners = [_owner(m["whose"], words) for m in _SAME.finditer(whose)] if whose else []
    if not owners:
        owners = [e for e in spoken(clause, words) if e.name != what.entity.name]
    yield from _rules(what.entity, [o for o in owners if o is not None], what.where, line, words)


def _for_the_same(clause: str, line: Line, words: Vocabulary) -> Iterator[Proposal]:
    """As in "for the same crane and shift the periods must not overlap": agreeing in all of these at once."""
    match = _FOR_SAME.match(clause)
    if not match:
        return
    what = thing(match["what"], words)
    entity = what.entity if what is not None else None
    if entity is None and set(noun(match["what"])) & _SPANS:
        entity = words.topic(line)
    ways = (
        [owner_of(w, entity, words) for w in re.split(r",\s*|\s+and\s+(?:the same )?", match["whose"])]
        if entity
        else []
    )
    members = period(entity) if entity is not None else None
    if entity is None or members is None or not ways or None in ways:
        return
    per = tuple(w for w in ways if w is not None)
    where = not_ended(entity, words)
    name = rule_name("no_overlap_per", *(w[-1] for w in per))
    rule = NoOverlapRule(name=name, members=members, per=per, where=where, origin=origin(line))
    yield NewRule(entity=entity.name, rule=rule)


def _double(clause: str, line: Line, words: Vocabulary) -> Iterator[Proposal]:
    """As in "double booking of rooms and projectors is not allowed", "a room must never be double-booked"."""
    match = _DOUBLE.search(clause)
    if not match:
        return
    named = match["whose"] or clause[: match.start()]
    parts = re.split(r",|\band\b|\bor\b|/", re.split(r" (?:is|are|must|cannot|can|shall|may)\b", named)[0])
    owners = [o for p in parts if (o := _owner(p, words)) is not None]
    for owner in owners:
        lasting_ = _used_in("book", owner, words)
        if lasting_ is not None:
            yield from _rules(lasting_, [owner], None, line, words)


def _twice(clause: str, line: Line, words: Vocabulary) -> Iterator[Proposal]:
    """As in "a crane cannot be reserved twice at the same time", "a nurse cannot be assigned to two visits at once"."""
    match = _TWICE.match(clause)
    owner = _owner(match["owner"], words) if match else None
    if match is None or owner is None or not ("cannot" in clause or clause.startswith("no ")):
        return
    if not re.search(_TIME, clause) and "overlapping" not in match["what"]:
        return
    what = thing(
        re.sub(
            r"^(?:twice|more than once|more than one|multiple|several|another|two different|different|two|overlapping)\s*",
            "",
            match["what"],
        ),
        words,
    )
    entity = what.entity if what is not None and words.route(what.entity.name, owner.name) else None
    if entity is None and what is not None:
        done = deed(match["verb"], owner, [what.entity], words)
        entity = done.entity if done is not None and done.events[0].kind is EventKind.CREATE else None
    entity = entity or _used_in(match["verb"], owner, words)
    if entity is not None:
        yield from _rules(entity, [owner], what.where if what is not None else None, line, words)


def _taken(clause: str, line: Line, words: Vocabulary) -> Iterator[Proposal]:
    """As in "rejected if the room is already taken in that period", "the van must be free during the whole time"."""
    match = _TAKEN.search(clause)
    if not match:
        return
    phrase = re.split(r"\b(?:if|when|unless|that|because|where|only)\b", match["whose"])[-1]
    parts = re.split(r",|\band\b|\bor\b", phrase)
    owners = [o for p in parts if (o := _owner(p, words)) is not None] or list(spoken(phrase, words)[-1:])
    for owner in owners:
        entity = _used_in("book", owner, words, about(line, words, clause))
        if entity is not None:
            yield from _rules(entity, [owner], None, line, words)


def _one_at_a_time(clause: str, line: Line, words: Vocabulary) -> Iterator[Proposal]:
    """As in "a guide can lead only one tour at a time", where tours last."""
    found = counted(clause, None, words)
    if found is None or not (found.once and found.at_once) or period(found.entity) is None:
        return
    open_now = still_open(found.entity, words)
    where = not_ended(found.entity, words) if found.where == open_now else found.where
    for per in found.per:
        yield from _rule(found.entity, per, where, line)


def _owner(text: str, words: Vocabulary) -> EntityType | None:
    name = noun(bare(text))
    return (words.exact(name) or words.entity(name) or words.exact(name[:1])) if name else None


def _used_in(verb: str, owner: EntityType, words: Vocabulary, near: tuple[EntityType, ...] = ()) -> EntityType | None:
    """The rows that last and point to the thing: those called after the verb, those spoken of, the only ones."""
    found = [e for e in words.model.entities if period(e) is not None and words.route(e.name, owner.name)]
    done = deed(verb, owner, (), words)
    if done is not None and done.entity in found:
        return done.entity
    near_ones = [e for e in found if e in near]
    timed = [
        e for e in found if any(a.type.kind in _TO_THE_MINUTE for a in e.attributes if a.name in (period(e) or ()))
    ]
    chosen = near_ones or (timed if len(found) > 1 else found)
    return chosen[0] if len(chosen) == 1 else None


def _rules(
    entity: EntityType, owners: list[EntityType], where: Expression | None, line: Line, words: Vocabulary
) -> Iterator[Proposal]:
    """A rule for each of the owners; for the entity type's only reference where none is named at all."""
    if not owners:
        owners = [o for r in entity.references if (o := words.model.entity(r.to)) is not None]
        if len(owners) > 1:
            return
        if not owners:
            yield from _rule(entity, (), where if where is not None else not_ended(entity, words), line)
    for owner in owners:
        steps = words.route(entity.name, owner.name)
        if steps:
            yield from _rule(entity, steps, where if where is not None else not_ended(entity, words), line)


def _rule(entity: EntityType, per: tuple[str, ...], where: Expression | None, line: Line) -> Iterator[Proposal]:
    members = period(entity)
    if members is None or not lasting(where):
        return
    name = rule_name("no_overlap_per", per[-1]) if per else "no_overlap"
    rule = NoOverlapRule(name=name, members=members, per=(per,) if per else (), where=where, origin=origin(line))
    yield NewRule(entity=entity.name, rule=rule)


def _moment(entity: EntityType, name: str, line: Line) -> NewMember:
    """What overlaps has a beginning and an end, though nobody says what they are called."""
    instant = SemanticType(kind=Kind.INSTANT)
    return NewMember(
        entity=entity.name, member=Attribute(name=name, type=instant, origin=origin(line), assumed=("name",))
    )


def period(entity: EntityType) -> tuple[str, ...] | None:
    """The members that tell from when to when a row lasts; None for none."""
    kinds = {a.name: a.type.kind for a in entity.attributes if a.many is None}
    whole = [n for n, k in kinds.items() if k in (Kind.PERIOD_DATE, Kind.PERIOD_INSTANT)]
    if whole:
        return (whole[0],)
    starts = [n for n, k in kinds.items() if k in _MOMENTS and _says(n, _STARTS)]
    ends = [n for n, k in kinds.items() if k in _MOMENTS and _says(n, _ENDS)]
    found = [(s, e) for s in starts for e in ends if kinds[s] == kinds[e]]
    return found[0] if found else None


def _says(name: str, wanted: frozenset[str]) -> bool:
    parts = name.split("_")
    return bool(set(parts) & wanted) or "_".join(parts[:2]) in wanted
