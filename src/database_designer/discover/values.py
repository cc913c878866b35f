"""Value lists and lifecycles: "status (pending, approved)", "New → Open → Closed", "`ACTIVE` membership"."""

from __future__ import annotations

import itertools
import re

from database_designer.discover.findings import Findings, ValuesFinding, combine
from database_designer.discover.language.lexicon import EMPTY_ADJECTIVES, SYSTEM_NOUNS
from database_designer.discover.names import Noun, singular, words
from database_designer.discover.prose import Line

_LISTED = r"(?:status(?:es)?|states?|types?|roles?|priorit(?:y|ies)|categor(?:y|ies)|kinds?|genders?|levels?|modes?|methods?|outcomes?|severit(?:y|ies)|directions?|impact|urgency|frequency|frequencies|genres?|stages?|phases?|results?|colou?rs?|units?|sources?|reasons?|classes|grades?|currenc(?:y|ies)|conditions?|size)"
_VALUE = r"[`\"“'‘]?[A-Za-z][\w+.-]*(?:[ -][A-Za-z][\w+.-]*){0,2}[`\"”'’]?"
_SEQUENCE = rf"{_VALUE}(?:\s*(?:,|/|\||;)\s*(?:or |and )?{_VALUE})*(?:\s*,?\s*(?:or|and)\s+{_VALUE})?"
_BEFORE = r"(?P<before>(?:[A-Za-z][\w'’-]*\s+){0,3})"
_NAMED = re.compile(
    rf"\b{_BEFORE}(?P<attribute>{_LISTED})\b(?:\s+(?:of|for)\s+(?:an?\s+|the\s+|each\s+)?(?P<of>[a-z][\w-]*(?:\s[a-z][\w-]*)?))?\s*(?:\(|:|=|\bincluding\b|\bmust be(?: one of)?\b|\bis(?: one of)?\b|\bare\b|\bcan be\b|\bmay be\b|\bis either\b|\beither\b|\bvalues?\b:?|\bone of\b)+\s*:?\s*(?:one of(?: the following)?\s*:?\s*|either\s+|e\.g\.,?\s*)?(?P<list>{_SEQUENCE})(?P<end>\)|\.|$|;|,| with| before| after| by| and)",
    re.IGNORECASE,
)
_CAN_BE = re.compile(
    rf"^(?:an?|each|every|the)\s+(?P<owner>[A-Za-z][\w-]*(?:\s[A-Za-z][\w-]*){{0,2}}?)\s+(?:can|may|must)\s+(?:only\s+)?be\s+(?:either\s+|in one of (?:the )?(?:\w+ )?states?:?\s*)?(?P<list>{_VALUE}(?:\s*,\s*{_VALUE})*\s*,?\s+or\s+{_VALUE})\s*(?:[.;]|$)",
    re.IGNORECASE,
)
_STATES = re.compile(
    rf"(?P<owner>[A-Za-z][\w-]*(?:\s[A-Za-z][\w-]*){{0,1}}?)\s+(?:can|may|must|is|are)\s+(?:be\s+)?in\s+(?:one of\s+)?(?:the\s+)?(?:\w+\s+)?(?:following\s+)?states?\s*:?\s*(?P<list>{_SEQUENCE})",
    re.IGNORECASE,
)
_ARROWS = re.compile(r"[`\"“]?(?P<first>[A-Za-z][\w ]{1,24}?)[`\"”]?\s*(?:→|->|=>|⇒)\s*(?P<rest>[^.;)]+)")
_ARROW = re.compile(r"\s*(?:→|->|=>|⇒)\s*")
_CODE = re.compile(r"^[A-Z][A-Z0-9]+(?:_[A-Z0-9]+)*$")
_NOT_STATES = frozenset(
    "ID URL API HTTP JSON CSV PDF UUID GET POST PUT PATCH DELETE SQL JWT UTC NULL TRUE FALSE HTML XML UI UX".split()
)
_BRACKETED = re.compile(
    r"\b(?P<what>[A-Za-z][\w-]*)\s*\(\s*(?P<list>[A-Z][A-Z_]{2,}(?:\s*[/,|]\s*[A-Z][A-Z_]{2,})+)\s*\)"
)
_STATE_LIKE = re.compile(r"^[A-Z]+(?:ED|ING|IVE|PEN|AFT|NEW|ENT|ATE)$")
_MAX_VALUES = 25
_MAX_WORDS = 3
_STATUS: Noun = ("status",)


