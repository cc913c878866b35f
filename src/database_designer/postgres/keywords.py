"""The SQL keywords of PostgreSQL 15 to 18 that may not stand everywhere as a bare name.

Source: `pg_get_keywords()` of versions 15 and 18; no word left the list between them, so one list serves them all.
"""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


RESERVED: frozenset[str] = _words(
    """
    all analyse analyze and any array as asc asymmetric both case cast check collate column constraint create
    current_catalog current_date current_role current_time current_timestamp current_user default deferrable desc
    distinct do else end except false fetch for foreign from grant group having in initially intersect into
    lateral leading limit localtime localtimestamp not null offset on only or order placing primary references
    returning select session_user some symmetric system_user table then to trailing true union unique user using
    variadic when where window with
    """
)
"""Reserved: never a bare name."""

TYPE_OR_FUNCTION: frozenset[str] = _words(
    """
    authorization binary collation concurrently cross current_schema freeze full ilike inner is isnull join left
    like natural notnull outer overlaps right similar tablesample verbose
    """
)
"""Bare as the name of a function or type only."""

COLUMN_NAME: frozenset[str] = _words(
    """
    between bigint bit boolean char character coalesce dec decimal exists extract float greatest grouping inout
    int integer interval json json_array json_arrayagg json_exists json_object json_objectagg json_query
    json_scalar json_serialize json_table json_value least merge_action national nchar none normalize nullif
    numeric out overlay position precision real row setof smallint substring time timestamp treat trim values
    varchar xmlattributes xmlconcat xmlelement xmlexists xmlforest xmlnamespaces xmlparse xmlpi xmlroot
    xmlserialize xmltable
    """
)
"""Bare as the name of a table or column, not of a function or type."""

PLPGSQL: frozenset[str] = _words("begin by declare execute foreach if loop strict while")
"""Reserved in PL/pgSQL alone: there they end a query, and no column of NEW is found by them."""

QUOTED: frozenset[str] = RESERVED | TYPE_OR_FUNCTION | COLUMN_NAME | PLPGSQL
"""Every word that `quote_ident` of PostgreSQL puts in quotes, and those that functions cannot read bare."""
