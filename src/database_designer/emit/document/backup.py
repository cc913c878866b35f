"""Section 12: what is stated of backups, what it takes on the target version, and what is open."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from database_designer.emit.document.facts import Facts
from database_designer.emit.document.markdown import blocks, code, fence, items, prose
from database_designer.emit.document.recovery import (
    ARCHIVE,
    BASE,
    expiry,
    full_backup,
    has_incremental,
    incremental_backup,
    restore,
    restore_test,
    server_settings,
)
from database_designer.emit.document.words import cut, quotation
from database_designer.model.conceptual import Operations
from database_designer.model.durations import every, in_words
from database_designer.model.recovery import (
    ASSUMED_FULL,
    ASSUMED_KEEP,
    Recovery,
    contradictions,
    cron,
    recovery_of,
)

THROUGHPUT = 100 * 2**20
"""Bytes a second that are assumed for copying a backup back."""

_RECOVERY = re.compile(r"\bback(ed)?[- ]?ups?\b|\bbacked up\b|\bRPO\b|\bRTO\b|\brecover|\brestor", re.IGNORECASE)
_YEARS = 3
_CONFIGURATION = (
    "A server whose configuration lies elsewhere, as on Debian in `/etc/postgresql`, is given it by "
    '`--options="-c config_file=..."`; it belongs into the backup, too.'
)


def backup(facts: Facts) -> str:
    """The section's Markdown."""
    operations = facts.concept.operations
    stated = _stated(operations)
    lines = items(f"**{name}**: {prose(value) or 'not stated'}" for name, value in stated)
    silent = "No statement about backups was found in the documents; what follows is assumed."
    return blocks(
        blocks(lines, _source(operations)) if any(value for _, value in stated) else silent,
        _open(operations),
        *_commands(facts),
    )


def _source(operations: Operations) -> str:
    """The quotation that speaks of backup or recovery; the requirement ids where none does."""
    origin = operations.origin
    if origin is None:
        return ""
    telling = tuple(e for e in origin.evidence if _RECOVERY.search(e.quote))
    if telling:
        return f"From: {quotation(replace(origin, evidence=telling))}"
    return f"From: {cut([prose(i) for i in origin.requirements])}" if origin.requirements else ""


def _stated(operations: Operations) -> tuple[tuple[str, str], ...]:
    return (
        ("Full Backup", operations.backup_full),
        ("Incremental Backup", operations.backup_incremental),
        ("Retention", operations.backup_keep),
        ("Recovery Point Objective (RPO)", operations.rpo),
        ("Recovery Time Objective (RTO)", operations.rto),
    )


def _open(operations: Operations) -> str:
    """What has to be known before a backup can be planned, as far as it is not; and what contradicts each other."""
    questions = (
        ("How often is a full backup made (`backup: {full: daily 02:00}`)?", operations.backup_full),
        ("How much may be lost (`rpo`)?", operations.rpo),
        ("How long may recovery take (`rto`)?", operations.rto),
        ("How long are backups kept (`backup: {keep: ...}`)?", operations.backup_keep),
    )
    asked = " ".join(question for question, answer in questions if not answer)
    missing = f"Open: {asked} Answers go under `operations:` in `model.yaml`." if asked else ""
    return blocks(
        missing, *(f"Open: {prose(c.ask)} Done meanwhile: {prose(c.taken)}." for c in contradictions(operations))
    )


def _commands(facts: Facts) -> Iterator[str]:
    operations, version = facts.concept.operations, facts.physical.postgres
    figures = recovery_of(operations)
    incremental = has_incremental(version, figures)
    yield "### Archiving"
    yield _archiving(figures)
    yield fence(server_settings(figures, incremental=incremental), "ini")
    yield "### Base backups"
    yield _when("Full", operations.backup_full, figures.full, ASSUMED_FULL)
    yield fence(full_backup(), "sh")
    yield _incremental(operations, figures, version)
    if incremental:
        yield fence(incremental_backup(), "sh")
    yield "### Restore"
    yield _restoring(facts, figures)
    yield _CONFIGURATION
    yield fence(restore(incremental=incremental), "sh")
    yield "A backup that was never restored is none. Once a month, on another machine, restore the last state and read it all:"
    yield fence(restore_test(), "sh")
    yield "### Expiry"
    yield _expiring(operations, figures)
    yield fence(expiry(figures.keep or ASSUMED_KEEP), "sh")


def _archiving(figures: Recovery) -> str:
    if figures.rpo is None:
        basis = f"No RPO is stated: {in_words(figures.archive_timeout)} is assumed."
    else:
        basis = (
            f"The RPO is {in_words(figures.rpo)}: WAL is handed over after at most {in_words(figures.archive_timeout)}, and the rest of "
            "the time is for archiving it."
        )
    standby = (
        "That is less than archiving can promise: it takes a synchronous standby, too (`synchronous_standby_names`, `synchronous_commit = on`)."
        if figures.wants_standby
        else ""
    )
    disk = f"{code(ARCHIVE)} and {code(BASE)} must be on a disk of another machine, and must belong to the account that runs PostgreSQL."
    return " ".join(part for part in (basis, standby, disk) if part)


def _when(kind: str, written: str, told: int | None, assumed: int | None = None) -> str:
    if told is None:
        return f"{kind}: {every(assumed)} is assumed; cron {code(cron('daily'))}." if assumed else ""
    fields = cron(written)
    return f"{kind}, {prose(written)}{f' (cron {code(fields)})' if fields else ''}:"


def _incremental(operations: Operations, figures: Recovery, version: int) -> str:
    if figures.incremental is None:
        return ""
    if has_incremental(version, figures):
        return _when("Incremental", operations.backup_incremental, figures.incremental)
    return (
        f"Incremental, {prose(operations.backup_incremental)}: PostgreSQL {version} makes no incremental base backups (they come with 17). The "
        f"archived WAL holds every change since the last full backup, and is at most {in_words(figures.archive_timeout)} behind, so there "
        "is nothing further to run."
    )


def _restoring(facts: Facts, figures: Recovery) -> str:
    size = sum(_bytes(facts))
    seconds = max(1, round(size / THROUGHPUT))
    known = f"Copying {_size(size)} back, the size after {_YEARS} years (section 10), takes about {_about(seconds)} at 100 MB/s, which is assumed; the WAL since the backup is replayed on top."
    if figures.rto is None:
        return f"{known} No RTO is stated to compare it with."
    fits = seconds <= figures.rto // 2
    verdict = "leaves most of it" if fits else "**does not leave enough of it**: a standby that takes over is needed"
    return f"{known} Of the RTO of {in_words(figures.rto)} that {verdict}."


def _bytes(facts: Facts) -> Iterator[int]:
    """The bytes of each table with its indexes after some years."""
    for volume in facts.physical.volumes:
        rows = dict(volume.after).get(_YEARS, volume.rows)
        yield rows * (volume.row_bytes + sum(i.row_bytes for i in volume.indexes))


def _size(size: int) -> str:
    return f"{size / 2**30:,.1f} GB" if size >= 2**30 else f"{max(1, round(size / 2**20)):,} MB"


def _about(seconds: int) -> str:
    return (
        f"{seconds} s"
        if seconds < 120
        else f"{round(seconds / 60)} min"
        if seconds < 7200
        else f"{seconds / 3600:.1f} h"
    )


def _expiring(operations: Operations, figures: Recovery) -> str:
    kept = prose(operations.backup_keep) if figures.keep is not None else f"{in_words(ASSUMED_KEEP)} (assumed)"
    return f"Once a day; every moment of the last {kept} can be gone back to, so the last full backup before that time stays:"
