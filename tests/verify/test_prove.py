"""The proof of a design: passes for a sound one, and says what is wrong with a broken one."""

from __future__ import annotations

import dataclasses
from contextlib import nullcontext

import psycopg
import pytest

from database_designer import ddl
from database_designer.model.design import Design
from database_designer.model.proof import Outcome, ServerProof
from database_designer.verify import Scripts, Server, prove_on, scripts_of_plan, server_by_url


@pytest.fixture
def scripts(design: Design) -> Scripts:
    return scripts_of_plan(design.plan, "bees")


def prove(server: Server, design: Design, scripts: Scripts) -> ServerProof:
    return prove_on(lambda: nullcontext(server), design, scripts)


def outcomes(proof: ServerProof) -> dict[str, str]:
    return {step.name: str(step.outcome) for step in proof.steps}


def failures(proof: ServerProof) -> list[str]:
    return [fact for step in proof.steps if step.outcome == Outcome.FAILED for fact in step.facts]


def changed(scripts: Scripts, part: str, old: str, new: str) -> Scripts:
    """The scripts with one place of one of them changed, as a hand or a defect would."""
    text: str = getattr(scripts, part)
    assert text.count(old) >= 1, f"{old!r} is not in the script"
    return dataclasses.replace(scripts, **{part: text.replace(old, new, 1)})


def test_a_sound_design_passes_every_step(server: Server, design: Design, scripts: Scripts) -> None:
    proof = prove(server, design, scripts)
    assert outcomes(proof) == {
        "V001 applies": "passed",
        "catalog equals the model": "passed",
        "V002 applies, and applies twice": "passed",
        "every trigger function runs": "passed",
        "undo leaves the database as before": "passed",
        "applies again": "passed",
        "rules hold": "passed",
    }
    assert proof.passed
    assert proof.version == server.version
    counted = proof.steps[0].facts[0]
    assert counted.startswith("5 tables, 29 columns, 5 primary keys, 1 unique constraint, 2 checks, 4 foreign keys")


def test_a_design_in_a_schema_of_its_own_is_proven_too(server: Server, design: Design) -> None:
    physical = dataclasses.replace(design.physical, schema="Bee House")
    moved = dataclasses.replace(design, physical=physical, plan=ddl.plan(physical))
    proof = prove(server, moved, scripts_of_plan(moved.plan, "bees"))
    assert failures(proof) == []


def test_an_error_in_a_script_names_its_line_and_statement(server: Server, design: Design, scripts: Scripts) -> None:
    broken = changed(scripts, "schema", "lower(queen)", "lowr(queen)")
    line = 1 + broken.schema[: broken.schema.index("lowr")].count("\n")
    first = prove(server, design, broken).steps[0]
    assert first.outcome == Outcome.FAILED
    assert first.facts[0] == f"V001, line {line}: function lowr(text) does not exist (42883)"
    assert first.facts[-1].startswith("statement: CREATE TABLE hives (")


def test_steps_that_build_on_a_failed_one_are_skipped_and_say_so(
    server: Server, design: Design, scripts: Scripts
) -> None:
    proof = prove(server, design, changed(scripts, "schema", "CREATE TABLE tags", "CREATE TABEL tags"))
    assert not proof.passed
    assert set(list(outcomes(proof).values())[1:]) == {"skipped"}
    assert proof.steps[1].facts == ('builds on "V001 applies"',)


SEED_FAULTS = {
    "not again": ("ON CONFLICT (code) DO NOTHING", "", "V002 a second time, line"),
    "grows": (
        "ON CONFLICT (code) DO NOTHING;",
        "ON CONFLICT (code) DO NOTHING;\nINSERT INTO apiaries (name, code) SELECT 'a' || count(*), count(*) FROM apiaries;",
        "apiaries holds 1 row after V002, 2 after V002 again",
    ),
    "a row more": ("VALUES\n", "VALUES\n    ('x', 'y'),\n", "tags holds 2 rows, the design has 1"),
}


