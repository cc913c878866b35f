"""What all trigger functions have in common: the statement around the body, and how they refuse."""

from __future__ import annotations

from database_designer.ddl.layout import indented
from database_designer.ddl.names import PUBLIC, Names, function_id, schema_id, table_id
from database_designer.model.physical import PhysicalModel
from database_designer.model.plan import Statement
from database_designer.postgres.quoting import dollar_quote, quote_identifier, quote_literal
from database_designer.source import Origin


def trigger_function(
    name: str,
    body: str,
    model: PhysicalModel,
    names: Names,
    *,
    declarations: str = "",
    reads: tuple[str, ...] = (),
    table: str = "",
    origin: Origin | None = None,
) -> Statement:
    """CREATE FUNCTION of a trigger function with `body` between BEGIN and END.

    `reads` are the tables that the body reads or writes, `table` the one that it serves ("" for any). The search path
    is pinned: whoever calls cannot put other tables or operators in the way.
    """
    declared = f"DECLARE\n{indented(declarations)}\n" if declarations else ""
    text = f"\n{declared}BEGIN\n{indented(body)}\nEND;\n"
    called = f"{names.function(name)}()"
    sql = (
        f"CREATE FUNCTION {called} RETURNS trigger\n"
        f"    LANGUAGE plpgsql\n"
        f"    SET search_path = {_search_path(model)}\n"
        f"AS {dollar_quote(text)};"
    )
    needs = tuple(table_id(t) for t in dict.fromkeys((*reads, *((table,) if table else ()))))
    return Statement(
        sql=sql,
        undo=f"DROP FUNCTION {called};",
        creates=function_id(name),
        needs=(schema_id(model.schema), *needs),
        table=table,
        origin=origin,
    )


def _search_path(model: PhysicalModel) -> str:
    """pg_temp comes last: first, which it is when left out, anyone could put a table in front of ours."""
    public = (PUBLIC,) if model.extensions and model.schema != PUBLIC else ()
    return ", ".join(quote_identifier(s) for s in ("pg_catalog", model.schema, *public, "pg_temp"))


def refusal(
    condition: str,
    message: str,
    *values: str,
    constraint: str,
    column: str = "",
    code: str = "check_violation",
) -> str:
    """`IF condition THEN RAISE EXCEPTION`; each `%` of `message` shows one of `values`, which are SQL.

    Names in the message go through `in_message`.

    `constraint` is the SQL of the name that clients find in the error, next to the table and the column.
    """
    arguments = "".join(f", {v}" for v in values)
    return (
        f"IF {condition} THEN\n"
        f"{indented(raised(quote_literal(message) + arguments, constraint=constraint, column=column, code=code))}\n"
        f"END IF;"
    )


def in_message(name: str) -> str:
    """`name` as part of the message of RAISE, where % has a meaning."""
    return name.replace("%", "%%")


def raised(message: str, *, constraint: str, column: str = "", code: str = "check_violation") -> str:
    """RAISE EXCEPTION with the places that clients look at; `message` is the SQL of the text and its values."""
    column_place = f"COLUMN = {quote_literal(column)}, " if column else ""
    return (
        f"RAISE EXCEPTION {message}\n"
        f"    USING ERRCODE = '{code}', CONSTRAINT = {constraint},\n"
        f"        {column_place}TABLE = TG_TABLE_NAME, SCHEMA = TG_TABLE_SCHEMA;"
    )
