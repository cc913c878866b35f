"""The three-way merge: what a person changed stays, what only the documents changed follows them."""

from __future__ import annotations

import dataclasses

from database_designer.diagnostics import Severity
from database_designer.model.conceptual import ConceptualModel, Question, Uniqueness
from database_designer.modelfile.merge import CHANGED, merge
from database_designer.modelfile.save import save_model
from database_designer.source import Evidence, Origin, Span

from .helpers import bare, codes, document, load, model_of

BASE = document(
    Member="""
        attributes:
          name: text
          email: email
    """,
    Loan="""
        references: {member: Member}
        attributes: {due_on: date, note: text?}
        lifecycle: {state: status, start: OPEN, moves: {OPEN: [CLOSED]}}
        rules: {once: {unique: [member]}}
    """,
)


def found_in_documents(text: str, sentence: str = "It is said.") -> ConceptualModel:
    """The model of a text as discovery would have it: every element with a quotation from the documents."""
    evidence = Evidence(span=Span(file="docs.md", line=3, end_line=3), quote=sentence, requirement="FR-1")
    return _with_origin(model_of(text), Origin(evidence=(evidence,), decided_by="discovery"))


def _with_origin(value, origin):
    if isinstance(value, Origin):
        return dataclasses.replace(origin, assumed=value.assumed)
    if isinstance(value, tuple):
        return tuple(_with_origin(v, origin) for v in value)
    if dataclasses.is_dataclass(value):
        fields = {f.name: _with_origin(getattr(value, f.name), origin) for f in dataclasses.fields(value)}
        return dataclasses.replace(value, **fields)
    return value


def edit(model: ConceptualModel, *changes: tuple[str, str]) -> ConceptualModel:
    """The model as a person would hand it back: written, changed in the text, read again."""
    text = save_model(model)
    for before, after in changes:
        assert before in text, text
        text = text.replace(before, after)
    edited, _ = load(text)
    assert edited is not None
    return edited


base = found_in_documents(BASE)


def documents(*changes: tuple[str, str]) -> ConceptualModel:
    """What the documents say now, after other changes."""
    text = BASE
    for before, after in changes:
        assert before in text
        text = text.replace(before, after)
    return found_in_documents(text, "It is said otherwise.")


def test_nothing_edited_follows_the_documents_with_their_evidence():
    now = documents(("due_on: date", "due_on: date?"), ("email: email", "phone: phone"))
    merged, diagnostics = merge(base, now, edit(base))
    assert diagnostics == ()
    assert merged == now


def test_what_a_person_changed_stays_though_other_things_follow_the_documents():
    edited = edit(base, ("note: text?", "note: text(200)?, personal"))
    merged, diagnostics = merge(base, documents(("due_on: date", "due_on: date?")), edited)
    assert diagnostics == ()
    due_on, note = merged.entity("Loan").attributes
    assert due_on.optional
    assert (note.type.length, note.personal) == (200, True)
    assert note.origin.principle == CHANGED
    assert note.origin.evidence[0].quote == "It is said otherwise."


def test_fields_of_one_attribute_may_be_changed_by_both():
    edited = edit(base, ("email: email", "email: email, personal"))
    merged, diagnostics = merge(base, documents(("email: email", "email: email, unique")), edited)
    assert diagnostics == ()
    email = merged.entity("Member").attribute("email")
    assert (email.personal, email.unique) == (True, Uniqueness.EXACT)


def test_what_a_person_deleted_stays_deleted_and_what_they_added_stays():
    edited = edit(base, ("      note: text?\n", "      fine: money?\n"))
    merged, diagnostics = merge(base, documents(("email: email", "email: email, unique")), edited)
    assert diagnostics == ()
    assert [a.name for a in merged.entity("Loan").attributes] == ["due_on", "fine"]


def test_an_entity_that_a_person_deleted_takes_what_points_to_it_along():
    text = save_model(base)
    start, end = text.index("  Member:"), text.index("  Loan:")
    edited, _ = load(text[:start] + text[end:])
    merged, diagnostics = merge(base, base, edited)
    assert [e.name for e in merged.entities] == ["Loan"]
    assert merged.entity("Loan").references == ()
    assert diagnostics == ()


def test_what_the_documents_dropped_goes_unless_it_was_edited():
    now = documents(("note: text?", "other: text?"), ("      email: email\n", ""))
    merged, diagnostics = merge(base, now, edit(base, ("email: email", "email: email, unique")))
    assert [a.name for a in merged.entity("Loan").attributes] == ["due_on", "other"]
    assert [a.name for a in merged.entity("Member").attributes] == ["name", "email"]
    assert codes(diagnostics) == ["merge-conflict"]


