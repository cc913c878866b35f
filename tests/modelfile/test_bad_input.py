"""Whatever stands in model.yaml: a diagnostic with its line and a fix, the rest is read, and nothing crashes."""

from __future__ import annotations

import json
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from database_designer.diagnostics import Severity
from database_designer.model.check.conceptual import check_conceptual
from database_designer.model.conceptual import UnenforcedRule
from database_designer.modelfile.nodes import MAX_CHARACTERS

from .helpers import codes, document, load


@pytest.mark.parametrize(
    ("text", "code", "line", "fix"),
    [
        ("", "model-empty", 1, "entities"),
        ("# nothing\n", "model-empty", 1, ""),
        ("just a text", "wrong-type", 1, "model"),
        ("- a\n- b\n", "wrong-type", 1, "model"),
        ("model: M\nentities:\n\tLoan: {}\n", "yaml-syntax", 3, "spaces"),
        ("model: M\nentities: {Loan: {says: a: b}}\n", "yaml-syntax", 2, "quote"),
        ("a: &x [1]\nb: *x\n", "yaml-anchor", 1, "write the value out"),
        ("a: b\n--- \nc: d\n", "yaml-syntax", 2, "remove"),
        ("? [a, b]\n: c\n", "yaml-key", 1, "quote"),
        ('a: "\\ud800"\n', "yaml-syntax", 1, ""),
        ('a: "\\UFFFFFFFF"\n', "yaml-syntax", 1, ""),
        ("a: \x00\n", "yaml-syntax", 1, ""),
        ("[" * 5000, "yaml-too-deep", 1, ""),
        ("- " * 5000, "yaml-too-deep", 1, ""),
    ],
)
def test_what_is_no_model_at_all(text, code, line, fix):
    model, (diagnostic,) = load(text)
    assert model is None
    assert (diagnostic.code, diagnostic.span.line, diagnostic.severity) == (code, line, Severity.ERROR)
    assert fix in diagnostic.fix


def test_a_bomb_of_aliases_is_refused_at_once():
    levels = "\n".join(f"l{i}: &l{i} [{', '.join([f'*l{i - 1}'] * 9)}]" for i in range(1, 12))
    started = time.monotonic()
    model, diagnostics = load(f"l0: &l0 [x]\n{levels}\n")
    assert model is None
    assert codes(diagnostics) == ["yaml-anchor"]
    assert time.monotonic() - started < 5


def test_a_huge_file_is_refused():
    model, diagnostics = load("a" * (MAX_CHARACTERS + 1))
    assert model is None
    assert codes(diagnostics) == ["model-too-large"]


