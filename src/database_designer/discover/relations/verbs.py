"""A verb between two nouns: "a press has prints", "a print is made by a press", "clerks assign a tray to a shelf"."""

from __future__ import annotations

from dataclasses import replace

from database_designer.discover.findings import HINT, LIKELY, TRACE, RelationFinding
from database_designer.discover.language.phrases import Clause, Phrase, phrase
from database_designer.discover.names import Noun
from database_designer.discover.prose import Line
from database_designer.discover.relations.counts import Count, count
from database_designer.discover.relations.lists import continued
from database_designer.discover.relations.words import (
    COUNTS,
    LOOKING,
    PART_VERBS,
    PASSING,
    RELATING,
    SEVERAL,
    TO_ONE,
    belongs,
    usable,
)

_PLACES = frozenset("in at on for with from to of by within under into through about onto".split())
_CONDITIONS = frozenset("if when once after before until unless whenever while because since".split())
# "take part in", "take place in": the object says nothing, the place everything.
# "pressed from a hide", "filled into kegs": where a thing comes from or goes for good.
_SOURCES = frozenset({"from", "into"})
_GIVING = frozenset({"to", "for", "from"})
_LIGHT = frozenset("part place role care charge access responsibility account".split())
_OTHERS = frozenset({"another", "other"})
# Adjectives before a noun that tell in what role it is known; others tell of what kind it is.
_ROLE_ADJECTIVES = frozenset(
    """first second previous next former old new original primary secondary main alternative preferred default senior
    junior final initial internal external local legal""".split()
)
_OPTIONAL = frozenset({"can", "may", "could", "might"})


def related_by_verb(clause: Clause, line: Line) -> list[RelationFinding]:
    """What the clause relates: who does something to what, and what it is done with, in, for."""
    if clause.verb == "be" or (clause.verb == "base" and not line.sentence.dependents(clause.i, "auxpass")):
        return []
    if clause.passive:
        return _undergone(clause, line)
    found: list[RelationFinding] = []
    for subject in clause.subjects:
        for real in _through(subject):
            found.extend(_to_one(clause, line, real))
            found.extend(_to_objects(clause, line, real))
    found.extend(_between_objects(clause, line))
    return found


def _undergone(clause: Clause, line: Line) -> list[RelationFinding]:
    """As in "a lamp is mounted on a mast by a worker", "each hall is given a keeper"."""
    found: list[RelationFinding] = []
    given = {t.i for t in line.sentence.dependents(clause.i, "dobj", "oprd")}
    for subject in (p for p in clause.objects if p.i not in given):
        for real in _through(subject):
            found.extend(_to_one(clause, line, real))
            found.extend(_by_agent(clause, line, real))
            if clause.verb not in LOOKING:
                objects = (p for p in clause.objects if p.i in given)
                found.extend(r for p in objects for r in _pair(clause, line, real, p, to_one=not p.many))
            if clause.verb in PART_VERBS or _is_made_up(clause, line):
                wholes = continued(line.sentence, tuple(t for p, t in clause.obliques if p in ("of", "from")))
                found.extend(r for p in wholes for t in _through(p) for r in _pair(clause, line, real, t, to_one=False))
    return found


def _to_one(clause: Clause, line: Line, subject: Phrase) -> list[RelationFinding]:
    """As in "X belongs to Y", "X is assigned to Y"; any other verb with a place tells little."""
    if clause.objects and not clause.passive and not all(p.noun[-1] in _LIGHT for p in clause.objects):
        return []
    prepositions = TO_ONE.get(clause.verb, ())
    places = [(p, real) for p, t in clause.obliques for real in _through(t)]
    sure = [_surer(r) for p, t in places if p in prepositions for r in _pair(clause, line, subject, t, to_one=True)]
    if sure or clause.verb in LOOKING or clause.verb in PART_VERBS:
        return sure
    ends = _from_to(clause, line, subject)
    if ends:
        return ends
    further = [(p, r) for p, t in places if p in _PLACES for r in _pair(clause, line, subject, t, to_one=True)]
    return [_surer(r) if clause.passive and p in _SOURCES else _weaker(r, clause) for p, r in further]


def _from_to(clause: Clause, line: Line, subject: Phrase) -> list[RelationFinding]:
    """As in "a cable runs from one mast to another": two references to one thing."""
    ends = {p: t for p, t in (*clause.obliques, *nested(clause, line)) if p in ("from", "to")}
    if len(ends) < len(("from", "to")) or len({t.noun for t in ends.values()}) > 1 or not usable(subject.noun):
        return []
    return [
        RelationFinding(
            source=subject.noun, target=target.noun, evidence=line.statement.evidence, weight=LIKELY, target_low=1,
            target_high=1, target_many=False, verb=clause.verb, role=(preposition, *target.noun),
        )
        for preposition, target in ends.items()
    ]  # fmt: skip


