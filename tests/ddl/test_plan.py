"""A plan runs as it stands, leaves what the model says, and undoing it leaves nothing."""

from __future__ import annotations

from itertools import pairwise

import psycopg
import pytest

from database_designer.ddl import (
    ExpressionError,
    plan,
    schema_script,
    seed_script,
    undo_schema_script,
    undo_seed_script,
)
from database_designer.model.check.plan import check_plan
from database_designer.model.physical import EnumType, PhysicalModel

from .build import ORIGIN, check, column, foreign_key, key, model, table, trigger
from .library import hostile, library

HOSTILE = {
    "double quotes": 'a"b"',
    "single quotes": "it's '",
    "a statement": '"; DROP TABLE members; --',
    "a comment": "/* -- */",
    "dollar quotes": "$$ $body$ ",
    "format marks": "%s %(x)s {} ",
    "placeholders": "${flyway} ",
    "backslashes": "\\ \\n ",
    "line ends": "a\nb\r\n\t",
    "keywords": "select ",
    "upper case": "Ab",
    "other letters": "größe 名前 ",
    "emoji": "🙂 ",
    "a long name": "x" * 80,
    "system names": "pg_",
    "commands of psql": "\\! :name ",
}

NAMES_OF_OBJECTS = """
    SELECT 'relation', relname FROM pg_class WHERE relnamespace = %(schema)s::regnamespace
    UNION ALL SELECT 'column', attname FROM pg_attribute JOIN pg_class c ON c.oid = attrelid
        WHERE relnamespace = %(schema)s::regnamespace AND attnum > 0 AND relkind IN ('r', 'v')
    UNION ALL SELECT 'constraint', conname FROM pg_constraint WHERE connamespace = %(schema)s::regnamespace
    UNION ALL SELECT 'enum', enumlabel FROM pg_enum
    UNION ALL SELECT 'trigger', tgname FROM pg_trigger WHERE NOT tgisinternal
    UNION ALL SELECT 'function', proname FROM pg_proc p WHERE pronamespace = %(schema)s::regnamespace
        AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
    UNION ALL SELECT 'extension', extname FROM pg_extension
    UNION ALL SELECT 'policy', polname FROM pg_policy
"""


def objects(connection: psycopg.Connection, schema: str = "public") -> set[tuple[str, str]]:
    return set(connection.execute(NAMES_OF_OBJECTS, {"schema": f'"{schema}"'}).fetchall())


def names_in(m: PhysicalModel) -> set[tuple[str, str]]:
    """All the names of a model, apart from what comes with others (sequences, indexes of keys)."""
    columns = {("column", c.name) for t in m.tables for c in t.columns}
    constraints = {("constraint", c.name) for t in m.tables for c in (*t.uniques, *t.checks)}
    keys = {("constraint", t.primary_key_name) for t in m.tables} | {("constraint", k.name) for k in m.foreign_keys}
    relations = {("relation", x.name) for x in (*m.tables, *m.indexes, *m.views)}
    relations |= {("relation", s.name) for s in m.sequences}
    constraints |= {("constraint", x.name) for x in m.exclusions} | {("policy", s.name) for s in m.row_security}
    enums = {("enum", v) for enum in m.enums for v in enum.values}
    others = {("function", f.name) for f in m.functions} | {("trigger", t.name) for t in m.triggers}
    return columns | constraints | keys | relations | enums | others


def run(connection: psycopg.Connection, m: PhysicalModel, schema: str = "public") -> None:
    """Applies, seeds twice, and undoes twice; everything is there after the one and nothing after the other."""
    made = plan(m)
    assert check_plan(made) == ()
    before = objects(connection)
    for _ in range(2):
        connection.execute(schema_script(made, "Library"))
        assert names_in(m) - objects(connection, schema) == set()
        connection.execute(seed_script(made, "Library"))
        connection.execute(seed_script(made, "Library"))
        connection.execute(undo_seed_script(made, "Library"))
        connection.execute(undo_schema_script(made, "Library"))
        assert objects(connection) == before


