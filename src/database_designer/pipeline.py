"""The ordered passes of the whole run, readable from top to bottom.

`read_model` goes from files to the conceptual model, `design_model` from there to all models, `prove` asks real
servers, `result` makes the files. Faces call these; nothing here parses arguments or prints.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field, replace
from pathlib import Path

from database_designer import design as design_stage
from database_designer.ddl import CyclicPlanError, ExpressionError, plan
from database_designer.diagnostics import Diagnostic, Severity, sort_diagnostics
from database_designer.discover import discover
from database_designer.emit import Artefact, emit, erd_edges, scripts
from database_designer.model.check.conceptual import check_conceptual
from database_designer.model.check.logical import check_logical
from database_designer.model.check.physical import check_physical
from database_designer.model.check.plan import check_plan
from database_designer.model.conceptual import ConceptualModel
from database_designer.model.configuration import Configuration
from database_designer.model.design import Design, SourceSummary
from database_designer.model.json import JsonModelError, loads
from database_designer.model.proof import Proof
from database_designer.model.requirements import Requirements
from database_designer.modelfile.load import load_model
from database_designer.modelfile.merge import merge
from database_designer.normalize import normalize
from database_designer.postgres.quoting import UnquotableError
from database_designer.read import read_project
from database_designer.read.files import read_text
from database_designer.read.project import PHASE_FOLDER, find_sources
from database_designer.source import SourceFile, SourceRole
from database_designer.verify import ServerSource
from database_designer.verify import prove as prove_design


DEFAULT_POSTGRES = 15
MODEL_FILE = "model.yaml"
DESIGN_FILE = "design.json"
MODEL_ENDINGS = (".yaml", ".yml")

Progress = Callable[[str], AbstractContextManager[None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What is to be designed: PATH, the other places, and where the result goes (None: the default place)."""

    path: Path
    requirements: Path | None = None
    api: Path | None = None
    docs: Path | None = None
    output: Path | None = None
    configuration: Configuration = field(default_factory=Configuration)

    @property
    def folder(self) -> Path:
        """The folder that the result is written to."""
        if self.output is not None:
            return self.output
        return self.path / PHASE_FOLDER if self.path.is_dir() else self.path.parent


