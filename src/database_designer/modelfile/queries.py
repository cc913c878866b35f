"""Access patterns of an entity, from their nodes."""

from __future__ import annotations

import re

from database_designer.model.conceptual import Query, SortKey
from database_designer.model.expression import Aggregate, Expression, Path
from database_designer.modelfile.nodes import Node, Scalar
from database_designer.modelfile.reader import COMMON_KEYS, Named, Reader
from database_designer.source import Origin

QUERY_KEYS = (
    "filter", "optional", "range", "overlap", "search", "prefix", "words", "language", "nearest", "sort", "page",
    "limit", "max", "report", "by", "rate", "fresh", *COMMON_KEYS,
)  # fmt: skip
PAGES = ("cursor", "offset")
COUNT = Aggregate(function="count", over=Path(steps=()))
"""What the bare word `count` in a report means: the number of rows."""

_WEIGHTED = re.compile(r"(.+?)\^(\d{1,3})", re.ASCII)


def read_queries(reader: Reader, node: Node | None, what: str, inherited: Origin) -> tuple[Query, ...]:
    """The access patterns of the section `queries`."""
    return tuple(_query(reader, entry, inherited) for entry in reader.names(node, what))


def _query(reader: Reader, entry: Named, inherited: Origin) -> Query:
    what = entry.element
    fields = reader.mapping(entry.node, what, QUERY_KEYS)
    common = reader.common(fields, entry.line, inherited)
    conditions = [c for n in reader.items(fields.get("filter")) if (c := reader.expression(n, what)) is not None]
    return Query(
        name=entry.name,
        origin=common.origin,
        says=common.says,
        filter=tuple(c.steps for c in conditions if isinstance(c, Path) and is_parameter(c)),
        fixed=tuple(c for c in conditions if not is_parameter(c)),
        optional=_paths(reader, fields.get("optional"), f"{what}.optional"),
        range=_paths(reader, fields.get("range"), f"{what}.range"),
        overlap=reader.texts(fields.get("overlap"), f"{what}.overlap"),
        search=_paths(reader, fields.get("search"), f"{what}.search"),
        prefix=_paths(reader, fields.get("prefix"), f"{what}.prefix"),
        words=_words(reader, fields.get("words"), f"{what}.words"),
        language=reader.text(fields.get("language"), f"{what}.language"),
        nearest=reader.text(fields.get("nearest"), f"{what}.nearest"),
        sort=_sort(reader, fields.get("sort"), f"{what}.sort"),
        page=reader.choice(fields.get("page"), f"{what}.page", PAGES),
        limit=reader.integer(fields.get("limit"), f"{what}.limit"),
        maximum=reader.integer(fields.get("max"), f"{what}.max"),
        report=_report(reader, fields.get("report"), f"{what}.report"),
        by=tuple(e for n in reader.items(fields.get("by")) if (e := reader.expression(n, f"{what}.by")) is not None),
        rate=reader.text(fields.get("rate"), f"{what}.rate"),
        fresh=reader.text(fields.get("fresh"), f"{what}.fresh"),
    )


def is_parameter(condition: Expression) -> bool:
    """Whether an element of `filter` is a parameter: a path from the row, and no condition."""
    return isinstance(condition, Path) and not condition.root


def _paths(reader: Reader, node: Node | None, what: str) -> tuple[tuple[str, ...], ...]:
    return tuple(steps for item in reader.items(node) if (steps := reader.path(item, what)))


def _words(reader: Reader, node: Node | None, what: str) -> tuple[tuple[tuple[str, ...], int], ...]:
    found = []
    for item in reader.items(node):
        text = reader.text(item, what)
        weighted = _WEIGHTED.fullmatch(text)
        name, weight = (weighted[1], int(weighted[2])) if weighted else (text, 1)
        steps = reader.path(Scalar(text=name, line=item.line), what)
        if steps:
            found.append((steps, weight))
    return tuple(found)


def _sort(reader: Reader, node: Node | None, what: str) -> tuple[SortKey, ...]:
    found = []
    for item in reader.items(node):
        for text in reader.text(item, what).split(","):
            name = text.strip()
            steps = reader.path(Scalar(text=name.removeprefix("-").strip(), line=item.line), what)
            if steps:
                found.append(SortKey(path=steps, descending=name.startswith("-")))
    return tuple(found)


def _report(reader: Reader, node: Node | None, what: str) -> tuple[Expression, ...]:
    found = (reader.expression(item, what) for item in reader.items(node))
    return tuple(COUNT if e == Path(steps=("count",)) else e for e in found if e is not None)
