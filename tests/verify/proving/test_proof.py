"""The rules of a design: each enforcement with its probes, in their order; what is not tried is not proven."""

from __future__ import annotations

import subprocess
from contextlib import nullcontext
from dataclasses import replace

import psycopg
import pytest

from database_designer.ddl.lifting import Lifting, UnknownObjectError
from database_designer.emit.proof_script import proof_script
from database_designer.model.design import Design
from database_designer.model.physical import Enforcement, Form
from database_designer.model.proof import Outcome, Probe, ProbeKind, Proof, RuleProof, ServerProof
from database_designer.source import Origin
from database_designer.verify import Scenario, Server, prove_on, scripts_of_plan, success_criteria
from database_designer.verify.proving.verdicts import verdict, why

APIARY = "INSERT INTO apiaries (id, name, code) VALUES ('00000000-0000-0000-0000-000000000001', 'North', 'N');"
HIVE = (
    "INSERT INTO hives (id, apiary_id, number, frames) VALUES "
    "('00000000-0000-0000-0000-000000000002', '00000000-0000-0000-0000-000000000001', 1, {frames});"
)
FRAMES, MOVES = 0, 1


@pytest.fixture
def scenarios(design: Design) -> tuple[Scenario, ...]:
    frames = design.physical.enforcements[FRAMES]
    trial = Scenario(enforcement=frames, kind=ProbeKind.ACCEPTED, what="12 frames", setup=(APIARY,))
    return (
        replace(trial, act=(HIVE.format(frames=12),)),
        replace(
            trial, kind=ProbeKind.REJECTED, what="13 frames", act=(HIVE.format(frames=13),),
            sqlstate="23514", constraint="hives_frames_check",
        ),
    )  # fmt: skip


def prove(server: Server, design: Design, scenarios: tuple[Scenario, ...]) -> ServerProof:
    return prove_on(lambda: nullcontext(server), design, scripts_of_plan(design.plan, "bees"), scenarios)


def test_each_rule_has_its_probes_and_what_is_not_tried_is_not_proven(
    server: Server, design: Design, scenarios: tuple[Scenario, ...]
) -> None:
    proof = prove(server, design, scenarios)
    frames, moves = proof.rules
    assert [(str(p.kind), p.outcome) for p in frames.probes] == [
        ("accepted", Outcome.PASSED),
        ("rejected", Outcome.PASSED),
        ("mutation", Outcome.PASSED),
    ]
    assert (verdict(frames), why(frames)) == ("proven", "")
    assert (verdict(moves), why(moves)) == ("unproven", "nothing was tried")
    step = proof.steps[-1]
    assert (step.name, step.outcome) == ("rules hold", Outcome.PASSED)
    assert step.facts == (
        "1 of 2 rules proven by 3 probes, 1 unproven",
        "unproven: Hive (only listed moves): nothing was tried",
    )


def test_the_criterion_counts_what_is_proven(server: Server, design: Design, scenarios: tuple[Scenario, ...]) -> None:
    rules = success_criteria(design, (prove(server, design, scenarios),), frozenset())[2]
    assert (rules.met, rules.total) == (1, 2)
    assert rules.exceptions == ("Hive (only listed moves): unproven: nothing was tried",)


def test_a_failed_probe_fails_the_step(server: Server, design: Design, scenarios: tuple[Scenario, ...]) -> None:
    accepted, rejected = scenarios
    proof = prove(server, design, (replace(accepted, act=rejected.act), rejected))
    step = proof.steps[-1]
    assert step.outcome == Outcome.FAILED
    assert step.facts[0].startswith("Hive.frames (1 to 12 frames): accepted, 12 frames: it was refused: new row for")
    assert (verdict(proof.rules[0]), proof.passed) == ("failed", False)


def test_a_rule_without_objects_is_not_kept(server: Server, design: Design) -> None:
    reason = "checked by the application"
    unkept = Enforcement(element="Hive.x", what="x", objects=(), origin=Origin(decided_by="test"), reason=reason)
    physical = replace(design.physical, enforcements=(unkept,))
    proof = prove(server, replace(design, physical=physical), ())
    assert (verdict(proof.rules[0]), why(proof.rules[0])) == ("not kept", "checked by the application")
    assert proof.steps[-1].facts == (
        "0 of 1 rules proven by 0 probes, 1 not kept",
        "not kept: Hive.x (x): checked by the application",
    )


def test_the_same_design_gives_the_same_proof(server: Server, design: Design, scenarios: tuple[Scenario, ...]) -> None:
    assert prove(server, design, scenarios) == prove(server, design, scenarios)


