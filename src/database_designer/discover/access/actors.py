"""Whose rows they are: the way from a row to whoever sees it."""

from __future__ import annotations

import re

from database_designer.discover.access.asked import Steps
from database_designer.discover.names import noun
from database_designer.discover.rules.stems import stem
from database_designer.discover.rules.vocabulary import Vocabulary
from database_designer.model.conceptual import EntityType


def to_actor(entity: str, who: str, words: Vocabulary) -> Steps | None:
    """The way from a row to whoever sees it: to what is named before the verb, else to the one who acts."""
    actor = words.model.actor
    return to_named(entity, who, words) or ((words.route(entity, actor) or None) if actor else None)


def to_named(entity: str, who: str, words: Vocabulary) -> Steps | None:
    """The way from a row to the last thing in the text that rows of this kind belong to; None for none."""
    tokens = re.findall(r"[a-z-]+", who)
    for at in range(len(tokens) - 1, -1, -1):
        for size in (3, 2, 1):
            target = words.exact(noun(" ".join(tokens[at : at + size]))) if at + size <= len(tokens) else None
            steps = words.route(entity, target.name) if target is not None else None
            if steps:
                return steps
    return None


def named_for(how: str, entity: EntityType, words: Vocabulary) -> Steps:
    """The reference that is named for what somebody has to do with a row: `assigned_to` for "assigned to them"."""
    did = stem(how.partition(" ")[0])
    named = (r.name for e in words.navigation.lineage(entity.name) for r in e.references)
    return next(((n,) for n in named if len(did) > 2 and stem(n.split("_")[0]) == did), ())