@dataclass(frozen=True, slots=True, kw_only=True)
class Understood:
    """The conceptual model to be designed, the one generated before edits, the sources, and what there is to say."""

    concept: ConceptualModel | None
    generated: ConceptualModel | None
    sources: tuple[SourceSummary, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()


def silent(_: str) -> AbstractContextManager[None]:
    """Progress that shows nothing."""
    return nullcontext()


def is_model_file(path: Path) -> bool:
    """Whether PATH is a model.yaml: a YAML file that says `model:` or `entities:` at its top, and no OpenAPI."""
    if path.suffix.lower() not in MODEL_ENDINGS or not path.is_file():
        return False
    try:
        with path.open(encoding="utf-8-sig", errors="replace") as file:
            heads = [line for line in file.read(200_000).splitlines() if line[:1].isalpha()]
    except OSError:
        return False
    return not any(h.startswith(("openapi:", "swagger:")) for h in heads)


def read_requirements(request: Request) -> tuple[Requirements | None, tuple[Diagnostic, ...]]:
    """The requirements of a project; None where nothing could be read."""
    sources, found = find_sources(
        request.path, requirements=request.requirements, api=request.api, docs=request.docs,
        output=request.folder, max_bytes=request.configuration.max_megabytes * 1_000_000,
    )  # fmt: skip
    if not sources:
        return None, found
    requirements, said = read_project(sources, _project_name(request.path))
    return requirements, sort_diagnostics((*found, *said))


def discover_only(request: Request, progress: Progress = silent) -> Understood:
    """The conceptual model as the documents have it, without the edits of an earlier result."""
    if is_model_file(request.path):
        return _from_model(request)
    with progress("reading"):
        requirements, said = read_requirements(request)
    if requirements is None:
        return Understood(concept=None, generated=None, diagnostics=said)
    with progress("discovering"):
        generated, found = discover(requirements)
    said = sort_diagnostics((*said, *found, *check_conceptual(generated)))
    return Understood(concept=generated, generated=generated, sources=_summaries(requirements), diagnostics=said)


def _project_name(path: Path) -> str:
    resolved = path.resolve()
    return resolved.name if resolved.is_dir() else resolved.stem


def understand(request: Request, progress: Progress = silent) -> Understood:
    """The conceptual model: from a model file alone, or discovered and merged with what a person edited."""
    if is_model_file(request.path):
        return _from_model(request)
    found = discover_only(request, progress)
    if found.generated is None:
        return found
    concept, merged = _with_edits(found.generated, request)
    said = sort_diagnostics((*found.diagnostics, *merged, *check_conceptual(concept)))
    return replace(found, concept=concept, diagnostics=said)


def _from_model(request: Request) -> Understood:
    source, said = _model_source(request.path, request.configuration)
    concept, found = load_model(source) if source is not None else (None, ())
    checked = check_conceptual(concept) if concept is not None else ()
    return Understood(concept=concept, generated=concept, diagnostics=sort_diagnostics((*said, *found, *checked)))


def _model_source(path: Path, configuration: Configuration) -> tuple[SourceFile | None, tuple[Diagnostic, ...]]:
    text, said = read_text(path, path.name, max_bytes=configuration.max_megabytes * 1_000_000)
    return (SourceFile(path=path.name, text=text, role=SourceRole.MODEL) if text is not None else None), said


def _with_edits(generated: ConceptualModel, request: Request) -> tuple[ConceptualModel, tuple[Diagnostic, ...]]:
    """The generated model merged three ways with the model.yaml in the output folder, where there is one."""
    path = request.folder / MODEL_FILE
    if not path.is_file():
        return generated, ()
    source, said = _model_source(path, request.configuration)
    edited, found = load_model(source) if source is not None else (None, ())
    if edited is None:
        return generated, (*said, *found)
    base, lost = _last_generated(request.folder / DESIGN_FILE)
    merged, conflicts = merge(base, generated, edited)
    return merged, (*said, *found, *lost, *conflicts)


def _last_generated(path: Path) -> tuple[ConceptualModel | None, tuple[Diagnostic, ...]]:
    design, said = load_design(path)
    return (design.generated if design is not None else None), tuple(
        replace(d, severity=Severity.WARNING) for d in said
    )


def load_design(path: Path) -> tuple[Design | None, tuple[Diagnostic, ...]]:
    """The design in a design.json; None, and why, where there is none that can be used."""
    try:
        return loads(path.read_text(encoding="utf-8"), Design), ()
    except (OSError, UnicodeDecodeError, JsonModelError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        fact = f"{path.name} cannot be used: {reason}"
        return None, (
            Diagnostic(
                code="design-not-read", severity=Severity.ERROR, fact=fact, fix="run `database-designer design` again"
            ),
        )


def _summaries(requirements: Requirements) -> tuple[SourceSummary, ...]:
    counts: dict[str, int] = {}
    for statement in requirements.statements:
        counts[statement.span.file] = counts.get(statement.span.file, 0) + 1
    return tuple(
        SourceSummary(path=d.path, role=d.role, title=d.title, statements=counts.get(d.path, 0))
        for d in requirements.documents
    )


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
        configuration=settled, sources=understood.sources, generated=understood.generated or concept,
        logical=logical, physical=physical, plan=planned,
    )  # fmt: skip
    return made, sort_diagnostics((*said, *check_plan(planned)))


def _unplanned(error: Exception) -> Diagnostic:
    return Diagnostic(
        code="no-plan", severity=Severity.ERROR, fact=f"the design cannot be written as SQL: {error}",
        fix="correct the element in model.yaml and run `design` again",
    )  # fmt: skip


def prove(design: Design, servers: Sequence[ServerSource], progress: Progress = silent) -> Proof:
    """What the servers say about the design, its success criteria and its checklist."""
    with progress("proving on PostgreSQL"):
        return prove_design(design, scripts(design), servers=servers, erd_edges=erd_edges(design))


def result(design: Design, proof: Proof, diagnostics: Sequence[Diagnostic]) -> tuple[Artefact, ...]:
    """All files of the result."""
    return emit(design, proof, diagnostics)


def changed_scripts(design: Design, folder: Path) -> tuple[Diagnostic, ...]:
    """A warning for each migration in the folder that is not the one that was proven."""
    found: list[Diagnostic] = []
    for artefact in emit(design, None, ()):
        path = folder / artefact.path
        if not artefact.path.startswith("migrations/") or not path.is_file():
            continue
        if path.read_bytes().replace(b"\r\n", b"\n") != artefact.content:
            fact = f"{artefact.path} is not what design.json says: it was edited, and the proof is not about it"
            found.append(
                Diagnostic(
                    code="script-differs",
                    severity=Severity.WARNING,
                    fact=fact,
                    fix="change model.yaml and run `design` again",
                )
            )
    return tuple(found)


def accounted(model: ConceptualModel) -> Iterator[tuple[str, int]]:
    """How many requirement ids were used, are not about data, were not understood."""
    uses: dict[str, int] = {}
    for entry in model.accounting:
        uses[str(entry.use)] = uses.get(str(entry.use), 0) + 1
    yield from uses.items()
