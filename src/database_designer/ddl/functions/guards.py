"""The function that writes guard rows: whoever is second waits for the first, or is told to begin again."""

from __future__ import annotations

from database_designer.ddl.functions.frame import DEFINER, function_statement
from database_designer.ddl.names import Names, table_id
from database_designer.model.physical import PhysicalModel, TouchGuard
from database_designer.model.plan import Statement


def touch_guard(function: TouchGuard, model: PhysicalModel, names: Names) -> Statement:
    """Writes the row of (scope, key), and tells how often that has been done; an unset key has no row.

    Where it does not count, a row that this transaction has written already is left alone: nobody else can write it.
    """
    once = "" if function.counts else "    WHERE g.xmin <> pg_current_xact_id()::xid\n"
    body = (
        f"\n    INSERT INTO {names.relation(function.table)} AS g (scope, key, version)\n"
        "    VALUES ($1, $2, 1)\n"
        "    ON CONFLICT (scope, key) DO UPDATE SET version = g.version + 1\n"
        f"{once}"
        "    RETURNING g.version\n"
    )
    return function_statement(
        function, body, model, names, language="sql", traits=("STRICT", DEFINER), needs=(table_id(function.table),)
    )
