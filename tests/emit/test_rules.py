"""Rule by rule: by what each is kept and whether that is proven; and proof.sql, which tries it again."""

from __future__ import annotations

from dataclasses import replace

from database_designer.emit import emit
from database_designer.emit.document import database_schema
from database_designer.model.design import Design
from database_designer.model.physical import Enforcement
from database_designer.model.proof import Outcome, Probe, ProbeKind, Proof, RuleProof, ServerProof
from database_designer.verify import Scenario

from . import library

DESIGN = library.design()
DATES = next(e for e in DESIGN.physical.enforcements if e.element == "Loan.dates")
TRIAL = Scenario(enforcement=DATES, kind=ProbeKind.ACCEPTED, what="a loan", act=("SELECT 1;",))


def probe(kind: ProbeKind, outcome: Outcome = Outcome.PASSED, *facts: str) -> Probe:
    return Probe(kind=kind, what="a trial", outcome=outcome, facts=facts)


def proof(design: Design, *probes: Probe) -> Proof:
    """A proof in which the rule about dates was tried by these probes, and the others not at all."""
    rules = tuple(of_rule(e, probes if e == DATES else ()) for e in design.physical.enforcements)
    return Proof(servers=(ServerProof(version="18.6", kind="embedded", steps=(), rules=rules),))


def of_rule(enforcement: Enforcement, probes: tuple[Probe, ...]) -> RuleProof:
    return RuleProof(
        element=enforcement.element, what=enforcement.what, form="", probes=probes, reason=enforcement.reason
    )


def row(document: str, element: str) -> list[str]:
    """The cells of the row about an element in the table of rules."""
    lines = document.split("### How Each Rule Is Kept")[1].splitlines()
    return [cell.strip() for line in lines if line.startswith(f"| `{element}` |") for cell in line.split("|")[1:-1]]


def test_a_rule_is_listed_with_what_keeps_it_and_what_was_tried_of_it() -> None:
    tried = proof(DESIGN, probe(ProbeKind.ACCEPTED), probe(ProbeKind.REJECTED), probe(ProbeKind.MUTATION))
    document = database_schema(DESIGN, tried, ())
    assert row(document, "Loan.dates") == [
        "`Loan.dates`",
        "A loan is not returned before it was lent",
        "`loans_returned_on_check`",
        "✅ 1 accepted, 1 rejected, 1 mutation",
        "FR-3",
    ]
    assert "proven on a server: 1." in document


def test_what_is_not_proven_says_why() -> None:
    failed = proof(DESIGN, probe(ProbeKind.REJECTED, Outcome.FAILED, "it was accepted"))
    assert row(database_schema(DESIGN, failed, ()), "Loan.dates")[3] == "❌ failed: rejected, a trial: it was accepted"
    skipped = proof(DESIGN, probe(ProbeKind.RACE, Outcome.SKIPPED, "no rows"))
    assert row(database_schema(DESIGN, skipped, ()), "Loan.dates")[3] == "unproven: race, a trial: no rows"
    assert row(database_schema(DESIGN, proof(DESIGN), ()), "Loan.dates")[3] == "unproven: nothing was tried"
    assert row(database_schema(DESIGN, Proof(), ()), "Loan.dates")[3] == "not tried"


def test_a_rule_that_no_object_keeps_says_where_it_belongs() -> None:
    cells = row(database_schema(DESIGN, proof(DESIGN), ()), "Member.fees")
    assert cells[2:4] == ["not by the database: checked by the application", "–"]


def tried(*trials: Scenario, outcome: Outcome = Outcome.PASSED) -> str:
    """The script of trials that all ended alike."""
    probes = [Probe(kind=t.kind, what=t.what, outcome=outcome) for t in trials]
    rule = replace(of_rule(trials[0].enforcement, ()), probes=tuple(probes))
    found = Proof(servers=(ServerProof(version="18.6", kind="embedded", steps=(), rules=(rule,)),))
    return next(a.text for a in emit(DESIGN, found, (), trials) if a.path == "proof.sql")


def test_what_was_tried_is_written_as_a_script() -> None:
    paths = [a.path for a in emit(DESIGN, Proof(), (), (TRIAL,))]
    assert paths[-2:] == ["proof.json", "proof.sql"]
    assert "proof.sql" not in [a.path for a in emit(DESIGN, Proof(), ())]


def test_what_did_not_pass_is_not_in_the_script() -> None:
    assert "SELECT 1;" in tried(TRIAL)
    assert "SELECT 1;" not in tried(TRIAL, outcome=Outcome.FAILED)


def test_nothing_in_a_name_or_text_ends_the_script_s_quotes_or_comments() -> None:
    nasty = replace(DATES, element="Loan.'; DROP", what="one\nDROP TABLE loans; --")
    trial = replace(TRIAL, enforcement=nasty, what="it's\n$act$", act=("SELECT '$act$ $$';",))
    text = tried(trial, replace(trial, kind=ProbeKind.RACE))
    lines = text.splitlines()
    assert "-- Loan.'; DROP: one DROP TABLE loans; --" in lines
    assert not [line for line in lines if line.startswith("DROP")]
    assert "$act$SELECT '$act$" not in text
