"""Bounds in words: "greater than 0", "1-100 characters", "non-negative", "between 0 and 5", "exactly 10 digits"."""

from __future__ import annotations

import re
from dataclasses import dataclass

_NUMBER = r"(-?\d[\d,]*(?:\.\d+)?)"
_WORDS = {
    w: str(n) for n, w in enumerate("zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen".split())
} | {"fifteen": "15", "sixteen": "16", "eighteen": "18", "twenty": "20", "thirty": "30", "fifty": "50", "hundred": "100"}  # fmt: skip
_WORD = re.compile(rf"\b(?:{'|'.join(_WORDS)})\b", re.IGNORECASE)
_WORD_AS_NUMBER = re.compile(
    rf"\b(?:{'|'.join(_WORDS)})\b(?=\s*(?:$|[.,;)]|or\b|and\b|to\b|characters|letters|digits))", re.IGNORECASE
)
_LENGTH_BETWEEN = re.compile(
    rf"{_NUMBER}\s*(?:-|–|to|and)\s*{_NUMBER}\s*(?:characters?|chars?|letters|digits)\b", re.IGNORECASE
)
_LENGTH_MAX = re.compile(
    rf"(?:max(?:imum|\.)?(?: of| length(?: of)?)?|at most|up to|no (?:more|longer) than|<=|≤)\s*:?\s*{_NUMBER}\s*(?:characters?|chars?|letters|digits)\b"
    rf"|{_NUMBER}\s*(?:characters?|chars?)\s*(?:max(?:imum)?|at most)",
    re.IGNORECASE,
)
_LENGTH_MIN = re.compile(
    rf"(?:min(?:imum|\.)?(?: of| length(?: of)?)?|at least|no (?:less|fewer|shorter) than|>=|≥)\s*:?\s*{_NUMBER}\s*(?:characters?|chars?|letters|digits)\b",
    re.IGNORECASE,
)
_LENGTH_EXACT = re.compile(
    rf"(?<!and )(?<!followed by )\b(?:exactly\s+)?{_NUMBER}[\s-]*(?:characters?|chars?|digits?)\b"
    rf"(?!\s+(?:and|followed by)\s+{_NUMBER}\s+letters)(?:\s+long)?",
    re.IGNORECASE,
)
_BETWEEN = re.compile(
    rf"(?:between|from|range(?: of)?|in)\s*\[?\s*{_NUMBER}\s*(?:and|to|-|–|\.\.)\s*{_NUMBER}|(?:^|\()\s*{_NUMBER}\s*(?:-|–|\.\.|to)\s*{_NUMBER}\s*(?:%\s*)?(?:\)|$)",
    re.IGNORECASE,
)
_AT_LEAST = re.compile(
    rf"(?:>=|≥|at least|minimum(?: of)?|min\.?|greater than or equal to|no less than|not less than|or more than or equal to)\s*:?\s*{_NUMBER}",
    re.IGNORECASE,
)
_AT_MOST = re.compile(
    rf"(?:<=|≤|at most|maximum(?: of)?|max\.?|less than or equal to|no more than|not more than|cannot exceed|must not exceed|not exceed|up to)\s*:?\s*{_NUMBER}",
    re.IGNORECASE,
)
_ABOVE = re.compile(
    rf"(?:>(?!=)|greater than|more than|above|larger than|higher than)\s*{_NUMBER}(?!\s*or equal)", re.IGNORECASE
)
_BELOW = re.compile(rf"(?:<(?!=)|less than|below|smaller than|fewer than)\s*{_NUMBER}", re.IGNORECASE)
_NON_NEGATIVE = re.compile(
    r"\b(?:non-negative|not (?:be )?negative|cannot be negative|never (?:be )?negative|nonnegative|zero or (?:more|greater|positive))\b",
    re.IGNORECASE,
)
_POSITIVE = re.compile(r"\b(?:positive|greater than zero|more than zero|above zero)\b", re.IGNORECASE)
_UNITS = re.compile(
    r"^\s*(?:%|percent|days?|hours?|minutes?|months?|years?|weeks?|seconds?|items?|MB|GB|KB)\b", re.IGNORECASE
)


