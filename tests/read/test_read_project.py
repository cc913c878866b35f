"""All documents of a project as one."""

from database_designer.model.requirements import Requirements
from database_designer.read import read_project
from database_designer.source import SourceFile, SourceRole

REQUIREMENTS = SourceFile(
    path="requirements.md",
    text='# Harbour Requirements\n\n## FR-1: Moor\nA vessel has a berth.\n\n```json\n{"berth": 4}\n```\n',
    role=SourceRole.REQUIREMENTS,
)
API = SourceFile(
    path="openapi.yaml",
    text="openapi: 3.1.0\ninfo: {title: Piers}\npaths:\n  /vessels:\n    get: {summary: All vessels}\n",
    role=SourceRole.API,
)


def read(*sources: SourceFile) -> Requirements:
    requirements, diagnostics = read_project(sources, "folder")
    assert diagnostics == ()
    return requirements


def test_markdown_and_openapi_together() -> None:
    found = read(REQUIREMENTS, API)
    assert found.project == "Harbour"
    assert [document.path for document in found.documents] == ["requirements.md", "openapi.yaml"]
    assert found.requirement_ids == ("FR-1",)
    assert "A vessel has a berth." in [statement.text for statement in found.statements]
    assert [(operation.method, operation.path) for operation in found.operations] == [("GET", "/vessels")]


def test_sections_reach_to_the_next_heading_of_their_level() -> None:
    [document] = read(REQUIREMENTS).documents
    assert [(s.title, s.span.line, s.span.end_line, s.requirement) for s in document.sections] == [
        ("Harbour Requirements", 1, 8, None),
        ("FR-1: Moor", 3, 8, "FR-1"),
    ]


def test_the_name_comes_from_the_api_where_it_alone_has_one() -> None:
    assert read(API).project == "Piers"


def test_a_broken_api_description_is_a_diagnostic() -> None:
    broken = SourceFile(path="api.yaml", text="openapi: [3\n", role=SourceRole.API)
    found, diagnostics = read_project((REQUIREMENTS, broken), "folder")
    assert found.requirement_ids == ("FR-1",)
    assert diagnostics and diagnostics[0].span and diagnostics[0].span.file == "api.yaml"
