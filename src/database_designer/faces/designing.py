"""The commands `design` and `verify`: each calls the pipeline, prints, and returns its exit code."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from database_designer.diagnostics import Severity, sort_diagnostics
from database_designer.faces.as_data import diagnostics_data
from database_designer.faces.console import (
    print_account,
    print_diagnostics,
    print_json,
    print_line,
    print_table,
    show_progress,
)
from database_designer.faces.inputs import request_of, unusable
from database_designer.faces.proof_as_data import design_data, proof_data
from database_designer.faces.proof_tables import criteria_table, rules_table, steps_table
from database_designer.faces.tasks import DesignTask, Exit, VerifyTask
from database_designer.model.design import Design
from database_designer.model.proof import Proof
from database_designer.pipeline.designing import design_model, prove, result, scripts_in, trials, write
from database_designer.pipeline.understanding import (
    DESIGN_FILE,
    accounted,
    accounted_statements,
    is_model_file,
    load_design,
    understand,
)
from database_designer.verify import ServerSource, embedded_server, server_by_url


def design(task: DesignTask) -> Exit:
    """Designs, proves and writes; prints what came of it."""
    request, wrong = request_of(task)
    if request is None:
        return unusable(wrong, as_json=task.as_json)
    understood = understand(request, show_progress)
    made, found = design_model(understood, request.configuration, show_progress)
    said = sort_diagnostics((*understood.diagnostics, *found))
    if made is None:
        return unusable(said, as_json=task.as_json)
    scenarios = trials(made, show_progress) if task.verify else ()
    servers = _servers(task.database_urls) if task.verify else ()
    proof = prove(made, servers, show_progress, scenarios=scenarios)
    written = write(request, result(made, proof, said, scenarios))
    said = (*said, *written)
    if any(d.severity == Severity.ERROR for d in written):
        return unusable(said, as_json=task.as_json)
    print_diagnostics(said)
    if task.as_json:
        print_json(design_data(made, proof, request.folder.as_posix(), said))
    else:
        _print_design(made, proof, request.folder, every_rule=task.every_rule)
    # A model says what somebody wants: what of it was left out is no success. Documents may be read in part.
    left_out = is_model_file(request.path) and any(d.severity == Severity.ERROR for d in said)
    return Exit.PROVEN if (proof.passed or not task.verify) and not left_out else Exit.UNPROVEN


def verify(task: VerifyTask) -> Exit:
    """Proves what lies in a folder; prints what came of it."""
    made, said = load_design(task.folder / DESIGN_FILE)
    scripts, found = scripts_in(task.folder, made) if made is not None else (None, ())
    said = sort_diagnostics((*said, *found))
    if made is None or scripts is None:
        return unusable(said, as_json=task.as_json)
    scenarios = trials(made, show_progress)
    proof = prove(made, _servers(task.database_urls), show_progress, given=scripts, scenarios=scenarios)
    print_diagnostics(said)
    if task.as_json:
        print_json(proof_data(proof) | {"diagnostics": diagnostics_data(said)})
    else:
        _print_proof(proof, every_rule=task.every_rule)
    return Exit.PROVEN if proof.passed else Exit.UNPROVEN


def _servers(urls: Sequence[str]) -> tuple[ServerSource, ...]:
    return tuple(_by_url(url) for url in urls) or (embedded_server,)


def _by_url(url: str) -> ServerSource:
    return lambda: server_by_url(url)


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
    print_account("statements", accounted_statements(made.concept))
    print_account("requirements with an id", accounted(made.concept))
    if asked := sum(not q.answer for q in made.concept.questions):
        print_line(f"open questions: {asked}, in section 1 of database_schema.md; answer them in model.yaml")
    print_line(f"written to {folder}")


def _print_proof(proof: Proof, *, every_rule: bool) -> None:
    for server in proof.servers:
        print_table(steps_table(server))
        if every_rule and server.rules:
            print_table(rules_table(server))
    print_table(criteria_table(proof))
    _print_remarks(proof)


def _print_remarks(proof: Proof) -> None:
    """What the rules of experts say: all that stands, the numbers of what is answered or only worth a look."""
    standing = [r for r in proof.remarks if r.stands]
    for remark in standing:
        print_line(f"warning[{remark.rule}]: {remark.object}: {remark.fact}\n    fix: {remark.fix}")
    if proof.linted:
        waived = sum(bool(r.waived) for r in proof.remarks)
        notes = len(proof.remarks) - len(standing) - waived
        found = f"{len(standing)} findings" if standing else "no findings"
        print_line(f"rules of experts: {proof.linted} checked, {found}, {waived} waived, {notes} notes")
