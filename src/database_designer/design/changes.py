"""Triggers that watch over changes: unchangeable columns, time of the last change, versions, append-only tables."""

from __future__ import annotations

from database_designer.design.enforcing import CHECK_VIOLATION, kept
from database_designer.design.housekeeping import UPDATED, VERSION
from database_designer.design.layout import Draft, Layout
from database_designer.design.part import Part, joined
from database_designer.design.policies import Policies
from database_designer.model.conceptual import DeletionManner, Derivation
from database_designer.model.decision import because, housekeeping
from database_designer.model.logical import RelationAttribute
from database_designer.model.physical import (
    ColumnRole,
    CountVersion,
    Form,
    KeepImmutable,
    RefuseChange,
    TouchUpdatedAt,
    Trigger,
)
from database_designer.source import Origin, merge_origins

BY = "design.changes"
TOUCH = TouchUpdatedAt(name="touch_updated_at", column=UPDATED)
COUNT = CountVersion(name="count_version", column=VERSION)
REFUSE = RefuseChange(name="refuse_change")
KEEP = RefuseChange(name="refuse_deletion", rows="are never deleted")
SERIALIZATION_FAILURE = "40001"
ONLY_ADDED = "rows are added, never changed or removed"


def changes(layout: Layout, policies: Policies) -> Part:
    """The triggers of all tables, and the functions that they share, where they are used."""
    of_drafts = joined(tuple(_of_draft(d, layout, policies) for d in layout.drafts))
    used = {t.function for t in of_drafts.triggers}
    return Part(functions=tuple(f for f in (REFUSE, KEEP, COUNT, TOUCH) if f.name in used)) + of_drafts


def _of_draft(draft: Draft, layout: Layout, policies: Policies) -> Part:
    if draft.entity is None:
        return Part()
    if draft.entity.name in policies.append_only:
        return _append_only(draft, layout)
    return joined(
        (
            _immutable(draft, layout),
            _never_deleted(draft, layout),
            _version(draft, layout, policies),
            _touch(draft, layout),
        )
    )


def append_only(table: str, names: tuple[str, str], origin: Origin) -> tuple[Trigger, ...]:
    """The triggers, of these two names, that refuse every change to the rows of a table."""
    watched = ((names[0], ("UPDATE", "DELETE"), "ROW"), (names[1], ("TRUNCATE",), "STATEMENT"))
    return tuple(
        Trigger(
            name=name,
            table=table,
            timing="BEFORE",
            events=events,
            function=REFUSE.name,
            origin=origin,
            for_each=for_each,
            purpose=ONLY_ADDED,
        )
        for name, events, for_each in watched
    )


def _append_only(draft: Draft, layout: Layout) -> Part:
    entity = draft.entity
    if entity is None:
        return Part()
    stated = entity.history.origin if entity.history is not None else entity.origin
    names = (layout.name("trg", draft, "no_change"), layout.name("trg", draft, "no_truncate"))
    origin = because(stated, BY, "what is recorded is not rewritten")
    triggers = append_only(draft.table.name, names, origin)
    enforcement = kept(
        entity.name, ONLY_ADDED, names, stated,
        form=Form.APPEND_ONLY, constraint=names[0], sqlstate=CHECK_VIOLATION,
    )  # fmt: skip
    return Part(triggers=triggers, enforcements=(enforcement,))


def _never_deleted(draft: Draft, layout: Layout) -> Part:
    deletion = draft.entity.deletion if draft.entity is not None else None
    if draft.entity is None or deletion is None or deletion.manner != DeletionManner.NEVER:
        return Part()
    what = "rows are never deleted"
    origin = because(deletion.origin, BY, "a privilege could be granted, and cascades do not ask for it")
    names = (layout.name("trg", draft, "no_delete"), layout.name("trg", draft, "no_truncate"))
    watched = zip(names, ("DELETE", "TRUNCATE"), ("ROW", "STATEMENT"), strict=True)
    triggers = tuple(
        Trigger(
            name=name,
            table=draft.table.name,
            timing="BEFORE",
            events=(event,),
            function=KEEP.name,
            origin=origin,
            for_each=for_each,
            purpose=what,
        )
        for name, event, for_each in watched
    )
    enforcement = kept(
        draft.entity.name, what, names, deletion.origin,
        form=Form.NEVER_DELETED, constraint=names[0], sqlstate=CHECK_VIOLATION,
    )  # fmt: skip
    return Part(triggers=triggers, enforcements=(enforcement,))


