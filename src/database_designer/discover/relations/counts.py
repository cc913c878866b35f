"""How many: the numbers and words that stand before a noun (or in parentheses behind it)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from database_designer.discover.language.annotate import Sentence
from database_designer.discover.language.phrases import Phrase

_NUMBERS = {
    "no": 0, "zero": 0, "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "twenty": 20, "thirty": 30, "fifty": 50,
}  # fmt: skip
_N = r"(\d{1,6}|" + "|".join(_NUMBERS) + r")"
_TAIL = r"(?:\s[a-z-]+){0,3}$"
_BEFORE = 10
_AFTER = 8
_SEVERAL = re.compile(rf"\b(?:any number of|(?:zero|none|0) or more|zero to many|0 to many|a number of){_TAIL}")
_FORMS = (
    (re.compile(rf"\bbetween {_N} and {_N}{_TAIL}"), True, True),
    (re.compile(rf"\bat least {_N},? (?:and|but|or) (?:at most|no more than|not more than|up to|a maximum of) {_N}{_TAIL}"), True, True),
    (re.compile(rf"\b{_N} (?:to|-|–|or|up to) {_N}{_TAIL}"), True, True),
    (re.compile(rf"\b{_N} or (?:more|several|many){_TAIL}"), True, False),
    (re.compile(rf"\b(?:at least|a minimum of|minimum of|no fewer than|not less than|no less than|more than) {_N}{_TAIL}"), True, False),
    (re.compile(rf"\b(?:at most|a maximum of|maximum of|up to|no more than|not more than|limited to) {_N}{_TAIL}"), False, True),
)  # fmt: skip
_BEHIND = re.compile(r"^\( ?(?:maximum|max\.?|at most|up to)(?: of)? (\d{1,6}) ?\)")
_ONLY_ONE = re.compile(rf"\b(?:exactly|only|just|precisely) (?:one|1){_TAIL}")


@dataclass(frozen=True, slots=True)
class Count:
    """`low..high` of a thing (None: not told), `many` where several may be meant, `told` where a number says so."""

    low: int | None
    high: int | None
    many: bool
    told: bool = False


def count(sentence: Sentence, phrase: Phrase) -> Count:
    """How many of the phrase are meant."""
    before = " ".join(t.lower for t in sentence.tokens[max(0, phrase.i - _BEFORE) : phrase.i])
    behind = " ".join(t.lower for t in sentence.tokens[phrase.i + 1 : phrase.i + 1 + _AFTER])
    if _ONLY_ONE.search(before):
        return Count(low=1, high=1, many=False, told=True)
    for form, has_low, has_high in _FORMS:
        match = form.search(before)
        if match:
            found = [_number(g) for g in match.groups()]
            low = found[0] if has_low else 0
            high = found[-1] if has_high else None
            return Count(low=low, high=high, many=high is None or high > 1, told=True)
    most = _BEHIND.match(behind)
    if most:
        return Count(low=None if phrase.many else phrase.low, high=int(most[1]), many=True, told=True)
    if _SEVERAL.search(before):
        return Count(low=0, high=None, many=True, told=True)
    return Count(low=phrase.low, high=phrase.high, many=phrase.many, told=phrase.low is not None and phrase.low > 1)


def _number(text: str) -> int:
    return int(text) if text.isdigit() else _NUMBERS[text]
