"""Lists of values: "status (pending, approved)", "the role is one of A, B", "sex: FEMALE or MALE", bullets of states."""

from __future__ import annotations

import re
from collections.abc import Iterator

from database_designer.discover.findings import Findings, ValuesFinding
from database_designer.discover.headings import strip_heading
from database_designer.discover.language.lexicon import EMPTY_ADJECTIVES, SOFTWARE_NOUNS, SYSTEM_NOUNS
from database_designer.discover.names import Noun, noun, singular, words
from database_designer.discover.prose import Line
from database_designer.discover.values.state_owners import owner_of
from database_designer.discover.values.transitions import has_arrow
from database_designer.model.requirements import StatementKind

_LISTED = r"(?:status(?:es)?|states?|types?|roles?|priorit(?:y|ies)|categor(?:y|ies)|kinds?|genders?|levels?|modes?|methods?|outcomes?|severit(?:y|ies)|directions?|impact|urgency|frequency|frequencies|genres?|stages?|phases?|results?|colou?rs?|units?|sources?|reasons?|classes|grades?|currenc(?:y|ies)|conditions?|size)"
_VALUE = r"[`\"“'‘]?[A-Za-z][\w+.-]{0,40}(?:[ -][A-Za-z][\w+.-]{0,40}){0,2}[`\"”'’]?"
_SEQUENCE = rf"{_VALUE}(?:\s*(?:,|/|\||;)\s*(?:or |and )?{_VALUE})*(?:\s*,?\s*(?:or|and)\s+{_VALUE})?"
_BEFORE = r"(?P<before>(?:[A-Za-z][\w'’-]{0,40}\s+){0,3}(?:\(\s*)?)"
_NAMED = re.compile(
    rf"\b{_BEFORE}(?P<attribute>{_LISTED})\b(?:\s+(?:of|for)\s+(?:an?\s+|the\s+|each\s+)?(?P<of>[a-z][\w-]{{0,40}}(?:\s[a-z][\w-]{{0,40}})?))?\s*(?:\(|:|=|\bincluding\b|\bmust be(?: one of)?\b|\bis(?: one of)?\b|\bare\b|\bcan be\b|\bmay be\b|\bis either\b|\beither\b|\bvalues?\b:?|\bone of\b)+\s*:?\s*(?:one of(?: the following)?\s*:?\s*|either\s+|e\.g\.,?\s*)?(?P<list>{_SEQUENCE})(?P<end>\)|\.|$|;|,| with| before| after| by| and)",
    re.IGNORECASE,
)
_CAN_BE = re.compile(
    rf"^(?:an?|each|every|the)\s+(?P<owner>[A-Za-z][\w-]{{0,40}}(?:\s[A-Za-z][\w-]{{0,40}}){{0,2}}?)\s+(?:can|may|must|is)\s+(?:only\s+|always\s+)?(?:be\s+)?(?:either\s+|in one of (?:the )?(?:\w+ )?states?:?\s*)?(?P<list>{_VALUE}(?:\s*,\s*{_VALUE})*\s*,?\s+or\s+{_VALUE})\s*(?:[.;]|$)",
    re.IGNORECASE,
)
_STATES = re.compile(
    rf"(?P<owner>[A-Za-z][\w-]{{0,40}}(?:\s[A-Za-z][\w-]{{0,40}}){{0,1}}?)\s+(?:can|may|must|is|are)\s+(?:be\s+)?in\s+(?:one of\s+)?(?:the\s+)?(?:\w+\s+)?(?:following\s+)?states?\s*:?\s*(?P<list>{_SEQUENCE})",
    re.IGNORECASE,
)
_CODE = re.compile(r"[A-Z][A-Z0-9]+(?:_[A-Z0-9]+)*")
_LONG_CODE = re.compile(r"[A-Z][A-Z_]{2,}")
_CODES = rf"{_LONG_CODE.pattern}(?:\s*(?:,|/|\|)\s*(?:or\s+)?{_LONG_CODE.pattern})*(?:\s*,?\s*(?:/|\||,|or)\s*{_LONG_CODE.pattern})(?![A-Z0-9])"
# A property of any name whose values are codes: "sex recorded at birth: FEMALE, MALE", "attendance (PRESENT/ABSENT)".
_CODED = re.compile(
    rf"(?P<before>(?:[A-Za-z][\w'’-]{{0,40}}\s+){{0,2}})(?P<attribute>[A-Za-z][a-z-]{{0,40}})(?P<after>\s+(?:[a-z]+ed|given|of|at|as)\b[^:(,;.]{{0,30}})?\s*(?P<opening>:|\(|=|\bis one of\b|\bone of\b|\bis either\b|\bmust be(?: one of)?\b)\s*(?P<list>{_CODES})"
)
# "A visitor must have the HOST or GUARD role": what is asked for, which need not be all.
_ASKED_FOR = re.compile(rf"(?P<list>{_CODES})\s+(?P<attribute>role|status|state|type|level)s?\b")
_WANTED = re.compile(
    r"\b(?:appropriate|required|necessary|sufficient|correct|right|valid|allowed)\s*(?:\(\s*)?$", re.IGNORECASE
)
# "The status is one of:", "Possible roles:", "Invoice statuses"; not "Depending on the role:".
_BULLETS = re.compile(
    rf"\b(?P<attribute>{_LISTED})\s+(?:(?:of|for)\s[^.:]{{1,40}}\s)?(?:(?:is|are|must be|can be|may be|has|have)\b[^.:]{{0,40}}|values?|one of[^.:]{{0,30}}):?$"
    rf"|\b(?:following|possible|allowed|valid|supported|available)\s+(?:\w+\s+)?(?P<other>{_LISTED})\s*(?:exist|are used|apply)?\s*:?$",
    re.IGNORECASE,
)
_LABEL = re.compile(rf"(?:[\w-]+ ){{0,3}}{_LISTED}:?", re.IGNORECASE)
_TITLE = re.compile(
    rf"^(?!\w*phase\b)(?:[\w-]+ )*(?P<attribute>(?!units|results|conditions|phases){_LISTED})(?: of [\w -]+)?$",
    re.IGNORECASE,
)
_ONE_OF = re.compile(r"^(?:an?|each|every)\b", re.IGNORECASE)
_MEANING = re.compile(r"\s*(?::|\s[-–—]\s|\().*$")
_HAS = re.compile(
    r"(?:\b(?:An?|Each|Every)|(?<=; )(?:an?|each|every))\s+(?P<owner>[A-Za-z][\w-]{0,40}(?: [A-Za-z][\w-]{0,40}){0,2}?)\s+(?:has|have|must have|shall have|carries)\b"
)
# Who uses the program is told there, not what is kept of them ("Role: non-technical staff member").
_PEOPLE = re.compile(r"\b(?:personas?|stakeholders?|target audience)\b", re.IGNORECASE)
# What passes through states is told with them (`passing`).
_THROUGH = re.compile(r"\bthrough\s+(?:(?:the|following)\s+)*$", re.IGNORECASE)
_NEGATED = re.compile(r"\b(?:not|no longer|never|except|unless|other than)\s*[\"'“`]?$", re.IGNORECASE)
_ALL_OF = re.compile(r"(?:all|any|every|both)(?:\s.*)?", re.IGNORECASE)
_MORE = re.compile(r"e\.g\.|\bsuch as\b|\bfor example\b|\betc\b|\.\.\.|…|\band (?:so on|others|more)\b", re.IGNORECASE)
_NO_VALUE_WORDS = frozenset(
    """the is are to must a an of that it be can if when which who only not should shall will has have its their with by via
    per than before after using from this each these was were been does""".split()
)
_PROPERTIES = frozenset(
    "name date amount title description id number address email phone price quantity time timestamp".split()
)
_NO_OWNER_WORDS = frozenset(
    """the a an its their his her update track set with by of to and for has have per in on only new change changes filter
    filtering sorting searching listing select user's current following these those this if can cannot could
    may must shall should will not""".split()
)
# "in use", "under repair", "out of service" are states, though they end in a noun.
_BEING_IN = frozenset("in on under out at".split())
_MAX_VALUES = 25
_MAX_WORDS = 3
_STATUS: Noun = ("status",)


