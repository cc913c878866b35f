"""The name of a project, from the titles of its documents."""

import pytest

from database_designer.read.title import project_name


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Harbour - Software Requirements Specification", "Harbour"),
        ("Harbour Office – Product Requirements Document (PRD)", "Harbour Office"),
        ("Harbour Management System Functional Requirements Specification v1.2", "Harbour Management System"),
        ("Requirements for the Harbour", "Harbour"),
        ("Functional Requirements: Harbour", "Harbour"),
        ("Harbour API Design", "Harbour"),
        ("1. Harbour", "Harbour"),
        ("Harbour System", "Harbour System"),
        ("Design Studio", "Design Studio"),
    ],
)
def test_a_title_that_names_the_project(title: str, expected: str) -> None:
    assert project_name([title], "folder") == expected


@pytest.mark.parametrize(
    "title",
    [
        "",
        "Functional Requirements",
        "Software Requirements Specification (SRS)",
        "API Design",
        "1. Introduction",
        "Index",
    ],
)
def test_a_title_that_names_a_kind_of_document(title: str) -> None:
    assert project_name([title], "folder") == "folder"


def test_the_first_title_with_a_name_counts() -> None:
    assert project_name(["Requirements", "Harbour API", "Pier API"], "folder") == "Harbour"
