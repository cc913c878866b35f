"""A model with one of every kind of object, and what any model may be called to try quoting."""

from __future__ import annotations

from collections.abc import Callable

from database_designer.model.expression import (
    Aggregate,
    Call,
    Cast,
    Clock,
    Comparator,
    Comparison,
    Expression,
    IsSet,
    Join,
    Literal,
    LiteralKind,
    Moment,
    Path,
    Select,
)
from database_designer.model.physical import (
    Assign,
    CascadeSoftDelete,
    Check,
    CheckTransition,
    CheckTree,
    CountVersion,
    EnumType,
    Exclusion,
    ExpireRows,
    ForEach,
    ForeignKey,
    Function,
    Index,
    IndexKey,
    InsertRow,
    KeepImmutable,
    Lock,
    NextNumber,
    PhysicalModel,
    RandomCode,
    RecordAudit,
    RefuseChange,
    Require,
    RowSecurity,
    RuleFunction,
    SeedRow,
    SeesRow,
    Sequence,
    SequenceCode,
    Step,
    TableKind,
    Touch,
    TouchEach,
    TouchGuard,
    TouchUpdatedAt,
    Trigger,
    UniqueConstraint,
    UpdateRows,
    View,
    ViewColumn,
    When,
)
from database_designer.postgres.limits import fit_identifier

from .build import ORIGIN, column, expression, foreign_key, from_requirement, key, model, table, trigger

Rename = Callable[[str], str]


def plain(name: str) -> str:
    return name


def hostile(prefix: str) -> Rename:
    """Puts `prefix` in front of every name, brought under the limit as the design does it."""
    return lambda name: fit_identifier(prefix + name)


def library(n: Rename = plain, *, schema: str = "public", postgres: int = 15) -> PhysicalModel:
    """Members borrow copies. Every name goes through `n`."""
    members = table(
        n("members"),
        key(n("id")),
        column(n("email"), comment=n("Where reminders go."), classification="personal", origin=from_requirement("FR-1")),
        column(n("password_hash"), nullable=True, classification="secret"),
        column(n("number"), "bigint", default=NextNumber()),
        column(n("settings"), "json", nullable=True),
        column(n("version"), "integer", default=expression("1")),
        column(n("joined_on"), "date", default=expression("today")),
        column(n("updated_at"), "timestamptz", default=expression("now")),
        column(n("deleted_at"), "timestamptz", nullable=True),
        column(n("email_length"), "integer", generated=Call(function="length", arguments=(column_of(n, "email"),))),
        primary_key_name=n("members_pkey"),
        purpose=n("People who borrow."),
    )  # fmt: skip
    loans = table(
        n("loans"),
        key(n("id")),
        column(n("member_id"), "uuid"),
        column(n("status"), f"enum {n('loan_status')}", default=expression('"OPEN"')),
        column(n("number"), default=SequenceCode(sequence=n("loan_numbers"), before=n("L-"), width=4)),
        column(n("secret"), default=RandomCode(length=12)),
        column(n("follows_id"), "uuid", nullable=True),
        column(n("lent_on"), "date"),
        column(n("returned_on"), "date", nullable=True),
        column(n("deleted_at"), "timestamptz", nullable=True),
        primary_key_name=n("loans_pkey"),
        uniques=(UniqueConstraint(name=n("loans_key"), columns=(n("member_id"), n("lent_on")), origin=ORIGIN),),
        checks=(Check(name=n("loans_dates"), condition=_returned_later(n), origin=ORIGIN),),
    )
    audit = table(
        n("audit_logs"),
        column(n("id"), "bigint", default=NextNumber()),
        column("table_name"),
        column("record_id"),
        column("action"),
        column("old_values", "jsonb", nullable=True),
        column("new_values", "jsonb", nullable=True),
        column("changed_by", "text", nullable=True),
        kind=TableKind.AUDIT,
        primary_key_name=n("audit_logs_pkey"),
    )
    return model(
        loans,
        members,
        audit,
        table(n("guards"), column("scope"), column("key"), column("version", "bigint"), kind=TableKind.GUARDS,
              primary_key=("scope", "key"), primary_key_name=n("guards_pkey")),
        schema=schema,
        postgres=postgres,
        extensions=("btree_gist", "pg_trgm"),
        enums=(EnumType(name=n("loan_status"), values=("OPEN", n("CLOSED")), origin=ORIGIN),),
        foreign_keys=(_loans_members(n),),
        exclusions=(_one_loan_at_a_time(n),),
        sequences=(Sequence(name=n("loan_numbers"), table=n("loans"), column=n("number"), start=7, origin=ORIGIN),),
        row_security=(RowSecurity(name=n("visible"), table=n("loans"), function=n("sees_loan"), origin=ORIGIN),),
        indexes=_indexes(n),
        functions=_functions(n),
        triggers=_triggers(n),
        views=_views(n),
        seed=tuple(
            SeedRow(table=n("members"), values=((n("email"), expression(f'"{who}@example.org"')),),
                    conflict=(n("email"),), origin=ORIGIN)
            for who in ("ada", "grace")
        ),
    )  # fmt: skip


