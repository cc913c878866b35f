"""The jobs as files, one each: what a scheduler runs, and how to have it run."""

from __future__ import annotations

from database_designer.ddl.jobs import job_statement
from database_designer.emit.artefact import Artefact
from database_designer.model.design import Design
from database_designer.model.physical import Job, PhysicalModel, Schedule
from database_designer.postgres.quoting import dollar_quote, quote_literal

FOLDER = "jobs"
_CRON = {
    Schedule.MINUTES: "*/5 * * * *",
    Schedule.HALF_HOURLY: "*/30 * * * *",
    Schedule.HOURLY: "{minute} * * * *",
    Schedule.SIX_HOURLY: "{minute} */6 * * *",
    Schedule.DAILY: "{minute} 3 * * *",
    Schedule.WEEKLY: "{minute} 3 * * 0",
    Schedule.MONTHLY: "{minute} 3 1 * *",
}
_APART = 7
"""Minutes between jobs of one schedule, so that they do not all begin at once."""


def jobs(design: Design) -> tuple[Artefact, ...]:
    """A file for each job, in the folder `jobs`."""
    physical = design.physical
    return tuple(Artefact(path=f"{FOLDER}/{j.file}", text=job_script(j, physical)) for j in physical.jobs)


def cron_line(job: Job, physical: PhysicalModel) -> str:
    """When a job runs, as the five fields of cron; jobs of one schedule are some minutes apart."""
    alike = [j.name for j in physical.jobs if j.schedule == job.schedule]
    return _CRON[job.schedule].format(minute=alike.index(job.name) * _APART % 60)


def job_script(job: Job, physical: PhysicalModel) -> str:
    """The text of a job's file: what it does, how often, by which requirement, how to run it, and its statement."""
    statement, cron = job_statement(job, physical), cron_line(job, physical)
    command = f'psql "$DATABASE_URL" -v ON_ERROR_STOP=1 -f {FOLDER}/{job.file}'
    scheduled = (
        f"SELECT cron.schedule({quote_literal(job.name)}, {quote_literal(cron)}, {dollar_quote(statement, 'run')});"
    )
    head = (
        f"{job.name}: {job.says}",
        f"Schedule:    {job.schedule}",
        f"Requirement: {_required(job)}",
        f"By psql:     {command}",
        f"By cron:     {cron} {command}",
        "",
        _harmless(job),
        "It runs outside of a transaction, as the owner of the tables.",
    )
    lines = "\n".join(f"-- {' '.join(line.split())}".rstrip() for line in head)
    by_extension = "\n".join(f"-- {line}".rstrip() for line in ("By pg_cron:", *scheduled.splitlines()))
    return f"{lines}\n\n{statement}\n\n{by_extension}\n"


def _required(job: Job) -> str:
    """The requirement behind a job, by its id or its place; the principle where there is none."""
    if job.origin.requirements:
        return ", ".join(job.origin.requirements)
    return str(job.origin.evidence[0].span) if job.origin.evidence else job.origin.principle


def _harmless(job: Job) -> str:
    if job.batched:
        return (
            f"Each batch of {job.batched:,} rows is a transaction: it may be stopped at any time and run again. Rows that are"
            " locked are left for the next time."
        )
    if job.view:
        return "It may be run again at any time; one that is stopped leaves what was there."
    return "It is one transaction and may be run again at any time; where it has to wait long for a lock, it gives up."
