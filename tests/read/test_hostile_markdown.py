"""No Markdown makes the reader fail, and whatever it says has a place in the file."""

import re

from hypothesis import given
from hypothesis import strategies as st

from database_designer.read.markdown.document import read_markdown
from database_designer.source import SourceFile, SourceRole

PIECES = [
    "# ", "## FR-1: ", "- ", "  - ", "1. ", "1.1.1 The ", "> ", "**", "`", "```\n", "```json\n{", "|", "\n|-|-|\n", "[",
    "](#a)", "<!--", "-->", "<br>", "<b>", "---\n", "\n", "\n\n", ":", ". ", "Given ", "As a ", "a ", "é\u200b", "\\",
    "\t", "    ", "&amp;", "FR-1 - FR-2", "ID: UC-1", "\x00", "~~", "!", "(", ")", '"', "✅ ", "❌", "POST /a", "Index",
]  # fmt: skip


@given(st.one_of(st.lists(st.sampled_from(PIECES), max_size=40).map("".join), st.text(max_size=200)))
def test_any_text_is_read(text: str) -> None:
    lines = len(re.split(r"\r\n?|\n", text))
    read = read_markdown(SourceFile(path="a.md", text=text, role=SourceRole.DOCS))
    for said in (*read.statements, *read.tables, *read.examples, *read.document.sections):
        assert 1 <= said.span.line <= said.span.end_line <= lines
    for statement in read.statements:
        assert statement.text == " ".join(statement.text.split()) != ""


def test_a_code_block_that_is_never_closed() -> None:
    text = "# A\n\n```sql\nselect 1\n\nA hive has a queen.\n"
    [warning] = read_markdown(SourceFile(path="a.md", text=text, role=SourceRole.DOCS)).diagnostics
    assert (warning.code, str(warning.span)) == ("fence-open", "a.md:3")
