"""Every shape of route that a rule can read along, from each of its ends, alone and by two transactions at once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict

from database_designer.emit import scripts
from database_designer.model.configuration import Configuration
from database_designer.model.physical import Enforcement
from database_designer.model.proof import Outcome, ProbeKind
from database_designer.pipeline.designing import design_model
from database_designer.pipeline.understanding import Request, understand
from database_designer.source import Origin
from database_designer.verify import Server
from database_designer.verify.proving.bench import Bench, bench_on
from database_designer.verify.proving.races import run_race
from database_designer.verify.proving.scenario import Scenario

MODEL = Path(__file__).with_name("shapes.yaml")
RULE = Enforcement(element="Box.rule", what="a rule", objects=("x",), origin=Origin(decided_by="test"))


def key(number: int) -> str:
    return f"'00000000-0000-0000-0000-{number:012}'"


HALL, OTHER_HALL, SHELF, FAR_SHELF, BOX, OTHER_BOX, METAL, WOOD = (key(n) for n in range(1, 9))
SETUP = (
    f"INSERT INTO halls (id, kind, capacity) VALUES ({HALL}, 'dry', 3), ({OTHER_HALL}, 'wet', 9);",
    f"INSERT INTO shelves (id, hall_id, places) VALUES ({SHELF}, {HALL}, 9), ({FAR_SHELF}, {OTHER_HALL}, 9);",
    "INSERT INTO boxes (id, shelf_id, size, kind, strict) VALUES"
    f" ({BOX}, {SHELF}, 10, 'dry', true), ({OTHER_BOX}, {SHELF}, 10, 'dry', true);",
    f"INSERT INTO materials (id) VALUES ({METAL}), ({WOOD});",
    f"INSERT INTO items (id, box_id, material_id, weight) VALUES ({key(20)}, {BOX}, {METAL}, 5);",
    f"INSERT INTO keys (id, master) VALUES ({key(30)}, true), ({key(31)}, true);",
)


IDLE = "CREATE OR REPLACE FUNCTION touch_guard(scope text, key text) RETURNS bigint LANGUAGE sql AS 'SELECT 1::bigint'"


@contextmanager
def made(server: Server, *further: str) -> Iterator[Bench]:
    """A bench with the database of the model, and what `further` statements make of it."""
    understood = understand(Request(path=MODEL))
    design, said = design_model(understood, Configuration())
    assert design is not None
    assert not (*understood.diagnostics, *said)
    with server.scratch_database() as conninfo:
        with psycopg.connect(conninfo, autocommit=True) as connection:
            for script in (scripts(design).schema, *further):
                connection.execute(script.encode())
        with bench_on(server, conninfo_to_dict(conninfo)["dbname"], design.physical.schema) as bench:
            yield bench


@pytest.fixture(scope="module")
def bench(server: Server) -> Iterator[Bench]:
    """The database of the model."""
    with made(server) as bench:
        yield bench


def item(number: int, *, box: str = BOX, material: str = METAL, weight: int = 1, tag: str = "NULL") -> str:
    return (
        "INSERT INTO items (id, box_id, material_id, weight, tag)"
        f" VALUES ({key(number)}, {box}, {material}, {weight}, {tag});"
    )


def box(number: int, *, shelf: str = SHELF) -> str:
    return f"INSERT INTO boxes (id, shelf_id, size, kind) VALUES ({key(number)}, {shelf}, 10, 'dry');"


RACES = {
    "up: a row and the row it points to": (
        (item(40, weight=9),),
        (f"UPDATE boxes SET size = 8 WHERE id = {BOX};",),
        "SELECT NOT EXISTS (SELECT FROM items i JOIN boxes b ON b.id = i.box_id WHERE i.weight > b.size)",
    ),
    "up, up: a row and one two steps away": (
        (box(40),),
        (
            f"UPDATE boxes SET kind = 'cold' WHERE shelf_id = {SHELF};",
            f"UPDATE halls SET kind = 'cold' WHERE id = {HALL};",
        ),
        "SELECT NOT EXISTS (SELECT FROM boxes b JOIN shelves s ON s.id = b.shelf_id JOIN halls h ON h.id = s.hall_id"
        " WHERE b.kind <> h.kind)",
    ),
    "up, up: a row and a link between": (
        (box(40),),
        (
            f"UPDATE boxes SET kind = 'wet' WHERE shelf_id = {SHELF};",
            f"UPDATE shelves SET hall_id = {OTHER_HALL} WHERE id = {SHELF};",
        ),
        "SELECT NOT EXISTS (SELECT FROM boxes b JOIN shelves s ON s.id = b.shelf_id JOIN halls h ON h.id = s.hall_id"
        " WHERE b.kind <> h.kind)",
    ),
    "down: two rows of a sum": (
        (item(40, weight=6), f"UPDATE boxes SET most = 12 WHERE id = {OTHER_BOX};"),
        (f"UPDATE boxes SET most = 10 WHERE id = {BOX};",),
        "SELECT NOT EXISTS (SELECT FROM boxes b WHERE b.most < (SELECT sum(weight) FROM items i WHERE i.box_id = b.id))",
    ),
    "down, up: a row of a set and what it points to": (
        (item(40, material=WOOD),),
        (f"UPDATE materials SET allowed = false WHERE id = {WOOD};",),
        "SELECT NOT EXISTS (SELECT FROM boxes b JOIN items i ON i.box_id = b.id JOIN materials m ON m.id = i.material_id"
        " WHERE b.strict AND NOT m.allowed)",
    ),
    "up, down, up: a new row, and what rows beside it point to": (
        (f"INSERT INTO seals (box_id, strong) VALUES ({BOX}, true);",),
        (
            f"UPDATE boxes SET strict = false WHERE id = {BOX};",
            f"UPDATE materials SET allowed = false WHERE id = {METAL};",
        ),
        "SELECT NOT EXISTS (SELECT FROM seals s JOIN items i ON i.box_id = s.box_id JOIN materials m"
        " ON m.id = i.material_id WHERE s.strong AND NOT m.allowed)",
    ),
    "at most, two steps away: the last place taken twice": (
        (box(40),),
        (box(41),),
        "SELECT NOT EXISTS (SELECT FROM halls h WHERE h.capacity < (SELECT count(*) FROM boxes b JOIN shelves s"
        " ON s.id = b.shelf_id WHERE s.hall_id = h.id))",
    ),
    "at most: a place is taken while there are made fewer": (
        (box(40),),
        (f"UPDATE halls SET capacity = 2 WHERE id = {HALL};",),
        "SELECT NOT EXISTS (SELECT FROM halls h WHERE h.capacity < (SELECT count(*) FROM boxes b JOIN shelves s"
        " ON s.id = b.shelf_id WHERE s.hall_id = h.id))",
    ),
    "at least: each of the last two goes": (
        (f"UPDATE boxes SET strict = false WHERE id = {BOX};",),
        (f"UPDATE boxes SET strict = false WHERE id = {OTHER_BOX};",),
        f"SELECT count(*) >= 1 FROM boxes WHERE shelf_id = {SHELF} AND strict",
    ),
    "at least in all: each of the last two goes": (
        (f"DELETE FROM keys WHERE id = {key(30)};",),
        (f"UPDATE keys SET master = false WHERE id = {key(31)};",),
        "SELECT count(*) >= 1 FROM keys WHERE master",
    ),
    "unique along a path: the same value twice": (
        (item(40, tag="'a'"),),
        (item(41, box=OTHER_BOX, tag="'a'"),),
        "SELECT count(*) < 2 FROM items WHERE tag = 'a'",
    ),
}


@pytest.mark.parametrize("shape", RACES)
def test_two_at_once_do_not_break_it(bench: Bench, shape: str) -> None:
    act, rival, holds = RACES[shape]
    trial = Scenario(enforcement=RULE, kind=ProbeKind.RACE, what=shape, setup=SETUP, act=act, rival=rival, holds=holds)
    probe = run_race(bench, trial, deferred=True)
    assert probe.outcome == Outcome.PASSED, probe.facts


@pytest.fixture(scope="module")
def unguarded(server: Server) -> Iterator[Bench]:
    """The same, where guard rows are not written."""
    with made(server, IDLE) as bench:
        yield bench


@pytest.mark.parametrize("shape", list(RACES)[::4])
def test_it_is_the_guard_rows_that_keep_it(unguarded: Bench, shape: str) -> None:
    act, rival, holds = RACES[shape]
    trial = Scenario(enforcement=RULE, kind=ProbeKind.RACE, what=shape, setup=SETUP, act=act, rival=rival, holds=holds)
    assert run_race(unguarded, trial, deferred=True).outcome == Outcome.FAILED
