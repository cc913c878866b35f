"""Every rule has a page; what the page calls bad is found on a real server, what it calls good is not."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from database_designer.diagnostics import Severity
from database_designer.lint import Reads, Rule, all_rules
from database_designer.verify import Server
from tests.lint.pages import FOLDER, checked, read_page
from tests.lint.test_design_rules import BROKEN

RULES = {rule.name: rule for rule in all_rules()}
WITH_DDL = [rule for rule in RULES.values() if read_page(FOLDER / f"{rule.name}.md").scripts("Bad")]
READ = {Reads.CATALOG: "the catalog", Reads.SCRIPT: "the text of migrations", Reads.DESIGN: "the design (design.json)"}


@pytest.fixture(scope="module")
def bench(server: Server) -> Iterator[str]:
    """A database that all cases share: each leaves it as empty as it was."""
    with server.scratch_database() as conninfo:
        yield conninfo


def named(rule: Rule) -> str:
    return rule.name


def test_a_rule_without_ddl_on_its_page_has_a_test_of_its_own() -> None:
    others = set(RULES) - {r.name for r in WITH_DDL} - set(BROKEN) - {"classification-untold"}
    assert others == {"index-invalid", "migration-without-undo"}  # test_foreign_schemas.py, test_files.py


def test_every_rule_has_its_page_and_every_page_its_rule() -> None:
    assert sorted(p.stem for p in FOLDER.glob("*.md") if p.stem != "README") == sorted(RULES)


@pytest.mark.parametrize("rule", RULES.values(), ids=named)
def test_the_index_has_a_line_for_the_rule(rule: Rule) -> None:
    severity = "note" if rule.severity == Severity.INFO else "warning"
    line = f"| [{rule.name}]({rule.name}.md) | {severity} | {rule.checks} | {rule.reads} |"
    assert line in (FOLDER / "README.md").read_text().splitlines()


@pytest.mark.parametrize("rule", RULES.values(), ids=named)
def test_a_page_says_what_the_rule_says(rule: Rule) -> None:
    page = read_page(FOLDER / f"{rule.name}.md")
    severity = "a note" if rule.severity == Severity.INFO else "a warning"
    assert page.title == rule.name
    assert page.head.startswith(f"Rule {rule.code}, {severity}; it reads {READ[rule.reads]}.")
    assert f"**Checked:** {rule.checks} **Why:** {rule.why}" in page.head
    assert list(page.sections) == ["Bad", "Good", "When to waive it", "Sources"]
    assert page.sections["Sources"].split("\n") == ["", *(f"- {s}" for s in rule.sources), ""]
    assert f'rule = "{rule.name}"' in page.sections["When to waive it"]


@pytest.mark.parametrize("rule", WITH_DDL, ids=named)
def test_what_its_page_calls_bad_is_found(rule: Rule, bench: str) -> None:
    report = checked(bench, *read_page(FOLDER / f"{rule.name}.md").scripts("Bad"), rules=(rule,))
    assert {j.rule for j in report.judged} == {rule}
    assert [d.fact for d in report.said if d.severity != Severity.INFO] == []


@pytest.mark.parametrize("rule", WITH_DDL, ids=named)
def test_what_its_page_calls_good_is_not(rule: Rule, bench: str) -> None:
    report = checked(bench, *read_page(FOLDER / f"{rule.name}.md").scripts("Good"), rules=(rule,))
    assert [(j.finding.object, j.finding.fact) for j in report.judged] == []
    assert [d.fact for d in report.said if d.severity != Severity.INFO] == []
