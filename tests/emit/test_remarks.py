"""Section 1: what the rules of experts say of a design."""

from __future__ import annotations

from database_designer.emit.document.remarks import remarks
from database_designer.model.proof import Proof, Remark


def test_without_a_server_nothing_was_checked() -> None:
    assert remarks(None) == remarks(Proof()) == "Not checked: this needs a server."


def test_what_stands_is_told_one_by_one() -> None:
    proof = Proof(linted=9, remarks=(Remark(rule="primary-key-missing", object="moths", fact="has no primary key"),))
    assert remarks(proof) == (
        "9 rules of linters and guides checked: 1 finding.\n\n- `primary-key-missing`: `moths` has no primary key"
    )


def test_what_is_waived_has_its_reason_and_what_is_noted_its_objects() -> None:
    waived = [
        Remark(rule="enum-type", object=f"t{n}", fact="is an enum", waived="closed", noted=True) for n in range(5)
    ]
    noted = Remark(rule="comment-missing", object="moths", fact="has no comment", noted=True)
    assert remarks(Proof(linted=9, remarks=(*waived, noted))).splitlines()[2:] == [
        "| Waived | Objects | Reason |",
        "|---|---|---|",
        "| `enum-type` | `t0`, `t1`, `t2` and 2 more | closed |",
        "",
        "| Worth a look | Objects |",
        "|---|---|",
        "| `comment-missing` | `moths` |",
    ]


def test_markup_in_names_stays_text() -> None:
    remark = Remark(rule="x", object="a`b|c", fact="has <b>bold</b> | pipes")
    assert "<b>" not in remarks(Proof(linted=1, remarks=(remark,)))
