"""Lifecycles and access patterns, written: the inverse of `lifecycle.py` and `queries.py`."""

from __future__ import annotations

from collections.abc import Iterable

from database_designer.model.conceptual import (
    ANY_MOVE,
    Lifecycle,
    Query,
    SortKey,
)
from database_designer.model.expression import Expression
from database_designer.model.text import expression_text
from database_designer.modelfile.nodes import Mapping, Node, Scalar, Sequence
from database_designer.modelfile.queries import COUNT
from database_designer.modelfile.write_common import (
    Pairs,
    common_pairs,
    element_comments,
    mapping,
    texts,
    when,
)
from database_designer.source import Origin


def lifecycle_node(c: Lifecycle, inherited: Origin) -> Mapping:
    """What stands under `lifecycle`. The states are listed where they do not follow from start and moves."""
    named = dict.fromkeys((*c.start, *(s for m in c.moves for s in (m.source, m.target))))
    moves: dict[str, list[str]] = {}
    for move in c.moves:
        moves.setdefault(move.source, []).append(move.target)
    pairs: Pairs = [
        *when("says", c.says),
        ("state", Scalar(text=c.state)),
        *when("states", _list(c.states) if tuple(named) != c.states or c.any_move else None),
        *when("start", texts(c.start)),
        *when("moves", ANY_MOVE if c.any_move else None),
        *when("moves", _mapping((source, _list(tuple(targets))) for source, targets in moves.items())),
        *when("requires", _mapping((state, _list(names)) for state, names in c.requires)),
        *when("stamps", _mapping((state, Scalar(text=name)) for state, name in c.stamps)),
        *when("frozen", _mapping((state, texts(names) or Sequence(items=())) for state, names in c.frozen)),
        *when("expires", _mapping((f"{e.source} -> {e.target}", _expression(e.condition)) for e in c.expires)),
        *common_pairs(c.origin, inherited),
    ]
    return Mapping(pairs=tuple(pairs), comments=element_comments(c.origin), block=True)


def query_node(q: Query, inherited: Origin) -> Mapping:
    """What stands under the name of an access pattern."""
    parameters = tuple(Scalar(text=".".join(p)) for p in q.filter)
    conditions = tuple(_expression(c) for c in q.fixed)
    pairs: Pairs = [
        *when("says", q.says),
        *when("report", Sequence(items=tuple(_reported(e) for e in q.report))),
        *when("search", _paths(q.search)),
        *when("prefix", _paths(q.prefix)),
        *when("words", _list(tuple(_weighted(path, weight) for path, weight in q.words))),
        *when("language", q.language),
        *when("nearest", q.nearest),
        *when("overlap", _list(q.overlap)),
        *when("filter", Sequence(items=(*parameters, *conditions))),
        *when("optional", _paths(q.optional)),
        *when("range", _one_or_list(_paths(q.range))),
        *when("by", Sequence(items=tuple(_expression(e) for e in q.by))),
        *when("sort", _one_or_list(_list(tuple(_sort_text(k) for k in q.sort)))),
        *when("page", q.page),
        *when("limit", "" if q.limit is None else str(q.limit)),
        *when("max", "" if q.maximum is None else str(q.maximum)),
        *when("rate", q.rate),
        *when("fresh", q.fresh),
        *common_pairs(q.origin, inherited),
    ]
    return mapping(pairs, comments=element_comments(q.origin))


def _mapping(pairs: Iterable[tuple[str, Node]]) -> Node | None:
    found = tuple(pairs)
    return Mapping(pairs=found) if found else None


def _expression(e: Expression) -> Scalar:
    return Scalar(text=expression_text(e))


def _reported(e: Expression) -> Scalar:
    return Scalar(text="count") if e == COUNT else _expression(e)


def _list(values: tuple[str, ...]) -> Sequence:
    return Sequence(items=tuple(Scalar(text=v) for v in values))


def _one_or_list(values: Sequence) -> Node:
    return values.items[0] if len(values.items) == 1 else values


def _paths(paths: tuple[tuple[str, ...], ...]) -> Sequence:
    return _list(tuple(".".join(p) for p in paths))


def _weighted(path: tuple[str, ...], weight: int) -> str:
    return f"{'.'.join(path)}^{weight}" if weight != 1 else ".".join(path)


def _sort_text(key: SortKey) -> str:
    return f"{'-' if key.descending else ''}{'.'.join(key.path)}"
