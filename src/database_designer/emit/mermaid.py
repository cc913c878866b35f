"""The entity relationship diagram as Mermaid text, in one diagram or, when that grows too large, one a domain.

Mermaid refuses texts above 50,000 characters and above 500 edges; readers give up long before.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from database_designer.emit.domains import Domain, distinct_slugs, domains
from database_designer.model.conceptual import ConceptualModel
from database_designer.model.design import Design
from database_designer.model.expression import Path
from database_designer.model.physical import ForeignKey, Index, PhysicalModel, Table

MAX_TABLES = 25
MAX_CHARACTERS = 45_000
MAX_EDGES = 450
MAX_ATTRIBUTES = 200
_PLAIN = re.compile(r"[a-z_][a-z0-9_]*")
_WORDS_OF_MERMAID = frozenset(
    [
        "acctitle",
        "accdescr",
        "class",
        "classdef",
        "direction",
        "end",
        "erdiagram",
        "fk",
        "many",
        "more",
        "o",
        "one",
        "only",
        "optionally",
        "or",
        "pk",
        "style",
        "subgraph",
        "title",
        "to",
        "u",
        "uk",
        "up",
        "zero",
    ]
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagram:
    """A diagram: the `path` of its file, its Mermaid text, and what it shows.

    `edges` are (referring table, table) pairs, `relationships` the number of lines drawn.
    """

    path: str
    title: str
    text: str
    edges: frozenset[tuple[str, str]]
    relationships: int


def diagrams(design: Design) -> tuple[Diagram, ...]:
    """One diagram of everything; of a large design an overview without attributes, then one diagram a domain."""
    tables = design.physical.tables
    whole = _diagram(design, path="erd.mmd", title="All tables", tables=tables)
    if len(tables) <= MAX_TABLES and _fits(whole):
        return (whole,)
    parts = [part for domain in domains(tables) for part in _parts(domain, design)]
    slugs = distinct_slugs(part.slug for part in parts)
    detailed = (
        _diagram(design, path=f"erd_{slug}.mmd", title=part.title, tables=part.tables)
        for slug, part in zip(slugs, parts, strict=True)
    )
    overview = _diagram(design, path="erd.mmd", title="Overview", tables=tables, attributes=False)
    return (*((overview,) if _fits(overview) else ()), *detailed)


def erd_edges(design: Design) -> frozenset[tuple[str, str]]:
    """The relationships that the diagrams show, as (referring table, table referred to) pairs."""
    return frozenset(edge for diagram in diagrams(design) for edge in diagram.edges)


def _fits(diagram: Diagram) -> bool:
    return len(diagram.text) <= MAX_CHARACTERS and diagram.relationships <= MAX_EDGES


def _parts(domain: Domain, design: Design) -> tuple[Domain, ...]:
    """The domain in parts of about the same size of which each fits into a diagram: mostly one."""
    sizes = [len(_diagram(design, path="", title="", tables=(t,)).text) for t in domain.tables]
    number = max(math.ceil(len(sizes) / MAX_TABLES), math.ceil(sum(sizes) / MAX_CHARACTERS))
    chunks: list[list[Table]] = [[]]
    room = 0
    for table, size in zip(domain.tables, sizes, strict=True):
        if chunks[-1] and (len(chunks[-1]) >= math.ceil(len(sizes) / number) or size > room):
            chunks.append([])
        room = (room if chunks[-1] else MAX_CHARACTERS) - size
        chunks[-1].append(table)
    if len(chunks) == 1:
        return (domain,)
    return tuple(
        Domain(name=f"{domain.title} ({n} of {len(chunks)})", slug=f"{domain.slug}_{n}", tables=tuple(chunk))
        for n, chunk in enumerate(chunks, start=1)
    )


def _diagram(design: Design, *, path: str, title: str, tables: Sequence[Table], attributes: bool = True) -> Diagram:
    """The diagram of `tables` and of what they refer to; tables of other domains appear by name only."""
    names = {t.name for t in tables}
    keys = [key for key in design.physical.foreign_keys if key.table in names]
    lines = ["erDiagram"]
    for table in tables:
        lines += _entity(table, design.physical) if attributes else [f"    {_name(table.name)}"]
    drawn = _each_once(keys)
    lines += [_edge(key, design) for key in drawn]
    edges = frozenset((key.table, key.target) for key in keys)
    return Diagram(path=path, title=title, text="\n".join(lines) + "\n", edges=edges, relationships=len(drawn))


def _each_once(keys: Sequence[ForeignKey]) -> tuple[ForeignKey, ...]:
    """The foreign keys without those that only keep a rule of a relationship that another one stands for."""
    drawn: dict[tuple[frozenset[str], str], list[ForeignKey]] = {}
    for key in sorted(keys, key=_keeps_more):
        same = drawn.setdefault((frozenset((key.table, key.target)), key.element), [])
        if not (same and _keeps_more(key)):
            same.append(key)
    shown = {key.name for same in drawn.values() for key in same}
    return tuple(key for key in keys if key.name in shown)


def _keeps_more(key: ForeignKey) -> bool:
    """Whether it looks like one that keeps more than that a row points to another."""
    return key.deferred or len(key.columns) > 1


def _entity(table: Table, physical: PhysicalModel) -> list[str]:
    references = {c for key in physical.foreign_keys if key.table == table.name for c in key.columns}
    single = unique_sets(table, physical) - {frozenset(table.primary_key)}
    lines = [f"    {_name(table.name)} {{"]
    for column in table.columns[:MAX_ATTRIBUTES]:
        marks = [("PK", column.name in table.primary_key), ("FK", column.name in references)]
        marks.append(("UK", frozenset([column.name]) in single))
        keys = ", ".join(mark for mark, holds in marks if holds)
        lines.append(f"        {_word(column.type.name)} {_word(column.name)} {keys}".rstrip())
    return [*lines, "    }"]


def unique_sets(table: Table, physical: PhysicalModel) -> frozenset[frozenset[str]]:
    """The sets of columns of which no two rows of the table agree: its keys and its plain unique indexes."""
    indexes = (
        _plain_columns(index)
        for index in physical.indexes
        if index.table == table.name and index.unique and index.predicate is None
    )
    declared = (unique.columns for unique in table.uniques)
    return frozenset(frozenset(columns) for columns in (table.primary_key, *declared, *indexes) if columns)


def _plain_columns(index: Index) -> tuple[str, ...]:
    """The columns of an index; none where one of its keys is an expression."""
    paths = [key.expression for key in index.keys]
    return tuple(p.steps[0] for p in paths if isinstance(p, Path)) if all(isinstance(p, Path) for p in paths) else ()


def _edge(key: ForeignKey, design: Design) -> str:
    label = key.element.rpartition(".")[2] or ", ".join(key.columns)
    ends = f"{_parent_end(key, design.physical)}--{_child_end(key, design)}"
    return f'    {_name(key.target)} {ends} {_name(key.table)} : "{_quotable(label)}"'


def _parent_end(key: ForeignKey, physical: PhysicalModel) -> str:
    """Each referring row has exactly one row it refers to, or at most one where the reference may be unset."""
    table = physical.table(key.table)
    columns = [table.column(name) for name in key.columns] if table else []
    return "|o" if any(c is not None and c.nullable for c in columns) else "||"


def _child_end(key: ForeignKey, design: Design) -> str:
    """How many rows refer to one row: at least `each_has`, at most one where the reference is unique."""
    minimum, maximum = _each_has(key.element, design.concept)
    table = design.physical.table(key.table)
    unique = table is not None and any(u <= set(key.columns) for u in unique_sets(table, design.physical))
    if unique or maximum == 1:
        return "||" if minimum else "o|"
    return "|{" if minimum else "o{"


def _each_has(element: str, concept: ConceptualModel) -> tuple[int, int | None]:
    """The bounds that the conceptual model gives for a reference or a many-valued attribute; (0, None) for others."""
    owner, _, name = element.rpartition(".")
    entity = concept.entity(owner)
    reference = entity.reference(name) if entity else None
    if reference:
        return reference.each_has.minimum, 1 if reference.unique else reference.each_has.maximum
    attribute = entity.attribute(name) if entity else None
    return (attribute.many.minimum, attribute.many.maximum) if attribute and attribute.many else (0, None)


def _name(name: str) -> str:
    """A table's name: plain, or quoted where it is a word of Mermaid or holds anything but letters and digits."""
    if _PLAIN.fullmatch(name) and name not in _WORDS_OF_MERMAID:
        return name
    return f'"{_quotable(name)}"'


def _quotable(text: str) -> str:
    """The text without what ends a quotation, starts a directive or markup in Mermaid; "_" where nothing is left."""
    return " ".join(re.sub(r"[\x00-\x20\x7f-\xa0\"%\\<>`{};#&\u2028\u2029\ud800-\udfff]+", " ", text).split()) or "_"


def _word(name: str) -> str:
    """A type or attribute name as one word that Mermaid takes."""
    word = re.sub(r"[^A-Za-z0-9_\[\]\u00c0-\u1fff\u3040-\ud7ff]+", "_", name)
    return word if re.match(r"[A-Za-z_\u00c0-\ud7ff]", word) and word.lower() not in ("pk", "fk", "uk") else f"_{word}"
