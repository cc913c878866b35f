"""A few lines of requirements and what they mean, one point each: the files in the folders beside this one."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.golden import Case, broken_intent, load_case, model_of, outcome, rewrite

HERE = Path(__file__).parent
MISREAD = HERE / "known_misreadings"
FILES = sorted(p for p in HERE.glob("*/*.md") if p.parent != MISREAD)
MISREAD_FILES = sorted(MISREAD.glob("*.md"))
SEVERAL_DOCUMENTS = [p for p in FILES if len(load_case(p).sources) > 1]


def broken(case: Case) -> list[str]:
    """The lines of intent that the model breaks."""
    model = model_of(case)
    return [said for line in case.intent if (said := broken_intent(line, model))]


def named(path: Path) -> str:
    return f"{path.parent.name}/{path.stem}"


@pytest.mark.parametrize("path", FILES, ids=named)
def test_case(path: Path, update_golden: bool) -> None:
    case = load_case(path)
    assert broken(case) == [], case.point
    found = outcome(case, model_of(case))
    if update_golden:
        rewrite(case, found)
    else:
        assert found == case.expected, case.point


@pytest.mark.parametrize("path", MISREAD_FILES, ids=named)
def test_a_known_misreading_is_still_one(path: Path) -> None:
    """These files hold the right reading. One that comes true moves to the folder of its pass."""
    case = load_case(path)
    right = outcome(case, model_of(case)) == case.expected and broken(case) == []
    assert not right, f"read rightly now, move it to the folder of its pass: {case.point}"


@pytest.mark.parametrize("path", SEVERAL_DOCUMENTS, ids=named)
def test_the_order_of_the_documents_does_not_matter(path: Path) -> None:
    case = load_case(path)
    turned = Case(path=case.path, point=case.point, sections=case.sections[::-1])
    assert lines(outcome(case, model_of(turned))) == lines(outcome(case, model_of(case)))


def lines(found: dict[str, str]) -> dict[str, list[str]]:
    """The outcome without the order of its lines, which is that of the documents."""
    return {aspect: sorted(text.splitlines()) for aspect, text in found.items()}
