"""The expression algebra as SQL.

Logic is three-valued as in SQL, which is what the model language means: a CHECK whose condition is unknown is
satisfied, a WHERE whose condition is unknown is not. Negations are therefore written by the opposite operator where
there is one; that is exact in three-valued logic too.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from database_designer.ddl import arithmetic, calls, literals, selects, temporal
from database_designer.ddl.fragment import (
    INTERVALS,
    NUMBERS,
    ExpressionError,
    Fragment,
    Kind,
    Level,
    kind_of_type,
)
from database_designer.ddl.layout import indented
from database_designer.ddl.names import IN_PUBLIC, Names
from database_designer.model import expression as e
from database_designer.model.physical import ColumnType
from database_designer.postgres import types
from database_designer.postgres.quoting import quote_literal

_OPPOSITE = {
    e.Comparator.EQ: e.Comparator.NE,
    e.Comparator.NE: e.Comparator.EQ,
    e.Comparator.LT: e.Comparator.GE,
    e.Comparator.GE: e.Comparator.LT,
    e.Comparator.GT: e.Comparator.LE,
    e.Comparator.LE: e.Comparator.GT,
}
_OF_ONE = {"IN": "=", "NOT IN": "<>"}
_CONDITIONS = (e.Comparison, e.Between, e.In, e.IsSet, e.Matches, e.Not, e.And, e.Or, e.Implies)
ACTOR_SETTING = "app.actor"
"""The session setting that holds the actor, where none is named."""

LONG = 96
"""Conditions of more characters are broken into lines where they stand alone."""

_COUNTED = {"exactly_one": "=", "at_most_one": "<=", "at_least_one": ">="}


def _unknown_type(_: e.Path) -> ColumnType | None:
    return None


def no_other_rows(_: Mapping[str, str]) -> Scope:
    """Raises ExpressionError: of places where only the row at hand is read."""
    raise ExpressionError("rows of other tables cannot be read here")


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What the names of an expression stand for.

    `resolve` gives the SQL of a path (quoted), and raises ExpressionError for one that it does not know; `type_of` its
    type, None where it is not known. `timezone` is that of `today` and `date(x)`, `actor_setting` the session setting
    that holds the actor. `aggregates` allows aggregates, over the rows of the groups of a view. `with_rows` gives the
    scope that knows the rows of further tables too, by alias, and raises ExpressionError where none can be read; `names`
    are those of tables and types, `guard` is the function that writes guard rows, `numbers` the one that counts with
    them ("" where there is none).
    """

    resolve: Callable[[e.Path], str]
    type_of: Callable[[e.Path], ColumnType | None] = _unknown_type
    timezone: str = "UTC"
    actor_setting: str = ACTOR_SETTING
    aggregates: bool = False
    with_rows: Callable[[Mapping[str, str]], Scope] = no_other_rows
    names: Names = IN_PUBLIC
    guard: str = ""
    numbers: str = ""


def to_sql(expression: e.Expression, scope: Scope) -> str:
    """The expression as SQL. Raises ExpressionError where it has no meaning in `scope`."""
    return fragment(expression, scope).text


def fragment(expression: e.Expression, scope: Scope) -> Fragment:
    """The expression as SQL that can be put inside of other SQL. Raises ExpressionError like `to_sql`."""
    match expression:
        case e.Literal():
            return literals.literal(expression, scope.timezone)
        case e.Path():
            kind = kind_of_type(scope.type_of(expression))
            return Fragment(scope.resolve(expression), Level.PRIMARY, kind)
        case e.Moment():
            return literals.moment(expression, scope.timezone, scope.actor_setting)
        case e.Duration():
            return temporal.duration(fragment(expression.amount, scope), expression.unit)
        case e.Binary():
            return _binary(expression, scope)
        case e.Call():
            return _call(expression, scope)
        case e.Aggregate():
            return _aggregate(expression, scope)
        case e.Select():
            return _select(expression, scope)
        case e.Cast():
            return _cast(expression, scope)
        case _:
            return _condition(expression, scope)


