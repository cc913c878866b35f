"""Noun phrases that speak of rows: which entity type, how many, and in which state ("at least two pending claims")."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from database_designer.discover.language.lexicon import EMPTY_ADJECTIVES
from database_designer.discover.names import camel, noun
from database_designer.discover.rules.logic import both, denied, either
from database_designer.discover.rules.moments import compared, moment, now
from database_designer.discover.rules.stems import opposite, stem
from database_designer.discover.rules.vocabulary import Vocabulary
from database_designer.discover.rules.wording import DETERMINERS, NUMBER, number
from database_designer.model.conceptual import EntityType, Kind
from database_designer.model.expression import Comparator, Comparison, Expression, In, IsSet, Literal, LiteralKind, Path

_QUANTITY = re.compile(
    rf"^(?:(?P<how>at least|no fewer than|no less than|at most|up to|no more than|not more than|more than|fewer than|less than|exactly|only|a maximum of|maximum of|a minimum of|a total of|max(?:imum)?\.?)\s+)?(?P<number>{NUMBER})\s+(?P<more>or more\s+|or fewer\s+|or less\s+)?(?!of\s+(?:the|its)\s)"
)
_HOW = {
    "at least": Comparator.GE, "no fewer than": Comparator.GE, "no less than": Comparator.GE, "a minimum of": Comparator.GE,
    "more than": Comparator.GT, "fewer than": Comparator.LT, "less than": Comparator.LT, "exactly": Comparator.EQ,
}  # fmt: skip
_NONE = re.compile(r"^(?:no|without|zero)\s+(?!(?:more|fewer|less)\b)")
_TOKEN = re.compile(r"[a-z0-9][a-z0-9'-]*")
_SEPARATORS = frozenset({"or", "and", ",", "/"})
_NOT = frozenset({"not", "non", "never"})
_MAX_WORDS = 4
_OPEN = frozenset(
    "open active ongoing outstanding unfinished current running pending incomplete unresolved uncompleted live".split()
)
_CLOSING = frozenset(
    stem(w)
    for w in """cancelled rejected declined withdrawn void expired ended end closed close completed complete finished done
    returned return resolved revoked terminated aborted failed refused archived left deleted discharged settled used""".split()
)
"""Words for rows that are done with."""


@dataclass(frozen=True, slots=True)
class Thing:
    """Rows that a phrase speaks of: `where` tells which, `rest` is the text behind the noun.

    `operator` and `bound` are a number that is told ("at least two"); `none` stands for "no open claims".
    """

    entity: EntityType
    where: Expression | None
    rest: str
    operator: Comparator | None = None
    bound: str = ""
    none: bool = False
    plural: bool = False
    every: bool = False


def thing(text: str, words: Vocabulary) -> Thing | None:
    """The rows that a text in plain wording begins with; None where it begins with anything else."""
    said = text.strip(" ,")
    none = _NONE.match(said)
    if none:
        said = said[none.end() :]
    operator, bound, said = _quantity(said)
    tokens = list(_TOKEN.finditer(said))
    start = 0
    while start < len(tokens) and tokens[start][0] in DETERMINERS:
        start += 1
    for first in range(start, min(start + _MAX_WORDS + 1, len(tokens))):
        found = _noun_at(said, tokens, first, words)
        if found is None:
            continue
        entity, end = found
        told = said[tokens[start].start() : tokens[first].start()] if first > start else ""
        where = qualities(told, entity, words) if told.strip() else None
        if told.strip() and where is None and not _empty(told):
            return None
        return Thing(
            entity=entity, where=where, rest=said[end:].strip(" ,"), operator=operator, bound=bound, none=bool(none),
            plural=tokens[first][0].endswith("s"), every=bool(re.match(r"(?:all|every|each)\b", said)),
        )  # fmt: skip
    return None


def _quantity(said: str) -> tuple[Comparator | None, str, str]:
    found = _QUANTITY.match(said)
    if not found:
        return None, "", said
    operator = _HOW.get(found["how"] or "", Comparator.LE)
    more = (found["more"] or "").strip()
    if more:
        operator = Comparator.GE if more == "or more" else Comparator.LE
    elif not found["how"]:
        operator = Comparator.EQ
    return operator, number(found["number"]) or "", said[found.end() :]


def _noun_at(said: str, tokens: list[re.Match[str]], first: int, words: Vocabulary) -> tuple[EntityType, int] | None:
    """The longest name of an entity type that begins at a word, and where it ends."""
    for size in range(min(_MAX_WORDS, len(tokens) - first), 0, -1):
        chosen = tokens[first : first + size]
        text = said[chosen[0].start() : chosen[-1].end()]
        if text.endswith("'s") or chosen[0][0] in EMPTY_ADJECTIVES or _parted(said, chosen):
            continue
        entity = words.exact(noun(text))
        if entity is not None and not (size > 1 and _is_told(text, entity, words)):
            return entity, chosen[-1].end()
    return None


def _is_told(text: str, entity: EntityType, words: Vocabulary) -> bool:
    """Whether the first word tells which rows are meant ("active member"), although it came to be a name of them."""
    return camel(noun(text)) != entity.name and words.exact(noun(text.partition(" ")[2])) == entity


def _parted(said: str, chosen: list[re.Match[str]]) -> bool:
    return any(said[a.end() : b.start()].strip() for a, b in pairwise(chosen))


def _empty(told: str) -> bool:
    return all(w in EMPTY_ADJECTIVES or w in DETERMINERS or w in _SEPARATORS for w in _TOKEN.findall(told))


def qualities(text: str, entity: EntityType, words: Vocabulary) -> Expression | None:
    """What words for states say of a row: "active", "pending or confirmed", "non-cancelled", "future"; None if not all are known."""
    parts = [p.strip() for p in re.split(r"\s*(?:,|/|\bor\b|\band\b|\bnor\b)\s*", text) if p.strip()]
    if not parts:
        return None
    negated = False
    found: list[Expression] = []
    for part in parts:
        tokens = [
            t
            for t in _TOKEN.findall(part)
            if t not in DETERMINERS
            and t not in ("been", "be", "is", "already", "currently", "still", "yet", "either", "neither", "now")
        ]
        bare = [t for t in tokens if t not in _NOT]
        negated = negated or len(bare) < len(tokens) or "neither" in part
        if not bare:
            continue
        told = _quality(" ".join(bare), entity, words)
        if told is None:
            return None
        found.append(told)
    joined = _joined(found, apart=bool(re.search(r"\bor\b|\bnor\b|/", text)))
    if joined is None:
        return None
    return denied(joined, entity, words.navigation) if negated else joined


def _joined(found: list[Expression], *, apart: bool) -> Expression | None:
    """Values of one list are alternatives ("pending and approved claims"), other qualities are joined as told."""
    one_of = either(found) if found else None
    return one_of if apart or isinstance(one_of, In) or len(found) < 2 else both(found)


def _quality(said: str, entity: EntityType, words: Vocabulary) -> Expression | None:
    """What one word (or a state of several words) says of a row."""
    if said.startswith("non-"):
        inner = _quality(said[4:], entity, words)
        return denied(inner, entity, words.navigation) if inner is not None else None
    found = words.state(entity.name, said) or _timed(said, entity, words) or _opposed(said, entity, words)
    return found or _marked(said, entity) or (still_open(entity, words) if said in _OPEN else None)


def still_open(entity: EntityType, words: Vocabulary) -> Expression | None:
    """That a row is not done with: in no last state, or without the moment at which it ended; None where nothing tells."""
    lifecycle = words.navigation.lifecycle(entity.name)
    if lifecycle is not None:
        left = {m.source for m in lifecycle.moves}
        stuck = [s for s in lifecycle.states if left and s not in left]
        last = [s for s in lifecycle.states if s in stuck or stem(s.split("_")[0]) in _CLOSING]
        if not last or len(last) == len(lifecycle.states):
            return None
        kept = [s for s in lifecycle.states if s not in last]
        path = Path(steps=(lifecycle.state,))
        return either(compared(path, Comparator.EQ, Literal(kind=LiteralKind.VALUE, value=s)) for s in kept)
    ended = [
        a
        for a in entity.attributes
        if a.optional and a.type.kind in (Kind.DATE, Kind.INSTANT) and stem(a.name.split("_")[0]) in _CLOSING
    ]
    return IsSet(operand=Path(steps=(ended[0].name,)), negated=True) if len(ended) == 1 else None


def _timed(said: str, entity: EntityType, words: Vocabulary) -> Expression | None:
    """Words for how a row lies to the present: "future", "past", "ongoing", "expired", "overdue"."""
    start, end = moment(entity, "start"), moment(entity, "end")
    if said in ("future", "upcoming", "in future", "in the future") and start is not None:
        path = Path(steps=(start.name,))
        return compared(path, Comparator.GT, now(path, entity, words))
    if said in ("started", "begun") and start is not None:
        path = Path(steps=(start.name,))
        return compared(path, Comparator.LE, now(path, entity, words))
    if (
        said in ("past", "ended", "finished", "over", "expired", "overdue", "in past", "in the past", "elapsed")
        and end is not None
    ):
        path = Path(steps=(end.name,))
        return compared(path, Comparator.LT, now(path, entity, words))
    return None


def _opposed(said: str, entity: EntityType, words: Vocabulary) -> Expression | None:
    """Words that deny a state: "unpaid" where a state is PAID."""
    lifecycle = words.navigation.lifecycle(entity.name)
    wanted = opposite(said) if lifecycle is not None and " " not in said else ""
    found = [s for s in lifecycle.states if stem(s) == wanted] if lifecycle is not None and wanted else []
    if len(found) != 1 or lifecycle is None:
        return None
    right = Literal(kind=LiteralKind.VALUE, value=found[0])
    return Comparison(operator=Comparator.NE, left=Path(steps=(lifecycle.state,)), right=right)


def _marked(said: str, entity: EntityType) -> Expression | None:
    """Words for what a moment tells: "returned" where there is a `returned_at` that may be unset; "unreturned"."""
    for attribute in entity.attributes:
        name, _, last = attribute.name.rpartition("_")
        if attribute.optional and last in ("at", "on", "date", "time") and name and " " not in said:
            if stem(name) == stem(said):
                return IsSet(operand=Path(steps=(attribute.name,)))
            if said.startswith("un") and stem(name) == opposite(said):
                return IsSet(operand=Path(steps=(attribute.name,)), negated=True)
    return None
