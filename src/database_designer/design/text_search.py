"""Indexes for searching texts: anywhere in them, at their beginning, by their words."""

from __future__ import annotations

from collections.abc import Iterator

from database_designer.design.expressions import column_path
from database_designer.design.layout import Draft, Layout
from database_designer.design.names import object_name
from database_designer.design.places import Place, place_of
from database_designer.design.types import TEXT
from database_designer.design.wanted import Wanted
from database_designer.model.conceptual import Query
from database_designer.model.decision import because
from database_designer.model.expression import Call, Literal, LiteralKind
from database_designer.model.names import snake_case
from database_designer.model.physical import Index, IndexKey

BY = "design.text_search"
TRIGRAMS = "pg_trgm"
_CONFIGURATIONS = frozenset(
    [
        *("arabic", "armenian", "basque", "catalan", "danish", "dutch", "english", "finnish", "french", "german"),
        *("greek", "hindi", "hungarian", "indonesian", "irish", "italian", "lithuanian", "nepali", "norwegian"),
        *("portuguese", "romanian", "russian", "serbian", "simple", "spanish", "swedish", "tamil", "turkish"),
        "yiddish",
    ]
)
"""Text search configurations that PostgreSQL brings."""


def text_search(query: Query, draft: Draft, layout: Layout) -> Wanted:
    """The indexes for the texts that a query searches; columns that are no texts are named as reasons."""
    element = f"{draft.relation.entity}.{query.name}"
    contained, other = _texts(query.search, draft, layout)
    beginnings, others = _texts(query.prefix, draft, layout)
    words, no_words = _texts(tuple(path for path, _ in query.words), draft, layout)
    anywhere = tuple(_anywhere(p, query, element, layout) for p in contained)
    indexes = (*anywhere, *(_beginning(p, query, element, layout) for p in beginnings))
    return Wanted(
        indexes=(*indexes, *_words(words, query, element, layout)),
        reasons=tuple(f"{'.'.join(p)} is no stored text to search in" for p in (*other, *others, *no_words)),
        extensions=(TRIGRAMS,) if anywhere else (),
    )


def _texts(
    paths: tuple[tuple[str, ...], ...], draft: Draft, layout: Layout
) -> tuple[tuple[Place, ...], tuple[tuple[str, ...], ...]]:
    """The text columns that paths lead to, and the paths that lead to none."""
    places = {path: place_of(path, draft, layout) for path in paths}
    found = {path: place for path, place in places.items() if place is not None and place.column.type == TEXT}
    return tuple(found.values()), tuple(path for path in paths if path not in found)


def _anywhere(place: Place, query: Query, element: str, layout: Layout) -> Index:
    column = place.column.name
    return Index(
        name=object_name("ix", place.draft.table.name, (column, "trgm"), layout.tables),
        table=place.draft.table.name,
        keys=(IndexKey(expression=column_path(column), operator_class="gin_trgm_ops"),),
        origin=because(query.origin, BY, "a text within another is found by its trigrams"),
        method="gin",
        serves=(element,),
        purpose=query.says,
    )


def _beginning(place: Place, query: Query, element: str, layout: Layout) -> Index:
    column = place.column.name
    return Index(
        name=object_name("ix", place.draft.table.name, (column, "prefix"), layout.tables),
        table=place.draft.table.name,
        keys=(IndexKey(expression=column_path(column), operator_class="text_pattern_ops"),),
        origin=because(query.origin, BY, "beginnings of texts are found in the order of their characters"),
        serves=(element,),
        purpose=query.says,
    )


def _words(places: tuple[Place, ...], query: Query, element: str, layout: Layout) -> Iterator[Index]:
    """One index a table over the words of its columns, in the language of the query."""
    language = query.language.lower() if query.language.lower() in _CONFIGURATIONS else "simple"
    configuration = Literal(kind=LiteralKind.TEXT, value=language)
    for table in dict.fromkeys(p.draft.table.name for p in places):
        columns = dict.fromkeys(p.column.name for p in places if p.draft.table.name == table)
        yield Index(
            name=object_name("ix", table, (snake_case(query.name), "words"), layout.tables),
            table=table,
            keys=tuple(
                IndexKey(expression=Call(function="to_tsvector", arguments=(configuration, column_path(c))))
                for c in columns
            ),
            origin=because(query.origin, BY, f"words are found in their basic form, by the rules of {language!r}"),
            method="gin",
            serves=(element,),
            purpose=query.says,
        )
