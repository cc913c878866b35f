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


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerProof:
    """The steps on one server; `version` is what the server says ("18.6"), `kind` is "embedded" or "given"."""

    version: str
    kind: str
    steps: tuple[Step, ...]

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
class Proof:
    """What was proven: per server its steps; the success criteria; the checklist of section 10. No servers: not run."""

    servers: tuple[ServerProof, ...] = ()
    criteria: tuple[Criterion, ...] = ()
    checklist: tuple[Criterion, ...] = ()

    @property
    def passed(self) -> bool:
        """Whether at least one server was asked and no step failed anywhere."""
        return bool(self.servers) and all(s.passed for s in self.servers)
