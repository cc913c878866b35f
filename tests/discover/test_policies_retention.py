"""What sentences say of how long rows are kept, as `owner: retention details`."""

import pytest

from database_designer.discover.policies.retention import retention
from tests.discover.reading import quoted, shown

KEPT = {
    "Log books are kept for 6 years and are then archived.": ["log book: retention amount=6 unit=years then=archive"],
    "Readings older than five years are deleted.": ["reading: retention amount=5 unit=years then=delete"],
    "The system shall delete crash reports after 90 days.": ["crash report: retention amount=90 unit=days then=delete"],
    "Check-in attempts are purged after 90 days.": ["check in attempt: retention amount=90 unit=days then=delete"],
    "Visitors are anonymised 12 months after their visit.": [
        "visitor: retention amount=12 unit=months after=visit then=anonymise"
    ],
    "Archived charts are deleted after 2 years.": ["archived chart: retention amount=2 unit=years then=delete"],
    "Names are kept for 7 years, after which they are anonymised.": [
        "name: retention amount=7 unit=years then=anonymise"
    ],
    "Keep drafts for 30 days, then delete them.": ["draft: retention amount=30 unit=days then=delete"],
    "Photos are kept no longer than 30 days.": ["photo: retention amount=30 unit=days then=delete"],
    "Photos must not be kept for longer than 30 days.": ["photo: retention amount=30 unit=days then=delete"],
    "They are deleted after 3 days.": ["*: retention amount=3 unit=days then=delete"],
}
# A time to keep rows, a leave and a refusal order nobody to remove them.
NO_ORDER = {
    "Treatment notes are kept for 8 years after the last visit.": [
        "treatment note: retention amount=8 unit=years after=last visit"
    ],
    "Charts are retained for 10 years and must not be deleted before that.": ["chart: retention amount=10 unit=years"],
    "Charts must be kept for 10 years and may be deleted afterwards.": ["chart: retention amount=10 unit=years"],
    "Readings older than 5 years are deleted, except those under review.": ["reading: retention amount=5 unit=years"],
    "Photos are deleted after 2 years unless they are in a report.": ["photo: retention amount=2 unit=years"],
    "Charts are archived for 10 years.": ["chart: retention amount=10 unit=years"],
    "Charts are kept for 10 years even if the ship is deleted.": ["chart: retention amount=10 unit=years"],
    "Charts are kept for 10 years after they are deleted.": ["chart: retention amount=10 unit=years after=deleted"],
    "A harbour master can delete stays older than 2 years.": ["stay: retention amount=2 unit=years"],
    "The system never deletes readings older than 2 years.": ["reading: retention amount=2 unit=years"],
    "Deleted members are kept for 3 years.": ["deleted member: retention amount=3 unit=years"],
    "Retention of audio files: 2 years": ["audio file: retention amount=2 unit=years"],
    "Tickets kept for 3 years, photos 90 days after closing": [
        "ticket: retention amount=3 unit=years",
        "photo: retention amount=90 unit=days after=closing",
    ],
    "Tickets and photos must be retained for at least 7 years.": [
        "ticket: retention amount=7 unit=years",
        "photo: retention amount=7 unit=years",
    ],
}
NOT_KEPT = [
    "An administrator can restore a deleted letter within 30 days.",
    "A booking can be cancelled up to 2 days before its start.",
    "Reset links expire after 24 hours.",
    "A session ends after 30 minutes without activity.",
    "Passwords must be changed every 90 days.",
    "Backups are kept for 35 days.",
    "A loan lasts 14 days and may be renewed for 7 days.",
    "Members are reminded 3 days before the permit expires.",
    "Requests must be answered within 2 days.",
    "Uploads may be deleted within 7 days.",
]


@pytest.mark.parametrize(("text", "expected"), KEPT.items())
def test_periods_of_rows(text: str, expected: list[str]):
    assert shown(retention(text, quoted(text), "")) == expected


@pytest.mark.parametrize(("text", "expected"), NO_ORDER.items())
def test_a_time_to_keep_is_no_order_to_remove(text: str, expected: list[str]):
    assert shown(retention(text, quoted(text), "")) == expected


@pytest.mark.parametrize("text", NOT_KEPT)
def test_deadlines_windows_and_lifetimes_are_no_retention(text: str):
    assert retention(text, quoted(text), "") == []


def test_what_stands_under_backups_is_about_backups():
    text = "Full copies are kept for 60 days."
    assert retention(text, quoted(text), "Backup") == []
