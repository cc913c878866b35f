"""Projects as people have them on disk: a hive register, described in prose and by an API."""

from __future__ import annotations

from pathlib import Path

PHASE = Path("artifacts") / "phase1_documentation"

REQUIREMENTS = """\
# Apiary Register

## Functional requirements

### FR-01: Hives

The system shall store each hive with its name, paint colour and installation date. The name of a hive must be unique.

### FR-02: Inspections

Each inspection belongs to one hive. An inspection has a date, a weight and remarks.
"""

HARVESTS = """
### FR-03: Harvests

Each harvest belongs to one hive. A harvest has a date and a volume.
"""

API = """\
openapi: 3.0.3
info: {title: Apiary Register, version: "1"}
paths:
  /keepers:
    get:
      responses:
        "200":
          description: all
          content: {application/json: {schema: {type: array, items: {$ref: "#/components/schemas/Keeper"}}}}
    post:
      requestBody: {content: {application/json: {schema: {$ref: "#/components/schemas/Keeper"}}}}
      responses: {"201": {description: made}}
components:
  schemas:
    Keeper:
      type: object
      required: [name]
      properties:
        id: {type: string, format: uuid}
        name: {type: string, maxLength: 100}
        licence: {type: string, enum: [TRAINEE, FULL]}
"""

MODEL = """\
# Written by hand; the spacing is mine.
model:   Apiary Register
entities:
  Hive:
    attributes:
      name:   text(40)
      colour: text?
  Inspection:
    references:
      hive: Hive
    attributes:
      held_on: date
"""


def write_project(folder: Path, *, requirements: str = REQUIREMENTS, api: str = API) -> Path:
    """A project folder with requirements and an API description; "" leaves one out. Returns the folder."""
    documents = folder / PHASE
    documents.mkdir(parents=True, exist_ok=True)
    for name, text in (("functional_requirements.md", requirements), ("openapi.yaml", api)):
        if text:
            (documents / name).write_text(text, encoding="utf-8")
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below the folder, by its path."""
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}