# The many ways to say "at most" and "at least", brought to one: negations first, as they turn the meaning round.
_MORE = r"(?:greater|more|larger|higher|longer|later|older|bigger)\s+than|above|over|exceed(?:s|ing)?|in excess of"
_LESS = r"(?:less|fewer|lower|smaller|shorter|younger)\s+than|below|under"
_NOT = r"(?:(?:can|may|must|shall|should|could|will|do|does|is|are)\s*(?:not|never)|cannot|can't|mustn't|not|never|no|may no)"
_SAYINGS = (
    (
        re.compile(rf"\b{_NOT}\s+(?:ever\s+)?(?:be\s+|have\s+|contain\s+)?(?:{_MORE})\s*(?=[\d-])", re.IGNORECASE),
        "at most ",
    ),
    (
        re.compile(rf"\b{_NOT}\s+(?:ever\s+)?(?:be\s+|have\s+|contain\s+)?(?:{_LESS})\s*(?=[\d-])", re.IGNORECASE),
        "at least ",
    ),
    (re.compile(rf"\b{_NUMBER}\s+or\s+(?:more|greater|higher|over|above)\b", re.IGNORECASE), r"at least \1"),
    (re.compile(rf"\b{_NUMBER}\s+or\s+(?:less|fewer|lower|under|below)\b", re.IGNORECASE), r"at most \1"),
    (
        re.compile(
            rf"\bmin(?:imum)?\.?\s*:?\s*{_NUMBER}\s*(?:,|and|;)?\s*max(?:imum)?\.?\s*:?\s*{_NUMBER}", re.IGNORECASE
        ),
        r"\1 to \2",
    ),
    (re.compile(r"\b(?:over|older than|beyond)\s+(?=\d)", re.IGNORECASE), "more than "),
    (re.compile(r"\b(?:under|younger than)\s+(?=\d)", re.IGNORECASE), "less than "),
)
_LENGTH_ABOVE = re.compile(
    rf"(?:more|greater|longer) than\s+{_NUMBER}\s*(?:characters?|chars?|letters|digits)\b", re.IGNORECASE
)
_LENGTH_BELOW = re.compile(
    rf"(?:less|fewer|shorter) than\s+{_NUMBER}\s*(?:characters?|chars?|letters|digits)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Bounds:
    """Bounds as decimal texts: `minimum` and `maximum` included, `above` and `below` not; lengths in characters."""

    minimum: str | None = None
    maximum: str | None = None
    above: str | None = None
    below: str | None = None
    min_length: int | None = None
    max_length: int | None = None

    @property
    def any(self) -> bool:
        """Whether anything is bounded."""
        return self != Bounds()


def read_bounds(text: str) -> Bounds:
    """The bounds that a text states about the property it speaks of; an empty Bounds where it states none."""
    text = _WORD_AS_NUMBER.sub(_digits, text)
    for saying, meaning in _SAYINGS:
        text = saying.sub(meaning, text)
    text = _LENGTH_ABOVE.sub(lambda m: f"at least {int(_clean(m[1])) + 1} characters", text)
    text = _LENGTH_BELOW.sub(lambda m: f"at most {int(_clean(m[1])) - 1} characters", text)
    lengths = _lengths(text)
    rest = _LENGTH_BETWEEN.sub(" ", _LENGTH_MAX.sub(" ", _LENGTH_MIN.sub(" ", _LENGTH_EXACT.sub(" ", text))))
    rest = _WORD.sub(_digits, rest)
    minimum, maximum = _between(rest)
    above, below = _first(_ABOVE, rest), _first(_BELOW, rest)
    minimum = minimum or _first(_AT_LEAST, rest)
    maximum = maximum or _first(_AT_MOST, rest)
    if minimum is None and above is None:
        if _NON_NEGATIVE.search(text):
            minimum = "0"
        elif _POSITIVE.search(text):
            above = "0"
    if above is not None and minimum == above:
        above = None
    if below is not None and maximum == below:
        below = None
    return Bounds(
        minimum=minimum, maximum=maximum, above=above, below=below, min_length=lengths[0], max_length=lengths[1]
    )


def _digits(match: re.Match[str]) -> str:
    return _WORDS[match[0].lower()]


def _clean(number: str) -> str:
    return number.replace(",", "")


def _first(pattern: re.Pattern[str], text: str) -> str | None:
    found = pattern.search(text)
    return _clean(next(g for g in found.groups() if g)) if found else None


def _between(text: str) -> tuple[str | None, str | None]:
    found = _BETWEEN.search(text)
    if not found:
        return None, None
    low, high = [g for g in found.groups() if g][:2]
    return (_clean(low), _clean(high)) if float(_clean(low)) < float(_clean(high)) else (None, None)


def _lengths(text: str) -> tuple[int | None, int | None]:
    between = _LENGTH_BETWEEN.search(text)
    if between:
        return _integer(between[1]), _integer(between[2])
    low, high = _first(_LENGTH_MIN, text), _first(_LENGTH_MAX, text)
    if low is None and high is None:
        exact = _first(_LENGTH_EXACT, text)
        return _integer(exact), _integer(exact)
    return _integer(low), _integer(high)


def _integer(text: str | None) -> int | None:
    digits = _clean(text) if text else ""
    return int(digits) if digits.isdecimal() and len(digits) < 8 else None
