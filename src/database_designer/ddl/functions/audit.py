"""The function that records who changed what."""

from __future__ import annotations

from database_designer.ddl.fragment import ExpressionError
from database_designer.ddl.functions.frame import trigger_function
from database_designer.ddl.names import Names, columns_list, table_id
from database_designer.model.physical import Column, PhysicalModel, RecordAudit
from database_designer.model.plan import Statement
from database_designer.postgres import types
from database_designer.postgres.quoting import quote_literal

_FILLED = (
    ("table_name", "TG_TABLE_NAME", "text"),
    ("record_id", "record_key", "text"),
    ("action", "TG_OP", "text"),
    ("old_values", "old_row - hidden", "jsonb"),
    ("new_values", "new_row - hidden", "jsonb"),
    ("changed_by", "actor", "text"),
)
"""The columns of the audit table that the function fills, by what; its key and moment come from their defaults."""

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
    """Writes the row before and after as jsonb, without the secret columns, and the actor of the session.

    Raises ExpressionError where the audit table is not in the model.
    """
    table = model.table(function.audit_table)
    if table is None:
        raise ExpressionError(f"{function.name!r} writes to the table {function.audit_table!r}, which does not exist")
    filled = tuple((c, value, kind) for name, value, kind in _FILLED if (c := table.column(name)) is not None)
    values = tuple(_converted(value, kind, column, names) for column, value, kind in filled)
    insert = (
        f"INSERT INTO {names.relation(function.audit_table)}\n"
        f"    ({columns_list(tuple(column.name for column, _, _ in filled))})\n"
        f"VALUES\n"
        f"    ({', '.join(values)});"
    )
    actor = f"actor text := nullif(current_setting({quote_literal(function.setting)}, true), '');"
    return trigger_function(
        function,
        "\n".join((_COMPOSITE_KEY, insert, "RETURN NULL;")),
        model,
        names,
        declarations=f"{_DECLARATIONS}\n{actor}",
        definer=True,
        needs=(table_id(function.audit_table),),
    )


def _converted(value: str, kind: str, column: Column, names: Names) -> str:
    """The value as the type of its column: a project may have an audit table of its own."""
    name = types.canonical_name(column.type.name)
    fits = not column.type.is_enum and (name == kind or {name, kind} <= types.TEXTS)
    return value if fits else f"({value})::{names.column_type(column.type)}"
