"""Two sessions at once: every order of their statements, at both isolation levels, on the database of a model."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from psycopg.conninfo import conninfo_to_dict

from database_designer.ddl import plan
from database_designer.model.physical import Enforcement
from database_designer.model.proof import Outcome, ProbeKind
from database_designer.source import Origin
from database_designer.verify import Server
from database_designer.verify.proving.bench import Bench, bench_on
from database_designer.verify.proving.races import run_race
from database_designer.verify.proving.scenario import Scenario
from tests.design.running import model_of

_RULE = Enforcement(element="Any.rule", what="a rule", objects=("x",), origin=Origin(decided_by="test"))


@contextmanager
def bench_of(server: Server, text: str, *further: str) -> Iterator[Bench]:
    """The database of a model, and what `further` statements make of it."""
    physical = model_of(text)
    with server.scratch_database() as conninfo:
        with psycopg.connect(conninfo, autocommit=True) as connection:
            for sql in (*(s.sql for s in plan(physical).schema), *further):
                connection.execute(sql.encode())
        with bench_on(server, conninfo_to_dict(conninfo)["dbname"], physical.schema) as bench:
            yield bench


def holds(
    bench: Bench, setup: tuple[str, ...], act: tuple[str, ...], rival: tuple[str, ...], claim: str
) -> tuple[bool, tuple[str, ...]]:
    """Whether the claim, a SELECT of one boolean, is true however the two sessions meet, and what was seen."""
    scenario = Scenario(
        enforcement=_RULE, kind=ProbeKind.RACE, what="a race", setup=setup, act=act, rival=rival, holds=claim
    )
    probe = run_race(bench, scenario, deferred=True)
    return probe.outcome == Outcome.PASSED, probe.facts
