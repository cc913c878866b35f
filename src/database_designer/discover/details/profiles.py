"""Users with a profile of their own: "trainer profiles (specialization, bio)" where trainers are who use the system.

A profile holds what is kept of a user in a role, beside the account: one for each user at most.
"""

from __future__ import annotations

import re

from database_designer.discover.findings import LIKELY, Findings, RelationFinding
from database_designer.discover.mentions import read_mentions
from database_designer.discover.names import Noun, singular
from database_designer.discover.prose import Line

_PROFILE = re.compile(r"\b(?P<who>[A-Za-z][a-z-]{2,30})(?:['’]s)? profiles?\b")
_USER: Noun = ("user",)
_NO_ROLES = frozenset("user account own public personal company full basic edit view update this that mutable".split())


def read_profiles(lines: tuple[Line, ...]) -> Findings:
    """Relation findings between users and those who act in the documents and have profiles."""
    told: dict[Noun, Line] = {}
    for line in lines:
        for match in _PROFILE.finditer(line.statement.text):
            who = singular(match["who"].lower())
            if who not in _NO_ROLES:
                told.setdefault((who,), line)
    if not told:
        return Findings()
    actors = {a.noun[-1:] for a in read_mentions(lines).actors}
    return Findings(
        relations=tuple(
            RelationFinding(
                source=_USER, target=who, evidence=line.statement.evidence, weight=LIKELY, target_low=0, target_high=1,
                target_many=False, source_low=1, source_high=1, source_many=False, part=True, verb="has",
            )
            for who, line in told.items()
            if who in actors
        )
    )  # fmt: skip
