"""The proof of the rules of a design on a server: every enforcement with what was tried of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from queue import SimpleQueue

import psycopg
from psycopg.conninfo import conninfo_to_dict

from database_designer.model.design import Design
from database_designer.model.physical import Enforcement, Exclusion, ForeignKey, PhysicalModel, Trigger
from database_designer.model.proof import Probe, ProbeKind, RuleProof
from database_designer.verify.apply import apply_script, connect
from database_designer.verify.proving.bench import Bench, bench_on
from database_designer.verify.proving.lifts import Lifts
from database_designer.verify.proving.races import run_race
from database_designer.verify.proving.roles import needs_role, prepare_role
from database_designer.verify.proving.run import run_scenario, skipped
from database_designer.verify.proving.scenario import Scenario
from database_designer.verify.scripts import Scripts
from database_designer.verify.server import Server

BENCHES = 2  # databases that are worked on at the same time


def prove_rules(
    server: Server, design: Design, scripts: Scripts, scenarios: Iterable[Scenario]
) -> tuple[RuleProof, ...]:
    """What was tried of each enforcement of the design, in their order; none where there is nothing to try.

    Raises ServerError where the server makes no database, psycopg.Error where it goes away.
    """
    tried = by_enforcement(scenarios)
    enforcements = design.physical.enforcements
    wanted = [(e, tried.get(e, ())) for e in enforcements if e.objects]
    if not any(found for _, found in wanted):
        return tuple(_proof(e, ()) for e in enforcements)
    schema = design.physical.schema
    with server.scratch_database() as conninfo, ExitStack() as stack:
        _apply(conninfo, scripts)
        no_role = prepare_role(server, conninfo, schema)
        template = str(conninfo_to_dict(conninfo)["dbname"])
        benches: SimpleQueue[Bench] = SimpleQueue()
        for _ in range(BENCHES):
            benches.put(stack.enter_context(bench_on(server, template, schema)))
        trial = _Trial(design, no_role, benches)
        with ThreadPoolExecutor(BENCHES) as pool:
            probes = dict(zip((e for e, _ in wanted), pool.map(trial.probes, wanted), strict=True))
    return tuple(_proof(e, probes.get(e, ())) for e in enforcements)


def by_enforcement(scenarios: Iterable[Scenario]) -> Mapping[Enforcement, tuple[Scenario, ...]]:
    """The scenarios of each enforcement, in their order."""
    found: dict[Enforcement, tuple[Scenario, ...]] = {}
    for scenario in scenarios:
        found[scenario.enforcement] = (*found.get(scenario.enforcement, ()), scenario)
    return found


def _proof(enforcement: Enforcement, probes: tuple[Probe, ...]) -> RuleProof:
    return RuleProof(
        element=enforcement.element,
        what=enforcement.what,
        form=str(enforcement.form or ""),
        probes=probes,
        reason="" if enforcement.objects else enforcement.reason or "nothing keeps it",
    )


def _apply(conninfo: str, scripts: Scripts) -> None:
    with connect(conninfo) as connection:
        for name, script in (("V001", scripts.schema), ("V002", scripts.seed)):
            if wrong := apply_script(connection, name, script):
                raise psycopg.OperationalError(wrong[0])


class _Trial:
    """A design under trial; each rule is tried on a bench that no other uses meanwhile."""

    def __init__(self, design: Design, no_role: str, benches: SimpleQueue[Bench]) -> None:
        self.no_role = no_role
        self.benches = benches
        self.deferred = _deferred(design.physical)
        self.lifts = Lifts(design)

    def probes(self, rule: tuple[Enforcement, Sequence[Scenario]]) -> tuple[Probe, ...]:
        """What was tried of a rule."""
        _, scenarios = rule
        bench = self.benches.get()
        try:
            return tuple(probe for scenario in scenarios for probe in self._tried(bench, scenario))
        finally:
            self.benches.put(bench)

    def _tried(self, bench: Bench, scenario: Scenario) -> Iterator[Probe]:
        if self.no_role and needs_role(scenario):
            yield skipped(scenario, self.no_role)
        elif scenario.kind == ProbeKind.RACE:
            deferred = not self.deferred.isdisjoint(scenario.enforcement.objects)
            yield run_race(bench, scenario, deferred=deferred)
        else:
            yield from run_scenario(bench.connection, scenario, self.lifts)


def _deferred(physical: PhysicalModel) -> frozenset[str]:
    """The objects that check at commit."""
    checks: tuple[Trigger | ForeignKey | Exclusion, ...]
    checks = (*physical.triggers, *physical.foreign_keys, *physical.exclusions)
    return frozenset(check.name for check in checks if check.deferred)
