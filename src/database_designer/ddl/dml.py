"""INSERT, UPDATE and DELETE of single rows. Values are SQL texts, made by the functions at the end."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal

from database_designer.ddl.names import Names, columns_list
from database_designer.model.physical import NextNumber, Table
from database_designer.postgres.quoting import quote_identifier, quote_literal

NULL = "NULL"
_TOP_LEVEL = re.compile(r"(?:'(?:[^'])*'|\((?:[^()']|'[^']*'|\([^()]*\))*\)|[^,()'])+")
"""What stands between the commas outside of parentheses and quotes."""
_INSERTED = re.compile(r'INSERT INTO (?:(?:\w+|"(?:[^"]|"")*")\.)?(\w+|"(?:[^"]|"")*") ')


def insert(table: Table, values: Mapping[str, str], names: Names) -> str:
    """`INSERT INTO table (columns) VALUES (...);`, keys that the database would count up included."""
    relation = names.relation(table.name)
    if not values:
        return f"INSERT INTO {relation} DEFAULT VALUES;"
    counted = {c.name for c in table.columns if isinstance(c.default, NextNumber)}
    overriding = " OVERRIDING SYSTEM VALUE" if counted.intersection(values) else ""
    return f"INSERT INTO {relation} ({columns_list(tuple(values))}){overriding} VALUES ({', '.join(values.values())});"


def update(table: Table, values: Mapping[str, str], key: Mapping[str, str], names: Names) -> str:
    """`UPDATE table SET ... WHERE key;`."""
    assignments = ", ".join(f"{quote_identifier(c)} = {v}" for c, v in values.items())
    return f"UPDATE {names.relation(table.name)} SET {assignments} WHERE {_condition(key)};"


def delete(table: Table, key: Mapping[str, str], names: Names) -> str:
    """`DELETE FROM table WHERE key;`."""
    return f"DELETE FROM {names.relation(table.name)} WHERE {_condition(key)};"


def found(table: Table, column: str, key: Mapping[str, str], names: Names) -> str:
    """The value of a column of the row with that key, as a subquery."""
    return f"(SELECT {quote_identifier(column)} FROM {names.relation(table.name)} WHERE {_condition(key)})"


def inserted_into(statement: str) -> str:
    """The table that an `insert` of this module fills, "" for other statements."""
    match = _INSERTED.match(statement)
    name = match.group(1) if match else ""
    return name[1:-1].replace('""', '"') if name.startswith('"') else name


def without_value(statement: str, column: str) -> str:
    """An `insert` of this module that leaves the value of a column to its default; unchanged where it gives none."""
    head, _, rest = statement.partition("(")
    columns, _, given = rest.partition("VALUES (")
    names = columns.rpartition(")")[0].split(", ")
    values = _TOP_LEVEL.findall(given.removesuffix(");"))
    if quote_identifier(column) not in names or len(names) != len(values):
        return statement
    values[names.index(quote_identifier(column))] = "DEFAULT"
    return f"{head}({columns}VALUES ({', '.join(v.strip() for v in values)});"


def _condition(key: Mapping[str, str]) -> str:
    return " AND ".join(
        f"{quote_identifier(c)} IS NULL" if v == NULL else f"{quote_identifier(c)} = {v}" for c, v in key.items()
    )


# Values


def text(value: str) -> str:
    """A text, or a value of any type that is written as one (enums, uuid, jsonb)."""
    return quote_literal(value)


def number(value: Decimal | int) -> str:
    """A number, without an exponent."""
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def boolean(value: bool) -> str:  # noqa: FBT001
    """TRUE or FALSE."""
    return "TRUE" if value else "FALSE"


def day(value: date) -> str:
    """A date of the calendar."""
    return f"DATE '{value.isoformat()}'"


def clock_time(value: time) -> str:
    """A time of day."""
    return f"TIME '{value.isoformat()}'"


def instant(value: datetime, timezone: str) -> str:
    """An instant, given by what clocks show at `timezone`."""
    return f"(TIMESTAMP '{value.isoformat(sep=' ')}' AT TIME ZONE {quote_literal(timezone)})"


def from_now(seconds: Decimal | int) -> str:
    """The instant so many seconds after the beginning of the transaction."""
    if not seconds:
        return "now()"
    return f"now() {_sign(seconds)} INTERVAL '{_seconds(max(seconds, -seconds))}'"


def from_today(days: int, timezone: str) -> str:
    """The date so many days after today at `timezone`."""
    today = f"(now() AT TIME ZONE {quote_literal(timezone)})::date"
    return f"{today} {_sign(days)} {abs(days)}" if days else today


def duration(months: int, days: int, seconds: Decimal | int) -> str:
    """An interval."""
    return f"INTERVAL '{months} months {days} days {number(seconds)} seconds'"


def between(constructor: str, start: str, end: str) -> str:
    """A range from `start` until before `end`, made by `daterange` or `tstzrange`."""
    return f"{constructor}({start}, {end})"


def _sign(amount: Decimal | int) -> str:
    return "+" if amount >= 0 else "-"


def _seconds(amount: Decimal | int) -> str:
    """A number of seconds in the largest unit that gives a whole number of at most hours, which are the same everywhere."""
    for unit, size in (("hours", 3600), ("minutes", 60)):
        if amount % size == 0:
            return f"{number(amount // size)} {unit}"
    return f"{number(amount)} seconds"
