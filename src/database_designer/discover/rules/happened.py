"""What is said of the time of a row: "has not started", "is over", "lies in the future", "has passed"."""

from __future__ import annotations

import re

from database_designer.discover.rules.logic import both, denied
from database_designer.discover.rules.moments import (
    compared,
    moment,
    now,
)
from database_designer.discover.rules.vocabulary import Vocabulary
from database_designer.model.conceptual import EntityType, Kind
from database_designer.model.expression import (
    Comparator,
    Expression,
    Path,
)

IS = re.compile(
    r"^(?:(?:is|are|was|were|be|been|has been|have been|had been|being|gets?|becomes?|has|have|must be|does|do|can be|lies?|falls?)\b\s*)?(?P<not>(?:not yet|not|never|no longer|cannot be|cannot)\b\s*)?"
    r"(?:(?:already|currently|still|yet|also|now|been|marked as|marked|set to|in (?:the )?(?:state|status)(?: of)?|of (?:state|status)|in|under|on|fully|properly|both|be)\b\s*)*(?P<what>.+?)(?:\s+(?:state|status|yet|already|anymore|any more))?$"
)
_TIME = re.compile(
    r"^(?P<what>started|begun|begins|starts|ended|ends|finished|over|passed|elapsed|expired|taken place|completed|in the future|in future|upcoming|future|in the past|in past|past|ongoing|running|in progress|overdue)$"
)
_PRESENT = {
    "started": "<=",
    "begun": "<=",
    "taken place": "<=",
    "in the future": ">",
    "in future": ">",
    "upcoming": ">",
    "future": ">",
}


def timed(entity: EntityType, said: str, words: Vocabulary) -> Expression | None:
    """As in "has not started", "is over", "lies in the future", "has passed"."""
    plain = IS.match(said)
    verb = re.match(
        r"^(?:has|have|had|is|are|was|lies?|does|do)?\s*(?P<not>not yet|not|never|no longer)?\s*(?:yet|already|still)?\s*(?P<what>.+?)(?:\s+yet|\s+already)?$",
        said,
    )
    if not plain or not verb or not _TIME.match(verb["what"]) or words.state(entity.name, verb["what"]) is not None:
        return None
    what = verb["what"]
    first = what in _PRESENT or what.startswith(("start", "begin"))
    attribute = moment(entity, "start" if first else "end")
    if attribute is None or what == "completed":
        return None
    if what in ("ongoing", "running", "in progress"):
        return _during(entity, words)
    path = Path(steps=(attribute.name,))
    operator = Comparator(
        _PRESENT.get(what, "<=" if what not in ("past", "in the past", "expired", "overdue") else "<")
    )
    found = compared(path, operator, now(path, entity, words))
    return denied(found, entity, words.navigation) if verb["not"] else found


def _during(entity: EntityType, words: Vocabulary) -> Expression | None:
    """That the present lies between the start and the end of a row."""
    start, end = moment(entity, "start"), moment(entity, "end")
    if start is None or end is None or start.name == end.name:
        return None
    paths = Path(steps=(start.name,)), Path(steps=(end.name,))
    operators = Comparator.LE, Comparator.GE if end.type.kind is Kind.DATE else Comparator.GT
    return both(compared(p, o, now(p, entity, words)) for p, o in zip(paths, operators, strict=True))
