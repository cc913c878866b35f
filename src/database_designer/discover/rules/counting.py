"""How many rows there may be: "up to five books at once", "at most one open ticket per desk", "never exceeds its capacity".

Reads the number, what is counted, and for each of which things; `limits` and `once` make rules of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from database_designer.discover.names import noun
from database_designer.discover.names import words as split
from database_designer.discover.rules.conditions import which
from database_designer.discover.rules.deeds import deed
from database_designer.discover.rules.lasting import not_ended, present
from database_designer.discover.rules.logic import along
from database_designer.discover.rules.stems import stem
from database_designer.discover.rules.things import Thing, still_open, thing
from database_designer.discover.rules.vocabulary import Vocabulary
from database_designer.discover.rules.wording import NUMBER, bare, number
from database_designer.model.conceptual import EntityType, EventKind, Kind
from database_designer.model.expression import Expression, Literal, LiteralKind, Path

_MOST = r"(?:at most|up to|no more than|not more than|a maximum of|maximum of|maximum|max\.?|a limit of|limit of|only|just|no longer more than)"
_AT_ONCE = re.compile(
    r",?\s*\b(?:at (?:a|any|one|any one|any given|the same|a given) (?:time|moment|point in time|point)|at (?:the )?once|at once|simultaneously|concurrently|in parallel|at all times)\b"
)
_PERIOD = re.compile(
    r"\s*\b(?:per|each|every|a|in a|on (?:the same|any|a|one)|within (?:a|the same|one)|in the same)\s+(?:calendar )?(?P<period>day|week|month|year)\b"
)
_OWNED = re.compile(
    rf"^(?:a |an |each |every |any |the |one |no |all )*(?P<owner>[a-z][a-z' -]*?) "
    rf"(?P<modal>cannot|can only|can|may|must|shall|should|is limited to|are limited to|is restricted to|has|have|does not|holds?)(?P<only> only)?(?: also| never)? "
    rf"(?P<be>be )?(?P<verb>[a-z]+ )??(?:(?:to|in|for|with|by|on|of) )?(?:(?P<most>{_MOST}) )?(?P<more>more than |over )?(?P<number>{NUMBER}) (?P<what>.+)$"
)
_LIMITED = re.compile(
    rf"^(?P<owner>.+?) (?:is|are) (?:limited|restricted|capped) (?:to|at) (?:{_MOST} )?(?P<number>{NUMBER}) (?P<what>.+)$"
)
_PER = re.compile(
    rf"^(?:there |the system (?:must |shall )?|(?!max|only|just|no |up |at )(?:the )?[a-z]+ )?(?:(?:is|are|can be|may be|must be|shall be|should be|(?P<no>cannot be)|allow|allows|accept|accepts|exists?|can exist|may exist|can only be|exactly|and|has|have) )*"
    rf"(?:(?P<most>{_MOST}) )?(?P<more>more than )?(?P<number>{NUMBER}) (?P<what>[a-z].*?) (?:per|for (?:each|every|a|an|any|the same|one)|for one|in each|in a|(?:of|on|in|at|to|within|inside) (?:each|every|an?|any|one|any one|the same|a single)) (?P<owner>[a-z].+)$"
)
_NUMBER_OF = re.compile(
    r"^(?:the |a )?(?:total |maximum |overall )?(?:number|count|amount|total) of (?P<what>.+?)(?: (?:per|of|for|in|on|by|at|from) (?:a|an|the|each|every|any|one)? ?(?P<owner>[a-z][a-z ]*?))? "
    r"(?:cannot|can never|never|does not|do not|is not allowed to|is limited to|is capped at|is at most|must be at most|cannot be|must be)(?: ever)? ?(?:exceeds?|exceeding|be (?:more|greater|higher|larger) than|(?:more|greater|higher|larger) than|go above|be above|surpass|less than or equal to|at most|no more than|not more than)? ?(?P<bound>.+)$"
)
_MAXIMUM = re.compile(
    r"^(?:the |a )?(?:maximum|max|maximal|highest) number of (?P<what>.{3,60}?) (?:is|are) (?=\d|[a-z]+$)"
)
_WITHIN = re.compile(r"^(?:in|per|on|for|of|within|at) (?:an?|the same|each|every|one|any|any one) (?P<what>[a-z ]+)$")
_HAPPENING = re.compile(
    r" (?:exists?|(?:(?:can|may|must|shall|is|are)(?: only)? )(?:be )?(?:held|booked|scheduled|placed|made|created|recorded|stored|kept|allowed|permitted|taken|entered|added|exist|there))$"
)
_DONE = re.compile(r"(?<! that)(?<! which) (?:can|may|must|shall)(?: only)? be (?P<verb>[a-z]+ed)$")
_OWNING = frozenset(stem(w) for w in "have has hold own possess contain include be".split())
_FILLED = ("record", "entry", "row", "one")


@dataclass(frozen=True, slots=True)
class Counted:
    """At most `bound` rows of `entity` (those `where`) for each row that all of the paths `per` lead to.

    `at_once` where the documents speak of those at one time, `period` of those of one day, week, month or year.
    """

    entity: EntityType
    per: tuple[tuple[str, ...], ...]
    bound: Expression
    where: Expression | None
    at_once: bool
    period: str = ""

    @property
    def once(self) -> bool:
        """Whether there is at most one."""
        return isinstance(self.bound, Literal) and self.bound.value == "1"


def counted(clause: str, about: EntityType | None, words: Vocabulary) -> Counted | None:
    """What a clause in plain wording says about numbers of rows at most; None where it says nothing of it.

    `about` is what the text speaks of, for "one record per visit".
    """
    at_once = bool(_AT_ONCE.search(clause))
    said = _AT_ONCE.sub("", clause).strip(" ,")
    period = _PERIOD.search(said)
    said = _PERIOD.sub("", said).strip(" ,") if period else said
    for form in (_number_of, _per, _owned):
        found = form(said, about, words)
        if found is not None:
            entity, per, bound, where, held = found
            if where is None and isinstance(bound, Path):
                where, told = present(entity, words)
                if not told:
                    return None
            elif where is None:
                where = still_open(entity, words) if at_once or held else None
                where = where or (None if at_once else not_ended(entity, words))
            return Counted(entity, per, bound, where, at_once, period["period"] if period else "")
    return None


_Found = tuple[EntityType, tuple[tuple[str, ...], ...], Expression, Expression | None, bool]


def _owned(said: str, _: EntityType | None, words: Vocabulary) -> _Found | None:
    """As in "a member may borrow up to five books", "no driver can have more than two open trips"."""
    match = _LIMITED.match(said) or _OWNED.match(said)
    if not match:
        return None
    told = match.groupdict()
    forbidden = told.get("modal") in ("cannot", "does not") or said.startswith("no ")
    least = (
        told.get("modal") in ("has", "have", "must", "shall", "should", "holds", "hold")
        and not told.get("most")
        and not told.get("only")
    )
    figure = number(told["number"]) or ""
    if forbidden and not told.get("more") and figure.isdigit() and int(figure) > 1:
        figure = str(int(figure) - 1)  # "cannot have two" is at most one
    elif forbidden is not bool(told.get("more")) and told.get("modal") is not None:
        return None
    limiting = (
        forbidden
        or told.get("most")
        or told.get("only")
        or told.get("modal") in (None, "can only", "is limited to", "are limited to", "is restricted to")
    )
    if least or not limiting:
        return None
    owner, what = thing(told["owner"], words), thing(told["what"], words)
    if owner is None or what is None or owner.rest or owner.where is not None:
        return None
    verb = (told.get("verb") or "").strip() or ("use" if told.get("be") else "")
    return _joined(owner.entity, what, verb, figure, words)


def _joined(owner: EntityType, what: Thing, verb: str, bound: str, words: Vocabulary) -> _Found | None:
    """What is counted: the things themselves where they point to the owner, else what joins both."""
    own = words.route(what.entity.name, owner.name)
    behind = _WITHIN.match(what.rest)
    within = owner_of(behind["what"], what.entity, words) if behind else None
    what = replace(what, rest="") if within else what
    said = which(what, words)
    if said is None and (what.rest or what.where is not None):
        return None
    if own:
        ways = (own, within) if within else (own,)
        return what.entity, ways, _number(bound), said.holds if said is not None else None, False
    if not verb or stem(verb) in _OWNING:
        return None
    done = deed(verb, what.entity, (owner,), words)
    if done is None or done.events[0].kind is not EventKind.CREATE or done.entity.name == what.entity.name:
        return None
    per, to = words.route(done.entity.name, owner.name), words.route(done.entity.name, what.entity.name)
    if not per or to is None:
        return None
    return done.entity, (per,), _number(bound), along(said.holds, to) if said is not None else None, True


def _per(said: str, about: EntityType | None, words: Vocabulary) -> _Found | None:
    """As in "at most one active contract per site and supplier", "one record per visit"."""
    match = _PER.match(said)
    if not match or bool(match["no"]) is not bool(match["more"]):
        return None
    if not match["most"] and not match["no"] and number(match["number"]) != "1":
        return None
    what = _what(_happening(match["what"], words), about, words)
    if what is None:
        return None
    per: list[tuple[str, ...]] = []
    for part in re.split(
        r"\s*(?:,|\band\b|\bper\b|/|\bfor each\b|\bfor the same\b|\bwithin\b|\bin each\b)\s*", match["owner"]
    ):
        if not part:
            continue
        route = owner_of(part, what.entity, words)
        if route is None:
            return None
        per.append(route)
    said_of = which(what, words)
    if said_of is None and (what.rest or what.where is not None):
        return None
    where = said_of.holds if said_of is not None else None
    return (what.entity, tuple(per), _number(number(match["number"]) or ""), where, False) if per else None


def _happening(text: str, words: Vocabulary) -> str:
    """What is counted, without the verb behind it; the verb in front where it tells a state ("tasks may be open")."""
    done = _DONE.search(text)
    what = thing(text[: done.start()], words) if done is not None else None
    if done is None or what is None:
        return _HAPPENING.sub("", text)
    told = words.state(what.entity.name, done["verb"]) is not None
    return f"{done['verb'] if told else ''} {text[: done.start()]}".strip()


def _what(text: str, about: EntityType | None, words: Vocabulary) -> Thing | None:
    """The thing that is counted; a "record" is one of what the text is about."""
    found = thing(text, words)
    if found is None and bare(text) in _FILLED and about is not None:
        return Thing(entity=about, where=None, rest="")
    return found


def owner_of(text: str, entity: EntityType, words: Vocabulary) -> tuple[str, ...] | None:
    """The way from a counted row to what it is counted for: a thing that it points to, or an own member."""
    said = bare(text)
    target = words.exact(noun(said))
    if target is not None and target.name != entity.name:
        return words.route(entity.name, target.name)
    member = words.member(entity.name, noun(said)) if noun(said) else None
    return (member,) if member is not None else None


def _number_of(said: str, _: EntityType | None, words: Vocabulary) -> _Found | None:
    """As in "the number of enrolled students of a course never exceeds its capacity"."""
    match = _NUMBER_OF.match(_MAXIMUM.sub(r"number of \g<what> cannot exceed ", said))
    what = thing(match["what"], words) if match else None
    if match is None or what is None:
        return None
    owner = words.exact(noun(bare(match["owner"]))) if match["owner"] else None
    if owner is None:
        behind = re.match(r"^(?:of|per|for|in|on|at) (?P<owner>.+)$", what.rest)
        owner = words.exact(noun(bare(behind["owner"]))) if behind else None
        what = Thing(entity=what.entity, where=what.where, rest="") if owner is not None else what
    bound = match["bound"].strip()
    figure = number(bound.split()[0])
    if owner is None and figure is None:
        owner = _whose(bound, what.entity, words)
    joined = _joined(owner, what, "", figure or "0", words) if owner is not None else None
    if joined is None or figure is not None:
        return joined
    limit = capacity(bound, joined[0], joined[1][0], words)
    return (joined[0], joined[1], limit, joined[3], joined[4]) if limit is not None else None


def _whose(text: str, entity: EntityType, words: Vocabulary) -> EntityType | None:
    """The thing whose limit is named: "the capacity of the hall", "the hall's capacity", "hall capacity"."""
    of = re.match(r"^(?:the |its )?(?P<what>[a-z ]+?) of (?:the |its |that |a )?(?P<owner>[a-z ]+)$", text)
    owned = re.match(r"^(?:the |its |that )?(?P<owner>[a-z ]+?)(?:'s)? (?P<what>[a-z]+)$", text)
    for match in (of, owned):
        found = words.exact(noun(match["owner"])) if match else None
        if found is not None and words.route(entity.name, found.name):
            return found
    return None


def capacity(text: str, entity: EntityType, per: tuple[str, ...], words: Vocabulary) -> Path | None:
    """The number that limits the rows of the entity type: a member of what `per` leads to ("its capacity")."""
    said = re.sub(r"^(?:the|its|their|that|his|her)\s+", "", text.strip(" .,"))
    said = re.sub(r"^number of ([a-z]+)(?: [a-z]+)?$", r"number_of_\1", said).replace("_", " ")
    said = re.sub(r"^(?:defined|set|given|maximum allowed|available|configured|stated|total)\s+", "", said)
    said = (
        re.split(r"\s+(?:of|for|in)\s+|'s\s+", said)[0]
        if (" of " in said or " for " in said) and not said.startswith("number of ")
        else said.split("'s ")[-1]
    )
    target = words.navigation.follow(entity.name, per).target
    owner = words.model.entity(getattr(target, "entity", ""))
    bare_ = re.sub(r"^(?:maximum|maximal|allowed|permitted|greatest|highest) ", "", said)
    names = (noun(said), split(said), noun(bare_), split(bare_))
    found = (words.member(owner.name, n) for n in names if owner is not None and n)
    member = next((m for m in found if m is not None), None)
    attribute = words.navigation.member(owner.name, member) if owner is not None and member is not None else None
    kind = getattr(getattr(attribute, "type", None), "kind", None)
    return Path(steps=(*per, member)) if kind is Kind.INTEGER and member is not None else None


def capacities(owner: EntityType) -> Iterator[str]:
    """The members of an entity type that say how many of something it takes."""
    for attribute in owner.attributes:
        if attribute.type.kind is Kind.INTEGER and re.search(
            r"(?:^|_)(?:capacity|quota|places|slots|seats|limit)$|^max(?:imum)?_", attribute.name
        ):
            yield attribute.name


def _number(value: str) -> Literal:
    return Literal(kind=LiteralKind.NUMBER, value=value)
