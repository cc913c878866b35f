"""Expressions as a person reads them in the migrations."""

from __future__ import annotations

import pytest

from database_designer.ddl import ExpressionError, Names, Scope, constant_scope, row_scope, rows_scope, to_sql
from database_designer.model.expression import (
    Arithmetic,
    Binary,
    Call,
    Cast,
    Expression,
    In,
    Join,
    Literal,
    LiteralKind,
    Not,
    Path,
    Select,
)

from .build import column, compare, expression, key, model, select, table

LOANS = table(
    "loans",
    key(),
    column("amount", "integer"),
    column("price", "numeric", 12, 2),
    column("status", "enum loan_status"),
    column("title"),
    column("lent_at", "timestamptz"),
    column("due_on", "date"),
    column("returned_on", "date"),
    column("pause", "interval"),
    column("open", "boolean"),
    column("order", "integer"),
    column("extent", "box"),
)
ROW = row_scope(LOANS, "Europe/Berlin")


def printed(text: str, scope: Scope = ROW) -> str:
    return to_sql(expression(text), scope)


@pytest.mark.parametrize(
    ("written", "sql"),
    [
        ("amount > 0", "amount > 0"),
        ("amount != 3", "amount <> 3"),
        ("order >= -1", '"order" >= -1'),
        ('title = "it\'s"', "title = 'it''s'"),
        ("amount between 1 and 5", "amount BETWEEN 1 AND 5"),
        ("amount in (1, 2)", "amount IN (1, 2)"),
        ("due_on is set", "due_on IS NOT NULL"),
        ("due_on is not set", "due_on IS NULL"),
        (r"title matches /^\d+$/", r"title ~ '^\d+$'"),
        ("open = true", "open = TRUE"),
    ],
)
def test_conditions_read_as_they_were_written(written: str, sql: str) -> None:
    assert printed(written) == sql


@pytest.mark.parametrize(
    ("written", "sql"),
    [
        ("amount > 0 and (open or title is set)", "amount > 0 AND (open OR title IS NOT NULL)"),
        ("amount > 0 or open and title is set", "amount > 0 OR (open AND title IS NOT NULL)"),
        ("not open", "NOT open"),
        ("not (open and amount > 0)", "NOT (open AND amount > 0)"),
        ("amount - (amount - 1) > 0", "amount - (amount - 1) > 0"),
        ("(amount + 1) * 2 > 0", "(amount + 1) * 2 > 0"),
        ("open implies (amount > 0 implies title is set)", "NOT open OR amount <= 0 OR title IS NOT NULL"),
        ("amount > 0 iff title is set", "(amount > 0) = (title IS NOT NULL)"),
    ],
)
def test_parentheses_stand_where_they_are_needed_or_help(written: str, sql: str) -> None:
    assert printed(written) == sql


@pytest.mark.parametrize(
    ("written", "sql"),
    [
        ("not (amount = 1)", "amount <> 1"),
        ("not (amount < 1)", "amount >= 1"),
        ("not (amount in (1, 2))", "amount NOT IN (1, 2)"),
        ("not (amount between 1 and 2)", "amount NOT BETWEEN 1 AND 2"),
        ("not (title matches /x/)", "title !~ 'x'"),
        ("not (title is set)", "title IS NULL"),
        ("not not open", "open"),
        ("amount = 1 implies title is set", "amount <> 1 OR title IS NOT NULL"),
    ],
)
def test_negations_are_written_by_the_opposite_operator(written: str, sql: str) -> None:
    assert printed(written) == sql


@pytest.mark.parametrize(
    ("written", "sql"),
    [
        ("due_on + 3 days", "(due_on + INTERVAL '3 days')::date"),
        ("due_on - 1 months", "(due_on - INTERVAL '1 month')::date"),
        ("due_on + amount days", "(due_on + amount * INTERVAL '1 day')::date"),
        ("due_on - returned_on", "due_on - returned_on"),
        ("days(due_on, returned_on)", "returned_on - due_on"),
        ("lent_at + 90 minutes", "lent_at + INTERVAL '90 minutes'"),
        ("lent_at + pause", "(lent_at AT TIME ZONE 'Europe/Berlin' + pause) AT TIME ZONE 'Europe/Berlin'"),
        ("date(lent_at)", "(lent_at AT TIME ZONE 'Europe/Berlin')::date"),
        ("date(due_on)", "due_on"),
        ("month(due_on)", "date_trunc('month', due_on::timestamp)::date"),
        ("weekday(due_on)", "extract(isodow FROM due_on)::integer"),
        ("lent_at <= due_on", "lent_at <= due_on::timestamp AT TIME ZONE 'Europe/Berlin'"),
        ("due_on - returned_on <= 2 weeks", "(due_on - returned_on) * INTERVAL '1 day' <= INTERVAL '2 weeks'"),
        ("lent_at > 2030-01-31", "lent_at > DATE '2030-01-31'::timestamp AT TIME ZONE 'Europe/Berlin'"),
        ("today", "(now() AT TIME ZONE 'Europe/Berlin')::date"),
        ("now", "now()"),
        ("actor", "nullif(current_setting('app.actor', true), '')"),
    ],
)
def test_time_never_depends_on_the_session(written: str, sql: str) -> None:
    assert printed(written) == sql


