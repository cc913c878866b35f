"""First rows: there once, however often they are inserted, and gone when they are undone."""

from __future__ import annotations

import psycopg

from database_designer.ddl import plan, schema_script, seed_script, undo_seed_script
from database_designer.model.expression import Expression, IsSet, Path
from database_designer.model.physical import Index, IndexKey, PhysicalModel, SeedRow, UniqueConstraint

from .build import ORIGIN, column, expression, foreign_key, key, model, table

COUNTRIES = table(
    "countries",
    column("code"),
    column("name"),
    column("parent_code", nullable=True),
    column("deleted_at", "timestamptz", nullable=True),
    primary_key=("code",),
)


def row(table_name: str, *conflict: str, **values: str) -> SeedRow:
    """The values are expressions of the model language."""
    written: tuple[tuple[str, Expression], ...] = tuple((c, expression(v)) for c, v in values.items())
    return SeedRow(table=table_name, values=written, conflict=conflict, origin=ORIGIN)


def statements(m: PhysicalModel) -> list[str]:
    return [s.sql for s in plan(m).seed]


def test_rows_with_the_same_columns_are_inserted_together() -> None:
    rows = (
        row("countries", "code", code='"FR"', name='"France"'),
        row("countries", "code", code='"E"', name='"Spain"'),
    )
    assert statements(model(COUNTRIES, seed=rows)) == [
        "INSERT INTO countries (code, name)\n"
        "VALUES\n"
        "    ('FR', 'France'),\n"
        "    ('E',  'Spain')\n"
        "ON CONFLICT (code) DO NOTHING;"
    ]


def test_rows_are_known_by_the_index_that_keeps_them_apart() -> None:
    living = IsSet(operand=Path(steps=("deleted_at",)), negated=True)
    index = Index(
        name="countries_name",
        table="countries",
        keys=(IndexKey(expression=expression("lower(name)")),),
        unique=True,
        predicate=living,
        origin=ORIGIN,
    )
    m = model(COUNTRIES, indexes=(index,), seed=(row("countries", "name", code='"E"', name='"Spain"'),))
    assert "ON CONFLICT (lower(name)) WHERE deleted_at IS NULL DO NOTHING;" in statements(m)[0]


def test_rows_that_no_key_keeps_apart_name_none() -> None:
    m = model(COUNTRIES, seed=(row("countries", "name", code='"E"', name='"Spain"'),))
    assert statements(m)[0].endswith("ON CONFLICT DO NOTHING;")


def test_rows_come_after_those_they_point_at_and_are_undone_before(connection: psycopg.Connection) -> None:
    cities = table(
        "cities",
        key(),
        column("name"),
        column("country"),
        uniques=(UniqueConstraint(name="cities_key", columns=("name", "country"), origin=ORIGIN),),
    )
    m = model(
        COUNTRIES,
        cities,
        foreign_keys=(
            foreign_key("cities.country", "countries", target_columns=("code",)),
            foreign_key("countries.parent_code", "countries", target_columns=("code",)),
        ),
        seed=(
            row("cities", "name", "country", name='"Girona"', country='"CAT"'),
            row("countries", "code", code='"E"', name='"Spain"'),
            row("countries", "code", code='"CAT"', name='"Catalonia"', parent_code='"E"'),
        ),
    )
    made = plan(m)
    connection.execute(schema_script(made, "x"))
    connection.execute(seed_script(made, "x"))
    connection.execute(seed_script(made, "x"))
    assert connection.execute("SELECT name, country FROM cities").fetchall() == [("Girona", "CAT")]
    connection.execute("INSERT INTO countries VALUES ('F', 'France')")
    connection.execute(undo_seed_script(made, "x"))
    assert connection.execute("SELECT code FROM countries").fetchall() == [("F",)]
