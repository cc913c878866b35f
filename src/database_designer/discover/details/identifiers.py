"""Names of fields in running text: "`memberCode`/`joinedAt` are immutable", "loans with `dueDate < today`".

An identifier in camelCase or snake_case is a property of the thing that its first words name, that stands before it
("loans with", "a loan (title, dueDate)"), or that the operations of the requirement are about.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from database_designer.discover.api.resources import resources_of
from database_designer.discover.bounds import Bounds, read_bounds
from database_designer.discover.findings import LIKELY, AttributeFinding, Findings, RelationFinding
from database_designer.discover.language.lexicon import SYSTEM_NOUNS
from database_designer.discover.names import Noun, property_name, singular
from database_designer.discover.property_names import PROPERTY_WORDS, is_name_of_property
from database_designer.discover.prose import Line
from database_designer.discover.semantic_types import infer
from database_designer.model.conceptual import Kind
from database_designer.model.requirements import Requirements

_WORD = r"[a-z]{2,20}(?:[A-Z][a-z0-9]{1,20}){1,4}|[a-z]{2,20}(?:_[a-z0-9]{1,20}){1,4}"
_FIELD = re.compile(rf"(?<![\w.@-])(?<![\s\"`(]/)(?P<name>{_WORD})(?![\w(@-]|\.\w)")
# What stands between a thing and its field: "loans with `dueDate`", "the loan's `dueDate`".
_BEFORE = re.compile(
    r"(?P<owner>[A-Za-z][a-z-]{2,30})(?:['’]s?|\s+(?:with|whose|by|having|where))\s+(?:an?\s+|the\s+|its\s+)?[`\"]?$"
)
_BRACKET = re.compile(r"(?P<owner>[A-Za-z][a-z-]{2,30})\s*\((?:[^()]*,)?\s*[`\"]?$")
# "(startsAt < end AND endsAt > start)" after a noun is a condition, not a list of what the noun has.
_CONDITION = re.compile(r"\bAND\b|[<>=]\s*[`\"]?[a-z]")
_JOINED = re.compile(r"[`\"]?\s*(?:/|,|\band\b|\bor\b|,\s*and\b)\s*[`\"]?")
_FORMULA = re.compile(
    r"`?(?P<left>[a-z]\w{1,40})`?\s*=\s*`?(?P<first>[a-z]\w{1,40})`?\s*[-+*×/]\s*`?(?P<second>[a-z]\w{1,40})\b`?"
)
_PROGRAM = frozenset(
    "use get set on handle is fetch load do make call to from http https local session same data java type dark".split()
)
_UNIQUE = re.compile(r"^\W{0,2}\s*(?:must be |is |are |be )?unique\b", re.IGNORECASE)
_MAX_FIELDS = 12
_MAX_WORDS = 4


@dataclass(frozen=True, slots=True)
class _Named:
    """A field in a line: its name, the thing that the text says has it (() for none), and what is said right after."""

    name: Noun
    owner: Noun
    bounds: Bounds
    unique: bool


def read_identifiers(requirements: Requirements, lines: tuple[Line, ...]) -> Findings:
    """Attribute findings of all identifiers in running text, relations of formulas that read two things."""
    about = _about(requirements)
    named = [(line, found) for line in lines if (found := _named(line))]
    known = _known(named)
    attributes: list[AttributeFinding] = []
    for line, found in named:
        for one in found:
            owner = one.owner or _elsewhere(one.name, line, known) or _of_requirement(line, about)
            if owner and (one.owner or _is_telling(one.name)):
                attributes.append(_finding(owner, one, line))
    return Findings(attributes=tuple(attributes), relations=tuple(r for line in lines for r in _formulas(line, known)))


def _finding(owner: Noun, one: _Named, line: Line) -> AttributeFinding:
    said = one.bounds
    return AttributeFinding(
        owner=owner, name=one.name, evidence=line.statement.evidence, weight=LIKELY, unique=one.unique,
        minimum=said.minimum, maximum=said.maximum, above=said.above, below=said.below, written=True,
    )  # fmt: skip


def _named(line: Line) -> list[_Named]:
    """The fields of a line in order."""
    text = line.statement.text
    found: list[_Named] = []
    end = 0
    for match in _FIELD.finditer(text):
        name = property_name(match["name"])
        if _is_field(name):
            joined = bool(found) and _JOINED.fullmatch(text[end : match.start()]) is not None
            owner = (
                _before(text[: match.start()], text[match.end() :])
                or _prefix(name, line)
                or (found[-1].owner if joined else ())
            )
            after = text[match.end() : match.end() + 30]
            bounds = read_bounds(re.split(r"[,;)]", after)[0])
            found.append(_Named(name, owner, bounds, bool(_UNIQUE.match(after))))
            end = match.end()
    return found if len(found) <= _MAX_FIELDS else []


def _is_field(name: Noun) -> bool:
    return len(name) <= _MAX_WORDS and name[0] not in _PROGRAM and is_name_of_property(name)


def _is_telling(name: Noun) -> bool:
    return infer(name).kind != Kind.TEXT or name[-1] in PROPERTY_WORDS


def _before(text: str, after: str) -> Noun:
    """The thing that the words right before the field name as its owner."""
    # "a number of days (validityDays)" says a property twice.
    alone = text.rstrip('`"').endswith("(") and after.lstrip('`"').startswith(")")
    condition = _CONDITION.search(after.partition(")")[0])
    match = _BEFORE.search(text[-60:]) or (None if alone or condition else _BRACKET.search(text[-160:]))
    owner = (singular(match["owner"].lower()),) if match else ()
    known = owner and owner[0] not in SYSTEM_NOUNS | PROPERTY_WORDS and is_name_of_property(owner)
    return owner if known and infer(owner).kind == Kind.TEXT else ()


def _prefix(name: Noun, line: Line) -> Noun:
    """The thing of the sentence or of its section whose name begins the field's ("memberCode" in "create a member")."""
    for size in range(len(name) - 1, 0, -1):
        start = name[:size]
        if start in line.topics or any((singular(t.lower),) == start for t in line.sentence.tokens if t.pos == "NOUN"):
            return start
    return ()


