"""States told by codes only: "an `ACTIVE` membership", "set payment `REFUNDED`", "the row is kept as `CANCELLED`"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from database_designer.discover.findings import Findings, ValuesFinding
from database_designer.discover.language.annotate import Token
from database_designer.discover.language.lexicon import SYSTEM_NOUNS
from database_designer.discover.names import Noun, noun, singular
from database_designer.discover.prose import Line
from database_designer.discover.values.state_owners import owner_of

_CODE = re.compile(r"[A-Z][A-Z0-9]+(?:_[A-Z0-9]+)*")
_PARTICIPLE = re.compile(r"[A-Z]+(?:ED|ING|IVE|PEN|AFT|NEW|ENT|ATE)")
_NOT_STATES = frozenset(
    "ID URL API HTTP JSON CSV PDF UUID GET POST PUT PATCH DELETE SQL JWT UTC NULL TRUE FALSE HTML XML UI UX".split()
)
_NO_OWNERS = SYSTEM_NOUNS | frozenset(
    """status state field value error code property column role type permission level row record method header flag
    constant one ones endpoint request response""".split()
)
_ROW = frozenset({"row", "record", "entry", "it", "status", "state"})
_BEING = frozenset({"is", "are", "becomes", "become", "be", "as"})
_SETTING = frozenset({"status", "state"})
_MIN_STEM = 5
_WORD = r"[A-Z]{3,}(?:_[A-Z]+)*"
# Codes in running text count where the sentence says that the thing becomes so.
_BECOMES = re.compile(
    rf"\b(?:becomes?|(?:sets?|changes?|setting|changing) (?:the |its )?(?:status|state)(?: to)?|(?:is|are) (?:set to|marked as|a)|(?:can|may) be)\s+(?:an?\s+)?(?P<code>{_WORD})\b"
)
_SUBJECT = re.compile(
    r"(?:An?|The|Each|Every)\s+(?P<owner>[a-z][\w-]{0,40}(?: [a-z][\w-]{0,40}){0,2}?)\s+(?:that\s[^,]{0,60}?\s)?(?:is|becomes|can be|may be)\b"
)
_ALSO = re.compile(rf"\b(?:and|or)\s+(?P<code>{_WORD})\s+(?:when|if|once|after|as soon as)\b")
_HAS_STATUS = re.compile(
    r"\b(?:an?|each|every|the)\s+(?P<owner>[a-z][\w-]{0,40}(?: [a-z][\w-]{0,40}){0,2}?)\s+(?:has|have|carries)\s[^.;]{0,160}\b(?:status|state)\b",
    re.IGNORECASE,
)
_ABOUT = re.compile(r"\b(?:status|state|life|life ?cycle|until|as long as|when|once)\b", re.IGNORECASE)


def read_state_codes(lines: tuple[Line, ...]) -> Findings:
    """Open value findings, one a code that stands with the thing whose state it is."""
    spoken_of: dict[tuple[str, ...], Noun] = {}
    found: list[ValuesFinding] = []
    for line in lines:
        section, evidence = line.statement.section, line.statement.evidence
        owner = _said_subject(line) or spoken_of.get(section) or owner_of((), section[-1:])
        if _said_subject(line):
            spoken_of[section] = owner
        found.extend(
            ValuesFinding(owner=o, attribute=("status",), values=(code,), evidence=evidence, open=True)
            for o, code in (*_becoming(line, owner), *_states(line))
        )
    return Findings(values=tuple(found))


def _said_subject(line: Line) -> Noun:
    """The thing at the start of the sentence ("A work order is OPEN until ..."); () for "it" and for acts."""
    match = _SUBJECT.match(line.statement.text)
    return noun(match["owner"]) if match else ()


def _states(line: Line) -> Iterator[tuple[Noun, str]]:
    coded = {c for c in line.statement.code if _CODE.fullmatch(c) and c not in _NOT_STATES}
    tokens = line.sentence.tokens
    for i, token in enumerate(tokens):
        if token.text in coded:
            after = tokens[i + 1] if i + 1 < len(tokens) else None
            before = tokens[i - 1] if i > 0 else None
            owner = _beside(before, after, coded, tokens) or _derived(token.text, line) or _topic(token, before, line)
            if owner and owner[-1] not in _NO_OWNERS:
                yield owner, token.text


def _becoming(line: Line, owner: Noun) -> Iterator[tuple[Noun, str]]:
    """As in "It becomes PAID when ..., and EXPIRED when ...": states of the thing the section speaks of."""
    text, section = line.statement.text, line.statement.section
    found = list(_BECOMES.finditer(text)) if owner and _ABOUT.search(" ".join((text, *section[-1:]))) else []
    for match in (*found, *(_ALSO.finditer(text) if found else ())):
        if match["code"] not in _NOT_STATES:
            yield owner, match["code"]


def _with_status(status: Token, tokens: tuple[Token, ...]) -> Noun:
    """The thing in "kennels with status `CLEAN`"; () for a status that stands by itself."""
    at = status.i - 1
    while at > 0 and tokens[at].lower in ("with", "in", "the", "has", "have", "whose"):
        at -= 1
    one = tokens[at]
    return (singular(one.lower),) if at < status.i - 1 and one.pos in ("NOUN", "PROPN") else ()


def _beside(before: Token | None, after: Token | None, coded: set[str], tokens: tuple[Token, ...]) -> Noun:
    """The noun after the code ("an `ACTIVE` membership") or right before it ("set payment `REFUNDED`")."""
    if after is not None and after.pos in ("NOUN", "PROPN") and after.tag in ("NN", "NNS") and after.text not in coded:
        return (singular(after.lower),)
    if before is not None and before.lower in _SETTING:
        return _with_status(before, tokens)
    if before is not None and before.pos == "NOUN" and before.text not in coded and before.lower not in _SETTING:
        return (singular(before.lower),)
    return ()


def _derived(code: str, line: Line) -> Noun:
    """The thing named after the act whose participle the code is: `ENROLLED` in a section on enrollment."""
    stem = code.lower().removesuffix("ed")
    if len(stem) < _MIN_STEM or not code.endswith("ED"):
        return ()
    about = owner_of((), line.statement.section)
    return about if len(about) == 1 and about[0].startswith(stem) and about[0] != stem else ()


def _topic(token: Token, before: Token | None, line: Line) -> Noun:
    """The thing of the sentence or of its section: "the row is kept as `X`", "setting status `X`", "becomes `X`"."""
    set_so = before is not None and (before.lower in ("as", "to", "is", "becomes", "=") or before.lower in _SETTING)
    if not (set_so or _PARTICIPLE.fullmatch(token.text)):
        return ()
    has = _HAS_STATUS.search(line.statement.text)
    if has is not None:
        return noun(has["owner"])
    about = owner_of((), line.statement.section)
    if before is not None and before.lower in _BEING:
        subject = _subject(line, token)
        return about if subject[-1:] == about[-1:] else subject or about
    return about


def _subject(line: Line, code: Token) -> Noun:
    """The thing that the sentence says is so, the nearest subject before the code; () for "it" and for the status."""
    for token in reversed(line.sentence.tokens[: code.i]):
        if token.dep in ("nsubj", "nsubjpass"):
            named = (singular(token.lower),)
            return named if token.pos in ("NOUN", "PROPN") and named[0] not in _ROW else ()
    return ()
