"""Writing the artefacts: all of them or none, and nothing that a person edited is lost.

Every file is first written whole into a hidden folder inside the output folder, then moved into place with
an atomic rename; when anything goes wrong on the way, Ctrl-C included, what stood there before is put back.

`.generated.json` in the output folder keeps the hash of each file as it was generated. A file that is neither what was
generated last nor what is generated now was edited by a person: it is kept beside the new one as `NAME.orig` (or
`NAME.orig.2`, ...), and a diagnostic says so. A file that was generated before and is no longer part of the result is
removed if it is unedited, and left alone otherwise. Only a file whose edits were merged into the new one is replaced as
it is, once it has been generated before: what a person wrote from scratch, comments included, is kept.
"""

from __future__ import annotations

import hashlib
import itertools
import json
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from database_designer.diagnostics import Diagnostic, Severity
from database_designer.emit.artefact import Artefact

MANIFEST = ".generated.json"
_STAGE = ".database-designer-"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Change:
    """A change of the file `target`: to the content of `staged`, or None for its removal."""

    target: Path
    staged: Path | None


def write_artefacts(
    folder: Path, artefacts: Sequence[Artefact], *, keep: frozenset[str] = frozenset()
) -> tuple[Diagnostic, ...]:
    """Writes the artefacts into `folder` and returns what is to be said about it.

    `keep` names files that are a person's from now on, even if they were generated before: they are left alone.
    Edited files that were set aside are warnings. Where the files cannot be written, one error says why, and
    the folder is as before.
    """
    try:
        return _write(folder, artefacts, keep)
    except OSError as error:
        fact = f"{error.filename or folder} cannot be written: {error.strerror}; the output folder is as it was before"
        fix = "give a folder that can be written with --output"
        return (Diagnostic(code="output-not-written", severity=Severity.ERROR, fact=fact, fix=fix),)


def _write(folder: Path, artefacts: Sequence[Artefact], keep: frozenset[str]) -> tuple[Diagnostic, ...]:
    before = {path: digest for path, digest in _read_manifest(folder).items() if path not in keep}
    contents = {a.path: a.content for a in artefacts}
    taken_up = {a.path for a in artefacts if a.merged and a.path in before}
    edited = [p for p, c in contents.items() if p not in taken_up and _is_edited(folder / p, before.get(p), c)]
    stale = [p for p in before if p not in contents and p != MANIFEST]
    removable = [p for p in stale if not _is_edited(folder / p, before[p], b"")]
    backups = {path: _backup_path(folder / path) for path in edited}
    contents[MANIFEST] = _manifest({path: _digest(content) for path, content in contents.items()})
    with _staging(folder) as stage:
        changes = [
            *(_Change(target=b, staged=_put(stage, (folder / p).read_bytes())) for p, b in backups.items() if b),
            *(
                _Change(target=folder / p, staged=_put(stage, c))
                for p, c in contents.items()
                if _differs(folder / p, c)
            ),
            *(_Change(target=folder / p, staged=None) for p in removable if (folder / p).exists()),
        ]
        _apply(changes, stage)
    left = [p for p in stale if p not in removable]
    return (*(_kept(p, b) for p, b in backups.items()), *(_left(p) for p in left))


def _read_manifest(folder: Path) -> dict[str, str]:
    """Path and hash of each file that was generated last; entries that lead out of the folder are not believed."""
    try:
        data = json.loads((folder / MANIFEST).read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    entries = data.items() if isinstance(data, dict) else ()
    return {p: digest for p, digest in entries if isinstance(digest, str) and _is_inside(p)}


def _is_inside(path: str) -> bool:
    parts = PurePosixPath(path).parts
    return bool(parts) and not PurePosixPath(path).is_absolute() and ".." not in parts and "\\" not in path


def _manifest(digests: dict[str, str]) -> bytes:
    return (json.dumps(digests, indent=1, sort_keys=True, ensure_ascii=False) + "\n").encode("utf-8", "replace")


def _digest(content: bytes) -> str:
    """The hash of a file; line ends do not count, as version control may change them."""
    return hashlib.sha256(content.replace(b"\r\n", b"\n")).hexdigest()


def _is_edited(path: Path, generated: str | None, new: bytes) -> bool:
    """Whether the file holds something that neither the last run wrote nor this run writes."""
    if not path.exists():
        return False
    found = _digest(path.read_bytes())
    return found not in (generated, _digest(new))


def _differs(path: Path, content: bytes) -> bool:
    return not path.exists() or path.read_bytes() != content


def _backup_path(path: Path) -> Path | None:
    """The first free name for the edited file; None where an earlier backup holds the same."""
    content = path.read_bytes()
    names = (f"{path.name}.orig" + (f".{number}" if number > 1 else "") for number in itertools.count(1))
    for candidate in map(path.with_name, names):
        if candidate.is_file() and candidate.read_bytes() == content:
            break
        if not candidate.exists():
            return candidate
    return None


@contextmanager
def _staging(folder: Path) -> Iterator[Path]:
    """A hidden folder inside `folder`, which is made where it is missing and goes again if it stays empty."""
    missing = [p for p in (folder, *folder.parents) if not p.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with tempfile.TemporaryDirectory(prefix=_STAGE, dir=folder) as stage:
            yield Path(stage)
    finally:
        _remove_if_empty(missing)


def _put(stage: Path, content: bytes) -> Path:
    path = stage / f"new-{len(list(stage.iterdir()))}"
    path.write_bytes(content)
    return path


def _apply(changes: Iterable[_Change], stage: Path) -> None:
    """Makes the changes, or none of them: what was done is taken back when one fails or is interrupted."""
    done: list[tuple[Path, Path]] = []
    made: list[Path] = []
    try:
        for number, change in enumerate(changes):
            saved = stage / f"old-{number}"
            if change.target.exists():
                shutil.copy2(change.target, saved)
            done.append((change.target, saved))
            _change(change, made)
    except BaseException:
        for target, saved in reversed(done):
            _put_back(target, saved)
        _remove_if_empty(reversed(made))
        raise


def _change(change: _Change, made: list[Path]) -> None:
    if change.staged is None:
        change.target.unlink()
        return
    parent = change.target.parent
    made.extend(p for p in (*reversed(parent.parents), parent) if not p.exists())
    parent.mkdir(parents=True, exist_ok=True)
    change.staged.replace(change.target)


def _put_back(target: Path, saved: Path) -> None:
    if saved.exists():
        saved.replace(target)
    else:
        target.unlink(missing_ok=True)


def _remove_if_empty(folders: Iterable[Path]) -> None:
    for folder in folders:
        if folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()


def _kept(path: str, backup: Path | None) -> Diagnostic:
    where = f"it is kept as {backup.name}" if backup else "a copy was kept before"
    return Diagnostic(
        code="edited-file-kept",
        severity=Severity.WARNING,
        fact=f"{path} is not as it was generated; {where}, and the file is generated anew",
        fix="make the change in model.yaml, whose edits last, and delete the copy",
        element=path,
    )


def _left(path: str) -> Diagnostic:
    return Diagnostic(
        code="edited-file-left",
        severity=Severity.WARNING,
        fact=f"{path} is no longer part of the result; it is left alone, as it was edited",
        fix="delete it if it is of no use",
        element=path,
    )
