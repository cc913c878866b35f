"""What sentences say of numbers of rows, and of running the database."""

import pytest

from database_designer.discover.policies.notes import operations_notes
from database_designer.discover.policies.volumes import volumes
from tests.discover.reading import quoted, shown

VOLUMES = {
    "About 4,000 loans a day are expected.": ["loan: volume growth=4000 unit=day"],
    "1,000-10,000 tickets/month": ["ticket: volume growth=10000 unit=month"],
    "10,000 parcels per day, 120 in the peak hour": [
        "parcel: volume growth=10000 unit=day",
        "parcel: volume peak=120/hour",
    ],
    "1,800 permits are issued per day.": ["permit: volume growth=1800 unit=day"],
    "The system must hold up to 2 million readings.": ["reading: volume rows=2000000"],
    "It stores 120,000 members and 3 million visits.": ["member: volume rows=120000", "visit: volume rows=3000000"],
    "Visits are expected to grow by 15 % per year.": ["visit: volume percent=15 unit=year"],
    "About 9,000 frames are taken per night; 25 million are expected in all.": [
        "frame: volume growth=9000 unit=day",
        "frame: volume rows=25000000",
    ],
    "There are 60 stations, 9,000 bicycles, 220 vans and 3,000 riders.": [
        "station: volume rows=60",
        "bicycle: volume rows=9000",
        "van: volume rows=220",
        "rider: volume rows=3000",
    ],
    "At present we run 14 greenhouses and about 2,600 beds.": [
        "greenhouse: volume rows=14",
        "bed: volume rows=2600",
    ],
    "There are 5,000 hives, growing by 8 % annually.": [
        "hive: volume rows=5000",
        "hive: volume percent=8 unit=year",
    ],
    "There are 40 depots and 2,000 trams, growing by 5 % per year.": [
        "depot: volume rows=40",
        "tram: volume rows=2000",
        "tram: volume percent=5 unit=year",
    ],
    "About 300 ferries sail per day, each with 30 cars on average.": ["ferry: volume growth=300 unit=day"],
    "900 samples arrive every week.": ["sample: volume growth=900 unit=week"],
}
NO_VOLUMES = [
    "10 tickets/hour per user, 100 requests/min per user",
    "300 requests per second at peak",
    "A member may borrow at most 500 books per year.",
    "Uploads of up to 250 MB are supported.",
    "The system supports 500 concurrent users.",
    "~120 bookings in ten minutes",
    "There are 120 seats and 4 doors in each hall.",
    "There are 10 chairs per table and 300 tables per floor.",
    "There are 24 hours in a day.",
    "There are 4,000 permits that were withdrawn.",
    "Angles from about -180 to 180 degrees.",
]
OPERATIONS = {
    "No more than 4 hours of data may be lost (RPO), and it must be running again within 2 hours (RTO).": "rpo=4 hours rto=2 hours",
    "RPO 15 minutes, RTO 3 hours.": "rpo=15 minutes rto=3 hours",
    "RPO / RTO | 4 hours / 1 hour": "rpo=4 hours rto=1 hour",
    "RPO and RTO of 6 hours": "rpo=6 hours rto=6 hours",
    "Recovery time objective | 45 min": "rto=45 minutes",
    "At most one hour of data may be lost; the service is back within four hours.": "rpo=1 hour rto=4 hours",
    "A full backup is made every day at 02:30 and an incremental backup every 4 hours; backups are kept for 35 days.": (
        "backup_full=every day at 02:30 backup_incremental=every 4 hours backup_keep=35 days"
    ),
    "The database is backed up in full every week on Monday at 12:00 UTC and incrementally every hour.": (
        "backup_full=every week on Monday at 12:00 UTC backup_incremental=every hour"
    ),
    "500 concurrent users": "users=500",
    "35 staff and 200 guests are users, at most 80 at once": "users=80",
    "The pool opens up to 40 database connections.": "connections=40",
    "PostgreSQL 17 is used.": "postgres=17",
    "At the peak 1,200 requests per second are handled.": "requests=1200/second",
    "95 % of all searches are answered within 300 ms.": "response=300 ms",
    "The API responds to reads in less than 0.5 seconds.": "response=0.5 seconds",
    "Response times stay below 2 seconds at 300 requests/s.": "requests=300/s response=2 seconds",
    "The database server has 16 vCPUs.": "cores=16",
}


@pytest.mark.parametrize(("text", "expected"), VOLUMES.items())
def test_numbers_of_rows(text: str, expected: list[str]):
    assert shown(volumes(text, quoted(text))) == expected


@pytest.mark.parametrize("text", NO_VOLUMES)
def test_limits_rates_and_sizes_are_no_numbers_of_rows(text: str):
    assert volumes(text, quoted(text)) == []


@pytest.mark.parametrize(("text", "expected"), OPERATIONS.items())
def test_running_the_database(text: str, expected: str):
    assert shown(operations_notes(text, quoted(text), "")) == [f"*: operations {expected}"]


def test_a_heading_may_say_that_it_is_about_backups():
    text = "Every night at 01:00, transaction logs every 15 minutes, kept 60 days."
    expected = "backup_full=Every night at 01:00 backup_incremental=every 15 minutes backup_keep=60 days"
    assert shown(operations_notes(text, quoted(text), "Backup")) == [f"*: operations {expected}"]


@pytest.mark.parametrize(
    "text",
    [
        "Each client may make 100 requests per minute.",
        "Above 50 requests/s the caller is throttled with 429.",
        "A complaint is answered within 5 working days.",
        "The response is a list of at most 20 rows.",
    ],
)
def test_limits_of_callers_and_of_people_are_no_load(text: str):
    assert [
        f for f in operations_notes(text, quoted(text), "") if dict(f.values).keys() & {"requests", "response"}
    ] == []


def test_restoring_a_row_is_no_recovery_of_the_database():
    text = "An administrator can restore a deleted letter within 30 days."
    assert operations_notes(text, quoted(text), "") == []
