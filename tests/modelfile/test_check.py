"""The validator of the conceptual model: a sound model passes, each contradiction is named."""

from __future__ import annotations

import dataclasses

import pytest

from database_designer.diagnostics import Severity
from database_designer.model.check.conceptual import check_conceptual
from database_designer.model.conceptual import ConceptualModel, EntityType, Reference

from .helpers import NOWHERE, codes, document, load, model_of

SOUND = document(
    Member="attributes: {name: text}\nreferences: {parent: Member?}\ntree: {parent: parent, max_depth: 3}",
    Loan="""
        references: {member: Member}
        attributes: {kind: BOOK | DVD, lent_on: date, fine: money between 0 and 10}
        lifecycle: {state: status, start: OPEN, moves: {OPEN: [CLOSED]}}
        identified_by: [member, lent_on]
        rules:
          few: {always: 'count(member.loans where status = OPEN and kind = this.kind) < 5'}
          whole: {always: 'all(member.members, name != this.member.name)'}
    """,
)


def test_a_sound_model_passes():
    assert check_conceptual(model_of(SOUND)) == ()


@pytest.mark.parametrize(
    ("body", "code", "severity"),
    [
        ("references: {a: Shelf, b: Shelf}", "same-back", Severity.WARNING),
        ("references: {a: {to: Shelf, back: code}}", "same-back", Severity.WARNING),
        ("references: {a: {to: Shelf, each_has: 3..1}}", "crossed-bounds", Severity.ERROR),
        ("part_of: {to: 'Shelf?', name: shelf}", "optional-whole", Severity.WARNING),
        ("references: {x: Loan}\ntree: {parent: x}", "tree-parent", Severity.WARNING),
        ("references: {x: Shelf}\ntree: {parent: x}", "tree-parent", Severity.ERROR),
        ("kind_of: Loan", "kind-cycle", Severity.ERROR),
        ("attributes: {k: A | B}\nkinds: {by: k, A: Shelf}", "kind-of-missing", Severity.ERROR),
        ("attributes: {k: A | B}\nkinds: {by: k, C: Shelf}", "unknown-value", Severity.ERROR),
        ("attributes: {k: 'A | B, many'}\nkinds: {by: k, A: Shelf}", "many-for-one", Severity.ERROR),
        ("attributes: {x: text}\nreferences: {x: Shelf}", "duplicate-name", Severity.ERROR),
        ("attributes: {x: A | A}", "duplicate-value", Severity.ERROR),
        ("attributes: {x: 'A | B, default C'}", "default-value", Severity.ERROR),
        ("attributes: {x: 'integer, default many'}", "default-value", Severity.ERROR),
        ("attributes: {x: 'boolean, default no'}", "default-value", Severity.ERROR),
        ("attributes: {x: text(0)}", "bad-size", Severity.ERROR),
        ("attributes: {x: 'decimal(3,5)'}", "bad-size", Severity.ERROR),
        ("attributes: {x: integer between 5 and 1}", "crossed-bounds", Severity.ERROR),
        ("attributes: {x: 'text, many 3..1'}", "crossed-bounds", Severity.ERROR),
        ("attributes: {x: 'integer, numbered per shelf'}", "unknown-name", Severity.ERROR),
        ("attributes: {x: 'text, immutable, set once'}", "option-clash", Severity.WARNING),
        ("attributes: {x: 'integer, equals 1 + 1, default 3'}", "option-clash", Severity.WARNING),
        ("attributes: {s: text}\nlifecycle: {state: s, start: A}", "state-declared", Severity.WARNING),
        ("lifecycle: {state: s, moves: any}", "no-states", Severity.ERROR),
        ("lifecycle: {state: s, states: [A, B], start: A}", "unreachable-state", Severity.WARNING),
        ("lifecycle: {state: s, start: [A, B], expires: {A -> B: id is set}}", "no-move", Severity.WARNING),
        ("references: {shelf: Shelf}\nrules: {r: {always: shelf.loans.id is set}}", "many-for-one", Severity.ERROR),
        ("rules: {r: {always: it.x is set}}", "no-such-row", Severity.ERROR),
        ("retention: {keep: 1 year, after: nothing}", "unknown-name", Severity.ERROR),
    ],
)
def test_each_contradiction_is_named(body, code, severity):
    _, diagnostics = load(document(Loan=body, Shelf=""))
    found = [d for d in diagnostics if d.code == code]
    assert found, codes(diagnostics)
    assert found[0].severity is severity
    assert found[0].element


def test_entities_and_lists_of_the_model_as_a_whole():
    entity = EntityType(name="Loan", origin=NOWHERE)
    model = ConceptualModel(name="M", entities=(entity, entity), actor="User", tenancy="Branch")
    assert codes(check_conceptual(model)) == ["duplicate-entity", "unknown-entity", "unknown-entity"]


def test_an_element_without_evidence_is_named_without_a_place():
    reference = Reference(name="to", to="Nowhere", origin=NOWHERE)
    model = ConceptualModel(name="M", entities=(EntityType(name="Loan", origin=NOWHERE, references=(reference,)),))
    (diagnostic,) = check_conceptual(model)
    assert (diagnostic.element, diagnostic.span) == ("Loan.to", None)


def test_members_of_a_supertype_are_members_of_its_subtypes():
    model = model_of(document(Partner="attributes: {name: text}", Client="kind_of: Partner\nidentified_by: [name]"))
    orphan = dataclasses.replace(model, entities=model.entities[1:])
    assert set(codes(check_conceptual(orphan))) == {"unknown-entity", "unknown-name"}
