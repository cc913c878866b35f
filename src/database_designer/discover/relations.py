"""Relationships in prose: a verb between two nouns, with how many of each it speaks of.

"A customer has at least one and at most five accounts" relates ("customer",) to ("account",), one to 1..5.
"""

from __future__ import annotations

import re

from database_designer.discover.findings import (
    HINT,
    LIKELY,
    EntityFinding,
    Findings,
    KindFinding,
    RelationFinding,
    combine,
)
from database_designer.discover.language.lexicon import SYSTEM_NOUNS
from database_designer.discover.language.phrases import Clause, Phrase, clauses, phrases
from database_designer.discover.names import Noun, singular, words
from database_designer.discover.prose import Line

_LOOKING = frozenset(
    """view see search filter browse list display select click enter edit update approve reject export download
    notify send receive navigate show open access read press choose type check validate verify confirm ensure allow enable
    support provide prevent use need want like require request log login try fail implement integrate generate
    calculate compute return redirect render respond call trigger do make get let be become know remember help define
    specify indicate mean represent identify describe name determine depend affect apply match sort order-by change
    save store record capture track archive note keep add create remove delete""".split()
)
_PART_VERBS = frozenset({"consist", "comprise", "contain", "include", "divide", "compose"})
_TO_ONE = {
    "belong": ("to",), "assign": ("to",), "link": ("to", "with"), "relate": ("to",), "associate": ("with", "to"),
    "attach": ("to",), "refer": ("to",), "connect": ("to", "with"), "map": ("to",), "tie": ("to",), "bind": ("to",),
    "locate": ("in", "at"), "place": ("in", "by", "with"), "group": ("in", "into", "by"), "store": ("in",),
    "register": ("with", "for", "in"), "enroll": ("in",), "enrol": ("in",), "install": ("in", "on"), "apply": ("to",),
    "participate": ("in",), "work": ("on", "in", "at", "for"), "take": ("in",), "appear": ("in",), "live": ("in",),
    "categorize": ("by", "in", "into", "under"), "hold": ("in", "at", "by"), "perform": ("by",), "carry": ("by",), "own": ("by",),
    "create": ("for",), "offer": ("at", "for", "by"), "issue": ("to", "for", "by"), "come": ("from",),
    "write": ("by", "for"), "submit": ("for",), "schedule": ("in", "for", "at"), "make": ("by", "for"), "sell": ("in", "to", "by"),
    "use": ("for", "in", "by"), "shoot": ("at", "in", "on"), "drive": ("by",), "lead": ("by",), "teach": ("by", "in"), "part": ("of",),
}  # fmt: skip
# Verbs that relate things wherever they stand; others may tell of what somebody does for a moment.
_RELATING = frozenset(
    """have belong assign link relate associate connect attach refer reference own employ host locate enroll enrol participate
    supervise hold take carry perform offer register live base part place order book reserve attend categorize tie bind""".split()
)
_KIND_PATTERNS = tuple(
    re.compile(p, re.IGNORECASE)
    for p in (
        r"\b(?:two|three|four|five|six|several|different|various|following|basic)?\s*(?:basic\s+|main\s+|different\s+)?(?:types|kinds)\s+of\s+(?P<super>[a-z][\w -]{2,40}?)\s*(?:are|exist)?\s*:\s*(?P<subs>[^.;]+)",
        r"\b(?P<super>[A-Za-z][\w -]{2,40}?)\s+(?:are|is|can be)\s+(?:either|divided into)\s+(?P<subs>[^.;:]+)",
        r"\bdistinguish(?:es)?\s+between\s+(?:different\s+)?(?:types|kinds)\s+of\s+(?P<super>[a-z][\w -]{2,40}?),?\s+(?:such as|namely|like)\s+(?P<subs>[^.;]+)",
    )
)
_SPECIAL = re.compile(
    r"^(?:(?:an?|each|every|all|the)\s+)?(?P<sub>[A-Za-z][\w -]{2,40}?)\s+(?:is|are)\s+(?:an?\s+)?(?:special|specific|particular|special kinds? of|a kind of|a type of|kinds of|types of|also|always)\s+(?:case of\s+|kind of\s+|type of\s+|cases of\s+)?(?:an?\s+)?(?P<super>[a-z][\w -]{2,40}?)\s*(?:[.,;]|that|which|who|and\b|with|used|$)",
    re.IGNORECASE,
)
_PER = re.compile(r"\b(?P<many>[A-Za-z]+)\s+(?:per|for each|for every)\s+(?P<one>(?:[a-z]+\s)?[a-z]+)\b", re.IGNORECASE)
_OF = re.compile(
    r"\b(?P<many>[A-Za-z]+)\s+(?:of|for)\s+(?:the same|each|every|one)\s+(?P<one>(?:[a-z]+\s)?[a-z]+)\b", re.IGNORECASE
)
_SAME = re.compile(r"\b(?P<many>[a-z]+)\s+for the same [a-z]+(?:\s+(?:and|or)\s+for the same [a-z]+)*", re.IGNORECASE)
_MAX_NOUN = 3
_SEVERAL = frozenset("several many multiple various more all different".split())
_NO_NOUNS = frozenset(
    "to of in on at for with by from is are be must can it they this that each every no not only as if when following".split()
)


