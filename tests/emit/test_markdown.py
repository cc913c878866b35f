"""Text from elsewhere stays text: whatever stands in a document, it does not become markup in ours."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from database_designer.emit.document.markdown import (
    blocks,
    code,
    count,
    fence,
    items,
    prose,
    shorten,
    table,
    table_link,
)

READER = MarkdownIt("gfm-like", {"html": True, "linkify": False})
HOSTILE = [
    "<script>alert(1)</script>",
    "<!-- gone",
    "-->",
    "**bold** and *slanted* and __bold__ and _slanted_",
    "`code` and ``more`",
    "[link](javascript:alert(1))",
    "![image](http://example.org/x.png)",
    "# heading",
    "- item",
    "1. item",
    "> quotation",
    "a | b | c",
    "a \\| b",
    "ends with \\",
    "~~gone~~",
    "&lt;b&gt; &amp; &copy; &#60;",
    "```sql",
    "~~~",
    "---",
    "===",
    "line\nbreak\r\nand\ttab",
    "\x00\x1b[31m\u202egnp.exe",
    "| --- | --- |",
    "https://example.org/a_b_c",
]


def rendered(markdown: str) -> str:
    return READER.render(markdown)


def text_of(markdown: str) -> str:
    """What a reader sees of Markdown that is one paragraph of plain text; fails where it is anything else."""
    (opened, inline, closed) = READER.parse(markdown)
    assert (opened.type, inline.type, closed.type) == ("paragraph_open", "inline", "paragraph_close")
    assert {child.type for child in inline.children or ()} <= {"text", "text_special"}
    return "".join(child.content for child in inline.children or ())


@pytest.mark.parametrize("text", HOSTILE)
def test_prose_reads_as_it_was_written(text: str) -> None:
    assert text_of(f"Purpose: {prose(text)}").startswith("Purpose: ")
    assert text_of(prose(text)).split() == text.translate(dict.fromkeys((0, 0x1B, 0x202E), " ")).split()


@given(st.text(alphabet=st.characters(exclude_categories=("Cs",)), max_size=60))
def test_no_text_becomes_markup(text: str) -> None:
    text_of(f"x{prose(text)}")
    text_of(f"Purpose: {prose(text)} (FR-1)")


@pytest.mark.parametrize("text", HOSTILE)
def test_a_cell_stays_one_cell(text: str) -> None:
    html = rendered(table(("A", "B"), [(prose(text), code(text))]))
    assert html.count("<td>") == 2
    assert "<script" not in html
    assert html.count("<a ") == html.count("<img") == 0


def test_pipes_read_as_pipes_in_prose_and_code() -> None:
    html = rendered(table(("A", "B"), [(prose("a | b"), code("a || b"))]))
    assert "<td>a | b</td>" in html
    assert "<td><code>a || b</code></td>" in html


def test_an_empty_cell_is_a_dash() -> None:
    assert table(("A",), [("",)]).splitlines()[-1] == "| – |"


@pytest.mark.parametrize("text", ["a", "`a`", "``", "a ` b", "<b>", "*"])
def test_code_shows_its_text(text: str) -> None:
    (_, inline, _) = READER.parse(code(text))
    (span,) = inline.children or ()
    assert (span.type, span.content) == ("code_inline", text)


def test_nothing_in_the_text_closes_a_fence() -> None:
    sql = "SELECT 1;\n```\n# not a heading\n````"
    (token,) = READER.parse(fence(sql))
    assert (token.type, token.info, token.content) == ("fence", "sql", sql + "\n")


def test_items_are_one_line_each() -> None:
    assert items(["a\nb", "c"]) == "- a b\n- c"


def test_a_long_text_is_cut_at_a_word() -> None:
    assert shorten("one two three", 9) == "one two…"
    assert shorten("short", 9) == "short"


def test_numbers_have_their_nouns() -> None:
    assert (count(1, "table"), count(1200, "index", "indexes")) == ("1 table", "1,200 indexes")


def test_only_plain_table_names_are_links() -> None:
    assert table_link("loans") == "[loans](#table-loans)"
    assert table_link("a](javascript:x)") == "a\\](javascript:x)"


def test_empty_parts_leave_no_gap() -> None:
    assert blocks("a", "", "b") == "a\n\nb"
