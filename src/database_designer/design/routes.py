"""Where the names of the concept lead in the tables: along foreign keys, either way, to a column or to rows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from database_designer.design.expressions import NotOfOneRow
from database_designer.design.layout import Draft, Layout
from database_designer.model.conceptual import Attribute, Derivation, EntityType
from database_designer.model.logical import RelationKind
from database_designer.model.navigation import back_name


@dataclass(frozen=True, slots=True, kw_only=True)
class Hop:
    """A step from a row to rows of `table`: those whose `there` is the `here` of the row.

    `down` leads to rows that point here (`many`, unless each row has at most one), else to the one row pointed to.
    `soft` marks rows of `table` as deleted ("" where there is no such column, or they count all the same): the step leaves
    those out.
    """

    relation: str
    table: str
    here: str
    there: str
    down: bool = False
    many: bool = False
    soft: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """The end of a path: the steps to it, the table it is in, and the column (None: the row itself).

    `computed` is the attribute whose value is worked out in place of a column.
    """

    draft: Draft
    hops: tuple[Hop, ...] = ()
    column: str | None = None
    computed: Attribute | None = None

    @property
    def many(self) -> bool:
        """Whether any number of rows may be at its end."""
        return any(h.many for h in self.hops)


def route(draft: Draft, steps: tuple[str, ...], layout: Layout) -> Route:
    """The route of a path from a row of `draft`. Raises NotOfOneRow for a name that leads nowhere."""
    at = Route(draft=draft)
    for position, step in enumerate(steps):
        last = position == len(steps) - 1
        is_value = at.column is not None or at.computed is not None
        found = _step(at.draft, step, layout, last=last) if not is_value else None
        if found is None:
            raise NotOfOneRow(f"{'.'.join(steps)}: {step} is not stored in {at.draft.table.name}")
        at = Route(draft=found.draft, hops=at.hops + found.hops, column=found.column, computed=found.computed)
    return at


def route_to_row(draft: Draft, steps: tuple[str, ...], layout: Layout) -> Route:
    """The route of a path of references to the row at its end. Raises NotOfOneRow where it does not lead to one row."""
    at = Route(draft=draft)
    for step in steps:
        found = _step(at.draft, step, layout, last=False)
        if found is None or found.column is not None or found.computed is not None or found.many:
            raise NotOfOneRow(f"{'.'.join(steps)} does not lead to one row")
        at = Route(draft=found.draft, hops=at.hops + found.hops)
    return at


def up(reference_column: str, target: Draft) -> Hop:
    """The step to the row of `target` that a column points to."""
    return Hop(
        relation=target.relation.name, table=target.table.name, here=reference_column,
        there=target.table.primary_key[0],
    )  # fmt: skip


def down(source: Draft, target: Draft, column: str, *, many: bool = True) -> Hop:
    """The step to the rows of `target` whose `column` points to the row of `source`."""
    return Hop(
        relation=target.relation.name, table=target.table.name, here=source.table.primary_key[0], there=column,
        down=True, many=many, soft=target.soft,
    )  # fmt: skip


def _step(draft: Draft, step: str, layout: Layout, *, last: bool) -> Route | None:
    """What one name leads to; a reference that ends the path is its column. None for an unknown name."""
    return (
        _member(draft, step, layout, last=last)
        or _other_side(draft, step, layout)
        or _values(draft, step, layout)
        or _inherited(draft, step, layout, last=last)
    )


def _member(draft: Draft, step: str, layout: Layout, *, last: bool) -> Route | None:
    attribute = draft.entity.attribute(step) if draft.entity is not None else None
    derived = attribute.derived if attribute is not None else None
    if derived is not None and derived.manner == Derivation.COMPUTED:
        return Route(draft=draft, computed=attribute)
    held = draft.relation.of_element(step)
    if held is None or attribute is not None or last:
        column = draft.column(step)
        return Route(draft=draft, column=column) if column is not None else None
    target = _target(draft, held.name, layout)
    if target is None:
        return Route(draft=draft, column=draft.columns[held.name][0])
    return Route(draft=target, hops=(up(draft.columns[held.name][0], target),))


def _target(draft: Draft, member: str, layout: Layout) -> Draft | None:
    for reference in draft.relation.references:
        if reference.members == (member,):
            return layout.draft(reference.target)
    return None


def _other_side(draft: Draft, step: str, layout: Layout) -> Route | None:
    """The rows of references and links that are called `step` from this side."""
    entity = draft.entity
    if entity is None:
        return None
    for link in entity.links:
        if link.name == step:
            return _across(draft, f"{entity.name}.{link.name}", link.to, layout, forward=True)
    for other in layout.drafts:
        if other.entity is None:
            continue
        for reference in other.entity.references:
            if reference.to == entity.name and back_name(other.entity, reference) == step:
                held = other.relation.of_element(reference.name)
                if held is not None:
                    many = not (reference.unique or reference.each_has.maximum == 1)
                    return Route(draft=other, hops=(down(draft, other, other.columns[held.name][0], many=many),))
        for link in other.entity.links:
            if link.to == entity.name and back_name(other.entity, link) == step:
                return _across(draft, f"{other.entity.name}.{link.name}", other.entity.name, layout, forward=False)
    return None


def _across(draft: Draft, element: str, to: str, layout: Layout, *, forward: bool) -> Route | None:
    """Over the junction of a link, from the side that tells it (`forward`) or to it."""
    target = layout.of_entity(to)
    for junction in layout.drafts:
        relation = junction.relation
        if relation.kind == RelationKind.JUNCTION and any(a.element == element for a in relation.attributes):
            own, other = relation.primary if forward else reversed(relation.primary)
            if target is not None:
                to_junction = down(draft, junction, junction.columns[own][0])
                to_target = replace(up(junction.columns[other][0], target), soft=target.soft)
                return Route(draft=target, hops=(to_junction, to_target))
    return None


def _values(draft: Draft, step: str, layout: Layout) -> Route | None:
    """The rows of a many-valued attribute; their value is the column."""
    for values in layout.drafts:
        relation = values.relation
        if relation.kind == RelationKind.MULTIVALUED and relation.entity == draft.relation.entity:
            holder, value = relation.primary
            if any(a.name == value and a.element == f"{relation.entity}.{step}" for a in relation.attributes):
                hop = down(draft, values, values.columns[holder][0])
                return Route(draft=values, hops=(hop,), column=values.columns[value][0])
    return None


def _inherited(draft: Draft, step: str, layout: Layout, *, last: bool) -> Route | None:
    """A member of the supertype, whose row has the same key."""
    if draft.relation.kind != RelationKind.SUBTYPE:
        return None
    parent = _target(draft, draft.relation.primary[0], layout)
    found = _step(parent, step, layout, last=last) if parent is not None else None
    if parent is None or found is None:
        return None
    hop = up(draft.table.primary_key[0], parent)
    return Route(draft=found.draft, hops=(hop, *found.hops), column=found.column, computed=found.computed)


def pointing(entity: EntityType, layout: Layout) -> Iterator[tuple[Draft, str]]:
    """The drafts whose rows point to rows of `entity`, with the column that does."""
    for other in layout.drafts:
        for reference in other.relation.references:
            target = layout.draft(reference.target)
            if target.entity is not None and target.entity.name == entity.name:
                yield other, other.members(reference.members)[0]
