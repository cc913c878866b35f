"""Conditions in English as expressions over a row: "the member is active", "it has no open claims", "has not started".

A condition is a subject (the row itself, what it points to, a value of these) and what is said of it. Each kind of
saying is a function from the words behind the subject to an expression; the first that understands all of them wins.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from database_designer.discover.names import noun
from database_designer.discover.rules.logic import along, both, denied, either
from database_designer.discover.rules.moments import (
    ENDING,
    amount,
    compared,
    fits,
    kind_of,
    moment,
    now,
    point,
    shifted,
)
from database_designer.discover.rules.things import Thing, qualities, thing
from database_designer.discover.rules.vocabulary import Vocabulary
from database_designer.discover.rules.wording import NUMBER, UNIT, bare, number
from database_designer.model.conceptual import EntityType, Kind
from database_designer.model.expression import (
    Aggregate,
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
from database_designer.model.navigation import Hop

_MAX = 400
_ITSELF = frozenset(["", "it", "they", "he", "she", "that", "this", "which", "who", "them", "itself"])
_VERB = re.compile(
    r"\b(?:is|are|was|were|be|has|have|had|does|do|did|belongs?|exceeds?|equals?|falls?|lies?|starts?|begins?|ends?|contains?|"
    r"includes?|holds?|owns?|must|cannot|can)\b"
)
_HAS = re.compile(
    r"^(?:(?:has|have|had|having|with|holds?|owns?|contains?|includes?|must have|there (?:is|are|exists?)|exists?)|(?P<lacks>without|lacks?|does not have|do not have|has not|have not|cannot have|does not contain|has never had))\s+(?:already\s+|currently\s+|still\s+)?(?P<what>.+)$"
)
_IS = re.compile(
    r"^(?:(?:is|are|was|were|be|been|has been|have been|had been|being|gets?|becomes?|has|have|must be|does|do|can be|lies?|falls?)\b\s*)?(?P<not>(?:not yet|not|never|no longer|cannot be|cannot)\b\s*)?"
    r"(?:(?:already|currently|still|yet|also|now|been|marked as|marked|set to|in (?:the )?(?:state|status)(?: of)?|of (?:state|status)|in|under|on|fully|properly|both|be)\b\s*)*(?P<what>.+?)(?:\s+(?:state|status|yet|already|anymore|any more))?$"
)
_TIME = re.compile(
    r"^(?P<what>started|begun|begins|starts|ended|ends|finished|over|passed|elapsed|expired|taken place|completed|in the future|in future|upcoming|future|in the past|in past|past|ongoing|running|in progress|overdue)$"
)
_PRESENT = {
    "started": "<=",
    "begun": "<=",
    "taken place": "<=",
    "in the future": ">",
    "in future": ">",
    "upcoming": ">",
    "future": ">",
}
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
_GIVEN = frozenset(
    "set given provided specified filled recorded entered present known stated stored supplied assigned documented uploaded".split()
)
_LACKING = frozenset("missing empty blank unset absent unknown unassigned null".split())
_AGED = re.compile(
    rf"^(?P<how>at least|over|older than|under|younger than|below)\s+(?:the age of\s+)?(?P<years>{NUMBER})(?:\s+(?:years?(?: old| of age)?|or older))?$|^(?P<atleast>{NUMBER}) (?:years? (?:old )?)?or older$"
)
_NUMERIC = (Kind.INTEGER, Kind.DECIMAL, Kind.MONEY, Kind.PERCENT)
_VALUE = re.compile(rf"^(?:[$€£¥]\s*)?(?P<number>{NUMBER})(?:\s*(?:%|percent|[a-z]{{2,12}}))?$")
_BEFORE = re.compile(
    rf"^(?:is |are |it is |there (?:is|are) |)(?:(?P<how>at least|not less than|no less than|no later than|more than|less than|fewer than|within|up to|under)\s+)?(?P<amount>(?:{NUMBER}|an?)[\s-]{UNIT}s?)\s+(?P<side>before|after|prior to|of|from|left until|remaining until)\s+(?P<point>.+)$"
)
_EXPIRED = re.compile(
    r"^(?:whose )?(?P<what>[a-z][a-z' ]*?) (?:has|have|is|are) (?P<not>not yet |not |no longer )?(?:still |already )?(?:(?P<valid>valid|in force)|expired|lapsed|out of date|run out)$"
)
_SAME = re.compile(
    r"^(?:is|are|belongs?|is assigned|are assigned|works?|is part|is registered|is located)?\s*(?:to|in|at|of|for|with|from)?\s*the same (?P<what>[a-z]+(?: [a-z]+)?)(?: (?:as|of|like) .+)?$"
)


@dataclass(frozen=True, slots=True)
class Condition:
    """What has to hold of a row; `left_out` are the parts that were not understood, all of them joined by "and"."""

    holds: Expression
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Subject:
    """What a condition speaks of: a row of the entity type that the steps lead to, or a value (`value`) of it."""

    entity: EntityType
    steps: tuple[str, ...] = ()
    value: Path | None = None


def condition(text: str, entity: EntityType, words: Vocabulary) -> Condition | None:
    """The condition that a text in plain wording states of a row of the entity type; None where nothing is understood.

    With "or" all parts have to be understood, as each makes the condition weaker; with "and" some may be left out.
    """
    said = text.strip(" ,.")
    if not said or len(said) > _MAX:
        return None
    whole = simple(said, entity, words)
    if whole is not None:
        return Condition(holds=whole)
    parts = re.split(r",?\s+or\s+", said)
    if len(parts) > 1:
        found = _shared(parts, entity, words)
        joined = either([f for f in found if f is not None]) if None not in found else None
        return Condition(holds=joined) if joined is not None else None
    parts = [p for p in re.split(r",?\s+and\s+|,\s+|\s+but\s+", said) if p.strip()]
    if len(parts) < 2:
        return None
    found = _shared(parts, entity, words)
    all_of = both(found)
    if all_of is None:
        return None
    return Condition(holds=all_of, left_out=tuple(p for p, f in zip(parts, found, strict=True) if f is None))


def _shared(parts: list[str], entity: EntityType, words: Vocabulary) -> list[Expression | None]:
    """Each part by itself, or with the subject of the part before."""
    found: list[Expression | None] = []
    front = ""
    for part in parts:
        told = simple(part, entity, words) or (simple(f"{front} {part}", entity, words) if front else None)
        verb = _VERB.search(part)
        front = part[: verb.end()] if verb and told is not None else front
        found.append(told)
    return found


def simple(text: str, entity: EntityType, words: Vocabulary) -> Expression | None:
    """One condition without "and" and "or" between whole conditions; None where it is not understood."""
    text = text.strip(" ,.")
    time = _distance(text, entity, words) or _expired(text, entity, words)
    if time is not None:
        return time
    for subject, said in _subjects(text, entity, words):
        found = _said_of(subject, said, words)
        if found is not None:
            return found
    return _rows(text, entity, words)


def _subjects(text: str, entity: EntityType, words: Vocabulary) -> Iterator[tuple[Subject, str]]:
    """The ways to part a text into a subject and what is said of it."""
    if re.match(r"there (?:is|are|exists?)\b|(?:with|without|has|have|having|lacks?)\b", text):
        yield Subject(entity=entity), text
        return
    for verb in list(_VERB.finditer(text))[:3]:
        subject = subject_of(text[: verb.start()], entity, words)
        if subject is not None:
            yield subject, text[verb.start() :]
    tokens = text.split()
    for size in range(min(5, len(tokens) - 1), 0, -1):
        subject = subject_of(" ".join(tokens[:size]), entity, words)
        if subject is not None and tokens[0] not in _ITSELF:
            yield subject, " ".join(tokens[size:])
    yield Subject(entity=entity), text


def subject_of(text: str, entity: EntityType, words: Vocabulary) -> Subject | None:
    """What a phrase speaks of from a row of the entity type; None for anything unknown."""
    said = bare(text)
    if said in _ITSELF:
        return Subject(entity=entity)
    if len(said.split()) > 7:
        return None
    of = re.match(r"^(?P<what>.+?) of (?P<whose>.+)$", said)
    owned = re.match(r"^(?P<whose>.+?)'s? (?P<what>.+)$", said)
    parted = owned or of
    if parted is not None:
        owner = subject_of(parted["whose"], entity, words)
        if owner is None or owner.value is not None:
            return None
        return _moved(entity, owner, subject_of(parted["what"], owner.entity, words))
    return _named(said, entity, words)


def _moved(entity: EntityType, owner: Subject, inner: Subject | None) -> Subject | None:
    """What is spoken of from the owner, said from the row of the entity type."""
    if inner is None:
        return None
    if inner.value is not None:
        return Subject(entity=entity, value=Path(steps=(*owner.steps, *inner.value.steps)))
    return Subject(entity=inner.entity, steps=(*owner.steps, *inner.steps))


def _named(said: str, entity: EntityType, words: Vocabulary) -> Subject | None:
    name = noun(said)
    if not name:
        return None
    target = words.exact(name)
    if target is not None and words.navigation.are_kin(entity.name, target.name):
        return Subject(entity=target)
    member = words.member(entity.name, name) if target is None else None
    hop = words.navigation.target(entity.name, member) if member is not None else None
    if isinstance(hop, Hop) and member is not None and (found := words.model.entity(hop.entity)) is not None:
        return Subject(entity=found, steps=(member,))
    if target is None and member is None:
        target = words.entity(name)
    steps = words.route(entity.name, target.name) if target is not None else None
    if target is not None and steps is not None:
        return Subject(entity=target, steps=steps)
    path = words.path(entity.name, name) if target is None else None
    return Subject(entity=entity, value=path) if path is not None else None


def _said_of(subject: Subject, said: str, words: Vocabulary) -> Expression | None:
    if subject.value is not None:
        return _of_value(subject, subject.value, said, words)
    if subject.steps and (given := _IS.match(said)) and given["what"] in _GIVEN | _LACKING:
        return IsSet(operand=Path(steps=subject.steps), negated=(given["what"] in _LACKING) is not bool(given["not"]))
    for reading in (_having, _same, _age, _moments, _state, _pointing):
        found = reading(subject.entity, said, words)
        if found is not None:
            return along(found, subject.steps)
    return None


def _having(entity: EntityType, said: str, words: Vocabulary) -> Expression | None:
    """As in "has no open claims", "with an active licence", "has at least two doors", "has a due date"."""
    has = _HAS.match(said)
    if not has:
        return None
    lacks = bool(has["lacks"])
    found = thing(has["what"], words)
    if found is not None:
        expression = _among(entity, found, words)
        if expression is not None:
            return _none_of(expression) if lacks else expression
    what = has["what"]
    amount_ = _amount_of(what, entity, words)
    if amount_ is not None:
        return denied(amount_, entity, words.navigation) if lacks else amount_
    if re.match(r"no\s", what):
        lacks, what = True, what[3:]
    subject = _named(bare(what), entity, words)
    if subject is None or (subject.value is None and not subject.steps):
        return None
    path = subject.value or Path(steps=subject.steps)
    return IsSet(operand=path, negated=lacks)


def _amount_of(what: str, entity: EntityType, words: Vocabulary) -> Expression | None:
    """As in "a negative balance", "a weight above 80 kg": what the value of a row is."""
    sign = re.match(r"^(?:an? |the |any )?(?P<sign>positive|negative|zero|non-negative) (?P<what>[a-z ]+)$", what)
    if sign:
        subject = _named(sign["what"], entity, words)
        return _of_value(subject, subject.value, sign["sign"], words) if subject is not None and subject.value else None
    tokens = bare(what).split()
    for size in range(min(4, len(tokens) - 1), 0, -1):
        subject = _named(" ".join(tokens[:size]), entity, words)
        if subject is not None and subject.value is not None:
            return _of_value(subject, subject.value, " ".join(tokens[size:]).removeprefix("of "), words)
    return None


def _none_of(expression: Expression) -> Expression:
    match expression:
        case Aggregate(function="exists"):
            return Comparison(
                operator=Comparator.EQ,
                left=Aggregate(function="count", over=expression.over, where=expression.where),
                right=_number("0"),
            )
        case IsSet():
            return IsSet(operand=expression.operand, negated=True)
    return expression


def _among(entity: EntityType, found: Thing, words: Vocabulary) -> Expression | None:
    """That there are such rows, so many of them, or none, among those that point to a row of the entity type."""
    said = which(found, words)
    if said is None and found.rest:
        return None
    only = said.holds if said is not None else None
    forward = words.route(entity.name, found.entity.name)
    if forward and len(forward) == 1 and found.operator is None:
        there = IsSet(operand=Path(steps=forward), negated=found.none)
        return there if only is None else (None if found.none else along(only, forward))
    back = rows_of(entity, found.entity, words)
    if back is None:
        return None
    over = Path(steps=back)
    if not found.none and found.operator is None:
        return Aggregate(function="exists", over=over, where=only)
    counted = Aggregate(function="count", over=over, where=only)
    operator = Comparator.EQ if found.none or found.operator is None else found.operator
    return Comparison(operator=operator, left=counted, right=_number("0" if found.none else found.bound))


def which(found: Thing, words: Vocabulary) -> Condition | None:
    """Which of the rows are meant, by the words before the noun and behind it; None where not all is understood."""
    rest = re.sub(r"^(?:that|which|who|whose|and)\s+", "", found.rest)
    rest = re.sub(
        r"^(?:attached|assigned|associated|linked|registered|left|remaining|for it|of its own)\b\s*(?:to it|with it)?",
        "",
        rest,
    ).strip()
    behind = condition(rest, found.entity, words) if rest else None
    if rest and (behind is None or behind.left_out):
        return None
    joined = both((found.where, behind.holds if behind is not None else None))
    return Condition(holds=joined) if joined is not None else None


def rows_of(entity: EntityType, other: EntityType, words: Vocabulary) -> tuple[str, ...] | None:
    """The way to the rows of another entity type that belong to a row: those that point to it, or to what it points to."""
    own = words.back(entity.name, other.name)
    if own is not None:
        return own
    found = [
        (r.name, *back)
        for r in entity.references
        if (back := words.back(r.to, other.name)) is not None and not r.optional
    ]
    return found[0] if len(found) == 1 else None


def _same(entity: EntityType, said: str, words: Vocabulary) -> Expression | None:
    """As in "belongs to the same branch": the branches of the two things that a row joins are one."""
    same = _SAME.match(said)
    target = words.exact(noun(same["what"])) if same else None
    if target is None:
        return None
    ways = [
        (r.name, *steps)
        for r in entity.references
        if (steps := words.route(r.to, target.name)) is not None and (steps or r.to == target.name)
    ]
    if len(ways) != 2:
        return None
    return Comparison(operator=Comparator.EQ, left=Path(steps=ways[0]), right=Path(steps=ways[1]))


def _age(entity: EntityType, said: str, _: Vocabulary) -> Expression | None:
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


def _moments(entity: EntityType, said: str, words: Vocabulary) -> Expression | None:
    """As in "has not started", "is over", "lies in the future", "has passed"."""
    plain = _IS.match(said)
    verb = re.match(
        r"^(?:has|have|had|is|are|was|lies?|does|do)?\s*(?P<not>not yet|not|never|no longer)?\s*(?:yet|already|still)?\s*(?P<what>.+?)(?:\s+yet|\s+already)?$",
        said,
    )
    if not plain or not verb or not _TIME.match(verb["what"]) or words.state(entity.name, verb["what"]) is not None:
        return None
    what = verb["what"]
    first = what in _PRESENT or what.startswith(("start", "begin"))
    attribute = moment(entity, "start" if first else "end")
    if attribute is None or what == "completed":
        return None
    if what in ("ongoing", "running", "in progress"):
        return _during(entity, words)
    path = Path(steps=(attribute.name,))
    operator = Comparator(
        _PRESENT.get(what, "<=" if what not in ("past", "in the past", "expired", "overdue") else "<")
    )
    found = compared(path, operator, now(path, entity, words))
    return denied(found, entity, words.navigation) if verb["not"] else found


def _during(entity: EntityType, words: Vocabulary) -> Expression | None:
    """That the present lies between the start and the end of a row."""
    start, end = moment(entity, "start"), moment(entity, "end")
    if start is None or end is None or start.name == end.name:
        return None
    paths = Path(steps=(start.name,)), Path(steps=(end.name,))
    operators = Comparator.LE, Comparator.GE if end.type.kind is Kind.DATE else Comparator.GT
    return both(compared(p, o, now(p, entity, words)) for p, o in zip(paths, operators, strict=True))


def _state(entity: EntityType, said: str, words: Vocabulary) -> Expression | None:
    """As in "is active", "not yet approved", "CLOSED", "is in state open or pending", "ACTIVE with a valid licence"."""
    parted = re.match(r"^(?P<state>.+?)\s+(?P<having>(?:with|without|and has|and have|that has|having)\s+.+)$", said)
    if parted:
        state = _state(entity, parted["state"], words)
        having = _having(entity, re.sub(r"^(?:and|that)\s", "", parted["having"]), words)
        return both((state, having)) if state is not None and having is not None else None
    plain = _IS.match(said)
    if not plain:
        return None
    what = re.sub(r"^(?:an?|the)\s+", "", plain["what"])
    found = qualities(what, entity, words)
    if (
        found is None
        and (inner := thing(what, words)) is not None
        and inner.entity.name == entity.name
        and not (inner.rest or inner.none or inner.operator)
    ):
        found = inner.where
    if found is None:
        return None
    return denied(found, entity, words.navigation) if plain["not"] else found


def _pointing(entity: EntityType, said: str, words: Vocabulary) -> Expression | None:
    """As in "is assigned to a crew", "has not been assigned": whether a reference is set."""
    found = re.match(
        r"^(?:is|are|has been|have been|was)\s+(?P<not>not\s+)?(?:yet\s+)?(?:assigned|linked|attached|connected|allocated|related|tied)\s+(?:to|with)\s+(?:an?|any|some|at least one)\s+(?P<what>[a-z]+(?: [a-z]+)?)$",
        said,
    )
    target = words.exact(noun(found["what"])) if found else None
    if found is None or target is None:
        return None
    steps = words.route(entity.name, target.name)
    if steps:
        return IsSet(operand=Path(steps=steps), negated=bool(found["not"]))
    back = words.back(entity.name, target.name)
    there = Aggregate(function="exists", over=Path(steps=back)) if back is not None else None
    return _none_of(there) if there is not None and found["not"] else there


def _of_value(subject: Subject, path: Path, said: str, words: Vocabulary) -> Expression | None:
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
    if said in _GIVEN or said in _LACKING:
        return IsSet(operand=path, negated=said in _LACKING)
    if said in _ZERO and kind in _NUMERIC:
        return compared(path, Comparator(_ZERO[said]), _number("0"))
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
    figure = _VALUE.match(said)
    if figure and kind in _NUMERIC:
        return _number(number(figure["number"]) or "0")
    if kind in (Kind.DATE, Kind.INSTANT):
        if said in ("now", "today", "the current date", "the current time", "the present"):
            return now(path, entity, words)
        other = point(said, entity, words)
        return other if other is not None and other != path and kind_of(other, entity, words) is kind else None
    other_ = subject_of(said, entity, words)
    if other_ is None or other_.value is None or other_.value == path or kind not in _NUMERIC:
        return None
    return other_.value if kind_of(other_.value, entity, words) in _NUMERIC else None


def _distance(text: str, entity: EntityType, words: Vocabulary) -> Expression | None:
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
    limit = shifted(path, by, earlier=not after)
    operator = {
        (False, True): Comparator.GT,
        (False, False): Comparator.LE,
        (True, True): Comparator.LE,
        (True, False): Comparator.GE,
    }
    return compared_now(path, operator[(after, near)], limit, entity, words)


def _expired(text: str, entity: EntityType, words: Vocabulary) -> Expression | None:
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


def _rows(text: str, entity: EntityType, words: Vocabulary) -> Expression | None:
    """Rows named alone: "no open claims", "an approved supplier", "all steps done"."""
    found = thing(re.sub(r"^(?:if|that)\s+", "", text), words)
    if found is None:
        return None
    every = re.match(r"^(?:all|every|each|any|some|one of|at least one)\b", text)
    if every and found.rest:
        return _quantified(entity, found, every[0], words)
    if found.where is None and not (found.none or found.operator):
        return None
    if words.navigation.are_kin(entity.name, found.entity.name) and not found.none:
        return found.where if not found.rest else None
    return _among(entity, found, words)


def _quantified(entity: EntityType, found: Thing, word: str, words: Vocabulary) -> Expression | None:
    """As in "all tasks are done", "any part is missing"."""
    inner = condition(found.rest, found.entity, words)
    back = rows_of(entity, found.entity, words)
    if inner is None or inner.left_out or back is None:
        return None
    if word in ("all", "every", "each"):
        return Aggregate(function="all", over=Path(steps=back), value=inner.holds, where=found.where)
    return Aggregate(function="exists", over=Path(steps=back), where=both((found.where, inner.holds)))


def _number(value: str) -> Literal:
    return Literal(kind=LiteralKind.NUMBER, value=value)
