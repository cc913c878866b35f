"""Policies in prose: audit, soft deletion, versions, retention, volumes, backups, tenancy, time zone."""

from __future__ import annotations

import re

from database_designer.discover.findings import Findings, PolicyFinding, combine
from database_designer.discover.language.lexicon import EMPTY_ADJECTIVES, SOFTWARE_NOUNS
from database_designer.discover.names import Noun, singular, words
from database_designer.discover.prose import Line
from database_designer.model.requirements import Requirements, Table
from database_designer.source import Evidence

_UNIT = r"(?P<unit>years?|months?|weeks?|days?|hours?)"
_COUNT = r"(?P<count>\d+|one|two|three|four|five|six|seven|eight|nine|ten|twelve)"
_AUDIT = re.compile(
    r"\baudit(?:ed|ing)?[ -]?(?:logs?|logging|trails?|records?|history)?\b|\b(?:all|every|each)\s+(?:\w+\s+){0,3}(?:changes?|modifications?|mutations?|updates?|actions?)\b[^.]{0,60}\b(?:logged|recorded|traceable|tracked|audited)\b|\bwho\s+(?:changed|did|made)\b[^.]{0,40}\bwhen\b",
    re.IGNORECASE,
)
_SOFT = re.compile(
    r"\bsoft[- ]?delet\w*|\blogical(?:ly)? delet\w*|\bmark(?:ed)? as deleted\b|\b(?:never|not) (?:be )?(?:physically|permanently|hard[- ]) ?delet\w*|\brecycle bin\b|\bundelete\b",
    re.IGNORECASE,
)
_RESTORE = re.compile(r"\b(?:restor|recover|undelet|reactivat)\w*", re.IGNORECASE)
_VERSION = re.compile(
    r"\boptimistic (?:locking|concurrency)\b|\bconcurrent (?:edits?|updates?|modifications?)\b[^.]*\b(?:reject|detect|conflict|version)\w*|\bversion (?:number|column|conflict)\b",
    re.IGNORECASE,
)
_APPEND = re.compile(
    r"\bappend[- ]only\b|\b(?:never|cannot|must not|may not|can not) be (?:changed|modified|edited|altered)(?: or deleted)?\b[^.]*$",
    re.IGNORECASE,
)
_RETAIN = re.compile(
    rf"\b(?:retain(?:ed)?|kept|keep|stored|preserved?|archived?|deleted|purged|removed|anonymi[sz]ed|older than|retention)\b[^.;]{{0,80}}?\b{_COUNT}[\s-]*{_UNIT}\b(?:\s+(?:after|following|from|past)\s+(?:the\s+|their\s+|its\s+|last\s+|being\s+)*(?P<after>[a-z][\w-]*(?:\s[a-z][\w-]*)?))?",
    re.IGNORECASE,
)
_GROWTH = re.compile(
    r"(?P<low>\d[\d,.]*)\s*(?P<scale>k|thousand|million|m)?\s*(?:(?:-|–|to)\s*(?P<high>\d[\d,.]*)\s*(?P<scale2>k|thousand|million|m)?)?\+?\s*(?:new\s+)?(?P<what>[a-z][\w-]*(?:\s[a-z][\w-]*){0,2}?)\s*(?:/|per|a|each|every)\s*(?P<unit>day|week|month|year|hour|minute|second)\b",
    re.IGNORECASE,
)
_ROWS = re.compile(
    r"\b(?:about|approximately|roughly|around|up to|at least|over|some|handle|support|holds?|expects?|expected|store|manage|contain)\s+(?:about\s+|up to\s+|at least\s+|roughly\s+)?(?P<low>\d[\d,.]*)\s*(?P<scale>k|thousand|million|m)?\+?\s+(?P<what>[a-z][\w-]*(?:\s[a-z][\w-]*){0,2})",
    re.IGNORECASE,
)
_SCALE = {"k": 1_000, "thousand": 1_000, "million": 1_000_000, "m": 1_000_000}
_CONCURRENT = re.compile(
    r"(?P<n>\d[\d,]*)\+?\s*(?:simultaneous|concurrent|parallel)\s*(?:users?|connections?|sessions?|clients?)?|concurrent users[^.\d]{0,20}(?P<m>\d[\d,]*)",
    re.IGNORECASE,
)
_RPO = re.compile(
    r"\b(?:RPO|recovery point objective)\b[^.\d]{0,40}(?P<value>\d+\s*(?:hours?|minutes?|days?|h\b|min\b))",
    re.IGNORECASE,
)
_RTO = re.compile(
    r"\b(?:RTO|recovery time objective)\b[^.\d]{0,40}(?P<value>\d+\s*(?:hours?|minutes?|days?|h\b|min\b))",
    re.IGNORECASE,
)
_BACKUP = re.compile(r"\bback[- ]?ups?\b|\bbacked up\b", re.IGNORECASE)
_OFTEN = re.compile(
    r"\b(?:daily|nightly|weekly|hourly|every\s+(?:\d+\s+)?(?:hours?|days?|nights?|minutes?|weeks?))(?:\s+at\s+\d{1,2}(?::\d\d)?\s*(?:am|pm)?)?",
    re.IGNORECASE,
)
_KEEP = re.compile(
    rf"\b(?:retain|retained|kept|keep|for|retention(?: of)?)\s+(?:for\s+)?{_COUNT}\s+{_UNIT}", re.IGNORECASE
)
_POSTGRES = re.compile(
    r"\bPostgre(?:s|SQL)(?:\s+(?:database\s+)?(?:version\s+)?|:\s*|\s*v)(?P<version>1[0-9])\b", re.IGNORECASE
)
_TENANT = re.compile(r"\bmulti[- ]?tenan\w+", re.IGNORECASE)
_SOURCE_WORDS = frozenset("log logs logging trail record records history data system".split())


