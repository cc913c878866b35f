"""A small design with one of everything: beekeepers, their apiaries, hives and inspections."""

from __future__ import annotations

import pytest

from database_designer import ddl
from database_designer.model.conceptual import (
    Attribute,
    ConceptualModel,
    EntityType,
    Kind,
    Lifecycle,
    Link,
    Move,
    Query,
    Reference,
    SemanticType,
    SortKey,
    Volume,
)
from database_designer.model.configuration import Configuration
from database_designer.model.design import Design
from database_designer.model.expression import (
    Between,
    Call,
    Clock,
    Comparator,
    Comparison,
    IsSet,
    Join,
    Literal,
    LiteralKind,
    Moment,
    Path,
)
from database_designer.model.logical import LogicalModel
from database_designer.model.physical import (
    Check,
    CheckTransition,
    Column,
    ColumnRole,
    ColumnType,
    DeleteAction,
    Enforcement,
    EnumType,
    ForeignKey,
    Index,
    IndexKey,
    NewUuid,
    NextNumber,
    PhysicalModel,
    RecordAudit,
    SeedRow,
    Service,
    Table,
    TableKind,
    TouchUpdatedAt,
    Trigger,
    UniqueConstraint,
    View,
    ViewColumn,
)
from database_designer.source import Evidence, Origin, Span


def origin(requirement: str = "FR-1") -> Origin:
    quote = Evidence(
        span=Span(file="needs.md", line=3, end_line=3), quote="Hives are inspected.", requirement=requirement
    )
    return Origin(evidence=(quote,), decided_by="test")


def column(name: str, type_: str, role: ColumnRole = ColumnRole.VALUE, **rest: object) -> Column:
    arguments = rest.pop("arguments", ())
    is_enum = bool(rest.pop("is_enum", False))
    kind = ColumnType(name=type_, arguments=arguments, is_enum=is_enum)  # type: ignore[arg-type]
    return Column(name=name, type=kind, role=role, origin=origin(), **rest)  # type: ignore[arg-type]


def identifier() -> Column:
    return column("id", "uuid", ColumnRole.KEY, default=NewUuid())


def path(*steps: str) -> Path:
    return Path(steps=steps)


def number(value: str) -> Literal:
    return Literal(kind=LiteralKind.NUMBER, value=value)


def moments() -> tuple[Column, ...]:
    now = Moment(clock=Clock.NOW)
    return tuple(
        column(name, "timestamptz", ColumnRole.HOUSEKEEPING, default=now) for name in ("created_at", "updated_at")
    )


APIARIES = Table(
    name="apiaries",
    kind=TableKind.ENTITY,
    entity="Apiary",
    purpose="Places where hives stand.",
    origin=origin(),
    primary_key=("id",),
    primary_key_name="apiaries_pkey",
    columns=(
        identifier(),
        column("name", "text", comment="As the keeper calls it.", element="Apiary.name"),
        column("code", "varchar", arguments=(8,), element="Apiary.code"),
        column("parent_id", "uuid", ColumnRole.REFERENCE, nullable=True),
        *moments(),
    ),
    uniques=(
        UniqueConstraint(
            name="apiaries_code_parent_id_key", columns=("code", "parent_id"), origin=origin(), nulls_not_distinct=True
        ),
    ),
)
HIVES = Table(
    name="hives",
    kind=TableKind.ENTITY,
    entity="Hive",
    purpose="Boxes with one colony each.",
    origin=origin("FR-2"),
    primary_key=("id",),
    primary_key_name="hives_pkey",
    columns=(
        identifier(),
        column("apiary_id", "uuid", ColumnRole.REFERENCE),
        column("number", "integer", element="Hive.number"),
        column(
            "status",
            "hive_status",
            ColumnRole.STATE,
            is_enum=True,
            default=Literal(kind=LiteralKind.VALUE, value="ACTIVE"),
        ),
        column("frames", "integer", default=number("10")),
        column("weight", "numeric", arguments=(8, 3), nullable=True, unit="kg"),
        column("label", "text", nullable=True, generated=Call(function="lower", arguments=(path("queen"),))),
        column("queen", "text", nullable=True),
        column("order", "integer", default=NextNumber()),
        *moments(),
    ),
    checks=(
        Check(
            name="hives_frames_check",
            condition=Between(operand=path("frames"), low=number("1"), high=number("12")),
            origin=origin(),
        ),
        Check(
            name="hives_weight_check",
            condition=Comparison(operator=Comparator.GT, left=path("weight"), right=number("0")),
            origin=origin(),
        ),
    ),
)
TAGS = Table(
    name="tags",
    kind=TableKind.LOOKUP,
    entity="Tag",
    origin=origin("FR-3"),
    primary_key=("code",),
    primary_key_name="tags_pkey",
    columns=(column("code", "text", ColumnRole.KEY), column("title", "text")),
)
HIVES_TAGS = Table(
    name="hives_tags",
    kind=TableKind.JUNCTION,
    origin=origin(),
    primary_key=("hive_id", "tag_code"),
    primary_key_name="hives_tags_pkey",
    columns=(column("hive_id", "uuid", ColumnRole.REFERENCE), column("tag_code", "text", ColumnRole.REFERENCE)),
)
AUDIT_LOGS = Table(
    name="audit_logs",
    kind=TableKind.AUDIT,
    purpose="Who changed what.",
    origin=origin("NFR-1"),
    primary_key=("id",),
    primary_key_name="audit_logs_pkey",
    columns=(
        identifier(),
        column("table_name", "text"),
        column("record_id", "text"),
        column("action", "text"),
        column("old_values", "jsonb", nullable=True),
        column("new_values", "jsonb", nullable=True),
        column("changed_by", "text", nullable=True),
        column("changed_at", "timestamptz", ColumnRole.HOUSEKEEPING, default=Moment(clock=Clock.NOW)),
    ),
)


