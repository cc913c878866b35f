"""What is told with an act: "a driver reserves a van, stating the purpose", "members submit claims, giving the amount".

It is kept of what the act is done to, or of the act itself where the documents have a noun for it ("reservation").
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from database_designer.discover.findings import LIKELY, AttributeFinding, Findings
from database_designer.discover.items import split_items
from database_designer.discover.language.phrases import clauses
from database_designer.discover.names import Noun, singular
from database_designer.discover.property_names import is_name_of_property
from database_designer.discover.prose import Line
from database_designer.discover.rules.stems import stem

_STATING = re.compile(
    r",\s*(?:(?:by|while|thereby)\s+)?(?:stating|giving|indicating|specifying|providing|entering|supplying|naming|recording|noting)\s+(?P<list>[^.;:()]+)$",
    re.IGNORECASE,
)
_OF_ACTS = ("ion", "ment", "ing", "al", "ance", "ure")


def read_stating(lines: tuple[Line, ...]) -> Findings:
    """The properties that are stated with an act, of the act or of what it is done to."""
    told = [(line, m) for line in lines if (m := _STATING.search(line.statement.text.rstrip(". "))) is not None]
    acts = _acts(lines) if told else {}
    return Findings(attributes=tuple(f for line, match in told for f in _line(line, match["list"], acts)))


def _acts(lines: tuple[Line, ...]) -> dict[str, Noun]:
    """The nouns of acts in the documents by their stems ("reserv": reservation)."""
    nouns = (singular(t.lower) for line in lines for t in line.sentence.tokens if t.pos == "NOUN")
    return {stem(n): (n,) for n in dict.fromkeys(nouns) if n.endswith(_OF_ACTS)}


def _line(line: Line, listed: str, acts: dict[str, Noun]) -> Iterator[AttributeFinding]:
    clause = next((c for c in clauses(line.sentence) if c.objects and not c.negated), None)
    if clause is None:
        return
    owner = acts.get(stem(clause.verb)) or clause.objects[0].noun
    for item in split_items(listed) if owner else ():
        if is_name_of_property(item.name) and not item.many:
            yield AttributeFinding(
                owner=owner, name=item.name, evidence=line.statement.evidence, weight=LIKELY, required=item.required,
                written=True,
            )  # fmt: skip
