"""How long rows are kept: "closed files are archived two years after closing".

Only what says that rows stay for a time, or go when they are of an age, counts. Deadlines ("cancelled within 24
hours"), windows ("restored within 30 days") and periods of anything that is no row do not. A time to keep rows is no
order to remove them: that has to be said ("and are then deleted", "no longer than"), and not as something allowed.
"""

from __future__ import annotations

import re

from database_designer.discover.findings import PolicyFinding
from database_designer.discover.names import words
from database_designer.discover.policies.owners import nouns_of
from database_designer.source import Evidence

_NUMBERS = {
    "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8", "nine": "9",
    "ten": "10", "twelve": "12", "fifteen": "15", "twenty": "20", "thirty": "30", "ninety": "90", "a": "1", "an": "1",
}  # fmt: skip
_PERIOD = (
    rf"(?P<count>\d{{1,4}}|{'|'.join(sorted(_NUMBERS, key=len, reverse=True))})[\s-]*(?P<unit>year|month|week|day)s?"
)
# Without one of these no pattern finds anything, and most statements have none.
_UNIT = re.compile("year|month|week|day", re.IGNORECASE)
_LIMIT = r"(?:no|not) (?:longer|more) than|at most|(?:a )?maximum(?: of)?"
_FILLER = rf"(?:(?:{_LIMIT}|for|at|least|up|to|a|minimum|maximum|period|of|about|only|online|then|in|the|database|system|securely)\s+){{0,6}}"
_KEEPING = r"(?:kept|retained|stored|preserved|held|keep|keeps|retain|retains|store|stores|preserve|preserves|hold)"
_ENDING = (
    r"(?:archived?|archives|deleted?|deletes|purged?|purges|removed?|removes|erased?|destroyed|disposed\s+of"
    r"|anonymi[sz]ed?|anonymi[sz]es)"
)
_AUX = r"(?:(?:shall|must|should|will|can|may|are|is|be|to|being|automatically|permanently|physically|safely|then|only)\s+){1,6}"
_BEFORE = r"(?<![A-Za-z])(?P<owner>[A-Za-z][^;:]{0,120}?)"
_PATTERNS = tuple(
    re.compile(p, re.IGNORECASE)
    for p in (
        # readings are kept for 3 years
        rf"{_BEFORE}\s+{_AUX}{_KEEPING}\s+{_FILLER}{_PERIOD}\b",
        # readings must not be kept for longer than 3 years
        rf"{_BEFORE}\s+(?:shall|must|should|may|can|are|is|will)\s*(?:not|never)\s+(?:be\s+)?{_KEEPING}\s+(?P<limit>(?:for\s+)?(?:longer|more)\s+than)\s+{_PERIOD}\b",
        # stays are archived (2 years) after ...
        rf"{_BEFORE}\s+{_AUX}{_ENDING}\s+(?:after\s+|once\s+older\s+than\s+|when\s+older\s+than\s+)?{_FILLER}{_PERIOD}\b",
        # readings older than 5 years are deleted
        rf"{_BEFORE}\s+older\s+than\s+{_PERIOD}\s+{_AUX}{_ENDING}\b",
        # keep readings for 5 years; delete readings after 5 years; delete readings older than 5 years
        rf"\b{_KEEPING}\s+(?P<owner>[a-z][^;:,]{{0,60}}?)\s+for\s+{_FILLER}{_PERIOD}\b",
        rf"\b{_ENDING}\s+(?P<owner>[a-z][^;:,]{{0,60}}?)\s+(?:after|older\s+than)\s+{_FILLER}{_PERIOD}\b",
        # retention of readings: 5 years; readings retention period is 5 years; tickets kept for 5 years
        rf"\bretention(?:\s+(?:period|time))?\s+(?:of|for)\s+(?P<owner>[a-z][^;:|]{{0,60}}?)\s*(?:\bis|:|\||-|–|=)?\s*{_PERIOD}\b",
        rf"(?P<owner>[A-Za-z][\w -]{{0,40}}?)\s+retention(?:\s+(?:period|time))?\s*(?:is|of|:|\||-|–|=)*\s*{_PERIOD}\b",
        rf"^(?P<owner>[A-Za-z][\w -]{{0,40}}?)\s*(?::|\|)?\s*{_KEEPING}\s+{_FILLER}{_PERIOD}\b",
    )
)
_AFTER = re.compile(
    r"^\s*(?:\(?old\)?\s*)?(?:after|following|from|past|since|counted\s+from)\s+(?:the\s+|their\s+|its\s+|they\s+(?:were|are)\s+|it\s+(?:was|is)\s+|being\s+|date\s+of\s+)*"
    r"(?P<after>[a-z][\w-]*(?:\s+[a-z][\w-]*){0,4})",
    re.IGNORECASE,
)
_PARTS = re.compile(
    r"(?:;\s*|\.\s+|,\s+(?=(?:and|but|while|the|all)\b)|,\s+(?=[\w-]+\s+(?:for\s+)?\d+\s)|\band\s+(?=[a-z-]+\s+(?:retention|for)\b))"
)
# tickets are kept for 3 years, attachments 90 days
_ALSO = re.compile(rf"^(?:and\s+)?(?P<owner>[a-z][\w -]{{0,40}}?)\s+(?:for\s+)?{_PERIOD}\b", re.IGNORECASE)
_LABEL = re.compile(r"^\s*\([A-Z][\w -]{1,30}\)\s*")
_OTHER = re.compile(r"\bback[- ]?ups?\b|\bbacked up\b|\bpasswords?\b|\bcookies?\b|\bcach(?:e|ed)\b", re.IGNORECASE)
_NOT_KEPT = re.compile(r"\b(?:not|never|cannot)\b", re.IGNORECASE)
_LIMITED = re.compile(rf"\b(?:{_LIMIT})\s*(?:period\s+of\s+)?$", re.IGNORECASE)
_ENDS = re.compile(rf"\b(?:{_ENDING}|(?<=before )(?:deletion|removal|erasure|archiving))\b", re.IGNORECASE)
# What stands before words of removal and makes them no order: a refusal, a leave, or a condition in the same clause.
_NO_ORDER = re.compile(
    r"\b(?:not|never|cannot|no|without|may|can|could|might|allow\w*|able|optionally)\b", re.IGNORECASE
)
_CONDITION = re.compile(
    r"\b(?:after(?! which)|when|if|once|since|until|following|from|unless|even|with|of)\b", re.IGNORECASE
)
# Some of the rows are left out: what is to be done with the others is not told exactly enough to be done.
_EXCEPT = re.compile(
    r"\b(?:except|unless|excluding|excepting|apart from|other than|with the exception|as long as|provided|but not|if no|if they|if it)\b",
    re.IGNORECASE,
)
_CUT = re.compile(r",|\b(?:and|then|which|thereafter|afterwards)\b", re.IGNORECASE)
_NEXT = re.compile(r"\b(?:and|then|which|before|thereafter|afterwards)\b|,", re.IGNORECASE)
# "then deleted", and not "then deleted files are ..."
_OVER = re.compile(
    r"\s*(?:$|[.,;:()]|(?:automatically|permanently|physically|securely|completely|irreversibly|irrevocably|from|by|in|to|on|at"
    r"|or|and|them|it|unless|afterwards|within|every|daily|weekly|monthly)\b)",
    re.IGNORECASE,
)


