"""What a database holds, as the facts by which indexes are chosen; with the planner's statistics where it was analyzed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import psycopg

from database_designer.indexing import ColumnFacts, ReferenceFacts, TableFacts

_WIDTHS = {
    "boolean": 1, "smallint": 2, "integer": 4, "bigint": 8, "real": 4, "double precision": 8, "numeric": 8, "uuid": 16,
    "date": 4, "time": 8, "timestamp": 8, "timestamptz": 8, "interval": 16, "text": 24, "varchar": 20, "character": 8,
    "jsonb": 200, "json": 200, "bytea": 200, "tsvector": 200, "inet": 8,
}  # fmt: skip
"""Average bytes of values, where none were measured: fixed sizes from the documentation of the types, else assumed."""

SHORT_TEXT = 200
"""Characters up to which a text with a stated length fits an index beside others."""

_UNBOUNDED = frozenset({"text", "jsonb", "json", "bytea", "tsvector", "xml"})
_FROM_MEASURED = 100

_COLUMNS = """
SELECT n.nspname, c.relname, a.attname, t.typname, format_type(a.atttypid, a.atttypmod), NOT a.attnotnull,
       CASE WHEN t.typname IN ('varchar', 'bpchar') AND a.atttypmod > 4 THEN a.atttypmod - 4 END, c.reltuples,
       (SELECT count(*) FROM pg_enum e WHERE e.enumtypid = t.oid),
       coalesce(pg_get_expr(d.adbin, d.adrelid) ~* '\\m(now|clock_timestamp|statement_timestamp)[(]|current_timestamp', false),
       s.n_distinct, s.null_frac, s.avg_width, s.correlation,
       s.most_common_vals::text::text[], s.most_common_freqs::float8[]
FROM pg_attribute a
JOIN pg_class c ON c.oid = a.attrelid
JOIN pg_namespace n ON n.oid = c.relnamespace
JOIN pg_type t ON t.oid = a.atttypid
LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
LEFT JOIN pg_stats s ON s.schemaname = n.nspname AND s.tablename = c.relname AND s.attname = a.attname
    AND s.inherited = (c.relkind = 'p')
WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND a.attnum > 0 AND NOT a.attisdropped
  AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast')
ORDER BY n.nspname COLLATE "C", c.relname COLLATE "C", a.attnum
"""

_KEYS = """
SELECT n.nspname, c.relname, array_agg(a.attname::text ORDER BY u.position)
FROM pg_index i
JOIN pg_class c ON c.oid = i.indrelid
JOIN pg_namespace n ON n.oid = c.relnamespace
CROSS JOIN LATERAL unnest(i.indkey::int2[]) WITH ORDINALITY AS u(number, position)
JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = u.number
WHERE i.indisunique AND i.indpred IS NULL AND i.indexprs IS NULL AND u.position <= i.indnkeyatts
  AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast') AND NOT c.relispartition
GROUP BY n.nspname, c.relname, i.indexrelid, i.indisprimary
ORDER BY c.relname COLLATE "C", i.indisprimary DESC, 3
"""

_REFERENCES = """
SELECT c.relnamespace::regnamespace::text, c.relname, own.columns, t.relnamespace::regnamespace::text, t.relname,
       other.columns
