"""Attribute and reference lines: every form read, written again, and the faults in them."""

from __future__ import annotations

import pytest

from database_designer.model.conceptual import (
    Attribute,
    Derivation,
    Derived,
    Kind,
    Many,
    Numbered,
    Reference,
    SemanticType,
    Uniqueness,
)
from database_designer.model.expression import Clock, Comparator, Comparison, Literal, LiteralKind, Moment, Path
from database_designer.modelfile.expressions import read_expression
from database_designer.modelfile.lines import attribute_line, reference_line
from database_designer.modelfile.write_lines import attribute_text, reference_text

from .helpers import NOWHERE

LISTS = ("Priority",)


def attribute(line: str, name: str = "x") -> Attribute:
    read = attribute_line(name, line, LISTS)
    assert not read.faults, [(f.fact, part) for f, part in read.faults]
    return Attribute(name=name, origin=NOWHERE, **read.fields)


def of(kind: Kind, **more) -> SemanticType:
    return SemanticType(kind=kind, **more)


TYPES = [
    ("text", of(Kind.TEXT)),
    ("text(200)", of(Kind.TEXT, length=200)),
    ("code(13)", of(Kind.CODE, length=13)),
    ("decimal(8,3) kg", of(Kind.DECIMAL, precision=8, scale=3, unit="kg")),
    ('decimal "per m, wet"', of(Kind.DECIMAL, unit="per m, wet")),
    ("period(date)", of(Kind.PERIOD_DATE)),
    ("vector(384)", of(Kind.VECTOR, length=384)),
    ("BOOK | DVD | MAP", of(Kind.LIST, values=("BOOK", "DVD", "MAP"))),
    ("In Progress | DONE", of(Kind.LIST, values=("In Progress", "DONE"))),
    ('"a|b" | "c, d" | "e?"', of(Kind.LIST, values=("a|b", "c, d", "e?"))),
    ('"ONLY"', of(Kind.LIST, values=("ONLY",))),
    ("CASH | ...", of(Kind.LIST, values=("CASH",), open_list=True)),
    ("Priority", of(Kind.LIST, list_name="Priority")),
]


@pytest.mark.parametrize(("line", "expected"), TYPES)
def test_types(line, expected):
    assert attribute(line).type == expected
    assert attribute_text(attribute(line)) == line


@pytest.mark.parametrize(("line", "expected"), TYPES)
def test_a_question_mark_makes_any_type_optional(line, expected):
    optional = attribute(f"{line}?")
    assert (optional.type, optional.optional) == (expected, True)


@pytest.mark.parametrize(
    ("line", "fields"),
    [
        ("text, unique", {"unique": Uniqueness.EXACT}),
        ("email, unique ignoring case, personal", {"unique": Uniqueness.IGNORE_CASE, "personal": True}),
        ("text, immutable", {"immutable": True}),
        ("text, set once", {"set_once": True}),
        ("text, blank allowed, sensitive, secret", {"blank_allowed": True, "sensitive": True, "secret": True}),
        (r"code(13), matches /^\d{1,3}[,|'\/]$/", {"matches": r"^\d{1,3}[,|'/]$"}),
        ("phone, many", {"many": Many()}),
        ("phone, many 0..3", {"many": Many(minimum=0, maximum=3)}),
        ("phone, many 1..", {"many": Many(minimum=1)}),
        ("text, generated", {"generated": ""}),
        ('code(8), generated "M-{000000}", unique', {"generated": "M-{000000}", "unique": Uniqueness.EXACT}),
        ("integer, numbered per branch from 10", {"numbered": Numbered(per="branch", start=10)}),
        ("integer, default 0", {"default": Literal(kind=LiteralKind.NUMBER, value="0")}),
        ("boolean, default true", {"default": Literal(kind=LiteralKind.BOOLEAN, value="true")}),
        ("date, default 2030-01-31", {"default": Literal(kind=LiteralKind.DATE, value="2030-01-31")}),
        ("date, default =today", {"default": Moment(clock=Clock.TODAY)}),
        ('text, default "a, b"', {"default": Literal(kind=LiteralKind.TEXT, value="a, b")}),
        ("text, default Not known yet", {"default": Literal(kind=LiteralKind.TEXT, value="Not known yet")}),
        ("text, default =lower(code)", {"default": read_expression("lower(code)")}),
        ("duration, default 14 days", {"default": read_expression("14 days")}),
        ("A | B, default B", {"default": Literal(kind=LiteralKind.VALUE, value="B")}),
        (
            "money, equals days_late * 0.25",
            {"derived": Derived(manner=Derivation.EQUALS, expression=read_expression("days_late * 0.25"))},
        ),
        (
            "boolean, computed due_on < today",
            {"derived": Derived(manner=Derivation.COMPUTED, expression=read_expression("due_on < today"))},
        ),
        (
            "money, snapshot copy.price when copy is set",
            {
                "derived": Derived(
                    manner=Derivation.SNAPSHOT,
                    expression=read_expression("copy.price"),
                    when=read_expression("copy is set"),
                )
            },
        ),
        ("text, check length(x) > 3", {"check": read_expression("length(x) > 3")}),
        ("percent between 0 and 100", {"check": read_expression("x between 0 and 100")}),
        ("decimal(5,2) km? > 0", {"check": read_expression("x > 0"), "optional": True}),
        ("integer in (1, 2)", {"check": read_expression("x in (1, 2)")}),
    ],
)
def test_options(line, fields):
    read = attribute(line)
    for name, value in fields.items():
        assert getattr(read, name) == value
    assert attribute(attribute_text(read)) == read


