"""What has to hold when something is done."""

from __future__ import annotations

import pytest

from database_designer.discover.rules.guards import read_guards
from tests.discover.rules.told import told

DEPOT = """
    entities:
      Depot: {attributes: {name: text}}
      Clerk:
        attributes: {name: text, birth_date: date, permit_expires_on: date}
        lifecycle: {state: status, start: ACTIVE, moves: {ACTIVE: [SUSPENDED]}}
      Crane:
        references: {depot: Depot}
        attributes: {label: text, active: 'boolean, default true'}
      Job:
        references: {crane: Crane, clerk: Clerk}
        attributes: {start_time: instant, end_time: instant}
        lifecycle: {state: status, start: PLANNED, moves: {PLANNED: [DONE, CANCELLED]}}
      Crate:
        references: {job: Job?}
        attributes: {weight: 'decimal(8,2)', packed: 'boolean, default false'}
      Inspection:
        references: {job: Job, clerk: Clerk}
        attributes: {score: integer}
        lifecycle: {state: status, start: DRAFT, moves: {DRAFT: [SIGNED]}}
"""
SHOP = """
    entities:
      Guest: {attributes: {name: text, blocked: 'boolean, default false'}}
      Tour:
        attributes: {title: text, start_date: date, end_date: date}
        lifecycle: {state: status, start: OPEN, moves: {OPEN: [CLOSED]}}
      Booking:
        references: {guest: Guest, tour: Tour}
        lifecycle: {state: status, start: PLACED, moves: {PLACED: [CANCELLED, PAID]}}
      Invoice:
        references: {booking: Booking}
        attributes: {total: money, paid_at: instant?}
      Line:
        references: {invoice: Invoice}
        attributes: {amount: money}
"""


@pytest.mark.parametrize(
    ("sentence", "rule"),
    [
        # The state of what a new row points to.
        ("Inactive cranes cannot be used.", "Job: before create, change(crane): crane.active = true"),
        ("A suspended clerk must not be assigned to a job.", "Job: before create, change(clerk): clerk.status != SUSPENDED"),
        ("Jobs can only be planned for active clerks.", "Job: before create, change(clerk): clerk.status = ACTIVE"),
        ("Only active cranes may host new jobs.", "Job: before create, change(crane): crane.active = true"),
        ("The system shall reject inspections of cancelled jobs.", "Inspection: before create, change(job): job.status != CANCELLED"),
        ("No inspection can be recorded if the job is cancelled.", "Inspection: before create, change(job): job.status != CANCELLED"),
        ("An inspection requires a job that is done.", "Inspection: before create, change(job): job.status = DONE"),
        ("The system must prevent suspended clerks from signing inspections.", "Inspection: before enter(SIGNED): clerk.status != SUSPENDED"),
        # Time.
        ("A job may be cancelled until 3 hours before start.", "Job: before enter(CANCELLED): now <= start_time - 3 hours"),
        ("Users can cancel a job up to two days before the start.", "Job: before enter(CANCELLED): now <= start_time - 2 days"),
        ("A job cannot be cancelled less than 45 minutes before it starts.", "Job: before enter(CANCELLED): now <= start_time - 45 minutes"),
        ("A job cannot be cancelled after it has started.", "Job: before enter(CANCELLED): start_time > now"),
        ("Once a job has ended, it can no longer be cancelled.", "Job: before enter(CANCELLED): end_time > now"),
        ("An inspection can be recorded only after the job has ended.", "Inspection: before create, change(job): job.end_time <= now"),
        ("Jobs must be planned at least 12 hours before the start.", "Job: before create: now <= start_time - 12 hours"),
        ("Jobs must start in the future.", "Job: before create, change(start_time): start_time > now"),
        # What a person or thing has to be.
        ("Clerks under 18 cannot sign inspections.", "Inspection: before enter(SIGNED): clerk.birth_date <= today - 18 years"),
        ("A clerk must be at least 21 years old to sign an inspection.", "Inspection: before enter(SIGNED): clerk.birth_date <= today - 21 years"),
        ("A clerk whose permit has expired cannot sign inspections.", "Inspection: before enter(SIGNED): clerk.permit_expires_on >= today"),
        ("To record an inspection, the clerk must not be suspended.", "Inspection: before create, change(clerk): clerk.status != SUSPENDED"),
        ("A clerk must be active before being assigned to a job.", "Job: before create, change(clerk): clerk.status = ACTIVE"),
        # Other sides.
        ("A job can be marked as done only if all crates are packed.", "Job: before enter(DONE): all(crates, packed = true)"),
        ("A job cannot be cancelled if it has at least two signed inspections.", "Job: before enter(CANCELLED): count(inspections where status = SIGNED) < 2"),
        ("Cranes with planned jobs cannot be deactivated.", "Crane: before change(active) when active = false: not exists(jobs where status = PLANNED)"),
        ("A depot with active cranes cannot be deleted.", "Depot: before delete: not exists(cranes where active = true)"),
        ("Cancelling a job stores the reason and blocks further inspections.", "Inspection: before create, change(job): job.status != CANCELLED"),
        ("Clerks must not inspect their own jobs.", "Inspection: always clerk != job.clerk"),
    ],
)  # fmt: skip
def test_what_is_told_of_a_depot(sentence: str, rule: str) -> None:
    assert told(DEPOT, sentence, read_guards) == [rule]


@pytest.mark.parametrize(
    ("sentence", "rule"),
    [
        ("Blocked guests may not book tours.", "Booking: before create, change(guest): guest.blocked = false"),
        ("Guests can't book closed tours.", "Booking: before create, change(tour): tour.status != CLOSED"),
        ("Tours may only be booked while they are open.", "Booking: before create, change(tour): tour.status = OPEN"),
        ("A tour that is closed cannot be booked.", "Booking: before create, change(tour): tour.status != CLOSED"),
        ("A booking cannot be cancelled after the end of the tour.", "Booking: before enter(CANCELLED): today <= tour.end_date"),
        ("Bookings are only possible for open tours.", "Booking: before create, change(tour): tour.status = OPEN"),
        ("Booking a closed tour is not allowed.", "Booking: before create, change(tour): tour.status != CLOSED"),
        ("An invoice cannot be deleted once it has lines.", "Invoice: before delete: not exists(lines)"),
        ("It is not possible to delete a guest with placed bookings.", "Guest: before delete: not exists(bookings where status = PLACED)"),
        ("A booking must have an invoice before it can be paid.", "Booking: before enter(PAID): exists(invoices)"),
        ("Deleting a tour is forbidden if it has open bookings.", "Tour: before delete: not exists(bookings where status = PLACED)"),
    ],
)  # fmt: skip
def test_what_is_told_of_tours(sentence: str, rule: str) -> None:
    assert told(SHOP, sentence, read_guards) == [rule]


@pytest.mark.parametrize(
    "sentence",
    [
        "Guests can book tours.",
        "Only admins may delete tours.",
        "A guest cannot log in with a wrong password.",
        "The page must not show more than 20 tours.",
        "A user must be logged in to view bookings.",
        "Vegetarian guests cannot book tours.",
        "Guests may cancel a booking if the weather is bad.",
        "Tours can be filtered by title only if a title is given.",
        "Bookings cannot be seen by other guests.",
        "If the payment fails, the booking cannot be confirmed.",
        "A booking can be cancelled until 24 hours before its start without a fee.",
    ],
)
def test_what_is_not_told_leads_to_nothing(sentence: str) -> None:
    assert told(SHOP, sentence, read_guards) == []
