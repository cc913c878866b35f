"""The types of PostgreSQL: how the catalog spells them, and how a person writes them."""

from __future__ import annotations

import re

_ALIASES = {
    "bool": "boolean",
    "int": "integer",
    "int2": "smallint",
    "int4": "integer",
    "int8": "bigint",
    "float4": "real",
    "float8": "double precision",
    "float": "double precision",
    "decimal": "numeric",
    "char": "character",
    "bpchar": "character",
    "varchar": "character varying",
    "varbit": "bit varying",
    "time": "time without time zone",
    "timetz": "time with time zone",
    "timestamp": "timestamp without time zone",
    "timestamptz": "timestamp with time zone",
}
_SHORT = {
    "character varying": "varchar",
    "character": "char",
    "time without time zone": "time",
    "time with time zone": "timetz",
    "timestamp without time zone": "timestamp",
    "timestamp with time zone": "timestamptz",
}

INTEGERS = frozenset({"smallint", "integer", "bigint"})
"""Catalog spellings of the whole numbers."""

NUMBERS = INTEGERS | {"numeric", "real", "double precision"}
"""Catalog spellings of all numbers."""

TEXTS = frozenset({"text", "character varying", "character", "citext"})
"""Catalog spellings of the texts."""

WITHOUT_EQUALITY = frozenset({"json", "jsonpath", "xml", "point", "line", "path", "polygon", "box", "circle"})
"""Types whose values are not compared by `=`, or not value for value (boxes and circles compare their areas)."""

EXTENSION_OF = {
    "citext": "citext",
    "hstore": "hstore",
    "ltree": "ltree",
    "vector": "vector",
    "halfvec": "vector",
    "geometry": "postgis",
    "geography": "postgis",
}
"""The extension that brings a type."""

_OTHERS = """
    bit bytea cidr date datemultirange daterange inet int4multirange int4range int8multirange int8range interval jsonb
    jsonpath lseg macaddr macaddr8 money name nummultirange numrange oid pg_lsn record regclass tsmultirange tsquery
    tsrange tstzmultirange tstzrange tsvector uuid void
"""

BUILT_IN = frozenset({*_ALIASES, *_ALIASES.values(), *NUMBERS, *TEXTS, *WITHOUT_EQUALITY, *_OTHERS.split()}) - {
    "citext"
}
"""Names of types in pg_catalog, and their aliases."""

_SPACES = re.compile(r"\s+")


def canonical_name(name: str) -> str:
    """The catalog's spelling of a type name without arguments: "timestamptz" is "timestamp with time zone".

    Arrays keep their brackets. Names that are not known (enums, types of extensions) come back as they are.
    """
    element = name.removesuffix("[]")
    known = _SPACES.sub(" ", element.strip().lower())
    if known not in BUILT_IN and known not in EXTENSION_OF:
        return name
    return _ALIASES.get(known, known) + name[len(element) :]


def short_name(name: str) -> str:
    """The short spelling that people write: "timestamp with time zone" is "timestamptz"."""
    canonical = canonical_name(name)
    element = canonical.removesuffix("[]")
    return _SHORT.get(element, element) + canonical[len(element) :]


def with_arguments(name: str, arguments: tuple[int, ...]) -> str:
    """`name` with its arguments where SQL puts them: "numeric(12,2)", "timestamp(3) with time zone", "text[]"."""
    if not arguments:
        return name
    listed = f"({','.join(str(a) for a in arguments)})"
    element = name.removesuffix("[]")
    head, space, tail = element.partition(" ")
    if head in {"time", "timestamp"}:
        return f"{head}{listed}{space}{tail}{name[len(element) :]}"
    return f"{element}{listed}{name[len(element) :]}"


def catalog_spelling(name: str, arguments: tuple[int, ...] = ()) -> str:
    """A type as `format_type` of PostgreSQL prints it: "numeric(12,2)", "timestamp with time zone", "text[]"."""
    return with_arguments(canonical_name(name), _without_defaults(name, arguments))


def short_spelling(name: str, arguments: tuple[int, ...] = ()) -> str:
    """A type as people write it in DDL: "numeric(12,2)", "timestamptz", "varchar(20)"."""
    return with_arguments(short_name(name), arguments)


def _without_defaults(name: str, arguments: tuple[int, ...]) -> tuple[int, ...]:
    """`numeric(12)` is stored, and printed, as `numeric(12,0)`."""
    if canonical_name(name).removesuffix("[]") == "numeric" and len(arguments) == 1:
        return (*arguments, 0)
    return arguments