def _immutable(draft: Draft, layout: Layout) -> Part:
    fixed = tuple(c for a in draft.relation.attributes if is_fixed(a) for c in draft.columns[a.name])
    once = tuple(c for a in draft.relation.attributes if _is_set_once(a) for c in draft.columns[a.name])
    writable = {c.name for c in draft.table.columns if c.generated is None and c.name not in draft.table.primary_key}
    fixed = tuple(c for c in fixed if c in writable)
    once = tuple(c for c in once if c in writable and c not in fixed)
    if not (fixed or once):
        return Part()
    told = [a for a in draft.relation.attributes if is_fixed(a) or _is_set_once(a)]
    origin = because(merge_origins(a.origin for a in told), BY, "a change is seen only by looking at the old row")
    function = KeepImmutable(
        name=layout.name("keep", draft, "immutable"),
        table=draft.table.name,
        columns=fixed,
        once=once,
        constraint=layout.name("ck", draft, "immutable"),
        origin=origin,
    )
    trigger = Trigger(
        name=layout.name("trg", draft, "immutable"),
        table=draft.table.name,
        timing="BEFORE",
        events=("UPDATE",),
        function=function.name,
        origin=origin,
        when_changed=(*fixed, *once),
        purpose="refuses changes of what never changes once it is set",
    )
    enforcements = tuple(
        kept(
            a.element, "can be set once" if _is_set_once(a) else "never changes", (trigger.name,), a.origin,
            form=Form.SET_ONCE if _is_set_once(a) else Form.IMMUTABLE,
            constraint=function.constraint, sqlstate=CHECK_VIOLATION,
        )
        for a in told
    )  # fmt: skip
    return Part(functions=(function,), triggers=(trigger,), enforcements=enforcements)


def is_fixed(attribute: RelationAttribute) -> bool:
    """Whether the value stays as it was at creation: it is said so, or it was taken or counted then."""
    stated, reference = attribute.attribute, attribute.reference
    if stated is None:
        return reference is not None and reference.immutable
    snapshot = stated.derived is not None and stated.derived.manner == Derivation.SNAPSHOT
    return snapshot or stated.immutable or stated.numbered is not None


def _is_set_once(attribute: RelationAttribute) -> bool:
    element = attribute.attribute or attribute.reference
    return element is not None and element.set_once and not is_fixed(attribute)


def _version(draft: Draft, layout: Layout, policies: Policies) -> Part:
    entity = draft.entity
    if entity is None or entity.name not in policies.versioned or draft.table.column(VERSION) is None:
        return Part()
    stated = entity.concurrency or entity.history
    origin = because(stated.origin if stated else entity.origin, BY, "an update that states an old version is refused")
    trigger = Trigger(
        name=layout.name("trg", draft, VERSION),
        table=draft.table.name,
        timing="BEFORE",
        events=("UPDATE",),
        function=COUNT.name,
        origin=origin,
        when_changed=_counted(draft),
        purpose="counts versions; an update that states another one is refused",
    )
    enforcement = kept(
        entity.name, "concurrent changes do not overwrite each other", (trigger.name,), origin,
        form=Form.OPTIMISTIC, constraint=trigger.name, sqlstate=SERIALIZATION_FAILURE,
    )  # fmt: skip
    return Part(triggers=(trigger,), enforcements=(enforcement,))


def _counted(draft: Draft) -> tuple[str, ...]:
    """The columns whose change is counted, () for any: what follows from other rows is no change that clients missed."""
    following = {c for a in draft.relation.attributes if _follows(a) for c in draft.columns[a.name]}
    tree = draft.entity.tree if draft.entity is not None else None
    levels = tree is not None and tree.max_depth is not None  # of a tree follow those of the rows above
    if not levels and all((c := draft.table.column(f)) is None or c.generated is not None for f in following):
        return ()
    soft = (draft.soft,) if draft.soft else ()
    return (*(c for c in _watched(draft) if c not in following), *soft, VERSION)


def _follows(attribute: RelationAttribute) -> bool:
    derived = attribute.attribute.derived if attribute.attribute is not None else None
    return derived is not None and derived.manner == Derivation.EQUALS


def _watched(draft: Draft) -> tuple[str, ...]:
    return tuple(
        c.name
        for c in draft.table.columns
        if c.role != ColumnRole.HOUSEKEEPING and c.generated is None and c.name not in draft.table.primary_key
    )


def _touch(draft: Draft, layout: Layout) -> Part:
    watched = _watched(draft)
    soft = (draft.soft,) if draft.soft else ()
    if draft.table.column(UPDATED) is None or not (watched or soft):
        return Part()
    trigger = Trigger(
        name=layout.name("trg", draft, UPDATED),
        table=draft.table.name,
        timing="BEFORE",
        events=("UPDATE",),
        function=TOUCH.name,
        origin=housekeeping(BY, "the time of the last change is not left to the application"),
        when_changed=(*watched, *soft),
        purpose="sets the time of the last change",
    )
    return Part(triggers=(trigger,))
