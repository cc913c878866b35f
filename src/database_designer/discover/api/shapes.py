"""API shapes and field tables: the structured sources, which speak before prose.

Before: shapes `CreateLoanRequest`, `LoanResponse`, an array of `Loan` in `GET /loans`. After: findings about the one
noun ("loan",) with all their fields.
"""

from __future__ import annotations

import json
import re
from dataclasses import replace

from database_designer.discover.api.shape_owners import Owner, owners_of, stem_of
from database_designer.discover.findings import (
    CERTAIN,
    HINT,
    LIKELY,
    AttributeFinding,
    EntityFinding,
    Findings,
    RelationFinding,
    ValuesFinding,
    combine,
)
from database_designer.discover.names import Noun, noun, property_name, words
from database_designer.discover.property_names import PAGING, is_act
from database_designer.discover.semantic_types import infer
from database_designer.model.conceptual import Kind
from database_designer.model.expression import Literal, LiteralKind
from database_designer.model.requirements import Field, Requirements, Shape, ShapeKind
from database_designer.source import Evidence

_ENVELOPE_LISTS = frozenset("data items content results rows records list elements entries values".split())
_ENVELOPE_REST = frozenset(
    """page size limit offset total total_pages total_elements total_items count next previous prev cursor has_next
    has_more has_previous first last number number_of_elements empty sort pageable meta pagination links success
    message status iterator prev_iterator done page_size page_number per_page total_count current_page error
    errors timestamp code next_cursor prev_cursor previous_cursor next_page prev_page previous_page page_info end_cursor start_cursor""".split()
)
_MAX_DEPTH = 4
_ENOUGH_PAGING = 2
_GENERAL_PARTS = frozenset({("line",), ("item",), ("entry",), ("detail",), ("row",), ("step",), ("option",), ("part",)})
_SCHEMA_FILES = (".json", ".yaml", ".yml")
_PIECE = "a piece of other shapes"
_BY_ID = 0.6
# "ownerId", "owner_id", "owner uuid"; without a boundary only after a longer word ("accountid", not "paid" or "uid").
_ID_STEM = re.compile(
    r"^(?P<stem>.+?)(?:[_\s-]|(?<=[a-z0-9])(?=[A-Z]))(?:[Ii][Dd]s?|IDS|(?i:uuids?|guids?|fk|ref|reference))$"
    r"|^(?P<long>[A-Za-z]{4,}?)(?:ids?|uuids?|guids?)$"
)
_REFERENCE_WORDS = re.compile(
    r"(?i)\b(?:references?(?: to)?|refers to|id of|identifier of|foreign key(?: to)?|fk(?: to)?|link(?:ed)? to|points to"
    r"|belongs to|must be a valid|must be an existing|(?:->|→))\s*(?:(?:the|an?|existing)\s+)?[`'\"]?(?P<noun>[A-Za-z][\w ]{1,40})"
)
_EXISTING = re.compile(r"(?i)\b(?P<noun>[a-z]+) (?:id|uuid)\b")


def read_shapes(requirements: Requirements) -> Findings:
    """Entities, attributes, relationships and value lists of all shapes."""
    shapes = {s.name: s for s in requirements.shapes if s.name}
    ownership = owners_of(requirements)
    # A shape that is no thing of its own is a piece of those that hold it.
    known = {o.noun for o in ownership.owners if o is not None and o.weight >= CERTAIN}
    shapes = {n: s for n, s in shapes.items() if s.values or stem_of(n) in known or not s.fields} | {
        n: replace(s, kind=ShapeKind.SCHEMA, operation=_PIECE)
        for n, s in shapes.items()
        if s.fields and stem_of(n) not in known
    }
    parts = [Findings(synonyms=ownership.synonyms)]
    for shape, owner in zip(requirements.shapes, ownership.owners, strict=True):
        if not shape.values and owner is not None:
            parts.append(_about(_unwrap(shape, shapes), owner, shapes, depth=0))
    return combine(parts)


