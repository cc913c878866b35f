"""OpenAPI 3.1, 3.0 and Swagger 2.0, in YAML or JSON."""

from __future__ import annotations

import re

from database_designer.diagnostics import Diagnostic
from database_designer.model.requirements import Document, Operation, Shape, Statement
from database_designer.read.openapi.notes import Notes
from database_designer.read.openapi.operations import OperationReader
from database_designer.read.openapi.refs import References
from database_designer.read.openapi.schemas import SchemaReader, schemas_of
from database_designer.read.openapi.statements import StatementReader
from database_designer.read.openapi.tree import EMPTY, Mapping, parse_tree
from database_designer.source import SourceFile

__all__ = ["looks_like_openapi", "read_openapi"]

_KNOWN_VERSION = re.compile(r"2\.0|3\.[012](?:\.\d+)?")
_MARK = re.compile(r"""^[\s{]*["']?(?:openapi|swagger)["']?\s*:""", re.MULTILINE)


def looks_like_openapi(text: str) -> bool:
    """Whether a YAML or JSON text calls itself an OpenAPI or Swagger document."""
    return _MARK.search(text) is not None


def read_openapi(
    file: SourceFile,
) -> tuple[Document, tuple[Operation, ...], tuple[Shape, ...], tuple[Statement, ...], tuple[Diagnostic, ...]]:
    """The document, its operations, shapes and statements in their order, and what is to be said about it.

    Named schemas come first among the shapes, then inline bodies (named by their `operation`), then inline variants.
    Never raises: of a broken file, what can be read is read, and a diagnostic tells the line.
    """
    notes = Notes(file.path)
    root = _root(file, notes)
    references = References(root=root, notes=notes)
    schemas = SchemaReader(path=file.path, role=file.role, references=references, notes=notes)
    named = schemas_of(root)
    shapes = [
        shape
        for name, node in named.entries.items()
        if isinstance(node, Mapping) and (shape := schemas.named(name, node, named.lines[name]))
    ]
    reader = OperationReader(schemas=schemas, references=references)
    paths = root.mapping("paths")
    operations = reader.operations(paths)
    told = StatementReader(path=file.path, role=file.role)
    statements = (*told.of_document(root), *told.of_operations(paths), *told.of_schemas(named))
    document = Document(path=file.path, title=root.mapping("info").text("title"), role=file.role)
    return document, operations, (*shapes, *reader.bodies.values(), *schemas.extra.values()), statements, notes.all


def _root(file: SourceFile, notes: Notes) -> Mapping:
    """The document as a mapping, an empty one where it is none; says what is wrong with it as a whole."""
    root = parse_tree(file.text, notes)
    if not isinstance(root, Mapping):
        notes.error(
            "openapi-no-object", 1, "the file holds no object", "an OpenAPI document starts with `openapi: 3.1.0`"
        )
        return EMPTY
    version = root.text("openapi") or root.text("swagger")
    if not _KNOWN_VERSION.fullmatch(version):
        said = f'the version "{version}" is not known' if version else "the file states no OpenAPI version"
        fix = 'state `openapi: 3.1.0`, `openapi: 3.0.3` or `swagger: "2.0"`'
        notes.warning("openapi-version", root.line, f"{said}; it was read as OpenAPI", fix)
    if not root.mapping("paths").entries:
        line = root.lines.get("paths", root.line)
        notes.warning("openapi-no-paths", line, "the file describes no paths", "describe the endpoints under `paths`")
    return root