def _foreign_key(table: str, name: str, target: str, action: DeleteAction, element: str, **rest: object) -> ForeignKey:
    key = "code" if target == "tags" else "id"
    return ForeignKey(
        name=f"{table}_{name}_fkey",
        table=table,
        columns=(name,),
        target=target,
        target_columns=(key,),
        on_delete=action,
        origin=origin(),
        element=element,
        **rest,  # type: ignore[arg-type]
    )


def _physical() -> PhysicalModel:
    code = Literal(kind=LiteralKind.TEXT, value="calm")
    return PhysicalModel(
        schema="public",
        postgres=15,
        enums=(
            EnumType(
                name="hive_status",
                values=("ACTIVE", "SWARMED", "GONE"),
                origin=origin(),
                used_by=(("hives", "status"),),
            ),
        ),
        tables=(APIARIES, HIVES, TAGS, HIVES_TAGS, AUDIT_LOGS),
        foreign_keys=(
            _foreign_key("apiaries", "parent_id", "apiaries", DeleteAction.SET_NULL, "Apiary.parent", deferred=True),
            _foreign_key("hives", "apiary_id", "apiaries", DeleteAction.RESTRICT, "Hive.apiary"),
            _foreign_key("hives_tags", "hive_id", "hives", DeleteAction.CASCADE, "Hive.tags"),
            _foreign_key("hives_tags", "tag_code", "tags", DeleteAction.NO_ACTION, "Hive.tags"),
        ),
        indexes=(
            Index(
                name="apiaries_lower_name_key",
                table="apiaries",
                keys=(IndexKey(expression=Call(function="lower", arguments=(path("name"),))),),
                unique=True,
                origin=origin(),
            ),
            Index(
                name="apiaries_parent_id_idx",
                table="apiaries",
                keys=(IndexKey(expression=path("parent_id")),),
                origin=origin(),
            ),
            Index(
                name="hives_apiary_id_created_at_idx",
                table="hives",
                keys=(IndexKey(expression=path("apiary_id")), IndexKey(expression=path("created_at"), descending=True)),
                include=("status",),
                serves=("Hive.of_apiary",),
                origin=origin(),
            ),
            Index(
                name="hives_queen_idx",
                table="hives",
                keys=(IndexKey(expression=path("queen"), operator_class="text_pattern_ops"),),
                predicate=IsSet(operand=path("queen")),
                origin=origin(),
            ),
            Index(
                name="hives_tags_tag_code_idx",
                table="hives_tags",
                keys=(IndexKey(expression=path("tag_code")),),
                origin=origin(),
            ),
        ),
        functions=(
            TouchUpdatedAt(name="touch_updated_at", column="updated_at"),
            RecordAudit(name="record_audit", audit_table="audit_logs", setting="app.actor"),
            CheckTransition(
                name="check_hives_status",
                table="hives",
                column="status",
                moves=(("ACTIVE", "SWARMED"), ("SWARMED", "GONE")),
                start=("ACTIVE",),
                constraint="hives_status_moves",
                origin=origin(),
            ),
        ),
        triggers=(
            Trigger(
                name="b10_check_status",
                table="hives",
                timing="BEFORE",
                events=("INSERT", "UPDATE"),
                function="check_hives_status",
                origin=origin(),
            ),
            Trigger(
                name="b90_touch",
                table="hives",
                timing="BEFORE",
                events=("UPDATE",),
                function="touch_updated_at",
                when_changed=("frames", "status"),
                origin=origin(),
            ),
            Trigger(
                name="c90_audit",
                table="hives",
                timing="AFTER",
                events=("INSERT", "UPDATE", "DELETE"),
                function="record_audit",
                arguments=("id", ""),
                origin=origin(),
            ),
        ),
        views=(
            View(
                name="hives_of_apiaries",
                table="hives",
                alias="h",
                columns=(
                    ViewColumn(name="number", expression=path("h", "number")),
                    ViewColumn(name="apiary", expression=path("a", "name")),
                ),
                joins=(
                    Join(
                        table="apiaries",
                        alias="a",
                        on=Comparison(operator=Comparator.EQ, left=path("a", "id"), right=path("h", "apiary_id")),
                    ),
                ),
                purpose="Hives with the names of their apiaries.",
                origin=origin(),
            ),
        ),
        seed=(
            SeedRow(
                table="tags",
                values=(("code", code), ("title", Literal(kind=LiteralKind.TEXT, value="Calm; don't smoke"))),
                conflict=("code",),
                origin=origin(),
            ),
        ),
        enforcements=(
            Enforcement(element="Hive.frames", what="1 to 12 frames", objects=("hives_frames_check",), origin=origin()),
            Enforcement(element="Hive", what="only listed moves", objects=("b10_check_status",), origin=origin()),
        ),
        services=(
            Service(
                query="Hive.of_apiary",
                what="hives of an apiary, newest first",
                indexes=("hives_apiary_id_created_at_idx",),
                origin=origin(),
            ),
        ),
    )


