"""Indexes of a design as those that are planned, and planned ones as those of the design."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from database_designer.design.expressions import column_path
from database_designer.design.layout import Layout
from database_designer.design.names import object_name
from database_designer.indexing import Access, Choice, Condition, IndexPlan, Key, Match, Method, Term
from database_designer.indexing.access import column
from database_designer.model.decision import because
from database_designer.model.expression import And, Expression, Path
from database_designer.model.names import snake_case
from database_designer.model.physical import Index, IndexKey, Table, UniqueConstraint
from database_designer.model.text import english
from database_designer.model.walk import nodes
from database_designer.source import Origin

BY = "design.indexes"
FOREIGN_KEY = "every foreign key is covered by an index"
QUERY = "equal columns first, then the range or the order"
SUMMARY = "rows lie in the order of their creation: a summary of their ranges finds them"


def backing(tables: Iterable[Table], uniques: Iterable[tuple[str, UniqueConstraint]]) -> tuple[Index, ...]:
    """The indexes that PostgreSQL makes for primary keys and unique constraints, as indexes."""
    keys = [(t.name, t.primary_key_name, t.primary_key, t.origin) for t in tables]
    keys += [(table, u.name, u.columns, u.origin) for table, u in uniques]
    return tuple(
        Index(
            name=name,
            table=table,
            keys=tuple(IndexKey(expression=column_path(c)) for c in columns),
            origin=origin,
            unique=True,
        )
        for table, name, columns, origin in keys
    )


def as_plan(index: Index) -> IndexPlan:
    """An index that is there already."""
    conditions = () if index.predicate is None else conjuncts(index.predicate)
    return IndexPlan(
        table=index.table,
        keys=tuple(
            Key(term=_term(k.expression), descending=k.descending, operator_class=k.operator_class) for k in index.keys
        ),
        method=Method(index.method),
        predicate=tuple(
            Condition(term=_term(c), match=Match.OTHER, fraction=1.0, fixed=english(c)) for c in conditions
        ),
        include=index.include,
        unique=index.unique,
        name=index.name,
    )


def _term(expression: Expression) -> Term:
    columns = tuple(dict.fromkeys(n.steps[-1] for n in nodes(expression) if isinstance(n, Path)))
    return column(columns[0]) if isinstance(expression, Path) else Term(text=english(expression), columns=columns)


def conjuncts(expression: Expression) -> tuple[Expression, ...]:
    """The conditions that are and-ed."""
    return expression.operands if isinstance(expression, And) else (expression,)


def planned(
    choice: Choice,
    layout: Layout,
    origins: Mapping[str, tuple[Origin, str]],
    conditions: Mapping[str, Expression],
) -> Index:
    """The index of a choice. `origins` are those of queries and foreign keys by their names, with what they say."""
    index = choice.index
    first = next((a for a in choice.serves if not a.required), choice.serves[0])
    origin, says = origins[first.name]
    pointed = [a for a in choice.serves if a.required]
    principle = FOREIGN_KEY if first.required else SUMMARY if index.method is Method.BRIN else QUERY
    predicate = tuple(conditions[c.fixed] for c in index.predicate)
    return Index(
        name=_name(index, choice.serves, layout),
        table=index.table,
        keys=tuple(IndexKey(expression=column_path(k.term.text), descending=k.descending) for k in index.keys),
        origin=because(origin, BY, principle),
        method=index.method.value,
        predicate=And(operands=predicate) if len(predicate) > 1 else next(iter(predicate), None),
        include=index.include,
        serves=tuple(dict.fromkeys(a.name for a in (*pointed, *choice.serves))),
        purpose=says or next((origins[a.name][1] for a in pointed), ""),
    )


def _name(index: IndexPlan, serves: Iterable[Access], layout: Layout) -> str:
    """By the table and the keys; a partial one by the query it is for, or "live" where it leaves out deleted rows."""
    parts = [f"{k.term.text}_desc" if k.descending else k.term.text for k in index.keys]
    soft = {c for d in layout.drafts if d.table.name == index.table for c in (d.soft,) if c}
    if any(set(c.term.columns) - soft for c in index.predicate):
        parts.append(snake_case(next(a.name for a in serves).partition(".")[2]))
    elif index.predicate:
        parts.append("live")
    if index.method is not Method.BTREE:
        parts.append(index.method.value)
    return object_name("ix", index.table, tuple(parts), layout.tables)
