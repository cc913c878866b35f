"""Flags in prose: what can be deactivated is active or not, what can be published is published or not."""

from __future__ import annotations

from dataclasses import dataclass

from database_designer.discover.findings import LIKELY, AttributeFinding, Findings, combine
from database_designer.discover.language.lexicon import SOFTWARE_NOUNS, SYSTEM_NOUNS
from database_designer.discover.language.phrases import Clause, clauses
from database_designer.discover.names import Noun, singular
from database_designer.discover.prose import Line
from database_designer.model.conceptual import Kind, SemanticType
from database_designer.model.expression import Literal, LiteralKind


@dataclass(frozen=True, slots=True)
class _Flag:
    """The property that a word tells of, and what it is for new rows."""

    name: str
    default: bool


_ACTIVE = _Flag(name="active", default=True)
_PUBLISHED = _Flag(name="published", default=False)
_ARCHIVED = _Flag(name="archived", default=False)
_VERBS = {
    "activate": _ACTIVE, "deactivate": _ACTIVE, "reactivate": _ACTIVE, "enable": _ACTIVE, "disable": _ACTIVE,
    "publish": _PUBLISHED, "unpublish": _PUBLISHED, "archive": _ARCHIVED, "unarchive": _ARCHIVED,
}  # fmt: skip
_ADJECTIVES = {"inactive": _ACTIVE, "deactivated": _ACTIVE, "disabled": _ACTIVE, "unpublished": _PUBLISHED}


def read_flags(lines: tuple[Line, ...]) -> Findings:
    """Attribute findings for all such verbs and adjectives."""
    return combine(_line(line) for line in lines)


def _line(line: Line) -> Findings:
    found: list[AttributeFinding] = []
    for clause in clauses(line.sentence):
        found.extend(_verb(clause, line))
    for token in line.sentence.tokens:
        flag = _ADJECTIVES.get(token.lower)
        head = line.sentence.tokens[token.head]
        if flag is not None and token.dep == "amod" and head.pos in ("NOUN", "PROPN"):
            found.append(_finding((singular(head.lower),), flag, line))
    return Findings(attributes=tuple(f for f in found if f.owner[-1] not in SYSTEM_NOUNS | SOFTWARE_NOUNS))


def _verb(clause: Clause, line: Line) -> list[AttributeFinding]:
    flag = _VERBS.get(clause.verb)
    if any(p.each for p in clause.subjects):
        return []  # "each branch archives its rates" tells what branches do, not what is done to rates
    return [_finding(p.noun, flag, line) for p in clause.objects] if flag is not None else []


def _finding(owner: Noun, flag: _Flag, line: Line) -> AttributeFinding:
    return AttributeFinding(
        owner=owner,
        name=(flag.name,),
        evidence=line.statement.evidence,
        weight=LIKELY,
        type=SemanticType(kind=Kind.BOOLEAN),
        required=True,
        default=Literal(kind=LiteralKind.BOOLEAN, value=str(flag.default).lower()),
        written=True,
    )