def _concept() -> ConceptualModel:
    text = SemanticType(kind=Kind.TEXT)
    apiary = EntityType(
        name="Apiary",
        origin=origin(),
        attributes=(
            Attribute(name="name", type=text, origin=origin()),
            Attribute(name="code", type=text, origin=origin()),
        ),
        references=(Reference(name="parent", to="Apiary", optional=True, origin=origin()),),
    )
    hive = EntityType(
        name="Hive",
        origin=origin("FR-2"),
        attributes=(Attribute(name="number", type=SemanticType(kind=Kind.INTEGER), origin=origin()),),
        references=(Reference(name="apiary", to="Apiary", origin=origin()),),
        links=(Link(name="tags", to="Tag", origin=origin()),),
        lifecycle=Lifecycle(
            state="status",
            states=("ACTIVE", "SWARMED", "GONE"),
            start=("ACTIVE",),
            moves=(
                Move(source="ACTIVE", target="SWARMED", origin=origin()),
                Move(source="SWARMED", target="GONE", origin=origin()),
            ),
            origin=origin(),
        ),
        queries=(
            Query(
                name="of_apiary",
                filter=(("apiary",),),
                sort=(SortKey(path=("created_at",), descending=True),),
                limit=20,
                origin=origin(),
            ),
        ),
        volume=Volume(rows=1000, origin=origin()),
    )
    return ConceptualModel(name="Apiary book", entities=(apiary, hive, EntityType(name="Tag", origin=origin("FR-3"))))


@pytest.fixture(scope="session")
def design() -> Design:
    """The design; its plan is made of its physical model."""
    concept, physical = _concept(), _physical()
    return Design(
        configuration=Configuration(),
        sources=(),
        generated=concept,
        logical=LogicalModel(relations=(), concept=concept),
        physical=physical,
        plan=ddl.plan(physical),
    )
