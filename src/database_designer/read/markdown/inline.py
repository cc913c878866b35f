"""Inline Markdown as plain text that still knows its lines, its code words, its bold phrases and its links."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from markdown_it.token import Token


class MarkKind(StrEnum):
    """What a stretch of text was marked as."""

    CODE = "code"
    STRONG = "strong"
    LINK = "link"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """The characters `start` to `end` (excluded) of a text, marked as `kind`; `target` is the address of a link."""

    kind: MarkKind
    start: int
    end: int
    target: str = ""

    def within(self, start: int, end: int) -> Mark:
        """The mark in the stretch `start` to `end` of its text, counted from there."""
        return Mark(
            kind=self.kind, start=max(self.start, start) - start, end=min(self.end, end) - start, target=self.target
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of a text: the character it starts at, its line in the file, and whether its break was asked for.

    `forced` is True after `<br>`, two trailing blanks or a backslash; a soft break only wraps the text.
    """

    start: int
    number: int
    forced: bool = False

    def is_forced_at(self, position: int) -> bool:
        """Whether a forced break stands directly before the character `position`."""
        return self.forced and self.start == position


@dataclass(frozen=True, slots=True, kw_only=True)
class Inline:
    """A text without Markdown marks. Lines end with a newline character; code words and link texts stay in it."""

    raw: str
    lines: tuple[Line, ...]
    marks: tuple[Mark, ...] = ()

    @property
    def text(self) -> str:
        """The text on one line, without blanks around it."""
        return " ".join(self.raw.split())

    @property
    def code(self) -> tuple[str, ...]:
        """What stood in backticks, in order."""
        return self.marked(MarkKind.CODE)

    @property
    def strong(self) -> tuple[str, ...]:
        """The bold phrases, in order."""
        return self.marked(MarkKind.STRONG)

    @property
    def line(self) -> int:
        """The line of the file on which the text starts."""
        return self.lines[0].number

    @property
    def end_line(self) -> int:
        """The line of the file on which the text ends."""
        return self.lines[-1].number

    def marked(self, kind: MarkKind) -> tuple[str, ...]:
        """The stretches marked as `kind`, each on one line."""
        found = (" ".join(self.raw[m.start : m.end].split()) for m in self.marks if m.kind is kind)
        return tuple(text for text in found if text)

    def part(self, start: int, end: int) -> Inline:
        """The characters `start` to `end` (excluded) with their lines, and the marks that lie within or reach in."""
        whole = start == 0 and end == len(self.raw)
        return self if whole else next(self._cut([start, end]))

    def split(self, cuts: Sequence[int]) -> tuple[Inline, ...]:
        """The text cut before each of the characters `cuts`, which ascend; all of it is in the parts."""
        return tuple(self._cut([0, *cuts, len(self.raw)])) if cuts else (self,)

    def _cut(self, bounds: Sequence[int]) -> Iterator[Inline]:
        """The stretches between neighbouring bounds. Goes over lines and marks once, however many stretches there are."""
        starts = [line.start for line in self.lines]
        entered, following = list[Mark](), 0
        for start, end in pairwise(bounds):
            while following < len(self.marks) and self.marks[following].start < end:
                entered.append(self.marks[following])
                following += 1
            entered = [m for m in entered if m.end > start]
            first = bisect_right(starts, start) - 1
            last = bisect_left(starts, end, lo=first + 1)
            yield Inline(
                raw=self.raw[start:end],
                lines=(
                    Line(start=0, number=self.lines[first].number, forced=self.lines[first].is_forced_at(start)),
                    *(
                        Line(start=k.start - start, number=k.number, forced=k.forced)
                        for k in self.lines[first + 1 : last]
                    ),
                ),
                marks=tuple(m.within(start, end) for m in entered if m.start < end),
            )

    def strip(self) -> Inline:
        """The text without blanks at both ends."""
        bare = self.raw.strip()
        start = len(self.raw) - len(self.raw.lstrip()) if bare else 0
        return self.part(start, start + len(bare))


def plain(text: str, line: int) -> Inline:
    """A text that has no marks, standing on line `line` of its file."""
    starts = [0, *(m.end() for m in re.finditer("\n", text))]
    return Inline(raw=text, lines=tuple(Line(start=s, number=line + i) for i, s in enumerate(starts)))


