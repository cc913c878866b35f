"""The column table of a table."""

from __future__ import annotations

from database_designer.emit.document.facts import Facts
from database_designer.emit.document.markdown import code, prose, shorten, table
from database_designer.emit.document.sql import column_type, default, expression
from database_designer.emit.document.walk import columns_of
from database_designer.emit.document.words import cut, tells
from database_designer.model.physical import Column, ColumnRole, ForeignKey, Table

HEADER = ("Column", "Type", "Constraints", "Description")
_VALUES_SHOWN = 30
_DESCRIPTION = 300


def columns(item: Table, facts: Facts) -> str:
    """The table of a table's columns."""
    rows = [
        (code(c.name), code(column_type(c)), _constraints(c, item, facts), _description(c, item, facts))
        for c in item.columns
    ]
    return table(HEADER, rows)


def _constraints(column: Column, item: Table, facts: Facts) -> str:
    parts = [code(p) for p in _key_and_null(column, item)]
    parts += [code(default(column, facts))] if column.default is not None else []
    if column.generated is not None:
        parts.append(code(f"GENERATED ALWAYS AS ({expression(column.generated, item, facts)}) STORED"))
    parts += ["`UNIQUE`"] if any(u.columns == (column.name,) for u in item.uniques) else []
    parts += _references(column, facts.keys_from.get(item.name, ()))
    return ", ".join([*parts, *_checks(column, item, facts)])


def _key_and_null(column: Column, item: Table) -> list[str]:
    if item.primary_key == (column.name,):
        return ["PRIMARY KEY"]
    part = ["PRIMARY KEY (part)"] if column.name in item.primary_key else []
    return part + ([] if column.nullable or part else ["NOT NULL"])


def _references(column: Column, keys: tuple[ForeignKey, ...]) -> list[str]:
    pairs = [(k.target, dict(zip(k.columns, k.target_columns, strict=False)).get(column.name)) for k in keys]
    return [code(f"REFERENCES {target}({name})") for target, name in pairs if name]


def _checks(column: Column, item: Table, facts: Facts) -> list[str]:
    """The checks over this column alone; the others stand in the list of constraints."""
    own = [c for c in item.checks if columns_of(c.condition) == {column.name}]
    return [code(f"CHECK ({expression(c.condition, item, facts)})") for c in own]


def _description(column: Column, item: Table, facts: Facts) -> str:
    said = column.comment or _said(column, item, facts) or _by_role(column, item)
    parts = [prose(shorten(said, _DESCRIPTION))]
    enum = next((e for e in facts.physical.enums if column.type.is_enum and e.name == column.type.name), None)
    if enum:
        parts.append(f"One of {cut([code(v) for v in enum.values], _VALUES_SHOWN)}")
    if column.unit and column.unit not in said:
        parts.append(f"in {prose(column.unit)}")
    if column.classification:
        parts.append(f"({prose(column.classification)} data)")
    return " ".join(p if p.endswith((".", ")")) else f"{p}." for p in parts if p)


def _said(column: Column, item: Table, facts: Facts) -> str:
    """What the documents say of the element behind the column: its own words, else a quotation that tells something."""
    owner, _, name = column.element.rpartition(".")
    entity = facts.concept.entity(owner)
    element = (entity.attribute(name) or entity.reference(name)) if entity else None
    if element and element.says:
        return element.says
    quoted = _own_quotation(column, item)
    return quoted if tells(quoted, column.name) else ""


def _own_quotation(column: Column, item: Table) -> str:
    """The first quotation behind the column, unless it is behind other columns of the table as well."""
    quotes = [c.origin.evidence[0].quote for c in item.columns if c.origin.evidence]
    own = column.origin.evidence[0].quote if column.origin.evidence else ""
    return own if quotes.count(own) == 1 else ""


def _by_role(column: Column, item: Table) -> str:
    if column.role == ColumnRole.KEY:
        return "Unique identifier" if column.name in item.primary_key else "Identifier"
    if column.origin.assumed:
        return column.origin.principle
    return column.name.replace("_", " ").capitalize()
