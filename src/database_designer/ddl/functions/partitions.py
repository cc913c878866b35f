"""The functions of jobs that make partitions before they are needed, and drop those whose time is over."""

from __future__ import annotations

from database_designer.ddl.fragment import ExpressionError
from database_designer.ddl.functions.frame import function_statement
from database_designer.ddl.layout import indented
from database_designer.ddl.names import Names, columns_list, function_id, table_id
from database_designer.ddl.scopes import known_table
from database_designer.model.physical import (
    DropPartitions,
    Interval,
    MakePartitions,
    Partitioning,
    PhysicalModel,
    Table,
    Trigger,
)
from database_designer.model.plan import Statement
from database_designer.postgres.identifiers import partition_base
from database_designer.postgres.limits import NAME_BYTES
from database_designer.postgres.quoting import quote_identifier, quote_literal
from database_designer.postgres.types import canonical_name

PATIENCE = "5s"
"""Whoever takes a lock that keeps everybody off a table gives up after so long, rather than let all others queue."""
PRAGMA = "#variable_conflict use_variable"
"""Columns may be called as the variables are: they are written with the table that they belong to."""
LENGTHS = {
    Interval.DAY: "1 day",
    Interval.WEEK: "7 days",
    Interval.MONTH: "1 month",
    Interval.QUARTER: "3 months",
    Interval.YEAR: "1 year",
}
"""The intervals as PostgreSQL counts them."""


def make_partitions(function: MakePartitions, model: PhysicalModel, names: Names) -> Statement:
    """Makes the partitions of now, of what is to come and of what lies in the default partition; returns their number.

    Rows are moved while the default partition is detached: triggers that refuse changes do not stand on it then.
    Raises ExpressionError where the table is not in the model or has no partitions.
    """
    table = known_table(function.table, model)
    parts = partitioning(table, function.name)
    body = "\n".join(
        (
            "",
            PRAGMA,
            "DECLARE",
            indented("\n".join(_declared(table, parts, model))),
            "BEGIN",
            indented(_making(table, parts, model, names)),
            indented(_renaming(table, model, names)),
            *(indented(_guarding(t, table, model, names)) for t in _of_truncate(table, model)),
            "    RETURN made;",
            "END;",
            "",
        )
    )
    return _function(function, body, table, model, names)


def drop_partitions(function: DropPartitions, model: PhysicalModel, names: Names) -> Statement:
    """Drops the partitions that ended long enough ago, and returns how many rows they held.

    Rows that came late, and lie in the default partition, get partitions of their own first. Raises ExpressionError
    where the table is not in the model or has no partitions.
    """
    table = known_table(function.table, model)
    parts = partitioning(table, function.name)
    now = f"(now() AT TIME ZONE {quote_literal(model.timezone)})::date" if _is_date(table, parts) else "now()"
    period = quote_literal(f"{function.amount} {function.unit}")
    schema = quote_literal(model.schema)
    kept = ""
    if function.archive:
        columns = columns_list(tuple(c.name for c in known_table(function.archive, model).columns))
        copied = _template(
            f"INSERT INTO {names.relation(function.archive)} ({columns}) SELECT {columns} FROM ", "%I.%I"
        )
        kept = f"\n        EXECUTE format({copied}, {schema}, part);"
    body = f"""
{PRAGMA}
DECLARE
    part text;
    held bigint;
    ended bigint := 0;
BEGIN
    PERFORM {names.function(parts.making)}();
    FOR part IN
        SELECT c.relname
        FROM pg_inherits AS i
        JOIN pg_class AS c ON c.oid = i.inhrelid
        WHERE i.inhparent = {names.regclass(table.name)}::regclass
          AND (regexp_match(pg_get_expr(c.relpartbound, c.oid), ' TO \\(''([^'']+)''\\)'))[1]::{_type(table, parts)}
              <= {now} - {period}::interval
        ORDER BY c.relname
    LOOP
        EXECUTE format('SELECT count(*) FROM %I.%I', {schema}, part) INTO held;{kept}
        EXECUTE format('DROP TABLE %I.%I', {schema}, part);
        ended := ended + held;
    END LOOP;
    RETURN ended;
END;
"""
    return _function(function, body, table, model, names)


