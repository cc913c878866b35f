"""Retention: jobs that end the rows whose time is over, no others, and say why where there can be none."""

from __future__ import annotations

from dataclasses import replace

import psycopg
import pytest

from database_designer.ddl import plan, schema_script
from database_designer.model.conceptual import ConceptualModel, EntityType, Kind, Retention
from database_designer.model.physical import Form
from tests.concepts import append_only, attribute, entity, model, origin, reference
from tests.design.helpers import designed, enforcements

DIVER = entity("Diver", replace(attribute("phone", optional=True), personal=True))
DIVE = entity(
    "Dive",
    attribute("site"),
    attribute("ended_on", Kind.DATE, optional=True),
    reference("diver", "Diver"),
)
YEARS = Retention(amount=7, unit="years", after="ended_on", origin=origin("FR-1"))


def kept(dive: EntityType = DIVE, **policy: object) -> ConceptualModel:
    """Dives that are kept for seven years after their end; `policy` changes that."""
    changed: Retention = replace(YEARS, **policy)  # type: ignore[arg-type]
    return model(DIVER, replace(dive, retention=changed))


def applied(connection: psycopg.Connection, concept: ConceptualModel) -> psycopg.Connection:
    """Three dives: one that ended eight years ago, one last year, one not yet."""
    physical = designed(concept)
    connection.execute(schema_script(plan(physical), concept.name).encode())
    connection.execute(
        "INSERT INTO divers (phone) VALUES ('+49 30 1');"
        "INSERT INTO dives (site, diver_id, ended_on) SELECT s, d.id, e FROM divers d, (VALUES"
        " ('A', now()::date - 8 * 366), ('B', now()::date - 365), ('C', NULL)) AS v (s, e)"
    )
    return connection


def sites(connection: psycopg.Connection, table: str = "dives") -> list[str]:
    return [site for (site,) in connection.execute(f"SELECT site FROM {table} ORDER BY site".encode())]


def test_what_is_over_is_deleted(connection: psycopg.Connection) -> None:
    applied(connection, kept()).execute("SELECT retain_dives()")
    assert sites(connection) == ["B", "C"]


def test_what_is_archived_moves_and_the_job_may_run_again(connection: psycopg.Connection) -> None:
    applied(connection, kept(then="archive"))
    counts = [connection.execute("SELECT retain_dives()").fetchone() for _ in range(2)]
    assert (counts, sites(connection), sites(connection, "dives_archive")) == ([(1,), (0,)], ["B", "C"], ["A"])


def test_a_period_in_months_ends_sooner(connection: psycopg.Connection) -> None:
    applied(connection, kept(amount=6, unit="months")).execute("SELECT retain_dives()")
    assert sites(connection) == ["C"]


def test_what_is_personal_is_cleared(connection: psycopg.Connection) -> None:
    policy = Retention(amount=1, unit="years", then="anonymise", origin=origin("FR-1"))
    applied(connection, model(replace(DIVER, retention=policy), DIVE))
    connection.execute("UPDATE divers SET created_at = now() - interval '2 years'")
    connection.execute("SELECT retain_divers()")
    assert connection.execute("SELECT phone FROM divers").fetchall() == [(None,)]


def test_rows_that_something_points_to_are_kept_until_then(connection: psycopg.Connection) -> None:
    policy = Retention(amount=1, unit="days", origin=origin("FR-1"))
    applied(connection, model(replace(DIVER, retention=policy), DIVE))
    connection.execute("UPDATE divers SET created_at = now() - interval '2 years'")
    assert connection.execute("SELECT retain_divers()").fetchone() == (0,)
    connection.execute("DELETE FROM dives")
    assert connection.execute("SELECT retain_divers()").fetchone() == (1,)


@pytest.mark.parametrize(
    ("policy", "obstacle"),
    [
        ({"after": "eaten_on"}, "the table has no column for 'eaten_on', from which the period would be counted"),
        ({"after": "site"}, "'site' is no date or instant, from which the period could be counted"),
        ({"unit": "moons'; DROP TABLE dives; --"}, '"moons\'; DROP TABLE dives; --" is no unit of time'),
        ({"then": "anonymise"}, "no column of the table is personal and may be unset"),
    ],
)
def test_a_job_that_cannot_be_written_says_why(policy: dict[str, str], obstacle: str) -> None:
    found = [e for e in enforcements(designed(kept(**policy)), "Dive") if e.form == Form.RETENTION]
    assert [(e.objects, e.reason) for e in found] == [((), obstacle)]


def test_rows_that_are_never_changed_are_not_ended() -> None:
    found = enforcements(designed(kept(replace(DIVE, history=append_only()))), "Dive")
    assert any(e.form == Form.RETENTION and "never changed or removed" in e.reason for e in found)
