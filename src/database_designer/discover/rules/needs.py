"""What has to be set in some cases: "a licence is required if the van is rented", "either a phone or an e-mail"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from database_designer.discover.prose import Line
from database_designer.discover.rules.conditions import condition
from database_designer.discover.rules.logic import denied, timeless
from database_designer.discover.rules.naming import about, members, one_member, origin, parts, sayings
from database_designer.discover.rules.proposals import NewRule, Options, Proposal
from database_designer.discover.rules.things import thing
from database_designer.discover.rules.vocabulary import Vocabulary
from database_designer.discover.rules.wording import plain, rule_name
from database_designer.model.conceptual import AlwaysRule, EntityType
from database_designer.model.expression import And, Call, Comparison, Expression, Implies, IsSet, Path

_GIVEN = r"(?:given|provided|specified|set|required|mandatory|present|entered|filled in|filled|stated|recorded|supplied|obligatory|documented|assigned|needed|compulsory)"
_FILLED = (
    r"(?:given|provided|specified|set|present|entered|filled in|filled|stated|recorded|supplied|documented|assigned)"
)
_BE = r"(?:must be|shall be|should be|has to be|have to be|needs? to be|is|are|becomes?|become)"
_NEED = r"(?:must have|must include|must contain|must carry|must state|must name|must specify|must reference|must be linked to|must be assigned to|requires?|needs?|has|have|is linked to|are linked to|belongs to|belong to|refers to|references)"
_IF_THEN = re.compile(
    rf"^(?:if|when|whenever|where|in case) (?P<if>[^,]+?),? (?:then )?(?:the |an? |its |their |also )*(?P<items>[^,]+?) (?:{_BE}) (?:also |then )?{_GIVEN}(?: too| as well)?$"
)
_THEN_IF = re.compile(
    rf"^(?P<items>[^,]+?) (?:{_BE}) (?:also )?(?:only )?{_GIVEN} (?:only )?(?P<how>if|when|whenever|for|where|unless|in case of) (?P<if>.+)$"
)
_ROWS_NEED = re.compile(
    rf" {_NEED} (?:an? |the |its |their |at least one )?(?:linked |related |valid |assigned )?(?P<items>[a-z][a-z' -]*)$"
)
_ONLY_IF = tuple(
    re.compile(pattern)
    for pattern in (
        # The mooring fee is only set for boats of type YACHT; only applies to; may be given only if.
        rf"^(?P<items>[^,]+?) (?:(?:can|must|shall|may|is|are) )?(?:be )?(?:only (?:be )?(?:{_FILLED}|allowed|applicable|relevant|available|used|stored|appl(?:y|ies))|(?:{_FILLED}|allowed|applicable|relevant|available|used|stored|appl(?:y|ies)) only) (?:for|if|when|to|by|with|where) (?P<if>.+)$",
        r"^(?P<items>[^,]+?) can only (?:be )?(?:set|given|specified|entered|assigned|recorded) (?:for|if|when|where) (?P<if>.+)$",
    )
)  # fmt: skip
_TOGETHER = tuple(
    re.compile(pattern)
    for pattern in (
        # Street and town are given together; must be given both or not at all.
        rf"^(?:both )?(?P<items>[^,]+? and [^,]+?) (?:are|is|(?:must|shall|should|can only|may only|have to|has to) be) (?:always |only )*(?:{_FILLED}|stored|kept|saved) (?:(?:only )?together|both or (?:neither|none)|together or not at all|either both or not at all|both,? or not at all)(?: or not at all)?$",
        # Both street and town are given or neither is.
        rf"^(?:either )?(?:both )?(?P<items>[^,]+? and [^,]+?) (?:are|is|(?:must|shall|should|have to|has to) be) (?:both )?(?:{_FILLED}|stored|kept|saved),? or (?:neither|none|both are not|both are)(?: of (?:them|the two|both))?(?: .{{0,20}})?$",
        # Either both or none of street and town are given.
        rf"^(?:either )?(?:both or (?:none|neither)|none or both|all or none) of (?:the )?(?P<items>[^,]+? and [^,]+?) (?:are|is|(?:must|shall|should|can|may|have to|has to) be) {_FILLED}$",
        # Street is given if and only if town is given.
        rf"^(?P<items>[^,]+?) (?:is|must be|shall be) {_FILLED} (?:if and only if|exactly when|exactly if|precisely when) (?P<other>[^,]+?) (?:is|are) {_FILLED}$",
    )
)  # fmt: skip
_NOT_BOTH = re.compile(r"\bbut (?:not|never|cannot) both\b", re.IGNORECASE)
_ONLY_ROWS = re.compile(
    r"^only (?P<if>.+?) (?:can |may )?(?:have|has|can have|carry|carries) (?:an? |the )?(?P<items>[a-z][a-z -]*)$"
)
_ONE_OF = tuple(
    (re.compile(pattern), function)
    for pattern, function in (
        (rf"^(?:(?P<x>.+?) {_NEED} )?(?:either )?(?P<items>.+?),? but (?:not both|cannot both|never both),?(?: .*)?$", "exactly_one"),
        (rf"^(?:(?P<x>.+?) {_NEED} )?(?:exactly|just|precisely) one of (?:the )?(?:following: )?(?P<items>.+?)(?: (?:{_BE}) {_GIVEN})?$", "exactly_one"),
        (rf"^(?:(?P<x>.+?) {_NEED} )?at least one of (?:the )?(?:following: )?(?P<items>.+?)(?: (?:{_BE}) {_GIVEN})?$", "at_least_one"),
        (rf"^(?:(?P<x>.+?) {_NEED} )?at most one of (?:the )?(?P<items>.+?)(?: (?:{_BE}|can be) {_GIVEN})?$", "at_most_one"),
        (rf"^only one of (?:the )?(?P<items>.+?) (?:can|may|{_BE}) (?:be )?{_GIVEN}$", "at_most_one"),
        (rf"^(?P<items>.+?) (?:are mutually exclusive|exclude each other|cannot both be {_GIVEN}|cannot be {_GIVEN} (?:at the same time|together|both))$", "at_most_one"),
        (rf"^either (?P<items>.+?) (?:{_BE}) {_GIVEN}$", "at_least_one"),
        (r"^(?P<x>.+?) (?:is|are|must be)? ?(?:belongs? to|refers? to|is linked to|is for|is made for|is assigned to|is attached to|relates? to|linked to|assigned to|attached to|references?) either (?P<items>.+)$", "exactly_one"),
        (r"^(?P<x>.+?) (?:must have|needs|requires|must include) either (?P<items>.+?)(?: or both)?$", "at_least_one"),
        (rf"^(?P<items>.+? or .+?) (?:must be|has to be|is) {_GIVEN}$", "at_least_one"),
    )
)  # fmt: skip


def read_needs(line: Line, words_: Vocabulary) -> Iterable[Proposal]:
    """A rule for everything that has to be set, or may only be set, in some cases."""
    whole = (plain(p) for p in parts(line.statement.text) if _NOT_BOTH.search(p))
    for clause in (*whole, *sayings(line)):
        for form in (_together, _one_of, _only_if, _if_then, _rows_need):
            found = tuple(form(clause, line, words_))
            yield from found
            if found:
                break


def _together(clause: str, line: Line, words_: Vocabulary) -> Iterator[Proposal]:
    """As in "street and town are given together": all of them are set, or none."""
    match = next((m for p in _TOGETHER if (m := p.match(clause))), None)
    found = members(match["items"], line, words_) if match is not None else ()
    if match is not None and match.groupdict().get("other"):
        found = (*found, *members(match["other"], line, words_))
    names = tuple(dict.fromkeys(m for _, m in found))
    if len(names) < 2 or len({e.name for e, _ in found}) > 1:
        return
    first, *others = (IsSet(operand=Path(steps=(n,))) for n in names)
    pairs = tuple(Implies(left=first, right=other, both=True) for other in others)
    yield from _optional(found[0][0], names, line)
    condition_ = And(operands=pairs) if len(pairs) > 1 else pairs[0]
    yield _always(found[0][0], rule_name(*names, "together"), condition_, line)


def _one_of(clause: str, line: Line, words_: Vocabulary) -> Iterator[Proposal]:
    for pattern, function in _ONE_OF:
        match = pattern.match(clause)
        if match is None:
            continue
        owner = thing(match.groupdict().get("x") or "", words_) if match.groupdict().get("x") else None
        names = _alternatives(match["items"], owner.entity if owner is not None else None, line, words_)
        if names is not None:
            entity, told = names
            meant = "at_least_one" if "or both" in clause else function
            rule = Call(function=meant, arguments=tuple(Path(steps=(n,)) for n in told))
            yield from _optional(entity, told, line)
            yield _always(entity, rule_name(meant, *told), rule, line)
            return


def _alternatives(
    items: str, owner: EntityType | None, line: Line, words_: Vocabulary
) -> tuple[EntityType, tuple[str, ...]] | None:
    """The two or more members of one entity type that are listed."""
    phrases = [p for p in re.split(r"\s*(?:,\s*(?:or|and)\s|,|\bor\b|\band\b)\s*", items.removesuffix(" or both")) if p]
    for entity in (owner,) if owner is not None else about(line, words_):
        found = [one_member(p, line, words_, entity) for p in phrases]
        names = tuple(m[1] for m in found if m is not None and m[0].name == entity.name)
        state = entity.lifecycle.state if entity.lifecycle is not None else ""
        if len(names) == len(phrases) and len(set(names)) > 1 and state not in names:
            return entity, names
    return None


def _if_then(clause: str, line: Line, words_: Vocabulary) -> Iterator[Proposal]:
    match = _IF_THEN.match(clause) or _THEN_IF.match(clause)
    if match is None:
        return
    found = members(match["items"], line, words_)
    if not found or len({e.name for e, _ in found}) > 1:
        return
    entity = found[0][0]
    holds = _case(match["if"], entity, words_)
    if holds is None or _is_state(holds, entity):
        return
    if match.groupdict().get("how") == "unless":
        holds = denied(holds, entity, words_.navigation)
    names = tuple(m for _, m in found)
    yield from _implied(entity, holds, names, line)


def _implied(entity: EntityType, holds: Expression, names: tuple[str, ...], line: Line) -> Iterator[Proposal]:
    given = tuple(IsSet(operand=Path(steps=(n,))) for n in names)
    right = And(operands=given) if len(given) > 1 else given[0]
    yield from _optional(entity, names, line)
    yield _always(entity, rule_name(*names, "where needed"), Implies(left=holds, right=right), line)


def _only_if(clause: str, line: Line, words_: Vocabulary) -> Iterator[Proposal]:
    match = next((m for p in (*_ONLY_IF, _ONLY_ROWS) if (m := p.match(clause))), None)
    rows = thing(match["if"], words_) if match is not None else None
    found = members(match["items"], line, words_) if match is not None else ()
    if match is None or len(found) != 1:
        return
    entity, member = found[0]
    if rows is not None and rows.entity.name != entity.name:
        return
    holds = _case(match["if"], entity, words_)
    if holds is not None:
        yield from _optional(entity, (member,), line)
        condition_ = Implies(left=IsSet(operand=Path(steps=(member,))), right=holds)
        yield _always(entity, rule_name(member, "only where allowed"), condition_, line)


def _rows_need(clause: str, line: Line, words_: Vocabulary) -> Iterator[Proposal]:
    """As in "a workshop of type ONLINE must have a link"."""
    match = _ROWS_NEED.search(clause)
    rows = thing(clause[: match.start()], words_) if match is not None else None
    if match is None or rows is None or rows.none:
        return
    found = members(match["items"], line, words_)
    named = [m for e, m in found if e.name == rows.entity.name] or [
        s[0] for s in [_reference(match["items"], rows.entity, words_)] if s
    ]
    if len(named) != max(1, len(found)):
        return
    holds = _case(clause[: match.start()], rows.entity, words_)
    if holds is not None and not _is_state(holds, rows.entity):
        yield from _implied(rows.entity, holds, tuple(named), line)


def _reference(text: str, entity: EntityType, words_: Vocabulary) -> tuple[str, ...] | None:
    target = thing(text, words_)
    steps = words_.route(entity.name, target.entity.name) if target is not None and not target.rest else None
    return steps if steps is not None and len(steps) == 1 else None


def _case(text: str, entity: EntityType, words_: Vocabulary) -> Expression | None:
    """The case that a phrase tells: "the van is rented", "rented vans", "vans of type LORRY"; None where any of it is unclear."""
    rows = thing(text, words_)
    if rows is not None and rows.entity.name == entity.name:
        rest = re.sub(r"^(?:of|with|whose|in|that|which|who)\s+", "", rows.rest)
        if not rest:
            return rows.where if rows.where is not None and timeless(rows.where) else None
        inner = _condition(rest, entity, words_) or _condition(
            re.sub(r"^([a-z ]+?) (\S+)$", r"\1 is \2", rest), entity, words_
        )
        if inner is not None and rows.where is not None:
            return And(operands=(rows.where, inner))
        if inner is not None:
            return inner
    return _condition(text, entity, words_)


def _condition(text: str, entity: EntityType, words_: Vocabulary) -> Expression | None:
    found = condition(text, entity, words_)
    return found.holds if found is not None and not found.left_out and timeless(found.holds) else None


def _is_state(holds: Expression, entity: EntityType) -> bool:
    """Whether the case is a state of the row itself: that is told with its lifecycle."""
    if entity.lifecycle is None or not isinstance(holds, Comparison) or holds.operator != "=":
        return False
    return holds.left == Path(steps=(entity.lifecycle.state,))


def _optional(entity: EntityType, names: Iterable[str], line: Line) -> Iterator[Proposal]:
    """What is needed in some cases only need not be set in the others."""
    for name in names:
        member = entity.attribute(name) or entity.reference(name)
        stated = member is not None and "optional" not in member.assumed
        if member is None or member.optional or (stated and line.statement.evidence not in member.origin.evidence):
            continue
        yield Options(entity=entity.name, member=name, evidence=line.statement.evidence, optional=True)


def _always(entity: EntityType, name: str, condition_: Expression, line: Line) -> NewRule:
    return NewRule(entity=entity.name, rule=AlwaysRule(name=name, condition=condition_, origin=origin(line)))
