"""All expressions of a physical model, each with the rows that its paths are of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from database_designer.model.check.families import Typing
from database_designer.model.check.steps import steps_with_rows
from database_designer.model.expression import Expression, Path
from database_designer.model.physical import (
    AccessPattern,
    ColumnType,
    ExpireRows,
    NewUuid,
    NextNumber,
    PhysicalModel,
    RandomCode,
    RetainRows,
    RuleFunction,
    SeesRow,
    SequenceCode,
    Table,
    Trigger,
)

BOOLEAN = "boolean"
OF_TRIGGER = ("NEW", "OLD")
"""The rows that a trigger and its function know."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scoped:
    """An expression of the object `name`; `family` is what it must be ("" for anything).

    Paths of one step are columns of `table`, paths of two steps an alias and a column; `aliases` are of tables by name.
    """

    name: str
    expression: Expression
    table: str = ""
    aliases: Mapping[str, str] = field(default_factory=dict)
    family: str = ""


def expressions(physical: PhysicalModel) -> Iterator[Scoped]:
    """All expressions, in the order of the model."""
    for table in physical.tables:
        yield from _of_table(table)
    for index in physical.indexes:
        for key in index.keys:
            yield Scoped(name=index.name, expression=key.expression, table=index.table)
        yield from _conditions(index.name, index.predicate, table=index.table)
    for exclusion in physical.exclusions:
        for part in (*exclusion.equal, exclusion.period):
            yield Scoped(name=exclusion.name, expression=part, table=exclusion.table)
        yield from _conditions(exclusion.name, exclusion.predicate, table=exclusion.table)
    for view in physical.views:
        aliases = {view.alias: view.table, **{j.alias: j.table for j in view.joins}}
        for column in view.columns:
            yield Scoped(name=f"{view.name}.{column.name}", expression=column.expression, aliases=aliases)
        for condition in (*(j.on for j in view.joins), view.where):
            yield from _conditions(view.name, condition, aliases=aliases)
    yield from _of_functions(physical)
    for service in (*physical.services, *physical.implied):
        if service.pattern is not None:
            yield from _of_pattern(service.query, service.pattern)
    for trigger in physical.triggers:
        yield from _conditions(trigger.name, trigger.when, aliases=rows_of(trigger))


def rows_of(owner: Trigger | RuleFunction) -> dict[str, str]:
    """The rows that a trigger or its function knows, by alias."""
    return dict.fromkeys(OF_TRIGGER, owner.table)


def _conditions(
    name: str, condition: Expression | None, *, table: str = "", aliases: Mapping[str, str] | None = None
) -> Iterator[Scoped]:
    if condition is not None:
        yield Scoped(name=name, expression=condition, table=table, aliases=aliases or {}, family=BOOLEAN)


def _of_table(table: Table) -> Iterator[Scoped]:
    for check in table.checks:
        yield from _conditions(check.name, check.condition, table=table.name)
    for column in table.columns:
        name = f"{table.name}.{column.name}"
        if column.generated is not None:
            yield Scoped(name=name, expression=column.generated, table=table.name)
        default = column.default
        if default is not None and not isinstance(default, NewUuid | NextNumber | SequenceCode | RandomCode):
            yield Scoped(name=name, expression=default)


def _of_pattern(name: str, pattern: AccessPattern) -> Iterator[Scoped]:
    joined = {j.alias: j.table for j in pattern.joins}
    aliases = {pattern.alias: pattern.table, **joined, **dict(pattern.given)}
    for join in pattern.joins:
        yield from _conditions(name, join.on, aliases=aliases)
    for parameter in (*pattern.parameters, *pattern.searched):
        within = {**aliases, **{j.alias: j.table for j in parameter.among}}
        for join in parameter.among:
            yield from _conditions(name, join.on, aliases=within)
        for value in parameter.values:
            yield Scoped(name=name, expression=value, aliases=within)
    yield from _conditions(name, pattern.where, aliases=aliases)
    for value in (*(s.value for s in pattern.sort), *pattern.by, *pattern.aggregates):
        yield Scoped(name=name, expression=value, aliases=aliases)


def _of_functions(physical: PhysicalModel) -> Iterator[Scoped]:
    for function in physical.functions:
        match function:
            case RuleFunction():
                for _, read, aliases in steps_with_rows(function.body, rows_of(function)):
                    for expression, family in read:
                        yield Scoped(name=function.name, expression=expression, aliases=aliases, family=family)
            case ExpireRows() | RetainRows():
                yield from _conditions(function.name, function.condition, aliases={"t": function.table})
            case SeesRow():
                yield from _conditions(function.name, function.condition, aliases={"r": function.table})


def typing_of(scoped: Scoped, physical: PhysicalModel) -> Typing:
    """The types that the paths of an expression have, and of the queries inside it."""
    return _typing(scoped.table, scoped.aliases, physical, {e.name: e.values for e in physical.enums})


def _typing(
    table: str, aliases: Mapping[str, str], physical: PhysicalModel, enums: Mapping[str, tuple[str, ...]]
) -> Typing:
    def type_of(path: Path) -> ColumnType | None:
        if path.root:
            return None
        alias, column = path.steps if len(path.steps) == 2 else ("", path.steps[0])
        found = physical.table(aliases.get(alias, "") if alias else table)
        held = found.column(column) if found is not None and len(path.steps) <= 2 else None
        return held.type if held is not None else None

    def with_rows(further: Mapping[str, str]) -> Typing:
        return _typing(table, {**aliases, **further}, physical, enums)

    return Typing(type_of=type_of, enums=enums, with_rows=with_rows)
