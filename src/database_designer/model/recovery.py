"""What is stated of backups and recovery, as figures: how much may be lost, how old a backup is, what contradicts what."""

from __future__ import annotations

import re
from dataclasses import dataclass

from database_designer.model.conceptual import Operations
from database_designer.model.durations import DAY, HOUR, MINUTE, WEEKDAY, every, in_words, interval, length

ASSUMED_FULL, ASSUMED_KEEP, ASSUMED_TIMEOUT = DAY, 14 * DAY, 5 * MINUTE
LEAST_TIMEOUT, MOST_TIMEOUT = MINUTE, HOUR
"""PostgreSQL manual, archive_timeout: a minute or so is reasonable. Above an hour nothing is spared any more."""

ASSUMED_HOUR = 2
_DAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")
_CLOCK = re.compile(r"\b(?P<hour>[01]?\d|2[0-3])(?:(?P<minute>:[0-5]\d)\s*(?P<half>[ap]m)?|\s*(?P<only>[ap]m))\b", re.IGNORECASE)  # fmt: skip
_NAMED_HOURS = {"midnight": 0, "noon": 12}


@dataclass(frozen=True, slots=True, kw_only=True)
class Recovery:
    """Seconds, None for what is not stated: between full and incremental backups, until they go, RPO and RTO."""

    full: int | None
    incremental: int | None
    keep: int | None
    rpo: int | None
    rto: int | None

    @property
    def between(self) -> int | None:
        """The seconds between two backups of either kind."""
        return min((t for t in (self.full, self.incremental) if t is not None), default=None)

    @property
    def archive_timeout(self) -> int:
        """How old WAL may become before it is archived: half of the RPO, the other half is for archiving it."""
        if self.rpo is None:
            return ASSUMED_TIMEOUT
        half = self.rpo // 2 // MINUTE * MINUTE
        return max(LEAST_TIMEOUT, min(half, MOST_TIMEOUT))

    @property
    def wants_standby(self) -> bool:
        """Whether so little may be lost that WAL has to leave the server as it is written."""
        return self.rpo is not None and self.rpo < 2 * LEAST_TIMEOUT


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradiction:
    """Two statements that do not go together: what is asked, what is done meanwhile, and what settles it, for example."""

    ask: str
    taken: str
    write: str


def recovery_of(operations: Operations) -> Recovery:
    """The figures of what is written; what tells no length of time counts as not stated."""
    return Recovery(
        full=interval(operations.backup_full),
        incremental=interval(operations.backup_incremental),
        keep=length(operations.backup_keep),
        rpo=length(operations.rpo),
        rto=length(operations.rto),
    )


def contradictions(operations: Operations) -> tuple[Contradiction, ...]:
    """What of it cannot hold together."""
    figures = recovery_of(operations)
    found: list[Contradiction] = []
    between = figures.between
    if between is not None and figures.rpo is not None and between > figures.rpo:
        found.append(Contradiction(
            ask=f"A backup {every(between)} loses up to {in_words(between)}, while at most {in_words(figures.rpo)} may be"
            " lost (RPO). Which of the two is meant?",
            taken=f"the RPO: WAL is archived, at the latest after {in_words(figures.archive_timeout)}",
                write=f"rpo: {in_words(between)}",
        ))  # fmt: skip
    if figures.keep is not None and figures.full is not None and figures.keep < figures.full:
        found.append(Contradiction(
            ask=f"A full backup {every(figures.full)} that is kept for {in_words(figures.keep)} leaves times without any."
            " Which of the two is meant?",
            taken="the last full backup is kept until the next one",
                write=f"backup: {{keep: {in_words(2 * figures.full)}}}",
        ))  # fmt: skip
    return tuple(found)


def cron(written: str) -> str:
    """The five fields of cron for "every day at 02:30", "weekly on Monday", "every 4 hours"; "" where cron has none.

    Where no hour is written it is ASSUMED_HOUR.
    """
    time = interval(written)
    if time is None:
        return ""
    minute, hour = _clock(written)
    if time < HOUR:
        return f"*/{time // MINUTE} * * * *" if time % MINUTE == 0 and HOUR % time == 0 else ""
    if time < DAY:
        hours = "*" if time == HOUR else f"*/{time // HOUR}"
        return f"0 {hours} * * *" if time % HOUR == 0 and DAY % time == 0 else ""
    if day := WEEKDAY.search(written):
        return f"{minute} {hour} * * {_DAYS.index(day[1].lower())}"
    fields = {DAY: "* * *", 7 * DAY: "* * 0", 30 * DAY: "1 * *"}.get(time, "")
    return f"{minute} {hour} {fields}" if fields else ""


def _clock(written: str) -> tuple[int, int]:
    """The minute and the hour that are written."""
    found = _CLOCK.search(written)
    if found is None:
        named = next((hour for word, hour in _NAMED_HOURS.items() if word in written.lower()), ASSUMED_HOUR)
        return 0, named
    half = (found["half"] or found["only"] or "").lower()
    hour = int(found["hour"])
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0)
    return int((found["minute"] or ":0")[1:]), hour
