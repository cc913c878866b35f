"""Anybody's DDL on a scratch database: what the server takes of it is there, what it refuses is told.

The statements run as a role that owns the database and nothing else, so a script cannot reach the machine; rows are
not written, and roles that it names are made without rights.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import postgast
import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from database_designer.lint.healing import STOOD_IN_FOR, healed
from database_designer.lint.script import Script, Statement, kind_of, within
from database_designer.lint.subject import Refusal

PATIENCE = "20s"
MOST_LACKS = 20
"""Things of one statement that it is tried without because the server lacks them."""

_PASSED_OVER = frozenset(
    """
    TransactionStmt InsertStmt UpdateStmt DeleteStmt MergeStmt CopyStmt TruncateStmt VariableShowStmt ExplainStmt
    VacuumStmt CreatedbStmt DropdbStmt AlterDatabaseStmt AlterDatabaseSetStmt CreateRoleStmt AlterRoleStmt
    AlterRoleSetStmt DropRoleStmt GrantRoleStmt AlterOwnerStmt ReassignOwnedStmt DropOwnedStmt LockStmt LoadStmt
    AlterSystemStmt CallStmt NotifyStmt ListenStmt CheckPointStmt PrepareStmt ExecuteStmt DeallocateStmt DiscardStmt
    ClusterStmt RefreshMatViewStmt CreateTableSpaceStmt CreateSubscriptionStmt
    """.split()
)
_QUIET = frozenset({"GrantStmt", "AlterDefaultPrivilegesStmt", "VariableSetStmt", "CreateSchemaStmt", "SelectStmt"})
"""What may fail without a word: it says nothing of the structure, or is there already."""


_SEARCH_PATH = re.compile(r"^\s*SELECT\s+(pg_catalog\.)?set_config\('search_path',[^()]*\)\s*;?$", re.IGNORECASE)
"""The one query that a dump needs to run."""


@dataclass(frozen=True, kw_only=True)
class Applied:
    """What came of scripts: what was refused of them, and the roles that were made for them."""

    refused: tuple[Refusal, ...]
    roles: tuple[str, ...]


def apply_foreign(conninfo: str, scripts: Sequence[Script]) -> Applied:
    """Runs `scripts` on the scratch database of `conninfo`, which is that of a role that may make others.

    The roles stay: the server is one that ends with the program. Raises psycopg.Error where the connection is lost.
    """
    role = f"database_designer_{uuid.uuid4().hex}"
    with psycopg.connect(conninfo, autocommit=True) as admin:
        made = (role, *_missing_roles(admin, scripts))
        _make_roles(admin, role, made)
        own = make_conninfo(conninfo, user=role)
        with psycopg.connect(own, autocommit=True, prepare_threshold=None) as connection:
            refused = tuple(r for script in scripts for r in _run(connection, script))
    return Applied(refused=refused, roles=made)


def _missing_roles(admin: psycopg.Connection, scripts: Iterable[Script]) -> tuple[str, ...]:
    nodes = [s.node for script in scripts for s in script.statements if s.node is not None]
    named = {spec.rolename for node in nodes for spec in within(node, "RoleSpec") if spec.rolename}
    created = {node.role for node in nodes if type(node).__name__ == "CreateRoleStmt"}
    known = {name for (name,) in admin.execute("SELECT rolname FROM pg_roles")}
    return tuple(sorted(name for name in (named | created) - known if name and not name.startswith("pg_")))


def _make_roles(admin: psycopg.Connection, role: str, made: Sequence[str]) -> None:
    for name in made:
        admin.execute(
            sql.SQL("CREATE ROLE {} {}").format(sql.Identifier(name), sql.SQL("LOGIN" if name == role else ""))
        )
    for name in made[1:]:
        admin.execute(sql.SQL("GRANT {} TO {}").format(sql.Identifier(name), sql.Identifier(role)))
    database = sql.Identifier(admin.info.dbname)
    admin.execute(sql.SQL("ALTER DATABASE {} OWNER TO {}").format(database, sql.Identifier(role)))


def _run(connection: psycopg.Connection, script: Script) -> Iterator[Refusal]:
    connection.execute(b"RESET ALL; SET check_function_bodies = off")
    for statement in script.statements:
        if _is_passed_over(statement):
            continue
        connection.execute(f"SET statement_timeout = '{PATIENCE}'".encode())
        refusal = _refusal(connection, statement, _without_rows(statement))
        if refusal:
            refusal = _without_what_lacks(connection, statement, refusal)
        if refusal and statement.kind == "CreateExtensionStmt" and statement.node.extname in STOOD_IN_FOR:
            refusal = replace(refusal, applied="with stand-ins for its functions")
        if refusal and not (statement.kind in _QUIET or _is_comment_on_whole(statement)):
            yield refusal


def _is_passed_over(statement: Statement) -> bool:
    node = statement.node
    if statement.kind == "SelectStmt":
        return _SEARCH_PATH.search(statement.sql) is None
    if statement.kind == "VariableSetStmt":
        return bool(node.name != "search_path")
    if statement.kind == "AlterTableStmt":
        return all(kind_of(c.alter_table_cmd) == "AT_ChangeOwner" for c in node.cmds)
    return statement.kind in _PASSED_OVER


def _is_comment_on_whole(statement: Statement) -> bool:
    return statement.kind == "CommentStmt" and any(
        w in statement.sql.upper() for w in ("ON EXTENSION", "ON DATABASE", "ON SCHEMA")
    )


def _without_rows(statement: Statement) -> str:
    """The text of a statement; a table or view that it makes of a query stays empty."""
    if statement.kind != "CreateTableAsStmt":
        return statement.sql
    tree = postgast.parse(statement.sql)
    for into in within(tree, "IntoClause"):
        into.skip_data = True
    return str(postgast.deparse(tree))


def _refusal(connection: psycopg.Connection, statement: Statement, text: str) -> Refusal | None:
    try:
        connection.execute(text.encode("utf-8", "replace"))
    except psycopg.Error as error:
        if connection.broken:
            raise
        message = error.diag.message_primary or str(error)
        return Refusal(statement=statement, sqlstate=error.sqlstate or "", message=message)
    return None


def _without_what_lacks(connection: psycopg.Connection, statement: Statement, refusal: Refusal) -> Refusal:
    """The statement again without what the server lacks, as often as that helps; told by the first refusal."""
    text, again, without = statement.sql, refusal, list[str]()
    for _ in range(MOST_LACKS):
        less = healed(text, again.message)
        if less is None:
            return again
        if less.before:
            connection.execute(less.before.encode())
        without.append(less.says)
        text = less.sql
        left = _refusal(connection, statement, text)
        if left is None:
            return replace(refusal, applied=" and ".join(without))
        again = left
    return again