@pytest.mark.parametrize("schema", ["public", "library", "User Data"])
def test_a_model_with_everything_applies_and_undoes(connection: psycopg.Connection, schema: str) -> None:
    run(connection, library(schema=schema), schema)


@pytest.mark.parametrize("prefix", HOSTILE.values(), ids=HOSTILE)
def test_hostile_names_are_only_names(connection: psycopg.Connection, prefix: str) -> None:
    run(connection, library(hostile(prefix)))


def test_each_version_gets_its_best_uuids() -> None:
    assert "gen_random_uuid()" in schema_script(plan(library(postgres=17)), "x")
    assert "uuidv7()" in schema_script(plan(library(postgres=18)), "x")


def test_tables_may_point_at_each_other_and_at_themselves(connection: psycopg.Connection) -> None:
    m = model(
        table("chickens", key(), column("egg_id", "uuid")),
        table("eggs", key(), column("chicken_id", "uuid"), column("twin_id", "uuid", nullable=True)),
        foreign_keys=(
            foreign_key("chickens.egg_id", "eggs", deferred=True),
            foreign_key("eggs.chicken_id", "chickens"),
            foreign_key("eggs.twin_id", "eggs"),
        ),
    )
    run(connection, m)


def test_tables_come_after_those_they_point_at_and_start_with_their_key() -> None:
    m = model(
        table("lines", column("text"), key(), primary_key=("id",)),
        table("books", key()),
        foreign_keys=(foreign_key("lines.id", "books"),),
    )
    text = schema_script(plan(m), "x")
    assert text.index("CREATE TABLE books") < text.index("CREATE TABLE lines (\n    id ")


def test_an_enum_may_be_called_like_a_type_of_postgresql(connection: psycopg.Connection) -> None:
    m = model(
        table("shapes", key(), column("point", "enum point")),
        enums=(EnumType(name="point", values=("A",), origin=ORIGIN),),
    )
    run(connection, m)


def test_long_checks_are_broken_at_their_conditions() -> None:
    condition = " and ".join(f'remark_{word} != "not allowed"' for word in ("one", "two", "three", "four"))
    text = plan(model(table("notes", key(), checks=(check("notes_remarks", condition),)))).schema[0].sql
    assert "    CONSTRAINT notes_remarks CHECK (\n        remark_one <> 'not allowed'\n        AND remark_two" in text


@pytest.mark.parametrize(
    "broken",
    [
        model(table("a", key(), checks=(check("c", "count(lines) > 1"),))),
        model(table("a", key(), column("b", default=check("x", "other is set").condition))),
        model(table("a", key()), triggers=(trigger("t", "a", "BEFORE INSERT", "f", when_changed=("id",)),)),
    ],
)
def test_what_a_place_cannot_say_is_an_error(broken: PhysicalModel) -> None:
    with pytest.raises(ExpressionError):
        plan(broken)


def test_statements_undo_themselves_one_by_one(connection: psycopg.Connection) -> None:
    """Each statement, undone at once, leaves what was there before it."""
    made = plan(library())
    for statement, following in pairwise((*made.schema, made.schema[0])):
        before = objects(connection)
        connection.execute(statement.sql)
        if statement.undo and following is not made.schema[0]:
            connection.execute(statement.undo)
            assert objects(connection) == before
            connection.execute(statement.sql)


def test_comments_say_what_for_and_by_which_requirement(connection: psycopg.Connection) -> None:
    connection.execute(schema_script(plan(library()), "Library"))
    found = connection.execute("SELECT col_description('members'::regclass, 2)").fetchone()
    assert found == ("Where reminders go. Classification: personal. (FR-1)",)


def test_the_same_model_gives_the_same_text() -> None:
    assert schema_script(plan(library()), "x") == schema_script(plan(library()), "x")
