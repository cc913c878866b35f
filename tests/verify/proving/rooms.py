"""A schema written by hand for trials: rooms with seats, and guests who sit in them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg

from database_designer.model.physical import Enforcement
from database_designer.model.proof import ProbeKind
from database_designer.source import Origin
from database_designer.verify import Server
from database_designer.verify.proving.bench import Bench, bench_on
from database_designer.verify.proving.lifts import Lift
from database_designer.verify.proving.scenario import Scenario

TABLES = """
CREATE TABLE rooms (
    id integer PRIMARY KEY,
    seats integer NOT NULL CONSTRAINT ck_rooms_seats CHECK (seats > 0),
    kind text NOT NULL DEFAULT 'plain',
    is_open boolean NOT NULL DEFAULT true,
    touched bigint NOT NULL DEFAULT 0
);
CREATE TABLE guests (
    id integer PRIMARY KEY,
    room_id integer NOT NULL CONSTRAINT fk_guests_room REFERENCES rooms ON DELETE RESTRICT,
    badge text CONSTRAINT uq_guests_badge UNIQUE
);
INSERT INTO rooms VALUES (1, 3);
"""

COUNTED = """
CREATE FUNCTION check_seats() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    {lock}
    IF (SELECT count(*) FROM guests WHERE room_id = NEW.room_id) > (SELECT seats FROM rooms WHERE id = NEW.room_id) THEN
        RAISE EXCEPTION 'a room holds as many guests as it has seats'
            USING ERRCODE = '23514', CONSTRAINT = 'ck_guests_seats';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER check_guests_seats AFTER INSERT ON guests DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION check_seats();
"""
"""At most as many guests as seats. Without a lock two transactions count what each of them alone sees."""

TOUCH = "UPDATE rooms SET touched = touched + 1 WHERE id = NEW.room_id;"
SHARE = "PERFORM FROM rooms WHERE id = NEW.room_id FOR SHARE;"

RULE = Enforcement(element="Guest.seats", what="a guest has a seat", objects=("x",), origin=Origin(decided_by="test"))
ROOM = ("INSERT INTO rooms VALUES (7, 1);",)


def scenario(kind: ProbeKind, *act: str, **rest: object) -> Scenario:
    """A trial of the rule, with a room of one seat in its setup unless another is given."""
    rest.setdefault("setup", ROOM)
    return Scenario(enforcement=RULE, kind=kind, what="a trial", act=act, **rest)  # type: ignore[arg-type]


class Lifts:
    """What lifts the rule, and the rules by which other constraints are kept."""

    def __init__(self, *statements: str, unknown: str = "", **others: str) -> None:
        self._own = Lift(rule="Guest.seats", statements=statements, unknown=unknown)
        self._others = {name: Lift(rule=name.title(), statements=(sql,)) for name, sql in others.items()}

    def of(self, _: Enforcement) -> Lift:
        return self._own

    def of_constraint(self, name: str) -> Lift | None:
        return self._others.get(name)


@contextmanager
def bench(server: Server, *schema: str) -> Iterator[Bench]:
    """A bench on which the tables stand, and what else the schema says."""
    with server.scratch_database() as conninfo:
        with psycopg.connect(conninfo, autocommit=True) as connection:
            for statements in (TABLES, *schema):
                connection.execute(statements.encode())
            name = connection.info.dbname
        with bench_on(server, name, "public") as made:
            yield made
