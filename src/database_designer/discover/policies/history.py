"""What is kept of changes and deletions: audit, soft deletion, versions, optimistic locking, rows that never change."""

from __future__ import annotations

import re

from database_designer.discover.findings import PolicyFinding
from database_designer.discover.names import Noun
from database_designer.discover.policies.owners import is_audit_log, means_everything, nouns_of
from database_designer.source import Evidence

# How widely an audit is meant: of the things named, of everything, or only spoken of as if it were there.
EVERYTHING = "everything"
MENTION = "mention"

_CHANGES = r"(?:changes?|modifications?|mutations?|updates?|edits?|alterations?|deletions?|actions?|operations?)"
_VAGUE = r"(?:sensitive|critical|important|relevant|significant|security|user|users?'|admin|administrative|manual|such|other|key)"
_LOGGED = r"(?:logged|recorded|audited|tracked|traced|traceable|auditable|journaled|journalled)"
_NOUNS = r"(?P<owner>[A-Za-z][^.;:()]{0,120}?)"
_AUX = r"(?:shall|must|should|will|can|may|are|is|be|to|being|always|also|fully|have to|has to)"
_OF = r"(?:made\s+)?(?:to|of|on|in|for)"
_AUDITED = tuple(
    re.compile(p, re.IGNORECASE)
    for p in (
        # all changes to loans and members are logged
        rf"\b{_CHANGES}\s+{_OF}\s+{_NOUNS}\s+(?:(?:{_AUX}|made|by\s+\w+)\s+){{1,6}}(?:kept in |written to |stored in )?(?:{_LOGGED}|the audit|an audit)",
        # every loan change is logged
        rf"\b(?:all|every|each|any)\s+(?!{_VAGUE}\s)(?P<owner>[a-z][\w-]*(?:\s+[a-z][\w-]*)?)\s+(?:changes?|modifications?|updates?|edits?|deletions?)\s+(?:{_AUX}\s+){{1,6}}{_LOGGED}\b",
        # log every change to loans; tracks changes of loans
        rf"\b(?:log|logs|record|records|audit|audits|track|tracks)\s+(?:(?:all|every|each|any|the)\s+)*{_CHANGES}\s+{_OF}\s+{_NOUNS}(?=$|[.;:,(]|\s+(?:with|by|including|in|so)\b)",
        # audit log of loans; audit trail for all changes to loans
        rf"\baudit(?:\s+|-)(?:logs?|trails?|history|logging|records?)\s+(?:is\s+kept\s+|are\s+kept\s+)?(?:of|for|on)\s+(?:(?:all|every|any)\s+)?(?:{_CHANGES}\s+{_OF}\s+)?{_NOUNS}(?=$|[.;:,(]|\s+(?:with|by|including|in|so|is|are|must|shall|that)\b)",
        # loans are audited; loans must be auditable
        rf"(?:^|[;:,.]\s*|\bthat\s+){_NOUNS}\s+(?:{_AUX}\s+){{1,6}}(?:audited|auditable)\b",
        # who changed a loan and when
        rf"\bwho\s+(?:last\s+)?(?:changed|edited|modified|updated|created or changed)\s+{_NOUNS}\s*,?\s+(?:and\s+)?when\b",
    )
)
_ALL_AUDITED = re.compile(
    rf"\b(?:all|every|each|any)\s+(?:[\w-]+\s+){{0,3}}{_CHANGES}\b[^.;]{{0,60}}?\b(?:{_AUX}\s+)*{_LOGGED}\b"
    rf"|\b(?:log|logs|logging of|track|tracks|audits?)\s+(?:all|every|each)\s+(?:[\w-]+\s+){{0,3}}{_CHANGES}\b"
    r"|\bwho\s+(?:did|changed|made|performed)\s+(?:what|which|it|the change)\b[^.;]{0,40}\bwhen\b"
    rf"|\baudit[ -](?:trails?|logs?|logging)\b[^.;]{{0,40}}\b(?:all|every|any)\s+(?:[\w-]+\s+){{0,3}}{_CHANGES}\b",
    re.IGNORECASE,
)
_MENTIONED = re.compile(r"\baudit[ -](?:trails?|logs?|logging|history|records?|entries)\b", re.IGNORECASE)
_SOFT = re.compile(
    r"\bsoft[- ]?delet\w*|\blogical(?:ly)? delet\w*|\bmark(?:ed)? as deleted\b|\bflagged as deleted\b"
    r"|\b(?:never|not) (?:be )?(?:physically|permanently|hard[- ]) ?(?:delet|remov)\w*|\brecycle bin\b|\bundelete\b",
    re.IGNORECASE,
)
_RESTORE = re.compile(
    r"\b(?:restor|recover|undelet|reinstat)\w*\s+(?:an?\s+|the\s+|any\s+|all\s+)?(?:accidentally\s+|soft-)?deleted\s+(?P<after>[a-z][\w-]*(?:\s[a-z][\w-]*)?)"
    r"|\bdeleted\s+(?!(?:and|or|but)\b)(?P<before>[a-z][\w-]*(?:\s[a-z][\w-]*)?)\s+(?:can|may|must|shall|should|could)\s+be\s+(?:restored|recovered|undeleted|reinstated)",
    re.IGNORECASE,
)
# What is deleted softly stands in the saying itself.
_SOFT_NAMED = tuple(
    re.compile(p, re.IGNORECASE)
    for p in (
        r"\b(?:mark|marks|marking|flag|flags)\s+(?!(?:it|them)\b)(?P<owner>[a-z][\w-]*(?:\s[a-z][\w-]*){0,3}?)\s+as\s+deleted\b",
        r"(?:^|[.;:,]\s*)(?P<owner>[A-Za-z][\w -]{0,60}?)\s+(?:(?:can|may|must|shall|should|will|is|are)\s*(?:not|never)|cannot|(?:is|are)\s+only)"
        r"\s+(?:be\s+)?(?:(?:physically|permanently|logically)\s+(?:deleted|removed)|(?:deleted|removed)\s+(?:physically|logically))\b",
        r"(?:^|[.;:,]\s*)(?P<owner>[A-Za-z][\w -]{0,60}?)\s+(?:(?:is|are|must|shall|should|will|be|only)\s+){1,3}logically\s+(?:deleted|removed)\b",
        r"\bdeleted\s+(?P<owner>[a-z][\w-]*(?:\s[a-z][\w-]*)?)\s+(?:(?:is|are|must|shall|should|will|be)\s+){1,3}kept\s*,?\s+(?:but|and)\s+(?:are\s+|is\s+)?hidden\b",
    )
)
_RESTORED = re.compile(r"\b(?:restor|recover|undelet|reactivat|reinstat)\w*", re.IGNORECASE)
_DELETING = re.compile(
    r"\b(?:delet(?:e|es|ing|ion of)|remov(?:e|es|ing)|deactivat(?:e|es|ing))\s+(?:an?\s+|the\s+|any\s+|all\s+)?(?P<owner>[a-z][\w-]*(?:\s[a-z][\w-]*)?)",
    re.IGNORECASE,
)
_SOFT_OF = re.compile(r"^\s*(?:of|for|on)?\s*(?P<owner>[a-z][^.;:()]{0,80})", re.IGNORECASE)
_PASSIVE = re.compile(
    r"(?:^|[.;:,]\s*)(?P<owner>[A-Za-z][\w ,-]{0,80}?)\s+(?:(?:are|is|must|shall|should|will|can|may|be|only|never|active|suspended|or|[a-z]+,)\s+){1,8}$",
    re.IGNORECASE,
)
_OPTIMISTIC = re.compile(
    r"\boptimistic(?:ally)?[- ](?:lock\w*|concurrency)|\bversion conflicts?\b|\blost updates?\b"
    r"|\bconcurrent (?:edits?|updates?|modifications?|changes?)\b[^.]*\b(?:reject|detect|conflict|prevent|refus)\w*"
    r"|\b(?:reject|refus|declin|fail|den)\w*\b[^.]{0,60}\b(?:if|when|because)\b[^.]{0,40}\b(?:some(?:body|one) else|another (?:user|person|session)|others?)\b"
    r"[^.]{0,20}\b(?:chang|modif|edit|updat|sav)\w*",
    re.IGNORECASE,
)
_CHANGED_BY_OTHER = re.compile(
    r"\b(?:updates?|changes?|edits?|saving|updating|editing)\s+(?:to|of|on|for)?\s*(?:an?\s+|the\s+|any\s+)?(?P<owner>[a-z][\w-]*(?:\s(?!use)[a-z][\w-]*)?)",
    re.IGNORECASE,
)
_VERSIONED = (
    re.compile(
        r"\b(?:keeps?|kept|retains?|stores?|preserves?)\s+(?:(?:all|every|the|any)\s+)*(?:earlier|previous|prior|old|older|past|former)\s+(?:versions|revisions)\s+of\s+(?P<owner>[a-z][^.;:,()]{0,60})",
        re.IGNORECASE,
    ),
    re.compile(r"\b(?:version|revision) history\s+(?:of|for)\s+(?P<owner>[a-z][^.;:,()]{0,60})", re.IGNORECASE),
    re.compile(
        r"(?:^|[.;:,]\s*)(?P<owner>[A-Za-z][\w ,-]{0,60}?)\s+(?:(?:are|is|must|shall|should|will|be)\s+){1,6}versioned\b",
        re.IGNORECASE,
    ),
    re.compile(
        r"\b(?:earlier|previous|prior|old|older|past|every|all) (?:versions?|revisions?) of (?P<owner>[a-z][\w -]{0,40}?)\s+(?:(?:are|is|must|shall|should|will|be|remain)\s+){1,6}(?:kept|retained|stored|preserved|available)",
        re.IGNORECASE,
    ),
)
_CHANGED = r"(?:changed|modified|edited|altered|updated|overwritten)"
_NEVER = r"(?:can|may|must|shall|should|will|could|are|is)?\s*(?:never|neither|not|no longer|cannot)(?:\s+be)?"
_APPEND = (
    re.compile(
        rf"(?:^|[.;:,]\s*)(?P<owner>[A-Za-z][\w ,-]{{0,60}}?)\s+(?:{_NEVER}|cannot be)\s+(?:{_CHANGED}\s*(?:or|nor|and|,)\s*(?:deleted|removed)|(?:deleted|removed)\s*(?:or|nor|and|,)\s*{_CHANGED})\b",
        re.IGNORECASE,
    ),
    re.compile(
        r"(?:^|[.;:,]\s*)(?P<owner>[A-Za-z][\w ,-]{0,60}?)\s+(?:(?:are|is|must|shall|should|will|be|an?)\s+){1,6}(?:append[- ]only|immutable)\b",
        re.IGNORECASE,
    ),
    re.compile(r"\b(?:append[- ]only|immutable)\s+(?P<owner>[a-z][\w-]*(?:\s[a-z][\w-]*)?)", re.IGNORECASE),
)
# "Lines of a confirmed order": what a state of the whole freezes.
_OF_SOME = re.compile(r"\bof (?:an? |any |the )?(?:[a-z]+(?:ed|en)|open|sent|paid|sold|lost|held) [a-z]", re.IGNORECASE)
_LATER_ON = re.compile(
    r"\bfuture (?:enhancement|release|version|work|phase)s?\b|\bout of scope\b|\bnot (?:required|in scope|supported|planned)\b|\?\s*$"
    r"|\bno (?:audit|soft|optimistic|versioning)\b|\bmay (?:later )?implement\b",
    re.IGNORECASE,
)
_FIRST_WORDS = 5


