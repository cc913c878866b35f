"""Rules of entities: those decided by one row become CHECK constraints, the others say why they are not kept."""

from __future__ import annotations

from collections.abc import Iterator

from database_designer.design.enforcing import CROSS_ROW, kept, not_kept, refused
from database_designer.design.expressions import NotOfOneRow, column_path, of_row
from database_designer.design.layout import Draft, Layout
from database_designer.design.part import Part, joined
from database_designer.model.conceptual import (
    AlwaysRule,
    Attribute,
    DeletionManner,
    EntityType,
    Reference,
    UnenforcedRule,
)
from database_designer.model.decision import because
from database_designer.model.expression import Comparator, Comparison
from database_designer.model.names import snake_case
from database_designer.model.physical import Check
from database_designer.model.text import english

BY = "design.rules"


def rules(layout: Layout) -> Part:
    """The rules of every entity, and of the model as a whole."""
    parts = [_of_entity(d.entity, d, layout) for d in layout.drafts if d.entity is not None]
    whole = (not_kept(r.name, r.says or r.name, r.reason, r.origin) for r in layout.logical.concept.rules)
    return joined((*parts, *whole))


def _of_entity(entity: EntityType, draft: Draft, layout: Layout) -> Part:
    always = (_always(r, draft, layout) for r in entity.rules if isinstance(r, AlwaysRule))
    unenforced = (
        not_kept(f"{entity.name}.{r.name}", r.says or r.name, r.reason, r.origin)
        for r in entity.rules
        if isinstance(r, UnenforcedRule)
    )
    cardinalities = (c for r in entity.references for c in _cardinality(r, entity))
    numbers = (c for a in entity.attributes for c in _of_values(a, entity))
    return joined((*always, *unenforced, _tree(entity, draft, layout), *cardinalities, *numbers, *_policies(entity)))


def _always(rule: AlwaysRule, draft: Draft, layout: Layout) -> Part:
    element = f"{draft.relation.entity}.{rule.name}"
    what = rule.says or english(rule.condition)
    try:
        condition = of_row(rule.condition, draft, layout)
    except NotOfOneRow as error:
        return refused(element, what, error, rule.origin)
    name = layout.name("ck", draft, "rule", snake_case(rule.name))
    check = Check(name=name, condition=condition, origin=because(rule.origin, BY, "a rule over one row is a check"))
    return Part(checks=((draft.table.name, check),), enforcements=(kept(element, what, (name,), rule.origin),))


def _tree(entity: EntityType, draft: Draft, layout: Layout) -> Part:
    """A row is not its own parent; longer circles and the depth need to look at other rows."""
    tree = entity.tree
    parent = entity.reference(tree.parent) if tree is not None else None
    column = draft.column(tree.parent) if tree is not None else None
    if tree is None or parent is None or column is None or draft.table.primary_key == (column,):
        return Part()
    name = layout.name("ck", draft, column, "not_itself")
    key = column_path(draft.table.primary_key[0])
    condition = Comparison(operator=Comparator.NE, left=column_path(column), right=key)
    check = Check(name=name, condition=condition, origin=because(parent.origin, BY, "no row is above itself"))
    element, levels = f"{entity.name}.{tree.parent}", f", at most {tree.max_depth} levels" if tree.max_depth else ""
    own = kept(element, "a row is not its own parent", (name,), parent.origin)
    circles = not_kept(element, f"no row is above itself through others{levels}", CROSS_ROW, parent.origin)
    return Part(checks=((draft.table.name, check),), enforcements=(own,)) + circles


def _cardinality(reference: Reference, entity: EntityType) -> Iterator[Part]:
    minimum, maximum = reference.each_has.minimum, reference.each_has.maximum
    if minimum > 0 or (maximum is not None and maximum > 1):
        bound = f"at least {minimum}" if maximum is None else f"{minimum} to {maximum}"
        what = f"each {reference.to} has {bound} {entity.name}"
        yield not_kept(f"{entity.name}.{reference.name}", what, CROSS_ROW, reference.origin)


def _of_values(attribute: Attribute, entity: EntityType) -> Iterator[Part]:
    element = f"{entity.name}.{attribute.name}"
    many = attribute.many
    if many is not None and (many.minimum > 0 or many.maximum is not None):
        bound = f"at least {many.minimum}" if many.maximum is None else f"{many.minimum} to {many.maximum}"
        yield not_kept(element, f"has {bound} values", CROSS_ROW, attribute.origin)
    if attribute.numbered is not None:
        per = attribute.numbered.per
        what = f"is numbered without gaps{f' per {per}' if per else ''}"
        yield not_kept(element, what, CROSS_ROW, attribute.origin)


def _policies(entity: EntityType) -> Iterator[Part]:
    """Policies of an entity that no constraint expresses."""
    if entity.kinds is not None:
        what = f"a row of a kind exists exactly when {entity.kinds.by or 'it is said'} says so"
        yield not_kept(entity.name, what, CROSS_ROW, entity.origin)
    if entity.visible is not None:
        what = "rows are seen by some only"
        yield not_kept(entity.name, what, "comes with row level security", entity.visible.origin)
    if entity.deletion is not None and entity.deletion.manner == DeletionManner.NEVER:
        what = "rows are never deleted"
        yield not_kept(entity.name, what, "is a matter of privileges", entity.deletion.origin)
