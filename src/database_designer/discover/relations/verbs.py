"""A verb between two nouns: "a press has prints", "a print is made by a press", "clerks assign a tray to a shelf"."""

from __future__ import annotations

from dataclasses import replace

from database_designer.discover.findings import HINT, LIKELY, RelationFinding
from database_designer.discover.language.phrases import Clause, Phrase, clauses, conjuncts, phrase
from database_designer.discover.prose import Line
from database_designer.discover.relations.counts import count
from database_designer.discover.relations.lists import continued
from database_designer.discover.relations.pairing import paired, surer, through, weaker
from database_designer.discover.relations.words import LOOKING, PART_VERBS, PASSING, TO_ONE, belongs, usable

_PLACES = frozenset(
    """in at on for with from to of by within under into through about onto during after over along behind against
    between among near beside inside outside above below around""".split()
)
# "pressed from a hide", "filled into kegs": where a thing comes from or goes for good.
_SOURCES = frozenset({"from", "into"})
_GIVING = frozenset({"to", "for", "from"})
# "take part in", "take place in": the object says nothing, the place everything.
_LIGHT = frozenset("part place role care charge access responsibility account".split())
# "has space for ten boats": the boats are meant.
_ROOM = frozenset("space room capacity".split())
_ENTITLING = frozenset("entitle allow let permit authorize authorise oblige".split())
_DIVIDING = frozenset("divide subdivide split partition organize organise structure separate".split())
_CONNECTING = frozenset("connect link join tie separate".split())


def related_by_verb(clause: Clause, line: Line) -> list[RelationFinding]:
    """What the clause relates: who does something to what, and what it is done with, in, for."""
    if clause.verb == "be" or (clause.verb == "base" and not line.sentence.dependents(clause.i, "auxpass")):
        return []
    if clause.passive:
        return _undergone(clause, line)
    found: list[RelationFinding] = _entitled(clause, line)
    for subject in clause.subjects:
        for real in through(subject):
            found.extend(_to_one(clause, line, real))
            found.extend(_to_objects(clause, line, real))
    ends = _connected(clause, line)
    found.extend(ends or _between_objects(clause, line))
    return found


def _entitled(clause: Clause, line: Line) -> list[RelationFinding]:
    """As in "a permit entitles one angler to one lake", "a pass lets a guest use a pool": it is of both."""
    if clause.verb not in _ENTITLING or clause.passive:
        return []
    sentence = line.sentence
    inner = [c for t in sentence.dependents(clause.i, "ccomp", "xcomp") for c in clauses(sentence) if c.i == t.i]
    meant = [*clause.objects, *(t for p, t in clause.obliques if p in ("to", "for", "in"))]
    meant += [p for c in inner for p in (*c.subjects, *c.objects, *(t for _, t in c.obliques))]
    single = [p for p in meant if not p.many and not p.definite]
    return [
        surer(r)
        for s in clause.subjects
        if not s.definite and not s.many
        for p in single
        for r in paired(clause, line, s, p, to_one=True)
    ]


def _connected(clause: Clause, line: Line) -> list[RelationFinding]:
    """As in "a rope ties a barge to a pier", "a bridge connects two banks": what connects has both ends."""
    if clause.verb not in _CONNECTING or clause.modal:
        return []
    ends = [t for p, t in clause.obliques if p in ("to", "with", "and")]
    two = [p for p in clause.objects if p.low == p.high == len(("one", "other"))]
    found = [
        r for s in clause.subjects for t in (*ends, *clause.objects) for r in paired(clause, line, s, t, to_one=True)
    ]
    found = [surer(r) for r in found if r.target not in [p.noun for p in two]]
    return [
        *found,
        *(r for s in clause.subjects for p in two for r in _two_ends(clause, line, s, p, ("first", "second"))),
    ]


def _undergone(clause: Clause, line: Line) -> list[RelationFinding]:
    """As in "a lamp is mounted on a mast by a worker", "each hall is given a keeper"."""
    found: list[RelationFinding] = []
    given = {t.i for t in line.sentence.dependents(clause.i, "dobj", "oprd")}
    for subject in (p for p in clause.objects if p.i not in given):
        for real in through(subject):
            found.extend(_to_one(clause, line, real))
            found.extend(_by_agent(clause, line, real))
            if clause.verb not in LOOKING:
                objects = (p for p in clause.objects if p.i in given)
                found.extend(r for p in objects for r in paired(clause, line, real, p, to_one=not p.many))
            found.extend(_made_of(clause, line, real))
            found.extend(_deed_done_to(clause, line, real))
    return found


