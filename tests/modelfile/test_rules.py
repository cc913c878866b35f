"""Rules over several rows, guards and effects: what each form becomes, and that it is written back as it was."""

from __future__ import annotations

import pytest

from database_designer.model.conceptual import (
    Assignment,
    BoundRule,
    Creation,
    EffectRule,
    Event,
    EventKind,
    GuardRule,
    NoOverlapRule,
    UnenforcedRule,
)
from database_designer.model.expression import Call, Expression, Literal, LiteralKind, Moment, Path
from database_designer.model.sentences import rule_text
from database_designer.model.text import expression_text
from database_designer.model.walk import replaced
from database_designer.modelfile.expressions import read_expression
from database_designer.modelfile.save import save_model

from .helpers import bare, codes, document, load, model_of

HALL = """
    attributes: {name: text, seats: integer}
"""
VISITOR = """
    attributes: {name: text, kind: ADULT | CHILD, blocked: boolean}
"""
LOG = """
    attributes: {text: text, level: INFO | WARNING, count: integer, on: date, flag: boolean}
    references: {visitor: Visitor?}
"""
TOUR = """
    references: {hall: Hall}
    attributes: {starts_at: instant, ends_at: instant, reason: text?, guests: integer}
    lifecycle: {state: status, start: PLANNED, moves: {PLANNED: [HELD, CANCELLED]}}
"""
TICKET = """
    references: {tour: Tour, visitor: Visitor}
    attributes: {price: money}
    lifecycle: {state: status, start: VALID, moves: {VALID: [VOID]}}
"""


def museum(tour: str = "", ticket: str = "") -> str:
    """A model of guided tours with these further rules of tours and tickets, one on each line."""

    def with_rules(body: str, rules: str) -> str:
        lines = "".join(f"\n      {line.strip()}" for line in rules.strip().splitlines())
        return f"{body.rstrip()}\n    rules:{lines}\n" if rules else body

    return document(
        Hall=HALL, Visitor=VISITOR, Log=LOG, Tour=with_rules(TOUR, tour), Ticket=with_rules(TICKET, ticket)
    ).replace("model: Library", "model: Museum\nactor: Visitor")


def rule_of(text: str, entity: str):
    rules = model_of(text).entity(entity).rules
    return bare(rules[0])


def test_bounds():
    few = rule_of(museum(ticket="few: {at_most: tour.hall.seats, per: tour, where: status = VALID}"), "Ticket")
    assert isinstance(few, BoundRule)
    assert (few.upper, few.per, expression_text(few.bound)) == (True, ("tour",), "tour.hall.seats") or few.bound
    assert few.where == read_value("status = VALID", "VALID")
    some = rule_of(museum(tour="some: {at_least: 1, where: status = PLANNED}"), "Tour")
    assert (some.upper, some.per, some.bound) == (False, (), Literal(kind=LiteralKind.NUMBER, value="1"))


def read_value(text: str, *values: str) -> Expression:
    """The expression, with these words as values of a list."""

    def value(node: Expression) -> Expression | None:
        is_value = isinstance(node, Path) and node.steps[0] in values
        return Literal(kind=LiteralKind.VALUE, value=node.steps[0]) if is_value else None

    return replaced(read_expression(text), value)


@pytest.mark.parametrize("per", ["hall", "[hall]", "[hall, guests]"])
def test_overlaps(per):
    rule = rule_of(
        museum(tour=f"alone: {{no_overlap: [starts_at, ends_at], per: {per}, where: status = PLANNED}}"), "Tour"
    )
    assert isinstance(rule, NoOverlapRule)
    assert rule.members == ("starts_at", "ends_at")
    assert rule.per[0] == ("hall",)
    assert rule.where == read_value("status = PLANNED", "PLANNED")


@pytest.mark.parametrize(
    ("written", "events"),
    [
        ("create", [Event(kind=EventKind.CREATE)]),
        ("'create, delete'", [Event(kind=EventKind.CREATE), Event(kind=EventKind.DELETE)]),
        ("[change, change(hall)]", [Event(kind=EventKind.CHANGE), Event(kind=EventKind.CHANGE, name="hall")]),
        ("enter(HELD)", [Event(kind=EventKind.ENTER, name="HELD")]),
        ("'enter(\"HELD\")'", [Event(kind=EventKind.ENTER, name="HELD")]),
    ],
)
def test_events(written, events):
    rule = rule_of(museum(tour=f"first: {{before: {written}, require: hall.seats > 0}}"), "Tour")
    assert isinstance(rule, GuardRule)
    assert list(rule.events) == events


