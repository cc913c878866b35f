"""How the database is run: backups, recovery objectives, users at a time, the version of PostgreSQL."""

from __future__ import annotations

import re

from database_designer.discover.findings import PolicyFinding
from database_designer.source import Evidence

_DURATION = re.compile(
    r"\b(?P<count>\d{1,4}|one|two|three|four|six|eight|twelve)[\s-]*(?P<unit>seconds?|minutes?|mins?|hours?|hrs?|h|days?)\b",
    re.IGNORECASE,
)
_MARKERS = {
    "rpo": re.compile(r"\bRPO\b|\brecovery point\b", re.IGNORECASE),
    "rto": re.compile(r"\bRTO\b|\brecovery time\b", re.IGNORECASE),
}
_SIGNS = {
    "rpo": re.compile(r"\bdata loss\b|\bdata\b[^.]{0,30}\blost\b|\blos(?:e|ing)\b[^.]{0,40}\bdata\b", re.IGNORECASE),
    "rto": re.compile(
        r"\b(?:system|service|database|application|platform|operations?)\b[^.]{0,60}\b(?:restored|recovered|running again"
        r"|back(?: online| up)?(?= within| in|$)|available again)\b|\brunning again within\b",
        re.IGNORECASE,
    ),
}
_CLAUSE = re.compile(r"[;.]\s+|,\s*(?:and|but|while)?\s*|\s+and\s+|\s+/\s+", re.IGNORECASE)
_BACKUP = re.compile(r"\bback[- ]?ups?\b|\bbacked[- ]up\b", re.IGNORECASE)
_OFTEN = re.compile(
    r"\b(?:daily|nightly|weekly|monthly|hourly|(?:once )?(?:every|each|a|per)\s+(?:\d+\s+)?(?:hours?|days?|nights?|minutes?|weeks?|months?)"
    r"|every\s+(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b",
    re.IGNORECASE,
)
_WHEN = re.compile(
    r"\bon\s+(?:mon|tues|wednes|thurs|fri|satur|sun)days?\b|\bat\s+(?:\d{1,2}(?::\d\d)?(?:\s*(?:am|pm|UTC|GMT)\b)?|midnight|noon)(?:\s+(?:UTC|GMT))?",
    re.IGNORECASE,
)
_INCREMENTAL = re.compile(r"\bincremental|\bdifferential|\bWAL\b|\btransaction logs?|\barchive logs?", re.IGNORECASE)
_KEEP = re.compile(
    r"\b(?:retain(?:ed|s)?|kept|keep|retention(?: period)?(?: of| is|:)?|stored)\s+(?:for\s+|up to\s+|at least\s+)*"
    r"(?P<count>\d+|one|two|three|four|six|seven|twelve|thirty)[\s-]+(?P<unit>days?|weeks?|months?|years?)",
    re.IGNORECASE,
)
_NAMED = {
    "one": "1",
    "two": "2",
    "three": "3",
    "four": "4",
    "six": "6",
    "seven": "7",
    "eight": "8",
    "twelve": "12",
    "thirty": "30",
}
_POSTGRES = re.compile(
    r"\bPostgre(?:s|SQL)(?:\s+(?:database\s+)?(?:version\s+)?|:\s*|\s*v)(?P<version>1[0-9])\b", re.IGNORECASE
)
_NUMBER = r"(?P<n>\d[\d,]{0,9})\+?"
_USERS = (
    re.compile(
        rf"{_NUMBER}\s*(?:simultaneous|concurrent|parallel|simultaneously active)\b(?!\s+connections)", re.IGNORECASE
    ),
    re.compile(r"\b(?:concurrent|simultaneous) users?\b[^.\d]{0,20}(?P<n>\d[\d,]{0,9})", re.IGNORECASE),
    re.compile(
        rf"{_NUMBER}\s+(?:[a-z-]+\s+)?users?\b[^.]{{0,60}}\b(?:at a time|at once|at the same time|simultaneously|concurrently|in parallel)\b",
        re.IGNORECASE,
    ),
)
_AT_ONCE = re.compile(
    rf"{_NUMBER}\s+(?:at a time|at once|at the same time|simultaneously|concurrently)\b", re.IGNORECASE
)
_CONNECTIONS = re.compile(
    rf"{_NUMBER}\s*(?:concurrent\s+|simultaneous\s+|open\s+)?(?:database\s+)?connections\b", re.IGNORECASE
)
_TIME = r"(?P<time>\d+(?:\.\d+)?\s*(?:ms|milliseconds?|seconds?|secs?|s))\b"
_WITHIN = r"(?:within|in|under|below|less than|faster than|at most|not exceed\w*|<=?|≤)"
_RESPONSE = (
    re.compile(
        rf"\b(?:respon[ds]\w*|answer\w*|repl(?:y|ies))\b[^.;]{{0,60}}?{_WITHIN}\s*(?:of\s+|than\s+)?{_TIME}",
        re.IGNORECASE,
    ),
    re.compile(rf"\b(?:response times?|latency)\b[^.;]{{0,30}}?{_TIME}", re.IGNORECASE),
)
_REQUESTS = re.compile(
    rf"{_NUMBER}\s*(?:http\s+|api\s+|concurrent\s+)?(?:requests?|calls|transactions|queries)\s*(?:/|per|a|each)\s*(?P<unit>s|sec|second|min|minute|hour)\b",
    re.IGNORECASE,
)
_LIMITED = re.compile(
    r"\b(?:per|each|every|a)\s+(?:user|client|account|ip|key|token|caller|session)\b|\brate[- ]?limit|\bthrottl|\blimited\b|\b429\b",
    re.IGNORECASE,
)
_CORES = re.compile(r"\b(?P<n>\d{1,3})[\s-]*(?:v?CPUs?\b|(?:(?:CPU|processor)[\s-]+)?cores?\b)", re.IGNORECASE)