def _deed_done_to(clause: Clause, line: Line, subject: Phrase) -> list[RelationFinding]:
    """As in "a vehicle needs to be repaired": where a repair is a thing, it is of a vehicle."""
    if clause.verb in LOOKING or clause.verb in PASSING or not usable(subject.noun) or subject.noun == (clause.verb,):
        return []
    return [
        RelationFinding(
            source=subject.noun, target=(clause.verb,), evidence=line.statement.evidence, weight=HINT, target_many=True,
            source_high=1, source_many=False, verb=clause.verb,
        )
    ]  # fmt: skip


def _made_of(clause: Clause, line: Line, whole: Phrase) -> list[RelationFinding]:
    """As in "is composed of a lamp and a mast", "is made up of", "is divided into": its parts."""
    made_up = _is_made_up(clause, line)
    divided = clause.verb in _DIVIDING
    prepositions = ("into", "in") if divided else ("of", "from")
    if clause.verb not in PART_VERBS and not made_up and not divided:
        return []
    parts = continued(line.sentence, tuple(t for p, t in clause.obliques if p in prepositions))
    told = [r for p in parts for t in through(p) for r in paired(clause, line, whole, t, to_one=False)]
    return [replace(surer(r), part=True) if made_up or divided else r for r in told]


def _to_one(clause: Clause, line: Line, subject: Phrase) -> list[RelationFinding]:
    """As in "X belongs to Y", "X is assigned to Y"; any other verb with a place tells little."""
    if clause.objects and not clause.passive and not all(p.noun[-1] in _LIGHT for p in clause.objects):
        return []
    prepositions = TO_ONE.get(clause.verb, ())
    places = [(p, real) for p, t in clause.obliques if not _is_amount(p, t, line) for real in through(t)]
    sure = [surer(r) for p, t in places if p in prepositions for r in paired(clause, line, subject, t, to_one=True)]
    if sure or clause.verb in LOOKING or clause.verb in PART_VERBS or clause.verb in _DIVIDING:
        return sure
    ends = _from_to(clause, line, subject)
    if ends:
        return ends
    further = [(p, r) for p, t in places if p in _PLACES for r in paired(clause, line, subject, t, to_one=True)]
    return [surer(r) if clause.passive and p in _SOURCES else weaker(r, clause) for p, r in further]


def _from_to(clause: Clause, line: Line, subject: Phrase) -> list[RelationFinding]:
    """As in "a cable runs from one mast to another": two references to one thing."""
    ends = {p: t for p, t in (*clause.obliques, *nested(clause, line)) if p in ("from", "to")}
    if len(ends) < len(("from", "to")) or len({t.noun for t in ends.values()}) > 1 or not usable(subject.noun):
        return []
    return _two_ends(clause, line, subject, ends["from"], tuple(ends))


