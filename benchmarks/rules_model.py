"""A model.yaml of any number of entities that uses every form of rule, for measuring.

A district is six entities; districts are the same but for their names, and do not touch each other. Not counting what is
required and what is referred to, about forty rules hold in each.
"""

from __future__ import annotations

ENTITIES = 6

_DISTRICT = """
  Keeper{n}:
    attributes:
      badge: code(6), matches /^[A-Z][0-9]{{5}}$/, unique, immutable
      name: text(80)
      rank: JUNIOR | SENIOR | CHIEF, default JUNIOR
      resting: boolean, default false
    rules:
      a_chief_remains{n}: {{at_least: 1, where: rank = CHIEF and resting = false}}
      few_chiefs{n}: {{at_most: 3, where: rank = CHIEF}}

  Tower{n}:
    attributes:
      name: text(80), unique ignoring case
      floors: integer between 1 and 60
      rooms: integer > 0, default 4
      opened_on: date?, set once
      closed_on: date?
    references: {{keeper: Keeper{n}}}
    rules:
      closes_after_opening: {{always: closed_on > opened_on}}
      one_open_per_keeper: {{unique: [keeper], where: closed_on is not set}}
    history: audited

  Lamp{n}:
    part_of: {{tower: Tower{n}, back: lamps, each_has: 1..4}}
    attributes:
      number: integer, numbered per tower from 1
      watts: decimal(8,2) > 0
      hours: integer >= 0, default 0
      used: decimal(12,2), equals watts * hours
    concurrency: optimistic

  Shift{n}:
    references: {{tower: {{to: Tower{n}, back: shifts}}, keeper: Keeper{n}}}
    attributes:
      starts_at: instant
      ends_at: instant
      places: integer > 0, default 3
      cancelled_for: text?
    lifecycle:
      state: status
      start: PLANNED
      moves: {{PLANNED: [RUNNING, CANCELLED], RUNNING: [DONE]}}
      requires: {{CANCELLED: [cancelled_for]}}
      frozen: {{DONE: all}}
    rules:
      ends_after_start: {{always: ends_at > starts_at}}
      one_at_a_time: {{no_overlap: [starts_at, ends_at], per: keeper, where: status != CANCELLED}}
      rested_keeper: {{before: create, require: keeper.resting = false}}
      cancel_tells: {{after: enter(CANCELLED), for_each: watches, create: {{Note{n}: {{watch: =it, text: 'Cancelled: {{cancelled_for}}'}}}}}}

  Watch{n}:
    references: {{shift: {{to: Shift{n}, back: watches}}, lamp: Lamp{n}}}
    attributes:
      watts: decimal(8,2), snapshot lamp.watts
      seen_at: instant?
    rules:
      places: {{at_most: shift.places, per: shift}}
      same_tower: {{always: shift.tower = lamp.tower}}

  Note{n}:
    references: {{watch: Watch{n}}}
    attributes: {{text: text(200)}}
    history: append_only
"""


def rules_model(districts: int) -> str:
    """The text of a model of `districts` districts."""
    head = "model: Lighthouses\ntimezone: UTC\nentities:"
    return head + "".join(_DISTRICT.format(n=n) for n in range(1, districts + 1))