def _unwrap(shape: Shape, shapes: dict[str, Shape]) -> Shape:
    """The shape of the elements where `shape` is an envelope around a list ({data: [...], total: ...})."""
    lists = [f for f in shape.fields if f.many or (f.fields and f.name.lower() == "data") or f.reference]
    if len(lists) != 1:
        return shape
    rest = [f for f in shape.fields if f is not lists[0]]
    about_page = all("_".join(words(f.name)) in _ENVELOPE_REST for f in rest)
    named = "_".join(words(lists[0].name)) in _ENVELOPE_LISTS
    if not about_page or not (named or lists[0].many):
        return shape
    inner = lists[0]
    if shape.kind == ShapeKind.REQUEST and inner.many:
        return shape  # what is sent as a list is made of rows, what is answered as one is a page
    fields = shapes[inner.reference].fields if inner.reference in shapes else inner.fields
    return replace(shape, fields=fields) if fields else shape


def _evidence(field: Field, shape: Shape) -> Evidence:
    stated = " ".join(x for x in (field.name, field.format or field.type, field.description) if x)
    return Evidence(span=field.span, quote=stated, requirement=shape.requirement)


def _about(shape: Shape, owner: Owner, shapes: dict[str, Shape], depth: int) -> Findings:
    quote = shape.description or shape.name or shape.operation
    reason = "field table" if shape.kind == ShapeKind.FIELDS else "API shape"
    entity = EntityFinding(
        noun=owner.noun,
        weight=owner.weight if shape.fields else HINT,
        reason=reason,
        evidence=Evidence(span=shape.span, quote=quote, requirement=shape.requirement),
    )
    parts = [Findings(entities=(entity,))]
    parts.extend(_field(f, shape, owner, shapes, depth) for f in _kept(shape))
    return combine(parts)


def _kept(shape: Shape) -> list[Field]:
    """The fields without those that tell how a list is asked for, and without what is done in a form of fields."""
    paging = [f for f in shape.fields if "_".join(words(f.name)) in PAGING]
    asked = paging if len(paging) >= _ENOUGH_PAGING else []
    return [f for f in shape.fields if f not in asked and not (" " in f.name.strip() and is_act(noun(f.name)))]


def _field(field: Field, shape: Shape, owner: Owner, shapes: dict[str, Shape], depth: int) -> Findings:
    target = shapes.get(field.reference) if field.reference else None
    if target is not None and target.values:
        return _scalar(replace(field, enum=field.enum or target.values), shape, owner)
    if target is not None and target.fields and target.operation == _PIECE:
        whole = replace(field, fields=target.fields, reference=None)
        return _nested(whole, shape, owner, shapes, depth) if depth < _MAX_DEPTH else Findings()
    if target is not None and target.fields:
        return _refers(field, shape, owner, target)
    if field.fields and depth < _MAX_DEPTH:
        return _nested(field, shape, owner, shapes, depth)
    return _scalar(field, shape, owner)


def _refers(field: Field, shape: Shape, owner: Owner, target: Shape) -> Findings:
    """A field that holds another named shape is a relationship with what that shape is about."""
    stem = stem_of(target.name)
    if not stem or stem == owner.noun:
        return _scalar(field, shape, owner) if not stem else Findings()
    relation = RelationFinding(
        source=owner.noun,
        target=stem,
        evidence=_evidence(field, shape),
        weight=CERTAIN,
        target_low=1 if field.required else 0,
        target_high=None if field.many else 1,
        target_many=field.many,
        role=noun(field.name),
        part=field.many,
    )
    return Findings(relations=(relation,))


