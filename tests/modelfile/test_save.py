"""Writing model.yaml: what it looks like, and that nothing is lost and nothing breaks out."""

from __future__ import annotations

import io

import yaml
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from database_designer.diagnostics import Severity
from database_designer.model.conceptual import ConceptualModel, EntityType
from database_designer.modelfile.layout import flow_text, yaml_text
from database_designer.modelfile.nodes import Mapping, Scalar, Sequence, read_flow
from database_designer.modelfile.save import HEADER, save_model
from database_designer.source import Evidence, Origin, Span

from .helpers import NOWHERE, bare, load, model_of
from .strategies import models

QUICKLY = (Phase.explicit, Phase.reuse, Phase.generate)  # models are large, and shrinking them takes minutes

SAMPLE = """\
# What the documents say about data. Correct it, answer its questions, and run `design` again: what you change stays.
model: Library
actor: Member

lists:
  Priority: LOW | NORMAL | HIGH

entities:
  Member:
    says: Who may borrow.
    from: FR-1
    attributes:
      name: text(200)
      email: {is: 'email, unique ignoring case, personal', from: [FR-2, FR-3]}

  Loan:
    says: >-
      A copy lent to a member for a time, which the branch agrees with the member when the copy is handed over at the
      desk or sent.
    from: [FR-4, FR-5]
    part_of: {member: Member, each_has: 0..5}
    attributes:
      due_on: date, default =today
      fine: money >= 0, computed days(due_on, today) * 0.25
      kind: {is: BOOK | DVD, default BOOK, assumed: true}
    lifecycle:
      state: status
      start: OPEN
      moves: {OPEN: [RETURNED, LOST]}
      requires: {LOST: [due_on]}
    rules:
      one_book: {unique: [member], where: status = OPEN and kind = BOOK, from: FR-6}
      in_time: {before: create, require: due_on > today}
    queries:
      overdue: {filter: [status = OPEN], range: due_on, sort: -due_on, limit: 20}
    deletion: soft, restorable
    visible: [member = actor]

questions:
  - ask: May a loan be renewed?
    about: Loan.due_on
    assumed: no
    # answer: ...
""".replace("kind: {is: BOOK | DVD, default BOOK,", "kind: {is: 'BOOK | DVD, default BOOK',")


def test_a_model_is_written_as_a_person_would():
    model, diagnostics = load(SAMPLE)
    assert diagnostics == ()
    assert save_model(model) == SAMPLE


def test_evidence_stands_above_its_element_two_quotations_at_most():
    quotes = ["Each member has an e-mail address.", "x" * 200, "never shown"]
    evidence = tuple(
        Evidence(span=Span(file="docs/a.md", line=i, end_line=i), quote=q, requirement="FR-2" if i == 1 else None)
        for i, q in enumerate(quotes, 1)
    )
    entity = EntityType(name="Member", origin=Origin(evidence=evidence, decided_by="test"))
    text = save_model(ConceptualModel(name="M", entities=(entity,)))
    comments = [line.strip() for line in text.splitlines() if line.lstrip().startswith("#")][1:]
    assert comments == ['# FR-2 docs/a.md:1 "Each member has an e-mail address."', f'# docs/a.md:2 "{"x" * 96}..."']


def test_a_quotation_cannot_break_out_of_its_comment():
    hostile = 'a\n  evil: {"\r\u2028\x85\x00 \ttrue: #'
    evidence = Evidence(span=Span(file="a\nb.md", line=1, end_line=1), quote=hostile, requirement="FR\n-1: x")
    entity = EntityType(name="Member", says="x", origin=Origin(evidence=(evidence,), decided_by="test"))
    text = save_model(ConceptualModel(name="M", entities=(entity,)))
    assert model_of(text).entities[0].says == "x"
    assert "evil" not in yaml.load(text, Loader=yaml.BaseLoader)["entities"]


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck), phases=QUICKLY)
@given(models())
def test_what_was_saved_is_loaded_as_the_same_model(model):
    text = save_model(model)
    loaded, diagnostics = load(text)
    assert not [d for d in diagnostics if d.severity is Severity.ERROR]
    assert bare(loaded) == bare(model)
    again, _ = load(save_model(loaded))
    assert save_model(again) == save_model(loaded)


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck), phases=QUICKLY)
@given(models())
def test_any_yaml_parser_reads_the_file_alike(model):
    text = save_model(model)
    strict = yaml.load(text, Loader=yaml.BaseLoader)
    assert strict["entities"].keys() == {"Loan", "Shelf"}
    ruamel = YAML(typ="base", pure=True).load(io.StringIO(text))
    assert strict == ruamel


@given(st.text(max_size=30), st.text(max_size=30))
def test_any_text_can_be_a_value_and_a_key(key, text):
    node = Mapping(pairs=((key, Scalar(text=text)), ("list", Sequence(items=(Scalar(text=text),)))))
    expected = ((key, text), ("list", [text]))
    read = yaml.load(yaml_text(node), Loader=yaml.BaseLoader)
    assert read == dict(expected)
    assert [k for k, _ in read_flow(flow_text(node))] == [key, "list"]


def test_saving_is_deterministic_and_needs_no_origin():
    model = ConceptualModel(name="M", entities=(EntityType(name="A", origin=NOWHERE),))
    assert save_model(model) == save_model(model) == f"{HEADER}model: M\n\nentities:\n  A: {{}}\n"
