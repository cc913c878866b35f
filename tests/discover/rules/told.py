"""Sentences read over a model that is written down: which rules they lead to, in the words of the model language."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from textwrap import dedent

from database_designer.discover.concepts import Concepts
from database_designer.discover.names import camel, words
from database_designer.discover.prose import Line, read_lines
from database_designer.discover.rules.placing import place
from database_designer.discover.rules.proposals import Proposal
from database_designer.discover.rules.told_verbs import told_verbs
from database_designer.discover.rules.vocabulary import Vocabulary, vocabulary
from database_designer.model.conceptual import (
    AlwaysRule,
    BoundRule,
    ConceptualModel,
    EntityType,
    Event,
    GuardRule,
    NoOverlapRule,
    Rule,
    UniqueRule,
)
from database_designer.model.expression import Path
from database_designer.model.text import expression_text
from database_designer.modelfile.load import load_model
from database_designer.source import SourceFile, SourceRole
from tests.discover.reading import requirements_of

Reading = Callable[[Line, Vocabulary], Iterable[Proposal]]


def told(entities: str, sentence: str, *readings: Reading) -> list[str]:
    """The rules that a sentence adds to the entity types, as `Loan: before create: member.active`."""
    model, faults = load_model(_file(f"model: Test\n{dedent(entities)}"))
    assert model is not None, faults
    concepts = _concepts(model)
    lines = read_lines(requirements_of(f"# Rules\n{sentence}\n"))
    known = vocabulary(model, concepts, told_verbs(lines, concepts))
    placed = place(model, [p for line in lines for reading in readings for p in reading(line, known)])
    return [f"{e.name}: {_shown(r)}" for e in placed.entities for r in e.rules if r not in _rules(model, e)]


def _file(text: str) -> SourceFile:
    return SourceFile(path="model.yaml", text=text, role=SourceRole.MODEL)


def _concepts(model: ConceptualModel) -> Concepts:
    nouns = [words(e.name) for e in model.entities]
    assert [camel(n) for n in nouns] == [e.name for e in model.entities]
    return Concepts(concepts=(), meaning={n: n for n in nouns})


def _rules(model: ConceptualModel, entity: EntityType) -> tuple[Rule, ...]:
    known = model.entity(entity.name)
    return known.rules if known is not None else ()


def _shown(rule: Rule) -> str:
    match rule:
        case GuardRule():
            when = f" when {expression_text(rule.when)}" if rule.when is not None else ""
            return f"before {', '.join(_event(e) for e in rule.events)}{when}: {expression_text(rule.require)}"
        case UniqueRule():
            return f"unique {', '.join(rule.members)}{_where(rule)}"
        case BoundRule():
            per = f" per {'.'.join(rule.per)}" if rule.per else ""
            return f"at {'most' if rule.upper else 'least'} {expression_text(rule.bound)}{per}{_where(rule)}"
        case NoOverlapRule():
            per = f" per {', '.join(expression_text(Path(steps=p)) for p in rule.per)}" if rule.per else ""
            return f"no overlap of {', '.join(rule.members)}{per}{_where(rule)}"
        case AlwaysRule():
            return f"always {expression_text(rule.condition)}"
    raise AssertionError(rule)


def _event(event: Event) -> str:
    return f"{event.kind}({event.name})" if event.name else str(event.kind)


def _where(rule: UniqueRule | BoundRule | NoOverlapRule) -> str:
    return f" where {expression_text(rule.where)}" if rule.where is not None else ""
