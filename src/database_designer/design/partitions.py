"""Partitions: of tables that grow very large, and of those whose old rows can be dropped as a whole.

Every unique key of a partitioned table holds the column that it is partitioned by, and other tables can point to its
rows only by such a key. Where that would change what a key means, the table stays whole and says why.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from database_designer.design.history import LOGGED
from database_designer.design.housekeeping import CREATED
from database_designer.design.layout import Draft, Layout
from database_designer.design.names import object_name
from database_designer.design.part import Part
from database_designer.design.sizes import row_bytes
from database_designer.design.volumes import Count, years_of
from database_designer.model.check.families import family_of_type
from database_designer.model.check.steps import steps_with_rows
from database_designer.model.conceptual import DeletionManner, History, Retention
from database_designer.model.decision import because
from database_designer.model.expression import Path
from database_designer.model.physical import (
    Assign,
    Column,
    ColumnRole,
    Interval,
    MakePartitions,
    Partitioning,
    RefuseChange,
    RuleFunction,
    Table,
    TableKind,
)
from database_designer.postgres.identifiers import default_partition

BY = "design.partitions"
HORIZON = 3
"""Years within which a table has to become large."""
DROPPED_FROM = 0.1
"""The share of the rows of a large table from which dropping partitions is worth their price."""
ROWS, BYTES = 5_000_000, 10 * 2**30
"""A partition holds at least so many rows or bytes: a query that names no time looks into each of them."""
PER_PERIOD = 12
"""So many partitions at least fit into the time that rows are kept, so that none stays much longer."""
LEAST_DAYS = 7
"""Days that rows have to be kept to be dropped by the day: one more is little then."""
_ENDING = ("delete", "archive")
_DAYS = {Interval.DAY: 1, Interval.WEEK: 7, Interval.MONTH: 30.4, Interval.QUARTER: 91.3, Interval.YEAR: 365}
_AHEAD = {Interval.DAY: 14, Interval.WEEK: 6, Interval.MONTH: 3, Interval.QUARTER: 2, Interval.YEAR: 1}


@dataclass(frozen=True, slots=True, kw_only=True)
class Partitions:
    """The partitions of tables by their names, and why tables that are as large have none."""

    of: Mapping[str, Partitioning]
    whole: Mapping[str, str]


def partitions(layout: Layout, made: Part, known: Mapping[str, Count]) -> Partitions:
    """Which tables are partitioned, by what, and which that are large enough stay whole."""
    found: dict[str, Partitioning] = {}
    whole: dict[str, str] = {}
    for draft in layout.drafts:
        case = _Case(draft=draft, layout=layout, made=made, count=known[draft.table.name])
        if not _is_wanted(case):
            continue
        decided = _decided(case)
        if isinstance(decided, Partitioning):
            found[draft.table.name] = decided
        else:
            whole[draft.table.name] = decided
    log = _of_log(layout, made)
    return Partitions(of=found | log, whole=whole)


def partition_functions(decided: Partitions) -> Part:
    """The functions that make the partitions of each table before they are needed."""
    return Part(
        functions=tuple(
            MakePartitions(
                name=parts.making,
                table=table,
                origin=parts.origin,
                says=f"each {parts.interval} has a partition of its own, made before it begins",
            )
            for table, parts in decided.of.items()
        )
    )


def with_partitions(table: Table, decided: Partitions) -> Table:
    """The table with its partitions: their column is part of its primary key, and stands with it."""
    parts = decided.of.get(table.name)
    if parts is None:
        return table
    key = tuple(dict.fromkeys((*table.primary_key, parts.column)))
    first = tuple(c for name in key if (c := table.column(name)) is not None)
    others = tuple(c for c in table.columns if c.name not in key)
    widened = replace(parts, widens_key=parts.column not in table.primary_key)
    return replace(table, primary_key=key, columns=(*first, *others), partitioning=widened)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Case:
    """A table that may be partitioned, among the objects of its design."""

    draft: Draft
    layout: Layout
    made: Part
    count: Count

    @property
    def table(self) -> str:
        return self.draft.table.name

    @property
    def policy(self) -> Retention | None:
        """How long rows are kept, where they are removed then."""
        policy = self.draft.entity.retention if self.draft.entity is not None else None
        return policy if policy is not None and policy.then in _ENDING and years_of(policy) else None

    @property
    def expected(self) -> float:
        """The rows that there are, or that come, until the horizon."""
        return self.count.rows + self.count.yearly * HORIZON


def _is_wanted(case: _Case) -> bool:
    """Whether partitions would be worth their price, by numbers that are stated."""
    if not case.count.stated or case.draft.table.kind != TableKind.ENTITY:
        return False
    large = case.layout.configuration.partition_rows
    return case.expected >= large or (_drops(case) and case.expected >= large * DROPPED_FROM)


def _drops(case: _Case) -> bool:
    """Whether the rows whose time is over can go with their partition: nothing has to be told of each of them."""
    since, entity = _since(case), case.draft.entity
    if since is None or entity is None or since not in tuple(_fixed(case)) or not case.count.yearly:
        return False
    if case.policy is None or (years_of(case.policy) or 0) * 365 < LEAST_DAYS:
        return False
    if entity.deletion is not None and entity.deletion.manner == DeletionManner.NEVER:
        return False
    refusing = {f.name for f in case.made.functions if isinstance(f, RefuseChange)}
    of_delete = (t for t in case.made.triggers if t.table == case.table and "DELETE" in t.events)
    return all(t.function in refusing for t in of_delete)


def _decided(case: _Case) -> Partitioning | str:
    """By which column, or why by none."""
    drops = _drops(case)
    since = _since(case) if drops else None
    columns = (since,) if since is not None else tuple(_fixed(case))
    if not columns:
        return "it has no date or instant that is always set and never changes"
    reasons = [next(_obstacles(c, case), "") for c in columns]
    fit = next((c for c, reason in zip(columns, reasons, strict=True) if not reason), None)
    if fit is None:
        return reasons[0]
    return _partitioning(fit, case, drops=drops)


def _partitioning(column: Column, case: _Case, *, drops: bool) -> Partitioning:
    policy = case.policy if drops else None
    interval = _interval(case, policy)
    draft, stated = case.draft, case.draft.entity.volume if case.draft.entity is not None else None
    large = f"{case.expected:,.0f} rows within {HORIZON} years ({case.count.says})"
    reason = (
        f"{large}, and rows that were kept for {policy.amount} {policy.unit} go a partition at a time"
        if policy
        else large
    )
    return Partitioning(
        column=column.name,
        interval=interval,
        default=default_partition(case.table),
        making=case.layout.name("make", draft, "partitions"),
        dropping=case.layout.name("retain", draft) if policy is not None else "",
        origin=because(policy.origin if policy else stated.origin if stated else case.count.origin, BY, reason),
        ahead=_AHEAD[interval],
        reason=reason,
    )


def _of_log(layout: Layout, made: Part) -> dict[str, Partitioning]:
    """The audit log by the time of its entries, where these are kept for a time only: nothing else may remove them."""
    own = (d.entity for d in layout.drafts if d.table.kind == TableKind.AUDIT and d.entity is not None)
    policy = layout.logical.concept.operations.audit or next((e.retention for e in own), None)
    logs = {t.name for t in (*made.tables, *(d.table for d in layout.drafts)) if t.kind == TableKind.AUDIT}
    pointed_to = {k.target for k in made.foreign_keys} | {t for t, _ in made.uniques}
    if policy is None or policy.then not in _ENDING or not years_of(policy) or len(logs) != 1 or logs & pointed_to:
        return {}
    (table,) = logs
    interval = _fitting(policy)[-1]
    reason = f"entries are only ever added, and those that were kept for {policy.amount} {policy.unit} go a partition at a time"
    return {
        table: Partitioning(
            column=LOGGED,
            interval=interval,
            default=default_partition(table),
            making=object_name("make", table, ("partitions",), layout.tables),
            dropping=object_name("retain", table, (), layout.tables),
            origin=because(policy.origin, BY, reason),
            ahead=_AHEAD[interval],
            reason=reason,
        )
    }


def _interval(case: _Case, policy: Retention | None) -> Interval:
    """The shortest whose partitions are large enough, but no longer than a part of the time that rows are kept."""
    daily = case.count.yearly / 365
    bytes_daily = daily * row_bytes(case.draft.table)
    fitting = _fitting(policy)
    if not daily:
        return Interval.MONTH if Interval.MONTH in fitting else fitting[-1]
    filled = (i for i in fitting if daily * _DAYS[i] >= ROWS or bytes_daily * _DAYS[i] >= BYTES)
    return next(filled, fitting[-1])


def _fitting(policy: Retention | None) -> list[Interval]:
    """The intervals that are short enough, the shortest first."""
    years = years_of(policy) if policy is not None else None
    longest = years * 365 / PER_PERIOD if years is not None else _DAYS[Interval.YEAR]
    return [i for i, days in _DAYS.items() if days <= longest + 1] or [Interval.DAY]


def _since(case: _Case) -> Column | None:
    """The column from which the time counts that rows are kept."""
    if case.policy is None:
        return None
    return case.draft.table.column((case.draft.column(case.policy.after) or "") if case.policy.after else CREATED)


def _fixed(case: _Case) -> Iterator[Column]:
    """The dates and instants that are always set and never change: those of the documents first."""
    entity = case.draft.entity
    added_only = entity is not None and entity.history is not None and entity.history.manner == History.APPEND_ONLY
    of_documents = sorted(case.draft.table.columns, key=lambda c: not c.element)
    for column in of_documents:
        if column.nullable or column.generated is not None or family_of_type(column.type) not in ("date", "instant"):
            continue
        attribute = entity.attribute(column.element.rpartition(".")[2]) if entity is not None else None
        if column.name == CREATED or added_only or (attribute is not None and attribute.immutable):
            yield column


def _obstacles(column: Column, case: _Case) -> Iterator[str]:
    """Why a table cannot be partitioned by a column."""
    made, table, name = case.made, case.table, column.name
    for key in made.foreign_keys:
        if key.target == table:
            yield f"rows of {key.table} point to it, and would have to hold its {name}, too"
    for owner, unique in made.uniques:
        if owner == table and name not in unique.columns:
            yield f"{unique.name} holds for all rows; with {name} in it, as partitions need it, it would not"
    for index in made.indexes:
        keys = {k.expression.steps[-1] for k in index.keys if isinstance(k.expression, Path)}
        if index.table == table and index.unique and name not in keys:
            yield f"{index.name} holds for all rows; with {name} in it, as partitions need it, it would not"
    primary = case.draft.table.primary_key
    surrogate = case.draft.table.column(primary[0])
    if name not in primary and (surrogate is None or surrogate.role != ColumnRole.KEY):
        yield f"its primary key holds for all rows; with {name} in it, as partitions need it, it would not"
    if any(x.table == table for x in made.exclusions):
        yield "an exclusion constraint compares each row with all others, of other partitions, too"
    if any(s.table == table and name not in s.conflict for s in made.seed):
        yield f"its first rows are known by a key without {name}"
    for function in made.functions:
        if isinstance(function, RuleFunction) and function.table == table and function.timing == "BEFORE":
            steps = steps_with_rows(function.body, {})
            if any(isinstance(s, Assign) and s.column == name for s, _, _ in steps):
                yield f"{function.name} sets {name} when a row is already on its way to its partition"
