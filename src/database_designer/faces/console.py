"""The two streams: results on standard output; progress and diagnostics on standard error."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from rich.console import Console
from rich.table import Table

from database_designer.diagnostics import Diagnostic, Severity, printable, render
from database_designer.model.conceptual import AccountedStatement, Question, Use

LOG_WIDTH = 100
"""Characters of a line where the output is no terminal and COLUMNS is not set."""


def print_line(text: str) -> None:
    """A line of the result; the terminal wraps it, so that what is copied from it is whole."""
    _write(printable(text) + "\n")


def print_table(table: Table) -> None:
    """A table of the result, as wide as the terminal or a line of a log."""
    console = Console(width=LOG_WIDTH if not sys.stdout.isatty() and "COLUMNS" not in os.environ else None)
    with console.capture() as captured:
        console.print("", table)
    _write("".join(f"{line.rstrip()}\n" for line in captured.get().splitlines()))


def print_json(data: object) -> None:
    """The result for machines, in ASCII: whatever the encoding of the stream, it can be parsed."""
    _write(json.dumps(data, indent=1) + "\n")


def print_diagnostics(diagnostics: Sequence[Diagnostic]) -> None:
    """Errors and warnings one by one, the number of notes, on standard error."""
    console = _err()
    for diagnostic in diagnostics:
        if diagnostic.severity != Severity.INFO:
            console.print(render(diagnostic), markup=False, highlight=False)
    if notes := sum(d.severity == Severity.INFO for d in diagnostics):
        console.print(f"and {notes} note{'s' * (notes > 1)}, which --json lists", highlight=False)


def print_account(what: str, uses: Mapping[str, int]) -> None:
    """How many statements (or requirements) were used, and what became of the others."""
    if any(uses.values()):
        print_line(f"{what}: " + ", ".join(f"{number:,} {use}" for use, number in uses.items()))


def print_unused(statements: Iterable[AccountedStatement]) -> None:
    """The statements that were not understood, each with its place and quotation, and what is known of the reason."""
    left = [s for s in statements if s.use == Use.NOT_UNDERSTOOD]
    print_line(f"\nNot understood: {len(left):,}")
    for statement in left:
        print_line(f"  {statement.said.span}: “{_one_line(statement.said.quote)}”")
        print_line(f"      {statement.reason}")
    print_line("")


def print_questions(questions: Sequence[Question]) -> None:
    """What the documents leave open: each question with its quotations, the default, and how to settle it."""
    print_line(f"\nOpen questions: {len(questions)}")
    for number, question in enumerate(questions, start=1):
        print_line(f"  {number}. {question.ask}")
        for evidence in question.origin.evidence:
            print_line(f"      {evidence.span}: “{_one_line(evidence.quote)}”")
        print_line(f"      taken: {question.assumed}; another answer would change: {question.would_change}")
        if question.write:
            print_line(f"      answer in model.yaml, under {question.where}: {question.write}")
    print_line("")


def _one_line(text: str) -> str:
    return " ".join(text.split())


@contextmanager
def show_progress(what: str) -> Iterator[None]:
    """Says on a terminal what is being done while it lasts."""
    console = _err()
    if not console.is_terminal:
        yield
        return
    with console.status(f"{what} ..."):
        yield


def _write(text: str) -> None:
    """Writes to standard output. A reader that has left (`| head`) does not change what came of the command."""
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _err() -> Console:
    return Console(stderr=True, soft_wrap=True)
