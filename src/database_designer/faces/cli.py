"""The command line: options into tasks, and the end of the program whatever happens.

Results go to standard output, progress and diagnostics to standard error. The exit codes are those of `tasks.Exit`.
"""

from __future__ import annotations

import io
import os
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from database_designer import __version__
from database_designer.faces.tasks import (
    DesignTask,
    DiscoverTask,
    Exit,
    ExplainTask,
    IndexesTask,
    LintTask,
    Task,
    VerifyTask,
)

DEBUG = "DATABASE_DESIGNER_DEBUG"
"""Set in the environment, an internal error prints its traceback."""

app = typer.Typer(name="database-designer", no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)


class _Postgres(StrEnum):
    """The target versions."""

    V15 = "15"
    V16 = "16"
    V17 = "17"
    V18 = "18"


PathArgument = Annotated[
    Path, typer.Argument(help="A project folder, one document (.md, OpenAPI), or a model (.yaml).")
]
RequirementsOption = Annotated[
    Path | None, typer.Option("--requirements", help="The functional requirements: a file or a folder.")
]
ApiOption = Annotated[Path | None, typer.Option("--api", help="The API description: Markdown or OpenAPI.")]
DocsOption = Annotated[Path | None, typer.Option("--docs", help="Further documents, as context.")]
OutputOption = Annotated[
    Path | None,
    typer.Option(
        "--output",
        help="Where the result goes. Default: PATH/artifacts/phase1_documentation; the folder of PATH where it is a "
        "file. A model given as PATH is never rewritten.",
    ),
]
PostgresOption = Annotated[
    _Postgres | None, typer.Option("--postgres", help="The target version. Default: what the documents say, else 15.")
]
UrlOption = Annotated[
    list[str] | None,
    typer.Option(
        "--database-url",
        help="Prove on this server, in a scratch database of its own; may be given twice. Default: an embedded server.",
    ),
]
NoVerifyOption = Annotated[bool, typer.Option("--no-verify", help="Do not prove the design on a server.")]
DistributeOption = Annotated[
    bool, typer.Option("--distribute", help="Plan for more than one machine, too: optional/citus.sql, section 10.")
]
EveryRuleOption = Annotated[bool, typer.Option("--verbose", "-v", help="Print rule by rule what was tried of it.")]
UnusedOption = Annotated[bool, typer.Option("--unused", help="List the statements that were not understood.")]
QuestionsOption = Annotated[bool, typer.Option("--questions", help="List what the documents leave open.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print the result as JSON.")]


@app.command()
def design(
    path: PathArgument = Path(),
    requirements: RequirementsOption = None,
    api: ApiOption = None,
    docs: DocsOption = None,
    output: OutputOption = None,
    postgres: PostgresOption = None,
    database_url: UrlOption = None,
    no_verify: NoVerifyOption = False,
    distribute: DistributeOption = False,
    as_json: JsonOption = False,
    every_rule: EveryRuleOption = False,
) -> None:
    """Design the PostgreSQL database behind requirement documents, and prove it on a real server.

    Exit codes: 0 designed and (unless --no-verify) proven, 1 designed but the proof failed, 2 unusable input.
    """
    if no_verify and database_url:
        raise typer.BadParameter("--no-verify and --database-url contradict each other")
    _end_with(
        DesignTask(
            path=path,
            requirements=requirements,
            api=api,
            docs=docs,
            output=output,
            postgres=int(postgres) if postgres else None,
            database_urls=tuple(database_url or ()),
            verify=not no_verify,
            distribute=distribute,
            as_json=as_json,
            every_rule=every_rule,
        )
    )


@app.command()
def discover(
    path: PathArgument,
    requirements: RequirementsOption = None,
    api: ApiOption = None,
    docs: DocsOption = None,
    as_json: JsonOption = False,
    unused: UnusedOption = False,
    questions: QuestionsOption = False,
) -> None:
    """Print the conceptual model that the documents tell of, and what became of every statement; nothing is written.

    Exit codes: 0 something was discovered, 2 unusable input.
    """
    _end_with(
        DiscoverTask(
            path=path,
            requirements=requirements,
            api=api,
            docs=docs,
            as_json=as_json,
            unused=unused,
            questions=questions,
        )
    )