def operations_notes(text: str, evidence: Evidence, place: str) -> list[PolicyFinding]:
    """What a statement says of running the database; `place` is the heading, lead and label it stands under."""
    details = [*_objectives(text), *_loads(text)]
    version = _POSTGRES.search(text)
    if version:
        details.append(("postgres", version["version"]))
    if _BACKUP.search(text) or _BACKUP.search(place):
        details.extend(_backup(f"{place} {text}" if len(text) < 200 else text))
    return [PolicyFinding(owner=(), policy="operations", evidence=evidence, values=tuple(details))] if details else []


def _duration(match: re.Match[str]) -> str:
    count = match["count"].lower()
    unit = {"h": "hours", "hr": "hours", "hrs": "hours", "min": "minutes", "mins": "minutes"}.get(
        match["unit"].lower(), match["unit"].lower()
    )
    return f"{_NAMED.get(count, count)} {unit}"


def _objectives(text: str) -> list[tuple[str, str]]:
    """RPO and RTO: the duration of the clause that speaks of it, before or after its name."""
    clauses = [c for c in _CLAUSE.split(text) if c]
    found: dict[str, str] = {}
    for clause in clauses:
        times = list(_DURATION.finditer(clause))
        keys = _objectives_in(clause)
        if len(times) == 1 and len(keys) == 1:
            found.setdefault(keys[0], _duration(times[0]))
    named = sorted((m.start(), key) for key, pattern in _MARKERS.items() if (m := pattern.search(text)))
    if len(found) < len(named):
        found |= _paired([key for _, key in named], text)
    return sorted(found.items())


def _objectives_in(clause: str) -> list[str]:
    named = [key for key, pattern in _MARKERS.items() if pattern.search(clause)]
    return named or [key for key, pattern in _SIGNS.items() if pattern.search(clause)]


def _paired(keys: list[str], text: str) -> dict[str, str]:
    """Names and durations apart ("RPO / RTO | 4 hours / 2 hours"): in their order, or one duration for both."""
    times = [_duration(m) for m in _DURATION.finditer(text)]
    if len(times) == 1:
        times *= len(keys)
    return dict(zip(keys, times, strict=True)) if len(times) == len(keys) else {}


def _loads(text: str) -> list[tuple[str, str]]:
    """Connections or users at a time, requests at the peak, the time of a response, the cores of the server."""
    requests = _REQUESTS.search(text) if not _LIMITED.search(text) else None
    response = next((m for p in _RESPONSE if (m := p.search(text))), None)
    cores = _CORES.search(text)
    return [
        *_at_a_time(text),
        *([("requests", f"{requests['n'].replace(',', '')}/{requests['unit'].lower()}")] if requests else []),
        *([("response", " ".join(response["time"].split()))] if response else []),
        *([("cores", cores["n"])] if cores else []),
    ]


def _at_a_time(text: str) -> list[tuple[str, str]]:
    connections = _CONNECTIONS.search(text)
    if connections:
        return [("connections", connections["n"].replace(",", ""))]
    spoken = (_AT_ONCE, *_USERS) if "user" in text.lower() else _USERS
    users = next((m for p in spoken if (m := p.search(text))), None)
    return [("users", users["n"].replace(",", ""))] if users else []


def _backup(text: str) -> list[tuple[str, str]]:
    details: list[tuple[str, str]] = []
    for part in re.split(r"[;,]|\band\b", text):
        often = _OFTEN.search(part)
        if often and not _KEEP.search(part[: often.start()]):
            key = "backup_incremental" if _INCREMENTAL.search(part) else "backup_full"
            times = [m[0].strip() for m in _WHEN.finditer(part, often.end())]
            details.append((key, " ".join((often[0], *times))))
    keep = _KEEP.search(text)
    if keep:
        details.append(("backup_keep", f"{_NAMED.get(keep['count'].lower(), keep['count'])} {keep['unit'].lower()}"))
    return details
