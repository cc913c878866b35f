"""What a change leaves as it was: "existing contracts are unaffected", "a new price does not change earlier orders"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from database_designer.discover.prose import Line
from database_designer.discover.rules.naming import entity_of
from database_designer.discover.rules.proposals import Options, Proposal
from database_designer.discover.rules.vocabulary import Vocabulary
from database_designer.discover.rules.wording import clauses
from database_designer.model.conceptual import Attribute, Derivation
from database_designer.model.expression import Path
from database_designer.model.walk import nodes

_ROWS = r"(?:existing|earlier|previous|past|older|current|running) (?P<x>[a-z][a-z-]*(?: (?!(?:is|are|shall|must|will|should|remains?|stays?|keeps?|retains?)\b)[a-z]+)?)"
_SAME = r"(?:unaffected|unchanged|untouched|unaltered|not affected|as (?:it is|they are|they were|it was))"
_FORMS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\b{_ROWS} (?:(?:is|are|remains?|stays?|(?:shall|must|will|should) (?:be|remain|stay)) )?{_SAME}\b",
        rf"\b(?:cannot|does not|do not|will not|never) (?:affects?|changes?|alters?|touch(?:es)?|influences?) (?:any |the )?{_ROWS}",
        rf"\b(?:has|have|with) no (?:effect|impact|influence) on (?:any |the )?{_ROWS}",
        rf"\b(?:leaves?|keeps?) (?:any |all |the )?{_ROWS} {_SAME}\b",
        rf"\b{_ROWS} (?:keeps?|retains?) (?:the|its|their) ",
    )
)


def read_unaffected(line: Line, words: Vocabulary) -> Iterable[Proposal]:
    """What the rows that are not affected take from others, they took when they were created."""
    for clause in clauses(line.statement.text):
        match = next((m for form in _FORMS if (m := form.search(clause))), None)
        entity = entity_of(match["x"], words) if match is not None else None
        for attribute in entity.attributes if entity is not None else ():
            if entity is not None and attribute.derived is not None and _follows_others(attribute):
                taken = replace(attribute.derived, manner=Derivation.SNAPSHOT)
                yield Options(
                    entity=entity.name, member=attribute.name, evidence=line.statement.evidence, derived=taken
                )


def _follows_others(attribute: Attribute) -> bool:
    """Whether the value changes with what stands in rows that are pointed to."""
    derived = attribute.derived
    return (
        derived is not None
        and derived.manner is Derivation.EQUALS
        and any(isinstance(n, Path) and len(n.steps) > 1 for n in nodes(derived.expression))
    )
