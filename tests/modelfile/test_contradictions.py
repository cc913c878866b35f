"""What cannot be: conditions that are never true, rules that exclude each other, circles. The rest is kept."""

from __future__ import annotations

import pytest

from database_designer.diagnostics import Severity
from database_designer.model.check.conceptual import check_conceptual
from database_designer.model.conceptual import UnenforcedRule
from database_designer.modelfile.expressions import read_expression
from database_designer.modelfile.load import load_model
from database_designer.modelfile.prune import CONTRADICTED, ENDLESS
from database_designer.source import SourceFile, SourceRole

from .helpers import codes, document, load

BODY = """
attributes: {size: integer, weight: 'decimal(8,2)', kind: A | B | C, ready: boolean, code: text, made_on: date, used_on: date}
references: {shelf: {to: Shelf, each_has: 2..5}}
lifecycle: {state: status, start: OPEN, moves: {OPEN: [SHUT], SHUT: [OPEN]}}
"""


def with_rules(*rules: str) -> str:
    lines = "".join(f"\n  r{n}: {rule}" for n, rule in enumerate(rules, 1))
    return document(Shelf="attributes: {label: text, total: integer?}", Loan=f"{BODY.strip()}\nrules:{lines}")


@pytest.mark.parametrize(
    "condition",
    [
        "size > 5 and size < 3",
        "size > 2 and size < 3",
        "size = 3 and ready and size != 3",
        "3 > size and 5 < size",
        "size between 1 and 3 and size in (4, 5)",
        "size between 5 and 1",
        "weight <= 0.5 and weight >= 0.75",
        "kind = A and kind = B",
        "kind != A and not (size > 3) and kind in (A) and kind != B",
        "ready and not ready",
        "ready = true and ready = false",
        "code = 'x' and code = 'y'",
        "code is set and code is not set",
        "code is not set and code = 'x'",
        "made_on < used_on and used_on < made_on",
        "made_on < used_on and used_on = made_on",
        "made_on != made_on and made_on = made_on",
        "made_on > 2030-01-31 and made_on < 2030-01-01",
        "length(code) > 5 and length(code) < 3",
        "size = 1 or (kind = A and kind = B)",
        "count(shelf.loans where kind = A and kind = B) < 3",
    ],
)
def test_a_condition_that_can_never_be_true(condition):
    for rule in (f"{{always: '{condition.replace(chr(39), chr(34))}'}}",):
        model, diagnostics = load(with_rules(rule))
        assert codes(diagnostics) == ["never-true"]
        assert diagnostics[0].element == "Loan.r1"
        assert isinstance(model.entity("Loan").rules[0], UnenforcedRule)


@pytest.mark.parametrize(
    "condition",
    [
        "size > 3 and size < 5",
        "weight > 2 and weight < 3",
        "size >= 3 and size <= 3",
        "size > 5 or size < 3",
        "kind != A and kind != B",
        "code > 'a' and code < 'b'",
        "code = 'x' and size = 1 and shelf.label = 'y'",
        "made_on <= used_on and used_on <= made_on",
        "made_on >= 2030-01-01 and made_on <= 2030-01-01",
        "size > 1e6 and size < 2",
        "not (kind = A and size > 1) and not ready and code is not set",
        "count(shelf.loans where kind = A) > 1 and count(shelf.loans where kind = B) < 1",
    ],
)
def test_conditions_that_can_be_true_are_left_alone(condition):
    _, diagnostics = load(with_rules(f"{{always: '{condition.replace(chr(39), chr(34))}'}}"))
    assert diagnostics == ()


PAIRS = [
    ("{at_least: 5, per: shelf}", "{at_most: 3, per: shelf}"),
    ("{at_least: 3, where: kind = A}", "{at_most: 2, where: kind = A}"),
    ("{at_least: 3, where: kind = A}", "{at_most: 2}"),
    ("{always: size > 5}", "{always: size < 3}"),
    ("{always: size > 5 and ready}", "{always: kind = A and size = 4}"),
    ("{always: made_on < used_on}", "{always: made_on > used_on}"),
    ("{always: ready}", "{always: not ready}"),
    ("{always: kind = A}", "{always: kind = B}"),
]


@pytest.mark.parametrize(("first", "second"), PAIRS)
def test_rules_that_exclude_each_other_are_told_with_both_places_and_the_first_stays(first, second):
    text = with_rules(first, second)
    model, (diagnostic,) = load(text)
    assert (diagnostic.code, diagnostic.element, diagnostic.severity) == ("contradiction", "Loan.r2", Severity.ERROR)
    assert diagnostic.span.line == line_of(text, "r2:")
    assert "Loan.r1 says" in diagnostic.fact
    assert f"model.yaml:{line_of(text, 'r1:')}" in diagnostic.fact
    kept, left = model.entity("Loan").rules
    assert not isinstance(kept, UnenforcedRule)
    assert left.reason == CONTRADICTED
    assert not check_conceptual(model)


def line_of(text: str, start: str) -> int:
    return next(n for n, line in enumerate(text.splitlines(), 1) if line.strip().startswith(start))


