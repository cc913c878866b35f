"""Schemas as shapes and fields: `allOf` merged, `$ref` kept as names, variants named.

A named schema that is neither an object, an enumeration nor a choice of variants (`Email: {type: string}`,
`Pets: {type: array}`) is no shape: the fields that refer to it get its type and limits.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from database_designer.model.requirements import Field, Shape, ShapeKind
from database_designer.read.openapi.ids import requirement_of
from database_designer.read.openapi.notes import Notes
from database_designer.read.openapi.refs import References, schema_name
from database_designer.read.openapi.tree import EMPTY, Mapping, Node, Scalar, Sequence, is_number, to_json
from database_designer.source import SourceRole, Span

_DEEPEST_BASE = 20
_MOST_INHERITED = 500_000
_LONGEST_EXAMPLE = 500  # nodes


@dataclass(frozen=True, slots=True, kw_only=True)
class _Parts:
    """A schema after merging: its fields, the named schemas merged into it, its variants, and its own mapping."""

    fields: tuple[Field, ...] = ()
    bases: tuple[str, ...] = ()
    variants: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """What a body holds: one object of `schema` or, with `many`, a list of them; None where it holds no object."""

    schema: Mapping | None = None
    name: str = ""
    many: bool = False


@dataclass(slots=True)
class SchemaReader:
    """Reads the schemas of one document. Shapes made on the way (inline variants) are gathered in `extra`."""

    path: str
    role: SourceRole
    references: References
    notes: Notes
    extra: dict[str, Shape] = field(default_factory=dict)
    _merged: dict[str, _Parts] = field(default_factory=dict)
    _merging: list[str] = field(default_factory=list)
    _inherited: int = 0

    def named(self, name: str, schema: Mapping, line: int) -> Shape | None:
        """The shape of a named schema; None for one that is only a name for a type or a list."""
        found = self.references.follow(schema)
        if found is None or not _is_shape(found.node):
            return None
        alias = (found.name,) if found.node is not schema and found.name else ()
        shape = self.shape(found.node, name=name, kind=ShapeKind.SCHEMA, line=line)
        description = schema.text("description") or shape.description
        span = self._span(line, schema.end_line)
        return replace(shape, bases=alias or shape.bases, description=description, span=span)

    def shape(self, schema: Mapping, *, name: str, kind: ShapeKind, line: int, operation: str = "") -> Shape:
        """The shape of an object, an enumeration or a choice of variants (not of a reference)."""
        named = kind is ShapeKind.SCHEMA
        parts = self._merge(name, schema, depth=0) if named else self._parts(schema, operation, depth=0)
        return Shape(
            name=name,
            kind=kind,
            role=self.role,
            span=self._span(line, schema.end_line),
            fields=parts.fields,
            values=_values(schema),
            bases=parts.bases,
            variants=parts.variants,
            description=schema.text("description"),
            section=(name,) if name else (),
            requirement=requirement_of(schema),
            operation=operation,
        )

    def fields(self, schema: Mapping, owner: str) -> tuple[Field, ...]:
        """The fields of an object schema, inherited ones first."""
        return self._parts(schema, owner, depth=0).fields

    def field(self, name: str, schema: Mapping, line: int, owner: str, *, required: bool | None = None) -> Field:
        """The field `name` with the schema given; `owner` names the shape in which it stands."""
        facts = self.facts(schema, f"{owner}.{name}")
        return Field(name=name, span=self._span(line, schema.end_line), required=required, **facts)

    def facts(self, schema: Mapping, owner: str) -> dict[str, Any]:
        """What a schema says of the field or parameter `owner` that has it, as keyword arguments of Field."""
        return self._facts(schema, owner, seen=0)

    def body(self, schema: Mapping) -> Body:
        """What a body holds: the schema below lists and references, its name ("" for an inline one)."""
        name, many = "", False
        for _ in range(_DEEPEST_BASE):
            found = self.references.follow(schema)
            if found is None:
                return Body(many=many)
            name, schema = found.name, found.node
            core, _said = _without_null(schema)
            if _is_array(schema):
                many, schema = True, schema.mapping("items")
            elif core is not schema and not name:
                schema = core
            else:
                break
        return Body(schema=schema if _is_shape(schema) else None, name=name if _is_shape(schema) else "", many=many)

    # Objects

    def _parts(self, schema: Mapping, owner: str, depth: int) -> _Parts:
        """The merged parts of an object schema: of `allOf` first, its own over them."""
        collected: dict[str, Field] = {}
        bases: list[str] = []
        variants = list(self._variants(schema, owner))
        for part in schema.items("allOf"):
            found = self._base(part, owner, depth) if isinstance(part, Mapping) else _Parts()
            collected |= {f.name: f for f in found.fields}
            bases += found.bases
            variants += [v for v in found.variants if v != owner]
        own = schema.mapping("properties")
        for name, value in own.entries.items():
            collected[name] = self._property(name, value, own.lines[name], owner)
        required = _required(schema)
        collected |= {name: replace(collected[name], required=True) for name in required if name in collected}
        if "discriminator" in schema.entries:
            collected = {name: _with_discriminator(f, schema) for name, f in collected.items()}
        return _Parts(
            fields=tuple(collected.values()), bases=tuple(dict.fromkeys(bases)), variants=tuple(dict.fromkeys(variants))
        )

    def _base(self, part: Mapping, owner: str, depth: int) -> _Parts:
        if "$ref" not in part.entries:
            return self._parts(part, owner, depth)
        found = self.references.follow(part)
        if found is None:
            return _Parts()
        if not found.name:
            return self._parts(found.node, owner, depth + 1) if depth < _DEEPEST_BASE else _Parts()
        fields = self._merge(found.name, found.node, depth + 1).fields
        self._inherited += len(fields)
        if self._inherited > _MOST_INHERITED:
            fact = f"the schemas inherit more than {_MOST_INHERITED} fields from each other; the rest was left out"
            self.notes.warning("openapi-too-much", part.line, fact, "refer to large schemas by $ref instead of allOf")
            fields = ()
        # Variants belong to the base: its subtypes are not choices themselves.
        return _Parts(fields=fields, bases=(found.name,))

    def _merge(self, name: str, schema: Mapping, depth: int) -> _Parts:
        """The parts of a named schema, read once."""
        if name in self._merged:
            return self._merged[name]
        if name in self._merging or depth > _DEEPEST_BASE:
            fact = f"allOf merges {name} into itself, or through more than {_DEEPEST_BASE} schemas"
            self.notes.warning("openapi-cyclic-ref", schema.line, fact, "break the circle")
            return _Parts()
        self._merging.append(name)
        self._merged[name] = self._parts(schema, name, depth)
        self._merging.pop()
        return self._merged[name]

    def _property(self, name: str, value: Node, line: int, owner: str) -> Field:
        if isinstance(value, Mapping):
            return self.field(name, value, line, owner, required=False)
        if not (isinstance(value, Scalar) and value.text in {"true", "false", ""}):
            fact = (
                f"the property {owner}.{name} is no schema but a {'list' if isinstance(value, Sequence) else 'value'}"
            )
            self.notes.warning("openapi-no-schema", line, fact, "write a schema such as {type: string}")
        return Field(name=name, span=self._span(line, line), required=False)

    # Variants

    def _variants(self, schema: Mapping, owner: str) -> tuple[str, ...]:
        """The names of the object variants of `oneOf` and `anyOf`; inline ones become shapes of their own."""
        choices = [c for c in _choices(schema) if not _is_null(c)]
        names = [self._variant(choice, owner, number) for number, choice in enumerate(choices, 1)]
        mapping = schema.mapping("discriminator").mapping("mapping")
        mapped = [v.text for v in mapping.entries.values() if isinstance(v, Scalar)]
        names += [schema_name(m) or m.rpartition("/")[2] for m in mapped]
        return tuple(dict.fromkeys(n for n in names if n))

    def _variant(self, choice: Mapping, owner: str, number: int) -> str:
        found = self.references.follow(choice)
        if found is None or found.name:
            return found.name if found else ""
        if not _is_object(found.node):
            return ""
        name = found.node.text("title") or f"{owner}.{number}"
        if name not in self.extra:
            self.extra[name] = self.shape(found.node, name=name, kind=ShapeKind.SCHEMA, line=found.node.line)
        return name

    # Fields

    def _facts(self, schema: Mapping, owner: str, seen: int) -> dict[str, Any]:
        """What a schema says of the field that has it, as keyword arguments of Field."""
        core, nullable = _without_null(schema)
        if core is not schema and seen < _DEEPEST_BASE:
            return {**self._facts(core, owner, seen + 1), **_decoration(schema), **nullable}
        if "$ref" in schema.entries:
            return {**self._referred(schema, owner, seen), **_decoration(schema)}
        if _is_array(schema):
            items = schema.mapping("items")
            inner = self._facts(items, owner, seen + 1) if seen < _DEEPEST_BASE else {}
            kept = {k: v for k, v in inner.items() if k not in {"nullable", "default", "example", "read_only"}}
            return {"type": "array", **kept, **_decoration(schema), **nullable, "many": True}
        facts = {**_scalar_facts(schema), **_decoration(schema), **nullable}
        if _is_object(schema):
            facts |= {"type": "object", **self._object_facts(schema, owner)}
        return facts

    def _referred(self, schema: Mapping, owner: str, seen: int) -> dict[str, Any]:
        found = self.references.follow(schema)
        if found is None:
            return {"type": "object"}
        target = found.node
        if not _is_shape(target) or not found.name:
            return self._facts(target, owner, seen + 1) if seen < _DEEPEST_BASE else {}
        facts = {**_scalar_facts(target), **_decoration(target)}
        description = {"description": ""}  # that of the schema is not that of the field
        kind = {"type": facts["type"] or ("string" if _values(target) else "object")}
        return {**facts, **kind, **description, "reference": found.name}

    def _object_facts(self, schema: Mapping, owner: str) -> dict[str, Any]:
        if any(not _is_null(c) for c in _choices(schema)):
            name = schema.text("title") or owner
            if name not in self.extra:
                self.extra[name] = self.shape(schema, name=name, kind=ShapeKind.SCHEMA, line=schema.line)
            return {"reference": name}
        return {"fields": self.fields(schema, owner)}

    def _span(self, line: int, end_line: int) -> Span:
        return Span(file=self.path, line=line, end_line=max(line, end_line))


def _types(schema: Mapping) -> tuple[str, ...]:
    """The types of a schema, `null` left out."""
    return tuple(t.text for t in schema.items("type") if isinstance(t, Scalar) and t.text not in {"null", ""})


def _is_array(schema: Mapping) -> bool:
    return "array" in _types(schema) or (not _types(schema) and "items" in schema.entries)


def _is_object(schema: Mapping) -> bool:
    if _types(schema):
        return "object" in _types(schema)
    structured = {"properties", "additionalProperties", "allOf"} & schema.entries.keys()
    return bool(structured) or any(_is_object(c) or "$ref" in c.entries for c in _choices(schema))


def _is_shape(schema: Mapping) -> bool:
    return _is_object(schema) or bool(_values(schema))


def _choices(schema: Mapping) -> tuple[Mapping, ...]:
    both = (*schema.items("oneOf"), *schema.items("anyOf"))
    return tuple(c for c in both if isinstance(c, Mapping))


def _is_null(schema: Mapping) -> bool:
    kinds = [t.text for t in schema.items("type") if isinstance(t, Scalar)]
    return kinds == ["null"] or [v.is_null for v in schema.items("enum") if isinstance(v, Scalar)] == [True]


def _without_null(schema: Mapping) -> tuple[Mapping, dict[str, Any]]:
    """The schema that `schema` only decorates (allOf or oneOf with one part besides null), and whether null is said.

    The schema itself where it has parts of its own.
    """
    nullable = schema.flag("nullable")
    listed = [t.text for t in schema.items("type") if isinstance(t, Scalar)]
    choices = _choices(schema)
    rest = [c for c in choices if not _is_null(c)]
    if "null" in listed or len(rest) < len(choices):
        nullable = True
    said = {} if nullable is None else {"nullable": nullable}
    parts = [p for p in schema.items("allOf") if isinstance(p, Mapping)]
    single = rest if not parts else parts if not rest else []
    own = {"properties", "additionalProperties", "items", "$ref", "enum"} & schema.entries.keys()
    useful = [p for p in single if p.entries.keys() - {"description", "nullable", "required"}]
    return (useful[0], said) if len(useful) == 1 and not own else (schema, said)


def _required(schema: Mapping) -> tuple[str, ...]:
    """The names of the required properties, those that inline parts of `allOf` require too.

    The old `required: true` at a property counts as well.
    """
    listed = [r.text for r in schema.items("required") if isinstance(r, Scalar)]
    inline = [name for part in schema.items("allOf") if isinstance(part, Mapping) for name in _required(part)]
    own = schema.mapping("properties")
    flagged = [name for name in own.entries if own.mapping(name).flag("required")]
    return (*listed, *inline, *flagged)


def _values(schema: Mapping) -> tuple[str, ...]:
    """The values of an enumeration: of `enum`, of `const`, of scalar choices that are all enumerated."""
    items = schema.items("enum") or ((schema.entries["const"],) if "const" in schema.entries else ())
    values = tuple(v.text if isinstance(v, Scalar) else to_json(v) for v in items if not _null_value(v))
    choices = [c for c in _choices(schema) if not _is_null(c)]
    if values or not choices:
        return values
    each = [_values(c) if not _is_object(c) else () for c in choices]
    return tuple(dict.fromkeys(v for vs in each for v in vs)) if all(each) else ()


def _null_value(node: Node) -> bool:
    return isinstance(node, Scalar) and node.is_null


def _scalar_facts(schema: Mapping) -> dict[str, Any]:
    """Type, format, values and limits of a schema."""
    source = schema if _types(schema) else next((c for c in _choices(schema) if _types(c)), schema)
    kinds = _types(source)
    values = _values(schema)
    lowest, above = _limit(schema, "minimum", "exclusiveMinimum")
    highest, below = _limit(schema, "maximum", "exclusiveMaximum")
    inferred = "string" if values or {"pattern", "maxLength", "minLength"} & schema.entries.keys() else ""
    return {
        "type": kinds[0].lower() if kinds else inferred,
        "format": source.text("format"),
        "enum": values,
        "minimum": lowest,
        "maximum": highest,
        "exclusive_minimum": above,
        "exclusive_maximum": below,
        "min_length": _count(schema.text("minLength")),
        "max_length": _count(schema.text("maxLength")),
        "pattern": schema.text("pattern") or None,
    }


def _limit(schema: Mapping, inclusive: str, exclusive: str) -> tuple[str | None, bool]:
    """A bound and whether it is exclusive: a truth value beside it (3.0) or a number of its own (3.1)."""
    bound, sharp = schema.text(inclusive), schema.text(exclusive)
    if is_number(sharp):
        return sharp, True
    return (bound, schema.flag(exclusive) is True) if is_number(bound) else (None, False)


def _count(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def _decoration(schema: Mapping) -> dict[str, Any]:
    """What may stand beside a reference as well; only what is stated."""
    facts: dict[str, Any] = {}
    if description := schema.text("description"):
        facts["description"] = description
    if schema.flag("nullable") is not None:
        facts["nullable"] = schema.flag("nullable")
    facts |= {name: True for name, key in (("read_only", "readOnly"), ("write_only", "writeOnly")) if schema.flag(key)}
    default = schema.get("default")
    if default is not None and default.size <= _LONGEST_EXAMPLE and not _null_value(default):
        facts["default"] = default.text if isinstance(default, Scalar) else to_json(default)
    example = schema.get("example") or next(iter(schema.items("examples")), None)
    if example is not None and example.size <= _LONGEST_EXAMPLE:
        facts["example"] = to_json(example)
    return facts


def _with_discriminator(own: Field, schema: Mapping) -> Field:
    """The field that tells the variants apart gets the keys of the discriminator's mapping as its values."""
    discriminator = schema.mapping("discriminator")
    keys = tuple(discriminator.mapping("mapping").entries)
    if own.name != discriminator.text("propertyName") or own.enum or not keys:
        return own
    return replace(own, enum=keys)


def schemas_of(root: Mapping) -> Mapping:
    """The named schemas of a document: `components.schemas` (3.x), else `definitions` (2.0)."""
    return next(
        (m for m in (root.mapping("components").mapping("schemas"), root.mapping("definitions")) if m.entries), EMPTY
    )
