"""The proof: what a real PostgreSQL said about a design."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Outcome(StrEnum):
    """The outcome of a step of the proof."""

    PASSED = "passed"
    FAILED = "failed"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A step of the proof and its facts: what was counted when it passed, what was wrong when it failed."""

    name: str
    outcome: Outcome
    facts: tuple[str, ...] = ()


class ProbeKind(StrEnum):
    """What a probe shows of a rule."""

    ACCEPTED = "accepted"  # what keeps the rule is taken
    REJECTED = "rejected"  # what breaks it is refused, with the SQLSTATE and the name of the constraint
    RESULT = "result"  # what an effect, derivation or default gives
    RACE = "race"  # two transactions, each of which would pass alone, do not break it together
    MUTATION = "mutation"  # without what keeps the rule, the rejected probe passes


@dataclass(frozen=True, slots=True, kw_only=True)
class Probe:
    """One probe: `what` it tries in words, how it ended, and the statements that were run.

    `lifted` are those that were run before what is tried, to take other rules away that would refuse it first. SKIPPED is what could not be tried (no rows could be made for it): it proves nothing, and `facts` say why.
    """

    kind: ProbeKind
    what: str
    outcome: Outcome
    facts: tuple[str, ...] = ()
    statements: tuple[str, ...] = ()
    lifted: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleProof:
    """The probes of one rule; `element`, `what` and `form` are those of its Enforcement, `reason` why it is not kept."""

    element: str
    what: str
    form: str
    probes: tuple[Probe, ...] = ()
    reason: str = ""

    @property
    def proven(self) -> bool:
        """Whether something was tried that shows the rule at work, and nothing failed or was left out."""
        shown = any(p.kind in (ProbeKind.REJECTED, ProbeKind.RESULT) for p in self.probes)
        return shown and all(p.outcome == Outcome.PASSED for p in self.probes)

    @property
    def failed(self) -> bool:
        """Whether a probe failed."""
        return any(p.outcome == Outcome.FAILED for p in self.probes)


class PlanVerdict(StrEnum):
    """What the plan of a query shows of its index."""

    SHOWN = "shown"  # the planner takes an index that serves it
    NEEDS_NONE = "needs no index"  # it is about most rows, the first rows that there are, or those of a small table
    NOT_SHOWN = "not shown"  # the planner goes another way, and `reason` says why
    FAILED = (
        "failed"  # a large table is read whole although the index would touch fewer blocks, or the query does not run
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanProof:
    """The plan of a query on synthetic rows, by EXPLAIN (ANALYZE, BUFFERS).

    `query` is that of the Service; `given` are the optional parameters of this one. `sql` has the `parameters` $1, $2,
    ... by name. `blocks` (of 8 kB) were touched, `without` when the indexes used were dropped (None: not tried);
    `rows` came out; of groups this is not told, as days have other limits from one run to the next. `scanned` are the
    tables that were read whole.
    """

    query: str
    kind: str
    what: str
    verdict: PlanVerdict
    given: tuple[str, ...] = ()
    sql: str = ""
    parameters: tuple[str, ...] = ()
    expected: tuple[str, ...] = ()
    used: tuple[str, ...] = ()
    scanned: tuple[str, ...] = ()
    rows: int = 0
    blocks: int = 0
    without: int | None = None
    reason: str = ""

    @property
    def ratio(self) -> float | None:
        """How many times as many blocks are touched without the index; None where that was not tried."""
        return self.without / max(self.blocks, 1) if self.without is not None else None


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewProof:
    """A materialized view, refreshed after its table was changed: whether its `rows` are then those of its query.

    They come out of `counted` rows of its table. Reading them touches `blocks`, working the query out `without`.
    """

    view: str
    outcome: Outcome
    rows: int
    counted: int
    blocks: int
    without: int
    facts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerProof:
    """The steps on one server; `version` is what the server says ("18.6"), `kind` is "embedded" or "given".

    `plans` are those of the access patterns, on so many `synthetic` rows by table, `views` the materialized ones.
    """

    version: str
    kind: str
    steps: tuple[Step, ...]
    rules: tuple[RuleProof, ...] = ()
    plans: tuple[PlanProof, ...] = ()
    synthetic: tuple[tuple[str, int], ...] = ()
    views: tuple[ViewProof, ...] = ()

    @property
    def passed(self) -> bool:
        """Whether no step failed."""
        return all(s.outcome != Outcome.FAILED for s in self.steps)


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """A criterion with its count: `met` of `total`, the exceptions named; `note` where there was nothing to count."""

    text: str
    met: int
    total: int
    exceptions: tuple[str, ...] = ()
    note: str = ""

    @property
    def holds(self) -> bool:
        """Whether every case meets it."""
        return self.met == self.total


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """What a rule of experts says of an object. `waived` is why that is well, "" where it stands; `noted`: worth a look."""

    rule: str
    object: str
    fact: str
    fix: str = ""
    waived: str = ""
    noted: bool = False

    @property
    def stands(self) -> bool:
        """Whether it asks for something."""
        return not self.waived and not self.noted


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """What was proven: per server its steps; the success criteria; the checklist of section 10. No servers: not run.

    `remarks` are those of lint, whose rules checked are `linted` (0: not run).
    """

    servers: tuple[ServerProof, ...] = ()
    criteria: tuple[Criterion, ...] = ()
    checklist: tuple[Criterion, ...] = ()
    remarks: tuple[Remark, ...] = ()
    linted: int = 0

    @property
    def passed(self) -> bool:
        """Whether at least one server was asked and no step failed anywhere."""
        return bool(self.servers) and all(s.passed for s in self.servers)
