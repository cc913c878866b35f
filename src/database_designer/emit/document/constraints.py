"""The constraints of a table, each with the rule of the documents that it keeps."""

from __future__ import annotations

from database_designer.emit.document.facts import Facts
from database_designer.emit.document.markdown import code, codes
from database_designer.emit.document.sql import exclusion, expression
from database_designer.emit.document.words import in_brackets, sentence
from database_designer.model.physical import ForeignKey, Table
from database_designer.source import Origin


def constraints(item: Table, facts: Facts) -> list[str]:
    """An item a constraint: unique, check, exclusion, foreign key, and who sees the rows."""
    uniques = [
        _named(f"UNIQUE{_nulls(u.nulls_not_distinct)} ({', '.join(u.columns)})", u.name, u.origin, facts)
        for u in item.uniques
    ]
    checks = [_named(f"CHECK ({expression(c.condition, item, facts)})", c.name, c.origin, facts) for c in item.checks]
    exclusions = [
        _named(exclusion(x, item, facts), x.name, x.origin, facts)
        for x in facts.physical.exclusions
        if x.table == item.name
    ]
    keys = [_foreign_key(k) for k in facts.keys_from.get(item.name, ())]
    return uniques + checks + exclusions + keys + _row_security(item, facts)


def _row_security(item: Table, facts: Facts) -> list[str]:
    return [
        _named(f"POLICY FOR SELECT USING ({s.function}({s.table}.*))", s.name, s.origin, facts)
        for s in facts.physical.row_security
        if s.table == item.name
    ]


def _nulls(not_distinct: bool) -> str:  # noqa: FBT001 - a mapping of one flag to its keyword
    return " NULLS NOT DISTINCT" if not_distinct else ""


def _named(sql: str, name: str, origin: Origin, facts: Facts) -> str:
    rule = next((e.what for e in facts.physical.enforcements if name in e.objects), "")
    said = sentence(rule or origin.principle)
    return " ".join(
        part for part in (code(sql), f"{code(name)}:" if said else code(name), said, in_brackets(origin)) if part
    )


def _foreign_key(key: ForeignKey) -> str:
    cascading = " ON UPDATE CASCADE" if key.cascade_updates else ""
    deferred = " DEFERRABLE INITIALLY DEFERRED" if key.deferred else ""
    sql = (
        f"FOREIGN KEY ({', '.join(key.columns)}) REFERENCES {key.target}({', '.join(key.target_columns)}) "
        f"ON DELETE {key.on_delete}{cascading}{deferred}"
    )
    return f"{code(sql)} {codes([key.name])} {in_brackets(key.origin)}"
