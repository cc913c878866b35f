"""A physical model as a plan: SQL statements in an order in which they run, each with its undoing."""

from __future__ import annotations

from dataclasses import replace

from database_designer.ddl.comments import comment_statements
from database_designer.ddl.enums import enum_statements
from database_designer.ddl.exclusions import exclusion_statements
from database_designer.ddl.expressions import Scope, to_sql
from database_designer.ddl.extensions import extension_statements, schema_statements
from database_designer.ddl.foreign_keys import foreign_key_statements
from database_designer.ddl.fragment import ExpressionError
from database_designer.ddl.functions import function_statements
from database_designer.ddl.indexes import index_statements
from database_designer.ddl.names import Names
from database_designer.ddl.order import CyclicPlanError, ordered, parents_first
from database_designer.ddl.partitions import partition_statements
from database_designer.ddl.privileges import privilege_statements
from database_designer.ddl.row_security import row_security_statements
from database_designer.ddl.scopes import constant_scope, row_scope, rows_scope
from database_designer.ddl.script import schema_script, seed_script, undo_schema_script, undo_seed_script
from database_designer.ddl.seed import seed_statements
from database_designer.ddl.sequences import ownership_statements, sequence_statements
from database_designer.ddl.tables import table_statements
from database_designer.ddl.triggers import trigger_statements
from database_designer.ddl.views import view_statements
from database_designer.model.physical import PhysicalModel
from database_designer.model.plan import Plan

__all__ = [
    "CyclicPlanError",
    "ExpressionError",
    "Names",
    "Scope",
    "constant_scope",
    "plan",
    "row_scope",
    "rows_scope",
    "schema_script",
    "seed_script",
    "to_sql",
    "undo_schema_script",
    "undo_seed_script",
]


def plan(model: PhysicalModel) -> Plan:
    """The statements that make the database of `model`, and those that insert its first rows.

    Raises ExpressionError for an expression that reads more than its place allows, UnquotableError for a name or text
    that PostgreSQL cannot hold, CyclicPlanError for objects that need each other. A sound model has none of these.
    """
    names = Names(schema=model.schema)
    model = _parents_first(model)
    statements = (
        *extension_statements(model),
        *schema_statements(model),
        *enum_statements(model, names),
        *sequence_statements(model, names),
        *table_statements(model, names),
        *partition_statements(model, names),
        *ownership_statements(model, names),
        *foreign_key_statements(model, names),
        *exclusion_statements(model, names),
        *index_statements(model, names),
        *function_statements(model, names),
        *privilege_statements(model, names),
        *trigger_statements(model, names),
        *row_security_statements(model, names),
        *view_statements(model, names),
        *comment_statements(model, names),
    )
    return Plan(schema=ordered(statements), seed=ordered(seed_statements(model, names)))


def _parents_first(model: PhysicalModel) -> PhysicalModel:
    """The model with its tables in an order in which a reader knows what a table points at."""
    position = {name: i for i, name in enumerate(parents_first([t.name for t in model.tables], model.foreign_keys))}
    return replace(model, tables=tuple(sorted(model.tables, key=lambda t: position[t.name])))
