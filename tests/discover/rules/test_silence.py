"""Sentences that sound like rules of the database and are none: permissions, screens, what other events leave alone."""

from __future__ import annotations

import pytest

from database_designer.model.conceptual import EntityType
from tests.discover.reading import model_of

GLIDERS = """
# Gliding Club
- FR-1: Each pilot has a name, a licence number and a birthday. A flight has a number, a fee, a start time and an end time.
- FR-2: A flight belongs to exactly one pilot. The status of a flight is PLANNED, FLOWN or CANCELLED.
{said}
"""


def told(said: str) -> list[EntityType]:
    """The entity types of the document, without where they were read."""
    model = model_of(GLIDERS.format(said=said))
    return [e for e in model.entities if e.name in ("Pilot", "Flight")]


def kept(entity: EntityType) -> dict[str, object]:
    """What a rule could have changed of an entity type."""
    lifecycle = entity.lifecycle
    return {
        "rules": entity.rules,
        "deletion": entity.deletion,
        "options": [(a.name, a.optional, a.immutable, a.set_once, a.matches, a.generated) for a in entity.attributes],
        "references": [(r.name, r.optional, r.immutable, r.when_deleted) for r in entity.references],
        "lifecycle": lifecycle
        and (lifecycle.any_move, lifecycle.requires, lifecycle.stamps, lifecycle.frozen, lifecycle.expires),
    }


@pytest.mark.parametrize(
    "said",
    [
        "- FR-3: The list of flights is read-only.",
        "- FR-3: Guests cannot change the fee of a flight.",
        "- FR-3: When the fee is changed, existing flights remain unchanged.",
        "- FR-3: The fee of a flight cannot be changed by pilots.",
        "- FR-3: A fixed fee is shown on every page.",
        "- FR-3: The form must be submitted before the page is closed.",
        "- FR-3: A reason is shown in the tooltip.",
        "- FR-3: Only administrators can edit flights.",
        "- FR-3: Pilots can only see their own flights.",
        "- FR-3: Sessions expire after 30 minutes.",
        "- FR-3: The token must be unique and expires after one day.",
        "- FR-3: The report is generated automatically.",
        "- FR-3: The page validates the e-mail format.",
        "- FR-3: The confirmation is either printed or sent.",
    ],
)
def test_no_rule_comes_of_it(said: str) -> None:
    assert [kept(e) for e in told(said)] == [kept(e) for e in told("")]
