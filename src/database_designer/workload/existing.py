"""Indexes that are there already, out of their definitions."""

from __future__ import annotations

import re

from postgast import PgQueryError, parse
from postgast.pg_query_pb2 import IndexElem, Node

from database_designer.indexing import Condition, IndexPlan, Key, Method, TableFacts, Term
from database_designer.workload.conditions import Scope, compared
from database_designer.workload.expressions import column_refs, conjuncts, parts, text_of
from database_designer.workload.fractions import fraction
from database_designer.workload.uses import Compared

_DESC = 3
_CAST = re.compile(r"::(text|varchar|character varying)\b|(?<=')::\"?[\w. ]+\"?")


def existing_index(name: str, definition: str, table: TableFacts) -> IndexPlan | None:
    """The index of a CREATE INDEX statement as PostgreSQL prints it; None where it is of a kind that is not designed with."""
    try:
        statement = parse(definition).stmts[0].stmt.index_stmt
    except PgQueryError:
        return None
    if statement.access_method not in {m.value for m in Method}:
        return None
    scope = Scope({table.name: table})
    conditions = [c for node in conjuncts(statement.where_clause) for _, c in compared(node, scope)]
    return IndexPlan(
        table=table.name,
        keys=tuple(_key(p.index_elem) for p in statement.index_params),
        method=Method(statement.access_method),
        predicate=tuple(_condition(c, table) for c in conditions),
        include=tuple(p.index_elem.name for p in statement.index_including_params),
        unique=statement.unique,
        name=name,
    )


def _key(element: IndexElem) -> Key:
    classes = [n.string.sval for n in element.opclass]
    return Key(
        term=_term(element.expr) if not element.name else Term(text=element.name, columns=(element.name,)),
        descending=element.ordering == _DESC,
        operator_class=classes[-1] if classes else "",
    )


def _term(node: Node) -> Term:
    """The expression as statements write it: without the casts to text that PostgreSQL adds."""
    columns = tuple(dict.fromkeys(parts(r)[-1] for r in column_refs(node)))
    return Term(text=_CAST.sub("", text_of(node)), columns=columns)


def _condition(said: Compared, table: TableFacts) -> Condition:
    text = _CAST.sub("", said.text)
    part = fraction(said, table, usual=False)
    return Condition(term=said.term, match=said.match, fraction=part, fixed=text)
