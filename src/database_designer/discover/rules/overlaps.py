"""No overlap: "reject overlapping bookings of the same room", "a crane must not be reserved twice at the same time"."""

from __future__ import annotations

import re
from collections.abc import Iterable

from database_designer.discover.names import noun
from database_designer.discover.prose import Line
from database_designer.discover.rules.proposals import NewRule, Proposal
from database_designer.discover.rules.vocabulary import Vocabulary
from database_designer.model.conceptual import EntityType, Kind, NoOverlapRule
from database_designer.model.expression import Expression
from database_designer.source import Origin

_OVERLAPPING = re.compile(
    r"\boverlapping\s+(?:`?(?P<state>[A-Za-z_]+)`?\s+)??(?P<what>[a-z]+(?:\s[a-z]+)?)\s+(?P<rest>(?:for|of|in|at|by)\s+the\s+same\b.*)",
    re.IGNORECASE,
)
_SAME = re.compile(r"\bthe\s+same\s+(?P<whose>[a-z]+(?:\s[a-z]+)?)", re.IGNORECASE)
_MOMENTS = (Kind.INSTANT, Kind.DATE)


def read_overlaps(line: Line, words: Vocabulary) -> Iterable[Proposal]:
    """A rule per thing that may not be used twice at a time."""
    match = _OVERLAPPING.search(line.statement.text)
    entity = words.exact(noun(match["what"])) if match else None
    period = _period(entity) if entity is not None else None
    if match is None or entity is None or period is None:
        return
    where: Expression | None = words.state(entity.name, match["state"]) if match["state"] else None
    for same in _SAME.finditer(match["rest"]):
        name = noun(same["whose"])
        owner = words.entity(name) or words.entity(name[:1])
        steps = words.route(entity.name, owner.name) if owner is not None else None
        if steps:
            yield NewRule(
                entity=entity.name,
                rule=NoOverlapRule(
                    name=f"no_overlap_per_{steps[-1]}",
                    members=period,
                    per=(steps,),
                    where=where,
                    origin=Origin(evidence=(line.statement.evidence,), decided_by="rules"),
                ),
            )


def _period(entity: EntityType) -> tuple[str, ...] | None:
    """The members that tell from when to when a row lasts; None for none."""
    kinds = {a.name: a.type.kind for a in entity.attributes}
    whole = [n for n, k in kinds.items() if k in (Kind.PERIOD_DATE, Kind.PERIOD_INSTANT)]
    if whole:
        return (whole[0],)
    starts = [n for n, k in kinds.items() if k in _MOMENTS and n.startswith(("start", "begin", "from", "valid_from"))]
    ends = [n for n, k in kinds.items() if k in _MOMENTS and n.startswith(("end", "to", "until", "finish", "valid_to"))]
    found = [(s, e) for s in starts for e in ends if kinds[s] == kinds[e]]
    return found[0] if found else None