@pytest.mark.parametrize(
    ("written", "sql"),
    [
        ("lower(title)", "lower(title)"),
        ("lower(status)", "lower(status::text)"),
        ("status = title", "status::text = title"),
        ("length(title) <= 5", "char_length(title) <= 5"),
        ("amount / 4", "amount::numeric / 4"),
        ("price / amount", "price / nullif(amount, 0)"),
        ("exactly_one(due_on, returned_on)", "num_nonnulls(due_on, returned_on) = 1"),
        ("at_most_one(open, due_on)", "num_nonnulls(open, due_on) <= 1"),
        ("at_least_one(amount > 1, title is set)", "num_nonnulls(nullif(amount > 1, FALSE), nullif(title IS NOT NULL, FALSE)) >= 1"),
    ],
)  # fmt: skip
def test_functions_and_types(written: str, sql: str) -> None:
    assert printed(written) == sql


@pytest.mark.parametrize(
    "written",
    ["count(copies)", "member.name", "frobnicate", "sum(lines, price) > 3"],
)
def test_what_is_not_in_the_row_is_refused_by_name(written: str) -> None:
    scope = constant_scope("UTC") if written == "frobnicate" else ROW
    with pytest.raises(ExpressionError, match=written.partition("(")[0]):
        printed(written, scope)


@pytest.mark.parametrize(
    "bad",
    [
        Literal(kind=LiteralKind.NUMBER, value="1); DROP TABLE loans"),
        Literal(kind=LiteralKind.NUMBER, value="٣"),
        Literal(kind=LiteralKind.BOOLEAN, value="maybe"),
        Literal(kind=LiteralKind.DATE, value="today"),
        Literal(kind=LiteralKind.INSTANT, value="now"),
        In(operand=Path(steps=("amount",)), values=()),
        Call(function="pg_sleep", arguments=(Literal(kind=LiteralKind.NUMBER, value="9"),)),
        Call(function="lower", arguments=()),
        Call(function="exactly_one", arguments=()),
    ],
)
def test_what_is_no_value_is_refused(bad: Expression) -> None:
    with pytest.raises(ExpressionError):
        to_sql(bad, ROW)


def test_views_read_several_tables_and_count_rows() -> None:
    scope = rows_scope({"l": LOANS}, model(LOANS), Names(schema="public"), aggregates=True)
    assert printed("l.amount * 2", scope) == "l.amount * 2"
    assert printed("count(l.id where l.open)", scope) == "count(l.id) FILTER (WHERE l.open)"
    assert printed("sum(l, l.price)", scope) == "sum(l.price)"


def test_indexes_over_words_name_their_configuration() -> None:
    english = Literal(kind=LiteralKind.TEXT, value="english")
    words = Call(function="to_tsvector", arguments=(english, Path(steps=("title",))))
    assert to_sql(words, ROW) == "to_tsvector('english', title)"


LINES = table(
    "lines", column("id", "integer"), column("loan_id", "uuid"), column("cost", "integer"), column("day", "date")
)
AROUND = rows_scope({"NEW": LOANS, "l": LOANS}, model(LOANS, LINES), Names(schema="public"))
OF_LOAN = "x.loan_id = NEW.id"


@pytest.mark.parametrize(
    ("select", "sql"),
    [
        (select("value", "lines", "x", "x.id = 1", "x.cost"), "(SELECT x.cost FROM lines AS x WHERE x.id = 1)"),
        (select("count", "lines", "x", OF_LOAN), "(SELECT count(*) FROM lines AS x WHERE x.loan_id = NEW.id)"),
        (select("sum", "lines", "x", over="x.cost"), "(SELECT coalesce(sum(x.cost), 0) FROM lines AS x)"),
        (select("sum", "loans", "x", over="x.pause"), "(SELECT coalesce(sum(x.pause), INTERVAL '0') FROM loans AS x)"),
        (select("max", "lines", "x", over="x.day + 1 day"), "(SELECT max((x.day + INTERVAL '1 day')::date) FROM lines AS x)"),
        (select("exists", "lines", "lines", "lines.cost > 0"), "EXISTS (SELECT FROM lines WHERE lines.cost > 0)"),
        (select("all", "lines", "x", OF_LOAN, "x.cost > 0"),
         "NOT EXISTS (SELECT FROM lines AS x WHERE x.loan_id = NEW.id AND x.cost <= 0)"),
        (Not(operand=select("exists", "lines", "x")), "NOT EXISTS (SELECT FROM lines AS x)"),
        (Not(operand=select("all", "lines", "x", over="x.cost > 0")), "EXISTS (SELECT FROM lines AS x WHERE x.cost <= 0)"),
    ],
)  # fmt: skip
def test_other_rows_are_read_by_queries(select: Expression, sql: str) -> None:
    assert to_sql(select, AROUND) == sql


