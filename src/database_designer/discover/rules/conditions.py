"""Conditions in English as expressions over a row: "the member is active", "it has no open claims", "has not started".

A condition is a subject (the row itself, what it points to, a value of these) and what is said of it. Each kind of
saying is a function from the words behind the subject to an expression; the first that understands all of them wins.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from database_designer.discover.rules.amounts import (
    GIVEN,
    LACKING,
    age,
    amount_of,
    distance,
    expired_by_date,
    figure,
    of_value,
)
from database_designer.discover.rules.belonging import none_of, pointing, rows_of, same
from database_designer.discover.rules.happened import IS, timed
from database_designer.discover.rules.logic import along, both, denied, either
from database_designer.discover.rules.subjects import ITSELF, Subject, named, subject_of
from database_designer.discover.rules.things import Thing, qualities, thing
from database_designer.discover.rules.vocabulary import Vocabulary
from database_designer.discover.rules.wording import bare
from database_designer.model.conceptual import EntityType
from database_designer.model.expression import (
    Aggregate,
    Comparator,
    Comparison,
    Expression,
    IsSet,
    Path,
)

_MAX = 400
_VERB = re.compile(
    r"\b(?:is|are|was|were|be|has|have|had|does|do|did|belongs?|exceeds?|equals?|falls?|lies?|starts?|begins?|ends?|contains?|"
    r"includes?|holds?|owns?|must|cannot|can)\b"
)
_HAS = re.compile(
    r"^(?:(?:has|have|had|having|with|holds?|owns?|contains?|includes?|must have|belongs? to(?! the same)|is for|there (?:is|are|exists?)|exists?)|(?P<lacks>without|lacks?|does not have|do not have|has not|have not|cannot have|does not contain|has never had))\s+(?:already\s+|currently\s+|still\s+)?(?P<what>.+)$"
)


@dataclass(frozen=True, slots=True)
class Condition:
    """What has to hold of a row; `left_out` are the parts that were not understood, all of them joined by "and"."""

    holds: Expression
    left_out: tuple[str, ...] = ()


def condition(text: str, entity: EntityType, words: Vocabulary) -> Condition | None:
    """The condition that a text in plain wording states of a row of the entity type; None where nothing is understood.

    With "or" all parts have to be understood, as each makes the condition weaker; with "and" some may be left out.
    """
    said = text.strip(" ,.")
    if not said or len(said) > _MAX:
        return None
    whole = simple(said, entity, words)
    if whole is not None:
        return Condition(holds=whole)
    parts = re.split(r",?\s+or\s+", said)
    if len(parts) > 1:
        found = _shared(parts, entity, words)
        joined = either([f for f in found if f is not None]) if None not in found else None
        return Condition(holds=joined) if joined is not None else None
    parts = [p for p in re.split(r",?\s+and\s+|,\s+|\s+but\s+", said) if p.strip()]
    if len(parts) < 2:
        return None
    found = _shared(parts, entity, words)
    all_of = both(found)
    if all_of is None:
        return None
    return Condition(holds=all_of, left_out=tuple(p for p, f in zip(parts, found, strict=True) if f is None))


def _shared(parts: list[str], entity: EntityType, words: Vocabulary) -> list[Expression | None]:
    """Each part by itself, or with the subject of the part before."""
    found: list[Expression | None] = []
    front = ""
    for part in parts:
        told = simple(part, entity, words) or (simple(f"{front} {part}", entity, words) if front else None)
        verb = _VERB.search(part)
        front = part[: verb.end()] if verb and told is not None else front
        found.append(told)
    return found


def simple(text: str, entity: EntityType, words: Vocabulary) -> Expression | None:
    """One condition without "and" and "or" between whole conditions; None where it is not understood."""
    text = text.strip(" ,.")
    time = distance(text, entity, words) or expired_by_date(text, entity, words)
    if time is not None:
        return time
    for subject, said in _subjects(text, entity, words):
        found = _said_of(subject, said, words)
        if found is not None:
            return found
    return _rows(text, entity, words)


def _subjects(text: str, entity: EntityType, words: Vocabulary) -> Iterator[tuple[Subject, str]]:
    """The ways to part a text into a subject and what is said of it."""
    if re.match(r"there (?:is|are|exists?)\b|(?:with|without|has|have|having|lacks?)\b", text):
        yield Subject(entity=entity), text
        return
    for verb in list(_VERB.finditer(text))[:3]:
        subject = subject_of(text[: verb.start()], entity, words)
        if subject is not None:
            yield subject, text[verb.start() :]
    tokens = text.split()
    for size in range(min(5, len(tokens) - 1), 0, -1):
        subject = subject_of(" ".join(tokens[:size]), entity, words)
        if subject is not None and tokens[0] not in ITSELF:
            yield subject, " ".join(tokens[size:])
    yield Subject(entity=entity), text


def _said_of(subject: Subject, said: str, words: Vocabulary) -> Expression | None:
    if subject.value is not None:
        return of_value(subject, subject.value, said, words)
    if subject.steps and (given := IS.match(said)) and given["what"] in GIVEN | LACKING:
        return IsSet(operand=Path(steps=subject.steps), negated=(given["what"] in LACKING) is not bool(given["not"]))
    for reading in (_having, same, age, timed, _state, pointing):
        found = reading(subject.entity, said, words)
        if found is not None:
            return along(found, subject.steps)
    return None


def _having(entity: EntityType, said: str, words: Vocabulary) -> Expression | None:
    """As in "has no open claims", "with an active licence", "has at least two doors", "has a due date"."""
    has = _HAS.match(said)
    if not has:
        return None
    lacks = bool(has["lacks"])
    found = thing(has["what"], words)
    if found is not None:
        expression = _among(entity, found, words)
        if expression is not None:
            return none_of(expression) if lacks else expression
    what = has["what"]
    amount_ = amount_of(what, entity, words)
    if amount_ is not None:
        return denied(amount_, entity, words.navigation) if lacks else amount_
    if re.match(r"no\s", what):
        lacks, what = True, what[3:]
    subject = named(bare(what), entity, words)
    if subject is None or (subject.value is None and not subject.steps):
        return None
    path = subject.value or Path(steps=subject.steps)
    return IsSet(operand=path, negated=lacks)


def _among(entity: EntityType, found: Thing, words: Vocabulary) -> Expression | None:
    """That there are such rows, so many of them, or none, among those that point to a row of the entity type."""
    said = which(found, words)
    if said is None and found.rest:
        return None
    only = said.holds if said is not None else None
    forward = words.route(entity.name, found.entity.name)
    if forward and len(forward) == 1 and found.operator is None:
        there = IsSet(operand=Path(steps=forward), negated=found.none)
        return there if only is None else (None if found.none else along(only, forward))
    back = rows_of(entity, found.entity, words)
    if back is None:
        return None
    over = Path(steps=back)
    if not found.none and found.operator is None:
        return Aggregate(function="exists", over=over, where=only)
    counted = Aggregate(function="count", over=over, where=only)
    operator = Comparator.EQ if found.none or found.operator is None else found.operator
    return Comparison(operator=operator, left=counted, right=figure("0" if found.none else found.bound))


def which(found: Thing, words: Vocabulary) -> Condition | None:
    """Which of the rows are meant, by the words before the noun and behind it; None where not all is understood."""
    rest = re.sub(r"^(?:that|which|who|whose|and)\s+", "", found.rest)
    rest = re.sub(r"^(?:of|for|at|to|from)\s+(?=(?:an?|any|the)\s)", "", rest)
    rest = re.sub(
        r"^(?:attached|assigned|associated|linked|registered|left|remaining|for it|of its own)\b\s*(?:to it|with it)?",
        "",
        rest,
    ).strip()
    behind = condition(rest, found.entity, words) if rest else None
    if rest and (behind is None or behind.left_out):
        return None
    joined = both((found.where, behind.holds if behind is not None else None))
    return Condition(holds=joined) if joined is not None else None


def _state(entity: EntityType, said: str, words: Vocabulary) -> Expression | None:
    """As in "is active", "not yet approved", "CLOSED", "is in state open or pending", "ACTIVE with a valid licence"."""
    parted = re.match(r"^(?P<state>.+?)\s+(?P<having>(?:with|without|and has|and have|that has|having)\s+.+)$", said)
    if parted:
        state = _state(entity, parted["state"], words)
        having = _having(entity, re.sub(r"^(?:and|that)\s", "", parted["having"]), words)
        return both((state, having)) if state is not None and having is not None else None
    plain = IS.match(said)
    if not plain:
        return None
    what = re.sub(r"^(?:an?|the)\s+", "", plain["what"])
    found = qualities(what, entity, words)
    if (
        found is None
        and (inner := thing(what, words)) is not None
        and inner.entity.name == entity.name
        and not (inner.rest or inner.none or inner.operator)
    ):
        found = inner.where
    if found is None:
        return None
    return denied(found, entity, words.navigation) if plain["not"] else found


def _rows(text: str, entity: EntityType, words: Vocabulary) -> Expression | None:
    """Rows named alone: "no open claims", "an approved supplier", "all steps done"."""
    found = thing(re.sub(r"^(?:if|that)\s+", "", text), words)
    if found is None:
        return None
    every = re.match(r"^(?:all|every|each|any|some|one of|at least one)\b", text)
    if every and found.rest:
        return _quantified(entity, found, every[0], words)
    if found.where is None and not (found.none or found.operator):
        return None
    if words.navigation.are_kin(entity.name, found.entity.name) and not found.none:
        return found.where if not found.rest else None
    return _among(entity, found, words)


def _quantified(entity: EntityType, found: Thing, word: str, words: Vocabulary) -> Expression | None:
    """As in "all tasks are done", "any part is missing"."""
    inner = condition(found.rest, found.entity, words)
    back = rows_of(entity, found.entity, words)
    if inner is None or inner.left_out or back is None:
        return None
    if word in ("all", "every", "each"):
        return Aggregate(function="all", over=Path(steps=back), value=inner.holds, where=found.where)
    return Aggregate(function="exists", over=Path(steps=back), where=both((found.where, inner.holds)))
