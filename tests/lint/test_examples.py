"""Our own designs are clean, or waived with a reason: to lint, and to another linter of migrations."""

from __future__ import annotations

import subprocess
import sys
from contextlib import nullcontext
from pathlib import Path

import pytest

from database_designer.emit import scripts
from database_designer.emit.jobs import jobs
from database_designer.pipeline.linting import remarks_on
from database_designer.verify import Server
from tests.forms.whole import designed

ROOT = Path(__file__).parents[2]
FESTIVAL = ROOT / "examples" / "festival" / "model.yaml"
FORMS = ROOT / "tests" / "forms" / "models"
FEW = (FESTIVAL, *(FORMS / f"{name}.yaml" for name in ("expires", "retention", "visible", "soft_deletion")))
OTHERS = """audited exactly_one_reference kinds_disjoint links many_values no_overlap same_parent tree_with_depth unique_rules
unique_over_a_path versioned"""
MODELS = (*FEW, *(FORMS / f"{name}.yaml" for name in OTHERS.split()))


@pytest.mark.parametrize("model", MODELS, ids=lambda p: p.stem)
def test_nothing_stands_of_our_own_designs(model: Path, server: Server) -> None:
    design = designed(model)
    remarks, checked = remarks_on(design, scripts(design), lambda: nullcontext(server))
    assert checked
    assert [(r.rule, r.object, r.fact) for r in remarks if r.stands] == []


@pytest.mark.parametrize("model", FEW, ids=lambda p: p.stem)
def test_another_linter_has_nothing_to_say_of_migrations_and_jobs(model: Path, tmp_path: Path) -> None:
    design = designed(model)
    made = scripts(design)
    (tmp_path / "V001.sql").write_text(made.schema)
    (tmp_path / "V002.sql").write_text(made.seed)
    for job in jobs(design):
        (tmp_path / Path(job.path).name).write_bytes(job.content)
    linter = Path(sys.executable).with_name("squawk")
    files = sorted(map(str, tmp_path.iterdir()))
    command: list[str | Path] = [linter, "--config", ROOT / ".squawk.toml", "--reporter", "gcc", *files]
    found = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (found.returncode, found.stdout) == (0, "")
