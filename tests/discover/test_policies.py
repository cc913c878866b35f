"""Policies put on the entity types that they speak of."""

import pytest

from database_designer.discover.assemble.policies import apply_policies, operations
from database_designer.discover.concepts import Concepts
from database_designer.discover.findings import Findings
from database_designer.discover.policies import read_policies
from database_designer.discover.prose import read_lines
from database_designer.model.conceptual import DeletionManner, EntityType, History, Kind
from tests.concepts import attribute, entity
from tests.discover.reading import requirements_of

ARCHIVE = (
    entity("Contract", attribute("title"), attribute("closing_date", Kind.DATE)),
    entity("Borrower", attribute("name")),
    entity("Scan", attribute("checksum")),
)


def findings(rules: str) -> Findings:
    requirements = requirements_of(f"# Rules\n\n{rules}\n")
    return read_policies(requirements, read_lines(requirements))


def archive(rules: str) -> dict[str, EntityType]:
    """The entity types of the archive with the policies that the sentences state."""
    found = apply_policies(ARCHIVE, findings(rules), Concepts(concepts=(), meaning={}))
    return {e.name: e for e in found}


def histories(rules: str) -> dict[str, str]:
    return {name: str(e.history.manner) for name, e in archive(rules).items() if e.history is not None}


def test_only_what_is_named_is_audited():
    assert histories("All changes to contracts and scans are logged with who and when.") == {
        "Contract": "audited",
        "Scan": "audited",
    }


def test_every_change_means_every_entity_and_the_origin_says_why():
    found = archive("Every change is recorded.")["Borrower"]
    assert found.history is not None
    assert found.history.manner == History.AUDITED
    assert "name no thing" in found.history.origin.principle


def test_a_log_that_is_only_read_adds_nothing_to_what_is_named():
    rules = "All changes to scans are logged. Administrators can view audit logs."
    assert histories(rules) == {"Scan": "audited"}


def test_a_log_that_is_only_read_must_hold_something():
    assert set(histories("Administrators can view audit logs.")) == {"Contract", "Borrower", "Scan"}


@pytest.mark.parametrize(
    "rule",
    [
        "An external firm audits the shelves once a year.",
        "Changes to contracts may be logged in a future release.",
        "Do you need detailed audit logs?",
    ],
)
def test_audit_in_another_sense_or_another_time_is_none(rule: str):
    assert histories(rule) == {}


def test_rows_that_never_change_are_append_only_and_not_audited():
    rules = "Scans can never be changed or deleted once posted. Every change is recorded."
    assert histories(rules) == {"Contract": "audited", "Borrower": "audited", "Scan": "append_only"}


def test_a_window_for_restoring_is_soft_deletion_and_no_retention():
    found = archive("An administrator can restore a deleted contract within 30 days.")["Contract"]
    assert found.retention is None
    assert found.deletion is not None
    assert (found.deletion.manner, found.deletion.restorable) == (DeletionManner.SOFT, True)


def test_retention_counts_from_the_date_that_is_named():
    found = archive("Contracts are archived 5 years after closing.")["Contract"]
    assert found.retention is not None
    kept = found.retention
    assert (kept.amount, kept.unit, kept.after, kept.then) == (5, "years", "closing_date", "archive")


def test_an_adjective_names_the_date_too():
    found = archive("Closed contracts are deleted after 2 years.")["Contract"]
    assert found.retention is not None
    assert found.retention.after == "closing_date"


@pytest.mark.parametrize(
    "rule",
    [
        "Contracts are kept for 8 years after the last visit.",  # a date that no contract has
        "Anonymous borrowers are deleted after 30 days.",  # not all borrowers
        "Audit entries are kept for 6 years.",  # the log, no entity type
    ],
)
def test_retention_that_cannot_be_placed_removes_nothing(rule: str):
    assert [e.name for e in archive(rule).values() if e.retention is not None] == []


@pytest.mark.parametrize(
    "told",
    [
        "The archive holds 120,000 contracts. Contracts are expected to grow by 10 % per year.",
        "Contracts are expected to grow by 10 % per year. There are 120,000 contracts and 40 borrowers.",
        "There are 40 borrowers and 120,000 contracts, growing by 10 % annually.",
    ],
)
def test_volumes_of_several_statements_come_together(told: str):
    found = archive(told)["Contract"]
    assert found.volume is not None
    assert (found.volume.rows, found.volume.growth, found.volume.growth_unit) == (120_000, 12_000, "year")


def test_users_at_a_time_are_no_connections():
    running = operations(findings("The system supports 500 concurrent users."))
    assert (running.users, running.connections) == (500, None)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Audit entries are kept for 6 years and are then deleted.", (6, "years", "delete")),
        ("The audit trail is archived after 90 days.", (90, "days", "archive")),
        ("The audit trail is kept for ten years.", None),
        ("Scans are kept for 6 years and are then deleted.", None),
    ],
)
def test_how_long_the_audit_log_is_kept_and_what_becomes_of_it_then(text: str, kept: tuple[int, str, str] | None):
    found = operations(findings(text)).audit
    assert (found and (found.amount, found.unit, found.then)) == kept
