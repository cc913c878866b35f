"""How many rows there are or come: "about 4,000 loans a day", "up to 2 million readings", "20 % growth a year"."""

from __future__ import annotations

import re
from itertools import takewhile

from database_designer.discover.findings import PolicyFinding
from database_designer.discover.names import Noun
from database_designer.discover.policies.owners import nouns_of
from database_designer.source import Evidence

_SCALES = {
    "k": 1_000,
    "thousand": 1_000,
    "million": 1_000_000,
    "m": 1_000_000,
    "mio": 1_000_000,
    "billion": 1_000_000_000,
}
_SCALE = r"(?:thousand|million|billion|mio|k|m)\b"
_AMOUNT = (
    rf"(?<![\w.,$€£#-])(?<!\d to )(?P<low>\d[\d,]{{0,14}}(?:\.\d+)?)\s*(?P<scale>{_SCALE})?\s*"
    rf"(?:(?:-|–|to)\s*(?P<high>\d[\d,]{{0,14}}(?:\.\d+)?)\s*(?P<scale2>{_SCALE})?)?\+?"
)
_WHAT = r"\s+(?:new\s+|additional\s+|more\s+)?(?P<what>[a-z][\w-]*(?:\s+[a-z][\w-]*){0,6}?)"
_UNIT = r"(?P<unit>hour|day|night|week|month|quarter|year|minute|second|min|sec)\b"
_GROWTH = re.compile(rf"{_AMOUNT}{_WHAT}?\s*(?:/\s*|\s(?:per|a|an|each|every)\s+){_UNIT}", re.IGNORECASE)
_DAILY = re.compile(rf"{_AMOUNT}\s+(?:new\s+)?(?P<what>[a-z][\w-]*(?:\s+[a-z][\w-]*){{0,3}}?)\s+(?P<unit>daily|weekly|monthly|yearly|annually)\b", re.IGNORECASE)  # fmt: skip
_ROWS = re.compile(rf"{_AMOUNT}{_WHAT}(?=\s*(?:[.,;:()]|$|\band\b|\bor\b|\bin\b|\bare\b|\bwith\b|\bover\b|\bof\b|\bby\b|\bper\b|\bwithin\b|\bat\b|\bwithout\b|\bfor\b))", re.IGNORECASE)  # fmt: skip
_LATER = re.compile(rf"{_AMOUNT}\s+(?:are|is|in total|will be)\b", re.IGNORECASE)
_PERCENT = re.compile(
    r"(?P<percent>\d{1,3}(?:\.\d+)?)\s*(?:%|percent|per cent)\s*(?:growth\s*)?"
    r"(?:(?:a|per|each|every|/)\s*(?P<unit>year|month)\b|(?P<often>annually|yearly|monthly)\b)",
    re.IGNORECASE,
)
_GROWING = re.compile(r"(?P<n>[A-Za-z][\w -]{1,40}?)\s+(?:is |are |will )?(?:expected to )?(?:grow|increase|rise)\w*\b")
_GROWS_ON = re.compile(
    r"(?:,|\band)\s+(?:(?:is|are|and|which|that|will)\s+){0,3}(?:expected to\s+)?(?:grow|increas|ris)\w*\b"
)
_COUNTING = re.compile(
    r"(?:^|[.;:]\s+)(?:(?:today|currently|now|at present|at the moment|initially|at the start|in total|in all|altogether|overall),?\s+)?"
    r"(?:there (?:are|will be)|we (?:currently |now )?(?:have|run|operate|own|manage|serve))\s+(?=\D{0,20}\d)(?P<list>[^.;:]*)",
    re.IGNORECASE,
)
_COUNT = re.compile(
    rf"(?:(?:and|about|around|some|roughly|approximately|nearly|almost|over|up to|currently|~)\s*){{0,2}}{_AMOUNT}{_WHAT}\s*$",
    re.IGNORECASE,
)
_OF_EACH = re.compile(
    r"\b(?:per|each|every|that|which|who|whose|or less|or more)\b|\b(?:in|on|at|for|of|within|to)\s+(?:an?|one)\b",
    re.IGNORECASE,
)
_PEAK = re.compile(
    r"(?P<low>\d[\d,]{0,14})\s*(?P<what>[a-z][\w-]*(?:\s+[a-z][\w-]*)?)?\s*(?:(?:/|per|a)\s*(?P<unit>hour|minute|second)\b[^.,;]{0,12}\bpeak|in\s+(?:the\s+|its\s+)?peak\s+(?P<unit2>hour|minute|second))",
    re.IGNORECASE,
)
_CUE = re.compile(
    r"\b(?:holds?|handles?|supports?|stores?|stored|keeps?|manages?|contain|expect\w*|total|in all|about|approximately|around|roughly|up to"
    r"|more than|currently|at least|estimated|initially|rows|database|grow\w*|volume|size|capacity|scal\w+)\b|~",
    re.IGNORECASE,
)
_LIMIT = re.compile(
    r"\b(?:per|each|every|a)\s+(?:user|client|customer account|account|ip|key|token|api|caller|session|request|page)\b"
    r"|\brate[- ]?limit\w*|\bthrottl\w+|\bat most\b|\bmax(?:imum)?\b|\bno more than\b|\blimit(?:ed)?\b|\bnot exceed\b|\battempts?\b",
    re.IGNORECASE,
)
_NO_ROWS = frozenset(
    """request call query hit mb gb kb tb byte ms milliseconds second minute hour day week month year percent character
    user concurrent simultaneous parallel connection page pixel point""".split()
)
_PEOPLE = frozenset("people staff personnel men women children equipment data media".split())
_CUT = re.compile(r"\s+(?:are|is|will|can|were|come|comes|get|being|be|in|on|of|from|for|with|have|has|that|which|at|to|and|or)\b.*$", re.IGNORECASE)  # fmt: skip
_BURST = re.compile(r"^\s*(?:in|within)\s+(?:\w+\s+)?(?:seconds?|minutes?|hours?)\b", re.IGNORECASE)
_LEAST = 100
_PER_UNIT = {"daily": "day", "weekly": "week", "monthly": "month", "yearly": "year", "annually": "year", "night": "day"}
_FAST = {"minute": "min", "min": "min", "second": "s", "sec": "s"}


