"""What sentences say of how long rows are kept, as `owner: retention details`."""

import pytest

from database_designer.discover.policy_retention import retention
from tests.discover.reading import quoted, shown

KEPT = {
    "Treatment notes are kept for 8 years after the last visit; log books are kept for 6 years and are then archived.": [
        "treatment note: retention amount=8 unit=years after=last visit then=delete",
        "log book: retention amount=6 unit=years then=archive",
    ],
    "Readings older than five years are deleted.": ["reading: retention amount=5 unit=years then=delete"],
    "The system shall delete crash reports after 90 days.": ["crash report: retention amount=90 unit=days then=delete"],
    "Visitors are anonymised 12 months after their visit.": [
        "visitor: retention amount=12 unit=months after=visit then=anonymise"
    ],
    "Retention of audio files: 2 years": ["audio file: retention amount=2 unit=years then=delete"],
    "Tickets kept for 3 years, photos 90 days after closing": [
        "ticket: retention amount=3 unit=years then=delete",
        "photo: retention amount=90 unit=days after=closing then=delete",
    ],
    "Tickets and photos must be retained for at least 7 years.": [
        "ticket: retention amount=7 unit=years then=delete",
        "photo: retention amount=7 unit=years then=delete",
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
    assert shown(retention(text, quoted(text), "", ())) == expected


@pytest.mark.parametrize("text", NOT_KEPT)
def test_deadlines_windows_and_lifetimes_are_no_retention(text: str):
    assert retention(text, quoted(text), "", ()) == []


def test_what_stands_under_backups_is_about_backups():
    text = "Full copies are kept for 60 days."
    assert retention(text, quoted(text), "Backup", ()) == []
