"""Section 2: the entity relationship diagram."""

from __future__ import annotations

from database_designer.emit.document.facts import Facts
from database_designer.emit.document.markdown import blocks, code, count, fence, prose
from database_designer.emit.mermaid import diagrams


def diagram(facts: Facts) -> str:
    """The section's Markdown."""
    drawn = diagrams(facts.design)
    if not facts.physical.tables:
        return "Nothing that data is kept about was found in the documents, so there is nothing to draw."
    if len(drawn) == 1:
        return blocks(f"The same diagram stands in {code(drawn[0].path)}.", fence(drawn[0].text, "mermaid"))
    lead = (
        f"{count(len(facts.physical.tables), 'table')} are too many for one diagram that can be read: there is one for "
        "each domain, with the columns of its tables; tables of other domains that they refer to appear by name only."
    )
    parts = [
        blocks(f"### {prose(d.title)}", f"The same diagram stands in {code(d.path)}.", fence(d.text, "mermaid"))
        for d in drawn
    ]
    return blocks(lead, *parts)
