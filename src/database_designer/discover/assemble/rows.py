"""Stated rows of reference data as rows of the entity types, with values of the types of their attributes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from database_designer.discover.concepts import Concepts
from database_designer.discover.findings import RowFinding
from database_designer.discover.names import Noun, camel, snake, words
from database_designer.discover.values.state_words import key
from database_designer.model.conceptual import Attribute, EntityType, Kind, SeedRow
from database_designer.model.expression import Expression, Literal, LiteralKind
from database_designer.source import Origin

_TEXTUAL = frozenset({Kind.TEXT, Kind.CODE, Kind.EMAIL, Kind.PHONE, Kind.URL})
_NUMERIC = frozenset({Kind.INTEGER, Kind.DECIMAL, Kind.MONEY, Kind.PERCENT})
_NUMBER = re.compile(r"[€$£]?\s*(?P<number>-?\d{1,15}(?:,\d{3})*(?:\.\d{1,10})?)\s*(?:%|[A-Za-z]{1,10})?")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_TRUE = frozenset({"yes", "true", "y", "✓", "✔", "x"})
_FALSE = frozenset({"no", "false", "n", "✗", "✘"})
# Other words for what a list entry or a user is known by.
_ALSO = {"name": ("label", "title", "display_name"), "email": ("email_address",), "username": ("user_name", "login")}


def with_rows(entity: EntityType, found: Iterable[RowFinding], concepts: Concepts) -> EntityType:
    """The entity type with its stated rows.

    They are there before anything else: secrets, which no row states, and references that the rows do not speak of are
    optional then.
    """
    spoken: set[str] = set()
    rows: dict[tuple[tuple[str, Expression], ...], SeedRow] = {}
    for finding in found:
        target = concepts.exact(finding.owner)
        if target is None or camel(target) != entity.name:
            continue
        values = _values(entity, finding)
        if values and not _is_about_another(entity, finding):
            spoken.update(snake(name) for name, _ in finding.values)
            origin = Origin(evidence=(finding.evidence,), decided_by="rows", principle="a row that is stated")
            rows.setdefault(values, SeedRow(values=values, origin=origin))
    if not rows:
        return entity
    attributes = tuple(replace(a, optional=True) if a.secret else a for a in entity.attributes)
    references = tuple(
        r if r.part_of or r.name in spoken or snake(words(r.to)) in spoken else replace(r, optional=True)
        for r in entity.references
    )
    return replace(entity, attributes=attributes, references=references, rows=tuple(rows.values()))


def _is_about_another(entity: EntityType, finding: RowFinding) -> bool:
    """Whether a row leaves open more of what the entity type requires than it speaks of: it lists something else."""
    spoken = {a.name for name, _ in finding.values if (a := _attribute(entity, name)) is not None}
    required = {a.name for a in entity.attributes if not (a.optional or a.secret or a.default or a.many)}
    return len(required - spoken) > len(spoken)


def _values(entity: EntityType, finding: RowFinding) -> tuple[tuple[str, Expression], ...]:
    values: dict[str, Expression] = {}
    for name, text in finding.values:
        if entity.lifecycle is not None and snake(name) == entity.lifecycle.state:
            state = _listed(text, entity.lifecycle.states)
            if state is not None:
                values.setdefault(entity.lifecycle.state, state)
            continue
        attribute = _attribute(entity, name)
        value = _literal(text, attribute) if attribute is not None else None
        if attribute is not None and value is not None:
            values.setdefault(attribute.name, value)
    return tuple(values.items())


def _attribute(entity: EntityType, name: Noun) -> Attribute | None:
    """The attribute that a column of a list means; never a secret, never a set of values."""
    wanted = snake(name)
    for candidate in (wanted, *_ALSO.get(wanted, ()), *(k for k, others in _ALSO.items() if wanted in others)):
        found = entity.attribute(candidate)
        if found is not None and not found.secret and found.many is None:
            return found
    return None


def _listed(text: str, values: tuple[str, ...]) -> Literal | None:
    """The value that the text spells in its own way, shortens or writes out ("admin", ADMINISTRATOR); None for none."""
    same = [v for v in values if key(v) == key(text)]
    wanted = key(text)
    longer = [v for v in values if len(wanted) > 3 and key(v).startswith(wanted)]
    alike = same or longer or [v for v in values if len(key(v)) > 3 and wanted.startswith(key(v))]
    return Literal(kind=LiteralKind.VALUE, value=alike[0]) if len(alike) == 1 else None


def _literal(text: str, attribute: Attribute) -> Literal | None:
    kind = attribute.type.kind
    if kind == Kind.LIST:
        return _listed(text, attribute.type.values)
    if kind in _TEXTUAL:
        return Literal(kind=LiteralKind.TEXT, value=text)
    if kind in _NUMERIC:
        number = _NUMBER.fullmatch(text)
        return Literal(kind=LiteralKind.NUMBER, value=number["number"].replace(",", "")) if number else None
    if kind == Kind.BOOLEAN:
        word = text.lower()
        return Literal(kind=LiteralKind.BOOLEAN, value=str(word in _TRUE).lower()) if word in _TRUE | _FALSE else None
    if kind == Kind.DATE and _DATE.fullmatch(text):
        return Literal(kind=LiteralKind.DATE, value=text)
    return None
