"""What a requirement speaks of: entity types that are worked on, or behaviour that no database holds."""

from __future__ import annotations

import re

from database_designer.discover.language.lexicon import CRUD_VERBS, HEADING_TAIL
from database_designer.discover.names import Noun, singular, words
from database_designer.discover.policy_owners import names_of
from database_designer.model.conceptual import EntityType

_SEEING = frozenset(
    """see show display search filter sort find select store save keep capture log enter change set mark attach look
    access read choose maintain provide support transition transfer move merge split link unlink refund pay""".split()
)
_REACH = 8  # words between a verb and its object
_MOST_ELEMENTS = 8
# After a name: it does something ("members can ...", "allow members to ..."), or something is done to it.
_ACTING = frozenset("can shall must may will should could to who".split())
_BEING = frozenset("be is are was were been".split())
_OUTRIGHT = re.compile(
    r"^(?:(?:the |a )?(?:system|application) (?:(?:shall|must|should|will) )?)?(?:(?:automatically|immediately) )?"
    r"(?:(?:\w+ ){0,3}(?:notif(?:y|ies|ied)|alert(?:s|ed)?)|sends? (?:\w+ ){0,3}(?:e-?mails?|messages?|sms|reminders?|notifications?|alerts?)|rate[- ]limit\w*)\b",
    re.IGNORECASE,
)
_SUBORDINATE = re.compile(
    r"\s*,?\s*\b(?:when|if|once|after|before|while|whenever|unless|so that|in order to|because|as soon as)\b",
    re.IGNORECASE,
)
_BEHAVIOUR: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (what, re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE))
    for what, pattern in (
        (
            "notifications and messages",
            r"notif\w+|e-?mails? (?:\w+ )?(?:is |are |shall be |will be )?sent|send\w* (?:\w+ ){0,3}(?:e-?mails?|messages?|sms|reminders?)|sms|push|alerts?|reminders?|error messages?|feedback messages?|warnings?",
        ),
        (
            "security",
            r"encrypt\w*|https|tls|ssl|jwt|cookies?|tokens?|oauth\w*|sso|saml|csrf|xss|sql injection|rate[- ]limit\w*|cors|authenticat\w*|authori[sz]\w*|log(?:s|ged)? (?:in|out)"
            r"|login|logout|sign[- ]?in|sign[- ]?out|passwords?|hash\w*|bcrypt|argon2|session (?:timeout|expir\w+|management)|rbac|role[- ]based|access control|mfa|2fa|two[- ]factor"
            r"|content security policy|sanitiz\w*|escap\w*|permissions? to|gdpr|owasp|vulnerab\w*|brute[- ]force|secrets?",
        ),
        (
            "performance and availability",
            r"uptime|latency|response times?|load times?|query time|performance|throughput|scal\w+|cache|caching|cdn|availab\w+|downtime|concurren\w+|\d+ ?ms|milliseconds|within \w+ seconds?|percentile|failover|load balanc\w+"
            r"|99(?:\.\d+)? ?%",
        ),
        (
            "integration with other systems",
            r"integrat\w+|webhooks?|third[- ]party|external (?:system|service|api)s?|import\w*|synchroni[sz]\w*|gateway|sdk|rest api|api documentation|graphql|websockets?|message queue",
        ),
        (
            "deployment and code",
            r"deploy\w*|docker\w*|kubernetes|pipelines?|ci/cd|lint\w*|eslint|prettier|typescript|unit tests?|test\w*|coverage|documentation|version control|git|migrations?|framework|orm|monitor\w*"
            r"|environment variables?|infrastructure|containers? image|code (?:quality|style|review)\w*|strict mode|schema validation|parameteri[sz]ed queries|maintainab\w+|modular\w*|logging",
        ),
        (
            "the user interface",
            r"display\w*|shown?|shows?|render\w*|screens?|pages?|buttons?|layouts?|responsive|themes?|dark mode|icons?|tooltips?|loading|spinner|click\w*|navigat\w*|redirect\w*|menus?|sidebar|modals?|dialogs?|pop-?ups?"
            r"|browsers?|mobile[- ](?:devices?|apps?|applications?|browsers?|layouts?|views?|screens?|friendly|first|phones? and)|tablet|desktop|accessib\w*|wcag|usab\w*|intuitive|user[- ]friendly|locali[sz]ation|languages?|highlight\w*|colou?r\w*|countdown|drag|scroll\w*|keyboard|empty state|visual\w*|interface|ui|ux"
            r"|placeholder|breadcrumb\w*|tabs?|forms?|confirm\w*|suggest\w*",
        ),
        (
            "reports and files made from data",
            r"export\w*|download\w*|print\w*|pdf|csv|excel|charts?|graphs?|dashboards?|reports?|statistics|analytics|metrics|trends?|summar\w+",
        ),
        (
            "what the program works out or checks when it runs",
            r"calculat\w+|validat\w+|detect\w*|predict\w*|recommend\w*|automatically (?:check|verif)\w*|algorithm\w*|similarity|patterns?",
        ),
    )
)


