"""Unique constraints and unique indexes: what identifies a row beside its primary key."""

from __future__ import annotations

from collections.abc import Iterator

from database_designer.design.enforcing import UNIQUE_VIOLATION, kept, not_kept, refused
from database_designer.design.expressions import NotOfOneRow, column_path, of_row
from database_designer.design.invariants import unique
from database_designer.design.layout import Draft, Layout
from database_designer.design.part import Part, joined
from database_designer.design.types import TEXT
from database_designer.model.check.immutable import immutable
from database_designer.model.conceptual import EntityType, UniqueRule
from database_designer.model.decision import because
from database_designer.model.expression import And, Call, Expression, IsSet
from database_designer.model.logical import CandidateKey
from database_designer.model.names import snake_case
from database_designer.model.physical import Enforcement, Form, Index, IndexKey, UniqueConstraint
from database_designer.model.sentences import rule_text
from database_designer.postgres.limits import INDEX_KEYS

BY = "design.uniques"


def uniques(layout: Layout) -> Part:
    """The natural keys of all tables, and the unique rules that are no keys."""
    keys = (_key(k, d, layout) for d in layout.drafts for k in d.relation.keys)
    others = (
        _unique(r, d.entity, d, layout)
        for d in layout.drafts
        if d.entity is not None
        for r in d.entity.rules
        if isinstance(r, UniqueRule) and not _is_key(r, d)
    )
    return joined((*keys, *others))


def _unique(rule: UniqueRule, entity: EntityType, draft: Draft, layout: Layout) -> Part:
    """A unique index where one row decides; else guard rows."""
    what = rule_text(entity, rule)
    by_index = conditional(rule, what, draft, layout, form=Form.UNIQUE)
    if by_index is not None:
        return by_index
    try:
        return unique(rule, what, draft, layout)
    except NotOfOneRow as error:
        return refused(f"{draft.relation.entity}.{rule.name}", what, error, rule.origin, form=Form.UNIQUE)


def _is_key(rule: UniqueRule, draft: Draft) -> bool:
    return any(f"{draft.relation.entity}.{rule.name}" in k.elements for k in draft.relation.keys)


def live_only(draft: Draft) -> Expression | None:
    """The rows that are not deleted, where rows are deleted softly; None where all rows are live."""
    return IsSet(operand=column_path(draft.soft), negated=True) if draft.soft else None


def _key(key: CandidateKey, draft: Draft, layout: Layout) -> Part:
    columns = draft.members(key.members)
    what = f"{' and '.join(columns)} together are unique" if len(columns) > 1 else f"{columns[0]} is unique"
    if columns == draft.table.primary_key:
        enforced = _enforced(key, what, draft.table.primary_key_name) if key.natural else ()
        return Part(enforcements=tuple(enforced))
    if len(columns) > INDEX_KEYS:
        reason = f"PostgreSQL has at most {INDEX_KEYS} columns in a key"
        return joined(tuple(not_kept(e, what, reason, key.origin) for e in key.elements))
    name = layout.name("uq", draft, *columns)
    enforcements = tuple(_enforced(key, what, name))
    if not key.ignore_case and not draft.soft:
        origin = because(key.origin, BY, what)
        unique = UniqueConstraint(name=name, columns=columns, origin=origin, nulls_not_distinct=key.nulls_equal)
        return Part(uniques=((draft.table.name, unique),), enforcements=enforcements)
    return Part(indexes=(_index(name, key, draft),), enforcements=enforcements)


def _enforced(key: CandidateKey, what: str, name: str) -> Iterator[Enforcement]:
    for element in key.elements:
        yield kept(element, what, (name,), key.origin, form=Form.UNIQUE, constraint=name, sqlstate=UNIQUE_VIOLATION)


def _index(name: str, key: CandidateKey, draft: Draft) -> Index:
    reasons = []
    if key.ignore_case:
        reasons.append("upper and lower case make no difference")
    if draft.soft:
        reasons.append("a deleted row does not stand in the way of a new one")
    return Index(
        name=name,
        table=draft.table.name,
        keys=tuple(IndexKey(expression=_part(c, key, draft)) for c in draft.members(key.members)),
        origin=because(key.origin, BY, "; ".join(reasons)),
        unique=True,
        nulls_not_distinct=key.nulls_equal,
        predicate=live_only(draft),
        serves=key.elements,
        purpose="; ".join(reasons),
    )


def _part(column: str, key: CandidateKey, draft: Draft) -> Expression:
    held = draft.table.column(column)
    folds = key.ignore_case and held is not None and held.type == TEXT
    return Call(function="lower", arguments=(column_path(column),)) if folds else column_path(column)


def conditional(rule: UniqueRule, what: str, draft: Draft, layout: Layout, *, form: Form) -> Part | None:
    """A unique index over the rows that satisfy the condition of a rule; None where one row does not decide it."""
    element = f"{draft.relation.entity}.{rule.name}"
    columns = [draft.column(m) for m in rule.members]
    names = tuple(dict.fromkeys(c for c in columns if c is not None))
    if not names or None in columns or len(names) > INDEX_KEYS:
        return None
    try:
        where = of_row(rule.where, draft, layout) if rule.where is not None else None
    except NotOfOneRow:
        return None
    if where is not None and not immutable(where, layout.typing(draft)):
        return None
    name = layout.name("uq", draft, snake_case(rule.name))
    predicates = tuple(p for p in (where, live_only(draft)) if p is not None)
    index = Index(
        name=name,
        table=draft.table.name,
        keys=tuple(IndexKey(expression=column_path(c)) for c in names),
        origin=because(rule.origin, BY, what),
        unique=True,
        nulls_not_distinct=rule.unset_equal,
        predicate=And(operands=predicates) if len(predicates) > 1 else next(iter(predicates), None),
        serves=(element,),
        purpose=what,
    )
    keeping = kept(element, what, (name,), rule.origin, form=form, constraint=name, sqlstate=UNIQUE_VIOLATION)
    return Part(indexes=(index,), enforcements=(keeping,))