def _condition(expression: e.Expression, scope: Scope) -> Fragment:
    match expression:
        case e.Comparison():
            return _comparison(expression, scope)
        case e.Between():
            return _between(expression, scope, "BETWEEN")
        case e.In():
            return _in(expression, scope, "IN")
        case e.IsSet():
            word = "IS NULL" if expression.negated else "IS NOT NULL"
            return _boolean(f"{fragment(expression.operand, scope).at(Level.ADD)} {word}", Level.IS)
        case e.Matches():
            return _matches(expression, scope, "~")
        case e.Not():
            return _negation(expression.operand, scope)
        case e.And():
            return _all(expression.operands, scope)
        case e.Or():
            return _any(tuple(fragment(o, scope) for o in expression.operands))
        case e.Implies():
            return _implies(expression, scope)
        case _:
            raise ExpressionError(f"{type(expression).__name__} is no expression")


def _boolean(text: str, level: Level) -> Fragment:
    return Fragment(text, level, Kind.BOOLEAN)


def _binary(binary: e.Binary, scope: Scope) -> Fragment:
    left, right = fragment(binary.left, scope), fragment(binary.right, scope)
    temporal_result = temporal.combine(binary.operator, left, right, scope.timezone)
    if temporal_result is not None:
        return temporal_result
    return arithmetic.combine(binary.operator, left, right)


def _aligned(scope: Scope, *operands: e.Expression) -> tuple[Fragment, ...]:
    """The operands of a comparison, brought to types that PostgreSQL compares without looking at the session."""
    found = tuple(fragment(o, scope) for o in operands)
    kinds = {f.kind for f in found}
    if {Kind.DATE, Kind.INSTANT} <= kinds:
        return tuple(temporal.as_instant(f, scope.timezone) for f in found)
    if kinds & INTERVALS and kinds & NUMBERS:
        return tuple(temporal.duration(f, "days") if f.kind in NUMBERS else f for f in found)
    if {Kind.ENUM, Kind.TEXT} <= kinds:
        return tuple(calls.enum_as_text(f) for f in found)
    return found


def _comparison(comparison: e.Comparison, scope: Scope) -> Fragment:
    left, right = _aligned(scope, comparison.left, comparison.right)
    operator = "<>" if comparison.operator is e.Comparator.NE else comparison.operator.value
    return _boolean(f"{left.at(Level.ADD)} {operator} {right.at(Level.ADD)}", Level.COMPARE)


def _between(between: e.Between, scope: Scope, word: str) -> Fragment:
    operand, low, high = _aligned(scope, between.operand, between.low, between.high)
    # The grammar takes AT TIME ZONE before AND in parentheses only.
    ends = f"{low.at(Level.UNARY)} AND {high.at(Level.ADD)}"
    return _boolean(f"{operand.at(Level.ADD)} {word} {ends}", Level.RANGE)


def _in(node: e.In, scope: Scope, word: str) -> Fragment:
    if not node.values:
        raise ExpressionError("a list of values is empty")
    operand, *values = _aligned(scope, node.operand, *node.values)
    if len(values) == 1:
        return _boolean(f"{operand.at(Level.ADD)} {_OF_ONE[word]} {values[0].at(Level.ADD)}", Level.COMPARE)
    return _boolean(f"{operand.at(Level.ADD)} {word} ({', '.join(v.text for v in values)})", Level.RANGE)


def _matches(node: e.Matches, scope: Scope, operator: str) -> Fragment:
    operand = calls.enum_as_text(fragment(node.operand, scope))
    return _boolean(f"{operand.at(Level.ADD)} {operator} {quote_literal(node.pattern)}", Level.OTHER)


