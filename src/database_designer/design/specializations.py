"""Specializations: the row of a subtype exists exactly when the row of its supertype says so.

The supertype repeats its key in one generated column for each subtype, set where the row is of that kind. Two foreign
keys meet there: the repeated key needs a row of the subtype, and a row of the subtype needs the repeated key. Both are
deferred, so that the two rows can be made, and change their kind, in one transaction.
"""

from __future__ import annotations

from collections.abc import Iterator

from database_designer.design.carried import carried, free_name, only_if
from database_designer.design.enforcing import FOREIGN_KEY_VIOLATION, kept, not_kept, refused
from database_designer.design.expressions import NotOfOneRow, column_path, of_row, value
from database_designer.design.layout import Draft, Layout
from database_designer.design.part import Part, joined
from database_designer.model.conceptual import Kinds
from database_designer.model.decision import because
from database_designer.model.expression import Expression, In, Path
from database_designer.model.logical import RelationKind
from database_designer.model.names import snake_case
from database_designer.model.physical import DeleteAction, ForeignKey, Form, UniqueConstraint

BY = "design.specializations"


def specializations(layout: Layout) -> Part:
    """The kinds of every supertype, by what they are told apart or not."""
    return joined(tuple(p for d in layout.drafts for p in _of_draft(d, layout)))


def _of_draft(draft: Draft, layout: Layout) -> Iterator[Part]:
    kinds = draft.entity.kinds if draft.entity is not None else None
    told = {entity for _, entity in kinds.of} if kinds is not None and kinds.by and not kinds.overlapping else set()
    subtypes = [d for d in layout.drafts if _is_subtype(d, draft)]
    for subtype in subtypes:
        if kinds is not None and subtype.relation.entity in told:
            yield _exactly_when(kinds, subtype, draft, layout)
        else:
            yield _of_any(subtype, draft, layout)
    for entity in sorted(told - {s.relation.entity for s in subtypes}):
        what = f"a row of {entity} is a row of {draft.relation.entity}"
        reason = f"{entity} is no kind of {draft.relation.entity} that has a table"
        yield not_kept(draft.relation.entity, what, reason, draft.relation.origin, form=Form.KINDS)


def _is_subtype(subtype: Draft, draft: Draft) -> bool:
    return subtype.relation.kind == RelationKind.SUBTYPE and any(
        r.target == draft.relation.name and r.members == subtype.relation.primary for r in subtype.relation.references
    )


def _of_any(subtype: Draft, draft: Draft, layout: Layout) -> Part:
    """Nothing, or nothing alone, tells the kind: the foreign key that every subtype has is all there is to keep."""
    name = layout.name("fk", subtype, *subtype.table.primary_key)
    whole, part = draft.relation.entity, subtype.relation.entity
    enforcement = kept(
        whole, f"a row of {part} is also a row of {whole}", (name,), draft.relation.origin,
        form=Form.KINDS, detail=(part, "of"), constraint=name, sqlstate=FOREIGN_KEY_VIOLATION,
    )  # fmt: skip
    return Part(enforcements=(enforcement,))


def _exactly_when(kinds: Kinds, subtype: Draft, draft: Draft, layout: Layout) -> Part:
    part, origin = subtype.relation.entity, draft.relation.origin
    values = tuple(v for v, entity in kinds.of if entity == part)
    what = f"{kinds.by} is {' or '.join(values)}"
    try:
        is_of_kind = _condition(kinds.by, values, draft, layout)
    except NotOfOneRow as error:
        return refused(draft.relation.entity, f"a row of {part} exists when {what}", error, origin, form=Form.KINDS)
    key = draft.table.primary_key[0]
    held = draft.table.column(key)
    if held is None:
        return Part()
    comment = f"The key again where {what}: then, and only then, there is a row in {subtype.table.name}."
    repeated = carried(
        free_name(f"{snake_case(part)}_key", draft), held.type, comment, origin,
        generated=only_if(is_of_kind, column_path(key)),
    )  # fmt: skip
    unique = UniqueConstraint(name=layout.name("uq", draft, repeated.name), columns=(repeated.name,), origin=origin)
    above, below, element = (draft, (repeated.name,)), (subtype, subtype.table.primary_key), f"{part}.kind_of"
    exists = f"where {what} there is a row in {subtype.table.name}"
    needs = _deferred(element, layout.name("fk", draft, repeated.name), above, below, exists)
    only = _deferred(element, layout.name("fk", subtype, "kind"), below, above, f"a row is there only where {what}")
    return Part(
        columns=((draft.table.name, repeated),),
        uniques=((draft.table.name, unique),),
        foreign_keys=(needs, only),
        enforcements=tuple(
            kept(
                draft.relation.entity, says, (foreign_key.name,), origin, form=Form.KINDS, detail=(part, side),
                constraint=foreign_key.name, sqlstate=FOREIGN_KEY_VIOLATION,
            )
            for foreign_key, side, says in (
                (needs, "exists", f"there is a row of {part} where {what}"),
                (only, "only", f"there is no row of {part} unless {what}"),
            )
        ),
    )  # fmt: skip


def _condition(by: str, values: tuple[str, ...], draft: Draft, layout: Layout) -> Expression:
    """Whether a row is of the kind. Raises NotOfOneRow where the value is not stored in it as it was given."""
    condition = of_row(In(operand=Path(steps=(by,)), values=tuple(value(v) for v in values)), draft, layout)
    column = draft.table.column(draft.column(by) or "")
    if column is None or column.generated is not None:
        raise NotOfOneRow(f"{by} is worked out from other values")
    return condition


def _deferred(
    element: str, name: str, source: tuple[Draft, tuple[str, ...]], target: tuple[Draft, tuple[str, ...]], reason: str
) -> ForeignKey:
    """A foreign key between columns of a supertype and of its subtype that holds at commit."""
    (draft, columns), (other, there) = source, target
    return ForeignKey(
        name=name,
        table=draft.table.name,
        columns=columns,
        target=other.table.name,
        target_columns=there,
        on_delete=DeleteAction.NO_ACTION,
        origin=because(draft.relation.origin, BY, reason),
        element=element,
        reason=reason,
        deferred=True,
    )
