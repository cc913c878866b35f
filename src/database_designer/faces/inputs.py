"""What a command is to read, and the end of one whose input cannot be used."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from database_designer.diagnostics import Diagnostic
from database_designer.faces.as_data import diagnostics_data
from database_designer.faces.configuration import load_configuration
from database_designer.faces.console import print_diagnostics, print_json
from database_designer.faces.tasks import DesignTask, DiscoverTask, Exit
from database_designer.pipeline.understanding import Request


def request_of(task: DesignTask | DiscoverTask) -> tuple[Request | None, tuple[Diagnostic, ...]]:
    """What is to be read and how; None where the configuration is wrong: a guess would overwrite the last result."""
    path = task.path
    configuration, wrong = load_configuration(path if path.is_dir() else path.parent)
    if wrong:
        return None, wrong
    output, postgres = (task.output, task.postgres) if isinstance(task, DesignTask) else (None, None)
    distribute = isinstance(task, DesignTask) and task.distribute
    request = Request(
        path=path, requirements=task.requirements, api=task.api, docs=task.docs, output=output,
        configuration=replace(
            configuration, postgres=postgres or configuration.postgres, distribute=distribute or configuration.distribute
        ),
    )  # fmt: skip
    return request, ()


def unusable(said: Sequence[Diagnostic], *, as_json: bool) -> Exit:
    """Says why nothing can be made of what was given."""
    print_diagnostics(said)
    if as_json:
        print_json({"outcome": "unusable", "output": None, "diagnostics": diagnostics_data(said)})
    return Exit.UNUSABLE
