"""Rows that satisfy models of unlike domains: a database of the design takes them, and each rule is felt."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

import psycopg
import pytest
from tests.verify.proving.worlds import database_of, designed, expression, refusal

from database_designer.model.configuration import KeyStrategy
from database_designer.model.design import Design
from database_designer.verify import Server
from database_designer.verify.proving.values import Made
from database_designer.verify.proving.world import Unmade, World

VOYAGES = """
    model: Voyages
    actor: Person
    entities:
      Person:
        attributes:
          name: text(60)
          email: email, unique ignoring case
          role: LEAD | CREW | GUEST
          active: boolean, default true
        rules:
          a_lead_remains: {at_least: 1, where: role = LEAD and active}
      Ship:
        attributes:
          name: text, unique
          berths: integer between 2 and 12
          call_sign: 'code(7), matches /^[A-Z]{2}-\\d{4}$/, unique'
          tags: text, many 1..3
      Voyage:
        references: {ship: Ship, lead: Person}
        attributes:
          starts_on: date
          ends_on: date
          days: integer, equals days(starts_on, ends_on)
          berths: integer, snapshot ship.berths
          code: 'code(8), generated "V-{000000}", unique'
          sailed_at: instant?
          closed_on: date?
          cost: money, equals sum(legs, fee * nights)
          budget: money >= 0, default 0
        lifecycle:
          state: status
          start: DRAFT
          moves: {DRAFT: [READY, VOID], READY: [SAILING, VOID], SAILING: [CLOSED]}
          requires: {SAILING: [sailed_at], CLOSED: [closed_on]}
          stamps: {SAILING: sailed_at}
          frozen: {READY: [legs, ship], CLOSED: all}
        rules:
          in_order: {always: ends_on > starts_on}
          lead_leads: {always: lead.role = LEAD}
          closed_when_set: {always: status = CLOSED iff closed_on is set}
          within_budget: {always: status != DRAFT implies cost <= budget}
          one_at_a_time: {no_overlap: [starts_on, ends_on], per: ship, where: 'status in (READY, SAILING)'}
          future_only: {before: create, require: starts_on > today}
          ready_needs_legs: {before: enter(READY), require: 'count(legs) >= 2 and exists(bookings where status = CONFIRMED)'}
          close_after: {before: enter(CLOSED), require: ends_on <= today}
          close_completes: {after: enter(CLOSED), for_each: bookings where status = CONFIRMED, set: {it.status: DONE}}
          log_it: {after: [create, enter(VOID)], create: {Entry: {voyage: =this, text: 'Voyage is {status}'}}}
      Leg:
        part_of: {voyage: Voyage, back: legs, each_has: 1..6}
        attributes:
          number: integer, numbered per voyage from 1
          harbour: text
          nights: integer between 1 and 9
          fee: money >= 0
        identified_by: [voyage, number]
      Booking:
        references:
          voyage: {to: Voyage, back: bookings}
          guest: Person
          booked_by: Person, default =actor
        attributes:
          paid: money >= 0, default 0
          price: money, snapshot voyage.budget / 10
        lifecycle: {state: status, start: [ASKED], moves: {ASKED: [CONFIRMED, REFUSED], CONFIRMED: [DONE, REFUSED]}}
        rules:
          capacity: {at_most: voyage.berths, per: voyage, where: 'status in (ASKED, CONFIRMED)'}
          once: {unique: [voyage, guest], where: status != REFUSED}
          draft_only: {before: create, require: voyage.status = DRAFT}
          guest_active: {before: [create, change(guest)], require: guest.active and guest.role != LEAD}
          paid_enough: {always: status = CONFIRMED implies paid >= price}
          not_own: {always: guest != voyage.lead}
      Entry:
        references: {voyage: Voyage?}
        attributes: {text: text}
        history: append_only
      Review:
        references: {booking: {to: Booking, back: review, each_has: 0..1}}
        attributes: {stars: integer between 1 and 5, summary: text?, body: text?}
        rules:
          after_trip: {before: create, require: booking.status = DONE and today >= booking.voyage.ends_on}
          one_text: {always: 'exactly_one(summary, body)'}
