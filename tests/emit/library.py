"""A small design made by hand: a lending library in two domains. `grown` makes it as large as one likes."""

from __future__ import annotations

from dataclasses import replace

from database_designer import ddl
from database_designer.model.conceptual import (
    Accounted,
    Attribute,
    ConceptualModel,
    Each,
    EntityType,
    Kind,
    Lifecycle,
    Link,
    Move,
    Operations,
    Question,
    Reference,
    Retention,
    SemanticType,
    Use,
    Volume,
)
from database_designer.model.configuration import Configuration
from database_designer.model.design import Design, SourceSummary
from database_designer.model.expression import (
    Call,
    Clock,
    Comparator,
    Comparison,
    IsSet,
    Literal,
    LiteralKind,
    Moment,
    Path,
)
from database_designer.model.logical import Certificate, LogicalModel, Relation, RelationKind
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
    Form,
    Index,
    IndexKey,
    IndexVolume,
    Job,
    NewUuid,
    PhysicalModel,
    RetainRows,
    Schedule,
    SeedRow,
    Service,
    Table,
    TableKind,
    TableVolume,
    TouchUpdatedAt,
    Trigger,
    UniqueConstraint,
)
from database_designer.model.plan import Plan
from database_designer.source import Evidence, Origin, SourceRole, Span

REQUIREMENTS = "functional_requirements.md"


def said(quote: str, line: int, requirement: str = "FR-1") -> Origin:
    span = Span(file=REQUIREMENTS, line=line, end_line=line)
    return Origin(evidence=(Evidence(span=span, quote=quote, requirement=requirement),), decided_by="test")


ASSUMED = Origin(decided_by="test", principle="every table has it", assumed=True)
MEMBER = said("The library keeps its members with name and e-mail address.", 3, "FR-1")
BOOK = said("A book has a title and belongs to genres.", 7, "FR-2")
LOAN = said("A loan lends a book to a member; it is OPEN, then RETURNED.", 11, "FR-3")


def column(name: str, type_name: str, origin: Origin, **options: object) -> Column:
    values: dict[str, object] = {"role": ColumnRole.VALUE, "type": ColumnType(name=type_name), **options}
    return Column(name=name, origin=origin, **values)  # type: ignore[arg-type]


def key_column() -> Column:
    return column("id", "uuid", ASSUMED, role=ColumnRole.KEY, default=NewUuid())


def stamp(name: str) -> Column:
    return column(name, "timestamptz", ASSUMED, role=ColumnRole.HOUSEKEEPING, default=Moment(clock=Clock.NOW))


def table(name: str, origin: Origin, *columns: Column, **options: object) -> Table:
    values: dict[str, object] = {"kind": TableKind.ENTITY, "primary_key": ("id",), "normal_form": "BCNF", **options}
    return Table(name=name, columns=columns, primary_key_name=f"{name}_pkey", origin=origin, **values)  # type: ignore[arg-type]


def reference(table: str, columns: str, target: str, origin: Origin, **options: object) -> ForeignKey:
    values: dict[str, object] = {"on_delete": DeleteAction.RESTRICT, "target_columns": ("id",), **options}
    name = f"{table}_{columns}_fkey"
    return ForeignKey(name=name, table=table, columns=(columns,), target=target, origin=origin, **values)  # type: ignore[arg-type]


def text(value: str) -> Literal:
    return Literal(kind=LiteralKind.TEXT, value=value)


def tables() -> tuple[Table, ...]:
    not_blank = Comparison(
        operator=Comparator.GT,
        left=Call(function="length", arguments=(Path(steps=("name",)),)),
        right=Literal(kind=LiteralKind.NUMBER, value="0"),
    )
    order = Comparison(operator=Comparator.GE, left=Path(steps=("returned_on",)), right=Path(steps=("lent_on",)))
    status = ColumnType(name="loan_status", is_enum=True)
    id_type = {"role": ColumnRole.REFERENCE}
    return (
        table(
            "members",
            MEMBER,
            key_column(),
            column("name", "text", MEMBER, element="Member.name", classification="personal"),
            column("email", "text", MEMBER, element="Member.email", nullable=True, classification="personal"),
            stamp("created_at"),
            stamp("updated_at"),
            entity="Member",
            group="People",
            purpose="People who may borrow",
            uniques=(UniqueConstraint(name="members_email_key", columns=("email",), origin=MEMBER),),
            checks=(Check(name="members_name_check", condition=not_blank, origin=MEMBER),),
        ),
        table(
            "books",
            BOOK,
            key_column(),
            column("title", "text", BOOK, element="Book.title"),
            entity="Book",
            group="Lending",
        ),
        table("genres", BOOK, key_column(), column("name", "text", BOOK), entity="Genre", group="Lending"),
        table(
            "book_genres",
            BOOK,
            column("book_id", "uuid", BOOK, **id_type),
            column("genre_id", "uuid", BOOK, **id_type),
            kind=TableKind.JUNCTION,
            primary_key=("book_id", "genre_id"),
            group="Lending",
        ),
        table(
            "loans",
            LOAN,
            key_column(),
            column("book_id", "uuid", LOAN, element="Loan.book", **id_type),
            column("member_id", "uuid", LOAN, element="Loan.member", nullable=True, **id_type),
            column(
                "status",
                "loan_status",
                LOAN,
                element="Loan.status",
                type=status,
                default=Literal(kind=LiteralKind.VALUE, value="OPEN"),
            ),
            column("lent_on", "date", LOAN, element="Loan.lent_on"),
            column("returned_on", "date", LOAN, element="Loan.returned_on", nullable=True),
            entity="Loan",
            group="Lending",
            checks=(Check(name="loans_returned_on_check", condition=order, origin=LOAN),),
        ),
    )