def history(text: str, evidence: Evidence, topics: tuple[Noun, ...]) -> list[PolicyFinding]:
    """What a statement says of keeping changes and deleted rows; what is put off, refused or asked says nothing."""
    if _LATER_ON.search(text):
        return []
    return [
        *_audit(text, evidence),
        *_soft(text, evidence, topics),
        *_named(_VERSIONED, "versioned", text, evidence),
        *_named(_APPEND, "append only", text, evidence),
        *_optimistic(text, evidence, topics),
    ]


def _audit(text: str, evidence: Evidence) -> list[PolicyFinding]:
    for pattern in _AUDITED:
        match = pattern.search(text)
        owners = nouns_of(match["owner"]) if match else ()
        if any(is_audit_log(n) for n in owners):
            continue
        named = [n for n in owners if not means_everything(n)]
        if named:
            return [PolicyFinding(owner=n, policy="audited", evidence=evidence) for n in named]
    everything = _ALL_AUDITED.search(text)
    if everything:
        return _all_audited(text[: everything.start()], evidence)
    if _MENTIONED.search(text):
        return [PolicyFinding(owner=(), policy="audited", evidence=evidence, values=(("scope", MENTION),))]
    return []


def _all_audited(before: str, evidence: Evidence) -> list[PolicyFinding]:
    """Every change is kept: of what the sentence began with ("... manages crews, all changes logged"), else of everything."""
    told = before.split()
    if len(told) > _FIRST_WORDS and re.search(r"[,;]\s*$|\bwith\s*$", before):
        verb = re.search(
            r"\b(?:manage|maintain|edit|change|update|create|handle)s?\s+(?P<owner>[^.;:,(]{1,60})",
            before,
            re.IGNORECASE,
        )
        owners = nouns_of(verb["owner"]) if verb else ()
        if owners:
            values = (("else", EVERYTHING),)
            return [PolicyFinding(owner=n, policy="audited", evidence=evidence, values=values) for n in owners]
    return [PolicyFinding(owner=(), policy="audited", evidence=evidence, values=(("scope", EVERYTHING),))]


