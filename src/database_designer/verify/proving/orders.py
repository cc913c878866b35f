"""Every order in which two sessions can run their statements.

A session that waits for the other cannot go on, so which orders there are shows only while they run: each run follows
a beginning and then prefers the first session; where the other could have gone on, that is the beginning of another
run. `BEGIN` has no effect on others and stands with the first statement; at REPEATABLE READ it takes the snapshot, and
stands at the very beginning for both sessions: only there can the other commit between the snapshot and the first
statement, and the remaining orders are the same with it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from database_designer.verify.proving.sessions import Session

READ_COMMITTED, REPEATABLE_READ = "READ COMMITTED", "REPEATABLE READ"
LEVELS = (READ_COMMITTED, REPEATABLE_READ)
Scripts: TypeAlias = tuple[tuple[str, ...], tuple[str, ...]]
"""The statements of both sessions."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One order: which session did each step, whether the other could have, and how both ended.

    `endings` are "" for a commit, else the SQLSTATE; `waited` says whether one waited for the other; `first` is the
    session that committed first, None where none did.
    """

    level: str
    steps: tuple[int, ...]
    open_to_other: tuple[bool, ...]
    endings: tuple[str, str]
    messages: tuple[str, str]
    waited: bool
    first: int | None

    @property
    def committed(self) -> tuple[int, ...]:
        """The sessions that committed."""
        return tuple(i for i, ending in enumerate(self.endings) if not ending)


def other_beginnings(run: Run, begun: int) -> Iterator[tuple[int, ...]]:
    """The beginnings of orders that turn away from `run` after the first `begun` steps."""
    for at in range(begun, len(run.steps)):
        if run.open_to_other[at]:
            yield (*run.steps[:at], 1 - run.steps[at])


def run_order(
    sessions: tuple[Session, Session],
    scripts: Scripts,
    level: str,
    begin: tuple[int, ...],
) -> Run:
    """Runs the statements of both sessions, each script as one transaction, in the order that starts with `begin`.."""
    return _Course(sessions, scripts, level).run(begin)


class _Course:
    """The state of a run: what each session has still to do, and what was done."""

    def __init__(self, sessions: tuple[Session, Session], scripts: Scripts, level: str) -> None:
        self.sessions = sessions
        self.level = level
        self.left = [[*script, "COMMIT"] for script in scripts]
        self.steps: list[int] = []
        self.open_to_other: list[bool] = []
        self.waited = False
        self.first: int | None = None

    def run(self, begin: tuple[int, ...]) -> Run:
        self._begin()
        while choice := self._ready():
            at = len(self.steps)
            step = begin[at] if at < len(begin) and begin[at] in choice else choice[0]
            self.steps.append(step)
            self.open_to_other.append(len(choice) > 1)
            self.sessions[step].send(self.left[step].pop(0))
            self._settle(step)
        one, other = self.sessions
        return Run(
            level=self.level, steps=tuple(self.steps), open_to_other=tuple(self.open_to_other),
            endings=(one.ending, other.ending), messages=(one.message, other.message),
            waited=self.waited, first=self.first,
        )  # fmt: skip

    def _begin(self) -> None:
        for session, left in zip(self.sessions, self.left, strict=True):
            if self.level == READ_COMMITTED:
                left[0] = f"BEGIN; {left[0]}"
                continue
            session.send(f"BEGIN ISOLATION LEVEL {self.level}; SELECT 1")
            session.end()

    def _ready(self) -> tuple[int, ...]:
        """The sessions that have something to do and wait for nothing."""
        return tuple(i for i in (0, 1) if self.left[i] and not self.sessions[i].busy)

    def _settle(self, step: int) -> None:
        """After a step: waits until each session has ended its statement or waits for the other; one does at most."""
        while True:
            waiting = [i for i in (0, 1) if self.sessions[i].settle()]
            self.waited = self.waited or bool(waiting)
            self._note((step, 1 - step))  # who waited for the other ended after it
            if len(waiting) == 2:
                self._until_one_ends()
            elif not waiting or self._ready():
                return
            else:
                self.sessions[waiting[0]].end()

    def _until_one_ends(self) -> None:
        """Waits until the server has found the deadlock and ended one of both."""
        one, other = self.sessions
        while not (one.ended() or other.ended()):
            pass

    def _note(self, order: tuple[int, int]) -> None:
        """Ends the transaction of a session that was refused, and remembers who committed first."""
        for i in order:
            session = self.sessions[i]
            if session.busy:
                continue
            if session.ending and self.left[i]:
                self.left[i].clear()
                session.send("ROLLBACK")
                session.end()
            elif not session.ending and not self.left[i] and self.first is None:
                self.first = i