def physical() -> PhysicalModel:
    by_member = tuple(IndexKey(expression=Path(steps=(name,))) for name in ("member_id", "lent_on"))
    lower_name = (IndexKey(expression=Call(function="lower", arguments=(Path(steps=("name",)),))),)
    not_returned = IsSet(operand=Path(steps=("returned_on",)), negated=True)
    return PhysicalModel(
        schema="public",
        postgres=15,
        enums=(EnumType(name="loan_status", values=("OPEN", "RETURNED"), origin=LOAN, used_by=(("loans", "status"),)),),
        tables=tables(),
        foreign_keys=(
            reference("book_genres", "book_id", "books", BOOK, element="Book.genres", on_delete=DeleteAction.CASCADE),
            reference("book_genres", "genre_id", "genres", BOOK, element="Book.genres"),
            reference("loans", "book_id", "books", LOAN, element="Loan.book", reason="a loan outlives no book"),
            reference("loans", "member_id", "members", LOAN, element="Loan.member", on_delete=DeleteAction.SET_NULL),
        ),
        indexes=(
            Index(
                name="loans_member_id_lent_on_idx",
                table="loans",
                keys=by_member,
                origin=LOAN,
                serves=("Loan.of_member",),
                purpose="the loans of a member, latest first",
            ),
            Index(
                name="loans_book_id_key",
                table="loans",
                keys=(IndexKey(expression=Path(steps=("book_id",))),),
                unique=True,
                predicate=not_returned,
                origin=LOAN,
                purpose="a book is lent once at a time",
            ),
            Index(name="genres_lower_name_key", table="genres", keys=lower_name, unique=True, origin=BOOK),
        ),
        functions=(
            TouchUpdatedAt(name="set_updated_at", column="updated_at"),
            RetainRows(
                name="retain_loans",
                table="loans",
                condition=Comparison(
                    operator=Comparator.LT, left=Path(steps=("t", "returned_on")), right=Moment(clock=Clock.TODAY)
                ),
                origin=LOAN,
                says="loans are kept for 7 years",
            ),
            CheckTransition(
                name="loans_check_status",
                table="loans",
                column="status",
                moves=(("OPEN", "RETURNED"),),
                start=("OPEN",),
                constraint="loans_status_transition",
                origin=LOAN,
            ),
        ),
        triggers=(
            Trigger(
                name="members_set_updated_at",
                table="members",
                timing="BEFORE",
                events=("UPDATE",),
                function="set_updated_at",
                origin=ASSUMED,
                when_changed=("name", "email"),
            ),
            Trigger(
                name="loans_check_status",
                table="loans",
                timing="BEFORE",
                events=("INSERT", "UPDATE"),
                function="loans_check_status",
                origin=LOAN,
                purpose="a loan goes from OPEN to RETURNED",
            ),
        ),
        seed=(SeedRow(table="genres", values=(("name", text("Poetry")),), conflict=(), origin=BOOK),),
        volumes=(
            TableVolume(
                table="loans",
                rows=20_000,
                after=((1, 38_250), (3, 74_750), (5, 111_250)),
                row_bytes=100,
                indexes=(IndexVolume(index="pk_loans", row_bytes=40),),
                origin=LOAN,
                stated=True,
                says="20,000, and 50 a day",
            ),
            TableVolume(table="genres", rows=50, after=((1, 50), (3, 50), (5, 50)), row_bytes=80, origin=ASSUMED),
        ),
        jobs=(
            Job(
                name="retain_loans",
                file="retain_loans.sql",
                schedule=Schedule.DAILY,
                says="loans are kept for 7 years",
                origin=LOAN,
                table="loans",
                function="retain_loans",
                batched=1000,
                element="Loan",
            ),
        ),
        enforcements=(
            Enforcement(
                element="Loan", what="kept for 7 years", objects=("retain_loans",), origin=LOAN, form=Form.RETENTION
            ),
            Enforcement(
                element="Loan.dates",
                what="A loan is not returned before it was lent",
                objects=("loans_returned_on_check",),
                origin=LOAN,
            ),
            Enforcement(
                element="Member.fees",
                what="Members with fees may not borrow",
                objects=(),
                reason="checked by the application",
                origin=MEMBER,
            ),
        ),
        services=(
            Service(
                query="Loan.of_member",
                what="the loans of a member, latest first",
                indexes=("loans_member_id_lent_on_idx",),
                origin=LOAN,
            ),
        ),
    )


