"""CREATE TRIGGER."""

from __future__ import annotations

from database_designer.ddl.changes import any_changed
from database_designer.ddl.expressions import conjuncts
from database_designer.ddl.fragment import ExpressionError
from database_designer.ddl.layout import WIDTH
from database_designer.ddl.names import Names, function_id, table_id, trigger_id
from database_designer.ddl.scopes import known_table, trigger_scope
from database_designer.model.physical import PhysicalModel, Table, Trigger
from database_designer.model.plan import Statement
from database_designer.postgres.quoting import quote_identifier, quote_literal

_WHEN = " " * len("    WHEN (")


def trigger_statements(model: PhysicalModel, names: Names) -> tuple[Statement, ...]:
    """One statement for each trigger. Raises ExpressionError for a trigger of no known table."""
    return tuple(_statement(trigger, model, names) for trigger in model.triggers)


def _statement(trigger: Trigger, model: PhysicalModel, names: Names) -> Statement:
    name, table = quote_identifier(trigger.name), names.relation(trigger.table)
    arguments = ", ".join(quote_literal(a) for a in trigger.arguments)
    constraint = "CONSTRAINT " if trigger.deferred else ""
    lines = (
        f"CREATE {constraint}TRIGGER {name}",
        f"    {trigger.timing} {' OR '.join(trigger.events)} ON {table}",
        *(("    DEFERRABLE INITIALLY DEFERRED",) if trigger.deferred else ()),
        f"    FOR EACH {trigger.for_each}",
        *_when(trigger, model, names),
        f"    EXECUTE FUNCTION {names.function(trigger.function)}({arguments});",
    )
    return Statement(
        sql="\n".join(lines),
        undo=f"DROP TRIGGER {name} ON {table};",
        creates=trigger_id(trigger.table, trigger.name),
        needs=(table_id(trigger.table), function_id(trigger.function)),
        table=trigger.table,
        origin=trigger.origin,
    )


def _when(trigger: Trigger, model: PhysicalModel, names: Names) -> tuple[str, ...]:
    """WHEN with what has to have changed, and what has to hold besides."""
    table = known_table(trigger.table, model)
    conditions = conjuncts(trigger.when, trigger_scope(table, model, names))
    parts = (*_changed(trigger, table), *(c.replace("\n", f"\n{_WHEN}") for c in conditions))
    if not parts:
        return ()
    line = " AND ".join(parts)
    if len(line) > WIDTH or "\n" in line:
        line = f"\n{_WHEN}AND ".join(parts)
    return (f"    WHEN ({line})",)


def _changed(trigger: Trigger, table: Table) -> tuple[str, ...]:
    if not trigger.when_changed:
        return ()
    if trigger.events != ("UPDATE",):
        raise ExpressionError(f"the trigger {trigger.name!r} compares old and new rows, which only updates have")
    # Generated columns are worked out after BEFORE triggers: there they may not be looked at.
    hidden = {c.name for c in table.columns if c.generated is not None} if trigger.timing == "BEFORE" else set()
    columns = tuple(c for c in trigger.when_changed if c not in hidden)
    return (any_changed(table, columns, _WHEN),) if columns else ()
