"""What questions are made of: the material they are asked about, their texts, and where they are answered."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from database_designer.discover.concepts import Concepts
from database_designer.discover.findings import Findings
from database_designer.model.conceptual import Attribute, ConceptualModel, EntityType, Question, SemanticType
from database_designer.model.requirements import Requirements
from database_designer.modelfile.write_lines import attribute_text
from database_designer.source import Evidence, Origin

_DECIDED = "questions"
_SHOWN = 8
_QUOTED = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """What is asked about: the model, the findings behind it, and the documents."""

    model: ConceptualModel
    requirements: Requirements
    findings: Findings = field(default_factory=Findings)
    concepts: Concepts = field(default_factory=lambda: Concepts(concepts=(), meaning={}))


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What is done meanwhile, what another answer changes, and where in model.yaml it is given, with an example line."""

    taken: str
    changes: str
    where: str = ""
    write: str = ""


def question(about: str, asked: str, answer: Answer, evidence: Iterable[Evidence] = ()) -> Question:
    """A question on an element, with the default taken, how to answer it, and at most three quotations."""
    quoted = tuple(dict.fromkeys(evidence))[:_QUOTED]
    return Question(
        ask=asked, about=about, assumed=answer.taken, would_change=answer.changes, where=answer.where,
        write=answer.write, origin=Origin(evidence=quoted, decided_by=_DECIDED, assumed=not quoted),
    )  # fmt: skip


def listed(names: Sequence[str], most: int = _SHOWN) -> str:
    """The names in a row: "A, B and 3 more"."""
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more


def spelled(name: str) -> str:
    """A name of the model as words: "due_on" is "due on"."""
    return name.replace("_", " ")


def member_place(entity: EntityType, kind: str) -> str:
    """Where the members of an entity type stand in model.yaml: "entities.Loan.attributes"."""
    return f"entities.{entity.name}.{kind}"


def attribute_line(attribute: Attribute, type_: SemanticType | None = None) -> str:
    """The line of an attribute as it stands, or with another type."""
    changed = attribute if type_ is None else replace(attribute, type=type_, check=None, matches=None, default=None)
    return f"{attribute.name}: {_quoted(attribute_text(changed))}"


def _quoted(text: str) -> str:
    """The text as a value of YAML; most need no quotes."""
    plain = ": " not in text and " #" not in text and text[:1].isalpha()
    return text if plain else "'" + text.replace("'", "''") + "'"
