"""The command line: parse arguments, call the pipeline, print.

Results go to standard output, progress and diagnostics to standard error. Exit codes: 0 designed (and proven, unless
`--no-verify`), 1 designed but the proof failed, 2 unusable input.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from database_designer import __version__, pipeline
from database_designer.diagnostics import Diagnostic, Severity, render, sort_diagnostics, to_json
from database_designer.emit import write_artefacts
from database_designer.faces.configuration import load_configuration
from database_designer.faces.summary import (
    criteria_table,
    design_json,
    model_json,
    model_table,
    proof_json,
    steps_table,
)
from database_designer.model.conceptual import ConceptualModel
from database_designer.model.configuration import Configuration
from database_designer.model.design import Design
from database_designer.model.proof import Proof
from database_designer.verify import ServerSource, embedded_server, server_by_url

PROVEN, UNPROVEN, UNUSABLE, INTERRUPTED = 0, 1, 2, 130

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
JsonOption = Annotated[bool, typer.Option("--json", help="Print the result as JSON.")]
UrlOption = Annotated[
    list[str] | None,
    typer.Option(
        "--database-url",
        help="Prove on this server (in a scratch database of its own); may be given twice. Default: an embedded server.",
    ),
]


@app.command()
def design(
    path: PathArgument = Path(),
    requirements: RequirementsOption = None,
    api: ApiOption = None,
    docs: DocsOption = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", help="Where the result goes. Default: PATH/artifacts/phase1_documentation."),
    ] = None,
    postgres: Annotated[_Postgres | None, typer.Option("--postgres", help="The target version.")] = None,
    database_url: UrlOption = None,
    no_verify: Annotated[bool, typer.Option("--no-verify", help="Do not prove the design on a server.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Design the PostgreSQL database behind requirement documents, and prove it on a real server."""
    configuration, wrong = _configuration(path, postgres)
    request = pipeline.Request(
        path=path, requirements=requirements, api=api, docs=docs, output=output, configuration=configuration
    )
    understood = pipeline.understand(request, _progress)
    made, found = pipeline.design_model(understood, configuration, _progress)
    said = sort_diagnostics((*wrong, *understood.diagnostics, *found))
    if made is None:
        _print_diagnostics(said)
        _stop_unusable(said, as_json)
        return
    proof = pipeline.prove(made, () if no_verify else _servers(database_url), _progress)
    written = write_artefacts(request.folder, pipeline.result(made, proof, said))
    _print_diagnostics((*said, *written))
    if any(d.severity == Severity.ERROR for d in written):
        raise typer.Exit(UNUSABLE)
    _print_design(made, proof, request.folder, (*said, *written), as_json=as_json)
    if not no_verify and not proof.passed:
        raise typer.Exit(UNPROVEN)


@app.command()
def discover(
    path: PathArgument,
    requirements: RequirementsOption = None,
    api: ApiOption = None,
    docs: DocsOption = None,
    as_json: JsonOption = False,
) -> None:
    """Print the conceptual model that the documents tell of."""
    configuration, wrong = _configuration(path, None)
    request = pipeline.Request(path=path, requirements=requirements, api=api, docs=docs, configuration=configuration)
    understood = pipeline.discover_only(request, _progress)
    said = sort_diagnostics((*wrong, *understood.diagnostics))
    _print_diagnostics(said)
    if understood.concept is None:
        _stop_unusable(said, as_json)
        return
    if as_json:
        _print_json(model_json(understood.concept, said))
    else:
        _out().print(model_table(understood.concept))
        _print_account(understood.concept)
    if not understood.concept.entities:
        raise typer.Exit(UNUSABLE)


@app.command()
def verify(
    directory: Annotated[
        Path, typer.Argument(metavar="DIR", help="The folder of an existing design (with its design.json).")
    ],
    database_url: UrlOption = None,
    as_json: JsonOption = False,
) -> None:
    """Prove an existing design again."""
    made, said = pipeline.load_design(directory / pipeline.DESIGN_FILE)
    if made is None:
        _print_diagnostics(said)
        _stop_unusable(said, as_json)
        return
    proof = pipeline.prove(made, _servers(database_url), _progress)
    changed = pipeline.changed_scripts(made, directory)
    _print_diagnostics(changed)
    if as_json:
        _print_json(proof_json(proof))
    else:
        _out().print(steps_table(proof))
        _out().print(criteria_table(proof))
    if not proof.passed or changed:
        raise typer.Exit(UNPROVEN)


