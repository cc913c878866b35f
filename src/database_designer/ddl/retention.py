"""The jobs that keep retention periods: statements for a scheduler, no part of the migrations."""

from __future__ import annotations

from dataclasses import dataclass

from database_designer.ddl.names import Names
from database_designer.model.conceptual import EntityType, Retention
from database_designer.model.physical import Column, DeleteAction, PhysicalModel, Table
from database_designer.postgres.quoting import quote_identifier, quote_literal
from database_designer.postgres.types import canonical_name

_CREATED_AT = "created_at"
_UNITS = frozenset({"day", "week", "month", "year", "hour", "minute"})


@dataclass(frozen=True, slots=True, kw_only=True)
class RetentionJob:
    """The statements of a job ("" where none can be written) and what stands in their way."""

    sql: str = ""
    obstacles: tuple[str, ...] = ()


def retention_job(entity: EntityType, policy: Retention, table: Table, model: PhysicalModel) -> RetentionJob:
    """The job that ends the rows of `entity`, held in `table`, when their time is over."""
    since = _since(entity, policy, table)
    if since is None:
        wanted = policy.after or _CREATED_AT
        return RetentionJob(
            obstacles=(f"the table has no column for {wanted!r}, from which the period would be counted",)
        )
    if policy.unit.rstrip("s") not in _UNITS:
        return RetentionJob(obstacles=(f"{policy.unit!r} is no unit of time",))
    names = Names(schema=model.schema)
    over = f"{quote_identifier(since.name)} < {_moment(since, model)} - interval {_period(policy)}"
    if policy.then == "anonymise":
        return _anonymise(table, over, names)
    blocking = _blocking(table, model)
    name = names.relation(table.name)
    if policy.then == "archive":
        return RetentionJob(sql=_archive(name, names.relation(f"{table.name}_archive"), over), obstacles=blocking)
    return RetentionJob(sql=f"DELETE FROM {name}\nWHERE {over};", obstacles=blocking)


def _blocking(table: Table, model: PhysicalModel) -> tuple[str, ...]:
    """The tables whose rows keep the rows of `table` from being deleted, in one sentence."""
    kept_by = dict.fromkeys(
        key.table
        for key in model.foreign_keys
        if key.target == table.name and key.on_delete in (DeleteAction.RESTRICT, DeleteAction.NO_ACTION)
    )
    return (f"rows in {', '.join(kept_by)} that refer to such a row have to be ended before it",) if kept_by else ()


def _since(entity: EntityType, policy: Retention, table: Table) -> Column | None:
    """The column that says when the period of a row begins."""
    if not policy.after:
        return table.column(_CREATED_AT)
    return next((c for c in table.columns if c.element == f"{entity.name}.{policy.after}"), None)


def _moment(since: Column, model: PhysicalModel) -> str:
    if canonical_name(since.type.name) == "date":
        return f"(now() AT TIME ZONE {quote_literal(model.timezone)})::date"
    return "now()"


def _period(policy: Retention) -> str:
    return quote_literal(f"{policy.amount} {policy.unit}")


def _archive(name: str, archive: str, over: str) -> str:
    """Generated columns and defaults become plain values in the archive: it keeps what was."""
    made = f"CREATE TABLE IF NOT EXISTS {archive} (LIKE {name});"
    ended = f"WITH moved AS (\n    DELETE FROM {name}\n    WHERE {over}\n    RETURNING *\n)"
    return f"{made}\n\n{ended}\nINSERT INTO {archive}\nSELECT * FROM moved;"


def _anonymise(table: Table, over: str, names: Names) -> RetentionJob:
    """What is personal becomes NULL; a required column cannot, and is named."""
    personal = [c for c in table.columns if c.classification and c.generated is None]
    cleared = [quote_identifier(c.name) for c in personal if c.nullable]
    kept = tuple(f"{c.name!r} is personal and required, so it stays" for c in personal if not c.nullable)
    if not cleared:
        return RetentionJob(obstacles=kept or ("no column of the table is marked as personal",))
    sets = ", ".join(f"{c} = NULL" for c in cleared)
    still = " OR ".join(f"{c} IS NOT NULL" for c in cleared)
    sql = f"UPDATE {names.relation(table.name)}\nSET {sets}\nWHERE {over}\n  AND ({still});"
    return RetentionJob(sql=sql, obstacles=kept)
