"""Section 5: the enum types."""

from __future__ import annotations

from database_designer.emit.document.facts import Facts
from database_designer.emit.document.markdown import blocks, code, codes, count, fence, prose, table_link
from database_designer.emit.document.words import cut, in_brackets
from database_designer.model.conceptual import EntityType, Kind, Lifecycle
from database_designer.model.physical import EnumType, TableKind


def enums(facts: Facts) -> str:
    """The section's Markdown."""
    types = facts.physical.enums
    lead = (
        f"{count(len(types), 'closed list')} of values; a value that is added later needs `ALTER TYPE ... ADD VALUE`."
        if types
        else _no_enums(facts)
    )
    lists = [table_link(t.name) for t in facts.physical.tables if t.kind == TableKind.LOOKUP]
    kept = f"Lists that users keep are tables instead: {cut(lists, 50)}." if lists else ""
    return blocks(lead, kept, *(_enum(e, facts) for e in types))


def _no_enums(facts: Facts) -> str:
    listed = [f"{e.name}.{a.name}" for e in facts.concept.entities for a in e.attributes if a.type.kind == Kind.LIST]
    if listed:
        return f"There is no enum type: the values of {cut([code(name) for name in listed])} are kept in section 3."
    return "No closed list of values and no lifecycle was found in the documents."


def _enum(enum: EnumType, facts: Facts) -> str:
    used = codes(f"{table}.{column}" for table, column in enum.used_by)
    moves = [_moves(e) for e in facts.concept.entities if e.lifecycle and _holds(e, enum, facts)]
    return blocks(
        f"**{prose(enum.name)}**: used by {used or 'no column'} {in_brackets(enum.origin)}",
        *moves,
        fence("\n".join(s.sql for s in facts.created("type", enum.name))),
    )


def _holds(entity: EntityType, enum: EnumType, facts: Facts) -> bool:
    item = facts.physical.of_entity(entity.name)
    element = f"{entity.name}.{entity.lifecycle.state}" if entity.lifecycle else ""
    return item is not None and any(c.element == element and c.type.name == enum.name for c in item.columns)


def _moves(entity: EntityType) -> str:
    lifecycle = entity.lifecycle
    if lifecycle is None:
        return ""
    moves = (
        "any change is allowed"
        if lifecycle.any_move
        else cut([f"{code(m.source)} → {code(m.target)}" for m in lifecycle.moves], 50)
    )
    return f"Lifecycle of {code(entity.name)}: {_starts(lifecycle)}; {moves or 'no change is described'}."


def _starts(lifecycle: Lifecycle) -> str:
    """Where rows start; where that is any state, nobody said so."""
    if len(lifecycle.start) > 1 and set(lifecycle.start) == set(lifecycle.states):
        default = code(lifecycle.start[0])
        return f"new rows: any state, {default} unless given (the documents do not say where it starts)"
    return f"starts as {codes(lifecycle.start) or 'any'}"