def volumes(text: str, evidence: Evidence) -> list[PolicyFinding]:
    """The numbers of rows, their growth and peaks that a statement tells; limits and rates of requests are none."""
    found: list[PolicyFinding] = []
    taken: list[tuple[int, int]] = []
    for clause, start in _clauses(text):
        limited = _LIMIT.search(clause)
        for match in (*_GROWTH.finditer(clause), *_DAILY.finditer(clause)):
            taken.append((start + match.start(), start + match.end()))
            if not limited:
                found.extend(_growth(match, evidence))
    listed = _counts(text, evidence)
    found.extend(listed)
    counted = {f.owner for f in listed}
    found.extend(f for f in _totals(text, evidence, taken) if f.owner not in counted)
    found.extend(_percents(text, evidence, found))
    found.extend(_peaks(text, evidence, found))
    return found


def _clauses(text: str) -> list[tuple[str, int]]:
    return [(m[0], m.start()) for m in re.finditer(r"(?:[^;,.]|[.,](?=\d))+", text)]


def _owner(text: str | None) -> Noun:
    """What is counted, () for what is no row: bytes, requests, time, users at the same time."""
    found = nouns_of(_before_verb(_CUT.sub("", f" {text or ''}")))
    name = found[0] if found else ()
    return () if not name or name[-1] in _NO_ROWS or set(name) & {"concurrent", "simultaneous", "parallel"} else name


def _before_verb(text: str) -> str:
    """The words without a verb at their end: "trains run" are trains, "sales orders" stay."""
    said = text.split()
    acts = len(said) > 1 and said[-2].endswith("s") and not said[-2].endswith("ss") and not said[-1].endswith("s")
    return " ".join(said[:-1]) if acts and said[-1].lower() not in _PEOPLE else text


def _amount(match: re.Match[str]) -> str:
    high = match["high"]
    number, scale = (high, match["scale2"]) if high else (match["low"], match["scale"])
    return str(int(float(number.replace(",", "")) * _SCALES.get((scale or "").lower(), 1)))


