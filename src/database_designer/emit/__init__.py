"""A design and its proof as files."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from database_designer.diagnostics import Diagnostic, Severity
from database_designer.emit.artefact import Artefact
from database_designer.emit.citus import citus
from database_designer.emit.document import database_schema
from database_designer.emit.files import write_artefacts
from database_designer.emit.jobs import jobs
from database_designer.emit.mermaid import diagrams, erd_edges
from database_designer.emit.migrations import migrations, scripts
from database_designer.emit.proof_script import proof_script
from database_designer.model.design import Design
from database_designer.model.json import dumps
from database_designer.model.proof import Proof
from database_designer.modelfile.save import save_model
from database_designer.verify import Scenario

MODEL = "model.yaml"

__all__ = ["Artefact", "emit", "erd_edges", "scripts", "write_artefacts"]


def emit(
    design: Design, proof: Proof | None, diagnostics: Iterable[Diagnostic], scenarios: Sequence[Scenario] = ()
) -> tuple[Artefact, ...]:
    """All files of the result; the same bytes for the same design, proof (None: not run) and diagnostics.

    `scenarios` are what was tried of the rules: proof.sql tries it again.
    """
    found = tuple(diagnostics)
    return (
        Artefact(path="database_schema.md", text=database_schema(design, proof, found)),
        *migrations(design),
        *jobs(design),
        *citus(design),
        *(Artefact(path=diagram.path, text=diagram.text) for diagram in diagrams(design)),
        Artefact(path=MODEL, text=save_model(design.concept), merged=_is_taken_up(found)),
        Artefact(path="design.json", text=dumps(design)),
        *((Artefact(path="proof.json", text=dumps(proof)),) if proof else ()),
        *((Artefact(path="proof.sql", text=proof_script(design, scenarios, proof)),) if scenarios and proof else ()),
    )


def _is_taken_up(diagnostics: Iterable[Diagnostic]) -> bool:
    """Whether all of an edited model.yaml is in the design: what could not be read in it is not."""
    return not any(d.severity == Severity.ERROR and d.span and d.span.file == MODEL for d in diagnostics)
