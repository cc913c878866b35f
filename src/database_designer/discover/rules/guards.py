"""What has to hold when something is done: "inactive plans cannot be bought", "may be cancelled until an hour before"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from database_designer.discover.prose import Line
from database_designer.discover.rules.conditions import condition, which
from database_designer.discover.rules.deeds import Deed, deed, guarded
from database_designer.discover.rules.guard_forms import THEY, guards_told
from database_designer.discover.rules.guard_parts import Told
from database_designer.discover.rules.logic import along, both, denied
from database_designer.discover.rules.moments import amount, fits, kind_of, moment, now, point, shifted
from database_designer.discover.rules.naming import origin
from database_designer.discover.rules.proposals import NewRule, Proposal
from database_designer.discover.rules.stems import stem
from database_designer.discover.rules.things import thing
from database_designer.discover.rules.vocabulary import Vocabulary
from database_designer.discover.rules.wording import NUMBER, UNIT, clauses, rule_name
from database_designer.model.conceptual import AlwaysRule, EntityType, Event, EventKind, GuardRule, Kind
from database_designer.model.expression import Aggregate, Comparator, Comparison, Expression, Literal, Or, Path
from database_designer.model.walk import nodes, replaced

_LONGEST = 600
_TO_COME = re.compile(
    r"^(?P<what>.+?) (?P<modal>must always|must|shall|should|has to|cannot|can only|can) (?:be |lie |start |begin |take place |be set |be scheduled |be planned |be dated )?(?:for a date )?in the (?P<when>future|past)$"
)
_OWN = re.compile(
    r"^(?:an? |the |no )?(?P<who>[a-z][a-z -]*?) (?:cannot|can|may) (?P<verb>[a-z]+) (?:an? |any )?(?:his |her |its |their |his or her |his/her )own (?P<what>[a-z][a-z -]*)$"
)


def read_guards(line: Line, words: Vocabulary) -> Iterable[Proposal]:
    """A guard for every clause that tells when something may or may not be done."""
    if len(line.statement.text) > _LONGEST:
        return
    for clause in clauses(line.statement.text):
        if "cannot" in clause or clause.startswith("no "):
            yield from _own(clause, line, words)
        yield from _to_come(clause, line, words)
        for told in guards_told(clause, line, words):
            yield from _guard(told, line, words)


def _to_come(clause: str, line: Line, words: Vocabulary) -> Iterator[Proposal]:
    """As in "visits must start in the future", "calls cannot be scheduled in the past": told of new values."""
    match = _TO_COME.match(clause)
    if match is None:
        return
    what = thing(match["what"], words)
    refused = match["modal"] == "cannot" or (what is not None and what.none)
    if refused is not (match["when"] == "past") or (match["modal"] == "can" and not refused):
        return
    start = moment(what.entity, "start") if what is not None and not what.rest and what.where is None else None
    if what is None or start is None:
        return
    path = Path(steps=(start.name,))
    change = () if start.immutable else (Event(kind=EventKind.CHANGE, name=start.name),)
    operator = Comparator.GE if refused else Comparator.GT
    require = Comparison(operator=operator, left=path, right=now(path, what.entity, words))
    name = rule_name(start.name, "in the future" if match["when"] == "future" else "not in the past")
    events = (Event(kind=EventKind.CREATE), *change)
    yield NewRule(
        entity=what.entity.name, rule=GuardRule(name=name, events=events, require=require, origin=origin(line))
    )


def _own(clause: str, line: Line, words: Vocabulary) -> Iterator[Proposal]:
    """As in "a teacher cannot grade their own essay": who does it and whose it is are two."""
    match = _OWN.match(clause)
    who, what = (thing(match["who"], words), thing(match["what"], words)) if match else (None, None)
    if match is None or who is None or what is None or who.rest or what.rest:
        return
    done = deed(match["verb"], what.entity, [who.entity], words)
    entity = done.entity if done is not None else what.entity
    ways = [
        (r.name, *steps)
        for r in entity.references
        if (steps := words.route(r.to, who.entity.name)) is not None and r.to in (who.entity.name, what.entity.name)
    ]
    ways.sort(key=len)
    if done is None or len(ways) != 2 or (entity.name == what.entity.name and not _does(match["verb"], ways)):
        return
    condition_ = Comparison(operator=Comparator.NE, left=Path(steps=ways[0]), right=Path(steps=ways[1]))
    name = rule_name(ways[0][-1], "differs from", *ways[1])
    yield NewRule(entity=entity.name, rule=AlwaysRule(name=name, condition=condition_, origin=origin(line)))


def _does(verb: str, ways: list[tuple[str, ...]]) -> bool:
    """Whether one of two references is called after the verb ("approved_by", "approver")."""
    return sum(any(stem(w).removesuffix("er") == stem(verb) for w in way[0].split("_")) for way in ways) == 1


def _guard(told: Told, line: Line, words: Vocabulary) -> Iterator[Proposal]:
    """The guard; nothing where a part that would make it weaker was not understood."""
    entity = told.done.entity
    told_of = _of_things(told, words)
    if told_of is None:
        return
    when = _of_tail(told, words) if told.tail else None
    if told.tail and when is None:
        return
    if told.allow:
        parts = (*(told_of if told.strict else ()), *((when,) if when is not None else ()))
        require = both(parts)
    else:
        refused = both(told_of)
        require = _unless(refused, when, entity, words)
    if require is None or _of_own_state(told.done, require, words):
        return
    require = _before(require, told.done, words)
    yield NewRule(
        entity=entity.name,
        rule=GuardRule(
            name=_name(told.done.events[0], require),
            events=guarded(told.done, require, words),
            require=require,
            when=told.done.when,
            origin=origin(line),
        ),
    )


def _of_own_state(done: Deed, require: Expression, words: Vocabulary) -> bool:
    """Whether the state a row is in decides what may become of it: its lifecycle tells that, by moves and what is frozen."""
    lifecycle = words.navigation.lifecycle(done.entity.name)
    if lifecycle is None or any(
        e.kind is EventKind.DELETE or (e.name and e.kind is EventKind.CHANGE) for e in done.events
    ):
        return False
    read = [n.steps for n in nodes(require) if isinstance(n, Path)]
    return bool(read) and all(steps == (lifecycle.state,) for steps in read)


def _before(require: Expression, done: Deed, words: Vocabulary) -> Expression:
    """With the state from which another is entered, as the row itself has the new one already."""
    lifecycle = words.navigation.lifecycle(done.entity.name)
    if lifecycle is None or done.events[0].kind is not EventKind.ENTER:
        return require
    state = Path(steps=(lifecycle.state,))

    def earlier(node: Expression) -> Expression | None:
        if isinstance(node, Aggregate):
            return node
        return replace(state, root="old") if node == state else None

    return replaced(require, earlier)


def _unless(
    refused: Expression | None, when: Expression | None, entity: EntityType, words: Vocabulary
) -> Expression | None:
    """Refused rows are let through where the condition of the tail holds."""
    if refused is None:
        return when
    kept = denied(refused, entity, words.navigation)
    if when is None:
        return kept
    return Or(operands=(kept, when))


def _of_things(told: Told, words: Vocabulary) -> tuple[Expression, ...] | None:
    """What the words around the nouns say of the things, said of the rows of the deed; None if not all is understood."""
    found: list[Expression] = []
    for one in told.things:
        if one.where is None and not one.rest:
            continue
        said = which(one, words)
        steps = words.route(told.done.entity.name, one.entity.name)
        if said is None or steps is None:
            return None
        found.append(along(said.holds, steps))
    return tuple(found)


def _of_tail(told: Told, words: Vocabulary) -> Expression | None:
    """What has to hold by the condition behind: "if", "unless", "until", "before" and the like turn it round or not."""
    tail = told.tail.removeprefix("only ")
    match = re.match(
        r"(?P<word>if|whenever|when|while|whilst|once|unless|until|till|up to|before|after|prior to|as long as|so long as|provided that|provided)\b\s*(?P<text>.+)$",
        tail,
    )
    word, text = (match["word"], match["text"]) if match else ("if", tail)
    text = re.sub(r"^(?:that|the time(?: when)?) ", "", text) if word in ("provided", "until") else text
    for base, steps in _bases(told, text, words):
        moment = _by_time(word, text, allow=told.allow, entity=base, words=words)
        if moment is not None:
            return along(moment, steps)
        said = condition(text, base, words)
        if said is None:
            continue
        requires = _requires(word, allow=told.allow)
        if said.left_out and not requires:
            return None
        holds = said.holds if requires else denied(said.holds, base, words.navigation)
        return along(holds, steps)
    return None


def _requires(word: str, *, allow: bool) -> bool:
    """Whether the condition has to hold for the deed, or must not."""
    turned = word in ("unless", "until", "till", "before", "prior to", "up to")
    return allow is not turned


def _by_time(word: str, text: str, *, allow: bool, entity: EntityType, words: Vocabulary) -> Expression | None:
    """As in "until 2 hours before the start", "before it starts", "after the deadline": the present and a moment."""
    if word not in ("until", "till", "up to", "before", "after", "prior to", "once"):
        return None
    shift = re.match(rf"^(?P<amount>(?:{NUMBER}|an?)[ -]{UNIT}s?) (?P<side>before|after|prior to) (?P<point>.+)$", text)
    path = point(shift["point"] if shift else text, entity, words)
    by = amount(shift["amount"]) if shift else None
    if path is None or not fits(by, path, entity, words) or (by is None and condition(text, entity, words) is not None):
        return None
    limit = shifted(path, by, earlier=bool(shift and shift["side"] != "after"))
    whole_day = kind_of(path, entity, words) is Kind.DATE
    if (word not in ("after", "once")) is allow:
        operator = Comparator.LT if by is None and word in ("before", "prior to") else Comparator.LE
    else:
        operator = Comparator.GT if whole_day and by is None and allow else Comparator.GE
    return Comparison(operator=operator, left=now(path, entity, words), right=limit)


def _bases(told: Told, text: str, words: Vocabulary) -> Iterator[tuple[EntityType, tuple[str, ...]]]:
    """The rows that a condition may speak of, each with the way to it: for "it" and "they" the things named first."""
    own = (told.done.entity, ())
    named = []
    for one in told.things:
        steps = words.route(told.done.entity.name, one.entity.name)
        if steps:
            named.append((one.entity, steps))
    first = text.split(" ", 1)[0] if text else ""
    pronoun = first in THEY
    if pronoun and first == "it":
        yield from (*reversed(named), own)
    elif pronoun:
        yield from (*named, own)
    else:
        yield from (own, *named)


def _name(event: Event, require: Expression) -> str:
    """A name out of the event and what it needs: `create_needs_room_active`."""
    parts: list[str] = []
    for node in nodes(require):
        if isinstance(node, Path):
            parts.extend(s for s in node.steps[-2:] if s not in parts)
        elif isinstance(node, Literal) and node.kind == "value":
            parts.append(node.value)
    return rule_name(event.name or event.kind, "needs", *parts[:4])
