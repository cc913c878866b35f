"""What is entered where nothing is given: "defaults to 0", "active by default", "priority (low, high; default low)"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from database_designer.discover.prose import Line
from database_designer.discover.rules.formats import told_attribute
from database_designer.discover.rules.naming import bare, entity_of, sayings
from database_designer.discover.rules.proposals import Options, Proposal
from database_designer.discover.rules.vocabulary import Vocabulary, spelled
from database_designer.discover.rules.wording import number
from database_designer.model.conceptual import Attribute, EntityType, Kind
from database_designer.model.expression import Clock, Comparison, Expression, Literal, LiteralKind, Moment, Path

_DEFAULT = tuple(
    re.compile(pattern)
    for pattern in (
        r"^(?:the |an? |each )?(?P<what>[^,]+?) (?:defaults? to|is set by default to|is by default|by default is|is initially|is initially set to|shall default to|must default to) (?P<value>[^,]+)$",
        r"^the (?:default|initial)(?: value)?(?: of| for)? (?:the )?(?P<what>[^,]+?) (?:is|=|shall be) (?P<value>[^,]+)$",
        r"^(?:every |each |all |an? )?(?:new )?[a-z ]+? (?:has|have|gets?|receives?|(?:is|are) (?:given|created with|assigned)) (?:the |an? )?(?:default )?(?P<what>[a-z ]+?) (?:of )?(?P<value>\S+)(?: by default| on creation| on registration)$",
        r"^(?:every |each |all |an? )?(?:new )?[a-z ]+? (?:is|are) created with (?:the |an? )?(?:default )?(?P<what>[a-z ]+?) (?:of )?(?P<value>\S+)$",
        r"^(?P<value>[^,]+?) is the (?:default|initial) (?P<what>[^,]+)$",
        r"^(?:the |an? )?(?P<what>[^,]+?) (?:is|are) (?P<value>[^,]+?) (?:by default|unless (?:given|stated|specified|set) otherwise|unless otherwise (?:given|stated|specified))$",
    )
)  # fmt: skip
_FLAG = re.compile(r"^(?:every |each |all |an? )?(?:new )?(?P<x>[a-z ]+?) (?:is|are) (?P<state>[a-z-]+) by default$")
# In brackets behind the property: "(low, high; default low)", "(default: 0)", "(manual, automatic (default), off)".
_WHAT = r"(?P<what>[A-Za-z][\w-]*(?: [A-Za-z][\w-]*){0,3})"
_NOTED = (
    re.compile(
        rf"{_WHAT}(?:\s*:[^():;.]{{1,80}})?\s*\([^()]*?\b(?:(?:by|the) )?defaults?(?: value)?(?: is| to| of)?[\s:=]+(?P<value>[`\"']?[\w.+-]+[`\"']?(?: [\w-]+)?)\s*[),;]"
    ),
    re.compile(
        rf"{_WHAT}\s*(?:\(|:)[^():;]{{0,120}}?(?P<value>[`\"']?[\w.+-]+[`\"']?(?: [\w-]+)?)\s*\((?:the )?default(?: value)?\)"
    ),
)
_NOW = frozenset(
    "now|the current time|the current date and time|current timestamp|the time of creation|creation time|the current timestamp".split(
        "|"
    )
)
_TODAY = frozenset(
    "today|the current date|the current day|today's date|the date of creation|the creation date|current date".split("|")
)
_MONEY = re.compile(r"^(?:[$€£¥]\s*)?(?P<number>-?\d[\d,]*(?:\.\d+)?)(?:\s*(?:%|[a-z]{2,10}))?$")


def read_defaults(line: Line, words_: Vocabulary) -> Iterable[Proposal]:
    """The defaults of attributes that are known."""
    for clause in sayings(line):
        yield from _defaulted(clause, line, words_)
        yield from _states_by_default(clause, line, words_)
    yield from _noted(line, words_)


def _noted(line: Line, words_: Vocabulary) -> Iterator[Proposal]:
    for form in _NOTED if "efault" in line.statement.text else ():
        for match in form.finditer(line.text):
            known = _nearest(match["what"], line, words_)
            told = match["value"].strip("`\"' ")
            if known is None:
                continue
            values = (_value(bare(said), said, known[1], words_) for said in (told, told.split()[0], told.split()[-1]))
            value = next((v for v in values if v is not None), None)
            if known[1].type.kind is Kind.TEXT and value is None:
                value = Literal(kind=LiteralKind.TEXT, value=told)
            if value is not None:
                evidence = line.statement.evidence
                yield Options(entity=known[0].name, member=known[1].name, evidence=evidence, default=value)


def _nearest(text: str, line: Line, words_: Vocabulary) -> tuple[EntityType, Attribute] | None:
    """The attribute that the last words of the text mean, as many of them as mean one."""
    said = text.split()
    tries = (told_attribute(" ".join(said[at:]), line, words_) for at in range(len(said)))
    return next((found for found in tries if found is not None), None)


def _defaulted(clause: str, line: Line, words_: Vocabulary) -> Iterator[Proposal]:
    for form in _DEFAULT:
        match = form.match(clause)
        known = told_attribute(match["what"], line, words_) if match is not None else None
        if match is None or known is None:
            continue
        value = _value(bare(match["value"]), match["value"].strip(), known[1], words_)
        if value is not None:
            yield Options(entity=known[0].name, member=known[1].name, evidence=line.statement.evidence, default=value)
            return


def _states_by_default(clause: str, line: Line, words_: Vocabulary) -> Iterator[Proposal]:
    """As in "products are active by default": a flag of the row."""
    match = _FLAG.match(clause)
    entity = entity_of(match["x"], words_) if match is not None else None
    told = words_.state(entity.name, match["state"]) if match is not None and entity is not None else None
    if entity is None or not isinstance(told, Comparison) or not isinstance(told.left, Path):
        return
    attribute = entity.attribute(told.left.steps[0])
    if attribute is not None and isinstance(told.right, Literal):
        yield Options(entity=entity.name, member=attribute.name, evidence=line.statement.evidence, default=told.right)


def _value(said: str, whole: str, attribute: Attribute, words_: Vocabulary) -> Expression | None:
    """The default as the type of the attribute has it; None where it does not fit."""
    kind = attribute.type.kind
    if kind is Kind.LIST:
        value = spelled(said, words_.navigation.values(attribute.type) or attribute.type.values)
        return Literal(kind=LiteralKind.VALUE, value=value) if value is not None else None
    if kind is Kind.BOOLEAN:
        told = {"true": "true", "yes": "true", "false": "false", "no": "false"}.get(said)
        return Literal(kind=LiteralKind.BOOLEAN, value=told) if told is not None else None
    if kind in (Kind.DATE, Kind.INSTANT):
        clocks = {Kind.DATE: (Clock.TODAY, _TODAY | _NOW), Kind.INSTANT: (Clock.NOW, _NOW | _TODAY)}
        clock, names = clocks[kind]
        return Moment(clock=clock) if whole in names or said in names else None
    figure = _MONEY.match("0" if said == "zero" else number(said) or said)
    if figure is not None and kind in (Kind.INTEGER, Kind.DECIMAL, Kind.MONEY, Kind.PERCENT):
        return Literal(kind=LiteralKind.NUMBER, value=figure["number"].replace(",", ""))
    return None
