"""The query optimization checklist, answered with what was found in the design."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from database_designer.model.conceptual import EntityType, Query
from database_designer.model.design import Design
from database_designer.model.expression import IsSet, Path
from database_designer.model.physical import ForeignKey, Index, PhysicalModel, Service, Table
from database_designer.model.proof import Criterion, PlanProof, PlanVerdict, ServerProof
from database_designer.verify.cases import Case, criterion

NO_QUERIES = "the documents name no query patterns"


def query_checklist(design: Design, proofs: Sequence[ServerProof] = ()) -> tuple[Criterion, ...]:
    """The six points in their order; `proofs` are what the servers said."""
    return (
        _foreign_keys(design.physical),
        _composite(design),
        _sorted(design),
        _explained(design, proofs),
        _views(design.physical),
        _limited(design),
    )


def _queries(design: Design) -> Iterator[tuple[str, EntityType, Query]]:
    for entity in design.concept.entities:
        for query in entity.queries:
            yield f"{entity.name}.{query.name}", entity, query


def _key_columns(physical: PhysicalModel) -> dict[str, tuple[str, ...]]:
    """The key columns of each index, primary key and unique constraint by its name; "" stands for an expression."""
    found = {t.primary_key_name: t.primary_key for t in physical.tables}
    found |= {u.name: u.columns for t in physical.tables for u in t.uniques}
    return found | {i.name: _plain_keys(i) for i in physical.indexes}


def _plain_keys(index: Index) -> tuple[str, ...]:
    return tuple(k.expression.steps[-1] if isinstance(k.expression, Path) else "" for k in index.keys)


def _foreign_keys(physical: PhysicalModel) -> Criterion:
    cases = (
        Case(
            name=f"{key.table} ({', '.join(key.columns)})",
            problem="" if _is_indexed(key, physical) else "no index begins with it",
        )
        for key in physical.foreign_keys
    )
    return criterion("All foreign keys indexed", cases, none="there are no foreign keys")


def _is_indexed(key: ForeignKey, physical: PhysicalModel) -> bool:
    """Whether an index over all rows with the key set begins with its columns, in any order."""
    table = physical.table(key.table)
    begins = [] if table is None else [table.primary_key, *(u.columns for u in table.uniques)]
    begins += [_plain_keys(i) for i in physical.indexes if i.table == key.table and _holds_all(i, key)]
    return any(set(columns[: len(key.columns)]) == set(key.columns) for columns in begins)


def _holds_all(index: Index, key: ForeignKey) -> bool:
    """A partial index serves the key where all that it leaves out are rows without one."""
    match index.predicate:
        case None:
            return True
        case IsSet(operand=Path(steps=steps), negated=False):
            return steps[-1] in key.columns
        case _:
            return False


def _composite(design: Design) -> Criterion:
    keys = _key_columns(design.physical)
    services = {s.query: s for s in design.physical.services}
    cases = (
        Case(name=name, problem=_not_composite(services.get(name), keys))
        for name, _, query in _queries(design)
        if len(query.filter) + len(query.fixed) + len(query.range) > 1
    )
    return criterion(
        "Composite indexes for multi-column WHERE clauses", cases, none="no query pattern names several columns"
    )


def _not_composite(service: Service | None, keys: dict[str, tuple[str, ...]]) -> str:
    if service is None or not service.indexes:
        return (service.reason if service else "") or "no index serves it"
    return "" if any(len(keys.get(i, ())) > 1 for i in service.indexes) else "only indexes of one column serve it"


def _sorted(design: Design) -> Criterion:
    keys = _key_columns(design.physical)
    services = {s.query: s for s in design.physical.services}
    cases = (
        Case(name=name, problem=_not_sorted(entity, query, services.get(name), keys, design.physical))
        for name, entity, query in _queries(design)
        if query.sort
    )
    return criterion("Indexes on ORDER BY columns", cases, none="no query pattern names an order")


def _not_sorted(
    entity: EntityType,
    query: Query,
    service: Service | None,
    keys: dict[str, tuple[str, ...]],
    physical: PhysicalModel,
) -> str:
    """The first column of the order has to stand in an index that serves the query."""
    first = query.sort[0].path
    if len(first) > 1:
        return f"{'.'.join(first)} is a column of another table"
    table = physical.of_entity(entity.name)
    column = _column_of(table, entity.name, first[0]) if table else ""
    served = service.indexes if service else ()
    return "" if any(column in keys.get(i, ()) for i in served) else f"no index that serves it holds {first[0]}"


def _column_of(table: Table, entity: str, member: str) -> str:
    """The name of the column that holds a member of the entity."""
    element = f"{entity}.{member}"
    return next((c.name for c in table.columns if c.element == element or c.name == member), member)


def _explained(design: Design, proofs: Sequence[ServerProof]) -> Criterion:
    plans = [p for server in proofs for p in server.plans]
    cases = (
        Case(name=name, problem=_not_explained([p for p in plans if p.query == name]))
        for name, _, _ in _queries(design)
    )
    return criterion("EXPLAIN ANALYZE on critical queries", cases, none=NO_QUERIES)


def _not_explained(plans: list[PlanProof]) -> str:
    """Why the plans of a query do not show it well served, "" where they do."""
    unshown = [p for p in plans if p.verdict in (PlanVerdict.NOT_SHOWN, PlanVerdict.FAILED)]
    if not plans:
        return "its plan was not looked at"
    with_given = (f"with {', '.join(p.given)}, {p.reason}" if p.given else p.reason for p in unshown)
    return "; ".join(dict.fromkeys(with_given))


def _views(physical: PhysicalModel) -> Criterion:
    cases = (Case(name=v.name, problem="" if v.columns else "it names no columns") for v in physical.views)
    return criterion("Avoid SELECT *", cases, none="there are no views")


def _limited(design: Design) -> Criterion:
    cases = (
        Case(name=name, problem="" if query.limit or query.maximum or query.page else "no limit is stated")
        for name, _, query in _queries(design)
        if not query.report
    )
    return criterion("Use LIMIT for large result sets", cases, none="no query pattern returns a list")
