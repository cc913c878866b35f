"""How often the rows of each table are written, and which of their columns change."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from database_designer.indexing import ColumnFacts, TableFacts
from database_designer.workload.fractions import MOSTLY, SELDOM
from database_designer.workload.templates import Template

READS_A_WRITE = 4.0
"""Reads to a write where no statement writes."""

UNSTATED = 0.2
"""The part of what is assumed without any statement that writes, where other tables have one and this table has none."""

_CREATED = re.compile(
    r"(created|inserted|recorded|logged|occurred|received|happened|ingested|measured|observed|placed|registered|sent)"
    r"(_?(at|on|time|date))?$|(ts|time|timestamp|event_time|datetime)$"
)
_TOUCHED = re.compile(r"(updated|modified|changed|last_\w+)(_at|_on)?$|version$|balance$|counter$|\w+_count$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Writes:
    """Inserts and updates a minute; the columns that statements change, empty where no statement does."""

    inserts: float
    updates: float
    changed: frozenset[str]


def writes(tables: Mapping[str, TableFacts], found: Sequence[Template]) -> dict[str, Writes]:
    """The writes of each table: those of the workload, or a share of the reads where it has none."""
    inserts = stated_inserts(found)
    updates: dict[str, float] = {}
    changed: dict[str, set[str]] = {}
    reads: dict[str, float] = dict.fromkeys(tables, 0.0)
    for template in found:
        target = template.written
        if target is None:
            for name in {u.table for q in template.asked for u in q.uses}:
                reads[name] += template.frequency
        elif not target.inserted:
            updates[target.table] = updates.get(target.table, 0.0) + template.frequency
            changed.setdefault(target.table, set()).update(target.changed)
    assumed = _assumed(tables, reads)
    if not inserts and not updates:
        return assumed
    return {
        t: Writes(
            inserts=inserts.get(t, UNSTATED * assumed[t].inserts),
            updates=updates.get(t, 0.0 if t in inserts else UNSTATED * assumed[t].updates),
            changed=frozenset(changed.get(t, ())),
        )
        for t in tables
    }


def _assumed(tables: Mapping[str, TableFacts], reads: Mapping[str, float]) -> dict[str, Writes]:
    """One write to so many reads, of the table or of all on average; a log is written as often as it is read."""
    share = sum(reads.values()) / max(len(tables), 1)
    found: dict[str, Writes] = {}
    for name, table in tables.items():
        asked = max(share, reads[name])
        if _only_grows(table, tables):
            found[name] = Writes(inserts=asked, updates=0.0, changed=frozenset())
        else:
            rate = asked / READS_A_WRITE
            found[name] = Writes(inserts=rate, updates=rate / 2, changed=frozenset())
    return found


def _only_grows(table: TableFacts, tables: Mapping[str, TableFacts]) -> bool:
    """Whether rows are but added, as to a log: it is known when, nothing is set later, and no other table points to them."""
    columns = table.columns.values()
    pointed_to = any(r.target == table.name for t in tables.values() for r in t.references)
    settable = any(c.type == "boolean" or SELDOM.match(c.name) or likely_changed(c, frozenset()) for c in columns)
    return any(is_created(c) for c in columns) and not settable and not pointed_to


def stated_inserts(found: Sequence[Template]) -> dict[str, float]:
    """Rows a minute that the statements insert, by table."""
    inserts: dict[str, float] = {}
    for template in found:
        if template.written is not None and template.written.inserted:
            inserts[template.written.table] = inserts.get(template.written.table, 0.0) + template.frequency
    return inserts


def likely_changed(facts: ColumnFacts, states: frozenset[str]) -> bool:
    """Whether a column is one that rows are updated in: `states`, truths and what is set later.

    What deletes a row or puts it out of use changes once in its life, if ever.
    """
    if SELDOM.match(facts.name) or MOSTLY.match(facts.name):
        return False
    set_later = facts.nullable and facts.type.startswith(("timestamp", "date"))
    return set_later or facts.type == "boolean" or facts.name in states or _TOUCHED.search(facts.name) is not None


def is_created(facts: ColumnFacts) -> bool:
    """Whether a column holds the instant at which its row was made, in the order of which rows lie."""
    is_instant = not facts.nullable and facts.type.startswith("timestamp")
    return is_instant and (facts.stamped or _CREATED.match(facts.name) is not None)
