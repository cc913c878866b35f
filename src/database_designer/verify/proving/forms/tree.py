"""Hierarchies: no row is above itself, and there are at most so many levels."""

from __future__ import annotations

from database_designer.design.chains import equal
from database_designer.model.expression import And, Expression, Not
from database_designer.verify.proving.forms.case import Case
from database_designer.verify.proving.forms.claims import claim, exists, is_row, key_of, of_rows
from database_designer.verify.proving.forms.members import is_free, path
from database_designer.verify.proving.forms.stage import Scenarios, Stage, accepted, raced, rejected
from database_designer.verify.proving.values import Row, Unmade, Value

MOST = 12
"""A tree of more levels is not built."""


def tree(case: Case) -> Scenarios:
    """A row is moved to another place, but never below itself, nor deeper than the tree may be."""
    found = case.entity.tree
    if found is None:
        raise Unmade(f"{case.entity.name} is no tree")
    levels = found.max_depth
    detail = case.enforcement.detail
    circles = _circles(case, found.parent) if "max_depth" not in detail else ()
    depth = _depth(case, found.parent, levels) if levels is not None and (not detail or "max_depth" in detail) else ()
    return (*circles, *depth)


def _chain(stage: Stage, case: Case, parent: str, length: int, beside: Row | None = None) -> list[Row]:
    """So many rows, each below the one before; the first points where `beside` does."""
    rows = [stage.create(case.entity.name, {**(_beside(stage, case, parent, beside) if beside else {}), parent: None})]
    while len(rows) < length:
        rows.append(stage.create(case.entity.name, {parent: rows[-1]}))
    return rows


def _beside(stage: Stage, case: Case, parent: str, row: Row) -> dict[str, Value]:
    """The rows that a row points to, but for the one above it: what trees have in common."""
    others = (r.name for r in case.entity.references if r.name != parent and not r.unique)
    return {name: stage.world.evaluate(row, path(name)) for name in others}


def _circles(case: Case, parent: str) -> Scenarios:
    def moved(stage: Stage) -> None:
        _, second = _chain(stage, case, parent, 2)
        (other,) = _chain(stage, case, parent, 1, second)
        stage.act()
        stage.change(second, {parent: other})

    def itself(stage: Stage) -> None:
        (row,) = _chain(stage, case, parent, 1)
        stage.act()
        stage.change(row, {parent: row})

    def below(stage: Stage) -> None:
        rows = _chain(stage, case, parent, 2)
        stage.act()
        stage.change(rows[0], {parent: rows[-1]})

    def far_below(stage: Stage) -> None:
        rows = _chain(stage, case, parent, 3)
        stage.act()
        stage.change(rows[0], {parent: rows[-1]})

    def two(stage: Stage) -> str:
        (one,) = _chain(stage, case, parent, 1)
        (other,) = _chain(stage, case, parent, 1, one)
        stage.act()
        stage.change(one, {parent: other})
        stage.rival()
        stage.change(other, {parent: one})
        return claim(case, Not(operand=And(operands=(_is_below(case, one, other), _is_below(case, other, one)))))

    if not is_free(case.entity, parent):
        raise Unmade(f"{parent} does not change")
    return (
        *accepted(case, "a row is moved below another", moved),
        *rejected(case, "a row is put below itself", itself),
        *rejected(case, "a row is put below a row that is below it", below),
        *rejected(case, "a row is put below a row that is two levels below it", far_below, optional=True),
        *raced(case, "two rows are put below each other at once", two),
    )


def _is_below(case: Case, row: Row, above: Row) -> Expression:
    parent = case.entity.tree.parent if case.entity.tree is not None else ""
    held = of_rows(case, path(parent), case.entity.name, family="")
    return exists(case, case.entity.name, is_row(case, row), equal(held, key_of(above)))


def _depth(case: Case, parent: str, levels: int) -> Scenarios:
    def deepest(stage: Stage) -> None:
        rows = _chain(stage, case, parent, levels - 1)
        stage.act()
        stage.create(case.entity.name, {parent: rows[-1]})

    def deeper(stage: Stage) -> None:
        rows = _chain(stage, case, parent, levels)
        stage.act()
        stage.create(case.entity.name, {parent: rows[-1]})

    def subtree(stage: Stage) -> None:
        above = _chain(stage, case, parent, levels - 1)
        below = _chain(stage, case, parent, 2, above[0])
        stage.act()
        stage.change(below[0], {parent: above[-1]})

    def two(stage: Stage) -> str:
        above = _chain(stage, case, parent, levels - 1)
        (below,) = _chain(stage, case, parent, 1, above[0])
        stage.act()
        stage.change(below, {parent: above[-1]})
        stage.rival()
        leaf = stage.create(case.entity.name, {parent: below})
        both = And(operands=(_is_below(case, below, above[-1]), _is_below(case, leaf, below)))
        return claim(case, Not(operand=both))

    if levels > MOST:
        raise Unmade(f"a tree of {levels} levels is not built")
    free = is_free(case.entity, parent)
    return (
        *(accepted(case, f"a row is put on level {levels}", deepest) if levels > 1 else ()),
        *rejected(case, f"a row is put on level {levels + 1}", deeper),
        *(rejected(case, "a row is moved with what is below it, too deep", subtree) if free and levels > 1 else ()),
        *(raced(case, "a row is moved down while another is put below it", two) if free and levels > 1 else ()),
    )
