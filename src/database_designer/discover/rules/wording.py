"""Rule sentences in one wording: clauses in lower case, identifiers in words, every prohibition "cannot"."""

from __future__ import annotations

import re
from functools import lru_cache

from database_designer.discover.names import singular

_LONGEST = 300
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_BRACKETS = re.compile(r"\s*\([^()]{0,300}\)|\s*\[[^\[\]]{0,300}\]")
_SIGNS = re.compile(r"[`\"“”*]|(?<=\s)['‘]|['’](?=\s|$)")
_SPACES = re.compile(r"[\s_]+")
_CLAUSES = re.compile(
    r"\s*(?:;|\s[—–]\s|,\s+but\s+(?!only)|\.\s|\.$|→|->|(?<!require)(?<!requires):\s+(?=(?:an?|the|each|no|only|every)\s))\s*"
)
_BE = r"(?:is|are|be)"
UNIT = r"(?:second|minute|hour|day|week|month|year)"
"""A unit of time, as a pattern."""
_SAYINGS = tuple(
    (re.compile(pattern), meaning)
    for pattern, meaning in (
        (r"\b(?:it|this) (?:is|shall be|must be) (?:impossible|not possible|forbidden|not allowed|not permitted|prohibited) to\b", "cannot"),
        (rf"\b(?:(?:may|must|shall|should|will|can|could)(?: not|n't| never| no longer) |{_BE} not (?:to )?)(?:be )?(?:allowed to|permitted to|able to|possible to)\b", "cannot"),
        (rf"\b{_BE} (?:never|no longer|not) (?:allowed to|permitted to|able to)\b", "cannot"),
        (r"\be-mail", "email"),
        (r"\bbe (?:marked as|flagged as|declared|set to) ", "be "),
        (rf"\b{_BE} (?:forbidden|prohibited|prevented|barred|blocked|unable) (?:to|from)\b", "cannot"),
        (r"\b(?:can not|can't|cannot ever|can never|can no longer|may not|may never|may no longer|must not|must never|mustn't|shall not|shall never|should not|should never|shouldn't|will not|won't|could not|couldn't|must no longer|shall no longer)\b", "cannot"),
        (rf"\b(?:(?:must|shall|should|will|can|may) be|{_BE})(?: only)? (?:allowed|permitted|able) to\b", "can"),
        # The end cannot precede the start; a visit ends 4 hours later at most.
        (r"\bcannot (?:precede|predate|come before|be prior to|be earlier than|lie before|fall before)\b", "cannot be before"),
        (r"\bcannot (?:follow|come after|be later than|lie after|fall after)\b", "cannot be after"),
        (r"\b(?:must|shall|should|has to|have to) (?:always )?(?:precede|predate|come before|lie before|fall before|be prior to)\b", "must be before"),
        (r"\b(?:must|shall|should|has to|have to) (?:always )?(?:follow|come after|lie after|fall after)\b", "must be after"),
        (r"\balways (?:precedes?|predates?|comes? before|lies? before)\b", "must be before"),
        (r"\balways (?:follows?|comes? after|lies? after)\b", "must be after"),
        (r"\b(\d[\d,.]*(?: [a-z]+)?|(?:one|two|three|four|five|six|seven|eight|nine|ten|twelve) [a-z]+) (?:at most|at the most|maximum|at maximum)$", r"at most \1"),
        (r"\b(\d[\d,.]*(?: [a-z]+)?|(?:one|two|three|four|five|six|seven|eight|nine|ten|twelve) [a-z]+) (?:at least|at the least|minimum)$", r"at least \1"),
        (rf"\b((?:\d+|[a-z]+) {UNIT}s?) in advance\b", r"\1 before the start"),
        (r"\b(?:on the basis of|based on|on account of)(?= (?:an? )?[a-z]+(?:ed|en) )", "for"),
        (rf"\b{_BE} entitled to\b", "can have"),
        (r"^for (?:each|every|any) ([a-z][a-z -]*?),? (at most|only|no more than) one ([a-z][a-z -]*?) (?:is|may be|can be|must be|shall be|will be) (?:issued|created|made|recorded|stored|written|kept|drawn up)$", r"there can be \2 one \3 per \1"),
        (r"\b(?:can|may|must|shall|should|will) only\b|\bonly (?:can|may|must|shall|should)\b", "can only"),
    )
)  # fmt: skip
_FINALLY = r"(?:is|are) (?:irreversible|final|definitive|irrevocable)"
_REQUIRING = r"(?:requires?|needs?) [a-z][a-z ]{2,40}?"
_FINAL_AND = re.compile(
    rf"^(?P<x>[A-Za-z][\w -]{{2,50}}?) (?P<one>{_FINALLY}|{_REQUIRING}) and (?P<two>{_REQUIRING}|{_FINALLY})(?=\.?$)"
)
_APART = r"\g<x> \g<one>; \g<x> \g<two>"
_AND_CANNOT = re.compile(
    r"^(?P<x>(?:An?|Each|Every|The|All) [a-z-]+(?: [a-z-]+)?) (?P<one>(?:is|are|has|have) [a-z][\w ,-]{2,120}?),? and (?P<two>(?:cannot|can never|must not|must never|may not|may never|shall not|shall never) be [a-z ]{4,60})(?=\.?$)"
)
_ENSURE = re.compile(
    r"\b(?:(?:the )?[a-z]+ )?(?:must|shall|should|will) (?:always )?(?:check|ensure|verify|validate|make sure|guarantee|enforce) (?:that )?(?=(?P<rest>.+))"
)
_FIRST_VERB = re.compile(r"\b(?P<verb>is|are|has|have)\b(?! (?:to|never|not)\b)")
_DOUBLE = re.compile(r"\bcannot (?:then |also |ever |simply |directly )?")
_NUMBERS = {
    w: n
    for n, w in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
        "eighteen nineteen twenty".split()
    )
} | {"thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "ninety": 90, "hundred": 100, "once": 1, "twice": 2}
_FIGURE = re.compile(r"\d[\d,]*(?:\.\d+)?$")
NUMBER = rf"(?:\d[\d,]*(?:\.\d+)?|{'|'.join(w for w in _NUMBERS if w not in ('once', 'twice'))})"
"""A number in figures or words, as a pattern."""
DETERMINERS = frozenset(
    """the a an any each every all this that these those such his her its their another other further new more some
    existing own only same given corresponding associated related respective relevant both additional particular""".split()
)
"""Words before a noun that do not tell which rows are meant."""


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """The text in lower case and one wording: "Loans mustn't be cancelled" becomes "loans cannot be cancelled"."""
    found = _SPACES.sub(" ", _SIGNS.sub("", _CAMEL.sub(" ", text.replace("’", "'")))).strip(" .,").lower()
    for pattern, meaning in _SAYINGS:
        found = pattern.sub(meaning, found)
    return _DOUBLE.sub("cannot ", _demanded(found))


def _demanded(said: str) -> str:
    """What is to be ensured as a demand: "the system must ensure that a pilot is fit" is "a pilot must be fit"."""
    ensured = _ENSURE.match(said)
    if not ensured:
        return said
    rest = ensured["rest"]
    if re.search(r"\b(?:cannot|must|can only)\b", rest):
        return rest
    return _FIRST_VERB.sub(lambda m: "must be" if m["verb"] in ("is", "are") else "must have", rest, count=1)


@lru_cache(maxsize=4096)
def clauses(text: str) -> tuple[str, ...]:
    """The parts of a statement that say something by themselves, without what stands in brackets, in one wording."""
    bare = parted(_BRACKETS.sub("", text))
    return tuple(p for part in _CLAUSES.split(bare) if (p := plain(part)) and len(p) <= _LONGEST)


def parted(text: str) -> str:
    """The text with a clause each for what is said of one thing at once: "X is final and requires Y", "and cannot be Z"."""
    return _AND_CANNOT.sub(_APART, _FINAL_AND.sub(_APART, text))


def number(word: str) -> str | None:
    """The number in figures that a word means ("two", "1,000"); None for none."""
    if word in _NUMBERS:
        return str(_NUMBERS[word])
    return word.replace(",", "") if _FIGURE.match(word) else None


def bare(text: str) -> str:
    """The noun phrase without the words before it that do not tell which rows are meant."""
    words = text.strip(" ,").split()
    while words and words[0] in DETERMINERS:
        words = words[1:]
    return " ".join(words)


def rule_name(*parts: str) -> str:
    """A name for a rule out of words, at most 60 characters long."""
    words = [w for p in parts for w in re.findall(r"[a-z0-9]+", p.lower())]
    return "_".join(words)[:60].strip("_") or "rule"


def one(word: str) -> str:
    """The singular of a word."""
    return singular(word)