def nested(clause: Clause, line: Line) -> list[tuple[str, Phrase]]:
    """The second place in "from one pier to another", "for one yacht at one berth", which hangs on the first."""
    sentence = line.sentence
    return [
        (preposition.lower, made)
        for _, first in clause.obliques
        for preposition in sentence.dependents(first.i, "prep")
        for target in sentence.dependents(preposition.i, "pobj")
        if (made := phrase(sentence, target)) is not None
    ]


def _by_agent(clause: Clause, line: Line, subject: Phrase) -> list[RelationFinding]:
    """As in "orders are carried out by drivers"."""
    if clause.verb in LOOKING:
        return []
    found = [r for agent in clause.subjects for r in _pair(clause, line, subject, agent, to_one=True)]
    finite = bool(line.sentence.dependents(clause.i, "auxpass")) and clause.verb not in PASSING
    return [replace(r, weight=LIKELY) if finite and r.weight == HINT else r for r in found]


def _to_objects(clause: Clause, line: Line, subject: Phrase) -> list[RelationFinding]:
    """As in "a customer has accounts", "the detail shows related payments"."""
    found: list[RelationFinding] = []
    related = any(set(t.text.split()) & {"related", "associated", "linked"} for t in clause.objects)
    for target in (*_all_objects(clause, line), *_datives(clause, line)):
        if related and target.many and usable(subject.noun) and usable(target.noun):
            found.append(belongs(target.noun, subject.noun, line, "related"))
        if clause.verb not in LOOKING:
            for real in _through(target):
                found.extend(_pair(clause, line, subject, real, to_one=False))
    if clause.verb in PART_VERBS or clause.verb == "have":
        wholes = continued(line.sentence, tuple(t for p, t in clause.obliques if p == "of"))
        found.extend(r for p in wholes for t in _through(p) for r in _pair(clause, line, subject, t, to_one=False))
    return found


def _all_objects(clause: Clause, line: Line) -> tuple[Phrase, ...]:
    """The objects; of what something has or consists of, also those behind a place where the parse broke off."""
    if clause.verb in PART_VERBS or clause.verb == "have":
        return continued(line.sentence, clause.objects)
    return clause.objects


def _datives(clause: Clause, line: Line) -> list[Phrase]:
    """As in "the office grants each visitor a pass"."""
    sentence = line.sentence
    found = (phrase(sentence, t) for t in sentence.dependents(clause.i, "dative") if t.pos in ("NOUN", "PROPN"))
    return [p for p in found if p is not None]


def _between_objects(clause: Clause, line: Line) -> list[RelationFinding]:
    """As in "a clerk assigns the tray to a shelf": the tray is on the shelf. Of other verbs it is a hint."""
    if (clause.verb in LOOKING and clause.verb not in TO_ONE) or all(p.noun[-1] in _LIGHT for p in clause.objects):
        return []
    sure = TO_ONE.get(clause.verb, ())
    found: list[RelationFinding] = []
    for given in clause.objects:
        for preposition, target in clause.obliques:
            if preposition in sure or preposition in _GIVING:
                made = _pair(clause, line, given, target, to_one=True)
                found.extend(made if preposition in sure else [_weaker(r, clause) for r in made])
    return found


def _surer(relation: RelationFinding) -> RelationFinding:
    """Verb and preposition together tell it, unless it only happens at times."""
    return relation if relation.weight <= TRACE else replace(relation, weight=max(relation.weight, LIKELY))


def _weaker(relation: RelationFinding, clause: Clause) -> RelationFinding:
    return RelationFinding(
        source=relation.source, target=relation.target, evidence=relation.evidence, verb=clause.verb,
        weight=min(relation.weight, HINT), target_many=relation.target_many, source_many=relation.source_many,
        role=relation.role,
    )  # fmt: skip


def _through(target: Phrase) -> tuple[Phrase, ...]:
    """As in "a number of pumps", "a list of entries": the things counted, not the count."""
    if target.of and target.noun[-1] in COUNTS:
        return tuple(_counted(n, target.i, many=target.noun[-1] != "part") for n in target.of)
    return (target,)


def _counted(noun: Noun, i: int, *, many: bool) -> Phrase:
    return Phrase(
        noun=noun, i=i, many=many, each=False, low=None, high=None if many else 1, possessor=(), of=(), definite=False,
        text="",
    )  # fmt: skip