@pytest.mark.parametrize("rule", ["{at_most: 1, per: shelf}", "{at_least: 6, per: shelf, where: kind = A}"])
def test_bounds_agree_with_how_many_each_has(rule):
    text = with_rules(rule)
    _, (diagnostic,) = load(text)
    assert (diagnostic.code, diagnostic.element) == ("contradiction", "Loan.r1")
    assert "each Shelf has 2..5" in diagnostic.fact


def test_bounds_of_different_sets_are_left_alone():
    rules = (
        "{at_least: 3, where: kind = A}",
        "{at_most: 2, where: kind = B}",
        "{at_most: 1, per: shelf, where: kind = C}",
    )
    _, diagnostics = load(with_rules(*rules))
    assert diagnostics == ()


@pytest.mark.parametrize(
    ("attributes", "rule", "element"),
    [
        ("price: money >= 10", "price < 5", "Loan.r"),
        ("price: 'money >= 10, default 5'", "price is set", "Loan.price"),
        ("price: 'integer in (1, 2), default 3'", "price is set", "Loan.price"),
    ],
)
def test_comparisons_and_defaults_of_attributes_count_too(attributes, rule, element):
    model, (diagnostic,) = load(document(Loan=f"attributes: {{{attributes}}}\nrules: {{r: {{always: {rule}}}}}"))
    assert diagnostic.element == element
    assert not check_conceptual(model)


# Circles


@pytest.mark.parametrize(
    "attributes",
    [
        "a: 'integer, equals a + 1'",
        "a: 'integer, equals b + 1', b: 'integer, equals a - 1'",
        "a: 'integer, computed b', b: 'integer, computed c', c: 'integer, equals a'",
        "a: 'integer, snapshot b', b: 'integer, default =a'",
        "a: 'integer, default =b', b: 'integer, default =a'",
        "a: 'integer, equals shelf.total', b: integer",
        "a: 'integer, equals sum(shelf.loans, a)'",
    ],
)
def test_a_value_cannot_be_worked_out_from_itself(attributes):
    shelf = "attributes: {total: 'integer, equals sum(loans, a)'}"
    model, diagnostics = load(document(Shelf=shelf, Loan=f"references: {{shelf: Shelf}}\nattributes: {{{attributes}}}"))
    assert set(codes(diagnostics)) == {"derivation-circle"}
    assert not check_conceptual(model)


@pytest.mark.parametrize(
    "body",
    [
        "attributes: {a: 'integer, default =b', b: 'integer, equals c', c: integer}",
        "attributes: {depth: 'integer, snapshot parent.depth + 1'}\nreferences: {parent: Loan?}",
        "attributes: {depth: 'integer?, equals parent.depth + 1'}\nreferences: {parent: Loan?}\ntree: {parent: parent}",
    ],
)
def test_values_of_rows_that_were_there_before_make_no_circle(body):
    assert load(document(Loan=body))[1] == ()


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("{after: create, create: {Loan: {n: 1}}}", "{always: n > 0}"),
        ("{after: change, set: {n: =n + 1}}", "{always: n > 0}"),
        ("{after: enter(SHUT), set: {status: OPEN}}", "{after: enter(OPEN), set: {status: SHUT}}"),
        ("{after: change(n), set: {m: =m + 1}}", "{after: change(m), set: {n: =n + 1}}"),
    ],
)
def test_effects_that_bring_themselves_about(first, second):
    model, (diagnostic,) = load(looping(first, second))
    assert (diagnostic.code, diagnostic.severity) == ("effect-circle", Severity.ERROR)
    assert ENDLESS in [r.reason for r in model.entity("Loan").rules if isinstance(r, UnenforcedRule)]
    assert not check_conceptual(model)


def looping(first: str, second: str) -> str:
    states = "lifecycle: {state: status, start: OPEN, moves: {OPEN: [SHUT], SHUT: [OPEN]}}"
    rules = f"rules:\n  r1: {first}\n  r2: {second}"
    return document(Loan=f"attributes: {{n: integer, m: 'integer, default 0'}}\n{states}\n{rules}")


def test_a_condition_may_end_the_circle():
    _, (diagnostic,) = load(looping("{after: change, when: n < 9, set: {n: =n + 1}}", "{always: n > 0}"))
    assert (diagnostic.code, diagnostic.severity) == ("effect-circle", Severity.WARNING)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("{after: change(n), set: {m: =n}}", "{after: change(m), set: {n: =m}}"),
        ("{after: enter(SHUT), set: {status: SHUT}}", "{after: change, set: {m: 3}}"),
        ("{after: enter(SHUT), create: {Loan: {n: 1}}}", "{always: n > 0}"),
    ],
)
def test_what_is_the_same_the_second_time_is_no_circle(first, second):
    assert load(looping(first, second))[1] == ()


# Effects


