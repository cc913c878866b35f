"""The function that records who changed what."""

from __future__ import annotations

from database_designer.ddl.functions.frame import trigger_function
from database_designer.ddl.names import Names, columns_list
from database_designer.model.physical import PhysicalModel, RecordAudit
from database_designer.model.plan import Statement
from database_designer.postgres import types
from database_designer.postgres.quoting import quote_literal

AUDIT_COLUMNS = ("table_name", "record_id", "action", "old_values", "new_values", "changed_by")
"""The columns of the audit table that the function fills; its key and moment come from their defaults."""

_DECLARATIONS = """\
key_columns text[] := string_to_array(TG_ARGV[0], ',');
hidden text[] := string_to_array(coalesce(TG_ARGV[1], ''), ',');
old_row jsonb := CASE WHEN TG_OP <> 'INSERT' THEN to_jsonb(OLD) END;
new_row jsonb := CASE WHEN TG_OP <> 'DELETE' THEN to_jsonb(NEW) END;
one_row jsonb := coalesce(new_row, old_row);
record_key text := one_row ->> key_columns[1];"""

_COMPOSITE_KEY = """\
IF cardinality(key_columns) > 1 THEN
    record_key := (SELECT jsonb_object_agg(k, one_row -> k) FROM unnest(key_columns) AS k)::text;
END IF;"""


def record_audit(function: RecordAudit, model: PhysicalModel, names: Names) -> Statement:
    """Writes the row before and after as jsonb, without the secret columns, and the actor of the session."""
    actor = f"nullif(current_setting({quote_literal(function.setting)}, true), ''){_actor_cast(function, model, names)}"
    insert = (
        f"INSERT INTO {names.relation(function.audit_table)}\n"
        f"    ({columns_list(AUDIT_COLUMNS)})\n"
        f"VALUES\n"
        f"    (TG_TABLE_NAME, record_key, TG_OP, old_row - hidden, new_row - hidden,\n"
        f"     {actor});"
    )
    body = "\n".join((_COMPOSITE_KEY, insert, "RETURN NULL;"))
    return trigger_function(
        function.name, body, model, names, declarations=_DECLARATIONS, reads=(function.audit_table,)
    )


def _actor_cast(function: RecordAudit, model: PhysicalModel, names: Names) -> str:
    table = model.table(function.audit_table)
    column = table.column("changed_by") if table is not None else None
    if column is None or types.canonical_name(column.type.name) in types.TEXTS:
        return ""
    return f"::{names.column_type(column.type)}"
