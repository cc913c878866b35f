"""How scripts place tables on the workers of Citus: by the calls of its functions that they have."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from database_designer.lint.script import Node, Script, qualified, strings, within
from database_designer.source import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A table that is distributed by `column`, or with "" copied to every worker (a reference table)."""

    column: str
    span: Span


def placements(scripts: Iterable[Script]) -> Mapping[str, Placed]:
    """The tables that scripts place, by name."""
    found: dict[str, Placed] = {}
    for script in scripts:
        for statement in script.of_kind("SelectStmt"):
            for call in within(statement.node, "FuncCall"):
                name, arguments = strings(call.funcname)[-1], _texts(call)
                if name == "create_distributed_table" and len(arguments) > 1:
                    found[_table(arguments[0])] = Placed(column=arguments[1], span=statement.span)
                elif name == "create_reference_table" and arguments:
                    found[_table(arguments[0])] = Placed(column="", span=statement.span)
    return found


def _texts(call: Node) -> list[str]:
    """The texts that a function is called with, casts or not."""
    return [next((c.sval.sval for c in within(a, "A_Const")), "") for a in call.args]


def _table(text: str) -> str:
    schema, _, name = text.replace('"', "").rpartition(".")
    return qualified(schema, name)
