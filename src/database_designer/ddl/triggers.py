"""CREATE TRIGGER."""

from __future__ import annotations

from database_designer.ddl.changes import any_changed
from database_designer.ddl.fragment import ExpressionError
from database_designer.ddl.names import Names, function_id, table_id, trigger_id
from database_designer.model.physical import PhysicalModel, Trigger
from database_designer.model.plan import Statement
from database_designer.postgres.quoting import quote_identifier, quote_literal


def trigger_statements(model: PhysicalModel, names: Names) -> tuple[Statement, ...]:
    """One statement for each trigger. Raises ExpressionError for a trigger of no known table."""
    return tuple(_statement(trigger, model, names) for trigger in model.triggers)


def _statement(trigger: Trigger, model: PhysicalModel, names: Names) -> Statement:
    name, table = quote_identifier(trigger.name), names.relation(trigger.table)
    arguments = ", ".join(quote_literal(a) for a in trigger.arguments)
    lines = (
        f"CREATE TRIGGER {name}",
        f"    {trigger.timing} {' OR '.join(trigger.events)} ON {table}",
        f"    FOR EACH {trigger.for_each}",
        *_when(trigger, model),
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


def _when(trigger: Trigger, model: PhysicalModel) -> tuple[str, ...]:
    if not trigger.when_changed:
        return ()
    table = model.table(trigger.table)
    if table is None or trigger.events != ("UPDATE",):
        raise ExpressionError(f"the trigger {trigger.name!r} compares old and new rows, which only updates have")
    # Generated columns are worked out after BEFORE triggers: there they may not be looked at.
    hidden = {c.name for c in table.columns if c.generated is not None} if trigger.timing == "BEFORE" else set()
    columns = tuple(c for c in trigger.when_changed if c not in hidden)
    return (f"    WHEN ({any_changed(table, columns, ' ' * 10)})",) if columns else ()
