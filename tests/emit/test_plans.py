"""Section 6: the queries as SQL with what their plans showed."""

from __future__ import annotations

from dataclasses import replace

from database_designer.emit.document import plans
from database_designer.emit.document.facts import Facts, gather
from database_designer.model.conceptual import Kind, SortKey
from database_designer.model.proof import PlanProof, PlanVerdict, Proof, ServerProof
from tests.concepts import attribute, entity, model, query, reference
from tests.design.helpers import designed
from tests.emit import library

PLAN = PlanProof(
    query="Dive.latest", kind="query", what="", verdict=PlanVerdict.SHOWN, used=("ix_dives",), blocks=12, without=3400
)  # fmt: skip


def facts(*found: PlanProof) -> Facts:
    latest = query("latest", says="newest dives", filter=(("reef",),), sort=(SortKey(path=("at",)),))
    dive = entity("Dive", reference("reef", "Reef"), attribute("at", Kind.INSTANT), queries=(latest,))
    physical = designed(model(entity("Reef", attribute("title")), dive))
    server = ServerProof(version="18.6", kind="embedded", steps=(), plans=found, synthetic=(("dives", 9000),))
    return gather(replace(library.design(), physical=physical), Proof(servers=(server,)) if found else None, ())


def test_a_query_stands_under_its_blocks_with_the_index_and_without() -> None:
    text = plans.queries(facts(PLAN))
    assert "-- Dive.latest: newest dives\n-- $1 reef\n-- LIMIT 20 is assumed: " in text
    assert "-- ix_dives: 12 blocks, 3,400 without (283 times as many)\n" in text
    assert "FROM dives\nWHERE reef_id = $1\nORDER BY at\nLIMIT 20;" in text
    assert "on PostgreSQL 18.6 with 9,000 synthetic rows" in text


def test_what_is_not_shown_says_why() -> None:
    unshown = replace(PLAN, verdict=PlanVerdict.NOT_SHOWN, without=None, reason="the planner goes another way")
    assert "-- not shown: the planner goes another way\n" in plans.queries(facts(unshown))


def test_without_a_server_the_queries_stand_alone() -> None:
    text = plans.queries(facts())
    assert text.startswith("Plans were not looked at: no server was asked.")
    assert "WHERE reef_id = $1" in text


def test_patterns_that_nobody_writes_are_counted_by_kind() -> None:
    found = replace(PLAN, query="fk_dives_reef_id", kind="children")
    other = replace(found, query="fk_dives_x", verdict=PlanVerdict.NOT_SHOWN, without=None, reason="it spares nothing")
    text = plans.implied(facts(found, other))
    assert "- 1 of 2 foreign keys" in text
    assert "12 blocks, 3,400 without (medians)" in text
    assert "`fk_dives_x`: it spares nothing" in text