"""

MUSEUM = """
    model: Museum
    entities:
      Holding:
        kinds: {by: category, PAINTING: Painting, LOAN: Loan}
        attributes:
          category: PAINTING | LOAN
          title: text(80)
          value: money?
          thumbnail: file?
          reachable: url?
        references: {room: Room?}
        rules: {insured: {always: 'at_least_one(value, reachable)'}}
      Painting:
        kind_of: Holding
        attributes: {width: 'decimal(6,1) > 3', height: 'decimal(6,1)'}
        rules: {upright: {always: height >= width * 2}}
      Loan:
        kind_of: Holding
        attributes: {lender: text, back_on: 'date'}
        rules: {on_a_weekday: {always: weekday(back_on) <= 5}, this_century: {always: back_on > 2001-01-01}}
      Room:
        tree: {parent: within, max_depth: 3}
        references: {within: Room?}
        attributes: {name: 'text, unique', opens_at: time, closes_at: 'time', spot: point, guards: 'integer, default 2'}
        links: {themes: Theme}
        rules: {open_long: {always: closes_at > opens_at}, themed: {always: exists(themes)}}
      Theme:
        attributes: {code: 'code(3), unique', name: text, mark: 'vector(3)', notes: json, ref: uuid}
        identified_by: [code]
        rows: [{code: SEA, name: Seascapes, mark: '{1,2,3}', notes: '{}', ref: 00000000-0000-4000-8000-00000000abcd}]
      Closure:
        references: {room: Room}
        attributes: {during: period(date), lasts: duration, theme_code: text}
        rules:
          once_at_a_time: {no_overlap: [during], per: room}
          of_the_sea: {always: theme_code = "SEA"}
      Tour:
        references: {room: Room, theme: Theme}
        attributes: {starts_at: instant, guide_email: 'email?'}
        rules:
          theme_of_room: {always: theme in room.themes}
          soon: {before: create, require: 'starts_at between now + 2 hours and now + 3 days'}
        deletion: soft
