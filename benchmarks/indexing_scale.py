"""How long choosing indexes takes for 100 tables and 500 patterns, and how it grows: `python benchmarks/indexing_scale.py`."""

from __future__ import annotations

import time

from database_designer.indexing import ColumnFacts, ReferenceFacts, TableFacts, choose
from database_designer.workload import read_workload

PATTERNS = (
    "SELECT id, name FROM t{n} WHERE parent_id = $1 AND status = 'open' ORDER BY created_at DESC LIMIT 20;",
    "SELECT id FROM t{n} WHERE lower(name) = lower($1) AND deleted_at IS NULL;",
    "SELECT count(*) FROM t{n} WHERE parent_id = $1 AND deleted_at IS NULL;",
    "SELECT status, sum(amount) FROM t{n} WHERE created_at >= $1 AND created_at < $2 GROUP BY status;",
    "SELECT c.id, p.name FROM t{n} c JOIN t{m} p ON p.id = c.parent_id WHERE c.status = $1 AND p.name ILIKE '%' || $2 || '%';",
)


def _table(number: int) -> TableFacts:
    columns = (
        ColumnFacts(name="id", type="bigint", width=8, distinct=0),
        ColumnFacts(name="parent_id", type="bigint", width=8, distinct=0),
        ColumnFacts(name="name", type="varchar", width=20, distinct=0),
        ColumnFacts(name="status", type="text", width=8, distinct=0, bounded=False),
        ColumnFacts(name="amount", type="numeric", width=8, distinct=0),
        ColumnFacts(name="created_at", type="timestamptz", width=8, distinct=0),
        ColumnFacts(name="deleted_at", type="timestamptz", width=8, distinct=0, nullable=True),
    )
    parent = ReferenceFacts(columns=("parent_id",), target=f"t{max(number - 1, 0)}", target_columns=("id",))
    return TableFacts(
        name=f"t{number}", columns={c.name: c for c in columns}, rows=0.0, keys=(("id",),), references=(parent,)
    )


def seconds(tables: int) -> float:
    """Seconds for that many tables, five patterns each, from the text of the statements to the chosen indexes."""
    made = {t.name: t for t in map(_table, range(tables))}
    text = "\n".join(p.format(n=n, m=max(n - 1, 0)) for n in range(tables) for p in PATTERNS)
    start = time.perf_counter()
    read, _ = read_workload(text, "workload.sql", made)
    chosen = choose(read.accesses, read.tables)
    taken = time.perf_counter() - start
    print(
        f"{tables} tables, {len(read.templates)} patterns: {taken:.2f} s, {sum(not c.index.name for c in chosen)} indexes"
    )
    return taken


if __name__ == "__main__":
    few, many = seconds(25), seconds(100)
    print(f"four times the tables take {many / few:.1f} times as long")
