"""Requirement ids as authors write them, and only where they name what they stand before."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath

from database_designer.read.markdown.lexicon import ID_PREFIXES, STANDARDS

# A prefix that is neither a requirement's nor a standard's must show by so many uses that it is one.
_USES = 3
_BOLD_USES = 2

_ID = r"(?P<prefix>[A-Z]{1,10}(?:[-_][A-Z][A-Z0-9]{0,9})*|Req)(?P<gap>\s?[-_–]\s?|\s|)" + (
    r"(?P<number>\d{1,6}(?:[.-]\d{1,4})*(?:-[A-Z]{1,5}-?\d{1,4})*[a-z]?)(?!\w)"
)
_WORDS = r"(?i:functional requirement|non-functional requirement|requirement|use case|user story|story|epic|feature|business rule|rule)"
_WORD_ID = rf"(?P<words>{_WORDS})\s+#?(?P<count>\d{{1,4}}(?:\.\d{{1,4}})*)(?![\w%])"
# What may stand between an id and what it names; a capital letter, a number of things or a determiner after a blank
# will do as well.
_OPENS = r"[A-Z\"'(\[]|\d[\d,.]*\s+[A-Za-z]|(?:the|an?|each|every|all|any|if|when|there)\s"
_AFTER = rf"[\])]?(?:\s*[:|–—)\]](?:\s+|$)|\s*\.(?:\s+|$)|\s+-+\s+|\s*$|\s+(?={_OPENS}))"

_LEADING = re.compile(rf"\s*[\[(]?{_ID}{_AFTER}")
_HEADING = re.compile(
    rf"\W{{0,20}}?(?:\d+(?:\.\d+)*[.)]?\s+)?(?:{_WORDS}\s*(?:ID)?\s*:?\s+)?[\[(]?(?:{_ID}|{_WORD_ID}){_AFTER}"
)
_TRAILING = re.compile(rf"[\[(]{_ID}[\])]\s*$")
_WHOLE = re.compile(rf"\s*[\[(]?{_ID}[\])]?[.:]?\s*")
_ANY = re.compile(rf"(?<![\w-]){_ID}")
_OPENING = re.compile(rf"(?<=[.!?;:)])\s+{_ID}(?:\s*[:|–—]\s*|\s*\.\s+|\s+)(?=[A-Z\"'(\[])")
_OUTLINE = re.compile(r"\s*(?P<number>\d{1,4}(?:\.\d{1,4}){1,6})[.):]?\s+(?=[\"'(\[A-Z])(?![A-HJ-Z][A-Z]?\b)")
_ENDING_NUMBER = re.compile(r"(\d+(?:\.\d+)*)$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """An id, where it starts and where what it names begins."""

    id: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Ids:
    """The ids of a document: those with a known prefix and those whose prefix it uses as one."""

    prefixes: frozenset[str] = frozenset()

    def leading(self, text: str) -> Found | None:
        """The id that a paragraph, an item or a line begins with."""
        return self._checked(_LEADING.match(text), text)

    def of_heading(self, text: str) -> Found | None:
        """The id of a heading: first in it (after its number or "Use Case"), or last and in brackets."""
        match = _HEADING.match(text)
        if match and match["words"]:
            return Found(id=f"{match['words'].title()} {match['count']}", start=match.start("words"), end=match.end())
        found = self._checked(match, text)
        if found:
            return found
        trailing = _TRAILING.search(text)
        known = trailing and self._accepts(trailing)
        return Found(id=_spell(trailing), start=trailing.start(), end=len(text)) if trailing and known else None

    def opening(self, text: str) -> tuple[int, ...]:
        """Where an id opens a sentence within a text: after the end of one, before a capital letter."""
        found = (m for m in _OPENING.finditer(text) if self._accepts(m))
        return tuple(m.start("prefix") for m in found if not _ANY.match(text, m.end()))

    def whole(self, text: str) -> str | None:
        """The id that a text consists of, None where it says more."""
        match = _WHOLE.fullmatch(text)
        return _spell(match) if match and self._accepts(match) else None

    def count(self, text: str) -> int:
        """How many ids a text mentions."""
        return sum(1 for m in _ANY.finditer(text) if self._accepts(m))

    def _checked(self, match: re.Match[str] | None, text: str) -> Found | None:
        """The id of a match, unless it opens a list or range of ids ("FR-1 - FR-5")."""
        if not match or not self._accepts(match):
            return None
        following = _ANY.match(text, match.end())
        if following and self._accepts(following):
            return None
        return Found(id=_spell(match), start=match.start("prefix"), end=match.end())

    def _accepts(self, match: re.Match[str]) -> bool:
        first = re.split("[-_]", match["prefix"])[0].upper()
        if first in ID_PREFIXES:
            spelled_out = len(first) > 1 or match["gap"].strip() or "." in match["number"] or first == "R"
            return bool(spelled_out)
        return match["prefix"] in self.prefixes and bool(match["gap"].strip())


def ids_of(texts: Iterable[str], bold: Iterable[str] = ()) -> Ids:
    """The ids of a document, given the texts that may start with one, and the `bold` words at the start of texts.

    A prefix that is not known counts where three different numbers follow it ("ORD-1", "ORD-2", "ORD-3"), or two
    where the ids stand in bold type, unless it is a standard's.
    """
    leading = _numbers(_HEADING.match(t) for t in texts)
    set_off = _numbers(_WHOLE.fullmatch(t) for t in bold)
    found = {p for p, n in leading.items() if len(n) >= _USES} | {p for p, n in set_off.items() if len(n) >= _BOLD_USES}
    return Ids(prefixes=frozenset(found))


def _numbers(ids: Iterable[re.Match[str] | None]) -> dict[str, set[str]]:
    """The numbers of ids by the prefix before them."""
    numbers: defaultdict[str, set[str]] = defaultdict(set)
    for match in ids:
        if match and match["prefix"] and match["gap"].strip() and match["prefix"] not in STANDARDS:
            numbers[match["prefix"]].add(match["number"])
    return numbers


def id_of_file(path: str) -> str | None:
    """The id that a file is named for ("use-cases/UC-3.md", "FR-12_register.md"), None where it is not."""
    stem = PurePosixPath(path).stem
    match = re.match(rf"{_ID}(?=$|[-_ .])", stem.replace("_", " ")) or re.match(_ID, stem)
    return _spell(match) if match and Ids()._accepts(match) else None


def outline(text: str) -> Found | None:
    """The outline number that a text begins with ("1.1.2 The system ..."): two numbers or more before a capital."""
    match = _OUTLINE.match(text)
    return Found(id=match["number"], start=match.start("number"), end=match.end()) if match else None


def qualified(number: str, above: str | None) -> str:
    """An outline number as an id: "1.1.2" under FR-1.1 is FR-1.1.2, under anything else it is 1.1.2."""
    ending = _ENDING_NUMBER.search(above or "")
    if above and ending and number.startswith(ending[1] + "."):
        return above[: ending.start()] + number
    return number


def _spell(match: re.Match[str]) -> str:
    """The id as written, but with a hyphen for any other separator ("FR - 1.1" and "FR 1.1" are FR-1.1)."""
    gap = match["gap"].strip() or ("-" if match["gap"] else "")
    return f"{match['prefix']}{'-' if gap == '–' else gap}{match['number']}"