def _two_ends(
    clause: Clause, line: Line, subject: Phrase, target: Phrase, which: tuple[str, ...]
) -> list[RelationFinding]:
    if not usable(subject.noun) or not usable(target.noun):
        return []
    return [
        RelationFinding(
            source=subject.noun, target=target.noun, evidence=line.statement.evidence, weight=LIKELY, target_low=1,
            target_high=1, target_many=False, verb=clause.verb, role=(end, *target.noun),
        )
        for end in which
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
    agents = clause.subjects or tuple(p for word, p in nested(clause, line) if word == "by")
    found = [r for agent in agents for r in paired(clause, line, subject, agent, to_one=True)]
    if "by" in TO_ONE.get(clause.verb, ()):
        return [surer(r) for r in found]
    finite = bool(line.sentence.dependents(clause.i, "auxpass")) and clause.verb not in PASSING
    return [replace(r, weight=LIKELY) if finite and r.weight == HINT else r for r in found]


def _to_objects(clause: Clause, line: Line, subject: Phrase) -> list[RelationFinding]:
    """As in "a customer has accounts", "the detail shows related payments"."""
    found: list[RelationFinding] = []
    related = any(set(t.text.split()) & {"related", "associated", "linked"} for t in clause.objects)
    datives = _datives(clause, line)
    found.extend(r for d in datives for p in clause.objects for r in _given(clause, line, d, p))
    for target in (*_all_objects(clause, line), *datives):
        if related and target.many and usable(subject.noun) and usable(target.noun):
            found.append(belongs(target.noun, subject.noun, line, "related"))
        if clause.verb not in LOOKING:
            for real in through(target):
                found.extend(paired(clause, line, subject, real, to_one=False))
    if clause.objects and all(p.noun[-1] in _ROOM for p in clause.objects):
        held = [t for p, t in (*clause.obliques, *_behind(clause.objects[0], line, "for")) if p == "for"]
        told = [r for t in held for r in paired(clause, line, subject, t, to_one=False)]
        found.extend(replace(surer(r), target_low=0) for r in told)
    if clause.verb in PART_VERBS or clause.verb == "have":
        wholes = continued(line.sentence, tuple(t for p, t in clause.obliques if p == "of"))
        found.extend(r for p in wholes for t in through(p) for r in paired(clause, line, subject, t, to_one=False))
    return found


def _all_objects(clause: Clause, line: Line) -> tuple[Phrase, ...]:
    """The objects; of what something has or consists of, also those behind a place where the parse broke off."""
    if clause.verb in PART_VERBS or clause.verb == "have":
        listed = continued(line.sentence, clause.objects)
        return (*listed, *(p for one in listed for p in _behind_with(one, line)))
    return clause.objects or tuple(t for p, t in clause.obliques if _is_amount(p, t, line))


def _is_amount(preposition: str, target: Phrase, line: Line) -> bool:
    """As in "holds between two and five boats": no place, but how many."""
    return preposition == "between" and count(line.sentence, target).told


def _behind_with(one: Phrase, line: Line) -> list[Phrase]:
    """As in "a yard has sheds with a number and boats": the last of the list may be the yard's."""
    sentence = line.sentence
    inner = (
        n for p in sentence.dependents(one.i, "prep") if p.lower == "with" for n in sentence.dependents(p.i, "pobj")
    )
    last = [conjuncts(sentence, n)[-1] for n in inner if sentence.dependents(n.i, "conj")]
    made = [phrase(sentence, t) for t in last if t.tag == "NNS"]
    return [p for p in made if p is not None]


def _datives(clause: Clause, line: Line) -> list[Phrase]:
    """As in "the office grants each visitor a pass"."""
    sentence = line.sentence
    found = (phrase(sentence, t) for t in sentence.dependents(clause.i, "dative") if t.pos in ("NOUN", "PROPN"))
    return [p for p in found if p is not None]


def _given(clause: Clause, line: Line, owner: Phrase, thing: Phrase) -> list[RelationFinding]:
    """As in "the office grants each visitor a pass": the visitor has a pass, whoever grants it."""
    told = paired(clause, line, owner, thing, to_one=False)
    return [] if clause.verb in LOOKING else [replace(r, weight=LIKELY if owner.each else HINT) for r in told]


def _between_objects(clause: Clause, line: Line) -> list[RelationFinding]:
    """As in "a clerk assigns the tray to a shelf": the tray is on the shelf. Of other verbs it is a hint."""
    if (clause.verb in LOOKING and clause.verb not in TO_ONE) or all(p.noun[-1] in _LIGHT for p in clause.objects):
        return []
    sure = TO_ONE.get(clause.verb, ())
    found: list[RelationFinding] = []
    for given in clause.objects:
        for preposition, target in (*clause.obliques, *_behind(given, line, "to", "into")):
            made = paired(clause, line, given, target, to_one=True)
            if preposition in sure or preposition in _GIVING:
                found.extend(surer(r) if preposition in sure else weaker(r, clause) for r in made)
            elif preposition in _PLACES:
                found.extend(replace(weaker(r, clause), weight=min(r.weight, HINT / 2)) for r in made)
    return found


def _behind(given: Phrase, line: Line, *prepositions: str) -> list[tuple[str, Phrase]]:
    """As in "add a comment to a book", where the parse hangs the book on the comment."""
    sentence = line.sentence
    return [
        (preposition.lower, made)
        for preposition in sentence.dependents(given.i, "prep")
        if preposition.lower in prepositions
        for target in sentence.dependents(preposition.i, "pobj")
        if (made := phrase(sentence, target)) is not None
    ]


def _is_made_up(clause: Clause, line: Line) -> bool:
    return clause.verb == "make" and any(t.lower == "up" for t in line.sentence.dependents(clause.i, "prt"))
