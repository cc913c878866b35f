"""Requirement documents of any length, the same for the same numbers: something to measure reading on.

The texts are made of a few dozen sentence patterns, as real requirement documents are, with names that no two entities
share. They hold what discovery looks for: fields, limits, unique values, states, references, lists and searches.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

KINDS = (
    *("Archive", "Border", "Cabin", "Delta", "Ember", "Fabric", "Garden", "Harvest", "Island", "Jacket", "Kiln"),
    *(
        "Lantern",
        "Meadow",
        "Needle",
        "Orchard",
        "Pebble",
        "Quarry",
        "Ribbon",
        "Saddle",
        "Timber",
        "Velvet",
        "Willow",
        "Marble",
    ),
)
THINGS = (
    *("Sheet", "Permit", "Ticket", "Parcel", "Ledger", "Voucher", "Roster", "Survey", "Charter", "Token", "Bundle"),
    *(
        "Circuit",
        "Fitting",
        "Gauge",
        "Locker",
        "Module",
        "Notice",
        "Panel",
        "Record",
        "Sample",
        "Trail",
        "Unit",
        "Fixture",
    ),
)
STATES = ("DRAFT", "OPEN", "APPROVED", "CLOSED")


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """How much is generated: entities, and statements for each of them (besides its section's opening)."""

    entities: int
    statements: int

    def __post_init__(self) -> None:
        if not 2 <= self.entities <= len(KINDS) * len(THINGS):
            raise ValueError(f"between 2 and {len(KINDS) * len(THINGS)} entities can be named")


def names(count: int) -> list[str]:
    """The first `count` names of entities, each of two words."""
    return [f"{KINDS[n % len(KINDS)]} {THINGS[(n + n // len(KINDS)) % len(THINGS)]}" for n in range(count)]


def _a(name: str) -> str:
    return f"{'an' if name[0].lower() in 'aeiou' else 'a'} {name}"


def requirements(size: Size) -> str:
    """The functional requirements as Markdown."""
    entities = names(size.entities)
    sections = [_section(number, entities, size.statements) for number in range(size.entities)]
    return "# Functional Requirements\n\n" + "\n".join(sections)


def api(size: Size) -> str:
    """The API description as Markdown: an endpoint table and a field table for each entity."""
    return "# API\n\n" + "\n".join(_resource(name) for name in names(size.entities))


def write_project(folder: Path, size: Size) -> int:
    """Writes the documents where `database-designer design` looks for them; returns the number of words."""
    documents = folder / "artifacts" / "phase1_documentation"
    documents.mkdir(parents=True)
    texts = {"functional_requirements.md": requirements(size), "api_specifications.md": api(size)}
    for name, text in texts.items():
        (documents / name).write_text(text, encoding="utf-8")
    return sum(len(text.split()) for text in texts.values())


def _section(number: int, entities: list[str], statements: int) -> str:
    name = entities[number]
    opening = (
        f"## {number + 1}. {name}\n\n"
        f"{_a(name.lower()).capitalize()} has a code, a title, a description, an amount and a due date. "
        f"The code of {_a(name.lower())} is unique.\n"
    )
    lines = (f"- **FR-{number + 1:03d}-{n + 1:02d}**: {_statement(n, number, entities)}" for n in range(statements))
    return opening + "\n" + "\n".join(lines) + "\n"


def _statement(n: int, number: int, entities: list[str]) -> str:
    name = entities[number].lower()
    one = _a(name)
    other = entities[(number * 7 + n * 3 + 1) % len(entities)].lower()
    attribute = ("weight", "length", "score", "rank", "price", "level", "width", "depth")[n // 10 % 8]
    patterns = (
        f"The system shall allow an operator to create, edit and close {one}.",
        f"Each {name} belongs to exactly one {other}, and {_a(other)} can have many {name}s.",
        f"The {attribute} of {one} must be between {n} and {n * 100 + 100}.",
        f"Operators shall search {name}s by title and filter them by status and due date, newest first.",
        f"The status of {one} is one of {', '.join(STATES[:-1])} or {STATES[-1]}.",
        f"When {one} is closed, the time of closing and the reason shall be recorded.",
        f"{one.capitalize()} may refer to {_a(other)}; the {other} cannot be deleted as long as it is referred to.",
        f"The title of {one} is required and has at most {n * 10 + 40} characters.",
        f"All changes to {one} shall be logged with the user, the time, and the old and the new values.",
        f"{one.capitalize()} in the status {STATES[0]} can be deleted; any other {name} is only archived after {n + 1} years.",
    )
    return patterns[n % len(patterns)]


def _resource(name: str) -> str:
    path = name.lower().replace(" ", "-") + "s"
    return (
        f"## {name}\n\n"
        "| Method | Path | Purpose |\n|---|---|---|\n"
        f"| GET | /{path} | List, filtered by `status`, sorted by `due_date` |\n"
        f"| POST | /{path} | Create |\n"
        f"| GET | /{path}/{{id}} | Read one |\n\n"
        "| Field | Type | Required | Constraints |\n|---|---|---|---|\n"
        "| code | string | yes | unique, max 20 |\n"
        "| title | string | yes | max 120 |\n"
        "| description | string | no | |\n"
        "| amount | decimal | no | >= 0 |\n"
        "| due_date | date | yes | |\n"
        f"| status | enum | yes | {', '.join(STATES)} |\n"
    )
