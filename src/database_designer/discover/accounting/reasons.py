"""Why a statement is not about stored data, by the words of general English and of software."""

from __future__ import annotations

import re

from database_designer.discover.language.lexicon import STORING_VERBS
from database_designer.model.requirements import Statement, StatementKind

_OUTRIGHT = re.compile(
    r"^(?:(?:the |a )?(?:system|application) (?:(?:shall|must|should|will) )?)?(?:(?:automatically|immediately) )?"
    r"(?:(?:\w+ ){0,3}(?:notif(?:y|ies|ied)|alert(?:s|ed)?)|sends? (?:\w+ ){0,3}(?:e-?mails?|messages?|sms|reminders?|notifications?|alerts?)|rate[- ]limit\w*)\b",
    re.IGNORECASE,
)
_SUBORDINATE = re.compile(
    r"\s*,?\s*\b(?:when|if|once|after|before|while|whenever|unless|so that|in order to|because|as soon as)\b",
    re.IGNORECASE,
)
_RULE = re.compile(
    r"\b(?:has|have|having|consists? of|comprises?|belongs? to|contains?|includes?|stor(?:e|es|ed|ing)|records?|recorded|kept"
    r"|unique(?:ly)?|at most|at least|no more than|not more than|exactly one|one or more|mandatory|optional|required"
    r"|must not|may not|cannot|can not|never|only if|only when|unless|per|defaults?|calculated)\b",
    re.IGNORECASE,
)
# Labels and headings of what a requirement is, who it is from and how it is worked on: no statement about data.
_NOTES = frozenset(
    """actor actors author authors primary-actor secondary-actor primary-actors secondary-actors dependencies dependency
    derived-from document-version effort estimate goal goals last-updated note notes owner preconditions precondition
    rationale realized-by related related-requirements related-use-cases reviewer source sources stakeholder stakeholders
    story-points trigger triggers use-case-id use-case-name technical-level""".split()
)
# Those that may as well be a property of a thing: notes where a word follows, and no list of values.
_NOTES_IN_A_WORD = frozenset("complexity date difficulty frequency id level none priority risk status version".split())
# Headings of the project and its document, wherever the words stand in them ...
_PROJECT_SECTION = re.compile(
    r"\b(?:executive summary|problem statement|value proposition|personas?|success (?:metrics|criteria)|out of scope"
    r"|road ?map|timeline|sprints?|mvp|open questions?|next steps?|sign[- ]?off|document control"
    r"|(?:revision|version|change) history|changelog|appendix|tech(?:nology|nical)? stack|technologies used|installation"
    r"|getting started|how to run|diagrams?|related (?:components|documents|use cases)|user journeys?|walkthroughs?"
    r"|(?:scenario|phase|example) \d+|future (?:work|enhancements?|features?|scope)|traceability|naming conventions)\b",
    re.IGNORECASE,
)
# ... and those that in other company name things that data may be kept about ("Training Courses").
_PROJECT_HEADING = re.compile(
    r"(?:[\d.]+\s*)?(?:(?:the|our|project|system|solution|business|specific|general|key|main|document)\s+)*(?:introduction|purpose|background|motivation"
    r"|vision|goals?|objectives?|benefits?|stakeholders?|milestones?|deliverables?|risks?|references|contact|budget|team"
    r"|technologies|prerequisites|set-?up|architecture|scenarios?|examples?|training|support|implementation|deployment"
    r"|conventions|overview|summary)(?:\s+(?:and|&)\s+\w+)?\s*:?",
    re.IGNORECASE,
)
_NAME_OF_CODE = re.compile(r"[\w@.-]*[./_{}:<>*][\w@./_{}:<>*-]*|[a-z]+(?:[A-Z][a-z0-9]*)+|\{.*\}")
_PURPOSES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (why, re.compile(pattern, re.IGNORECASE))
    for why, pattern in (
        (
            "about the document itself",
            r"^(?:this|the) (?:\w+ ){0,4}?(?:document|section|chapter|specification|srs|prd|appendix|diagram|use case|page|table below)\b"
            r"|^(?:see|refer to|as described|as shown|for (?:more )?(?:details|information))\b|^use case (?:ends|terminates|continues|resumes|starts)",
        ),
        (
            "an instruction to the reader",
            r"^(?:(?:to )?(?:run|build|start|install|clone|compile|launch)|follow|make sure|navigate to|ensure that you|copy|think of|note that)\b(?! of)",
        ),
        (
            "what the program answers when something fails",
            r"\bhttp (?:status )?\d{3}\b|\b[45]\d\d (?:[A-Z][a-z]+|error|response)|^(?:the )?(?:\w+ ){0,4}(?:fails?|failed|does(?: not|n't) exist|do(?: not|n't) exist|not found|is unavailable)(?:$|[ .,(])"
            r"|\b(?:connection|server|database|internal|network) (?:error|failure)|^(?:the )?system (?:returns|logs) (?:an? )?(?:error|empty)",
        ),
        (
            "who may do it",
            r"\b(?:must|should|needs? to) (?:be (?:logged|signed|authenticated|authori)|have (?:\w+ ){0,4}(?:role|permission|rights|access|privilege)s?\b)|\b(?:read-only|full|no|limited) access\b|\bis (?:logged|signed) in\b",
        ),
        (
            "that there is what is worked on",
            r"^(?:the |an? )?(?:\w+ ){1,3}(?:must|should) (?:already )?exist(?: in \w+ \w+)?\.?$",
        ),
        (
            "the technology it is built with",
            r"\b(?:postgres\w*|mysql|mongodb|redis|node\.?js|npm|pnpm|yarn|react|angular|vue|next\.?js|spring boot|django|flask|java|kotlin|python|aws|azure|s3|gradle|maven)\b",
        ),
        (
            "a goal, and no data of its own",
            r"^(?:to )?(?:reduc|improv|simplif|streamlin|enabl|facilitat|increas|enhanc|optimi[sz]|minimi[sz]|maximi[sz]|automat|empower|accelerat|speed)(?:e|es|ing|y|ies|ying|s)?\b",
        ),
    )
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
            r"validat\w+|detect\w*|predict\w*|recommend\w*|automatically (?:check|verif)\w*|algorithm\w*|similarity|patterns?",
        ),
    )
)


