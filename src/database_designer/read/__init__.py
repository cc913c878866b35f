"""Reads what is written where: the documents of a project as one `Requirements`."""

from __future__ import annotations

from dataclasses import replace

from database_designer.diagnostics import Diagnostic, Severity, sort_diagnostics
from database_designer.model.requirements import (
    Document,
    Example,
    Operation,
    Requirements,
    Shape,
    Statement,
    Table,
)
from database_designer.read.markdown.document import read_markdown
from database_designer.read.openapi import read_openapi
from database_designer.read.project import find_sources, is_openapi_path
from database_designer.read.title import project_name
from database_designer.source import SourceFile, SourceRole

__all__ = ["find_sources", "read_project"]

LONGEST_STATEMENT = 2_000
"""Characters of a statement that are looked at; what is longer is no sentence (an embedded image, a dump)."""


def read_project(sources: tuple[SourceFile, ...], project: str) -> tuple[Requirements, tuple[Diagnostic, ...]]:
    """What the source files say, in their order, and what is to be said about them.

    `project` is the name to fall back on where no document has a title that names the project. Never raises for the
    content of a file.
    """
    documents: list[Document] = []
    statements: list[Statement] = []
    tables: list[Table] = []
    shapes: list[Shape] = []
    operations: list[Operation] = []
    examples: list[Example] = []
    diagnostics: list[Diagnostic] = []
    for file in sources:
        if is_openapi_path(file.path):
            document, endpoints, schemas, told, noted = read_openapi(file)
            diagnostics.extend(noted)
        else:
            read = read_markdown(file)
            document, endpoints, schemas, told = read.document, read.operations, read.shapes, read.statements
            tables.extend(read.tables)
            examples.extend(read.examples)
            diagnostics.extend(read.diagnostics)
        documents.append(document)
        operations.extend(endpoints)
        shapes.extend(schemas)
        statements.extend(told)
    diagnostics.extend(_too_long(s) for s in statements if len(s.text) > LONGEST_STATEMENT)
    titles = [document.title for document in documents if document.role is not SourceRole.DOCS]
    requirements = Requirements(
        project=project_name(titles, project),
        documents=tuple(documents),
        statements=tuple(map(_bounded, statements)),
        tables=tuple(tables),
        shapes=tuple(shapes),
        operations=tuple(operations),
        examples=tuple(examples),
    )
    return requirements, sort_diagnostics(diagnostics)


def _bounded(statement: Statement) -> Statement:
    long = max(len(statement.text), len(statement.label), len(statement.lead)) > LONGEST_STATEMENT
    cut = slice(LONGEST_STATEMENT)
    return (
        replace(statement, text=statement.text[cut], label=statement.label[cut], lead=statement.lead[cut])
        if long
        else statement
    )


def _too_long(statement: Statement) -> Diagnostic:
    fact = f"a sentence has {len(statement.text):,} characters; the first {LONGEST_STATEMENT:,} of them are read"
    return Diagnostic(
        code="statement-too-long", severity=Severity.WARNING, fact=fact, fix="end sentences with a full stop",
        span=statement.span,
    )  # fmt: skip
