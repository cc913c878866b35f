"""What values may be, told by a verb or in numbers: "a parcel weighs at most 30 kg", "a lesson lasts 45 to 90 minutes"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from database_designer.discover.bounds import Bounds, read_bounds
from database_designer.discover.prose import Line
from database_designer.discover.rules.logic import both
from database_designer.discover.rules.moments import amount, fits, shifted
from database_designer.discover.rules.naming import one_member, origin, sayings
from database_designer.discover.rules.overlaps import period
from database_designer.discover.rules.proposals import NewRule, Options, Proposal
from database_designer.discover.rules.things import Thing, thing
from database_designer.discover.rules.vocabulary import Vocabulary
from database_designer.discover.rules.wording import NUMBER, UNIT, number, rule_name
from database_designer.model.conceptual import AlwaysRule, Attribute, EntityType, Kind
from database_designer.model.expression import (
    Between,
    Comparator,
    Comparison,
    Expression,
    In,
    Literal,
    LiteralKind,
    Path,
)

_MODAL = r"(?:(?P<modal>cannot|can only|can|may|must|shall|should|will|does not|do not) (?:always )?)?"
_NUMBERED = re.compile(rf"\d|\b{NUMBER}\b")
_NOT = re.compile(r" (?:cannot|can never|does not|do not|never)$")
_CAN = re.compile(r" (?:can only|can|may|must|shall|should|will)$")
_LASTS = re.compile(
    rf"^(?P<x>[^,]{{2,60}}?) {_MODAL}(?:lasts?|takes?|goes? on|go on|runs?|spans?|extends? over|(?:be|is|are)(?= .* long$)|(?P<limited>(?:is|are|be) limited to)) (?:for |over )?(?P<said>.+?)(?: long)?$"
)
_DURATION = re.compile(
    rf"^(?:the )?(?:duration|length|time span|total time) of (?P<x>[^,]{{2,60}}?) (?:{_MODAL}(?:be|exceed)|is) (?P<said>.+)$"
)
_SPAN = rf"(?:{NUMBER}|an?)[ -]{UNIT}s?"
_MORE = r"(?:longer|more|greater|higher) than|over|above|exceed(?:s|ing)?"
_LESS = r"(?:shorter|less|fewer) than|under|below"
_SPANS = tuple(
    (re.compile(rf"^(?:{said}) ?(?P<one>{_SPAN})$"), operator)
    for said, operator in (
        (rf"at most|up to|(?:no|not) (?:{_MORE})|a maximum of|maximum|max\.?", Comparator.LE),
        (rf"at least|(?:no|not) (?:{_LESS})|a minimum of|minimum|min\.?", Comparator.GE),
        (_MORE, Comparator.GT),
        (_LESS, Comparator.LT),
        (r"exactly|always", Comparator.EQ),
    )
)  # fmt: skip
_BETWEEN = re.compile(
    rf"^(?:between |from )?(?P<one>{NUMBER})(?: (?P<unit>{UNIT})s?)? (?:and|to) (?P<two>{NUMBER}) (?P<unit2>{UNIT})s?$"
)
_DENIED = {Comparator.GT: Comparator.LE, Comparator.LT: Comparator.GE}
_WORDS = {
    Comparator.GT: "more than", Comparator.LT: "less than", Comparator.GE: "at least", Comparator.LE: "at most", Comparator.EQ: "exactly",
}  # fmt: skip
_ONE_OF = re.compile(
    rf"^(?P<what>[^,]{{2,60}}?) (?:is|are|(?:must|can|may|shall|can only|should) be) (?:one of |either |exactly |always )*(?P<values>{NUMBER}(?:, {NUMBER}){{0,20}},? or {NUMBER})(?: [a-z%²³]+)?$"
)
_BOUNDED = re.compile(
    r"^(?P<what>[^,]{2,60}?) (?P<said>(?:must|shall|should|has to|have to|is|are|lies?|ranges?|falls?|varies|cannot|can)\b[^,]*)$"
)
_EXTREME = re.compile(
    r"^(?:the |an? )?(?P<end>min(?:imum|imal)?|max(?:imum|imal)?)\.? (?P<what>[a-z][^,]{1,50}?) (?:is|are|must be|shall be) (?:always )?(?:[$€£] ?)?(?P<value>\d+(?:\.\d+)?)(?: ?[a-z%€$£]{1,12})?$"
)
_CASE = re.compile(
    r"\b(?:if|when|unless|while|per|for|than the|of the|characters?|digits?|letters?|days?|hours?|minutes?|years? old|half|thirds?|quarters?|fifths?|tenths?|times)\b"
)
_NUMERIC = (Kind.INTEGER, Kind.DECIMAL, Kind.MONEY, Kind.PERCENT)
_LEAST = 4
_MOST = 8


def read_ranges(line: Line, words: Vocabulary) -> Iterable[Proposal]:
    """Checks of numbers, and rules for how long rows last."""
    for clause in sayings(line):
        for form in (_lasting, _measured, _one_of, _extreme, _bounded):
            found = tuple(form(clause, line, words))
            yield from found
            if found:
                break


def _whole(text: str, words: Vocabulary) -> EntityType | None:
    """The entity type of which the text speaks as a whole, not of some of its rows."""
    found: Thing | None = thing(text, words)
    whole = found is not None and not found.rest and found.where is None and found.operator is None
    return found.entity if found is not None and whole else None


def _is_denied(match: re.Match[str]) -> bool:
    return match["modal"] in ("cannot", "does not", "do not") or match["x"].startswith("no ")


def _lasting(clause: str, line: Line, words: Vocabulary) -> Iterator[Proposal]:
    """As in "a lesson lasts at most 90 minutes": of what has a start and an end, and no duration of its own."""
    match = _LASTS.match(clause) or _DURATION.match(clause)
    entity = _whole(match["x"].removeprefix("no "), words) if match is not None else None
    members = period(entity) if entity is not None else None
    if match is None or entity is None or members is None or len(members) != 2 or _has_duration(entity):
        return
    denied, said = _is_denied(match), match["said"]
    start, end = (Path(steps=(m,)) for m in members)
    found: list[Expression] = []
    bounds = _told(f"at most {said}" if match.groupdict().get("limited") else said, denied=denied)
    for operator, text in bounds:
        by = amount(text)
        if by is None or not fits(by, start, entity, words):
            return
        found.append(Comparison(operator=operator, left=end, right=shifted(start, by, earlier=False)))
    condition = both(found)
    if condition is not None:
        name = rule_name("lasts", *(f"{_WORDS[o]} {text}" for o, text in bounds))
        rule = AlwaysRule(name=name, condition=condition, origin=origin(line))
        yield NewRule(entity=entity.name, rule=rule)


def _told(said: str, *, denied: bool) -> tuple[tuple[Comparator, str], ...]:
    """The bounds of a duration, each as it is written; () where there is no telling."""
    between = _BETWEEN.match(said)
    if between is not None and not denied:
        unit = between["unit2"]
        low, high = f"{between['one']} {between['unit'] or unit}", f"{between['two']} {unit}"
        return ((Comparator.GE, low), (Comparator.LE, high))
    for pattern, operator in _SPANS:
        match = pattern.match(said)
        if match is not None:
            told = _DENIED.get(operator) if denied else operator
            return ((told, match["one"]),) if told is not None else ()
    return ()


def _has_duration(entity: EntityType) -> bool:
    return any(a.type.kind is Kind.DURATION or "duration" in a.name.split("_") for a in entity.attributes)


def _measured(clause: str, line: Line, words: Vocabulary) -> Iterator[Proposal]:
    """As in "a parcel may not weigh more than 30 kg": the property is called after the verb."""
    tokens = clause.split()
    for at in range(1, min(len(tokens) - 1, _MOST)) if _NUMBERED.search(clause) else ():
        denied = clause.startswith("no ") or bool(_NOT.search(" ".join(tokens[:at])))
        x = _CAN.sub("", _NOT.sub("", " ".join(tokens[:at]))).removeprefix("no ")
        entity = _whole(x, words) if len(tokens[at]) >= _LEAST else None
        attribute = _called(tokens[at], entity) if entity is not None else None
        if entity is None or attribute is None or attribute.check is not None:
            continue
        said = " ".join(tokens[at + 1 :])
        check = _check(attribute.name, read_bounds(f"cannot be {said}" if denied else said))
        if check is not None:
            yield Options(entity=entity.name, member=attribute.name, evidence=line.statement.evidence, check=check)
        return


def _called(verb: str, entity: EntityType) -> Attribute | None:
    """The number of the entity type that is named after the verb: "weight" of "weighs", "cost" of "costs"."""
    root = verb.removesuffix("s")
    found = [
        a for a in entity.attributes
        if a.type.kind in _NUMERIC and a.many is None and len(root) >= _LEAST and a.name.startswith(root) and "_" not in a.name
    ]  # fmt: skip
    return found[0] if len(found) == 1 else None


def _check(name: str, bounds: Bounds) -> Expression | None:
    if bounds.minimum is not None and bounds.maximum is not None:
        return Between(operand=Path(steps=(name,)), low=_figure(bounds.minimum), high=_figure(bounds.maximum))
    told = (
        (Comparator.GE, bounds.minimum), (Comparator.LE, bounds.maximum), (Comparator.GT, bounds.above), (Comparator.LT, bounds.below),
    )  # fmt: skip
    path = Path(steps=(name,))
    return both(Comparison(operator=o, left=path, right=_figure(v)) for o, v in told if v is not None)


def _one_of(clause: str, line: Line, words: Vocabulary) -> Iterator[Proposal]:
    """As in "the size of a box is 10, 20 or 40 litres"."""
    match = _ONE_OF.match(clause)
    found = one_member(match["what"], line, words) if match is not None else None
    attribute = found[0].attribute(found[1]) if found is not None else None
    if match is None or found is None or attribute is None or attribute.type.kind not in _NUMERIC:
        return
    told = [number(v) for v in re.split(r",? or |, ", match["values"])]
    values = tuple(_figure(v) for v in told if v is not None)
    check = In(operand=Path(steps=(attribute.name,)), values=values)
    yield Options(entity=found[0].name, member=attribute.name, evidence=line.statement.evidence, check=check)


def _bounded(clause: str, line: Line, words: Vocabulary) -> Iterator[Proposal]:
    """As in "the humidity lies between 20 and 60 percent", where no heading tells whose humidity it is."""
    match = _BOUNDED.match(clause)
    found = one_member(match["what"], line, words) if match is not None else None
    attribute = found[0].attribute(found[1]) if found is not None else None
    if match is None or found is None or attribute is None or attribute.type.kind not in _NUMERIC:
        return
    if attribute.check is not None or attribute.many is not None or _CASE.search(match["said"]):
        return
    check = _check(attribute.name, read_bounds(match["said"]))
    if check is not None:
        yield Options(entity=found[0].name, member=attribute.name, evidence=line.statement.evidence, check=check)


def _extreme(clause: str, line: Line, words: Vocabulary) -> Iterator[Proposal]:
    """As in "the minimum donation is 1 EUR", "the maximum weight of a parcel is 30 kg": of a property, or the only number."""
    match = _EXTREME.match(clause)
    if match is None:
        return
    found = one_member(match["what"], line, words)
    attribute = found[0].attribute(found[1]) if found is not None else None
    entity = found[0] if found is not None else _whole(match["what"], words)
    if found is None and entity is not None:
        numbers = [a for a in entity.attributes if a.type.kind in (Kind.MONEY, Kind.DECIMAL) and a.many is None]
        attribute = numbers[0] if len(numbers) == 1 else None
    if entity is None or attribute is None or attribute.type.kind not in _NUMERIC or attribute.check is not None:
        return
    operator = Comparator.GE if match["end"].startswith("min") else Comparator.LE
    check = Comparison(operator=operator, left=Path(steps=(attribute.name,)), right=_figure(match["value"]))
    yield Options(entity=entity.name, member=attribute.name, evidence=line.statement.evidence, check=check)


def _figure(value: str) -> Literal:
    return Literal(kind=LiteralKind.NUMBER, value=value)