def read_relations(lines: tuple[Line, ...]) -> Findings:
    """Relationships, specializations, and the nouns that stand in them."""
    return combine(_line(line) for line in lines)


def _line(line: Line) -> Findings:
    relations: list[RelationFinding] = []
    entities: list[EntityFinding] = []
    for clause in clauses(line.sentence):
        relations.extend(_clause(clause, line))
    evidence = line.statement.evidence
    relations.extend(_per(line))
    entities.extend(
        EntityFinding(noun=p.noun, weight=HINT, reason="spoken of one by one", evidence=evidence)
        for p in phrases(line.sentence)
        if p.each and _usable(p.noun)
    )
    entities.extend(
        EntityFinding(noun=n, weight=HINT, reason="stands in a relationship", evidence=evidence)
        for r in relations
        for n in (r.source, r.target)
        if r.weight >= LIKELY
    )
    return Findings(relations=tuple(relations), kinds=_kinds(line), entities=tuple(entities))


def _usable(noun: Noun) -> bool:
    return 0 < len(noun) <= _MAX_NOUN and noun[-1] not in SYSTEM_NOUNS and all(w.isascii() or w.isalpha() for w in noun)


def _clause(clause: Clause, line: Line) -> list[RelationFinding]:
    found: list[RelationFinding] = []
    for subject in clause.objects if clause.passive else clause.subjects:
        found.extend(_to_one(clause, line, subject))
        found.extend(_by_agent(clause, line, subject) if clause.passive else _to_objects(clause, line, subject))
    if clause.verb == "be" and not clause.passive:
        found.extend(_being(clause, line))
    found.extend(_owning(clause, line))
    return found


def _to_one(clause: Clause, line: Line, subject: Phrase) -> list[RelationFinding]:
    """As in "X belongs to Y", "X is assigned to Y"."""
    prepositions = _TO_ONE.get(clause.verb, ())
    return [r for p, t in clause.obliques if p in prepositions for r in _pair(clause, line, subject, t, to_one=True)]


def _by_agent(clause: Clause, line: Line, subject: Phrase) -> list[RelationFinding]:
    """As in "orders are carried out by drivers"."""
    if clause.verb in _LOOKING:
        return []
    return [r for agent in clause.subjects for r in _pair(clause, line, subject, agent, to_one=True)]


def _to_objects(clause: Clause, line: Line, subject: Phrase) -> list[RelationFinding]:
    """As in "a customer has accounts", "the detail shows related payments"."""
    found: list[RelationFinding] = []
    related = any(set(t.text.split()) & {"related", "associated", "linked"} for t in clause.objects)
    for target in clause.objects:
        if related and target.many and _usable(subject.noun) and _usable(target.noun):
            found.append(_belongs(target.noun, subject.noun, line, "related"))
        if clause.verb not in _LOOKING:
            for real in _through(target):
                found.extend(_pair(clause, line, subject, real, to_one=False))
    if clause.verb in _PART_VERBS or clause.verb == "have":
        for preposition, target in clause.obliques:
            if preposition == "of":
                found.extend(_pair(clause, line, subject, target, to_one=False))
    return found


def _owning(clause: Clause, line: Line) -> list[RelationFinding]:
    """As in "Members see their own orders": an order belongs to a member."""
    return [
        RelationFinding(
            source=owner.noun, target=owned.noun, evidence=line.statement.evidence, weight=LIKELY, target_many=owned.many,
            target_high=None if owned.many else 1, source_high=1 if owned.many else None, source_low=1 if owned.many else None,
            source_many=not owned.many, verb="own",
        )
        for owner in (() if clause.passive else clause.subjects)
        for owned in (*clause.objects, *(p for _, p in clause.obliques))
        if _is_possessed(owned, line) and owned.noun != owner.noun and _usable(owner.noun) and _usable(owned.noun)
    ]  # fmt: skip


def _is_possessed(phrase: Phrase, line: Line) -> bool:
    tokens = line.sentence.tokens
    return any(
        t.lower in ("their", "his", "her", "own", "my")
        for t in line.sentence.dependents(tokens[phrase.i].i, "poss", "amod")
    )


