"""Labelled items: "**Data fields**: name, e-mail", "- Impact: Low/Medium/High (dropdown)", forms filled in by example.

A form or a scenario shows what is entered: under "She fills in the claim form:" the labels "Title: ..." and "Damaged
part: ..." are properties of a claim. A label that begins with another known thing ("Witness name") speaks of that one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from database_designer.discover.api.resources import resources_of
from database_designer.discover.findings import (
    LIKELY,
    AttributeFinding,
    EntityFinding,
    Findings,
    ValuesFinding,
    combine,
)
from database_designer.discover.headings import heading_noun
from database_designer.discover.items import split_items
from database_designer.discover.language.lexicon import CREATION_VERBS, HEADING_VERBS, SOFTWARE_NOUNS, SYSTEM_NOUNS
from database_designer.discover.language.phrases import clauses
from database_designer.discover.names import Noun, property_name
from database_designer.discover.property_names import PROPERTY_WORDS, is_name_of_property
from database_designer.discover.prose import Line
from database_designer.discover.semantic_types import infer
from database_designer.model.conceptual import Kind
from database_designer.model.requirements import Requirements, StatementKind

_FIELDS = re.compile(
    r"(?:(?:data|required|optional|input|mandatory|key|main|stored|form)\s+)?(?:fields?|attributes|properties|data|columns)",
    re.IGNORECASE,
)
_CHOICE = r"[A-Za-z][\w&+-]*(?: [\w&+-]+){0,2}"
_CHOICES = re.compile(
    rf"(?P<list>{_CHOICE}(?:\s*[/|]\s*{_CHOICE}){{1,11}})\s*(?:\((?:drop-?down|select(?:ion)?|radio(?: buttons?)?|choice|pick ?list|single choice|list|required|optional)[^()]*\))?\.?",
    re.IGNORECASE,
)
_FORM_TAILS = frozenset("form modal dialog screen record details detail entry page information info".split())
_FILLING = CREATION_VERBS | frozenset("fill enter log complete provide pre-fill prefill save specify input".split())
_FORM = re.compile(r"\b(?:form|modal|dialog|fields|inputs)\b", re.IGNORECASE)
_NO_THINGS = SYSTEM_NOUNS | frozenset("detail form field step data information result screen user button".split())
_ENOUGH = 2
_MAX_LABEL_WORDS = 4


@dataclass(frozen=True, slots=True)
class _List:
    """Items under one lead, and the thing that they are entered for (() where nothing says)."""

    lines: tuple[Line, ...]
    owner: Noun
    said: Line | None


def read_labels(requirements: Requirements, lines: tuple[Line, ...]) -> Findings:
    """Attribute and value findings of all labelled items that say what is entered."""
    things = _things(requirements, lines)
    named = combine(_fields(line) for line in lines)
    return combine((named, *(_form(found, things) for found in _lists(lines))))


def _fields(line: Line) -> Findings:
    """As in "Data fields: name, e-mail, branch" under a heading that names whose they are."""
    if not line.topics or not _FIELDS.fullmatch(line.statement.label.strip(" :")):
        return Findings()
    text = line.statement.text
    text = text[len(line.statement.label) :] if text.startswith(line.statement.label) else text
    items = split_items(text.strip(" :"))
    if len(items) < _ENOUGH:
        return Findings()
    return Findings(
        attributes=tuple(
            AttributeFinding(
                owner=line.topics[0], name=i.name, evidence=line.statement.evidence, weight=LIKELY, required=i.required,
                unique=i.unique, many=i.many, plural=i.plural, written=True,
            )
            for i in items
        )
    )  # fmt: skip


def _things(requirements: Requirements, lines: tuple[Line, ...]) -> frozenset[Noun]:
    """The nouns that a label may begin with: collections of the API, and what users create."""
    collections = {r.noun for r in resources_of(requirements.operations).values() if r.collection}
    made: set[Noun] = set()
    for line in lines:
        for clause in clauses(line.sentence):
            if clause.verb in CREATION_VERBS:
                made.update(p.noun for p in clause.objects if p.noun[-1] not in SOFTWARE_NOUNS)
    return frozenset(n for n in collections | made if 0 < len(n) <= _ENOUGH)


def _lists(lines: tuple[Line, ...]) -> Iterator[_List]:
    """The lists of labelled items under a lead that tells of entering something, or under a heading of a form."""
    leads = {x.statement.text.rstrip(" :"): x for x in lines if x.statement.text.rstrip().endswith(":")}
    grouped: dict[tuple[str, tuple[str, ...]], list[Line]] = {}
    for line in lines:
        if line.statement.kind == StatementKind.ITEM and line.statement.lead:
            grouped.setdefault((line.statement.lead, line.statement.section), []).append(line)
    for (lead, section), members in grouped.items():
        labelled = sum(bool(_label(x)) for x in members)
        said = leads.get(lead.rstrip(" :"))
        owner = _entered(said) if said is not None else ()
        title = section[-1] if section else ""
        if not owner and _FORM.search(lead) and _FORM.search(title):
            owner = heading_noun(_FORM.sub("", title))
        if owner and labelled >= _ENOUGH:
            yield _List(tuple(members), owner, said)


def _entered(line: Line) -> Noun:
    """What the lead says is created or filled in, without the form it is entered into; () for nothing."""
    for clause in clauses(line.sentence):
        if clause.verb in _FILLING or clause.verb.removeprefix("pre") in _FILLING:
            for phrase in clause.objects:
                name = phrase.noun
                while len(name) > 1 and name[-1] in _FORM_TAILS:
                    name = name[:-1]
                if name[-1] not in _NO_THINGS and infer(name).kind == Kind.TEXT:
                    return name
    return ()


def _label(line: Line) -> str:
    label = line.statement.label.strip(" :*")
    return label if 0 < len(label.split()) <= _MAX_LABEL_WORDS and label[0].isalpha() else ""


def _form(found: _List, things: frozenset[Noun]) -> Findings:
    owner = found.owner
    parts: list[Findings] = []
    for line in found.lines:
        name = property_name(_label(line))
        if (
            not name
            or name[-1] in _FORM_TAILS
            or not is_name_of_property(name)
            or name[0] in HEADING_VERBS - {name[-1]} - PROPERTY_WORDS
        ):
            continue
        other = _begins(name, things)
        if other:
            owner, name = other
        parts.append(_entry(line, owner, name))
    return combine(parts)


def _begins(name: Noun, things: frozenset[Noun]) -> tuple[Noun, Noun] | None:
    """The thing that the label begins with, and the rest; also by its first word ("Guest name" of a guest account)."""
    for size in range(len(name) - 1, 0, -1):
        start, rest = name[:size], name[size:]
        exact = [t for t in things if t == start]
        longer = [t for t in sorted(things) if len(t) > size and t[:size] == start]
        if exact or len(longer) == 1:
            return (exact or longer)[0], rest
    return None


def _entry(line: Line, owner: Noun, name: Noun) -> Findings:
    evidence = line.statement.evidence
    text = line.statement.text
    label = line.statement.label
    body = text[len(label) :].strip(" :") if text.startswith(label) else text
    match = _CHOICES.fullmatch(body)
    values = tuple(dict.fromkeys(v.strip() for v in re.split(r"[/|]", match["list"]))) if match else ()
    attribute = AttributeFinding(owner=owner, name=name, evidence=evidence, weight=LIKELY, written=True)
    listed = (ValuesFinding(owner=owner, attribute=name, values=values, evidence=evidence),) if len(values) > 1 else ()
    entity = EntityFinding(noun=owner, weight=LIKELY, reason="has properties of its own", evidence=evidence)
    return Findings(entities=(entity,), attributes=(attribute,), values=listed)
