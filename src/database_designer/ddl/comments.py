"""COMMENT ON: what each object is for, and the requirements behind it."""

from __future__ import annotations

from collections.abc import Iterator

from database_designer.ddl.functions.signature import signature
from database_designer.ddl.names import (
    Names,
    comment_id,
    constraint_id,
    function_id,
    index_id,
    policy_id,
    sequence_id,
    table_id,
    trigger_id,
    type_id,
    view_id,
)
from database_designer.ddl.views import kind_of
from database_designer.model.physical import (
    CascadeSoftDelete,
    Check,
    CheckTransition,
    CheckTree,
    Column,
    CountVersion,
    DropPartitions,
    ExpireRows,
    Function,
    Index,
    KeepImmutable,
    MakePartitions,
    PhysicalModel,
    RecordAudit,
    RefuseChange,
    RetainRows,
    RuleFunction,
    SeesRow,
    Table,
    TouchGuard,
    TouchUpdatedAt,
    UniqueConstraint,
)
from database_designer.model.plan import ObjectId, Statement
from database_designer.postgres.quoting import quote_identifier, quote_literal
from database_designer.source import Origin


def comment_statements(model: PhysicalModel, names: Names) -> tuple[Statement, ...]:
    """One statement for each object of which there is something to say, table by table."""
    rules = _rules(model)
    return (
        *_of_types(model, names),
        *(s for table in model.tables for s in _of_table(table, model, names, rules)),
        *_of_functions(model, names),
        *_of_views(model, names),
    )


def _comment(on: str, need: ObjectId, text: str, origin: Origin | None, table: str = "") -> Iterator[Statement]:
    """The statement, or none where there is nothing to say."""
    said = _with_requirements(text, origin)
    if said:
        sql = f"COMMENT ON {on} IS {quote_literal(said)};"
        yield Statement(sql=sql, creates=comment_id(on), needs=(need,), table=table, origin=origin)


def _with_requirements(text: str, origin: Origin | None) -> str:
    """`Text. (FR-1, FR-2)`, on one line; what PostgreSQL cannot store is replaced, a comment is only prose."""
    ids = ", ".join(origin.requirements) if origin is not None else ""
    whole = " ".join((*text.split(), *((f"({ids})",) if ids else ())))
    return whole.replace("\0", "\ufffd").encode("utf-8", "replace").decode("utf-8")


def _rules(model: PhysicalModel) -> dict[str, str]:
    """What the objects that keep rules keep, in words."""
    found: dict[str, str] = {}
    for enforcement in model.enforcements:
        for name in enforcement.objects:
            known = found.get(name)
            found[name] = f"{known}; {enforcement.what}" if known else enforcement.what
    return found


def _of_types(model: PhysicalModel, names: Names) -> Iterator[Statement]:
    for enum in model.enums:
        used = ", ".join(f"{table}.{column}" for table, column in enum.used_by)
        text = f"The values of {used}." if used else ""
        yield from _comment(f"TYPE {names.enum(enum.name)}", type_id(enum.name), text, enum.origin)


def _of_table(table: Table, model: PhysicalModel, names: Names, rules: dict[str, str]) -> Iterator[Statement]:
    relation, here = names.relation(table.name), table_id(table.name)
    yield from _comment(f"TABLE {relation}", here, table.purpose, table.origin, table.name)
    for column in table.columns:
        on = f"COLUMN {relation}.{quote_identifier(column.name)}"
        text = _column_text(column).strip() or _column_name(column, table)
        if text:
            yield from _comment(on, here, text, column.origin, table.name)
    constraints: tuple[UniqueConstraint | Check, ...] = (*table.uniques, *table.checks)
    for constraint in constraints:
        on = f"CONSTRAINT {quote_identifier(constraint.name)} ON {relation}"
        yield from _comment(on, here, rules.get(constraint.name, ""), constraint.origin, table.name)
    yield from _beside_table(table, model, names, rules)