def read_values(lines: tuple[Line, ...]) -> Findings:
    """Value findings of all statements."""
    return combine(
        Findings(values=(*_named(line), *_states(line), *_arrows(line), *_bracketed(line), *_codes(line)))
        for line in lines
    )


def split_values(text: str) -> tuple[str, ...]:
    """The values of an enumeration as written, without quotes, at most 25."""
    parts = re.split(r"\s*(?:,\s*(?:or|and)\s|,|/|\||;|\bor\b|\band\b)\s*", text)
    found = (p.strip(" `\"“”'‘’.()*") for p in parts)
    kept = tuple(
        dict.fromkeys(
            p for p in found if p and len(p.split()) <= _MAX_WORDS and not p.lower().startswith(("etc", "e.g"))
        )
    )
    return kept[:_MAX_VALUES]


def _owner(before: str, of: str | None, line: Line) -> Noun:
    """Whose property it is: the words before it, the complement with "of", else the topic of the section."""
    for text in (of or "", before):
        parts = [w for w in words(text) if w not in EMPTY_ADJECTIVES]
        parts = [
            w
            for w in parts
            if w
            not in (
                "the",
                "a",
                "an",
                "its",
                "their",
                "update",
                "track",
                "set",
                "with",
                "by",
                "of",
                "to",
                "and",
                "for",
                "has",
                "have",
                "per",
                "in",
                "on",
            )
        ]
        if parts:
            name = (*parts[-2:-1], singular(parts[-1]))
            tagged = {t.lower: t.pos for t in line.sentence.tokens}
            name = tuple(w for w in name if tagged.get(w, "NOUN") in ("NOUN", "PROPN", "ADJ") or w == name[-1])
            if name[-1] not in SYSTEM_NOUNS and tagged.get(words(text)[-1], "NOUN") in ("NOUN", "PROPN"):
                return name
    return line.topics[0] if line.topics else ()


def _named(line: Line) -> tuple[ValuesFinding, ...]:
    found: list[ValuesFinding] = []
    for match in _NAMED.finditer(line.statement.text):
        values = split_values(match["list"])
        if len(values) < 2 or (match["end"] not in (")", ".", "", ";") and len(values) < 3) or not _alike(values):
            continue
        found.append(
            ValuesFinding(
                owner=_owner(match["before"], match["of"], line), attribute=(singular(match["attribute"].lower()),),
                values=values, evidence=line.statement.evidence, open=bool(re.search(r"e\.g\.|such as|etc", match[0])),
            )
        )  # fmt: skip
    return tuple(found)


def _alike(values: tuple[str, ...]) -> bool:
    """Whether the values look like values: none is a clause or a function word."""
    lower = [v.lower() for v in values]
    return all(
        len(v) < 30
        and not set(v.split()) & {"the", "is", "are", "to", "must", "a", "of", "that", "it", "be", "can", "if", "when"}
        for v in lower
    )


def _states(line: Line) -> tuple[ValuesFinding, ...]:
    found: list[ValuesFinding] = []
    for pattern in (_CAN_BE, _STATES):
        for match in pattern.finditer(line.statement.text):
            values = split_values(match["list"])
            owner = tuple(w for w in words(match["owner"]) if w not in ("the", "a", "an", "each"))
            if len(values) >= 2 and owner and _alike(values) and owner[-1] not in SYSTEM_NOUNS:
                name = (*owner[:-1], singular(owner[-1]))
                if _participles(values, line):
                    found.append(
                        ValuesFinding(owner=name, attribute=_STATUS, values=values, evidence=line.statement.evidence)
                    )
    return tuple(found)


def _participles(values: tuple[str, ...], line: Line) -> bool:
    """Whether the values are states (adjectives, participles, codes) and not kinds of things."""
    tags = {t.lower: t.pos for t in line.sentence.tokens}
    return all(
        _CODE.match(v) or tags.get(v.split()[-1].lower(), "ADJ") in ("ADJ", "VERB", "ADV", "PROPN", "ADP")
        for v in values
    )


