"""The command `indexes`: reads a schema and a workload, has indexes advised, writes them, prints what came of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from database_designer.diagnostics import Diagnostic, Severity
from database_designer.emit.advice import indexes_sql
from database_designer.faces.as_data import diagnostics_data
from database_designer.faces.console import print_diagnostics, print_json, print_line, print_table, show_progress
from database_designer.faces.inputs import unusable
from database_designer.faces.tables import add_row, plain_table
from database_designer.faces.tasks import Exit, IndexesTask
from database_designer.pipeline.advising import advise_files
from database_designer.verify.advising import Advice


def indexes(task: IndexesTask) -> Exit:
    """Advises and writes; exit 0 with advice, 2 where a file cannot be used."""
    if task.output is not None and task.output.resolve() in {
        p.resolve() for p in (task.schema, task.workload, task.seed) if p is not None
    }:
        return unusable((_overwriting(task.output),), as_json=task.as_json)
    with show_progress("choosing indexes"):
        advice, said = advise_files(task.schema, task.workload, task.seed, task.database_url)
    if advice is None:
        return unusable(said, as_json=task.as_json)
    text = indexes_sql(advice)
    if task.output is not None:
        task.output.write_text(text, encoding="utf-8")
    print_diagnostics(said)
    if task.as_json:
        print_json(_data(advice, said))
    elif task.output is None:
        for line in text.splitlines():
            print_line(line)
    else:
        _print(advice, task.output)
    return Exit.PROVEN


def _overwriting(output: Path) -> Diagnostic:
    return Diagnostic(
        code="output-is-input", severity=Severity.ERROR, fact=f"{output} is one of the files to be read", fix="name another file"
    )  # fmt: skip


def _print(advice: Advice, output: Path) -> None:
    table = plain_table("Patterns", "pattern", "a minute", "served by")
    for one in advice.served:
        add_row(table, one.pattern, f"{one.frequency:g}", ", ".join(one.by) or "no index: its whole table is read")
    print_table(table)
    served = sum(bool(s.by) for s in advice.served)
    print_line(f"{len(advice.indexes)} indexes; patterns served: {served} of {len(advice.served)}")
    for fact in advice.left_out:
        print_line(f"left out: {fact}")
    print_line(f"written to {output}")


def _data(advice: Advice, said: tuple[Diagnostic, ...]) -> dict[str, Any]:
    return {
        "outcome": "advised",
        "extensions": list(advice.extensions),
        "indexes": [
            {
                "name": i.name, "table": i.table, "sql": i.sql, "statistics": list(i.statistics),
                "serves": list(i.serves), "supports": list(i.supports),
            }
            for i in advice.indexes
        ],
        "patterns": [
            {
                "name": s.pattern, "frequency": s.frequency, "line": s.line, "served_by": list(s.by),
                "plan": None if s.plan is None else list(s.plan),
            }
            for s in advice.served
        ],
        "tables": [{"name": t.name, "rows": round(t.rows), "counted": t.measured} for t in advice.tables],
        "left_out": list(advice.left_out),
        "idle": list(advice.idle),
        "diagnostics": diagnostics_data(d for d in said if d.severity is not Severity.INFO),
    }  # fmt: skip
