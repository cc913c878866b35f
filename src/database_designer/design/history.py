"""The audit log: who changed what, and from what to what."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from database_designer.design.changes import REFUSE, append_only
from database_designer.design.enforcing import CHECK_VIOLATION, kept
from database_designer.design.expressions import column_path, value
from database_designer.design.layout import Draft, Layout
from database_designer.design.names import AUDIT_TABLE, object_name
from database_designer.design.part import Part, joined
from database_designer.design.policies import Policies
from database_designer.design.types import BIGINT, INSTANT, JSON, TEXT
from database_designer.model.decision import because, housekeeping
from database_designer.model.expression import Clock, In, Moment
from database_designer.model.logical import LogicalModel, Relation
from database_designer.model.physical import (
    Check,
    Column,
    ColumnRole,
    Form,
    Index,
    IndexKey,
    NextNumber,
    RecordAudit,
    RefuseChange,
    Table,
    TableKind,
    Trigger,
)
from database_designer.source import Origin, merge_origins

BY = "design.history"
RECORD = RecordAudit(name="record_audit", audit_table=AUDIT_TABLE, setting="app.actor")
KEEP_LOGGED = RefuseChange(name="refuse_truncate", rows="are audited one by one")
ACTIONS = ("INSERT", "UPDATE", "DELETE")
"""What triggers call the changes of a row."""
PURPOSE = "Every change of an audited row: who made it, when, and the values before and after."
LOGGED = "changed_at"
_COLUMNS = (
    ("table_name", TEXT, False, "Table of the changed row."),
    ("record_id", TEXT, False, "Primary key of the changed row."),
    ("action", TEXT, False, "What was done: INSERT, UPDATE or DELETE."),
    ("old_values", JSON, True, "The row before the change; unset for a new row."),
    ("new_values", JSON, True, "The row after the change; unset for a deleted row."),
    ("changed_by", TEXT, True, "Who made the change, as the session says; unset for jobs and migrations."),
    (LOGGED, INSTANT, False, "When the change was made."),
)


def own_log(logical: LogicalModel) -> Relation | None:
    """The relation of the entity type by which the documents themselves tell of the log, None where none does."""
    return next((r for r in logical.relations if r.entity and r.name in ("audit_log", AUDIT_TABLE)), None)


def with_own_log(logical: LogicalModel, policies: Policies) -> tuple[LogicalModel, Policies]:
    """The log of the documents made one with the log that triggers write, where both are asked for.

    What triggers do not fill becomes optional; what they do fill is left to them.
    """
    log = own_log(logical)
    if log is None or not policies.audited - {log.entity}:
        return logical, policies
    filled = {name for name, *_ in _COLUMNS}
    kept_attributes = tuple(
        a if a.name in log.primary else replace(a, nullable=True) for a in log.attributes if a.name not in filled
    )
    names = {a.name for a in kept_attributes}
    adopted = replace(
        log,
        attributes=kept_attributes,
        keys=tuple(k for k in log.keys if names.issuperset(k.members)),
        references=tuple(r for r in log.references if names.issuperset(r.members)),
    )
    relations = tuple(adopted if r is log else r for r in logical.relations)
    without = frozenset({log.entity})
    changed = replace(
        policies,
        soft=policies.soft - without,
        audited=policies.audited - without,
        versioned=policies.versioned - without,
        append_only=policies.append_only | without,
    )
    return replace(logical, relations=relations), changed


def with_log_columns(layout: Layout, policies: Policies) -> Layout:
    """The layout with the columns of the log in the table of the documents' own log, where there is one."""
    log = own_log(layout.logical)
    if log is None or not policies.audited:
        return layout
    drafts = tuple(_filled(d) if d.relation.name == log.name else d for d in layout.drafts)
    return replace(layout, drafts=drafts)


def _filled(draft: Draft) -> Draft:
    principle = "written by the triggers of the audited tables"
    columns = (*draft.table.columns, *_columns(housekeeping(BY, principle)))
    table = replace(
        draft.table,
        kind=TableKind.AUDIT,
        columns=columns,
        purpose=draft.table.purpose or PURPOSE,
    )
    return replace(draft, table=table)


