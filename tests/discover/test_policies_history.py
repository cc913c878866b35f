"""What sentences say of keeping changes and deleted rows, as `owner: policy details`."""

import pytest

from database_designer.discover.policies.history import history
from tests.discover.reading import quoted, shown

CASES = {
    "All changes to loans, members and fines are logged with who and when.": [
        "loan: audited",
        "member: audited",
        "fine: audited",
    ],
    "Every berth change must be recorded.": ["berth: audited"],
    "The system logs every change to soil samples.": ["soil sample: audited"],
    "The system shall keep an audit trail for all changes to recipes.": ["recipe: audited"],
    "Permits must be audited.": ["permit: audited"],
    "Record who changed a tariff and when.": ["tariff: audited"],
    "All sensitive actions are logged.": ["*: audited scope=everything"],
    "Audit trail for all critical operations": ["*: audited scope=everything"],
    "It is tracked who did what and when.": ["*: audited scope=everything"],
    "Auditors can export the audit log as a file.": ["*: audited scope=mention"],
    "Curators can manage their exhibits (rename, move), all changes logged.": ["exhibit: audited else=everything"],
    "The audit of the accounts takes place in May.": [],
    "The system keeps access logs for security auditing.": [],
    "Audit logging is out of scope.": [],
    "Exhibits are soft-deleted.": ["exhibit: soft"],
    "Deleting a berth shall keep the record (soft delete).": ["berth: soft"],
    "Soft delete of recipes; a manager can restore them.": ["recipe: soft restorable=yes"],
    "Deleted recipes can be restored for a week.": ["recipe: soft restorable=yes"],
    "A berth must not be physically deleted; it is marked as deleted and can be restored within 30 days.": [
        "berth: soft restorable=yes"
    ],
    "Mark a recipe as deleted": ["recipe: soft"],
    "Recipes are never physically deleted.": ["recipe: soft"],
    "Exhibits are logically removed.": ["exhibit: soft"],
    "Deleted exhibits are kept but hidden.": ["exhibit: soft"],
    "The system keeps earlier versions of recipes.": ["recipe: versioned"],
    "Contracts are versioned.": ["contract: versioned"],
    "Posted journal lines can never be changed or deleted.": ["posted journal line: append only"],
    "Readings are append-only.": ["reading: append only"],
    "The ledger is immutable.": ["ledger: append only"],
    "A category cannot be deleted while it is in use.": [],
    "Saving a recipe is rejected if somebody else has changed it meanwhile.": ["recipe: optimistic"],
    "Updates to a berth use optimistic locking.": ["berth: optimistic"],
}


@pytest.mark.parametrize(("text", "expected"), CASES.items())
def test_history(text: str, expected: list[str]):
    assert shown(history(text, quoted(text), ())) == expected


def test_a_sentence_without_a_subject_is_about_its_heading():
    text = "Optimistic locking protects against lost updates."
    assert shown(history(text, quoted(text), (("recipe",),))) == ["recipe: optimistic"]
