"""API descriptions and data dictionaries in Markdown."""

from __future__ import annotations

from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st

from database_designer.model.requirements import Operation, Shape, ShapeKind
from database_designer.read.markdown.api import read_api_markdown
from database_designer.read.markdown.blocks import parse_blocks
from database_designer.read.paths import endpoint_path
from database_designer.source import SourceFile, SourceRole


def read(text: str):
    file = SourceFile(path="api.md", text=dedent(text).strip("\n") + "\n", role=SourceRole.API)
    blocks = parse_blocks(file)
    return (*read_api_markdown(blocks, file), blocks)


def operations(text: str) -> dict[str, Operation]:
    return {f"{o.method} {o.path}": o for o in read(text)[0]}


def shapes(text: str) -> dict[str, Shape]:
    return {s.name or f"{s.kind} {s.operation}": s for s in read(text)[1]}


def names(shape: Shape) -> list[str]:
    return [f.name for f in shape.fields]


def prose(text: str) -> list[str]:
    """The texts of the blocks that are left to be read as prose."""
    _, _, claimed, blocks = read(text)
    return [b.inline.text or b.text for i, b in enumerate(blocks) if i not in claimed and b.kind != "heading"]


@pytest.mark.parametrize(
    ("written", "path"),
    [
        ("/api/v1/boats", "/boats"),
        ("/v2/boats/", "/boats"),
        ("/boats/:id/crew", "/boats/{id}/crew"),
        ("/boats/[id]", "/boats/{id}"),
        ("/boats/<int:id>", "/boats/{id}"),
        ("https://sea.example.org/api/boats", "/boats"),
        ("{{baseUrl}}/boats", "/boats"),
        ("/apiary", "/apiary"),
        ("/api", "/"),
    ],
)
def test_paths_have_one_form(written: str, path: str) -> None:
    assert endpoint_path(written).path == path


def test_a_query_string_is_no_part_of_the_path() -> None:
    found = endpoint_path("/boats?page=0&size=10")
    assert (found.path, found.query) == ("/boats", (("page", "0"), ("size", "10")))


def test_a_table_of_endpoints() -> None:
    text = """
        | Method | Endpoint | Description | Status |
        |---|---|---|---|
        | GET | `/api/boats/{id}` | One boat | 200, 404 |
        | POST | /api/boats | New boat | 201 |
        """
    found = operations(text)
    assert list(found) == ["GET /boats/{id}", "POST /boats"]
    one = found["GET /boats/{id}"]
    assert (one.summary, one.span.line, [r.status for r in one.responses]) == ("One boat", 3, ["200", "404"])
    assert [(p.name, p.place, p.required) for p in one.parameters] == [("id", "path", True)]
    assert prose(text) == []


def test_endpoints_and_shapes_in_the_columns_of_a_table() -> None:
    found = operations("""
        | Endpoint | Request | Response |
        |---|---|---|
        | `POST /boats` | `BoatInput` | `Boat` |
        | `GET /boats`, `GET /boats/search` | | `Boat[]` |
        """)
    assert (found["POST /boats"].request, found["POST /boats"].responses[0].shape) == ("BoatInput", "Boat")
    assert [(r.shape, r.many) for r in found["GET /boats/search"].responses] == [("Boat", True)]


def test_a_requirement_that_mentions_an_endpoint_stays_prose() -> None:
    text = """
        | ID | Requirement | Endpoints |
        |---|---|---|
        | FR-1 | A member lists boats. | `GET /boats`, `GET/POST /boats/:id/log` |

        The client calls `DELETE /boats/{id}` at night.
        """
    assert list(operations(text)) == ["GET /boats", "GET /boats/{id}/log", "POST /boats/{id}/log", "DELETE /boats/{id}"]
    assert len(prose(text)) == 2