def _function(
    function: MakePartitions | DropPartitions, body: str, table: Table, model: PhysicalModel, names: Names
) -> Statement:
    needs = [table_id(table.name)]
    if isinstance(function, DropPartitions):
        needs += [table_id(function.archive)] if function.archive else []
        needs += [function_id(table.partitioning.making)] if table.partitioning is not None else []
    return function_statement(
        function, body, model, names, language="plpgsql", traits=(f"SET lock_timeout = '{PATIENCE}'",),
        needs=tuple(needs), table=table.name, origin=function.origin,
    )  # fmt: skip


def partitioning(table: Table, function: str) -> Partitioning:
    """The partitions of a table that a function is about. Raises ExpressionError where it has none."""
    if table.partitioning is None:
        raise ExpressionError(f"{function!r} is about partitions, and the table {table.name!r} has none")
    return table.partitioning


def _declared(table: Table, parts: Partitioning, model: PhysicalModel) -> tuple[str, ...]:
    unit = quote_literal(str(parts.interval))
    now = f"date_trunc({unit}, now() AT TIME ZONE {quote_literal(model.timezone)})"
    of_type = _type(table, parts)
    return (
        f"this CONSTANT timestamp := {now};",
        "start timestamp;",
        f"lower {of_type};",
        f"upper {of_type};",
        "part text;",
        "wanted text;",
        "moving boolean;",
        "made bigint := 0;",
    )


def _making(table: Table, parts: Partitioning, model: PhysicalModel, names: Names) -> str:
    """One partition after the other: made, filled with what lies in the default partition, attached."""
    column, relation, default = (
        quote_identifier(parts.column),
        names.relation(table.name),
        names.relation(parts.default),
    )
    schema, length = quote_literal(model.schema), quote_literal(LENGTHS[parts.interval])
    base = quote_literal(partition_base(table.name))
    within = f"t.{column} >= lower AND t.{column} < upper"
    stored = columns_list(tuple(c.name for c in table.columns if c.generated is None))
    like = "INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING GENERATED INCLUDING STORAGE"
    created = _template("CREATE TABLE ", "%I.%I", f" (LIKE {relation} {like})")
    of_part = f"{column} >= $1 AND {column} < $2"
    moved = _template("INSERT INTO ", "%I.%I", f" ({stored}) SELECT {stored} FROM {default} WHERE {of_part}")
    attached = _template(
        f"ALTER TABLE {relation} ATTACH PARTITION ", "%I.%I", " FOR VALUES FROM (", "%L", ") TO (", "%L", ")"
    )
    return f"""LOCK TABLE {relation} IN SHARE UPDATE EXCLUSIVE MODE;
FOR start IN
    SELECT this + n * {length}::interval FROM generate_series(0, {parts.ahead}) AS n
    UNION
    SELECT {_start_of(table, parts, model)} FROM {default} AS t
    WHERE isfinite(t.{column}) AND t.{column} >= '0001-01-02'
    ORDER BY 1
LOOP
    part := {base} || to_char(start, 'YYYYMMDD');
    CONTINUE WHEN to_regclass(format('%I.%I', {schema}, part)) IS NOT NULL;
    lower := {_bound("start", table, parts, model)};
    upper := {_bound(f"(start + {length}::interval)", table, parts, model)};
    EXECUTE format({created}, {schema}, part);
    moving := EXISTS (SELECT FROM {default} AS t WHERE {within});
    IF moving THEN
        ALTER TABLE {relation} DETACH PARTITION {default};
        EXECUTE format({moved}, {schema}, part) USING lower, upper;
        DELETE FROM {default} AS t WHERE {within};
    END IF;
    EXECUTE format({attached}, {schema}, part, lower, upper);
    IF moving THEN
        ALTER TABLE {relation} ATTACH PARTITION {default} DEFAULT;
    END IF;
    made := made + 1;
END LOOP;"""