"""

MODELS = {"voyages": VOYAGES, "museum": MUSEUM}


@pytest.fixture(scope="module", params=[(m, k) for m in MODELS for k in KeyStrategy], ids=lambda p: f"{p[0]}-{p[1]}")
def design(request: pytest.FixtureRequest) -> Design:
    """A model with either kind of keys."""
    name, keys = request.param
    return designed(MODELS[name], keys)


@pytest.fixture(scope="module")
def connection(design: Design, server: Server) -> Iterator[psycopg.Connection]:
    """A database of the design."""
    with database_of(design, server) as opened:
        yield opened


def test_every_entity_can_be_created_twice_and_reach_every_state(
    design: Design, connection: psycopg.Connection
) -> None:
    wrong = []
    for entity in design.concept.entities:
        for name, act in _acts(design, entity.name):
            world = World(design)
            act(world)
            if said := refusal(world.statements, connection):
                wrong.append((name, said))
    assert wrong == []


def _acts(design: Design, name: str) -> Iterator[tuple[str, Callable[[World], object]]]:
    yield f"{name} twice", lambda w: (w.create(name), w.create(name))
    entity = design.concept.entity(name)
    for state in entity.lifecycle.states if entity is not None and entity.lifecycle is not None else ():
        yield f"{name} enters {state}", partial(_entered, name, state)
        yield f"{name} is made {state}", partial(_made, name, state)


def _entered(name: str, state: str, world: World) -> None:
    world.enter(world.create(name), state)


def _made(name: str, state: str, world: World) -> None:
    world.create(name, {"status": state})


@pytest.fixture(scope="module")
def voyages(server: Server) -> Iterator[tuple[Design, psycopg.Connection]]:
    """The voyages, and a database for them."""
    made = designed(VOYAGES)
    with database_of(made, server) as opened:
        yield made, opened


def test_a_condition_is_brought_about_in_rows_that_are_there(voyages: tuple[Design, psycopg.Connection]) -> None:
    design, connection = voyages
    world = World(design)
    voyage = world.create("Voyage")
    for text in ("count(legs) = 3", "cost = 120", "lead.name = 'Ada'", "days = 9", "starts_on = today + 4 days"):
        world.achieve(voyage, expression(text.replace("'", '"')))
        assert world.evaluate(voyage, expression(text.replace("'", '"'))) is True
    assert refusal(world.statements, connection) == ""


def test_what_is_given_stays_and_what_is_asked_holds(voyages: tuple[Design, psycopg.Connection]) -> None:
    design, connection = voyages
    world = World(design)
    ship = world.create("Ship", {"berths": 2})
    voyage = world.create("Voyage", {"ship": ship}, (expression("count(bookings) = 2"), expression("budget >= 400")))
    assert world.evaluate(voyage, expression("berths")) == 2
    assert world.evaluate(voyage, expression("budget >= 400 and ship.berths = 2")) is True
    assert refusal(world.statements, connection) == ""


def test_effects_change_the_world_as_they_change_the_database(voyages: tuple[Design, psycopg.Connection]) -> None:
    design, connection = voyages
    world = World(design)
    voyage = world.create("Voyage", {"status": "CLOSED"})
    assert world.evaluate(voyage, expression('all(bookings, status = "DONE" or status = "REFUSED")')) is True
    assert world.evaluate(voyage, expression("sailed_at is set and closed_on is set")) is True
    assert [r.key_text for r in world.rows("Entry")] == [""], "nobody knows the key that the database gave"
    assert refusal(world.statements, connection) == ""


def test_what_the_database_makes_is_known_as_far_as_it_can_be(voyages: tuple[Design, psycopg.Connection]) -> None:
    world = World(voyages[0])
    voyage = world.create("Voyage", {}, (expression("count(legs) = 3"),))
    numbers = [world.evaluate(r, expression("number")) for r in world.rows("Leg")]
    assert numbers == [1, 2, 3]
    assert isinstance(world.evaluate(voyage, expression("code")), Made)
    assert all("code" not in s.partition("VALUES")[0] for s in world.statements if "voyages" in s)


@pytest.mark.parametrize(
    ("entity", "values", "such_that", "why"),
    [
        ("Ship", {"berths": 13}, (), "berths is between 2 and 12"),
        ("Leg", {}, ("nights > 9",), "nights"),
        ("Voyage", {"status": "LOST"}, (), "no state of Voyage"),
        ("Voyage", {}, ("ends_on < starts_on",), "ends on"),
        ("Voyage", {}, ("count(legs) > 6",), "legs"),
        ("Whale", {}, (), "no entity"),
        ("Ship", {"berths": 2}, ("berths = 3",), "berths"),
    ],
)
def test_what_cannot_be_made_is_said(
    voyages: tuple[Design, psycopg.Connection],
    entity: str,
    values: dict[str, object],
    such_that: tuple[str, ...],
    why: str,
) -> None:
    world = World(voyages[0])
    with pytest.raises(Unmade, match=why):
        world.create(entity, values, tuple(expression(c) for c in such_that))  # type: ignore[arg-type]
    assert world.statements == ()


def test_nothing_changes_that_does_not_change(voyages: tuple[Design, psycopg.Connection]) -> None:
    world = World(voyages[0])
    entry = world.create("Entry")
    leg = world.create("Leg", {}, (expression('voyage.status = "CLOSED"'),))
    before = world.statements
    for row, values in ((entry, {"text": "other"}), (leg, {"fee": 3}), (leg, {"number": 3})):
        with pytest.raises(Unmade):
            world.change(row, values)
    with pytest.raises(Unmade):
        world.delete(entry)
    assert world.statements == before


def test_values_that_make_one_condition_false(voyages: tuple[Design, psycopg.Connection]) -> None:
    world = World(voyages[0])
    voyage = world.create("Voyage")
    rule = expression("ends_on > starts_on")
    found = world.falsify(voyage, rule)
    assert set(found) <= {"starts_on", "ends_on"}
    assert found


def test_a_deleted_row_takes_along_what_goes_with_it(voyages: tuple[Design, psycopg.Connection]) -> None:
    design, connection = voyages
    world = World(design)
    review = world.create("Review")
    booking = world.evaluate(review, expression("booking"))
    world.delete(booking)  # type: ignore[arg-type]
    assert world.rows("Review") == ()
    assert refusal(world.statements, connection) == ""


def test_the_last_of_those_that_have_to_stay_gets_a_companion(voyages: tuple[Design, psycopg.Connection]) -> None:
    design, connection = voyages
    world = World(design)
    lead = world.create("Person", {"role": "LEAD"})
    world.delete(lead)
    assert len(world.rows("Person")) == 1
    assert refusal(world.statements, connection) == ""


def test_worlds_are_the_same_every_time_and_copies_go_apart(voyages: tuple[Design, psycopg.Connection]) -> None:
    design, connection = voyages
    first, second = World(design), World(design)
    for world in (first, second):
        world.create("Booking")
        world.create("Review")
    assert first.statements == second.statements
    other = first.copy()
    mark = first.mark()
    one, two = first.create("Ship"), other.create("Ship")
    assert one.key_text != two.key_text
    assert refusal((*first.statements, *other.since(mark)), connection) == ""
