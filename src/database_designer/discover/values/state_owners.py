"""Whose states a heading, a lead-in or a sentence speaks of: "Status of an invoice", "Invoice lifecycle"."""

from __future__ import annotations

import re

from database_designer.discover.headings import heading_noun, strip_heading
from database_designer.discover.language.lexicon import EMPTY_ADJECTIVES, HEADING_VERBS, SYSTEM_NOUNS
from database_designer.discover.names import Noun, singular, words

_STATE_WORD = r"(?:status(?:es)?|states?|life[ -]?cycles?|life|stages?|(?:state |status )?transitions?|state machine)"
_OF = re.compile(
    rf"\b{_STATE_WORD}\s+(?:of|for)\s+(?:an?\s+|the\s+|each\s+|every\s+|all\s+)?(?P<noun>[A-Za-z][\w-]{{0,40}}(?: [A-Za-z][\w-]{{0,40}})?)",
    re.IGNORECASE,
)
_HAS = re.compile(rf"\b(?P<noun>[A-Za-z][\w-]{{0,40}}(?: [A-Za-z][\w-]{{0,40}})?)\s+{_STATE_WORD}\b", re.IGNORECASE)
_DASH = re.compile(r"\s[–—-]\s|:\s")
_NO_NOUNS = (
    frozenset(
        """a an the its their his her is are can may must shall will has have and or in of to from by when while with as at on
        allowed possible valid following current new old one each every all any status state set sets update updates change
        changes track tracks view show shows filter by between these those this that has moves goes passes which what only
        how about where whether not then if it they user's""".split()
    )
    | HEADING_VERBS
    | SYSTEM_NOUNS
    | EMPTY_ADJECTIVES
)


def stated_owner(text: str) -> Noun:
    """The thing whose states the text names in so many words; () for none."""
    for match in (*_OF.finditer(text), *_HAS.finditer(text)):
        found = list(words(match["noun"]))
        while found and found[-1] in _NO_NOUNS:
            found.pop()
        while found and found[0] in _NO_NOUNS:
            found.pop(0)
        if found:
            return (*found[:-1], singular(found[-1]))
    return ()


def owner_of(texts: tuple[str, ...], section: tuple[str, ...]) -> Noun:
    """The thing that the texts name the states of, else the innermost heading that names one; () for none."""
    for text in texts:
        found = stated_owner(text)
        if found:
            return found
    for title in reversed(section):
        # "Group E — Enrollment" is about what stands last.
        found = stated_owner(strip_heading(title)) or heading_noun(title) or heading_noun(_DASH.split(title)[-1])
        if found:
            return found
    return ()
