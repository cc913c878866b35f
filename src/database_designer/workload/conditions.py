"""A condition of a parse tree as what it asks of one table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from postgast import walk
from postgast.pg_query_pb2 import A_Expr, Node

from database_designer.indexing import Match, TableFacts, Term
from database_designer.workload.expressions import column_refs, parts, text_of
from database_designer.workload.uses import Compared

_OP, _ANY, _NOT_DISTINCT, _IN, _LIKE, _ILIKE, _SIMILAR = 1, 2, 5, 7, 8, 9, 10
_BETWEEN = frozenset({11, 13})
_IS_NULL = 1
_IS_TRUE, _IS_FALSE = 1, 3
_NOT = 3
_ANY_OF = 3
_RANGES = frozenset({"<", "<=", ">", ">="})
_MIRRORED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "=", "<@": "@>", "&&": "&&", "@@": "@@"}
_HOLDS = frozenset({"@>", "?", "?|", "?&", "@?"})
_PATTERNS = frozenset({"~", "~*", "~~", "~~*"})
_TEXTS = frozenset({"text", "varchar"})
_TRIGRAMS = "gin_trgm_ops"
_PATTERN_OPS = "text_pattern_ops"


@dataclass(frozen=True, slots=True)
class Scope:
    """The tables of a query by alias, innermost; names of outer queries stand for values."""

    tables: Mapping[str, TableFacts]

    def owner(self, name: tuple[str, ...]) -> str:
        """The alias of the table that a reference names, "" where it is none of this query's."""
        if len(name) > 1:
            return name[-2] if name[-2] in self.tables else ""
        return next((a for a, t in self.tables.items() if name[-1] in t.columns), "")

    def owners(self, node: Node) -> set[str]:
        """The aliases of all tables that an expression names."""
        return {o for r in column_refs(node) if (o := self.owner(parts(r)))}

    def term(self, node: Node) -> Term | None:
        """The expression over columns of one table; None where it names none."""
        columns = tuple(dict.fromkeys(p[-1] for r in column_refs(node) if self.owner(p := parts(r))))
        if self._is_column(node):
            return Term(text=columns[0], columns=columns) if columns else None
        return Term(text=text_of(node), columns=columns) if columns else None

    def _is_column(self, node: Node) -> bool:
        """A column, or one of a text cast to text, which changes nothing."""
        if node.HasField("type_cast") and node.type_cast.arg.HasField("column_ref"):
            target = node.type_cast.type_name.names[-1].string.sval
            name = parts(node.type_cast.arg.column_ref)
            owner = self.owner(name)
            return bool(owner) and target in _TEXTS and self.tables[owner].columns[name[-1]].type in _TEXTS
        return bool(node.HasField("column_ref"))


def compared(node: Node, scope: Scope) -> list[tuple[str, Compared]]:
    """What a condition asks, with the alias of the table of which it asks it; of both tables of a join."""
    found = _null_test(node, scope) or _boolean(node, scope)
    if found is None and node.HasField("a_expr"):
        found = _operator(node, node.a_expr, scope)
    if found is not None:
        return found
    if _has(node, "SubLink"):
        return _among(node, scope)
    owners = scope.owners(node)
    term = scope.term(node)
    if len(owners) != 1 or term is None:
        return []
    return [(next(iter(owners)), Compared(term=term, match=Match.OTHER, text=text_of(node), constant=True))]


def _among(node: Node, scope: Scope) -> list[tuple[str, Compared]]:
    """`a IN (SELECT ...)` as one of several values; what other queries decide is theirs."""
    if not node.HasField("sub_link") or node.sub_link.sub_link_type != _ANY_OF:
        return []
    owners, term = scope.owners(node.sub_link.testexpr), scope.term(node.sub_link.testexpr)
    if len(owners) != 1 or term is None:
        return []
    return [(next(iter(owners)), Compared(term=term, match=Match.ONE_OF, text=text_of(node)))]


def _null_test(node: Node, scope: Scope) -> list[tuple[str, Compared]] | None:
    if not node.HasField("null_test"):
        return None
    owners, term = scope.owners(node.null_test.arg), scope.term(node.null_test.arg)
    if len(owners) != 1 or term is None:
        return []
    match = Match.UNSET if node.null_test.nulltesttype == _IS_NULL else Match.SET
    text = text_of(node)
    return [(next(iter(owners)), Compared(term=term, match=match, text=text, value=match.value, constant=True))]


def _boolean(node: Node, scope: Scope) -> list[tuple[str, Compared]] | None:
    """`active`, `NOT active`, `active IS TRUE`, `active = true`: all as the first two."""
    inner, holds = node, True
    if node.HasField("bool_expr") and node.bool_expr.boolop == _NOT:
        inner, holds = node.bool_expr.args[0], False
    elif node.HasField("boolean_test") and node.boolean_test.booltesttype in {_IS_TRUE, _IS_FALSE}:
        inner, holds = node.boolean_test.arg, node.boolean_test.booltesttype == _IS_TRUE
    elif node.HasField("a_expr") and node.a_expr.kind == _OP and node.a_expr.rexpr.HasField("a_const"):
        constant = node.a_expr.rexpr.a_const
        if constant.HasField("boolval") and [n.string.sval for n in node.a_expr.name] == ["="]:
            inner, holds = node.a_expr.lexpr, constant.boolval.boolval
    if not inner.HasField("column_ref"):
        return None
    owners, term = scope.owners(inner), scope.term(inner)
    if len(owners) != 1 or term is None:
        return []
    text = text_of(inner) if holds else f"NOT {text_of(inner)}"
    said = Compared(term=term, match=Match.EQUAL, text=text, value=str(holds).lower(), constant=True)
    return [(next(iter(owners)), said)]


