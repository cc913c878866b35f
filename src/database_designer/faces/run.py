"""The commands: each calls the pipeline, prints, and returns its exit code."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from database_designer import pipeline
from database_designer.diagnostics import Diagnostic, Severity, sort_diagnostics
from database_designer.faces import as_data, tables
from database_designer.faces.configuration import load_configuration
from database_designer.faces.console import (
    print_account,
    print_diagnostics,
    print_json,
    print_line,
    print_questions,
    print_table,
    print_unused,
    show_progress,
)
from database_designer.faces.tasks import DesignTask, DiscoverTask, Exit, Task, VerifyTask
from database_designer.model.conceptual import ConceptualModel
from database_designer.model.design import Design
from database_designer.model.proof import Proof
from database_designer.verify import ServerSource, embedded_server, server_by_url


def run(task: Task) -> Exit:
    """Does what the task says; returns the exit code. A place that the system refuses is unusable input."""
    try:
        return _run(task)
    except OSError as error:
        refused = Diagnostic(
            code="refused-by-system",
            severity=Severity.ERROR,
            fact=f"{error.filename or 'input or output'}: {error.strerror or error}",
            fix="check the path and its permissions",
        )
        return _unusable((refused,), as_json=task.as_json)


def _run(task: Task) -> Exit:
    match task:
        case DesignTask():
            return _design(task)
        case DiscoverTask():
            return _discover(task)
        case VerifyTask():
            return _verify(task)


def _design(task: DesignTask) -> Exit:
    request, wrong = _request(task)
    if request is None:
        return _unusable(wrong, as_json=task.as_json)
    understood = pipeline.understand(request, show_progress)
    made, found = pipeline.design_model(understood, request.configuration, show_progress)
    said = sort_diagnostics((*understood.diagnostics, *found))
    if made is None:
        return _unusable(said, as_json=task.as_json)
    scenarios = pipeline.trials(made, show_progress) if task.verify else ()
    servers = _servers(task.database_urls) if task.verify else ()
    proof = pipeline.prove(made, servers, show_progress, scenarios=scenarios)
    written = pipeline.write(request, pipeline.result(made, proof, said, scenarios))
    said = (*said, *written)
    if any(d.severity == Severity.ERROR for d in written):
        return _unusable(said, as_json=task.as_json)
    print_diagnostics(said)
    if task.as_json:
        print_json(as_data.design_data(made, proof, request.folder.as_posix(), said))
    else:
        _print_design(made, proof, request.folder, every_rule=task.every_rule)
    # A model says what somebody wants: what of it was left out is no success. Documents may be read in part.
    left_out = pipeline.is_model_file(request.path) and any(d.severity == Severity.ERROR for d in said)
    return Exit.PROVEN if (proof.passed or not task.verify) and not left_out else Exit.UNPROVEN


def _discover(task: DiscoverTask) -> Exit:
    request, wrong = _request(task)
    if request is None:
        return _unusable(wrong, as_json=task.as_json)
    understood = pipeline.discover_only(request, show_progress)
    model = understood.concept
    if model is None:
        return _unusable(understood.diagnostics, as_json=task.as_json)
    print_diagnostics(understood.diagnostics)
    if task.as_json:
        print_json(as_data.model_data(model, understood.diagnostics))
    else:
        _print_model(model, task)
    return Exit.PROVEN if model.entities else Exit.UNUSABLE


def _print_model(model: ConceptualModel, task: DiscoverTask) -> None:
    """The model, what is asked about it and what was not understood, if wanted, and the counts of the account."""
    print_table(tables.model_table(model))
    if task.questions:
        print_questions(model.questions)
    if task.unused:
        print_unused(model.statements)
    print_account("statements", pipeline.accounted_statements(model))
    print_account("requirements with an id", pipeline.accounted(model))
    if model.questions and not task.questions:
        print_line(f"open questions: {len(model.questions)}, which --questions lists")


def _verify(task: VerifyTask) -> Exit:
    made, said = pipeline.load_design(task.folder / pipeline.DESIGN_FILE)
    scripts, found = pipeline.scripts_in(task.folder, made) if made is not None else (None, ())
    said = sort_diagnostics((*said, *found))
    if made is None or scripts is None:
        return _unusable(said, as_json=task.as_json)
    scenarios = pipeline.trials(made, show_progress)
    proof = pipeline.prove(made, _servers(task.database_urls), show_progress, given=scripts, scenarios=scenarios)
    print_diagnostics(said)
    if task.as_json:
        print_json(as_data.proof_data(proof) | {"diagnostics": as_data.diagnostics_data(said)})
    else:
        _print_proof(proof, every_rule=task.every_rule)
    return Exit.PROVEN if proof.passed else Exit.UNPROVEN


def _request(task: DesignTask | DiscoverTask) -> tuple[pipeline.Request | None, tuple[Diagnostic, ...]]:
    """What is to be read and how; None where the configuration is wrong: a guess would overwrite the last result."""
    path = task.path
    configuration, wrong = load_configuration(path if path.is_dir() else path.parent)
    if wrong:
        return None, wrong
    output, postgres = (task.output, task.postgres) if isinstance(task, DesignTask) else (None, None)
    request = pipeline.Request(
        path=path, requirements=task.requirements, api=task.api, docs=task.docs, output=output,
        configuration=replace(configuration, postgres=postgres or configuration.postgres),
    )  # fmt: skip
    return request, ()


def _servers(urls: Sequence[str]) -> tuple[ServerSource, ...]:
    return tuple(_by_url(url) for url in urls) or (embedded_server,)


def _by_url(url: str) -> ServerSource:
    return lambda: server_by_url(url)


def _unusable(said: Sequence[Diagnostic], *, as_json: bool) -> Exit:
    print_diagnostics(said)
    if as_json:
        print_json({"outcome": "unusable", "output": None, "diagnostics": as_data.diagnostics_data(said)})
    return Exit.UNUSABLE


def _print_design(made: Design, proof: Proof, folder: Path, *, every_rule: bool) -> None:
    physical = made.physical
    held = (
        (physical.tables, "table", "tables"),
        (physical.foreign_keys, "foreign key", "foreign keys"),
        (physical.indexes, "index", "indexes"),
        (physical.triggers, "trigger", "triggers"),
    )
    counts = ", ".join(f"{len(objects)} {one if len(objects) == 1 else many}" for objects, one, many in held)
    print_line(f"{made.concept.name}: {counts} for PostgreSQL {physical.postgres}")
    _print_proof(proof, every_rule=every_rule)
    print_account("statements", pipeline.accounted_statements(made.concept))
    print_account("requirements with an id", pipeline.accounted(made.concept))
    if asked := sum(not q.answer for q in made.concept.questions):
        print_line(f"open questions: {asked}, in section 1 of database_schema.md; answer them in model.yaml")
    print_line(f"written to {folder}")


def _print_proof(proof: Proof, *, every_rule: bool) -> None:
    for server in proof.servers:
        print_table(tables.steps_table(server))
        if every_rule and server.rules:
            print_table(tables.rules_table(server))
    print_table(tables.criteria_table(proof))