def _renaming(table: Table, model: PhysicalModel, names: Names) -> str:
    """Constraints and indexes of partitions are called as those of the table, and then as the partition.

    A client finds in an error the name of the constraint of the partition.
    """
    schema, cut = quote_literal(model.schema), len(partition_base(table.name)) - 1
    return f"""FOR part, wanted IN
    SELECT c.relname, p.relname || substr(t.relname, {cut})
    FROM pg_inherits AS i
    JOIN pg_index AS x ON x.indexrelid = i.inhrelid
    JOIN pg_index AS y ON y.indexrelid = i.inhparent
    JOIN pg_class AS c ON c.oid = x.indexrelid
    JOIN pg_class AS p ON p.oid = y.indexrelid
    JOIN pg_class AS t ON t.oid = x.indrelid
    WHERE y.indrelid = {names.regclass(table.name)}::regclass
      AND octet_length(p.relname || substr(t.relname, {cut})) <= {NAME_BYTES}
      AND c.relname <> p.relname || substr(t.relname, {cut})
LOOP
    EXECUTE format('ALTER INDEX %I.%I RENAME TO %I', {schema}, part, wanted);
END LOOP;"""


def _of_truncate(table: Table, model: PhysicalModel) -> tuple[Trigger, ...]:
    """The triggers of the table that see TRUNCATE: a partition that is named itself is emptied past them."""
    return tuple(t for t in model.triggers if t.table == table.name and t.events == ("TRUNCATE",))


def _guarding(trigger: Trigger, table: Table, model: PhysicalModel, names: Names) -> str:
    name = quote_identifier(trigger.name)
    called = f"{names.function(trigger.function)}()"
    made = _template(
        f"CREATE TRIGGER {name} BEFORE TRUNCATE ON ", "%I.%I", f" FOR EACH STATEMENT EXECUTE FUNCTION {called}"
    )
    return f"""FOR part IN
    SELECT c.relname
    FROM pg_inherits AS i
    JOIN pg_class AS c ON c.oid = i.inhrelid
    WHERE i.inhparent = {names.regclass(table.name)}::regclass
      AND NOT EXISTS (
          SELECT FROM pg_trigger AS t WHERE t.tgrelid = c.oid AND t.tgname = {quote_literal(trigger.name)}
      )
LOOP
    EXECUTE format({made}, {quote_literal(model.schema)}, part);
END LOOP;"""


def _template(*parts: str) -> str:
    """What `format` takes, as SQL: placeholders stand by themselves, a % in any other part is a %."""
    return quote_literal("".join(p if p in ("%I.%I", "%L") else p.replace("%", "%%") for p in parts))


def _is_date(table: Table, parts: Partitioning) -> bool:
    return _type(table, parts) == "date"


def _type(table: Table, parts: Partitioning) -> str:
    """The type of the column: date or timestamptz. Raises ExpressionError for a column that is not there."""
    column = table.column(parts.column)
    if column is None:
        raise ExpressionError(f"{table.name!r} is partitioned by {parts.column!r}, which it does not have")
    return "date" if canonical_name(column.type.name) == "date" else "timestamptz"


def _start_of(table: Table, parts: Partitioning, model: PhysicalModel) -> str:
    """The beginning of the interval that the row `t` falls into, in local time."""
    column, unit = f"t.{quote_identifier(parts.column)}", quote_literal(str(parts.interval))
    local = (
        f"{column}::timestamp" if _is_date(table, parts) else f"{column} AT TIME ZONE {quote_literal(model.timezone)}"
    )
    return f"date_trunc({unit}, {local})"


def _bound(start: str, table: Table, parts: Partitioning, model: PhysicalModel) -> str:
    """A beginning in local time as a value of the column."""
    return f"{start}::date" if _is_date(table, parts) else f"{start} AT TIME ZONE {quote_literal(model.timezone)}"