def read_policies(requirements: Requirements, lines: tuple[Line, ...]) -> Findings:
    """Policy findings of all statements and of the rows of tables of non-functional requirements."""
    from_tables = (
        _text(" ".join(r.cells), Evidence(span=r.span, quote=" | ".join(r.cells), requirement=r.requirement), ())
        for t in requirements.tables
        if _speaks_of_quality(t)
        for r in t.rows
    )
    return combine((*(_text(x.statement.text, x.statement.evidence, x.topics) for x in lines), *from_tables))


def _speaks_of_quality(table: Table) -> bool:
    path = " ".join(table.section).lower()
    return not table.is_requirements and (
        "non-functional" in path or "performance" in path or "quality" in path or "operation" in path
    )


def _text(text: str, evidence: Evidence, topics: tuple[Noun, ...]) -> Findings:
    found: list[PolicyFinding] = []
    for policy, pattern in (("audited", _AUDIT), ("optimistic", _VERSION), ("soft", _SOFT), ("tenancy", _TENANT)):
        match = pattern.search(text)
        if match:
            owner = _object_near(text, match, topics) if policy != "tenancy" else ()
            details = (("restorable", "yes"),) if policy == "soft" and _RESTORE.search(text) else ()
            found.append(PolicyFinding(owner=owner, policy=policy, evidence=evidence, values=details))
    found.extend(_retention(text, evidence, topics))
    found.extend(_volumes(text, evidence))
    found.extend(_operations(text, evidence))
    return Findings(policies=tuple(found))


def _object_near(text: str, match: re.Match[str], topics: tuple[Noun, ...]) -> Noun:
    """The thing spoken of: "changes to X", "X are soft-deleted", "deactivating a X"; () for everything."""
    after = re.match(
        r"[^.]{0,30}?\b(?:to|of|for|on)\s+(?:an?|the|all|any|every|each)?\s*(?P<n>[a-z][\w-]*(?:\s[a-z][\w-]*)?)",
        text[match.end() :],
        re.IGNORECASE,
    )
    inner = re.search(
        r"\b(?:to|of|on)\s+(?:an?|the|all|any|every|each)?\s*(?P<n>[a-z][\w-]*(?:\s[a-z][\w-]*)?)",
        match[0],
        re.IGNORECASE,
    )
    before = re.search(
        r"(?P<n>[A-Za-z][\w-]*)\s+(?:are|is|must be|shall be|should be|will be|can be|may be|records are)\s+(?:only\s+|never\s+)?$",
        text[: match.start()],
    )
    for candidate in (before, inner, after):
        if candidate:
            name = _noun(candidate["n"])
            if name:
                return name
    return topics[0] if topics and match.start() < 40 and len(text) < 160 else ()


