"""Value lists and states: all readings of them, and what becomes of lists that users maintain.

Lists: lists, runs. Tables of states: state_tables. Moves between states: transitions; lives told from beginning to end:
stages, passing. States told by codes beside a noun: state_codes. States that acts lead to: state_acts.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from database_designer.discover.findings import Findings, RowFinding, ValuesFinding, combine
from database_designer.discover.names import Noun
from database_designer.discover.properties.told import without_owner
from database_designer.discover.prose import Line
from database_designer.discover.rows import maintained
from database_designer.discover.values.lists import read_value_lists
from database_designer.discover.values.passing import read_passings
from database_designer.discover.values.runs import read_value_runs
from database_designer.discover.values.stages import read_stages
from database_designer.discover.values.state_acts import read_state_acts
from database_designer.discover.values.state_codes import read_state_codes
from database_designer.discover.values.state_tables import read_state_tables
from database_designer.discover.values.state_words import LATER
from database_designer.discover.values.transitions import read_transitions
from database_designer.model.requirements import Requirements
from database_designer.source import Evidence


def read_values(requirements: Requirements, lines: tuple[Line, ...]) -> Findings:
    """Value and state findings of all tables and statements."""
    listed = combine(
        (
            read_state_tables(requirements),
            read_value_runs(lines),
            read_value_lists(lines),
            read_transitions(lines),
            read_stages(lines),
            read_passings(lines),
        )
    )
    found = combine((listed, _not_listed(read_state_codes(lines), listed)))
    return _without_maintained(combine((found, read_state_acts(found, lines))), lines)


def _not_listed(codes: Findings, listed: Findings) -> Findings:
    """The codes by themselves without those that stand in a list of the same sentence, which tells what they are.

    A list with what acts lead to ("outcome: PLANNED, CANCELLED") is one of states, too, whatever it is called.
    """
    told: dict[tuple[Evidence, str], Noun] = {}
    for value in listed.values:
        if len(value.values) > 1:
            states = value.attribute != ("status",) and {v.lower() for v in value.values} & LATER
            told.update({(value.evidence, v): value.owner if states else () for v in value.values})
    kept = (v for v in codes.values if told.get((v.evidence, v.values[0]), v.owner) == v.owner)
    return replace(codes, values=tuple(kept))


def with_told_owners(found: Findings) -> Findings:
    """The findings with every list of values at the thing whose property the same sentence tells.

    In "of each load test the outcome (passed, failed) is noted" under a heading on cranes, load tests have the outcome.
    """
    owners: dict[tuple[Evidence, str], list[Noun]] = defaultdict(list)
    for attribute in found.attributes:
        owners[attribute.evidence, attribute.name[-1]].append(attribute.owner)
    values: list[ValuesFinding] = []
    for value in found.values:
        told = [] if value.structured else list(dict.fromkeys(owners.get((value.evidence, value.attribute[-1]), ())))
        wanted = told if told and value.owner not in told else [value.owner]
        values.extend(replace(value, owner=o, attribute=without_owner(value.attribute, o)) for o in wanted)
    return replace(found, values=tuple(dict.fromkeys(values)))


def _without_maintained(found: Findings, lines: tuple[Line, ...]) -> Findings:
    """The values of a list that users maintain are its first rows: no list in the schema can hold later ones."""
    kept = maintained(lines)
    endings = {n[-1:]: n for n in kept}
    moved = tuple(v for v in found.values if v.attribute in endings)
    rows = tuple(
        RowFinding(owner=endings[v.attribute], values=((("name",), value),), evidence=v.evidence)
        for v in moved
        for value in v.values
    )
    return replace(found, values=tuple(v for v in found.values if v not in moved), rows=rows)
