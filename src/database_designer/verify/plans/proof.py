"""The proof by plan: each access pattern of a design as SQL, its plan with its index, and without."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import psycopg

from database_designer.ddl.fragment import ExpressionError
from database_designer.ddl.patterns import EMPTY_TEXT, PatternQuery, pattern_query
from database_designer.model.physical import AccessPattern, PhysicalModel, Service
from database_designer.model.proof import PlanProof, PlanVerdict, ViewProof
from database_designer.postgres.quoting import quote_identifier
from database_designer.verify.apply import connect
from database_designer.verify.plans.explain import SETTINGS, Plan, explained, prepare
from database_designer.verify.plans.judging import judged, spares_nothing
from database_designer.verify.plans.numbers import SMALL
from database_designer.verify.plans.tables import Filled, fill
from database_designer.verify.refreshing import prove_views
from database_designer.verify.server import Server


@dataclass(frozen=True, slots=True, kw_only=True)
class Plans:
    """The plans of all patterns, the rows that they ran on, and the materialized views over these.

    `unused` are the indexes that no plan uses, of tables that are not small: none of those that keep something unique.
    """

    plans: tuple[PlanProof, ...]
    filled: Filled
    unused: tuple[str, ...] = ()
    views: tuple[ViewProof, ...] = ()


def prove_plans(server: Server, model: PhysicalModel) -> Plans:
    """The plans of all access patterns of the model, and its materialized views, in a scratch database of their own.

    Raises ServerError where the server makes no database, psycopg.Error where the tables cannot be made.
    """
    with server.scratch_database() as conninfo, connect(conninfo) as connection:
        filled = fill(connection, model)
        plans = prove_on_rows(connection, model, filled)
        unused = _unused(plans, model, filled)
        return Plans(plans=plans, filled=filled, unused=unused, views=prove_views(connection, model))


def _unused(plans: tuple[PlanProof, ...], model: PhysicalModel, filled: Filled) -> tuple[str, ...]:
    used = {name for p in plans for name in p.used}
    large = (i for i in model.indexes if not i.unique and filled.rows.get(i.table, 0) > SMALL)
    return tuple(i.name for i in large if i.name not in used)


def prove_on_rows(connection: psycopg.Connection, model: PhysicalModel, filled: Filled) -> tuple[PlanProof, ...]:
    """The plans on tables that are filled. Raises psycopg.Error where the connection is lost."""
    connection.execute(f"SET search_path = {quote_identifier(model.schema)}, public".encode())
    for setting in SETTINGS:
        connection.execute(setting.encode())
    trial = _Trial(connection=connection, model=model, filled=filled)
    return tuple(p for s in (*model.services, *model.implied) for p in trial.of_service(s))


def _variants(pattern: AccessPattern) -> Iterator[tuple[str, ...]]:
    """Without optional parameters, and with each of them alone; where a text is searched for, with it and without."""
    optional = [p.name for p in pattern.parameters if p.optional]
    is_asked = len(optional) < len(pattern.parameters) or bool(pattern.page or pattern.sort)
    if not optional or is_asked or pattern.searched:
        yield ()
    without = (EMPTY_TEXT,) if pattern.searched else ()
    if without and is_asked:
        yield without
    yield from ((*without, name) for name in optional)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Trial:
    """The tables under trial."""

    connection: psycopg.Connection
    model: PhysicalModel
    filled: Filled

    def of_service(self, service: Service) -> Iterator[PlanProof]:
        """A plan for each way in which the pattern is asked for."""
        for given in _variants(service.pattern) if service.pattern is not None else ((),):
            yield self._of(service, given)

    def _of(self, service: Service, given: tuple[str, ...]) -> PlanProof:
        pattern = service.pattern
        empty = PlanProof(
            query=service.query, kind=str(pattern.kind) if pattern else "", what=service.what, given=given,
            verdict=PlanVerdict.NOT_SHOWN, expected=service.indexes, reason=service.reason,
        )  # fmt: skip
        if pattern is None:
            return empty
        try:
            query = pattern_query(service, self.model, given)
        except ExpressionError as error:
            return replace(empty, reason=str(error))
        begun = replace(empty, sql=query.sql, parameters=tuple(s.name for s in query.slots))
        if wrong := self.filled.wrong.get(pattern.table):
            return replace(begun, reason=f"no rows of {pattern.table} could be made: {wrong}")
        try:
            return self._tried(pattern, query, begun)
        except psycopg.Error as error:
            if self.connection.broken:
                raise
            self.connection.rollback()
            fact = f"the query fails: {error.diag.message_primary or error}"
            return replace(begun, verdict=PlanVerdict.FAILED, reason=fact)

    def _tried(self, pattern: AccessPattern, query: PatternQuery, begun: PlanProof) -> PlanProof:
        rows = self.filled.rows
        if not rows[pattern.table]:
            return replace(begun, verdict=PlanVerdict.NEEDS_NONE, reason=f"{pattern.table} holds no rows")
        values = prepare(self.connection, query)
        if values is None:
            return replace(begun, reason="no synthetic row satisfies its conditions")
        plan = explained(self.connection, values)
        found = judged(
            pattern, begun.expected, plan, rows, lambda: self._without_scans(values), given=begun.given
        )  # fmt: skip
        without = self._without(begun.expected, values) if found.verdict is PlanVerdict.SHOWN else None
        if without is not None and without <= plan.blocks:
            found = spares_nothing(pattern, plan, without, rows)
        return replace(
            begun, verdict=found.verdict, used=plan.indexes,
            scanned=tuple(dict.fromkeys(s.table for s in plan.scans)), rows=0 if pattern.by else plan.rows,
            blocks=plan.blocks,
            without=without, reason="; ".join(r for r in (found.reason, "" if begun.expected else begun.reason) if r),
        )  # fmt: skip

    def _without_scans(self, values: tuple[str, ...]) -> Plan:
        with self.connection.transaction(force_rollback=True):
            self.connection.execute(b"SET LOCAL enable_seqscan = off")
            return explained(self.connection, values)

    def _without(self, indexes: tuple[str, ...], values: tuple[str, ...]) -> int:
        """The blocks that are touched when the indexes are dropped; they are there again afterwards."""
        with self.connection.transaction(force_rollback=True):
            for name in indexes:
                self.connection.execute(self._drop(name).encode())
            return explained(self.connection, values).blocks

    def _drop(self, name: str) -> str:
        for table in self.model.tables:
            if name in (table.primary_key_name, *(u.name for u in table.uniques)):
                return f"ALTER TABLE {quote_identifier(table.name)} DROP CONSTRAINT {quote_identifier(name)}"
        return f"DROP INDEX {quote_identifier(name)}"
