"""The prose that is no English, set aside before it is read: English grammar in it finds things that nobody wrote.

A section is judged by itself where it holds enough to tell, else with its document. Tables, schemas, field tables and
API descriptions stay: their form says what they mean in any language.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from database_designer.diagnostics import Diagnostic, Severity
from database_designer.discover.language.detect import CODE, ENGLISH, NONSENSE, detect
from database_designer.model.requirements import Document, Requirements, Statement
from database_designer.source import Span

_Place = tuple[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Unread:
    """The prose that is set aside: by document and section the language it is in (or CODE, NONSENSE)."""

    languages: dict[_Place, str]

    def language(self, statement: Statement) -> str:
        """The language for which the statement is not read, "" where it is read."""
        return self.languages.get((statement.span.file, statement.section), "")


def set_aside(requirements: Requirements) -> tuple[Requirements, Unread]:
    """The requirements without the statements and headings that are no English, and what was set aside."""
    unread = Unread(dict(_languages(requirements)))
    if not unread.languages:
        return requirements, unread
    statements = tuple(s for s in requirements.statements if not unread.language(s))
    read = _and_above(
        (
            *((s.span.file, s.section) for s in statements),
            *((s.span.file, s.section) for s in requirements.shapes),
            *((t.span.file, t.section) for t in requirements.tables),
        )
    )
    aside = _and_above(unread.languages)
    documents = tuple(_readable(d, read, aside) for d in requirements.documents)
    return replace(requirements, statements=statements, documents=documents), unread


def _languages(requirements: Requirements) -> Iterator[tuple[_Place, str]]:
    places: dict[_Place, list[str]] = defaultdict(list)
    files: dict[str, list[str]] = defaultdict(list)
    for statement in requirements.statements:
        text = f"{statement.label} {statement.text}"
        places[statement.span.file, statement.section].append(text)
        files[statement.span.file].append(text)
    whole = {file: detect(texts).language for file, texts in files.items()}
    for place, texts in places.items():
        own, around = detect(texts), whole[place[0]]
        language = own.language if own.language != ENGLISH or own.is_english else around
        if language != ENGLISH:
            yield place, language


def _and_above(places: Iterable[_Place]) -> frozenset[_Place]:
    """The places and the sections that they stand in."""
    return frozenset((file, path[:n]) for file, path in places for n in range(len(path) + 1))


def _readable(document: Document, read: frozenset[_Place], aside: frozenset[_Place]) -> Document:
    """The document with the headings over what is read; in a document of two languages also those over nothing."""
    if (document.path, ()) not in aside:
        return document
    in_part = (document.path, ()) in read
    kept = tuple(
        s for s in document.sections
        if (document.path, s.path) in read or (in_part and (document.path, s.path) not in aside)
    )  # fmt: skip
    return replace(document, sections=kept)


def unread_diagnostics(requirements: Requirements, unread: Unread) -> tuple[Diagnostic, ...]:
    """One warning for each document and language: what is not read of it, and what is read all the same."""
    found: dict[tuple[str, str], list[Statement]] = defaultdict(list)
    totals: dict[str, int] = defaultdict(int)
    for statement in requirements.statements:
        totals[statement.span.file] += 1
        if language := unread.language(statement):
            found[statement.span.file, language].append(statement)
    return tuple(
        _diagnostic(language, statements, totals[file]) for (file, language), statements in found.items()
    )  # fmt: skip


def _diagnostic(language: str, statements: list[Statement], total: int) -> Diagnostic:
    number = len(statements)
    some = f"its {number:,} statements are" if number == total else f"{number:,} of its {total:,} statements are"
    some = "its one statement is" if number == total == 1 else some
    if language == CODE:
        fact, fix = f"{some} code and no sentences", "put code into fenced blocks, and say in sentences what is stored"
    elif language == NONSENSE:
        fact, fix = f"{some} in no language that is known here", "say in English sentences what is stored"
    else:
        fact, fix = f"{some} in {language}; prose is read in English", "add an English version"
    first = statements[0].span
    return Diagnostic(
        code="not-english",
        severity=Severity.WARNING,
        fact=f"{fact}, so no element comes of them",
        fix=f"{fix}; tables, schemas, field tables and API descriptions are read in any language",
        span=Span(file=first.file, line=first.line, end_line=first.line),
        element=" › ".join(statements[0].section[-1:]) if number < total else "",
    )
