"""What is said of one member within an enumeration, put in brackets before the sentence is parsed.

"a chip number of exactly 15 digits, if it is chipped, and a weight" is read as "a chip number (exactly 15 digits)
(optional), and a weight": the enumeration goes on behind the note. Verbs of one subject are joined by "and".
"""

from __future__ import annotations

import re

_COUNT = r"(?:\d+|two|three|four|five|six|eight|ten|twelve)"
_NOTES: tuple[tuple[re.Pattern[str], str], ...] = (
    (
        re.compile(
            rf"(?<=[a-z]) (?:of|with) (?P<said>(?:exactly|at least|at most|up to|no more than|a (?:maximum|minimum) of) {_COUNT} (?:characters|digits|letters))\b"
        ),
        r" (\g<said>)",
    ),
    (
        re.compile(rf"(?<=[a-z]) with (?:{_COUNT}|one) (?:decimals?|decimal (?:places?|digits?)|digits? (?:after|behind) the (?:decimal )?point)\b"),
        " (decimal)",
    ),
    (re.compile(r"(?P<what>\b(?:an?|the|its) (?:[a-z-]+ ){1,3})from (?P<said>\d+ to \d+)(?=\s*(?:,|\band\b|\.|$))"), r"\g<what>(\g<said>)"),
    (
        re.compile(r",? if (?:it|he|she|they|there|one) (?:is|are|has|have|was|were|exists?)\b[^,.;()]{0,40}(?=, (?:and |or )?(?:an?|the|its) )"),
        " (optional)",
    ),
)  # fmt: skip


_VERB = r"(?:is|are|has|have|belongs?|refers?|consists?|contains?|can|must|may)"
# "A visit belongs to a pet, is made by a vet and has a date": three verbs of one subject, all joined alike.
_JOINED = re.compile(
    rf"^(?P<first>(?:An?|Each|Every|The) [^,.;:()]{{3,80}}), (?P<second>{_VERB}\b[^.;:]{{2,120}}?,? and {_VERB}\b)"
)


def noted(text: str) -> str:
    """The text with such notes in brackets; any other text as it is."""
    for note, bracketed in _NOTES:
        text = note.sub(bracketed, text)
    return _JOINED.sub(r"\g<first> and \g<second>", text)