def test_both_changed_differently_keeps_the_persons_and_asks():
    edited = edit(base, ("due_on: date", "due_on: instant"))
    merged, (diagnostic,) = merge(base, documents(("due_on: date", "due_on: text")), edited)
    assert str(merged.entity("Loan").attribute("due_on").type.kind) == "instant"
    assert (diagnostic.code, diagnostic.severity, diagnostic.element) == (
        "merge-conflict", Severity.WARNING, "Loan.due_on",
    )  # fmt: skip
    assert diagnostic.span.file == "model.yaml"
    (question,) = merged.questions
    assert question.about == "Loan.due_on"
    assert "type" in question.ask


def test_both_changed_alike_is_no_conflict():
    change = ("due_on: date", "due_on: instant")
    merged, diagnostics = merge(base, documents(change), edit(base, change))
    assert diagnostics == ()
    assert merged.questions == ()
    assert merged.entity("Loan").attribute("due_on").origin.decided_by == "discovery"


def test_the_next_run_keeps_the_edit_and_asks_no_second_time():
    now = documents(("due_on: date", "due_on: text"))
    merged, _ = merge(base, now, edit(base, ("due_on: date", "due_on: instant")))
    again, diagnostics = merge(now, now, edit(merged))
    assert diagnostics == ()
    assert bare(again) == bare(merged)
    assert save_model(again) == save_model(merged)


def test_lifecycles_and_rules_are_merged_too():
    edited = edit(
        base,
        ("moves: {OPEN: [CLOSED]}", "moves: {OPEN: [CLOSED, LOST]}"),
        ("unique: [member]", "unique: [member, due_on]"),
    )
    now = documents(("start: OPEN", "start: [OPEN, CLOSED]"))
    merged, diagnostics = merge(base, now, edited)
    assert diagnostics == ()
    loan = merged.entity("Loan")
    assert loan.lifecycle.start == ("OPEN", "CLOSED")
    assert loan.lifecycle.states == ("OPEN", "CLOSED", "LOST")
    assert loan.rules[0].members == ("member", "due_on")


RULES = BASE.replace(
    "rules: {once: {unique: [member]}}",
    """rules:
      few: {at_most: 5, per: member, where: status = OPEN}
      told: {after: enter(CLOSED), set: {note: 'closed {due_on}'}}
      early: {before: create, require: due_on > today}""",
)


def test_guards_effects_and_bounds_are_merged_field_by_field():
    before = found_in_documents(RULES)
    now = found_in_documents(RULES.replace("at_most: 5", "at_most: 6").replace("enter(CLOSED)", "change(due_on)"))
    edited = edit(before, ("where: status = OPEN", "where: note is set"), ("closed {due_on}", "{due_on}: {status}"))
    edited = edit(edited, ("before: create", "before: [create, change(due_on)]"))
    merged, diagnostics = merge(before, now, edited)
    assert diagnostics == ()
    expected = RULES.replace("at_most: 5", "at_most: 6").replace("where: status = OPEN", "where: note is set")
    expected = expected.replace("enter(CLOSED)", "change(due_on)").replace("closed {due_on}", "{due_on}: {status}")
    expected = expected.replace("before: create", "before: [create, change(due_on)]")
    assert bare(merged) == bare(model_of(expected))


def test_both_added_the_same_entity():
    added = "  Copy:\n    attributes: {{barcode: {}}}\n"
    edited = edit(base, ("  Loan:\n", added.format("code(9)") + "  Loan:\n"))
    merged, diagnostics = merge(base, documents(("  Loan:\n", added.format("code") + "  Loan:\n")), edited)
    assert merged.entity("Copy").attribute("barcode").type.length == 9
    assert codes(diagnostics) == ["merge-conflict"]


def question(ask: str, answer: str = "") -> Question:
    return Question(ask=ask, about="Loan", assumed="no", answer=answer, origin=Origin(decided_by="discovery"))


def test_answers_are_kept_and_deleted_questions_stay_away():
    asked = dataclasses.replace(base, questions=(question("May it be renewed?"), question("For how long?")))
    edited = dataclasses.replace(edit(base), questions=(question("May it be renewed?", "yes"), question("My own?")))
    now = dataclasses.replace(base, questions=(*asked.questions, question("A new one?")))
    merged, _ = merge(asked, now, edited)
    assert [(q.ask, q.answer) for q in merged.questions] == [
        ("May it be renewed?", "yes"),
        ("A new one?", ""),
        ("My own?", ""),
    ]


def test_an_answer_outlives_its_question():
    asked = dataclasses.replace(base, questions=(question("May it be renewed?"), question("For how long?")))
    edited = dataclasses.replace(
        edit(base), questions=(question("May it be renewed?", "yes"), question("For how long?"))
    )
    merged, _ = merge(asked, base, edited)
    assert [q.ask for q in merged.questions] == ["May it be renewed?"]


def test_without_a_base_the_edited_file_is_taken_as_it_is():
    edited = edit(base, ("note: text?", "remark: text?"))
    merged, diagnostics = merge(None, base, edited)
    assert merged == edited
    assert codes(diagnostics) == ["merge-without-base"]