def _pair(clause: Clause, line: Line, subject: Phrase, target: Phrase, *, to_one: bool) -> list[RelationFinding]:
    if subject.noun == target.noun:
        return _of_its_kind(clause, line, subject, target)
    if not usable(subject.noun) or not usable(target.noun):
        return []
    told = count(line.sentence, target)
    optional = clause.modal in _OPTIONAL or clause.negated
    distributed = to_one and subject.many and _each_to_one(target, told)
    many = told.many and not distributed
    return [
        RelationFinding(
            source=subject.noun, target=target.noun, evidence=line.statement.evidence,
            weight=_weight(clause, line, subject, target, told, to_one=to_one),
            target_low=0 if optional else told.low, target_high=told.high, target_many=many,
            source_many=True if to_one and not many else None, part=_tells_parts(clause) and not to_one,
            verb=_deed(clause), role=() if many else _as_what(clause, target) or role_of(target, line),
        )
    ]  # fmt: skip


def _of_its_kind(clause: Clause, line: Line, subject: Phrase, target: Phrase) -> list[RelationFinding]:
    """As in "a tray may be linked to other trays", "a region contains regions": only where another is plainly meant."""
    around = {t.lower for t in line.sentence.tokens[max(0, target.i - 4) : target.i + 4]}
    plain = bool(around & _OTHERS) or clause.verb in PART_VERBS
    if not plain or not usable(subject.noun) or clause.verb in LOOKING:
        return []
    told = count(line.sentence, target)
    preposition = next((p for p, t in clause.obliques if t.i == target.i), "")
    role, many = ("other", *target.noun), told.many
    if clause.verb in PART_VERBS:
        role, many = ("parent",), False
    elif preposition and not clause.passive and not many:
        role = (f"{clause.verb}s", preposition)
    return [
        RelationFinding(
            source=subject.noun, target=target.noun, evidence=line.statement.evidence, weight=LIKELY, target_low=0,
            target_high=None if many else 1, target_many=many, role=role, verb=clause.verb,
        )
    ]  # fmt: skip


def _deed(clause: Clause) -> str:
    """The verb, or what it means with its object ("take part": participate)."""
    return "participate" if clause.verb == "take" and any(p.noun == ("part",) for p in clause.objects) else clause.verb


def _is_made_up(clause: Clause, line: Line) -> bool:
    return clause.verb == "make" and any(t.lower == "up" for t in line.sentence.dependents(clause.i, "prt"))


def _tells_parts(clause: Clause) -> bool:
    """As in "consists of", "is composed of"; whoever composes something is no whole."""
    return clause.verb in PART_VERBS and (clause.passive or clause.verb not in ("compose", "divide"))


def _as_what(clause: Clause, target: Phrase) -> Noun:
    """As in "each hall is given a keeper as warden": a role, told with the verb."""
    roles = [p.noun for word, p in clause.obliques if word == "as" and p.i > clause.i]
    return roles[0] if len(roles) == 1 and usable(roles[0]) and roles[0] != target.noun else ()


def role_of(target: Phrase, line: Line) -> Noun:
    """The whole name of what stands behind a noun ("arrival harbour"): it may tell a role; () for none.

    Participles tell a state ("a confirmed loan"), most adjectives a kind ("a movable bridge"), not a role.
    """
    before = {t.lower: t for t in line.sentence.tokens[max(0, target.i - 4) : target.i]}
    left = [before[w] for w in target.noun[:-1] if w in before]
    is_role = all(t.pos in ("NOUN", "PROPN") or t.lower in _ROLE_ADJECTIVES for t in left)
    return target.noun if left and is_role else ()


def _each_to_one(target: Phrase, told: Count) -> bool:
    """As in "users are linked to departments": each to one, unless a number says otherwise."""
    return target.many and told.low is None and told.high is None and not set(target.text.split()) & SEVERAL


def _weight(clause: Clause, line: Line, subject: Phrase, target: Phrase, told: Count, *, to_one: bool) -> float:
    quantified = subject.each or target.each or told.low is not None or told.many
    if _is_condition(clause, line):
        return TRACE
    if clause.verb in PASSING and not to_one:
        return HINT / 2
    if (quantified or to_one) and (clause.verb in RELATING or clause.verb in PART_VERBS):
        return LIKELY
    return HINT


def _is_condition(clause: Clause, line: Line) -> bool:
    """As in "if the crane lifts a box": what happens at times, not how things stand to each other."""
    return any(t.lower in _CONDITIONS for t in line.sentence.dependents(clause.i, "mark", "advmod") if t.i < clause.i)
