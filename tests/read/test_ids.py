"""Requirement ids: how they are written, where they are one, and what only looks like one."""

import pytest

from database_designer.read.markdown.ids import Ids, id_of_file, ids_of, outline, qualified

IDS = Ids()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("FR-1: Register a vessel", "FR-1"),
        ("FR-ORD-001: Register", "FR-ORD-001"),
        ("RF-7. Cast off", "RF-7"),
        ("R1.2 The vessel", "R1.2"),
        ("[US-12] As a pilot", "US-12"),
        ("(BR-4) Fees are due", "BR-4"),
        ("UC-EM-003 – Moor", "UC-EM-003"),
        ("NFR-2", "NFR-2"),
        ("AC-1 | Given", "AC-1"),
        ("FR - 1.1: Profile", "FR-1.1"),
        ("FR-7 40 berths have power", "FR-7"),
        ("NFR-2.1 1,500 ferries dock a day", "NFR-2.1"),
        ("UC-9 each pilot has a badge", "UC-9"),
    ],
)
def test_an_id_leads_a_text(text: str, expected: str) -> None:
    found = IDS.leading(text)
    assert found and found.id == expected


@pytest.mark.parametrize(
    "text",
    [
        "FR-1 requires a login",  # a sentence about FR-1
        "The rules of FR-1: all of them",
        "FR-1, FR-2: both",
        "FR-1 - FR-5",
        "HTTP 404: not found",
        "UTF-8: the encoding",
        "P1: critical",
        "F1: opens the help",
        "Q3: the third quarter",
        "2024-01-02: a date",
    ],
)
def test_no_id_leads_a_text(text: str) -> None:
    assert IDS.leading(text) is None


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("RF-1: Register Vessel", "RF-1"),
        ("FR1: Berths", "FR1"),
        ("FR - 1.1: Profile", "FR-1.1"),
        ("FR 2. Berths", "FR-2"),
        ("3.1 FR-04 Cast off", "FR-04"),
        ("Use Case UC-2: Moor", "UC-2"),
        ("Use Case: UC-2 – Moor", "UC-2"),
        ("Moor a vessel (UC-7)", "UC-7"),
        ("Requirement 3: Moor", "Requirement 3"),
        ("User Story 1.2 - Moor", "User Story 1.2"),
        ("⚓ US-3: Moor", "US-3"),
    ],
)
def test_an_id_in_a_heading(heading: str, expected: str) -> None:
    found = IDS.of_heading(heading)
    assert found and found.id == expected


@pytest.mark.parametrize("heading", ["2.1 Berths", "Phase 1: Piers", "FR-1 to FR-9", "Requirements", "R & D"])
def test_no_id_in_a_heading(heading: str) -> None:
    assert IDS.of_heading(heading) is None


def test_a_prefix_of_ones_own_counts_by_its_uses() -> None:
    own = ids_of(["PORT-1: Moor", "PORT-2: Leave", "PORT-3: Pay"])
    assert own.whole("PORT-9") == "PORT-9"
    assert ids_of(["PORT-1: Moor"]).whole("PORT-1") is None
    assert ids_of([], bold=["PORT-1", "PORT-2"]).whole("PORT-1") == "PORT-1"
    assert ids_of([], bold=["PORT-1", "PORT-1", "UTF-8", "UTF-16"]).prefixes == frozenset()
    assert ids_of(["ISO-8601: dates", "ISO-3166: flags", "ISO-4217: money"]).whole("ISO-8601") is None


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("docs/use-cases/UC-EM-003.md", "UC-EM-003"),
        ("docs/FR-12_moor.md", "FR-12"),
        ("docs/notes.md", None),
        ("docs/UTF-8.md", None),
    ],
)
def test_a_file_named_for_an_id(path: str, expected: str | None) -> None:
    assert id_of_file(path) == expected


def test_outline_numbers_continue_the_id_above() -> None:
    found = outline("1.1.2 The system must moor")
    assert found and qualified(found.id, "FR-1.1") == "FR-1.1.2"
    assert qualified("1.1.2", "FR-2") == "1.1.2"
    assert qualified("1.1.2", None) == "1.1.2"


@pytest.mark.parametrize("text", ["2.5 GB of images", "1.5 times", "3 The", "12.5 m"])
def test_quantities_are_no_outline_numbers(text: str) -> None:
    assert outline(text) is None
