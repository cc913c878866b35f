"""Workloads: what statements are called, what they ask of which table, what is the same each time."""

from __future__ import annotations

import pytest

from database_designer.indexing import Access, ColumnFacts, ReferenceFacts, TableFacts
from database_designer.workload import read_workload, statements


def columns(**types: str) -> dict[str, ColumnFacts]:
    return {
        n: ColumnFacts(name=n, type=t.rstrip("?"), width=8, distinct=0.0, nullable=t.endswith("?"))
        for n, t in types.items()
    }


SHELF = TableFacts(name="shelf", columns=columns(id="bigint", room="text", closed="boolean"), rows=0, keys=(("id",),))
ITEM = TableFacts(
    name="item",
    columns=columns(
        id="bigint", shelf_id="bigint", state="text", label="text", made_at="timestamptz", gone_at="timestamptz?", span="tstzrange",
        tags="text[]",
    ),
    rows=0,
    keys=(("id",),),
    references=(ReferenceFacts(columns=("shelf_id",), target="shelf", target_columns=("id",)),),
)  # fmt: skip
TABLES = {"shelf": SHELF, "item": ITEM}


def accesses(sql: str) -> list[Access]:
    read, said = read_workload(sql, "w.sql", TABLES)
    assert not said
    return [a for a in read.accesses if not a.required]


def conditions(access: Access) -> list[tuple[str, str, str]]:
    return [(c.term.text, c.match.value, c.fixed) for c in access.conditions]


class TestStatements:
    def test_a_comment_names_a_statement_and_says_how_often_it_runs(self) -> None:
        found, said = statements(
            "-- query: first freq: 2.5\nSELECT 1;\n\n-- a remark\nSELECT ';' -- ; no end\n;", "w.sql"
        )
        assert [(s.name, s.frequency, s.line) for s in found] == [("first", 2.5, 2), ("line_5", 1.0, 5)]
        assert not said

    def test_what_the_grammar_does_not_know_is_said_with_its_line_and_the_rest_is_read(self) -> None:
        found, said = statements("SELECT 1;\nSELEC 2;\nSELECT 3;", "w.sql")
        assert len(found) == 2
        assert said[0].span is not None
        assert said[0].span.line == 2
        assert "SELEC" in said[0].fact

    def test_an_open_quotation_ends_the_reading_but_takes_nothing_before_it(self) -> None:
        found, said = statements("SELECT 1;\nSELECT 'abc;\nSELECT 2;", "w.sql")
        assert [s.sql for s in found] == ["SELECT 1"]
        assert "nothing behind it was read" in str(said[0].fix)

    def test_statements_without_a_name_are_one_where_they_differ_in_values_alone(self) -> None:
        read, _ = read_workload(
            "SELECT id FROM item WHERE state = 'a';\nSELECT id FROM item WHERE state = 'b';", "w.sql", TABLES
        )
        assert [conditions(a) for a in read.accesses if not a.required] == [[("state", "=", "")]]

    def test_one_value_of_a_column_that_is_no_state_is_an_example(self) -> None:
        assert conditions(accesses("SELECT id FROM item WHERE label = 'alice'")[0]) == [("label", "=", "")]


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        ("label = $1", [("label", "=", "")]),
        ("$1 = label", [("label", "=", "")]),
        ("state = 'open'", [("state", "=", "state = 'open'")]),
        ("label = 'x7 22'", [("label", "=", "")]),  # an example rather than a state
        ("gone_at IS NULL", [("gone_at", "is null", "gone_at IS NULL")]),
        ("made_at < '2024-01-01'", [("made_at", "range", "")]),  # what moves with time is never fixed
        ("made_at BETWEEN $1 AND $2", [("made_at", "range", "")]),
        ("(made_at, id) > ($1, $2)", [("made_at", "range", "")]),
        ("state IN ('a', 'b')", [("state", "in", "state IN ('a', 'b')")]),
        ("state <> 'done'", [("state", "other", "state <> 'done'")]),
        ("lower(label) = lower($1)", [("lower(label)", "=", "")]),
        ("label LIKE $1", [("label", "starts", "")]),
        ("label LIKE '%x'", [("label", "contains", "")]),
        ("label ILIKE 'x%'", [("label", "contains", "")]),
        ("tags @> ARRAY[$1]", [("tags", "holds", "")]),
        ("span && tstzrange($1, $2)", [("span", "overlaps", "")]),
        ("item.state::text = 'open'", [("state", "=", "item.state::text = 'open'")]),
        ("random() < 0.1", []),
    ],
)
def test_each_form_of_condition(where: str, expected: list[tuple[str, str, str]]) -> None:
    found = conditions(accesses(f"SELECT id FROM item WHERE {where}")[0])
    assert [(t, m, f.replace("item.", "")) for t, m, f in found] == [
        (t, m, f.replace("item.", "")) for t, m, f in expected
    ]


