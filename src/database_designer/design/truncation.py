"""TRUNCATE is refused where rules look at rows that are deleted: it deletes rows without asking them."""

from __future__ import annotations

from collections.abc import Iterator

from database_designer.design.layout import Layout
from database_designer.design.part import Part
from database_designer.model.decision import housekeeping
from database_designer.model.physical import RefuseChange, RuleFunction, Trigger

BY = "design.truncation"
REFUSE = RefuseChange(name="refuse_truncate", rows="are deleted one by one, since rules depend on them")


def truncation(made: Part, layout: Layout) -> Part:
    """The triggers that refuse it, on the tables that have a rule about deletions and no such trigger yet."""
    triggers = tuple(_triggers(made, layout))
    return Part(functions=(REFUSE,) if triggers else (), triggers=triggers)


def _triggers(made: Part, layout: Layout) -> Iterator[Trigger]:
    rules = {f.name for f in made.functions if isinstance(f, RuleFunction)}
    watched = {t.table for t in made.triggers if "DELETE" in t.events and t.function in rules}
    refusing = {t.table for t in made.triggers if "TRUNCATE" in t.events}
    for draft in layout.drafts:
        if draft.table.name in watched - refusing:
            yield Trigger(
                name=layout.name("trg", draft, "no_truncate"),
                table=draft.table.name,
                timing="BEFORE",
                events=("TRUNCATE",),
                function=REFUSE.name,
                origin=housekeeping(BY, "triggers on rows do not see TRUNCATE"),
                for_each="STATEMENT",
                purpose="rows are deleted one by one, so that the rules that depend on them are asked",
            )
