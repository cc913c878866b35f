"""A Markdown file as a flat sequence of blocks."""

from textwrap import dedent

import pytest

from database_designer.read.markdown.block import Block, BlockKind
from database_designer.read.markdown.blocks import parse_blocks
from database_designer.source import SourceFile, SourceRole


def blocks(text: str) -> tuple[Block, ...]:
    return parse_blocks(SourceFile(path="r.md", text=dedent(text).lstrip("\n"), role=SourceRole.DOCS))


def test_kinds_and_lines() -> None:
    found = blocks(
        """
        # Orchard

        Trees grow
        in rows.

        1. plant
           - dig
        2. water

        ```JSON title=x
        {}
        ```
        """
    )
    assert [(b.kind, b.span.line, b.span.end_line, b.inline.text) for b in found] == [
        ("heading", 1, 1, "Orchard"),
        ("paragraph", 3, 4, "Trees grow in rows."),
        ("item", 6, 6, "plant"),
        ("item", 7, 7, "dig"),
        ("item", 8, 8, "water"),
        ("fence", 10, 12, ""),
    ]
    assert [(b.depth, b.parent, b.marker) for b in found[2:5]] == [(1, None, "1"), (2, 2, ""), (1, None, "2")]
    assert (found[5].language, found[5].text) == ("json", "{}\n")


def test_sections_are_paths_of_titles() -> None:
    found = blocks("# A\n## B\ntext\n## C\n### D\n# E\n")
    assert [b.section for b in found] == [("A",), ("A", "B"), ("A", "B"), ("A", "C"), ("A", "C", "D"), ("E",)]


def test_what_else_stands_in_an_item_belongs_to_it() -> None:
    found = blocks("- first\n\n  second\n\n  ```\n  code\n  ```\n")
    assert [(b.kind, b.parent) for b in found] == [("item", None), ("paragraph", 0), ("fence", 0)]


def test_an_item_may_begin_with_another_list() -> None:
    assert [(b.inline.text, b.depth, b.parent) for b in blocks("- - inner\n")] == [("", 1, None), ("inner", 2, 0)]


def test_cells_keep_their_code_and_their_line() -> None:
    [table] = blocks("| Field | Type |\n|---|---|\n| `name` | text |\n")
    [row] = table.rows
    assert (row.cells[0].text, row.cells[0].code, row.span.line) == ("name", ("name",), 3)


def test_indented_text_is_no_code() -> None:
    assert [b.inline.text for b in blocks("text\n\n      - far to the right\n")] == ["text", "far to the right"]


def test_a_rule_under_a_paragraph_makes_no_heading_of_it() -> None:
    assert [b.kind for b in blocks("Trees grow in rows.\n---\n")] == [BlockKind.PARAGRAPH]


def test_html_is_dropped_and_its_text_stays() -> None:
    found = blocks(
        "<details>\n<summary>More</summary>\n\n<!-- hidden\nstill -->\n\nThe `<id>` is <b>bold</b> <tree>.\n</details>\n"
    )
    assert [b.inline.text for b in found] == ["More", "The <id> is bold <tree>."]


@pytest.mark.parametrize(
    "text",
    [
        "[" * 50_000,
        "![" * 50_000,
        ">" * 50_000,
        "- " * 5_000,
        "**a**: b\n" * 5_000,
        "a\\\n" * 5_000,
        "`" * 50_000,
        "<a " * 50_000,
    ],
    ids=["brackets", "images", "quotations", "lists", "labels", "breaks", "ticks", "tags"],
)
def test_hostile_text_is_read_in_reasonable_time(text: str) -> None:
    assert isinstance(blocks(text), tuple)


def test_deep_nesting_does_not_end_the_reader() -> None:
    deep = "\n".join("  " * depth + "- item" for depth in range(300))
    assert blocks(deep)