@app.command()
def verify(
    directory: Annotated[
        Path, typer.Argument(metavar="DIR", help="The folder of a design: its design.json and its migrations.")
    ],
    database_url: UrlOption = None,
    as_json: JsonOption = False,
    every_rule: EveryRuleOption = False,
) -> None:
    """Prove an existing design again: the migrations as they lie in DIR, against its design.json.

    Exit codes: 0 proven, 1 the proof failed, 2 DIR holds no design.
    """
    urls = tuple(database_url or ())
    _end_with(VerifyTask(folder=directory, database_urls=urls, as_json=as_json, every_rule=every_rule))


@app.command()
def explain(
    name: Annotated[
        str,
        typer.Argument(
            metavar="NAME",
            help="A table, table.column, Entity.attribute, constraint, index, trigger, function, view, rule, access "
            "pattern, or requirement id.",
        ),
    ],
    folder: Annotated[
        Path | None,
        typer.Option("--in", metavar="DIR", help="The folder of a design, or its project. Default: this folder."),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Explain a thing of a design: what it is, which sentences it comes from, what it serves, and what proves it.

    Exit codes: 0 explained, 2 the name is unknown or ambiguous, or there is no design.
    """
    _end_with(ExplainTask(name=name, folder=folder, as_json=as_json))


@app.command()
def lint(
    path: Annotated[
        Path | None,
        typer.Argument(
            metavar="[DIR | SCHEMA.sql]",
            help="The folder of a design, a folder of migrations, or a schema such as pg_dump writes. Default: this folder.",
        ),
    ] = None,
    database_url: Annotated[
        str | None,
        typer.Option("--database-url", help="Check this database instead; its catalog is read, nothing is written."),
    ] = None,
    as_json: JsonOption = False,
    every_finding: Annotated[bool, typer.Option("--verbose", "-v", help="List every finding and every note.")] = False,
) -> None:
    """Check a database against the rules that experts hold PostgreSQL schemas and migrations to.

    What a project has decided otherwise stands in database-designer.toml as waivers: a rule, an object and a reason.

    Exit codes: 0 clean or waived, 1 findings, 2 unusable input.
    """
    if path and database_url:
        raise typer.BadParameter("give a path or --database-url, not both")
    _end_with(LintTask(path=path, database_url=database_url or "", as_json=as_json, every_finding=every_finding))


@app.command()
def indexes(
    schema: Annotated[
        Path, typer.Option("--schema", help="The tables: a file of SQL, as pg_dump --schema-only prints.")
    ],
    workload: Annotated[
        Path,
        typer.Option(
            "--workload",
            help="The statements that are run on them; `-- query: NAME freq: N` before one says how often a minute.",
        ),
    ],
    seed: Annotated[
        Path | None, typer.Option("--seed", help="Rows, as SQL: the choice goes by them, and by the planner's plans.")
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", help="Where the indexes go. Default: they are printed.")
    ] = None,
    database_url: Annotated[
        str,
        typer.Option(
            "--database-url", help="Try them on this server, in a scratch database. Default: an embedded one."
        ),
    ] = "",
    as_json: JsonOption = False,
) -> None:
    """Design indexes for tables and statements that are there already.

    Exit codes: 0 indexes were designed, 2 unusable input.
    """
    _end_with(
        IndexesTask(
            schema=schema, workload=workload, seed=seed, output=output, database_url=database_url, as_json=as_json
        )
    )


@app.callback(invoke_without_command=True)
def _top(
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
) -> None:
    """From requirement documents to a proven PostgreSQL database."""
    if version:
        typer.echo(f"database-designer {__version__}")
        raise typer.Exit


def main() -> None:
    """Run the command line on the arguments of the program."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # what a terminal cannot show is shown as its escape
            stream.reconfigure(errors="backslashreplace")
    app()


def _end_with(task: Task) -> None:
    raise typer.Exit(_guarded(task))


def _guarded(task: Task) -> Exit:
    """What came of a task; an error of the program itself ends in a message."""
    try:
        return _run(task)
    except KeyboardInterrupt:
        typer.echo("interrupted: no half-written file and no server is left behind", err=True)
        return Exit.INTERRUPTED
    except Exception as error:  # the last resort: everything a person can cause is a diagnostic before it comes here
        if DEBUG in os.environ:
            raise
        typer.echo(
            f"error: database-designer failed and wrote nothing: {type(error).__name__}: {error}\n"
            f"    fix: this is a mistake in the program; please report it with the documents and what "
            f"{DEBUG}=1 makes it print",
            err=True,
        )
        return Exit.UNUSABLE


def _run(task: Task) -> Exit:
    """Runs a task. The stages are imported here, not above, so that --help and --version answer at once."""
    from database_designer.faces.run import run  # noqa: PLC0415

    return run(task)
