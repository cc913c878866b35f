"""The conceptual model as short text, one line an element, for people to compare.

An aspect a test asks for is a function from the model to lines; origins and evidence are left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from database_designer.model.conceptual import (
    AlwaysRule,
    ConceptualModel,
    Each,
    EntityType,
    Lifecycle,
    Query,
    Reference,
    Rule,
    UnenforcedRule,
    UniqueRule,
    WhenDeleted,
)
from database_designer.model.sentences import rule_text
from database_designer.model.text import expression_text
from database_designer.modelfile.write_lines import attribute_text, range_text, reference_text

Aspect = Callable[[ConceptualModel], Iterator[str]]


def entities(model: ConceptualModel) -> Iterator[str]:
    """`Loan (also Lending) is a Contract`."""
    for entity in model.entities:
        also = f" (also {', '.join(entity.synonyms)})" if entity.synonyms else ""
        yield f"{entity.name}{also}{f' is a {entity.kind_of}' if entity.kind_of else ''}"


def attributes(model: ConceptualModel) -> Iterator[str]:
    """`Loan.due_on: date?, immutable`."""
    for entity in model.entities:
        for attribute in entity.attributes:
            yield f"{entity.name}.{attribute.name}: {attribute_text(attribute)}"


def relationships(model: ConceptualModel) -> Iterator[str]:
    """`Loan.member -> Member`, `Line.invoice -> Invoice, part`, `Book.genres <-> Genre`."""
    for entity in model.entities:
        yield from (f"{entity.name}.{r.name} -> {_reference(r)}" for r in entity.references)
        yield from (f"{entity.name}.{k.name} <-> {k.to}" for k in entity.links)


def queries(model: ConceptualModel) -> Iterator[str]:
    """`Loan: filter member; sort -lent_at; page offset 20, at most 100`."""
    for entity in model.entities:
        yield from (f"{entity.name}: {_query(q)}" for q in entity.queries)


def rules(model: ConceptualModel) -> Iterator[str]:
    """`Loan: always ends_at > starts_at`, `Loan: unique member where status = ACTIVE`."""
    for entity in model.entities:
        yield from (f"{entity.name}: {_rule(entity, r)}" for r in entity.rules)


def lifecycles(model: ConceptualModel) -> Iterator[str]:
    """`Loan.status: OPEN | CLOSED; start OPEN; OPEN -> CLOSED`."""
    for entity in model.entities:
        if entity.lifecycle is not None:
            yield f"{entity.name}.{entity.lifecycle.state}: {_lifecycle(entity.lifecycle)}"


def questions(model: ConceptualModel) -> Iterator[str]:
    """`Loan.kind: Which values ...? (assumed: any text)`."""
    yield from (f"{q.about}: {q.ask} (assumed: {q.assumed})" for q in model.questions)


ASPECTS: dict[str, Aspect] = {
    a.__name__: a for a in (entities, attributes, relationships, queries, rules, lifecycles, questions)
}
"""What a case may ask for, by its name."""


def printed(model: ConceptualModel, aspect: str) -> str:
    """The lines of one aspect, "(none)" where there are none. Raises KeyError for an unknown aspect."""
    return "\n".join(ASPECTS[aspect](model)) or "(none)"


def elements(entity: EntityType) -> frozenset[str]:
    """The names of everything an entity type holds: attributes, references, links and the state of its lifecycle."""
    state = [entity.lifecycle.state] if entity.lifecycle else []
    members = [*(a.name for a in entity.attributes), *(r.name for r in entity.references)]
    return frozenset([*members, *(k.name for k in entity.links), *state])


def _reference(r: Reference) -> str:
    words = [reference_text(r)]
    if r.part_of:
        words.append("part")
    if r.each_has != Each():
        words.append(f"each has {range_text(r.each_has.minimum, r.each_has.maximum)}")
    if r.when_deleted is not WhenDeleted.RESTRICT:
        words.append(f"when deleted {r.when_deleted}")
    return ", ".join(words)


def _query(q: Query) -> str:
    def paths(found: tuple[tuple[str, ...], ...]) -> str:
        return ", ".join(".".join(p) for p in found)

    told = {
        "report": ", ".join(expression_text(e) for e in q.report),
        "by": ", ".join(expression_text(e) for e in q.by),
        "filter": ", ".join((*(".".join(p) for p in q.filter), *(expression_text(e) for e in q.fixed))),
        "optional": paths(q.optional),
        "range": paths(q.range),
        "search": paths(q.search),
        "words": ", ".join(".".join(path) for path, _ in q.words),
        "prefix": paths(q.prefix),
        "overlap": ", ".join(q.overlap),
        "sort": ", ".join(f"{'-' if k.descending else ''}{'.'.join(k.path)}" for k in q.sort),
        "page": q.page,
        "limit": "" if q.limit is None else str(q.limit),
        "max": "" if q.maximum is None else str(q.maximum),
        "rate": q.rate,
        "fresh": q.fresh,
    }
    return "; ".join(f"{name} {text}" for name, text in told.items() if text)


def _rule(entity: EntityType, rule: Rule) -> str:
    match rule:
        case AlwaysRule():
            return f"always {expression_text(rule.condition)}"
        case UniqueRule():
            where = f" where {expression_text(rule.where)}" if rule.where is not None else ""
            return f"unique {', '.join(rule.members)}{where}"
        case UnenforcedRule():
            return f"not enforced: {rule.reason}"
        case _:
            return rule_text(entity, rule)


def _lifecycle(told: Lifecycle) -> str:
    moves = "any move" if told.any_move else ", ".join(f"{m.source} -> {m.target}" for m in told.moves)
    parts = [" | ".join(told.states), f"start {', '.join(told.start)}", moves]
    parts += [f"{state} requires {', '.join(names)}" for state, names in told.requires]
    parts += [f"{state} stamps {name}" for state, name in told.stamps]
    parts += [f"{state} freezes {', '.join(names)}" for state, names in told.frozen]
    parts += [f"{x.source} expires to {x.target} when {expression_text(x.condition)}" for x in told.expires]
    return "; ".join(parts)
