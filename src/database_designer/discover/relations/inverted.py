"""Sentences turned round: "to each recipe are assigned several spices" is "several spices are assigned to each recipe"."""

from __future__ import annotations

import re

_WHERE = r"(?P<word>To|In|On|At|From|Into|With|Under|By) (?P<where>(?:an?|each|every|any|one|the) [a-z][\w-]*(?: [a-z][\w-]*){0,2}?)"
_BE = r"(?P<be>is|are|(?:can|may|must|shall|should|will|has to|have to) be)(?: also)?"
_WHAT = r"(?P<what>(?:an?|one|two|three|several|many|multiple|various|any number of|zero or more|up to|at (?:least|most)|exactly|the) [^,.;:]+)"
_PASSIVE = re.compile(rf"^{_WHERE} {_BE} (?P<verb>[a-z]+(?:ed|en|t|ld|un|wn|d)) {_WHAT}(?P<rest>.*)$")
_ACTIVE = re.compile(
    rf"^{_WHERE} (?P<verb>stands?|lies?|hangs?|lives?|sits?|works?|belongs?|stays?|grows?|arises?|results?) {_WHAT}(?P<rest>.*)$"
)


def turned_round(text: str) -> str:
    """The sentence with its subject in front; any other sentence as it is."""
    passive = _PASSIVE.match(text)
    match = passive or _ACTIVE.match(text)
    if match is None:
        return text
    said = f"{passive['be']} {passive['verb']}" if passive else match["verb"]
    what = match["what"][0].upper() + match["what"][1:]
    return f"{what} {said} {match['word'].lower()} {match['where']}{match['rest']}"
