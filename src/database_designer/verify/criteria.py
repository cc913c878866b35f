"""The success criteria of a database design, each counted over all of its cases."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from database_designer.design.pooling import pool_of
from database_designer.model.conceptual import EntityType, Use
from database_designer.model.design import Design
from database_designer.model.physical import Column, ColumnRole, ForeignKey, PhysicalModel, Table
from database_designer.model.proof import Criterion, Outcome, PlanVerdict, RuleProof, ServerProof, Step
from database_designer.verify.cases import Case, criterion
from database_designer.verify.proving.verdicts import proofs_of, verdict, why
from database_designer.verify.steps import SCHEMA_APPLIES, SEED_APPLIES, UNDO

Edge = tuple[str, str]


def success_criteria(
    design: Design, servers: Sequence[ServerProof], erd_edges: frozenset[Edge]
) -> tuple[Criterion, ...]:
    """The nine criteria in their order. `erd_edges` are the (referring table, table) pairs that the diagrams show."""
    return (
        _entities(design),
        _relationships(design),
        _rules(design, servers),
        _queries(design, servers),
        _diagram(design.physical, erd_edges),
        _migrations(servers),
        _performance(design),
        _traced(design.physical),
        _implementable(design),
    )


def _entities(design: Design) -> Criterion:
    cases = (
        Case(name=e.name, problem="" if design.physical.of_entity(e.name) else "no table holds it")
        for e in design.concept.entities
    )
    return criterion("All business entities have corresponding tables", cases, none="there are no entities")


def _relationships(design: Design) -> Criterion:
    cases = (case for entity in design.concept.entities for case in _of_entity(entity, design.physical))
    text = "All relationships properly defined with foreign keys"
    return criterion(text, cases, none="there are no relationships")


def _of_entity(entity: EntityType, physical: PhysicalModel) -> Iterator[Case]:
    elements = {key.element for key in physical.foreign_keys}
    names = [r.name for r in entity.references]
    if entity.kind_of:
        names.append("kind_of")
    for name in names:
        element = f"{entity.name}.{name}"
        yield Case(name=element, problem="" if element in elements else "no foreign key holds it")
    for link in entity.links:
        element = f"{entity.name}.{link.name}"
        held = element in elements or _is_linked(physical, entity.name, link.to)
        yield Case(name=element, problem="" if held else "no table links the two")


def _is_linked(physical: PhysicalModel, one: str, other: str) -> bool:
    """Whether a table points at both: an entity of the model may record a link already."""
    ends = [t.name if (t := physical.of_entity(e)) else "" for e in (one, other)]
    for table in physical.tables:
        targets = [k.target for k in physical.foreign_keys if k.table == table.name]
        if all(targets.count(end) >= ends.count(end) for end in ends):
            return True
    return False


def _rules(design: Design, servers: Sequence[ServerProof]) -> Criterion:
    """Every enforcement, and every rule of the model of which nothing at all is said.

    Where a server was asked about the rules, an enforcement that is not proven is an exception too.
    """
    known = _object_names(design.physical)
    enforcements = design.physical.enforcements
    cases = [
        Case(
            name=f"{e.element} ({e.what})",
            problem=_unkept(e.objects, known, e.reason or "nothing keeps it") or _not_proven(proofs),
        )
        for e, proofs in zip(enforcements, proofs_of(enforcements, servers), strict=True)
    ]
    said = {e.element for e in enforcements}
    rules = [(f"{e.name}.{r.name}", r) for e in design.concept.entities for r in e.rules]
    cases += [
        Case(name=f"{element} ({rule.says or rule.name})", problem="the design does not say how it is kept")
        for element, rule in rules
        if element not in said
    ]
    unread = sum(a.use == Use.NOT_UNDERSTOOD for a in design.concept.accounting)
    note = (
        f"of the rules that were recognised; {unread} of {len(design.concept.accounting)} requirements were not understood"
        if unread
        else ""
    )
    return criterion(
        "All business rules enforced via constraints/triggers", cases, note=note, none="there are no rules"
    )


def _not_proven(proofs: Sequence[RuleProof]) -> str:
    """Why a rule is not proven on one of the servers, "" where it is on all."""
    return next((f"{verdict(p)}: {why(p)}" for p in proofs if not p.proven), "")


def _unkept(objects: tuple[str, ...], known: frozenset[str], reason: str) -> str:
    missing = ", ".join(o for o in objects if o not in known)
    if missing:
        return f"{missing} is not in the design"
    return "" if objects else reason


def _object_names(physical: PhysicalModel) -> frozenset[str]:
    """The names by which objects that keep rules and serve queries are called; columns as "table.column"."""
    tables = physical.tables
    return frozenset(
        (
            *(t.primary_key_name for t in tables),
            *(u.name for t in tables for u in t.uniques),
            *(c.name for t in tables for c in t.checks),
            *(f"{t.name}.{c.name}" for t in tables for c in t.columns),
            *(k.name for k in physical.foreign_keys),
            *(i.name for i in physical.indexes),
            *(t.name for t in physical.triggers),
            *(x.name for x in physical.exclusions),
            *(f.name for f in physical.functions),
            *(r.name for r in physical.row_security),
            *(v.name for v in physical.views),
            *(s.name for s in physical.sequences),
            *(e.name for e in physical.enums),
        )
    )


def _queries(design: Design, servers: Sequence[ServerProof]) -> Criterion:
    """Every access pattern: one that no index serves is met where its plans showed that it needs none, and is noted."""
    known = _object_names(design.physical)
    services = design.physical.services
    needless = {s.query for s in services if not s.indexes and s.reason and _needs_none(s.query, servers)}
    cases = [
        Case(
            name=s.query,
            problem="" if s.query in needless else _unkept(s.indexes, known, s.reason or "no index serves it"),
        )
        for s in services
    ]
    served = {s.query for s in services}
    named = [f"{e.name}.{q.name}" for e in design.concept.entities for q in e.queries]
    cases += [
        Case(name=name, problem="the design does not say how it is served") for name in named if name not in served
    ]
    note = "; ".join(
        f"{s.query} needs no index, as its plan shows: {s.reason}" for s in services if s.query in needless
    )
    return criterion(
        "Indexes designed for query patterns in requirements",
        cases,
        note=note,
        none="the documents name no query patterns",
    )


def _needs_none(query: str, servers: Sequence[ServerProof]) -> bool:
    """Whether the plans of a query were looked at, and show each that no index would spare anything."""
    plans = [p for s in servers for p in s.plans if p.query == query]
    return bool(plans) and all(p.verdict is PlanVerdict.NEEDS_NONE for p in plans)


def _diagram(physical: PhysicalModel, shown: frozenset[Edge]) -> Criterion:
    edges = dict.fromkeys((key.table, key.target) for key in physical.foreign_keys)
    cases = (
        Case(name=f"{table} to {target}", problem="" if (table, target) in shown else "not in the diagram")
        for table, target in edges
    )
    return criterion("ERD diagram generated showing all relationships", cases, none="there are no relationships")


def _migrations(servers: Sequence[ServerProof]) -> Criterion:
    steps = (("V001", SCHEMA_APPLIES), ("V002", SEED_APPLIES), ("U002", UNDO), ("U001", UNDO))
    cases = (Case(name=script, problem=_unproven(step, servers)) for script, step in steps)
    versions = ", ".join(s.version for s in servers if s.version)
    note = f"applied on PostgreSQL {versions}" if versions else "no server was asked"
    return criterion("Migration scripts created (schema + seed data)", cases, note=note)


def _unproven(name: str, servers: Sequence[ServerProof]) -> str:
    """Why a script is not proven by the step `name` on every server, "" where it is."""
    if not servers:
        return "not applied anywhere"
    for server in servers:
        where = f"PostgreSQL {server.version}" if server.version else "the server"
        step = next((s for s in server.steps if s.name == name), None)
        if step is None or step.outcome != Outcome.PASSED:
            return f"{_outcome(step)} on {where}"
    return ""


def _outcome(step: Step | None) -> str:
    if step is None:
        return "not run"
    return f"{step.outcome} ({step.facts[0]})" if step.facts else str(step.outcome)


def _performance(design: Design) -> Criterion:
    """The considerations of the document's section 10; one without a figure to start from is an exception."""
    concept = design.concept
    volumes = [e.name for e in concept.entities if e.volume]
    lost = ", ".join(name for name in volumes if design.physical.of_entity(name) is None)
    stated = pool_of(concept, 0).is_stated
    cases = (
        Case(name="partitioning", problem=f"no table holds {lost}" if lost else ""),
        Case(
            name="connection pooling",
            problem="" if stated else "no load of the server is stated: its size is assumed",
        ),
        Case(name="query optimization checklist"),  # answered in checklist.py, point by point
    )
    note = f"volumes are stated for {len(volumes)} of {len(concept.entities)} entities"
    return criterion("Performance considerations documented", cases, note=note)