def test_a_guard_may_read_the_row_before_the_change_the_clock_and_the_actor():
    rule = rule_of(
        museum(
            tour="""
            first: {before: [create, change], when: old.status is not set or status = HELD, require: now > starts_at and not actor.blocked}
            """
        ),
        "Tour",
    )
    assert rule.when == read_value("old.status is not set or status = HELD", "HELD")
    assert rule.require == read_expression("now > starts_at and not actor.blocked")


EFFECT = """
told:
  after: enter(CANCELLED)
  when: reason is set
  for_each: tickets where status = VALID and visitor.kind = ADULT and price > this.guests
  create: {Log: {visitor: =it.visitor, text: 'Cancelled: {reason} ({{x}}) at {date(starts_at)}', level: WARNING, count: 3, on: =today, flag: true}}
  set: {it.status: VOID, hall.seats: =hall.seats - guests}
"""


def test_an_effect():
    lines = "\n".join(EFFECT.strip().splitlines())
    text = museum(tour="x: {always: guests > 0}").replace("      x: {always: guests > 0}", indented(lines))
    rule = rule_of(text, "Tour")
    assert isinstance(rule, EffectRule)
    assert rule.when == read_expression("reason is set")
    assert rule.each is not None
    assert rule.each.over == Path(steps=("tickets",))
    assert rule.each.where == read_value(
        "status = VALID and visitor.kind = ADULT and price > this.guests", "VALID", "ADULT"
    )
    assert rule.create == (
        Creation(
            entity="Log",
            values=(
                ("visitor", Path(root="it", steps=("visitor",))),
                (
                    "text",
                    Call(
                        function="concat",
                        arguments=(
                            of_text("Cancelled: "),
                            Path(steps=("reason",)),
                            of_text(" ({x}) at "),
                            read_expression("date(starts_at)"),
                        ),
                    ),
                ),
                ("level", Literal(kind=LiteralKind.VALUE, value="WARNING")),
                ("count", Literal(kind=LiteralKind.NUMBER, value="3")),
                ("on", read_expression("today")),
                ("flag", Literal(kind=LiteralKind.BOOLEAN, value="true")),
            ),
        ),
    )
    assert rule.set == (
        Assignment(path=Path(root="it", steps=("status",)), value=Literal(kind=LiteralKind.VALUE, value="VOID")),
        Assignment(path=Path(steps=("hall", "seats")), value=read_expression("hall.seats - guests")),
    )


def indented(text: str) -> str:
    return "\n".join(f"      {line}" for line in text.splitlines())


def of_text(text: str) -> Literal:
    return Literal(kind=LiteralKind.TEXT, value=text)


def test_an_effect_may_create_several_rows_of_one_entity_and_name_itself_and_the_actor():
    rule = rule_of(
        museum(
            ticket="""
            told: {after: create, create: [{Log: {text: a, level: INFO, count: 1, on: 2030-01-31, flag: false, visitor: =actor}}, {Log: {text: b, level: =INFO, count: =1, on: =today, flag: =true}}]}
            """
        ),
        "Ticket",
    )
    first, second = rule.create
    assert dict(first.values)["visitor"] == Moment(clock=read_expression("actor").clock)
    assert dict(first.values)["on"] == Literal(kind=LiteralKind.DATE, value="2030-01-31")
    assert dict(second.values)["level"] == Literal(kind=LiteralKind.VALUE, value="INFO")


def test_rules_are_written_as_they_were_read():
    text = museum(
        tour="""
        one: {no_overlap: [starts_at, ends_at], per: [hall, guests], where: status = PLANNED}
        two: {after: [create, enter(HELD)], when: guests > 1, for_each: tickets where price > 0, set: {it.price: 0}}
        three: {after: delete, create: {Log: {text: '{reason} }}', level: INFO, count: 0, on: =today, flag: true}}}
        """,
        ticket="""
        four: {at_most: tour.guests, per: tour, where: status = VALID}
        five: {at_least: 2}
        six: {before: change(tour), when: old.price > 0, require: visitor.kind = ADULT}
        """,
    )
    model = model_of(text)
    saved = save_model(model)
    assert bare(model_of(saved)) == bare(model)
    for line in text.splitlines():
        if line.strip().startswith(("one:", "two:", "four:", "five:", "six:")):
            assert line.strip() in saved


