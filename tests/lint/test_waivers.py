"""Waivers: they answer what they name, have a reason, and are missed where they answer nothing."""

from __future__ import annotations

from database_designer.diagnostics import Severity
from database_designer.lint import Finding, Rule, Subject, all_rules, check
from database_designer.lint.catalog import Catalog
from database_designer.lint.decided import DECIDED
from database_designer.model.configuration import Waiver
from tests.lint.pages import FOLDER

EMPTY = Subject(catalog=Catalog(version=18))
NAME = "primary-key-missing"


def finding(*objects: str, severity: Severity = Severity.WARNING) -> Rule:
    """The rule of that name, which finds these objects."""
    return Rule(
        code="A1", name=NAME, severity=severity, checks="", why="", sources=(),
        find=lambda _: [Finding(object=o, fact="is there", fix="") for o in objects],
    )  # fmt: skip


def waiver(name: str = "*", *, rule: str = NAME, reason: str = "for a reason") -> Waiver:
    return Waiver(rule=rule, object=name, reason=reason)


def test_a_finding_stands_and_a_note_does_not() -> None:
    assert not check(EMPTY, rules=[finding("moths")]).clean
    assert check(EMPTY, rules=[finding("moths", severity=Severity.INFO)]).clean


def test_a_waiver_answers_the_objects_that_it_names() -> None:
    report = check(EMPTY, [waiver("moth*")], rules=[finding("moths", "bees")])
    assert [(j.finding.object, j.stands) for j in report.judged] == [("bees", True), ("moths", False)]
    assert report.said == ()


def test_a_waiver_that_answers_nothing_is_said() -> None:
    report = check(EMPTY, [waiver("wasps")], rules=[finding("bees")])
    assert [d.fact for d in report.said] == ['the waiver of "primary-key-missing" for "wasps" answers no finding']


def test_a_waiver_without_reason_does_not_hold() -> None:
    report = check(EMPTY, [waiver(reason=" ")], rules=[finding("bees")])
    assert not report.clean
    assert "has no reason, so it does not hold" in report.said[0].fact


def test_a_waiver_of_an_unknown_rule_is_said() -> None:
    report = check(EMPTY, [waiver(rule="no-such-rule"), waiver("")], rules=[])
    assert [d.fact.partition('" ')[2] for d in report.said] == ['for "*" names no rule', 'for "" names no object']


def test_what_designs_answer_for_themselves_is_recorded() -> None:
    record = (FOLDER.parent / "decisions" / "0013-waived-rules.md").read_text()
    assert {w.rule for w in DECIDED} <= {r.name for r in all_rules()}
    assert [w.rule for w in DECIDED if f"| {w.rule} |" not in record] == []
