"""Every element quotes the documents, and what no document says is marked as assumed: for all documents there are."""

from pathlib import Path

import pytest

from database_designer.discover import discover
from database_designer.discover.accounting import elements
from database_designer.model.conceptual import ConceptualModel, Use
from database_designer.model.requirements import Requirements
from database_designer.read import find_sources, read_project
from tests.golden import load_case
from tests.golden import requirements_of as of_case

ROOT = Path(__file__).parents[2]
EXAMPLES = sorted(p for p in (ROOT / "examples").iterdir() if p.is_dir())
PROJECTS = sorted(p / "in" for p in (ROOT / "tests" / "cases").iterdir() if (p / "in").is_dir())
PASSES = sorted((ROOT / "tests" / "passes").rglob("*.md"))


def of_folder(folder: Path) -> Requirements:
    sources, _ = find_sources(folder)
    return read_project(sources, folder.name)[0]


def documents() -> list[object]:
    folders = [pytest.param(lambda f=f: of_folder(f), id=f"{f.parent.name}/{f.name}") for f in (*EXAMPLES, *PROJECTS)]
    cases = [pytest.param(lambda p=p: of_case(load_case(p).sources), id=f"{p.parent.name}/{p.stem}") for p in PASSES]
    return [*folders, *cases]


def unfounded(model: ConceptualModel, requirements: Requirements) -> list[str]:
    """The elements that quote nothing and are not marked as assumed, and those that quote what stands nowhere."""
    files = {d.path for d in requirements.documents}
    found = [name for name, origin in elements(model) if not origin.evidence and not origin.assumed]
    return found + [n for n, o in elements(model) if any(e.span.file not in files or not e.quote for e in o.evidence)]


@pytest.mark.parametrize("read", documents())
def test_no_element_without_a_quotation(read):
    requirements = read()
    model, _ = discover(requirements)
    assert unfounded(model, requirements) == []


@pytest.mark.parametrize("read", documents())
def test_every_statement_is_accounted_for(read):
    requirements = read()
    model, _ = discover(requirements)
    assert [s.said for s in model.statements] == [s.evidence for s in requirements.statements]
    for entry in model.statements:
        assert bool(entry.elements) == (entry.use == Use.USED), entry
        assert bool(entry.reason) == (entry.use != Use.USED), entry
    assert [a.requirement for a in model.accounting] == list(requirements.requirement_ids)
