"""All indexes of a design, and by which of them each access pattern is served."""

from __future__ import annotations

from dataclasses import replace

from database_designer.design.indexes import backing, for_foreign_keys, without_redundant
from database_designer.design.layout import Draft, Layout
from database_designer.design.part import Part
from database_designer.design.patterns import pattern_of
from database_designer.design.queries import wanted_by
from database_designer.design.wanted import Wanted
from database_designer.model.conceptual import Query
from database_designer.model.physical import Index, Service
from database_designer.model.text import english


def services(layout: Layout, made: Part) -> Part:
    """The indexes for foreign keys and queries, without those that keys and indexes in `made` cover already."""
    cases = [(q, d, wanted_by(q, d, layout)) for d in layout.drafts if d.entity is not None for q in d.entity.queries]
    tables = (*(d.table for d in layout.drafts), *made.tables)
    backed = backing(tables, made.uniques)
    wanted = (*for_foreign_keys(made.foreign_keys, layout), *(i for _, _, w in cases for i in w.indexes))
    kept, covered = without_redundant(wanted, (*backed, *made.indexes))
    final = {i.name for i in kept}
    return Part(
        indexes=kept,
        extensions=tuple(dict.fromkeys(e for _, _, w in cases for e in w.extensions)),
        services=tuple(
            replace(_service(q, d, w, covered, final), pattern=pattern_of(q, d, layout)) for q, d, w in cases
        ),
    )


def _service(query: Query, draft: Draft, wanted: Wanted, covered: dict[str, str], final: set[str]) -> Service:
    names = dict.fromkeys(_final(i, covered, final) for i in wanted.indexes)
    reason = "; ".join(wanted.reasons)
    if not names and not reason and (query.page or query.limit):
        names[draft.table.primary_key_name] = None  # pages of all rows are read in the order of the key
    elif not names and not reason:
        reason = "it reads all rows"
    return Service(
        query=f"{draft.relation.entity}.{query.name}",
        what=query.says or _in_words(query),
        indexes=tuple(names),
        origin=query.origin,
        reason=reason,
    )


def _final(index: Index, covered: dict[str, str], final: set[str]) -> str:
    name = index.name
    while name not in final and name in covered:
        name = covered[name]
    return name


def _in_words(query: Query) -> str:
    parts = [f"by {'.'.join(p)}" for p in query.filter]
    parts += [f"where {english(c)}" for c in query.fixed]
    parts += [f"{'.'.join(p)} from and to" for p in query.range]
    parts += [f"optionally by {'.'.join(p)}" for p in query.optional]
    parts += [f"{'.'.join(p)} contains" for p in query.search]
    parts += [f"sorted by {'.'.join(s.path)}{' descending' if s.descending else ''}" for s in query.sort]
    return ", ".join(parts) or query.name
