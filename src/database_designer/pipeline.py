"""The ordered passes of the whole run, readable from top to bottom.

`read_model` goes from files to the conceptual model, `design_model` from there to all models, `trials` makes up what
is tried of the rules, `prove` asks real servers, `result` makes the files. Faces call these; nothing here parses arguments or prints.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field, replace
from itertools import zip_longest
from pathlib import Path

from database_designer import design as design_stage
from database_designer.ddl import CyclicPlanError, ExpressionError, plan
from database_designer.diagnostics import Diagnostic, Severity, sort_diagnostics
from database_designer.discover import discover
from database_designer.discover.language.annotate import LanguageModelMissingError
from database_designer.emit import Artefact, emit, erd_edges, scripts, write_artefacts
from database_designer.emit.migrations import U001, U002, V001, V002
from database_designer.model.check.conceptual import check_conceptual
from database_designer.model.check.logical import check_logical
from database_designer.model.check.physical import check_physical
from database_designer.model.check.plan import check_plan
from database_designer.model.conceptual import ConceptualModel, Use
from database_designer.model.configuration import Configuration
from database_designer.model.design import Design, SourceSummary
from database_designer.model.json import JsonModelError, loads
from database_designer.model.proof import Proof
from database_designer.model.requirements import Requirements
from database_designer.modelfile.answers import apply_answers
from database_designer.modelfile.deleted import as_deletions
from database_designer.modelfile.load import load_model
from database_designer.modelfile.merge import merge
from database_designer.normalize import normalize
from database_designer.postgres.quoting import UnquotableError
from database_designer.read import read_project
from database_designer.read.files import read_text
from database_designer.read.openapi import looks_like_openapi
from database_designer.read.project import PHASE_FOLDER, find_sources
from database_designer.source import SourceFile, SourceRole, Span
from database_designer.verify import Scenario, Scripts, ServerSource
from database_designer.verify import prove as prove_design
from database_designer.verify.proving.forms import all_scenarios

DEFAULT_POSTGRES = 15
MODEL_FILE = "model.yaml"
DESIGN_FILE = "design.json"
MODEL_ENDINGS = (".yaml", ".yml")
_HEAD = 200_000

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
    """Whether PATH is a model and nothing is to be discovered: a YAML file that does not call itself OpenAPI."""
    if path.suffix.lower() not in MODEL_ENDINGS or not path.is_file():
        return False
    with path.open(encoding="utf-8-sig", errors="replace") as file:
        return not looks_like_openapi(file.read(_HEAD))


def read_requirements(request: Request) -> tuple[Requirements | None, tuple[Diagnostic, ...]]:
    """The requirements of a project; None where nothing could be read, or a place that was named does not exist."""
    sources, found = find_sources(
        request.path, requirements=request.requirements, api=request.api, docs=request.docs,
        output=request.folder, max_bytes=request.configuration.max_megabytes * 1_000_000,
    )  # fmt: skip
    if not sources or any(d.code == "path-missing" for d in found):
        return None, found
    requirements, said = read_project(sources, _project_name(request.path))
    return requirements, sort_diagnostics((*found, *said))


def understand(request: Request, progress: Progress = silent) -> Understood:
    """The conceptual model: from a model file alone, or discovered and merged with what a person edited."""
    if is_model_file(request.path):
        return _from_model(request)
    found = _discovered(request, progress)
    if found.generated is None:
        return found
    concept, merged = _with_edits(found.generated, request)
    checked = check_conceptual(concept) if concept is not None else ()
    return replace(found, concept=concept, diagnostics=sort_diagnostics((*found.diagnostics, *merged, *checked)))


def discover_only(request: Request, progress: Progress = silent) -> Understood:
    """The conceptual model as the documents have it, without the edits of an earlier result."""
    if is_model_file(request.path):
        return _from_model(request)
    found = _discovered(request, progress)
    checked = check_conceptual(found.generated) if found.generated is not None else ()
    return replace(found, diagnostics=sort_diagnostics((*found.diagnostics, *checked)))


def _discovered(request: Request, progress: Progress) -> Understood:
    """What the documents tell of, not yet checked: only what is designed in the end is."""
    with progress("reading"):
        requirements, said = read_requirements(request)
    if requirements is None:
        return Understood(concept=None, generated=None, diagnostics=said)
    try:
        with progress("discovering"):
            generated, found = discover(requirements)
    except LanguageModelMissingError as error:
        missing = Diagnostic(code="no-language-model", severity=Severity.ERROR, fact=str(error))
        return Understood(concept=None, generated=None, diagnostics=(missing,))
    said = (*said, *(_placed(d, requirements) for d in found))
    return Understood(concept=generated, generated=generated, sources=_summaries(requirements), diagnostics=said)


def _placed(diagnostic: Diagnostic, requirements: Requirements) -> Diagnostic:
    """The diagnostic; an error about the documents as a whole stands at the first of them."""
    if diagnostic.span is not None or diagnostic.severity != Severity.ERROR or not requirements.documents:
        return diagnostic
    return replace(diagnostic, span=Span(file=requirements.documents[0].path, line=1, end_line=1))


def _project_name(path: Path) -> str:
    resolved = path.resolve()
    return resolved.name if resolved.is_dir() else resolved.stem


def _from_model(request: Request) -> Understood:
    """The model of a file. What documents gave earlier stays the base on which its edits are told from theirs."""
    concept, said = _load(request.path, request.configuration)
    base, _ = _last_generated(request.folder / DESIGN_FILE)
    if concept is not None:
        concept, unanswered = apply_answers(concept)
        said = (*as_deletions(base, concept, said), *unanswered)
    checked = check_conceptual(concept) if concept is not None else ()
    if concept is not None and not concept.entities:
        checked = (*checked, _empty(request.path))
    generated = base or ConceptualModel(name=concept.name if concept is not None else "")
    return Understood(concept=concept, generated=generated, diagnostics=sort_diagnostics((*said, *checked)))


def _empty(path: Path) -> Diagnostic:
    return Diagnostic(
        code="no-entity", severity=Severity.ERROR, fact=f"{path.name} describes no entity", fix="add one to entities:",
        span=Span(file=path.name, line=1, end_line=1),
    )  # fmt: skip


def _load(path: Path, configuration: Configuration) -> tuple[ConceptualModel | None, tuple[Diagnostic, ...]]:
    """The model in a file, and what is wrong with how it is written; the model itself is for the caller to check."""
    text, said = read_text(path, path.name, max_bytes=configuration.max_megabytes * 1_000_000)
    if text is None:
        return None, said
    model, found = load_model(SourceFile(path=path.name, text=text, role=SourceRole.MODEL))
    known = frozenset(check_conceptual(model)) if model is not None else frozenset()
    return model, (*said, *(d for d in found if d not in known))


def _with_edits(generated: ConceptualModel, request: Request) -> tuple[ConceptualModel | None, tuple[Diagnostic, ...]]:
    """The generated model merged three ways with the model.yaml in the output folder, where there is one.

    None where that file cannot be read at all: designing without its edits would replace it.
    """
    path = request.folder / MODEL_FILE
    if not path.is_file():
        return generated, ()
    edited, found = _load(path, request.configuration)
    if edited is None:
        return None, (*found, _unreadable(path))
    base, lost = _last_generated(request.folder / DESIGN_FILE)
    merged, conflicts = merge(base, generated, edited)
    answered, unanswered = apply_answers(merged)
    return answered, (*as_deletions(base, edited, (*found, *conflicts)), *lost, *unanswered)


def _unreadable(path: Path) -> Diagnostic:
    return Diagnostic(
        code="edits-unreadable", severity=Severity.ERROR,
        fact=f"nothing was designed, as the edits in {path} cannot be read",
        fix="correct the file, or delete it to discover the model anew",
        span=Span(file=MODEL_FILE, line=1, end_line=1),
    )  # fmt: skip


def _last_generated(path: Path) -> tuple[ConceptualModel | None, tuple[Diagnostic, ...]]:
    """What the documents gave in the run that wrote this design.json; None where there is none, or were none."""
    if not path.exists():
        return None, ()
    design, said = load_design(path)
    warnings = tuple(replace(d, severity=Severity.WARNING) for d in said)
    return (design.generated if design is not None and design.generated.entities else None), warnings


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
        configuration=settled, sources=understood.sources, generated=replace(understood.generated or concept, statements=()),
        logical=logical, physical=physical, plan=planned,
    )  # fmt: skip
    return made, sort_diagnostics((*said, *check_plan(planned)))


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
    with progress("proving on PostgreSQL"):
        return prove_design(
            design, given or scripts(design), servers=servers, erd_edges=erd_edges(design), scenarios=scenarios
        )


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


def accounted(model: ConceptualModel) -> dict[str, int]:
    """How many requirement ids were used, are not about data, were not understood."""
    return {str(use): sum(entry.use == use for entry in model.accounting) for use in Use}


def accounted_statements(model: ConceptualModel) -> dict[str, int]:
    """How many statements were used, are not about data, were not understood."""
    return {str(use): sum(entry.use == use for entry in model.statements) for use in Use}
