"""What must not overlap is a thing with a beginning and an end: "reservations of the same boat must not overlap".

Who writes so speaks of rows, though no other sentence may tell of them ("boats can be reserved").
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from database_designer.discover.findings import CERTAIN, LIKELY, EntityFinding, Findings, RelationFinding, combine
from database_designer.discover.names import Noun, noun
from database_designer.discover.prose import Line

_THING = r"[a-z][\w-]*(?: (?!of\b|for\b|in\b|at\b|by\b|may\b|must\b|can)[a-z][\w-]*)?"
_OF = r"(?:of|for|at|in|by|on) (?:the same|one|a single|one and the same) "
_NOT = r"(?:(?:must|may|can|shall|should|do|are allowed to) (?:not|never)|cannot|never)"
_FORMS = (
    # Reservations of the same boat must not overlap; no two reservations of one boat may overlap.
    re.compile(rf"^(?:the |two )?(?P<what>{_THING}) {_OF}(?P<whose>{_THING}) {_NOT} (?:ever )?(?:overlap|clash|intersect)\b", re.I),
    re.compile(rf"^no two (?P<what>{_THING}) {_OF}(?P<whose>{_THING}) (?:may|can|shall|must|should) (?:ever )?(?:overlap|clash|intersect)\b", re.I),
    # Overlapping reservations of the same boat are rejected.
    re.compile(rf"\boverlapping (?P<what>{_THING}) {_OF}(?P<whose>{_THING}) (?:are|must be|shall be) (?:rejected|refused|not allowed|forbidden|prevented|impossible)\b", re.I),
)  # fmt: skip
_NO_ROWS = frozenset("period interval date time slot window range value range hour validity duration phase".split())


def read_overlapping(lines: Iterable[Line]) -> Findings:
    """The things that must not overlap, and what they are of."""
    return combine(
        part for line in lines if "overlap" in (text := line.statement.text) or "clash" in text for part in _line(line)
    )


def _line(line: Line) -> Iterator[Findings]:
    for form in _FORMS:
        match = form.search(line.statement.text)
        if match is None:
            continue
        what, whose = noun(match["what"]), noun(match["whose"])
        if what and whose and what[-1] not in _NO_ROWS:
            yield _told(what, whose, line)
        return


def _told(what: Noun, whose: Noun, line: Line) -> Findings:
    evidence = line.statement.evidence
    relation = RelationFinding(
        source=whose, target=what, evidence=evidence, weight=LIKELY, target_many=True, source_low=1, source_high=1, source_many=False,
        verb="overlap",
    )  # fmt: skip
    thing = EntityFinding(noun=what, weight=CERTAIN, reason="rows of it must not overlap", evidence=evidence)
    return Findings(entities=(thing,), relations=(relation,))
