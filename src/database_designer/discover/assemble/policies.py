"""Policies found in prose, put on the entity types they speak of."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace

from database_designer.discover.concepts import Concepts
from database_designer.discover.findings import Findings, PolicyFinding
from database_designer.discover.names import Noun, camel
from database_designer.discover.policies.history import EVERYTHING, MENTION
from database_designer.discover.policies.owners import AUDIT_LOGS, Owner, by_noun, is_audit_log, owner
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
_ALL = "the documents have every change kept and name no thing, so all are audited"
_SPOKEN = "the documents speak of an audit log and not of what it holds, so all are audited"
_A_LOG = "the documents have a log of changes and do not say of what, so all are audited"
_CREATED = frozenset("create creat created creation record recorded write written enter entered entry receipt".split())
_STEM = 4


def apply_policies(entities: tuple[EntityType, ...], findings: Findings, concepts: Concepts) -> tuple[EntityType, ...]:
    """The entity types with their history, deletion, concurrency, retention and volume."""
    named: dict[str, list[tuple[PolicyFinding, Owner]]] = {e.name: [] for e in entities}
    known = by_noun(entities)
    for finding in findings.policies:
        found = _owner(finding.owner, known, concepts)
        if found is not None:
            named[found.entity].append((finding, found))
    # A growth in percent is one of the rows that any statement counts.
    ordered = {name: sorted(told, key=lambda f: "percent" in dict(f[0].values)) for name, told in named.items()}
    applied = tuple(_with_policies(e, ordered[e.name]) for e in entities)
    return _audit_all(applied, findings, concepts)


def _owner(name: Noun, known: Mapping[Noun, str], concepts: Concepts) -> Owner | None:
    if not name:
        return None
    found = owner(name, known)
    if found is not None:
        return found
    meant = concepts.exact(name)
    return Owner(entity=camel(meant)) if meant is not None and camel(meant) in known.values() else None


def operations(findings: Findings) -> Operations:
    """What the documents say about running the database; the first statement of each thing wins."""
    details: dict[str, str] = {}
    origins: list[Origin] = []
    for finding in findings.policies:
        if finding.policy == "operations":
            origins.append(Origin(evidence=(finding.evidence,), decided_by=_DECIDED))
            for key, value in finding.values:
                details.setdefault(key, value)
    audit = next(_kept_logs(findings), None)
    origins += [audit.origin] if audit is not None else []
    return Operations(
        backup_full=details.get("backup_full", ""),
        backup_incremental=details.get("backup_incremental", ""),
        backup_keep=details.get("backup_keep", ""),
        rpo=details.get("rpo", ""),
        rto=details.get("rto", ""),
        connections=_positive(details.get("connections", "")),
        users=_positive(details.get("users", "")),
        cores=_positive(details.get("cores", "")),
        requests=details.get("requests", ""),
        response=details.get("response", ""),
        audit=audit,
        origin=merge_origins(origins) if origins else None,
    )


def _kept_logs(findings: Findings) -> Iterator[Retention]:
    """How long entries of the audit log are kept, where it is told what becomes of them then."""
    for finding in findings.policies:
        details = dict(finding.values)
        if finding.policy != "retention" or not is_audit_log(finding.owner) or details.get("after"):
            continue
        if details["amount"].isdecimal() and details["then"] in ("delete", "archive"):
            origin = Origin(evidence=(finding.evidence,), decided_by=_DECIDED)
            yield Retention(amount=int(details["amount"]), unit=details["unit"], then=details["then"], origin=origin)


def _positive(text: str) -> int | None:
    return int(text) if text.isdecimal() and int(text) > 0 else None


def postgres_version(findings: Findings) -> int | None:
    """The major version that the documents name, None for none."""
    stated = (v for f in findings.policies if f.policy == "operations" for k, v in f.values if k == "postgres")
    version = next((int(v) for v in stated if v.isdecimal()), None)
    return version if version is not None and 15 <= version <= 18 else None


def _audit_all(entities: tuple[EntityType, ...], findings: Findings, concepts: Concepts) -> tuple[EntityType, ...]:
    """All audited where every change is to be kept; where a log is only spoken of, then if nothing says what is in it."""
    audits = [f for f in findings.policies if f.policy == "audited"]
    scopes = [(f, dict(f.values).get("scope", "")) for f in audits]
    whole = [f for f, scope in scopes if scope == EVERYTHING]
    known = by_noun(entities)
    elsewhere = (f for f in audits if dict(f.values).get("else") == EVERYTHING)
    whole.extend(f for f in elsewhere if _owner(f.owner, known, concepts) is None)
    if whole:
        return tuple(_audited(e, whole, _ALL) for e in entities)
    if any(e.history is not None and e.history.manner == History.AUDITED for e in entities):
        return entities
    mentions = [f for f, scope in scopes if scope == MENTION]
    if mentions:
        return tuple(_audited(e, mentions, _SPOKEN) for e in entities)
    logs = [c for c in concepts.concepts if c.noun in AUDIT_LOGS]
    if logs:
        origin = Origin(evidence=logs[0].evidence[:1], decided_by=_DECIDED, principle=_A_LOG)
        return tuple(_with_audit(e, origin) for e in entities)
    return entities


def _audited(entity: EntityType, found: Iterable[PolicyFinding], principle: str) -> EntityType:
    evidence = tuple(dict.fromkeys(f.evidence for f in found))
    return _with_audit(entity, Origin(evidence=evidence, decided_by=_DECIDED, principle=principle))


def _with_audit(entity: EntityType, origin: Origin) -> EntityType:
    """Rows that never change need no audit; what is audited by its name already stays so."""
    if entity.history is not None:
        return entity
    return replace(entity, history=HistoryPolicy(manner=History.AUDITED, origin=origin))


def _with_policies(entity: EntityType, found: Iterable[tuple[PolicyFinding, Owner]]) -> EntityType:
    for finding, target in found:
        apply = _APPLY.get(finding.policy)
        if apply is not None:
            entity = apply(entity, finding, target)
    return entity


def _origin(finding: PolicyFinding) -> Origin:
    return Origin(evidence=(finding.evidence,), decided_by=_DECIDED)


def _history(manner: History) -> Callable[[EntityType, PolicyFinding, Owner], EntityType]:
    def apply(entity: EntityType, finding: PolicyFinding, target: Owner) -> EntityType:
        known = entity.history
        if manner != History.AUDITED and target.rest:
            return entity  # of some rows only
        if known is None or (known.manner == History.AUDITED != manner):
            return replace(entity, history=HistoryPolicy(manner=manner, origin=_origin(finding)))
        if known.manner == manner:
            joined = merge_origins((known.origin, _origin(finding)))
            return replace(entity, history=HistoryPolicy(manner=manner, origin=joined))
        return entity

    return apply


def _soft(entity: EntityType, finding: PolicyFinding, _: Owner) -> EntityType:
    known = entity.deletion
    origin = merge_origins((known.origin, _origin(finding))) if known else _origin(finding)
    restorable = "restorable" in dict(finding.values) or (known is not None and known.restorable)
    return replace(entity, deletion=Deletion(manner=DeletionManner.SOFT, origin=origin, restorable=restorable))


def _optimistic(entity: EntityType, finding: PolicyFinding, _: Owner) -> EntityType:
    known = entity.concurrency
    origin = merge_origins((known.origin, _origin(finding))) if known else _origin(finding)
    return replace(entity, concurrency=Concurrency(origin=origin))


def _retention(entity: EntityType, finding: PolicyFinding, target: Owner) -> EntityType:
    """With the period of all its rows, where it is known what is done at its end and from when it counts.

    Else it stays a question.
    """
    details = dict(finding.values)
    if not details["then"]:
        return entity
    after = _counted_from(entity, details["after"], target.rest)
    if entity.retention is not None or after is None or not details["amount"].isdecimal():
        return entity
    return replace(
        entity,
        retention=Retention(
            amount=int(details["amount"]),
            unit=details["unit"],
            origin=_origin(finding),
            after=after,
            then=details["then"],
        ),
    )


def _counted_from(entity: EntityType, after: str, rest: Noun) -> str | None:
    """The date from which the period counts: "" for creation, None where the words name no date of the entity type.

    "closed files" and "after closing" both mean the attribute closed_on. Words that leave some rows out ("guest" in
    "guest users") and name no date make the period one of some rows only.
    """
    words = [*after.split(), *rest]
    if not words or (after and not rest and words[0] in _CREATED):
        return ""
    stems = {w[:_STEM] for w in words if len(w) >= _STEM}
    for attribute in entity.attributes:
        if attribute.type.kind in ("date", "instant") and stems & {w[:_STEM] for w in attribute.name.split("_")}:
            return attribute.name
    if after or any(w.endswith("ed") for w in rest):
        return None
    quotes = " ".join(e.quote.lower() for e in entity.origin.evidence)
    return "" if " ".join(rest) in quotes else None


def _volume(entity: EntityType, finding: PolicyFinding, target: Owner) -> EntityType:
    """With what is stated of its numbers; a number of some rows only ("overdue loans") is none of all."""
    if any(w.endswith("ed") for w in target.rest):
        return entity
    details = dict(finding.values)
    known = entity.volume
    rows = known.rows if known and known.rows is not None else _number(details.get("rows", ""))
    growth, unit = (known.growth, known.growth_unit) if known and known.growth is not None else (None, "")
    if growth is None:
        growth, unit = _number(details.get("growth", "")), details.get("unit", "")
        if "percent" in details and rows is not None:
            growth = round(rows * float(details["percent"]) / 100)
    if growth is None:
        unit = ""
    peak = known.peak if known and known.peak else details.get("peak", "")
    if rows is None and growth is None and not peak:
        return entity
    origin = merge_origins((known.origin, _origin(finding))) if known else _origin(finding)
    return replace(entity, volume=Volume(origin=origin, rows=rows, growth=growth, growth_unit=unit, peak=peak))


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() else None


_APPLY: dict[str, Callable[[EntityType, PolicyFinding, Owner], EntityType]] = {
    "audited": _history(History.AUDITED),
    "versioned": _history(History.VERSIONED),
    "append only": _history(History.APPEND_ONLY),
    "soft": _soft,
    "optimistic": _optimistic,
    "retention": _retention,
    "volume": _volume,
}
