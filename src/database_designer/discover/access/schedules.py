"""Schedules: the rows of somebody that begin at some time."""

from __future__ import annotations

import re

from database_designer.discover.access.actors import to_named
from database_designer.discover.access.moments import starts
from database_designer.discover.access.rows import Rows
from database_designer.discover.names import noun
from database_designer.discover.rules.moments import kind_of
from database_designer.discover.rules.vocabulary import Vocabulary
from database_designer.model.conceptual import EntityType, Kind, SortKey
from database_designer.model.expression import Path

_PLAN = re.compile(
    r"^(?:only )?(?:their|his or her|his|her|my|your)(?: own| personal)? (?P<plan>schedule|calendar|agenda|timetable|planner)\b"
)


def planned(text: str, who: str, words: Vocabulary) -> Rows | None:
    """As in "their personal schedule": the rows nearest to whoever looks that begin at some time; None for other texts."""
    match = _PLAN.match(text.strip())
    if match is None or words.exact(noun(match["plan"])) is not None:
        return None
    found: list[tuple[int, EntityType, Path]] = []
    for entity in words.model.entities:
        steps, path = to_named(entity.name, who, words), starts(entity, words)
        if steps and path is not None and kind_of(path, entity, words) is Kind.INSTANT:
            found.append((len(steps) + len(path.steps), entity, path))
    nearest = [f for f in found if f[0] == min(n for n, _, _ in found)]
    if len(nearest) != 1:
        return None
    _, entity, path = nearest[0]
    return Rows(
        entity=entity,
        own=True,
        range=(path.steps,),
        sort=(SortKey(path=path.steps),),
        path=path,
        rest=text[match.end() :],
    )
