"""What lists of an API are filtered by is kept of their rows: `GET /loans?status=&branchId=&dueBefore=`."""

from __future__ import annotations

import re
from collections.abc import Iterable

from database_designer.discover.api.resources import Resource
from database_designer.discover.findings import (
    LIKELY,
    AttributeFinding,
    Findings,
    RelationFinding,
    ValuesFinding,
    combine,
)
from database_designer.discover.names import Noun, property_name
from database_designer.discover.property_names import PAGING, PROPERTY_WORDS, is_name_of_property
from database_designer.discover.semantic_types import infer
from database_designer.model.conceptual import Kind
from database_designer.model.requirements import Operation, Parameter
from database_designer.source import Evidence

_ID = re.compile(r"^(?P<stem>[A-Za-z][A-Za-z_-]*?)(?:[_-]ids?|Ids?|[_-]uuids?|Uuids?)$")
_BOUND = re.compile(
    r"^(?:from|to|start|end|min|max|since|until|before|after)(?:_|$)|_(?:from|to|min|max|before|after|since|until|gte|lte|gt|lt)$"
)
_ASKING = frozenset(
    "include expand fields format scope view mode lang locale language timezone embed depth with".split()
)


def read_filters(operations: Iterable[Operation], resources: dict[tuple[str, str], Resource]) -> Findings:
    """Attribute, value and relation findings of the query parameters of all lists."""
    return combine(
        _parameter(parameter, operation, resource.noun)
        for operation in operations
        if (resource := resources.get((operation.method, operation.path))) is not None
        and operation.method == "GET"
        and resource.collection
        and not resource.item
        for parameter in operation.parameters
        if parameter.place == "query"
    )


def _parameter(parameter: Parameter, operation: Operation, owner: Noun) -> Findings:
    name = property_name(parameter.name)
    key = "_".join(name)
    if not name or key in PAGING or name[0] in _ASKING or _BOUND.search(key):
        return Findings()
    quote = f"{operation.method} {operation.path}?{parameter.name} {parameter.description}".strip()
    evidence = Evidence(span=parameter.span, quote=quote, requirement=operation.requirement)
    pointing = _ID.match(parameter.name)
    if pointing:
        relation = RelationFinding(
            source=property_name(pointing["stem"]), target=owner, evidence=evidence, weight=LIKELY, target_many=True,
            source_high=1, source_many=False, verb="filtered by",
        )  # fmt: skip
        return Findings(relations=(relation,))
    kind = infer(name, stated=parameter.type, form=parameter.format, values=parameter.enum)
    telling = kind.kind not in (Kind.TEXT, Kind.INTEGER, Kind.DECIMAL) or name[-1] in PROPERTY_WORDS
    if not (telling or infer(name).kind != Kind.TEXT) or not is_name_of_property(name):
        return Findings()
    attribute = AttributeFinding(owner=owner, name=name, evidence=evidence, weight=LIKELY, type=kind, written=True)
    values = (
        (ValuesFinding(owner=owner, attribute=name, values=parameter.enum, evidence=evidence),)
        if len(parameter.enum) > 1
        else ()
    )
    return Findings(attributes=(attribute,), values=values)
