"""The role that tries what is shown of rows: it owns nothing, and may only use the tables."""

from __future__ import annotations

from database_designer.ddl.probing import PROBE_ROLE, probe_role
from database_designer.verify.apply import connect
from database_designer.verify.proving.scenario import Scenario
from database_designer.verify.server import EMBEDDED, Server

NOT_HERE = "roles belong to a whole server: what they see is tried on the embedded server only"


def needs_role(scenario: Scenario) -> bool:
    """Whether a scenario is run as the role."""
    return any(PROBE_ROLE in s for s in (*scenario.setup, *scenario.act, *scenario.rival))


def prepare_role(server: Server, conninfo: str, schema: str) -> str:
    """Makes the role, with its rights in the database `conninfo` and what is copied from it; says why not, else "".

    An embedded server is gone with it in the end. Raises psycopg.Error where the server refuses it.
    """
    if server.kind != EMBEDDED:
        return NOT_HERE
    with connect(conninfo) as connection:
        for statement in probe_role(schema):
            connection.execute(statement.encode())
    return ""
