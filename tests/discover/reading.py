"""Short ways to write the documents of a project in tests."""

from __future__ import annotations

from textwrap import dedent

from database_designer.discover import discover
from database_designer.discover.findings import PolicyFinding
from database_designer.model.conceptual import ConceptualModel
from database_designer.model.requirements import Requirements
from database_designer.read import read_project
from database_designer.source import Evidence, SourceFile, SourceRole, Span


def requirements_of(text: str) -> Requirements:
    """The requirements in one Markdown document."""
    source = SourceFile(path="requirements.md", text=dedent(text).lstrip("\n"), role=SourceRole.REQUIREMENTS)
    return read_project((source,), "Test")[0]


def model_of(text: str) -> ConceptualModel:
    """The conceptual model that one Markdown document leads to."""
    return discover(requirements_of(text))[0]


def quoted(text: str) -> Evidence:
    """The text as a quotation."""
    return Evidence(span=Span(file="requirements.md", line=1, end_line=1), quote=text)


def shown(findings: list[PolicyFinding]) -> list[str]:
    """Each finding as `owner words: policy key=value ...`, empty values left out."""
    return [
        " ".join((f"{' '.join(f.owner) or '*'}:", f.policy, *(f"{k}={v}" for k, v in f.values if v))) for f in findings
    ]
