"""Value lists and states: all readings of them, and what becomes of lists that users maintain.

Lists: value_lists. Tables of states: state_tables. Moves between states: transitions. States told by codes beside a
noun: state_codes. States that acts lead to: state_acts.
"""

from __future__ import annotations

from dataclasses import replace

from database_designer.discover.findings import Findings, RowFinding, combine
from database_designer.discover.prose import Line
from database_designer.discover.rows import maintained
from database_designer.discover.state_acts import read_state_acts
from database_designer.discover.state_codes import read_state_codes
from database_designer.discover.state_tables import read_state_tables
from database_designer.discover.transitions import read_transitions
from database_designer.discover.value_lists import read_value_lists
from database_designer.model.requirements import Requirements


def read_values(requirements: Requirements, lines: tuple[Line, ...]) -> Findings:
    """Value and state findings of all tables and statements."""
    found = combine(
        (
            read_state_tables(requirements),
            read_value_lists(lines),
            read_transitions(lines),
            read_state_codes(lines),
        )
    )
    return _without_maintained(combine((found, read_state_acts(found, lines))), lines)


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
