"""The endpoints under `paths`: parameters, bodies and responses."""

from __future__ import annotations

from dataclasses import dataclass, field

from database_designer.model.requirements import Operation, Parameter, Response, Shape, ShapeKind
from database_designer.read.openapi.examples import example_schema
from database_designer.read.openapi.ids import requirement_of
from database_designer.read.openapi.refs import References
from database_designer.read.openapi.schemas import SchemaReader
from database_designer.read.openapi.tree import EMPTY, Mapping, Node, Scalar
from database_designer.read.paths import endpoint_path
from database_designer.source import Span

_METHODS = ("get", "put", "post", "delete", "patch", "options", "head", "trace", "query")
_PLACES = ("path", "query", "header", "cookie")


@dataclass(slots=True)
class OperationReader:
    """Reads the operations of one document; the shapes of inline bodies are gathered in `bodies`."""

    schemas: SchemaReader
    references: References
    bodies: dict[tuple[str, ShapeKind], Shape] = field(default_factory=dict)

    def operations(self, paths: Mapping) -> tuple[Operation, ...]:
        """All operations, in the order of the document."""
        found: list[Operation] = []
        for path, node in paths.entries.items():
            item = self._resolved(node)
            for method in item.entries:
                operation = item.mapping(method)
                if method.lower() in _METHODS and path.startswith("/"):
                    found.append(self._operation(method.upper(), path, item, operation, item.lines[method]))
        return tuple(found)

    def _operation(self, method: str, path: str, item: Mapping, node: Mapping, line: int) -> Operation:
        where = endpoint_path(path)
        key = f"{method} {where.path}"
        raw = self._raw_parameters(item, node)
        parameters = tuple(p for r in raw if (p := self._parameter(r, key)) is not None)
        return Operation(
            method=method,
            path=where.path,
            role=self.schemas.role,
            span=Span(file=self.schemas.path, line=line, end_line=max(line, node.end_line)),
            summary=node.text("summary"),
            description=node.text("description"),
            tags=tuple(t.text for t in node.items("tags") if isinstance(t, Scalar)),
            parameters=parameters,
            request=self._request(node, raw, key),
            responses=self._responses(node, key),
            requirement=requirement_of(node),
        )

    # Parameters

    def _raw_parameters(self, item: Mapping, node: Mapping) -> tuple[Mapping, ...]:
        """The parameters of the path and of the operation, which override those of the same name and place."""
        listed = (self._resolved(p) for p in (*item.items("parameters"), *node.items("parameters")))
        return tuple({(p.text("name"), p.text("in")): p for p in listed if p.entries}.values())

    def _parameter(self, node: Mapping, key: str) -> Parameter | None:
        name, place = node.text("name"), node.text("in").lower()
        if not name or place not in _PLACES:
            return None
        schema = node.get("schema") or _media(node.mapping("content")).get("schema") or node
        facts = self.schemas.facts(schema, f"{key} {name}") if isinstance(schema, Mapping) else {}
        taken = {k: v for k, v in facts.items() if k in {"type", "format", "many", "enum", "default", "maximum"}}
        return Parameter(
            name=name,
            place=place,
            span=Span(file=self.schemas.path, line=node.line, end_line=node.end_line),
            required=place == "path" or node.flag("required") is True,
            description=node.text("description") or facts.get("description", ""),
            **taken,
        )

    # Bodies

    def _request(self, node: Mapping, raw: tuple[Mapping, ...], key: str) -> str:
        """The name of the shape of the request, "" for none."""
        body = self._resolved(node.get("requestBody"))
        media = _media(body.mapping("content"))
        schema: Node | None = media.get("schema") or example_schema(media)
        if schema is None:
            schema = next((p.get("schema") for p in raw if p.text("in") == "body"), None)
        if isinstance(schema, Mapping):
            return self._body(schema, ShapeKind.REQUEST, key)[0]
        form = [p for p in raw if p.text("in") == "formData" and p.text("name")]
        return self._form(form, key) if form else ""

    def _form(self, form: list[Mapping], key: str) -> str:
        fields = tuple(
            self.schemas.field(p.text("name"), p, p.line, key, required=p.flag("required") is True) for p in form
        )
        span = Span(file=self.schemas.path, line=form[0].line, end_line=form[-1].end_line)
        kind, role = ShapeKind.REQUEST, self.schemas.role
        self.bodies[key, kind] = Shape(name="", kind=kind, role=role, span=span, fields=fields, operation=key)
        return key

    def _responses(self, node: Mapping, key: str) -> tuple[Response, ...]:
        """The responses; inline bodies of errors are no shapes."""
        responses = node.mapping("responses")
        return tuple(self._response(status, self._resolved(value), key) for status, value in responses.entries.items())

    def _response(self, status: str, node: Mapping, key: str) -> Response:
        media = _media(node.mapping("content"))
        schema = node.get("schema") or media.get("schema") or example_schema(media)
        shape, many = "", False
        if isinstance(schema, Mapping):
            kind = None if status.startswith(("4", "5")) else ShapeKind.RESPONSE
            shape, many = self._body(schema, kind, key)
        return Response(status=status, shape=shape, many=many, description=node.text("description"))

    def _body(self, schema: Mapping, kind: ShapeKind | None, key: str) -> tuple[str, bool]:
        """The name of what a body holds and whether it is a list of it; an inline body of a `kind` becomes a shape."""
        body = self.schemas.body(schema)
        if body.name or body.schema is None or kind is None:
            return body.name, body.many
        if (key, kind) not in self.bodies:
            line = min(schema.line, body.schema.line)
            self.bodies[key, kind] = self.schemas.shape(body.schema, name="", kind=kind, line=line, operation=key)
        return key, body.many

    def _resolved(self, node: Node | None) -> Mapping:
        if not isinstance(node, Mapping):
            return EMPTY
        found = self.references.follow(node)
        return found.node if found else EMPTY


def _media(content: Mapping) -> Mapping:
    """The media type that holds data: JSON first, then forms, then the first one."""
    kinds = sorted(content.entries, key=_media_rank)
    return content.mapping(kinds[0]) if kinds else EMPTY


def _media_rank(kind: str) -> int:
    ranked = ("application/json", "+json", "json", "form")
    return next((rank for rank, part in enumerate(ranked) if part in kind.lower()), len(ranked))