def retention(text: str, evidence: Evidence, place: str) -> list[PolicyFinding]:
    """What a statement says of how long things are kept; `place` are its heading and lead.

    The value `then` is what is done with the rows at the end, "" where the statement orders nothing. A finding whose
    sentence names no thing has no owner.
    """
    if not _UNIT.search(text) or _OTHER.search(text) or _OTHER.search(place):
        return []
    found: list[PolicyFinding] = []
    for part in _PARTS.split(_LABEL.sub("", text)):
        patterns = (*_PATTERNS, _ALSO) if found else _PATTERNS
        match = next((m for p in patterns if (m := p.search(part))), None)
        if match is not None and not _NOT_KEPT.search(match["owner"]):
            details = _details(match, part, whole=not _EXCEPT.search(text))
            owners = nouns_of(_subject(match["owner"])) or ((),)
            found.extend(PolicyFinding(owner=n, policy="retention", evidence=evidence, values=details) for n in owners)
    return found


def _subject(text: str) -> str:
    """The things that are kept, without how old they are or what came before them in the sentence."""
    return re.split(r",\s|\s(?:that|which|so that|when|while)\s", text)[-1] if text.count(",") == 1 else text


def _details(match: re.Match[str], part: str, *, whole: bool) -> tuple[tuple[str, str], ...]:
    count = match["count"].lower()
    after = _AFTER.match(part[match.end() :])
    return (
        ("amount", _NUMBERS.get(count, count)),
        ("unit", f"{match['unit'].lower()}s"),
        ("after", " ".join(words(after["after"])) if after else ""),
        ("then", _then(match, part) if whole else ""),
    )


def _then(match: re.Match[str], part: str) -> str:
    """What is to be done with the rows at the end of the period; "" where that is not said, refused or only allowed."""
    limited = match.groupdict().get("limit") or _LIMITED.search(part[: match.start("count")])
    ending = next((e for e in _ENDS.finditer(part) if _is_order(e, match, part)), None)
    if ending is None:
        return "delete" if limited else ""
    done = ending[0].lower()
    return "anonymise" if done.startswith("anonymi") else "archive" if done.startswith("archiv") else "delete"


def _is_order(ending: re.Match[str], match: re.Match[str], part: str) -> bool:
    """Whether the words of removal are what the sentence demands, of all that it speaks of."""
    if match.start("owner") <= ending.start() < match.end("owner"):
        return False
    inside = ending.start() < match.end()
    before = part[: ending.start()] if inside else part[match.end() : ending.start()]
    if _NO_ORDER.search(before):
        return False
    if inside:
        return not re.match(r"\s+for\b", part[ending.end() :])
    clause = _CUT.split(before)[-1]
    return bool(_NEXT.search(before) and not _CONDITION.search(clause) and _OVER.match(part[ending.end() :]))
