"""The one expression algebra: what business rules, derivations, defaults and predicates are written in.

Parsed from the text of model.yaml by `modelfile/expressions.py`, printed back by `model/text.py`, turned into SQL by
`ddl/expressions.py`. Nodes are values; none knows SQL.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias


class Comparator(StrEnum):
    """Comparison operators, as model.yaml writes them."""

    EQ = "="
    NE = "!="
    LT = "<"
    LE = "<="
    GT = ">"
    GE = ">="


class Arithmetic(StrEnum):
    """Arithmetic operators."""

    ADD = "+"
    SUB = "-"
    MUL = "*"
    DIV = "/"


class Clock(StrEnum):
    """Values that depend on the moment or on who acts."""

    NOW = "now"
    TODAY = "today"
    ACTOR = "actor"


class LiteralKind(StrEnum):
    """What kind of value a literal is; VALUE is a value of a list (a state, an enum value)."""

    TEXT = "text"
    NUMBER = "number"
    BOOLEAN = "boolean"
    DATE = "date"
    INSTANT = "instant"
    VALUE = "value"
    NULL = "null"


@dataclass(frozen=True, slots=True, kw_only=True)
class Literal:
    """A literal; `value` is its text ("12.5", "true", "2024-01-31", "ACTIVE")."""

    kind: LiteralKind
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Path:
    """An attribute of the row itself or along references: ("member", "status"). `root` is "", "old", "this" or "it"."""

    steps: tuple[str, ...]
    root: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """`now`, `today` or `actor`; `actor.role` is a Path with root "actor"."""

    clock: Clock


@dataclass(frozen=True, slots=True, kw_only=True)
class Duration:
    """An amount of a unit of time ("days", "months", "minutes"); the amount may be any expression."""

    amount: Expression
    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Binary:
    """`left operator right` in numbers, dates and durations."""

    operator: Arithmetic
    left: Expression
    right: Expression


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """`left operator right`."""

    operator: Comparator
    left: Expression
    right: Expression


@dataclass(frozen=True, slots=True, kw_only=True)
class Between:
    """`operand between low and high`, both ends included."""

    operand: Expression
    low: Expression
    high: Expression


@dataclass(frozen=True, slots=True, kw_only=True)
class In:
    """`operand in (a, b, c)`."""

    operand: Expression
    values: tuple[Expression, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class IsSet:
    """`operand is set`, negated `is not set`."""

    operand: Expression
    negated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Matches:
    """`operand matches /pattern/`, a POSIX regular expression."""

    operand: Expression
    pattern: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Not:
    """`not operand`."""

    operand: Expression


@dataclass(frozen=True, slots=True, kw_only=True)
class And:
    """All of `operands` (two or more)."""

    operands: tuple[Expression, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Or:
    """At least one of `operands` (two or more)."""

    operands: tuple[Expression, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Implies:
    """`left implies right`; with `both`, `left iff right`."""

    left: Expression
    right: Expression
    both: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A function: lower, length, days, date, weekday, week, month, year, exactly_one, at_most_one, at_least_one.

    `in` has an operand and a Path over other sides (`y in a.bs`); `concat` joins its arguments as texts, unset ones as
    nothing (`'Cancelled: {reason}'`). Design also makes `range` of a start and an end, and `only_if` of a condition and
    the value that counts only where it holds (unset else).
    """

    function: str
    arguments: tuple[Expression, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Aggregate:
    """count, sum, min, max, exists, all, each (of effects) over an other side: `sum(lines, quantity * price where ...)`."""

    function: str
    over: Path
    value: Expression | None = None
    where: Expression | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Join:
    """A further table of a Select: the rows of `table`, called `alias`, that go with those before by `on`.

    With `outer` rows without such a one stay.
    """

    table: str
    alias: str
    on: Expression
    outer: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Select:
    """What is worked out over rows of tables, as one value. Design makes it out of paths and aggregates.

    `function` is "value" (of the only row; unset without a row), "count", "sum" (0 without rows), "min", "max", "exists",
    "all" (`value` holds for all; true without rows). `value` and `where` are over (alias, column) paths; aliases of the
    rows around it may be read too.
    """

    function: str
    table: str
    alias: str
    joins: tuple[Join, ...] = ()
    where: Expression | None = None
    value: Expression | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cast:
    """The value as one of the PostgreSQL type `type`. Design makes it where a text holds a key, as the actor does."""

    operand: Expression
    type: str


Expression: TypeAlias = (
    Literal
    | Path
    | Moment
    | Duration
    | Binary
    | Comparison
    | Between
    | In
    | IsSet
    | Matches
    | Not
    | And
    | Or
    | Implies
    | Call
    | Aggregate
    | Select
    | Cast
)