def test_endpoints_in_headings_paragraphs_items_and_fences() -> None:
    text = """
        ### POST /boats - Add a boat

        ## Remove a boat
        **DELETE** `/api/boats/{id}`

        ## List
        - `GET /boats` - List boats (filters: ?flag=NO&open=1)
        - **Method**: `PATCH`
        - **Path**: `/api/boats/{id}`

        ```
        PUT  /api/boats/[id]   - Replace a boat
        ```
        """
    found = operations(text)
    assert {k: o.summary for k, o in found.items()} == {
        "POST /boats": "Add a boat",
        "DELETE /boats/{id}": "Remove a boat",
        "GET /boats": "List boats (filters: ?flag=NO&open=1)",
        "PATCH /boats/{id}": "",
        "PUT /boats/{id}": "Replace a boat",
    }
    assert [p.name for p in found["GET /boats"].parameters] == ["flag", "open"]
    assert prose(text) == []


BOOKING = """
    ## Book a seat
    **POST** `/api/bookings`

    **Query Parameters:**
    - `dry` (optional, boolean, default: false): Only try

    **Request Body:**
    - `seats` (integer, required): Number, 1-8
    - `note` (string, optional)

    **Request Example:**
    ```json
    { "seats": 2, "note": "window", "tripId": "0b5c9c1e-7f5e-4b8e-9a53-0d6c4c1f2a3b" }
    ```

    **Response (201 Created):**
    ```json
    [ { "code": "AB12" } ]
    ```

    **Error Response:**
    ```json
    { "error": "full" }
    ```
    - `409 Conflict` if there is no seat

    ## Bookings of the day
    **GET** `/api/bookings`
    """


def test_the_bodies_of_an_endpoint() -> None:
    post = operations(BOOKING)["POST /bookings"]
    assert post.request == "POST /bookings"
    assert [(r.status, r.shape, r.many) for r in post.responses] == [
        ("201", "POST /bookings", True),
        ("409", "", False),
    ]
    assert [(p.name, p.place, p.type, p.default, p.required) for p in post.parameters] == [
        ("dry", "query", "boolean", "false", False)
    ]
    found = read(BOOKING)[1]
    assert [(s.kind, s.operation, names(s)) for s in found] == [
        (ShapeKind.REQUEST, "POST /bookings", ["seats", "note", "tripId"]),
        (ShapeKind.RESPONSE, "POST /bookings", ["code"]),
    ]
    assert prose(BOOKING) == []


def test_words_state_and_examples_add() -> None:
    seats, note, trip = read(BOOKING)[1][0].fields
    assert (seats.type, seats.minimum, seats.maximum, seats.example, seats.span.line) == ("integer", "1", "8", "2", 8)
    assert note.required is False
    assert (trip.format, trip.span.line) == ("uuid", 13)


def test_headings_that_name_data_structures() -> None:
    text = """
        #### TripRequestDTO (Request)
        **Used for**: `POST /trips`, `PUT /trips/{id}`
        ```json
        { "day": "2025-01-01" }
        ```
        **Fields**:
        - `day` (Date, required): Day of the trip

        #### TripDTO (Request/Response)
        - `id` (UUID): Key

        #### Page<TripDTO> (Response)
        ```json
        { "content": [ { /* TripDTO */ } ], "total": 1 }
        ```
        """
    found = shapes(text)
    assert {n: s.kind for n, s in found.items()} == {
        "TripRequestDTO": ShapeKind.REQUEST,
        "TripDTO": ShapeKind.SCHEMA,
        "Page<TripDTO>": ShapeKind.RESPONSE,
    }
    assert [(f.name, f.type, f.required) for f in found["TripRequestDTO"].fields] == [("day", "date", True)]
    assert found["Page<TripDTO>"].fields[0].reference == "TripDTO"
    assert operations(text)["PUT /trips/{id}"].request == "TripRequestDTO"


def test_interfaces_are_named_shapes() -> None:
    found = shapes("""
        ```ts
        export interface Berth {
          id: string;
          depth?: number;
        }
        ```
        """)["Berth"]
    assert [(f.name, f.required, f.span.line) for f in found.fields] == [("id", None, 3), ("depth", False, 4)]


