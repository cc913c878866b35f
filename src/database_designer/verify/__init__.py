"""Whether a real PostgreSQL agrees with a design."""

from database_designer.verify.prove import prove_on
from database_designer.verify.scripts import Scripts, scripts_of_plan
from database_designer.verify.server import Server, ServerError, ServerSource, embedded_server, server_by_url

__all__ = [
    "Scripts",
    "Server",
    "ServerError",
    "ServerSource",
    "embedded_server",
    "prove_on",
    "scripts_of_plan",
    "server_by_url",
]
