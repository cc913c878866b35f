"""What the readings found, before it is decided what it amounts to.

Every reading turns a part of the requirements into findings about nouns; `concepts` then decides which nouns are
entity types, and `assemble` puts the findings about those into the conceptual model.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import Any

from database_designer.discover.names import Noun
from database_designer.model.conceptual import SemanticType
from database_designer.model.expression import Literal
from database_designer.source import Evidence

# How much a finding counts for its noun being an entity type: 1 is enough to decide.
CERTAIN = 1.0
LIKELY = 0.5
GENERAL = 0.35
HINT = 0.2
TRACE = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityFinding:
    """The noun may be an entity type. `reason` says which sign was seen; equal reasons count once."""

    noun: Noun
    weight: float
    reason: str
    evidence: Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class AttributeFinding:
    """`owner` has the property `name`. None is "not stated". `structured` for fields of shapes and field tables.

    `assumed` for what no document states. `points_to` is the noun that a reference-like field names ("ownerId" described as "reference to account").
    """

    owner: Noun
    name: Noun
    evidence: Evidence
    weight: float = LIKELY
    structured: bool = False
    type: SemanticType | None = None
    required: bool | None = None
    unique: bool = False
    many: bool = False
    plural: bool = False
    minimum: str | None = None
    maximum: str | None = None
    above: str | None = None
    below: str | None = None
    min_length: int | None = None
    max_length: int | None = None
    pattern: str | None = None
    default: Literal | None = None
    says: str = ""
    points_to: Noun = ()
    read_only: bool = False
    written: bool = False
    assumed: bool = False
    parts: tuple[AttributeFinding, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RelationFinding:
    """Two nouns are related. For each `source` there are `target_low..target_high` targets, and the other way round.

    None for a bound that is not stated (`..._high` None: several or unknown, told by `..._many`). `part` where the
    target is a part of the source; `role` names the relation from the many side, `verb` how the document says it.
    """

    source: Noun
    target: Noun
    evidence: Evidence
    weight: float = LIKELY
    target_low: int | None = None
    target_high: int | None = None
    target_many: bool | None = None
    source_low: int | None = None
    source_high: int | None = None
    source_many: bool | None = None
    part: bool = False
    role: Noun = ()
    verb: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class KindFinding:
    """Every `sub` is a `super`."""

    sub: Noun
    super: Noun
    evidence: Evidence
    weight: float = LIKELY


@dataclass(frozen=True, slots=True, kw_only=True)
class ValuesFinding:
    """The property `attribute` of `owner` (() where unknown) has these values; `open` where more may come."""

    owner: Noun
    attribute: Noun
    values: tuple[str, ...]
    evidence: Evidence
    open: bool = False
    structured: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class StateFinding:
    """What is said of states of `owner`: moves, the state of a new row (`start`), and what a state `needs` to be set.

    `later` are states told to come after others ("`FREE`, then `TAKEN`"), which no new row is in.

    The states are spelled as the sentence has them; only those count that a value list names.
    """

    owner: Noun
    evidence: Evidence
    moves: tuple[tuple[str, str], ...] = ()
    start: str = ""
    later: tuple[str, ...] = ()
    needs: tuple[tuple[str, Noun], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class UniqueFinding:
    """No two rows of `owner` agree in `members`; with `where`, among the rows whose (attribute, value) is so."""

    owner: Noun
    members: tuple[Noun, ...]
    evidence: Evidence
    ignore_case: bool = False
    where: tuple[Noun, str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CompareFinding:
    """`left` of `owner` compares so to `right` (another property)."""

    owner: Noun
    left: Noun
    operator: str
    right: Noun
    evidence: Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyFinding:
    """A policy of `owner` (() for everything): `policy` names it, `values` are its details as (key, value) pairs."""

    owner: Noun
    policy: str
    evidence: Evidence
    values: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class QueryFinding:
    """Rows of `owner` are looked for by these properties; `above` are the things below which an API lists them."""

    owner: Noun
    evidence: Evidence
    above: tuple[Noun, ...] = ()
    filter: tuple[Noun, ...] = ()
    search: tuple[Noun, ...] = ()
    sort: tuple[tuple[Noun, bool], ...] = ()
    range: tuple[Noun, ...] = ()
    page: str = ""
    limit: int | None = None
    maximum: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorFinding:
    """The noun names who uses the system ("As a librarian, ...")."""

    noun: Noun
    evidence: Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class SynonymFinding:
    """`other` is another name of `noun` ("Medical Record Number (MRN)")."""

    noun: Noun
    other: Noun
    evidence: Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class RowFinding:
    """A row of reference data for `owner`: (property, value) pairs."""

    owner: Noun
    values: tuple[tuple[Noun, str], ...]
    evidence: Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class UsageFinding:
    """How the sentences speak of a noun, all mentions together; counts are of mentions unless told otherwise.

    `order` is the place of the first mention, `statements` in how many statements there is one. `each` for "each X",
    `several` for plurals, `counted` for those with "three", "several", "any number of", `one` for "a X", `subject` and
    `object` of verbs, `acting` for who does something to something, `having` for subjects of "has" and "consists of", `part` for objects of the latter, `possessed`
    for "X of ..." and "its X", `possessing` for "... of X" and "X's ...", `proper` where it is written and parsed as a
    proper name, `described` how many of its leading words are adjectives, `in_state` where the
    first is a participle, `wanting` for whoever wants the program, `single` for the name of one of something ("Acme is a
    firm"), `left_out` for what is told not to be kept.
    `beside` are the first nouns that it is joined to by a verb other than "be" and "have".
    """

    noun: Noun
    evidence: Evidence
    order: int
    mentions: int
    statements: int
    each: int = 0
    several: int = 0
    counted: int = 0
    one: int = 0
    subject: int = 0
    object: int = 0
    acting: int = 0
    having: int = 0
    part: int = 0
    possessed: int = 0
    possessing: int = 0
    proper: int = 0
    described: int = 0
    in_state: bool = False
    wanting: int = 0
    single: int = 0
    left_out: int = 0
    beside: tuple[Noun, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """The findings of a reading (or of all), in the order of the documents."""

    entities: tuple[EntityFinding, ...] = ()
    attributes: tuple[AttributeFinding, ...] = ()
    relations: tuple[RelationFinding, ...] = ()
    kinds: tuple[KindFinding, ...] = ()
    values: tuple[ValuesFinding, ...] = ()
    states: tuple[StateFinding, ...] = ()
    uniques: tuple[UniqueFinding, ...] = ()
    compares: tuple[CompareFinding, ...] = ()
    policies: tuple[PolicyFinding, ...] = ()
    queries: tuple[QueryFinding, ...] = ()
    actors: tuple[ActorFinding, ...] = ()
    synonyms: tuple[SynonymFinding, ...] = ()
    rows: tuple[RowFinding, ...] = ()
    usages: tuple[UsageFinding, ...] = ()


_SORTS = tuple(f.name for f in fields(Findings))


# What a finding of each sort has to name: with signs alone in these places ("--", "{}") nothing is told.
_NAMED = {
    "entities": ("noun",), "attributes": ("name",), "relations": ("source", "target"), "kinds": ("sub", "super"),
    "synonyms": ("noun", "other"), "actors": ("noun",), "usages": ("noun",),
}  # fmt: skip


def combine(parts: Iterable[Findings]) -> Findings:
    """All findings together, in the order given, each once; without those of names that hold no word."""
    joined: dict[str, dict[Any, None]] = {name: {} for name in _SORTS}
    for part in parts:
        for name, known in joined.items():
            places = _NAMED.get(name, ())
            if found := getattr(part, name):
                known.update(dict.fromkeys(f for f in found if all(getattr(f, place) for place in places)))
    return Findings(**{name: tuple(known) for name, known in joined.items() if known})
