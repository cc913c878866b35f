"""The steps of rule functions as statements of PL/pgSQL, one small function a kind of step."""

from __future__ import annotations

from dataclasses import dataclass, replace

from database_designer.ddl.calls import as_key
from database_designer.ddl.expressions import Scope, conjuncts, fragment, sources, to_sql, with_key
from database_designer.ddl.fragment import ExpressionError, Fragment, Kind, Level
from database_designer.ddl.functions.frame import raised
from database_designer.ddl.functions.refusing import joined, unless
from database_designer.ddl.layout import block, indented, listed
from database_designer.ddl.names import columns_list
from database_designer.ddl.scopes import known_table
from database_designer.ddl.selects import conjunction, query
from database_designer.ddl.storing import stored
from database_designer.model.expression import And, Comparator, Comparison, Expression, Path
from database_designer.model.physical import (
    Assign,
    ForEach,
    InsertRow,
    Lock,
    PhysicalModel,
    Require,
    Step,
    Table,
    Touch,
    TouchEach,
    UpdateRows,
    When,
)
from database_designer.postgres.quoting import quote_identifier, quote_literal

_CODES = {
    "23001": "restrict_violation",
    "23502": "not_null_violation",
    "23503": "foreign_key_violation",
    "23505": "unique_violation",
    "23514": "check_violation",
    "23P01": "exclusion_violation",
    "40001": "serialization_failure",
    "42501": "insufficient_privilege",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """What the statements of one function are printed with."""

    table: Table
    constraint: str
    scope: Scope
    model: PhysicalModel


def statements(steps: tuple[Step, ...], body: Body) -> str:
    """The steps, a statement each. Raises ExpressionError for a step that names what there is not."""
    return "\n".join(_statement(step, body) for step in steps)


def _statement(step: Step, body: Body) -> str:
    match step:
        case Lock():
            return _lock(step, body)
        case Touch():
            return f"PERFORM {_touched(step.scope, fragment(step.key, body.scope), body)};"
        case TouchEach():
            return _touch_each(step, body)
        case Require():
            return _require(step, body)
        case Assign():
            return _assign(step, body)
        case InsertRow():
            return _insert(step, body)
        case UpdateRows():
            return _update(step, body)
        case When():
            return _when(step, body)
        case ForEach():
            return _for_each(step, body)


def _lock(step: Lock, body: Body) -> str:
    tables, inner = sources(step.table, step.alias, (), body.scope)
    kept = query("1", tables, conjuncts(step.where, inner), rest=("FOR SHARE",))
    return f"{_performed(kept)};"


def _performed(text: str) -> str:
    """A query whose rows nobody wants: PERFORM in place of SELECT."""
    return "PERFORM" + text.removeprefix("SELECT")


def _touch_each(step: TouchEach, body: Body) -> str:
    """In the order of the keys: two transactions that touch the same ones do not wait for each other in a circle."""
    tables, inner = sources(step.table, step.alias, step.joins, body.scope)
    key = as_key(fragment(step.key, inner), body.model.timezone)
    keys = query(f"DISTINCT {key.text} AS key", tables, conjuncts(step.where, inner), rest=("ORDER BY key",))
    one = Fragment("k.key", Level.PRIMARY, Kind.TEXT)
    return f"PERFORM {_touched(step.scope, one, body)}\nFROM (\n{indented(keys)}\n) AS k;"


def _require(step: Require, body: Body) -> str:
    values = "".join(f", {to_sql(v, body.scope)}" for v in step.values)
    refused = raised(
        quote_literal(step.message) + values,
        constraint=quote_literal(body.constraint or body.table.name),
        column=step.column,
        code=_CODES.get(step.sqlstate, step.sqlstate),
    )
    return _if(unless(step.condition, body.scope, unknown_passes=step.unknown_passes), refused)


def _if(condition: str, then: str) -> str:
    end = " THEN" if "\n" not in condition or condition.endswith("\n)") else "\nTHEN"
    return f"IF {condition}{end}\n{indented(then)}\nEND IF;"


def _assign(step: Assign, body: Body) -> str:
    return f"NEW.{quote_identifier(step.column)} := {_value(step.column, step.value, body.table, body.scope, body)};"


def _value(column: str, value: Expression, table: Table, scope: Scope, body: Body) -> str:
    """The value as the type of the column that it goes into."""
    found = table.column(column)
    if found is None:
        raise ExpressionError(f"there is no column {table.name}.{column}")
    return stored(fragment(value, scope), found.type, body.model.timezone, scope.names).text


def _insert(step: InsertRow, body: Body) -> str:
    table, scope = known_table(step.table, body.model), body.scope
    head = f"INSERT INTO {scope.names.relation(step.table)}"
    if not step.values:
        return f"{head} DEFAULT VALUES;"
    columns = columns_list(tuple(c for c, _ in step.values))
    values = tuple(_value(c, v, table, scope, body) for c, v in step.values)
    broken = tuple(v.replace("\n", "\n    ") for v in values)
    listed_values = block(broken) if any("\n" in v for v in values) else listed(values, prefix=8)
    return f"{head} ({columns})\nVALUES {listed_values};"


def _update(step: UpdateRows, body: Body) -> str:
    table = known_table(step.table, body.model)
    (relation,), inner = sources(step.table, step.alias, (), body.scope)
    settings = tuple(f"{quote_identifier(c)} = {_value(c, v, table, inner, body)}" for c, v in step.values)
    first, *others = settings
    assignments = ",\n    ".join((first, *(o.replace("\n", "\n    ") for o in others)))
    return "\n".join((f"UPDATE {relation}", f"SET {assignments}", *conjunction(conjuncts(step.where, inner)))) + ";"


def _when(step: When, body: Body) -> str:
    conditions = (*_operations(step.operations), *conjuncts(step.condition, body.scope))
    then = statements(step.then, body)
    return _if(joined(conditions), then) if conditions else then


def _operations(operations: tuple[str, ...]) -> tuple[str, ...]:
    if len(operations) == 1:
        return (f"TG_OP = {quote_literal(operations[0])}",)
    return (f"TG_OP IN {listed(tuple(quote_literal(o) for o in operations))}",) if operations else ()


def _for_each(step: ForEach, body: Body) -> str:
    """The rows in the order of their key: two transactions that change the same ones do it in the same order."""
    table = known_table(step.table, body.model)
    tables, inner = sources(step.table, step.alias, (), body.scope)
    alias = quote_identifier(step.alias)
    key = ", ".join(f"{alias}.{quote_identifier(c)}" for c in table.primary_key)
    rest = () if _of_one_row(step.where, step.alias, table) else (f"ORDER BY {key}",)
    rows = query(f"{alias}.*", tables, conjuncts(step.where, inner), rest=rest)
    inside = statements(step.body, replace(body, scope=inner))
    return f"FOR {alias} IN\n{indented(rows)}\nLOOP\n{indented(inside)}\nEND LOOP;"


def _of_one_row(where: Expression | None, alias: str, table: Table) -> bool:
    """Whether the condition states the key: then there is nothing to put in order."""
    conditions = where.operands if isinstance(where, And) else (where,)
    stated = {
        c.left.steps
        for c in conditions
        if isinstance(c, Comparison) and c.operator is Comparator.EQ and isinstance(c.left, Path)
    }
    return all((alias, column) in stated for column in table.primary_key)


def loop_rows(steps: tuple[Step, ...]) -> tuple[str, ...]:
    """The names of the rows that the steps go over, each once."""
    found: dict[str, None] = {}
    for step in steps:
        if isinstance(step, When):
            found.update(dict.fromkeys(loop_rows(step.then)))
        elif isinstance(step, ForEach):
            found.update(dict.fromkeys((step.alias, *loop_rows(step.body))))
    return tuple(found)


def _touched(scope: str, key: Fragment, body: Body) -> str:
    return with_key(body.scope.guard, quote_literal(scope), key, body.scope).text
