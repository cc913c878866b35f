"""Trees: no row is above itself, and the tree has at most so many levels.

A tree with a bound of levels carries the level of the row above in each row, kept right by a foreign key that cascades;
a circle would sink below the bound. In a tree without a bound whoever moves a row walks up from its new place.
"""

from __future__ import annotations

from dataclasses import dataclass

from database_designer.design.carried import carried, free_name
from database_designer.design.chains import equal, row_path
from database_designer.design.enforcing import CHECK_VIOLATION, kept, not_kept
from database_designer.design.expressions import column_path, number
from database_designer.design.layout import Draft, Layout
from database_designer.design.lowering import NEW
from database_designer.design.part import Part, joined
from database_designer.design.types import INTEGER
from database_designer.model.conceptual import Reference
from database_designer.model.decision import because
from database_designer.model.expression import (
    And,
    Arithmetic,
    Binary,
    Comparator,
    Comparison,
    Expression,
    IsSet,
    Or,
    Select,
)
from database_designer.model.physical import (
    Assign,
    Check,
    CheckTree,
    Column,
    DeleteAction,
    Enforcement,
    ForeignKey,
    Form,
    Lock,
    RuleFunction,
    Trigger,
    UniqueConstraint,
)

BY = "design.trees"
ABOVE = "above"
CIRCLES = "no row is above itself, nor through others"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Tree:
    """A tree of the rows of `draft` along the column `parent`, which holds the primary key `key` of the row above."""

    draft: Draft
    layout: Layout
    reference: Reference
    parent: str
    key: str
    max_depth: int | None

    @property
    def element(self) -> str:
        return f"{self.draft.relation.entity}.{self.reference.name}"

    @property
    def constraint(self) -> str:
        return self.name("ck", self.parent, "tree")

    def name(self, prefix: str, *parts: str) -> str:
        return self.layout.name(prefix, self.draft, *parts)


def trees(layout: Layout) -> Part:
    """What keeps the trees of all entities."""
    return joined(tuple(_of_draft(d, layout) for d in layout.drafts))


def _of_draft(draft: Draft, layout: Layout) -> Part:
    entity = draft.entity
    tree = entity.tree if entity is not None else None
    reference = entity.reference(tree.parent) if entity is not None and tree is not None else None
    column = draft.column(tree.parent) if tree is not None else None
    if tree is None or entity is None or reference is None or column is None:
        return Part()
    if reference.to != entity.name or len(draft.table.primary_key) != 1:
        reason = f"{tree.parent} does not lead from {entity.name} to {entity.name}"
        return not_kept(f"{entity.name}.{tree.parent}", "no row is above itself", reason, entity.origin, form=Form.TREE)
    found = _Tree(
        draft=draft, layout=layout, reference=reference, parent=column, key=draft.table.primary_key[0],
        max_depth=tree.max_depth,
    )  # fmt: skip
    return _with_levels(found) if tree.max_depth is not None else _walked(found)


def _not_itself(tree: _Tree) -> Comparison:
    return Comparison(operator=Comparator.NE, left=column_path(tree.parent), right=column_path(tree.key))


def _check(tree: _Tree, condition: Expression, principle: str) -> tuple[str, Check]:
    """The check whose name every refusal carries."""
    origin = because(tree.reference.origin, BY, principle)
    return tree.draft.table.name, Check(name=tree.constraint, condition=condition, origin=origin)


def _enforced(tree: _Tree, detail: str, what: str, objects: tuple[str, ...]) -> Enforcement:
    return kept(
        tree.element, what, objects, tree.reference.origin,
        form=Form.TREE, detail=(detail,), constraint=tree.constraint, sqlstate=CHECK_VIOLATION,
    )  # fmt: skip


# Without a bound: walking up


def _walked(tree: _Tree) -> Part:
    """A trigger that walks up from where a row is put, and holds every row that it passes as it is until commit."""
    table, origin = tree.draft.table.name, tree.reference.origin
    says = f"no row of {table} is above itself, along {tree.parent}"
    function = CheckTree(
        name=tree.name("check", tree.parent, "tree"), table=table, key=tree.key, parent=tree.parent,
        constraint=tree.constraint, origin=origin, says=says,
    )  # fmt: skip
    triggers = _on_placing(tree, "trg", f"{tree.parent}_tree", function.name, "refuses circles")
    circles = _enforced(tree, "cycle", CIRCLES, (tree.constraint, *(t.name for t in triggers)))
    return Part(
        checks=(_check(tree, _not_itself(tree), CIRCLES),), functions=(function,), triggers=triggers,
        enforcements=(circles,),
    )  # fmt: skip


