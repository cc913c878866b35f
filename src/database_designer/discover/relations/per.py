"""Things counted per thing: "employees per department", "sessions for the same trainer and for the same room"."""

from __future__ import annotations

import re
from dataclasses import replace

from database_designer.discover.findings import CERTAIN, RelationFinding
from database_designer.discover.names import words
from database_designer.discover.prose import Line
from database_designer.discover.relations.words import belongs, noun_of

_PER = re.compile(r"\b(?P<many>[A-Za-z]+)\s+(?:per|for each|for every)\s+(?P<one>(?:[a-z]+\s)?[a-z]+)\b", re.IGNORECASE)
_OF = re.compile(
    r"\b(?P<many>[A-Za-z]+)\s+(?:of|for)\s+(?:the same|each|every|one)\s+(?P<one>(?:[a-z]+\s)?[a-z]+)\b", re.IGNORECASE
)
# "For a crate several labels can be printed."
_FOR_ONE = re.compile(
    r"^(?:for|to|in|at|on|with) (?:an?|each|every|one|any) (?P<one>(?:[a-z][\w-]*\s)?[a-z][\w-]*),? (?:there (?:are|can be|may be) )?(?:several|many|multiple|various|any number of|one or more|zero or more|two or more) (?P<many>(?:[a-z][\w-]*\s)?[a-z][\w-]*)\b",
    re.IGNORECASE,
)
# "For every signed contract an invoice is issued": one each.
_ONE_EACH = re.compile(
    r"^(?:for|to|with|on) (?:each|every|any) (?P<one>(?:[a-z][\w-]*\s){0,2}[a-z][\w-]*?),? (?:exactly |at most )?(?:an?|one) (?P<many>(?:[a-z][\w-]*\s)?[a-z][\w-]*) "
    r"(?:is|are|must be|shall be|will be|can be|may be|has to be) (?:automatically |then |also )?(?:created|generated|issued|kept|stored|recorded|written|made|opened|drawn up|prepared|produced|filed|registered|maintained)\b",
    re.IGNORECASE,
)
_SAME = re.compile(r"\b(?P<many>[a-z]+)\s+for the same [a-z]+(?:\s+(?:and|or)\s+for the same [a-z]+)*", re.IGNORECASE)
_ONE_SAME = re.compile(r"for the same ([a-z]+)", re.IGNORECASE)


def counted_per(line: Line) -> list[RelationFinding]:
    """Each of the many is of one of the few that they are counted by."""
    text = line.statement.text
    found = [r for m in _PER.finditer(text) for r in _of_match(m, line, "per")]
    found.extend(r for m in _OF.finditer(text) for r in _of_match(m, line, "of"))
    found.extend(r for m in _FOR_ONE.finditer(text) for r in _for_one(m, line))
    found.extend(r for m in _ONE_EACH.finditer(text) for r in _one_each(m, line))
    for match in _SAME.finditer(text):
        many = noun_of(match["many"])
        few = (noun_of(one) for one in _ONE_SAME.findall(match[0]))
        found.extend(belongs(many, one, line, "for the same") for one in few if one and many and one != many)
    return found


def _for_one(match: re.Match[str], line: Line) -> list[RelationFinding]:
    few, named = noun_of(match["one"]), words(match["many"])
    if len(named) > 1 and not line.may_be_noun(named[-1]):
        named = named[:-1]
    many = noun_of(" ".join(named))
    return [belongs(many, few, line, "for each")] if many and few and many != few else []


def _one_each(match: re.Match[str], line: Line) -> list[RelationFinding]:
    one, other = noun_of(words(match["one"])[-1]), noun_of(match["many"])
    if not one or not other or one == other:
        return []
    return [replace(belongs(other, one, line, "for each"), target_high=1, weight=CERTAIN)]


def _of_match(match: re.Match[str], line: Line, verb: str) -> list[RelationFinding]:
    many, few = noun_of(match["many"]), noun_of(match["one"])
    if not many or not few or many == few or not line.may_be_noun(words(match["many"])[-1]):
        return []
    if len(few) > 1 and not line.may_be_noun(words(match["one"])[-1]):
        few = few[:-1]
    if verb == "per" and many[-1] in ("record", "entry", "row") and line.topics:
        many = line.topics[0]
    return [belongs(many, few, line, verb)]