def test_a_body_on_the_line_of_its_label() -> None:
    text = """
        - `POST /members` - Join
          - Request: `{ name: string, email: string }`
          - Response: `MemberDTO` (201)
        """
    assert names(shapes(text)["request POST /members"]) == ["name", "email"]
    assert [(r.status, r.shape) for r in operations(text)["POST /members"].responses] == [("201", "MemberDTO")]


DICTIONARY = """
    ## 3.1 Boat

    | Field | Type | Required | Description |
    |---|---|---|---|
    | id | UUID | Yes | Primary key |
    | name | varchar(80) | Yes | Unique |
    | harbour_id | uuid | No | FK -> harbours.id |

    Each crossing has the following attributes:

    | Attribute | Data Type | Null? | Default | Constraints |
    |---|---|---|---|---|
    | seats | integer | no | 0 | 0-400 |

    **Table: fares**

    | Column | Type | Key | Notes |
    |---|---|---|---|
    | code | char(4) | PK | - |
    """


def test_field_tables_are_named_by_heading_or_sentence() -> None:
    found = shapes(DICTIONARY)
    assert {n: s.kind for n, s in found.items()} == dict.fromkeys(["Boat", "crossing", "fares"], ShapeKind.FIELDS)
    key, name, harbour = found["Boat"].fields
    assert (key.unique, key.required, key.span.line) == (True, True, 5)
    assert (name.unique, name.max_length) == (True, 80)
    assert (harbour.required, harbour.reference) == (False, "harbours")
    (seats,) = found["crossing"].fields
    assert (seats.required, seats.default, seats.minimum, seats.maximum) == (True, "0", "0", "400")
    (code,) = found["fares"].fields
    assert (code.unique, code.max_length, code.description) == (True, 4, "")


def test_labels_tell_which_fields_are_required() -> None:
    text = """
        # UC-3: Register boat
        ## Validation rules
        ### Required fields
        - `name`: String, 1-100 characters
        ### Optional fields
        - `flag`: String, max 2 characters
        """
    (found,) = read(text)[1]
    assert (found.name, [(f.name, f.required) for f in found.fields]) == ("boat", [("name", True), ("flag", False)])


def test_create_and_update_columns() -> None:
    (found,) = shapes("""
        ### Boat field summary

        | Field | Create | Update | Type | Notes |
        |---|---|---|---|---|
        | name | req | opt | String | The name |
        | crew | req* | opt | Integer | Required for ferries |
        | flag | opt | - | String | |
        """).values()
    assert [(f.name, f.required) for f in found.fields] == [("name", True), ("crew", None), ("flag", False)]


@pytest.mark.parametrize(
    "table",
    [
        "| Attribute | Description |\n|---|---|\n| Performance | Fast |",
        "| Name | Type | Description |\n|---|---|---|\n| Stripe | External | Payments |",
        "| ID | Requirement |\n|---|---|\n| FR-1 | Boats have names |",
        "| Role | Permission |\n|---|---|\n| Captain | All |",
    ],
)
def test_tables_that_list_no_fields_are_left_alone(table: str) -> None:
    found, kept, claimed, _ = read(table)
    assert (found, kept, claimed) == ((), (), frozenset())


def test_statements_of_a_requirement_document_are_left_alone() -> None:
    text = """
        ## FR-2 Boats
        - The system shall store boats: name, flag and length.
        - A captain can cancel a trip.

        Required fields must be marked.
        """
    assert len(prose(text)) == 3


MARKS = ["# ", "## GET /a", "- ", "`POST /b`", "**Response:**", "\n\n", "\n", "| a | b |", "\n|---|---|\n", "```json\n",
         "```", '{"a": 1', "}", "Field | Type", "Required fields:", "(string", ")", ": ", "Method: GET", "Path: /x", "?q=", "200"]  # fmt: skip


@given(st.lists(st.sampled_from(MARKS), max_size=50).map("".join))
def test_no_text_makes_it_raise(text: str) -> None:
    read(text)
