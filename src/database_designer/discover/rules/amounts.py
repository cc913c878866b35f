"""What is said of values: "is at least 18 years old", "exceeds its limit", "is not set", "an hour before the start"."""

from __future__ import annotations

import re

from database_designer.discover.rules.logic import along, denied, either
from database_designer.discover.rules.moments import (
    ENDING,
    amount,
    compared,
    fits,
    kind_of,
    now,
    point,
    shifted,
)
from database_designer.discover.rules.subjects import Subject, named, subject_of
from database_designer.discover.rules.vocabulary import Vocabulary
from database_designer.discover.rules.wording import NUMBER, UNIT, bare, number
from database_designer.model.conceptual import EntityType, Kind
from database_designer.model.expression import (
    Clock,
    Comparator,
    Comparison,
    Expression,
    IsSet,
    Literal,
    LiteralKind,
    Moment,
    Path,
)

_COMPARE = tuple(
    (re.compile(rf"^(?:{pattern})\s+(?P<right>.+)$"), operator)
    for pattern, operator in (
        (r"(?:greater|higher|larger|later|more) than or equal to|at least|on or after|no (?:less|fewer|lower|earlier) than|not (?:less|lower|before|earlier) than|>=|≥|a minimum of", Comparator.GE),
        (r"(?:less|lower|smaller|earlier|fewer) than or equal to|at most|on or before|no (?:more|later|greater|higher) than|not (?:more|later|after|greater) than|up to|within|<=|≤|a maximum of", Comparator.LE),
        (r"(?:greater|higher|larger|later|more|longer|bigger) than|above|after|over|exceeding|exceeds?|in excess of|>", Comparator.GT),
        (r"(?:less|lower|smaller|earlier|fewer|shorter) than|below|before|under|<", Comparator.LT),
        (r"different from|other than|!=|<>|not equal to", Comparator.NE),
        (r"equal to|equals?|the same as|identical to|exactly|=|==", Comparator.EQ),
    )
)  # fmt: skip
_ZERO = {"zero": "=", "positive": ">", "negative": "<", "non-negative": ">="}
GIVEN = frozenset(
    "set given provided specified filled recorded entered present known stated stored supplied assigned documented uploaded".split()
)
LACKING = frozenset("missing empty blank unset absent unknown unassigned null".split())
_AGED = re.compile(
    rf"^(?P<how>at least|over|older than|under|younger than|below)\s+(?:the age of\s+)?(?P<years>{NUMBER})(?:\s+(?:years?(?: old| of age)?|or older))?$|^(?P<atleast>{NUMBER}) (?:years? (?:old )?)?or older$"
)
_NUMERIC = (Kind.INTEGER, Kind.DECIMAL, Kind.MONEY, Kind.PERCENT)
_VALUE = re.compile(rf"^(?:[$€£¥]\s*)?(?P<number>{NUMBER})(?:\s*(?:%|percent|[a-z]{{2,12}}))?$")
_BEFORE = re.compile(
    rf"^(?:is |are |it is |there (?:is|are) |)(?:(?P<how>at least|not less than|no less than|no later than|later than|earlier than|more than|less than|fewer than|within|up to|under)\s+)?(?P<amount>(?:{NUMBER}|an?)[\s-]{UNIT}s?)\s+(?P<side>before|after|prior to|of|from|left until|remaining until)\s+(?P<point>.+)$"
)
_EXPIRED = re.compile(
    r"^(?:whose )?(?P<what>[a-z][a-z' ]*?) (?:has|have|is|are) (?P<not>not yet |not |no longer )?(?:still |already )?(?:(?P<valid>valid|in force)|expired|lapsed|out of date|run out)$"
)


def amount_of(what: str, entity: EntityType, words: Vocabulary) -> Expression | None:
    """As in "a negative balance", "a weight above 80 kg": what the value of a row is."""
    sign = re.match(r"^(?:an? |the |any )?(?P<sign>positive|negative|zero|non-negative) (?P<what>[a-z ]+)$", what)
    if sign:
        subject = named(sign["what"], entity, words)
        return of_value(subject, subject.value, sign["sign"], words) if subject is not None and subject.value else None
    tokens = bare(what).split()
    for size in range(min(4, len(tokens) - 1), 0, -1):
        subject = named(" ".join(tokens[:size]), entity, words)
        if subject is not None and subject.value is not None:
            return of_value(subject, subject.value, " ".join(tokens[size:]).removeprefix("of "), words)
    return None


def age(entity: EntityType, said: str, _: Vocabulary) -> Expression | None:
    """As in "is at least 18 years old", "is under 21": by the date of birth."""
    plain = re.sub(r"^(?:is|are|was|be|must be)\s+", "", said)
    aged = _AGED.match(plain)
    born = [a for a in entity.attributes if a.type.kind is Kind.DATE and re.search(r"birth|born", a.name)]
    if (
        not aged
        or len(born) != 1
        or not ("year" in plain or "age" in plain or "old" in plain or aged["how"] in ("under", "over"))
    ):
        return None
    years = number(aged["years"] or aged["atleast"])
    limit = shifted(Moment(clock=Clock.TODAY), amount(f"{years} years"), earlier=True)
    how = {"at least": Comparator.LE, None: Comparator.LE, "over": Comparator.LT, "older than": Comparator.LT}
    return compared(Path(steps=(born[0].name,)), how.get(aged["how"], Comparator.GT), limit)


