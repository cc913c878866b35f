"""A design at work: a model in the model language, its database on the server, and what this says to statements."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import psycopg

from database_designer.ddl import plan
from database_designer.design import design
from database_designer.diagnostics import Severity
from database_designer.model.conceptual import ConceptualModel
from database_designer.model.configuration import Configuration, KeyStrategy
from database_designer.model.physical import Enforcement, Form, PhysicalModel
from database_designer.modelfile.load import load_model
from database_designer.normalize import normalize
from database_designer.source import SourceFile, SourceRole

LOCKED = "55P03"
"""What a statement says that would have to wait for another transaction."""


@dataclass(frozen=True, slots=True)
class Running:
    """The database of a model."""

    physical: PhysicalModel
    connection: psycopg.Connection

    def run(self, sql: str) -> None:
        self.connection.execute(sql)

    def value(self, sql: str) -> Any:
        """The first value of the first row, None where there is none."""
        row = self.connection.execute(sql).fetchone()
        return row[0] if row is not None else None

    def refused(self, sql: str) -> tuple[str | None, str | None]:
        """The SQLSTATE and the constraint with which a statement is refused."""
        return refused(self.connection, sql)

    def kept(self, element: str, form: Form, *detail: str) -> Enforcement:
        """How a rule is kept; the first of those that there are."""
        found = [e for e in self.physical.enforcements if e.element == element and e.form == form]
        found = [e for e in found if e.detail == detail] if detail else found
        assert found, [(e.element, e.form, e.detail, e.reason) for e in self.physical.enforcements]
        assert found[0].objects, found[0].reason
        return found[0]

    def breaks(self, element: str, form: Form, sql: str, *detail: str) -> None:
        """The statement is refused as the enforcement of the rule says."""
        enforcement = self.kept(element, form, *detail)
        assert self.refused(sql) == (enforcement.sqlstate, enforcement.constraint or None)

    def another(self, isolation: str = "READ COMMITTED") -> psycopg.Connection:
        """A second session, in a transaction, that does not wait for the first one."""
        opened = psycopg.connect(self.connection.info.dsn, autocommit=True)
        opened.execute("SET lock_timeout = '150ms'")
        opened.execute(f"BEGIN ISOLATION LEVEL {isolation}".encode())
        return opened


def refused(connection: psycopg.Connection, sql: str) -> tuple[str | None, str | None]:
    """The SQLSTATE and the constraint with which a statement is refused, by the end of its transaction."""
    try:
        connection.execute(sql.encode())
    except psycopg.Error as error:
        return error.sqlstate, error.diag.constraint_name
    raise AssertionError(f"not refused: {sql}")


def concept_of(text: str) -> ConceptualModel:
    """A model in the model language."""
    concept, found = load_model(SourceFile(path="model.yaml", text=f"model: Test\n{text}", role=SourceRole.MODEL))
    assert concept is not None and not [d for d in found if d.severity == Severity.ERROR], found
    return concept


def model_of(text: str) -> PhysicalModel:
    """The design of a model in the model language, with numbers as keys."""
    logical, _ = normalize(concept_of(text))
    return design(logical, Configuration(keys=KeyStrategy.IDENTITY))[0]


def running(text: str, connection: psycopg.Connection) -> Running:
    """The database of a model in the model language, on an empty one; its keys are 1, 2, 3 ... in each table."""
    physical = model_of(text)
    for statement in plan(physical).schema:
        connection.execute(statement.sql.encode())
    return Running(physical, connection)
