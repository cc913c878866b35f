"""A task to its command, and what the system refuses to a diagnostic."""

from __future__ import annotations

from database_designer.diagnostics import Diagnostic, Severity
from database_designer.faces.discovering import discover
from database_designer.faces.inputs import unusable
from database_designer.faces.tasks import DesignTask, DiscoverTask, Exit, ExplainTask, IndexesTask, LintTask, Task


def run(task: Task) -> Exit:
    """Does what the task says; returns the exit code. A place that the system refuses is unusable input."""
    try:
        return _run(task)
    except OSError as error:
        refused = Diagnostic(
            code="refused-by-system",
            severity=Severity.ERROR,
            fact=f"{error.filename or 'input or output'}: {error.strerror or error}",
            fix="check the path and its permissions",
        )
        return unusable((refused,), as_json=task.as_json)


def _run(task: Task) -> Exit:
    """Runs the command. Designing and proving are imported here, so that who only discovers does not wait for them."""
    if isinstance(task, DiscoverTask):
        return discover(task)
    if isinstance(task, ExplainTask):
        from database_designer.faces.explaining import explain  # noqa: PLC0415

        return explain(task)
    if isinstance(task, LintTask):
        from database_designer.faces.linting import lint  # noqa: PLC0415

        return lint(task)
    if isinstance(task, IndexesTask):
        from database_designer.faces.indexing import indexes  # noqa: PLC0415

        return indexes(task)
    from database_designer.faces import designing  # noqa: PLC0415

    return designing.design(task) if isinstance(task, DesignTask) else designing.verify(task)
