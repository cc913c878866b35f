"""Reads what a database holds, as a Catalog; nothing is written."""

from __future__ import annotations

from typing import Any, TypeVar

import psycopg

from database_designer.lint import queries
from database_designer.lint.catalog import Catalog
from database_designer.lint.objects import (
    Check,
    Column,
    Extension,
    ForeignKey,
    Function,
    Index,
    Key,
    Policy,
    Relation,
    Schema,
    Trigger,
    Type,
)

Value = TypeVar("Value")


def read_catalog(connection: psycopg.Connection) -> Catalog:
    """What the database of `connection` holds, in one read-only snapshot. Raises psycopg.Error where it fails."""
    with connection.transaction():
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        connection.execute("SET LOCAL search_path TO public")  # what lies elsewhere is printed with its schema

        def all_of(kind: type[Value], query: str) -> tuple[Value, ...]:
            cursor = connection.execute(query.encode())
            names = [d.name for d in cursor.description or ()]
            return tuple(kind(**dict(zip(names, map(_value, row), strict=True))) for row in cursor)

        return Catalog(
            version=connection.info.server_version // 10000,
            schemas=all_of(Schema, queries.SCHEMAS),
            extensions=all_of(Extension, queries.EXTENSIONS),
            relations=all_of(Relation, queries.RELATIONS),
            columns=all_of(Column, queries.COLUMNS),
            keys=all_of(Key, queries.KEYS),
            checks=all_of(Check, queries.CHECKS),
            foreign_keys=all_of(ForeignKey, queries.FOREIGN_KEYS),
            indexes=all_of(Index, queries.INDEXES),
            functions=all_of(Function, queries.FUNCTIONS),
            triggers=all_of(Trigger, queries.TRIGGERS),
            policies=all_of(Policy, queries.POLICIES),
            types=all_of(Type, queries.TYPES),
        )


def _value(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
