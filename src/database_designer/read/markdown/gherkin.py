"""Given / When / Then: in feature files inside fences, and in the sentences and items of a document."""

from __future__ import annotations

import re
from collections.abc import Iterator

from database_designer.model.requirements import Statement, StatementKind
from database_designer.read.markdown.block import Block
from database_designer.read.markdown.inline import clean
from database_designer.source import SourceRole, Span

_STEP = re.compile(r"(?:given|when|then|and|but)\b", re.IGNORECASE)
_GIVEN = re.compile(r"given\b", re.IGNORECASE)
_ALL = re.compile(r"given\b.+\bwhen\b.+\bthen\b", re.IGNORECASE)
_CAPITALS = re.compile(r"(?:WHEN|WHILE|IF|WHERE)\b.*\b(?:THEN|SHALL)\b")
_LANGUAGES = ("gherkin", "feature", "cucumber", "bdd")
_LINE = re.compile(r"\s*(?P<key>Given|When|Then|And|But|\*)\s+(?P<text>\S.*)")
_SCENARIO = re.compile(r"\s*(?:Scenario(?: Outline)?|Example|Rule|Background)\s*:\s*(?P<title>.*)")
_NARRATIVE = re.compile(r"\s*(?:As an? |I want|I need|I can|So that|In order to)", re.IGNORECASE)


class Criteria:
    """Tells the steps of Given / When / Then as texts come by in order: after a Given, others follow."""

    def __init__(self) -> None:
        self._open = False

    def take(self, text: str) -> bool:
        """Whether the text is such a step; any other text ends the scenario."""
        if _CAPITALS.match(text) or _ALL.match(text):
            return True
        self._open = bool(_GIVEN.match(text) or (self._open and _STEP.match(text)))
        return self._open


def is_gherkin(block: Block) -> bool:
    """Whether a fence holds scenarios."""
    if block.language:
        return block.language in _LANGUAGES
    lines = block.text.split("\n")
    return any(_SCENARIO.match(k) for k in lines) and any(_LINE.match(k) for k in lines)


def read_gherkin(block: Block, role: SourceRole) -> tuple[Statement, ...]:
    """The steps of a fence's scenarios, each led by its scenario's title, and the story that stands above them."""
    return tuple(_statements(block, role))


def _statements(block: Block, role: SourceRole) -> Iterator[Statement]:
    lead, story = "", list[str]()
    first = block.span.line + 1
    for number, line in enumerate(clean(block.text).split("\n"), start=first):
        if story and not _NARRATIVE.match(line):
            lines = (number - len(story), number - 1)
            yield _statement(block, role, StatementKind.STORY, " ".join(story), lead=lead, lines=lines)
            story = []
        if match := _SCENARIO.match(line):
            lead = match["title"].strip()
        elif match := _LINE.match(line):
            text = f"{match['key']} {match['text'].strip()}" if match["key"] != "*" else match["text"].strip()
            yield _statement(block, role, StatementKind.CRITERION, text, lead=lead, lines=(number, number))
        elif _NARRATIVE.match(line):
            story.append(line.strip())


def _statement(
    block: Block, role: SourceRole, kind: StatementKind, text: str, *, lead: str, lines: tuple[int, int]
) -> Statement:
    return Statement(
        text=" ".join(text.split()),
        kind=kind,
        role=role,
        span=Span(file=block.span.file, line=lines[0], end_line=lines[1]),
        requirement=block.requirement,
        section=block.section,
        lead=lead,
    )