def _nested(field: Field, shape: Shape, owner: Owner, shapes: dict[str, Shape], depth: int) -> Findings:
    """Inline objects: an array of them is a part with fields of its own, a single one splits into its fields."""
    name = noun(field.name)
    if name in _GENERAL_PARTS and field.many:
        name = (*owner.noun, *name)
    inner = replace(shape, fields=field.fields, description=field.description, name=field.name, span=field.span)
    if field.many:
        child = Owner(name, CERTAIN if len(field.fields) > 1 else LIKELY, owner.writes)
        relation = RelationFinding(
            source=owner.noun, target=name, evidence=_evidence(field, shape), weight=CERTAIN, target_many=True,
            target_low=1 if field.required else 0, source_high=1, source_many=False, part=True,
        )  # fmt: skip
        return combine((Findings(relations=(relation,)), _about(inner, child, shapes, depth + 1)))
    parts = _about(inner, replace(owner, noun=name), shapes, depth + 1).attributes
    whole = AttributeFinding(
        owner=owner.noun, name=name, evidence=_evidence(field, shape), structured=True, weight=CERTAIN,
        required=field.required, parts=tuple(p for p in parts if p.owner == name), says=field.description,
        read_only=field.read_only, written=owner.writes or field.write_only,
    )  # fmt: skip
    return Findings(attributes=(whole,))


def _scalar(field: Field, shape: Shape, owner: Owner) -> Findings:
    name = property_name(field.name)
    if not name:
        return Findings()
    finding = AttributeFinding(
        owner=owner.noun,
        name=name,
        evidence=_evidence(field, shape),
        weight=CERTAIN,
        structured=True,
        type=infer(
            name,
            stated=field.type,
            form=field.format,
            values=field.enum,
            example=field.example,
            max_length=field.max_length,
        ),
        required=_required(field, writes=owner.writes or shape.kind == ShapeKind.FIELDS),
        unique=bool(field.unique),
        many=field.many,
        minimum=None if field.exclusive_minimum else field.minimum,
        maximum=None if field.exclusive_maximum else field.maximum,
        above=field.minimum if field.exclusive_minimum else None,
        below=field.maximum if field.exclusive_maximum else None,
        min_length=field.min_length,
        max_length=field.max_length,
        pattern=field.pattern,
        default=_default(field),
        says=field.description,
        points_to=_points_to(field),
        read_only=field.read_only,
        written=owner.writes or field.write_only or shape.kind == ShapeKind.FIELDS,
    )
    values: tuple[ValuesFinding, ...] = ()
    if len(field.enum) > 1:
        values = (
            ValuesFinding(
                owner=owner.noun, attribute=name, values=field.enum, evidence=finding.evidence, structured=True
            ),
        )
    entities: tuple[EntityFinding, ...] = ()
    if finding.points_to and finding.type is not None and finding.type.kind in (Kind.UUID, Kind.INTEGER, Kind.TEXT):
        sign = EntityFinding(
            noun=finding.points_to, weight=_BY_ID, reason="referred to by an id", evidence=finding.evidence
        )
        entities = (sign,)
    return Findings(entities=entities, attributes=(finding,), values=values)


def _required(field: Field, *, writes: bool) -> bool | None:
    """Whether the field must be given; what only responses show says so, but never that it may be missing."""
    if field.nullable:
        return False
    # In a schema, a field that `required` does not list may be missing from a body; that says nothing of the data.
    silent = not writes and field.span.file.endswith(_SCHEMA_FILES)
    return None if silent and not field.required else field.required


def _default(field: Field) -> Literal | None:
    if field.default is None or field.default in ("null", "None", ""):
        return None
    text = field.default
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        value = text
    if isinstance(value, bool):
        return Literal(kind=LiteralKind.BOOLEAN, value=str(value).lower())
    if isinstance(value, int | float):
        return Literal(kind=LiteralKind.NUMBER, value=str(value))
    if isinstance(value, str):
        return Literal(kind=LiteralKind.VALUE if field.enum else LiteralKind.TEXT, value=value)
    return None


def _points_to(field: Field) -> Noun:
    """The noun of another thing that the field names by an id."""
    stem = _ID_STEM.match(re.sub(r"(?i)[_\s-]?fk$", "", field.name))
    if stem is None:
        return ()
    said = _REFERENCE_WORDS.search(field.description) or _EXISTING.search(field.description)
    if said:
        found = noun(re.split(r"[,.;()]| for | who | that | which | if ", said["noun"])[0])
        while len(found) > 1 and found[-1] in ("id", "uuid", "record", "identifier", "entity", "table"):
            found = found[:-1]
        if found and found[-1] not in ("id", "uuid", "identifier"):
            return found
    return noun(stem["stem"] or stem["long"])
