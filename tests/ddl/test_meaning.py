"""Expressions mean on a server what they mean in the model language: any expression, over any small row."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import psycopg
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from database_designer.ddl import row_scope, to_sql
from database_designer.model import expression as e
from database_designer.verify.server import Server

from .build import column, expression, key, table
from .evaluate import Row, evaluate

THINGS = table(
    "things",
    key(),
    column("a", "integer"),
    column("b", "bigint"),
    column("d", "date"),
    column("f", "date"),
    column("t", "timestamptz"),
    column("u", "timestamptz"),
    column("s", "text"),
    column("state", "enum state"),
    column("yes", "boolean"),
)
SCOPE = row_scope(THINGS, "Europe/Berlin")
SETUP = """
    CREATE TYPE pg_temp.state AS ENUM ('NEW', 'Done', 'NULL');
    CREATE TEMP TABLE things (a integer, b bigint, d date, f date, t timestamptz, u timestamptz, s text,
                              state pg_temp.state, yes boolean);
    INSERT INTO things DEFAULT VALUES;
    SET timezone = 'America/Lima';
"""
STATES = ("NEW", "Done", "NULL")


@pytest.fixture(scope="module")
def things(server: Server) -> Iterator[psycopg.Connection]:
    """A connection with a table of one thing, in a session far from the time zone of the model."""
    with psycopg.connect(server.conninfo, autocommit=True) as opened:
        opened.execute(SETUP)
        yield opened


def path(*names: str) -> st.SearchStrategy[e.Expression]:
    return st.sampled_from([e.Path(steps=(n,)) for n in names])


def literal(kind: e.LiteralKind, *values: str) -> st.SearchStrategy[e.Expression]:
    return st.sampled_from([e.Literal(kind=kind, value=v) for v in values])


def call(functions: str, *arguments: st.SearchStrategy[e.Expression]) -> st.SearchStrategy[e.Expression]:
    return st.builds(e.Call, function=st.sampled_from(functions.split()), arguments=st.tuples(*arguments))


SHIFT = st.sampled_from([e.Arithmetic.ADD, e.Arithmetic.SUB])
DAYS = st.builds(e.Duration, amount=literal(e.LiteralKind.NUMBER, "0", "1", "40") | path("a"), unit=st.just("days"))
HOURS = st.builds(e.Duration, amount=literal(e.LiteralKind.NUMBER, "1", "30"), unit=st.just("hours"))

texts = st.deferred(lambda: path("s") | literal(e.LiteralKind.TEXT, "", "Ab", "it's") | call("lower", texts))
instants = path("t", "u") | st.builds(e.Binary, operator=SHIFT, left=path("t", "u"), right=DAYS | HOURS)
instants |= literal(e.LiteralKind.INSTANT, "2024-02-29T23:30:00+00:00", "2024-07-01T12:00:00-05:00")
plain_dates = path("d", "f") | literal(e.LiteralKind.DATE, "2024-02-29", "2023-12-31")
dates = st.deferred(
    lambda: (
        plain_dates
        | st.builds(e.Binary, operator=SHIFT, left=dates, right=DAYS)
        | call("date week month year", plain_dates | instants)
    )
)
numbers = st.deferred(
    lambda: (
        path("a", "b")
        | literal(e.LiteralKind.NUMBER, "-2", "0", "3")
        | call("length", texts)
        | call("weekday", dates | instants)
        | call("days", dates | instants, dates | instants)
        | st.builds(e.Binary, operator=st.just(e.Arithmetic.SUB), left=dates, right=dates)
        | st.builds(
            e.Binary,
            operator=st.sampled_from([e.Arithmetic.ADD, e.Arithmetic.SUB, e.Arithmetic.MUL]),
            left=numbers,
            right=numbers,
        )
    )
)
comparators = st.sampled_from(e.Comparator)
equality = st.sampled_from([e.Comparator.EQ, e.Comparator.NE])
state_values = literal(e.LiteralKind.VALUE, *STATES)
comparisons = (
    st.builds(e.Comparison, operator=comparators, left=numbers, right=numbers)
    | st.builds(e.Comparison, operator=comparators, left=dates | instants, right=dates | instants)
    | st.builds(e.Comparison, operator=equality, left=texts, right=texts)
    | st.builds(e.Comparison, operator=equality, left=path("s"), right=path("state"))
    | st.builds(e.Comparison, operator=equality, left=path("state"), right=state_values)
)
anything = path("a", "b", "d", "f", "t", "u", "s", "state", "yes")
simple_conditions = (
    comparisons
    | path("yes")
    | literal(e.LiteralKind.BOOLEAN, "true", "false")
    | st.builds(e.IsSet, operand=anything, negated=st.booleans())
    | st.builds(e.Between, operand=numbers, low=numbers, high=numbers)
    | st.builds(e.Between, operand=dates | instants, low=dates, high=instants)
    | st.builds(e.In, operand=path("state"), values=st.tuples(state_values, state_values))
    | st.builds(e.In, operand=numbers, values=st.lists(numbers, min_size=1, max_size=3).map(tuple))
    | st.builds(e.Matches, operand=texts, pattern=st.sampled_from(["^A", "b$", "'", "^.?$", r"\S"]))
    | st.builds(
        e.Call,
        function=st.sampled_from(["exactly_one", "at_most_one", "at_least_one"]),
        arguments=st.lists(anything | comparisons, min_size=1, max_size=3).map(tuple),
    )
)


def _joined(inner: st.SearchStrategy[e.Expression]) -> st.SearchStrategy[e.Expression]:
    several = st.lists(inner, min_size=2, max_size=3).map(tuple)
    return (
        st.builds(e.Not, operand=inner)
        | st.builds(e.And, operands=several)
        | st.builds(e.Or, operands=several)
        | st.builds(e.Implies, left=inner, right=inner, both=st.booleans())
        | st.builds(e.Comparison, operator=equality, left=inner, right=inner)
    )


conditions = st.recursive(simple_conditions, _joined, max_leaves=6)

some_dates = st.none() | st.dates(dt.date(2023, 12, 25), dt.date(2024, 3, 10))
# Noon is on both sides of no change between summer and winter time.
some_instants = st.none() | some_dates.filter(lambda d: d is not None).map(
    lambda d: dt.datetime.combine(d, dt.time(22, 45), dt.UTC)  # the next day in Berlin
)
rows = st.fixed_dictionaries(
    {
        "a": st.none() | st.integers(-3, 3),
        "b": st.none() | st.integers(-3, 3),
        "d": some_dates,
        "f": some_dates,
        "t": some_instants,
        "u": some_instants,
        "s": st.none() | st.sampled_from(["", "a", "Ab", "it's", "NEW"]),
        "state": st.none() | st.sampled_from(STATES),
        "yes": st.none() | st.booleans(),
    }
)


def on_server(things: psycopg.Connection, node: e.Expression, row: Row) -> object:
    things.execute(f"UPDATE things SET {', '.join(f'{name} = %s' for name in row)}", list(row.values()))
    # No parameters here: the text goes to the server as it stands.
    found = things.execute(f"SELECT {to_sql(node, SCOPE)} FROM things").fetchone()
    assert found is not None
    return found[0]


@given(conditions, rows)
@settings(max_examples=300, deadline=None)
def test_conditions(things: psycopg.Connection, node: e.Expression, row: Row) -> None:
    assert on_server(things, node, row) == evaluate(node, row)


@given(numbers | dates | texts, rows)
@settings(max_examples=150, deadline=None)
def test_values(things: psycopg.Connection, node: e.Expression, row: Row) -> None:
    assert on_server(things, node, row) == evaluate(node, row)


def test_division_is_exact_and_by_zero_unknown(things: psycopg.Connection) -> None:
    row = {"a": 1, "b": 0}
    assert on_server(things, expression("a / 4 = 0.25"), row) is True
    assert on_server(things, expression("a / b > 0"), row) is None


def test_months_and_hours_at_the_change_of_summer_time(things: psycopg.Connection) -> None:
    before_the_change = dt.datetime(2024, 3, 30, 12, 0, tzinfo=dt.UTC)
    row = {"t": before_the_change, "d": dt.date(2024, 1, 31)}
    assert on_server(things, expression("t + 1 day"), row) == before_the_change + dt.timedelta(hours=23)
    assert on_server(things, expression("t + 24 hours"), row) == before_the_change + dt.timedelta(hours=24)
    assert on_server(things, expression("d + 1 month"), row) == dt.date(2024, 2, 29)


@pytest.mark.parametrize(
    "written",
    [
        "date(t)",
        "month(d)",
        "weekday(t)",
        "d + 3 days",
        "t - 2 months",
        "days(d, t)",
        "d - f",
        "t > d",
        "length(s)",
    ],
)
def test_time_of_a_row_is_the_same_for_all_sessions(things: psycopg.Connection, written: str) -> None:
    """What an index may hold is immutable, as the server sees it (all but an instant and hours, which it calls stable)."""
    things.execute(f"CREATE INDEX sample ON things (({to_sql(expression(written), SCOPE)}))")
    things.execute("DROP INDEX sample")
