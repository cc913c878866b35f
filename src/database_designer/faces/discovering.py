"""The command `discover`: calls the pipeline up to the conceptual model, prints, and returns the exit code."""

from __future__ import annotations

from database_designer.faces.as_data import model_data
from database_designer.faces.console import (
    print_account,
    print_diagnostics,
    print_json,
    print_line,
    print_questions,
    print_table,
    print_unused,
    show_progress,
)
from database_designer.faces.inputs import request_of, unusable
from database_designer.faces.tables import model_table
from database_designer.faces.tasks import DiscoverTask, Exit
from database_designer.model.conceptual import ConceptualModel
from database_designer.pipeline.understanding import accounted, accounted_statements, discover_only


def discover(task: DiscoverTask) -> Exit:
    """Prints the model that the documents tell of."""
    request, wrong = request_of(task)
    if request is None:
        return unusable(wrong, as_json=task.as_json)
    understood = discover_only(request, show_progress)
    model = understood.concept
    if model is None:
        return unusable(understood.diagnostics, as_json=task.as_json)
    print_diagnostics(understood.diagnostics)
    if task.as_json:
        print_json(model_data(model, understood.diagnostics))
    else:
        _print_model(model, task)
    return Exit.PROVEN if model.entities else Exit.UNUSABLE


def _print_model(model: ConceptualModel, task: DiscoverTask) -> None:
    """The model, what is asked about it and what was not understood, if wanted, and the counts of the account."""
    print_table(model_table(model))
    if task.questions:
        print_questions(model.questions)
    if task.unused:
        print_unused(model.statements)
    print_account("statements", accounted_statements(model))
    print_account("requirements with an id", accounted(model))
    if model.questions and not task.questions:
        print_line(f"open questions: {len(model.questions)}, which --questions lists")
