"""Where DDL text makes each object, by the name that findings have for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from database_designer.lint.script import Node, Script, Statement, name_of, qualified, strings
from database_designer.source import Span

_MEMBERS = ("CreateTrigStmt", "CreatePolicyStmt", "RuleStmt")


def places(scripts: Iterable[Script]) -> Mapping[str, Span]:
    """The place of each table, column, constraint, index, view, function, type, trigger and policy that scripts make.

    Where one is made more than once, the first place.
    """
    found: dict[str, Span] = {}
    for script in scripts:
        for statement in script.statements:
            for name, span in _made(statement):
                found.setdefault(name, span)
    return found


def place_of(known: Mapping[str, Span], name: str) -> Span | None:
    """The place of an object; that of its table where only that is known."""
    owner = name.rpartition(".")[0]
    return known.get(name) or known.get(name.partition("(")[0]) or known.get(owner)


def _made(statement: Statement) -> Iterator[tuple[str, Span]]:
    node, kind = statement.node, statement.kind
    if kind == "CreateStmt":
        yield name_of(node.relation), statement.span
        yield from _elements(statement, name_of(node.relation), node.table_elts)
    elif kind == "AlterTableStmt":
        added = (c.alter_table_cmd.__getattribute__("def") for c in node.cmds)
        yield from _elements(statement, name_of(node.relation), added)
    elif kind == "IndexStmt":
        yield f"{name_of(node.relation)}.{node.idxname}", statement.span
    elif kind == "ViewStmt":
        yield name_of(node.view), statement.span
    elif kind == "CreateTableAsStmt":
        yield name_of(node.into.rel), statement.span
    elif kind == "CreateFunctionStmt":
        yield qualified("", ".".join(p for p in strings(node.funcname) if p != "public")), statement.span
    elif kind in ("CreateEnumStmt", "CreateDomainStmt"):
        names = node.type_name if kind == "CreateEnumStmt" else node.domainname
        yield ".".join(p for p in strings(names) if p != "public"), statement.span
    elif kind in _MEMBERS:
        yield from _member(statement)


def _member(statement: Statement) -> Iterator[tuple[str, Span]]:
    node = statement.node
    if statement.kind == "CreateTrigStmt":
        yield f"{name_of(node.relation)}.{node.trigname}", statement.span
    elif statement.kind == "CreatePolicyStmt":
        yield f"{name_of(node.table)}.{node.policy_name}", statement.span
    else:
        yield f"{name_of(node.relation)}.{node.rulename}", statement.span


def _elements(statement: Statement, table: str, elements: Iterable[Node]) -> Iterator[tuple[str, Span]]:
    for element in elements:
        if element.HasField("column_def"):
            yield f"{table}.{element.column_def.colname}", statement.at(element.column_def)
        elif element.HasField("constraint") and element.constraint.conname:
            yield f"{table}.{element.constraint.conname}", statement.at(element.constraint)