@pytest.mark.parametrize(
    "written", ["closed", "closed = true", "closed IS TRUE", "NOT closed", "closed = false", "closed IS FALSE"]
)
def test_truths_are_the_same_however_they_are_written(written: str) -> None:
    fixed = conditions(accesses(f"SELECT id FROM shelf WHERE {written}")[0])[0][2]
    assert fixed == ("NOT closed" if "NOT" in written or "alse" in written.lower() else "closed")


def test_an_order_over_one_table_and_a_limit_are_kept() -> None:
    found = accesses("SELECT label AS l, made_at FROM item WHERE shelf_id = $1 ORDER BY 2 DESC, l LIMIT 7")[0]
    assert [(s.term.text, s.descending) for s in found.sort] == [("made_at", True), ("label", False)]
    assert found.limit == 7
    assert found.columns == {"label", "made_at"}


def test_groups_and_aggregates_read_all_rows() -> None:
    assert accesses("SELECT state, count(*) FROM item GROUP BY state ORDER BY 2 DESC LIMIT 3")[0].limit is None
    assert accesses("SELECT sum(id) FROM item LIMIT 1")[0].limit is None


def test_the_greatest_value_is_the_first_row_from_the_end() -> None:
    found = accesses("SELECT max(made_at) FROM item WHERE shelf_id = $1")[0]
    assert (found.limit, found.sort[0].descending) == (1, True)


def test_a_join_begins_with_the_table_that_has_fewer_rows_left() -> None:
    found = accesses("SELECT i.label FROM item i JOIN shelf s ON s.id = i.shelf_id WHERE s.room = 'x 1'")
    assert [(a.table, [c[0] for c in conditions(a)]) for a in found] == [("shelf", ["room"]), ("item", ["shelf_id"])]
    assert found[1].frequency > found[0].frequency


def test_an_optional_table_is_never_the_first() -> None:
    found = accesses("SELECT s.id FROM shelf s LEFT JOIN item i ON i.shelf_id = s.id AND i.state = 'open'")
    assert [a.table for a in found] == ["shelf", "item"]


def test_each_arm_of_an_or_is_looked_up_apart() -> None:
    found = accesses("SELECT id FROM item WHERE (label = $1 OR shelf_id = $2) AND gone_at IS NULL")
    assert [[c[0] for c in conditions(a)] for a in found] == [["gone_at", "label"], ["gone_at", "shelf_id"]]


def test_queries_inside_of_queries_are_read() -> None:
    found = accesses(
        "WITH w AS (SELECT id FROM shelf WHERE room = $1) SELECT * FROM w WHERE EXISTS "
        "(SELECT 1 FROM item WHERE item.shelf_id = w.id AND item.label = $2)"
    )
    assert {(a.table, frozenset(c[0] for c in conditions(a))) for a in found} == {
        ("shelf", frozenset({"room"})),
        ("item", frozenset({"label", "shelf_id"})),
    }


def test_updates_and_deletes_look_for_whole_rows() -> None:
    for statement in ("UPDATE item SET state = 'x' WHERE label = $1", "DELETE FROM item WHERE label = $1"):
        found = accesses(statement)[0]
        assert conditions(found) == [("label", "=", "")]
        assert found.columns == frozenset(ITEM.columns)


