"""Choosing indexes: what each form of access gets, what they share, what is not worth its upkeep."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from database_designer.ddl.planned import create_index
from database_designer.indexing import ColumnFacts, ReferenceFacts, TableFacts, choose
from database_designer.workload import read_workload

ROWS = 1_000_000.0


def table(name: str, *columns: str, rows: float = ROWS, references: tuple[ReferenceFacts, ...] = ()) -> TableFacts:
    """A table with the key `id` and further columns, each "name type"; a question mark makes it nullable."""
    facts = {"id": ColumnFacts(name="id", type="bigint", width=8, distinct=rows)}
    for written in columns:
        column, kind = written.rstrip("?").split()
        facts[column] = ColumnFacts(
            name=column, type=kind, width=WIDTHS.get(kind, 8), distinct=rows / 100, bounded=kind not in {"text", "jsonb"},
            nullable=written.endswith("?"), unset=0.05 if written.endswith("?") else 0.0,
        )  # fmt: skip
    return TableFacts(
        name=name, columns=facts, rows=rows, keys=(("id",),), references=references, measured=True, inserts=1, updates=1
    )


WIDTHS = {"text": 30, "jsonb": 200, "boolean": 1, "smallint": 2, "date": 4}
PARENT = ReferenceFacts(columns=("owner",), target="owners", target_columns=("id",))


def chosen(sql: str, *tables: TableFacts) -> list[str]:
    """The indexes for a workload, as SQL without their names."""
    given: Mapping[str, TableFacts] = {t.name: t for t in tables}
    read, said = read_workload(sql, "workload.sql", given)
    assert not said
    return [
        create_index(c.index, "x").removeprefix("CREATE INDEX x ON ")
        for c in choose(read.accesses, read.tables)
        if not c.index.name
    ]


LOGS = table(
    "logs",
    "owner bigint",
    "kind text",
    "at timestamptz",
    "body jsonb",
    "note varchar",
    "open boolean",
    "gone timestamptz?",
)


@pytest.mark.parametrize(
    ("sql", "index"),
    [
        ("SELECT body FROM logs WHERE owner = $1", "logs (owner);"),
        ("SELECT body FROM logs WHERE owner = $1 ORDER BY at DESC LIMIT 20", "logs (owner, at DESC);"),
        ("SELECT body FROM logs WHERE at > $1 AND owner = $2", "logs (owner, at);"),
        ("SELECT body FROM logs WHERE owner = $1 AND (at, id) < ($2, $3) ORDER BY at DESC, id DESC LIMIT 9", "logs (owner, at DESC, id DESC);"),
        ("SELECT body FROM logs WHERE lower(note) = lower($1)", "logs (lower(note));"),
        ("SELECT body FROM logs WHERE note LIKE 'ab%'", "logs (note text_pattern_ops);"),
        ("SELECT body FROM logs WHERE note ILIKE '%ab%'", "logs USING gin (note gin_trgm_ops);"),
        ("SELECT note FROM logs WHERE body @> '{\"a\": 1}'", "logs USING gin (body jsonb_path_ops);"),
        ("SELECT note FROM logs WHERE body ->> 'a' = $1", "logs ((body ->> 'a'));"),
        ("SELECT note FROM logs WHERE to_tsvector('simple', note) @@ plainto_tsquery('simple', $1)", "logs USING gin ((to_tsvector('simple', note)));"),
        ("SELECT body FROM logs ORDER BY at DESC LIMIT 10", "logs (at DESC);"),
        ("SELECT max(at) FROM logs WHERE owner = $1", "logs (owner, at DESC);"),
        ("SELECT body FROM logs WHERE owner IN (1, 2, 3)", "logs (owner);"),
    ],
)  # fmt: skip
def test_each_form_of_access_gets_its_index(sql: str, index: str) -> None:
    assert chosen(sql, LOGS) == [index]


def test_a_state_that_is_always_the_same_makes_the_index_partial() -> None:
    rare = replace(LOGS.columns["kind"], distinct=5, common=(("done", 0.97), ("failed", 0.01)))
    facts = replace(LOGS, columns={**LOGS.columns, "kind": rare})
    found = chosen("SELECT body FROM logs WHERE kind = 'failed' ORDER BY at LIMIT 50", facts)
    assert found == ["logs (at) WHERE (kind = 'failed');"]


def test_what_differs_between_statements_of_one_name_is_a_parameter() -> None:
    same = "-- query: q freq: 1\nSELECT body FROM logs WHERE note = '{}' ORDER BY at LIMIT 5;\n"
    assert chosen(same.format("red") + same.format("blue"), LOGS) == ["logs (note, at);"]


def test_one_index_serves_all_that_it_begins_with() -> None:
    found = chosen(
        "SELECT body FROM logs WHERE owner = $1;"
        "SELECT body FROM logs WHERE owner = $1 AND note = $2;"
        "SELECT body FROM logs WHERE owner = $1 ORDER BY at DESC LIMIT 20;",
        replace(LOGS, columns={**LOGS.columns, "owner": replace(LOGS.columns["owner"], distinct=ROWS / 3)}),
    )
    assert len(found) < 3
    assert any(f.startswith("logs (owner, at DESC)") for f in found)


def test_a_key_is_not_repeated() -> None:
    assert chosen("SELECT note FROM logs WHERE id = $1", LOGS) == []


def test_every_foreign_key_is_supported_by_an_index_over_all_rows() -> None:
    owners = table("owners", "name varchar", rows=100.0)
    items = replace(table("items", "owner bigint", "at timestamptz", "gone timestamptz?"), references=(PARENT,))
    assert chosen("SELECT name FROM owners WHERE id = $1", owners, items) == ["items (owner);"]
    mostly = replace(items.columns["gone"], unset=0.95)
    items = replace(items, columns={**items.columns, "gone": mostly})
    live = "SELECT * FROM items WHERE owner = $1 AND gone IS NULL ORDER BY at DESC LIMIT 5"
    found = chosen(live, owners, items)
    assert [f.startswith("items (owner, at DESC)") and "WHERE" not in f for f in found] == [True]


def test_a_table_that_is_read_whole_gets_none() -> None:
    assert chosen("SELECT kind, count(*) FROM logs GROUP BY kind", LOGS) == []


def test_a_small_table_gets_none() -> None:
    assert chosen("SELECT body FROM logs WHERE note = $1", replace(LOGS, rows=20.0)) == []


def test_columns_that_are_read_are_carried_along_where_that_spares_the_table() -> None:
    wide = replace(LOGS, columns={**LOGS.columns, "owner": replace(LOGS.columns["owner"], distinct=ROWS / 500)})
    found = chosen("-- query: q freq: 100\nSELECT sum(id) FROM logs WHERE owner = $1", wide)
    assert found == ["logs (owner) INCLUDE (id);"]
    assert chosen("-- query: q freq: 100\nSELECT sum(length(kind)) FROM logs WHERE owner = $1", wide) == [
        "logs (owner);"
    ]


def test_an_instant_in_the_order_of_the_rows_needs_but_a_brin() -> None:
    ordered = replace(LOGS.columns["at"], ordered=True)
    facts = replace(LOGS, columns={**LOGS.columns, "at": ordered})
    found = chosen(
        "SELECT kind, count(*) FROM logs WHERE at >= $1 AND at < $2 GROUP BY kind;"
        "\n-- write: w freq: 5000\nINSERT INTO logs (id) VALUES ($1);",
        facts,
    )
    assert found == ["logs USING brin (at) WITH (pages_per_range = 32);"]


def test_equal_columns_and_a_search_are_intersected_in_one_index() -> None:
    found = chosen(
        "SELECT id FROM logs WHERE owner = $1 AND note ILIKE '%ab%' LIMIT 20",
        table("logs", "owner bigint", "note varchar"),
    )
    assert found in (["logs USING gin (owner, note gin_trgm_ops);"], ["logs (owner);"])


def test_dear_writes_leave_out_what_saves_little() -> None:
    sql = "-- query: q freq: 0.01\nSELECT body FROM logs WHERE note = $1 AND kind = $2 ORDER BY at LIMIT 1000;"
    busy = replace(LOGS, rows=3000.0, inserts=100_000, updates=100_000)
    assert chosen(sql + "\n-- query: w freq: 100000\nINSERT INTO logs (id) VALUES ($1);", busy) == []


def test_the_choice_does_not_depend_on_the_order_of_patterns() -> None:
    statements = [
        "SELECT body FROM logs WHERE owner = $1 ORDER BY at DESC LIMIT 20;",
        "SELECT body FROM logs WHERE note = $1;",
        "SELECT count(*) FROM logs WHERE owner = $1 AND gone IS NULL;",
    ]
    assert set(chosen("\n".join(statements), LOGS)) == set(chosen("\n".join(reversed(statements)), LOGS))
