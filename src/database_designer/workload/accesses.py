"""A workload as accesses to single tables: which table a query begins with, and how it goes on to the others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from postgast import PgQueryError, parse
from postgast.pg_query_pb2 import SelectStmt

from database_designer.diagnostics import Diagnostic, Severity
from database_designer.indexing import Access, Condition, Match, TableFacts
from database_designer.indexing.access import column
from database_designer.source import Span
from database_designer.workload.estimates import estimated
from database_designer.workload.fractions import fraction
from database_designer.workload.statements import statements
from database_designer.workload.templates import Template, templates
from database_designer.workload.uses import Asked, Compared, Use

MOST_LOOPS = 1000.0
OUTER_ROWS = 20.0
"""How often a query inside of another one is taken to run for each time that one does."""

REFERENCE_RATE = 0.001
"""How often a minute a row that others point to is deleted or joined from, where no statement does it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Workload:
    """What is asked: its templates, the accesses that they make, the tables with what is known or estimated of them."""

    templates: tuple[Template, ...]
    accesses: tuple[Access, ...]
    tables: Mapping[str, TableFacts]


def read_workload(
    text: str, file: str, tables: Mapping[str, TableFacts], views: Mapping[str, str] | None = None
) -> tuple[Workload, tuple[Diagnostic, ...]]:
    """The workload in a text of SQL over these tables, and what of it could not be read. `views` are queries by name."""
    stated, said = statements(text, file)
    found = templates(stated, tables, _read_views(views or {}))
    facts = estimated(tables, found)
    shares = _shares(found)
    accesses = [a for t in found for q in t.asked for a in _accesses(t, q, facts, shares)]
    said = (*said, *(_of_nothing(t, file) for t in found if not t.asked and t.written is None))
    return Workload(templates=found, accesses=(*accesses, *_references(facts)), tables=facts), said


def _of_nothing(template: Template, file: str) -> Diagnostic:
    return Diagnostic(
        code="statement-of-no-table", severity=Severity.WARNING,
        fact=f"{template.name} asks nothing of a table of the schema", fix="give the schema that it is run on, or leave it out",
        span=Span(file=file, line=template.line, end_line=template.line),
    )  # fmt: skip


def _read_views(views: Mapping[str, str]) -> dict[str, SelectStmt]:
    """The queries of views; those whose text is no query are left out."""
    found: dict[str, SelectStmt] = {}
    for name, text in views.items():
        try:
            tree = parse(text).stmts[0].stmt
        except (PgQueryError, IndexError):
            continue
        if tree.HasField("select_stmt"):
            found[name] = tree.select_stmt
    return found


def _shares(found: Iterable[Template]) -> Mapping[tuple[str, str], bool]:
    """The (table, condition) pairs that more than half of the accesses to the table state, of two at least."""
    uses: Counter[str] = Counter()
    stating: Counter[tuple[str, str]] = Counter()
    for template in found:
        for query in template.asked:
            for use in query.uses:
                if any(c.other for c in use.conditions) and not any(not c.other for c in use.conditions):
                    continue  # a table that is only joined to leaves conditions out for other reasons
                uses[use.table] += 1
                stating.update({(use.table, c.text) for c in use.conditions if c.constant})
    return {key: uses[key[0]] > 1 and n * 2 > uses[key[0]] for key, n in stating.items()}


def _accesses(
    template: Template, query: Asked, tables: Mapping[str, TableFacts], shares: Mapping[tuple[str, str], bool]
) -> Iterator[Access]:
    """The accesses of a query in the order in which its tables are joined."""
    conditions = {u.alias: _conditions(u, tables[u.table], shares) for u in query.uses}
    left = list(query.uses)
    joined: set[str] = set()
    loops = template.frequency * (OUTER_ROWS if query.repeated else 1.0)
    while left:
        use = _next(left, joined, conditions, tables)
        left.remove(use)
        through = tuple(c for c in use.conditions if c.other in joined)
        own = (*conditions[use.alias], *(_joined(c, tables[use.table]) for c in through))
        first = not joined
        limit = query.limit if first and (use.sort or not any(u.sort for u in query.uses)) else None
        yield from _of_use(template.name, use, own, limit, loops, tables[use.table], sorts=first)
        loops = min(loops * MOST_LOOPS, loops * _rows(own, limit, tables[use.table]))
        joined.add(use.alias)


def _next(
    left: Sequence[Use],
    joined: set[str],
    conditions: Mapping[str, tuple[Condition, ...]],
    tables: Mapping[str, TableFacts],
) -> Use:
    """The table with the fewest rows that satisfy its own conditions; behind the first, one that joins those before."""
    reachable = [u for u in left if any(c.other in joined for c in u.conditions)] if joined else []
    choices = reachable or [u for u in left if not u.optional] or list(left)
    return min(choices, key=lambda u: (not u.sort, _rows(conditions[u.alias], None, tables[u.table])))


def _rows(conditions: Iterable[Condition], limit: int | None, table: TableFacts) -> float:
    found = table.rows
    for condition in conditions:
        found *= condition.fraction
    return max(1.0, min(found, limit) if limit is not None else found)


def _of_use(  # noqa: PLR0917
    name: str,
    use: Use,
    conditions: tuple[Condition, ...],
    limit: int | None,
    frequency: float,
    table: TableFacts,
    *,
    sorts: bool,
) -> Iterator[Access]:
    """One access; one for each arm of an OR, which are looked up apart."""
    sort = use.sort if sorts else ()
    whole = Access(
        name=name, table=table.name, conditions=conditions, sort=sort, limit=limit, columns=use.columns, frequency=frequency
    )  # fmt: skip
    if not use.alternatives:
        yield whole
        return
    for arm in use.alternatives:
        more = tuple(_condition(c, table, usual=False) for c in arm)
        yield replace(whole, conditions=(*conditions, *more), sort=(), limit=None)


def _conditions(use: Use, table: TableFacts, shares: Mapping[tuple[str, str], bool]) -> tuple[Condition, ...]:
    """The table's own conditions; two bounds of one term count as a narrow range."""
    ranges = Counter(c.term for c in use.conditions if c.match is Match.RANGE and not c.other)
    own = (c if ranges[c.term] < 2 else replace(c, both_ends=True) for c in use.conditions if not c.other)
    found: dict[object, Condition] = {}
    for said in own:
        made = _condition(said, table, usual=shares.get((table.name, said.text), False))
        key = (made.term, made.match) if made.match is Match.RANGE else made
        found.setdefault(key, made)
    return tuple(found.values())


def _condition(said: Compared, table: TableFacts, *, usual: bool) -> Condition:
    return Condition(
        term=said.term,
        match=said.match,
        fraction=max(1e-9, fraction(said, table, usual=usual)),
        fixed=said.text if said.constant else "",
        operator_class=said.operator_class,
    )


def _joined(said: Compared, table: TableFacts) -> Condition:
    return _condition(replace(said, value="", constant=False), table, usual=False)


def _references(tables: Mapping[str, TableFacts]) -> Iterator[Access]:
    """Each foreign key asks for the rows that point to a row, when that is deleted."""
    for table in tables.values():
        for reference in table.references:
            equal = tuple(
                Condition(term=column(c), match=Match.EQUAL, fraction=1 / max(1.0, table.columns[c].distinct))
                for c in reference.columns
            )
            yield Access(
                name=f"{table.name} ({', '.join(reference.columns)}) references {reference.target}",
                table=table.name, conditions=equal, columns=frozenset(table.columns), frequency=REFERENCE_RATE, required=True,
            )  # fmt: skip
