"""Lists that are data: those that users maintain and those that the documents fill with their first entries.

Before: "The list of regions is maintained by the administrator". After: ("region",), the noun of an entity type.
"""

from __future__ import annotations

import re

from database_designer.discover.headings import strip_heading
from database_designer.discover.names import Noun, noun, singular, words

_WORDS = r"(?P<noun>[A-Za-z][\w-]{0,40}(?:[ ][A-Za-z][\w-]{0,40}){0,2}?)"
_KEEPERS = r"(?:maintain|manage|administer|configure|define|extend|curate|edit|customi[sz]e)"
_OPEN = r"(?:configurable|customi[sz]able|user-defined|user-maintained)"
# Workflows and screens are configurable, too: only nouns of classification name lists by that word alone.
_CLASSES = r"(?P<noun>(?:[A-Za-z][\w-]{0,40}[ ]){0,2}?(?:categories|types|reasons|tags|labels|classes|kinds|groups|genres|topics))"
_MAINTAINED = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b{_KEEPERS}s?\s+(?:the|a|an|its|their)\s+(?:\w+\s)?(?:list|catalog|catalogue|set|collection)s?\s+of\s+(?:the\s+|all\s+)?{_WORDS}(?=[.,;:]|$|\s+(?:that|which|and|for|in|from|to|by|with|through)\b)",
        rf"\b(?:list|catalog|catalogue|set)\s+of\s+(?:the\s+|all\s+)?{_WORDS}\s+(?:is|are|shall be|must be|should be|can be|may be)\s+(?:\w+ly\s+)?(?:{_KEEPERS}e?d|configurable|customi[sz]able|editable|extensible|maintainable)\b",
        rf"(?:^|[.;:]\s*)(?:the\s+)?{_CLASSES}\s+(?:is|are|shall be|must be|should be)\s+(?:user[- ])?{_OPEN}\b",
        rf"\b{_OPEN}\s+(?:list\s+of\s+)?{_CLASSES}(?=[.,;:(]|$|\s+(?:that|which|and|for|in|from|to|by|with)\b)",
    )
)
_FIRST_ENTRIES = re.compile(
    r"\b(?:start(?:s|ing)? with|begin(?:s|ning)? with|ones to start with|initial(?:ly)?|seed(?:s|ed|ing)?|reference data|master data"
    r"|pre-?(?:defined|configured|loaded|populated|filled|installed|seeded)|out of the box"
    r"|(?:at|from|on|after) (?:the )?(?:start|beginning|outset|launch|install(?:ation)?|set-?up|first (?:start|run|launch)|go-live)"
    r"|when (?:the|it) (?:\w+ )?is (?:first )?(?:installed|set up|deployed|launched|started))\b",
    re.IGNORECASE,
)
_SUBJECTS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b(?:list|set|catalog|catalogue)\s+of\s+(?:the\s+|all\s+)?{_WORDS}(?=[.,;:(]|$|\s+(?:is|are|starts?|begins?|shall|must|should|will|contains|has|that|which)\b)",
        rf"\bfollowing\s+(?:\w+\s+)??{_WORDS}\s+(?:exists?|are|is|shall|must|should|will|come|apply)\b",
        rf"\b(?:initial|seed(?:ed)?|pre-?(?:defined|loaded|configured|populated|seeded))\s+(?!data\b|rows?\b|records?\b){_WORDS}(?=\s*(?:[:.(]|$|\s(?:are|is|shall|must)\b))",
        rf"^(?:\W*\d[\d.]*\W*)?(?:initial|seed|reference|master)\s+(?:data|rows|records|values)\s*(?:[:–—-]|for|of|\()\s*(?:the\s+)?{_WORDS}\)?$",
        rf"^(?:the\s+)?{_WORDS}\s+(?:that\s+exist\s+)?(?:are|is|start|starts|shall exist|exist|at start|initially)\b",
    )
)
_NO_LISTS = frozenset(
    """data row record value entry item list it this these those they following one thing setting option system field
    application column user page report dashboard filter view table status state""".split()
)
_MAX_WORDS = 3


def maintained_in(text: str) -> tuple[Noun, ...]:
    """The lists that the sentence says users maintain, as the noun of an entry."""
    found = (_entry(m["noun"]) for pattern in _MAINTAINED for m in pattern.finditer(text))
    return tuple(dict.fromkeys(n for n in found if n))


def tells_first_entries(text: str) -> bool:
    """Whether the text announces what a list holds from the start."""
    return bool(_FIRST_ENTRIES.search(text))


def subject_of(text: str) -> Noun:
    """The noun of the entries that a lead-in or a heading announces ("Seed data: currencies"); () for none."""
    for pattern in _SUBJECTS:
        match = pattern.search(strip_heading(text) if pattern.pattern.startswith("^") else text)
        found = _entry(match["noun"]) if match else ()
        if found:
            return found
    return ()


def _entry(phrase: str) -> Noun:
    found = noun(phrase)
    while found and found[0] in ("available", "all", "the", "own", "initial", "supported", "its", "their", "and"):
        found = found[1:]
    plural = bool(found) and singular(words(phrase)[-1]) != words(phrase)[-1]
    return found if plural and len(found) <= _MAX_WORDS and found[-1] not in _NO_LISTS else ()
