"""The steps of the proof on a server, in the order in which they run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

import psycopg

from database_designer.ddl.job_trials import Ending
from database_designer.model.design import Design
from database_designer.model.proof import Outcome, RuleProof, ServerProof, Step
from database_designer.verify.apply import apply_script, connect
from database_designer.verify.catalog import Catalog
from database_designer.verify.introspect import introspect
from database_designer.verify.job_runs import run_jobs
from database_designer.verify.plans.proof import Plans, prove_plans
from database_designer.verify.plans.words import plan_failures, plan_summary
from database_designer.verify.proving.proof import prove_rules
from database_designer.verify.proving.scenario import Scenario
from database_designer.verify.proving.verdicts import failures, summary
from database_designer.verify.refreshing import view_failures, view_summary
from database_designer.verify.round_trip import catalog_of_plan, counted, counts, round_trip_facts
from database_designer.verify.scripts import Scripts
from database_designer.verify.server import Server, ServerError, ServerSource
from database_designer.verify.trigger_runs import run_triggers
from database_designer.verify.undo import DumpError, dump_differences, dump_schema, row_counts, why_not

SCHEMA_APPLIES = "V001 applies"
CATALOG_EQUALS = "catalog equals the model"
SEED_APPLIES = "V002 applies, and applies twice"
TRIGGERS_RUN = "every trigger function runs"
UNDO = "undo leaves the database as before"
AGAIN = "applies again"
RULES_HOLD = "rules hold"
PLANS_USE = "plans use the indexes"
JOBS_RUN = "jobs end what is due, and nothing else"
VIEWS_HOLD = "materialized views hold what their queries give"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Trial:
    """A design under proof in a scratch database; `before` is its dump when empty, "" where there is no pg_dump."""

    server: Server
    conninfo: str
    connection: psycopg.Connection
    design: Design
    scripts: Scripts
    before: str

    @property
    def schema(self) -> str:
        return self.design.physical.schema

    @property
    def tables(self) -> tuple[str, ...]:
        return tuple(t.name for t in self.design.physical.tables)

    def run(self, name: str, script: str) -> tuple[str, ...]:
        return apply_script(self.connection, name, script)

    def catalog(self) -> Catalog:
        return introspect(self.connection, self.schema)

    def rows(self) -> dict[str, int]:
        return dict(row_counts(self.connection, self.tables, self.schema))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Finding:
    """What a step found wrong; what it counted where nothing was; why it could not be decided ("" where it could)."""

    wrong: tuple[str, ...] = ()
    counted: tuple[str, ...] = ()
    undecided: str = ""


_Run: TypeAlias = Callable[[_Trial], _Finding]


def prove_on(
    source: ServerSource,
    design: Design,
    scripts: Scripts,
    scenarios: Sequence[Scenario] = (),
    *,
    plans: bool = False,
) -> ServerProof:
    """The proof on one server: the steps, the rules by what `scenarios` try, with `plans` those of the access patterns.

    A server that cannot be had, or goes away, is a failed step, not an error.
    """
    version, kind = "", ""
    try:
        with source() as server:
            version, kind = server.version, server.kind
            steps = _on(server, design, scripts)
            step, rules = _rules_hold(server, design, scripts, scenarios, steps)
            steps = (*steps, *step)
            if not plans or RULES_HOLD not in {s.name for s in steps}:
                return ServerProof(version=version, kind=kind, steps=steps, rules=rules)
            last, looked_at = _plans_use(server, design, steps)
            proof = ServerProof(version=version, kind=kind, steps=(*steps, *last), rules=rules)
            if looked_at is None:
                return proof
            rows = tuple(looked_at.filled.rows.items())
            return replace(proof, plans=looked_at.plans, synthetic=rows, views=looked_at.views)
    except ServerError as error:
        return _unreachable(version, kind or error.kind, error.fact, error.fix)
    except DumpError as error:
        return _unreachable(version, kind, f"pg_dump failed: {error}")
    except psycopg.Error as error:
        return _unreachable(version, kind, f"the connection was lost: {' '.join(str(error).split())}")


def _unreachable(version: str, kind: str, *facts: str) -> ServerProof:
    return ServerProof(
        version=version, kind=kind, steps=(Step(name="server answers", outcome=Outcome.FAILED, facts=facts),)
    )


def _on(server: Server, design: Design, scripts: Scripts) -> tuple[Step, ...]:
    if server.major < design.physical.postgres:
        fact = f"the design is written for PostgreSQL {design.physical.postgres}, the server is {server.version}"
        fix = f"give a server of version {design.physical.postgres}, or design with --postgres {server.major}"
        return (Step(name="server is new enough", outcome=Outcome.FAILED, facts=(fact, fix)),)
    with server.scratch_database() as conninfo, connect(conninfo) as connection:
        before = "" if why_not(server) else dump_schema(server, conninfo)
        trial = _Trial(
            server=server, conninfo=conninfo, connection=connection, design=design, scripts=scripts, before=before
        )
        return _run_steps(trial)


def _run_steps(trial: _Trial) -> tuple[Step, ...]:
    """Each step, unless one that it builds on failed or was left out for that."""
    steps: list[Step] = []
    broken: set[str] = set()
    ended = any(isinstance(f, Ending) for f in trial.design.physical.functions)
    for name, builds_on, run in _STEPS if ended else _STEPS[:-1]:
        blocker = next((n for n in builds_on if n in broken), None)
        if blocker is not None:
            steps.append(Step(name=name, outcome=Outcome.SKIPPED, facts=(f'builds on "{blocker}"',)))
            broken.add(name)
            continue
        finding = run(trial)
        steps.append(_step(name, finding))
        if finding.wrong:
            broken.add(name)
    return tuple(steps)


def _step(name: str, finding: _Finding) -> Step:
    if finding.wrong:
        return Step(name=name, outcome=Outcome.FAILED, facts=finding.wrong)
    if finding.undecided:
        return Step(name=name, outcome=Outcome.SKIPPED, facts=(finding.undecided, *finding.counted))
    return Step(name=name, outcome=Outcome.PASSED, facts=finding.counted)


def _rules_hold(
    server: Server, design: Design, scripts: Scripts, scenarios: Sequence[Scenario], steps: tuple[Step, ...]
) -> tuple[tuple[Step, ...], tuple[RuleProof, ...]]:
    """The step about the rules and their proofs; neither where the server is too old for the design."""
    outcomes = {step.name: step.outcome for step in steps}
    if SCHEMA_APPLIES not in outcomes:
        return (), ()
    broken = next((name for name in (SCHEMA_APPLIES, SEED_APPLIES) if outcomes[name] != Outcome.PASSED), None)
    if broken is not None:
        return (Step(name=RULES_HOLD, outcome=Outcome.SKIPPED, facts=(f'builds on "{broken}"',)),), ()
    rules = prove_rules(server, design, scripts, scenarios)
    return (_step(RULES_HOLD, _Finding(wrong=failures(rules), counted=summary(rules))),), rules


def _plans_use(server: Server, design: Design, steps: tuple[Step, ...]) -> tuple[tuple[Step, ...], Plans | None]:
    """The steps about plans and about materialized views, if there are any, and what was found on synthetic rows."""
    outcomes = {step.name: step.outcome for step in steps}
    if outcomes[SCHEMA_APPLIES] != Outcome.PASSED:
        return (Step(name=PLANS_USE, outcome=Outcome.SKIPPED, facts=(f'builds on "{SCHEMA_APPLIES}"',)),), None
    found = prove_plans(server, design.physical)
    plans = _step(PLANS_USE, _Finding(wrong=plan_failures(found), counted=plan_summary(found)))
    views = _step(VIEWS_HOLD, _Finding(wrong=view_failures(found.views), counted=view_summary(found.views)))
    return (plans, views) if found.views else (plans,), found


def _schema_applies(trial: _Trial) -> _Finding:
    return _Finding(wrong=trial.run("V001", trial.scripts.schema), counted=(counts(trial.catalog()),))


def _catalog_equals(trial: _Trial) -> _Finding:
    found = trial.catalog()
    with trial.server.scratch_database() as conninfo, connect(conninfo) as connection:
        try:
            planned = catalog_of_plan(connection, trial.design.plan, trial.schema)
        except psycopg.Error as error:
            return _Finding(wrong=(f"the statements of the plan do not run: {error.diag.message_primary or error}",))
    wrong = round_trip_facts(found, trial.design.physical, planned)
    return _Finding(wrong=wrong, counted=(f"equal: {counts(found)}",))


def _seed_applies(trial: _Trial) -> _Finding:
    if wrong := trial.run("V002", trial.scripts.seed):
        return _Finding(wrong=wrong)
    once = trial.rows()
    wanted = Counter(row.table for row in trial.design.physical.seed)
    short = tuple(
        f"{table} holds {counted(once.get(table, 0), 'row')}, the design has {number}"
        for table, number in wanted.items()
        if once.get(table) != number
    )
    if wrong := short or trial.run("V002 a second time", trial.scripts.seed):
        return _Finding(wrong=wrong)
    twice = trial.rows()
    grown = tuple(
        f"{t} holds {counted(n, 'row')} after V002, {twice[t]} after V002 again"
        for t, n in once.items()
        if n != twice[t]
    )
    inserted = f"{counted(sum(wanted.values()), 'row')} in {counted(len(wanted), 'table')}"
    return _Finding(wrong=grown, counted=(inserted,))


def _triggers_run(trial: _Trial) -> _Finding:
    catalog = trial.catalog()
    used = {t.function for t in catalog.triggers}
    unused = tuple(
        f"function {f.name} is used by no trigger"
        for f in catalog.functions
        if f.returns == "trigger" and f.name not in used
    )
    wrong = run_triggers(trial.connection, trial.schema, catalog)
    return _Finding(
        wrong=(*unused, *wrong),
        counted=(f"{counted(len(used), 'function')}, by {counted(len(catalog.triggers), 'trigger')}",),
    )


def _undo(trial: _Trial) -> _Finding:
    if wrong := trial.run("U002", trial.scripts.undo_seed):
        return _Finding(wrong=wrong)
    seeded = {row.table for row in trial.design.physical.seed}
    left = tuple(f"U002 leaves {counted(n, 'row')} in {t}" for t, n in trial.rows().items() if n and t in seeded)
    if wrong := left or trial.run("U001", trial.scripts.undo_schema):
        return _Finding(wrong=wrong)
    if undecided := why_not(trial.server):
        return _Finding(undecided=undecided, counted=(f"the schema holds {counts(trial.catalog())}",))
    wrong = dump_differences(trial.before, dump_schema(trial.server, trial.conninfo))
    return _Finding(wrong=wrong, counted=("pg_dump prints the same as before",))


def _again(trial: _Trial) -> _Finding:
    return _Finding(
        wrong=trial.run("V001", trial.scripts.schema) or trial.run("V002", trial.scripts.seed),
        counted=(counts(trial.catalog()),),
    )


def _jobs_run(trial: _Trial) -> _Finding:
    found = run_jobs(trial.server, trial.design.physical)
    return _Finding(wrong=found.wrong, counted=(*found.done, *found.unshown))


_STEPS: Sequence[tuple[str, tuple[str, ...], _Run]] = (
    (SCHEMA_APPLIES, (), _schema_applies),
    (CATALOG_EQUALS, (SCHEMA_APPLIES,), _catalog_equals),
    (SEED_APPLIES, (SCHEMA_APPLIES,), _seed_applies),
    (TRIGGERS_RUN, (SCHEMA_APPLIES,), _triggers_run),
    (UNDO, (SCHEMA_APPLIES, SEED_APPLIES), _undo),
    (AGAIN, (UNDO,), _again),
    (JOBS_RUN, (SCHEMA_APPLIES,), _jobs_run),
)
