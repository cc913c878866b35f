"""Tables: all are kept; those of requirements become statements."""

from textwrap import dedent

from database_designer.model.requirements import Table
from database_designer.read.markdown.document import MarkdownDocument, read_markdown
from database_designer.source import SourceFile, SourceRole


def document(text: str) -> MarkdownDocument:
    return read_markdown(SourceFile(path="r.md", text=dedent(text).lstrip("\n"), role=SourceRole.REQUIREMENTS))


def table(text: str) -> Table:
    [found] = document(text).tables
    return found


def test_rows_of_requirements_are_statements_with_their_own_ids() -> None:
    read = document(
        """
        ## FR group A
        | ID | Requirement | Pri | From |
        |---|---|---|---|
        | FR-01 | The bee keeper shall register a hive. It has a `queen`. | Must | US-01 · UC-01 |
        | FR-02 | A hive shall stand in one yard. | Must | US-02 |
        """
    )
    assert [(s.kind, s.requirement, s.text) for s in read.statements] == [
        ("cell", "FR-01", "The bee keeper shall register a hive."),
        ("cell", "FR-01", "It has a queen."),
        ("cell", "FR-02", "A hive shall stand in one yard."),
    ]
    [found] = read.tables
    assert found.is_requirements
    assert [(row.requirement, row.span.line) for row in found.rows] == [("FR-01", 4), ("FR-02", 5)]


def test_names_further_prose_and_line_breaks() -> None:
    read = document(
        """
        | ID | Name | Description | Acceptance criteria |
        |---|---|---|---|
        | FR-1 | Hives | Keepers can register all of their hives. | A hive is stored.<br>A second one with the same number fails. |
        """
    )
    assert [(s.label, s.lead, s.text) for s in read.statements] == [
        ("Hives", "", "Keepers can register all of their hives."),
        ("", "Acceptance criteria", "A hive is stored."),
        ("", "Acceptance criteria", "A second one with the same number fails."),
    ]


def test_a_short_requirement_keeps_its_value() -> None:
    read = document(
        """
        | ID | Requirement | Target | Priority |
        |---|---|---|---|
        | NFR1 | Page load time | < 2 seconds | High |
        """
    )
    assert [(s.label, s.lead, s.text) for s in read.statements] == [
        ("", "", "Page load time"),
        ("Page load time", "Target", "< 2 seconds"),
    ]


def test_numbered_requirements_have_the_id_of_their_section() -> None:
    read = document(
        """
        ## FR-7: Honey
        | # | Requirement |
        |---|---|
        | 1 | Each harvest has a weight in kilograms. |
        """
    )
    assert [(s.kind, s.requirement) for s in read.statements] == [("heading", "FR-7"), ("cell", "FR-7")]


def test_other_tables_are_kept_as_they_stand() -> None:
    found = table(
        """
        # Roles
        Who may do what:

        | Role | Hives | Notes |
        |---|---|---|
        | Keeper | yes |
        | Guest | **no** | looks *only* |
        """
    )
    assert not found.is_requirements
    assert found.header == ("Role", "Hives", "Notes")
    assert [row.cells for row in found.rows] == [("Keeper", "yes", ""), ("Guest", "no", "looks only")]
    assert (found.section, found.lead, found.span.line) == (("Roles",), "Who may do what:", 4)


def test_a_table_that_traces_ids_to_ids_says_nothing() -> None:
    read = document("| Requirement | Use case |\n|---|---|\n| FR-1 | UC-2, UC-3 |\n")
    assert read.statements == ()
    assert not read.tables[0].is_requirements


def test_a_story_in_columns_is_a_story() -> None:
    read = document(
        """
        | ID | As a... | I want to... | So that... |
        |---|---|---|---|
        | US-1 | keeper | list my hives | I find each of them |
        """
    )
    assert [(s.kind, s.requirement, s.text) for s in read.statements] == [
        ("story", "US-1", "As a keeper, I want to list my hives so that I find each of them.")
    ]


def test_a_card_tells_about_one_requirement() -> None:
    read = document(
        """
        | Use Case ID | UC-4 |
        |---|---|
        | Actor | Keeper |
        | **Precondition** | The hive has a queen. |
        """
    )
    assert [(s.requirement, s.label, s.text, s.span.line) for s in read.statements] == [
        ("UC-4", "Precondition", "The hive has a queen.", 4)
    ]
    assert read.tables[0].is_requirements


def test_ids_in_cells_may_be_bold_code_or_links() -> None:
    read = document(
        """
        | Ref | Description |
        |---|---|
        | **FR-1** | Each hive has a number. |
        | `FR-2` | Each hive has a colour. |
        | [FR-3](#fr-3) | Each hive has a yard. |
        """
    )
    assert [s.requirement for s in read.statements] == ["FR-1", "FR-2", "FR-3"]
