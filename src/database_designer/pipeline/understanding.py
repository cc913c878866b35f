"""From files to the conceptual model: a model file alone, or what documents tell merged with a person's edits."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field, replace
from pathlib import Path

from database_designer.diagnostics import Diagnostic, Severity, sort_diagnostics
from database_designer.discover import discover
from database_designer.discover.language.annotate import LanguageModelMissingError
from database_designer.model.check.conceptual import check_conceptual
from database_designer.model.conceptual import ConceptualModel, Use
from database_designer.model.configuration import Configuration
from database_designer.model.design import Design, SourceSummary
from database_designer.model.json import JsonModelError, loads
from database_designer.model.requirements import Requirements
from database_designer.modelfile.answers import apply_answers
from database_designer.modelfile.deleted import as_deletions
from database_designer.modelfile.load import load_model
from database_designer.modelfile.merge import merge
from database_designer.read import read_project
from database_designer.read.files import read_text
from database_designer.read.openapi import looks_like_openapi
from database_designer.read.project import PHASE_FOLDER, find_sources
from database_designer.source import SourceFile, SourceRole, Span

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


def accounted(model: ConceptualModel) -> dict[str, int]:
    """How many requirement ids were used, are not about data, were not understood."""
    return {str(use): sum(entry.use == use for entry in model.accounting) for use in Use}


def accounted_statements(model: ConceptualModel) -> dict[str, int]:
    """How many statements were used, are not about data, were not understood."""
    return {str(use): sum(entry.use == use for entry in model.statements) for use in Use}
