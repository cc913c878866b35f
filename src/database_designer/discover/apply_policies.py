"""Policies found in prose, put on the entity types they speak of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from database_designer.discover.concepts import Concepts
from database_designer.discover.findings import Findings, PolicyFinding
from database_designer.discover.names import Noun, camel, noun, singular, words
from database_designer.model.conceptual import (
    Concurrency,
    Deletion,
    DeletionManner,
    EntityType,
    History,
    HistoryPolicy,
    Operations,
    Retention,
    Volume,
)
from database_designer.source import Origin, merge_origins

_DECIDED = "policies"


def apply_policies(entities: tuple[EntityType, ...], findings: Findings, concepts: Concepts) -> tuple[EntityType, ...]:
    """The entity types with their history, deletion, concurrency, retention and volume."""
    return tuple(_with_policies(e, findings.policies, concepts) for e in entities)


def operations(findings: Findings) -> Operations:
    """What the documents say about running the database; the first statement of each thing wins."""
    details: dict[str, str] = {}
    origins: list[Origin] = []
    for finding in findings.policies:
        if finding.policy == "operations":
            origins.append(Origin(evidence=(finding.evidence,), decided_by=_DECIDED))
            for key, value in finding.values:
                details.setdefault(key, value)
    connections = details.get("connections", "")
    return Operations(
        backup_full=details.get("backup_full", ""),
        backup_incremental=details.get("backup_incremental", ""),
        backup_keep=details.get("backup_keep", ""),
        rpo=details.get("rpo", ""),
        rto=details.get("rto", ""),
        connections=int(connections) if connections.isdecimal() else None,
        origin=merge_origins(origins) if origins else None,
    )


def postgres_version(findings: Findings) -> int | None:
    """The major version that the documents name, None for none."""
    stated = (v for f in findings.policies if f.policy == "operations" for k, v in f.values if k == "postgres")
    version = next((int(v) for v in stated if v.isdecimal()), None)
    return version if version is not None and 15 <= version <= 18 else None


def _with_policies(entity: EntityType, found: Iterable[PolicyFinding], concepts: Concepts) -> EntityType:
    for finding in found:
        target = _target(finding, concepts)
        everything = finding.policy == "audited" and not finding.owner
        if not everything and (target is None or camel(target) != entity.name):
            continue
        entity = _one(entity, finding)
    return entity


def _target(finding: PolicyFinding, concepts: Concepts) -> Noun | None:
    if finding.owner:
        direct = concepts.named(finding.owner)
        if direct is not None:
            return direct
    window = dict(finding.values).get("window", "")
    found = [singular(w) for w in words(window)]
    for size in (3, 2, 1):
        for start in range(len(found) - size + 1):
            target = concepts.exact(tuple(found[start : start + size]))
            if target is not None:
                return target
    return None


def _one(entity: EntityType, finding: PolicyFinding) -> EntityType:
    origin = Origin(evidence=(finding.evidence,), decided_by=_DECIDED)
    details = dict(finding.values)
    match finding.policy:
        case "audited":
            known = entity.history.origin if entity.history else None
            return replace(
                entity,
                history=HistoryPolicy(
                    manner=History.AUDITED, origin=merge_origins([known, origin]) if known else origin
                ),
            )
        case "soft":
            return replace(
                entity, deletion=Deletion(manner=DeletionManner.SOFT, origin=origin, restorable="restorable" in details)
            )
        case "optimistic":
            return replace(entity, concurrency=Concurrency(origin=origin))
        case "retention" if details["amount"].isdecimal():
            after = _attribute(entity, details.get("after", ""))
            retention = Retention(
                amount=int(details["amount"]), unit=details["unit"], origin=origin, after=after, then=details["then"]
            )
            return entity if entity.retention is not None else replace(entity, retention=retention)
        case "volume":
            return replace(entity, volume=_volume(entity.volume, details, origin))
        case _:
            return entity


def _attribute(entity: EntityType, name: str) -> str:
    wanted = noun(name)
    stems = {w[:5] for w in wanted}
    for attribute in entity.attributes:
        if attribute.type.kind in ("date", "instant") and stems & {w[:5] for w in attribute.name.split("_")}:
            return attribute.name
    return ""


def _volume(known: Volume | None, details: dict[str, str], origin: Origin) -> Volume:
    rows, growth = details.get("rows", ""), details.get("growth", "")
    base = known or Volume(origin=origin)
    return Volume(
        origin=merge_origins([base.origin, origin]) if known else origin,
        rows=base.rows if base.rows is not None else (int(rows) if rows.isdecimal() else None),
        growth=base.growth if base.growth is not None else (int(growth) if growth.isdecimal() else None),
        growth_unit=base.growth_unit or details.get("unit", ""),
    )
