"""What goes one way only: "the reading must never decrease", "the counter can only go up"."""

from __future__ import annotations

import re
from collections.abc import Iterable

from database_designer.discover.prose import Line
from database_designer.discover.rules.naming import one_member, origin, sayings
from database_designer.discover.rules.proposals import NewRule, Proposal
from database_designer.discover.rules.vocabulary import Vocabulary
from database_designer.discover.rules.wording import rule_name
from database_designer.model.conceptual import Event, EventKind, GuardRule, Kind
from database_designer.model.expression import Comparator, Comparison, Path

_DOWN = r"(?:decrease|decreased|be decreased|go down|be reduced|be lowered|fall|shrink|drop|go backwards?|be turned back|become (?:smaller|lower|less|earlier)|be moved (?:back|forward))"
_UP = r"(?:increase|be increased|go up|be raised|rise|grow|become (?:larger|higher|greater|more|later)|be extended|be postponed)"
_FORMS = (
    (re.compile(rf"^(?P<what>[^,]{{2,60}}?) cannot (?:ever )?{_DOWN}$"), Comparator.GE, "never down"),
    (re.compile(rf"^(?P<what>[^,]{{2,60}}?) can only {_UP}$"), Comparator.GE, "never down"),
    (re.compile(rf"^(?P<what>[^,]{{2,60}}?) cannot (?:ever )?{_UP}$"), Comparator.LE, "never up"),
    (re.compile(rf"^(?P<what>[^,]{{2,60}}?) can only {_DOWN}$"), Comparator.LE, "never up"),
)
_ORDERED = (Kind.INTEGER, Kind.DECIMAL, Kind.MONEY, Kind.PERCENT, Kind.DATE, Kind.INSTANT)


def read_steady(line: Line, words: Vocabulary) -> Iterable[Proposal]:
    """A guard on the change of a number or a moment: it is not below, or not above, what it was."""
    for clause in sayings(line):
        for form, operator, name in _FORMS:
            match = form.match(clause)
            found = one_member(match["what"], line, words) if match is not None else None
            attribute = found[0].attribute(found[1]) if found is not None else None
            if found is None or attribute is None or attribute.type.kind not in _ORDERED or attribute.immutable:
                continue
            path = (attribute.name,)
            require = Comparison(operator=operator, left=Path(steps=path), right=Path(steps=path, root="old"))
            rule = GuardRule(
                name=rule_name(attribute.name, name), events=(Event(kind=EventKind.CHANGE, name=attribute.name),),
                require=require, origin=origin(line),
            )  # fmt: skip
            yield NewRule(entity=found[0].name, rule=rule)
            break