def audit(layout: Layout, policies: Policies) -> Part:
    """The log with its index and triggers, where any entity is audited."""
    audited = [
        d for d in layout.drafts if d.entity is not None and d.entity.name in policies.audited and d.entity.history
    ]
    if not audited:
        return Part()
    stated = (d.entity.history.origin for d in audited if d.entity is not None and d.entity.history is not None)
    origin = because(merge_origins(stated), BY, "changes of audited rows are kept in one log")
    log = Part(indexes=(_index(origin, layout),), functions=(RECORD, KEEP_LOGGED))
    if own_log(layout.logical) is None:
        names = (f"trg_{AUDIT_TABLE}_no_change", f"trg_{AUDIT_TABLE}_no_truncate")
        triggers = append_only(AUDIT_TABLE, names, origin)
        log += Part(tables=(_table(origin, layout),), functions=(REFUSE,), triggers=triggers)
    return joined((log, *(_recorded(d, layout) for d in audited)))


def _columns(origin: Origin) -> Iterator[Column]:
    for name, column_type, nullable, comment in _COLUMNS:
        yield Column(
            name=name,
            type=column_type,
            role=ColumnRole.HOUSEKEEPING,
            origin=origin,
            nullable=nullable,
            default=Moment(clock=Clock.NOW) if column_type == INSTANT else None,
            comment=comment,
        )


def _table(origin: Origin, layout: Layout) -> Table:
    key_origin = housekeeping(BY, "a log is read in the order in which it was written")
    key = Column(name="id", type=BIGINT, role=ColumnRole.KEY, origin=key_origin, default=NextNumber())
    actions = In(operand=column_path("action"), values=tuple(value(a) for a in ACTIONS))
    return Table(
        name=AUDIT_TABLE,
        kind=TableKind.AUDIT,
        columns=(key, *_columns(origin)),
        primary_key=("id",),
        primary_key_name=object_name("pk", AUDIT_TABLE, (), layout.tables),
        origin=origin,
        purpose=PURPOSE,
        normal_form="BCNF",
        checks=(Check(name=f"ck_{AUDIT_TABLE}_action", condition=actions, origin=origin),),
    )


def _index(origin: Origin, layout: Layout) -> Index:
    columns = ("table_name", "record_id", LOGGED)
    return Index(
        name=object_name("ix", AUDIT_TABLE, columns, layout.tables),
        table=AUDIT_TABLE,
        keys=tuple(IndexKey(expression=column_path(c)) for c in columns),
        origin=origin,
        serves=("the history of a row",),
        purpose="the changes of one row in the order in which they were made",
    )


def _recorded(draft: Draft, layout: Layout) -> Part:
    entity = draft.entity
    if entity is None or entity.history is None:
        return Part()
    stated = entity.history.origin
    secret = tuple(c.name for c in draft.table.columns if c.classification == "secret")
    purpose = f"records every change in {AUDIT_TABLE}{', without what is secret' if secret else ''}"
    recording = Trigger(
        name=layout.name("trg", draft, "audit"),
        table=draft.table.name,
        timing="AFTER",
        events=("INSERT", "DELETE"),
        function=RECORD.name,
        origin=because(stated, BY, "what was changed is recorded where it is changed"),
        arguments=(",".join(draft.table.primary_key), ",".join(secret)),
        purpose=purpose,
    )
    changed = replace(
        recording, name=layout.name("trg", draft, "audit", "changed"), events=("UPDATE",), when_changed=_told(draft)
    )
    emptied = Trigger(
        name=layout.name("trg", draft, "audit", "truncate"),
        table=draft.table.name,
        timing="BEFORE",
        events=("TRUNCATE",),
        function=KEEP_LOGGED.name,
        origin=because(stated, BY, "TRUNCATE says nothing of the rows that it removes"),
        for_each="STATEMENT",
        purpose=f"refuses TRUNCATE, which {AUDIT_TABLE} would not tell of",
    )
    objects = (recording.name, changed.name, emptied.name)
    enforcement = kept(
        entity.name, "every change is recorded, and TRUNCATE, which would not be, is refused", objects, stated,
        form=Form.AUDITED, constraint=emptied.name, sqlstate=CHECK_VIOLATION,
    )  # fmt: skip
    return Part(triggers=(recording, changed, emptied), enforcements=(enforcement,))


def _told(draft: Draft) -> tuple[str, ...]:
    """The columns whose changes are recorded: not those by which the database keeps books on the row."""
    told = (c.name for c in draft.table.columns if c.role != ColumnRole.HOUSEKEEPING)
    return (*told, *((draft.soft,) if draft.soft else ()))
