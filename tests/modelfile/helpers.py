"""What the tests of model.yaml share: reading a text, and models without their origins."""

from __future__ import annotations

import dataclasses
from typing import Any

from database_designer.diagnostics import Diagnostic
from database_designer.model.conceptual import ConceptualModel, EntityType
from database_designer.modelfile.load import load_model
from database_designer.source import Origin, SourceFile, SourceRole

NOWHERE = Origin(decided_by="test")


def load(text: str) -> tuple[ConceptualModel | None, tuple[Diagnostic, ...]]:
    return load_model(SourceFile(path="model.yaml", text=text, role=SourceRole.MODEL))


def model_of(text: str) -> ConceptualModel:
    """The model of a text that has nothing wrong with it."""
    model, diagnostics = load(text)
    assert model is not None
    assert diagnostics == (), diagnostics
    return model


def entity_of(body: str, **others: str) -> EntityType:
    """The entity Loan with this body (indented as the test has it), among others given by their bodies."""
    entity = model_of(document(Loan=body, **others)).entity("Loan")
    assert entity is not None
    return entity


def document(**bodies: str) -> str:
    """A model.yaml with entities of these bodies; an empty body stands for an entity with one attribute."""
    entities = "".join(f"  {name}:\n{_indented(body or 'attributes: {code: text}')}\n" for name, body in bodies.items())
    return f"model: Library\nentities:\n{entities}"


def _indented(body: str) -> str:
    lines = body.strip("\n").split("\n")
    margin = min(len(line) - len(line.lstrip()) for line in lines if line.strip())
    return "\n".join(f"    {line[margin:]}" for line in lines)


def bare(value: Any) -> Any:
    """The value with all origins made equal."""
    if isinstance(value, Origin):
        return NOWHERE
    if isinstance(value, tuple):
        return tuple(bare(v) for v in value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return dataclasses.replace(value, **{f.name: bare(getattr(value, f.name)) for f in dataclasses.fields(value)})
    return value


def codes(diagnostics: tuple[Diagnostic, ...]) -> list[str]:
    return [d.code for d in diagnostics]
