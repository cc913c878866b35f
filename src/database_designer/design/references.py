"""Foreign keys, and what becomes of pointing rows when the row pointed to is deleted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from database_designer.design.enforcing import FOREIGN_KEY_VIOLATION, kept
from database_designer.design.layout import Draft, Layout
from database_designer.design.part import Part
from database_designer.diagnostics import Diagnostic, Severity
from database_designer.model.conceptual import WhenDeleted
from database_designer.model.decision import because
from database_designer.model.logical import RelationKind, RelationReference
from database_designer.model.physical import DeleteAction, Enforcement, ForeignKey, Form

BY = "design.references"


def references(layout: Layout) -> Part:
    """A foreign key for each reference of each relation; deferred where required references form a circle."""
    keys = [
        _foreign_key(reference, draft, layout) for draft in layout.drafts for reference in draft.relation.references
    ]
    circular = _circular(keys, layout)
    return Part(
        foreign_keys=tuple(replace(k, deferred=True) if k.name in circular else k for k in keys),
        enforcements=tuple(_enforced(keys, layout)),
        diagnostics=tuple(_not_detachable(layout)),
    )


def _foreign_key(reference: RelationReference, draft: Draft, layout: Layout) -> ForeignKey:
    target = layout.draft(reference.target)
    columns = draft.members(reference.members)
    action, reason = _on_delete(reference, draft, target)
    return ForeignKey(
        name=layout.name("fk", draft, *columns),
        table=draft.table.name,
        columns=columns,
        target=target.table.name,
        target_columns=target.table.primary_key,
        on_delete=action,
        origin=because(reference.origin, BY, reason),
        element=reference.element,
        reason=reason,
    )


def _enforced(keys: list[ForeignKey], layout: Layout) -> Iterator[Enforcement]:
    """That what is pointed to is there, and what becomes of the reference when it is deleted.

    That a row of a subtype is one of its supertype is told with the kinds.

    Where RESTRICT refuses, PostgreSQL 18 says 23001, versions before it 23503.
    """
    members = {a.element for d in layout.drafts for a in d.relation.attributes}
    lookups = {d.table.name for d in layout.drafts if d.relation.kind == RelationKind.LOOKUP}
    for key in keys:
        if key.element in members:
            yield kept(
                key.element, f"points to a row of {key.target}: {key.reason}", (key.name,), key.origin,
                form=Form.VALUES if key.target in lookups else Form.REFERENCE,
                constraint=key.name, sqlstate=FOREIGN_KEY_VIOLATION,
            )  # fmt: skip


def with_all_keys(made: Part) -> Part:
    """The part with references kept by every foreign key that holds them, also together with other columns."""
    keys = {k.name: k for k in made.foreign_keys}
    of_table: dict[tuple[str, str], list[ForeignKey]] = {}
    for key in made.foreign_keys:
        of_table.setdefault((key.table, key.target), []).append(key)

    def complete(enforcement: Enforcement) -> Enforcement:
        own = keys.get(enforcement.constraint)
        if enforcement.form != Form.REFERENCE or own is None:
            return enforcement
        others = (k for k in of_table[own.table, own.target] if k is not own)
        held = (k.name for k in others if k.element == own.element or set(own.columns) <= set(k.columns))
        return replace(enforcement, objects=(*enforcement.objects, *held))

    return replace(made, enforcements=tuple(complete(e) for e in made.enforcements))


def _on_delete(reference: RelationReference, draft: Draft, target: Draft) -> tuple[DeleteAction, str]:
    whole = target.table.name
    if draft.relation.kind == RelationKind.SUBTYPE and reference.members == draft.relation.primary:
        return DeleteAction.CASCADE, f"the row is the same thing as its row in {whole} and goes with it"
    if draft.relation.kind in (RelationKind.JUNCTION, RelationKind.MULTIVALUED) and reference.part_of:
        return DeleteAction.CASCADE, f"the row says something about its row in {whole} only and goes with it"
    if reference.part_of:
        return DeleteAction.CASCADE, f"the row is a part of its row in {whole} and goes with it"
    if reference.when_deleted == WhenDeleted.CASCADE:
        return DeleteAction.CASCADE, "the documents let it go with the row it points to"
    if reference.when_deleted == WhenDeleted.DETACH and _detachable(reference, draft):
        return DeleteAction.SET_NULL, f"the row stays when its row in {whole} is deleted, and points to nothing"
    return DeleteAction.RESTRICT, f"a row in {whole} is kept as long as something points to it"


def _detachable(reference: RelationReference, draft: Draft) -> bool:
    columns = (draft.table.column(c) for c in draft.members(reference.members))
    return all(c is not None and c.nullable for c in columns)


def _not_detachable(layout: Layout) -> Iterator[Diagnostic]:
    for draft in layout.drafts:
        for reference in draft.relation.references:
            if reference.when_deleted == WhenDeleted.DETACH and not _detachable(reference, draft):
                evidence = reference.origin.evidence
                yield Diagnostic(
                    code="detach-required",
                    severity=Severity.WARNING,
                    fact=f"{reference.element} is required and cannot be detached; deleting is refused instead",
                    fix="Make the reference optional, or let deleting restrict or cascade",
                    span=evidence[0].span if evidence else None,
                    element=reference.element,
                )


def _circular(keys: list[ForeignKey], layout: Layout) -> frozenset[str]:
    """The foreign keys, all required, along which one comes back to the table one started from."""
    nullable = {(d.table.name, c.name) for d in layout.drafts for c in d.table.columns if c.nullable}
    required = [k for k in keys if not any((k.table, c) in nullable for c in k.columns)]
    targets: dict[str, list[str]] = {}
    for key in required:
        targets.setdefault(key.table, []).append(key.target)
    return frozenset(k.name for k in required if k.table in _reachable(k.target, targets))


def _reachable(start: str, targets: Mapping[str, list[str]]) -> set[str]:
    found, pending = {start}, [start]
    while pending:
        for target in targets.get(pending.pop(), ()):
            if target not in found:
                found.add(target)
                pending.append(target)
    return found
