"""Retention: functions of jobs that end rows when they were kept long enough, and the tables of what is archived."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from database_designer.design.chains import all_of, equal, row_path
from database_designer.design.enforcing import kept, not_kept
from database_designer.design.expressions import column_path
from database_designer.design.housekeeping import CREATED, VERSION
from database_designer.design.layout import Draft, Layout
from database_designer.design.names import object_name
from database_designer.design.part import Part, joined
from database_designer.design.partitions import Partitions
from database_designer.design.routes import pointing
from database_designer.model.check.families import family_of_type
from database_designer.model.conceptual import DeletionManner, EntityType, History, Retention
from database_designer.model.decision import because
from database_designer.model.expression import (
    Arithmetic,
    Binary,
    Clock,
    Comparator,
    Comparison,
    Duration,
    Expression,
    IsSet,
    Literal,
    LiteralKind,
    Moment,
    Not,
    Or,
    Select,
)
from database_designer.model.physical import (
    Column,
    DeleteAction,
    DropPartitions,
    ForeignKey,
    Form,
    Index,
    IndexKey,
    Partitioning,
    RetainRows,
    Table,
    TableKind,
)
from database_designer.postgres.identifiers import distinct

BY = "design.retention"
ROW, POINTING = "t", "p"
_UNITS = frozenset({"day", "week", "month", "year", "hour", "minute"})
_ENDS = {"delete": "deleted", "archive": "archived", "anonymise": "anonymised"}


def retention(layout: Layout, keys: tuple[ForeignKey, ...], decided: Partitions) -> Part:
    """The job of every retention policy; `keys` are the foreign keys of the design, `decided` its partitions."""
    return joined(
        tuple(
            _job(draft.entity, draft.entity.retention, draft, layout, keys)
            if not (parts := decided.of.get(draft.table.name)) or not parts.dropping
            else _dropped(parts, draft.entity, draft.entity.retention, draft, layout)
            for draft in layout.drafts
            if draft.entity is not None and draft.entity.retention is not None
        )
    )


def log_retention(layout: Layout, tables: tuple[Table, ...], decided: Partitions) -> Part:
    """The job that ends entries of the audit log, where these are kept for a time only."""
    policy = layout.logical.concept.operations.audit
    log = next((t for t in (*tables, *(d.table for d in layout.drafts)) if t.kind == TableKind.AUDIT), None)
    parts = decided.of.get(log.name) if log is not None else None
    told = any(d.table is log and d.entity is not None and d.entity.retention is not None for d in layout.drafts)
    if policy is None or log is None or parts is None or told:
        return Part()
    archive = _archive(log, policy, layout) if policy.then == "archive" else None
    what = f"entries are kept for {policy.amount} {policy.unit}, and at most one {parts.interval} longer, then {_ENDS[policy.then]}"
    return Part(
        tables=(archive,) if archive is not None else (), functions=(_dropping(parts, log, policy, archive, what),)
    )


def _job(entity: EntityType, policy: Retention, draft: Draft, layout: Layout, keys: tuple[ForeignKey, ...]) -> Part:
    after = policy.after or "creation"
    what = f"rows are kept for {policy.amount} {policy.unit} after {after}, then {_ENDS.get(policy.then, policy.then)}"
    since = draft.table.column((draft.column(policy.after) or "") if policy.after else CREATED)
    obstacle = _obstacle(entity, policy, since, draft) or _kept_part(policy, draft, layout)
    if since is None or obstacle:
        return not_kept(entity.name, what, obstacle, policy.origin, form=Form.RETENTION)
    archive = _archive(draft.table, policy, layout) if policy.then == "archive" else None
    cleared = _cleared(draft) if policy.then == "anonymise" else ()
    function = RetainRows(
        name=layout.name("retain", draft),
        table=draft.table.name,
        condition=all_of((_is_over(since, policy), *_further(draft, policy, cleared, keys))),
        archive=archive.name if archive is not None else "",
        cleared=cleared,
        origin=because(policy.origin, BY, "time passes without a statement: a job looks for what is over"),
        says=what,
    )
    return Part(
        tables=(archive,) if archive is not None else (),
        functions=(function,),
        indexes=(_index(since, function, entity, draft, layout),),
        enforcements=(kept(entity.name, what, (function.name,), policy.origin, form=Form.RETENTION),),
    )


def _dropped(parts: Partitioning, entity: EntityType, policy: Retention, draft: Draft, layout: Layout) -> Part:
    """The job that drops whole partitions: what refuses changes of rows does not stand in its way."""
    after = policy.after or "creation"
    what = (
        f"rows are kept for {policy.amount} {policy.unit} after {after}, and at most one {parts.interval} longer, "
        f"then {_ENDS[policy.then]}"
    )
    archive = _archive(draft.table, policy, layout) if policy.then == "archive" else None
    function = _dropping(parts, draft.table, policy, archive, what)
    return Part(
        tables=(archive,) if archive is not None else (),
        functions=(function,),
        enforcements=(kept(entity.name, what, (function.name,), policy.origin, form=Form.RETENTION),),
    )


def _dropping(parts: Partitioning, table: Table, policy: Retention, archive: Table | None, what: str) -> DropPartitions:
    return DropPartitions(
        name=parts.dropping,
        table=table.name,
        amount=policy.amount,
        unit=policy.unit,
        archive=archive.name if archive is not None else "",
        origin=because(policy.origin, BY, "a partition whose rows are all over is dropped as a whole"),
        says=what,
    )


def _obstacle(entity: EntityType, policy: Retention, since: Column | None, draft: Draft) -> str:
    """Why no job can be written, "" where one can."""
    wanted = policy.after or CREATED
    if since is None:
        return f"the table has no column for {wanted!r}, from which the period would be counted"
    if family_of_type(since.type) not in ("date", "instant"):
        return f"{wanted!r} is no date or instant, from which the period could be counted"
    if policy.unit.rstrip("s") not in _UNITS:
        return f"{policy.unit!r} is no unit of time"
    never = entity.deletion is not None and entity.deletion.manner == DeletionManner.NEVER
    added = entity.history is not None and entity.history.manner == History.APPEND_ONLY
    if added or (never and policy.then != "anonymise"):
        return "its rows are never changed or removed, which is stated too"
    states = entity.lifecycle.frozen if entity.lifecycle is not None else ()
    whole = [state for state, names in states if "all" in names]
    if whole:
        return f"its rows are frozen while {' or '.join(whole)}, deletion included, which is stated too"
    if policy.then == "anonymise" and not _cleared(draft):
        return "no column of the table is personal and may be unset"
    return ""


def _kept_part(policy: Retention, draft: Draft, layout: Layout) -> str:
    """What goes with the rows and never goes, "" where there is no such part."""
    for part, _ in pointing(draft.entity, layout) if draft.entity is not None and policy.then != "anonymise" else ():
        entity = part.entity
        history = entity.history.manner if entity is not None and entity.history is not None else History.NONE
        goes = any(r.part_of and r.target == draft.relation.name for r in part.relation.references)
        if entity is not None and goes and history == History.APPEND_ONLY:
            return f"rows of {entity.name} would go with it, and they are never removed, which is stated too"
    return ""


def _is_over(since: Column, policy: Retention) -> Expression:
    amount = Literal(kind=LiteralKind.NUMBER, value=str(policy.amount))
    clock = Clock.TODAY if family_of_type(since.type) == "date" else Clock.NOW
    ago = Binary(operator=Arithmetic.SUB, left=Moment(clock=clock), right=Duration(amount=amount, unit=policy.unit))
    return Comparison(operator=Comparator.LT, left=row_path(ROW, since.name), right=ago)


def _further(
    draft: Draft, policy: Retention, cleared: tuple[str, ...], keys: tuple[ForeignKey, ...]
) -> Iterator[Expression]:
    """What is still to be cleared; or, of rows that go, that nothing points to them any more."""
    if policy.then == "anonymise":
        still = tuple(IsSet(operand=row_path(ROW, c)) for c in cleared)
        yield still[0] if len(still) == 1 else Or(operands=still)
        return
    for key in keys:
        if key.target == draft.table.name and key.on_delete in (DeleteAction.RESTRICT, DeleteAction.NO_ACTION):
            pairs = zip(key.columns, key.target_columns, strict=True)
            points = all_of(tuple(equal(row_path(POINTING, here), row_path(ROW, there)) for here, there in pairs))
            yield Not(operand=Select(function="exists", table=key.table, alias=POINTING, where=points))


def _cleared(draft: Draft) -> tuple[str, ...]:
    """The personal columns that may be unset."""
    return tuple(c.name for c in draft.table.columns if c.classification and c.nullable and c.generated is None)


def _archive(table: Table, policy: Retention, layout: Layout) -> Table:
    """A table for the rows that were ended, as they were: nothing is worked out or filled in any more."""
    name = distinct(f"{table.name}_archive", layout.tables)
    columns = tuple(replace(c, default=None, generated=None) for c in table.columns if c.name != VERSION or c.element)
    return Table(
        name=name,
        kind=TableKind.ARCHIVE,
        columns=columns,
        primary_key=table.primary_key,
        primary_key_name=object_name("pk", name, (), layout.tables),
        origin=because(policy.origin, BY, "what was kept long enough leaves the tables that work is done on"),
        group=table.group,
        purpose=f"Rows of {table.name} whose period is over.",
        normal_form=table.normal_form,
    )


def _index(since: Column, function: RetainRows, entity: EntityType, draft: Draft, layout: Layout) -> Index:
    """The rows whose time is over stand together, in the order of their time."""
    return Index(
        name=layout.name("ix", draft, "kept_since", since.name),
        table=draft.table.name,
        keys=(IndexKey(expression=column_path(since.name)),),
        origin=because(function.origin, BY, "a job looks at the rows whose time is over, not at all"),
        serves=(entity.name, function.name),
        purpose=function.says,
    )