def _soft(text: str, evidence: Evidence, topics: tuple[Noun, ...]) -> list[PolicyFinding]:
    restored = _RESTORE.search(text)
    if restored:
        name = nouns_of(restored["after"] or restored["before"])[:1]
        values: tuple[tuple[str, str], ...] = (("restorable", "yes"),)
        return [PolicyFinding(owner=n, policy="soft", evidence=evidence, values=values) for n in name]
    values = (("restorable", "yes"),) if _RESTORED.search(text) else ()
    said = next((m for p in _SOFT_NAMED if (m := p.search(text))), None)
    if said:
        return [
            PolicyFinding(owner=n, policy="soft", evidence=evidence, values=values) for n in nouns_of(said["owner"])
        ]
    match = _SOFT.search(text)
    if match is None:
        return []
    owners = _deleted(text, match) or topics[:1]
    return [PolicyFinding(owner=n, policy="soft", evidence=evidence, values=values) for n in owners]


def _deleted(text: str, match: re.Match[str]) -> tuple[Noun, ...]:
    """What is deleted softly: the subject before the words, what they are said of, or what the sentence deletes."""
    before = _PASSIVE.search(text[: match.start()])
    after = _SOFT_OF.match(text[match.end() :])
    if before:
        return nouns_of(re.sub(r"^.*\bwhether\s+", "", before["owner"]))
    if after:
        return nouns_of(after["owner"])
    deleting = _DELETING.search(text)
    return nouns_of(deleting["owner"]) if deleting else ()


def _named(patterns: tuple[re.Pattern[str], ...], policy: str, text: str, evidence: Evidence) -> list[PolicyFinding]:
    match = next((m for p in patterns if (m := p.search(text))), None)
    owners = nouns_of(match["owner"]) if match and not _OF_SOME.search(match["owner"]) else ()
    return [PolicyFinding(owner=n, policy=policy, evidence=evidence) for n in owners]


def _optimistic(text: str, evidence: Evidence, topics: tuple[Noun, ...]) -> list[PolicyFinding]:
    if not _OPTIMISTIC.search(text):
        return []
    spoken = [n for m in _CHANGED_BY_OTHER.finditer(text) for n in nouns_of(m["owner"]) if not means_everything(n)]
    owners = spoken[:1] or topics[:1]
    return [PolicyFinding(owner=n, policy="optimistic", evidence=evidence) for n in owners]
