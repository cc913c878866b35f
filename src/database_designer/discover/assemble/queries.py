"""Access patterns found in operations and prose, in the terms of the entity types they look for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from database_designer.discover.concepts import Concepts
from database_designer.discover.findings import QueryFinding
from database_designer.discover.members import member
from database_designer.discover.names import Noun, camel
from database_designer.model.conceptual import EntityType, Kind, Query, SortKey
from database_designer.source import Origin, merge_origins

_SEARCHABLE = frozenset({Kind.TEXT, Kind.CODE, Kind.EMAIL, Kind.PHONE, Kind.URL})
_WORDS_MAX = 3


def queries_of(entity: EntityType, found: Iterable[QueryFinding], concepts: Concepts) -> tuple[Query, ...]:
    """The access patterns of an entity type; those that ask for the same are one, with all their evidence."""
    queries: dict[tuple[object, ...], Query] = {}
    for finding in found:
        target = concepts.named(finding.owner)
        if target is None or camel(target) != entity.name:
            continue
        query = _query(entity, finding)
        if query is None:
            continue
        key = (query.filter, query.optional, query.range, query.search, query.sort)
        known = queries.get(key)
        queries[key] = query if known is None else _joined(known, query)
    return _named(tuple(queries.values()))


def _joined(known: Query, other: Query) -> Query:
    return replace(
        known, origin=merge_origins([known.origin, other.origin]), page=known.page or other.page,
        limit=known.limit or other.limit, maximum=known.maximum or other.maximum,
    )  # fmt: skip


def _named(queries: tuple[Query, ...]) -> tuple[Query, ...]:
    taken: dict[str, int] = {}
    out: list[Query] = []
    for query in queries:
        count = taken.get(query.name, 0) + 1
        taken[query.name] = count
        out.append(query if count == 1 else replace(query, name=f"{query.name}_{count}"))
    return tuple(out)


def _query(entity: EntityType, finding: QueryFinding) -> Query | None:
    filters = _members(entity, finding.filter)
    search = tuple(p for p in _members(entity, finding.search) if _is_text(entity, p))
    sort = tuple(SortKey(path=(m,), descending=d) for n, d in finding.sort if (m := member(entity, n)))
    ranges = _members(entity, finding.range)
    if not (filters or search or sort or ranges or finding.page):
        return None
    parts = [("by", filters), ("in", ranges), ("find", search), ("sorted", tuple(k.path for k in sort))]
    name = "_".join(f"{word}_{'_'.join(p[0] for p in paths[:_WORDS_MAX])}" for word, paths in parts if paths) or "all"
    single = len(filters) == 1
    return Query(
        name=name[:60].rstrip("_"),
        origin=Origin(evidence=(finding.evidence,), decided_by="queries"),
        filter=filters if single else (),
        optional=() if single else filters,
        range=ranges,
        search=search,
        sort=sort,
        page=finding.page,
        limit=finding.limit,
        maximum=finding.maximum,
    )


def _members(entity: EntityType, nouns: Iterable[Noun]) -> tuple[tuple[str, ...], ...]:
    found = (member(entity, n) for n in nouns)
    return tuple(dict.fromkeys((m,) for m in found if m is not None))


def _is_text(entity: EntityType, path: tuple[str, ...]) -> bool:
    attribute = entity.attribute(path[0])
    return attribute is not None and attribute.type.kind in _SEARCHABLE