@pytest.mark.parametrize(
    ("lifted", "form", "statements"),
    [
        ("hives_frames_check", None, ("ALTER TABLE hives DROP CONSTRAINT hives_frames_check CASCADE;",)),
        ("b10_check_status", None, ("DROP TRIGGER b10_check_status ON hives CASCADE;",)),
        ("hives_apiary_id_fkey", None, ("ALTER TABLE hives DROP CONSTRAINT hives_apiary_id_fkey CASCADE;",)),
        ("apiaries_lower_name_key", None, ("DROP INDEX apiaries_lower_name_key CASCADE;",)),
        ("hives.number", Form.REQUIRED, ("ALTER TABLE hives ALTER COLUMN number DROP NOT NULL;",)),
        ("hives.frames", Form.DEFAULT, ("ALTER TABLE hives ALTER COLUMN frames DROP DEFAULT;",)),
        ("hives.order", Form.NUMBERED, ('ALTER TABLE hives ALTER COLUMN "order" DROP IDENTITY;',)),
        ("hives.label", Form.EQUALS, ("ALTER TABLE hives ALTER COLUMN label DROP EXPRESSION;",)),
        (
            "hive_status",
            Form.VALUES,
            (
                "DROP TYPE hive_status CASCADE;",
                "ALTER TABLE hives ADD COLUMN status text;",
                "ALTER TABLE hives DISABLE TRIGGER USER;",
            ),
        ),
    ],
)
def test_each_object_can_be_lifted(
    design: Design, database: str, lifted: str, form: Form | None, statements: tuple[str, ...]
) -> None:
    assert Lifting(design.physical, design.plan).statements((lifted,), form) == statements


def test_every_lifting_runs(server: Server, design: Design) -> None:
    """Each object of the design can be taken away alone, with what depends on it."""
    physical = design.physical
    names = [t.name for t in (*physical.triggers, *physical.foreign_keys, *physical.indexes, *physical.enums)]
    names += [name for t in physical.tables for name in (t.primary_key_name, *(c.name for c in t.checks))]
    with server.scratch_database() as conninfo, psycopg.connect(conninfo) as connection:
        connection.execute(scripts_of_plan(design.plan, "bees").schema.encode())
        for name in names:
            with connection.transaction(force_rollback=True):
                for statement in Lifting(physical, design.plan).statements((name,), Form.VALUES):
                    connection.execute(statement.encode())


def test_an_object_that_is_not_there_cannot_be_lifted(design: Design) -> None:
    with pytest.raises(UnknownObjectError, match="nothing"):
        Lifting(design.physical, design.plan).statements(("nothing",))


def psql(server: Server, conninfo: str, script: str) -> subprocess.CompletedProcess[str]:
    assert server.binaries is not None
    command = [f"{server.binaries}/psql", "--no-psqlrc", f"--dbname={conninfo}", "--file=-"]
    return subprocess.run(command, input=script, capture_output=True, text=True, check=False)


def test_the_trials_run_with_psql_too(server: Server, design: Design, scenarios: tuple[Scenario, ...]) -> None:
    accepted, rejected = scenarios
    race = replace(accepted, kind=ProbeKind.RACE, what="two at once", rival=accepted.act)
    role = ("SET LOCAL ROLE database_designer_probe;", *accepted.act)
    as_role = replace(accepted, what="as anybody", act=role, holds="SELECT true")
    tried = (accepted, rejected, as_role)
    proof = Proof(servers=(prove(server, design, tried),))
    with_race = replace(proof.servers[0], rules=(with_probe(proof, race), *proof.servers[0].rules[1:]))
    script = proof_script(design, (*tried, race), Proof(servers=(with_race,)))
    assert "-- race: two at once" in script
    wrong = replace(rejected, act=accepted.act)
    with server.scratch_database() as conninfo:
        with psycopg.connect(conninfo) as connection:
            connection.execute(scripts_of_plan(design.plan, "bees").schema.encode())
        ran = psql(server, conninfo, script)
        again = psql(server, conninfo, script)
        failed = psql(server, conninfo, proof_script(design, (wrong,), proof))
    # Roles belong to a whole server: what they see is tried on the embedded one only.
    trials = 3 if server.kind == "embedded" else 2
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, f"{trials} trials ended well; 1 race left out\n", "")
    assert again.returncode == 0
    assert failed.returncode == 3
    assert "Hive.frames, rejected: 13 frames: it was accepted" in failed.stderr


def with_probe(proof: Proof, scenario: Scenario) -> RuleProof:
    """The first rule of a proof, with a probe that passed."""
    rule = proof.servers[0].rules[FRAMES]
    return replace(rule, probes=(*rule.probes, Probe(kind=scenario.kind, what=scenario.what, outcome=Outcome.PASSED)))