def _negation(operand: e.Expression, scope: Scope) -> Fragment:
    """`not operand`, by the opposite operator where there is one."""
    match operand:
        case e.Not():
            return fragment(operand.operand, scope)
        case e.Comparison():
            opposite = e.Comparison(operator=_OPPOSITE[operand.operator], left=operand.left, right=operand.right)
            return _comparison(opposite, scope)
        case e.IsSet():
            return fragment(e.IsSet(operand=operand.operand, negated=not operand.negated), scope)
        case e.In():
            return _in(operand, scope, "NOT IN")
        case e.Between():
            return _between(operand, scope, "NOT BETWEEN")
        case e.Matches():
            return _matches(operand, scope, "!~")
        case e.Implies(both=False):
            return _boolean(
                f"{fragment(operand.left, scope).at(Level.NOT)} AND {_negation(operand.right, scope).at(Level.NOT)}",
                Level.AND,
            )
        case e.Literal(kind=e.LiteralKind.BOOLEAN):
            return literals.literal(
                replace(operand, value="false" if operand.value == "true" else "true"), scope.timezone
            )
        case e.Call(function="same"):
            return calls.same(*_comparable(operand.arguments, scope), negated=True)
        case e.Select(function="exists" | "all"):
            return _found(operand, scope, found=operand.function == "all")
        case _:
            return _boolean(f"NOT {fragment(operand, scope).at(Level.PRIMARY)}", Level.NOT)


def _all(operands: tuple[e.Expression, ...], scope: Scope) -> Fragment:
    # Parentheses around OR inside of AND are needed, around AND inside of OR they spare the reader a look at the manual.
    parts = (fragment(o, scope) for o in operands)
    return _boolean(" AND ".join(p.text if p.level is Level.AND else p.at(Level.NOT) for p in parts), Level.AND)


def _any(operands: tuple[Fragment, ...]) -> Fragment:
    return _boolean(" OR ".join(o.text if o.level is Level.OR else o.at(Level.NOT) for o in operands), Level.OR)


def _implies(node: e.Implies, scope: Scope) -> Fragment:
    if node.both:
        left, right = (fragment(o, scope).at(Level.PRIMARY) for o in (node.left, node.right))
        return _boolean(f"{left} = {right}", Level.COMPARE)
    return _any((_negation(node.left, scope), fragment(node.right, scope)))


def _call(node: e.Call, scope: Scope) -> Fragment:
    if node.function in _COUNTED:
        return _counted(node, scope)
    if node.function == "same":
        return calls.same(*_comparable(node.arguments, scope))
    arguments = tuple(fragment(a, scope) for a in node.arguments)
    if node.function == "take_number" and len(arguments) == 2:
        return with_key(scope.numbers, arguments[0].text, arguments[1], scope)
    return calls.called(node.function, arguments, scope.timezone)


def _comparable(operands: tuple[e.Expression, ...], scope: Scope) -> tuple[Fragment, Fragment]:
    """Two values as ones that PostgreSQL compares: as texts where their type has no equality."""
    if len(operands) != 2:
        raise ExpressionError(f"same takes 2 arguments, {len(operands)} are given")
    left, right = _aligned(scope, *operands)
    types_of = (scope.type_of(o) for o in operands if isinstance(o, e.Path))
    if any(t is not None and types.canonical_name(t.name) in types.WITHOUT_EQUALITY for t in types_of):
        return left.cast("text", Kind.TEXT), right.cast("text", Kind.TEXT)
    return left, right


def with_key(function: str, scope_of_key: str, key: Fragment, scope: Scope) -> Fragment:
    """A call of a function that writes guard rows. Raises ExpressionError without one."""
    if not function:
        raise ExpressionError("no function of the model writes guard rows")
    text = f"{function}({scope_of_key}, {calls.as_key(key, scope.timezone).text})"
    return Fragment(text, Level.PRIMARY, Kind.INTEGER)


def _counted(node: e.Call, scope: Scope) -> Fragment:
    """Counts the arguments that are set, or, of conditions, those that hold."""
    if not node.arguments:
        raise ExpressionError(f"{node.function} takes at least one argument")
    texts = (
        f"nullif({fragment(a, scope).text}, FALSE)" if isinstance(a, _CONDITIONS) else fragment(a, scope).text
        for a in node.arguments
    )
    return _boolean(f"num_nonnulls({', '.join(texts)}) {_COUNTED[node.function]} 1", Level.COMPARE)


