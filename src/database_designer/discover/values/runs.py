"""Values written as code: "a claim with a purpose (`REPAIR`, `EXCHANGE`)", "a buoy is `FREE` or `TAKEN`".

What stands right before a run of such values tells what they are: a form of "be" after a thing makes states of them,
the name of a property makes them its values. Whose property it is tells the sentence, not the heading above it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from database_designer.discover.findings import Findings, StateFinding, ValuesFinding, combine
from database_designer.discover.language.lexicon import EMPTY_ADJECTIVES, FUNCTION_WORDS, SOFTWARE_NOUNS, SYSTEM_NOUNS
from database_designer.discover.names import Noun, singular, words
from database_designer.discover.properties.telling import is_telling
from database_designer.discover.properties.told import without_owner
from database_designer.discover.prose import Line

_VALUE = re.compile(r"[A-Za-z][\w+-]{0,40}(?: [\w+-]{1,40}){0,2}")
_NO_VALUE = re.compile(r"[a-z]+[A-Z]|^(?:GET|POST|PUT|PATCH|DELETE|HTTP|true|false|null)\b|_id$|^id$")
_BETWEEN = re.compile(r"[`\"]?(?:\s*(?:,\s*(?:then|or|and)\b|,|/|\||\bor\b|\band\b|\bthen\b))+\s*(?:an?\s+)?[`\"]?")
_BE = re.compile(
    r"\s(?:is|are|can be|may be|must be|shall be|will be)(?:\s+(?:either|always|first|initially|one of|a|an|in))*\s*:?$"
)
_OPENING = re.compile(r"\s*(?:\(|:|=|,|\bone of\b|\beither\b|\bcan be\b|\bis\b|\bof\b|\bas\b)*\s*$")
_SETTING = re.compile(
    r"\b(?:move|set|change|turn|switch|put|bring)s?\s+(?P<what>[a-z][\w ]{0,40}?)\s+(?:back )?to$", re.IGNORECASE
)
_SUBJECT = re.compile(
    r"^(?:.*[,;:]\s+)?(?:an?|the|each|every|all|any|new)?\s*(?:new\s+)?(?P<owner>[a-z][\w-]*(?: [a-z][\w-]*){0,2})$",
    re.IGNORECASE,
)
_NEW = re.compile(r"\b[Nn]ew\s+(?P<owner>[a-z][\w-]*(?: [a-z][\w-]*)?)\s+(?:is|are|starts|begins)\b")
_STATUS: Noun = ("status",)
_STATE_WORDS = frozenset("status state statuses states".split())
_PRONOUNS = frozenset("it they them this these that those which who".split())
_NOMINAL = ("NOUN", "PROPN", "ADJ")
_MAX_VALUES = 25


@dataclass(frozen=True, slots=True)
class Run:
    """Values written as code that stand together, those of them behind a "then", and the text before the first."""

    values: tuple[str, ...]
    before: str
    later: tuple[str, ...] = ()


def runs_of(line: Line) -> tuple[Run, ...]:
    """The runs of values of a statement that stand in backticks, of two values at least or of one."""
    text, at = line.statement.text, 0
    found: list[Run] = []
    places: list[tuple[int, int]] = []
    for code in line.statement.code:
        start = text.find(code, at)
        if start < 0:
            continue
        at = start + len(code)
        if _VALUE.fullmatch(code) and not _NO_VALUE.search(code):
            places.append((start, at))
    for i, (start, end) in enumerate(places):
        joined = i > 0 and _BETWEEN.fullmatch(text[places[i - 1][1] : start])
        if joined and found:
            run, value = found[-1], text[start:end]
            behind = bool(run.later) or "then" in text[places[i - 1][1] : start]
            found[-1] = replace(run, values=(*run.values, value), later=(*run.later, value) if behind else ())
        else:
            found.append(Run((text[start:end],), text[:start].rstrip(' `"')))
    return tuple(found)


def read_value_runs(lines: tuple[Line, ...]) -> Findings:
    """Value findings of all runs of two values at least and of what is set to one; what comes "then" is no start."""
    return combine(_told(run, line) for line in lines for run in runs_of(line))


def _told(run: Run, line: Line) -> Findings:
    owner, attribute = _meaning(run, line)
    several, evidence = len(run.values) > 1, line.statement.evidence
    if not attribute or not (several or (owner and attribute == _STATUS)):
        return Findings()
    told = ValuesFinding(
        owner=owner, attribute=attribute, values=run.values[:_MAX_VALUES], evidence=evidence,
        open=not several or _is_set(run),
    )  # fmt: skip
    later = StateFinding(owner=owner, evidence=evidence, later=run.later)
    return Findings(values=(told,), states=(later,) if run.later and attribute == _STATUS else ())


def _is_set(run: Run) -> bool:
    return _SETTING.search(run.before) is not None


def _meaning(run: Run, line: Line) -> tuple[Noun, Noun]:
    """Whose property the values are of, and which; () for what is not told."""
    setting = _SETTING.search(run.before)
    if setting:
        return _set_thing(setting["what"], line), _STATUS
    being = _BE.search(run.before)
    if being:
        return _of_subject(run.before[: being.start()], line)
    name = _phrase(_OPENING.sub("", run.before), line)
    if not name or len(run.values) < 2:
        return (), ()
    itself = next((t for t in line.topics if t[-1:] == name[-1:]), None)
    if itself is not None or name[-1] in SYSTEM_NOUNS:
        return itself or (), _STATUS if itself else ()
    owner = _owner(run.before, line)
    return owner, _attribute(without_owner(name, owner) if owner else name)


def _of_subject(text: str, line: Line) -> tuple[Noun, Noun]:
    """What stands before "is": a thing, or a property of one ("the wing of a bat", "a gate's position")."""
    whole = re.search(
        r"(?P<name>[a-z][\w-]*)\s+of\s+(?:an?|the|each|every)\s+(?P<owner>[a-z][\w-]*(?: [a-z][\w-]*)?)$", text
    )
    genitive = re.search(r"(?P<owner>[a-z][\w-]*)['’]s\s+(?P<name>[a-z][\w-]*(?: [a-z][\w-]*)?)$", text)
    match = whole or genitive
    if match:
        return _noun(match["owner"]), _attribute(_noun(match["name"]))
    subject = _SUBJECT.match(text[-200:])
    said = _noun(subject["owner"]) if subject else ()
    if not said or said[-1] in SYSTEM_NOUNS | _PRONOUNS:
        return (line.topics[0] if line.topics else (), _STATUS) if said and said[-1] in _PRONOUNS else ((), ())
    if said[-1] in _STATE_WORDS or is_telling(said):
        return (said[:-1] or (line.topics[0] if line.topics else ())), _attribute(said[-1:])
    return said, _STATUS


def _attribute(name: Noun) -> Noun:
    return _STATUS if name[-1] in _STATE_WORDS else name


def _set_thing(text: str, line: Line) -> Noun:
    """The thing in "moves it to" and "sets a helper to"; for "it" the new thing that the sentence speaks of."""
    said = tuple(w for w in words(text) if w not in FUNCTION_WORDS and w not in _STATE_WORDS)
    if said:
        return (*said[:-1], singular(said[-1]))
    new = _NEW.search(line.statement.text)
    return _noun(new["owner"]) if new else (line.topics[0] if line.topics else ())


def _phrase(text: str, line: Line) -> Noun:
    """The noun phrase at the end of a text: a word or two."""
    last = re.search(r"([A-Za-z][\w-]*(?: [A-Za-z][\w-]*)?)\s*$", text)
    tags = {t.lower: t.pos for t in line.sentence.tokens}
    found: list[str] = []
    for word in reversed(words(last[1]) if last else ()):
        # The parse takes nouns before codes for adjectives.
        if word in FUNCTION_WORDS or word in EMPTY_ADJECTIVES or tags.get(word, "NOUN") not in _NOMINAL:
            break
        found.insert(0, word)
    return (*found[:-1], singular(found[-1])) if found else ()


def _owner(before: str, line: Line) -> Noun:
    """The thing with the property: before "with" and "has", in "for each ...", else the heading's."""
    match = re.search(
        r"\b(?:an?|the|each|every|new)?\s*(?P<owner>[a-z][\w-]*(?: [a-z][\w-]*)?)\s+(?:with|has|have|having|needs?|gets?|carries|shows?)\b",
        before,
        re.IGNORECASE,
    )  # fmt: skip
    said = _phrase(match["owner"], line) if match else ()
    if said and said[-1] not in SYSTEM_NOUNS | SOFTWARE_NOUNS | _PRONOUNS:
        return said
    return _topic(line)


def _topic(line: Line) -> Noun:
    """The heading's thing where the sentence speaks of it, too, or of nothing else; () for none."""
    spoken = {singular(t.lower) for t in line.sentence.tokens}
    about = line.topics[0] if line.topics else ()
    telling = any(t.pos == "VERB" for t in line.sentence.tokens)
    return about if about and (about[-1] in spoken or not telling) else ()


def _noun(text: str) -> Noun:
    said = [w for w in words(text) if w not in FUNCTION_WORDS and w not in EMPTY_ADJECTIVES]
    return (*said[:-1], singular(said[-1])) if said else ()
