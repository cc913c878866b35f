"""Models for worlds, from model.yaml to a design, and what a server says of the statements of a world."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import psycopg

from database_designer.emit import scripts
from database_designer.model.configuration import Configuration, KeyStrategy
from database_designer.model.design import Design
from database_designer.model.expression import Expression
from database_designer.modelfile.expressions import parse_expression
from database_designer.modelfile.load import load_model
from database_designer.pipeline.designing import design_model
from database_designer.pipeline.understanding import Understood
from database_designer.source import SourceFile, SourceRole
from database_designer.verify import Server


def designed(text: str, keys: KeyStrategy = KeyStrategy.UUID) -> Design:
    """The design of a model, which is sound."""
    source = SourceFile(path="model.yaml", text=textwrap.dedent(text), role=SourceRole.MODEL)
    concept, said = load_model(source)
    assert concept is not None
    assert not [d.fact for d in said if d.severity == "error"]
    design, _ = design_model(Understood(concept=concept, generated=concept), Configuration(keys=keys))
    assert design is not None
    return design


def expression(text: str) -> Expression:
    """An expression as model.yaml writes it; words in double quotes are values."""
    found, said = parse_expression(text)
    assert found is not None, said
    return found


@contextmanager
def database_of(design: Design, server: Server) -> Iterator[psycopg.Connection]:
    """A connection to a database of the design, first rows included."""
    made = scripts(design)
    with server.scratch_database() as conninfo, psycopg.connect(conninfo) as connection:
        connection.execute(made.schema)
        connection.execute(made.seed)
        connection.commit()
        yield connection


def refusal(statements: Sequence[str], connection: psycopg.Connection) -> str:
    """What the database has against the statements as one transaction, "" for nothing; afterwards all is as before."""
    said = ""
    try:
        for statement in (*statements, "SET CONSTRAINTS ALL IMMEDIATE"):
            said = statement
            connection.execute(statement)
    except psycopg.Error as error:
        return f"{error} at {said}"
    finally:
        connection.rollback()
    return ""
