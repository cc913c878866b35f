"""The members of entities, their own and those of their supertypes, and the conditions that every row satisfies."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeAlias

from database_designer.model.conceptual import (
    AlwaysRule,
    Attribute,
    BoundRule,
    ConceptualModel,
    DeletionManner,
    EntityType,
    Kind,
    Lifecycle,
    Link,
    NoOverlapRule,
    Reference,
    SemanticType,
    Tree,
    Uniqueness,
    UniqueRule,
)
from database_designer.model.expression import (
    Aggregate,
    And,
    Between,
    Call,
    Comparator,
    Comparison,
    Expression,
    Implies,
    IsSet,
    Literal,
    LiteralKind,
    Matches,
    Path,
)
from database_designer.model.navigation import back_name, relationships, supertypes
from database_designer.model.walk import children as walk_children
from database_designer.model.walk import nodes

EMAIL = r"^[^@\s]+@[^@\s]+$"
NOT_BLANK = r"\S"
MAX_NESTING = 12
"""How many values that are worked out from others may be nested."""
_TEXTS = frozenset({Kind.TEXT, Kind.CODE, Kind.PHONE, Kind.URL, Kind.FILE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """The other side of a relationship: the entity that points, and the reference or link by which it does."""

    entity: str
    element: Reference | Link


Member: TypeAlias = Attribute | Reference | Link | Lifecycle | Side


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """What holds for every row of `entity`; a `local` one reads nothing but the row itself, others rows of `reads`."""

    entity: str
    element: str
    expression: Expression
    local: bool
    reads: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """Members that no two rows agree in, among those that satisfy `where`."""

    entity: str
    element: str
    members: tuple[Expression, ...]
    where: Expression | None = None
    unset_equal: bool = False


@dataclass(frozen=True, kw_only=True)
class Schema:
    """A conceptual model, looked up by name."""

    concept: ConceptualModel
    entities: dict[str, EntityType] = field(init=False)
    _members: dict[str, dict[str, Member]] = field(init=False, default_factory=dict)
    _conditions: dict[str, tuple[Condition, ...]] = field(init=False, default_factory=dict)
    _all_reads: dict[tuple[str, bool], tuple[str, ...]] = field(init=False, default_factory=dict)
    _reads: dict[int, tuple[str, ...]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "entities", {e.name: e for e in reversed(self.concept.entities)})

    @cached_property
    def _chains(self) -> dict[str, tuple[EntityType, ...]]:
        kind_of = {name: e.kind_of for name, e in self.entities.items()}
        return {
            name: (entity, *(self.entities[s] for s in supertypes(name, kind_of) if s != name))
            for name, entity in self.entities.items()
        }

    @cached_property
    def _kinds(self) -> dict[str, frozenset[str]]:
        return {name: frozenset(e.name for e in chain) for name, chain in self._chains.items()}

    def chain(self, entity: str) -> tuple[EntityType, ...]:
        """The entity and its supertypes, itself first; none for an unknown one."""
        return self._chains.get(entity, ())

    def is_a(self, entity: str, other: str) -> bool:
        """Whether rows of `entity` are rows of `other`."""
        return entity == other or other in self._kinds.get(entity, frozenset())

    def members(self, entity: str) -> dict[str, Member]:
        """All members by name, other sides included; none for an unknown entity."""
        found = self._members.get(entity)
        if found is None:
            found = self._members[entity] = self._found_members(entity)
        return found

    def _found_members(self, name: str) -> dict[str, Member]:
        members: dict[str, Member] = {}
        for entity in self.chain(name):
            if entity.lifecycle is not None:
                members.setdefault(entity.lifecycle.state, entity.lifecycle)
            named: tuple[Member, ...] = (*entity.references, *entity.links, *entity.attributes)
            for member in named:
                if isinstance(member, Attribute | Reference | Link):
                    members.setdefault(member.name, member)
            if entity.kinds is not None and entity.kinds.by:
                members.setdefault(entity.kinds.by, _discriminator(entity))
        for side_name, side in self._sides(name):
            members.setdefault(side_name, side)
        return members

    def _sides(self, entity: str) -> Iterator[tuple[str, Side]]:
        names = {e.name for e in self.chain(entity)}
        for other in self.concept.entities:
            for element in relationships(other):
                if element.to in names:
                    yield back_name(other, element), Side(entity=other.name, element=element)

    def member(self, entity: str, name: str) -> Member | None:
        """What a name is in rows of `entity`, None where it is nothing."""
        return self.members(entity).get(name)

    def attributes(self, entity: str) -> tuple[Attribute, ...]:
        """All attributes, those of supertypes included."""
        return tuple(m for m in self.members(entity).values() if isinstance(m, Attribute))

    def references(self, entity: str) -> tuple[Reference, ...]:
        """All references, those of supertypes included."""
        return tuple(m for m in self.members(entity).values() if isinstance(m, Reference))

    def lifecycle(self, entity: str) -> Lifecycle | None:
        """The lifecycle of an entity or of a supertype."""
        return next((e.lifecycle for e in self.chain(entity) if e.lifecycle is not None), None)

    def tree(self, entity: str) -> Tree | None:
        """The hierarchy that rows of an entity stand in."""
        return next((e.tree for e in self.chain(entity) if e.tree is not None), None)

    def values(self, type_: SemanticType) -> tuple[str, ...]:
        """The known values of a list."""
        if type_.list_name:
            return next((v.values for v in self.concept.lists if v.name == type_.list_name), type_.values)
        return type_.values

    def is_soft(self, entity: str) -> bool:
        """Whether rows of an entity are only marked as deleted."""
        return entity in self._soft

    @cached_property
    def _soft(self) -> frozenset[str]:
        manner = {e.name: e.deletion.manner for e in self.concept.entities if e.deletion is not None}
        found = {name for name, m in manner.items() if m == DeletionManner.SOFT}
        while True:
            more = {
                e.name
                for e in self.concept.entities
                if e.name not in found
                and manner.get(e.name, DeletionManner.WITH_OWNER) == DeletionManner.WITH_OWNER
                and any(r.part_of and r.to in found for r in e.references)
            }
            if not more:
                return frozenset(found)
            found |= more

    # What holds for rows

    def conditions(self, entity: str) -> tuple[Condition, ...]:
        """What holds for every row of an entity at every commit; of each entity what is local first."""
        found = self._conditions.get(entity)
        if found is None:
            own = (c for e in self.chain(entity) for c in self._own_conditions(e))
            found = self._conditions[entity] = tuple(own)
        return found

    def _own_conditions(self, entity: EntityType) -> Iterator[Condition]:
        stated = [*self._of_attributes(entity), *_of_references(entity), *_of_lifecycle(entity)]
        stated += [(f"{entity.name}.{r.name}", r.condition) for r in entity.rules if isinstance(r, AlwaysRule)]
        stated += list(self._of_sides(entity))
        made = [
            Condition(
                entity=entity.name,
                element=n,
                expression=x,
                local=self._is_local(entity.name, x),
                reads=self.reads(entity.name, x),
            )
            for n, x in stated
        ]
        yield from sorted(made, key=lambda c: not c.local)

    def all_reads(self, entity: str, *, local: bool) -> tuple[str, ...]:
        """The entities of which rows are read by all conditions on rows of `entity`, local ones or others."""
        found = self._all_reads.get((entity, local))
        if found is None:
            reads = (r for c in self.conditions(entity) if c.local == local for r in c.reads)
            found = self._all_reads[entity, local] = tuple(dict.fromkeys((entity, *reads)))
        return found

    @cached_property
    def roomy(self) -> frozenset[tuple[str, str]]:
        """The attributes, with their entities, that bound how many rows there may be."""
        found: set[tuple[str, str]] = set()
        for entity, rule in self.bounds:
            for node in nodes(rule.bound) if rule.upper else ():
                if isinstance(node, Path):
                    self._add_ends(node, entity, found, 0)
        return frozenset(found)

    def _add_ends(self, path: Path, entity: str, found: set[tuple[str, str]], nesting: int) -> None:
        at = entity
        for step in path.steps:
            member = self.member(at, step)
            if isinstance(member, Reference):
                at = member.to
            elif isinstance(member, Attribute):
                found.add((at, step))
                derived = nodes(member.derived.expression) if member.derived and nesting < MAX_NESTING else ()
                for node in derived:
                    if isinstance(node, Path):
                        self._add_ends(node, at, found, nesting + 1)

    def reads_of(self, rule: Key | BoundRule | NoOverlapRule, entity: str) -> tuple[str, ...]:
        """The entities of which rows are read by a rule among the rows of `entity`."""
        found = self._reads.get(id(rule))
        if found is None:
            match rule:
                case Key():
                    parts: tuple[Expression, ...] = rule.members
                case BoundRule():
                    parts = (rule.bound, Path(steps=rule.per))
                case NoOverlapRule():
                    parts = (*(Path(steps=p) for p in rule.per), *(Path(steps=(m,)) for m in rule.members))
            found = self._reads[id(rule)] = self.reads(entity, *parts, rule.where)
        return found

    def reads(self, entity: str, *expressions: Expression | None) -> tuple[str, ...]:
        """The entities of which rows are read by expressions over a row of `entity`, that one first."""
        found = {entity: None}
        for expression in expressions:
            if expression is not None:
                self._read(expression, entity, entity, found, 0)
        return tuple(found)

    def _read(self, expression: Expression, entity: str, outer: str, found: dict[str, None], nesting: int) -> None:
        match expression:
            case Path():
                self._followed(expression, entity, outer, found, nesting)
            case Aggregate():
                inner = self._followed(expression.over, entity, outer, found, nesting)
                for part in (expression.value, expression.where):
                    if part is not None and inner:
                        self._read(part, inner, entity, found, nesting)
            case _:
                for child in walk_children(expression):
                    self._read(child, entity, outer, found, nesting)

    def _followed(self, path: Path, entity: str, outer: str, found: dict[str, None], nesting: int) -> str:
        """Notes the entities on the way; the one that the path leads to, "" where it leads to a value."""
        at = {"actor": self.concept.actor, "this": outer}.get(path.root, entity)
        for step in path.steps:
            member = self.member(at, step)
            if isinstance(member, Attribute) and member.derived is not None and nesting < MAX_NESTING:
                self._read(member.derived.expression, at, at, found, nesting + 1)
            if isinstance(member, Reference | Link):
                at = member.to
            elif isinstance(member, Side):
                at = member.entity
            else:
                return ""
            found[at] = None
        return at

    def _is_local(self, entity: str, expression: Expression) -> bool:
        for node in nodes(expression):
            if isinstance(node, Aggregate):
                return False
            if isinstance(node, Path):
                member = self.member(entity, node.steps[0]) if node.steps else None
                if len(node.steps) != 1 or isinstance(member, Side | Link):
                    return False
        return True

    def _of_attributes(self, entity: EntityType) -> Iterator[tuple[str, Expression]]:
        for a in entity.attributes:
            element, path = f"{entity.name}.{a.name}", Path(steps=(a.name,))
            computed = a.derived is not None
            if not a.optional and a.many is None and not computed:
                yield element, IsSet(operand=path)
            if a.check is not None:
                yield element, a.check
            if a.many is not None:
                yield element, _within(path, a.many.minimum, a.many.maximum)
                continue
            if a.matches is not None:
                yield element, Matches(operand=path, pattern=a.matches)
            if a.type.length and a.type.kind in _TEXTS:
                yield element, _compared(Call(function="length", arguments=(path,)), Comparator.LE, a.type.length)
            if a.type.kind == Kind.EMAIL:
                yield element, Matches(operand=path, pattern=EMAIL)
            elif a.type.kind in _TEXTS and not a.optional and not a.blank_allowed:
                yield element, Matches(operand=path, pattern=NOT_BLANK)
            if a.type.kind == Kind.PERCENT and a.check is None:
                yield element, Between(operand=path, low=_number(0), high=_number(100))

    def _of_sides(self, entity: EntityType) -> Iterator[tuple[str, Expression]]:
        """`each_has`, seen from the rows that are pointed to."""
        for other in self.concept.entities:
            for reference in other.references:
                each = reference.each_has
                if reference.to == entity.name and (each.minimum > 0 or (each.maximum or 0) > 1):
                    over = Path(steps=(back_name(other, reference),))
                    yield f"{other.name}.{reference.name}", _within(over, each.minimum, each.maximum)

    # Rules over several rows

    @cached_property
    def keys(self) -> tuple[Key, ...]:
        """All uniqueness: of attributes, references, identifiers, rules."""
        return tuple(k for e in self.concept.entities for k in _keys(e))

    @cached_property
    def bounds(self) -> tuple[tuple[str, BoundRule], ...]:
        """The rules `at_most` and `at_least` with their entities."""
        return tuple((e.name, r) for e in self.concept.entities for r in e.rules if isinstance(r, BoundRule))

    @cached_property
    def overlaps(self) -> tuple[tuple[str, NoOverlapRule], ...]:
        """The rules `no_overlap` with their entities."""
        return tuple((e.name, r) for e in self.concept.entities for r in e.rules if isinstance(r, NoOverlapRule))


def _discriminator(entity: EntityType) -> Attribute:
    values = tuple(dict.fromkeys(v for v, _ in entity.kinds.of)) if entity.kinds else ()
    name = entity.kinds.by if entity.kinds else ""
    return Attribute(name=name, type=SemanticType(kind=Kind.LIST, values=values), origin=entity.origin)


def _of_references(entity: EntityType) -> Iterator[tuple[str, Expression]]:
    for reference in entity.references:
        if not reference.optional or reference.part_of:
            yield f"{entity.name}.{reference.name}", IsSet(operand=Path(steps=(reference.name,)))


def _of_lifecycle(entity: EntityType) -> Iterator[tuple[str, Expression]]:
    lifecycle = entity.lifecycle
    if lifecycle is None:
        return
    element, state = f"{entity.name}.{lifecycle.state}", Path(steps=(lifecycle.state,))
    for name, required in lifecycle.requires:
        here = Comparison(operator=Comparator.EQ, left=state, right=Literal(kind=LiteralKind.VALUE, value=name))
        sets = tuple(IsSet(operand=Path(steps=(r,))) for r in required)
        if sets:
            yield element, Implies(left=here, right=sets[0] if len(sets) == 1 else And(operands=sets))


def _keys(entity: EntityType) -> Iterator[Key]:
    name = entity.name
    for a in entity.attributes:
        path: Expression = Path(steps=(a.name,))
        if a.unique == Uniqueness.IGNORE_CASE:
            path = Call(function="lower", arguments=(path,))
        if a.unique != Uniqueness.NO or (a.generated is not None and a.type.kind != Kind.INTEGER):
            yield Key(entity=name, element=f"{name}.{a.name}", members=(path,))
    for r in entity.references:
        if r.unique or r.each_has.maximum == 1:
            yield Key(entity=name, element=f"{name}.{r.name}", members=(Path(steps=(r.name,)),))
    if entity.identified_by:
        members = tuple(Path(steps=(m,)) for m in entity.identified_by)
        yield Key(entity=name, element=name, members=members)
    for rule in entity.rules:
        if isinstance(rule, UniqueRule):
            members = tuple(Path(steps=tuple(m.split("."))) for m in rule.members)
            yield Key(
                entity=name,
                element=f"{name}.{rule.name}",
                members=members,
                where=rule.where,
                unset_equal=rule.unset_equal,
            )


def _number(value: int) -> Literal:
    return Literal(kind=LiteralKind.NUMBER, value=str(value))


def _compared(left: Expression, operator: Comparator, right: int) -> Expression:
    return Comparison(operator=operator, left=left, right=_number(right))


def _within(over: Path, minimum: int, maximum: int | None) -> Expression:
    """The number of rows or values lies between the bounds."""
    count = Aggregate(function="count", over=over)
    least = _compared(count, Comparator.GE, minimum)
    if maximum is None:
        return least
    most = _compared(count, Comparator.LE, maximum)
    return And(operands=(least, most)) if minimum else most
