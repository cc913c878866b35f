"""What of a statement can be applied where the server lacks something: the rest of it is still checked."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

import postgast

from database_designer.lint.script import Node, kind_of, strings, within
from database_designer.postgres.quoting import quote_identifier

_NO_TYPE = re.compile(r'^type "(?:[^"]+\.)?([^".]+?)(?:\[\])?" does not exist')
_NO_TABLE = re.compile(r'^relation "([^"]+)" does not exist')
_NO_SCHEMA = re.compile(r'^schema "([^"]+)" does not exist')
_NO_FUNCTION = re.compile(r"^function ((?:[\w\"]+\.)?([\w\"]+)\(.*\)) does not exist")


STAND_IN = "SELECT NULL /* a stand-in, nobody's own */"
"""The body of functions that stand in for those of extensions and services; introspection leaves them out."""

STOOD_IN_FOR = frozenset({"uuid-ossp", "pgcrypto"})
"""Extensions whose most used functions have a stand-in."""

_RETURNS = {
    "uuid_generate_v1()": "uuid",
    "uuid_generate_v1mc()": "uuid",
    "uuid_generate_v4()": "uuid",
    "gen_random_bytes(integer)": "bytea",
    "auth.uid()": "uuid",
    "auth.role()": "text",
    "auth.email()": "text",
    "auth.jwt()": "jsonb",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Healed:
    """A statement that asks less of the server; `says` what it does without, `before` is what is run before it."""

    sql: str
    says: str
    before: str = ""


def healed(sql: str, message: str) -> Healed | None:
    """What is left of a statement without what the server says it lacks; None where that is nothing."""
    try:
        tree = postgast.parse(sql)
    except postgast.PgQueryError:
        return None
    if found := _NO_TYPE.match(message):
        return _changed(sql, tree, _as_text(tree, found[1]), f"with text in place of {found[1]}")
    if found := _NO_TABLE.match(message):
        return _changed(sql, tree, _without_references(tree, found[1]), f"without its references to {found[1]}")
    if found := _NO_FUNCTION.match(message):
        if returns := _RETURNS.get(found[1]):
            made = f"CREATE FUNCTION {found[1]} RETURNS {returns} LANGUAGE sql AS $${STAND_IN}::{returns}$$"
            return Healed(sql=sql, says=f"with a stand-in for {found[1]}", before=made)
        name = found[2].strip('"')
        return _changed(sql, tree, _without_defaults(tree, name), f"without the defaults of {name}()")
    if found := _NO_SCHEMA.match(message):
        if _without_references(tree, found[1]):
            return Healed(sql=postgast.deparse(tree), says=f"without its references to the schema {found[1]}")
        made = f"CREATE SCHEMA {quote_identifier(found[1])}"
        return Healed(sql=sql, says=f"with an empty schema {found[1]}", before=made)
    return None


def _changed(sql: str, tree: Node, changed: object, says: str) -> Healed | None:
    text = postgast.deparse(tree) if changed else sql
    return Healed(sql=text, says=says) if text != sql else None


def _as_text(tree: Node, name: str) -> bool:
    """Puts text in place of a type; whether it was there."""
    found = [t for t in within(tree, "TypeName") if t.names and t.names[-1].string.sval == name]
    for type_name in found:
        del type_name.names[:-1], type_name.typmods[:]
        type_name.names[0].string.sval = "text"
    return bool(found)


def _without_references(tree: Node, name: str) -> bool:
    """Takes out the foreign keys of a new table to a table, or to the tables of a schema, of that name."""

    def refers(constraint: Node) -> bool:
        target = constraint.pktable
        named = (target.schemaname, target.relname, f"{target.schemaname}.{target.relname}")
        return kind_of(constraint) == "CONSTR_FOREIGN" and name in named

    return _without_constraints(tree, refers)


def _without_defaults(tree: Node, function: str) -> bool:
    """Takes out the defaults of a new table that call a function."""

    def calls(constraint: Node) -> bool:
        called = (strings(c.funcname)[-1] for c in within(constraint, "FuncCall"))
        return kind_of(constraint) == "CONSTR_DEFAULT" and function in called

    return _without_constraints(tree, calls)


def _without_constraints(tree: Node, unwanted: Callable[[Node], bool]) -> bool:
    """Takes unwanted constraints out of the columns and of the tables that a statement makes; whether there were some."""
    taken = False
    for made in within(tree, "CreateStmt"):
        taken |= _drop(made.table_elts, unwanted)
        for element in made.table_elts:
            if element.HasField("column_def"):
                taken |= _drop(element.column_def.constraints, unwanted)
    return taken


def _drop(nodes: Node, unwanted: Callable[[Node], bool]) -> bool:
    """Takes the unwanted constraints out of a list of nodes; whether there were some."""
    numbers = [n for n, node in enumerate(nodes) if node.HasField("constraint") and unwanted(node.constraint)]
    for number in reversed(numbers):
        del nodes[number]
    return bool(numbers)
