"""Jobs as files: what they do, by which requirement, how to run them; migrations start none of them."""

from __future__ import annotations

from dataclasses import replace

from database_designer.emit.jobs import cron_line, job_script, jobs
from database_designer.emit.migrations import migrations
from database_designer.model.physical import Job, Schedule
from tests.emit import library

PHYSICAL = library.physical()
RETAIN = PHYSICAL.jobs[0]


def test_a_job_says_what_it_does_when_and_why() -> None:
    script = job_script(RETAIN, PHYSICAL)
    assert script.startswith(
        "-- retain_loans: loans are kept for 7 years\n-- Schedule: daily\n-- Requirement: FR-3\n"
        '-- By psql: psql "$DATABASE_URL" -v ON_ERROR_STOP=1 -f jobs/retain_loans.sql\n'
    )
    assert "-- SELECT cron.schedule('retain_loans', '0 3 * * *', $run$DO $job$" in script


def test_work_in_batches_commits_each() -> None:
    script = job_script(RETAIN, PHYSICAL)
    assert "batch := retain_loans();\n        COMMIT;\n        EXIT WHEN batch = 0;" in script


def test_what_is_one_step_is_one_call() -> None:
    assert "\nSELECT retain_loans();\n" in job_script(replace(RETAIN, batched=0), PHYSICAL)


def test_the_schema_is_named_where_it_is_not_public() -> None:
    assert "batch := books.retain_loans();" in job_script(RETAIN, replace(PHYSICAL, schema="books"))


def test_a_job_without_a_requirement_names_its_principle() -> None:
    assert "-- Requirement: every table has it\n" in job_script(replace(RETAIN, origin=library.ASSUMED), PHYSICAL)


def test_what_is_said_of_a_job_stays_in_its_comment() -> None:
    script = job_script(replace(RETAIN, says="kept\nDROP TABLE loans;"), PHYSICAL)
    assert script.startswith("-- retain_loans: kept DROP TABLE loans;\n-- Schedule")


def test_jobs_of_one_schedule_do_not_begin_together() -> None:
    def job(name: str, schedule: Schedule) -> Job:
        return replace(RETAIN, name=name, schedule=schedule)

    many = (job("a", Schedule.DAILY), job("b", Schedule.DAILY), job("c", Schedule.MINUTES))
    physical = replace(PHYSICAL, jobs=many)
    assert [cron_line(j, physical) for j in many] == ["0 3 * * *", "7 3 * * *", "*/5 * * * *"]


def test_each_job_has_a_file_and_no_migration_starts_one() -> None:
    design = library.design()
    assert [a.path for a in jobs(design)] == ["jobs/retain_loans.sql"]
    assert not any("SELECT retain_loans()" in a.text or "cron" in a.text for a in migrations(design))