def attribute(name: str, origin: Origin, kind: Kind = Kind.TEXT, **options: object) -> Attribute:
    return Attribute(name=name, type=SemanticType(kind=kind), origin=origin, **options)  # type: ignore[arg-type]


def concept() -> ConceptualModel:
    book = Reference(name="book", to="Book", origin=LOAN, each_has=Each(minimum=1))
    member = Reference(name="member", to="Member", origin=LOAN, optional=True)
    lifecycle = Lifecycle(
        state="status",
        states=("OPEN", "RETURNED"),
        start=("OPEN",),
        moves=(Move(source="OPEN", target="RETURNED", origin=LOAN),),
        origin=LOAN,
    )
    return ConceptualModel(
        name="Library",
        entities=(
            EntityType(
                name="Member",
                origin=MEMBER,
                attributes=(attribute("name", MEMBER), attribute("email", MEMBER, optional=True)),
            ),
            EntityType(
                name="Book",
                origin=BOOK,
                attributes=(attribute("title", BOOK, says="The title as printed"),),
                links=(Link(name="genres", to="Genre", origin=BOOK),),
            ),
            EntityType(name="Genre", origin=BOOK, attributes=(attribute("name", ASSUMED),)),
            EntityType(
                name="Loan",
                origin=LOAN,
                attributes=(
                    attribute("lent_on", LOAN, Kind.DATE),
                    attribute("returned_on", LOAN, Kind.DATE, optional=True),
                ),
                references=(book, member),
                lifecycle=lifecycle,
                retention=Retention(amount=7, unit="years", after="returned_on", origin=LOAN),
                volume=Volume(rows=20_000, growth=50, growth_unit="day", origin=LOAN),
            ),
        ),
        questions=(
            Question(ask="May a loan be kept without its member?", about="Loan.member", assumed="yes", origin=LOAN),
        ),
        operations=Operations(backup_full="daily at 02:00", rpo="6 hours", origin=LOAN),
        accounting=(
            Accounted(requirement="FR-1", use=Use.USED, elements=("Member",)),
            Accounted(requirement="FR-9", use=Use.NOT_DATA, reason="about a screen"),
        ),
    )


def relations() -> tuple[Relation, ...]:
    kinds = {"Member": RelationKind.ENTITY, "Book": RelationKind.ENTITY, "Loan": RelationKind.ENTITY}
    return tuple(
        Relation(
            name=name.lower(),
            kind=kind,
            attributes=(),
            primary=("id",),
            origin=LOAN,
            entity=name,
            certificate=Certificate(normal_form="BCNF"),
        )
        for name, kind in kinds.items()
    )


def design(model: PhysicalModel | None = None, meaning: ConceptualModel | None = None) -> Design:
    """The design with its plan; another physical or conceptual model may stand in."""
    made = model or physical()
    meant = meaning or concept()
    return Design(
        configuration=Configuration(),
        sources=(SourceSummary(path=REQUIREMENTS, role=SourceRole.REQUIREMENTS, title="Library", statements=3),),
        generated=meant,
        logical=LogicalModel(relations=relations(), concept=meant),
        physical=made,
        plan=ddl.plan(made),
    )


def empty() -> Design:
    nothing = ConceptualModel(name="Nothing")
    made = PhysicalModel(schema="public", postgres=15)
    plan = Plan(schema=())
    logical = LogicalModel(relations=(), concept=nothing)
    return Design(
        configuration=Configuration(), sources=(), generated=nothing, logical=logical, physical=made, plan=plan
    )


def grown(number: int, *, columns: int = 3, group: str = "", name: str = "thing") -> Design:
    """A chain of `number` tables, each referring to the one before it; groups of ten if `group` is given."""
    made = []
    for n in range(number):
        extra = tuple(column(f"value_{c}", "text", LOAN) for c in range(columns))
        owner = (column("owner_id", "uuid", LOAN),)
        made.append(
            table(f"{name}_{n}", LOAN, key_column(), *owner, *extra, group=f"{group} {n // 10}" if group else "")
        )
    keys = tuple(reference(f"{name}_{n}", "owner_id", f"{name}_{max(n - 1, 0)}", LOAN) for n in range(number))
    model = PhysicalModel(schema="public", postgres=15, tables=tuple(made), foreign_keys=keys)
    return replace(empty(), physical=model)
