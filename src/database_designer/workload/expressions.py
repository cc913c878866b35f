"""Expressions of a parse tree: which columns they name, and their text without the names of tables."""

from __future__ import annotations

from collections.abc import Iterator

from postgast import deparse, parse, walk
from postgast.pg_query_pb2 import ColumnRef, Node, ParseResult

_FRAME = parse("SELECT 1")
_AND = 1
_SELECT = len("SELECT ")


def column_refs(node: Node) -> Iterator[ColumnRef]:
    """All references to columns below a node."""
    for _, found in walk(node):
        if isinstance(found, ColumnRef):
            yield found


def parts(ref: ColumnRef) -> tuple[str, ...]:
    """The names in a reference: ("o", "total"), ("total",); "*" for a star."""
    return tuple(f.string.sval if f.HasField("string") else "*" for f in ref.fields)


def text_of(node: Node) -> str:
    """The expression as PostgreSQL would write it, with the columns bare."""
    bare = Node()
    bare.CopyFrom(node)
    for ref in list(column_refs(bare)):
        last = ref.fields[len(ref.fields) - 1]
        kept = Node()
        kept.CopyFrom(last)
        del ref.fields[:]
        ref.fields.append(kept)
    statement = ParseResult()
    statement.CopyFrom(_FRAME)
    statement.stmts[0].stmt.select_stmt.target_list[0].res_target.val.CopyFrom(bare)
    return str(deparse(statement)[_SELECT:])


def conjuncts(node: Node | None) -> Iterator[Node]:
    """The conditions that are and-ed."""
    if node is None or node.WhichOneof("node") is None:
        return
    if node.HasField("bool_expr") and node.bool_expr.boolop == _AND:
        for argument in node.bool_expr.args:
            yield from conjuncts(argument)
        return
    yield node
