"""What the documents leave open, as questions with the default taken, the weightiest first.

A kind of question is a file. What could falsify data comes first (contradictions), then what is refused or accepted,
then what is named twice, then the running of it. No kind floods the others: what is beyond its share is counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from database_designer.discover.questions.asking import Answer, Material, listed, question
from database_designer.discover.questions.contradictions import (
    bound_contradictions,
    property_contradictions,
    retention_contradictions,
)
from database_designer.discover.questions.counting import maybe_without, missing_numbers, two_numbers
from database_designer.discover.questions.naming import doubtful, persons, repeated_ids, two_names
from database_designer.discover.questions.properties import bare, untyped
from database_designer.discover.questions.retention import open_retention
from database_designer.discover.questions.rules import unplaced
from database_designer.discover.questions.running import backups, recovery, tenants
from database_designer.discover.questions.states import moves, two_lists, values
from database_designer.model.conceptual import Question
from database_designer.source import Evidence

_MOST = 5


def ask(material: Material, told: Mapping[Evidence, tuple[str, ...]]) -> tuple[Question, ...]:
    """All questions, each once. `told` are the elements by statement: the others may be rules without place."""
    kinds: tuple[Iterable[Question], ...] = (
        # What two statements say differently: one of them is lost.
        *map(_bounded, (property_contradictions(material), bound_contradictions(material), two_numbers(material))),
        *map(_bounded, (two_lists(material), retention_contradictions(material), open_retention(material))),
        # What is refused or accepted. A rule that is not kept is asked by itself: behind another nobody would see it.
        _bounded(material.model.questions),
        unplaced(material, told),
        *map(_bounded, (moves(material), values(material))),
        # What there is.
        *map(_bounded, (doubtful(material), two_names(material), missing_numbers(material), maybe_without(material))),
        *map(_bounded, (persons(material), untyped(material), bare(material), tenants(material))),
        *map(_bounded, (repeated_ids(material), backups(material), recovery(material))),
    )
    found: dict[tuple[str, str], Question] = {}
    for kind in kinds:
        for asked in kind:
            found.setdefault((asked.about, asked.ask), asked)
    return tuple(found.values())


def _bounded(asked: Iterable[Question]) -> list[Question]:
    """The first of a kind, and the rest as one question: the elements that it is open of, too."""
    kind = list(asked)
    if len(kind) <= _MOST + 1:
        return kind
    rest = kind[_MOST:]
    names = listed(list(dict.fromkeys(q.about or "the whole model" for q in rest)), 12)
    first = rest[0]
    more = question(
        first.about,
        f"Like the question before, {len(rest)} more are open of {names}; the first of them: {first.ask}",
        Answer(taken=first.assumed, changes=first.would_change, where=first.where, write=first.write),
        (e for q in rest for e in q.origin.evidence[:1]),
    )
    return [*kind[:_MOST], more]


__all__ = ["Material", "ask"]
