"""The row that an effect creates: what each of its members is, as far as the row of the event tells."""

from __future__ import annotations

from database_designer.discover.names import words
from database_designer.discover.rules.events import Happening
from database_designer.discover.rules.stems import stem
from database_designer.discover.rules.vocabulary import Vocabulary
from database_designer.discover.values.state_words import key
from database_designer.model.conceptual import Attribute, Creation, EntityType, Kind, Reference, SemanticType
from database_designer.model.expression import Aggregate, Clock, Expression, Literal, LiteralKind, Moment, Path
from database_designer.model.navigation import Hop
from database_designer.source import Origin

_TELLING = frozenset(
    "message text title body subject description action content summary note details event name".split()
)
_SEVERAL = 2
_SORTS = frozenset("type kind event category action".split())


def creation(
    made: EntityType, happening: Happening, vocabulary: Vocabulary, each: Aggregate | None = None
) -> Creation | None:
    """The row of `made`; None where a required member cannot be told from the event."""
    values: list[tuple[str, Expression]] = []
    for reference in made.references:
        value = _row_of(reference, happening, vocabulary, each)
        if value is not None:
            values.append((reference.name, value))
        elif not reference.optional and reference.default is None:
            return None
    for attribute in made.attributes:
        if attribute.derived or attribute.generated is not None or attribute.numbered or attribute.default is not None:
            continue
        told = _value_of(attribute, happening, vocabulary)
        if told is not None:
            values.append((attribute.name, told))
        elif not attribute.optional and attribute.many is None:
            return None
    return Creation(entity=made.name, values=tuple(values)) if values else None


def _row_of(
    reference: Reference, happening: Happening, vocabulary: Vocabulary, each: Aggregate | None
) -> Expression | None:
    if each is not None:
        hop = vocabulary.navigation.follow(happening.entity.name, each.over.steps).target
        steps = vocabulary.route(hop.entity, reference.to) if isinstance(hop, Hop) else None
        if steps is not None:
            return Path(steps=steps, root="it")
    steps = _concerned(reference, happening.entity, vocabulary)
    if steps is None:
        return None
    return Path(steps=steps) if steps else Path(steps=(), root="this")


def _concerned(reference: Reference, entity: EntityType, vocabulary: Vocabulary) -> tuple[str, ...] | None:
    """The way to whom or what the event is about: who wrote it down is told of it only where nobody else is there."""
    steps = vocabulary.route(entity.name, reference.to)
    if not _who_did(reference.name) and steps and len(steps) == 1 and _who_did(steps[0]):
        others = [
            (r.name, *way)
            for r in entity.references
            if not (r.optional or _who_did(r.name)) and (way := vocabulary.route(r.to, reference.to)) is not None
        ]
        return min(others, key=len) if others else steps
    return steps


def _who_did(name: str) -> bool:
    return name.endswith("_by") or name in ("actor", "author")


def _value_of(attribute: Attribute, happening: Happening, vocabulary: Vocabulary) -> Expression | None:
    kind = attribute.type.kind
    values = vocabulary.navigation.values(attribute.type)
    if values:
        sort = _sort_of(values, happening.called) if set(attribute.name.split("_")) & _SORTS else None
        return Literal(kind=LiteralKind.VALUE, value=sort) if sort else None
    own = happening.entity.attribute(attribute.name)
    if own is not None and own.type.kind == kind and own.many is None and not own.secret:
        return Path(steps=(attribute.name,))
    if kind in (Kind.DATE, Kind.INSTANT) and not attribute.optional:
        return Moment(clock=Clock.NOW if kind == Kind.INSTANT else Clock.TODAY)
    if kind == Kind.TEXT and set(attribute.name.split("_")) & _SORTS:
        return Literal(kind=LiteralKind.TEXT, value="_".join(words(happening.called)).upper())
    if kind == Kind.TEXT and set(attribute.name.split("_")) & _TELLING:
        return Literal(kind=LiteralKind.TEXT, value=happening.called[:1].upper() + happening.called[1:])
    return None


def _sort_of(values: tuple[str, ...], called: str) -> str | None:
    """The value that names the event ("SESSION_CANCELLED" for "session cancelled"); the only one sharing its words."""
    exact = [v for v in values if key(v) == key(called)]
    if exact:
        return exact[0]
    told = {stem(w) for w in words(called)}
    found = [v for v in values if {stem(w) for w in words(v)} <= told]
    return found[0] if len(found) == 1 else None


def sort_told(made: EntityType, told: tuple[Happening, ...], origin: Origin) -> Attribute | None:
    """The attribute by which rows made on several events are told apart; None where one event makes them, or one is there."""
    if len(told) < _SEVERAL or any(set(a.name.split("_")) & _SORTS for a in made.attributes):
        return None
    values = tuple(dict.fromkeys("_".join(words(t.called)).upper() for t in told))
    return Attribute(name="type", type=SemanticType(kind=Kind.LIST, values=values), origin=origin)
