"""New columns that write every row anew."""

from __future__ import annotations

from collections.abc import Iterator

from database_designer.diagnostics import Severity
from database_designer.lint.rule import Finding, Reads, Rule
from database_designer.lint.script import kind_of, name_of, strings, within
from database_designer.lint.subject import Subject

_VOLATILE = frozenset(
    "random gen_random_uuid uuidv4 uuidv7 uuid_generate_v4 uuid_generate_v1 clock_timestamp nextval timeofday".split()
)


def find(subject: Subject) -> Iterator[Finding]:
    """A finding for each such column."""
    for script in subject.scripts:
        for statement, command in script.altered("AT_AddColumn"):
            column = getattr(command, "def").column_def
            kinds = {kind_of(c.constraint) for c in column.constraints}
            calls = {strings(f.funcname)[-1] for f in within(column, "FuncCall")}
            serial = "serial" in (strings(column.type_name.names)[-1:] or ("",))[0]
            if kinds & {"CONSTR_IDENTITY", "CONSTR_GENERATED"} or calls & _VOLATILE or serial:
                yield Finding(
                    object=script.file,
                    fact=(
                        f"adds {name_of(statement.node.relation)}.{column.colname} and writes every row anew "
                        "under an exclusive lock"
                    ),
                    fix="add it without a default, set the default for new rows, and fill the old ones in batches",
                    span=statement.at(column),
                )


RULE = Rule(
    code="M5",
    name="column-added-rewriting",
    severity=Severity.WARNING,
    checks="A column that is added to a table that is there has no volatile default, identity or stored expression.",
    why=(
        "Each row gets a value of its own, so the whole table is written again under an exclusive lock; a "
        "constant, and now(), are only noted."
    ),
    sources=(
        "squawk: adding-field-with-default",
        "Atlas PG302",
        "tried on PostgreSQL 15: now() does not rewrite, gen_random_uuid() does",
    ),
    find=find,
    reads=Reads.SCRIPT,
)
