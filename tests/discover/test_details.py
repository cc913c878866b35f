"""What documents of projects tell beside plain sentences: filters, areas of paths, profiles, detours, assumptions."""

from __future__ import annotations

from database_designer.model.conceptual import ConceptualModel
from tests.discover.reading import model_of

ROWS = """
# Reading rooms

## Users
- FR-1: Users log in with e-mail and password. Users have a role.

## Desks

| Endpoint | Purpose |
|---|---|
| `GET /desks` | List desks |
| `POST /desks` | Add a desk |
| `GET /desks/{id}` | Show a desk |
"""


def members(model: ConceptualModel, entity: str) -> dict[str, bool]:
    """The attributes of the entity and whether each is assumed as a whole."""
    found = model.entity(entity)
    return {a.name: a.origin.assumed for a in found.attributes} if found else {}


def test_a_managed_thing_without_properties_has_an_assumed_name() -> None:
    assert members(model_of(ROWS), "Desk") == {"name": True}


def test_a_told_property_leaves_no_room_for_an_assumption() -> None:
    told = ROWS + "\n- FR-2: Each desk has a number.\n"
    assert members(model_of(told), "Desk") == {"number": False}


def test_no_name_is_assumed_in_plain_prose() -> None:
    assert members(model_of("A reader borrows a desk. Each desk belongs to a room."), "Desk") == {}


def test_an_assumed_property_quotes_what_it_was_assumed_for() -> None:
    desk = model_of(ROWS).entity("Desk")
    assert desk is not None
    assert desk.attributes[0].origin.evidence[0].quote.startswith(("GET /desks", "POST /desks"))


def test_comments_have_a_text_and_an_author_unless_told() -> None:
    noted = ROWS + "\n- FR-3: Users add comments to desks.\n"
    assert members(model_of(noted), "Comment") == {"text": True}
    told = noted + "\n- FR-4: Each comment has a body and a mood.\n"
    assert members(model_of(told), "Comment") == {"body": False, "mood": False}


def test_notifications_that_are_only_sent_are_not_kept() -> None:
    sent = ROWS + "\n- FR-3: The system sends notifications by e-mail.\n"
    kept = (
        ROWS
        + "\n- FR-3: The system shall create notifications on bookings; users list and mark notifications as read.\n"
    )
    assert model_of(sent).entity("Notification") is None
    assert set(members(model_of(kept), "Notification")) >= {"message", "read_at"}


def test_a_profile_belongs_to_a_user() -> None:
    text = ROWS + (
        "\n- FR-3: Each librarian has a desk number. Librarians can sort desks.\n"
        "- FR-4: Librarian profiles (specialization, bio) shall be managed by users.\n"
    )
    librarian = model_of(text).entity("Librarian")
    assert librarian is not None
    assert [(r.name, r.to) for r in librarian.references if r.to == "User"] == [("user", "User")]


def test_an_area_of_the_api_is_no_part_of_the_name() -> None:
    text = ROWS + (
        "\n| Endpoint | Purpose |\n|---|---|\n| `GET /forum/threads` | List |\n| `POST /forum/threads` | Add |\n"
        "| `GET /forum/threads/{id}` | Show |\n\n- FR-5: Each forum thread has a title.\n"
    )
    assert [e.name for e in model_of(text).entities if "Thread" in e.name] == ["Thread"]


def test_a_path_does_not_point_where_another_reference_leads() -> None:
    text = """
    # Regatta

    | Endpoint | Purpose |
    |---|---|
    | `POST /races` | Add a race |
    | `GET /races` | List races |
    | `POST /races/{id}/entries` | Enter a boat |
    | `GET /races/{id}/entries` | List entries |
    | `POST /races/{id}/results` | Record a result |
    | `GET /races/{id}/results` | List results |

    - FR-1: Each race has a date. Each entry has a sail number. Each entry belongs to exactly one race.
    - FR-2: Each result has a rank. Each result belongs to exactly one entry.
    """
    result = model_of(text).entity("Result")
    assert result is not None
    assert [r.to for r in result.references] == ["Entry"]
