"""What a query compares with the values that it is given, in the form that the indexes at hand can serve."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from database_designer.ddl.expressions import Scope, fragment, to_sql
from database_designer.ddl.fragment import ExpressionError, Kind, Level
from database_designer.model.expression import Call, Expression, Literal, Path
from database_designer.model.physical import Index, IndexKey, Matching, Parameter, Table
from database_designer.model.walk import nodes, replaced
from database_designer.postgres.quoting import quote_literal

SIMPLE = "simple"
"""The text search configuration of no language."""
_WEEK = "INTERVAL '7 days'"


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """A parameter of a statement: its name, and the SQL by which a row gives a value for it."""

    name: str
    sample: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Matcher:
    """Writes conditions: `take` makes a parameter of a slot ("$1"), `tables` are those of the aliases."""

    scope: Scope
    tables: dict[str, Table]
    indexes: tuple[Index, ...]
    take: Callable[[Slot], str]

    def condition(self, parameter: Parameter) -> str:
        """The condition of a parameter. Raises ExpressionError where SQL has none."""
        match parameter.matching:
            case Matching.EQUAL:
                return self._equal(parameter)
            case Matching.RANGE:
                return self._range(parameter)
            case Matching.OVERLAP:
                return self._overlap(parameter)
            case _:
                return self.found(parameter, self.text_slot((parameter,)))

    def text_slot(self, parameters: tuple[Parameter, ...]) -> str:
        """The parameter for the one text that is searched for in all of the places."""
        first = parameters[0]
        text = f"{to_sql(first.values[0], self.scope)}::text"
        samples = {Matching.WORDS: f"split_part({text}, ' ', 1)", Matching.PREFIX: f"left({text}, 5)"}
        name = "text" if len(parameters) > 1 else first.name
        return self.take(Slot(name=name, sample=samples.get(first.matching, f"substr({text}, 2, 5)")))

    def found(self, parameter: Parameter, slot: str) -> str:
        """The text is found in the place. Raises ExpressionError where SQL has no condition for that."""
        places = tuple(
            self._words(parameter, slot) if parameter.matching is Matching.WORDS else self._text(parameter, slot)
        )
        return any_of(places)

    def _equal(self, parameter: Parameter) -> str:
        value = parameter.values[0]
        text = to_sql(value, self.scope)
        slot = self.take(Slot(name=parameter.name, sample=text))
        if isinstance(value, Call) and value.function == "lower":
            return f"{text} = lower({slot})"
        folded = self._folded(value, frozenset({""}))
        return f"{folded} = lower({slot})" if folded else f"{fragment(value, self.scope).at(Level.ADD)} = {slot}"

    def _range(self, parameter: Parameter) -> str:
        value = fragment(parameter.values[0], self.scope)
        text = value.at(Level.ADD)
        low = self.take(Slot(name=f"{parameter.name} from", sample=value.text))
        high = self.take(Slot(name=f"{parameter.name} until", sample=_later(value.text, value.kind)))
        return f"{text} >= {low} AND {text} < {high}"

    def _overlap(self, parameter: Parameter) -> str:
        """The period of a row meets the period given, both without their ends."""
        if len(parameter.values) == 1:
            return self._ranges_meet(parameter)
        start, end = (fragment(v, self.scope) for v in parameter.values)
        low = self.take(Slot(name="from", sample=start.text))
        high = self.take(Slot(name="until", sample=_later(start.text, start.kind)))
        period = Call(function="range", arguments=parameter.values)
        if any(self._own(k, i) == period for i in self.indexes if i.method == "gist" for k in i.keys):
            range_type = "daterange" if start.kind is Kind.DATE else "tstzrange"
            return f"{to_sql(period, self.scope)} && {range_type}({low}, {high})"
        ends = f"{end.at(Level.ADD)} > {low}"
        if self._nullable(parameter.values[1]):
            ends = f"({ends} OR {end.at(Level.ADD)} IS NULL)"
        return f"{start.at(Level.ADD)} < {high} AND {ends}"

    def _ranges_meet(self, parameter: Parameter) -> str:
        value = parameter.values[0]
        column, text = self._column(value), to_sql(value, self.scope)
        if column not in ("daterange", "tstzrange"):
            raise ExpressionError(f"{parameter.name} is no period")
        low = self.take(Slot(name="from", sample=f"lower({text})"))
        later = f"lower({text}) + 7" if column == "daterange" else f"lower({text}) + {_WEEK}"
        high = self.take(Slot(name="until", sample=later))
        return f"{text} && {column}({low}, {high})"

    def _text(self, parameter: Parameter, slot: str) -> Iterable[str]:
        if parameter.matching not in (Matching.CONTAINS, Matching.PREFIX):
            raise ExpressionError(f"{parameter.name}: SQL has no condition for {parameter.matching}")
        value = parameter.values[0]
        begins = parameter.matching is Matching.PREFIX
        folded = self._folded(value, frozenset({"text_pattern_ops"} if begins else {"gin_trgm_ops", "gist_trgm_ops"}))
        column = fragment(value, self.scope)
        text = column.cast("text", Kind.TEXT).text if column.kind is Kind.ENUM else column.at(Level.ADD)
        pattern = f"{slot} || '%'" if begins else f"'%' || {slot} || '%'"
        if folded:
            yield f"{folded} LIKE lower({pattern})"
        else:
            yield f"{text} {'LIKE' if begins else 'ILIKE'} {pattern}"

    def _words(self, parameter: Parameter, slot: str) -> Iterable[str]:
        """By the stored words of a row where an index holds these; else as an index works them out, or word by word."""
        aliases = {v.steps[0] for v in parameter.values if isinstance(v, Path)}
        for alias in sorted(aliases):
            table = self.tables[alias]
            keys = [
                self._own(k, i) for i in self.indexes if i.method == "gin" and i.table == table.name for k in i.keys
            ]
            vectors = [k for k in keys if self._is_vector(k)]
            for key in vectors:
                language = quote_literal(self._language(key) or parameter.language or SIMPLE)
                yield f"{fragment(key, self.scope).at(Level.ADD)} @@ websearch_to_tsquery({language}, {slot})"
            if vectors:
                continue
            language = parameter.language or SIMPLE
            for value in (v for v in parameter.values if isinstance(v, Path) and v.steps[0] == alias):
                vector = f"to_tsvector({quote_literal(language)}, {to_sql(value, self.scope)})"
                yield f"{vector} @@ websearch_to_tsquery({quote_literal(language)}, {slot})"

    def _is_vector(self, key: Expression) -> bool:
        return (isinstance(key, Call) and key.function == "to_tsvector") or self._column(key) == "tsvector"

    def _language(self, key: Expression) -> str:
        """The configuration by which the words of a key are found."""
        held = key
        if isinstance(key, Path):
            column = self.tables[key.steps[0]].column(key.steps[1])
            held = column.generated if column is not None and column.generated is not None else key
        calls = (n for n in nodes(held) if isinstance(n, Call) and n.function == "to_tsvector")
        return next((c.arguments[0].value for c in calls if isinstance(c.arguments[0], Literal)), "")

    def _folded(self, value: Expression, classes: frozenset[str]) -> str:
        """`lower(value)` where an index holds that and none the value itself; else ""."""
        lower = Call(function="lower", arguments=(value,))
        keys = [self._own(k, i) for i in self.indexes for k in i.keys if k.operator_class in classes]
        return to_sql(lower, self.scope) if lower in keys and value not in keys else ""

    def _own(self, key: IndexKey, index: Index) -> Expression:
        """The key over (alias, column) paths."""
        alias = next((a for a, t in self.tables.items() if t.name == index.table), index.table)

        def change(node: Expression) -> Expression | None:
            return Path(steps=(alias, node.steps[0])) if isinstance(node, Path) and len(node.steps) == 1 else None

        return replaced(key.expression, change)

    def _column(self, value: Expression) -> str:
        """The type of a column, "" of what is none."""
        held = self.scope.type_of(value) if isinstance(value, Path) and len(value.steps) == 2 else None
        return held.name if held is not None else ""

    def _nullable(self, value: Expression) -> bool:
        table = self.tables.get(value.steps[0]) if isinstance(value, Path) else None
        column = table.column(value.steps[1]) if table is not None and isinstance(value, Path) else None
        return column is None or column.nullable


def any_of(conditions: tuple[str, ...]) -> str:
    """At least one of the conditions, as one that stands between AND."""
    return f"({' OR '.join(conditions)})" if len(conditions) > 1 else conditions[0]


def _later(value: str, kind: Kind) -> str:
    """The end of a short range that begins with the value: a week, a fiftieth of a number."""
    match kind:
        case Kind.DATE:
            return f"({value} + 7)"
        case Kind.INSTANT:
            return f"({value} + {_WEEK})"
        case Kind.INTEGER | Kind.NUMBER:
            return f"({value} + 1 + abs({value}) / 50)"
        case Kind.INTERVAL | Kind.CALENDAR | Kind.CLOCK:
            return f"({value} + INTERVAL '1 hour')"
        case _:
            return f"({value}::text || 'z')"