def _on_placing(tree: _Tree, prefix: str, name: str, function: str, purpose: str) -> tuple[Trigger, ...]:
    """Triggers before a row is put at a place in the tree, and before it is moved to another one."""
    return tuple(
        Trigger(
            name=tree.name(prefix, name, *suffix),
            table=tree.draft.table.name,
            timing="BEFORE",
            events=(event,),
            function=function,
            origin=tree.reference.origin,
            when_changed=changed,
            purpose=purpose,
        )
        for event, changed, suffix in (("INSERT", (), ()), ("UPDATE", (tree.parent,), ("moved",)))
    )


# With a bound: levels


def _with_levels(tree: _Tree) -> Part:
    table, levels = tree.draft.table.name, f"at most {tree.max_depth} levels"
    above, depth = _levels(tree)
    bound = Comparison(operator=Comparator.LE, left=column_path(depth.name), right=number(str(tree.max_depth)))
    top = Check(
        name=tree.name("ck", above.name),
        condition=Or(operands=(IsSet(operand=column_path(tree.parent)), _is(above.name, "0"))),
        origin=because(tree.reference.origin, BY, "a row with none above it is at the first level"),
    )
    columns = (tree.key, depth.name)
    unique = UniqueConstraint(name=tree.name("uq", *columns), columns=columns, origin=tree.reference.origin)
    foreign_key = _carrying(tree, above, depth)
    function = _filling(tree, above, depth)
    triggers = _on_placing(tree, "fill9", depth.name, function.name, f"takes {above.name} from the row above")
    objects = (tree.constraint, foreign_key.name, *(t.name for t in triggers))
    return Part(
        columns=((table, above), (table, depth)),
        checks=(_check(tree, And(operands=(_not_itself(tree), bound)), levels), (table, top)),
        uniques=((table, unique),),
        foreign_keys=(foreign_key,),
        functions=(function,),
        triggers=triggers,
        enforcements=(
            _enforced(tree, "cycle", CIRCLES, objects),
            _enforced(tree, "max_depth", f"the tree has {levels}", (tree.constraint,)),
        ),
    )


def _is(column: str, value: str) -> Comparison:
    return equal(column_path(column), number(value))


def _levels(tree: _Tree) -> tuple[Column, Column]:
    """The level of the row above (0 for none), and that of the row itself."""
    origin = tree.reference.origin
    above = carried(
        free_name("parent_depth", tree.draft), INTEGER, "The level of the row above; 0 where there is none.", origin,
        nullable=False, default=number("0"),
    )  # fmt: skip
    one_more = Binary(operator=Arithmetic.ADD, left=column_path(above.name), right=number("1"))
    depth = carried(
        free_name("depth", tree.draft), INTEGER, "The level in the tree; 1 is the first.", origin,
        nullable=False, generated=one_more,
    )  # fmt: skip
    return above, depth


def _carrying(tree: _Tree, above: Column, depth: Column) -> ForeignKey:
    reason = f"{above.name} follows the level of the row above"
    return ForeignKey(
        name=tree.name("fk", tree.parent, above.name),
        table=tree.draft.table.name,
        columns=(tree.parent, above.name),
        target=tree.draft.table.name,
        target_columns=(tree.key, depth.name),
        on_delete=DeleteAction.NO_ACTION,
        origin=because(tree.reference.origin, BY, reason),
        element=tree.element,
        reason=reason,
        cascade_updates=True,
    )


def _filling(tree: _Tree, above: Column, depth: Column) -> RuleFunction:
    """Takes the level of the row above, which stays as it is until commit; 0 where there is none."""
    table = tree.draft.table.name
    is_above = equal(row_path(ABOVE, tree.key), row_path(NEW, tree.parent))
    level = Select(function="sum", table=table, alias=ABOVE, where=is_above, value=row_path(ABOVE, depth.name))
    return RuleFunction(
        name=tree.name("fill", depth.name),
        table=table,
        timing="BEFORE",
        body=(Lock(table=table, alias=ABOVE, where=is_above), Assign(column=above.name, value=level)),
        origin=tree.reference.origin,
        says=f"the level of a row of {table} is one more than that of the row above",
    )
