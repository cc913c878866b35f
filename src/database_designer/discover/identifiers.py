"""Identifiers in prose: "memberCode immutable", "`endDate` = `startDate` + `durationDays`" name properties exactly."""

from __future__ import annotations

import re

from database_designer.discover.bounds import read_bounds
from database_designer.discover.findings import LIKELY, AttributeFinding, Findings, combine
from database_designer.discover.language.lexicon import SOFTWARE_NOUNS, SYSTEM_NOUNS
from database_designer.discover.names import Noun, property_name, singular, words
from database_designer.discover.prose import Line

_IDENTIFIER = re.compile(
    r"(?<![/\w.:@{-])(?:[a-z][a-z0-9]*(?:[A-Z][a-z0-9]+)+|[a-z][a-z0-9]*(?:_[a-z0-9]+)+)(?![\w/(@:-])"
)
_UNIQUE = re.compile(r"^\W{0,2}\s*(?:must be |is |are |be )?unique\b", re.IGNORECASE)
_MAX_WORDS = 4
_WEB_WORDS = frozenset("http https local session same data on is java type dark max min".split())


def read_identifiers(lines: tuple[Line, ...]) -> Findings:
    """Attribute findings for all identifiers in camelCase or snake_case."""
    return combine(_line(line) for line in lines)


def _line(line: Line) -> Findings:
    text = line.statement.text
    found: list[AttributeFinding] = []
    for match in _IDENTIFIER.finditer(text):
        name = words(match[0])
        owner = _owner(text[: match.start()], line)
        if not owner or len(name) > _MAX_WORDS or name[0] in _WEB_WORDS:
            continue
        after = text[match.end() : match.end() + 30]
        bounds = read_bounds(re.split(r"[,;)]", after)[0])
        found.append(
            AttributeFinding(
                owner=owner, name=property_name(match[0]), evidence=line.statement.evidence, weight=LIKELY,
                unique=bool(_UNIQUE.match(after)), minimum=bounds.minimum, maximum=bounds.maximum, above=bounds.above, below=bounds.below,
                written=True,
            )
        )  # fmt: skip
    return Findings(attributes=tuple(found))


def _owner(before: str, line: Line) -> Noun:
    """The nearest noun before the identifier that may own it, else the topic of the section."""
    tags = {t.lower: t for t in line.sentence.tokens}
    for word in reversed(words(before)):
        token = tags.get(word)
        name = singular(word)
        if (
            token is not None
            and token.tag in ("NN", "NNS")
            and name not in SOFTWARE_NOUNS
            and name not in SYSTEM_NOUNS
            and word.islower()
        ):
            return (name,)
    return line.topics[0] if line.topics else ()
