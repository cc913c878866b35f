"""Values of columns that point nowhere: of the length, skew and order in time that such values have."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from database_designer.ddl.names import Names
from database_designer.ddl.synthetic.chance import N, below, chosen, common_word, letters, seed_of, share
from database_designer.model.expression import Literal, LiteralKind
from database_designer.model.physical import CheckTransition, Column, PhysicalModel, SequenceCode, Table
from database_designer.postgres import types
from database_designer.postgres.quoting import quote_literal

YEAR = 365
UNSET = 0.2
"""The share of rows in which a value that may be unset is."""
DELETED = 0.05
LONG_TEXT = 24
"""Words of a text that is searched for words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Values:
    """The values of the rows of one table: how many there are, which columns are told apart, which are long texts.

    `marks` are the columns that mark rows as deleted, `moments` the dates and instants in the order in which they come.
    """

    table: Table
    model: PhysicalModel
    count: int
    distinct: Collection[str]
    long: Collection[str]
    marks: Collection[str]
    moments: tuple[str, ...]

    def of(self, column: Column) -> str:
        """The SQL of the value of a column in row n."""
        seed = seed_of(self.table.name, column.name)
        value = self._value(column, seed)
        if not column.nullable or column.name in self.distinct:
            return value
        unset = 1 - DELETED if column.name in self.marks else UNSET
        return f"CASE WHEN {share(seed + 1)} >= {unset} THEN {value} END"

    def _value(self, column: Column, seed: int) -> str:
        kind = types.canonical_name(column.type.name)
        if column.type.is_enum:
            return self._of_list(column, seed)
        if kind in types.TEXTS:
            return self._text(column, seed)
        if kind in types.INTEGERS:
            return f"{N}::{kind}" if self._counts(column) else f"(1 + {below('1000', seed, 3)})::{kind}"
        if kind in types.NUMBERS:
            return self._number(column, seed)
        made = {
            "boolean": f"({share(seed)} < {0.8 if _is_true(column) else 0.2})",
            "uuid": f"md5({N}::text || {quote_literal(column.name)})::uuid",
            "date": self._date(column),
            "timestamp with time zone": self._instant(column, seed),
            "time without time zone": f"make_time({below('12', seed)}::int + 8, {below('4', seed + 2)}::int * 15, 0)",
            "interval": f"make_interval(mins => {below('600', seed)}::int)",
            "jsonb": f"jsonb_build_object('kind', {below('10', seed)}, 'text', {letters(seed, 8)})",
            "daterange": f"daterange({self._date(column)}, {self._date(column)} + 3)",
            "tstzrange": f"tstzrange({self._instant(column, seed)}, {self._instant(column, seed)} + INTERVAL '1 hour')",
            "real[]": f"ARRAY[{share(seed)}, {share(seed + 2)}, {share(seed + 3)}]::real[]",
        }
        return made.get(kind, "NULL")

    def _counts(self, column: Column) -> bool:
        return column.name in self.distinct

    def _of_list(self, column: Column, seed: int) -> str:
        """A value of an enum: a state that is left no more often, the others less and less."""
        values = next((e.values for e in self.model.enums if e.name == column.type.name), ())
        weights = [1 / place for place in range(1, len(values) + 1)]
        moves = next((f.moves for f in self.model.functions if isinstance(f, CheckTransition)
                      and (f.table, f.column) == (self.table.name, column.name)), ())  # fmt: skip
        ending = {v for v in values if moves and v not in {source for source, _ in moves}}
        if ending and len(ending) < len(values):
            weights = [w * (6 if v in ending else 1) for v, w in zip(values, weights, strict=True)]
        enum = Names(schema=self.model.schema).column_type(column.type)
        return f"({chosen([quote_literal(v) for v in values], weights, seed)})::{enum}" if values else "NULL"

    def _text(self, column: Column, seed: int) -> str:
        limit = column.type.arguments[0] if column.type.arguments else 0
        if isinstance(column.default, SequenceCode):
            code = column.default
            before, after = quote_literal(code.before), quote_literal(code.after)
            return f"{before} || lpad({N}::text, {code.width}, '0') || {after}"
        if column.name in self.long:
            text = " || ' ' || ".join(common_word(seed + place) for place in range(LONG_TEXT))
        elif self._counts(column):
            text = f"{letters(seed, 7)} || {N}"
        else:
            text = f"{letters(seed, 7)} || ' ' || {letters(seed + 1, 9)}"
        return f"right({text}, {limit})" if limit else text

    def _number(self, column: Column, seed: int) -> str:
        precision, scale = (*column.type.arguments, 0, 0)[:2] if column.type.arguments else (9, 2)
        largest = 10 ** min(max(precision - scale, 0), 4)
        if self._counts(column) and precision - scale >= len(str(self.count)):
            return f"{N}::numeric"
        return f"round(({largest - 1} * power({share(seed)}, 2))::numeric, {scale})"

    def _date(self, column: Column) -> str:
        return f"(current_date - {YEAR} + ({N} * {YEAR} / {self.count})::int + {self._place(column)})"

    def _instant(self, column: Column, seed: int) -> str:
        of_row = f"now() - INTERVAL '{YEAR} days' * (1 - {N}::float8 / {self.count})"
        return f"({of_row} + INTERVAL '1 day' * ({self._place(column)} + {share(seed)} / 2))"

    def _place(self, column: Column) -> int:
        """Days after the beginning of a row: moments of one row come in their order."""
        return self.moments.index(column.name) if column.name in self.moments else 0


def _is_true(column: Column) -> bool:
    default = column.default
    return isinstance(default, Literal) and default.kind is LiteralKind.BOOLEAN and default.value == "true"


def numbered_key(table: Table, column: Column, number: str, *, in_time: bool) -> str:
    """The key of the row with a number: `in_time` where keys grow as rows are added, as version 7 of UUIDs does."""
    kind = types.canonical_name(column.type.name)
    if kind == "uuid":
        digest = f"md5({quote_literal(table.name)} || ({number}))"
        return f"(lpad(to_hex({number}), 12, '0') || substr({digest}, 13))::uuid" if in_time else f"{digest}::uuid"
    if kind in types.INTEGERS:
        return f"({number})::{kind}"
    text = f"'k' || lpad(({number})::text, 7, '0')"
    return f"right({text}, {column.type.arguments[0]})" if column.type.arguments else f"({text})"
