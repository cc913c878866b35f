"""optional/citus.sql: the plan for more than one machine, which nothing runs by itself."""

from __future__ import annotations

from collections.abc import Iterator

from database_designer.ddl.citus import TRIGGERS, Step, adaptations, calls
from database_designer.design.distribution import distribution
from database_designer.emit.artefact import Artefact
from database_designer.model.design import Design
from database_designer.model.distribution import Distribution, LossKind, Placement

PATH = "optional/citus.sql"
_RULE = "-- " + "-" * 77


def citus(design: Design) -> tuple[Artefact, ...]:
    """The plan as a file, where it is asked for and there is one."""
    plan = plan_of(design)
    return (Artefact(path=PATH, text=citus_script(plan, design)),) if plan is not None else ()


def plan_of(design: Design) -> Distribution | None:
    """The plan of a design that is to be distributed, None where it is not or cannot be."""
    return distribution(design.concept, design.physical) if design.configuration.distribute else None


def citus_script(plan: Distribution, design: Design) -> str:
    """The text of the file: what is lost first, then the changes in one transaction, then the calls."""
    changes, distributing = adaptations(plan, design.physical), calls(plan, design.physical)
    parts = (
        "\n".join(f"-- {line}".rstrip() for line in _head(plan, design)),
        "CREATE EXTENSION IF NOT EXISTS citus;",
        *(("BEGIN;", *map(_step, changes), "COMMIT;") if changes else ()),
        f"-- Triggers that look at their own row only work on every node. On the workers, too:\n"
        f"-- SELECT run_command_on_workers('ALTER SYSTEM SET {TRIGGERS} = on');\n"
        f"-- SELECT run_command_on_workers('SELECT pg_reload_conf()');\n"
        f"SET {TRIGGERS} = on;",
        *map(_step, distributing),
    )
    return "\n\n".join(parts) + "\n"


def _head(plan: Distribution, design: Design) -> Iterator[str]:
    counts = ", ".join(f"{len(plan.tables(p))} {p}" for p in Placement)
    yield " ".join(f"A plan for {design.concept.name} on Citus: {counts}.".split())
    yield "Nothing runs it by itself, and there is no way back but a restore: run it with psql on a copy, after V001 and V002."
    yield "psql --set=ON_ERROR_STOP=1 --file=optional/citus.sql"
    yield ""
    yield "What is not kept as it was (section 10 tells why):"
    for loss in plan.losses:
        if loss.kind is not LossKind.DROPPED or loss.what != "trigger":
            yield f"  {loss.what} {loss.name} of {loss.table}: {loss.kind}"
    dropped = sum(loss.what == "trigger" for loss in plan.losses)
    yield f"  {dropped} triggers: dropped"


def _step(step: Step) -> str:
    return "\n".join((_RULE, f"-- {step.title}", _RULE, "", *step.statements))
