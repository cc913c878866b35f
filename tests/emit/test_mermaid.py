"""The diagram is valid Mermaid for any names, says cardinalities rightly, and is split when it grows too large."""

from __future__ import annotations

from dataclasses import replace

import mermaid_render
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from database_designer.emit.mermaid import MAX_CHARACTERS, MAX_TABLES, diagrams, erd_edges
from database_designer.model.conceptual import Each
from database_designer.model.design import Design
from database_designer.model.physical import Table

from . import library


def is_drawn(text: str) -> bool:
    """Whether Mermaid takes the text; it raises what it has against it."""
    return mermaid_render.mermaid_to_svg(text).lstrip().startswith(b"<svg")


def with_tables(*tables: Table) -> Design:
    physical = library.physical()
    return replace(library.empty(), physical=replace(physical, tables=tables, foreign_keys=(), indexes=()))


def test_a_small_design_is_one_diagram_with_columns_and_keys() -> None:
    (diagram,) = diagrams(library.design())
    assert diagram.path == "erd.mmd"
    assert "    members {\n        uuid id PK\n        text name\n        text email UK\n" in diagram.text
    assert "    book_genres {\n        uuid book_id PK, FK\n        uuid genre_id PK, FK\n    }\n" in diagram.text
    assert is_drawn(diagram.text)


def test_a_required_reference_has_exactly_one_and_an_optional_one_at_most_one() -> None:
    (diagram,) = diagrams(library.design())
    assert '    genres ||--o{ book_genres : "genres"\n' in diagram.text
    assert '    members |o--o{ loans : "member"\n' in diagram.text


def test_at_least_one_on_the_other_side_comes_from_the_conceptual_model() -> None:
    (diagram,) = diagrams(library.design())
    assert '    books ||--|{ loans : "book"\n' in diagram.text


@pytest.mark.parametrize(("each", "end"), [(Each(maximum=1), "o|"), (Each(minimum=1, maximum=1), "||"), (Each(), "o{")])
def test_the_bounds_of_the_other_side(each: Each, end: str) -> None:
    concept = library.concept()
    loan = concept.entities[3]
    book = replace(loan.references[0], each_has=each)
    loans = replace(loan, references=(book, *loan.references[1:]))
    (diagram,) = diagrams(library.design(meaning=replace(concept, entities=(*concept.entities[:3], loans))))
    assert f'    books ||--{end} loans : "book"\n' in diagram.text


def test_a_unique_reference_has_at_most_one_on_the_other_side() -> None:
    physical = library.physical()
    everywhere = replace(physical.indexes[1], predicate=None)
    (diagram,) = diagrams(library.design(replace(physical, indexes=(everywhere,)), library.empty().concept))
    assert '    books ||--o| loans : "book"\n' in diagram.text


def test_a_partial_unique_index_says_nothing_of_all_rows() -> None:
    (diagram,) = diagrams(library.design(meaning=library.empty().concept))
    assert '    books ||--o{ loans : "book"\n' in diagram.text


def test_the_edges_are_those_of_the_foreign_keys() -> None:
    expected = {("book_genres", "books"), ("book_genres", "genres"), ("loans", "books"), ("loans", "members")}
    assert erd_edges(library.design()) == expected


def test_a_table_of_no_relationship_is_drawn() -> None:
    (diagram,) = diagrams(with_tables(library.tables()[2]))
    assert "    genres {\n" in diagram.text
    assert erd_edges(with_tables(library.tables()[2])) == frozenset()
    assert is_drawn(diagram.text)


def test_nothing_is_an_empty_diagram() -> None:
    (diagram,) = diagrams(library.empty())
    assert diagram.text == "erDiagram\n"
    assert is_drawn(diagram.text)


def test_a_large_design_is_an_overview_and_a_diagram_for_each_domain() -> None:
    design = library.grown(30, group="Domain")
    drawn = diagrams(design)
    assert [d.path for d in drawn] == ["erd.mmd", "erd_domain_0.mmd", "erd_domain_1.mmd", "erd_domain_2.mmd"]
    assert "uuid id PK" not in drawn[0].text
    assert "thing_9 ||--o{ thing_10" in drawn[2].text, "a reference into another domain is drawn where it starts"
    assert all(is_drawn(d.text) for d in drawn)


def test_a_large_domain_is_drawn_in_parts() -> None:
    drawn = diagrams(library.grown(MAX_TABLES * 2 + 1))
    assert [d.title for d in drawn] == ["Overview", *(f"Other tables ({n} of 3)" for n in (1, 2, 3))]
    assert [d.path for d in drawn] == ["erd.mmd", "erd_other_1.mmd", "erd_other_2.mmd", "erd_other_3.mmd"]
    assert [d.text.count("uuid id PK") for d in drawn] == [0, 17, 17, 17]


def test_no_diagram_is_longer_than_mermaid_takes() -> None:
    drawn = diagrams(library.grown(20, columns=190, name="a_table_with_a_rather_long_name"))
    assert len(drawn) > 2
    assert all(len(d.text) <= MAX_CHARACTERS for d in drawn)


def test_splitting_loses_no_edge() -> None:
    design = library.grown(700)
    assert erd_edges(design) == {(k.table, k.target) for k in design.physical.foreign_keys}
    assert diagrams(design)[0].path != "erd.mmd", "an overview of 700 edges is more than Mermaid draws"


@pytest.mark.parametrize(
    "name",
    [
        "pk",
        "FK",
        "uk",
        "one",
        "only",
        "many",
        "to",
        "title",
        "style",
        "class",
        "direction",
        "erDiagram",
        "u",
        "o",
        "end",
        'a"b',
        "a%b",
        "%%{init: {}}%%",
        "a\\b",
        "a b",
        "größe",
        "日本",
        "😀",
        "1st",
        "",
        " ",
        "a\nb",
        "}",
        "{",
        "--",
        "x;y",
        "<script>alert(1)</script>",
        "`",
        "#quot;",
        "�",
        "\x00",
        "accTitle",
        "subgraph",
        "double precision",
        "a" * 63,
    ],
)
def test_any_name_is_drawn(name: str) -> None:
    named = library.table(name, library.LOAN, library.column(name, name or "text", library.LOAN))
    other = library.table("other", library.LOAN, library.key_column())
    design = with_tables(named, other)
    key = library.reference(name, name, "other", library.LOAN, element=f"Thing.{name}")
    (diagram,) = diagrams(replace(design, physical=replace(design.physical, foreign_keys=(key,))))
    assert is_drawn(diagram.text)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=12), st.text(max_size=12), st.text(max_size=12))
def test_any_text_at_all_is_drawn(table: str, column: str, element: str) -> None:
    named = library.table(table, library.LOAN, library.column(column, "text", library.LOAN))
    design = with_tables(named)
    key = library.reference(table, column, table, library.LOAN, element=element)
    (diagram,) = diagrams(replace(design, physical=replace(design.physical, foreign_keys=(key,))))
    assert is_drawn(diagram.text)
