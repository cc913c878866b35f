"""The steps of rule functions: what they do on a server, and how they read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import psycopg
import pytest

from database_designer.ddl import ExpressionError, plan, schema_script
from database_designer.model.check.physical import check_physical
from database_designer.model.expression import Call, Cast, Clock, Moment
from database_designer.model.physical import (
    Assign,
    EnumType,
    ForEach,
    InsertRow,
    Lock,
    PhysicalModel,
    RuleFunction,
    Step,
    Touch,
    TouchEach,
    Trigger,
    UpdateRows,
    When,
)

from .build import (
    NUMBERS,
    ORIGIN,
    TOUCH,
    column,
    compare,
    expression,
    guards,
    key,
    model,
    require,
    rule,
    select,
    table,
    trigger,
    value,
)

COURSES = table(
    "courses",
    column("id", "integer"),
    column("seats", "integer", nullable=True),
    column("state", "enum course_state", default=value("OPEN")),
    column("begins_at", "timestamptz", default=expression("now")),
)
BOOKINGS = table(
    "bookings",
    column("id", "integer"),
    column("course_id", "integer"),
    column("paid", "boolean", default=expression("false")),
    column("price", "numeric", nullable=True),
    column("note", nullable=True),
    column("booked_by", "uuid", nullable=True),
)
NOTES = table("notes", key(), column("text", nullable=True), column("by", "uuid", nullable=True))
STATES = EnumType(name="course_state", values=("OPEN", "FULL"), origin=ORIGIN)

Made = Callable[..., psycopg.Connection]


def bookings_with(rules: tuple[RuleFunction, ...], *triggers: Trigger) -> PhysicalModel:
    """Courses with bookings. Without triggers each rule gets one of its own name, for all events."""
    fired = triggers or tuple(trigger(r.name, r.table, f"{r.timing} INSERT OR UPDATE OR DELETE", r.name) for r in rules)
    return model(
        COURSES,
        BOOKINGS,
        NOTES,
        guards(),
        enums=(STATES,),
        functions=(TOUCH, NUMBERS, *rules),
        triggers=fired,
        timezone="Asia/Tokyo",
    )


@pytest.fixture
def made(connection: psycopg.Connection) -> Made:
    """The database of the rules given, with a course of two seats and one of none that is known."""

    def make(*rules: RuleFunction, triggers: tuple[Trigger, ...] = ()) -> psycopg.Connection:
        physical = bookings_with(rules, *triggers)
        assert [d.fact for d in check_physical(physical)] == []
        connection.execute(schema_script(plan(physical), "Courses"))
        connection.execute("INSERT INTO courses (id, seats) VALUES (1, 2), (2, NULL)")
        return connection

    return make


def at_bookings(*steps: Step, timing: str = "BEFORE") -> RuleFunction:
    return rule("a_rule", f"{timing} bookings", *steps)


def rows(db: psycopg.Connection, query: str) -> list[Any]:
    return db.execute(query).fetchall()


def book(db: psycopg.Connection, number: int = 1, course: int = 1, price: str = "NULL") -> None:
    db.execute(f"INSERT INTO bookings (id, course_id, price) VALUES ({number}, {course}, {price})")


SEATS = select("value", "courses", "c", "c.id = NEW.course_id", "c.seats")


def test_a_refusal_carries_its_code_and_its_name(made: Made) -> None:
    step = require(
        "NEW.price > 0", "price of % is %%: %", values=(expression("NEW.id"), expression("NEW.price")), column="price"
    )
    db = made(at_bookings(When(then=(step,), operations=("INSERT",))))
    with pytest.raises(psycopg.errors.CheckViolation, match="price of 1 is %: -1") as error:
        book(db, price="-1")
    told = error.value.diag
    assert (told.constraint_name, told.table_name, told.column_name) == ("ck_a_rule", "bookings", "price")


def test_a_refusal_may_have_another_code(made: Made) -> None:
    db = made(at_bookings(require("NEW.price > 0", sqlstate="23P01")))
    with pytest.raises(psycopg.errors.ExclusionViolation):
        book(db, price="-1")


@pytest.mark.parametrize(("unknown_passes", "refused"), [(True, False), (False, True)])
def test_what_is_unknown_passes_or_is_refused(made: Made, *, unknown_passes: bool, refused: bool) -> None:
    db = made(at_bookings(require(compare(SEATS, ">", expression("0")), unknown_passes=unknown_passes)))
    book(db, course=1)
    if refused:
        with pytest.raises(psycopg.errors.CheckViolation):
            book(db, 2, course=2)
    else:
        book(db, 2, course=2)


def test_rows_are_kept_as_they_are_until_commit(made: Made) -> None:
    db = made(at_bookings(Lock(table="courses", alias="c", where=expression("c.id = NEW.course_id"))))
    with psycopg.connect(db.info.dsn) as first, psycopg.connect(db.info.dsn, autocommit=True) as second:
        book(first)
        second.execute("SET lock_timeout = '100ms'")
        with pytest.raises(psycopg.errors.LockNotAvailable):
            second.execute("UPDATE courses SET seats = 0 WHERE id = 1")
        second.execute("UPDATE courses SET seats = 0 WHERE id = 2")


def test_guard_rows_are_written_once_a_transaction_and_not_without_a_key(made: Made) -> None:
    each = TouchEach(scope="all", table="bookings", alias="b", key=expression("b.course_id"))
    steps = (
        Touch(scope="it's", key=expression("NEW.course_id")),
        Touch(scope="none", key=expression("NEW.note")),
        each,
    )
    db = made(at_bookings(*steps, timing="AFTER"))
    db.execute("INSERT INTO bookings (id, course_id) VALUES (1, 1), (2, 1), (3, 2)")
    book(db, 4)
    found = rows(db, "SELECT scope, key, version FROM rule_guards ORDER BY 1, 2")
    assert found == [("all", "1", 2), ("all", "2", 2), ("it's", "1", 2), ("it's", "2", 1)]


def test_guard_keys_do_not_depend_on_the_session(made: Made) -> None:
    began = select("value", "courses", "c", "c.id = NEW.course_id", "c.begins_at")
    db = made(at_bookings(Touch(scope="moment", key=began)))
    for number, (style, zone) in enumerate([("ISO", "UTC"), ("German", "America/Lima")]):
        db.execute(f"SET datestyle = '{style}'; SET timezone = '{zone}'")
        book(db, number)
    assert rows(db, "SELECT count(*), sum(version) FROM rule_guards") == [(1, 2)]


def test_numbers_count_by_guard_rows(made: Made) -> None:
    taken = Call(function="take_number", arguments=(value("numbers"), expression("NEW.course_id")))
    db = made(at_bookings(Assign(column="price", value=taken)))
    db.execute("INSERT INTO bookings (id, course_id) VALUES (1, 1), (2, 1), (3, 2)")
    book(db, 4)
    assert rows(db, "SELECT course_id, price FROM bookings ORDER BY id") == [(1, 1), (1, 2), (2, 1), (1, 3)]


def test_values_are_set_before_the_row_is_written(made: Made) -> None:
    text = Call(function="concat", arguments=(value("Course "), expression("NEW.course_id"), expression("NEW.note"),
                                              value(": "), select("value", "courses", "c", "c.id = NEW.course_id", "c.state")))  # fmt: skip
    actor = Cast(operand=Moment(clock=Clock.ACTOR), type="uuid")
    db = made(at_bookings(Assign(column="note", value=text), Assign(column="booked_by", value=actor)))
    db.execute("SET app.actor = '00000000-0000-0000-0000-000000000001'")
    book(db)
    assert rows(db, "SELECT note, booked_by::text FROM bookings") == [
        ("Course 1: OPEN", "00000000-0000-0000-0000-000000000001")
    ]


def test_texts_show_moments_as_people_see_them_there(made: Made) -> None:
    began = select("value", "courses", "c", "c.id = NEW.course_id", "c.begins_at")
    text = Call(function="concat", arguments=(began, value(" "), expression("NEW.paid")))
    db = made(at_bookings(Assign(column="note", value=text)))
    db.execute("SET datestyle = 'German'; UPDATE courses SET begins_at = '2024-02-28 20:30:00+00'")
    book(db)
    assert rows(db, "SELECT note FROM bookings") == [("2024-02-29 05:30 false",)]


def test_rows_are_added_and_changed_elsewhere(made: Made) -> None:
    added = InsertRow(table="notes", values=(("text", expression("NEW.note")), ("by", Moment(clock=Clock.ACTOR))))
    changed = UpdateRows(
        table="courses", alias="c", where=expression("c.id = NEW.course_id"),
        values=(("seats", expression("c.seats - 1")), ("state", value("FULL"))),
    )  # fmt: skip
    db = made(at_bookings(added, changed, timing="AFTER"))
    book(db)
    assert rows(db, "SELECT text, by FROM notes") == [(None, None)]
    assert rows(db, "SELECT id, seats, state FROM courses ORDER BY id") == [(1, 1, "FULL"), (2, None, "OPEN")]


def test_steps_are_done_for_each_row_in_the_order_of_its_key(made: Made) -> None:
    each = ForEach(
        table="bookings", alias="b", where=expression("b.course_id = NEW.id and b.paid"),
        body=(InsertRow(table="notes", values=(("text", Call(function="concat", arguments=(
            expression("b.id"), value("/"), select("count", "bookings", "x", "x.id <= b.id")))),)),),
    )  # fmt: skip
    db = made(rule("told", "AFTER courses", When(then=(each,), operations=("UPDATE",))))
    db.execute(
        "INSERT INTO bookings (id, course_id, paid) VALUES (3, 1, true), (1, 1, true), (2, 1, false), (4, 2, true)"
    )
    db.execute("UPDATE courses SET seats = 5 WHERE id = 1")
    assert rows(db, "SELECT text FROM notes") == [("1/1",), ("3/3",)]


def test_steps_may_have_conditions(made: Made) -> None:
    dear = When(then=(Assign(column="note", value=value("dear")),), condition=expression("NEW.price > 10"))
    db = made(at_bookings(When(then=(dear,), operations=("INSERT", "UPDATE"))))
    book(db, 1, price="11")
    book(db, 2, price="9")
    book(db, 3)
    assert rows(db, "SELECT note FROM bookings ORDER BY id") == [("dear",), (None,), (None,)]


@pytest.mark.parametrize("events", ["DELETE", "INSERT OR DELETE"])
def test_a_deletion_that_is_let_through_happens(made: Made, events: str) -> None:
    function = at_bookings(When(then=(require("OLD.paid"),), operations=("DELETE",)))
    db = made(function, triggers=(trigger("t", "bookings", f"BEFORE {events}", "a_rule"),))
    db.execute("INSERT INTO bookings (id, course_id, paid) VALUES (1, 1, true), (2, 1, false)")
    db.execute("DELETE FROM bookings WHERE paid")
    with pytest.raises(psycopg.errors.CheckViolation):
        db.execute("DELETE FROM bookings")
    assert rows(db, "SELECT id FROM bookings") == [(2,)]


def test_an_invariant_is_checked_at_commit(made: Made) -> None:
    full = select("count", "bookings", "b", "b.course_id = NEW.course_id")
    function = at_bookings(require(compare(full, "<=", SEATS), unknown_passes=True), timing="AFTER")
    db = made(function, triggers=(trigger("t", "bookings", "AFTER INSERT", "a_rule", deferred=True),))
    with db.transaction():
        for number in (1, 2, 3):
            book(db, number)
        db.execute("DELETE FROM bookings WHERE id = 1")
    db.execute("BEGIN")
    book(db, 1)
    with pytest.raises(psycopg.errors.CheckViolation):
        db.execute("COMMIT")


def test_a_trigger_fires_where_its_condition_holds(made: Made) -> None:
    fired = trigger("t", "bookings", "BEFORE UPDATE", "a_rule", when_changed=("price",), when=expression("OLD.paid"))
    db = made(at_bookings(Assign(column="note", value=value("changed"))), triggers=(fired,))
    db.execute(
        "INSERT INTO bookings (id, course_id, paid, price) VALUES (1, 1, true, 1), (2, 1, true, 2), (3, 1, false, 1)"
    )
    db.execute("UPDATE bookings SET price = 2")
    assert rows(db, "SELECT id, note FROM bookings ORDER BY id") == [(1, "changed"), (2, None), (3, None)]


def test_rules_act_with_the_rights_of_their_owner_and_for_their_tables_alone(made: Made) -> None:
    db = made(at_bookings(InsertRow(table="notes", values=(("text", value("x")),)), timing="AFTER"))
    db.execute(
        "CREATE ROLE clerk; GRANT INSERT ON bookings TO clerk; GRANT CREATE ON SCHEMA public TO clerk; SET ROLE clerk"
    )
    try:
        book(db)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            db.execute("SELECT touch_guard('a', 'b')")
        db.execute("CREATE TABLE own (id integer)")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            db.execute("CREATE TRIGGER t AFTER INSERT ON own FOR EACH ROW EXECUTE FUNCTION a_rule()")
    finally:
        db.execute("RESET ROLE; DROP OWNED BY clerk; DROP ROLE clerk")
    assert rows(db, "SELECT text FROM notes") == [("x",)]


def text_of(function: RuleFunction) -> str:
    found = [s.sql for s in plan(bookings_with((function,))).schema if s.creates.name == function.name]
    return found[0]


def test_a_function_reads_like_one_that_was_written_by_hand() -> None:
    open_course = select("exists", "courses", "c", 'c.id = NEW.course_id and c.state = "OPEN"')
    text = text_of(
        rule(
            "guard_bookings_open",
            "BEFORE bookings",
            Lock(table="courses", alias="c", where=expression("c.id = NEW.course_id")),
            require(open_course, "the course takes no bookings"),
            When(then=(Assign(column="price", value=expression("NEW.price * 2")),), condition=expression("NEW.paid")),
        )
    )
    assert (
        text
        == """\
