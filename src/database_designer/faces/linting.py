"""The command `lint`: reads, checks, prints, and returns its exit code."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import Any

from database_designer.diagnostics import Diagnostic, Severity, render, sort_diagnostics, to_json
from database_designer.faces.as_data import diagnostics_data
from database_designer.faces.configuration import FILE, load_configuration
from database_designer.faces.console import print_diagnostics, print_json, print_line, show_progress
from database_designer.faces.inputs import unusable
from database_designer.faces.tasks import Exit, LintTask
from database_designer.lint import Judged, Report, check
from database_designer.model.configuration import Configuration
from database_designer.pipeline.linting import subject_at, subject_on
from database_designer.verify import embedded_server

SHOWN = 8
"""Findings of one rule that are shown; --verbose and --json have all."""


def lint(task: LintTask) -> Exit:
    """Checks a schema, a folder or a database; prints what is found. Findings that are waived, and notes, are well."""
    place = task.path or Path()
    configuration, wrong = _configuration(place)
    if wrong:
        return unusable(wrong, as_json=task.as_json)
    with show_progress("checking"):
        if task.database_url:
            subject, said = subject_on(task.database_url)
        else:
            subject, said = subject_at(place, embedded_server, configuration.max_megabytes)
    if subject is None:
        return unusable(sort_diagnostics(said), as_json=task.as_json)
    waivers = configuration.waivers or (subject.design.configuration.waivers if subject.design else ())
    report = check(subject, waivers)
    if task.as_json:
        print_json(_report_data(report))
    else:
        print_diagnostics(report.said)
        _print_report(report, every=task.every_finding)
    return Exit.PROVEN if report.clean else Exit.UNPROVEN


def _configuration(place: Path) -> tuple[Configuration, tuple[Diagnostic, ...]]:
    """The configuration in the folder that is checked, else in the nearest folder above that has one."""
    start = place.resolve()
    for folder in (start, *start.parents):
        if (folder / FILE).is_file() or (folder / "pyproject.toml").is_file():
            return load_configuration(folder)
    return Configuration(), ()


def diagnostic_of(judged: Judged) -> Diagnostic:
    """A finding as a diagnostic."""
    finding = judged.finding
    return Diagnostic(
        code=judged.rule.name, severity=judged.rule.severity, fact=f"{finding.object}: {finding.fact}",
        fix=finding.fix, span=finding.span, element=finding.object,
    )  # fmt: skip


def _print_report(report: Report, *, every: bool) -> None:
    """Findings rule by rule, then notes and waivers by their number, then the sum."""
    groups: dict[str, list[Judged]] = defaultdict(list)
    for judged in report.judged:
        if judged.waiver is None:
            groups[judged.rule.name].append(judged)
    noted = {n: g for n, g in groups.items() if g[0].rule.severity == Severity.INFO}
    for name, group in groups.items():
        if name not in noted or every:
            _print_group(group, every=every)
    if not every:
        for name, group in noted.items():
            objects = ", ".join(j.finding.object for j in group[:3])
            more = f" and {len(group) - 3} more" if len(group) > 3 else ""
            print_line(f"note[{name}]: {group[0].rule.checks} Not so: {objects}{more}")
    waived = sum(j.waiver is not None for j in report.judged)
    found = sum(j.stands for j in report.judged)
    notes = sum(map(len, noted.values()))
    print_line(
        f"{found or 'no'} finding{'s' * (found != 1)}, {notes} note{'s' * (notes != 1)}, {waived} waived;"
        f" {len(report.rules)} rules checked"
    )


def _print_group(group: list[Judged], *, every: bool) -> None:
    """Findings of one rule; why it is one stands behind the first."""
    for number, judged in enumerate(group if every else group[:SHOWN]):
        for line in render(diagnostic_of(judged)).split("\n"):
            print_line(line)
        if number == 0:
            print_line(f"    why: {judged.rule.why}")
    if len(group) > SHOWN and not every:
        print_line(f"and {len(group) - SHOWN} more of {group[0].rule.name}, which --verbose lists")


def _report_data(report: Report) -> dict[str, Any]:
    findings = [
        to_json(diagnostic_of(j)) | {"why": j.rule.why, "waived": j.waiver.reason if j.waiver else None}
        for j in report.judged
    ]
    return {
        "outcome": "clean" if report.clean else "findings",
        "rules": len(report.rules),
        "findings": findings,
        "diagnostics": diagnostics_data(report.said),
    }
