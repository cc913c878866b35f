"""The expression language: what each form becomes, that printing undoes reading, and that nothing crashes it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from database_designer.model.expression import (
    Aggregate,
    And,
    Arithmetic,
    Between,
    Binary,
    Call,
    Clock,
    Comparator,
    Comparison,
    Duration,
    Implies,
    In,
    IsSet,
    Literal,
    LiteralKind,
    Matches,
    Moment,
    Not,
    Or,
    Path,
)
from database_designer.model.text import english, expression_text
from database_designer.modelfile.expressions import MAX_CHAIN, MAX_DEPTH, parse_expression
from database_designer.source import Span

from .strategies import expressions


def read(text: str):
    expression, diagnostics = parse_expression(text)
    assert not diagnostics, diagnostics
    return expression


def path(dotted: str, root: str = "") -> Path:
    return Path(steps=tuple(dotted.split(".")) if dotted else (), root=root)


def number(value: str) -> Literal:
    return Literal(kind=LiteralKind.NUMBER, value=value)


def compare(left, operator: str, right) -> Comparison:
    return Comparison(operator=Comparator(operator), left=left, right=right)


NOW = Moment(clock=Clock.NOW)
A, B, C = path("a"), path("b"), path("c")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("loan.member.status", path("loan.member.status")),
        ("old.status", path("status", "old")),
        ("this", path("", "this")),
        ("it.member", path("member", "it")),
        ("actor", Moment(clock=Clock.ACTOR)),
        ("actor.role", path("role", "actor")),
        ("`actor`.name", path("actor.name")),
        ('"In Progress"', Literal(kind=LiteralKind.TEXT, value="In Progress")),
        (r"'it\'s'", Literal(kind=LiteralKind.TEXT, value="it's")),
        ("true", Literal(kind=LiteralKind.BOOLEAN, value="true")),
        ("2030-01-31", Literal(kind=LiteralKind.DATE, value="2030-01-31")),
        ("-5", number("-5")),
        ("-a", Binary(operator=Arithmetic.SUB, left=number("0"), right=A)),
        ("14 days", Duration(amount=number("14"), unit="days")),
        ("1 day", Duration(amount=number("1"), unit="days")),
        ("plan.months months", Duration(amount=path("plan.months"), unit="months")),
        ("a + b * c", Binary(operator=Arithmetic.ADD, left=A, right=Binary(operator=Arithmetic.MUL, left=B, right=C))),
        ("a - b - c", Binary(operator=Arithmetic.SUB, left=Binary(operator=Arithmetic.SUB, left=A, right=B), right=C)),
        ("a > b", compare(A, ">", B)),
        ("a between b and c and a", And(operands=(Between(operand=A, low=B, high=C), A))),
        ("a in (b, c)", In(operand=A, values=(B, C))),
        ("a not in (b, c)", Not(operand=In(operand=A, values=(B, C)))),
        ("a in b.all_of", Call(function="in", arguments=(A, path("b.all_of")))),
        ("a is set", IsSet(operand=A)),
        ("a is not set", IsSet(operand=A, negated=True)),
        (r"a matches /^\d{2}\/[a, b]$/", Matches(operand=A, pattern=r"^\d{2}/[a, b]$")),
        ("not a = b", Not(operand=compare(A, "=", B))),
        ("a or b and c", Or(operands=(A, And(operands=(B, C))))),
        ("a implies b implies c", Implies(left=A, right=Implies(left=B, right=C))),
        ("a iff b", Implies(left=A, right=B, both=True)),
        ("lower(a)", Call(function="lower", arguments=(A,))),
        ("exactly_one(a, b)", Call(function="exactly_one", arguments=(A, B))),
        ("count(lines)", Aggregate(function="count", over=path("lines"))),
        ("count()", Aggregate(function="count", over=path(""))),
        ("exists(lines where a = b)", Aggregate(function="exists", over=path("lines"), where=compare(A, "=", B))),
        ("sum(lines, a)", Aggregate(function="sum", over=path("lines"), value=A)),
        ("sum(a)", Aggregate(function="sum", over=path(""), value=A)),
        ("all(lines, a > b)", Aggregate(function="all", over=path("lines"), value=compare(A, ">", B))),
        ("count", path("count")),
    ],
)
def test_each_form_becomes_its_node(text, expected):
    assert read(text) == expected


@given(expressions)
def test_reading_what_was_printed_gives_the_expression(expression):
    assert read(expression_text(expression)) == expression


@given(expressions)
def test_every_expression_has_an_english_sentence(expression):
    assert english(expression)


@pytest.mark.parametrize(
    ("text", "fact", "fix"),
    [
        ("a ==  b", '"==" is not a sign', 'write "="'),
        ("cuont(lines)", 'no function "cuont"', "did you mean count?"),
        ("a is null", '"set" is expected', "is set"),
        ("a between b or c", '"and" is expected', "between LOW and HIGH"),
        ("a b", '"b" is not expected', "and, or"),
        ("days(a)", "takes 2 arguments", ""),
        ("'open", "not closed", "close it"),
        ("a matches b", "a pattern is expected", "/.../"),
        ("a matches /x", "not closed", "end it with /"),
        ("sum(a, b", '")" is expected', ""),
        ("", "a value is expected", ""),
        ("where = 1", "a word of the language", "`where`"),
        ("(" * (MAX_DEPTH + 1) + "a" + ")" * (MAX_DEPTH + 1), "nested deeper", "split"),
        ("not " * (MAX_DEPTH + 1) + "a", "nested deeper", ""),
        (" + ".join("a" * (MAX_CHAIN + 2)), "operators follow", "split"),
        (", ".join("a" * 2000), "more than 1000", "split"),
    ],
)
def test_what_cannot_be_read_is_a_diagnostic_with_its_place(text, fact, fix):
    span = Span(file="model.yaml", line=7, end_line=7)
    expression, (diagnostic,) = parse_expression(text, span)
    assert expression is None
    assert diagnostic.span == span
    assert fact in diagnostic.fact
    assert fix in diagnostic.fix


@given(st.text(alphabet="ab.()'\"`/\\-+*<>=! ,01n\n", max_size=60) | st.text(max_size=60))
def test_no_text_crashes_the_reader(text):
    expression, diagnostics = parse_expression(text)
    assert (expression is None) == bool(diagnostics)


def test_english_reads_as_a_sentence():
    assert english(read("returned_at is set implies returned_at >= lent_at")) == (
        "if returned at is given, then returned at is at least lent at"
    )
    assert english(read("sum(lines, quantity * price)")) == "the sum of quantity * price of lines"
