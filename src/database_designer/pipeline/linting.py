"""From a folder, a schema or a running database to what lint says of it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import psycopg
from psycopg.conninfo import make_conninfo

from database_designer.diagnostics import Diagnostic, Severity
from database_designer.emit.migrations import V001, V002
from database_designer.lint import Judged, Script, Subject, apply_foreign, check, read_catalog, read_script
from database_designer.lint.files import migration_files
from database_designer.model.design import Design
from database_designer.model.proof import Remark
from database_designer.pipeline.understanding import DESIGN_FILE, load_design
from database_designer.read.project import PHASE_FOLDER
from database_designer.source import Span
from database_designer.verify import Scripts, ServerError, ServerSource
from database_designer.verify.apply import apply_script, connect

MIGRATIONS = "migrations"
PATIENCE = "30s"  # no query of a catalog takes longer
MOST_FILES = 5000
Found = tuple[Subject | None, tuple[Diagnostic, ...]]


def subject_at(path: Path, server: ServerSource, max_megabytes: int) -> Found:
    """What lies at `path`: a schema, a folder with migrations and perhaps the design.json behind them, or its project.

    None, and errors, where nothing of it can be read or applied.
    """
    if (path / PHASE_FOLDER / DESIGN_FILE).is_file() and not (path / DESIGN_FILE).is_file():
        path = path / PHASE_FOLDER
    design: Design | None = None
    if (path / DESIGN_FILE).is_file():
        design, said = load_design(path / DESIGN_FILE)
        if design is None:
            return None, said
    scripts, wrong = _schema(path, max_megabytes) if path.is_file() else _migrations(path, max_megabytes)
    if wrong or not scripts:
        return None, wrong or (_unusable(f"{path} holds no .sql file", "give a folder of migrations, or a schema"),)
    try:
        return _applied(scripts, design, server)
    except ServerError as error:
        return None, (_unusable(error.fact, error.fix),)


def subject_on(url: str) -> Found:
    """The database that `url` names; it is read, nothing is written. None, and an error, where it does not answer."""
    try:
        conninfo = make_conninfo(url, connect_timeout=10)
        with psycopg.connect(conninfo, autocommit=True, options=f"-c statement_timeout={PATIENCE}") as connection:
            catalog = read_catalog(connection)
    except psycopg.Error as error:
        message = " ".join(str(error).split())
        fix = "check the URL: postgresql://user:password@host:5432/database, PostgreSQL 15 or later"
        return None, (_unusable(f"the database cannot be read: {message}", fix),)
    if not catalog.relations:
        return None, (_unusable("the database holds no table that its role may see", "name the database in the URL"),)
    return Subject(catalog=catalog, postgres=catalog.version), ()


def remarks_on(design: Design, scripts: Scripts, source: ServerSource) -> tuple[tuple[Remark, ...], int]:
    """What lint says of a design and its migrations, and how many rules it checked: 0 where they do not apply.

    Why they do not, or why there is no server, is for the proof to say.
    """
    texts = (read_script(V001, scripts.schema, undone=True), read_script(V002, scripts.seed, undone=True))
    try:
        with source() as server, server.scratch_database() as conninfo, connect(conninfo) as connection:
            if any(apply_script(connection, t.file, t.text) for t in texts[:1]):
                return (), 0
            catalog = read_catalog(connection)
    except (ServerError, psycopg.Error):
        return (), 0
    subject = Subject(catalog=catalog, scripts=texts, design=design, postgres=design.physical.postgres)
    report = check(subject, design.configuration.waivers)
    return tuple(_remark(j) for j in report.judged), len(report.rules)


def _remark(judged: Judged) -> Remark:
    rule, finding = judged.rule, judged.finding
    return Remark(
        rule=rule.name, object=finding.object, fact=finding.fact, fix=finding.fix,
        waived=judged.waiver.reason if judged.waiver else "", noted=rule.severity == Severity.INFO,
    )  # fmt: skip


def _applied(scripts: Sequence[Script], design: Design | None, source: ServerSource) -> Found:
    with source() as server, server.scratch_database() as conninfo:
        refused = apply_foreign(conninfo, scripts).refused
        with psycopg.connect(conninfo, autocommit=True) as connection:
            catalog = read_catalog(connection)
    if not catalog.relations and refused:
        first = refused[0]
        fact = f"the server takes none of it: {first.message}"
        return None, (_unusable(fact, "give a schema of PostgreSQL", first.statement.span),)
    if not catalog.relations:
        return None, (_unusable(f"{scripts[0].file} makes no table", "give a schema, or a folder of all migrations"),)
    postgres = design.physical.postgres if design else None
    subject = Subject(catalog=catalog, scripts=tuple(scripts), refused=refused, design=design, postgres=postgres)
    return subject, ()


def _schema(path: Path, max_megabytes: int) -> tuple[list[Script], tuple[Diagnostic, ...]]:
    text, wrong = _text(path, path.name, max_megabytes)
    return ([read_script(path.name, text)], ()) if text is not None else ([], wrong)


def _migrations(path: Path, max_megabytes: int) -> tuple[list[Script], tuple[Diagnostic, ...]]:
    """The migrations in the folder `migrations`, or in this one."""
    if not path.is_dir():
        return [], (_unusable(f"{path} is not there", "give a folder of migrations, a schema, or --database-url"),)
    folder = path / MIGRATIONS if (path / MIGRATIONS).is_dir() else path
    found = migration_files(sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*.sql") if p.is_file()))
    if len(found) > MOST_FILES:
        return [], (_unusable(f"{folder} holds {len(found):,} .sql files", "give the folder of one database"),)
    scripts: list[Script] = []
    for file in found:
        name = (folder / file.path).relative_to(path).as_posix()
        text, wrong = _text(folder / file.path, name, max_megabytes)
        if text is None:
            return [], wrong
        scripts.append(read_script(name, text, undone=file.undone))
    return scripts, ()


def _text(path: Path, name: str, max_megabytes: int) -> tuple[str | None, tuple[Diagnostic, ...]]:
    if path.stat().st_size > max_megabytes * 1_000_000:
        fact = f"{name} has more than {max_megabytes} MB"
        return None, (_unusable(fact, "dump the schema only, or raise max_megabytes in database-designer.toml"),)
    return path.read_bytes().decode("utf-8-sig", "replace").replace("\r\n", "\n"), ()


def _unusable(fact: str, fix: str, span: Span | None = None) -> Diagnostic:
    return Diagnostic(code="lint", severity=Severity.ERROR, fact=fact, fix=fix, span=span)
