"""A verb and two nouns as a finding: how many are meant, in what role, and how surely it is told."""

from __future__ import annotations

from dataclasses import replace

from database_designer.discover.findings import GENERAL, HINT, LIKELY, TRACE, RelationFinding
from database_designer.discover.language.lexicon import STORING_VERBS
from database_designer.discover.language.phrases import Clause, Phrase
from database_designer.discover.names import Noun
from database_designer.discover.prose import Line
from database_designer.discover.relations.counts import Count, count
from database_designer.discover.relations.words import COUNTS, LOOKING, PART_VERBS, PASSING, RELATING, SEVERAL, usable

_CONDITIONS = frozenset("if when once after before until unless whenever while because since".split())
_OTHERS = frozenset({"another", "other"})
# Adjectives before a noun that tell in what role it is known; others tell of what kind it is.
_ROLE_ADJECTIVES = frozenset(
    """first second previous next former old new original primary secondary main alternative preferred default senior
    junior final initial internal external local legal""".split()
)
_OPTIONAL = frozenset({"can", "may", "could", "might"})
_LEFT_OPEN = frozenset({"optionally", "possibly", "sometimes", "occasionally", "perhaps"})


def surer(relation: RelationFinding) -> RelationFinding:
    """Verb and preposition together tell it, unless it only happens at times."""
    return relation if relation.weight <= TRACE else replace(relation, weight=max(relation.weight, LIKELY))


def weaker(relation: RelationFinding, clause: Clause) -> RelationFinding:
    """The finding as a hint: many verbs and places tell little of how things stand to each other."""
    return RelationFinding(
        source=relation.source, target=relation.target, evidence=relation.evidence, verb=clause.verb,
        weight=min(relation.weight, GENERAL), target_many=relation.target_many, source_many=relation.source_many,
        role=relation.role,
    )  # fmt: skip


def through(target: Phrase) -> tuple[Phrase, ...]:
    """As in "a number of pumps", "a list of entries": the things counted, not the count."""
    if target.of and target.noun[-1] in COUNTS:
        return tuple(_counted(n, target.i, many=target.noun[-1] != "part") for n in target.of)
    return (target,)


def _counted(noun: Noun, i: int, *, many: bool) -> Phrase:
    return Phrase(
        noun=noun, i=i, many=many, each=False, low=None, high=None if many else 1, possessor=(), of=(), definite=False,
        text="",
    )  # fmt: skip


def paired(clause: Clause, line: Line, subject: Phrase, target: Phrase, *, to_one: bool) -> list[RelationFinding]:
    """What the verb tells of the two; nothing where one of them is no name."""
    if subject.noun == target.noun:
        return _of_its_kind(clause, line, subject, target)
    if not usable(subject.noun) or not usable(target.noun):
        return []
    if to_one and target.each and not subject.each:
        return paired(clause, line, target, subject, to_one=False)  # "a clerk is assigned to each desk"
    told = count(line.sentence, target)
    optional = clause.modal in _OPTIONAL or clause.negated or _is_left_open(clause, line)
    distributed = to_one and subject.many and _each_to_one(target, told)
    many = told.many and not distributed
    return [
        RelationFinding(
            source=subject.noun, target=target.noun, evidence=line.statement.evidence,
            weight=_weight(clause, line, subject, target, told, to_one=to_one),
            target_low=0 if optional else told.low, target_high=told.high, target_many=many,
            source_many=True if to_one and not many else None, part=_tells_parts(clause) and not to_one,
            verb=_deed(clause), role=() if many else _as_what(clause, target) or _role_of(target, line),
        )
    ]  # fmt: skip


def _is_left_open(clause: Clause, line: Line) -> bool:
    """As in "optionally has a lid", "does not have to have a lid"."""
    sentence = line.sentence
    verb = sentence.tokens[clause.i]
    ruled = verb.dep == "xcomp" and sentence.tokens[verb.head].lemma in ("have", "need", "require")
    adverbs = {t.lower for t in sentence.dependents(clause.i, "advmod")}
    return bool(adverbs & _LEFT_OPEN) or (ruled and bool(sentence.dependents(verb.head, "neg")))


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


def _tells_parts(clause: Clause) -> bool:
    """As in "consists of", "is composed of"; whoever composes something is no whole."""
    return clause.verb in PART_VERBS and (clause.passive or clause.verb not in ("compose", "divide"))


def _as_what(clause: Clause, target: Phrase) -> Noun:
    """As in "each hall is given a keeper as warden": a role, told with the verb."""
    roles = [p.noun for word, p in clause.obliques if word == "as" and p.i > clause.i]
    return roles[0] if len(roles) == 1 and usable(roles[0]) and roles[0] != target.noun else ()


def _role_of(target: Phrase, line: Line) -> Noun:
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
    return GENERAL if _is_general(clause, subject, target) else HINT


def _is_general(clause: Clause, subject: Phrase, target: Phrase) -> bool:
    """As in "sails are cut in a loft": said of all of a kind, without "shall" and "can", and of no certain ones."""
    plain = not clause.modal and not clause.negated and clause.verb not in LOOKING and clause.verb not in PASSING
    return plain and not any(p.definite or p.possessor for p in (subject, target))


def _is_condition(clause: Clause, line: Line) -> bool:
    """As in "if the crane lifts a box", "if it is to be lifted": what happens at times, not how things stand."""
    sentence = line.sentence
    verb = sentence.tokens[clause.i]
    if sentence.tokens[verb.head].lemma in STORING_VERBS | {"know"} and verb.dep == "advcl":
        return False  # "when a nurse weighs a child, the date is noted": it is kept
    verbs = (verb.i, verb.head) if verb.dep == "xcomp" else (verb.i,)
    marks = (t for i in verbs for t in sentence.dependents(i, "mark", "advmod") if t.i < clause.i)
    return any(t.lower in _CONDITIONS for t in marks)