def _beside_table(table: Table, model: PhysicalModel, names: Names, rules: dict[str, str]) -> Iterator[Statement]:
    """The constraints between rows, sequences, indexes, triggers and policies of the table."""
    relation = names.relation(table.name)
    for key in (k for k in model.foreign_keys if k.table == table.name):
        on = f"CONSTRAINT {quote_identifier(key.name)} ON {relation}"
        yield from _comment(on, constraint_id(table.name, key.name), key.reason, key.origin, table.name)
    for exclusion in (x for x in model.exclusions if x.table == table.name):
        on = f"CONSTRAINT {quote_identifier(exclusion.name)} ON {relation}"
        need, text = constraint_id(table.name, exclusion.name), rules.get(exclusion.name, "")
        yield from _comment(on, need, text, exclusion.origin, table.name)
    for sequence in (s for s in model.sequences if s.table == table.name):
        on, text = f"SEQUENCE {names.relation(sequence.name)}", f"Counts {sequence.table}.{sequence.column}."
        yield from _comment(on, sequence_id(sequence.name), text, sequence.origin, table.name)
    for index in (i for i in model.indexes if i.table == table.name):
        text = index.purpose or rules.get(index.name, "") or _served(index, model)
        yield from _comment(f"INDEX {names.relation(index.name)}", index_id(index.name), text, index.origin, table.name)
    for trigger in (t for t in model.triggers if t.table == table.name):
        on = f"TRIGGER {quote_identifier(trigger.name)} ON {relation}"
        text = trigger.purpose or rules.get(trigger.name, "")
        yield from _comment(on, trigger_id(table.name, trigger.name), text, trigger.origin, table.name)
    for security in (s for s in model.row_security if s.table == table.name):
        on = f"POLICY {quote_identifier(security.name)} ON {relation}"
        need, text = policy_id(table.name, security.name), rules.get(security.name, "")
        yield from _comment(on, need, text, security.origin, table.name)


def _served(index: Index, model: PhysicalModel) -> str:
    """What an index finds, by the queries that it serves; "" for one that serves none."""
    what = {s.query: s.what for s in model.services}
    named = (f"{name} ({what[name]})" if what.get(name) else name for name in index.serves)
    return f"Serves {', '.join(named)}." if index.serves else ""


def _column_text(column: Column) -> str:
    unit = f"In {column.unit}." if column.unit else ""
    classification = f"Classification: {column.classification}." if column.classification else ""
    further = " ".join(part for part in (unit, classification) if part)
    said = column.comment.rstrip()
    stop = "." if said and further and said[-1] not in ".!?" else ""
    return f"{said}{stop} {further}"


def _column_name(column: Column, table: Table) -> str:
    """The name in words for a column of requirements other than its table's; "" where there is nothing to add."""
    stated = column.origin.requirements
    if not stated or stated == table.origin.requirements:
        return ""
    return f"{column.name.replace('_', ' ').capitalize()}."


def _of_functions(model: PhysicalModel, names: Names) -> Iterator[Statement]:
    for function in model.functions:
        on = f"FUNCTION {signature(function, names)}"
        yield from _comment(on, function_id(function.name), function_text(function), _origin_of(function))


def _origin_of(function: Function) -> Origin | None:
    """The requirements behind a function, None where many tables share it."""
    match function:
        case TouchUpdatedAt() | RecordAudit() | RefuseChange() | CountVersion() | TouchGuard():
            return None
        case _:
            return function.origin


def function_text(function: Function) -> str:
    """What a function does, in words."""
    match function:
        case TouchUpdatedAt():
            return f"Sets {function.column} to the time of the transaction."
        case RecordAudit():
            return f"Writes the row before and after a change into {function.audit_table}, without secret columns."
        case RefuseChange():
            return f"Refuses what it is called for: rows {function.rows}."
        case CheckTransition():
            return f"Keeps {function.table}.{function.column} to the moves of its lifecycle."
        case KeepImmutable():
            return f"Keeps columns of {function.table} as they were first set."
        case CascadeSoftDelete():
            return f"Soft-deletes and restores the parts of {function.table} together with their row."
        case CountVersion():
            return f"Counts {function.column} up and refuses updates of rows that were changed in the meantime."
        case TouchGuard():
            told = "Gives the next number of a key" if function.counts else "Writes a row"
            return f"{told}, in {function.table}: whoever is second waits, and reads what the first has written."
        case MakePartitions():
            return f"Makes the partitions of {function.table} before they are needed."
        case DropPartitions():
            return f"Drops the partitions of {function.table} whose rows were all kept long enough: {function.says}."
        case RuleFunction() | CheckTree() | ExpireRows() | RetainRows() | SeesRow():
            return function.says or _plainly(function)


def _plainly(function: RuleFunction | CheckTree | ExpireRows | RetainRows | SeesRow) -> str:
    match function:
        case RuleFunction():
            return f"Keeps a rule on {function.table}."
        case CheckTree():
            return f"Keeps rows of {function.table} from being above themselves."
        case ExpireRows():
            return (
                f"Moves rows of {function.table} from {function.source} to {function.target} when their time has come."
            )
        case RetainRows():
            return f"Ends rows of {function.table} that were kept long enough."
        case SeesRow():
            return f"Whether the actor may see a row of {function.table}."


def _of_views(model: PhysicalModel, names: Names) -> Iterator[Statement]:
    for view in model.views:
        yield from _comment(
            f"{kind_of(view)} {names.relation(view.name)}", view_id(view.name), view.purpose, view.origin
        )