def column_of(n: Rename, name: str) -> Path:
    return Path(steps=(n(name),))


def _returned_later(n: Rename) -> Comparison:
    return Comparison(operator=Comparator.GE, left=column_of(n, "returned_on"), right=column_of(n, "lent_on"))


def _loans_members(n: Rename) -> ForeignKey:
    return foreign_key(
        "loans.member_id",
        n("members"),
        name=n("loans_member_id_fkey"),
        table=n("loans"),
        columns=(n("member_id"),),
        target_columns=(n("id"),),
        reason="A member with loans stays.",
    )


def _one_loan_at_a_time(n: Rename) -> Exclusion:
    return Exclusion(
        name=n("loans_alone"),
        table=n("loans"),
        equal=(column_of(n, "member_id"), column_of(n, "status")),
        period=Call(function="range", arguments=(column_of(n, "lent_on"), column_of(n, "returned_on"))),
        predicate=IsSet(operand=column_of(n, "deleted_at"), negated=True),
        origin=ORIGIN,
    )


def _indexes(n: Rename) -> tuple[Index, ...]:
    email = column_of(n, "email")
    living = IsSet(operand=column_of(n, "deleted_at"), negated=True)
    lower = Call(function="lower", arguments=(email,))
    newest = IndexKey(expression=column_of(n, "lent_on"), descending=True)
    return (
        Index(name=n("members_email_key"), table=n("members"), keys=(IndexKey(expression=lower),), unique=True,
              predicate=living, origin=ORIGIN, purpose="One living member an address."),
        Index(name=n("members_email_search"), table=n("members"), method="gin", origin=ORIGIN,
              keys=(IndexKey(expression=email, operator_class="gin_trgm_ops"),)),
        Index(name=n("loans_newest"), table=n("loans"), keys=(IndexKey(expression=column_of(n, "member_id")), newest),
              include=(n("status"),), origin=ORIGIN),
    )  # fmt: skip


def _functions(n: Rename) -> tuple[Function, ...]:
    return (
        TouchUpdatedAt(name=n("set_updated_at"), column=n("updated_at")),
        RecordAudit(name=n("record_audit"), audit_table=n("audit_logs"), setting="app.actor"),
        RefuseChange(name=n("refuse_change")),
        CountVersion(name=n("count_version"), column=n("version")),
        CheckTransition(name=n("check_loan_status"), table=n("loans"), column=n("status"), moves=(("OPEN", n("CLOSED")),),
                        start=("OPEN",), constraint=n("loans_lifecycle"), origin=from_requirement("FR-2")),
        KeepImmutable(name=n("keep_members"), table=n("members"), columns=(n("email"), n("settings")),
                      once=(n("password_hash"),), constraint=n("members_immutable"), origin=ORIGIN),
        CascadeSoftDelete(name=n("delete_loans"), table=n("members"), column=n("deleted_at"),
                          children=((n("loans"), n("member_id")),), origin=ORIGIN),
        TouchGuard(name=n("touch"), table=n("guards")),
        TouchGuard(name=n("take"), table=n("guards"), counts=True),
        ExpireRows(name=n("close_loans"), table=n("loans"), column=n("status"), source="OPEN", target=n("CLOSED"),
                   condition=_lent_before_today(n), origin=ORIGIN),
        SeesRow(name=n("sees_loan"), table=n("loans"), condition=_own_loan(n), setting="app.actor", origin=ORIGIN),
        CheckTree(name=n("tree"), table=n("loans"), key=n("id"), parent=n("follows_id"), constraint=n("loans_tree"),
                  origin=ORIGIN),
        RuleFunction(name=n("fill"), table=n("loans"), timing="BEFORE", body=_filled(n), origin=from_requirement("FR-3"),
                     constraint=n("loans_filled"), says=n("Loans are filled.")),
        RuleFunction(name=n("check"), table=n("loans"), timing="AFTER", body=_checked(n), origin=ORIGIN,
                     constraint=n("loans_checked"), says=n("Loans are checked.")),
    )  # fmt: skip


def at(n: Rename, alias: str, name: str) -> Path:
    """A column of a row; rows of functions are called by the design, never by documents."""
    return Path(steps=(alias, n(name)))


def equal(left: Expression, right: Expression) -> Comparison:
    return Comparison(operator=Comparator.EQ, left=left, right=right)


def _lent_before_today(n: Rename) -> Comparison:
    today = Moment(clock=Clock.TODAY)
    return Comparison(operator=Comparator.LT, left=Path(steps=("t", n("lent_on"))), right=today)


