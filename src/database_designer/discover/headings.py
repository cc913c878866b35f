"""Headings name things: "FR-2 Member Management", "UC-3: Create Department", "Register Loan"."""

from __future__ import annotations

import re

from database_designer.discover.findings import EntityFinding, Findings
from database_designer.discover.language.lexicon import (
    EMPTY_ADJECTIVES,
    HEADING_TAIL,
    HEADING_VERBS,
    SOFTWARE_NOUNS,
)
from database_designer.discover.names import Noun, singular, words
from database_designer.model.requirements import Requirements
from database_designer.source import Evidence

_NUMBERING = re.compile(
    r"^(?:[A-Z]{1,5}[-\s]{0,3})?(?:[A-Z]{1,5}[-\s]{0,3})?\d+(?:[.\-]\d+)*[.:)\s-]*|^[A-Z]{2,5}(?:-[A-Z]{2,5})*-?\d+\s*[:.–—-]?\s*"
    r"|^(?:(?:[A-Z]{2,5}\s+)?(?:[Gg]roup|[Pp]art|[Ss]ection|[Cc]hapter|[Mm]odule|[Aa]rea)\s+)?(?:[A-Z]|[IVX]{1,5})(?:\s*[.):]|\s+[–—-])\s+"
)
_TRAILING = re.compile(r"\((?:[^)]*)\)|[`*_#]")
_SEPARATORS = re.compile(r"\s*(?:,|/|&|\+|\band\b|\bor\b)\s*", re.IGNORECASE)
_MAX_WORDS = 7
_MANAGEMENT = frozenset(
    "management administration crud tracking registration catalog catalogue directory subsystem lifecycle".split()
)
_CREATION = frozenset("create add register manage maintain new submit book record delete update edit".split())
_FUNCTION_WORDS = frozenset(
    "of for in on by to with from via per the a an as at into using their its all and or is are how".split()
)
_DETERMINERS = frozenset("a an the my our new".split())
_DOCUMENT_WORDS = frozenset(
    """functional nonfunctional non business technical general introduction overview purpose scope background constraint assumption
    dependency glossary appendix reference summary goal objective audience stakeholder definition acronym abbreviation
    main alternative alternate basic exception exceptional success failure precondition postcondition trigger step flow note
    notes description example sample important key open other additional related acceptance criteria criterion quality""".split()
)
_WEIGHT_MANAGEMENT = 0.5
_WEIGHT_CREATION = 0.4
_WEIGHT_PLAIN = 0.15


def strip_heading(title: str) -> str:
    """The heading without numbering, ids, brackets and marks."""
    return _NUMBERING.sub("", _TRAILING.sub(" ", title)).strip(" :.–—-")


def heading_noun(title: str) -> Noun:
    """The thing a heading is about, () where it names none ("Create Department" -> ("department",))."""
    nouns = heading_nouns(title)
    return nouns[0][0] if nouns else ()


def heading_nouns(title: str) -> tuple[tuple[Noun, float], ...]:
    """The things a heading is about, each with its weight for being an entity type."""
    text = strip_heading(title)
    if len(text.split()) > _MAX_WORDS or text.endswith(("?", "!")):
        return ()
    found: list[tuple[Noun, float]] = []
    tail_weight = _WEIGHT_MANAGEMENT if set(words(text)) & _MANAGEMENT else 0.0
    for part in _SEPARATORS.split(text):
        name, weight = _one(part)
        if name:
            found.append((name, max(weight, tail_weight)))
    return tuple(dict.fromkeys(found))


def _one(part: str) -> tuple[Noun, float]:
    parts = list(words(part))
    weight = _WEIGHT_PLAIN
    if len(parts) > 2 and parts[1] in _DETERMINERS and parts[0] not in _FUNCTION_WORDS | HEADING_VERBS:
        parts = parts[2:]  # "Plan a dig" is about digs, whatever is done with them
    while len(parts) > 1 and parts[0] in HEADING_VERBS:
        weight = max(weight, _WEIGHT_CREATION if parts[0] in _CREATION else weight)
        parts.pop(0)
        while len(parts) > 1 and (parts[0] in EMPTY_ADJECTIVES or parts[0] in ("a", "an", "the")):
            parts.pop(0)
    for i, word in enumerate(parts):
        if word in _FUNCTION_WORDS and i > 0:
            parts = parts[:i]
            break
    while len(parts) > 1 and (
        parts[-1] in HEADING_TAIL or (parts[-1] != "details" and singular(parts[-1]) in HEADING_TAIL)
    ):
        weight = max(weight, _WEIGHT_MANAGEMENT if parts[-1] in _MANAGEMENT else weight)
        parts.pop()
    if parts and parts[0] in _DOCUMENT_WORDS:
        return (), 0.0
    if not parts or len(parts) > 3 or any(w in _FUNCTION_WORDS or w.isdigit() for w in parts):
        return (), 0.0
    name = (*parts[:-1], singular(parts[-1]))
    if name[-1] in HEADING_VERBS | HEADING_TAIL or (name[-1] in SOFTWARE_NOUNS and weight <= _WEIGHT_PLAIN):
        return (), 0.0
    return name, weight


def read_headings(requirements: Requirements) -> Findings:
    """Entity findings of all headings."""
    found: list[EntityFinding] = []
    for document in requirements.documents:
        for section in document.sections:
            evidence = Evidence(span=section.span, quote=section.title, requirement=section.requirement)
            for name, weight in heading_nouns(section.title):
                found.append(EntityFinding(noun=name, weight=weight, reason="named by a heading", evidence=evidence))
    return Findings(entities=tuple(found))
