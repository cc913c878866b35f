"""An access pattern as the SELECT that a developer would write for it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace

from database_designer.ddl.expressions import Scope, conjuncts, fragment, to_sql
from database_designer.ddl.fragment import ExpressionError, Level
from database_designer.ddl.layout import filled, indented
from database_designer.ddl.matching import Matcher, Slot, any_of
from database_designer.ddl.names import Names
from database_designer.ddl.samples import sample_row
from database_designer.ddl.scopes import known_table, rows_scope
from database_designer.ddl.selects import conjunction
from database_designer.model.expression import Expression, Join, Path, Select
from database_designer.model.physical import (
    AccessPattern,
    Index,
    IndexKey,
    Matching,
    Parameter,
    PatternKind,
    PatternSort,
    PhysicalModel,
    Service,
)
from database_designer.model.walk import nodes
from database_designer.postgres.quoting import quote_identifier

EMPTY_TEXT = "an empty text"
"""What is given in place of a text to search for: it finds all."""
PAGE = 20
"""Rows of a page where nothing is said."""
_INDENT = "    "
NEWLINE = "\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class PatternQuery:
    """A query with its parameters $1, $2, ..., and the query that finds a value for each, as text, in the rows there are.

    `sampling` is "" where there are no parameters.
    """

    sql: str
    slots: tuple[Slot, ...]
    sampling: str


def pattern_query(service: Service, model: PhysicalModel, optional: Collection[str] = ()) -> PatternQuery:
    """The query of a service with these of its optional parameters; of pages that go on after a row, such a page.

    With EMPTY_TEXT among them no text is searched for.

    Raises ExpressionError where it cannot be written: without a pattern, where a part of it has no place in the tables,
    or for what SQL has no condition for.
    """
    pattern = service.pattern
    if pattern is None:
        raise ExpressionError("it has no place in the tables")
    if pattern.left_out:
        raise ExpressionError("; ".join(pattern.left_out))
    work = _Work(pattern=pattern, model=model, names=Names(schema=model.schema), indexes=_serving(service, model))
    where = (*work.conditions(optional), *work.after())
    lines = (
        *work.selected(),
        *work.sources(work.read(optional)),
        *conjunction(where),
        *work.rest(),
    )
    return PatternQuery(sql="\n".join(lines), slots=tuple(work.slots), sampling=work.sampling(optional))


def assumed_page(pattern: AccessPattern) -> int | None:
    """The rows of a page that is assumed: of a list that is read in pages or in an order, where no number is stated.

    A list in an order is looked at from its beginning, which is what an index on that order is for.
    """
    is_list = pattern.kind is PatternKind.QUERY and not pattern.aggregates
    if not is_list or pattern.limit:
        return None
    return PAGE if pattern.page or (pattern.sort and not pattern.maximum) else None


def _serving(service: Service, model: PhysicalModel) -> tuple[Index, ...]:
    """The indexes that serve, exclusion constraints as what they are kept by."""
    excluding = (
        Index(name=x.name, table=x.table, keys=(*(IndexKey(expression=e) for e in x.equal), IndexKey(expression=x.period)),
              origin=x.origin, method="gist")
        for x in model.exclusions
    )  # fmt: skip
    return tuple(i for i in (*model.indexes, *excluding) if i.name in service.indexes)


@dataclass(slots=True, kw_only=True)
class _Work:
    """The making of one query."""

    pattern: AccessPattern
    model: PhysicalModel
    names: Names
    indexes: tuple[Index, ...]
    slots: list[Slot] = field(default_factory=list)
    given: dict[tuple[str, str], str] = field(default_factory=dict)
    found_among: list[Join] = field(default_factory=list)

    def take(self, slot: Slot) -> str:
        """The parameter that stands for the slot."""
        self.slots.append(slot)
        return f"${len(self.slots)}"

    def scope(self, further: Iterable[Join] = ()) -> Scope:
        """The rows of the query, the columns of rows at hand as parameters."""
        pattern = self.pattern
        tables = {pattern.alias: pattern.table, **{j.alias: j.table for j in (*pattern.joins, *further)}}
        known = {a: known_table(t, self.model) for a, t in (*tables.items(), *pattern.given)}
        rows = rows_scope(known, self.model, self.names, aggregates=bool(pattern.aggregates))
        return replace(rows, resolve=_bare) if self.is_plain else self._with_given(rows)

    @property
    def is_plain(self) -> bool:
        """Whether rows of one table are read, so that its columns need not name it."""
        pattern = self.pattern
        among = any(p.among for p in (*pattern.parameters, *pattern.searched))
        values = (*((pattern.where,) if pattern.where is not None else ()), *pattern.by, *pattern.aggregates)
        reads = any(isinstance(n, Select) for v in values for n in nodes(v))
        return not (pattern.joins or pattern.given or among or reads)

    def _with_given(self, scope: Scope) -> Scope:
        at_hand = dict(self.pattern.given)

        def resolve(path: Path) -> str:
            if len(path.steps) != 2 or path.steps[0] not in at_hand:
                return scope.resolve(path)
            alias, column = path.steps
            if (alias, column) not in self.given:
                sample = f"{quote_identifier(alias)}.{quote_identifier(column)}"
                self.given[alias, column] = self.take(Slot(name=column, sample=sample))
            return self.given[alias, column]

        def with_rows(further: Mapping[str, str]) -> Scope:
            return self._with_given(scope.with_rows(further))

        return replace(scope, resolve=resolve, with_rows=with_rows)

    def conditions(self, optional: Collection[str]) -> tuple[str, ...]:
        """The conditions: what is given first, then what always holds."""
        found: list[str] = []
        for parameter in self.pattern.parameters:
            if parameter.optional and parameter.name not in optional:
                continue
            matcher = self._matcher(parameter.among)
            found.append(self._among(matcher.condition(parameter), parameter.among))
        if self.pattern.searched and EMPTY_TEXT not in optional:
            found.append(self._searched(self.pattern.searched))
        return (*found, *conjuncts(self.pattern.where, self.scope()))

    def _searched(self, searched: tuple[Parameter, ...]) -> str:
        """The text is found in one of the places; table by table where these are in several, as no index spans tables."""
        slot = self._matcher(searched[0].among).text_slot(searched)
        places: dict[tuple[str, ...], list[str]] = {}
        for parameter in searched:
            found = self._among(self._matcher(parameter.among).found(parameter, slot), parameter.among)
            places.setdefault(aliases_of((*parameter.values, *(j.on for j in parameter.among))), []).append(found)
        key = known_table(self.pattern.table, self.model).primary_key
        if len(places) == 1 or len(key) > 1:
            return any_of(tuple(c for found in places.values() for c in found))
        column = to_sql(Path(steps=(self.pattern.alias, key[0])), self.scope())
        branches = (
            "\n".join((f"SELECT {column}", *self.sources(aliases), *conjunction((any_of(tuple(found)),))))
            for aliases, found in places.items()
        )
        return f"{column} IN (\n{indented(f'{NEWLINE}UNION{NEWLINE}'.join(branches))}\n)"

    def _matcher(self, among: tuple[Join, ...]) -> Matcher:
        rows = {self.pattern.alias: self.pattern.table, **{j.alias: j.table for j in (*self.pattern.joins, *among)}}
        tables = {a: known_table(t, self.model) for a, t in rows.items()}
        return Matcher(scope=self.scope(among), tables=tables, indexes=self.indexes, take=self.take)

    def _among(self, condition: str, among: tuple[Join, ...]) -> str:
        """The condition for one of several rows: there is such a row."""
        if not among:
            return condition
        self.found_among.extend(among)
        first, *others = among
        scope = self.scope(among)
        joins = "".join(f" JOIN {self.names.aliased(j.table, j.alias)} ON {to_sql(j.on, scope)}" for j in others)
        rows = f"{self.names.aliased(first.table, first.alias)}{joins}"
        return f"EXISTS (SELECT FROM {rows} WHERE {to_sql(first.on, scope)} AND {condition})"

    def selected(self) -> tuple[str, ...]:
        """SELECT: what a report works out, else the columns of the row without what is secret."""
        pattern, scope = self.pattern, self.scope()
        values = [to_sql(e, scope) for e in (*pattern.by, *pattern.aggregates)]
        if not values:
            table = known_table(pattern.table, self.model)
            shown = (c for c in table.columns if c.classification != "secret" and c.generated is None)
            values = [to_sql(Path(steps=(pattern.alias, c.name)), scope) for c in shown]
        return (f"SELECT {filled(tuple(values), _INDENT)}",)

    def sources(self, aliases: Iterable[str]) -> tuple[str, ...]:
        """FROM and the joins that lead to the rows of these names."""
        wanted = set(aliases)
        for join in reversed(self.pattern.joins):
            if join.alias in wanted:
                wanted.update(aliases_of((join.on,)))
        joins = tuple(j for j in self.pattern.joins if j.alias in wanted)
        return (f"FROM {self._named(self.pattern.table, self.pattern.alias)}", *self._joined(joins, self.scope()))

    def read(self, optional: Collection[str]) -> tuple[str, ...]:
        """The names of the rows that the query reads itself; those that are only searched in are read table by table."""
        pattern = self.pattern
        taken = (p for p in pattern.parameters if not p.optional or p.name in optional)
        places = {aliases_of(p.values) for p in pattern.searched}
        searched = pattern.searched if len(places) == 1 and EMPTY_TEXT not in optional else ()
        values = (v for p in (*taken, *searched) for v in (*p.values, *(j.on for j in p.among)))
        where = (pattern.where,) if pattern.where is not None else ()
        return aliases_of((*values, *where, *(s.value for s in pattern.sort), *pattern.by, *pattern.aggregates))

    def _named(self, table: str, alias: str) -> str:
        return self.names.aliased(table, alias)

    def _joined(self, joins: Iterable[Join], scope: Scope) -> tuple[str, ...]:
        return tuple(
            f"{_INDENT}{'LEFT JOIN' if j.outer else 'JOIN'} {self._named(j.table, j.alias)} ON {to_sql(j.on, scope)}"
            for j in joins
        )

    def order(self) -> tuple[PatternSort, ...]:
        """The sort order; of pages that go on after a row, with the primary key behind it."""
        sort = self.pattern.sort
        if self.pattern.page != "cursor" or self.pattern.aggregates:
            return sort
        table = known_table(self.pattern.table, self.model)
        last = sort[-1].descending if sort else False
        keys = (Path(steps=(self.pattern.alias, c)) for c in table.primary_key)
        held = {s.value for s in sort}
        return (*sort, *(PatternSort(value=k, descending=last) for k in keys if k not in held))

    def after(self) -> tuple[str, ...]:
        """The rows behind the last one that was seen."""
        if self.pattern.page != "cursor" or self.pattern.aggregates:
            return ()
        scope = self.scope()
        parts: list[tuple[str, str, bool]] = []
        for sort in self.order():
            column = fragment(sort.value, scope)
            slot = self.take(Slot(name="the last row seen", sample=column.text))
            parts.append((column.at(Level.ADD), slot, sort.descending))
        if len({descending for _, _, descending in parts}) == 1:
            names, slots = ", ".join(p[0] for p in parts), ", ".join(p[1] for p in parts)
            sign = "<" if parts[0][2] else ">"
            return (f"({names}) {sign} ({slots})",) if len(parts) > 1 else (f"{names} {sign} {slots}",)
        return (_behind(parts),)

    def rest(self) -> tuple[str, ...]:
        """GROUP BY, ORDER BY, LIMIT, OFFSET."""
        pattern, scope = self.pattern, self.scope()
        lines = [f"GROUP BY {', '.join(to_sql(e, scope) for e in pattern.by)}"] if pattern.by else []
        if order := self.order():
            keys = (f"{to_sql(s.value, scope)}{' DESC' if s.descending else ''}" for s in order)
            lines.append(f"ORDER BY {', '.join(keys)}")
        limit = pattern.limit or assumed_page(pattern) or pattern.maximum
        if limit and not pattern.aggregates:
            lines.append(f"LIMIT {limit}" + (" OFFSET 0" if pattern.page == "offset" else ""))
        return tuple(lines)

    def sampling(self, optional: Collection[str]) -> str:
        """A query of one row with a value for each parameter, "" without parameters."""
        if not self.slots:
            return ""
        if self.pattern.given:
            (alias, table), *others = self.pattern.given
            if others:
                raise ExpressionError("it is about several rows at hand")
            return sample_row(self.slots, (f"FROM {self.names.relation(table)} AS {quote_identifier(alias)}",))
        scope = self.scope(self.found_among)
        inner = self._joined(self.found_among, scope)
        sources = (*self.sources(j.alias for j in self.pattern.joins), *inner)
        is_list = bool(self.pattern.sort or self.pattern.page)
        equal = [p for p in self.pattern.parameters if p.matching is Matching.EQUAL and is_list]
        groups = [to_sql(p.values[0], scope) for p in equal if not p.optional or p.name in optional]
        return sample_row(self.slots, sources, conjuncts(self.pattern.where, scope), groups)


def _bare(path: Path) -> str:
    return quote_identifier(path.steps[-1])


def aliases_of(expressions: Iterable[Expression]) -> tuple[str, ...]:
    """The names of the rows whose columns are read, each once."""
    paths = (n for e in expressions for n in nodes(e) if isinstance(n, Path) and len(n.steps) == 2)
    return tuple(dict.fromkeys(p.steps[0] for p in paths))


def _behind(parts: list[tuple[str, str, bool]]) -> str:
    """What stands behind a row in an order of both directions."""
    column, slot, descending = parts[0]
    sign = "<" if descending else ">"
    if len(parts) == 1:
        return f"{column} {sign} {slot}"
    return f"{column} {sign}= {slot} AND ({column} {sign} {slot} OR ({_behind(parts[1:])}))"
