"""Operations of an API: collections are things, nesting is a relationship, parameters of lists are access patterns."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from itertools import pairwise

from database_designer.discover.api.filters import read_filters
from database_designer.discover.api.resources import Resource, resources_of, segments
from database_designer.discover.findings import (
    CERTAIN,
    HINT,
    LIKELY,
    TRACE,
    EntityFinding,
    Findings,
    QueryFinding,
    RelationFinding,
    SynonymFinding,
    combine,
)
from database_designer.discover.language.lexicon import EXCHANGE_NOUNS
from database_designer.discover.names import Noun, noun
from database_designer.discover.property_names import PAGING
from database_designer.model.requirements import Operation, Parameter, Requirements
from database_designer.source import Evidence

_ASKED = PAGING | frozenset("iterator after before order term fields include expand per".split())
_SEARCH = frozenset("q query search keyword term text".split())
_SORT = frozenset("sort sort_by order_by sort_dir order".split())
_RANGE = re.compile(
    r"^(?P<stem2>.+)_(?:from|to|min|max|before|after|since|until|gte|lte|gt|lt)$"
    r"|^(?P<side>from|to|start|end|min|max|since|until|before|after)_?(?P<stem>.*)$"
)
_FIRST = re.compile(r"(?P<name>-?\b[a-z]\w*) \((?:the |by )?default\)|^(?P<only>-?[a-z]\w*)$", re.IGNORECASE)


def read_operations(requirements: Requirements) -> Findings:
    """Entities, nesting and access patterns of all operations."""
    found = resources_of(requirements.operations)
    told = combine(
        _operation(o, found[o.method, o.path]) for o in requirements.operations if (o.method, o.path) in found
    )
    nested = replace(told, relations=_belonging(told.relations, _made_in(requirements, found)))
    filtered = read_filters(requirements.operations, found)
    named = Findings(entities=_above(nested, found))
    return combine((nested, named, filtered, _parameter_names(requirements), _areas(requirements, found)))


def _above(nested: Findings, found: dict[tuple[str, str], Resource]) -> tuple[EntityFinding, ...]:
    """The things that only stand above others in a path (/kilns/{kilnId}/firings): there are kilns, by an id."""
    addressed = {r.noun for r in found.values()} | {(n,) for n in EXCHANGE_NOUNS}
    first = {r.source: r.evidence for r in reversed(nested.relations) if r.source not in addressed}
    return tuple(
        EntityFinding(noun=n, weight=CERTAIN, reason="stands above in a path", evidence=e) for n, e in first.items()
    )


def _areas(requirements: Requirements, found: dict[tuple[str, str], Resource]) -> Findings:
    """As in /forum/posts: forum posts are posts, unless they are kept elsewhere, too."""
    collections = {r.noun for r in found.values() if r.collection}
    named: dict[tuple[Noun, Noun], SynonymFinding] = {}
    for operation in requirements.operations:
        for (area, is_parameter), (text, parameter) in pairwise(segments(operation.path)):
            one, whole = noun(area), noun(text)
            if is_parameter or parameter or whole not in collections or one in collections or not one:
                continue
            if (*one, *whole) not in collections:
                quote = f"{operation.method} {operation.path}"
                evidence = Evidence(span=operation.span, quote=quote, requirement=operation.requirement)
                found_name = SynonymFinding(noun=whole, other=(*one, *whole), evidence=evidence)
                named.setdefault((whole, one), found_name)
    return Findings(synonyms=tuple(named.values()))


def _made_in(requirements: Requirements, found: dict[tuple[str, str], Resource]) -> dict[Noun, set[Noun]]:
    """The collections below which the rows of each collection are created (() for a collection at the top)."""
    made: dict[Noun, set[Noun]] = defaultdict(set)
    for operation in requirements.operations:
        resource = found.get((operation.method, operation.path))
        if resource is not None and operation.method == "POST" and resource.collection and not resource.action:
            made[resource.noun].add(resource.parent)
    return made


def _belonging(nested: tuple[RelationFinding, ...], made_in: dict[Noun, set[Noun]]) -> tuple[RelationFinding, ...]:
    """The nestings that tell where rows belong.

    Rows created in one collection are only shown below another one; and what belongs to a part of a whole needs no
    pointer of its own to the whole (/teams/{id}/games/{id}/goals beside /teams/{id}/goals).
    """
    shown = [r for r in nested if made_in.get(r.target, set()) <= {()} or r.source in made_in[r.target]]
    pairs = {(r.source, r.target) for r in shown}
    parents: dict[Noun, set[Noun]] = defaultdict(set)
    for source, target in pairs:
        parents[target].add(source)
    return tuple(r for r in shown if not any((r.source, p) in pairs for p in parents[r.target] - {r.source}))


def _parameter_names(requirements: Requirements) -> Findings:
    """What a collection calls its rows in the path: /inventory/{itemId} holds items, which are inventory items."""
    paths = [(o, segments(o.path)) for o in requirements.operations]
    collections = {noun(parts[0][0]) for _, parts in paths if parts}
    found: dict[tuple[Noun, Noun], SynonymFinding] = {}
    for operation, parts in paths:
        for (text, fixed), (after, parameter) in pairwise(parts):
            named = tuple(w for w in noun(after) if w not in ("id", "uuid", "code", "name", "number", "key", "slug"))
            whole = noun(text)
            if fixed or not parameter or len(named) != 1 or named in collections or set(named) & set(whole):
                continue
            evidence = Evidence(
                span=operation.span, quote=f"{operation.method} {operation.path}", requirement=operation.requirement
            )
            for other in (named, (*whole, *named)):
                found.setdefault((whole, other), SynonymFinding(noun=whole, other=other, evidence=evidence))
    return Findings(synonyms=tuple(found.values()))


def _operation(operation: Operation, resource: Resource) -> Findings:
    if not resource.noun or resource.noun[-1] in EXCHANGE_NOUNS or resource.noun[0] in EXCHANGE_NOUNS:
        return Findings()
    evidence = Evidence(
        span=operation.span,
        quote=f"{operation.method} {operation.path} {operation.summary}".strip(),
        requirement=operation.requirement,
    )
    return Findings(
        entities=(_entity(operation, resource, evidence),),
        relations=_nesting(resource, evidence, shown=_is_shown(operation)),
        queries=_queries(operation, resource, evidence),
    )


def _is_shown(operation: Operation) -> bool:
    return any(r.shape for r in operation.responses)


def _entity(operation: Operation, resource: Resource, evidence: Evidence) -> EntityFinding:
    if not resource.collection:
        weight, reason = LIKELY if resource.parent and _is_shown(operation) else HINT, "read by the API"
    elif resource.item:
        weight, reason = LIKELY, "addressed one by one in the API"
    elif operation.method == "POST" and not resource.action:
        weight, reason = LIKELY, "created through the API"
    else:
        weight, reason = LIKELY if resource.parent else LIKELY + TRACE * 3, "a collection of the API"
    return EntityFinding(noun=resource.noun, weight=weight, reason=reason, evidence=evidence)


def _nesting(resource: Resource, evidence: Evidence, *, shown: bool) -> tuple[RelationFinding, ...]:
    """What is created below another thing, or `shown` there, belongs to it."""
    if not resource.parent or resource.parent == resource.noun or resource.action:
        return ()
    if not (resource.collection or shown):
        return ()
    return (
        RelationFinding(
            source=resource.parent, target=resource.noun, evidence=evidence, weight=LIKELY, target_many=True,
            source_high=1, source_low=1, source_many=False, verb="nested path",
        ),
    )  # fmt: skip


def _queries(operation: Operation, resource: Resource, evidence: Evidence) -> tuple[QueryFinding, ...]:
    """A GET of a collection is an access pattern: its parent, its filter parameters, its order and its pages."""
    if operation.method != "GET" or resource.item or not resource.collection:
        return ()
    names = {n: p for p in operation.parameters if p.place == "query" and (n := noun(p.name))}
    keys = {"_".join(n): p for n, p in names.items()}
    filters, ranges = _filters(names)
    by_path = [n for text, parameter in segments(operation.path) if not parameter and (n := noun(text))][1:]
    filtered_by = tuple(n for n in by_path if n != resource.noun and n[0] not in ("by", "search", "filter"))
    by_words = tuple(n[1:] for n in by_path if n[0] == "by" and len(n) > 1)
    above = (resource.parent,) if resource.parent else ()
    told = filtered_by if resource.action and "{" in operation.path else ()
    needed = tuple(n for n in filters if names[n].required)
    limit, maximum = _limits(keys)
    return (
        QueryFinding(
            owner=resource.noun,
            evidence=evidence,
            above=tuple(dict.fromkeys((*above, *by_words, *told, *needed))),
            filter=tuple(n for n in filters if n not in needed),
            search=_searched(keys, filters, action=resource.action),
            range=ranges,
            sort=_order(keys),
            page="cursor" if set(keys) & {"cursor", "iterator", "after"} else ("offset" if set(keys) & _ASKED else ""),
            limit=limit,
            maximum=maximum,
        ),
    )


def _filters(names: dict[Noun, Parameter]) -> tuple[tuple[Noun, ...], tuple[Noun, ...]]:
    filters: list[Noun] = []
    ranges: list[Noun] = []
    for name in names:
        key = "_".join(name)
        if key in _ASKED:
            continue
        bound = _RANGE.match(key)
        if bound:
            ranges.append(noun(bound["stem"] or bound["stem2"] or "created_at"))
        else:
            filters.append(name)
    return tuple(dict.fromkeys(filters)), tuple(dict.fromkeys(ranges))


def _searched(keys: dict[str, Parameter], filters: tuple[Noun, ...], *, action: str) -> tuple[Noun, ...]:
    """What is searched: by a text for everything the name; by a search for parts of rows whatever is given."""
    if set(keys) & _SEARCH or (action == "search" and not filters):
        return (("name",),)
    return filters if action == "search" else ()


def _order(keys: dict[str, Parameter]) -> tuple[tuple[Noun, bool], ...]:
    """The order that rows come in unless another is asked for: the default of the parameter, or its only value."""
    parameter = next((keys[k] for k in ("sort", "sort_by", "order_by", "ordering") if k in keys), None)
    told = _told_order(parameter) if parameter is not None else ""
    name = noun(told.lstrip("-+").partition(":")[0].partition(",")[0])
    return ((name, told.startswith("-") or told.endswith(":desc")),) if name else ()


def _told_order(parameter: Parameter) -> str:
    """The order that a parameter states, "" for none: "`-price` (default) or `name`", or a name and no more."""
    marked = _FIRST.search(parameter.description)
    only = parameter.enum[0] if len(parameter.enum) == 1 else ""
    return parameter.default or only or ((marked["name"] or marked["only"]) if marked else "")


def _limits(keys: dict[str, Parameter]) -> tuple[int | None, int | None]:
    for key in ("limit", "size", "page_size", "per_page"):
        parameter = keys.get(key)
        if parameter is not None:
            default = parameter.default or ""
            maximum = parameter.maximum or ""
            return (int(default) if default.isdecimal() else None, int(maximum) if maximum.isdecimal() else None)
    return None, None
