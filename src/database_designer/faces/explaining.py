"""The command `explain`: looks a name up in a design, prints all about it, and returns the exit code."""

from __future__ import annotations

from pathlib import Path

from database_designer.diagnostics import Diagnostic, Severity
from database_designer.emit.explaining import Answer
from database_designer.faces.console import print_diagnostics, print_json
from database_designer.faces.explanation_as_data import answer_data
from database_designer.faces.explanation_text import print_explanation
from database_designer.faces.inputs import unusable
from database_designer.faces.tasks import Exit, ExplainTask
from database_designer.pipeline.explaining import explain_in

_FIX = "give a table, table.column, Entity.attribute, constraint, index, trigger, function, view, rule, access pattern, or requirement id"


def explain(task: ExplainTask) -> Exit:
    """Prints what the design has by the name; what is near where it has nothing, or too much."""
    answer, said = explain_in(task.folder or Path(), task.name)
    if answer is None:
        return unusable(said, as_json=task.as_json)
    said = (*said, *_not_found(answer))
    print_diagnostics(said)
    if task.as_json:
        print_json(answer_data(answer, said))
    else:
        for explanation in answer.explanations:
            print_explanation(explanation)
    return Exit.PROVEN if answer.explanations else Exit.UNUSABLE


def _not_found(answer: Answer) -> tuple[Diagnostic, ...]:
    """Why there is nothing to explain; none where there is."""
    if answer.explanations:
        return ()
    listed = ", ".join(f"{k.name} ({k.kind})" for k in answer.near)
    return (
        Diagnostic(
            code="ambiguous-name" if answer.ambiguous else "unknown-name",
            severity=Severity.ERROR,
            fact=f"{answer.name!r} {'names several things' if answer.ambiguous else 'names nothing in the design'}",
            fix=f"give one of {listed}" if listed else _FIX,
        ),
    )
