"""Once only: "a voter votes once per election", "no two desks of a room with the same number", "one report per visit"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from database_designer.discover.prose import Line
from database_designer.discover.rules.conditions import which
from database_designer.discover.rules.counting import counted, owner_of
from database_designer.discover.rules.deeds import deed
from database_designer.discover.rules.lasting import lasting, not_ended
from database_designer.discover.rules.moments import moment
from database_designer.discover.rules.naming import about
from database_designer.discover.rules.overlaps import period
from database_designer.discover.rules.proposals import Proposal
from database_designer.discover.rules.things import Thing, qualities, thing
from database_designer.discover.rules.unique import unique_told
from database_designer.discover.rules.vocabulary import Vocabulary
from database_designer.discover.rules.wording import bare, clauses
from database_designer.model.conceptual import EntityType, EventKind, Kind
from database_designer.model.expression import Expression

_LONGEST = 600
_TWO = re.compile(
    r"^(?:no two|two|different|several|multiple|no other) (?P<what>[a-z][a-z -]*?)(?: (?:of|in|within|for|on|at|from|by) (?P<within>(?:the same|one|a|an|any|the|each) [a-z ]+?))? "
    r"(?:(?:cannot|can|may|must|shall|should|will|could|are allowed to) )?(?:not )?(?:ever )?(?:have|share|use|carry|bear|be (?:on|at|for|in|given|assigned)|with|take place on|occur on|start (?:at|on)|fall on) (?:the same|an identical|identical|equal|one) (?P<same>[a-z ,]+)$"
)
_OFTEN = re.compile(r"\b(?:once|twice|again|times)\b")
_TWICE = re.compile(
    r"^(?:(?:a|an|each|every|the|one|no|any) ){0,3}(?P<owner>[a-z][a-z-]*(?: [a-z-]+){0,4}?) (?:(?P<modal>cannot|can only|can|may|must|shall|should)(?P<only> only)? )?(?P<be>be |is |are )?(?P<verb>[a-z]+)(?P<particle> (?:up|out|off|over))?(?: (?:in|to|for|on|with|by))? (?P<what>.*?) ?"
    r"(?P<times>only once|just once|at most once|once only|no more than once|once|more than once|twice|again|several times|multiple times)(?: (?:per|for each|for every|in each|in a|in the same|for the same|on the same|within the same|for a|to the same) (?P<per>[a-z ]+))?$"
)
_SAME_ONCE = re.compile(
    r"^(?:the|a|an|any|each) (?:same|specific|particular|given|certain) (?P<what>[a-z ]+?) (?:can|may|must|is|are|shall)(?: be)?(?: only)?(?: (?P<state>[a-z]+))?(?: (?:only|at most|just))? once (?:per|for each|for every|for an?|within an?|in an?|in the same) (?P<per>[a-z ]+)$"
)
_SAME_TWICE = re.compile(
    r"^(?:the|an?|any|one) (?:and the )?(?:same )?(?P<what>[a-z ]+?) cannot (?:ever )?be [a-z]+(?: to| in| by| with| for)? (?P<again>twice|more than once|again|several times|multiple times)(?: (?:per|for|within|in|on|to|by|with|at) (?:the same |one |a single |an? |each )?(?P<per>[a-z ]+))$"
)
_COMBINATION = re.compile(
    r"(?:combination|pair|pairing|tuple) of (?P<members>.+?) (?:must|shall|should|has to|is|are|needs to) (?:be )?unique|^(?P<together>.+?) (?:must |shall |are |is )?(?:be )?(?:together|in combination|jointly) (?:must |shall )?(?:be |are |is )?unique"
)
_DUPLICATE = re.compile(
    r"\b(?P<no>no |prevent[s]? |reject[s]? |block[s]? |disallow[s]? |refuse[s]? |avoid[s]? |forbid[s]? )?(?:duplicate|duplicated|second|repeated) (?P<what>[a-z][a-z -]*?)(?: (?:for|of|in|by|to|with|on|at) (?P<per>(?:the same|one|a|an|each) [a-z ]+?))?(?P<refused> (?:is|are|must be|shall be|cannot be|cannot|will be|returns?|fails?|result[s]? in|→)\b.*|$)"
)
_REFUSED = re.compile(
    r"reject|refus|not allowed|not permitted|forbidden|prohibited|prevented|cannot|fail|error|409|blocked|impossible|conflict|disallowed"
)
_ALREADY = re.compile(
    r"\b(?:no|without) (?:existing|other|previous|prior|earlier) (?P<none>[a-z -]+)$"
    r"|\b(?:cannot|reject|refuse|block|prevent|not allowed|denied)\b.*\b(?:if|when|while|where) (?P<who>.+?) already (?:has|have|holds?|owns?) (?:an?|another|one) (?P<has>[a-z -]+?)(?: (?:for|of|in|on|at|with) (?P<per>[a-z ]+))?$"
)


def read_once(line: Line, words: Vocabulary) -> Iterable[Proposal]:
    """A rule of uniqueness for every clause that tells what is there, or happens, once only."""
    if len(line.statement.text) > _LONGEST:
        return
    named = about(line, words)
    for clause in clauses(line.statement.text):
        found = counted(clause, named[0] if named else None, words)
        if found is not None:
            if found.at_once and period(found.entity) is not None:
                continue
            members = [".".join(p) for p in found.per]
            day = moment(found.entity, "start") if found.period == "day" else None
            if day is not None and day.type.kind is Kind.DATE:
                members.append(day.name)
            if (
                found.once
                and (not found.period or len(members) > len(found.per))
                and not (found.at_once and found.where is None)
            ):
                yield from _unique(found.entity, members, found.where, line)
            continue
        for form in (_two, _same_once, _twice, _combination, _duplicate, _already):
            yield from form(clause, line, words)


def _two(clause: str, line: Line, words: Vocabulary) -> Iterator[Proposal]:
    """As in "no two lockers of one hall may have the same number"."""
    match = _TWO.match(clause)
    what = thing(match["what"], words) if match else None
    if match is None or what is None or what.rest or not (clause.startswith("no ") or "cannot" in clause):
        return
    texts = ([match["within"]] if match["within"] else []) + re.split(
        r",\s*(?:and )?|\s+and (?:the same )?", match["same"]
    )
    yield from _by(what, texts, line, words)


def _by(what: Thing, texts: Iterable[str], line: Line, words: Vocabulary) -> Iterator[Proposal]:
    """Rows of a thing are unique by what the texts name; nothing where one of them means nothing."""
    members: list[str] = []
    for text in texts:
        said = re.sub(r"^(?:one|same)\s+", "", bare(text))
        day = moment(what.entity, "start") if said in ("day", "date") else None
        route = (day.name,) if day is not None and day.type.kind is Kind.DATE else owner_of(said, what.entity, words)
        if not route:
            return
        members.append(".".join(route))
    where = which(what, words)
    if what.where is not None and where is None:
        return
    yield from _unique(what.entity, members, where.holds if where is not None else None, line)


def _twice(clause: str, line: Line, words: Vocabulary) -> Iterator[Proposal]:
    """As in "a voter can vote only once per election", "a guest cannot rate the same tour twice"."""
    match = _TWICE.match(clause) if _OFTEN.search(clause) else None
    owner = thing(match["owner"], words) if match else None
    if match is None or owner is None or owner.rest:
        return
    forbidden = match["modal"] == "cannot" or clause.startswith("no ")
    if forbidden is not (match["times"] in ("more than once", "twice", "again", "several times", "multiple times")):
        return
    if match["times"] == "once" and not (match["only"] or match["modal"] in ("can only", None)):
        return
    told = [t for t in (match["what"], match["per"]) if t and bare(t)]
    others = [t for text in told if (t := thing(text, words)) is not None and not t.rest]
    if len(others) != len(told) or not (others or match["be"]):
        return
    involved = [owner.entity, *(o.entity for o in others)]
    undergoer = involved[0] if match["be"] else involved[1]
    verb = match["verb"] + (match["particle"] or "").strip()
    done = deed(verb, undergoer, [e for e in involved if e is not undergoer], words)
    if done is None or done.events[0].kind is not EventKind.CREATE:
        return
    joined = [words.route(done.entity.name, e.name) for e in involved if e.name != done.entity.name]
    if joined and all(joined) and (len(joined) > 1 or match["be"]):
        yield from _unique(done.entity, [".".join(r) for r in joined if r], not_ended(done.entity, words), line)


def _same_once(clause: str, line: Line, words: Vocabulary) -> Iterator[Proposal]:
    """As in "the same seat can be open only once per show", "... cannot be booked twice for the same show"."""
    match = _SAME_ONCE.match(clause) or _SAME_TWICE.match(clause)
    if not match:
        return
    said = match.groupdict().get("state")
    found = [
        (e, [what, per])
        for e in words.model.entities
        if (what := owner_of(match["what"], e, words)) and (per := owner_of(match["per"], e, words)) and what != per
    ]
    topic = words.topic(line)
    near = [f for f in found if f[0] == topic] or found
    if len(near) != 1:
        return
    entity, ways = near[0]
    where = qualities(said, entity, words) if said else None
    yield from _unique(entity, [".".join(w) for w in ways], where or not_ended(entity, words), line)


def _combination(clause: str, line: Line, words: Vocabulary) -> Iterator[Proposal]:
    """As in "the combination of site and number must be unique"."""
    match = _COMBINATION.search(clause)
    if not match:
        return
    texts = re.split(r",\s*(?:and )?|\s+and (?:the )?", match["members"] or match["together"])
    for entity in about(line, words):
        members = [owner_of(t, entity, words) for t in texts]
        if len(members) > 1 and all(members):
            yield from _unique(entity, [".".join(m) for m in members if m], None, line)
            return


def _duplicate(clause: str, line: Line, words: Vocabulary) -> Iterator[Proposal]:
    """As in "duplicate votes for the same motion are rejected"."""
    match = _DUPLICATE.search(clause)
    what = thing(match["what"], words) if match else None
    if match is None or what is None or what.rest or not (match["no"] or _REFUSED.search(match["refused"] or "")):
        return
    if match["per"]:
        yield from _by(what, re.split(r"\s+and (?:the same )?", match["per"]), line, words)
        return
    joins = [r.name for r in what.entity.references if not r.optional]
    if len(joins) > 1:
        yield from _unique(what.entity, joins, not_ended(what.entity, words), line)


def _already(clause: str, line: Line, words: Vocabulary) -> Iterator[Proposal]:
    """As in "requires no existing open request", "rejected if the guest already has a table for that evening"."""
    for item in re.split(r",\s*(?:and )?", clause):
        match = _ALREADY.search(item)
        what = thing(match["none"] or match["has"], words) if match else None
        if match is None or what is None or what.rest:
            continue
        if match["has"]:
            yield from _by(what, [match["who"], *([match["per"]] if match["per"] else [])], line, words)
            continue
        joins = [r.name for r in what.entity.references if not r.optional]
        subject = about(line, words)
        if joins and subject and subject[0].name == what.entity.name:
            yield from _unique(what.entity, joins, what.where, line)


def _unique(entity: EntityType, members: list[str], where: Expression | None, line: Line) -> Iterator[Proposal]:
    if lasting(where) and members:
        yield unique_told(entity, members, where, line)
