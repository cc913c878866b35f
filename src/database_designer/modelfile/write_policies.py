"""Policies of an entity, written: the inverse of `policies.py`."""

from __future__ import annotations

from database_designer.model.conceptual import Deletion, EntityType, Retention, Visibility, Volume
from database_designer.model.text import expression_text
from database_designer.modelfile.nodes import Mapping, Node, Scalar, Sequence
from database_designer.modelfile.write_common import (
    Pairs,
    common_pairs,
    element_comments,
    line_or_mapping,
    mapping,
    when,
)
from database_designer.source import Origin


def policy_pairs(e: EntityType) -> Pairs:
    """The policies that the entity has, each under its key."""
    own = e.origin
    return [
        *when("history", line_or_mapping("is", e.history.manner.value, e.history, own) if e.history else None),
        *when("concurrency", line_or_mapping("is", "optimistic", e.concurrency, own) if e.concurrency else None),
        *when("deletion", line_or_mapping("is", _deletion(e.deletion), e.deletion, own) if e.deletion else None),
        *when("visible", _visibility(e.visible, own) if e.visible else None),
        *when("retention", retention_node(e.retention, own) if e.retention else None),
        *when("volume", _volume(e.volume, own) if e.volume else None),
    ]


def _deletion(d: Deletion) -> str:
    return f"{d.manner}, restorable" if d.restorable else d.manner.value


def _visibility(v: Visibility, inherited: Origin) -> Node:
    conditions = Sequence(items=tuple(Scalar(text=expression_text(c)) for c in v.any_of))
    more = common_pairs(v.origin, inherited)
    comments = element_comments(v.origin)
    if not more:
        return Sequence(items=conditions.items, comments=comments)
    return mapping([("any", conditions), *more], comments=comments)


def retention_node(r: Retention, inherited: Origin) -> Mapping:
    """`{keep: 7 years, after: closed_at, then: archive}`."""
    pairs: Pairs = [
        ("keep", Scalar(text=f"{r.amount} {r.unit}")),
        *when("after", r.after),
        ("then", Scalar(text=r.then)),
        *common_pairs(r.origin, inherited),
    ]
    return mapping(pairs, comments=element_comments(r.origin))


def _volume(v: Volume, inherited: Origin) -> Mapping:
    unit = f" per {v.growth_unit}" if v.growth_unit else ""
    pairs: Pairs = [
        *when("rows", "" if v.rows is None else str(v.rows)),
        *when("growth", "" if v.growth is None else f"{v.growth}{unit}"),
        *when("peak", v.peak),
        *common_pairs(v.origin, inherited),
    ]
    return mapping(pairs, comments=element_comments(v.origin))