def read_inline(tokens: Sequence[Token], line: int) -> Inline:
    """The text of the children of a markdown-it `inline` token that starts on line `line` of its file.

    Images, comments, HTML tags and struck-out text are dropped; `<br>` breaks the line.
    """
    writer = _Writer(line)
    for token in tokens:
        writer.add(token)
    return writer.finish()


# Typewriter characters for typographic ones, so that quoting and possession look the same in every document; dashes
# between words stay as they are, for they separate what is before from what is after.
_CHARACTERS = str.maketrans(
    {
        "\u2018": "'",
        "\u2019": "'",
        "\u201c": '"',
        "\u201d": '"',
        "\u2010": "-",
        "\u2011": "-",
        "\u00a0": " ",
        "\u202f": " ",
        "\u2009": " ",
        "\t": " ",
        "\u00ad": None,
        "\u200b": None,
        "\u200c": None,
        "\u200d": None,
        "\u2060": None,
        "\ufeff": None,
        "\ufe0f": None,
        "\x00": None,
    }
)

# HTML that authors put into Markdown; any other `<word>` is a placeholder and stays in the text.
_HTML = re.compile(
    r"<(!--|/?(a|abbr|b|big|center|code|del|details|div|em|font|h[1-6]|hr|i|img|ins|kbd|li|mark|ol|p|picture|pre|q|s"
    r"|samp|small|source|span|strike|strong|sub|summary|sup|svg|table|tbody|td|th|thead|tr|tt|u|ul|var|video)\b)",
    re.IGNORECASE,
)
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_OPENING = {"strong_open": MarkKind.STRONG, "link_open": MarkKind.LINK}
_CLOSING = ("strong_close", "link_close")


def clean(text: str) -> str:
    """The text with typewriter quotes and hyphens and without invisible characters."""
    return text.translate(_CHARACTERS)


class _Writer:
    """Collects the tokens of one inline text."""

    def __init__(self, line: int) -> None:
        self.pieces: list[str] = []
        self.length = 0
        self.lines = [Line(start=0, number=line)]
        self.marks: list[Mark] = []
        self.open: list[tuple[MarkKind, int, str]] = []
        self.struck = 0

    def add(self, token: Token) -> None:
        match token.type:
            case "text" | "text_special":
                self._text(token.content)
            case "code_inline":
                self._code(token.content)
            case "softbreak" | "hardbreak":
                self._break(self.lines[-1].number + 1, forced=token.type == "hardbreak")
            case "html_inline":
                self._html(token.content)
            case "s_open":
                self.struck += 1
            case "s_close":
                self.struck -= 1
            case opening if opening in _OPENING:
                self.open.append((_OPENING[opening], self.length, str(token.attrs.get("href", ""))))
            case closing if closing in _CLOSING and self.open:
                kind, start, target = self.open.pop()
                self.marks.append(Mark(kind=kind, start=start, end=self.length, target=target))

    def finish(self) -> Inline:
        marks = sorted(self.marks, key=lambda m: (m.start, m.end))
        return Inline(raw="".join(self.pieces), lines=tuple(self.lines), marks=tuple(marks))

    def _write(self, text: str) -> None:
        if not self.struck:
            self.pieces.append(text)
            self.length += len(text)

    def _text(self, text: str) -> None:
        for number, line in enumerate(clean(text).split("\n")):
            if number:
                self._break(self.lines[-1].number + 1, forced=False)
            self._write(line)

    def _code(self, text: str) -> None:
        start = self.length
        self._write(clean(text))
        if self.length > start:
            self.marks.append(Mark(kind=MarkKind.CODE, start=start, end=self.length))

    def _break(self, number: int, *, forced: bool) -> None:
        self.pieces.append("\n")
        self.length += 1
        self.lines.append(Line(start=self.length, number=number, forced=forced))

    def _html(self, tag: str) -> None:
        if _BREAK.fullmatch(tag):
            self._break(self.lines[-1].number, forced=True)
        elif not _HTML.match(tag):
            self._write(clean(tag))