def _known(named: list[tuple[Line, list[_Named]]]) -> dict[Noun, set[Noun]]:
    owners: dict[Noun, set[Noun]] = defaultdict(set)
    for _, found in named:
        for one in found:
            if one.owner:
                owners[one.name].add(one.owner)
    return owners


def _elsewhere(name: Noun, line: Line, known: dict[Noun, set[Noun]]) -> Noun:
    """The one thing that the field is told of elsewhere, or that its formula sets a field of."""
    match = _FORMULA.search(line.statement.text)
    names = [name]
    if match and name in (property_name(match["left"]), property_name(match["first"])):
        names.append(property_name(match["left"]))
    for one in names:
        owners = known.get(one, set())
        if len(owners) == 1:
            return next(iter(owners))
    return ()


def _about(requirements: Requirements) -> dict[str, set[Noun]]:
    """The collections that the operations of each requirement are about."""
    found: dict[str, set[Noun]] = defaultdict(set)
    resources = resources_of(requirements.operations)
    for operation in requirements.operations:
        resource = resources.get((operation.method, operation.path))
        if resource is not None and operation.requirement:
            found[operation.requirement].add(resource.noun)
    return found


def _of_requirement(line: Line, about: dict[str, set[Noun]]) -> Noun:
    nouns = about.get(line.statement.requirement or "", set())
    if len(nouns) == 1:
        return next(iter(nouns))
    return line.topics[0] if line.topics and line.statement.code else ()


def _formulas(line: Line, known: dict[Noun, set[Noun]]) -> Iterator[RelationFinding]:
    """As in "endDate = startDate + durationDays", where another thing has the days: the one points to the other."""
    for match in _FORMULA.finditer(line.statement.text):
        left, *right = (property_name(match[g]) for g in ("left", "first", "second"))
        owners = known.get(left, set())
        for name in right:
            others = known.get(name, set())
            if len(owners) == 1 and len(others) == 1 and owners != others:
                yield RelationFinding(
                    source=next(iter(others)), target=next(iter(owners)), evidence=line.statement.evidence,
                    target_many=True, target_low=0, source_low=1, source_high=1, source_many=False, verb="is worked out from",
                )  # fmt: skip