WRITES = [
    ("{Note: {text: x, txt: y}}", "unknown-name", "did you mean text?"),
    ("{Note: {text: x, total: 3}}", "not-writable", "leave it out"),
    ("{Note: {text: x, number: 3}}", "not-writable", "leave it out"),
    ("{Note: {text: x, loans: =this}}", "not-writable", "for_each"),
    ("{Note: {text: x, id: 3}}", "not-writable", "leave it out"),
    ("{Note: {}}", "missing-value", "default"),
    ("{Note: {text: x, status: DONE}}", "start-state", "rows start in OPEN"),
    ("{Note: {text: x, count: many}}", "value-type", "EXPRESSION"),
    ("{Note: {text: x, kind: C}}", "unknown-value", "known are A, B"),
    ("{Note: {text: x, loan: =code}}", "value-type", "a row of Loan"),
    ("{Note: {text: x, loan: 5}}", "value-type", "a row of Loan"),
    ("{Note: {text: x, loan: =note}}", "value-type", "a row of Loan"),
    ("{Note: {text: =this}}", "value-type", "REFERENCE.ATTRIBUTE"),
]
NOTE = """
attributes: {text: text, total: 'integer, equals count * 2', number: 'integer, numbered from 1', count: 'integer, default 0', kind: 'A | B, default A'}
references: {loan: Loan?}
lifecycle: {state: status, start: OPEN, moves: {OPEN: [DONE]}}
"""


def writing(effect: str) -> str:
    body = "attributes: {code: text, fixed: 'text, immutable', once: 'text, snapshot code'}\n"
    references = "references: {note: {to: Note, back: loans}}\n"
    return document(Note=NOTE, Loan=f"{body}{references}rules: {{r: {{after: [create, change(code)], {effect}}}}}")


@pytest.mark.parametrize(("create", "code", "fix"), WRITES)
def test_what_an_effect_cannot_create(create, code, fix):
    model, (diagnostic,) = load(writing(f"create: {create}"))
    assert (diagnostic.code, diagnostic.element) == (code, "Loan.r")
    assert fix in diagnostic.fix
    assert isinstance(model.entity("Loan").rules[0], UnenforcedRule)


@pytest.mark.parametrize(
    ("assignment", "code"),
    [
        ("{cod: x}", "unknown-name"),
        ("{fixed: x}", "not-writable"),
        ("{once: x}", "not-writable"),
        ("{note.total: 3}", "not-writable"),
        ("{note.loans.code: x}", "many-for-one"),
        ("{it.code: x}", "no-such-row"),
        ("{note.status: DOEN}", "unknown-value"),
        ("{note: =code}", "value-type"),
    ],
)
def test_what_an_effect_cannot_set(assignment, code):
    _, diagnostics = load(writing(f"set: {assignment}"))
    assert code in codes(diagnostics)
    assert {d.element for d in diagnostics} == {"Loan.r"}


@pytest.mark.parametrize("effect", ["create: {Note: {text: x, loan: =this}}", "set: {code: x}"])
def test_a_deleted_row_is_gone(effect):
    text = writing(effect).replace("[create, change(code)]", "delete")
    assert codes(load(text)[1]) == ["row-gone"]
    assert load(text.replace("rules:", "deletion: soft\n    rules:"))[1] == ()


@pytest.mark.parametrize(
    ("each", "code"),
    [("code", "each-no-rows"), ("note.loans where it.code = code", "no-such-row"), ("note.lons", "unknown-name")],
)
def test_what_an_effect_cannot_be_for(each, code):
    assert codes(load(writing(f"for_each: {each}, set: {{note.text: x}}"))[1]) == [code]


@pytest.mark.parametrize(
    "effect",
    [
        "create: {Note: {text: '{code}', loan: =this, kind: B, count: =length(code)}}",
        "set: {note.status: DONE, note.text: =old.code, note.loan: =null, code: x}",
        "for_each: note.loans where code != this.code, set: {it.code: =code}, create: {Note: {text: =it.code, loan: =it}}",
    ],
)
def test_what_an_effect_can_do(effect):
    assert load(writing(effect))[1] == ()


def test_a_value_that_is_stored_does_not_depend_on_the_clock():
    model, (diagnostic,) = load(document(Loan="attributes: {due_on: date, late: 'boolean, equals due_on < today'}"))
    assert (diagnostic.code, diagnostic.element) == ("rule-in-time", "Loan.late")
    assert "computed" in diagnostic.fix
    assert model.entity("Loan").attribute("late").derived is None


def test_also_by_way_of_a_computed_value():
    attributes = "due_on: date, days: 'integer, computed days(due_on, today)', fine: 'money, equals days * 2'"
    _, (diagnostic,) = load(document(Loan=f"attributes: {{{attributes}}}"))
    assert (diagnostic.code, diagnostic.element) == ("rule-in-time", "Loan.fine")


def test_a_huge_number_costs_nothing():
    read_expression("size > 1e999999999")
    rules = ("{always: size > 1e999999999 and size < 1e-999999999}", f"{{always: size = {'9' * 5000}}}")
    model, _ = load_model(SourceFile(path="model.yaml", text=with_rules(*rules), role=SourceRole.MODEL))
    assert model is not None
