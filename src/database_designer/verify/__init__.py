"""Whether a real PostgreSQL agrees with a design."""

from __future__ import annotations

from collections.abc import Sequence

from database_designer.model.design import Design
from database_designer.model.proof import Proof
from database_designer.verify.checklist import query_checklist
from database_designer.verify.criteria import success_criteria
from database_designer.verify.embedded import embedded_server
from database_designer.verify.proving.scenario import Scenario
from database_designer.verify.scripts import Scripts, scripts_of_plan
from database_designer.verify.server import Server, ServerError, ServerSource, server_by_url
from database_designer.verify.steps import prove_on

__all__ = [
    "Scenario",
    "Scripts",
    "Server",
    "ServerError",
    "ServerSource",
    "embedded_server",
    "prove",
    "prove_on",
    "query_checklist",
    "scripts_of_plan",
    "server_by_url",
    "success_criteria",
]


def prove(
    design: Design,
    scripts: Scripts,
    *,
    servers: Sequence[ServerSource],
    erd_edges: frozenset[tuple[str, str]],
    scenarios: Sequence[Scenario] = (),
) -> Proof:
    """The whole proof: the steps and the rules on each server, the success criteria, the checklist.

    `erd_edges` are the (referring table, table) pairs that the diagrams show, `scenarios` what is tried of the rules.
    With no servers only the criteria and the checklist are worked out.
    """
    proofs = tuple(prove_on(source, design, scripts, scenarios, plans=True) for source in servers)
    return Proof(
        servers=proofs,
        criteria=success_criteria(design, proofs, erd_edges),
        checklist=query_checklist(design, proofs),
    )
