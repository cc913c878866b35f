"""Reports as views: the values that a report is grouped by, and its counts and sums."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from database_designer.design.enforcing import unusable
from database_designer.design.layout import Draft, Layout
from database_designer.design.part import Part
from database_designer.design.patterns import pattern_of
from database_designer.design.visibility import sees
from database_designer.model.check.families import IllTyped, Typing, family_of
from database_designer.model.conceptual import Query
from database_designer.model.decision import because
from database_designer.model.expression import Aggregate, Call, Expression, Path
from database_designer.model.names import snake_case
from database_designer.model.physical import AccessPattern, ColumnType, Matching, View, ViewColumn
from database_designer.model.text import english
from database_designer.model.walk import nodes
from database_designer.postgres.identifiers import distinct

BY = "design.reports"
_FAMILIES = {
    "sum": frozenset({"number", "interval"}),
    "min": frozenset({"number", "text", "date", "instant", "interval", "time", "enum"}),
    "max": frozenset({"number", "text", "date", "instant", "interval", "time", "enum"}),
}


def report(query: Query, draft: Draft, layout: Layout, taken: Collection[str]) -> Part:
    """The view of a report; nothing where its rows depend on more than a value given, which the query itself answers.

    What the query is given stands among the groups, in front, so that the view is asked by it.
    """
    element = f"{draft.relation.entity}.{query.name}"
    pattern = pattern_of(query, draft, layout)
    if reason := _meaningless(pattern, layout):
        return unusable(element, query.says or "a report", reason, query.origin)
    if not _is_by_value(pattern):
        return Part()
    groups = _groups(query, pattern)
    totals = [(_words(w), v) for w, v in zip(query.report, pattern.aggregates, strict=True)]
    view = View(
        name=distinct(f"{draft.table.name}_{snake_case(query.name)}", taken),
        table=draft.table.name,
        alias=pattern.alias,
        columns=_columns([*groups, *totals], pattern),
        origin=because(query.origin, BY, "a report is a query that has a name"),
        joins=pattern.joins,
        where=pattern.where,
        group_by=len(groups),
        purpose=query.says or _purpose(query, draft.table.name),
        sees=sees(draft, layout),
        element=element,
        fresh=query.fresh,
    )
    return Part(views=(view,))


def _groups(query: Query, pattern: AccessPattern) -> list[tuple[list[str], Expression]]:
    """What the report is given and what it is grouped by, each value once, with the words that it is written with."""
    given = [(p.name.split("."), p.values[0]) for p in pattern.parameters]
    known = [value for _, value in given]
    by = [(_words(w), v) for w, v in zip(query.by, pattern.by, strict=True)]
    return given + [(words, value) for words, value in by if value not in known]


def _columns(values: list[tuple[list[str], Expression]], pattern: AccessPattern) -> tuple[ViewColumn, ...]:
    found: list[ViewColumn] = []
    for words, value in values:
        name = distinct(_name(words, value, pattern), [c.name for c in found])
        found.append(ViewColumn(name=name, expression=value))
    return tuple(found)


def _name(words: list[str], value: Expression, pattern: AccessPattern) -> str:
    """The name of a column, of other tables behind the way to it; of other values the words that they are written with."""
    if isinstance(value, Path):
        words = [*(words[:-1] if value.steps[0] != pattern.alias else ()), value.steps[-1]]
    return snake_case("_".join(words)) or "value"


def _meaningless(pattern: AccessPattern, layout: Layout) -> str:
    """What of a report cannot be worked out, "" where all of it can."""
    odd = (_wrong_value(a, pattern, layout) for a in pattern.aggregates if isinstance(a, Aggregate))
    return "; ".join((*pattern.left_out, *(o for o in odd if o)))


def _wrong_value(aggregate: Aggregate, pattern: AccessPattern, layout: Layout) -> str:
    """Why an aggregate cannot be worked out of its value, "" where it can."""
    if (aggregate.value is None) != (aggregate.function == "count"):
        return f"{aggregate.function} takes {'no' if aggregate.value is not None else 'a'} value"
    if aggregate.value is None:
        return ""
    families = _FAMILIES.get(aggregate.function, frozenset())
    try:
        found = family_of(aggregate.value, _typing(pattern, layout))
    except IllTyped as error:
        return str(error)
    return "" if found in families else f"{aggregate.function} is not worked out of a {found}"


def _typing(pattern: AccessPattern, layout: Layout) -> Typing:
    """The types of the columns that a report reads."""
    tables = {d.table.name: d.table for d in layout.drafts}
    rows = {pattern.alias: pattern.table, **{j.alias: j.table for j in pattern.joins}}

    def type_of(path: Path, further: Mapping[str, str] = rows) -> ColumnType | None:
        table = tables.get(further.get(path.steps[0], "")) if len(path.steps) == 2 else None
        column = table.column(path.steps[1]) if table is not None else None
        return column.type if column is not None else None

    def with_rows(further: Mapping[str, str]) -> Typing:
        return Typing(type_of=lambda path: type_of(path, {**rows, **further}), enums=enums, with_rows=with_rows)

    enums = {e.name: e.values for e in layout.enums}
    return Typing(type_of=type_of, enums=enums, with_rows=with_rows)


def _is_by_value(pattern: AccessPattern) -> bool:
    """Whether all that the report is given are values that its rows have: no period, no part of a text, nothing optional."""
    plain = all(p.matching is Matching.EQUAL and not p.optional and not p.among for p in pattern.parameters)
    return plain and not pattern.searched


def _words(expression: Expression) -> list[str]:
    """The functions and attributes of an expression: sum(price) is sum, price."""
    return list(_each_word(expression)) or ["value"]


def _each_word(expression: Expression) -> Iterator[str]:
    for node in nodes(expression):
        if isinstance(node, Aggregate | Call):
            yield node.function
        elif isinstance(node, Path):
            yield from node.steps


def _purpose(query: Query, table: str) -> str:
    """What the view shows, in words: `the number of loans and the sum of fee of loans, by the date of due on`."""
    rows = table.replace("_", " ")
    totals = dict.fromkeys(f"{english(r)} ".replace(" of rows ", f" of {rows} ").strip() for r in query.report)
    groups = dict.fromkeys((*(english(Path(steps=f)) for f in query.filter), *(english(b) for b in query.by)))
    return f"{_listed(list(totals))}, {f'by {_listed(list(groups))}' if groups else 'over all rows'}"


def _listed(texts: list[str]) -> str:
    return texts[0] if len(texts) == 1 else f"{', '.join(texts[:-1])} and {texts[-1]}"
