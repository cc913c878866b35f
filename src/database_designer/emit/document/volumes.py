"""Volumes, in section 10: rows and megabytes of each table and its indexes, now and later."""

from __future__ import annotations

from collections.abc import Sequence

from database_designer.emit.document.facts import Facts
from database_designer.emit.document.markdown import blocks, code, count, items, prose, table, table_link
from database_designer.emit.document.words import ASSUMED, requirement_ids
from database_designer.model.physical import TableVolume

_MEGABYTE = 2**20
_TOASTED = 2000
_METHOD = (
    "Bytes are worked out from the types of the columns (PostgreSQL manual, “Database Page Layout” and “TOAST”): 24 bytes and "
    "more for the header of a row, 4 for its line pointer, values at addresses that their types divide, pages of 8,192 bytes, "
    "b-trees filled to 90 %. Texts without a length are taken for 24 bytes, documents (jsonb) for 300; optional columns "
    "count as set, partial indexes as whole. Free space left by updates and deletions comes on top."
)


def volumes(facts: Facts) -> str:
    """The tables by size, largest first; the indexes of those whose rows are stated."""
    found = sorted(facts.physical.volumes, key=lambda v: -_rows(v)[-1] * (v.row_bytes + _index_bytes(v)))
    if not found:
        return "The design holds no table."
    years = [years for years, _ in found[0].after]
    header = (
        "Table",
        "Rows",
        *(f"after {y} y" for y in years),
        "Bytes a row",
        _spread("Table MB", years),
        "Indexes MB",
        "Basis",
    )
    return blocks(
        _summary(found, years),
        table(header, (_line(v) for v in found)),
        _of_indexes([v for v in found if v.stated and v.indexes], years),
        _notes(found),
    )


def _spread(text: str, years: Sequence[int]) -> str:
    return f"{text} (now / {' / '.join(str(y) for y in years)} y)"


def _rows(volume: TableVolume) -> tuple[int, ...]:
    return (volume.rows, *(rows for _, rows in volume.after))


def _index_bytes(volume: TableVolume) -> int:
    return sum(i.row_bytes for i in volume.indexes)


def _summary(found: Sequence[TableVolume], years: Sequence[int]) -> str:
    stated = sum(v.stated for v in found)
    totals = [sum(_rows(v)[n] * (v.row_bytes + _index_bytes(v)) for v in found) for n in range(len(years) + 1)]
    sizes = ", ".join(f"{_size(b)} after {count(y, 'year')}" for y, b in zip(years, totals[1:], strict=True))
    return (
        f"All in all {_size(totals[0])} at the start, {sizes}. Rows are stated, or follow from what is stated, for "
        f"{stated} of {count(len(found), 'table')}; the others are assumed and hold no promise."
    )


def _line(volume: TableVolume) -> tuple[str, ...]:
    rows = _rows(volume)
    return (
        table_link(volume.table),
        *(f"{r:,}" for r in rows),
        f"{volume.row_bytes:,}",
        " / ".join(_megabytes(r * volume.row_bytes) for r in rows),
        " / ".join(_megabytes(r * _index_bytes(volume)) for r in rows),
        _basis(volume),
    )


def _basis(volume: TableVolume) -> str:
    kept = f"; rows stay {_time(volume.years_kept)}" if volume.years_kept is not None else ""
    if volume.stated:
        return f"{prose(volume.says)} ({requirement_ids(volume.origin, 3)}){kept}"
    return f"{ASSUMED}{': ' + prose(volume.says) if volume.says else ''}{kept}"


def _of_indexes(found: Sequence[TableVolume], years: Sequence[int]) -> str:
    lines = [
        (code(i.index), table_link(v.table), f"{i.row_bytes:,}", *(_megabytes(r * i.row_bytes) for r in _rows(v)))
        for v in found
        for i in v.indexes
    ]
    if not lines:
        return ""
    return blocks(
        "Their indexes, in MB:",
        table(("Index", "Table", "Bytes a row", "now", *(f"after {y} y" for y in years)), lines),
    )


def _notes(found: Sequence[TableVolume]) -> str:
    toasted = [table_link(v.table) for v in found if v.row_bytes > _TOASTED]
    moved = f"Rows of {', '.join(toasted)} are longer than {_TOASTED:,} bytes: their largest values are compressed and moved to a TOAST table."
    return items((_METHOD, *((moved,) if toasted else ())))


def _time(years: float) -> str:
    return f"{years:g} years" if years > 1 else "a year" if years == 1 else count(round(years * 365), "day")


def _size(size: float) -> str:
    return f"{size / 2**30:,.1f} GB" if size >= 2**30 else f"{_megabytes(size)} MB"


def _megabytes(size: float) -> str:
    """To three digits, or whole."""
    value = size / _MEGABYTE
    return f"{value:,.0f}" if value >= 10 or not value else f"{value:.1f}" if value >= 0.05 else "<0.1"