def _per(line: Line) -> list[RelationFinding]:
    """As in "employees per department", "sessions for the same trainer and for the same room": many of one to each other."""
    found: list[RelationFinding] = []
    for match in _PER.finditer(line.statement.text):
        few, many = _noun_of(match["one"]), _noun_of(match["many"])
        if few and many and few != many and line.may_be_noun(words(match["many"])[-1]):
            if many[-1] in ("record", "entry", "row") and line.topics:
                many = line.topics[0]
            found.append(_belongs(many, few, line, "per"))
    for match in _OF.finditer(line.statement.text):
        many, few = _noun_of(match["many"]), _noun_of(match["one"])
        if many and few and many != few and line.may_be_noun(words(match["many"])[-1]):
            found.append(_belongs(many, few, line, "of"))
    for match in _SAME.finditer(line.statement.text):
        many = _noun_of(match["many"])
        for one in re.findall(r"for the same ([a-z]+)", match[0], re.IGNORECASE):
            few = _noun_of(one)
            if few and many and few != many:
                found.append(_belongs(many, few, line, "for the same"))
    return found


def _belongs(many: Noun, few: Noun, line: Line, verb: str) -> RelationFinding:
    return RelationFinding(
        source=few, target=many, evidence=line.statement.evidence, weight=LIKELY, target_many=True, source_high=1,
        source_low=1, source_many=False, verb=verb,
    )  # fmt: skip


def _through(target: Phrase) -> tuple[Phrase, ...]:
    """As in "a number of pumps", "a list of entries": the things counted, not the count."""
    if target.of and target.noun[-1] in (
        "number",
        "list",
        "set",
        "series",
        "group",
        "part",
        "collection",
        "range",
        "variety",
    ):
        many = target.noun[-1] != "part"
        return tuple(
            Phrase(noun=n, i=target.i, many=many, each=False, low=None, high=None if many else 1, possessor=(), of=(), definite=False, text="")
            for n in target.of
        )  # fmt: skip
    return (target,)


def _being(clause: Clause, line: Line) -> list[RelationFinding]:
    """As in "X is part of Y"."""
    wholes = (
        (whole, complement.noun[-1] != "member")
        for complement in clause.objects
        if complement.noun[-1] in ("part", "member", "component", "element")
        for whole in complement.of
        if _usable(whole)
    )
    return [
        RelationFinding(
            source=whole, target=subject.noun, evidence=line.statement.evidence, weight=LIKELY, target_many=True,
            source_high=1, source_low=0 if clause.modal in ("can", "may") else 1, source_many=False, part=part,
            verb="be part of",
        )
        for whole, part in wholes
        for subject in clause.subjects
        if _usable(subject.noun)
    ]  # fmt: skip


def _pair(clause: Clause, line: Line, subject: Phrase, target: Phrase, *, to_one: bool) -> list[RelationFinding]:
    if subject.noun == target.noun or not _usable(subject.noun) or not _usable(target.noun):
        return []
    quantified = subject.each or target.each or target.low is not None or target.many
    optional = clause.modal in ("can", "may", "could") or clause.negated
    low = 0 if optional else target.low
    # "Users are linked to departments": each to one, unless a number says otherwise.
    distributed = (
        to_one
        and subject.many
        and target.many
        and target.low is None
        and target.high is None
        and not set(target.text.split()) & _SEVERAL
    )
    many = target.many and not distributed
    return [
        RelationFinding(
            source=subject.noun,
            target=target.noun,
            evidence=line.statement.evidence,
            weight=LIKELY
            if (quantified or to_one) and (clause.verb in _RELATING or clause.verb in _PART_VERBS)
            else HINT,
            target_low=low,
            target_high=target.high,
            target_many=many,
            source_many=True if to_one and not many else None,
            part=clause.verb in _PART_VERBS and not to_one,
            verb=clause.verb,
        )
    ]


def _kinds(line: Line) -> tuple[KindFinding, ...]:
    text = line.statement.text
    evidence = line.statement.evidence
    found: list[KindFinding] = []
    for pattern in _KIND_PATTERNS:
        match = pattern.search(text)
        if match:
            above = _noun_of(match["super"])
            for part in re.split(r"\s*(?:,|\band\b|\bor\b)\s*", match["subs"]):
                below = _noun_of(part)
                if above and below and below != above and len(part.split()) <= _MAX_NOUN:
                    found.append(KindFinding(sub=below, super=above, evidence=evidence))
    match = _SPECIAL.search(text)
    if match:
        below, above = _noun_of(match["sub"]), _noun_of(match["super"])
        if above and below and below != above:
            found.append(KindFinding(sub=below, super=above, evidence=evidence))
    return tuple(found)


def _noun_of(text: str) -> Noun:
    if set(words(text)) & _NO_NOUNS:
        return ()
    parts = [
        w
        for w in words(text)
        if w not in ("a", "an", "the", "basic", "special", "other", "two", "different", "so", "called", "either")
    ]
    if not parts or len(parts) > _MAX_NOUN:
        return ()
    name = (*parts[:-1], singular(parts[-1]))
    return name if _usable(name) else ()