def main_clause(text: str) -> str:
    """The text up to its first subordinate clause; the whole, where it begins with one."""
    match = _SUBORDINATE.search(text, 1)
    return text[: match.start()] if match and match.start() > 10 else text


def behaviour(text: str) -> str:
    """Why the text is not about stored data: what it is about, with the word that tells; "" where nothing does."""
    found = [(m.start(), what, m[0]) for what, pattern in _BEHAVIOUR if (m := pattern.search(text))]
    if not found:
        return ""
    _, what, word = min(found, key=lambda f: f[0])
    return f"about {what} (“{word}”)"


def outright(text: str) -> bool:
    """Whether the text is by its main verb about behaviour, whatever it names ("notify members of loans")."""
    return bool(_OUTRIGHT.match(text.strip()))


def mentioned(text: str, entities: tuple[EntityType, ...]) -> tuple[str, ...]:
    """The entity types that the text names as worked on, with those of their properties that it names, too."""
    raw = words(text[:1_000])
    flat = tuple(singular(w) for w in raw)
    worked = [i for i, w in enumerate(raw) if w in _WORKING]
    found: list[str] = []
    for entity in entities:
        if any(_is_object(flat, name, worked) for name in names_of(entity)):
            found.append(entity.name)
            found.extend(_properties(flat, entity))
    return tuple(found[:_MOST_ELEMENTS])


def _is_object(flat: Noun, name: Noun, worked: list[int]) -> bool:
    """Whether the name stands after a verb ("edit the open loan"), before a passive, or in "loan management"."""
    size = len(name)
    for start in range(len(flat) - size + 1):
        if flat[start : start + size] != name:
            continue
        end = start + size
        if flat[end : end + 1] and flat[end] in _ACTING:
            continue
        if any(0 < start - i <= _REACH for i in worked):
            return True
        if any(end < i <= end + 3 and _BEING & set(flat[end:i]) for i in worked):
            return True
        if end < len(flat) and flat[end] in HEADING_TAIL and end + 1 >= len(flat) - 1:
            return True
    return False


def _properties(flat: Noun, entity: EntityType) -> list[str]:
    names = [a.name for a in entity.attributes] + [r.name for r in entity.references]
    if entity.lifecycle is not None:
        names.append(entity.lifecycle.state)
    text = f" {' '.join(flat)} "
    return [f"{entity.name}.{n}" for n in names if f" {' '.join(singular(w) for w in n.split('_'))} " in text]


def _forms(verb: str) -> tuple[str, ...]:
    """The forms of a regular verb."""
    stem = verb[:-1] if verb.endswith("e") else verb
    forms = [verb, f"{verb}s", f"{verb}es", f"{stem}ed", f"{stem}ing", f"{verb}{verb[-1]}ed", f"{verb}{verb[-1]}ing"]
    return (*forms, f"{verb[:-1]}ies", f"{verb[:-1]}ied") if verb.endswith("y") else tuple(forms)


_WORKING = frozenset(form for verb in CRUD_VERBS | _SEEING for form in _forms(verb)) | {
    "found",
    "kept",
    "sold",
    "shown",
}
