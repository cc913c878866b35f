"""The validator of plans finds what would not run."""

from __future__ import annotations

from dataclasses import replace

from database_designer.ddl import plan
from database_designer.model.check.plan import check_plan
from database_designer.model.plan import Plan, Statement

from .library import library

MADE = plan(library())


def codes(made: Plan) -> list[str]:
    return [d.code for d in check_plan(made)]


def test_what_ddl_makes_is_sound() -> None:
    assert check_plan(MADE) == ()


def test_a_need_that_comes_later_or_never() -> None:
    backwards = replace(MADE, schema=MADE.schema[::-1])
    assert set(codes(backwards)) == {"plan-need"}
    assert "created later" in check_plan(backwards)[0].fact
    assert "created nowhere" in check_plan(replace(MADE, schema=MADE.schema[1:]))[0].fact


def test_an_object_that_is_created_twice() -> None:
    assert codes(Plan(schema=MADE.schema + MADE.schema[:1])) == ["plan-twice"]


def test_a_statement_without_its_end() -> None:
    first: Statement = replace(MADE.schema[0], sql="CREATE EXTENSION pg_trgm")
    assert codes(Plan(schema=(first,))) == ["plan-statement"]
