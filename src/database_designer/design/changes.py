"""Triggers that watch over changes: unchangeable columns, time of the last change, versions, append-only tables."""

from __future__ import annotations

from database_designer.design.enforcing import kept
from database_designer.design.housekeeping import UPDATED, VERSION
from database_designer.design.layout import Draft, Layout
from database_designer.design.part import Part, joined
from database_designer.design.policies import Policies
from database_designer.model.conceptual import Derivation
from database_designer.model.decision import because, housekeeping
from database_designer.model.logical import RelationAttribute
from database_designer.model.physical import (
    ColumnRole,
    CountVersion,
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
ONLY_ADDED = "rows are added, never changed or removed"


def changes(layout: Layout, policies: Policies) -> Part:
    """The triggers of all tables, and the functions that they share, where they are used."""
    of_drafts = joined(tuple(_of_draft(d, layout, policies) for d in layout.drafts))
    used = {t.function for t in of_drafts.triggers}
    return Part(functions=tuple(f for f in (REFUSE, COUNT, TOUCH) if f.name in used)) + of_drafts


def _of_draft(draft: Draft, layout: Layout, policies: Policies) -> Part:
    if draft.entity is None:
        return Part()
    if draft.entity.name in policies.append_only:
        return _append_only(draft, layout)
    return joined((_immutable(draft, layout), _version(draft, layout, policies), _touch(draft, layout)))


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
    return Part(triggers=triggers, enforcements=(kept(entity.name, ONLY_ADDED, names, stated),))


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
        kept(a.element, "can be set once" if _is_set_once(a) else "never changes", (trigger.name,), a.origin)
        for a in told
    )
    return Part(functions=(function,), triggers=(trigger,), enforcements=enforcements)


def is_fixed(attribute: RelationAttribute) -> bool:
    """Whether the attribute never changes once the row is there."""
    stated, reference = attribute.attribute, attribute.reference
    snapshot = stated is not None and stated.derived is not None and stated.derived.manner == Derivation.SNAPSHOT
    return snapshot or (stated is not None and stated.immutable) or (reference is not None and reference.immutable)


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
        purpose="counts versions; an update that states another one is refused",
    )
    enforcement = kept(entity.name, "concurrent changes do not overwrite each other", (trigger.name,), origin)
    return Part(triggers=(trigger,), enforcements=(enforcement,))


def _touch(draft: Draft, layout: Layout) -> Part:
    watched = tuple(
        c.name
        for c in draft.table.columns
        if c.role != ColumnRole.HOUSEKEEPING and c.generated is None and c.name not in draft.table.primary_key
    )
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
