"""Values that follow from others: "the total is the sum of the line amounts", `endDate = startDate + durationDays`.

What follows from values that stay is kept true (`equals`), what follows from the clock is worked out when read
(`computed`), what is taken over at a moment stays as it was (`snapshot`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from database_designer.discover.members import member
from database_designer.discover.names import Noun, noun, snake, words
from database_designer.discover.prose import Line
from database_designer.discover.rules.formulas import read_formula, value_path
from database_designer.discover.rules.moments import amount, fits, shifted
from database_designer.discover.rules.naming import entity_of, one_member, sayings
from database_designer.discover.rules.proposals import NewMember, Options, Proposal
from database_designer.discover.rules.vocabulary import Vocabulary
from database_designer.discover.rules.wording import NUMBER, UNIT
from database_designer.discover.semantic_types import infer
from database_designer.model.conceptual import Attribute, Derivation, Derived, EntityType, Kind, SemanticType
from database_designer.model.expression import Aggregate, Expression, Moment, Path
from database_designer.model.walk import nodes
from database_designer.source import Origin

_NAME = r"[`\"]?[A-Za-z][\w'’.-]*(?:\s[A-Za-z][\w'’.-]*){0,5}?[`\"]?"
_WORKED_OUT = r"(?:calculated|computed|derived|determined|worked out|obtained)"
_MODAL = r"(?:(?:must|shall|should|will|has to|needs to|is to)\s+(?:always\s+)?(?:be\s+)?|is\s+(?:always\s+)?|are\s+(?:always\s+)?)"
_FORMS = tuple(
    re.compile(p, re.IGNORECASE)
    for p in (
        r"`?\b(?P<what>[A-Za-z][\w.]*)\s*=\s*(?P<formula>[A-Za-z(][^`=<>;,:]*[+*/×−-][^`=<>;,:]*)`?",
        rf"\b(?P<what>{_NAME})\s+{_MODAL}{_WORKED_OUT}\s+(?:automatically\s+)?(?:as|by|from)\s+(?P<formula>[^.;]+)",
        rf"\b(?P<what>{_NAME})\s+{_MODAL}?(?:equals?|equal to|the same as)\s+(?P<formula>[^.;]+)",
        rf"\b(?P<what>{_NAME})\s+{_MODAL}(?P<formula>(?:the\s+)?(?:sum|total|product|difference|number|count)\s+(?:of|between)\s+[^.;]+)",
        rf"\b(?:calculates?|computes?|derives?|determines?|works? out)\s+(?:the\s+)?(?P<what>{_NAME})\s+(?:as|by adding|by)\s+(?P<formula>[^.;]+)",
        rf"\b(?P<what>{_NAME})\s*(?::|=)\s*(?P<formula>(?:the\s+)?(?:sum|product|difference|number|count)\s+(?:of|between)\s+[^.;]+)",
    )
)
# Without one of these no form finds anything, and most statements have none.
_TOLD = re.compile(
    r"[=:]|calculat|comput|deriv|determin|work|obtain|equal|the same as|sum|total|product|differen|number|count",
    re.IGNORECASE,
)
_TAKEN = re.compile(
    rf"\b(?P<what>{_NAME})\s+(?:(?:is|are|shall be|must be|will be)\s+)?(?:taken|copied|frozen|captured|snapshotted|carried over|adopted)\s+(?:over\s+)?(?:server-side\s+|automatically\s+)?from\s+(?:the\s+|its\s+)?(?P<source>[a-z][\w'’-]*(?:\s[a-z][\w'’-]*){{0,3}})",
    re.IGNORECASE,
)
_AFTER = re.compile(
    rf"^(?:the )?(?P<what>[^,]{{2,60}}?) (?:is|lies|falls|equals|is set to|is always) (?:always |exactly |automatically )*(?P<by>(?:{NUMBER}|an?) {UNIT}s?) (?P<side>after|before) (?:the |its |their )?(?P<other>[a-z][a-z ]*)$"
)
_AS_IT_WAS = r"(?: (?:as it was|as of|valid|in force|applicable|applying|current|in effect|that (?:applied|applies|was valid|is valid)))?"
_KEEPS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"^(?P<x>[^,]{{2,60}}?) (?:(?:must|shall|should|always) )?(?:keeps?|retains?|stores?|preserves?|remembers?|holds?) (?:the|its|their) (?P<what>[a-z][a-z ]*?){_AS_IT_WAS} (?:at|from) the (?:time|moment|date) (?:of|when|at which) .+$",
        rf"^the (?P<what>[a-z][a-z ]*?){_AS_IT_WAS} at the (?:time|moment|date) of .+? (?:is|are|must be|shall be) (?:kept|stored|saved|retained|preserved|recorded) (?:with|in|on|for) (?:the |each |every |an? )?(?P<x>[a-z][a-z ]*)$",
    )
)
_CLAUSE_END = re.compile(r"\s*(?:,|;|\bwhen\b|\bif\b|\bso that\b|\bbecause\b|\bwhich\b|\bat the time\b|\bafter\b|\(|\bin one\b|\band\s+(?:is|shall|must|will|cannot)\b).*$", re.IGNORECASE)  # fmt: skip
_LEAD = re.compile(r"^.*\b(?:and|with|that|where|then|whereas|while|so)\s+", re.IGNORECASE)
_MOMENTS = (Kind.DATE, Kind.INSTANT)


def read_derivations(line: Line, vocabulary: Vocabulary) -> Iterable[Proposal]:
    """A derivation for each value that the line says how to work out or where to take from."""
    text = line.statement.text
    for form in _FORMS if _TOLD.search(text) else ():
        for match in form.finditer(text):
            yield from _derived(match["what"], _CLAUSE_END.sub("", match["formula"]).strip("` "), line, vocabulary)
    for match in _TAKEN.finditer(text) if " from " in text.lower() else ():
        yield from _taken(match["what"], match["source"], line, vocabulary)
    for clause in sayings(line):
        yield from _so_long_after(clause, line, vocabulary)
        yield from _as_it_was(clause, line, vocabulary)


def _as_it_was(clause: str, line: Line, vocabulary: Vocabulary) -> Iterator[Proposal]:
    """As in "an order line keeps the price at the time of ordering": taken over from what the row points to, then fixed."""
    match = next((m for p in _KEEPS if (m := p.match(clause))), None)
    entity = entity_of(match["x"], vocabulary) if match is not None else None
    name = noun(match["what"]) if match is not None else ()
    if entity is None or not name:
        return
    attribute = _attribute(entity, name)
    path = vocabulary.path(entity.name, name) if attribute is None else _alike(entity, attribute, vocabulary)
    if path is not None and len(path.steps) > 1:
        yield from _proposed(entity, name, Derivation.SNAPSHOT, path, line)
    elif attribute is not None and attribute.derived is None:
        yield Options(
            entity=entity.name, member=attribute.name, evidence=line.statement.evidence, immutable=not attribute.optional,
            set_once=attribute.optional,
        )  # fmt: skip


def _alike(entity: EntityType, attribute: Attribute, vocabulary: Vocabulary) -> Path | None:
    """The only attribute of that name and type of what a row points to."""
    found = [
        Path(steps=(r.name, attribute.name))
        for r in entity.references
        if (to := vocabulary.model.entity(r.to)) is not None
        and (same := to.attribute(attribute.name)) is not None
        and same.type == attribute.type
    ]
    return found[0] if len(found) == 1 else None


def _so_long_after(clause: str, line: Line, vocabulary: Vocabulary) -> Iterator[Proposal]:
    """As in "the due date is 30 days after the issue date"."""
    match = _AFTER.match(clause)
    one = one_member(match["what"], line, vocabulary) if match is not None else None
    two = one_member(match["other"], line, vocabulary, one[0]) if match is not None and one is not None else None
    by = amount(match["by"]) if match is not None else None
    if match is None or one is None or two is None or one == two or by is None:
        return
    left, right = one[0].attribute(one[1]), one[0].attribute(two[1])
    if left is None or right is None or left.type.kind is not right.type.kind:
        return
    path = Path(steps=(right.name,))
    if left.type.kind in _MOMENTS and fits(by, path, one[0], vocabulary):
        expression = shifted(path, by, earlier=match["side"] == "before")
        yield from _proposed(one[0], tuple(left.name.split("_")), Derivation.EQUALS, expression, line)


def _derived(what: str, formula: str, line: Line, vocabulary: Vocabulary) -> Iterator[Proposal]:
    for owner, name in _targets(what, line, vocabulary):
        expression = read_formula(formula, owner, vocabulary)
        attribute = _attribute(owner, name)
        known = attribute is not None or vocabulary.member(owner.name, name) is None
        if expression is not None and known and not _reads(expression, attribute.name if attribute else snake(name)):
            yield from _proposed(owner, name, _how(expression), expression, line)
            return


def _attribute(owner: EntityType, name: Noun) -> Attribute | None:
    """The attribute of the entity type itself that the name means."""
    found = member(owner, name)
    return owner.attribute(found) if found is not None else None


def _how(expression: Expression) -> Derivation:
    return Derivation.COMPUTED if any(isinstance(n, Moment) for n in nodes(expression)) else Derivation.EQUALS


def _reads(expression: Expression, name: str) -> bool:
    return any(isinstance(n, Path) and n.steps == (name,) for n in nodes(expression))


def _taken(what: str, source: str, line: Line, vocabulary: Vocabulary) -> Iterator[Proposal]:
    """As in "the price is taken from the tariff": the member of the same name or kind of what the row points to."""
    for owner, name in _targets(what, line, vocabulary):
        attribute = _attribute(owner, name)
        other = vocabulary.entity(noun(source)) or vocabulary.entity(noun(source.split(maxsplit=1)[0]))
        steps = vocabulary.route(owner.name, other.name) if other is not None else None
        path = value_path(source, owner, vocabulary)
        if path is None and steps and other is not None and attribute is not None:
            found = _same_kind(other, name, attribute.type)
            path = Path(steps=(*steps, found)) if found else None
        if path is not None and not _reads(path, attribute.name if attribute else snake(name)):
            yield from _proposed(owner, name, Derivation.SNAPSHOT, path, line)
            return


def _same_kind(other: EntityType, name: Noun, kind: SemanticType) -> str:
    """The member of that name, else the only one of that type ("amount", taken from a plan with one price)."""
    if other.attribute(snake(name)) is not None:
        return snake(name)
    found = [a.name for a in other.attributes if a.type.kind == kind.kind and a.many is None]
    return found[0] if len(found) == 1 else ""


def _targets(what: str, line: Line, vocabulary: Vocabulary) -> Iterator[tuple[EntityType, Noun]]:
    """Whose value it may be, the likeliest first: whose is said, what the line is about, what has such a member."""
    what = _LEAD.sub("", what.strip('` "'))
    of = re.match(r"^(?P<what>.+?)\s+of\s+(?:(?:an?|the|each|every|its)\s+)?(?P<whose>.+)$", what)
    possessive = re.match(r"^(?:(?:an?|the|each|every)\s+)?(?P<whose>.+?)['’]s?\s+(?P<what>.+)$", what)
    said = of or possessive
    if said is not None:
        owner = vocabulary.entity(noun(said["whose"]))
        if owner is not None:
            yield owner, _name(said["what"])
        return
    name = _name(what)
    for cut in range(1, len(name)):
        owner = vocabulary.exact(name[:cut])
        if owner is not None:
            yield owner, name[cut:]
    topic = vocabulary.topic(line)
    holders = [e for e in vocabulary.model.entities if name and vocabulary.member(e.name, name) is not None]
    mentioned = [e for e in holders if _mentions(line, e)]
    about = (*((topic,) if topic in holders else ()), *mentioned, *holders, *((topic,) if topic else ()))
    for owner in {e.name: e for e in about}.values():
        if name:
            yield owner, name


def _mentions(line: Line, entity: EntityType) -> bool:
    told = {noun(w)[-1] for w in words(line.statement.text) if noun(w)}
    return set(words(entity.name)[-1:]) <= told


def _name(text: str) -> Noun:
    parts = [w for w in words(text) if w not in ("the", "a", "an", "its", "their", "each", "every", "any")]
    return noun(" ".join(parts)) if parts else ()


def _proposed(owner: EntityType, name: Noun, how: Derivation, expression: Expression, line: Line) -> Iterator[Proposal]:
    derived = Derived(manner=how, expression=expression)
    evidence = line.statement.evidence
    attribute = _attribute(owner, name)
    if attribute is not None:
        yield Options(entity=owner.name, member=attribute.name, evidence=evidence, derived=derived, optional=False)
        return
    kind = infer(name)
    if isinstance(expression, Aggregate) and expression.function == "count":
        kind = SemanticType(kind=Kind.INTEGER)
    elif kind.kind == Kind.TEXT:
        kind = SemanticType(kind=Kind.DECIMAL)
    origin = Origin(evidence=(evidence,), decided_by="rules", principle="worked out from other values")
    yield NewMember(entity=owner.name, member=Attribute(name=snake(name), type=kind, origin=origin, derived=derived))
