"""The commands of section 12, run as they stand: backups are made, a moment is gone back to, what is old goes."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from database_designer.emit.document import recovery
from database_designer.model.conceptual import Operations
from database_designer.model.recovery import recovery_of
from database_designer.verify.binaries import copy_for, open_to_others, wheel_binaries

NOBODY = "nobody"
STATED = recovery_of(Operations(backup_full="daily", backup_incremental="every hour", rpo="2 hours"))


@dataclass(frozen=True)
class Cluster:
    """A server with an archive, and the scripts of the document on it."""

    folder: Path
    binaries: Path
    account: pwd.struct_passwd | None

    def sh(self, script: str) -> str:
        """What a script prints; it runs with its places below the folder. Fails where the script does."""
        for place, here in ((recovery.BASE, "base"), (recovery.ARCHIVE, "wal"), (recovery.DATA, "restored")):
            script = script.replace(place, str(self.folder / here))
        environment = {
            "PATH": f"{self.binaries}:{os.defpath}",
            "PGHOST": str(self.folder),
            "PGUSER": "postgres",
            "LC_ALL": "C",
        }
        run = subprocess.run(
            ["/bin/sh", "-c", script], capture_output=True, text=True, env=environment, cwd=self.folder, check=False, timeout=60,
            user=self.account.pw_uid if self.account else None, group=self.account.pw_gid if self.account else None,
            extra_groups=[] if self.account else None,
        )  # fmt: skip
        log = self.folder / "restored" / "restore.log"
        assert run.returncode == 0, f"{script}\n{run.stdout}{run.stderr}{log.read_text() if log.exists() else ''}"
        return run.stdout.strip()

    def sql(self, statement: str, port: int = 5432) -> str:
        return self.sh(f'psql --no-psqlrc -At --dbname=postgres --port={port} --command="{statement}"')


@pytest.fixture
def cluster() -> Iterator[Cluster]:
    named = os.environ.get("TEST_POSTGRES_BINARIES")
    binaries = Path(named) if named else wheel_binaries()
    assert binaries is not None
    account = pwd.getpwnam(NOBODY) if os.geteuid() == 0 else None
    folder = Path(tempfile.mkdtemp(prefix="dbd-rec-", dir="/tmp"))
    if account:
        os.chown(folder, account.pw_uid, account.pw_gid)
        if not open_to_others(binaries / "postgres"):
            binaries = copy_for(account, binaries, folder / "wheel")
    made = Cluster(folder=folder, binaries=binaries, account=account)
    try:
        made.sh(f"mkdir {folder}/base {folder}/wal && initdb --auth=trust -U postgres -D {folder}/data")
        yield made
    finally:
        for name in ("data", "restored"):
            if (folder / name / "postmaster.pid").exists():
                made.sh(f"pg_ctl stop --mode=immediate --pgdata={folder / name}")
        shutil.rmtree(folder, ignore_errors=True)


def start(cluster: Cluster, *, incremental: bool) -> None:
    settings = recovery.server_settings(STATED, incremental=incremental).replace(
        recovery.ARCHIVE, str(cluster.folder / "wal")
    )
    own = f"listen_addresses = ''\nunix_socket_directories = '{cluster.folder}'\nfsync = off\n"
    conf = cluster.folder / "data" / "postgresql.conf"
    conf.write_text(conf.read_text() + settings + "\n" + own)
    cluster.sh(f"pg_ctl start --wait --pgdata={cluster.folder}/data --log={cluster.folder}/log")


def archived_up_to(cluster: Cluster, segment: str) -> None:
    for _ in range(200):
        if cluster.sql("SELECT last_archived_wal FROM pg_stat_archiver") >= segment:
            return
        time.sleep(0.05)
    pytest.fail(f"{segment} is not archived")


def test_a_copy_that_breaks_off_is_not_archived_and_is_made_again(tmp_path: Path) -> None:
    (tmp_path / "segment").write_text("whole")
    (tmp_path / "wal").mkdir()
    (tmp_path / "cut").mkdir()
    (tmp_path / "cut" / "cp").write_text('#!/bin/sh\nprintf wh > "$2"; exit 1\n')
    (tmp_path / "cut" / "cp").chmod(0o755)
    asked = recovery.archive_command().replace(recovery.ARCHIVE, str(tmp_path / "wal"))
    asked = asked.replace("%p", str(tmp_path / "segment")).replace("%f", "000000010000000000000001")

    def archived(path: str = os.defpath) -> bool:
        return subprocess.run(["/bin/sh", "-c", asked], env={"PATH": path}, check=False).returncode == 0

    kept = tmp_path / "wal" / "000000010000000000000001"
    assert not archived(f"{tmp_path / 'cut'}:{os.defpath}") and not kept.exists()
    assert archived() and kept.read_text() == "whole"
    assert not archived(), "what is archived is never written over"
    assert [*(tmp_path / "wal").iterdir()] == [kept]


@pytest.mark.server
def test_a_moment_is_gone_back_to_and_what_is_old_goes(cluster: Cluster) -> None:
    incremental = recovery.has_incremental(
        int(cluster.sh("pg_basebackup --version | grep -o '[0-9]*' | head -n 1")), STATED
    )
    start(cluster, incremental=incremental)
    cluster.sql("CREATE TABLE moored AS SELECT n FROM generate_series(1, 1000) AS n")
    cluster.sh(recovery.full_backup())
    cluster.sql("INSERT INTO moored SELECT generate_series(1001, 1100)")
    if incremental:
        time.sleep(1.1)  # a backup is called by the second of its start
        cluster.sh(recovery.incremental_backup())
        cluster.sql("INSERT INTO moored VALUES (1101)")
    time.sleep(1.1)
    moment, rows = cluster.sql("SELECT clock_timestamp()"), cluster.sql("SELECT count(*) FROM moored")
    cluster.sql("DELETE FROM moored")
    archived_up_to(cluster, cluster.sql("SELECT pg_walfile_name(pg_switch_wal())"))

    cluster.sh(recovery.restore(incremental=incremental).replace("target=''", f"target='{moment}'"))
    assert cluster.sql("SELECT count(*) FROM moored", recovery.PORT) == rows
    cluster.sh(recovery.restore_test())

    cluster.sh(recovery.full_backup())
    time.sleep(1.1)
    archived = len(list((cluster.folder / "wal").iterdir()))
    cluster.sh(recovery.expiry(keep=0))
    assert len(list((cluster.folder / "base").iterdir())) == 1
    assert len(list((cluster.folder / "wal").iterdir())) < archived
    cluster.sh(recovery.restore(incremental=incremental))
    assert cluster.sql("SELECT count(*) FROM moored", recovery.PORT) == "0"