def test_a_rule_as_a_sentence():
    model = model_of(
        museum(
            tour="""
            a: {no_overlap: [starts_at, ends_at], per: hall, where: status = PLANNED}
            b: {after: enter(CANCELLED), when: reason is set, for_each: tickets where status = VALID, set: {it.status: VOID}}
            """,
            ticket="""
            c: {at_most: tour.hall.seats, per: tour, where: status = VALID}
            d: {before: [create, change(visitor)], require: not visitor.blocked}
            e: {unique: [tour.hall, visitor]}
            """,
        )
    )
    said = [rule_text(e, r) for e in model.entities for r in e.rules]
    assert said == [
        "no two tours of the same hall overlap in time (starts at to ends at), among those where status is PLANNED",
        "when a tour enters CANCELLED, if reason is given, the status of the other row becomes VOID for each of tickets "
        "where status is VALID",
        "the number of tickets per tour where status is VALID is at most the seats of the hall of the tour",
        "a ticket is created or changes its visitor only if the visitor is not blocked",
        "no two tickets have the same hall of the tour and visitor",
    ]


FAULTS = [
    ("Tour", "{before: create}", "missing-key", "require"),
    ("Tour", "{before: insert, require: guests > 1}", "expression-syntax", "write create"),
    ("Tour", "{before: enter, require: guests > 1}", "expression-syntax", "enter(STATE)"),
    ("Tour", "{before: create(x), require: guests > 1}", "expression-syntax", "write create"),
    ("Tour", "{before: enter(HELT), require: guests > 1}", "unknown-state", "did you mean HELD?"),
    ("Tour", "{before: change(gests), require: guests > 1}", "unknown-name", "did you mean guests?"),
    ("Tour", "{before: change(tickets), require: guests > 1}", "event-elsewhere", "rule of Ticket"),
    ("Tour", "{before: change(hall.seats), require: guests > 1}", "event-elsewhere", "entity that has"),
    ("Tour", "{before: create, require: old.guests > 1}", "no-such-row", ""),
    ("Tour", "{always: guests > 1, when: reason is set}", "rule-key", "before, after"),
    ("Tour", "{after: create, create: {Lg: {}}}", "unknown-entity", "did you mean Log?"),
    ("Tour", "{after: create}", "missing-key", "create"),
    ("Tour", "{after: create, set: {guests + 1: 3}}", "no-path", "attribute"),
    ("Tour", "{after: create, for_each: hall.tours where, set: {it.guests: 3}}", "expression-syntax", ""),
    ("Tour", "{after: create, set: {guests: '={'}}", "expression-syntax", ""),
    ("Tour", "{after: create, set: {reason: 'a {guests'}}", "expression-syntax", "end it with }"),
    ("Ticket", "{at_most: 3, per: [tour, visitor]}", "several-paths", "per: REFERENCE"),
    ("Ticket", "{at_most: 3, per: price}", "per-no-reference", "per: REFERENCE"),
    ("Ticket", "{at_most: price, per: tour}", "bound-of-row", "begin it with tour."),
    ("Ticket", "{at_most: 3, where: now > tour.starts_at}", "rule-in-time", "before"),
    ("Tour", "{no_overlap: [starts_at, guests]}", "no-period", "START"),
    ("Tour", "{no_overlap: starts_at}", "no-period", "START"),
    ("Tour", "{no_overlap: [starts_at, ends_at, guests]}", "no-period", "START"),
    ("Tour", "{no_overlap: [starts_at, ends_at], per: hal}", "unknown-name", "did you mean hall?"),
]


@pytest.mark.parametrize(("entity", "rule", "code", "fix"), FAULTS)
def test_a_faulty_rule_is_diagnosed_and_kept_as_written(entity, rule, code, fix):
    text = museum(**{entity.lower(): f"odd: {rule}"})
    model, diagnostics = load(text)
    (found,) = [d for d in diagnostics if d.code == code] or [None]
    assert found, codes(diagnostics)
    assert fix in found.fix
    line = next(n for n, t in enumerate(text.splitlines(), 1) if t.strip().startswith("odd:"))
    assert found.span.line == line
    (kept,) = model.entity(entity).rules
    assert isinstance(kept, UnenforcedRule)
    assert kept.reason == "not understood"
    assert kept.written


def test_a_rule_of_no_entity_cannot_be_enforced():
    model, (diagnostic,) = load(f"{museum()}rules: {{full: {{always: seats > 0, says: hm}}}}\n")
    assert (diagnostic.code, diagnostic.element) == ("rule-place", "rules.full")
    assert model.rules[0].written == "{always: seats > 0}"
