"""The line that a question shows as an answer can be written where it says: the model is read without a fault."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from database_designer.diagnostics import Severity
from database_designer.discover import discover
from database_designer.model.conceptual import ConceptualModel, Question
from database_designer.modelfile.load import load_model
from database_designer.modelfile.save import save_model
from database_designer.source import SourceFile, SourceRole
from tests.discover.reading import model_of
from tests.golden import load_case
from tests.golden import requirements_of as of_case

PASSES = sorted((Path(__file__).parents[1] / "passes").rglob("*.md"))

MANY_QUESTIONS = """
    # Shipyard

    The platform is multi-tenant. Backups are made daily.

    - FR-1: Each hull has a name (max 80 characters), a type, a capacity and a status: Laid or Launched.
    - FR-2: Each hull has a name (max 60 characters).
    - FR-3: A hull has a status: Laid, Launched or Scrapped.
    - FR-4: A hull must not be launched without two witnesses.
    - FR-5: Hulls are kept for 8 years.
    - FR-6: Each rescue hull has a call sign and a length.
    - FR-7: Docks have hulls. Each dock has a length and a category.
    - FR-8: A dock has one crane. A dock has several cranes. Each crane has a load.
"""


def written(model: ConceptualModel, question: Question) -> str:
    """The text of model.yaml with the example of the question in its place."""
    data: Any = yaml.load(save_model(model), Loader=yaml.BaseLoader)
    place = data
    for key in question.where.split(".") if question.where else ():
        place = place.setdefault(key, {})
    line = yaml.load(question.write, Loader=yaml.BaseLoader)
    assert isinstance(line, dict), question.write
    for name, value in line.items():
        place.pop(name, None)
        place[name] = value
    for entity in data["entities"].values():  # a link takes the place of the reference of that name
        for name in entity.get("links", {}):
            entity.get("references", {}).pop(name, None)
    return str(yaml.safe_dump(data, sort_keys=False, allow_unicode=True))


def faults(text: str) -> list[str]:
    _, said = load_model(SourceFile(path="model.yaml", text=text, role=SourceRole.MODEL))
    return [d.fact for d in said if d.severity == Severity.ERROR]


def check(model: ConceptualModel) -> None:
    known = faults(save_model(model))
    for question in model.questions:
        if question.write:
            new = [f for f in faults(written(model, question)) if f not in known]
            assert new == [], f"{question.where}: {question.write}"


def test_the_examples_of_all_kinds_of_questions_are_written_where_they_say():
    model = model_of(MANY_QUESTIONS)
    assert len([q for q in model.questions if q.write]) > 8, [q.ask for q in model.questions]
    check(model)


@pytest.mark.parametrize("path", PASSES, ids=lambda p: f"{p.parent.name}/{p.stem}")
def test_the_examples_of_all_cases_are(path: Path):
    check(discover(of_case(load_case(path).sources))[0])