def _growth(match: re.Match[str], evidence: Evidence) -> list[PolicyFinding]:
    owner, unit, amount = _owner(match["what"]), match["unit"].lower(), _amount(match)
    if not owner or amount == "0":
        return []
    if unit in _FAST:
        values: tuple[tuple[str, str], ...] = (("peak", f"{amount}/{_FAST[unit]}"),)
    elif unit == "quarter":
        values = (("growth", str(int(amount) * 4)), ("unit", "year"))
    else:
        values = (("growth", amount), ("unit", _PER_UNIT.get(unit, unit)))
    return [PolicyFinding(owner=owner, policy="volume", evidence=evidence, values=values)]


def _totals(text: str, evidence: Evidence, taken: list[tuple[int, int]]) -> list[PolicyFinding]:
    if not _CUE.search(text) or _LIMIT.search(text):
        return []
    found: list[PolicyFinding] = []
    for match in _ROWS.finditer(text):
        owner = _owner(match["what"])
        counted = any(a <= match.start() < b for a, b in taken) or _BURST.match(text[match.end() :])
        if owner and int(_amount(match)) >= _LEAST and not counted:
            values = (("rows", _amount(match)),)
            found.append(PolicyFinding(owner=owner, policy="volume", evidence=evidence, values=values))
    return found + _later(text, evidence, taken)


def _later(text: str, evidence: Evidence, taken: list[tuple[int, int]]) -> list[PolicyFinding]:
    """The total after a rate: "9,000 frames are made per night; 25 million are expected"."""
    match = _LATER.search(text)
    before = list(_GROWTH.finditer(text[: match.start()])) if match else []
    if match is None or not before or any(a <= match.start() < b for a, b in taken):
        return []
    owner = _owner(before[-1]["what"])
    values = (("rows", _amount(match)),)
    return [PolicyFinding(owner=owner, policy="volume", evidence=evidence, values=values)] if owner else []


def _counts(text: str, evidence: Evidence) -> list[PolicyFinding]:
    """What there is, counted one thing after the other: "There are 60 stations, 9,000 bicycles and 220 vans"."""
    found: list[PolicyFinding] = []
    for listed in _COUNTING.finditer(text) if not _LIMIT.search(text) else ():
        said = _GROWS_ON.split(listed["list"])[0]
        counts = [m for m in takewhile(bool, map(_COUNT.match, re.split(r",\s+|\s+and\s+", said))) if m is not None]
        if _OF_EACH.search(said) or not (len(counts) > 1 or any(int(_amount(m)) >= _LEAST for m in counts)):
            continue
        for match in counts:
            if owner := _owner(match["what"]):
                values = (("rows", _amount(match)),)
                found.append(PolicyFinding(owner=owner, policy="volume", evidence=evidence, values=values))
    return found


def _percents(text: str, evidence: Evidence, known: list[PolicyFinding]) -> list[PolicyFinding]:
    """The growth in percent of what is said to grow, or of what was counted right before ("9,000 vans, growing by")."""
    match = _PERCENT.search(text)
    if match is None:
        return []
    subject = _GROWING.search(text)
    owner = _owner(re.sub(r"^.*\bnumber of\s+", "", subject["n"])) if subject is not None else ()
    if _GROWS_ON.search(text[: match.start()]) and known:
        owner = known[-1].owner
    unit = _PER_UNIT.get((match["often"] or match["unit"]).lower(), (match["unit"] or "").lower())
    values = (("percent", match["percent"]), ("unit", unit))
    return [PolicyFinding(owner=owner, policy="volume", evidence=evidence, values=values)] if owner else []


def _peaks(text: str, evidence: Evidence, known: list[PolicyFinding]) -> list[PolicyFinding]:
    match = _PEAK.search(text)
    if match is None:
        return []
    owner = _owner(match["what"]) if match["what"] else (known[-1].owner if known else ())
    unit = (match["unit"] or match["unit2"]).lower()
    values = (("peak", f"{match['low'].replace(',', '')}/{_FAST.get(unit, unit)}"),)
    return [PolicyFinding(owner=owner, policy="volume", evidence=evidence, values=values)] if owner else []
