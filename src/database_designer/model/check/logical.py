"""What holds of every sound logical model."""

from __future__ import annotations

from collections.abc import Iterator

from database_designer.diagnostics import Diagnostic
from database_designer.model.check.faults import duplicates, fault
from database_designer.model.logical import LogicalModel, Relation

FIX = "this is a fault of the compiler: report it with the documents at hand"


def check_logical(logical: LogicalModel) -> tuple[Diagnostic, ...]:
    """What is wrong with a logical model: () for one that can be designed. Each finding names its relation."""
    names = [r.name for r in logical.relations]
    doubled = (f"there are two relations {name}" for name in duplicates(names))
    entities = [r.entity for r in logical.relations if r.entity and logical.of_entity(r.entity) is r]
    twice = (f"two relations hold the rows of {name}" for name in duplicates(entities))
    return (
        *(fault("logical-model", fact, None, element="", fix=FIX) for fact in (*doubled, *twice)),
        *(
            fault("logical-relation", f"{r.name}: {fact}", r.origin, element=r.name, fix=FIX)
            for r in logical.relations
            for fact in (*_own(r), *_references(r, logical))
        ),
    )


def _own(relation: Relation) -> Iterator[str]:
    names = [a.name for a in relation.attributes]
    yield from (f"it has two attributes {name}" for name in duplicates(names))
    if not relation.primary:
        yield "it has no key that references could use"
    for member in relation.primary:
        attribute = relation.attribute(member)
        if attribute is None or attribute.nullable:
            yield f"the member {member} of its primary key is missing or may be unset"
    if not relation.keys or set(relation.keys[0].members) != set(relation.primary):
        yield "its first candidate key is not the primary one"
    for key in relation.keys:
        yield from (f"the key member {m} is no attribute" for m in key.members if m not in names)
        contains = any(set(k.members) < set(key.members) for k in relation.keys)
        if contains and key is not relation.keys[0] and not key.nulls_equal:
            yield f"the key {', '.join(key.members)} contains another key"
    for dependency in relation.dependencies:
        members = (*dependency.determinant, *dependency.dependent)
        yield from (f"the attribute {m} of a dependency is missing" for m in members if m not in names)
    if relation.certificate.normal_form not in ("1NF", "2NF", "3NF", "BCNF"):
        yield "it has no normal form"
    if relation.certificate.normal_form != "BCNF" and not relation.certificate.violations:
        yield "nothing says why it is not in BCNF"


def _references(relation: Relation, logical: LogicalModel) -> Iterator[str]:
    for reference in relation.references:
        target = logical.relation(reference.target)
        if target is None:
            yield f"{', '.join(reference.members)} points to {reference.target}, which is no relation"
            continue
        if len(reference.members) != len(target.primary):
            yield f"{', '.join(reference.members)} does not hold the key of {reference.target}"
        for member in reference.members:
            if relation.attribute(member) is None:
                yield f"the member {member} of a reference is missing"