def _arrows(line: Line) -> tuple[ValuesFinding, ...]:
    text = line.statement.text
    if not re.search(
        r"\b(?:status|state|transition|lifecycle|workflow|moves?)",
        " ".join((text, *line.statement.section[-1:])),
        re.IGNORECASE,
    ):
        return ()
    found: list[ValuesFinding] = []
    for match in _ARROWS.finditer(text):
        chain = [p.strip(' `"“”(') for p in _ARROW.split(match[0])]
        chain = [
            re.split(r"\bstatus\b|\bstate\b|:|\(", p)[-1].strip(" `")
            if i == 0
            else re.split(r"[(,]| (?:when|if|after|by|on) ", p)[0].strip(" `")
            for i, p in enumerate(chain)
        ]
        if len(chain) < 2 or not all(0 < len(p.split()) <= _MAX_WORDS for p in chain):
            continue
        options = [tuple(v for v in re.split(r"\s*(?:/|\||\bor\b)\s*", p) if v) for p in chain]
        moves = tuple((a, b) for one, two in itertools.pairwise(options) for a in one for b in two)
        values = tuple(dict.fromkeys(v for o in options for v in o))
        owner = _arrow_owner(text[: match.start()], line)
        found.append(
            ValuesFinding(
                owner=owner,
                attribute=_STATUS,
                values=values,
                evidence=line.statement.evidence,
                moves=moves,
                start=values[0],
            )
        )
    return tuple(found)


def _arrow_owner(before: str, line: Line) -> Noun:
    match = re.search(r"(?P<owner>[A-Za-z][\w-]*)\s+(?:status|state|lifecycle)\s*[:(]?\s*$", before, re.IGNORECASE)
    if match and match["owner"].lower() not in ("the", "a", "its", "their", "update", "current"):
        return (singular(match["owner"].lower()),)
    return line.topics[0] if line.topics else ()


def _bracketed(line: Line) -> tuple[ValuesFinding, ...]:
    """As in "attendance (`PRESENT`/`LATE`/`ABSENT`)": the states of the noun before the brackets."""
    found: list[ValuesFinding] = []
    for match in _BRACKETED.finditer(line.statement.text):
        what = singular(match["what"].lower())
        values = tuple(dict.fromkeys(re.findall(r"[A-Z][A-Z_]+", match["list"])))
        named = re.fullmatch(_LISTED, match["what"], re.IGNORECASE)
        if len(values) > 1 and what not in SYSTEM_NOUNS and not named:
            found.append(
                ValuesFinding(owner=(what,), attribute=_STATUS, values=values, evidence=line.statement.evidence)
            )
    return tuple(found)


def _codes(line: Line) -> tuple[ValuesFinding, ...]:
    """Codes in capitals beside a noun: "an `ACTIVE` membership", "set payment `REFUNDED`", "(`PRESENT`/`LATE`)"."""
    found: list[ValuesFinding] = []
    tokens = line.sentence.tokens
    coded = {c for c in line.statement.code if _CODE.match(c) and c not in _NOT_STATES}
    for i, token in enumerate(tokens):
        if token.text not in coded:
            continue
        after = tokens[i + 1] if i + 1 < len(tokens) else None
        before = tokens[i - 1] if i > 0 else None
        if (
            after is not None
            and after.pos in ("NOUN", "PROPN")
            and after.text not in coded
            and after.tag in ("NN", "NNS")
        ):
            owner: Noun = (singular(after.lower),)
        elif before is not None and before.pos in ("NOUN",) and before.text not in coded:
            owner = (singular(before.lower),)
        elif line.topics and _STATE_LIKE.match(token.text):
            owner = line.topics[0]
        else:
            continue
        if owner[-1] in SYSTEM_NOUNS or owner[-1] in (
            "status",
            "state",
            "field",
            "value",
            "error",
            "code",
            "property",
            "column",
        ):
            continue
        found.append(
            ValuesFinding(
                owner=owner, attribute=_STATUS, values=(token.text,), evidence=line.statement.evidence, open=True
            )
        )
    return tuple(found)