def read_value_lists(lines: tuple[Line, ...]) -> Findings:
    """Value findings of all lists in statements, and of lists that stand as bullets."""
    found = (v for line in lines for v in _in_line(line))
    return Findings(values=(*found, *_bullets(lines)))


def _in_line(line: Line) -> tuple[ValuesFinding, ...]:
    """The lists in a statement; what it tells as a property of the section's thing has no states of its own."""
    told = (*_named(line), *_coded(line), *_asked_for(line))
    properties = {v.attribute for v in told if v.attribute not in (v.owner, _STATUS)}
    return (*told, *(v for v in _states(line) if v.owner not in properties))


def split_values(text: str) -> tuple[str, ...]:
    """The values of an enumeration as written, without quotes and without "all" and "any", at most 25."""
    parts = re.split(r"\s*(?:,\s*(?:or|and)\s|,|/|\||;|\bor\b|\band\b)\s*", text)
    found = (p.strip(" `\"“”'‘’.()*") for p in parts)
    kept = tuple(
        dict.fromkeys(
            p
            for p in found
            if p
            and len(p.split()) <= _MAX_WORDS
            and not p.lower().startswith(("etc", "e.g", "default"))
            and not _ALL_OF.match(p)
        )
    )
    return kept[:_MAX_VALUES]


