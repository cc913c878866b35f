"""docs/model.md: its examples are read as they stand."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from database_designer.model.conceptual import Kind
from database_designer.modelfile.lines import attribute_line
from database_designer.modelfile.nodes import read_nodes
from database_designer.source import SourceFile, SourceRole

from .helpers import model_of

TEXT = (Path(__file__).parents[2] / "docs" / "model.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```yaml\n(.*?)```", TEXT, re.DOTALL)
TABLE = TEXT.partition("| option |")[2].partition("\n\n")[0]
EXAMPLES = [e for row in TABLE.splitlines()[2:] for e in re.findall(r"`([^`]*)`", row.split(" | ")[1])]
TYPED = tuple(f"{kind.value}, " for kind in Kind)


def test_the_first_example_is_a_whole_model():
    assert [e.name for e in model_of(BLOCKS[0]).entities] == ["Member", "Loan"]


@pytest.mark.parametrize("block", BLOCKS)
def test_every_example_is_yaml(block):
    node, diagnostics = read_nodes(SourceFile(path="model.md", text=block, role=SourceRole.MODEL))
    assert node is not None, diagnostics


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_option_is_read(example):
    line = example if example.startswith(TYPED) else f"text, {example}"
    assert not attribute_line("x", line, ()).faults
