"""Texts that a regular expression matches, each number another one as far as the pattern allows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from typing import Any

_parser: Any = re._parser  # type: ignore[attr-defined]

LETTERS = "abcdefghijklmnopqrstuvwxyz"
PRINTABLE = f"{LETTERS}{LETTERS.upper()}0123456789-_."
MOST_EXTRA = 24
"""How many characters more than needed are tried where a pattern leaves the length open."""

_CATEGORIES = {
    "CATEGORY_DIGIT": "0123456789",
    "CATEGORY_WORD": f"{LETTERS}0123456789_",
    "CATEGORY_SPACE": " ",
    "CATEGORY_NOT_DIGIT": LETTERS,
    "CATEGORY_NOT_WORD": "-.",
    "CATEGORY_NOT_SPACE": LETTERS,
}


def texts_matching(pattern: str, number: int) -> Iterator[str]:
    """Texts in which `pattern` is found, those of one length before longer ones; `number` chooses which.

    Every choice that the parsed pattern leaves takes one digit of `number`, in mixed radix.
    """
    parsed = _parsed(pattern)
    if parsed is None:
        return
    for extra in range(MOST_EXTRA):
        text = _Maker(number, extra).sequence(parsed)
        if re.search(pattern, text):
            yield text


@lru_cache(maxsize=4096)
def text_matching(pattern: str, number: int) -> str | None:
    """A text in which `pattern` is found; another one for another number, where there is."""
    found = list(islice(texts_matching(pattern, number), 2))
    return found[-1] if found and number >= _choices(pattern) else found[0] if found else None


@lru_cache(maxsize=256)
def _parsed(pattern: str) -> Any:
    try:
        return _parser.parse(pattern)
    except (re.error, RecursionError, OverflowError):
        return None


@lru_cache(maxsize=256)
def _choices(pattern: str) -> int:
    """How many texts of the least length there are."""
    maker = _Maker(0, 0)
    maker.sequence(_parsed(pattern))
    return maker.choices


class _Maker:
    """Makes one text; `choices` counts how many could have been made."""

    def __init__(self, number: int, extra: int) -> None:
        self._left = number
        self._extra = extra
        self._groups: dict[int, str] = {}
        self.choices = 1

    def sequence(self, parsed: Any) -> str:
        """A text of the whole."""
        return "".join(self._node(str(o), a) for o, a in parsed)

    def _pick(self, options: int) -> int:
        self._left, chosen = divmod(self._left, options)
        self.choices *= options
        return chosen

    def _node(self, operator: str, argument: Any) -> str:
        match operator:
            case "LITERAL":
                return chr(argument)
            case "NOT_LITERAL":
                return self._among(c for c in PRINTABLE if c != chr(argument))
            case "ANY":
                return self._among(iter(LETTERS))
            case "IN":
                return self._among(_members(argument))
            case "BRANCH":
                return self.sequence(argument[1][self._pick(len(argument[1]))])
            case "SUBPATTERN":
                self._groups[argument[0] or 0] = made = self.sequence(argument[3])
                return made
            case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT":
                return self._repeat(*argument)
            case "GROUPREF":
                return self._groups.get(argument, "")
            case _:
                return ""

    def _among(self, characters: Iterator[str]) -> str:
        options = list(dict.fromkeys(characters))
        return options[self._pick(len(options))] if options else ""

    def _repeat(self, least: int, most: Any, parsed: Any) -> str:
        bound = most if isinstance(most, int) else int(str(most)) if str(most).isdecimal() else least + MOST_EXTRA
        times = min(least + self._extra, bound, least + MOST_EXTRA)
        self._extra -= times - least
        return "".join(self.sequence(parsed) for _ in range(times))


def _members(items: Any) -> Iterator[str]:
    found: list[str] = []
    negated = False
    for operator, argument in items:
        match str(operator):
            case "NEGATE":
                negated = True
            case "LITERAL":
                found.append(chr(argument))
            case "RANGE":
                low, high = argument
                found.extend(chr(c) for c in range(low, min(high, low + 127) + 1))
            case "CATEGORY":
                found.extend(_CATEGORIES.get(str(argument), ""))
    return iter([c for c in PRINTABLE if c not in found] if negated else found)
