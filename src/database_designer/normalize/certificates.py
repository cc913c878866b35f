"""The dependencies of a relation and the certificate of its normal form."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from database_designer.model.conceptual import Derivation
from database_designer.model.decision import because
from database_designer.model.expression import Expression, Path
from database_designer.model.logical import Certificate, Dependency, Relation
from database_designer.model.walk import nodes
from database_designer.normalize.dependencies import Fd, normal_form

BY = "normalize.dependencies"


def certified(relation: Relation) -> Relation:
    """The relation with its functional dependencies and its normal form under them."""
    dependencies = (*_of_keys(relation), *_of_derivations(relation))
    return replace(relation, dependencies=dependencies, certificate=_certificate(relation, dependencies))


def _of_keys(relation: Relation) -> Iterator[Dependency]:
    """A key without unset members determines all other attributes."""
    nullable = {a.name for a in relation.attributes if a.nullable}
    for key in relation.keys:
        others = tuple(a.name for a in relation.attributes if a.name not in key.members)
        if others and not nullable.intersection(key.members):
            yield Dependency(determinant=key.members, dependent=others, origin=key.origin)


def _of_derivations(relation: Relation) -> Iterator[Dependency]:
    """A stored value that equals an expression is determined by what the expression reads."""
    held = {a.element.partition(".")[2]: a.name for a in relation.attributes if a.element}
    for attribute in relation.attributes:
        derived = attribute.attribute.derived if attribute.attribute else None
        if derived is None or derived.manner != Derivation.EQUALS:
            continue
        read = _read(derived.expression, held)
        if read and attribute.name not in read:
            origin = because(attribute.origin, BY, "stated to equal what is worked out from them")
            yield Dependency(determinant=read, dependent=(attribute.name,), origin=origin)


def _read(expression: Expression, held: Mapping[str, str]) -> tuple[str, ...]:
    """The attributes of the row that an expression reads; none where it reads rows that point to this one."""
    paths = [n for n in nodes(expression) if isinstance(n, Path)]
    if any(not p.steps or p.root or p.steps[0] not in held for p in paths):
        return ()
    return tuple(dict.fromkeys(held[p.steps[0]] for p in paths))


def _certificate(relation: Relation, dependencies: tuple[Dependency, ...]) -> Certificate:
    bit = {a.name: 1 << i for i, a in enumerate(relation.attributes)}
    everything = (1 << len(bit)) - 1
    known = [Fd(left=sum(bit[n] for n in d.determinant), right=sum(bit[n] for n in d.dependent)) for d in dependencies]
    form, violations = normal_form(everything, known)
    return Certificate(normal_form=form, violations=tuple(_in_words(v, bit) for v in violations))


def _in_words(violation: Fd, bit: Mapping[str, int]) -> str:
    left = ", ".join(n for n, b in bit.items() if b & violation.left)
    right = ", ".join(n for n, b in bit.items() if b & violation.right)
    return f"{right} is determined by {left}, which is no key: a stored derivation that the documents ask for"
