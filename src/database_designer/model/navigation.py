"""Following names through a conceptual model: what an attribute, a reference or an other side leads to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from database_designer.model.conceptual import (
    Attribute,
    ConceptualModel,
    EffectRule,
    EntityType,
    Event,
    EventKind,
    Kind,
    Lifecycle,
    Link,
    Reference,
    SemanticType,
)
from database_designer.model.expression import Aggregate, Call, Expression, Path
from database_designer.model.names import plural, snake_case
from database_designer.model.walk import children


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """A name that leads to a value: an attribute, or a set of values (`many`)."""

    type: SemanticType
    many: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Hop:
    """A name that leads to rows of an entity: one, or (`many`) any number."""

    entity: str
    many: bool = False


Target: TypeAlias = Value | Hop

MAX_LEVELS = 20
"""How many levels of supertypes are followed."""

IMPLICIT = {
    "id": SemanticType(kind=Kind.UUID),
    "created_at": SemanticType(kind=Kind.INSTANT),
    "updated_at": SemanticType(kind=Kind.INSTANT),
    "deleted_at": SemanticType(kind=Kind.INSTANT),
}
"""Attributes that need no mention."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Navigation:
    """The names of every entity and what each leads to; `lists` are the values of the shared lists (None: open).

    `kind_of` has the supertype of every entity, "" for none, `entities` the entities themselves.
    """

    names: dict[str, dict[str, Target]]
    lists: dict[str, tuple[str, ...] | None]
    kind_of: dict[str, str]
    actor: str = ""
    entities: dict[str, EntityType] = field(default_factory=dict)

    def lineage(self, entity: str) -> tuple[EntityType, ...]:
        """The entity and its supertypes, the nearest first; () for an unknown one."""
        names = (entity, *supertypes(entity, self.kind_of))
        return tuple(self.entities[n] for n in dict.fromkeys(names) if n in self.entities)

    def member(self, entity: str, name: str) -> Attribute | Reference | None:
        """The attribute or reference of that name, of the entity or a supertype; None for any other name."""
        found = (e.attribute(name) or e.reference(name) for e in self.lineage(entity))
        return next((m for m in found if m is not None), None)

    def lifecycle(self, entity: str) -> Lifecycle | None:
        """The lifecycle of an entity, or of the nearest supertype that has one."""
        return next((e.lifecycle for e in self.lineage(entity) if e.lifecycle), None)

    def are_kin(self, one: str, other: str) -> bool:
        """Whether a row of the one may be a row of the other: the same, or a kind of it."""
        return one in (other, *supertypes(other, self.kind_of)) or other in supertypes(one, self.kind_of)

    def target(self, entity: str, name: str) -> Target | None:
        """What `name` leads to from a row of `entity`; None for an unknown one."""
        return self.names.get(entity, {}).get(name)

    def known(self, entity: str) -> tuple[str, ...]:
        """The names that can stand after a row of `entity`."""
        return tuple(self.names.get(entity, {}))

    def follow(self, entity: str, steps: tuple[str, ...]) -> Followed:
        """Where a path from a row of `entity` leads, or the step at which it goes astray."""
        at: Target = Hop(entity=entity)
        many = False
        for i, step in enumerate(steps):
            if not isinstance(at, Hop):
                return Followed(stray=step, stray_in=".".join(steps[:i]))
            if at.entity not in self.names:
                return Followed()
            found = self.target(at.entity, step)
            if found is None:
                return Followed(stray=step, stray_in=at.entity)
            many = many or found.many
            at = found
        return Followed(target=replace(at, many=many))

    def values(self, type_: SemanticType) -> tuple[str, ...] | None:
        """The values of a closed list; None where further ones are possible, or the type is no list."""
        if type_.kind is not Kind.LIST or type_.open_list:
            return None
        return self.lists.get(type_.list_name) if type_.list_name else type_.values


@dataclass(frozen=True, slots=True, kw_only=True)
class Followed:
    """The end of a path; or `stray`, the first unknown step, and the entity or attribute in which it is unknown.

    Neither where the path leads through an entity that is unknown itself.
    """

    target: Target | None = None
    stray: str = ""
    stray_in: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """The rows that names in an expression belong to: those at hand, and those outside the innermost aggregate.

    `row` is the entity of the outermost rows, which `old` belongs to ("" where that is `entity`), `it` the entity of
    the rows that an effect is for ("" for none). `roots` are the beginnings of paths that have a meaning.
    """

    entity: str
    outer: str = ""
    row: str = ""
    it: str = ""
    roots: frozenset[str] = field(default=frozenset({"", "this", "actor"}))

    def start(self, path: Path, navigation: Navigation) -> str:
        """The entity from which a path starts; "" where there is none."""
        if path.root == "actor":
            return navigation.actor
        if path.root == "it":
            return self.it
        if path.root == "old":
            return self.row or self.entity
        return self.outer or self.entity if path.root == "this" else self.entity

    def inside(self, aggregate: Aggregate, navigation: Navigation) -> Scope:
        """The scope inside an aggregate: its rows; an unknown other side leaves it without an entity."""
        if not aggregate.over.steps and not aggregate.over.root:
            return self
        target = navigation.follow(self.start(aggregate.over, navigation), aggregate.over.steps).target
        entity = target.entity if isinstance(target, Hop) else ""
        return replace(self, entity=entity, outer=self.entity, row=self.row or self.entity)