def of_value(subject: Subject, path: Path, said: str, words: Vocabulary) -> Expression | None:
    """What is said of a value: compared with a number, a moment or another value, set, in the future."""
    plain = re.sub(r"^(?:is|are|was|were|must be|be|has been|have been|lies|falls|has|does|must)\s+", "", said)
    negated = re.match(
        r"^(?:not|never|cannot be|cannot)\s+(?!(?:more|less|later|earlier|lower|greater|after|before|equal)\b)", plain
    )
    if negated:
        plain = plain[negated.end() :]
    plain = re.sub(r"^(?:already|yet|still|be|been|on)\s+", "", plain)
    found = _value_said(subject, path, plain, words)
    if found is None:
        return None
    return denied(found, subject.entity, words.navigation) if negated else found


def _value_said(subject: Subject, path: Path, said: str, words: Vocabulary) -> Expression | None:
    entity = subject.entity
    kind = kind_of(path, entity, words)
    if said in GIVEN or said in LACKING:
        return IsSet(operand=path, negated=said in LACKING)
    if said in _ZERO and kind in _NUMERIC:
        return compared(path, Comparator(_ZERO[said]), figure("0"))
    if kind in (Kind.DATE, Kind.INSTANT) and said in (
        "in the future",
        "in the past",
        "passed",
        "past",
        "over",
        "reached",
        "elapsed",
    ):
        operator = Comparator.GT if said == "in the future" else Comparator.LE if said == "reached" else Comparator.LT
        return compared(path, operator, now(path, entity, words))
    for pattern, operator in _COMPARE:
        match = pattern.match(said)
        right = operand(match["right"], path, entity, words) if match else None
        if right is not None:
            return compared(path, operator, right)
    return _listed(path, said, entity, words)


def _listed(path: Path, said: str, entity: EntityType, words: Vocabulary) -> Expression | None:
    """As in "is HIGH", "is in (A, B)", "is true": a value of a list."""
    target = words.navigation.follow(entity.name, path.steps).target
    type_ = getattr(target, "type", None)
    if type_ is None:
        return None
    if type_.kind is Kind.BOOLEAN and said in ("true", "false"):
        return compared(path, Comparator.EQ, Literal(kind=LiteralKind.BOOLEAN, value=said))
    values = {re.sub(r"[^a-z0-9]", "", v.lower()): v for v in words.navigation.values(type_) or ()}
    parts = [
        re.sub(r"[^a-z0-9]", "", p)
        for p in re.split(r",?\s+or\s+|,\s*|/", said.removeprefix("either ").removeprefix("set to "))
    ]
    if not values or not all(p in values for p in parts):
        return None
    return either(compared(path, Comparator.EQ, Literal(kind=LiteralKind.VALUE, value=values[p])) for p in parts)


def operand(said: str, path: Path, entity: EntityType, words: Vocabulary) -> Expression | None:
    """The right side of a comparison with the path: a number, the present, another value of the same kind."""
    kind = kind_of(path, entity, words)
    written = _VALUE.match(said)
    if written and kind in _NUMERIC:
        return figure(number(written["number"]) or "0")
    if kind in (Kind.DATE, Kind.INSTANT):
        if said in ("now", "today", "the current date", "the current time", "the present"):
            return now(path, entity, words)
        other = point(said, entity, words)
        return other if other is not None and other != path and kind_of(other, entity, words) is kind else None
    other_ = subject_of(said, entity, words)
    if other_ is None or other_.value is None or other_.value == path or kind not in _NUMERIC:
        return None
    return other_.value if kind_of(other_.value, entity, words) in _NUMERIC else None


def distance(text: str, entity: EntityType, words: Vocabulary) -> Expression | None:
    """As in "at least 2 hours before the start", "less than one day after it ended": how far the present is from a moment."""
    said = _BEFORE.match(text)
    path = point(said["point"], entity, words) if said else None
    by = amount(said["amount"]) if said else None
    if said is None or path is None or not fits(by, path, entity, words):
        return None
    after = said["side"] in ("after", "from")
    near = (said["how"] or "within") in ("less than", "fewer than", "within", "up to", "under", "no later than")
    if said["how"] == "no later than" and not after:
        near = False
    if said["how"] in ("later than", "earlier than"):
        near = (said["how"] == "later than") is not after
    limit = shifted(path, by, earlier=not after)
    operator = {
        (False, True): Comparator.GT,
        (False, False): Comparator.LE,
        (True, True): Comparator.LE,
        (True, False): Comparator.GE,
    }
    return compared_now(path, operator[(after, near)], limit, entity, words)


def expired_by_date(text: str, entity: EntityType, words: Vocabulary) -> Expression | None:
    """As in "the licence has expired", "whose permit is still valid": by a date named after it (`permit_expiry_date`)."""
    match = _EXPIRED.match(text)
    if not match:
        return None
    owner = re.match(r"^(?P<whose>.+?)(?:'s| of) (?P<what>.+)$", match["what"])
    subject = subject_of(owner["whose"], entity, words) if owner else Subject(entity=entity)
    if subject is None or subject.value is not None:
        return None
    wanted = bare(owner["what"] if owner else match["what"]).replace(" ", "_")
    found = [
        a for a in subject.entity.attributes
        if a.type.kind in (Kind.DATE, Kind.INSTANT) and a.name.startswith(f"{wanted}_") and set(a.name.split("_")) & ENDING
    ]  # fmt: skip
    if len(found) != 1:
        return None
    path = Path(steps=(found[0].name,))
    expired = compared(path, Comparator.LT, now(path, subject.entity, words))
    valid = bool(match["valid"]) is not bool(match["not"])
    return along(denied(expired, subject.entity, words.navigation) if valid else expired, subject.steps)


def compared_now(
    path: Path, operator: Comparator, limit: Expression, entity: EntityType, words: Vocabulary
) -> Comparison:
    """The present compared with a limit."""
    return Comparison(operator=operator, left=now(path, entity, words), right=limit)


def figure(value: str) -> Literal:
    """The number as a literal."""
    return Literal(kind=LiteralKind.NUMBER, value=value)
