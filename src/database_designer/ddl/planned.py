"""CREATE INDEX and CREATE STATISTICS on the tables of others, whose expressions are their own SQL."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from database_designer.indexing import IndexPlan, Key, Method
from database_designer.indexing.cost import PAGES_PER_RANGE
from database_designer.model.names import snake_case
from database_designer.postgres.identifiers import distinct
from database_designer.postgres.quoting import qualified, quote_identifier

_EXTENSIONS = {Method.GIN: "btree_gin", Method.GIST: "btree_gist"}
_CALL = re.compile(r"[a-z_][a-z0-9_.]*\(", re.IGNORECASE)
_MOST_PARTS = 4


def index_names(indexes: Sequence[IndexPlan], taken: Iterable[str]) -> tuple[str, ...]:
    """A name for each: the table and what the keys are over; none that is taken, none twice."""
    names: list[str] = []
    held = set(taken)
    for index in indexes:
        parts = [snake_case(k.term.text) for k in index.keys][:_MOST_PARTS]
        kind = () if index.method is Method.BTREE else (index.method.value,)
        states = [snake_case(c.fixed.replace("<>", " not ")) for c in index.predicate][:1]
        names.append(distinct("_".join(("ix", index.table, *parts, *states, *kind)), held))
        held.add(names[-1])
    return tuple(names)


def create_index(index: IndexPlan, name: str, schema: str = "") -> str:
    """The statement that makes a planned index; `schema` where the name of its table alone does not find it."""
    method = "" if index.method is Method.BTREE else f" USING {index.method.value}"
    keys = ", ".join(_key(k) for k in index.keys)
    parts = [f"CREATE INDEX {quote_identifier(name)} ON {_table(index, schema)}{method} ({keys})"]
    if index.include:
        parts.append(f"INCLUDE ({', '.join(quote_identifier(c) for c in index.include)})")
    if index.method is Method.BRIN:
        parts.append(f"WITH (pages_per_range = {PAGES_PER_RANGE})")
    if index.predicate:
        parts.append(f"WHERE {' AND '.join(f'({c.fixed})' for c in index.predicate)}")
    return " ".join(parts) + ";"


def _key(key: Key) -> str:
    text = quote_identifier(key.term.text) if key.term.is_column else _expression(key.term.text)
    return text + (f" {key.operator_class}" if key.operator_class else "") + (" DESC" if key.descending else "")


def _expression(text: str) -> str:
    """A call of a function stands as it is, anything else in parentheses."""
    is_call = _CALL.match(text) is not None and _closes(text) == len(text) - 1
    return text if is_call else f"({text})"


def _closes(text: str) -> int:
    """Where the first parenthesis is closed; -1 where a quotation makes that hard to tell."""
    if "'" in text or '"' in text:
        return -1
    depth = 0
    for position, character in enumerate(text):
        depth += (character == "(") - (character == ")")
        if depth == 0 and character == ")":
            return position
    return -1


def _table(index: IndexPlan, schema: str) -> str:
    return qualified(schema, index.table) if schema else quote_identifier(index.table)


def create_statistics(index: IndexPlan, taken: Iterable[str], schema: str = "") -> tuple[str, ...]:
    """Statistics on the expressions of a partial index: the planner does not use those of the index itself."""
    expressions = [k.term for k in index.keys if not k.term.is_column]
    if not expressions or not index.predicate or index.method is not Method.BTREE:
        return ()
    made: list[str] = []
    for term in expressions:
        name = quote_identifier(distinct(f"st_{index.table}_{snake_case(term.text)}", {*taken, *made}))
        made.append(f"CREATE STATISTICS {name} ON ({term.text}) FROM {_table(index, schema)};")
    return tuple(made)


def extensions(indexes: Iterable[IndexPlan]) -> tuple[str, ...]:
    """The statements that make the extensions which the operator classes are in."""
    wanted: set[str] = set()
    for index in indexes:
        classes = {k.operator_class for k in index.keys}
        if "gin_trgm_ops" in classes:
            wanted.add("pg_trgm")
        if index.method in _EXTENSIONS and len(index.keys) > 1:
            wanted.add(_EXTENSIONS[index.method])
    return tuple(f"CREATE EXTENSION IF NOT EXISTS {name};" for name in sorted(wanted))
