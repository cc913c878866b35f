"""Reads what is written where: the documents of a project as one `Requirements`."""

from __future__ import annotations

from database_designer.diagnostics import Diagnostic, sort_diagnostics
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
    titles = [document.title for document in documents if document.role is not SourceRole.DOCS]
    requirements = Requirements(
        project=project_name(titles, project),
        documents=tuple(documents),
        statements=tuple(statements),
        tables=tuple(tables),
        shapes=tuple(shapes),
        operations=tuple(operations),
        examples=tuple(examples),
    )
    return requirements, sort_diagnostics(diagnostics)
