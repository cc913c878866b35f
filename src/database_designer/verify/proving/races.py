"""Races: two sessions, each of which would pass alone, in every order of their statements and at two isolation levels.

What was committed is taken back after each order. A rule that holds in every order, and for which at least one session
was refused or had to wait, is kept under concurrency.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import psycopg

from database_designer.model.proof import Outcome, Probe, ProbeKind
from database_designer.verify.proving.attempts import IMMEDIATE, Refusal, asked, attempt
from database_designer.verify.proving.bench import Bench
from database_designer.verify.proving.orders import (
    LEVELS,
    READ_COMMITTED,
    Run,
    Scripts,
    other_beginnings,
    run_order,
)
from database_designer.verify.proving.scenario import Scenario
from database_designer.verify.proving.sessions import Session

ENDINGS = frozenset({"", "23514", "23505", "23P01", "23503", "23001", "23502", "40001", "40P01"})
"""How a session may end: with a commit, a rule that is violated, or a failure after which clients try again."""

_NAMES = ("first", "second")
MOST_STEPS = 2  # of a session, besides checking and committing: 70 orders at each level then


def run_race(bench: Bench, scenario: Scenario, *, deferred: bool) -> Probe:
    """The probe of a race. Its orders are run on `bench`, which holds the rows of the migrations again afterwards.

    Where the rule is checked at commit (`deferred`), checking and committing are two steps, as other transactions may
    do something between the two.
    """
    if scenario.obstacle:
        return _probe(scenario, Outcome.SKIPPED, (scenario.obstacle,))
    if unmade := _unmade(bench.connection, scenario):
        facts = (f"rows could not be made: {unmade}", f"statement: {unmade.statement}")
        return _probe(scenario, Outcome.SKIPPED, facts)
    last = (IMMEDIATE,) if deferred else ()
    scripts = ((*as_steps(scenario.act), *last), (*as_steps(scenario.rival), *last))
    runs = [ran for level in LEVELS for ran in _every_order(bench, scenario, scripts, level)]
    bench.reset()
    if wrong := _wrong(runs):
        return _probe(scenario, Outcome.FAILED, wrong)
    if unfair := _refused_alone([run for run, _ in runs]):
        return _probe(scenario, Outcome.SKIPPED, (unfair,))
    if not any(run.waited or any(run.endings) for run, _ in runs):
        return _probe(scenario, Outcome.FAILED, ("nobody waited or was refused in any order: the two do not meet",))
    return _probe(scenario, Outcome.PASSED, _counted([run for run, _ in runs]))


def _wrong(runs: Sequence[tuple[Run, str]]) -> tuple[str, ...]:
    """What went wrong, at each level: in how many orders, and the first of them."""
    found: dict[tuple[str, str], list[Run]] = {}
    for run, problem in runs:
        if problem:
            found.setdefault((run.level, problem), []).append(run)
    return tuple(
        f"{problem} in {len(broken)} of {sum(run.level == level for run, _ in runs)} orders at {level}, "
        f"as in: {_order(broken[0])}"
        for (level, problem), broken in found.items()
    )


def _probe(scenario: Scenario, outcome: Outcome, facts: tuple[str, ...]) -> Probe:
    sessions = (
        *(f"-- {name} session\n{statement}" for name, script in _scripts(scenario) for statement in script),
        scenario.holds,
    )
    statements = tuple(s for s in (*scenario.setup, *sessions) if s)
    return Probe(kind=ProbeKind.RACE, what=scenario.what, outcome=outcome, facts=facts, statements=statements)


def _scripts(scenario: Scenario) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple(zip(_NAMES, (scenario.act, scenario.rival), strict=True))


def _unmade(connection: psycopg.Connection, scenario: Scenario) -> Refusal | None:
    """Why the setup does not run, with its statement; None where it does. It is rolled back."""
    with connection.transaction(force_rollback=True):
        return attempt(connection, (*scenario.setup, IMMEDIATE))


def _every_order(bench: Bench, scenario: Scenario, scripts: Scripts, level: str) -> Iterator[tuple[Run, str]]:
    """Each order with what was wrong in it, "" where nothing was."""
    beginnings: list[tuple[int, ...]] = [()]
    while beginnings:
        begin = beginnings.pop()
        run = _in_order(bench, scenario, scripts, level, begin)
        beginnings += reversed(tuple(other_beginnings(run, len(begin))))
        yield run, _problem(bench.connection, scenario, run)


def _in_order(bench: Bench, scenario: Scenario, scripts: Scripts, level: str, begin: tuple[int, ...]) -> Run:
    bench.reset()
    bench.connection.execute("\n;".join(("BEGIN", *scenario.setup, "COMMIT")).encode())
    one, other = bench.rivals
    sessions = (Session(one, other, bench.connection), Session(other, one, bench.connection))
    return run_order(sessions, scripts, level, begin)


def as_steps(statements: Sequence[str]) -> tuple[str, ...]:
    """The statements as at most MOST_STEPS steps; what comes before the last ones prepares them, and is one step.

    Settings of the transaction meet nobody: they are part of the step that follows.
    """
    steps: list[str] = []
    before = ""
    for statement in statements:
        before += statement.rstrip(";") + ";"
        if not statement.upper().startswith("SET LOCAL"):
            steps.append(before)
            before = ""
    early = len(steps) - MOST_STEPS + 1
    return ("".join(steps[:early]), *steps[early:]) if early > 1 else tuple(steps)


def _problem(connection: psycopg.Connection, scenario: Scenario, run: Run) -> str:
    """What is wrong with how a run ended, "" where nothing is."""
    for name, ending, message in zip(_NAMES, run.endings, run.messages, strict=True):
        if ending not in ENDINGS | {scenario.sqlstate}:
            return f"the {name} session ended with {message} ({ending})"
    if scenario.only_one and len(run.committed) > 1:
        return "both committed"
    if scenario.order_matters and len(run.committed) > 1 and run.first != 0:
        return "both committed, the second session first"
    if scenario.holds:
        ended = asked(connection, scenario.holds)
        if ended.refusal is not None:
            return f"what has to hold cannot be asked: {ended.refusal}"
        return "" if ended.held else "the rule is broken"
    return ""


def _refused_alone(runs: Sequence[Run]) -> str:
    """Why the two are no race: one of them does not pass where the other has not begun; "" where both do."""
    for run in runs:
        alone = _alone(run)
        if alone is not None and run.level == READ_COMMITTED and run.endings[alone]:
            return f"the {_NAMES[alone]} session is refused alone: {run.messages[alone]} ({run.endings[alone]})"
    return ""


def _alone(run: Run) -> int | None:
    """The session that ended before the other began, None where they overlapped."""
    first = run.steps[0]
    own = run.steps.count(first)
    return first if all(step == first for step in run.steps[:own]) else None


def _order(run: Run) -> str:
    """A run in words: "first, second, first commits, second ends with 40001"."""
    left = [run.steps.count(i) for i in (0, 1)]
    words: list[str] = []
    for step in run.steps:
        left[step] -= 1
        words.append(_NAMES[step] if left[step] else f"{_NAMES[step]} {_ended(run.endings[step])}")
    return ", ".join(words)


def _ended(ending: str) -> str:
    return f"ends with {ending}" if ending else "commits"


def _counted(runs: Sequence[Run]) -> tuple[str, ...]:
    """How many orders were run, and how sessions ended in them."""
    refusals = sorted({ending for run in runs for ending in run.endings if ending})
    ended = f"; refused with {', '.join(refusals)}" if refusals else ""
    waited = "; one waited for the other" if any(run.waited for run in runs) else ""
    return (f"holds in {len(runs)} orders at {' and '.join(LEVELS)}{ended}{waited}",)
