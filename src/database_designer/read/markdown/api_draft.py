"""What has been gathered of an API while its description is read: operations by `METHOD path`, shapes by name."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from database_designer.model.requirements import Field, Operation, Parameter, Response, Shape, ShapeKind
from database_designer.read.markdown.api_endpoints import Endpoint
from database_designer.read.markdown.api_fields import add_fields, merge_fields
from database_designer.source import SourceRole, Span

_STATUS = re.compile(r"\b([1-5]\d\d)\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where something stands."""

    span: Span
    section: tuple[str, ...] = ()
    requirement: str | None = None


@dataclass(slots=True)
class ApiDraft:
    """Gathers operations and shapes; what is told twice is merged, the first telling wins.

    `stated` are the fields of the shapes as words give them, `shown` as examples do.
    """

    role: SourceRole
    operations: dict[str, Operation] = field(default_factory=dict)
    shapes: dict[tuple[str, ...], Shape] = field(default_factory=dict)
    stated: dict[tuple[str, ...], dict[str, Field]] = field(default_factory=dict)
    shown: dict[tuple[str, ...], dict[str, Field]] = field(default_factory=dict)

    def define(self, endpoint: Endpoint, place: Place, summary: str = "") -> str:
        """Adds an endpoint, with the parameters that its path and query string show, and returns its key."""
        path = tuple(Parameter(name=n, place="path", span=place.span, required=True) for n in endpoint.path.parameters)
        query = tuple(Parameter(name=n, place="query", span=place.span) for n, _ in endpoint.path.query)
        operation = Operation(
            method=endpoint.method,
            path=endpoint.path.path,
            role=self.role,
            span=place.span,
            summary=summary,
            parameters=tuple({p.name: p for p in (*path, *query)}.values()),
            section=place.section,
            requirement=place.requirement,
        )
        known = self.operations.get(endpoint.key)
        self.operations[endpoint.key] = _merged(known, operation) if known else operation
        return endpoint.key

    def describe(self, key: str, text: str) -> None:
        """Describes an operation, unless it is described already."""
        operation = self.operations[key]
        self.operations[key] = replace(operation, description=operation.description or text)

    def add_parameter(self, key: str, told: Field, place: str) -> None:
        """Adds a parameter, or what is told of one that the path shows already."""
        operation = self.operations[key]
        known = {p.name: p for p in operation.parameters}
        before = known.get(told.name)
        known[told.name] = Parameter(
            name=told.name,
            place=before.place if before else place,
            span=told.span,
            type=told.type,
            format=told.format,
            many=told.many,
            required=(before.required if before else False) or told.required is True or place == "path",
            enum=told.enum,
            default=told.default,
            maximum=told.maximum,
            description=told.description,
        )
        self.operations[key] = replace(operation, parameters=tuple(known.values()))

    def add_statuses(self, key: str, text: str) -> bool:
        """Adds the status codes of a text as responses; whether there are any."""
        codes = _STATUS.findall(text)
        for code in codes:
            self.add_response(key, Response(status=code))
        return bool(codes)

    def add_response(self, key: str, response: Response) -> None:
        """Adds a response, or what holds for one of the same status."""
        operation = self.operations[key]
        known = {r.status: r for r in operation.responses}
        before = known.get(response.status)
        known[response.status] = (
            replace(before, shape=before.shape or response.shape, many=before.many or response.many)
            if before
            else response
        )
        self.operations[key] = replace(operation, responses=tuple(known.values()))

    def add_request(self, key: str, shape: str) -> None:
        """Names the shape of an operation's request, unless it is known."""
        operation = self.operations[key]
        self.operations[key] = replace(operation, request=operation.request or shape)

    def add_body(
        self, key: str, kind: ShapeKind, fields: tuple[Field, ...], place: Place, *, sample: bool = False
    ) -> None:
        """Adds fields to the body of an operation's request or response; a `sample` only shows what others state."""
        empty = Shape(name="", kind=kind, role=self.role, span=place.span, operation=key)
        self._add((key, kind), empty, fields, place, sample=sample)

    def add_named(
        self,
        name: str,
        kind: ShapeKind,
        fields: tuple[Field, ...],
        place: Place,
        group: tuple[str, ...] = (),
        *,
        sample: bool = False,
    ) -> None:
        """Adds fields to a named shape; shapes of one name in different groups are different."""
        empty = Shape(name=name, kind=kind, role=self.role, span=place.span)
        self._add((name, kind, *group), empty, fields, place, sample=sample)

    def all_shapes(self) -> tuple[Shape, ...]:
        """The shapes; what words state of a field goes before what an example shows."""
        return tuple(
            replace(shape, fields=merge_fields(tuple(self.stated[key].values()), tuple(self.shown[key].values())))
            for key, shape in self.shapes.items()
        )

    def _add(
        self, key: tuple[str, ...], empty: Shape, fields: tuple[Field, ...], place: Place, *, sample: bool
    ) -> None:
        known = self.shapes.get(key) or replace(empty, section=place.section, requirement=place.requirement)
        span = replace(known.span, end_line=max(known.span.end_line, place.span.end_line))
        self.shapes[key] = replace(known, span=span)
        stated, shown = self.stated.setdefault(key, {}), self.shown.setdefault(key, {})
        add_fields(shown if sample else stated, fields)


def _merged(known: Operation, further: Operation) -> Operation:
    parameters = {p.name: p for p in (*further.parameters, *known.parameters)}
    return replace(
        known,
        summary=known.summary or further.summary,
        parameters=tuple(parameters.values()),
        requirement=known.requirement or further.requirement,
    )
