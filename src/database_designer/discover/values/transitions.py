"""Moves between states in running text: "New → Open → Closed", "Only SENT invoices can be paid", "starts as DRAFT"."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from database_designer.discover.findings import (
    HINT,
    AttributeFinding,
    Findings,
    StateFinding,
    ValuesFinding,
    combine,
)
from database_designer.discover.language.lexicon import EMPTY_ADJECTIVES, SYSTEM_NOUNS
from database_designer.discover.names import Noun, singular, words
from database_designer.discover.prose import Line
from database_designer.discover.values.state_owners import owner_of

_ARROW = re.compile(r"\s*(?:→|->|=>|⇒)\s*")
_CHAIN = re.compile(r"[`\"“]?(?P<first>[A-Za-z][\w -]{0,24}?)[`\"”]?\s*(?:→|->|=>|⇒)\s*(?P<rest>[^.;)]+)")
_BEFORE_FIRST = re.compile(
    r"\bstatus\b|\bstate\b|\bfrom\b|\bthrough\b|\b(?:move|go|pass|run|change|transition|progress|advance|walk)(?:e?s)?\b|:|\("
)
_MOVER = re.compile(
    r"^(?:an?|the|each|every|all)?\s*(?P<owner>[A-Za-z][\w-]{0,40}(?: [a-z][\w-]{0,40})?)\s+(?:(?:can|may|must|shall|will|only|always)\s+){0,2}(?:moves?|goe?s?|pass(?:es)?|runs?|changes?|transitions?|progress(?:es)?|advances?|walks?)(?:\s+(?:only|always|from|through|as)){0,2}\s*$",
    re.IGNORECASE,
)
_ABOUT_STATES = re.compile(r"\b(?:status|state|transition|lifecycle|life cycle|workflow|moves?)", re.IGNORECASE)
_OPTIONS = re.compile(r"\s*(?:,\s*(?:or|and)\s|,|/|\||\bor\b|\band\b)\s*")
_CLAUSE = re.compile(r"\s*(?:\(|:|\s-\s|–|—)|\s(?:when|if|after|once|by|on|upon|only|as soon as|automatically)\s")
_CODE = r"[A-Z][A-Z0-9]+(?:_[A-Z0-9]+)*"
_ONE = rf"[`\"“'‘]?(?P<{{}}>(?!(?:the|a|an|one|another|its|other)\b)[a-z]+[ -](?:progress|review|hold|stock|transit|use|approval)\b|{_CODE}|[A-Z][a-z]+(?: [A-Z][a-z]+)?|(?!(?:the|a|an|one|another|its|other)\b)[a-z]+)[`\"”'’]?"
_A, _B = _ONE.format("a"), _ONE.format("b")
_OWNER = r"(?P<owner>[A-Za-z][\w-]{0,40}(?: [a-z][\w-]{0,40})?)"
_AN = r"(?:an?|the|each|every|any)"
_STATUS_WORD = r"(?:(?:the\s+)?(?:status|state)\s+(?:of\s+|to\s+|is\s+)?)?"
_MOVES = tuple(
    re.compile(pattern, flags)
    for pattern, flags in (
        # A booking moves from REQUESTED to CONFIRMED when ...; the status changes from open to closed.
        (rf"\b{_OWNER}\s+(?:can |may |must |shall |will )?(?:only )?(?:be )?(?:mov|go|chang|transition|pass|switch|advanc|progress|turn)(?:es|e|s|ed)?\s+(?:\w+ly\s+)?from\s+{_STATUS_WORD}{_A}\s+(?:status |state )?(?:in)?to\s+{_STATUS_WORD}{_B}", 0),
        # Only SENT invoices can be paid; a DRAFT order may be cancelled.
        (rf"\b(?:[Oo]nly|[Aa]n?|[Ee]very|[Ee]ach)\s+{_A}\s+{_OWNER}\s+(?:can|may)\s+(?:only\s+)?be(?:come)?\s+{_B}\b", 0),
        # A booking can be cancelled only while it is open; it may also be refused while it is new or open.
        (rf"\b(?:{_AN}\s+{_OWNER}|it)\s+(?:can|may)\s+(?:only\s+|also\s+)?be\s+(?:set to\s+|marked as\s+)?{_B}\s+(?:only\s+)?(?:while|as long as|if|when|from)\s+(?:(?:it|its status|the status)\s+is\s+)?(?:still\s+|in\s+)?(?:status\s+)?{_A}(?P<others>(?:(?:,| or|, or) {_ONE.format('last')})*)\b", re.IGNORECASE),
    )
)  # fmt: skip
_STARTS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\b(?:[Aa]n?|[Tt]he|[Ee]ach|[Ee]very|[Nn]ew)\s+(?:new\s+)?{_OWNER}\s+(?:(?:is|are)\s+(?:initially\s+|always\s+)?(?:created|recorded|saved|stored|registered)|(?:starts?|begins?)(?:\s+out|\s+off)?)\s+(?:as|in|with)\s+(?:an?\s+)?{_STATUS_WORD}{_A}\b",
        rf"\b(?:[Aa]n?|[Tt]he|[Ee]ach|[Ee]very)\s+(?:new\s+)?{_OWNER}\s+is\s+initially\s+{_A}\b",
        rf"\b(?:[Aa]n?|[Tt]he|[Ee]ach|[Ee]very)\s+{_OWNER}\s+is\s+(?:an?\s+)?{_A}\s+(?:until\b|(?:when|as soon as|once)\s+it\s+is\s+(?:created|recorded|registered|entered|added|opened)\b)",
        rf"^(?:An?\s+|All\s+|Each\s+|Every\s+)?[Nn]ew\s+{_OWNER}\s+(?:is|are)\s+(?:always\s+|initially\s+)?{_A}(?=[.,;]|$)",
        rf"\b(?:[Ii]nitial|[Ss]tarting)\s+(?:status|state)(?:\s+of\s+(?:an?\s+|the\s+)?{_OWNER})?\s+(?:is|:)\s*{_A}\b",
    )
)
_PASSAGE = re.compile(
    rf"\b(?:[Aa]n?|[Tt]he|[Ee]ach|[Ee]very)\s+{_OWNER}\s+(?:starts|begins)\s+(?:out\s+)?(?:as|in|with)\s+(?:an?\s+)?[`\"“]?(?P<first>{_CODE})[`\"”]?(?P<middle>(?:,\s*(?:and\s+)?(?:(?:is|becomes|goes|turns|moves)\s+)?(?:then\s+|next\s+|into\s+|to\s+)*[`\"“]?{_CODE}[`\"”]?)*),?\s+(?:and|then)?\s*(?:finally\s+)?(?:ends|finishes|closes)\s+(?:as|in|with)\s+(?P<last>[`\"“]?{_CODE}[`\"”]?(?:\s*(?:,|or|,\s*or)\s+[`\"“]?{_CODE}[`\"”]?)*)"
)
_AND_BACK = re.compile(r"[`\"”'’]?,? (?:and (?:back|vice versa)|or back)\b")
# "from any of these it may be SCRAPPED", "any state can become LOST".
_FROM_ANY = re.compile(
    rf"\b(?:[Ff]rom\s+)?(?:any|all|each|every one)\s+(?:of\s+(?:these|them)|(?:other\s+)?(?:status|state)s?)\b[^.;]{{0,30}}?\b(?:may|can|to)\s+(?:be(?:come)?\s+)?(?:set to\s+)?[`\"]?(?P<b>{_CODE})"
)
_STEPS = re.compile(r"\bGiven\b(?P<given>.*?)\bWhen\b(?P<when>.*?)\bThen\b(?P<then>.*)", re.IGNORECASE | re.DOTALL)
_GIVEN = re.compile(rf"\b(?:an?|the)\s+(?P<a>{_CODE})\s+(?P<owner>[a-z][\w-]{{0,40}}(?: [a-z][\w-]{{0,40}})?)|\b(?:an?|the)\s+(?P<owner2>[a-z][\w-]{{0,40}})\s+(?:with status|in status|in state|that is|is)\s+(?P<a2>{_CODE})")  # fmt: skip
_THEN = re.compile(rf"\b(?P<owner>[a-z][\w-]{{0,40}})\s+(?:is|becomes|has status|gets status|changes to|moves to)\s+(?:set to\s+)?(?P<b>{_CODE})")  # fmt: skip
_NEEDS = re.compile(
    rf"^(?:An?|Each|Every)\s+(?P<a>[A-Za-z]+)\s+{_OWNER}\s+(?P<verb>must have|needs|requires|has|carries)\s+(?:an?\s+|the\s+)?(?P<needs>[a-z]+(?: [a-z]+)?)(?=[.,;]|$| and\b)"
)
_CODES = re.compile(_CODE)
_IS_CODE = re.compile(rf"{_CODE}")
_NO_OWNER = frozenset("it they this that these those one status state he she who which can may be is are".split())
_MAX_WORDS = 3
_STATUS: Noun = ("status",)


def read_transitions(lines: tuple[Line, ...]) -> Findings:
    """State findings of all sentences, and the states that arrows and codes name."""
    return combine(
        part
        for line in lines
        for part in (_arrows(line), _passages(line), _sentences(line), _scenario(line), _starts(line), _needs(line))
    )


def has_arrow(text: str) -> bool:
    """Whether the text draws a move from one thing to another."""
    return bool(_ARROW.search(text)) and any(a in text for a in ("→", "->", "=>", "⇒"))


def _owner(text: str, line: Line) -> Noun:
    """The thing that a sentence names before its states; the thing of the section for "it" and "the status"."""
    found = [w for w in words(text) if w not in EMPTY_ADJECTIVES]
    while found and found[-1] in _NO_OWNER:
        found.pop()
    while found and found[0] in ("the", "a", "an", "its", "each", "every", "only", "of", "when", "if"):
        found.pop(0)
    if found and found[-1] not in SYSTEM_NOUNS:
        return (*found[:-1], singular(found[-1]))
    return owner_of((), line.statement.section)


def _about(
    owner: Noun, line: Line, *, moves: tuple[tuple[str, str], ...] = (), start: str = "", closed: bool = False
) -> Findings:
    """The findings of a sentence about states: what is written as a code is a state wherever it stands."""
    evidence = line.statement.evidence
    named = tuple(dict.fromkeys((*((start,) if start else ()), *(s for pair in moves for s in pair))))
    codes = named if closed else tuple(s for s in named if _IS_CODE.fullmatch(s) or s[:1].isupper())
    values = (
        (ValuesFinding(owner=owner, attribute=_STATUS, values=codes, evidence=evidence, open=not closed),)
        if codes
        else ()
    )
    return Findings(values=values, states=(StateFinding(owner=owner, evidence=evidence, moves=moves, start=start),))


def _arrows(line: Line) -> Findings:
    statement = line.statement
    around = " ".join((line.text, statement.lead, *statement.section[-1:]))
    if not has_arrow(statement.text) or not _ABOUT_STATES.search(around):
        return Findings()
    return combine(_chain(match, line) for match in _CHAIN.finditer(statement.text))


def _chain(match: re.Match[str], line: Line) -> Findings:
    parts = _ARROW.split(match[0])
    first = _BEFORE_FIRST.split(parts[0])[-1]
    rest = (_CLAUSE.split(p, maxsplit=1)[0] for p in parts[1:])
    options = [tuple(v for o in _OPTIONS.split(p) if (v := o.strip(" `\"“”'*"))) for p in (first, *rest)]
    if not all(options) or any(len(v.split()) > _MAX_WORDS or not v[0].isalpha() for o in options for v in o):
        return Findings()
    moves = tuple((a, b) for one, two in itertools.pairwise(options) for a in one for b in two if a != b)
    statement = line.statement
    anywhere = tuple(m["b"] for m in _FROM_ANY.finditer(statement.text))
    moves = (*moves, *((a, b) for b in anywhere for a in dict.fromkeys(v for o in options for v in o) if a != b))
    # In a list of moves the first is no start: each item has one of its own.
    start = options[0][0] if len(options) > 2 and len(options[0]) == 1 else ""
    before = statement.text[: match.start()] + parts[0][: len(parts[0]) - len(first)]
    mover = _MOVER.search(before)
    owner = _owner(mover["owner"], line) if mover is not None else ()
    owner = owner or owner_of((before, f"{statement.label}:", statement.lead), statement.section)
    return _about(owner, line, moves=moves, start=start, closed=True) if owner else Findings()


def _passages(line: Line) -> Findings:
    """As in "An invoice starts as DRAFT, is then ISSUED, and ends as PAID or VOID"."""
    match = _PASSAGE.search(line.statement.text)
    if match is None:
        return Findings()
    chain = [(match["first"],), *((c,) for c in _CODES.findall(match["middle"])), tuple(_CODES.findall(match["last"]))]
    moves = tuple((a, b) for one, two in itertools.pairwise(chain) for a in one for b in two if a != b)
    return _about(_owner(match["owner"], line), line, moves=moves, start=match["first"], closed=True)


def _sentences(line: Line) -> Findings:
    return combine(
        _about(_owner(match["owner"] or "", line), line, moves=_there(match))
        for pattern in _MOVES
        for match in pattern.finditer(line.statement.text)
        if match["a"].lower() != match["b"].lower()
    )


def _there(match: re.Match[str]) -> tuple[tuple[str, str], ...]:
    """The move, and the way back where it is told ("from OPEN to HELD and back")."""
    back = _AND_BACK.match(match.string[match.end() :])
    also = (o for o in _OPTIONS.split(match.groupdict().get("others") or "") if o)
    sources = (match["a"], *(o.strip("`\"“”'‘’ ") for o in also))
    return (*((a, match["b"]) for a in sources), *(((match["b"], match["a"]),) if back is not None else ()))


def _scenario(line: Line) -> Findings:
    """As in "Given a SENT invoice When the client pays Then the invoice is PAID"."""
    return combine(_about(owner, line, moves=((a, b),)) for owner, a, b in _given_then(line.statement.text))


def _given_then(text: str) -> Iterator[tuple[Noun, str, str]]:
    steps = _STEPS.search(text)
    given = _GIVEN.search(steps["given"]) if steps else None
    if steps is None or given is None:
        return
    noun = words(given["owner"] or given["owner2"])
    for then in _THEN.finditer(steps["then"]):
        for size in range(len(noun), 0, -1):
            if noun[size - 1] == words(then["owner"])[-1] and (given["a"] or given["a2"]) != then["b"]:
                yield noun[:size], given["a"] or given["a2"], then["b"]
                return


def _starts(line: Line) -> Findings:
    for pattern in _STARTS:
        match = pattern.search(line.statement.text)
        if match is not None:
            return _about(_owner(match["owner"] or "", line), line, start=match["a"])
    return Findings()


def _needs(line: Line) -> Findings:
    """As in "A void invoice needs a reason": what is set in a state, if it is a state and a property."""
    match = _NEEDS.search(line.statement.text)
    if match is None:
        return Findings()
    name, owner, evidence = words(match["needs"]), _owner(match["owner"], line), line.statement.evidence
    told = match["verb"] not in ("has", "carries") and not line.may_be_noun(match["a"].lower())
    attribute = AttributeFinding(owner=owner, name=name, evidence=evidence, weight=HINT)
    return Findings(
        attributes=(attribute,) if told else (),
        states=(StateFinding(owner=owner, evidence=evidence, needs=((match["a"], name),)),),
    )