FAULTS = [
    ("atributes: {a: text}", "unknown-key", "did you mean attributes?"),
    ("attributes: {a: text, a: date}", "duplicate-key", "keep one"),
    ("attributes:\n", "empty-key", "leave it out"),
    ("attributes: {a: text, unique}", "empty-key", "quote what holds a comma"),
    ("attributes: [a, b]", "wrong-type", "KEY: VALUE"),
    ("attributes: {a: [text]}", "wrong-type", ""),
    ("attributes: {a: {says: x}}", "missing-key", "add is"),
    ("attributes: {'a b': text}", "unusable-name", "letters"),
    ('attributes: {"\'; drop": text}', "unusable-name", "letters"),
    ("attributes: {a: strng}", "expression-syntax", "write text"),
    ("references: {m: Membr}", "unknown-entity", "did you mean Member?"),
    ("references: {m: {to: Member, each_has: lots}}", "expression-syntax", "0..1"),
    ("references: {m: {to: Member, when_deleted: cascad}}", "unknown-word", "did you mean cascade?"),
    ("part_of: {back: lines}", "missing-key", "part_of"),
    ("links: {m: Nobody}", "unknown-entity", "known are"),
    ("kind_of: Nobody", "unknown-entity", "known are"),
    ("kinds: {CLIENT: Member}", "missing-key", "by"),
    ("identified_by: [cod]", "unknown-name", "did you mean code?"),
    ("tree: {parent: nobody}", "tree-parent", "add references"),
    ("lifecycle: {start: A}", "missing-key", "state"),
    ("lifecycle: {state: s, states: [OPEN], start: OPEN, moves: {OPEN: [OPN]}}", "unknown-state", "did you mean OPEN?"),
    ("lifecycle: {state: s, start: A, requires: {A: [cod]}}", "unknown-name", "did you mean code?"),
    ("lifecycle: {state: s, start: A, stamps: {A: code}}", "stamp-type", "instant"),
    ("lifecycle: {state: s, start: A, expires: {A: code is set}}", "no-move", "->"),
    ("rules: {r: {always: cod is set}}", "unknown-name", "did you mean code?"),
    ("rules: {r: {always: code ==  1}}", "expression-syntax", "="),
    ("rules: {r: {always: code is set and now > updated_at}}", "rule-in-time", "before"),
    ("rules: {r: {always: actor.code = code}}", "no-actor", "add actor"),
    ("rules: {r: {always: old.code = code}}", "no-such-row", "before or after change"),
    ("rules: {r: {always: [code is set, note is set]}}", "wrong-type", "join conditions with and"),
    ("rules: {r: {always: sum(shelf.loans.id) = 3}}", "no-rows", "write sum(shelf.loans, id)"),
    ("rules: {r: {always: count() = 3}}", "no-rows", "write count(OTHERS)"),
    ("rules: {r: {always: kind is BOOK}}", "expression-syntax", "= VALUE"),
    ("rules: {r: {at_most: 3 per shelf}}", "expression-syntax", "per is a key of its own"),
    ("rules: {r: {always: note = actor}}", "no-actor", "add actor"),
    ("rules: {r: {always: code = null}}", "null-comparison", "is not set"),
    ("rules: {r: {always: shelf != null}}", "null-comparison", "is set"),
    ("rules: {r: {always: shelf = member}}", "row-comparison", "one entity"),
    ("rules: {r: {always: shelf = code}}", "row-comparison", "REFERENCE.ATTRIBUTE"),
    ("rules: {r: {always: shelf = 5}}", "row-comparison", "REFERENCE.ATTRIBUTE"),
    ("rules: {r: {always: late}}", "rule-in-time", "before"),
    ("rules: {r: {unique: [code], where: shelf.loans is set and late}}", "rule-in-time", "before"),
    ("rules: {r: {always: kind = BOKK}}", "unknown-value", "did you mean BOOK?"),
    ("rules: {r: {always: code is set, unique: [code]}}", "rule-form", "one of"),
    ("rules: {r: {says: hm}}", "rule-form", "one of"),
    ("rules: {r: {unique: [cod]}}", "unknown-name", "did you mean code?"),
    ("queries: {q: {filter: [cod]}}", "unknown-name", "did you mean code?"),
    ("queries: {q: {sort: -cod}}", "unknown-name", "did you mean code?"),
    ("queries: {q: {sort: a b}}", "no-path", "reference.name"),
    ("queries: {q: {page: curser}}", "unknown-word", "did you mean cursor?"),
    ("queries: {q: {limit: many}}", "no-number", "whole number"),
    ("queries: {q: {limit: 50, max: 20}}", "crossed-bounds", "max"),
    ("history: audit", "unknown-word", "did you mean audited?"),
    ("deletion: {from: FR-1}", "missing-key", "is"),
    ("visible: [cod is set]", "unknown-name", "did you mean code?"),
    ("retention: {keep: forever}", "no-duration", "7 years"),
    ("volume: {rows: lots}", "no-number", "2 million"),
    ("rows: [{cod: x}]", "unknown-name", "did you mean code?"),
]


DECLARED = """\
attributes: {code: text, kind: BOOK | DVD, note: text?, due_on: date?, late: 'boolean, computed due_on < today'}
"""


@pytest.mark.parametrize(("line", "code", "fix"), FAULTS)
def test_a_faulty_part_is_diagnosed_at_its_line_and_left_out(line, code, fix):
    section = line.partition(":")[0]
    declared = "" if section == "attributes" else DECLARED
    declared += "" if section == "references" else "references: {shelf: Shelf, member: Member}\n"
    model, diagnostics = load(document(Member="", Shelf="", Loan=f"{declared}{line}"))
    assert code in codes(diagnostics)
    found = next(d for d in diagnostics if d.code == code)
    assert fix in found.fix
    assert found.span is None or found.span.line >= 5
    assert model is not None
    assert model.entity("Member") is not None
    assert not [d for d in check_conceptual(model) if d.severity is Severity.ERROR]


def test_a_rule_that_cannot_be_read_is_kept_as_written():
    model, diagnostics = load(document(Loan="attributes: {a: text}\nrules: {r: {always: b is set, from: FR-1}}"))
    assert codes(diagnostics) == ["unknown-name"]
    (rule,) = model.entities[0].rules
    assert isinstance(rule, UnenforcedRule)
    assert (rule.reason, rule.written) == ("not understood", "{always: b is set}")


