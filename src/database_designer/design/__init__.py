"""From relations to a PostgreSQL database: types, keys, constraints, triggers, indexes, views and first rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TypeVar

from database_designer.design.changes import changes
from database_designer.design.checks import checks
from database_designer.design.columns import lay_out
from database_designer.design.defaults import with_defaults
from database_designer.design.effects import effects
from database_designer.design.expiries import expiries
from database_designer.design.fills import fills
from database_designer.design.frozen import frozen
from database_designer.design.guard_rows import guard_rows
from database_designer.design.guards import guards
from database_designer.design.history import audit, with_log_columns, with_own_log
from database_designer.design.housekeeping import with_housekeeping
from database_designer.design.implied import implied
from database_designer.design.jobs import jobs
from database_designer.design.layout import Layout
from database_designer.design.lifecycles import lifecycles
from database_designer.design.materialized import with_materialized
from database_designer.design.overlaps import overlaps
from database_designer.design.part import Part, joined
from database_designer.design.partitions import Partitions, partition_functions, partitions, with_partitions
from database_designer.design.policies import policies_of
from database_designer.design.references import references, with_all_keys
from database_designer.design.required import required
from database_designer.design.retention import log_retention, retention
from database_designer.design.rules import rules
from database_designer.design.seed import seed
from database_designer.design.services import services
from database_designer.design.soft_delete import soft_delete
from database_designer.design.specializations import specializations
from database_designer.design.trees import trees
from database_designer.design.truncation import truncation
from database_designer.design.uniques import uniques
from database_designer.design.views import views
from database_designer.design.visibility import visibility
from database_designer.design.volumes import counts, volumes
from database_designer.diagnostics import Diagnostic, sort_diagnostics
from database_designer.model.configuration import Configuration
from database_designer.model.logical import LogicalModel
from database_designer.model.physical import Check, Column, Function, PhysicalModel, Table, UniqueConstraint
from database_designer.postgres.versions import DEFAULT

__all__ = ["design"]

T = TypeVar("T")


def design(logical: LogicalModel, configuration: Configuration) -> tuple[PhysicalModel, tuple[Diagnostic, ...]]:
    """The database for a logical model, and what of it could not be used as it is written."""
    logical, policies = with_own_log(logical, policies_of(logical.concept))
    logical = with_housekeeping(logical, policies)
    layout, derived = with_defaults(lay_out(logical, configuration, policies))
    layout = with_log_columns(layout, policies)
    pointing = references(layout)
    made = joined(
        (
            derived,
            uniques(layout),
            required(layout),
            checks(layout),
            rules(layout),
            lifecycles(layout),
            frozen(layout),
            expiries(layout),
            guards(layout),
            fills(layout),
            effects(layout),
            pointing,
            specializations(layout),
            trees(layout),
            overlaps(layout),
            visibility(layout),
            changes(layout, policies),
            soft_delete(layout),
            audit(layout, policies),
            views(layout),
        )
    )
    made += seed(layout, made)
    made = with_all_keys(made)
    known = counts(layout)
    decided = partitions(layout, made, known)
    made += partition_functions(decided)
    made += retention(layout, pointing.foreign_keys, decided)
    made += log_retention(layout, made.tables, decided)
    made += guard_rows(made.functions, layout)
    made += truncation(made, layout)
    made += services(layout, made, known)
    assembled = _assembled(layout, made, decided)
    assembled = replace(assembled, volumes=volumes(assembled, known, decided.whole), jobs=jobs(assembled))
    assembled = with_materialized(assembled)
    return replace(assembled, implied=implied(assembled)), sort_diagnostics(made.diagnostics)


def _assembled(layout: Layout, made: Part, decided: Partitions) -> PhysicalModel:
    concept, configuration = layout.logical.concept, layout.configuration
    tables = (*(d.table for d in layout.drafts), *made.tables)
    own_uniques, own_checks, carried = _by_table(made.uniques), _by_table(made.checks), _by_table(made.columns)
    return PhysicalModel(
        schema=configuration.schema,
        postgres=configuration.postgres or concept.postgres or DEFAULT,
        timezone=concept.timezone,
        extensions=tuple(dict.fromkeys(made.extensions)),
        enums=layout.enums,
        tables=tuple(with_partitions(_complete(t, own_uniques, own_checks, carried), decided) for t in tables),
        foreign_keys=made.foreign_keys,
        exclusions=made.exclusions,
        sequences=made.sequences,
        indexes=made.indexes,
        functions=_each_once(made.functions),
        triggers=made.triggers,
        row_security=made.row_security,
        views=made.views,
        seed=made.seed,
        enforcements=made.enforcements,
        services=made.services,
    )


def _complete(
    table: Table,
    uniques: Mapping[str, list[UniqueConstraint]],
    checks: Mapping[str, list[Check]],
    carried: Mapping[str, list[Column]],
) -> Table:
    """The table with its constraints and the columns that they need."""
    return replace(
        table,
        columns=tuple({c.name: c for c in (*table.columns, *carried.get(table.name, ()))}.values()),
        uniques=tuple({u.name: u for u in (*table.uniques, *uniques.get(table.name, ()))}.values()),
        checks=(*table.checks, *checks.get(table.name, ())),
    )


def _by_table(pairs: Iterable[tuple[str, T]]) -> dict[str, list[T]]:
    found: dict[str, list[T]] = {}
    for table, item in pairs:
        found.setdefault(table, []).append(item)
    return found


def _each_once(functions: Iterable[Function]) -> tuple[Function, ...]:
    return tuple({f.name: f for f in functions}.values())
