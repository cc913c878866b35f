"""Section 3: the tables of entities, their subtypes, values and lists, and the audit log; section 4's form too."""

from __future__ import annotations

from database_designer.emit.document.columns import columns
from database_designer.emit.document.constraints import constraints
from database_designer.emit.document.facts import Facts
from database_designer.emit.document.markdown import blocks, code, codes, count, fence, items, prose, table, table_link
from database_designer.emit.document.relationships import relationships
from database_designer.emit.document.sql import index_keys
from database_designer.emit.document.words import in_brackets, requirement_ids, sentence, tells
from database_designer.emit.domains import Domain, domains
from database_designer.model.names import snake_case
from database_designer.model.physical import Index, Table, TableKind

_OF_ROWS = (TableKind.ENTITY, TableKind.SUBTYPE)
KINDS_OF_SQL = ("sequence", "table", "partition", "ownership", "constraint", "index", "row security", "policy")


def tables(facts: Facts) -> str:
    """The section's Markdown."""
    shown = [t for t in facts.physical.tables if t.kind != TableKind.JUNCTION]
    if not shown:
        return "Nothing that data is kept about was found in the documents."
    found = domains(shown)
    titled = len(found) > 1
    index = [_domain_index(d, titled=titled) for d in found]
    return blocks(*index, *(definition(t, facts) for d in found for t in d.tables))


def _domain_index(domain: Domain, *, titled: bool) -> str:
    rows = [(table_link(t.name), str(t.kind), _said(t), requirement_ids(t.origin, 4)) for t in domain.tables]
    title = f"**{prose(domain.title)}** ({count(len(rows), 'table')})" if titled else ""
    return blocks(title, table(("Table", "Kind", "Purpose", "Requirements"), rows))


def definition(item: Table, facts: Facts) -> str:
    """A table in the form of the sections 3 and 4."""
    return blocks(
        f"### Table: {prose(item.name)}",
        _purpose(item),
        "**Columns:**",
        columns(item, facts),
        "**Relationships:**",
        items(relationships(item, facts)) or "- none",
        "**Indexes:**",
        items(_indexes(item, facts)),
        "**Constraints:**",
        items(constraints(item, facts)) or "- none beyond keys, unique indexes and NOT NULL",
        _normal_form(item, facts),
        _partitions(item),
        "**SQL Definition:**",
        fence("\n\n".join(s.sql for s in facts.statements_of(item.name, *KINDS_OF_SQL))),
    )


def _purpose(item: Table) -> str:
    return f"**Purpose**: {_said(item)} {in_brackets(item.origin)}"


def _said(item: Table) -> str:
    """The purpose as a sentence; of what the documents only list, a plain one of the table's name."""
    if item.purpose and tells(item.purpose, item.name, 2):
        return sentence(item.purpose)
    each = item.kind in _OF_ROWS
    held = snake_case(item.entity if each and item.entity else item.name).replace("_", " ")
    return f"Holds {'each ' if each else ''}{prose(held)}."


def _indexes(item: Table, facts: Facts) -> list[str]:
    keys = [f"PRIMARY KEY {code(item.primary_key_name)} ({codes(item.primary_key)})"]
    keys += [f"UNIQUE {code(u.name)} ({codes(u.columns)})" for u in item.uniques]
    return keys + [_index(i, item, facts) for i in facts.indexes.get(item.name, ())]


def _index(index: Index, item: Table, facts: Facts) -> str:
    head = "UNIQUE INDEX" if index.unique else "INDEX"
    reason = sentence(index.purpose) or (f"serves {codes(index.serves)}" if index.serves else "")
    text = f"{head} {code(index.name)} {code(index_keys(index, item, facts))}"
    return f"{text}: {reason}" if reason else text


def _normal_form(item: Table, facts: Facts) -> str:
    if not item.normal_form:
        return ""
    keys = ", ".join(f"({codes(k)})" for k in (item.row_key, *(u.columns for u in item.uniques)) if k)
    relation = facts.design.logical.of_entity(item.entity) if item.entity else None
    reasons = " ".join(sentence(v) for v in relation.certificate.violations) if relation else ""
    return f"**Normal form**: {prose(item.normal_form)}; keys: {keys}. {reasons}".rstrip()


def _partitions(item: Table) -> str:
    parts = item.partitioning
    if parts is None:
        return ""
    held = " Its primary key holds that column for their sake; what tells rows apart is" if parts.widens_key else ""
    known = f"{held} ({codes(item.row_key)})." if held else ""
    return f"**Partitions**: one a {parts.interval} by {code(parts.column)}; see section 10.{known}"
