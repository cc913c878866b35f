"""The statements of the documents with their parse, and what a statement is about by its place."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from database_designer.discover.defining import taken_apart
from database_designer.discover.headings import heading_noun
from database_designer.discover.language.annotate import Sentence, annotate
from database_designer.discover.names import Noun
from database_designer.discover.notes import noted
from database_designer.model.requirements import Requirements, Statement

_AT_A_TIME = re.compile(
    r"\b(?:only|at most|up to|more than|maximum|just)\b.{0,120}\b(?:at (?:a|any|one|the same|any one|any given) (?:time|moment)|at once|simultaneously|concurrently)\b",
    re.IGNORECASE,
)
# "automatic (default)" names a value as "automatic" does; which one is the default is read with the rules.
_MARKED = re.compile(r"\s*\((?:the )?default(?: value)?\)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Line:
    """A statement, its parse, and the nouns of the headings above it, innermost first."""

    statement: Statement
    sentence: Sentence
    topics: tuple[Noun, ...]

    @property
    def text(self) -> str:
        """The statement with its label before it ("Status: open or shut")."""
        return _sentence_text(self.statement)

    @property
    def unmarked(self) -> str:
        """The statement without the marks that tell which of several values is the default."""
        return _MARKED.sub("", self.statement.text)

    @property
    def at_a_time(self) -> bool:
        """Whether the statement tells what there is at one time ("one hire at a time"), which is no property of all times."""
        return _AT_A_TIME.search(self.statement.text) is not None

    def may_be_noun(self, word: str) -> bool:
        """Whether the parse takes the word for a noun (or does not know it)."""
        tags = {t.pos for t in self.sentence.tokens if word in (t.lower, t.lemma)}
        return not tags or bool(tags & {"NOUN", "PROPN"})

    def is_verb(self, word: str) -> bool:
        """Whether the parse takes the word for a verb wherever it stands, and not for a participle before a noun."""
        found = [t for t in self.sentence.tokens if word in (t.lower, t.lemma)]
        return bool(found) and all(t.pos in ("VERB", "AUX") and t.dep not in ("amod", "compound") for t in found)


def read_lines(requirements: Requirements) -> tuple[Line, ...]:
    """All statements, parsed, in the order of the documents."""
    parsed = annotate(taken_apart(noted(_MARKED.sub("", _sentence_text(s)))) for s in requirements.statements)
    return tuple(
        Line(statement=s, sentence=p, topics=topics(s.section))
        for s, p in zip(requirements.statements, parsed, strict=True)
    )


def _sentence_text(statement: Statement) -> str:
    text = statement.text
    if statement.label and not text.lower().startswith(statement.label.lower()):
        return f"{statement.label}: {text}"
    return text


def topics(section: Iterable[str]) -> tuple[Noun, ...]:
    """The nouns that the headings name, innermost first."""
    found = (heading_noun(title) for title in reversed(tuple(section)))
    return tuple(n for n in found if n)