def navigate(model: ConceptualModel) -> Navigation:
    """The navigation of a model. Members of a supertype are members of its subtypes."""
    names: dict[str, dict[str, Target]] = {e.name: _own_names(e) for e in model.entities}
    for entity in model.entities:
        for element in relationships(entity):
            names.get(element.to, {}).setdefault(back_name(entity, element), _other_side(entity, element))
    kind_of = {e.name: e.kind_of for e in model.entities}
    for entity in model.entities:
        for supertype in supertypes(entity.name, kind_of):
            for name, target in names[supertype].items():
                names[entity.name].setdefault(name, target)
    lists = {v.name: None if v.open_list or v.maintained else v.values for v in model.lists}
    entities = {e.name: e for e in model.entities}
    return Navigation(names=names, lists=lists, kind_of=kind_of, actor=model.actor, entities=entities)


def relationships(entity: EntityType) -> tuple[Reference | Link, ...]:
    """The references and links of an entity."""
    return (*entity.references, *entity.links)


def member_names(entity: EntityType) -> tuple[str, ...]:
    """The names of its attributes, references and links."""
    return (*(a.name for a in entity.attributes), *(r.name for r in relationships(entity)))


def back_name(entity: EntityType, element: Reference | Link) -> str:
    """The name of the other side: as given, else the plural of the pointing entity, its singular for at most one."""
    if element.back:
        return element.back
    single = isinstance(element, Reference) and _at_most_one(element)
    return snake_case(entity.name) if single else plural(snake_case(entity.name))


def effect_scope(rule: EffectRule, entity: str, navigation: Navigation) -> Scope:
    """The scope of the values that an effect of `entity` sets: its row, and `it` where the effect is for others."""
    scope = event_scope(rule.events, entity)
    if rule.each is None:
        return scope
    target = navigation.follow(scope.start(rule.each.over, navigation), rule.each.over.steps).target
    it = target.entity if isinstance(target, Hop) else ""
    return replace(scope, it=it, roots=scope.roots | {"it"})


def event_scope(events: tuple[Event, ...], entity: str) -> Scope:
    """The scope of a rule for these events: a row, and what it was before, where an event is a change."""
    scope = Scope(entity=entity)
    changes = any(e.kind in (EventKind.CHANGE, EventKind.ENTER) for e in events)
    return replace(scope, roots=scope.roots | {"old"}) if changes else scope


def _at_most_one(reference: Reference) -> bool:
    return reference.unique or reference.each_has.maximum == 1


def _other_side(entity: EntityType, element: Reference | Link) -> Hop:
    return Hop(entity=entity.name, many=isinstance(element, Link) or not _at_most_one(element))


def _own_names(entity: EntityType) -> dict[str, Target]:
    found: dict[str, Target] = {a.name: Value(type=a.type, many=a.many is not None) for a in entity.attributes}
    found.update({r.name: Hop(entity=r.to) for r in entity.references})
    found.update({k.name: Hop(entity=k.to, many=True) for k in entity.links})
    if entity.lifecycle:
        states = SemanticType(kind=Kind.LIST, values=entity.lifecycle.states)
        found[entity.lifecycle.state] = Value(type=states)
    for name, type_ in IMPLICIT.items():
        found.setdefault(name, Value(type=type_))
    return found


def supertypes(name: str, kind_of: Mapping[str, str]) -> tuple[str, ...]:
    """The supertypes of an entity, the nearest first, at most MAX_LEVELS; the entity itself ends it in a cycle."""
    found: list[str] = []
    at = kind_of.get(name, "")
    while at in kind_of and at not in found and len(found) < MAX_LEVELS:
        found.append(at)
        at = kind_of[at]
    return tuple(found)


@dataclass(frozen=True, slots=True, kw_only=True)
class ScopedPath:
    """A path of an expression in its scope; `several` where it may lead to many rows (inside count, exists, in)."""

    path: Path
    scope: Scope
    several: bool = False


def scoped_paths(expression: Expression, scope: Scope, navigation: Navigation) -> Iterator[ScopedPath]:
    """All paths of an expression, each with the scope it stands in. Those inside unknown other sides are left out."""
    match expression:
        case Path():
            yield ScopedPath(path=expression, scope=scope)
        case Call(function="in", arguments=(element, Path() as among)):
            yield from scoped_paths(element, scope, navigation)
            yield ScopedPath(path=among, scope=scope, several=True)
        case Aggregate():
            if expression.over.steps or expression.over.root:
                yield ScopedPath(path=expression.over, scope=scope, several=True)
            inner = scope.inside(expression, navigation)
            for part in (expression.value, expression.where):
                if part is not None and inner.entity:
                    yield from scoped_paths(part, inner, navigation)
        case _:
            for child in children(expression):
                yield from scoped_paths(child, scope, navigation)
