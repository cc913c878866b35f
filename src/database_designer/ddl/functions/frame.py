"""What all functions have in common: the statement around the body, and how trigger functions refuse."""

from __future__ import annotations

from database_designer.ddl.functions.signature import declared, returned, signature
from database_designer.ddl.layout import indented
from database_designer.ddl.names import PUBLIC, Names, function_id, schema_id, table_id
from database_designer.model.physical import Function, PhysicalModel
from database_designer.model.plan import ObjectId, Statement
from database_designer.postgres.quoting import dollar_quote, quote_identifier, quote_literal
from database_designer.source import Origin

DEFINER = "SECURITY DEFINER"
"""With the rights of the owner, who sees every row: whoever acts, the rule is the same."""


def function_statement(
    function: Function,
    body: str,
    model: PhysicalModel,
    names: Names,
    *,
    language: str,
    traits: tuple[str, ...] = (),
    needs: tuple[ObjectId, ...] = (),
    table: str = "",
    origin: Origin | None = None,
) -> Statement:
    """CREATE FUNCTION; `traits` are what stands between the language and the search path, a line each.

    The search path is pinned: whoever calls cannot put other tables or operators in the way.
    """
    lines = (
        f"CREATE FUNCTION {declared(function, names)} RETURNS {returned(function)}",
        f"    LANGUAGE {language}",
        *(f"    {t}" for t in traits),
        f"    SET search_path = {search_path(model)}",
        f"AS {dollar_quote(body)};",
    )
    return Statement(
        sql="\n".join(lines),
        undo=f"DROP FUNCTION {signature(function, names)};",
        creates=function_id(function.name),
        needs=(schema_id(model.schema), *dict.fromkeys(needs)),
        table=table,
        origin=origin,
    )


def trigger_function(
    function: Function,
    body: str,
    model: PhysicalModel,
    names: Names,
    *,
    declarations: str = "",
    pragma: str = "",
    definer: bool = False,
    needs: tuple[ObjectId, ...] = (),
    table: str = "",
    origin: Origin | None = None,
) -> Statement:
    """CREATE FUNCTION of a trigger function with `body` between BEGIN and END; `table` is the one it serves ("" for any)."""
    head = (pragma, f"DECLARE\n{indented(declarations)}" if declarations else "", "BEGIN")
    text = "\n".join(("", *(part for part in head if part), indented(body), "END;", ""))
    return function_statement(
        function,
        text,
        model,
        names,
        language="plpgsql",
        traits=(DEFINER,) if definer else (),
        needs=(*needs, *((table_id(table),) if table else ())),
        table=table,
        origin=origin,
    )


def search_path(model: PhysicalModel) -> str:
    """The search path of all functions; pg_temp comes last: first, which it is when left out, anyone could put a table in front of ours."""
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
