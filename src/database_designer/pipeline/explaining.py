"""From a design's folder and a name to what the design has by that name."""

from __future__ import annotations

from pathlib import Path

from database_designer.diagnostics import Diagnostic, Severity
from database_designer.emit.explaining import Answer, explain, known_of
from database_designer.model.json import JsonModelError, loads
from database_designer.model.proof import Proof
from database_designer.pipeline.understanding import DESIGN_FILE, load_design
from database_designer.read.project import PHASE_FOLDER

PROOF_FILE = "proof.json"


def explain_in(folder: Path, name: str) -> tuple[Answer | None, tuple[Diagnostic, ...]]:
    """The answer out of the design in `folder`, or in the default place of the project `folder`; None without a design."""
    place = folder if (folder / DESIGN_FILE).exists() else folder / PHASE_FOLDER
    design, said = load_design(place / DESIGN_FILE)
    if design is None:
        return None, said
    proof, unread = _load_proof(place / PROOF_FILE)
    return explain(name, known_of(design, proof)), (*said, *unread)


def _load_proof(path: Path) -> tuple[Proof | None, tuple[Diagnostic, ...]]:
    """The proof beside a design; None where it was not proven, or, with a warning, where it cannot be read."""
    if not path.exists():
        return None, ()
    try:
        return loads(path.read_text(encoding="utf-8"), Proof), ()
    except (OSError, UnicodeDecodeError, JsonModelError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        unread = Diagnostic(
            code="proof-not-read", severity=Severity.WARNING, fact=f"{path.name} cannot be used: {reason}",
            fix="run `database-designer design` again",
        )  # fmt: skip
        return None, (unread,)
