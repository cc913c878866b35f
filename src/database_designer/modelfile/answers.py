"""Answers to questions, turned into the model: the values of an attribute, the moves of a lifecycle."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from database_designer.diagnostics import Diagnostic, Severity, sort_diagnostics
from database_designer.model.check.conceptual import check_conceptual
from database_designer.model.conceptual import (
    Attribute,
    ConceptualModel,
    EntityType,
    Kind,
    Lifecycle,
    Move,
    Question,
    SeedRow,
    SemanticType,
)
from database_designer.model.expression import Expression, Literal, LiteralKind
from database_designer.modelfile.resolve import resolve_model
from database_designer.source import Origin

ANSWERED = "answered in model.yaml"
"""The principle of an element that an answer changed."""

_ASKS_FOR_VALUES = re.compile(r"\b(values?|closed list|enum)\b", re.IGNORECASE)
_ARROW = re.compile(r"\s*(?:->|→)\s*")
_SENTENCE_WORDS = frozenset(("any", "anything", "all", "but", "except", "only", "see", "whatever", "free", "depends"))
_MAX_WORDS = 4
_MAX_BYTES = 63  # of a value of an enum type in PostgreSQL


def apply_answers(model: ConceptualModel) -> tuple[ConceptualModel, tuple[Diagnostic, ...]]:
    """The model as the answers to its questions have it, and a warning for each answer that changes nothing.

    Values ("A, B, C" or "A | B") make the attribute that the question is about a closed list; moves
    ("A -> B, C; B -> D" or "A -> B -> C") become those of its lifecycle. An answer that is the default taken needs
    no change. Answers are applied in the order of the questions, and are kept as they stand.
    """
    said = []
    for question in model.questions:
        answer = " ".join(question.answer.split())
        if not answer or answer.casefold() == question.assumed.casefold():
            continue
        changed = _applied(model, question)
        if changed is None or _is_broken(model, changed):
            said.append(_not_applied(question))
        else:
            model = changed
    return model, sort_diagnostics(said)


def _applied(model: ConceptualModel, question: Question) -> ConceptualModel | None:
    """The model with the answer in it; None where the answer is neither values nor moves of what is asked about."""
    name, _, member = question.about.partition(".")
    entity = model.entity(name)
    attribute = entity.attribute(member) if entity else None
    changed: EntityType | None = None
    if entity and entity.lifecycle and entity.lifecycle.state == member:
        changed = _with_moves(entity, entity.lifecycle, question.answer)
    elif entity and attribute and _ASKS_FOR_VALUES.search(f"{question.ask} {question.would_change}"):
        changed = _with_values(entity, attribute, question.answer)
    if changed is None:
        return None
    entities = tuple(changed if e.name == name else e for e in model.entities)
    return resolve_model(replace(model, entities=entities))


def _is_broken(before: ConceptualModel, after: ConceptualModel) -> bool:
    """Whether the change leads to errors that were not there."""
    known = {(d.code, d.element, d.fact) for d in check_conceptual(before)}
    found = (d for d in check_conceptual(after) if d.severity is Severity.ERROR)
    return any((d.code, d.element, d.fact) not in known for d in found)


def _not_applied(question: Question) -> Diagnostic:
    where = question.about or "the model"
    evidence = question.origin.evidence
    return Diagnostic(
        code="answer-not-applied",
        severity=Severity.WARNING,
        fact=f'the answer to "{question.ask}" is kept, but this version cannot turn it into the model',
        fix=f"make the change in the model itself: {where} in model.yaml",
        span=evidence[0].span if evidence else None,
        element=question.about,
    )


def _stated(origin: Origin) -> Origin:
    """The origin of an element that a person settled."""
    return replace(origin, principle=ANSWERED, assumed=False)


# Values


def _with_values(entity: EntityType, attribute: Attribute, answer: str) -> EntityType | None:
    """The entity with the attribute a closed list; the list takes the place of comparisons and patterns of texts."""
    values = listed_values(answer)
    if attribute.type.kind not in (Kind.TEXT, Kind.CODE, Kind.LIST) or len(values) < 2:
        return None
    type_ = SemanticType(kind=Kind.LIST, values=values)
    if attribute.type == type_:
        return entity
    default = _as_value(attribute.default) if attribute.default else None
    if isinstance(default, Literal) and default.value not in values:
        return None
    settled = replace(
        attribute, type=type_, default=default, check=None, matches=None, blank_allowed=False,
        origin=_stated(attribute.origin),
    )  # fmt: skip
    return replace(
        entity,
        attributes=tuple(settled if a.name == settled.name else a for a in entity.attributes),
        rows=tuple(_row(row, settled.name) for row in entity.rows),
    )


def listed_values(answer: str) -> tuple[str, ...]:
    """The values of "A, B and C" or "A | B", each once; () where the answer reads as a sentence, or is none."""
    answer = " ".join(answer.split()).rstrip(".")
    if "|" in answer:
        found = answer.split("|")
    else:
        found = re.split(r"\s*[,;]\s*(?:(?:and|or)\s+)?", answer)
        found[-1:] = re.split(r"\s+(?:and|or)\s+", found[-1])
    values = tuple(dict.fromkeys(v.strip().strip("\"'`“”") for v in found))
    return values if all(_is_value(v) for v in values) else ()


def _is_value(text: str) -> bool:
    words = text.split()
    sized = 0 < len(words) <= _MAX_WORDS and len(text.encode("utf-8", "replace")) <= _MAX_BYTES
    return sized and text.isprintable() and words[0].casefold() not in _SENTENCE_WORDS and not _ARROW.search(text)


def _row(row: SeedRow, name: str) -> SeedRow:
    return replace(row, values=tuple((n, _as_value(v) if n == name else v) for n, v in row.values))


def _as_value(expression: Expression) -> Expression:
    """The expression; a text as a value of a list."""
    if isinstance(expression, Literal) and expression.kind is LiteralKind.TEXT:
        return replace(expression, kind=LiteralKind.VALUE)
    return expression


# Moves


def _with_moves(entity: EntityType, lifecycle: Lifecycle, answer: str) -> EntityType | None:
    """The entity with these moves alone; its rows start in the first state where none leads to it."""
    pairs = _moves(answer, lifecycle.states)
    if not pairs:
        return None
    if pairs == tuple((m.source, m.target) for m in lifecycle.moves) and not lifecycle.any_move:
        return entity
    first, targets = pairs[0][0], {target for _, target in pairs}
    open_start = len(lifecycle.start) != 1
    origin = _stated(lifecycle.origin)
    settled = replace(
        lifecycle,
        moves=tuple(Move(source=s, target=t, origin=origin) for s, t in pairs),
        any_move=False,
        start=(first,) if open_start and first not in targets else lifecycle.start,
        origin=origin,
    )
    return replace(entity, lifecycle=settled)


def _moves(answer: str, states: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """The moves of "A -> B, C; B -> D", a chain's included; () where a part is no move between states there are."""
    known = {_key(s): s for s in states}
    found: list[tuple[str, str]] = []
    for part in re.split(r"[;\n]", answer.rstrip(".; \n")):
        groups = [[known.get(_key(n)) for n in re.split(r"[,|]", g)] for g in _ARROW.split(part)]
        named = [[n for n in group if n is not None] for group in groups]
        if len(groups) < 2 or named != groups:
            return ()
        found.extend((s, t) for a, b in pairwise(named) for s in a for t in b if s != t)
    return tuple(dict.fromkeys(found))


def _key(state: str) -> str:
    """A state however it is spelled: IN_PROGRESS, "in progress"."""
    return " ".join(re.findall(r"[^\W_]+", state.casefold()))
