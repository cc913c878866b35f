"""The account: of every statement, and of every requirement id, what it led to, or why to nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from database_designer.discover.accounting.reasons import behaviour, is_a_rule, main_clause, outright, purpose
from database_designer.discover.accounting.words import Named, mentioned, named
from database_designer.discover.language.detect import CODE, NONSENSE
from database_designer.discover.policies.owners import names_of
from database_designer.discover.unread import Unread
from database_designer.model.conceptual import Accounted, AccountedStatement, ConceptualModel, EntityType, Use
from database_designer.model.requirements import Requirements, Statement
from database_designer.source import Evidence, Origin

_ASKED = "left open, and asked: “{}”"
_NOTHING = "no element was recognised in it"
_UNREAD = {CODE: "it is code", NONSENSE: "it is in no language that is known here"}


Told = Mapping[Evidence, tuple[str, ...]]
"""The elements that came of a statement, by the statement."""


def told_by(model: ConceptualModel, found: Told) -> Told:
    """The elements that quote a statement, and those that its findings led to (`found`)."""
    told: dict[Evidence, list[str]] = defaultdict(list)
    for element, origin in elements(model):
        for evidence in origin.evidence:
            told[evidence].append(element)
    for evidence, names in found.items():
        told[evidence].extend(names)
    return {evidence: tuple(dict.fromkeys(names)) for evidence, names in told.items()}


def with_account(model: ConceptualModel, requirements: Requirements, unread: Unread, told: Told) -> ConceptualModel:
    """The model with its account of every statement and of every requirement id, in the order of the documents.

    Used is what an element quotes as its evidence, and what names an entity type as the thing that is created, changed
    or listed: it confirms that entity type. `unread` are the statements that were not read at all, `told` what
    came of those that were.
    """
    statements = _statements(model, requirements, unread, told)
    return replace(model, statements=statements, accounting=_roll_up(model, requirements, statements))


@dataclass(frozen=True, slots=True)
class _Known:
    """What a statement is compared with: who quotes what, what is asked about what, and the names of things (`names`)."""

    quoted: dict[tuple[str, int], list[tuple[str, str]]]
    asked: dict[tuple[str, int, str], str]
    named: Named
    names: tuple[str, ...]

    def elements(self, said: Evidence) -> tuple[str, ...]:
        """The elements that quote a statement, or a part of it."""
        found = self.quoted.get((said.span.file, said.span.line), ())
        return tuple(dict.fromkeys(e for e, quote in found if quote in said.quote or said.quote in quote))


def _statements(
    model: ConceptualModel, requirements: Requirements, unread: Unread, told: Told
) -> tuple[AccountedStatement, ...]:
    quoted: dict[tuple[str, int], list[tuple[str, str]]] = defaultdict(list)
    for evidence, names in told.items():
        quoted[evidence.span.file, evidence.span.line].extend((name, evidence.quote) for name in names)
    asked = {
        (e.span.file, e.span.line, e.quote): q.ask for q in reversed(model.questions) for e in q.origin.evidence
    }  # fmt: skip
    names = tuple(f" {' '.join(name)}" for e in model.entities for name in names_of(e))
    known = _Known(quoted, asked, named(model.entities), names)
    return tuple(_one(s, known, unread.language(s)) for s in requirements.statements)


def _one(statement: Statement, known: _Known, language: str) -> AccountedStatement:
    """What became of a statement: first what quotes it, then what it is about by its words, then by its place."""
    said = statement.evidence
    if language:
        unread = _UNREAD.get(language, f"it is in {language}, which is not read")
        return AccountedStatement(said=said, use=Use.NOT_UNDERSTOOD, reason=unread)
    quoting = known.elements(said)
    if quoting:
        return AccountedStatement(said=said, use=Use.USED, elements=quoting)
    text = f"{statement.label}: {statement.text}" if statement.label else statement.text
    open_ = known.asked.get((said.span.file, said.span.line, said.quote), "")
    reason = _no_data(statement, main_clause(text), known)
    confirmed = () if outright(text) else mentioned(main_clause(text), known.named)
    if not confirmed and not (reason and not open_):
        confirmed = mentioned(text, known.named)
    if confirmed:
        return AccountedStatement(said=said, use=Use.USED, elements=confirmed)
    reason = reason or _no_data(statement, text, known)
    if reason and not open_:
        return AccountedStatement(said=said, use=Use.NOT_DATA, reason=reason)
    return AccountedStatement(said=said, use=Use.NOT_UNDERSTOOD, reason=_ASKED.format(open_) if open_ else _NOTHING)


def _no_data(statement: Statement, text: str, known: _Known) -> str:
    """Why a statement that no element quotes is not about data; "" where its words do not tell."""
    if reason := purpose(statement):
        return reason
    if is_a_rule(text) and _names(text, known):
        return ""
    if reason := behaviour(text):
        return reason
    around = next((r for place in (statement.lead, *statement.section[:-3:-1]) if (r := behaviour(place))), "")
    return f"{around} above it" if around and not is_a_rule(text) else ""


def _names(text: str, known: _Known) -> bool:
    """Whether a text names an entity type in any way."""
    flat = f" {text.lower()} "
    return any(name in flat for name in known.names)


def _roll_up(
    model: ConceptualModel, requirements: Requirements, statements: tuple[AccountedStatement, ...]
) -> tuple[Accounted, ...]:
    """The account by requirement id: used where an element quotes it or one of its statements is used."""
    used: dict[str, list[str]] = defaultdict(list)
    for element, origin in elements(model):
        for requirement in origin.requirements:
            used[requirement].append(element)
    below: dict[str, list[AccountedStatement]] = defaultdict(list)
    for entry in statements:
        if entry.said.requirement:
            below[entry.said.requirement].append(entry)
            used[entry.said.requirement].extend(entry.elements)
    asked = {i: q.ask for q in reversed(model.questions) for i in q.origin.requirements}
    titles = {s.requirement: s.title for d in requirements.documents for s in d.sections if s.requirement}
    known = named(model.entities)
    for i in requirements.requirement_ids:
        if not below[i]:  # an id with a heading alone
            used[i].extend(mentioned(titles.get(i, ""), known))
    return tuple(
        _of_requirement(i, tuple(dict.fromkeys(used[i])), below[i], titles.get(i, ""), asked.get(i, ""))
        for i in requirements.requirement_ids
    )


def _of_requirement(
    requirement: str, used: tuple[str, ...], below: list[AccountedStatement], title: str, asked: str
) -> Accounted:
    """What became of an id: not about data where none of its statements is (without any, its heading)."""
    if used:
        return Accounted(requirement=requirement, use=Use.USED, elements=used)
    if asked:
        return Accounted(requirement=requirement, use=Use.NOT_UNDERSTOOD, reason=_ASKED.format(asked))
    open_ = [e.reason for e in below if e.use == Use.NOT_UNDERSTOOD]
    reason = next((e.reason for e in below), "") if below else behaviour(title)
    if open_ or not reason:
        return Accounted(requirement=requirement, use=Use.NOT_UNDERSTOOD, reason=next(iter(open_), _NOTHING))
    return Accounted(requirement=requirement, use=Use.NOT_DATA, reason=reason)


def elements(model: ConceptualModel) -> Iterator[tuple[str, Origin]]:
    """Every element of the model with its name ("Loan.due_on") and origin."""
    for entity in model.entities:
        yield entity.name, entity.origin
        yield from _elements_of(entity)
    for value_list in model.lists:
        yield value_list.name, value_list.origin
    for rule in model.rules:
        yield rule.name, rule.origin
    if model.operations.origin is not None:
        yield "operations", model.operations.origin


def _elements_of(entity: EntityType) -> Iterator[tuple[str, Origin]]:
    for part in (*entity.attributes, *entity.references, *entity.links, *entity.rules, *entity.queries):
        yield f"{entity.name}.{part.name}", part.origin
    if entity.lifecycle is not None:
        yield f"{entity.name}.{entity.lifecycle.state}", entity.lifecycle.origin
        for move in entity.lifecycle.moves:
            yield f"{entity.name}.{entity.lifecycle.state}", move.origin
    for policy, name in (
        (entity.history, "history"), (entity.concurrency, "concurrency"), (entity.deletion, "deletion"),
        (entity.visible, "visible"), (entity.retention, "retention"), (entity.volume, "volume"),
    ):  # fmt: skip
        if policy is not None:
            yield f"{entity.name}.{name}", policy.origin
    for row in entity.rows:
        yield f"{entity.name}.rows", row.origin