@pytest.mark.parametrize("fault", SEED_FAULTS)
def test_faults_of_the_first_rows_are_found(server: Server, design: Design, scripts: Scripts, fault: str) -> None:
    old, new, fact = SEED_FAULTS[fault]
    proof = prove(server, design, changed(scripts, "seed", old, new))
    assert outcomes(proof)["V002 applies, and applies twice"] == "failed"
    assert fact in "\n".join(failures(proof))


def test_a_trigger_function_that_does_not_run_is_found(server: Server, design: Design, scripts: Scripts) -> None:
    proof = prove(server, design, changed(scripts, "schema", "NEW.updated_at :=", "NEW.changed :="))
    assert outcomes(proof)["every trigger function runs"] == "failed"
    assert any("touch_updated_at: " in fact and '"changed"' in fact for fact in failures(proof))


def test_what_undoing_leaves_over_is_found(server: Server, design: Design, scripts: Scripts) -> None:
    proof = prove(server, design, changed(scripts, "undo_schema", "DROP TYPE hive_status;", ""))
    assert outcomes(proof)["undo leaves the database as before"] == "failed"
    assert "left over: CREATE TYPE public.hive_status AS ENUM (" in failures(proof)
    assert outcomes(proof)["applies again"] == "skipped"


def test_rows_that_undoing_leaves_are_found(server: Server, design: Design, scripts: Scripts) -> None:
    proof = prove(server, design, changed(scripts, "undo_seed", "'calm'", "'wild'"))
    assert failures(proof) == ["U002 leaves 1 row in tags"]


def test_a_server_that_pg_dump_does_not_know_skips_the_comparison(
    server: Server, design: Design, scripts: Scripts
) -> None:
    newer = dataclasses.replace(server, version="99.1")
    proof = prove(newer, design, scripts)
    undo = proof.steps[4]
    assert undo.outcome == Outcome.SKIPPED
    assert "does not read a server of version 99" in undo.facts[0]
    assert undo.facts[1] == "the schema holds nothing"
    assert outcomes(proof)["applies again"] == "passed"


def test_a_server_older_than_the_target_proves_nothing(server: Server, design: Design, scripts: Scripts) -> None:
    newer = dataclasses.replace(design, physical=dataclasses.replace(design.physical, postgres=99))
    proof = prove(server, newer, scripts)
    assert not proof.passed
    assert "written for PostgreSQL 99" in proof.steps[0].facts[0]


def test_a_server_that_cannot_be_had_is_a_failed_step(design: Design, scripts: Scripts) -> None:
    url = "postgresql://keeper:honey@127.0.0.1:1/bees"
    proof = prove_on(lambda: server_by_url(url), design, scripts)
    assert (proof.kind, proof.passed) == ("given", False)
    assert "does not answer" in proof.steps[0].facts[0]
    assert "honey" not in repr(proof)


def test_on_a_given_server_nothing_else_is_touched(server: Server, design: Design, scripts: Scripts) -> None:
    with server.scratch_database() as given:
        with psycopg.connect(given, autocommit=True) as connection:
            connection.execute("CREATE TABLE tags (mine integer)")
            connection.execute("INSERT INTO tags VALUES (7)")
            roles = connection.execute("SELECT array_agg(rolname ORDER BY 1) FROM pg_roles").fetchone()
        proof = prove_on(lambda: server_by_url(given), design, scripts)
        assert proof.passed
        with psycopg.connect(given) as connection:
            assert connection.execute("SELECT mine FROM tags").fetchall() == [(7,)]
            tables = connection.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone()
            assert tables == (1,)
            assert connection.execute("SELECT array_agg(rolname ORDER BY 1) FROM pg_roles").fetchone() == roles


def test_the_proof_is_the_same_on_every_run(server: Server, design: Design, scripts: Scripts) -> None:
    assert prove(server, design, scripts) == prove(server, design, scripts)