def _noun(text: str) -> Noun:
    parts = [
        w for w in words(text) if w not in EMPTY_ADJECTIVES and w not in ("the", "a", "an", "and", "or", "by", "with")
    ]
    if not parts:
        return ()
    name = (*parts[:-1], singular(parts[-1]))
    if name[-1] in _SOURCE_WORDS and len(name) > 1:
        name = name[:-1]
    return () if name[-1] in SOFTWARE_NOUNS else name


def _retention(text: str, evidence: Evidence, topics: tuple[Noun, ...]) -> list[PolicyFinding]:
    found: list[PolicyFinding] = []
    if _BACKUP.search(text):
        return found
    for match in _RETAIN.finditer(text):
        window = text[max(0, match.start() - 80) : match.end()]
        nouns = re.findall(r"[A-Za-z][\w-]*(?:\s[a-z][\w-]*)?", window)
        owner = _noun(nouns[0]) if nouns else ()
        then = (
            "archive"
            if "archiv" in window.lower()
            else ("anonymise" if re.search(r"anonymi[sz]", text, re.IGNORECASE) else "delete")
        )
        details = (
            ("amount", _number(match["count"])),
            ("unit", match["unit"].lower().rstrip("s") + "s"),
            ("after", "_".join(words(match["after"] or ""))),
            ("then", then),
            ("window", window),
        )
        found.append(
            PolicyFinding(
                owner=owner or (topics[0] if topics else ()), policy="retention", evidence=evidence, values=details
            )
        )
    return found


def _number(text: str) -> str:
    named = {
        "one": "1",
        "two": "2",
        "three": "3",
        "four": "4",
        "five": "5",
        "six": "6",
        "seven": "7",
        "eight": "8",
        "nine": "9",
        "ten": "10",
        "twelve": "12",
    }
    return named.get(text.lower(), text)


def _scaled(number: str, scale: str | None) -> str:
    try:
        value = float(number.replace(",", "").rstrip("."))
    except ValueError:
        return ""
    return str(int(value * _SCALE.get((scale or "").lower(), 1)))


def _volumes(text: str, evidence: Evidence) -> list[PolicyFinding]:
    found: list[PolicyFinding] = []
    for match in _GROWTH.finditer(text):
        amount = _scaled(match["high"] or match["low"], match["scale2"] or match["scale"])
        owner = _noun(match["what"])
        if amount and owner:
            found.append(
                PolicyFinding(
                    owner=owner,
                    policy="volume",
                    evidence=evidence,
                    values=(("growth", amount), ("unit", match["unit"].lower())),
                )
            )
    for match in _ROWS.finditer(text):
        amount = _scaled(match["low"], match["scale"])
        owner = _noun(match["what"])
        if amount and int(amount) >= 100 and owner and not _GROWTH.search(text):
            found.append(PolicyFinding(owner=owner, policy="volume", evidence=evidence, values=(("rows", amount),)))
    return found


def _operations(text: str, evidence: Evidence) -> list[PolicyFinding]:
    details: list[tuple[str, str]] = []
    rpo, rto, users, version = _RPO.search(text), _RTO.search(text), _CONCURRENT.search(text), _POSTGRES.search(text)
    if rpo:
        details.append(("rpo", rpo["value"]))
    if rto:
        details.append(("rto", rto["value"]))
    if users:
        details.append(("connections", (users["n"] or users["m"]).replace(",", "")))
    if version:
        details.append(("postgres", version["version"]))
    if _BACKUP.search(text):
        details.extend(_backup(text))
    return [PolicyFinding(owner=(), policy="operations", evidence=evidence, values=tuple(details))] if details else []


def _backup(text: str) -> list[tuple[str, str]]:
    details: list[tuple[str, str]] = []
    for part in re.split(r"[;,]|\band\b", text):
        often = _OFTEN.search(part)
        if often:
            key = (
                "backup_incremental"
                if re.search(r"increment|differential|wal|log", part, re.IGNORECASE)
                else "backup_full"
            )
            details.append((key, often[0]))
    keep = _KEEP.search(text)
    if keep:
        details.append(("backup_keep", f"{_number(keep['count'])} {keep['unit']}"))
    return details
