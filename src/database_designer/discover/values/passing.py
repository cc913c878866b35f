"""States that a thing passes through: "A claim goes through the states Reported, Checked and Paid, in this order"."""

from __future__ import annotations

import itertools
import re

from database_designer.discover.findings import Findings, StateFinding, ValuesFinding, combine
from database_designer.discover.language.lexicon import EMPTY_ADJECTIVES, SYSTEM_NOUNS
from database_designer.discover.names import Noun, singular, words
from database_designer.discover.prose import Line
from database_designer.discover.values.lists import are_values, split_values
from database_designer.discover.values.state_owners import owner_of

_VALUE = r"[`\"“'‘]?[A-Za-z][\w-]{0,40}(?:[ -](?!(?:and|or|then)\b)[A-Za-z][\w-]{0,40}){0,2}[`\"”'’]?"
_AND = r"(?:,\s*(?:and |or |then |and then |and finally )?|/|\s+(?:and|or|then|and then|and finally)\s+)"
_STATES = r"(?:states?|status(?:es)?|stages?|phases?)"
_PASSES = re.compile(
    rf"(?:^|[.;,]\s)(?:an?|the|each|every|all)?\s*(?P<owner>[A-Za-z][\w-]{{0,40}}(?: [a-z][\w-]{{0,40}}){{0,2}}?)\s+(?:(?:can|may|must|shall|will|always|then)\s+){{0,2}}"
    rf"(?:goe?s?|pass(?:es)?|runs?|moves?|progress(?:es)?|proceeds?|advances?)\s+(?:successively\s+|in turn\s+)?through\s+(?:the\s+)?(?:following\s+)?{_STATES}\s*:?\s*(?P<list>{_VALUE}(?:\s*{_AND}\s*{_VALUE})+)",
    re.IGNORECASE,
)
_IN_ORDER = re.compile(
    r"\bin (?:this|that|the given|the stated|the following|exactly this) (?:order|sequence)\b|\bin (?:order|sequence|turn)\b|\bone after (?:the other|another)\b|\bsuccessively\b",
    re.IGNORECASE,
)
_STATUS: Noun = ("status",)


def read_passings(lines: tuple[Line, ...]) -> Findings:
    """The states of each thing that passes through some, its first one, and its moves where their order is told."""
    return combine(_passing(line) for line in lines if "through" in line.statement.text)


def _passing(line: Line) -> Findings:
    text = line.statement.text
    match = _PASSES.search(_IN_ORDER.sub(".", text))
    values = split_values(match["list"]) if match is not None else ()
    owner = _owner(match["owner"], line) if match is not None else ()
    if not owner or not are_values(values):
        return Findings()
    moves = tuple(itertools.pairwise(values)) if _IN_ORDER.search(text) else ()
    evidence = line.statement.evidence
    return Findings(
        values=(ValuesFinding(owner=owner, attribute=_STATUS, values=values, evidence=evidence),),
        states=(StateFinding(owner=owner, evidence=evidence, moves=moves, start=values[0]),),
    )


def _owner(text: str, line: Line) -> Noun:
    said = [w for w in words(text) if w not in EMPTY_ADJECTIVES and w not in ("it", "the", "an", "a")]
    if said and said[-1] not in SYSTEM_NOUNS:
        return (*said[:-1], singular(said[-1]))
    return owner_of((), line.statement.section)
