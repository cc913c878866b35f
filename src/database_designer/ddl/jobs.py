"""What a job runs: one statement, which can be run by psql, by a driver or by pg_cron alike."""

from __future__ import annotations

from database_designer.ddl.fragment import ExpressionError
from database_designer.ddl.functions.frame import in_message
from database_designer.ddl.names import Names
from database_designer.ddl.views import refresh
from database_designer.model.physical import Job, PhysicalModel, View
from database_designer.postgres.quoting import dollar_quote, quote_literal


def job_statement(job: Job, model: PhysicalModel) -> str:
    """The statement of a job, with its semicolon, to be run outside of a transaction.

    Work in batches commits after each: what was done stays done when it is stopped, and whoever waits for a row waits
    for one batch. Raises ExpressionError for a view that is not in the model.
    """
    names = Names(schema=model.schema)
    if job.view:
        return refresh(_view(job, model), names)
    called = f"{names.function(job.function)}()"
    return f"DO {dollar_quote(_batches(job, called), 'job')};" if job.batched else f"SELECT {called};"


def _view(job: Job, model: PhysicalModel) -> View:
    view = next((v for v in model.views if v.name == job.view), None)
    if view is None:
        raise ExpressionError(f"the job {job.name!r} refreshes {job.view!r}, which does not exist")
    return view


def _batches(job: Job, called: str) -> str:
    told = quote_literal(f"{in_message(job.name)}: % rows")
    return f"""
DECLARE
    batch bigint;
    total bigint := 0;
BEGIN
    LOOP
        batch := {called};
        COMMIT;
        EXIT WHEN batch = 0;
        total := total + batch;
    END LOOP;
    RAISE NOTICE {told}, total;
END
"""
