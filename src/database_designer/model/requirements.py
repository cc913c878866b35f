"""What is written where: the output of `read`, the input of `discover`.

Nothing here is interpreted. Statements, tables, shapes and operations stand in the order of the documents and
name their place; a reader of another format (a new kind of API description) fills the same types.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from database_designer.source import Evidence, SourceRole, Span


class StatementKind(StrEnum):
    """How a statement is written, as far as its form tells."""

    SENTENCE = "sentence"  # a sentence of a paragraph
    ITEM = "item"  # a list item (or one sentence of it)
    CELL = "cell"  # the statement column of a requirements table
    STORY = "story"  # "As a ..., I want ... so that ..."
    CRITERION = "criterion"  # one step of Given / When / Then
    STEP = "step"  # a step of a numbered flow
    HEADING = "heading"  # a heading that carries a requirement id and says something by itself


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A heading and what stands under it. `path` holds the titles from the outermost heading to this one."""

    title: str
    level: int
    path: tuple[str, ...]
    span: Span
    requirement: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One sentence or item, freed of Markdown marks (`text`); `code` lists what stood in backticks.

    `requirement` is the nearest id (own, then of the row, item, flow or heading above it), None where there is none.
    `section` is the path of headings above it. `label` is a bold or colon-terminated lead-in ("**Name**: ...").
    `lead` is the sentence that introduces the list in which an item stands ("For each product, record:"), the
    parent item for nested lists; `depth` is the nesting (0 outside lists). `strong` lists bold phrases of the text.
    """

    text: str
    kind: StatementKind
    role: SourceRole
    span: Span
    requirement: str | None = None
    section: tuple[str, ...] = ()
    label: str = ""
    lead: str = ""
    depth: int = 0
    code: tuple[str, ...] = ()
    strong: tuple[str, ...] = ()

    @property
    def evidence(self) -> Evidence:
        """The statement as a quotation."""
        return Evidence(span=self.span, quote=self.text, requirement=self.requirement)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A table row, one plain text a column (short rows are filled with "")."""

    cells: tuple[str, ...]
    span: Span
    requirement: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A Markdown table as it stands; tables of requirements also lead to statements (`is_requirements`)."""

    header: tuple[str, ...]
    rows: tuple[Row, ...]
    role: SourceRole
    span: Span
    section: tuple[str, ...] = ()
    lead: str = ""
    requirement: str | None = None
    is_requirements: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A field of a shape, as stated; None means not stated.

    `type` is the type word as written, lower case ("string", "uuid", "double", "array", "object"); `format` OpenAPI's
    format or the like. `example` is the example value as JSON text. `reference` names another shape that the field
    holds or, for arrays (`many`), whose elements it holds. `fields` are the fields of an inline object (or of the
    elements of an inline array of objects).
    """

    name: str
    span: Span
    type: str = ""
    format: str = ""
    many: bool = False
    required: bool | None = None
    nullable: bool | None = None
    unique: bool | None = None
    read_only: bool = False
    write_only: bool = False
    enum: tuple[str, ...] = ()
    minimum: str | None = None
    maximum: str | None = None
    exclusive_minimum: bool = False
    exclusive_maximum: bool = False
    min_length: int | None = None
    max_length: int | None = None
    pattern: str | None = None
    default: str | None = None
    description: str = ""
    example: str | None = None
    reference: str | None = None
    fields: tuple[Field, ...] = ()


class ShapeKind(StrEnum):
    """Where a shape comes from."""

    SCHEMA = "schema"  # a named schema (OpenAPI component, DTO heading)
    REQUEST = "request"  # body of a request
    RESPONSE = "response"  # body of a response
    FIELDS = "fields"  # a field table or a field list in prose ("Required Fields: - `name`: String, unique")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """A data structure as an API or a field table shows it.

    `name` is the schema name, the DTO heading, or "" where only the operation tells what it is. `bases` are shapes
    merged by `allOf` through a reference; their fields are in `fields` already. `variants` are the shapes of `oneOf`
    or `anyOf`. `values` are those of an enumerated schema (then there are no fields).
    """

    name: str
    kind: ShapeKind
    role: SourceRole
    span: Span
    fields: tuple[Field, ...] = ()
    values: tuple[str, ...] = ()
    bases: tuple[str, ...] = ()
    variants: tuple[str, ...] = ()
    description: str = ""
    section: tuple[str, ...] = ()
    requirement: str | None = None
    operation: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A parameter of an operation; `place` is "path", "query", "header" or "cookie"."""

    name: str
    place: str
    span: Span
    type: str = ""
    format: str = ""
    many: bool = False
    required: bool = False
    enum: tuple[str, ...] = ()
    default: str | None = None
    maximum: str | None = None
    description: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """A response of an operation: its status ("200", "4XX", "default"), the shape in it, and whether it is a list."""

    status: str
    shape: str = ""
    many: bool = False
    description: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """An endpoint. `path` is the template with `{name}` for parameters, without host, query string or base path `/api`.

    `request` names the shape of the body ("" for none): a named one, or `METHOD path` for an inline one, under which
    the shape stands in `Requirements.shapes` with that text as `operation`.
    """

    method: str
    path: str
    role: SourceRole
    span: Span
    summary: str = ""
    description: str = ""
    tags: tuple[str, ...] = ()
    parameters: tuple[Parameter, ...] = ()
    request: str = ""
    responses: tuple[Response, ...] = ()
    section: tuple[str, ...] = ()
    requirement: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """An example value in the documents that is no shape of the API (a JSON block in prose), as JSON text."""

    json: str
    span: Span
    section: tuple[str, ...] = ()
    requirement: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A file that was read: its title (first heading, front matter or OpenAPI `info.title`), role and sections."""

    path: str
    title: str
    role: SourceRole
    sections: tuple[Section, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirements:
    """Everything that was read, in the order of the documents (primary first, then by path)."""

    project: str
    documents: tuple[Document, ...] = ()
    statements: tuple[Statement, ...] = ()
    tables: tuple[Table, ...] = ()
    shapes: tuple[Shape, ...] = ()
    operations: tuple[Operation, ...] = ()
    examples: tuple[Example, ...] = ()

    @property
    def requirement_ids(self) -> tuple[str, ...]:
        """All requirement ids of the documents, in order of first appearance."""
        of_sections = (s.requirement for d in self.documents for s in d.sections)
        of_statements = (s.requirement for s in self.statements)
        return tuple(dict.fromkeys(i for i in (*of_sections, *of_statements) if i))
