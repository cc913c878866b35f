"""The rules that read a design: a design of ours breaks none of them; with one thing taken out of it, it breaks one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import psycopg
import pytest

from database_designer.emit import scripts
from database_designer.lint import Reads, Subject, all_rules, check, read_catalog, read_script
from database_designer.lint.catalog import Catalog
from database_designer.model.configuration import Configuration
from database_designer.model.design import Design
from database_designer.model.expression import Path as ColumnPath
from database_designer.model.physical import Index, IndexKey, PhysicalModel
from database_designer.pipeline.designing import design_model
from database_designer.pipeline.understanding import Request, understand
from database_designer.source import Origin
from tests.lint.pages import applied

MODEL = """\
model: Lighthouses
entities:
  Keeper:
    attributes: {name: text, email: 'text, personal, unique', token: 'text, secret'}
    history: audited
    queries:
      find: {search: [name]}
  Watch:
    references: {keeper: Keeper}
    attributes: {starts_at: instant, ends_at: instant, kind: text, lamps: integer}
    rules:
      lamps_are_lit: {always: lamps >= 1}
    queries:
      of_kind: {filter: [kind], range: starts_at}
      per_kind: {report: [count], by: [kind], fresh: nightly}
    retention: {keep: 2 years, after: starts_at, then: delete}
    volume: {rows: 200 million, growth: 1 million per day}
"""
ORIGIN = Origin(decided_by="test")
Broken = Callable[[PhysicalModel], PhysicalModel]


@pytest.fixture(scope="module")
def design(tmp_path_factory: pytest.TempPathFactory) -> Design:
    """The design of the model above."""
    path = tmp_path_factory.mktemp("model") / "model.yaml"
    path.write_text(MODEL)
    made, said = design_model(understand(Request(path=path)), Configuration(postgres=15))
    assert made is not None
    assert [d.fact for d in said if d.severity == "error"] == []
    return made


def broken_rules(design: Design, change: Broken, catalog: Catalog | None = None) -> set[str]:
    """The names of the rules on designs that the design breaks after `change`."""
    rules = [r for r in all_rules() if r.reads == Reads.DESIGN]
    changed = replace(design, physical=change(design.physical))
    subject = Subject(catalog=catalog or Catalog(version=18), design=changed)
    return {j.rule.name for j in check(subject, rules=rules).judged if not j.waiver}


def two(name: str) -> IndexKey:
    return IndexKey(expression=ColumnPath(steps=(name,)))


def without_purpose(physical: PhysicalModel) -> PhysicalModel:
    return replace(physical, indexes=tuple(replace(i, serves=(), purpose="") for i in physical.indexes))


def without_services(physical: PhysicalModel) -> PhysicalModel:
    return replace(physical, services=())


def range_first(physical: PhysicalModel) -> PhysicalModel:
    index = Index(
        name="ix", table="watches", keys=(two("starts_at"), two("kind")), origin=ORIGIN, serves=("Watch.of_kind",)
    )
    services = (replace(s, indexes=("ix",)) if s.query == "Watch.of_kind" else s for s in physical.services)
    return replace(physical, indexes=(*physical.indexes, index), services=tuple(services))


def searched_by_key(physical: PhysicalModel) -> PhysicalModel:
    services = (replace(s, indexes=("pk_keepers",), reason="") for s in physical.services)
    return replace(physical, services=tuple(services))


def unkept(physical: PhysicalModel) -> PhysicalModel:
    return replace(physical, enforcements=tuple(replace(e, objects=(), reason="") for e in physical.enforcements))


def unexplained(physical: PhysicalModel) -> PhysicalModel:
    keys = (replace(f, reason="", origin=replace(f.origin, principle="")) for f in physical.foreign_keys)
    return replace(physical, foreign_keys=tuple(keys))


def secret_recorded(physical: PhysicalModel) -> PhysicalModel:
    return replace(physical, triggers=tuple(replace(t, arguments=t.arguments[:1]) for t in physical.triggers))


def without_reason(physical: PhysicalModel) -> PhysicalModel:
    tables = (
        replace(t, partitioning=replace(t.partitioning, reason="")) if t.partitioning else t for t in physical.tables
    )
    return replace(physical, tables=tuple(tables))


def whole(physical: PhysicalModel) -> PhysicalModel:
    return replace(physical, tables=tuple(replace(t, partitioning=None) for t in physical.tables))


def without_jobs(physical: PhysicalModel) -> PhysicalModel:
    return replace(physical, jobs=())


BROKEN: dict[str, Broken] = {
    "index-without-purpose": without_purpose,
    "query-unserved": without_services,
    "equality-after-range": range_first,
    "search-unserved": searched_by_key,
    "rule-unkept": unkept,
    "delete-action-unexplained": unexplained,
    "secret-in-history": secret_recorded,
    "partitioned-without-volume": without_reason,
    "large-table-whole": whole,
    "partitions-made-by-nobody": without_jobs,
    "retention-without-job": without_jobs,
    "refresh-without-job": without_jobs,
}


def test_every_rule_on_designs_has_a_case() -> None:
    assert {r.name for r in all_rules() if r.reads == Reads.DESIGN} == {*BROKEN, "classification-untold"}


def test_a_design_breaks_none(design: Design, database: str) -> None:
    script = read_script("V001.sql", scripts(design).schema)
    with applied(database, [script]) as refused, psycopg.connect(database, autocommit=True) as connection:
        assert refused == ()
        catalog = read_catalog(connection)
    assert broken_rules(design, lambda physical: physical, catalog) == set()


@pytest.mark.parametrize("rule", BROKEN)
def test_without_what_it_asks_for_the_rule_is_broken(design: Design, rule: str) -> None:
    assert rule in broken_rules(design, BROKEN[rule])


def test_classified_columns_without_their_comment(design: Design, database: str) -> None:
    schema = "\n".join(line for line in scripts(design).schema.splitlines() if "COMMENT ON COLUMN keepers" not in line)
    with applied(database, [read_script("V001.sql", schema)]), psycopg.connect(database) as connection:
        assert "classification-untold" in broken_rules(design, lambda physical: physical, read_catalog(connection))