CREATE FUNCTION guard_bookings_open() RETURNS trigger
    LANGUAGE plpgsql
    SECURITY DEFINER
    SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    PERFORM 1 FROM courses AS c WHERE c.id = NEW.course_id FOR SHARE;
    IF NOT EXISTS (SELECT FROM courses AS c WHERE c.id = NEW.course_id AND c.state = 'OPEN') THEN
        RAISE EXCEPTION 'the course takes no bookings'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'ck_guard_bookings_open',
                TABLE = TG_TABLE_NAME, SCHEMA = TG_TABLE_SCHEMA;
    END IF;
    IF NEW.paid THEN
        NEW.price := NEW.price * 2;
    END IF;
    RETURN coalesce(NEW, OLD);
END;
$$;"""
    )


@pytest.mark.parametrize(
    ("condition", "unknown_passes", "sql"),
    [
        ("NEW.price > 0", True, "IF NEW.price <= 0 THEN"),
        ("NEW.price > 0", False, "IF (NEW.price > 0) IS NOT TRUE THEN"),
        ("NEW.paid", False, "IF NEW.paid IS NOT TRUE THEN"),
        ("NEW.note is set", False, "IF NEW.note IS NULL THEN"),
        ("NEW.paid implies NEW.price > 0", True, "IF NEW.paid AND NEW.price <= 0 THEN"),
        ("NEW.paid or NEW.price > 0", True, "IF NOT NEW.paid AND NEW.price <= 0 THEN"),
        ("not NEW.paid", True, "IF NEW.paid THEN"),
        ("false", False, "IF TRUE THEN"),
    ],
)
def test_conditions_of_refusals_are_short(condition: str, *, unknown_passes: bool, sql: str) -> None:
    assert f"    {sql}\n" in text_of(at_bookings(require(condition, unknown_passes=unknown_passes)))


def test_a_value_that_holds_a_case_keeps_it_in_parentheses(made: Made) -> None:
    """PL/pgSQL takes a bare THEN for the end of an IF."""
    paid = Call(function="only_if", arguments=(expression("NEW.paid"), expression("NEW.price")))
    db = made(at_bookings(require(compare(paid, ">", expression("0")), unknown_passes=True)))
    book(db, price="-1")
    with pytest.raises(psycopg.errors.CheckViolation):
        db.execute("UPDATE bookings SET paid = true")


BROKEN: dict[str, tuple[RuleFunction, str]] = {
    "a table that is not there": (at_bookings(InsertRow(table="letters", values=())), "there is no table letters"),
    "a column that is not there": (at_bookings(Assign(column="colour", value=value("x"))), "no column bookings.colour"),
    "a value of another kind": (at_bookings(require("NEW.price = NEW.paid")), "a boolean is compared with a number"),
    "a name without a row": (at_bookings(require("c.seats > 1")), "c.seats names no stored value"),
    "a row outside of its query": (
        at_bookings(require(compare(SEATS, ">", expression("c.id")))), "c.id names no stored value"
    ),
    "a message without its values": (at_bookings(require("NEW.paid", "% is %")), "one % for each value"),
    "a row that is written already": (
        at_bookings(Assign(column="note", value=value("x")), timing="AFTER"), "written already"
    ),
    "rows called like those of the trigger": (
        at_bookings(Lock(table="courses", alias="new", where=expression("new.id = 1"))), "like those of the trigger"
    ),
    "a value that does not fit": (
        at_bookings(Assign(column="price", value=expression("NEW.paid"))), "bookings.price: a boolean does not go into a number"
    ),
    "a value that is not in the list": (
        at_bookings(UpdateRows(table="courses", alias="c", where=expression("c.id = 1"), values=(("state", value("BUSY")),))),
        "'BUSY' is no value of course_state",
    ),
    "nothing": (at_bookings(), "it does nothing"),
}  # fmt: skip


@pytest.mark.parametrize("what", BROKEN)
def test_what_a_function_cannot_do_is_found_without_a_server(what: str) -> None:
    function, fact = BROKEN[what]
    assert any(fact in d.fact for d in check_physical(bookings_with((function,))))


BROKEN_TRIGGERS: dict[str, tuple[Trigger, str]] = {
    "an old row at an insert": (
        trigger("t", "bookings", "AFTER INSERT", "a_rule", when=expression("OLD.paid")), "reads OLD"
    ),
    "a check at commit before the row": (trigger("t", "bookings", "BEFORE INSERT", "a_rule", deferred=True), "deferred"),
    "other rows": (
        trigger("t", "bookings", "AFTER INSERT", "a_rule", when=select("exists", "courses", "c")), "reads other rows"
    ),
    "another table": (trigger("t", "notes", "AFTER INSERT", "a_rule"), "for another table"),
}  # fmt: skip


@pytest.mark.parametrize("what", BROKEN_TRIGGERS)
def test_what_a_trigger_cannot_do_is_found_without_a_server(what: str) -> None:
    fired, fact = BROKEN_TRIGGERS[what]
    function = at_bookings(require("NEW.paid"), timing=fired.timing)
    assert any(fact in d.fact for d in check_physical(bookings_with((function,), fired)))


def test_guard_rows_need_their_function() -> None:
    function = at_bookings(Touch(scope="x", key=value("")))
    without = model(COURSES, BOOKINGS, enums=(STATES,), functions=(function,))
    with pytest.raises(ExpressionError, match="guard rows"):
        plan(without)
    assert any("guard rows" in d.fact for d in check_physical(without))
