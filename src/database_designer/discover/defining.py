"""Sentences that define a kind and tell a property of it in one: "a tower clock is a clock with a bell weight".

What stands behind "with", "who has" and "whose" is told of the kind, though it follows the name of what it is a kind of:
the sentence is taken apart before it is parsed ("... is a clock, and a tower clock has a bell weight").
"""

from __future__ import annotations

import re

_NAME = r"[A-Za-z][\w-]*(?: [a-z][\w-]*){0,2}?"
_IS = rf"^(?P<sub>(?:(?:an?|the|each|every|all) )?{_NAME}) (?P<be>is|are) (?:also |always )?(?P<above>(?:an? |special ){_NAME}|(?<=are ){_NAME})"
_WITH = re.compile(
    rf"{_IS},? (?:with|having|(?:who|which|that)(?: also)? ha(?:s|ve)) (?P<rest>(?:an? |their |its |the )?[a-z].*)$",
    re.IGNORECASE,
)
_WHOSE = re.compile(
    rf"{_IS},? whose (?P<what>[a-z][^,.;]*?) (?P<verb>is|are|was|were|must|shall|should|has|have) (?P<rest>.*)$",
    re.IGNORECASE,
)
_FOR_WHICH = re.compile(
    rf"{_IS},? (?P<word>for|of|about) (?:which|whom) (?P<rest>(?:we|I|one) [^.;]*)\.?$", re.IGNORECASE
)
_NO_KIND = re.compile(
    r"\b(?:member|part|number|list|set|group|able|not|there|this|that|these|it|they)s?\b", re.IGNORECASE
)
_IRREGULAR_PLURALS = frozenset("people men women children staff".split())
_LONGEST = 400


def taken_apart(text: str) -> str:
    """The sentence with what it tells of a kind said of the kind; any other sentence as it is."""
    if len(text) > _LONGEST or not re.search(r"\b(?:is|are)\b", text):
        return text
    for form, how in (
        (_WITH, "{sub} {has} {rest}"),
        (_WHOSE, "the {what} of {sub} {verb} {rest}"),
        (_FOR_WHICH, "{rest} of {sub}"),
    ):
        match = form.match(text)
        if match and _names_a_kind(match) and not _NO_KIND.search(f"{match['sub']} {match['above']}"):
            sub = match["sub"][0].lower() + match["sub"][1:]
            has = "has" if match["be"] == "is" else "have"
            told = how.format(**{**match.groupdict(), "sub": sub, "has": has})
            return f"{match['sub']} {match['be']} {match['above']}, and {told}"
    return text


def _names_a_kind(match: re.Match[str]) -> bool:
    """Whether a noun stands behind "are": "are clocks with", and not "are placed with"."""
    last = match["above"].lower().split()[-1]
    return match["be"].lower() == "is" or last.endswith("s") or last in _IRREGULAR_PLURALS
