"""Every form of the model language as a whole case: a small model, designed, applied and proven on a server.

The first lines of a model tell what it shows, and the probes by which its elements have to be proven:
`# Diver.capacity: accepted, rejected, race, mutation`. Nothing else of it may stay unproven either.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from database_designer.model.proof import ProbeKind, RuleProof
from database_designer.verify import Server
from tests.forms.whole import complaints, designed, rules_tried

MODELS = sorted((Path(__file__).parent / "models").glob("*.yaml"))
_ASKED = re.compile(r"# ([A-Z]\w*(?:\.\w+)?): ([a-z, ]+)")


def asked(model: Path) -> dict[str, set[ProbeKind]]:
    """The probes that the first lines of a model ask for, by element."""
    found = (_ASKED.fullmatch(line) for line in model.read_text(encoding="utf-8").splitlines())
    return {m[1]: {ProbeKind(k.strip()) for k in m[2].split(",")} for m in found if m}


def kinds_tried(rules: tuple[RuleProof, ...], element: str) -> set[ProbeKind]:
    """The kinds of probes of an element and, for an entity, of its members."""
    own = (r for r in rules if r.element == element or r.element.startswith(f"{element}."))
    return {probe.kind for rule in own for probe in rule.probes}


@pytest.mark.parametrize("model", MODELS, ids=lambda p: p.stem)
def test_a_form_is_designed_without_a_word(model: Path) -> None:
    assert [e.what for e in designed(model).physical.enforcements if not e.objects] == []


@pytest.mark.parametrize("model", MODELS, ids=lambda p: p.stem)
def test_a_form_is_proven(model: Path, server: Server) -> None:
    design = designed(model)
    if design.physical.row_security and server.kind != "embedded":
        pytest.skip("roles belong to a whole server: what they see is tried on the embedded one only")
    rules = rules_tried(design, server)
    assert complaints(rules) == []
    missing = {element: kinds - kinds_tried(rules, element) for element, kinds in asked(model).items()}
    assert {element: kinds for element, kinds in missing.items() if kinds} == {}


@pytest.mark.parametrize("model", MODELS, ids=lambda p: p.stem)
def test_a_case_is_small_and_says_what_it_shows(model: Path) -> None:
    lines = model.read_text(encoding="utf-8").splitlines()
    assert lines[0].startswith("# ")
    assert asked(model)
    assert len(lines) <= 45