def test_a_long_query_has_a_line_a_clause() -> None:
    joined = Join(table="loans", alias="o", on=expression("o.id = x.loan_id"))
    found = select("count", "lines", "x", "o.title = NEW.title and o.amount > 0 and o.open", joins=(joined,))
    assert to_sql(compare(found, "<", expression("NEW.amount")), AROUND) == (
        "(\n"
        "    SELECT count(*)\n"
        "    FROM lines AS x\n"
        "        JOIN loans AS o ON o.id = x.loan_id\n"
        "    WHERE o.title = NEW.title\n"
        "      AND o.amount > 0\n"
        "      AND o.open\n"
        ") < NEW.amount"
    )


def test_values_of_queries_keep_their_kind() -> None:
    """A date is compared with an instant at the time zone of the model, wherever the date comes from."""
    last = select("max", "lines", "x", over="x.day")
    text = to_sql(compare(last, "<", expression("NEW.lent_at")), AROUND)
    assert text == "(SELECT max(x.day) FROM lines AS x)::timestamp AT TIME ZONE 'UTC' < NEW.lent_at"
    average = to_sql(Binary(operator=Arithmetic.DIV, left=select("count", "lines", "x"), right=expression("3")), AROUND)
    assert average == "(SELECT count(*) FROM lines AS x)::numeric / 3"


def test_a_query_inside_of_a_query_sees_the_rows_around_it() -> None:
    inner = select("exists", "lines", "y", "y.id = x.id and y.loan_id = l.id")
    outer = Select(function="count", table="lines", alias="x", where=inner)
    assert "y.id = x.id AND y.loan_id = l.id" in to_sql(outer, AROUND)
    with pytest.raises(ExpressionError, match=r"x\.id"):
        to_sql(inner, AROUND)


@pytest.mark.parametrize("written", ["count(lines)", "NEW.amount > 1", "l.amount > 1"])
def test_where_no_row_is_at_hand_none_is_read(written: str) -> None:
    with pytest.raises(ExpressionError):
        printed(written, constant_scope("UTC"))


def test_checks_and_indexes_read_no_other_rows() -> None:
    with pytest.raises(ExpressionError, match="other tables"):
        to_sql(select("exists", "lines", "x"), ROW)


@pytest.mark.parametrize(
    ("node", "sql"),
    [
        (Call(function="concat", arguments=(expression("title"), expression("status"), expression("amount"))),
         "concat(title, status, amount)"),
        (Call(function="concat", arguments=(expression("due_on"), expression("open"))),
         "concat(to_char(due_on, 'YYYY-MM-DD'), open::text)"),
        (Call(function="concat", arguments=(expression("lent_at"),)),
         "concat(to_char(lent_at AT TIME ZONE 'Europe/Berlin', 'YYYY-MM-DD HH24:MI'))"),
        (Call(function="range", arguments=(expression("due_on"), expression("returned_on"))),
         "daterange(due_on, returned_on, '[)')"),
        (Call(function="range", arguments=(expression("lent_at"), expression("due_on"))),
         "tstzrange(lent_at, due_on::timestamp AT TIME ZONE 'Europe/Berlin', '[)')"),
        (Call(function="same", arguments=(expression("title"), expression("status"))),
         "title IS NOT DISTINCT FROM status::text"),
        (Not(operand=Call(function="same", arguments=(expression("due_on"), expression("returned_on")))),
         "due_on IS DISTINCT FROM returned_on"),
        (Call(function="same", arguments=(expression("extent"), expression("extent"))),
         "extent::text IS NOT DISTINCT FROM extent::text"),
        (Cast(operand=expression("actor"), type="uuid"), "nullif(current_setting('app.actor', true), '')::uuid"),
        (expression("amount in (1)"), "amount = 1"),
        (expression("not (amount in (1))"), "amount <> 1"),
        (expression("not (open implies amount > 0)"), "open AND amount <= 0"),
    ],
)  # fmt: skip
def test_what_design_makes_of_rules(node: Expression, sql: str) -> None:
    assert to_sql(node, ROW) == sql
