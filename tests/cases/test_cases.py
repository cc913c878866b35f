"""Whole cases: small projects, with what each stage makes of them in the folder `out` beside `in`.

Missing, extra and different files fail. `pytest tests/cases --update-golden` writes `out` again; look at the difference.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from database_designer.emit import emit
from database_designer.model.design import Design
from database_designer.model.logical import LogicalModel
from database_designer.model.requirements import Requirements, Shape
from database_designer.pipeline.designing import design_model
from database_designer.pipeline.understanding import Request, read_requirements, understand
from tests.golden import compare_folder

HERE = Path(__file__).parent
CASES = sorted(p.parent for p in HERE.glob("*/in"))


def stages(folder: Path) -> dict[str, str]:
    """What each stage makes of the documents in a folder: texts by file name."""
    request = Request(path=folder)
    requirements, _ = read_requirements(request)
    understood = understand(request)
    design, _ = design_model(understood, request.configuration)
    assert requirements is not None and design is not None
    return {
        "requirements.txt": "\n".join(read_lines(requirements)) + "\n",
        "relations.txt": "\n".join(relation_lines(design.logical)) + "\n",
        **written(design),
    }


def written(design: Design) -> dict[str, str]:
    """model.yaml and the migrations."""
    kept = (a for a in emit(design, None, ()) if a.path == "model.yaml" or a.path.startswith("migrations/"))
    return {a.path: a.text for a in kept}


def read_lines(found: Requirements) -> Iterator[str]:
    """What `read` found, a line each."""
    yield f"project {found.project}"
    yield from (f"document {d.path} ({d.role}): {d.title}" for d in found.documents)
    yield from (f"{s.span} [{s.requirement or '-'}] {s.kind}: {s.text}" for s in found.statements)
    yield from (f"{o.span} {o.method} {o.path} {o.request or '-'}" for o in found.operations)
    yield from (f"{s.span} shape {s.name or s.operation}: {_fields(s)}" for s in found.shapes)


def _fields(shape: Shape) -> str:
    return ", ".join(f"{f.name} {f.format or f.type}{'' if f.required else '?'}" for f in shape.fields)


def relation_lines(model: LogicalModel) -> Iterator[str]:
    """The relations, a line each: attributes, primary key, and the candidate keys that the documents tell."""
    for relation in model.relations:
        keys = [relation.primary, *(k.members for k in relation.keys if k.members != relation.primary)]
        told = "; ".join(f"key {', '.join(k)}" for k in keys)
        yield f"{relation.name}({', '.join(a.name for a in relation.attributes)}; {told})"


@pytest.mark.parametrize("case", CASES, ids=lambda p: p.name)
def test_case(case: Path, update_golden: bool) -> None:
    assert compare_folder(case / "out", stages(case / "in"), update=update_golden) == []


@pytest.mark.parametrize("case", CASES, ids=lambda p: p.name)
def test_a_case_is_small_and_whole(case: Path) -> None:
    assert {p.name for p in case.iterdir()} == {"in", "out"}
    assert sum(len(p.read_text(encoding="utf-8").splitlines()) for p in (case / "in").rglob("*") if p.is_file()) <= 80


def test_missing_extra_and_different_files_are_told(tmp_path: Path) -> None:
    (tmp_path / "same.txt").write_text("same", encoding="utf-8")
    (tmp_path / "other.txt").write_text("old", encoding="utf-8")
    (tmp_path / "extra.txt").write_text("extra", encoding="utf-8")
    produced = {"same.txt": "same", "other.txt": "new", "sub/missing.txt": "missing"}
    assert compare_folder(tmp_path, produced, update=False) == [
        "sub/missing.txt is produced and not expected",
        "extra.txt is expected and not produced",
        "other.txt differs",
    ]
    assert compare_folder(tmp_path, produced, update=True) == []
    assert compare_folder(tmp_path, produced, update=False) == []