def are_values(values: tuple[str, ...]) -> bool:
    """Whether the words look like values: no clause, no function word, no names of properties, two at least."""
    lower = [v.lower() for v in values]
    properties = sum(v.split()[-1] in _PROPERTIES for v in lower)
    return (
        len(values) > 1
        and all(len(v) < 30 and not set(v.split()) & _NO_VALUE_WORDS for v in lower)
        and (properties < 1 or (properties < len(values) and all(_CODE.fullmatch(v) for v in values)))
    )


def _owner(before: str, of: str | None, line: Line) -> Noun:
    """Whose property it is: the complement with "of", the words before it, what has it, else the section's thing."""
    for text in (of or "", before):
        spoken = [w for w in words(text) if w not in EMPTY_ADJECTIVES and w not in _NO_OWNER_WORDS]
        if not spoken:
            continue
        name = (*spoken[-2:-1], singular(spoken[-1]))
        tagged = {t.lower: t.pos for t in line.sentence.tokens}
        # "active tasks (status: open)" speaks of tasks; "medical record status" of medical records.
        kept = ("NOUN", "PROPN") if text.rstrip().endswith("(") else ("NOUN", "PROPN", "ADJ")
        name = tuple(w for w in name if tagged.get(w, "NOUN") in kept or w == name[-1])
        last = words(text)[-1]
        if name[-1] not in SYSTEM_NOUNS and (last == "by" or tagged.get(last, "NOUN") in ("NOUN", "PROPN")):
            return name
    subject = _HAS.match(line.text) or next(_HAS.finditer(line.text), None)
    if subject:
        return noun(subject["owner"])
    return line.topics[0] if line.topics else ()


def _without(attribute: Noun, owner: Noun) -> Noun:
    """The owner without the property at its end ("task status")."""
    return owner[:-1] if len(owner) > 1 and owner[-1:] == attribute else owner


def _role_owner(owner: Noun, attribute: Noun, line: Line) -> Noun:
    """Roles that a user must have belong to users, whatever the section is about."""
    said = any(t.lower in ("user", "users") for t in line.sentence.tokens)
    return ("user",) if attribute == ("role",) and (not owner or (said and owner in line.topics)) else owner


def _named(line: Line) -> Iterator[ValuesFinding]:
    if any(_PEOPLE.search(title) for title in line.statement.section):
        return
    labelled = bool(_LABEL.fullmatch(line.statement.label))
    text = line.text if labelled else line.unmarked
    for match in _NAMED.finditer(text):
        values = split_values(match["list"])
        if labelled and len(values) < 3 and not all(_CODE.fullmatch(v) for v in values):
            continue
        listed = match["end"] in (")", ".", "", ";")
        if (
            _THROUGH.search(match["before"])
            or not are_values(values)
            or (not listed and len(values) < 3)
            or _NEGATED.search(text[: match.start("list")])
        ):
            continue
        attribute = (singular(match["attribute"].lower()),)
        owner = _without(attribute, _owner(match["before"], match["of"], line))
        owner = _role_owner(owner, attribute, line)
        yield ValuesFinding(
            owner=owner, attribute=attribute, values=values, evidence=line.statement.evidence,
            open=bool(_WANTED.search(match["before"]) or _MORE.search(match[0] + text[match.end() : match.end() + 12])),
        )  # fmt: skip


def _asked_for(line: Line) -> Iterator[ValuesFinding]:
    if len(_LONG_CODE.findall(line.statement.text)) < 2:
        return
    for match in _ASKED_FOR.finditer(line.unmarked):
        attribute = (match["attribute"],)
        owner = _role_owner(_owner("", None, line), attribute, line)
        values = tuple(dict.fromkeys(_CODE.findall(match["list"])))
        yield ValuesFinding(
            owner=owner, attribute=attribute, values=values, evidence=line.statement.evidence, open=True
        )