def _aggregate(node: e.Aggregate, scope: Scope) -> Fragment:
    """An aggregate over the rows of a group; what is counted is `over`, where that is a column, else the rows."""
    if not scope.aggregates:
        raise ExpressionError(f"{node.function}({'.'.join(node.over.steps)}) reads other rows than the one at hand")
    filtered = f" FILTER (WHERE {to_sql(node.where, scope)})" if node.where is not None else ""
    if node.function in ("count", "exists"):
        counted = to_sql(node.over, scope) if len(node.over.steps) > 1 else "*"
        count = Fragment(f"count({counted}){filtered}", Level.PRIMARY, Kind.INTEGER)
        return count if node.function == "count" else _boolean(f"{count.text} > 0", Level.COMPARE)
    if node.value is None and len(node.over.steps) < 2:
        raise ExpressionError(f"{node.function} needs a value")
    value = fragment(node.value if node.value is not None else node.over, scope)
    if node.function in ("sum", "min", "max"):
        return Fragment(f"{node.function}({value.text}){filtered}", Level.PRIMARY, value.kind)
    if node.function == "all":
        return _boolean(f"bool_and({value.text}){filtered}", Level.PRIMARY)
    raise ExpressionError(f"there is no aggregate {node.function!r}")


def conjuncts(condition: e.Expression | None, scope: Scope) -> tuple[str, ...]:
    """The conditions that have to hold together, one by one, as they stand between AND; () for none."""
    if condition is None:
        return ()
    if not isinstance(condition, e.And):
        return (_laid_out(condition, scope, Level.OR),)
    parts = tuple(
        conjuncts(o, scope) if isinstance(o, e.And) else (_laid_out(o, scope, Level.NOT),) for o in condition.operands
    )
    return tuple(p for several in parts for p in several)


def _laid_out(condition: e.Expression, scope: Scope, level: Level) -> str:
    """The condition at `level`; a long one is broken before AND or OR."""
    text = fragment(condition, scope).at(level)
    if not isinstance(condition, e.And | e.Or) or (len(text) <= LONG and "\n" not in text):
        return text
    word = "AND" if isinstance(condition, e.And) else "OR"
    first, *others = (_laid_out(o, scope, Level.NOT) for o in condition.operands)
    lines = "\n".join((first, *(f"    {word} " + o.replace("\n", "\n    ") for o in others)))
    return lines if level is Level.OR else f"(\n{indented(lines)}\n)"


def _select(node: e.Select, scope: Scope) -> Fragment:
    """A subquery of one value, or EXISTS."""
    if node.function in ("exists", "all"):
        return _found(node, scope, found=node.function == "exists")
    tables, inner = sources(node.table, node.alias, node.joins, scope)
    value = fragment(node.value, inner) if node.value is not None else None
    selected = selects.value_selected(node.function, value)
    text = selects.query(selected.text, tables, conjuncts(node.where, inner))
    return Fragment(selects.enclosed(text), Level.PRIMARY, selected.kind)


def _found(node: e.Select, scope: Scope, *, found: bool) -> Fragment:
    """Whether there is a row; of "all", one for which `value` does not hold. What is unknown counts as holding."""
    tables, inner = sources(node.table, node.alias, node.joins, scope)
    where = conjuncts(node.where, inner)
    if node.function == "all":
        if node.value is None:
            raise ExpressionError("all needs a condition")
        where = (*where, _negation(node.value, inner).at(Level.NOT))
    exists = f"EXISTS {selects.enclosed(selects.query('', tables, where))}"
    return _boolean(exists, Level.PRIMARY) if found else _boolean(f"NOT {exists}", Level.NOT)


def sources(table: str, alias: str, joins: tuple[e.Join, ...], scope: Scope) -> tuple[tuple[str, ...], Scope]:
    """The tables of a query, as they stand after FROM, and the scope that knows their rows."""
    inner = scope.with_rows({alias: table, **{j.alias: j.table for j in joins}})
    named = scope.names.aliased
    words = {False: "JOIN", True: "LEFT JOIN"}
    others = (f"{words[j.outer]} {named(j.table, j.alias)} ON {to_sql(j.on, inner)}" for j in joins)
    return (named(table, alias), *others), inner


def _cast(node: e.Cast, scope: Scope) -> Fragment:
    name, _, arguments = node.type.partition("(")
    target = ColumnType(name=name, arguments=tuple(int(a) for a in arguments.rstrip(")").split(",") if a))
    return fragment(node.operand, scope).cast(scope.names.column_type(target), kind_of_type(target))
