"""All indexes of a design, and by which of them each access pattern is served."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from database_designer.design.accesses import Asked, asked_by, of_foreign_key
from database_designer.design.indexes import as_plan, backing, conjuncts, planned
from database_designer.design.layout import Draft, Layout
from database_designer.design.part import Part
from database_designer.design.patterns import pattern_of
from database_designer.design.table_facts import table_facts
from database_designer.design.text_search import text_search
from database_designer.design.volumes import Count
from database_designer.design.wanted import Wanted
from database_designer.indexing import Choice, IndexPlan, Match, TableFacts, choose
from database_designer.model.conceptual import BoundRule, EntityType, Query
from database_designer.model.expression import Path
from database_designer.model.physical import Index, Service
from database_designer.model.text import english
from database_designer.source import Origin

SMALL_PAGES = 8.0
"""Pages up to which a table is read whole as quickly as by an index."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Case:
    """A query of the rows of a draft, what it asks of tables, and the indexes over texts that it needs."""

    query: Query
    draft: Draft
    asked: Asked
    texts: Wanted

    @property
    def name(self) -> str:
        return f"{self.draft.relation.entity}.{self.query.name}"


def services(layout: Layout, made: Part, known: Mapping[str, Count]) -> Part:
    """The indexes for foreign keys and queries, beside those that keys and indexes in `made` are served by already."""
    facts = table_facts(layout, made, known)
    cases = [_case(q, d, layout, facts) for d in layout.drafts if d.entity is not None for q in d.entity.queries]
    counted = [_case(q, d, layout, facts) for d in layout.drafts if d.entity is not None for q in _counts(d.entity)]
    tables = (*(d.table for d in layout.drafts), *made.tables)
    there = (*backing(tables, made.uniques), *made.indexes)
    accesses = (
        *(of_foreign_key(k, facts) for k in made.foreign_keys),
        *(a for c in (*cases, *counted) for a in c.asked.accesses),
    )
    choices = choose(accesses, facts, tuple(as_plan(i) for i in there))
    origins: dict[str, tuple[Origin, str]] = {k.name: (k.origin, _pointing(k.target)) for k in made.foreign_keys}
    origins |= {c.name: (c.query.origin, c.query.says) for c in (*counted, *cases)}
    conditions = {text: e for c in (*cases, *counted) for text, e in c.asked.conditions.items()}
    chosen = {c.index: planned(c, layout, origins, conditions) for c in choices if not c.index.name}
    texts = _each_once(i for c in cases for i in c.texts.indexes)
    settled = _Settled(choices=choices, chosen=chosen, texts=texts, facts=facts)
    return Part(
        indexes=(*chosen.values(), *texts),
        extensions=tuple(dict.fromkeys(e for c in cases for e in c.texts.extensions)),
        services=tuple(_service(c, settled, layout) for c in cases),
    )


def _case(query: Query, draft: Draft, layout: Layout, facts: Mapping[str, TableFacts]) -> _Case:
    return _Case(
        query=query, draft=draft, asked=asked_by(query, draft, layout, facts), texts=text_search(query, draft, layout)
    )


def _counts(entity: EntityType) -> Iterator[Query]:
    """What rules ask that bound how many rows of the whole entity satisfy a condition."""
    for rule in entity.rules:
        if isinstance(rule, BoundRule) and not rule.per and rule.where is not None:
            counts = Path(steps=("count",))
            yield Query(
                name=rule.name, origin=rule.origin, says=rule.says, fixed=conjuncts(rule.where), report=(counts,)
            )


def _pointing(target: str) -> str:
    return f"finds the rows that point to a row of {target}, when it is read and when it is deleted"


def _each_once(indexes: Iterable[Index]) -> tuple[Index, ...]:
    """The indexes over texts; one that several queries need serves them all."""
    found: dict[object, Index] = {}
    for index in indexes:
        what = (index.table, index.method, index.keys, index.predicate)
        same = found.get(what, index)
        found[what] = replace(same, serves=tuple(dict.fromkeys((*same.serves, *index.serves))))
    return tuple(found.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class _Settled:
    """What was chosen: the indexes of the design by the plans, texts' indexes by table and keys."""

    choices: tuple[Choice, ...]
    chosen: Mapping[IndexPlan, Index]
    texts: tuple[Index, ...]
    facts: Mapping[str, TableFacts]

    def names(self, case: _Case) -> tuple[str, ...]:
        """The indexes and keys that serve a query."""
        serving = [c.index for c in self.choices if any(a.name == case.name for a in c.serves)]
        found = [self.chosen[i].name if i in self.chosen else i.name for i in serving]
        return tuple(dict.fromkeys((*found, *(i.name for i in self.texts if case.name in i.serves))))


def _service(case: _Case, settled: _Settled, layout: Layout) -> Service:
    names = settled.names(case)
    reasons = (*case.asked.reasons, *case.texts.reasons)
    if not names and not reasons:
        if case.query.page or case.query.limit:
            names = (case.draft.table.primary_key_name,)  # pages of all rows are read in the order of the key
        else:
            reasons = (_unserved(case, settled.facts),)
    return Service(
        query=case.name,
        what=case.query.says or _in_words(case.query),
        indexes=names,
        origin=case.query.origin,
        reason="; ".join(dict.fromkeys(reasons)),
        pattern=pattern_of(case.query, case.draft, layout),
    )


def _unserved(case: _Case, facts: Mapping[str, TableFacts]) -> str:
    """Why no index is worth having for a query."""
    table = facts[case.draft.table.name]
    equal = [c.term.text for a in case.asked.accesses for c in a.conditions if c.match is Match.EQUAL and not c.fixed]
    if not case.asked.accesses or not any(a.conditions for a in case.asked.accesses):
        return "it reads all rows"
    if table.pages < SMALL_PAGES:
        return f"{table.name} has so few rows, about {table.rows:,.0f}, that reading them all is as quick"
    if equal:
        return f"{' and '.join(dict.fromkeys(equal))} has too few values for an index to help"
    return "it reads so many of the rows that an index does not help"


def _in_words(query: Query) -> str:
    parts = [f"by {'.'.join(p)}" for p in query.filter]
    parts += [f"where {english(c)}" for c in query.fixed]
    parts += [f"{'.'.join(p)} from and to" for p in query.range]
    parts += [f"optionally by {'.'.join(p)}" for p in query.optional]
    parts += [f"{'.'.join(p)} contains" for p in query.search]
    parts += [f"sorted by {'.'.join(s.path)}{' descending' if s.descending else ''}" for s in query.sort]
    return ", ".join(parts) or query.name
