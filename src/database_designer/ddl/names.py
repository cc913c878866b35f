"""How the objects of a database are named in SQL and in the plan."""

from __future__ import annotations

from dataclasses import dataclass

from database_designer.model.physical import ColumnType
from database_designer.model.plan import ObjectId
from database_designer.postgres import types
from database_designer.postgres.quoting import qualified, quote_identifier, quote_regclass

PUBLIC = "public"


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """Names in the schema `schema`: bare in public, else qualified.

    In public too a name is qualified where pg_catalog, which is always searched first, may have one of the same kind.
    """

    schema: str

    def relation(self, name: str) -> str:
        """A table, view or index."""
        return self._name(name, hidden=name.startswith("pg_"))

    def aliased(self, table: str, alias: str) -> str:
        """A table as it stands in FROM: `table AS alias`."""
        relation = self.relation(table)
        return relation if alias == table else f"{relation} AS {quote_identifier(alias)}"

    def function(self, name: str) -> str:
        """A function."""
        return self._name(name, hidden=name.startswith("pg_"))

    def regclass(self, name: str) -> str:
        """A table or sequence as the text constant that nextval takes."""
        return quote_regclass("" if self.schema == PUBLIC and not name.startswith("pg_") else self.schema, name)

    def enum(self, name: str) -> str:
        """An enum type."""
        return self._name(name, hidden=name.startswith("pg_") or types.canonical_name(name) in types.BUILT_IN)

    def column_type(self, column_type: ColumnType) -> str:
        """The type of a column as DDL writes it."""
        if column_type.is_enum:
            return self.enum(column_type.name)
        element = types.canonical_name(column_type.name).removesuffix("[]")
        if element in types.BUILT_IN or element in types.EXTENSION_OF:
            return types.short_spelling(column_type.name, column_type.arguments)
        return self.enum(column_type.name)

    def _name(self, name: str, *, hidden: bool) -> str:
        return qualified(self.schema, name) if hidden or self.schema != PUBLIC else quote_identifier(name)


IN_PUBLIC = Names(schema=PUBLIC)
"""The names of a database all in public."""


def columns_list(columns: tuple[str, ...]) -> str:
    """`a, "B", c`."""
    return ", ".join(quote_identifier(c) for c in columns)


def extension_id(name: str) -> ObjectId:
    """The id of an extension."""
    return ObjectId(kind="extension", name=name)


def schema_id(name: str) -> ObjectId:
    """The id of a schema."""
    return ObjectId(kind="schema", name=name)


def type_id(name: str) -> ObjectId:
    """The id of an enum type."""
    return ObjectId(kind="type", name=name)


def sequence_id(name: str) -> ObjectId:
    """The id of a sequence."""
    return ObjectId(kind="sequence", name=name)


def ownership_id(sequence: str) -> ObjectId:
    """The id of what ties a sequence to the column that it serves."""
    return ObjectId(kind="ownership", name=sequence)


def table_id(name: str) -> ObjectId:
    """The id of a table."""
    return ObjectId(kind="table", name=name)


def partition_id(name: str) -> ObjectId:
    """The id of a partition that a statement of its own makes."""
    return ObjectId(kind="partition", name=name)


def first_partitions_id(table: str) -> ObjectId:
    """The id of the partitions that a function makes in a new database."""
    return ObjectId(kind="first partitions", name=table)


def constraint_id(table: str, name: str) -> ObjectId:
    """The id of a constraint that is added to a table; constraints are named within their table."""
    return ObjectId(kind="constraint", name=f"{table}.{name}")


def index_id(name: str) -> ObjectId:
    """The id of an index."""
    return ObjectId(kind="index", name=name)


def function_id(name: str) -> ObjectId:
    """The id of a function."""
    return ObjectId(kind="function", name=name)


def privilege_id(target: str) -> ObjectId:
    """The id of what is said on who may use an object; `target` is what stands after ON."""
    return ObjectId(kind="privilege", name=target)


def trigger_id(table: str, name: str) -> ObjectId:
    """The id of a trigger; triggers are named within their table."""
    return ObjectId(kind="trigger", name=f"{table}.{name}")


def row_security_id(table: str) -> ObjectId:
    """The id of row level security being on for a table."""
    return ObjectId(kind="row security", name=table)


def policy_id(table: str, name: str) -> ObjectId:
    """The id of a policy; policies are named within their table."""
    return ObjectId(kind="policy", name=f"{table}.{name}")


def view_id(name: str) -> ObjectId:
    """The id of a view."""
    return ObjectId(kind="view", name=name)


def view_index_id(name: str) -> ObjectId:
    """The id of an index of a materialized view."""
    return ObjectId(kind="view index", name=name)


def comment_id(target: str) -> ObjectId:
    """The id of a comment; `target` is what stands after COMMENT ON."""
    return ObjectId(kind="comment", name=target)


def rows_id(table: str, number: int) -> ObjectId:
    """The id of the first rows of a table, inserted by the statement `number` for it (from 1)."""
    return ObjectId(kind="rows", name=f"{table}.{number}")
