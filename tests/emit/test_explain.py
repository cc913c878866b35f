"""Explaining a name: what it is, where it comes from, what it has to do with others, and what proves it."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from database_designer.emit.explaining import Explanation, Key, explain, known_of
from database_designer.model.conceptual import Accounted, AccountedStatement, Use
from database_designer.model.configuration import Configuration
from database_designer.model.design import Design
from database_designer.model.proof import (
    Outcome,
    PlanProof,
    PlanVerdict,
    Probe,
    ProbeKind,
    Proof,
    RuleProof,
    ServerProof,
    Step,
)
from database_designer.pipeline.designing import design_model
from database_designer.pipeline.understanding import Request, understand
from database_designer.source import Evidence, Span

from . import library

LIBRARY = known_of(library.design(), None)
FESTIVAL = Path(__file__).parents[2] / "examples" / "festival" / "model.yaml"


@cache
def festival() -> Design:
    """A design in which every form of the model language occurs."""
    made, _ = design_model(understand(Request(path=FESTIVAL)), Configuration())
    assert made is not None
    return made


def one(name: str, design: Design | None = None, proof: Proof | None = None) -> Explanation:
    found = explain(name, known_of(design or library.design(), proof)).explanations
    assert len(found) == 1
    return found[0]


def bonds(explanation: Explanation) -> dict[str, list[str]]:
    return {b.how: [k.name for k in b.others] for b in explanation.bonds}


def test_every_name_of_a_design_is_explained() -> None:
    known = known_of(festival(), None)
    for key in known.names:
        found = [e for e in explain(key.name, known).explanations if e.key == key]
        assert len(found) == 1, key
        assert found[0].facts or found[0].sql or key.kind == "requirement", f"nothing is said of {key}"
        assert found[0].bonds or key.kind in ("rule", "requirement"), f"{key} has to do with nothing"
        assert found[0].origin is None or found[0].origin.decided_by, f"nobody decided {key}"


def test_all_kinds_are_there() -> None:
    kinds = {k.kind for k in known_of(festival(), None).names}
    assert kinds >= {
        "table", "column", "primary key", "unique constraint", "check constraint", "exclusion constraint", "foreign key",
        "index", "enum type", "function", "trigger", "policy", "view", "job", "entity type", "attribute", "reference", "link",
        "lifecycle", "rule", "access pattern", "list", "requirement",
    }  # fmt: skip


class TestOfEachKind:
    def test_a_table_tells_its_sentence_its_statement_and_what_refers_to_it(self) -> None:
        found = one("books")
        assert found.origin is not None
        assert found.origin.evidence[0].quote == "A book has a title and belongs to genres."
        assert found.sql[0].startswith("CREATE TABLE books")
        assert "loans_book_id_fkey" in bonds(found)["is referred to by"]
        assert "books.title" in bonds(found)["has the columns"]

    def test_a_column_tells_its_type_and_what_uses_it(self) -> None:
        found = one("loans.book_id")
        assert dict(found.facts)["type"] == "uuid"
        assert dict(found.facts)["value"] == "required (NOT NULL)"
        assert "loans_book_id_fkey" in bonds(found)["is used by"]

    def test_an_element_of_the_concept_tells_where_it_is_held(self) -> None:
        found = one("Book.title")
        assert dict(found.facts)["in model.yaml"].startswith("title: text")
        assert bonds(found)["is held in"] == ["books.title"]

    def test_a_trigger_is_known_by_its_own_name_as_well(self) -> None:
        trigger = next(k for k in LIBRARY.names if k.kind == "trigger")
        found = explain(trigger.name.partition(".")[2], LIBRARY)
        assert trigger in [e.key for e in found.explanations]

    def test_a_function_tells_who_calls_it(self) -> None:
        function = next(k for k in LIBRARY.names if k.kind == "function")
        assert bonds(one(function.name))["is called by"]

    def test_an_access_pattern_tells_the_index_that_serves_it_and_back(self) -> None:
        design = festival()
        service = next(s for s in design.physical.services if s.indexes)
        assert set(service.indexes) <= set(bonds(one(service.query, design))["is served by"])
        assert service.query in bonds(one(service.indexes[0], design))["serves"]

    def test_a_pattern_that_no_index_serves_says_why(self) -> None:
        design = festival()
        service = next(s for s in design.physical.services if not s.indexes)
        assert dict(one(service.query, design).facts)["without an index"] == service.reason

    def test_a_requirement_tells_its_statements_and_all_that_came_of_it(self) -> None:
        design = library.design()
        quoted = AccountedStatement(
            said=Evidence(span=Span(file="r.md", line=7, end_line=7), quote="A book has a title.", requirement="FR-2"),
            use=Use.USED,
            elements=("Book.title",),
        )
        concept = replace(
            design.concept,
            statements=(quoted,),
            accounting=(Accounted(requirement="FR-2", use=Use.USED, elements=("Book",)),),
        )
        found = one("FR-2", replace(design, logical=replace(design.logical, concept=concept)))
        assert dict(found.facts)["became"] == "used"
        assert [(s.place, s.elements) for s in found.said] == [("r.md:7", ("Book.title",))]
        assert {"books", "Book"} <= set(bonds(found)["led to"])


class TestProof:
    def proof(self) -> Proof:
        design = library.design()
        probe = Probe(kind=ProbeKind.REJECTED, what="a loan", outcome=Outcome.PASSED)
        rules = tuple(
            RuleProof(element=e.element, what=e.what, form="", probes=(probe,)) for e in design.physical.enforcements
        )
        steps = (Step(name="catalog equals the model", outcome=Outcome.PASSED),)
        return Proof(servers=(ServerProof(version="18.6", kind="embedded", steps=steps, rules=rules),))

    def test_a_constraint_tells_the_rule_that_it_keeps_and_what_was_tried_of_it(self) -> None:
        found = one("loans_returned_on_check", proof=self.proof())
        assert [k.enforcement.element for k in found.kept] == ["Loan.dates"]
        assert [p.probes[0].kind for k in found.kept for p in k.proofs] == [ProbeKind.REJECTED]

    def test_the_rule_tells_the_same(self) -> None:
        design = library.design()
        kept = [k.enforcement for k in one("loans_returned_on_check", design).kept]
        assert kept == [e for e in design.physical.enforcements if e.element == "Loan.dates"]

    def test_an_object_was_seen_in_the_catalog(self) -> None:
        seen = one("books", proof=self.proof()).seen
        assert [(s.server, s.what, s.outcome) for s in seen] == [
            ("PostgreSQL 18.6", "catalog equals the model", "passed")
        ]

    def test_an_index_tells_the_plans_that_use_it(self) -> None:
        index = "loans_member_id_lent_on_idx"
        plan = PlanProof(
            query="Loan.of_member",
            kind="query",
            what="",
            verdict=PlanVerdict.SHOWN,
            used=(index,),
            blocks=4,
            without=90,
        )
        proof = Proof(servers=(ServerProof(version="18.6", kind="embedded", steps=(), plans=(plan,)),))
        (seen,) = one(index, proof=proof).seen
        assert (seen.what, seen.outcome) == ("plan of Loan.of_member", "shown")
        assert seen.facts == (f"{index}: 4 blocks, 90 without (22 times as many)",)

    def test_without_a_proof_nothing_is_claimed(self) -> None:
        found = one("loans_returned_on_check")
        assert (found.seen, [k.proofs for k in found.kept]) == ((), [()])


class TestNames:
    def test_case_does_not_matter_where_it_tells_nothing_apart(self) -> None:
        assert one("BOOKS").key == Key("table", "books")
        assert one("book").key == Key("entity type", "Book")

    def test_the_schema_may_stand_before_it(self) -> None:
        assert one("public.books").key == Key("table", "books")

    def test_a_column_alone_will_do_where_only_one_has_it(self) -> None:
        assert one("title").key == Key("column", "books.title")

    def test_what_several_have_is_ambiguous(self) -> None:
        answer = explain("id", LIBRARY)
        assert answer.ambiguous
        assert not answer.explanations
        assert {"books.id", "members.id"} <= {k.name for k in answer.near}

    @pytest.mark.parametrize(("wrong", "right"), [("boks", "books"), ("Book.titel", "Book.title"), ("FR-22", "FR-2")])
    def test_what_is_near_an_unknown_name_is_told(self, wrong: str, right: str) -> None:
        answer = explain(wrong, LIBRARY)
        assert not answer.ambiguous
        assert right in [k.name for k in answer.near]

    @pytest.mark.parametrize("hostile", ["", ".", "x" * 100_000, "a\0b", "'; DROP TABLE books; --"])
    def test_any_text_has_an_answer(self, hostile: str) -> None:
        assert not explain(hostile, LIBRARY).explanations
