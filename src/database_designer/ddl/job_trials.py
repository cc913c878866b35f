"""What shows a job at work on rows: making them older, noting how they are, and telling what became of them."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeAlias

from database_designer.ddl.expressions import conjuncts, to_sql
from database_designer.ddl.functions.partitions import LENGTHS, partitioning
from database_designer.ddl.names import Names
from database_designer.ddl.scopes import known_table, rows_scope
from database_designer.model.check.families import family_of_type
from database_designer.model.expression import Comparison, Expression, Path
from database_designer.model.physical import (
    Column,
    DropPartitions,
    ExpireRows,
    MakePartitions,
    PhysicalModel,
    RetainRows,
    Table,
)
from database_designer.model.walk import nodes
from database_designer.postgres.quoting import quote_identifier, quote_literal

Ending: TypeAlias = ExpireRows | RetainRows | DropPartitions
"""The functions that end rows or move them on."""
NOTED = "pg_temp.noted"
_ROW = "t"


def bare(model: PhysicalModel) -> PhysicalModel:
    """The tables of a design with the functions of its jobs, and without all that synthetic rows would break."""
    jobs = tuple(f for f in model.functions if isinstance(f, Ending | MakePartitions))
    return replace(
        model,
        tables=tuple(replace(t, checks=(), uniques=()) for t in model.tables),
        functions=jobs,
        jobs=tuple(j for j in model.jobs if j.function in {f.name for f in jobs}),
        foreign_keys=(), exclusions=(), indexes=(), triggers=(), row_security=(), views=(), seed=(),
        enforcements=(), services=(), implied=(), volumes=(),
    )  # fmt: skip


def made_older(function: Ending, model: PhysicalModel) -> str:
    """The statement that spreads the rows evenly around the moment that counts, one of them right at it.

    "" where the function compares no column with such a moment.
    """
    table, names = known_table(function.table, model), Names(schema=model.schema)
    column, limit = _compared(function, table, model, names)
    if column is None:
        return ""
    key, relation = ", ".join(_key(table)), names.relation(table.name)
    apart = "(o.n - o.total / 2)::integer" if _is_date(column) else "(o.n - o.total / 2) * interval '6 hours'"
    sets = [f"{quote_identifier(column.name)} = {limit} + {apart}"]
    if isinstance(function, ExpireRows):
        sets.append(f"{quote_identifier(function.column)} = {quote_literal(function.source)}")
    return (
        f"UPDATE {names.aliased(table.name, _ROW)} SET {', '.join(sets)}\n"
        f"FROM (SELECT {key}, row_number() OVER (ORDER BY {key}) AS n, count(*) OVER () AS total FROM {relation}) AS o\n"
        f"WHERE {' AND '.join(f'{_ROW}.{c} = o.{c}' for c in _key(table))};"
    )


def noted(function: Ending, model: PhysicalModel) -> str:
    """The statement that notes how each row is, whether its time is over, and whether it has to stay."""
    table, names = known_table(function.table, model), Names(schema=model.schema)
    key = ", ".join(f"{_ROW}.{c}" for c in _key(table))
    over, stays = _verdicts(function, table, model, names)
    return (
        f"CREATE TEMPORARY TABLE noted AS SELECT {key}, to_jsonb({_ROW}) AS was, coalesce({over}, false) AS over, "
        f"coalesce({stays}, true) AS stays FROM {names.aliased(table.name, _ROW)};"
    )


def became(function: Ending, model: PhysicalModel) -> str:
    """The query of what became of the rows, as five numbers.

    They are all rows; those whose time was over, and of these the ones that are as they were; those that had to stay and
    are not as they were; and those that are not in exactly one of the table and its archive.
    """
    table, names = known_table(function.table, model), Names(schema=model.schema)
    archive = "" if isinstance(function, ExpireRows) else function.archive
    key = _key(table)
    first = key[0]
    joined, lost = "", "0"
    if archive:
        on = " AND ".join(f"a.{c} = n.{c}" for c in key)
        joined = f"\nLEFT JOIN {names.relation(archive)} AS a ON {on} AND n.was @> to_jsonb(a)"
        lost = f"count(*) FILTER (WHERE ({_ROW}.{first} IS NULL) <> (a.{first} IS NOT NULL))"
    same = f"to_jsonb({_ROW}) IS NOT DISTINCT FROM n.was"
    return f"""SELECT count(*), count(*) FILTER (WHERE n.over), count(*) FILTER (WHERE n.over AND {same}),
    count(*) FILTER (WHERE n.stays AND NOT ({same})), {lost}
FROM {NOTED} AS n
LEFT JOIN {names.aliased(table.name, _ROW)} ON {" AND ".join(f"{_ROW}.{c} = n.{c}" for c in key)}{joined};"""


def _verdicts(function: Ending, table: Table, model: PhysicalModel, names: Names) -> tuple[str, str]:
    """Whether the time of a row is over, and whether it has to stay; of partitions rows between the two may do either."""
    if isinstance(function, DropPartitions):
        parts = partitioning(table, function.name)
        column = f"{_ROW}.{quote_identifier(parts.column)}"
        limit = f"now() - {_period(function)}"
        longer = f"{quote_literal(LENGTHS[parts.interval])}::interval"
        return f"{column} < {limit} - {longer}", f"{column} >= {limit}"
    conditions = conjuncts(function.condition, rows_scope({_ROW: table}, model, names))
    if isinstance(function, ExpireRows):
        conditions = (f"{_ROW}.{quote_identifier(function.column)} = {quote_literal(function.source)}", *conditions)
    over = " AND ".join(f"({c})" for c in conditions)
    return f"({over})", f"NOT coalesce({over}, false)"


def _compared(function: Ending, table: Table, model: PhysicalModel, names: Names) -> tuple[Column | None, str]:
    """The column that is compared with a moment, and this moment; None where there is none."""
    if isinstance(function, DropPartitions):
        column = table.column(partitioning(table, function.name).column)
        limit = f"(now() - {_period(function)})"
        return column, f"{limit}::date" if column is not None and _is_date(column) else limit
    for node in nodes(function.condition):
        if isinstance(node, Comparison) and isinstance(node.left, Path) and node.left.steps[0] == _ROW:
            column = table.column(node.left.steps[-1])
            times = column is not None and family_of_type(column.type) in ("date", "instant")
            if times and column is not None and column.generated is None and not _reads(node.right):
                limit = f"({to_sql(node.right, rows_scope({_ROW: table}, model, names))})"
                return column, f"{limit}::date" if _is_date(column) else limit
    return None, ""


def _reads(expression: Expression) -> bool:
    return any(isinstance(n, Path) for n in nodes(expression))


def _is_date(column: Column) -> bool:
    return family_of_type(column.type) == "date"


def _period(function: DropPartitions) -> str:
    return f"{quote_literal(f'{function.amount} {function.unit}')}::interval"


def _key(table: Table) -> tuple[str, ...]:
    return tuple(quote_identifier(c) for c in table.row_key)