def test_foreign_and_camel_case_names_are_used_with_a_warning():
    model, diagnostics = load(document(Straße="attributes: {größe: integer, firstName: text}"))
    assert codes(diagnostics) == ["name-style"] * 3
    assert {d.severity for d in diagnostics} == {Severity.WARNING}
    assert [a.name for a in model.entities[0].attributes] == ["größe", "firstName"]


def test_what_falls_with_a_faulty_part_falls_too():
    model, _ = load(
        document(
            Loan="""
                references: {copy: Coppy}
                attributes: {price: money, fee: {is: 'money, snapshot copy.price'}}
                queries: {of_copy: {filter: [copy]}}
                identified_by: [copy, price]
            """,
            Copy="",
        )
    )
    loan = model.entity("Loan")
    assert loan.references == ()
    assert loan.attribute("fee").derived is None
    assert loan.queries == ()
    assert loan.identified_by == ("price",)


PIECES = st.sampled_from(
    [
        "model", "entities", "Loan", "attributes", "references", "rules", "queries", "lifecycle", "kinds", "part_of",
        "always", "unique", "filter", "state", "start", "moves", "any", "is", "to", "from", "text?", "Loan?", "a = b",
        "A | B", "date, default =", "sum(a, b where c)", "rows", "tree", "by", "visible", "x -> y", "true", "1..", "",
        "before", "after", "at_most", "no_overlap", "per", "require", "for_each", "create", "set", "enter(A)", "old.a",
        "change(a)", "=this", "=it.a + 1", "a {b} c", "{{", "now > a", "a > 5 and a < 3", "equals a", "it.a",
        "'", '"', "`", "/", "(", "ü", "\u2028", "\t", "null", "~", "questions", "operations", "lists", "tenancy",
    ]
)  # fmt: skip
VALUES = st.recursive(
    PIECES | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(PIECES, inner, max_size=4),
    max_leaves=12,
)


def flow(value: object) -> str:
    """The value as YAML on one line, every text in double quotes."""
    return json.dumps(value, ensure_ascii=True)


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(PIECES, VALUES, max_size=4), VALUES)
def test_no_rule_crashes_the_loader(rule, values):
    attributes = '"attributes": {"a": "integer", "b": "A | B", "c": "text, equals b"}'
    body = f'{attributes}, "rules": {{"r": {flow(rule)}, "s": {{"after": "change", "set": {flow(values)}}}}}'
    model, _ = load(f'{{"model": "M", "entities": {{"Loan": {{{body}}}}}}}')
    assert model is None or not [d for d in check_conceptual(model) if d.severity is Severity.ERROR]


@pytest.mark.parametrize(
    "rule",
    [
        "{{always: 'x > {n} and x < {n} + 1'}}",
        "{{always: x > {n}}}",
        "{{at_least: {n}, per: shelf}}",
        "{{at_most: 99999, per: shelf, where: x = {n}}}",
        "{{after: change, set: {{x: =x + {n}}}}}",
        "{{after: enter(A), create: {{Loan: {{x: {n}, shelf: =shelf}}}}}}",
    ],
)
def test_many_rules_are_checked_in_a_time_with_their_number(rule):
    rules = "".join(f"  r{n}: {rule.format(n=n)}\n" for n in range(400))
    states = "lifecycle: {state: status, start: A, moves: {A: [B]}}"
    body = f"attributes: {{x: integer}}\nreferences: {{shelf: Shelf}}\n{states}\nrules:\n{rules}"
    started = time.monotonic()
    load(document(Shelf="", Loan=body))
    assert time.monotonic() - started < 20


def test_a_long_chain_of_derivations_is_followed():
    chain = ", ".join(f"a{n}: 'integer, equals a{n + 1} + 1'" for n in range(400))
    started = time.monotonic()
    _, diagnostics = load(document(Loan=f"attributes: {{{chain}, a400: 'integer, equals a0'}}"))
    assert "derivation-circle" in codes(diagnostics)
    assert time.monotonic() - started < 20


@settings(max_examples=60, deadline=None)
@given(VALUES, VALUES, VALUES)
def test_no_tree_of_values_crashes_the_loader(entity, lists, more):
    text = f'{{"model": "M", "entities": {{"Loan": {flow(entity)}}}, "lists": {flow(lists)}, "rules": {flow(more)}}}'
    model, _ = load(text)
    assert model is None or not [d for d in check_conceptual(model) if d.severity is Severity.ERROR]


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=200) | st.lists(PIECES | st.sampled_from(["\n", ": ", "- ", "  ", "{", "}", ","])).map("".join))
def test_no_text_crashes_the_loader(text):
    model, diagnostics = load(text)
    assert model is not None or diagnostics
