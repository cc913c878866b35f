"""A piece of SQL with what is needed to put it inside of another: how tightly it binds, and what kind of value it is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, IntEnum

from database_designer.model.physical import ColumnType
from database_designer.postgres import types


class ExpressionError(ValueError):
    """The expression has no meaning over the columns of one row; the message says which part and why."""


class Level(IntEnum):
    """How tightly an operator binds, loosest first (section "Operator Precedence" of the PostgreSQL manual).

    CASE binds as tightly as can be, but stands in parentheses: PL/pgSQL takes a bare THEN for the end of an IF.
    """

    CASE = 0
    OR = 1
    AND = 2
    NOT = 3
    IS = 4
    COMPARE = 5
    RANGE = 6
    OTHER = 7
    ADD = 8
    MUL = 9
    ZONE = 10
    UNARY = 11
    CAST = 12
    PRIMARY = 13


class Kind(Enum):
    """What a value is, as far as operators care. CALENDAR are days and longer, CLOCK hours and shorter.

    UNKNOWN is an untyped constant, or a column whose type is not known: PostgreSQL decides.
    """

    UNKNOWN = "unknown"
    BOOLEAN = "boolean"
    INTEGER = "integer"
    NUMBER = "number"
    TEXT = "text"
    ENUM = "enum"
    DATE = "date"
    INSTANT = "instant"
    CALENDAR = "calendar"
    CLOCK = "clock"
    INTERVAL = "interval"
    OTHER = "other"


NUMBERS = frozenset({Kind.INTEGER, Kind.NUMBER})
INTERVALS = frozenset({Kind.CALENDAR, Kind.CLOCK, Kind.INTERVAL})


@dataclass(frozen=True, slots=True)
class Fragment:
    """SQL text, how tightly its outermost operator binds, and the kind of its value."""

    text: str
    level: Level
    kind: Kind = Kind.UNKNOWN

    def at(self, level: Level) -> str:
        """The text, in parentheses where it binds looser than `level`."""
        return self.text if self.level >= level else f"({self.text})"

    def cast(self, type_name: str, kind: Kind) -> Fragment:
        """The value as another type."""
        return Fragment(f"{self.at(Level.CAST)}::{type_name}", Level.CAST, kind)


def call(function: str, *arguments: Fragment, kind: Kind) -> Fragment:
    """A call of a built-in function."""
    return Fragment(f"{function}({', '.join(a.text for a in arguments)})", Level.PRIMARY, kind)


def kind_of_type(column_type: ColumnType | None) -> Kind:
    """The kind of the values of a column type; UNKNOWN for None."""
    if column_type is None:
        return Kind.UNKNOWN
    if column_type.is_enum:
        return Kind.ENUM
    name = types.canonical_name(column_type.name)
    if name in types.INTEGERS:
        return Kind.INTEGER
    if name in types.NUMBERS:
        return Kind.NUMBER
    if name in types.TEXTS:
        return Kind.TEXT
    return _KINDS.get(name, Kind.OTHER)


_KINDS = {
    "boolean": Kind.BOOLEAN,
    "date": Kind.DATE,
    "timestamp with time zone": Kind.INSTANT,
    "interval": Kind.INTERVAL,
}
