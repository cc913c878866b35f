"""From the conceptual model to all models, to the proof of them on real servers, and to the files of the result."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import zip_longest
from pathlib import Path

from database_designer import design as design_stage
from database_designer.ddl import CyclicPlanError, ExpressionError, plan
from database_designer.diagnostics import Diagnostic, Severity, sort_diagnostics
from database_designer.emit import Artefact, emit, erd_edges, scripts, write_artefacts
from database_designer.emit.citus import plan_of
from database_designer.emit.migrations import U001, U002, V001, V002
from database_designer.model.check.distribution import check_distribution
from database_designer.model.check.logical import check_logical
from database_designer.model.check.physical import check_physical
from database_designer.model.check.plan import check_plan
from database_designer.model.configuration import Configuration
from database_designer.model.design import Design
from database_designer.model.proof import Proof
from database_designer.normalize import normalize
from database_designer.pipeline.linting import remarks_on
from database_designer.pipeline.understanding import Progress, Request, Understood, is_model_file, silent
from database_designer.postgres.quoting import UnquotableError
from database_designer.source import Span
from database_designer.verify import Scenario, Scripts, ServerSource
from database_designer.verify import prove as prove_design
from database_designer.verify.proving.forms import all_scenarios

DEFAULT_POSTGRES = 15


def design_model(
    understood: Understood, configuration: Configuration, progress: Progress = silent
) -> tuple[Design | None, tuple[Diagnostic, ...]]:
    """All models behind a conceptual model; None where nothing can be designed."""
    concept = understood.concept
    if concept is None or not concept.entities:
        return None, ()
    settled = replace(configuration, postgres=configuration.postgres or concept.postgres or DEFAULT_POSTGRES)
    with progress("designing"):
        logical, of_relations = normalize(concept)
        physical, of_objects = design_stage.design(logical, settled)
        said = (*of_relations, *check_logical(logical), *of_objects, *check_physical(physical))
        try:
            planned = plan(physical)
        except (CyclicPlanError, ExpressionError, UnquotableError) as error:
            return None, (*said, _unplanned(error))
    made = Design(
        configuration=settled, sources=understood.sources, generated=replace(understood.generated or concept, statements=()),
        logical=logical, physical=physical, plan=planned,
    )  # fmt: skip
    distributed = plan_of(made)
    checked = check_distribution(distributed) if distributed is not None else ()
    return made, sort_diagnostics((*said, *check_plan(planned), *checked))


def _unplanned(error: Exception) -> Diagnostic:
    return Diagnostic(
        code="no-plan", severity=Severity.ERROR, fact=f"the design cannot be written as SQL: {error}",
        fix="correct the element in model.yaml and run `design` again",
    )  # fmt: skip


def trials(design: Design, progress: Progress = silent) -> tuple[Scenario, ...]:
    """What is to be tried of each rule, with rows that satisfy the model."""
    with progress("making rows"):
        return all_scenarios(design)


def prove(
    design: Design,
    servers: Sequence[ServerSource],
    progress: Progress = silent,
    *,
    given: Scripts | None = None,
    scenarios: Sequence[Scenario] = (),
) -> Proof:
    """What the servers say about the design, its migrations (`given`, else those that follow from it) and its rules."""
    texts = given or scripts(design)
    with progress("proving on PostgreSQL"):
        proof = prove_design(design, texts, servers=servers, erd_edges=erd_edges(design), scenarios=scenarios)
    if not servers:
        return proof
    with progress("checking the rules of experts"):
        remarks, linted = remarks_on(design, texts, servers[0])
    return replace(proof, remarks=remarks, linted=linted)


def result(
    design: Design, proof: Proof, diagnostics: Sequence[Diagnostic], scenarios: Sequence[Scenario] = ()
) -> tuple[Artefact, ...]:
    """All files of the result."""
    return emit(design, proof, diagnostics, scenarios)


def write(request: Request, artefacts: Sequence[Artefact]) -> tuple[Diagnostic, ...]:
    """Writes the result, all of it or nothing; a model that was designed is the person's own and is not rewritten."""
    if not is_model_file(request.path):
        return write_artefacts(request.folder, artefacts)
    own = request.path.resolve()
    given = frozenset(a.path for a in artefacts if (request.folder / a.path).resolve() == own)
    others = [replace(a, merged=False) for a in artefacts if a.path not in given]
    return write_artefacts(request.folder, others, keep=given)


def scripts_in(folder: Path, design: Design) -> tuple[Scripts | None, tuple[Diagnostic, ...]]:
    """The migrations as they lie in a folder, a warning for each that is not what the design gives.

    None, and errors, where one cannot be read.
    """
    made = scripts(design)
    generated = {V001: made.schema, V002: made.seed, U001: made.undo_schema, U002: made.undo_seed}
    found: dict[str, str] = {}
    said: list[Diagnostic] = []
    for name, text in generated.items():
        try:
            found[name] = (folder / name).read_bytes().decode("utf-8").replace("\r\n", "\n")
        except (OSError, UnicodeDecodeError) as error:
            said.append(_script_unread(name, error))
            continue
        if found[name] != text:
            said.append(_script_edited(name, found[name], text))
    if len(found) < len(generated):
        return None, tuple(said)
    return Scripts(schema=found[V001], seed=found[V002], undo_schema=found[U001], undo_seed=found[U002]), tuple(said)


def _script_unread(name: str, error: OSError | UnicodeDecodeError) -> Diagnostic:
    reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
    return Diagnostic(
        code="script-not-read", severity=Severity.ERROR, fact=f"{name} cannot be read: {reason}",
        fix="run `database-designer design` again",
    )  # fmt: skip


def _script_edited(name: str, found: str, generated: str) -> Diagnostic:
    pairs = enumerate(zip_longest(found.splitlines(), generated.splitlines()), start=1)
    line = next((number for number, (a, b) in pairs if a != b), 1)
    return Diagnostic(
        code="script-edited", severity=Severity.WARNING,
        fact=f"{name} is not what design.json gives; it is proven as it stands",
        fix="make the change in model.yaml and run `database-designer design` again",
        span=Span(file=name, line=line, end_line=line),
    )  # fmt: skip
