"""Guards: what has to hold before rows are created, changed, deleted or enter a state."""

from __future__ import annotations

from database_designer.design.enforcing import CHECK_VIOLATION, kept, refused
from database_designer.design.events import by_row, distinct_names, firings, in_words, triggers, unless_nobody_acts
from database_designer.design.expressions import NotOfOneRow
from database_designer.design.holding import Written, held, watched_sets, written_back
from database_designer.design.layout import Draft, Layout
from database_designer.design.lowering import RuleScope, lowered_with_reads, reads
from database_designer.design.part import Part, joined
from database_designer.model.conceptual import EntityType, GuardRule
from database_designer.model.decision import because
from database_designer.model.physical import Form, Require, RuleFunction, Step, When
from database_designer.model.text import english

BY = "design.guards"


def guards(layout: Layout) -> Part:
    """The BEFORE triggers of all guards, and those that keep what they read in turn with them."""
    written = written_back(layout)
    return joined(tuple(_of_entity(d.entity, d, layout, written) for d in layout.drafts if d.entity is not None))


def _of_entity(entity: EntityType, draft: Draft, layout: Layout, written: Written) -> Part:
    rules = {r.name: r for r in entity.rules if isinstance(r, GuardRule)}
    names = distinct_names(rules)
    return joined(tuple(_guard(rule, names[name], draft, layout, written) for name, rule in rules.items()))


def _guard(rule: GuardRule, name: str, draft: Draft, layout: Layout, written: Written) -> Part:
    try:
        return _made(rule, name, draft, layout, written)
    except NotOfOneRow as error:
        what = rule.says or _in_words(rule)
        return refused(f"{draft.relation.entity}.{rule.name}", what, error, rule.origin, form=Form.GUARD)


def _made(rule: GuardRule, name: str, draft: Draft, layout: Layout, written: Written) -> Part:
    entity, what = draft.relation.entity, rule.says or _in_words(rule)
    fired = firings(rule.events, draft)

    def steps(alias: str) -> tuple[Step, ...]:
        return _steps(rule, RuleScope(entity=entity, alias=alias), what, layout, written)

    origin = because(rule.origin, BY, "what a guard reads stays as it is until commit; later it may change freely")
    function = RuleFunction(
        name=layout.name("guard", draft, name),
        table=draft.table.name,
        timing="BEFORE",
        body=by_row(fired, steps),
        origin=origin,
        constraint=layout.name("ck", draft, name),
        says=what,
    )
    conditions = (rule.require,) if rule.when is None else (rule.when, rule.require)
    found = tuple(r for c in conditions for r in reads(c, entity, layout))
    watched = watched_sets(name, found, draft, layout, origin=origin, says=what)
    own = triggers(function, fired, draft, layout, "guard", name)
    enforcement = kept(
        f"{entity}.{rule.name}", what, tuple(t.name for t in own), rule.origin,
        form=Form.GUARD, constraint=function.constraint, sqlstate=CHECK_VIOLATION,
    )  # fmt: skip
    return Part(functions=(function,), triggers=own, enforcements=(enforcement,)) + watched


def _steps(rule: GuardRule, scope: RuleScope, what: str, layout: Layout, written: Written) -> tuple[Step, ...]:
    """What is required, where `when` holds and, if either names the actor, somebody acts."""
    required = lowered_with_reads(rule.require, scope, layout)
    looked_at = lowered_with_reads(rule.when, scope, layout) if rule.when is not None else None
    refusal = Require(condition=required.expression, message=what.replace("%", "%%"), unknown_passes=False)
    steps: tuple[Step, ...] = (*held(rule.require, scope, layout, written), refusal)
    names_actor = required.names_actor or (looked_at is not None and looked_at.names_actor)
    condition = unless_nobody_acts(looked_at.expression if looked_at is not None else None, names_actor=names_actor)
    if condition is None:
        return steps
    before = held(rule.when, scope, layout, written) if rule.when is not None else ()
    return (*before, When(condition=condition, then=steps))


def _in_words(rule: GuardRule) -> str:
    condition = f" where {english(rule.when)}" if rule.when is not None else ""
    return f"before {in_words(rule.events)}{condition}: {english(rule.require)}"