def _traced(physical: PhysicalModel) -> Criterion:
    cases = (
        Case(name=t.name, problem="" if t.origin.evidence or t.origin.stated else "no requirement stands behind it")
        for t in physical.tables
    )
    return criterion("Every table traces back to functional requirement", cases, none="there are no tables")


def _implementable(design: Design) -> Criterion:
    """Each column has a type that exists and, where it refers, a target; each table a key."""
    physical = design.physical
    cases = [
        Case(name=f"{t.name}.{c.name}", problem=_undecided(t, c, physical)) for t in physical.tables for c in t.columns
    ]
    cases += [Case(name=t.name, problem="it has no primary key") for t in physical.tables if not t.primary_key]
    left = sum(not q.answer for q in design.concept.questions)
    asked = f"{left} of {len(design.concept.questions)} questions are open, decided by a default"
    return criterion(
        "Developers can implement ORM models without additional schema decisions",
        cases,
        note=asked if design.concept.questions else "the documents leave no questions",
    )


def _undecided(table: Table, column: Column, physical: PhysicalModel) -> str:
    if not column.type.name:
        return "its type is not decided"
    if column.type.is_enum and column.type.name not in {e.name for e in physical.enums}:
        return f"its type {column.type.name} is not in the design"
    keys = [k for k in physical.foreign_keys if k.table == table.name and column.name in k.columns]
    if column.role == ColumnRole.REFERENCE and not keys:
        return "what it refers to is not decided"
    return next((problem for key in keys if (problem := _dangling(key, physical))), "")


def _dangling(key: ForeignKey, physical: PhysicalModel) -> str:
    target = physical.table(key.target)
    if target is None:
        return f"the table {key.target} is not in the design"
    lost = [c for c in key.target_columns if target.column(c) is None]
    return f"{key.target} has no column {', '.join(lost)}" if lost else ""
