"""Tables that list things: "Entity | Description | Attributes", glossaries, and bullets "**Department**: ..."."""

from __future__ import annotations

import re

from database_designer.discover.findings import (
    CERTAIN,
    LIKELY,
    AttributeFinding,
    EntityFinding,
    Findings,
    RelationFinding,
    SynonymFinding,
    combine,
)
from database_designer.discover.items import split_items
from database_designer.discover.language.lexicon import SOFTWARE_NOUNS
from database_designer.discover.names import Noun, initials, noun, words
from database_designer.model.requirements import Requirements, Row, Table
from database_designer.source import Evidence

_ENTITY_HEADS = frozenset("entity entities table object objects model concept class folder record relation".split())
_TERM_HEADS = frozenset("term terms word concept glossary".split())
_DEFINING_HEADS = frozenset("definition meaning description explanation".split())
_HOLDING_HEADS = re.compile(r"\b(?:hold|contain|attribute|field|column|propert|data|store|information)", re.IGNORECASE)
_LINK_HEADS = re.compile(r"\b(?:connection|relation|link|reference|depend|belongs)", re.IGNORECASE)
_WHOSE = re.compile(
    r"^(?:details on|a record of|a list of|information (?:on|about))?\s*(?:(?:your|the|our|its|an?)\s+)?(?:\w+['’]s\s+)?",
    re.IGNORECASE,
)
# Sentences that tell what the rows are or do, not what is kept in them.
_ROWS = re.compile(
    r"(?:(?:every|each|all|any|a record|a list|records?)\s+(?!data\b|details?\b)|(?:defines|tracks|describes|explains|controls|manages|shows|this|these)\b)",
    re.IGNORECASE,
)
# "Used by reports", "Receives data from orders": who reads the rows is no relationship of theirs.
_READERS = re.compile(
    r"^(?:used (?:by|to|for|in)|receives? data|the (?:primary|main|raw|financial) data|feeds?|read by)\b", re.IGNORECASE
)
_SHORT = re.compile(r"\((?P<short>[A-Z]{2,6})s?\)")
_TERM = 0.4
_MAX_NAME_WORDS = 4


def read_entity_tables(requirements: Requirements) -> Findings:
    """Findings of all tables whose rows are things."""
    return combine((*(_table(t) for t in requirements.tables), _abbreviations(requirements)))


def _table(table: Table) -> Findings:
    if not table.header or table.is_requirements:
        return Findings()
    first = set(words(table.header[0]))
    if first & _TERM_HEADS and len(table.header) >= 2 and set(words(table.header[1])) & _DEFINING_HEADS:
        return combine(_term(row) for row in table.rows)
    if first & _ENTITY_HEADS and len(table.header) >= 2 and not first & {"field", "column", "method", "id"}:
        return combine(_entity_row(table, row) for row in table.rows)
    return Findings()


def _evidence(row: Row) -> Evidence:
    return Evidence(span=row.span, quote=" | ".join(row.cells), requirement=row.requirement)


def _names(cell: str) -> tuple[Noun, ...]:
    parts = (p.strip() for p in re.split(r"\s*(?:/|&|,|\band\b)\s*", re.sub(r"\([^)]*\)", " ", cell)))
    found = (noun(p) for p in parts if p and len(p.split()) <= _MAX_NAME_WORDS)
    return tuple(n for n in found if n and not n[-1].isdigit())


def _entity_row(table: Table, row: Row) -> Findings:
    evidence = _evidence(row)
    names = _names(row.cells[0])
    parts = [
        Findings(
            entities=tuple(
                EntityFinding(noun=n, weight=CERTAIN, reason="listed in a table of entities", evidence=evidence)
                for n in names
            )
        )
    ]
    if len(names) != 1:
        return combine(parts)
    for head, cell in zip(table.header[1:], row.cells[1:], strict=False):
        if _LINK_HEADS.search(head) and not _READERS.match(cell):
            parts.append(_links(names[0], cell, evidence))
        elif _HOLDING_HEADS.search(head):
            parts.append(_held(names[0], cell, evidence))
    return combine(parts)


def _held(owner: Noun, cell: str, evidence: Evidence) -> Findings:
    found = tuple(
        AttributeFinding(owner=owner, name=i.name, evidence=evidence, weight=LIKELY, many=i.many, required=i.required, unique=i.unique, written=True)
        for sentence in re.split(r"(?<=[.])\s+", cell)
        if not _ROWS.match(sentence)
        for i in split_items(_WHOSE.sub("", sentence))
        if i.name != owner and i.name[0] not in ("your", "whether", "who", "what", "which", "how")
    )  # fmt: skip
    return Findings(attributes=found)


def _links(owner: Noun, cell: str, evidence: Evidence) -> Findings:
    plural = re.compile(r"\b(?:many|all|multiple|several)\b", re.IGNORECASE)
    found: list[RelationFinding] = []
    for phrase in re.findall(r"[A-Z][\w-]*(?:\s[A-Z][\w-]*)*", cell):
        target = noun(phrase)
        if target and target != owner and len(target) <= _MAX_NAME_WORDS:
            many = words(phrase)[-1] != target[-1] or bool(plural.search(cell.split(phrase, maxsplit=1)[0][-12:]))
            found.append(
                RelationFinding(source=owner, target=target, evidence=evidence, weight=LIKELY, target_many=many, target_high=None if many else 1)
            )  # fmt: skip
    return Findings(relations=tuple(found))


def _term(row: Row) -> Findings:
    name = noun(re.sub(r"\([^)]*\)", " ", row.cells[0]))
    if not name or len(name) > 3 or name[-1] in SOFTWARE_NOUNS:
        return Findings()
    return Findings(
        entities=(EntityFinding(noun=name, weight=_TERM, reason="a term of the glossary", evidence=_evidence(row)),)
    )


def _abbreviations(requirements: Requirements) -> Findings:
    """As in "Knowledge Base (KB)" makes KB another name of the knowledge base, if the letters agree."""
    found: list[SynonymFinding] = []
    for statement in requirements.statements:
        for match in _SHORT.finditer(statement.text):
            # Only the words just before the brackets: a pattern over all words would try every start.
            before = noun(" ".join(statement.text[max(0, match.start() - 80) : match.start()].split()[-5:]))
            short = match["short"].lower()
            full = next((before[i:] for i in range(len(before)) if initials(before[i:]) == short), ())
            if full:
                found.append(SynonymFinding(noun=full, other=(short,), evidence=statement.evidence))
    return Findings(synonyms=tuple(dict.fromkeys(found)))
