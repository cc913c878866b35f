"""What things of every program are made of: comments have a text and an author, attachments a file name and a size.

Only where the documents tell nothing of the kind themselves; all of it is marked as assumed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from database_designer.discover.api.resources import resources_of
from database_designer.discover.findings import LIKELY, AttributeFinding, EntityFinding, Findings
from database_designer.discover.language.phrases import clauses
from database_designer.discover.names import Noun
from database_designer.discover.prose import Line
from database_designer.model.conceptual import Kind, SemanticType
from database_designer.model.requirements import Requirements
from database_designer.source import Evidence


@dataclass(frozen=True, slots=True)
class _Part:
    """A usual property, or a usual reference to the user who had to do with the thing (`user`)."""

    name: Noun
    kind: Kind = Kind.TEXT
    required: bool = True
    user: bool = False


_WRITTEN = (_Part(("text",)), _Part(("author",), user=True))
_FILE = (
    _Part(("file", "name")), _Part(("file", "size"), Kind.INTEGER), _Part(("content", "type")),
    _Part(("uploaded", "by"), required=False, user=True),
)  # fmt: skip
_NOTICE = (
    _Part(("recipient",), user=True), _Part(("message",)), _Part(("read", "at"), Kind.INSTANT, required=False),
)  # fmt: skip
_PARTS = {"comment": _WRITTEN, "remark": _WRITTEN, "reply": _WRITTEN, "attachment": _FILE, "notification": _NOTICE}
_ADDING = frozenset("add attach upload write leave post".split())
_MAKING = _ADDING | frozenset("create store save keep record delete edit reply list".split())
# Notices that are only sent out are not kept; what is listed, read or marked as read is.
_KEPT_NOTICES = re.compile(
    r"\bnotifications?\b[^.]{0,200}\b(?:mark\w*|unread|dismiss\w*|as read|list/read)\b|\b(?:mark\w*|unread|dismiss\w*)\b[^.]{0,80}\bnotifications?\b",
    re.IGNORECASE,
)


def read_usual_parts(requirements: Requirements, lines: tuple[Line, ...]) -> Findings:
    """Assumed attribute findings for such things where users make them or the API has them."""
    found: dict[Noun, Evidence] = {}
    for operation in requirements.operations:
        resource = resources_of((operation,)).get((operation.method, operation.path))
        if resource is not None and resource.collection and resource.noun[-1:] and resource.noun[-1] in _PARTS:
            quote = f"{operation.method} {operation.path} {operation.summary}".strip()
            evidence = Evidence(span=operation.span, quote=quote, requirement=operation.requirement)
            found.setdefault(resource.noun, evidence)
    for line in lines:
        for noun in _made(line):
            found.setdefault(noun, line.statement.evidence)
    notices = [x for x in lines if _KEPT_NOTICES.search(x.statement.text)]
    if not notices:
        found = {n: e for n, e in found.items() if n[-1] != "notification"}
    entities = [_entity(x, ("notification",), "users read it") for x in notices[:1]]
    entities.extend(_entity(x, n, "users make it") for x in lines for n in _made(x, several=True))
    return Findings(
        entities=tuple(entities),
        attributes=tuple(_finding(n, p, e) for n, e in found.items() for p in _PARTS[n[-1]]),
    )


def _entity(line: Line, noun: Noun, why: str) -> EntityFinding:
    reason = f"has properties of its own: {why}"
    return EntityFinding(noun=noun, weight=LIKELY, reason=reason, evidence=line.statement.evidence)


def _made(line: Line, *, several: bool = False) -> list[Noun]:
    """What users make of such things; with `several` only what they make any number of ("add comments to songs")."""
    if not any(word in line.statement.text.lower() for word in _PARTS):
        return []
    return [
        p.noun
        for c in clauses(line.sentence)
        if c.verb in (_ADDING if several else _MAKING) and not c.negated
        for p in c.objects
        if p.noun[-1] in _PARTS and (p.many or not several)
    ]


def _finding(noun: Noun, part: _Part, evidence: Evidence) -> AttributeFinding:
    return AttributeFinding(
        owner=noun, name=part.name, evidence=evidence, weight=LIKELY, required=part.required, written=True, assumed=True,
        type=SemanticType(kind=Kind.UUID if part.user else part.kind), points_to=("user",) if part.user else (),
    )  # fmt: skip
