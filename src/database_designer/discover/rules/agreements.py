"""Members that agree or differ: "of the same branch as its crew", "not its own parent", "not above the limit of the card"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from database_designer.discover.names import noun
from database_designer.discover.prose import Line
from database_designer.discover.rules.conditions import simple
from database_designer.discover.rules.logic import denied
from database_designer.discover.rules.moments import amount, fits, shifted
from database_designer.discover.rules.naming import about, bare, entity_of, one_member, origin, sayings
from database_designer.discover.rules.proposals import NewRule, Proposal
from database_designer.discover.rules.stems import stem
from database_designer.discover.rules.vocabulary import Vocabulary
from database_designer.discover.rules.wording import NUMBER, UNIT, rule_name
from database_designer.model.conceptual import AlwaysRule, Attribute, EntityType, Event, EventKind, GuardRule, Kind
from database_designer.model.expression import Comparator, Comparison, Expression, Literal, Moment, Path
from database_designer.model.navigation import Hop
from database_designer.model.walk import nodes

_MUST = r"(?:must|shall|should|has to|have to|needs? to|can only)"
_BELONG = r"(?:be|belong|come|work|lie|share|refer|have|be located|be assigned|be registered|be part|be employed)"
_SAME = tuple(
    re.compile(pattern)
    for pattern in (
        # A task must belong to the same project as its parent; a driver and a van must be of the same depot.
        rf"^(?P<a>[^,]+?) {_MUST} (?:always )?{_BELONG}(?: to| from| in| at| of| for| with| on)? the same (?P<what>[a-z][a-z ]*?) (?:as|like) (?P<b>[^,]+)$",
        rf"^(?P<a>[^,]+?) and (?P<b>[^,]+?) {_MUST} (?:both |always )?{_BELONG}(?: to| from| in| at| of| for| with| on)? the same (?P<what>[a-z][a-z ]*?)$",
        # The depot of the driver must be the depot of the van; must match the currency of the account.
        rf"^(?:the )?(?P<what>[a-z][a-z ]*?) of (?P<a>[^,]+?) {_MUST} (?:be the same as|match|equal|be equal to|correspond to|be identical to|agree with|be the) (?:that|the one|the (?P<what2>[a-z][a-z ]*?)) of (?P<b>[^,]+)$",
    )
)  # fmt: skip
_OWN = re.compile(
    r"^(?:an? |the |no |each |any )?(?P<x>[^,]+?) (?:cannot|can never|can) be (?:his|her|its|their|his or her|his/her) own (?P<role>[a-z][a-z ]*)$"
)
_ITSELF = re.compile(
    r"^(?:an? |the |no |each |any )?(?P<x>[^,]+?) cannot (?:be (?P<verb>[a-z]+) (?:to|by|with|of|under)|(?:refer|report|point|belong|link) (?:to)|(?P<verb2>[a-z]+)) (?:itself|themselves|himself|herself|himself or herself|oneself)$"
)
_DIFFER = tuple(
    re.compile(pattern)
    for pattern in (
        rf"^(?P<a>[^,]+?) and (?:the )?(?P<b>[^,]+?) (?:of .+? )?(?:{_MUST} (?:be different|differ|be distinct|not be the same|not be equal)|cannot be (?:the same|equal|identical))(?: .*)?$",
        rf"^(?P<a>[^,]+?) (?:{_MUST} (?:be different from|differ from|be other than)|cannot (?:be the same as|equal|be equal to|be identical (?:to|with)|be)) (?:the |its |that of the )?(?P<b>[^,]+?)$",
    )
)  # fmt: skip
_HOLDS = re.compile(rf"^(?P<what>[^,]+?) (?P<modal>{_MUST}|cannot|(?:is|are) always|never) (?P<said>.+)$")
# A stay must have a departure date later than its arrival date.
_HAVING = re.compile(
    rf"^(?:an? |each |every |the )?[a-z ]+? {_MUST} have (?:an? |the |its )?(?P<what>[a-z ]+?) (?:that is |which is )?(?P<said>(?:later|earlier|greater|less|higher|lower|after|before|on or) .+)$"
)
_OWN_DEED = re.compile(
    r"^(?:an? |the |no |each )?(?P<who>[a-z ]+?) (?:cannot|can|may) (?P<verb>[a-z]+) (?:his|her|its|their|his or her|his/her) own (?P<x>[a-z ]+)$"
)
_HOW = "at least|at most|no more than|within|no less than|not less than"
_SPACED = re.compile(
    rf"^(?P<what>[^,]+?) (?:{_MUST} (?:be |lie )?(?:(?P<how>{_HOW}|exactly|a minimum of) )?|(?:always )?(?:is|are|lies?) (?:always )?(?P<said>{_HOW}) )"
    rf"(?P<amount>(?:{NUMBER}|an?) {UNIT}s?) (?P<side>after|before) (?:the |its |their )?(?P<other>[a-z ]+)$"
)
_ORDER = re.compile(
    r"\b(?:than|exceeds?|above|below|at least|at most|equals?|equal to|within|under|over|after|before|later|earlier|between|up to|precede|years? old|older|age)\b"
)
# Amounts that go up and down while what was agreed on stays.
_MOVING = frozenset("balance stock remaining available left current quota credit price rate fee cost tariff".split())


def read_agreements(line: Line, words_: Vocabulary) -> Iterable[Proposal]:
    """Rules between members of a row, of those that it points to, and of its parts."""
    for clause in sayings(line):
        for form in (_agreeing, _not_itself, _not_own, _differing, _apart, _compared):
            found = tuple(form(clause, line, words_))
            yield from found
            if found:
                break


def _agreeing(clause: str, line: Line, words_: Vocabulary) -> Iterator[Proposal]:
    for pattern in _SAME:
        match = pattern.match(clause)
        if match is None:
            continue
        for entity in _joining(match["a"], match["b"], line, words_):
            one = _path(entity, match["a"], match["what"], words_)
            two = _path(entity, match["b"], match.groupdict().get("what2") or match["what"], words_)
            if one is not None and two is not None and one != two:
                left, right = sorted((one, two), key=lambda p: (len(p.steps), p.steps))
                condition = Comparison(operator=Comparator.EQ, left=left, right=right)
                yield _always(entity, rule_name("same", *noun(bare(match["what"]))), condition, line)
                return


def _joining(one: str, two: str, line: Line, words_: Vocabulary) -> tuple[EntityType, ...]:
    """The rows that the agreement is about: the first thing where it leads to the second, else what leads to both."""
    a, b = entity_of(one, words_), entity_of(two, words_)
    near = (*((a,) if a is not None else ()), *((b,) if b is not None else ()), *about(line, words_))
    others = [
        e
        for e in words_.model.entities
        if a is not None and b is not None and _points(e, a.name) and _points(e, b.name)
    ]
    found = tuple({e.name: e for e in (*near, *(others if len(others) == 1 else ()))}.values())
    roles = tuple(e for e in found if any(_role(e, text, words_) for text in (one, two)))
    return roles or found


def _role(entity: EntityType, text: str, words_: Vocabulary) -> str:
    """The reference of the entity type that the text names ("the manager"), "" for none."""
    member = words_.member(entity.name, noun(bare(text)))
    return member if member is not None and isinstance(words_.navigation.target(entity.name, member), Hop) else ""


def _points(entity: EntityType, target: str) -> bool:
    return any(r.to == target for r in entity.references)


def _path(entity: EntityType, text: str, what: str, words_: Vocabulary) -> Path | None:
    """The path from a row to the property or the owner (`what`) of the thing that the text names."""
    steps = _steps(entity, text, words_)
    at = words_.model.entity(_end(entity, steps, words_)) if steps is not None else None
    if steps is None or at is None:
        return None
    name = noun(bare(what))
    member = words_.member(at.name, name)
    if member is not None:
        return Path(steps=(*steps, member))
    target = words_.entity(name)
    further = words_.route(at.name, target.name) if target is not None else None
    return Path(steps=(*steps, *further)) if further else None


def _steps(entity: EntityType, text: str, words_: Vocabulary) -> tuple[str, ...] | None:
    """The references that lead from a row to the thing named: () for the row itself."""
    role = _role(entity, text, words_)
    if role:
        return (role,)
    target = words_.entity(noun(bare(text)))
    return words_.route(entity.name, target.name) if target is not None else None


def _end(entity: EntityType, steps: tuple[str, ...], words_: Vocabulary) -> str:
    target = words_.navigation.follow(entity.name, steps).target
    return target.entity if isinstance(target, Hop) else ""


def _not_itself(clause: str, line: Line, words_: Vocabulary) -> Iterator[Proposal]:
    match = _OWN.match(clause) or _ITSELF.match(clause)
    if match is None or ("cannot" not in clause and "never" not in clause and not clause.startswith("no ")):
        return
    entity = entity_of(match["x"], words_) or next(iter(about(line, words_)), None)
    if entity is None:
        return
    own = [r for r in entity.references if r.to == entity.name]
    role = noun(match.groupdict().get("role") or "")
    named = [r for r in own if role and r.name.split("_")[-1] == role[-1]] or own
    if len(named) == 1:
        condition = Comparison(
            operator=Comparator.NE, left=Path(steps=(named[0].name,)), right=Path(steps=(), root="this")
        )
        yield _always(entity, rule_name(named[0].name, "is another"), condition, line)


def _not_own(clause: str, line: Line, words_: Vocabulary) -> Iterator[Proposal]:
    """As in "nobody can approve their own request": who does it is not who it belongs to."""
    match = _OWN_DEED.match(clause)
    if match is None or not ("cannot" in clause or clause.startswith("no ")):
        return
    entity = entity_of(match["x"], words_)
    references = entity.references if entity is not None else ()
    does = [
        r
        for r in references
        if stem(r.name.split("_")[0].removesuffix("r")) == stem(match["verb"])
        or stem(r.name.split("_")[0]) == stem(match["verb"])
    ]
    owns = [r for r in references if r not in does and does and r.to == does[0].to]
    if entity is not None and len(does) == len(owns) == 1:
        left, right = Path(steps=(does[0].name,)), Path(steps=(owns[0].name,))
        condition = Comparison(operator=Comparator.NE, left=left, right=right)
        yield _always(entity, rule_name(does[0].name, "differs_from", owns[0].name), condition, line)


def _differing(clause: str, line: Line, words_: Vocabulary) -> Iterator[Proposal]:
    for pattern in _DIFFER:
        match = pattern.match(clause)
        if match is None:
            continue
        one, two = one_member(match["a"], line, words_), one_member(match["b"], line, words_)
        if one is None or two is None or one[0].name != two[0].name or one[1] == two[1]:
            continue
        if not _alike(one[0], one[1], two[1]):
            continue
        left, right = Path(steps=(one[1],)), Path(steps=(two[1],))
        condition = Comparison(operator=Comparator.NE, left=left, right=right)
        yield _always(one[0], rule_name(one[1], "differs_from", two[1]), condition, line)
        return


def _alike(entity: EntityType, one: str, two: str) -> bool:
    """Whether two members can be compared at all."""
    a, b = entity.reference(one), entity.reference(two)
    if a is not None and b is not None:
        return a.to == b.to
    left, right = entity.attribute(one), entity.attribute(two)
    return left is not None and right is not None and left.type.kind is right.type.kind


def _apart(clause: str, line: Line, words_: Vocabulary) -> Iterator[Proposal]:
    """As in "the due date must be at least 14 days after the issue date"."""
    match = _SPACED.match(clause)
    one = one_member(match["what"], line, words_) if match is not None else None
    two = one_member(match["other"], line, words_, one[0]) if match is not None and one is not None else None
    by = amount(match["amount"]) if match is not None else None
    if match is None or one is None or two is None or by is None or one == two:
        return
    entity, left, right = one[0], Path(steps=(one[1],)), Path(steps=(two[1],))
    if not _alike(entity, one[1], two[1]) or not fits(by, right, entity, words_):
        return
    after, how = match["side"] == "after", match["how"] or match["said"] or "exactly"
    least = how in ("at least", "no less than", "not less than", "a minimum of")
    operator = {
        (True, True): Comparator.GE,
        (True, False): Comparator.LE,
        (False, True): Comparator.LE,
        (False, False): Comparator.GE,
    }[least, after]
    condition = Comparison(
        operator=Comparator.EQ if how == "exactly" else operator, left=left, right=shifted(right, by, earlier=not after)
    )
    if how in ("within", "at most", "no more than"):
        yield from _ordered(entity, left, right, line, after=after)
    yield _always(entity, rule_name(one[1], how, by.unit, match["side"], two[1]), condition, line)


def _ordered(entity: EntityType, left: Path, right: Path, line: Line, *, after: bool) -> Iterator[Proposal]:
    """Within a time after another moment is not before it."""
    operator = Comparator.GE if after else Comparator.LE
    condition = Comparison(operator=operator, left=left, right=right)
    yield _always(
        entity, rule_name(left.steps[0], "not_below" if after else "not_above", right.steps[0]), condition, line
    )


def _compared(clause: str, line: Line, words_: Vocabulary) -> Iterator[Proposal]:
    """As in "the price must be at least the base price of the model", "the birth date must be before the hire date"."""
    match = _HAVING.match(clause) or _HOLDS.match(clause)
    if match is None or not _ORDER.search(match["said"]) or " if " in clause or " when " in clause:
        return
    found = one_member(match["what"], line, words_)
    if found is None:
        return
    entity, member = found
    attribute = entity.attribute(member)
    told = simple(f"{bare(match['what'])} {_present(match['said'])}", entity, words_) if attribute is not None else None
    if attribute is None or told is None or not _between_members(told, member):
        return
    cannot = match.groupdict().get("modal") in ("cannot", "never")
    holds = denied(told, entity, words_.navigation) if cannot else told
    yield from _placed(entity, attribute, holds, clause, line)


def _present(said: str) -> str:
    """The saying as a statement of fact: "be at least" is "is at least", "exceed" is "exceeds"."""
    if said.startswith("be "):
        return f"is {said[3:]}"
    return re.sub(r"^(exceed|equal|precede|lie|fall)\b", r"\1s", said)


def _between_members(told: Expression, member: str) -> bool:
    """Whether it compares the member with something else than a plain number, which is told with its type."""
    if isinstance(told, Literal) or (isinstance(told, Comparison) and isinstance(told.right, Literal)):
        return False
    paths = [n.steps for n in nodes(told) if isinstance(n, Path)]
    moments = any(isinstance(n, Moment) for n in nodes(told))
    return (member,) in paths and (moments or any(p != (member,) for p in paths))


def _placed(entity: EntityType, attribute: Attribute, holds: Expression, clause: str, line: Line) -> Iterator[Proposal]:
    """A rule that always holds; a guard where it depends on the moment, or on an amount that goes up and down."""
    others = [n.steps for n in nodes(holds) if isinstance(n, Path) and n.steps != (attribute.name,)]
    moving = any(len(p) > 1 and set(p[-1].split("_")) & _MOVING for p in others)
    if any(isinstance(n, Moment) for n in nodes(holds)) or moving:
        change = () if attribute.immutable else (Event(kind=EventKind.CHANGE, name=attribute.name),)
        yield NewRule(
            entity=entity.name,
            rule=GuardRule(
                name=rule_name(attribute.name, "in bounds"), events=(Event(kind=EventKind.CREATE), *change),
                require=holds, origin=origin(line),
            ),
        )  # fmt: skip
    elif attribute.type.kind not in (Kind.TEXT, Kind.BOOLEAN) or "equal" in clause:
        yield _always(entity, rule_name(attribute.name, "fits", *(others[0] if others else ())), holds, line)


def _always(entity: EntityType, name: str, condition: Expression, line: Line) -> NewRule:
    return NewRule(entity=entity.name, rule=AlwaysRule(name=name, condition=condition, origin=origin(line)))