def test_the_comparison_spells_out_the_attribute():
    assert attribute("money >= 0", name="price").check == Comparison(
        operator=Comparator.GE, left=Path(steps=("price",)), right=Literal(kind=LiteralKind.NUMBER, value="0")
    )
    assert attribute_text(attribute("integer >= 0", name="in")) == "integer >= 0"


@pytest.mark.parametrize(
    ("line", "fact", "fix"),
    [
        ("string", '"string" is no type', "write text"),
        ("timestamp", '"timestamp" is no type', "write instant"),
        ("integr", '"integr" is no type', "did you mean integer?"),
        ("Prioritty", '"Prioritty" is no type', "did you mean Priority?"),
        ("text kg", "not expected behind text", "comma"),
        ("boolean(3)", "takes no size", "leave it out"),
        ("text(many)", "is no size", "whole numbers"),
        ("text, requird", 'no option "requird"', "options are"),
        ("text, required", 'no option "required"', "leave it out"),
        ("text, nullable", 'no option "nullable"', "? behind the type"),
        ("text, uniqe", 'no option "uniqe"', "did you mean unique?"),
        ("text, default", "something is missing", "write default"),
        ("text, matches abc", "a pattern is expected", "/.../"),
        ("text, matches /abc", "not closed", "end it with /"),
        ("text, default 'open", "not closed", "close it"),
        ("phone, many 3-4", "is no range", "1..50"),
        ("integer >", "a value is expected", ""),
        ("text, unique, unique", "a second time", "keep one"),
        ("A | | B", "is empty", "A | B"),
        ("text(200", "missing", "close"),
        ("", "no type", "write a type"),
    ],
)
def test_a_part_that_cannot_be_read_says_how_to_write_it(line, fact, fix):
    ((fault, _),) = attribute_line("x", line, LISTS).faults
    assert fact in fault.fact
    assert fix in fault.fix


def test_what_is_right_about_a_faulty_line_is_read():
    read = attribute_line("x", "string, unique, optional, immutable", LISTS)
    assert read.fields["unique"] is Uniqueness.EXACT
    assert read.fields["immutable"] is True
    assert len(read.faults) == 2


@pytest.mark.parametrize(
    ("line", "fields"),
    [
        ("Member", {"to": "Member", "optional": False}),
        ("Member?", {"to": "Member", "optional": True}),
        ("Member, unique, immutable", {"unique": True, "immutable": True}),
        ("Member?, set once, default =actor", {"set_once": True, "default": Moment(clock=Clock.ACTOR)}),
    ],
)
def test_references(line, fields):
    read = reference_line(line)
    assert not read.faults
    assert fields.items() <= read.fields.items()
    assert reference_text(Reference(name="x", origin=NOWHERE, **read.fields)) == line


def test_a_reference_has_fewer_options_than_an_attribute():
    ((fault, part),) = reference_line("Member, personal").faults
    assert part == "personal"
    assert "immutable" in fault.fix
