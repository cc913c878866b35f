"""Whether what a server holds is what was designed: nothing lost, altered or added on the way through SQL text.

Two comparisons make a chain. The statements of the plan are run one by one in a second database; what that holds is
compared with the catalog worked out from the physical model without SQL (expected.py): names, types, keys, actions,
order. And what the script made is compared with it, where conditions, defaults, bodies and comments stand in the
server's own spelling on both sides, so that a script that differs from the plan in a single operator is found.
"""

from __future__ import annotations

from dataclasses import replace

import psycopg

from database_designer.model.physical import PhysicalModel
from database_designer.model.plan import Plan
from database_designer.verify.catalog import Catalog
from database_designer.verify.difference import differences
from database_designer.verify.expected import expected_catalog
from database_designer.verify.introspect import introspect


def catalog_of_plan(connection: psycopg.Connection, plan: Plan, schema: str) -> Catalog:
    """What an empty database holds after the statements of `plan`. Raises psycopg.Error where one of them fails."""
    with connection.transaction():
        for statement in plan.schema:
            connection.execute(statement.sql.encode())
    return introspect(connection, schema)


def round_trip_facts(found: Catalog, model: PhysicalModel, planned: Catalog) -> tuple[str, ...]:
    """How `planned` differs from the model, and `found` from `planned`, a fact each; none where all are the same."""
    expected = expected_catalog(model)
    asked = {(c.kind, c.on) for c in expected.comments}
    # The plan has comments of its own making (rules, requirements): only those of the model are counted against it.
    of_model = replace(planned, comments=tuple(c for c in planned.comments if (c.kind, c.on) in asked))
    lost = (f"in the plan: {fact}" for fact in differences(of_model, expected))
    return (*lost, *differences(found, planned))


def counts(catalog: Catalog) -> str:
    """What a catalog holds, in numbers: "12 tables, 80 columns, ..."; kinds it has none of are left out."""
    tables = catalog.tables
    numbers = (
        (len(tables), "table"),
        (sum(len(t.columns) for t in tables), "column"),
        (sum(len(t.primary_key) for t in tables), "primary key"),
        (sum(len(t.uniques) for t in tables), "unique constraint"),
        (sum(not c.exclusion for t in tables for c in t.checks), "check"),
        (sum(c.exclusion for t in tables for c in t.checks), "exclusion constraint"),
        (len(catalog.foreign_keys), "foreign key"),
        (len(catalog.indexes), "index"),
        (len(catalog.enums), "enum type"),
        (len(catalog.functions), "function"),
        (len(catalog.triggers), "trigger"),
        (len(catalog.views), "view"),
        (len(catalog.sequences), "sequence"),
        (len(catalog.policies), "policy"),
        (len(catalog.comments), "comment"),
    )
    return ", ".join(counted(number, noun) for number, noun in numbers if number) or "nothing"


def counted(number: int, noun: str) -> str:
    """`1 table`, `3 tables`, `2 indexes`, `4 policies`."""
    if number == 1:
        return f"{number} {noun}"
    return (
        f"{number} {noun[:-1]}ies"
        if noun.endswith("y") and noun[-2:] != "ey"
        else f"{number} {noun}{'es' if noun.endswith('x') else 's'}"
    )
