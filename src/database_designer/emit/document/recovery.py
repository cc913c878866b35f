"""The settings and commands of backup and restore, for the account that runs PostgreSQL (PostgreSQL manual, chapter 26)."""

from __future__ import annotations

from database_designer.model.durations import DAY
from database_designer.model.recovery import Recovery

BASE = "/var/backups/postgresql/base"
ARCHIVE = "/var/backups/postgresql/wal"
DATA = "/var/lib/postgresql/restored"
PORT = 5433
INCREMENTAL_FROM = 17

_NOW = "now=$(date -u +%Y%m%dT%H%M%S)"
_BASE = f"base={BASE}"


def has_incremental(version: int, figures: Recovery) -> bool:
    """Whether incremental base backups are asked for, and the target version makes them."""
    return version >= INCREMENTAL_FROM and figures.incremental is not None


def server_settings(figures: Recovery, *, incremental: bool) -> str:
    """The lines of postgresql.conf; they take effect with the next start."""
    lines = (
        "# postgresql.conf",
        "wal_level = replica",
        "archive_mode = on",
        "# under another name until it is whole: a copy that breaks off is no archived file, and is made again",
        f"archive_command = '{archive_command()}'",
        f"archive_timeout = {figures.archive_timeout}  # seconds",
    )
    return "\n".join((*lines, "summarize_wal = on") if incremental else lines)


def archive_command() -> str:
    """What archives a file `%f` at `%p`: never over one of that name, and never a part of it under that name."""
    return f"test ! -f {ARCHIVE}/%f && cp %p {ARCHIVE}/%f.tmp && mv {ARCHIVE}/%f.tmp {ARCHIVE}/%f"


def full_backup() -> str:
    """A base backup with the WAL that it needs, checked against its manifest."""
    return _script(
        _BASE,
        _NOW,
        'pg_basebackup --no-password --checkpoint=fast --wal-method=stream --pgdata="$base/$now-full"',
        'pg_verifybackup "$base/$now-full"',
    )


def incremental_backup() -> str:
    """What has changed since the last backup of either kind."""
    return _script(
        _BASE,
        _NOW,
        "last=$(ls $base | tail -n 1)",
        "pg_basebackup --no-password --checkpoint=fast --wal-method=stream \\",
        '    --incremental="$base/$last/backup_manifest" --pgdata="$base/$now-incremental"',
        'pg_verifybackup "$base/$now-incremental"',
    )


def restore(*, incremental: bool) -> str:
    """The database as it was at a moment, or as it was last: the backups before that, and the WAL from there on."""
    return _script(
        "target=''  # the last state; or a moment: '2026-05-04 13:59:00+00'",
        _BASE,
        f"data={DATA}",
        'limit=$(date -u -d "${target:-now}" +%Y%m%dT%H%M%S)',
        _last_full(),
        *(_combined() if incremental else ('cp -a "$base/$full" "$data"',)),
        'cat >> "$data/postgresql.auto.conf" <<EOF',
        f"restore_command = 'cp {ARCHIVE}/%f %p'",
        "recovery_target_time = '$target'",
        "recovery_target_action = 'promote'",
        "EOF",
        'touch "$data/recovery.signal"',
        'pg_ctl start --wait --timeout=86400 --pgdata="$data" --log="$data/restore.log" \\',
        f'    --options="-p {PORT} -c archive_mode=off"',
    )


def _last_full() -> str:
    return "full=$(ls $base | grep -- '-full$' | awk -v limit=\"$limit\" '$0 < limit' | tail -n 1)"


def _combined() -> tuple[str, ...]:
    """The full backup with the incremental ones after it put together."""
    return (
        'chain=$(ls $base | awk -v first="$full" -v limit="$limit" \'$0 >= first && $0 < limit\')',
        'cd "$base"',
        'pg_combinebackup --output="$data" $chain',
    )


def restore_test() -> str:
    """What follows the restore in a test of it: every row is read, and the server goes."""
    return _script(
        f"data={DATA}",
        f"pg_dumpall --no-password --port={PORT} > /dev/null",
        'pg_ctl stop --wait --pgdata="$data"',
        'rm -r "$data"',
    )


def expiry(keep: int) -> str:
    """Removes the backups, and the WAL, that no moment within `keep` seconds needs."""
    return _script(
        _BASE,
        f"limit=$(date -u -d '{-(-keep // DAY)} days ago' +%Y%m%dT%H%M%S)",
        _last_full(),
        '[ -n "$full" ] || exit 0',
        'ls $base | awk -v full="$full" \'$0 < full\' | while read -r old; do rm -r "$base/$old"; done',
        "wal=$(sed -n 's/^START WAL LOCATION: .*(file \\([0-9A-F]*\\))$/\\1/p' \"$base/$full/backup_label\")",
        f'pg_archivecleanup {ARCHIVE} "$wal"',
    )


def _script(*lines: str) -> str:
    """The lines of a script that ends at the first command that fails."""
    return "\n".join(("set -eu", *lines))
