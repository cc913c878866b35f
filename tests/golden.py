"""Expectations kept in files: cases in one file each, and folders of artefacts; both are rewritten by --update-golden.

A case is a text file: the point it makes, then sections behind lines `==== NAME`. A section is a document
(`requirements.md`, `api.yaml`), the `intent`, or what is expected of an aspect of the model. The intent says in a line
each what must hold however the model is printed; it is never rewritten.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from database_designer.discover import discover
from database_designer.model.conceptual import ConceptualModel
from database_designer.model.requirements import Requirements
from database_designer.read import read_project
from database_designer.source import SourceFile, SourceRole
from tests.printed import elements, printed

_MARK = re.compile(r"^==== (?P<name>.+)$", re.MULTILINE)
_INTENT = re.compile(r"^(?P<no>no )?(?P<what>entity|member|question about) (?P<name>[\w.]+)$")
_ROLES = {".md": SourceRole.REQUIREMENTS, ".yaml": SourceRole.API, ".json": SourceRole.API}


@dataclass(frozen=True, slots=True)
class Case:
    """A case: its point and its sections (name, text) in the order of the file."""

    path: Path
    point: str
    sections: tuple[tuple[str, str], ...]

    @property
    def sources(self) -> tuple[SourceFile, ...]:
        """The documents of the case."""
        found = ((name, text) for name, text in self.sections if Path(name).suffix in _ROLES)
        return tuple(SourceFile(path=n, text=f"{t}\n", role=_ROLES[Path(n).suffix]) for n, t in found)

    @property
    def intent(self) -> tuple[str, ...]:
        """The lines that say what must hold."""
        return tuple(line for name, text in self.sections if name == "intent" for line in text.splitlines() if line)

    @property
    def expected(self) -> dict[str, str]:
        """What is expected, by aspect."""
        return {name: text for name, text in self.sections if name != "intent" and Path(name).suffix not in _ROLES}


def load_case(path: Path) -> Case:
    """The case in a file. Raises ValueError where it makes no point, or holds no document or no expectation."""
    point, *rest = _MARK.split(path.read_text(encoding="utf-8"))  # the point, then name and text in turn
    texts = (text.strip("\n") for text in rest[1::2])
    case = Case(path=path, point=point.strip(), sections=tuple(zip(rest[::2], texts, strict=True)))
    if not case.point or not case.sources or not (case.expected or case.intent):
        raise ValueError(f"{path} needs a point, a document, and an expectation or an intent")
    return case


def model_of(case: Case) -> ConceptualModel:
    """What is discovered in the documents of the case."""
    return discover(requirements_of(case.sources))[0]


def requirements_of(sources: tuple[SourceFile, ...]) -> Requirements:
    """The requirements in the documents, whatever the diagnostics about them."""
    return read_project(sources, "project")[0]


def outcome(case: Case, model: ConceptualModel) -> dict[str, str]:
    """The model printed in the aspects that the case is about."""
    return {aspect: printed(model, aspect) for aspect in case.expected}


def rewrite(case: Case, found: Mapping[str, str]) -> None:
    """Writes the case again with what was found in place of what was expected; all else stays."""
    parts = [f"{case.point}\n"]
    parts.extend(f"==== {n}\n{found[n] if n in case.expected else text}\n" for n, text in case.sections)
    case.path.write_text("\n".join(parts), encoding="utf-8")


def broken_intent(line: str, model: ConceptualModel) -> str:
    """Why the model breaks a line of intent, "" where it holds. Raises ValueError for a line of no known form.

    `no entity Screen`, `entity Loan`, `no member Loan.title`, `member Loan.due_on`, `question about Loan.kind`.
    """
    match = _INTENT.match(line)
    if match is None:
        raise ValueError(f"not a line of intent: {line}")
    holds = _holds(match["what"], match["name"], model)
    return "" if holds != bool(match["no"]) else f"{line}: the model says otherwise"


def _holds(what: str, name: str, model: ConceptualModel) -> bool:
    if what == "entity":
        return model.entity(name) is not None
    if what == "question about":
        return any(q.about == name for q in model.questions)
    owner, _, member = name.partition(".")
    entity = model.entity(owner)
    return entity is not None and member in elements(entity)


def compare_folder(folder: Path, produced: Mapping[str, str], *, update: bool) -> list[str]:
    """How the files in `folder` differ from what was produced: missing, extra and different ones, by name.

    With `update` the folder is made to hold exactly what was produced, and nothing differs.
    """
    kept = {p.relative_to(folder).as_posix(): p for p in sorted(folder.rglob("*")) if p.is_file()}
    if update:
        for name in kept.keys() - produced.keys():
            kept[name].unlink()
        for name, text in produced.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text, encoding="utf-8")
        return []
    said = [f"{name} is produced and not expected" for name in sorted(produced.keys() - kept.keys())]
    said += [f"{name} is expected and not produced" for name in sorted(kept.keys() - produced.keys())]
    both = sorted(kept.keys() & produced.keys())
    return said + [f"{name} differs" for name in both if kept[name].read_text(encoding="utf-8") != produced[name]]