def _own_loan(n: Rename) -> Comparison:
    actor = Cast(operand=Moment(clock=Clock.ACTOR), type="uuid")
    return equal(Path(steps=("r", n("member_id"))), actor)


def _filled(n: Rename) -> tuple[Step, ...]:
    """A step of each kind that stands before the row is written; they change nothing that other tests look at."""
    member = equal(at(n, "m", "id"), at(n, "NEW", "member_id"))
    email = Select(function="value", table=n("members"), alias="m", where=member, value=at(n, "m", "email"))
    text = Literal(kind=LiteralKind.TEXT, value=n("a text"))
    known = Require(condition=IsSet(operand=email), message=n("").replace("%", "%%") + "%", values=(text,),
                    unknown_passes=False, column=n("member_id"))  # fmt: skip
    again = Assign(column=n("lent_on"), value=at(n, "NEW", "lent_on"))
    return (
        Lock(table=n("members"), alias="m", where=member),
        Touch(scope=n("members"), key=at(n, "NEW", "member_id")),
        known,
        When(condition=IsSet(operand=at(n, "NEW", "lent_on")), operations=("INSERT",), then=(again,)),
    )


def _checked(n: Rename) -> tuple[Step, ...]:
    other = equal(at(n, "l", "member_id"), at(n, "NEW", "member_id"))
    members = Join(table=n("members"), alias="m", on=equal(at(n, "m", "id"), at(n, "l", "member_id")))
    never = equal(at(n, "m", "email"), Literal(kind=LiteralKind.TEXT, value=n("nobody")))
    change = UpdateRows(table=n("members"), alias="m", values=((n("email"), at(n, "m", "email")),), where=never)
    hidden = InsertRow(table=n("members"), values=((n("email"), Literal(kind=LiteralKind.TEXT, value=n("x"))),))
    return (
        TouchEach(scope=n("all"), table=n("loans"), alias="l", key=at(n, "m", "email"), joins=(members,), where=other),
        ForEach(table=n("loans"), alias="l", where=other, body=(change, When(condition=equal(
            at(n, "l", "number"), Literal(kind=LiteralKind.TEXT, value=n("none"))), then=(hidden,)))),
    )  # fmt: skip


def _triggers(n: Rename) -> tuple[Trigger, ...]:
    members, loans, audit = n("members"), n("loans"), n("audit_logs")
    watched = (n("email"), n("settings"), n("password_hash"), n("deleted_at"), n("email_length"))
    return (
        trigger(n("t10_keep"), members, "BEFORE UPDATE", n("keep_members")),
        trigger(n("t20_version"), members, "BEFORE UPDATE", n("count_version")),
        trigger(n("t30_touch"), members, "BEFORE UPDATE", n("set_updated_at"), when_changed=watched),
        trigger(n("t40_loans"), members, "AFTER UPDATE", n("delete_loans"), when_changed=(n("deleted_at"),)),
        trigger(n("t50_audit"), members, "AFTER INSERT OR UPDATE OR DELETE", n("record_audit"),
                arguments=(n("id"), n("password_hash"))),
        trigger(n("t10_status"), loans, "BEFORE INSERT OR UPDATE", n("check_loan_status")),
        trigger(n("t20_fill"), loans, "BEFORE INSERT OR UPDATE", n("fill")),
        trigger(n("t30_tree"), loans, "BEFORE INSERT OR UPDATE", n("tree")),
        trigger(n("t40_check"), loans, "AFTER INSERT", n("check"), deferred=True,
                when=IsSet(operand=Path(steps=("NEW", n("lent_on"))))),
        trigger(n("t10_append"), audit, "BEFORE UPDATE OR DELETE", n("refuse_change")),
        trigger(n("t20_truncate"), audit, "BEFORE TRUNCATE", n("refuse_change"), for_each="STATEMENT"),
    )  # fmt: skip


def _views(n: Rename) -> tuple[View, ...]:
    count = Aggregate(function="count", over=Path(steps=("l", n("id"))))
    return (
        View(
            name=n("loans_of_members"),
            table=n("members"),
            alias="m",
            joins=(Join(table=n("loans"), alias="l", on=Comparison(
                operator=Comparator.EQ, left=Path(steps=("l", n("member_id"))), right=Path(steps=("m", n("id")))), outer=True),),
            columns=(ViewColumn(name=n("email"), expression=Path(steps=("m", n("email")))),
                     ViewColumn(name=n("loans"), expression=count)),
            group_by=1,
            origin=ORIGIN,
            purpose="How many loans a member had.",
        ),
        View(
            name=n("own_loans"),
            table=n("loans"),
            alias="l",
            columns=(ViewColumn(name=n("number"), expression=Path(steps=("l", n("number")))),),
            origin=ORIGIN,
        ),
    )  # fmt: skip