_KEEPING = frozenset(STORING_VERBS - {"enter", "request", "need", "require", "provide"})
_STEP = re.compile(
    r"^(?:the )?(?:user|actor|system|application|app|client|frontend|backend|browser|database|\w*(?:controller|service|repository))s? (?:\w+ly )?"
    rf"(?!(?:{'|'.join(sorted(_KEEPING))}|must|shall|should|may|can|could|will|is|are|has|have)(?:e?s)?\b)[a-z]+(?:s|t|w)\b(?! (?:can|may|must|shall|should|will|is|are|has|have|and|or)\b)(?! *(?:[:(,]|$))",
    re.IGNORECASE,
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


def is_a_rule(text: str) -> bool:
    """Whether the text tells of data in words that hold of all of it: what things have, how many, what must not be."""
    return bool(_RULE.search(text))


def _is_note(label: str, text: str) -> bool:
    """Whether a label or heading makes what follows it a note on the requirement."""
    name = "-".join(label.lower().strip(" :").split())
    short = len(text.split()) <= 2 and not set(",|/") & set(text)
    return not is_a_rule(text) and (name in _NOTES or (name in _NOTES_IN_A_WORD and short))


def purpose(statement: Statement) -> str:
    """Why a statement is about the project, the document or its reader, by its form, its label, its place, its words.

    "" where it is about none of them, as far as these tell.
    """
    text = statement.text.strip()
    note = next((n for n in (statement.label, *statement.section[-1:]) if _is_note(n, text)), "")
    if note:
        return f"a note on the requirement itself (“{note.strip(' :')}”)"
    if text.endswith("?"):
        return "a question of the document itself"
    if not any(c.isalpha() for c in text) or _NAME_OF_CODE.fullmatch(text):
        return "a name, a number or a path, and no sentence"
    if len(text.split()) == 1 and not statement.label and not statement.lead:
        return "a single word"
    found = next((why for why, pattern in _PURPOSES if pattern.search(text)), "")
    if found or is_a_rule(text):
        return found
    above = next(
        (t for t in reversed(statement.section) if _PROJECT_SECTION.search(t) or _PROJECT_HEADING.fullmatch(t)), ""
    )
    if above:
        return f"about the project or its document (under “{above}”)"
    step = _STEP.match(text)
    if step or statement.kind in (StatementKind.STEP, StatementKind.CRITERION):
        return "a step that a user or the program takes"
    return ""