@app.callback(invoke_without_command=True)
def _top(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
) -> None:
    """From requirement documents to a proven PostgreSQL database."""
    if version:
        _out().print(f"database-designer {__version__}", highlight=False)
        raise typer.Exit
    if context.invoked_subcommand is None:
        raise typer.Exit


def main() -> None:
    """Run the command line; Ctrl-C ends it with exit code 130 and nothing half done."""
    try:
        app()
    except KeyboardInterrupt:
        _err().print("interrupted: nothing was written")
        sys.exit(INTERRUPTED)
    except BrokenPipeError:
        sys.exit(PROVEN)


def _configuration(path: Path, postgres: _Postgres | None) -> tuple[Configuration, tuple[Diagnostic, ...]]:
    configuration, wrong = load_configuration(path if path.is_dir() else path.parent)
    return (replace(configuration, postgres=int(postgres)) if postgres else configuration), wrong


def _servers(urls: Sequence[str] | None) -> tuple[ServerSource, ...]:
    if not urls:
        return (embedded_server,)
    return tuple(_by_url(url) for url in urls)


def _by_url(url: str) -> ServerSource:
    return lambda: server_by_url(url)


def _out() -> Console:
    return Console(soft_wrap=not sys.stdout.isatty(), width=None if sys.stdout.isatty() else 120)


def _err() -> Console:
    return Console(stderr=True, soft_wrap=True)


@contextmanager
def _progress(what: str) -> Iterator[None]:
    console = _err()
    if not console.is_terminal:
        yield
        return
    with console.status(f"{what} ..."):
        yield


def _print_diagnostics(diagnostics: Iterable[Diagnostic]) -> None:
    console = _err()
    known = tuple(diagnostics)
    for diagnostic in known:
        if diagnostic.severity != Severity.INFO:
            console.print(render(diagnostic), markup=False, highlight=False)
    notes = sum(d.severity == Severity.INFO for d in known)
    if notes:
        console.print(
            f"{notes} note(s); they are listed in section 1 of database_schema.md", markup=False, highlight=False
        )


def _stop_unusable(diagnostics: Iterable[Diagnostic], as_json: bool) -> None:
    if as_json:
        _print_json({"output": None, "diagnostics": [to_json(d) for d in diagnostics]})
    raise typer.Exit(UNUSABLE)


def _print_json(data: object) -> None:
    sys.stdout.write(json.dumps(data, ensure_ascii=False, indent=1) + "\n")


def _print_design(made: Design, proof: Proof, folder: Path, said: Sequence[Diagnostic], *, as_json: bool) -> None:
    if as_json:
        _print_json(design_json(made, proof if proof.servers else None, str(folder), said))
        return
    physical = made.physical
    console = _out()
    counts = (
        f"{len(physical.tables)} tables, {len(physical.foreign_keys)} foreign keys, {len(physical.indexes)} indexes, "
        f"{len(physical.triggers)} triggers for PostgreSQL {physical.postgres}"
    )
    console.print(f"{made.concept.name}: {counts}", markup=False, highlight=False)
    if proof.servers:
        console.print(steps_table(proof))
    console.print(criteria_table(proof))
    _print_account(made.concept)
    if made.concept.questions:
        console.print(
            f"{len(made.concept.questions)} open questions: see section 1 of database_schema.md, answer in model.yaml",
            highlight=False,
        )
    console.print(f"written to {folder}", markup=False, highlight=False)


def _print_account(model: ConceptualModel) -> None:
    uses = dict(pipeline.accounted(model))
    if uses:
        parts = ", ".join(f"{count} {use}" for use, count in uses.items())
        _out().print(f"requirements with an id: {parts}", markup=False, highlight=False)
