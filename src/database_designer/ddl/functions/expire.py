"""The functions of jobs: rows that move on in their lifecycle, or are ended, when their time has come."""

from __future__ import annotations

from database_designer.ddl.expressions import conjuncts
from database_designer.ddl.functions.frame import function_statement
from database_designer.ddl.layout import indented
from database_designer.ddl.names import Names, columns_list, table_id
from database_designer.ddl.scopes import known_table, rows_scope
from database_designer.ddl.selects import conjunction
from database_designer.model.physical import ExpireRows, PhysicalModel, RetainRows
from database_designer.model.plan import Statement
from database_designer.postgres.quoting import quote_identifier, quote_literal

ROW = "t"


def expire_rows(function: ExpireRows, model: PhysicalModel, names: Names) -> Statement:
    """Moves a batch of what is due from `source` to `target` and tells how many rows these were; rows that others hold wait.

    Raises ExpressionError where the table is not in the model.
    """
    table = known_table(function.table, model)
    scope = rows_scope({ROW: table}, model, names)
    state, source = quote_identifier(function.column), names.aliased(function.table, ROW)
    where = (f"{ROW}.{state} = {quote_literal(function.source)}", *conjuncts(function.condition, scope))
    key = tuple(quote_identifier(c) for c in table.primary_key)
    due = (
        f"SELECT {', '.join(f'{ROW}.{c}' for c in key)}",
        f"FROM {source}",
        *conjunction(where),
        f"LIMIT {function.batch}",
        "FOR NO KEY UPDATE SKIP LOCKED",
    )
    moved = (
        f"UPDATE {source}",
        f"SET {state} = {quote_literal(function.target)}",
        "FROM due",
        *conjunction(tuple(f"{ROW}.{c} = due.{c}" for c in key)),
        "RETURNING 1",
    )
    lines = ("WITH due AS MATERIALIZED (", _inside(due), "), moved AS (", _inside(moved), ")")
    body = indented("\n".join((*lines, "SELECT count(*) FROM moved")))
    return function_statement(
        function,
        f"\n{body}\n",
        model,
        names,
        language="sql",
        needs=(table_id(function.table),),
        table=function.table,
        origin=function.origin,
    )


def retain_rows(function: RetainRows, model: PhysicalModel, names: Names) -> Statement:
    """Ends a batch of the rows whose period is over and tells how many these were; rows that others hold wait.

    Raises ExpressionError where a table is not in the model.
    """
    table = known_table(function.table, model)
    source = names.aliased(function.table, ROW)
    key = tuple(quote_identifier(c) for c in table.primary_key)
    over = (
        f"SELECT {', '.join(f'{ROW}.{c}' for c in key)}",
        f"FROM {source}",
        *conjunction(conjuncts(function.condition, rows_scope({ROW: table}, model, names))),
        f"LIMIT {function.batch}",
        "FOR UPDATE SKIP LOCKED",
    )
    same = conjunction(tuple(f"{ROW}.{c} = over.{c}" for c in key))
    if function.cleared:
        sets = ", ".join(f"{quote_identifier(c)} = NULL" for c in function.cleared)
        ended: tuple[str, ...] = (f"UPDATE {source}", f"SET {sets}", "FROM over", *same, "RETURNING 1")
    else:
        ended = (f"DELETE FROM {source}", "USING over", *same, f"RETURNING {ROW}.*")
    lines = ["WITH over AS MATERIALIZED (", _inside(over), "), ended AS (", _inside(ended)]
    needs = [table_id(function.table)]
    if function.archive:
        columns = columns_list(tuple(c.name for c in known_table(function.archive, model).columns))
        moved = (f"INSERT INTO {names.relation(function.archive)} ({columns})", f"SELECT {columns} FROM ended")
        lines += ["), archived AS (", _inside(moved)]
        needs.append(table_id(function.archive))
    body = indented("\n".join((*lines, ")", "SELECT count(*) FROM ended")))
    return function_statement(
        function, f"\n{body}\n", model, names, language="sql", needs=tuple(needs), table=function.table,
        origin=function.origin,
    )  # fmt: skip


def _inside(lines: tuple[str, ...]) -> str:
    return indented("\n".join(lines))
