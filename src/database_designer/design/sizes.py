"""Bytes of rows and of index entries, worked out from the types of the columns.

By "Database Page Layout" and "TOAST" of the PostgreSQL manual: a page of 8192 bytes has a header of 24; a row has a line
pointer of 4, a header of 23 with a bit for each column where one may be unset, and its values, each at an address that
its type divides. B-tree pages are filled to 90 %. What a text holds is assumed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from database_designer.model.expression import Path
from database_designer.model.physical import Column, ColumnType, Index, IndexVolume, PhysicalModel, Table
from database_designer.postgres.types import canonical_name

PAGE, PAGE_HEADER, LINE_POINTER, ROW_HEADER = 8192, 24, 4, 23
INDEX_HEADER, INDEX_FILL = 8, 0.9
TOASTED = 2000
"""A row of more bytes is compressed, and its largest values are moved to a table of their own ("TOAST")."""
TEXT, LONG_TEXT, DOCUMENT, RANGE = 24, 200, 300, 24
_FIXED = {  # bytes, alignment
    "boolean": (1, 1),
    "smallint": (2, 2),
    "integer": (4, 4),
    "date": (4, 4),
    "real": (4, 4),
    "bigint": (8, 8),
    "double precision": (8, 8),
    "timestamp with time zone": (8, 8),
    "timestamp without time zone": (8, 8),
    "time without time zone": (8, 8),
    "interval": (16, 8),
    "uuid": (16, 1),
}
_VARYING = {"text": TEXT, "citext": TEXT, "jsonb": DOCUMENT, "json": DOCUMENT, "bytea": DOCUMENT, "tsvector": LONG_TEXT}


def row_bytes(table: Table) -> int:
    """The bytes that a row of a table takes in its pages, the share of their headers included."""
    columns = (*(c for n in table.primary_key if (c := table.column(n))), *_others(table))
    nullable = any(c.nullable for c in columns)
    header = _aligned(ROW_HEADER + ((len(columns) + 7) // 8 if nullable else 0), 8)
    return _in_pages(_aligned(_laid_out(columns, header), 8) + LINE_POINTER)


def index_volumes(table: Table, physical: PhysicalModel) -> tuple[IndexVolume, ...]:
    """The bytes a row that each index of a table takes: of its primary key, its unique constraints, and the others."""
    keys = ((table.primary_key_name, table.primary_key), *((u.name, u.columns) for u in table.uniques))
    named = ((name, tuple(c for n in columns if (c := table.column(n)))) for name, columns in keys if columns)
    found = [IndexVolume(index=name, row_bytes=_btree(columns)) for name, columns in named]
    of_table = (i for i in physical.indexes if i.table == table.name)
    found += [IndexVolume(index=i.name, row_bytes=_of_index(i, table)) for i in of_table]
    exclusions = (x for x in physical.exclusions if x.table == table.name)
    found += [IndexVolume(index=x.name, row_bytes=_in_index(RANGE + 16 * len(x.equal))) for x in exclusions]
    return tuple(found)


def _others(table: Table) -> Iterator[Column]:
    return (c for c in table.columns if c.name not in table.primary_key)


def _of_index(index: Index, table: Table) -> int:
    """An index of one entry a row; of GIN, one number for each word or trigram; BRIN has next to nothing."""
    columns = tuple(c for k in index.keys if (c := _column(k.expression, table)) is not None)
    if index.method == "brin":
        return 0
    if index.method == "gin":
        return sum(_width(c.type)[0] for c in columns) or LONG_TEXT
    unknown = len(index.keys) - len(columns)
    included = tuple(c for n in index.include if (c := table.column(n)) is not None)
    return _btree((*columns, *included), unknown)


def _column(expression: object, table: Table) -> Column | None:
    return table.column(expression.steps[-1]) if isinstance(expression, Path) else None


def _btree(columns: Iterable[Column], unknown: int = 0) -> int:
    return _in_index(_laid_out(columns, 0) + unknown * TEXT)


def _in_index(width: int) -> int:
    entry = _aligned(INDEX_HEADER + width, 8) + LINE_POINTER
    return round(entry * PAGE / (PAGE - PAGE_HEADER) / INDEX_FILL)


def _in_pages(row: int) -> int:
    """The share of a page: of small rows as many as fit, of larger ones as many bytes as they have."""
    fitting = (PAGE - PAGE_HEADER) // row
    return PAGE // fitting if fitting else row


def _laid_out(columns: Iterable[Column], start: int) -> int:
    """The end of the values when they begin at `start`."""
    end = start
    for column in columns:
        width, alignment = _width(column.type)
        end = _aligned(end, alignment) + width
    return end


def _width(column_type: ColumnType) -> tuple[int, int]:
    """Bytes and alignment of a value; short values of varying length have a header of one byte and no alignment."""
    if column_type.is_enum:
        return 4, 4
    name = canonical_name(column_type.name)
    if name in _FIXED:
        return _FIXED[name]
    if name == "numeric":
        digits = column_type.arguments[0] if column_type.arguments else 8
        return 1 + 2 + 2 * ((min(digits, 12) + 3) // 4), 1
    if name in ("character varying", "character") and column_type.arguments:
        return 1 + min(column_type.arguments[0], TEXT), 1
    if name.endswith("range"):
        return RANGE, 1
    return 1 + _VARYING.get(name, TEXT), 1


def width(column_type: ColumnType) -> int:
    """Average bytes of a value of a type."""
    return _width(column_type)[0]


def _aligned(position: int, alignment: int) -> int:
    return -(-position // alignment) * alignment
