"""The form of values: "stored as bcrypt hashes", "in upper case", "exactly 10 digits", "one of LOW, HIGH", "defaults to 0"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from database_designer.discover.prose import Line
from database_designer.discover.rules.naming import about, bare, entity_of, one_member, sayings
from database_designer.discover.rules.proposals import Options, Proposal
from database_designer.discover.rules.vocabulary import Vocabulary, spelled
from database_designer.discover.rules.wording import NUMBER, number
from database_designer.model.conceptual import Attribute, EntityType, Kind
from database_designer.model.expression import (
    Call,
    Clock,
    Comparator,
    Comparison,
    Expression,
    Literal,
    LiteralKind,
    Moment,
    Path,
)

_HASHES = {
    "bcrypt": r"^\$2[abxy]?\$\d\d\$[./A-Za-z0-9]{53}$",
    "argon2": r"^\$argon2(id|i|d)\$",
    "argon2id": r"^\$argon2id\$",
    "scrypt": r"^\$(scrypt|7)\$",
}
_HASH = re.compile(r"\b(?P<hash>bcrypt|argon2(?:id)?|scrypt)\b")
_SECRET = re.compile(r"\b(?P<what>(?:password|passphrase|pin|secret|credential)s?)\b")
_MUST = r"(?:must be|shall be|should be|has to be|is|are|must have|must consist of|consists of|must contain|has|have|must be stored in|is stored in|are stored in)"
_LOWER = r"^[^A-Z]*$"
_FORMS = tuple(
    (re.compile(rf"^(?:the |an? |each |every )?(?P<what>[^,]+?) {_MUST} (?:always |exactly |written )*{said}$"), pattern)
    for said, pattern in (
        (rf"(?P<n>{NUMBER})[- ](?:numeric )?digits?(?: long)?", r"^\d{n}$"),
        (rf"(?:an? )?(?P<n>{NUMBER})[- ]digit (?:number|code)", r"^\d{n}$"),
        (r"(?:in )?(?:upper ?case|capital letters|capitals)(?: letters?)?(?: only)?", r"^[^a-z]*$"),
        (r"(?:in )?lower ?case(?: letters?)?(?: only)?", _LOWER),
        (r"(?:only (?:of )?)?(?:digits|numeric)(?: only)?", r"^\d+$"),
        (r"(?:only (?:of )?)?(?:letters and digits|alphanumeric(?: characters)?)(?: only)?", r"^[A-Za-z0-9]+$"),
        (rf"(?P<n>{NUMBER})[- ](?:upper ?case|capital) letters?", r"^[A-Z]{n}$"),
        (rf"(?P<n>{NUMBER})[- ](?:letters?)", r"^[A-Za-z]{n}$"),
        (rf"(?P<n>{NUMBER}) (?:alphanumeric )characters?(?: long)?", r"^[A-Za-z0-9]{n}$"),
    )
)  # fmt: skip
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
_ADDRESS = re.compile(r"\s+address(?:es)?$", re.IGNORECASE)
_FLAG = re.compile(r"^(?:every |each |all |an? )?(?:new )?(?P<x>[a-z ]+?) (?:is|are) (?P<state>[a-z-]+) by default$")
_SHAPE = re.compile(
    r"\b(?:format|pattern|form)\s*(?:of\s+|:\s*|is\s+)?[`\"“']?(?P<shape>[A-Z]{1,6}(?:[-/][A-Z0-9#]+)+)\b"
)
_PLACES = re.compile(r"[0-9#]+|\b(?:Y+|M+|D+|N+|X+)\b")
_BEFORE_SHAPE = re.compile(
    r"(?:\b(?:the|an?|each|every|unique|whose|its|with)\s+)*([A-Za-z]+(?:\s[a-z]+){0,2}?)\s+(?:must|shall|should|has|have|is|are|follows?|follow|in|of|with|using|uses)\b"
)
_TEXTS = (Kind.TEXT, Kind.CODE, Kind.PHONE)
_NOW = frozenset(
    "now|the current time|the current date and time|current timestamp|the time of creation|creation time|the current timestamp".split(
        "|"
    )
)
_TODAY = frozenset(
    "today|the current date|the current day|today's date|the date of creation|the creation date|current date".split("|")
)
_MONEY = re.compile(r"^(?:[$€£¥]\s*)?(?P<number>-?\d[\d,]*(?:\.\d+)?)(?:\s*(?:%|[a-z]{2,10}))?$")


def read_formats(line: Line, words_: Vocabulary) -> Iterable[Proposal]:
    """The patterns and defaults of attributes that are known."""
    for clause in sayings(line):
        yield from _hashed(clause, line, words_)
        yield from _formed(clause, line, words_)
        yield from _defaulted(clause, line, words_)
        yield from _states_by_default(clause, line, words_)
    yield from _shaped(line, words_)


def _hashed(clause: str, line: Line, words_: Vocabulary) -> Iterator[Proposal]:
    hashed, secret = _HASH.search(clause), _SECRET.search(clause)
    if hashed is None or secret is None:
        return
    others = (e for e in words_.model.entities if any(a.secret for a in e.attributes))
    for entity in (*about(line, words_), *others):
        found = [a for a in entity.attributes if secret["what"].rstrip("s") in a.name and a.type.kind is Kind.TEXT]
        if found:
            yield Options(
                entity=entity.name, member=found[0].name, evidence=line.statement.evidence, secret=True,
                matches=_HASHES[hashed["hash"]],
            )  # fmt: skip
            return


def _formed(clause: str, line: Line, words_: Vocabulary) -> Iterator[Proposal]:
    for form, pattern in _FORMS:
        match = form.match(clause)
        known = _attribute(match["what"], line, words_) if match is not None else None
        if match is None or known is None or known[1].type.kind not in (*_TEXTS, Kind.EMAIL):
            continue
        yield from _with_form(known[0], known[1], pattern, number(match.groupdict().get("n") or "") or "", line)
        return


def _with_form(entity: EntityType, attribute: Attribute, pattern: str, figure: str, line: Line) -> Iterator[Proposal]:
    evidence = line.statement.evidence
    if attribute.type.kind is Kind.EMAIL:
        path = Path(steps=(attribute.name,))
        lower = Comparison(operator=Comparator.EQ, left=path, right=Call(function="lower", arguments=(path,)))
        if pattern == _LOWER:
            yield Options(entity=entity.name, member=attribute.name, evidence=evidence, check=lower)
    elif attribute.generated is None:
        matches = pattern.replace("{n}", f"{{{figure}}}")
        yield Options(entity=entity.name, member=attribute.name, evidence=evidence, matches=matches)


def _shaped(line: Line, words_: Vocabulary) -> Iterator[Proposal]:
    """As in "the order number has the format WO-YYYY-0000": a pattern; what the database makes itself counts up so."""
    text = line.statement.text
    shape = _SHAPE.search(text)
    known = None
    for said in _BEFORE_SHAPE.findall(text[: shape.start()]) if shape is not None else ():
        known = known or _attribute(said, line, words_)
    if shape is None or known is None or known[1].type.kind not in _TEXTS:
        return
    entity, attribute = known
    places = _PLACES.findall(shape["shape"])
    if attribute.generated is None:
        matches = f"^{_PLACES.sub(_places, shape['shape'])}$"
        yield Options(entity=entity.name, member=attribute.name, evidence=line.statement.evidence, matches=matches)
    elif len(places) == 1:
        generated = _PLACES.sub(f"{{{'0' * len(places[0])}}}", shape["shape"])
        yield Options(entity=entity.name, member=attribute.name, evidence=line.statement.evidence, generated=generated)


def _places(match: re.Match[str]) -> str:
    signs = "[A-Z0-9]" if match[0][0] == "X" else r"\d"
    return f"{signs}{{{len(match[0])}}}"


def _defaulted(clause: str, line: Line, words_: Vocabulary) -> Iterator[Proposal]:
    for form in _DEFAULT:
        match = form.match(clause)
        known = _attribute(match["what"], line, words_) if match is not None else None
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


def _attribute(text: str, line: Line, words_: Vocabulary) -> tuple[EntityType, Attribute] | None:
    found = one_member(text, line, words_) or one_member(_ADDRESS.sub("", text), line, words_)
    attribute = found[0].attribute(found[1]) if found is not None else None
    return (found[0], attribute) if found is not None and attribute is not None and attribute.many is None else None


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