FROM pg_constraint k
JOIN pg_class c ON c.oid = k.conrelid
JOIN pg_class t ON t.oid = k.confrelid
CROSS JOIN LATERAL (
    SELECT array_agg(a.attname::text ORDER BY u.position) AS columns
    FROM unnest(k.conkey) WITH ORDINALITY AS u(number, position)
    JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.number
) AS own
CROSS JOIN LATERAL (
    SELECT array_agg(a.attname::text ORDER BY u.position) AS columns
    FROM unnest(k.confkey) WITH ORDINALITY AS u(number, position)
    JOIN pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = u.number
) AS other
WHERE k.contype = 'f' AND k.conparentid = 0
ORDER BY c.relname COLLATE "C", k.conname COLLATE "C"
"""


_INDEXES = """
SELECT x.relname, n.nspname, c.relname, pg_get_indexdef(i.indexrelid)
FROM pg_index i
JOIN pg_class x ON x.oid = i.indexrelid
JOIN pg_class c ON c.oid = i.indrelid
JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast') AND NOT c.relispartition AND i.indisvalid
ORDER BY x.relname COLLATE "C"
"""


def index_definitions(
    connection: psycopg.Connection, tables: Mapping[str, TableFacts]
) -> tuple[tuple[str, str, str], ...]:
    """The name, the table and the definition of each index of these tables, those of keys included."""
    rows = connection.execute(_INDEXES).fetchall()
    return tuple((str(n), str(t), str(d)) for n, s, t, d in rows if t in tables and (tables[t].schema or "public") == s)


def table_facts(connection: psycopg.Connection) -> dict[str, TableFacts]:
    """The tables of a database by name, in the order of their names.

    Rows, distinct values and widths are those that ANALYZE found where a table holds rows; else widths are those of the
    types, and the numbers are left to whoever estimates them. Of tables with one name in several schemas the first is
    taken.
    """
    keys: dict[tuple[str, str], list[tuple[str, ...]]] = {}
    for schema, table, columns in connection.execute(_KEYS).fetchall():
        keys.setdefault((schema, table), []).append(tuple(columns))
    references: dict[tuple[str, str], list[tuple[str, ReferenceFacts]]] = {}
    for schema, table, columns, of, target, target_columns in connection.execute(_REFERENCES).fetchall():
        found = ReferenceFacts(columns=tuple(columns), target=target, target_columns=tuple(target_columns))
        references.setdefault((schema, table), []).append((of, found))
    tables: dict[str, TableFacts] = {}
    schemas: dict[str, str] = {}
    for row in connection.execute(_COLUMNS).fetchall():
        schema, name, rows = str(row[0]), str(row[1]), float(row[7])
        if schemas.setdefault(name, schema) != schema:
            continue
        column = _column(row, rows)
        there = tables.get(name) or TableFacts(
            name=name, columns={}, rows=max(rows, 0.0), measured=rows >= _FROM_MEASURED,
            keys=tuple(dict.fromkeys(keys.get((schema, name), ()))),
            schema="" if schema == "public" else schema,
        )  # fmt: skip
        tables[name] = replace(there, columns={**there.columns, column.name: column})
    return {
        n: replace(
            t, references=tuple(r for of, r in references.get((schemas[n], n), ()) if schemas.get(r.target) == of)
        )
        for n, t in tables.items()
    }


def _column(row: Sequence[object], rows: float) -> ColumnFacts:
    """One column out of a row of the query above."""
    (
        _,
        _,
        name,
        type_name,
        written,
        nullable,
        length,
        _,
        labels,
        stamped,
        distinct,
        unset,
        width,
        correlation,
        common,
        often,
    ) = row
    kind = _kind(str(type_name), str(written), enum=bool(labels))
    bounded = kind not in _UNBOUNDED and not kind.endswith("[]")
    if isinstance(length, int):
        bounded = length <= SHORT_TEXT
    elif kind == "varchar":
        bounded = False
    found = ColumnFacts(
        name=str(name), type=kind, width=_WIDTHS.get(kind, 16), distinct=float(labels) if labels else 0.0,  # type: ignore[arg-type]
        bounded=bounded, nullable=bool(nullable), stamped=bool(stamped),
    )  # fmt: skip
    if rows < _FROM_MEASURED or width is None:
        return found
    number = float(distinct)  # type: ignore[arg-type]
    values = common if isinstance(common, list) else []
    frequencies = often if isinstance(often, list) else []
    return replace(
        found,
        width=int(width),  # type: ignore[call-overload]
        distinct=max(1.0, number if number >= 0 else -number * rows),
        unset=float(unset),  # type: ignore[arg-type]
        ordered=correlation is not None and abs(float(correlation)) > 0.97 and kind.startswith(("timestamp", "date")),  # type: ignore[arg-type]
        common=tuple((_value(v), float(f)) for v, f in zip(values, frequencies, strict=False)),
    )


def _kind(type_name: str, written: str, *, enum: bool) -> str:
    if enum:
        return "enum"
    plain = written.split("(", maxsplit=1)[0].strip()
    if written.endswith("[]"):
        return written
    named = {"timestamp with time zone": "timestamptz", "character varying": "varchar"}
    return named.get(plain, {"timestamptz": "timestamptz", "timestamp": "timestamp"}.get(type_name, plain))


def _value(value: object) -> str:
    return {"t": "true", "f": "false"}.get(str(value), str(value))
