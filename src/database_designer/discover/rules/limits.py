"""At most and at least: "up to five books at once", "a course takes no more than its capacity", "the last admin stays"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from database_designer.discover.names import noun
from database_designer.discover.prose import Line
from database_designer.discover.rules.counting import Counted, capacities, counted
from database_designer.discover.rules.lasting import lasting, not_ended, present
from database_designer.discover.rules.logic import both, denied
from database_designer.discover.rules.moments import moment
from database_designer.discover.rules.naming import about, origin
from database_designer.discover.rules.proposals import NewRule, Proposal
from database_designer.discover.rules.things import qualities, thing
from database_designer.discover.rules.vocabulary import Vocabulary
from database_designer.discover.rules.wording import NUMBER, bare, clauses, number, plain, rule_name
from database_designer.model.conceptual import AlwaysRule, BoundRule, EntityType, Kind
from database_designer.model.expression import (
    Aggregate,
    Call,
    Comparator,
    Comparison,
    Expression,
    Literal,
    LiteralKind,
    Path,
)
from database_designer.model.walk import nodes

_LONGEST = 600
_LAST = re.compile(
    r"\bguarded by last (?P<what3>[a-z][a-z -]*?)(?:,|$)|\blast (?:remaining )?(?P<what>[a-z][a-z -]*?) (?:cannot|must always|must|can)\b.*\b(?:remove|removed|deleted|delete|deactivated|demoted|disabled|suspended|blocked|revoked|leave|remain|kept)\b"
    r"|\b(?:cannot|prevent|block|refuse|reject|forbid)[a-z]* .*?\b(?:remov|delet|deactivat|demot|disabl|suspend)[a-z]*,? .*?\blast (?:remaining )?(?P<what2>[a-z][a-z -]*)$"
)
_STOPPING = re.compile(r"\b(?:deactivat|disabl|suspend|block|lock|revok|archiv|clos|retir|dismiss)[a-z]+")
_ALWAYS_LEAST = re.compile(
    rf"^(?:there (?:must|shall|should|has to) (?:always )?be |the system (?:must|shall) (?:always )?(?:have|keep) |it must (?:always )?have )?at least (?P<number>{NUMBER}) (?P<what>.+?)(?P<stays> (?:must|shall|should|has to)(?: always)? (?:remain|exist|be kept|stay|be present)[a-z ]*)?$"
)
_SUM = re.compile(
    r"^(?:the )?(?:(?:sum|total) of (?:all )?(?:the )?(?:(?P<value>[a-z ]+?) of (?:all )?(?:the )?)?|total |all (?:the )?)?(?P<what>[a-z ]+?) (?:of|for|on|under|per|in|against) (?:an?|the|each|every|one) (?P<owner>[a-z ]+?) "
    r"(?:together |in total |combined |altogether )?(?:cannot|never|do not|does not|cannot together) (?:together |in total )?(?:be (?:more|greater|higher) than|exceeds?) (?P<bound>.+)$"
)
# A crew has at least two guides and at most five.
_BOTH = re.compile(
    rf"\bat least {NUMBER} (?P<what>[a-z]+(?: [a-z]+)?),? (?:and|but) (?P<most>at most|no more than|up to|a maximum of) (?P<number>{NUMBER})(?: (?P=what))?$"
)
_FULL = re.compile(
    r"\b(?:full|fully booked|fully occupied|sold out|no (?:free |remaining |available )?(?:places?|seats?|slots?|capacity|spots?) (?:is |are )?(?:left|available|free|remaining)|oversell|oversold|overbook(?:ed|ing)?|over-?booked|(?:at|reached|exceed(?:s|ed|ing)?|over|beyond|above|within) (?:its |the |their |that )?(?:[a-z]+ |[a-z]+'s )?(?:maximum )?(?:capacity|quota|limit)|capacity|more .{2,40} than (?:its |the |their )?(?:[a-z]+ )?(?:capacity|quota))\b"
)
_RULING = re.compile(
    r"\b(?:no|cannot|can only|must|shall|require[sd]?|requires|reject(?:s|ed)?|refused?|block(?:s|ed)?|prevent(?:s|ed)?|not allowed|not possible|closed|never|until|only)\b"
)
_COUNT_OF = re.compile(r"\b(?:count|number) of `?(?P<state>[A-Za-z_]+)`?")
_PERIODS = {"day": "date", "week": "week", "month": "month", "year": "year"}


def read_limits(line: Line, words: Vocabulary) -> Iterable[Proposal]:
    """A bound for every clause that tells how many rows there may be, or have to be."""
    if len(line.statement.text) > _LONGEST:
        return
    named = about(line, words)
    for said in clauses(line.statement.text):
        clause = _BOTH.sub(r"\g<most> \g<number> \g<what>", said)
        found = counted(clause, named[0] if named else None, words)
        if found is not None:
            yield from _bound(found, line, words)
            continue
        yield from _least(clause, line, words)
        yield from _sum(clause, words, line)


def read_capacities(line: Line, words: Vocabulary) -> Iterable[Proposal]:
    """A bound by its capacity for everything that is told to be full at some time, where none is known yet."""
    if len(line.statement.text) <= _LONGEST:
        for clause in clauses(line.statement.text):
            if counted(clause, None, words) is None:
                yield from _capacity(clause, line, words)


def _bound(found: Counted, line: Line, words: Vocabulary) -> Iterator[Proposal]:
    if (found.once and not found.period) or not lasting(found.where) or (found.at_once and found.where is None):
        return
    if found.period:
        yield from _in_period(found, line, words)
        return
    if len(found.per) != 1:
        return
    per = found.per[0]
    reference = found.entity.reference(per[0]) if len(per) == 1 else None
    if reference is not None and found.where is None and str(reference.each_has.maximum) == _said(found.bound):
        return  # told with the relationship
    rule = BoundRule(
        name=rule_name("at_most", _said(found.bound), "per", per[-1]), bound=found.bound, upper=True, per=per, where=found.where,
        origin=origin(line),
    )  # fmt: skip
    yield NewRule(entity=found.entity.name, rule=rule)


def _in_period(found: Counted, line: Line, words: Vocabulary) -> Iterator[Proposal]:
    """At most so many of one day, week or month: those of the same owner in the same period are counted."""
    when = moment(found.entity, "start")
    back = _other_side(found, words)
    if (
        when is None
        or back is None
        or len(found.per) != 1
        or (when.type.kind is Kind.DATE and found.once and found.period == "day")
    ):
        return
    same = Comparison(
        operator=Comparator.EQ, left=_period(Path(steps=(when.name,)), found.period, when.type.kind),
        right=_period(Path(steps=(when.name,), root="this"), found.period, when.type.kind),
    )  # fmt: skip
    count = Aggregate(function="count", over=Path(steps=(*found.per[0], *back)), where=both((same, found.where)))
    condition: Expression = Comparison(operator=Comparator.LE, left=count, right=found.bound)
    name = rule_name("at_most", _said(found.bound), "per", found.per[0][-1], "and", found.period)
    yield NewRule(entity=found.entity.name, rule=AlwaysRule(name=name, condition=condition, origin=origin(line)))


def _period(path: Path, period: str, kind: Kind) -> Expression:
    function = _PERIODS[period]
    return path if function == "date" and kind is Kind.DATE else Call(function=function, arguments=(path,))


def _other_side(found: Counted, words: Vocabulary) -> tuple[str, ...] | None:
    target = words.navigation.follow(found.entity.name, found.per[0]).target
    return words.back(getattr(target, "entity", ""), found.entity.name)


def _least(clause: str, line: Line, words: Vocabulary) -> Iterator[Proposal]:
    """As in "the last active admin cannot be removed", "at least one open desk must remain"."""
    last = _LAST.search(clause)
    least = _ALWAYS_LEAST.match(clause)
    if last:
        found, bound = _some((last["what"] or last["what2"] or last["what3"]).strip(), words), "1"
        found = (
            (found[0], both((found[1], _stays(f"{clause} {line.statement.text.lower()}", found[0], found[1], words))))
            if found is not None
            else None
        )
    elif least and (least["stays"] or clause.startswith(("there", "the system", "it must"))):
        found, bound = _some(least["what"], words), number(least["number"]) or "1"
    else:
        return
    if found is None or found[1] is None or not lasting(found[1]):
        return
    rule = BoundRule(
        name=rule_name("at_least", bound, "remain"), bound=Literal(kind=LiteralKind.NUMBER, value=bound), upper=False, where=found[1],
        origin=origin(line),
    )  # fmt: skip
    yield NewRule(entity=found[0].name, rule=rule)


def _stays(told_of: str, entity: EntityType, known: Expression | None, words: Vocabulary) -> Expression | None:
    """What the last row cannot lose: "the last admin cannot be deactivated" is told of the active ones."""
    said = ["inactive"] if re.search(r"\bstatus\b", told_of) else []
    said += (re.sub("^disabl", "deactivat", w) for w in _STOPPING.findall(told_of))
    ended = [e for w in dict.fromkeys(said) if (e := qualities(w, entity, words)) is not None]
    read = {n for n in nodes(known) if isinstance(n, Path)} if known is not None else set()
    return both(denied(e, entity, words.navigation) for e in ended if not read & set(nodes(e)))


def _sum(clause: str, words: Vocabulary, line: Line) -> Iterator[Proposal]:
    """As in "the shares of a plot must not exceed 100", "the refunds of a sale never exceed its total"."""
    match = _SUM.match(clause)
    owner = words.exact(noun(bare(match["owner"]))) if match else None
    what = thing(match["what"], words) if match else None
    if match is None or owner is None or what is None or what.rest:
        return
    back = words.back(owner.name, what.entity.name)
    value = _summed(match["value"], what.entity, words)
    if back is None or value is None:
        return
    bound = match["bound"].strip()
    limit: Expression | None = None
    if (figure := number(bound.split(" ")[0])) is not None:
        limit = Literal(kind=LiteralKind.NUMBER, value=figure)
    elif (
        member := words.member(owner.name, noun(bare(re.split(r" of (?:the|that|an?) ", bound)[0].split("'s ")[-1])))
    ) is not None:
        limit = Path(steps=(member,)) if _is_number(owner, member) else None
    if limit is None:
        return
    total = Aggregate(
        function="sum",
        over=Path(steps=back),
        value=Path(steps=(value,)),
        where=what.where or not_ended(what.entity, words),
    )
    condition = Comparison(operator=Comparator.LE, left=total, right=limit)
    rule = AlwaysRule(name=rule_name(*back, "within", *bound.split()[-1:]), condition=condition, origin=origin(line))
    yield NewRule(entity=owner.name, rule=rule)


def _summed(named: str | None, entity: EntityType, words: Vocabulary) -> str | None:
    """The number that is summed: the one named, else the only amount of money of the row, else its only number."""
    if named:
        member = words.member(entity.name, noun(named))
        return member if member is not None and _is_number(entity, member) else None
    for kinds in ((Kind.MONEY,), (Kind.PERCENT, Kind.DECIMAL), (Kind.INTEGER,)):
        found = [a.name for a in entity.attributes if a.type.kind in kinds and a.many is None]
        if found:
            return found[0] if len(found) == 1 else None
    return None


def _is_number(entity: EntityType, member: str) -> bool:
    attribute = entity.attribute(member)
    return attribute is not None and attribute.type.kind in (Kind.MONEY, Kind.PERCENT, Kind.DECIMAL, Kind.INTEGER)


def _some(text: str, words: Vocabulary) -> tuple[EntityType, Expression | None] | None:
    """The rows of which some have to stay: a thing with a state, or the value of a list ("active admin")."""
    found = thing(text, words)
    if found is not None and not found.rest:
        return found.entity, found.where
    parts = plain(text).split()
    for entity in words.model.entities:
        told = [qualities(p, entity, words) for p in parts]
        if told and None not in told and len(parts) < 4:
            return entity, both(told)
    return None


def _capacity(clause: str, line: Line, words: Vocabulary) -> Iterator[Proposal]:
    """As in "no bookings for a full course", "places cannot be oversold": at most as many rows as its capacity says."""
    if not _FULL.search(clause) or not _RULING.search(f"{clause} {line.statement.text.lower()}"):
        return
    named = about(line, words, clause)
    limited = [(e, c) for e in words.model.entities for c in capacities(e)]
    near = [(e, c) for e, c in limited if e in named] or [
        (e, c) for e, c in limited if any(words.route(n.name, e.name) for n in named)
    ]
    if len(near) != 1:
        return
    owner, name = near[0]
    taking = [e for e in named if e.name != owner.name and words.route(e.name, owner.name)]
    pointing = taking or [e for e in words.model.entities if any(r.to == owner.name for r in e.references)]
    if len(pointing) != 1:
        return
    per = words.route(pointing[0].name, owner.name)
    if not per or any(isinstance(r, BoundRule) and r.bound == Path(steps=(*per, name)) for r in pointing[0].rules):
        return
    state = _COUNT_OF.search(line.statement.text)
    where = words.state(pointing[0].name, state["state"]) if state else None
    counted_, told = present(pointing[0], words)
    if where is None and not told:
        return
    rule = BoundRule(
        name=rule_name("at_most", name, "per", per[-1]), bound=Path(steps=(*per, name)), upper=True, per=per,
        where=where or counted_, origin=origin(line),
    )  # fmt: skip
    yield NewRule(entity=pointing[0].name, rule=rule)


def _said(bound: Expression) -> str:
    return bound.value if isinstance(bound, Literal) else "_".join(bound.steps[-1:]) if isinstance(bound, Path) else ""