def test_a_locked_row_is_read_whole() -> None:
    assert accesses("SELECT id FROM item WHERE label = $1 FOR UPDATE SKIP LOCKED")[0].columns == frozenset(ITEM.columns)


def test_every_foreign_key_asks_for_the_rows_that_point_to_a_row() -> None:
    read, _ = read_workload("SELECT 1", "w.sql", TABLES)
    assert [(a.table, conditions(a), a.required) for a in read.accesses] == [("item", [("shelf_id", "=", "")], True)]


def test_rows_are_estimated_from_the_greatest_key_and_from_what_is_inserted() -> None:
    asked = "\n".join(f"SELECT room FROM shelf WHERE id = {n};" for n in (120, 40, 390, 260))
    read, _ = read_workload(asked + "\n-- write: w freq: 10\nINSERT INTO item (id) VALUES ($1);", "w.sql", TABLES)
    assert 390 <= read.tables["shelf"].rows <= 500
    assert read.tables["item"].rows == 10 * 60 * 24 * 30


def test_distinct_values_are_estimated_from_how_often_they_repeat() -> None:
    same = "\n".join(f"SELECT id FROM item WHERE label = 'v{n % 3}';" for n in range(12))
    read, _ = read_workload(same, "w.sql", TABLES)
    assert read.tables["item"].columns["label"].distinct < 10


def test_tables_that_are_not_there_are_passed_over() -> None:
    read, said = read_workload("SELECT a FROM nowhere WHERE a = 1", "w.sql", TABLES)
    assert [a for a in read.accesses if not a.required] == []
    assert [d.code for d in said] == ["statement-of-no-table"]


def test_nothing_of_a_hostile_workload_is_a_crash() -> None:
    for text in (
        "",
        ";;;",
        "-- query: x freq: 1",
        "SELECT " + "(" * 500 + "1" + ")" * 500,
        "\u0000SELECT 1",
        "VALUES (1)",
        "SELECT FROM item",
    ):
        read_workload(text, "w.sql", TABLES)


class TestQueriesInFrom:
    """What PostgreSQL pulls up is read as part of the query around it."""

    def test_a_plain_query_in_from_is_pulled_up(self) -> None:
        found = accesses(
            "SELECT o.l FROM (SELECT label AS l, shelf_id FROM item WHERE state = 'open') o WHERE o.l = $1"
        )
        assert [(a.table, conditions(a)) for a in found] == [
            ("item", [("label", "=", ""), ("state", "=", "state = 'open'")])
        ]

    def test_a_plain_with_query_is_pulled_up(self) -> None:
        found = accesses("WITH o AS (SELECT * FROM item WHERE gone_at IS NULL) SELECT id FROM o WHERE label = $1")
        assert [sorted(c[0] for c in conditions(a)) for a in found] == [["gone_at", "label"]]

    def test_a_view_is_read_as_its_query(self) -> None:
        views = {"open_items": "SELECT i.id AS item, i.label FROM item i WHERE i.state = 'open'::text;"}
        read, _ = read_workload("SELECT v.item FROM open_items v WHERE v.label = $1", "w.sql", TABLES, views)
        own = [a for a in read.accesses if not a.required]
        assert [(a.table, [c[0] for c in conditions(a)]) for a in own] == [("item", ["label", "state"])]

    def test_groups_and_limits_are_not_pulled_up(self) -> None:
        found = accesses(
            "SELECT * FROM (SELECT shelf_id, count(*) AS n FROM item GROUP BY shelf_id) g WHERE g.shelf_id = $1"
        )
        assert [conditions(a) for a in found] == [[]]

    def test_queries_that_name_themselves_end(self) -> None:
        read_workload(
            "WITH a AS (SELECT * FROM b), b AS (SELECT * FROM a) SELECT * FROM a WHERE id = $1", "w.sql", TABLES
        )
