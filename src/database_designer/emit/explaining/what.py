"""What a thing is, in a few labelled words, and the statements that make it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias, cast

from database_designer.ddl.comments import function_text
from database_designer.emit.document.facts import Facts
from database_designer.emit.document.sql import column_type, default, expression
from database_designer.emit.explaining.explanation import Subject
from database_designer.emit.explaining.in_model import line_of
from database_designer.model.conceptual import Accounted
from database_designer.model.physical import (
    Check,
    Column,
    EnumType,
    ForeignKey,
    Function,
    Index,
    Job,
    RowSecurity,
    Sequence,
    Table,
    Trigger,
    UniqueConstraint,
    View,
)

Labelled: TypeAlias = tuple[str, str]

_PLANNED = {
    "table": "table", "foreign key": "constraint", "exclusion constraint": "constraint", "index": "index",
    "enum type": "type", "sequence": "sequence", "function": "function", "trigger": "trigger", "policy": "policy",
    "view": "view",
}  # fmt: skip
"""What the plan calls the kinds of things that have a statement of their own."""


def statements_of(subject: Subject, facts: Facts) -> tuple[str, ...]:
    """The statements that create the thing."""
    kind = _PLANNED.get(subject.key.kind)
    name = subject.key.name if kind != "constraint" else f"{subject.table}.{subject.key.name}"
    return tuple(s.sql for s in facts.created(kind, name)) if kind else ()


def facts_of(subject: Subject, facts: Facts) -> tuple[Labelled, ...]:
    """What the thing is: labels with texts, without those that have nothing to say."""
    return tuple((label, text) for label, text in _facts(subject, facts) if text)


def _facts(subject: Subject, facts: Facts) -> Iterator[Labelled]:
    value = subject.value
    match value:
        case Table() if subject.key.kind == "primary key":
            yield "definition", f"PRIMARY KEY ({', '.join(value.primary_key)})"
        case Table():
            yield from _table(value)
            yield from _size(value, facts)
        case Column():
            yield from _column(value, facts)
        case UniqueConstraint():
            nulls = " NULLS NOT DISTINCT" if value.nulls_not_distinct else ""
            yield "definition", f"UNIQUE{nulls} ({', '.join(value.columns)})"
        case Check():
            yield "definition", _check(value, subject.table, facts)
        case Accounted():
            yield "became", str(value.use)
            yield "because", value.reason
        case _:
            yield from _object(subject.key.kind, value)
            yield from _element(subject, facts)


def _element(subject: Subject, facts: Facts) -> Iterator[Labelled]:
    """What is to be said of an element of the conceptual model."""
    yield "in model.yaml", line_of(subject)
    yield "says", getattr(subject.value, "says", "") if line_of(subject) else ""
    service = next((s for s in facts.physical.services if s.query == subject.key.name), None)
    if service is not None and subject.key.kind == "access pattern":
        yield "asks", service.what
        yield "note" if service.indexes else "without an index", service.reason


def _object(kind: str, value: object) -> Iterator[Labelled]:
    """What is to be said of an object of the database beside its statement."""
    match value:
        case ForeignKey():
            yield "deleting", f"ON DELETE {value.on_delete}" + (f": {value.reason}" if value.reason else "")
        case Index():
            yield "purpose", value.purpose
        case EnumType():
            yield "values", ", ".join(value.values)
        case Sequence():
            yield "numbers", f"{value.table}.{value.column}"
        case Trigger():
            yield "fires", f"{value.timing} {' OR '.join(value.events)}" + (", at commit" if value.deferred else "")
            yield "purpose", value.purpose
        case View():
            yield "purpose", value.purpose
        case Job():
            yield "does", value.says
            yield "runs", f"{value.schedule}, by {value.file}"
        case RowSecurity():
            yield "shows", f"the rows of {value.table} that {value.function} lets the actor see"
        case _ if kind == "function":
            yield "does", function_text(cast("Function", value))
        case _:
            return


def _table(table: Table) -> Iterator[Labelled]:
    yield "purpose", table.purpose
    yield "stands for", "" if table.entity else f"{table.kind} table"
    yield "normal form", table.normal_form
    yield "domain", table.group


def _size(table: Table, facts: Facts) -> Iterator[Labelled]:
    """How many rows are expected, and how they are parted."""
    volume = next((v for v in facts.physical.volumes if v.table == table.name), None)
    if volume is not None:
        later = "".join(f", {rows:,} after {years} year{'s' * (years > 1)}" for years, rows in volume.after)
        yield "rows", f"{volume.rows:,}{later} ({'stated' if volume.stated else 'assumed'})"
    if table.partitioning is not None:
        parted = table.partitioning
        yield (
            "partitions",
            f"by {parted.column}, one a {parted.interval}" + (f": {parted.reason}" if parted.reason else ""),
        )


def _column(column: Column, facts: Facts) -> Iterator[Labelled]:
    yield "type", column_type(column)
    yield "value", "optional" if column.nullable else "required (NOT NULL)"
    yield "default", default(column, facts).removeprefix("DEFAULT ")
    table = next((t for t in facts.physical.tables if column in t.columns), None)
    if column.generated is not None and table is not None:
        yield "generated", expression(column.generated, table, facts)
    yield "role", str(column.role)
    yield "unit", column.unit
    yield "data", column.classification
    yield "says", column.comment


def _check(check: Check, table: str, facts: Facts) -> str:
    owner = facts.physical.table(table)
    return f"CHECK ({expression(check.condition, owner, facts)})" if owner is not None else ""