def _operator(node: Node, expr: A_Expr, scope: Scope) -> list[tuple[str, Compared]] | None:
    name = expr.name[-1].string.sval if expr.name else ""
    left, right = scope.owners(expr.lexpr), scope.owners(expr.rexpr)
    if expr.kind == _OP and expr.lexpr.HasField("row_expr"):
        return _row(node, expr, name, scope)
    if len(left) == 1 and len(right) == 1 and left != right:
        return _join(node, expr, name, scope, (next(iter(left)), next(iter(right))))
    if len(left) == 1 and not right:
        return _one(node, expr, name, next(iter(left)), scope)
    if len(right) == 1 and not left and expr.kind == _OP and name in _MIRRORED:
        turned = A_Expr()
        turned.CopyFrom(expr)
        turned.lexpr.CopyFrom(expr.rexpr)
        turned.rexpr.CopyFrom(expr.lexpr)
        return _one(node, turned, _MIRRORED[name], next(iter(right)), scope)
    return None


def _join(node: Node, expr: A_Expr, name: str, scope: Scope, aliases: tuple[str, str]) -> list[tuple[str, Compared]]:
    left, right = aliases
    own, other = scope.term(expr.lexpr), scope.term(expr.rexpr)
    if own is None or other is None or expr.kind != _OP:
        return []
    match = Match.EQUAL if name == "=" else Match.RANGE if name in _RANGES else Match.OTHER
    text = text_of(node)
    return [
        (left, Compared(term=own, match=match, text=text, other=right)),
        (right, Compared(term=other, match=match, text=text, other=left)),
    ]


def _row(node: Node, expr: A_Expr, name: str, scope: Scope) -> list[tuple[str, Compared]]:
    """(a, b) < (x, y): a range over a, in the order of a, b."""
    arguments = expr.lexpr.row_expr.args
    owners = {o for a in arguments for o in scope.owners(a)}
    first = scope.term(arguments[0]) if arguments else None
    if len(owners) != 1 or first is None or name not in _RANGES:
        return []
    return [(next(iter(owners)), Compared(term=first, match=Match.RANGE, text=text_of(node)))]


def _one(node: Node, expr: A_Expr, name: str, alias: str, scope: Scope) -> list[tuple[str, Compared]]:
    """A term of one table compared with values."""
    term = scope.term(expr.lexpr)
    if term is None:
        return []
    match, operator_class = _match(expr, name, term, scope.tables[alias])
    value, constant = _value(expr.rexpr)
    said = Compared(
        term=term, match=match, text=text_of(node), value=value, constant=constant, operator_class=operator_class,
        both_ends=expr.kind in _BETWEEN,
    )  # fmt: skip
    return [(alias, said)]


def _match(expr: A_Expr, name: str, term: Term, table: TableFacts) -> tuple[Match, str]:
    kind = table.columns[term.text].type if term.is_column and term.text in table.columns else "text"
    if expr.kind == _IN and name == "=":
        return Match.ONE_OF, ""
    if expr.kind == _ANY and name == "=":
        return Match.ONE_OF, ""
    if expr.kind in _BETWEEN:
        return Match.RANGE, ""
    if expr.kind in {_LIKE, _ILIKE, _SIMILAR} or name in _PATTERNS:
        return _pattern(expr, name, kind)
    if expr.kind not in {_OP, _NOT_DISTINCT}:
        return Match.OTHER, ""
    if name == "=":
        return Match.EQUAL, ""
    if name in _RANGES:
        return Match.RANGE, ""
    if name == "@@":
        return Match.WORDS, ""
    if name in _HOLDS:
        return Match.HOLDS, "jsonb_path_ops" if kind == "jsonb" and name in {"@>", "@?"} else ""
    if name in {"&&", "@>", "<@"} and "range" in kind:
        return Match.OVERLAPS, ""
    return Match.OTHER, ""


def _pattern(expr: A_Expr, name: str, kind: str) -> tuple[Match, str]:
    """By the beginning where nothing stands before the first wildcard; otherwise anywhere, by trigrams."""
    if name.startswith("!"):
        return Match.OTHER, ""
    ignoring_case = expr.kind == _ILIKE or name in {"~*", "~~*"}
    text = _first_text(expr.rexpr)
    begins = text is not None and not text.startswith(("%", "_"))
    if expr.kind == _LIKE and not ignoring_case and (begins or text is None):
        return Match.STARTS, "bpchar_pattern_ops" if kind == "character" else _PATTERN_OPS
    return Match.CONTAINS, _TRIGRAMS


def _first_text(node: Node) -> str | None:
    """The text with which a pattern begins, None where it is a parameter."""
    if node.HasField("a_const") and node.a_const.HasField("sval"):
        return str(node.a_const.sval.sval)
    if node.HasField("a_expr") and node.a_expr.HasField("lexpr"):
        return _first_text(node.a_expr.lexpr)
    if node.HasField("type_cast"):
        return _first_text(node.type_cast.arg)
    return None


def _value(node: Node) -> tuple[str, bool]:
    """The value as text, and whether it is made of plain literals alone; "" where a parameter is in it."""
    text = text_of(node) if not node.HasField("list") else ", ".join(text_of(i) for i in node.list.items)
    if _has(node, "ParamRef", "SubLink", "ColumnRef"):
        return "", False
    return text, not _has(node, "FuncCall", "SQLValueFunction")


def _has(node: Node, *kinds: str) -> bool:
    return any(type(found).__name__ in kinds for _, found in walk(node))
