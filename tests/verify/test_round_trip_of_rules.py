"""What functions may do, when triggers fire, who sees rows: differences from the model are found too."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest
from tests.ddl.library import library

from database_designer.ddl import plan, schema_script
from database_designer.model.plan import Plan
from database_designer.verify.apply import connect
from database_designer.verify.catalog import Catalog
from database_designer.verify.introspect import introspect
from database_designer.verify.round_trip import catalog_of_plan, counts, round_trip_facts
from database_designer.verify.server import Server
from database_designer.verify.trigger_runs import run_triggers

MODEL = library()


@pytest.fixture(scope="module")
def planned(server: Server) -> tuple[Plan, Catalog]:
    made = plan(MODEL)
    with server.scratch_database() as conninfo, connect(conninfo) as opened:
        return made, catalog_of_plan(opened, made, "public")


@pytest.fixture(scope="module")
def built(server: Server, planned: tuple[Plan, Catalog]) -> Iterator[psycopg.Connection]:
    with server.scratch_database() as conninfo, connect(conninfo) as opened:
        opened.execute(schema_script(planned[0], "Library").encode())
        yield opened


def test_nothing_differs_and_every_function_runs(built: psycopg.Connection, planned: tuple[Plan, Catalog]) -> None:
    found = introspect(built, "public")
    assert round_trip_facts(found, MODEL, planned[1]) == ()
    assert run_triggers(built, "public", found) == ()
    assert "1 exclusion constraint" in counts(found)
    assert "1 sequence, 4 policies" in counts(found)


ALTERED = {
    "an exclusion": ("ALTER TABLE loans DROP CONSTRAINT loans_alone", "table loans, check loans_alone is missing"),
    "a sequence of nobody": ("ALTER SEQUENCE loan_numbers OWNED BY NONE", "sequence loan_numbers is missing"),
    "a start": ("ALTER SEQUENCE loan_numbers START WITH 8", "sequence loan_numbers: start is 8, the design has 7"),
    "row security": ("ALTER TABLE loans DISABLE ROW LEVEL SECURITY", "table loans: row security is false"),
    "a policy": ("DROP POLICY visible ON loans", "policy loans.visible is missing"),
    "what is seen": ("ALTER POLICY visible ON loans USING (TRUE)", "policy loans.visible: using is true"),
    "rights": ("ALTER FUNCTION fill() SECURITY INVOKER", "function fill(): security definer is false"),
    "a search path": ("ALTER FUNCTION fill() RESET search_path", "function fill(): search path is none"),
    "volatility": ("ALTER FUNCTION sees_loan(loans) VOLATILE", "function sees_loan(r loans): volatility is VOLATILE"),
    "strictness": ("ALTER FUNCTION touch(text, text) CALLED ON NULL INPUT", "function touch(scope text, key text): strict is false"),
    "use": ("GRANT EXECUTE ON FUNCTION touch(text, text) TO PUBLIC", "function touch(scope text, key text): public is true"),
    "deferral": (
        "DROP TRIGGER t40_check ON loans; CREATE TRIGGER t40_check AFTER INSERT ON loans FOR EACH ROW EXECUTE FUNCTION \"check\"()",
        "trigger loans.t40_check: when is false, the design has true",
    ),
    "a barrier": ("ALTER VIEW own_loans RESET (security_barrier)", "view own_loans: options is ()"),
}  # fmt: skip


@pytest.mark.parametrize("what", ALTERED)
def test_what_differs_is_found(built: psycopg.Connection, planned: tuple[Plan, Catalog], what: str) -> None:
    change, fact = ALTERED[what]
    with built.transaction(force_rollback=True):
        built.execute(change.encode())
        found = round_trip_facts(introspect(built, "public"), MODEL, planned[1])
    assert any(f.startswith(fact) for f in found), found
