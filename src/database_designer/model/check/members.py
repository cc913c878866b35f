"""Checks of attributes and relationships of the conceptual model."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from database_designer.diagnostics import Diagnostic, Severity
from database_designer.model.check.contradictions import impossible_faults
from database_designer.model.check.faults import (
    IN_TIME,
    MANY_FOR_ONE,
    did_you_mean,
    duplicates,
    expression_faults,
    fault,
    path_faults,
)
from database_designer.model.conceptual import (
    Attribute,
    ConceptualModel,
    Derivation,
    EntityType,
    Kind,
    Link,
    Reference,
)
from database_designer.model.expression import Between, Expression, Literal, LiteralKind
from database_designer.model.navigation import Navigation, Scope, back_name, member_names, relationships, supertypes


def attribute_faults(entity: EntityType, a: Attribute, navigation: Navigation) -> Iterator[Diagnostic]:
    """What is wrong with an attribute."""
    element, scope = f"{entity.name}.{a.name}", Scope(entity=entity.name)
    yield from _type_faults(a, navigation, element)
    for expression in attribute_expressions(a):
        stored = a.derived is not None and a.derived.manner is Derivation.EQUALS and expression is a.derived.expression
        found = expression_faults(expression, scope, navigation, a.origin, element, timeless=stored)
        of_each_value = a.many is not None and expression is a.check
        yield from (_of_stored(d) if stored else d for d in found if not of_each_value or d.code != MANY_FOR_ONE)
    if a.check is not None and not isinstance(a.check, Between):
        yield from impossible_faults(a.check, scope, navigation, a.origin, element)
    if a.many is not None and a.many.maximum is not None and a.many.minimum > a.many.maximum:
        yield _crossed(f"{element} has at least {a.many.minimum} values and at most {a.many.maximum}", a, element)
    if a.numbered and a.numbered.per and entity.reference(a.numbered.per) is None:
        fact = f'{element} is numbered per "{a.numbered.per}", which is no reference of {entity.name}'
        fix = did_you_mean(a.numbered.per, [r.name for r in entity.references])
        yield fault("unknown-name", fact, a.origin, element=element, fix=fix)
    yield from _default_faults(a, navigation, element)
    yield from _option_faults(a, element)


def _of_stored(d: Diagnostic) -> Diagnostic:
    """The diagnostic of an expression whose value is stored; what changes with the time is better worked out anew."""
    return replace(d, fix="write computed: it is worked out when it is read") if d.code == IN_TIME else d


def attribute_expressions(a: Attribute) -> tuple[Expression, ...]:
    """The expressions of an attribute that stand over its row: check, derivation, computed default."""
    default = a.default if a.default is not None and not isinstance(a.default, Literal) else None
    derived = (a.derived.expression, a.derived.when) if a.derived else ()
    return tuple(e for e in (a.check, default, *derived) if e is not None)


def _type_faults(a: Attribute, navigation: Navigation, element: str) -> Iterator[Diagnostic]:
    type_ = a.type
    if type_.kind is Kind.LIST and type_.list_name and type_.list_name not in navigation.lists:
        fix = did_you_mean(type_.list_name, tuple(navigation.lists))
        yield fault(
            "unknown-list", f'{element} has the unknown list "{type_.list_name}"', a.origin, element=element, fix=fix
        )
    if type_.kind is Kind.LIST and not type_.list_name and not type_.values and not type_.open_list:
        fix = "name its values: A | B"
        yield fault("empty-list", f"{element} is a list without values", a.origin, element=element, fix=fix)
    for value in duplicates(type_.values):
        fix = "keep one of them"
        yield fault("duplicate-value", f'{element} lists "{value}" twice', a.origin, element=element, fix=fix)
    sizes = (type_.length, type_.precision)
    if any(s is not None and s < 1 for s in sizes):
        yield fault("bad-size", f"{element} has the size 0", a.origin, element=element, fix="leave the size out")
    if type_.precision is not None and type_.scale is not None and type_.scale > type_.precision:
        fact = f"{element} has {type_.precision} digits, {type_.scale} of them behind the point"
        yield fault("bad-size", fact, a.origin, element=element, fix="write decimal(digits, digits behind the point)")


def _default_faults(a: Attribute, navigation: Navigation, element: str) -> Iterator[Diagnostic]:
    known = navigation.values(a.type)
    literal = a.default
    if not isinstance(literal, Literal):
        return
    if known is not None and literal.kind is LiteralKind.VALUE and literal.value not in known:
        fact, fix = f'the default "{literal.value}" of {element} is not in its list', did_you_mean(literal.value, known)
        yield fault("default-value", fact, a.origin, element=element, fix=fix)
    wrong = (a.type.kind is Kind.BOOLEAN and literal.kind is not LiteralKind.BOOLEAN) or (
        a.type.kind in (Kind.INTEGER, Kind.DECIMAL, Kind.MONEY, Kind.PERCENT) and literal.kind is not LiteralKind.NUMBER
    )
    if wrong:
        fact = f'the default "{literal.value}" of {element} is no {a.type.kind}'
        yield fault("default-value", fact, a.origin, element=element, fix="write =EXPRESSION for a worked out default")


def _option_faults(a: Attribute, element: str) -> Iterator[Diagnostic]:
    if isinstance(a.check, Between) and _number(a.check.low) > _number(a.check.high):
        yield _crossed(f"{element} lies between a greater and a smaller number", a, element)
    if a.immutable and a.set_once:
        fact, fix = f"{element} is both immutable and set once", "keep one: set once may be set later"
        yield fault("option-clash", fact, a.origin, element=element, fix=fix, severity=Severity.WARNING)
    if a.derived and a.default is not None:
        fact, fix = f"{element} is derived, and has a default, which is never used", "leave the default out"
        yield fault("option-clash", fact, a.origin, element=element, fix=fix, severity=Severity.WARNING)


def _number(e: Expression) -> float:
    """The number of a literal; NaN, which is neither less nor greater than anything, for another expression."""
    if isinstance(e, Literal) and e.kind is LiteralKind.NUMBER:
        try:
            return float(e.value)
        except ValueError:
            pass
    return float("nan")


def _crossed(fact: str, element: Attribute | Reference, name: str) -> Diagnostic:
    return fault("crossed-bounds", fact, element.origin, element=name, fix="put the smaller bound first")


def reference_faults(
    model: ConceptualModel, entity: EntityType, r: Reference | Link, navigation: Navigation
) -> Iterator[Diagnostic]:
    """What is wrong with a reference or a link."""
    element = f"{entity.name}.{r.name}"
    if r.to not in navigation.names:
        fix = did_you_mean(r.to, [e.name for e in model.entities])
        yield fault(
            "unknown-entity", f'{element} points to "{r.to}", which is no entity', r.origin, element=element, fix=fix
        )
    if not isinstance(r, Reference):
        return
    each = r.each_has
    if each.maximum is not None and each.minimum > each.maximum:
        fact = f"each {r.to} has at least {each.minimum} of {element} and at most {each.maximum}"
        yield _crossed(fact, r, element)
    if r.part_of and r.optional:
        fact, fix = f"{element} is optional, but {entity.name} is part of it", "leave the ? out"
        yield fault("optional-whole", fact, r.origin, element=element, fix=fix, severity=Severity.WARNING)
    if r.default is not None and not isinstance(r.default, Literal):
        yield from expression_faults(r.default, Scope(entity=entity.name), navigation, r.origin, element)


def back_faults(model: ConceptualModel) -> Iterator[Diagnostic]:
    """Other sides of the same name at one entity, and such as hide a member: `back` must tell them apart."""
    taken = {e.name: set(member_names(e)) for e in model.entities}
    for entity in model.entities:
        for r in relationships(entity):
            name = back_name(entity, r)
            names = taken.get(r.to)
            if names is not None and name in names:
                fact = f'the other side of {entity.name}.{r.name} is called "{name}", as something else of {r.to} is'
                element = f"{entity.name}.{r.name}"
                yield fault(
                    "same-back", fact, r.origin, element=element, fix="add back: NAME", severity=Severity.WARNING
                )
            elif names is not None:
                names.add(name)


def identity_faults(entity: EntityType, navigation: Navigation) -> Iterator[Diagnostic]:
    """What is wrong with the natural identifier and the hierarchy of an entity."""
    for name in entity.identified_by:
        element = f"{entity.name}.identified_by"
        yield from path_faults((name,), entity.name, navigation, entity.origin, element)
    tree = entity.tree
    if tree is None:
        return
    parent, element = entity.reference(tree.parent), f"{entity.name}.tree"
    if parent is None or parent.to != entity.name:
        fact = f'{element} names the parent "{tree.parent}", which is no reference to {entity.name} itself'
        fix = f"add references: {{{tree.parent}: {entity.name}?}}"
        yield fault("tree-parent", fact, entity.origin, element=element, fix=fix)
    elif not parent.optional:
        fact, fix = (
            f"{element}: every row needs a parent, so there is no first one",
            f"write {tree.parent}: {entity.name}?",
        )
        yield fault("tree-parent", fact, entity.origin, element=element, fix=fix, severity=Severity.WARNING)


def kind_faults(model: ConceptualModel, entity: EntityType, navigation: Navigation) -> Iterator[Diagnostic]:
    """What is wrong with the specialization of an entity, seen from it as the supertype and as a subtype."""
    element = f"{entity.name}.kind_of"
    if entity.kind_of and entity.kind_of not in navigation.names:
        fix = did_you_mean(entity.kind_of, [e.name for e in model.entities])
        yield fault("unknown-entity", f'{element} names "{entity.kind_of}"', entity.origin, element=element, fix=fix)
    if entity.name in supertypes(entity.name, navigation.kind_of):
        fix = "remove kind_of from one of them"
        yield fault("kind-cycle", f"{entity.name} is a kind of itself", entity.origin, element=element, fix=fix)
    if entity.kinds is None:
        return
    element = f"{entity.name}.kinds"
    several = entity.kinds.overlapping
    yield from path_faults((entity.kinds.by,), entity.name, navigation, entity.origin, element, several=several)
    for value, name in entity.kinds.of:
        subtype = model.entity(name)
        if subtype is None:
            fix = did_you_mean(name, [e.name for e in model.entities])
            yield fault(
                "unknown-entity", f'{element} names "{name}" for {value}', entity.origin, element=element, fix=fix
            )
        elif subtype.kind_of != entity.name:
            fact, fix = f"{element} names {name}, which does not say so itself", f"add kind_of: {entity.name} to {name}"
            yield fault("kind-of-missing", fact, subtype.origin, element=element, fix=fix)
    yield from _kind_value_faults(entity, navigation)


def _kind_value_faults(entity: EntityType, navigation: Navigation) -> Iterator[Diagnostic]:
    if entity.kinds is None:
        return
    by = entity.attribute(entity.kinds.by)
    known = navigation.values(by.type) if by else None
    for value, _ in entity.kinds.of:
        if known is not None and value not in known:
            fact = f'{entity.name}.kinds names "{value}", which is no value of {entity.kinds.by}'
            fix = did_you_mean(value, known)
            yield fault("unknown-value", fact, entity.origin, element=f"{entity.name}.kinds", fix=fix)