def _states(line: Line) -> Iterator[ValuesFinding]:
    for pattern in (_CAN_BE, _STATES):
        for match in pattern.finditer(line.statement.text):
            values = split_values(match["list"])
            spoken = tuple(w for w in words(match["owner"]) if w not in ("the", "a", "an", "each"))
            named = bool(spoken) and re.fullmatch(_LISTED, spoken[-1]) is not None
            # "The application" is the program; "an application" that is under review is none.
            program = spoken and spoken[-1] in SYSTEM_NOUNS and not _ONE_OF.match(match[0])
            if spoken and not named and are_values(values) and not program:
                name = (*spoken[:-1], singular(spoken[-1]))
                if _are_states(values, line):
                    yield ValuesFinding(owner=name, attribute=_STATUS, values=values, evidence=line.statement.evidence)


def _are_states(values: tuple[str, ...], line: Line) -> bool:
    """Whether the values are states (adjectives, participles, codes) and not kinds of things."""
    tags = {t.lower: t.pos for t in line.sentence.tokens}
    return all(
        _CODE.fullmatch(v)
        or v.split()[0].lower() in _BEING_IN
        or tags.get(v.split()[-1].lower(), "ADJ") in ("ADJ", "VERB", "ADV", "PROPN", "ADP")
        for v in values
    )


def _coded(line: Line) -> Iterator[ValuesFinding]:
    """Codes after the name of a property; in brackets after the thing itself they are its states."""
    if len(_LONG_CODE.findall(line.statement.text)) < 2:
        return
    for match in _CODED.finditer(line.unmarked):
        what = noun(match["attribute"])
        values = tuple(dict.fromkeys(_CODE.findall(match["list"])))
        if len(values) < 2 or not what or re.fullmatch(_LISTED, match["attribute"], re.IGNORECASE):
            continue
        if what[-1] in SOFTWARE_NOUNS | SYSTEM_NOUNS | _NO_VALUE_WORDS or not line.may_be_noun(
            match["attribute"].lower()
        ):
            continue
        itself = _is_itself(match, what, line)
        owner = what if itself else (line.topics[0] if line.topics else ())
        yield ValuesFinding(
            owner=owner, attribute=_STATUS if itself else what, values=values, evidence=line.statement.evidence
        )


def _is_itself(match: re.Match[str], what: Noun, line: Line) -> bool:
    """Whether codes are told of the thing itself: "order (OPEN, SHUT)", "a parcel is either SENT or LOST"."""
    if match["opening"] == "(":
        return not line.topics or any(t[-1:] == what for t in line.topics)
    one = match["before"].lower().split()[-1:] in (["a"], ["an"], ["each"], ["every"])
    return one and match["opening"].startswith("is") and not match["after"]


def _bullets(lines: tuple[Line, ...]) -> Iterator[ValuesFinding]:
    """Items that are values, under "The status is one of:" or "Invoice statuses"."""
    grouped: dict[tuple[str, tuple[str, ...]], list[Line]] = {}
    for line in lines:
        if line.statement.kind == StatementKind.ITEM:
            grouped.setdefault((line.statement.lead, line.statement.section), []).append(line)
    for (lead, section), members in grouped.items():
        match = _BULLETS.search(lead) or (_TITLE.search(strip_heading(section[-1])) if section and not lead else None)
        values = tuple(dict.fromkeys(_value(x) for x in members)) if match else ()
        arrows = any(has_arrow(x.statement.text) for x in members)
        if match is None or arrows or "" in values or not are_values(values) or len(values) != len(members):
            continue
        said = match["attribute"] or match["other"]
        attribute = (singular(said.lower()),)
        owner = ("user",) if attribute == ("role",) else owner_of((lead,), section)
        if owner and owner != attribute and (lead or singular(said.lower()) != said.lower()):
            first = members[0].statement.evidence
            yield ValuesFinding(owner=owner, attribute=attribute, values=values[:_MAX_VALUES], evidence=first)


def _value(line: Line) -> str:
    """The value that an item is about: its label, or all of it but what explains it; "" for a sentence."""
    statement = line.statement
    text = (statement.label or _MEANING.sub("", statement.text)).strip(" `\"“”'.:")
    return text if 0 < len(text.split()) <= _MAX_WORDS and text[0].isalpha() else ""
