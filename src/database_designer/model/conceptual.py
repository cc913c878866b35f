"""The conceptual model: what the documents mean, in the terms of the model language (docs/model.md).

It knows nothing of tables, indexes or triggers. Elements refer to each other by name. `discover` makes it,
`modelfile` reads and writes it as model.yaml, `normalize` takes it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from database_designer.model.expression import Aggregate, Expression, Path
from database_designer.source import Evidence, Origin


class Kind(StrEnum):
    """The semantic types of attributes; `LIST` takes its values from the type itself or from a shared list."""

    TEXT = "text"
    CODE = "code"
    INTEGER = "integer"
    DECIMAL = "decimal"
    MONEY = "money"
    PERCENT = "percent"
    BOOLEAN = "boolean"
    DATE = "date"
    TIME = "time"
    INSTANT = "instant"
    DURATION = "duration"
    PERIOD_DATE = "period(date)"
    PERIOD_INSTANT = "period(instant)"
    EMAIL = "email"
    PHONE = "phone"
    URL = "url"
    UUID = "uuid"
    JSON = "json"
    FILE = "file"
    POINT = "point"
    VECTOR = "vector"
    LIST = "list"


@dataclass(frozen=True, slots=True, kw_only=True)
class SemanticType:
    """A type as written: `code(13)` has length 13, `decimal(8,3) kg` precision 8, scale 3, unit kg.

    A list has its `values` or, for a shared one, its name in `list_name` (and no values); `open_list` means that
    further values are data.
    """

    kind: Kind
    length: int | None = None
    precision: int | None = None
    scale: int | None = None
    unit: str = ""
    values: tuple[str, ...] = ()
    list_name: str = ""
    open_list: bool = False


class Uniqueness(StrEnum):
    """Whether values are unique among all rows."""

    NO = "no"
    EXACT = "unique"
    IGNORE_CASE = "unique ignoring case"


class Derivation(StrEnum):
    """How a derived value is kept: stored and always so, worked out when read, or taken at creation."""

    EQUALS = "equals"
    COMPUTED = "computed"
    SNAPSHOT = "snapshot"


@dataclass(frozen=True, slots=True, kw_only=True)
class Derived:
    """The derivation of an attribute; `when` restricts a snapshot."""

    manner: Derivation
    expression: Expression
    when: Expression | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Many:
    """A set of values, each once: at least `minimum`, at most `maximum` (None: no bound) of them."""

    minimum: int = 0
    maximum: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbered:
    """Numbers without gaps, per reference (None: over the whole entity), from `start`."""

    per: str | None = None
    start: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribute:
    """One property of an entity type. `check` is the comparison of its line, with the attribute itself spelled out.

    `default` is a Literal for a plain value and any expression for `=...`. `generated` is the pattern of values that
    the database makes ("" for its own choice, None for not generated). `assumed` names single options that no
    document states ("immutable", "default"); an attribute assumed as a whole has `origin.assumed`.
    """

    name: str
    type: SemanticType
    origin: Origin
    says: str = ""
    optional: bool = False
    check: Expression | None = None
    unique: Uniqueness = Uniqueness.NO
    immutable: bool = False
    set_once: bool = False
    generated: str | None = None
    default: Expression | None = None
    matches: str | None = None
    personal: bool = False
    sensitive: bool = False
    secret: bool = False
    blank_allowed: bool = False
    many: Many | None = None
    derived: Derived | None = None
    numbered: Numbered | None = None
    assumed: tuple[str, ...] = ()


class WhenDeleted(StrEnum):
    """What becomes of the pointing rows when the row pointed to is deleted."""

    RESTRICT = "restrict"
    CASCADE = "cascade"
    DETACH = "detach"


@dataclass(frozen=True, slots=True, kw_only=True)
class Each:
    """How many pointing rows each row pointed to has: `minimum..maximum` (None: no bound)."""

    minimum: int = 0
    maximum: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A relationship, on the side that points: each row points to exactly one `to` (none, if `optional`).

    `back` is the name of the other side ("" for the default: plural of the pointing entity, singular for at most
    one). `part_of` marks a composition: the row cannot exist without the whole and goes with it.
    """

    name: str
    to: str
    origin: Origin
    says: str = ""
    optional: bool = False
    back: str = ""
    each_has: Each = Each()
    when_deleted: WhenDeleted = WhenDeleted.RESTRICT
    part_of: bool = False
    immutable: bool = False
    set_once: bool = False
    unique: bool = False
    default: Expression | None = None
    assumed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A many-to-many relationship without data of its own, told on one side."""

    name: str
    to: str
    origin: Origin
    says: str = ""
    back: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kinds:
    """The specialization of a supertype: the attribute `by` tells which subtype; (value, entity) pairs."""

    by: str
    of: tuple[tuple[str, str], ...]
    overlapping: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Tree:
    """A hierarchy along the reference `parent`, without cycles, at most `max_depth` levels (None: no bound)."""

    parent: str
    max_depth: int | None = None


ANY_MOVE = "any"


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """An allowed change of state."""

    source: str
    target: str
    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class Expiry:
    """A move made by a job when `condition` holds."""

    source: str
    target: str
    condition: Expression


@dataclass(frozen=True, slots=True, kw_only=True)
class Lifecycle:
    """The states of an entity in the attribute `state`, which is not declared among the attributes.

    `states` are all states in their order; `start` the ones a row may be created in (the first is the default).
    With `any_move` every change is allowed and `moves` is empty. `requires` are (state, attribute names) pairs, set
    as long as the row is in the state; `stamps` are (state, attribute) pairs; `frozen` (state, names or ("all",)).
    """

    state: str
    states: tuple[str, ...]
    start: tuple[str, ...]
    moves: tuple[Move, ...]
    origin: Origin
    any_move: bool = False
    requires: tuple[tuple[str, tuple[str, ...]], ...] = ()
    stamps: tuple[tuple[str, str], ...] = ()
    frozen: tuple[tuple[str, tuple[str, ...]], ...] = ()
    expires: tuple[Expiry, ...] = ()
    says: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AlwaysRule:
    """`condition` holds for every row at every commit."""

    name: str
    condition: Expression
    origin: Origin
    says: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class UniqueRule:
    """No two rows agree in all of `members` (attributes, references) among the rows that satisfy `where`.

    Rows with an unset member are skipped unless `unset_equal`.
    """

    name: str
    members: tuple[str, ...]
    origin: Origin
    where: Expression | None = None
    unset_equal: bool = False
    says: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BoundRule:
    """At most (`upper`) or at least `bound` rows satisfy `where`: per row that the path `per` leads to, () for all rows.

    `at_least` is checked when a row leaves the set, `at_most` whenever the set grows or the bound shrinks. Paths of
    `bound` start at the counted row, so they begin with `per` or are constant.
    """

    name: str
    bound: Expression
    upper: bool
    origin: Origin
    per: tuple[str, ...] = ()
    where: Expression | None = None
    says: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoOverlapRule:
    """Among the rows that satisfy `where` and agree in all paths of `per`, no two periods overlap (half-open).

    `members` is one attribute that is a period, or the two with its start and its end (an unset end: still going on).
    """

    name: str
    members: tuple[str, ...]
    origin: Origin
    per: tuple[tuple[str, ...], ...] = ()
    where: Expression | None = None
    says: str = ""


class EventKind(StrEnum):
    """What happens to a row."""

    CREATE = "create"
    CHANGE = "change"
    DELETE = "delete"
    ENTER = "enter"


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """An event: `change` of the member `name` ("" for any change), or `enter`ing the state `name`, also by creation."""

    kind: EventKind
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class GuardRule:
    """Before one of `events`, where `when` holds, `require` has to hold; later changes of what it reads are free."""

    name: str
    events: tuple[Event, ...]
    require: Expression
    origin: Origin
    when: Expression | None = None
    says: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Creation:
    """A row of `entity` that an effect creates: (attribute or reference, value) pairs."""

    entity: str
    values: tuple[tuple[str, Expression], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """A value that an effect sets: `path` leads from the row (root ""), or from a row of `each` (root "it")."""

    path: Path
    value: Expression


@dataclass(frozen=True, slots=True, kw_only=True)
class EffectRule:
    """After one of `events`, where `when` holds: rows are created, values set; once for each row of `each`, if given.

    `each` is an Aggregate with the function "each" (`enrollments where status = ENROLLED`). In values, bare names and
    `this` are of the row itself, `it` is the row of `each`; a text with fillings is a Call of "concat".
    """

    name: str
    events: tuple[Event, ...]
    origin: Origin
    when: Expression | None = None
    each: Aggregate | None = None
    create: tuple[Creation, ...] = ()
    set: tuple[Assignment, ...] = ()
    says: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnenforcedRule:
    """A rule that is traced but not enforced by the database, and why.

    `written` is the rule as model.yaml has it, as YAML on one line, where it is kept for a later version ("" else).
    """

    name: str
    reason: str
    origin: Origin
    says: str = ""
    written: str = ""


Rule: TypeAlias = AlwaysRule | UniqueRule | BoundRule | NoOverlapRule | GuardRule | EffectRule | UnenforcedRule


@dataclass(frozen=True, slots=True, kw_only=True)
class SortKey:
    """A sort key of an access pattern."""

    path: tuple[str, ...]
    descending: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """An access pattern.

    `filter` are parameters compared for equality (paths), `fixed` conditions, `optional` parameters that may be left
    out; `range` are paths with a lower and upper bound given; `search` paths matched by "contains, ignoring case",
    `prefix` by "starts with", `words` by full text (path, weight). `report` are aggregates, `by` what they are grouped
    by. `page` is "cursor", "offset" or "". `rate` and `fresh` are as written ("40/s", "1 hour").
    """

    name: str
    origin: Origin
    says: str = ""
    filter: tuple[tuple[str, ...], ...] = ()
    fixed: tuple[Expression, ...] = ()
    optional: tuple[tuple[str, ...], ...] = ()
    range: tuple[tuple[str, ...], ...] = ()
    overlap: tuple[str, ...] = ()
    search: tuple[tuple[str, ...], ...] = ()
    prefix: tuple[tuple[str, ...], ...] = ()
    words: tuple[tuple[tuple[str, ...], int], ...] = ()
    language: str = ""
    nearest: str = ""
    sort: tuple[SortKey, ...] = ()
    page: str = ""
    limit: int | None = None
    maximum: int | None = None
    report: tuple[Expression, ...] = ()
    by: tuple[Expression, ...] = ()
    rate: str = ""
    fresh: str = ""


class History(StrEnum):
    """What is kept of earlier states of a row."""

    NONE = "none"
    AUDITED = "audited"
    VERSIONED = "versioned"
    APPEND_ONLY = "append_only"


class DeletionManner(StrEnum):
    """How rows are deleted; WITH_OWNER rows go soft-deleted with the row they are part of."""

    HARD = "hard"
    SOFT = "soft"
    NEVER = "never"
    WITH_OWNER = "with owner"


@dataclass(frozen=True, slots=True, kw_only=True)
class Deletion:
    """The deletion policy of an entity."""

    manner: DeletionManner
    origin: Origin
    restorable: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryPolicy:
    """The history policy of an entity."""

    manner: History
    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class Concurrency:
    """Optimistic concurrency control: a version number that every update states."""

    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class Retention:
    """Rows are kept for `amount` `unit` ("years") after the attribute `after` ("" for creation), then `then`."""

    amount: int
    unit: str
    origin: Origin
    after: str = ""
    then: str = "delete"  # archive | delete | anonymise


@dataclass(frozen=True, slots=True, kw_only=True)
class Volume:
    """Numbers of rows as stated: a total, growth in rows per `growth_unit` ("day", "month"), a peak as written."""

    origin: Origin
    rows: int | None = None
    growth: int | None = None
    growth_unit: str = ""
    peak: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SeedRow:
    """A reference row: (attribute, value) pairs; a value is a Literal or any expression."""

    values: tuple[tuple[str, Expression], ...]
    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class Visibility:
    """Who sees a row: any of the conditions."""

    any_of: tuple[Expression, ...]
    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityType:
    """A type of thing about which data is kept. `synonyms` are its other names in the documents, `group` its domain.

    `identified_by` are the members of its natural identifier. Everything is in the order of first mention.
    """

    name: str
    origin: Origin
    says: str = ""
    group: str = ""
    synonyms: tuple[str, ...] = ()
    attributes: tuple[Attribute, ...] = ()
    references: tuple[Reference, ...] = ()
    links: tuple[Link, ...] = ()
    kind_of: str = ""
    kinds: Kinds | None = None
    identified_by: tuple[str, ...] = ()
    tree: Tree | None = None
    lifecycle: Lifecycle | None = None
    rules: tuple[Rule, ...] = ()
    queries: tuple[Query, ...] = ()
    history: HistoryPolicy | None = None
    concurrency: Concurrency | None = None
    deletion: Deletion | None = None
    visible: Visibility | None = None
    retention: Retention | None = None
    volume: Volume | None = None
    rows: tuple[SeedRow, ...] = ()

    def attribute(self, name: str) -> Attribute | None:
        """The attribute of that name, None where there is none."""
        return next((a for a in self.attributes if a.name == name), None)

    def reference(self, name: str) -> Reference | None:
        """The reference of that name, None where there is none."""
        return next((r for r in self.references if r.name == name), None)

    @property
    def stays(self) -> bool:
        """Whether a row, once it is there, is never deleted: it does not go with what it is a part of either."""
        added_only = self.history is not None and self.history.manner is History.APPEND_ONLY
        return added_only or (self.deletion is not None and self.deletion.manner is DeletionManner.NEVER)


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueList:
    """A list of values shared by several attributes. `maintained` lists are kept by users: they become tables."""

    name: str
    values: tuple[str, ...]
    origin: Origin
    open_list: bool = False
    maintained: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What the documents leave open: the default taken (`assumed`) and, once given, the `answer`, which wins.

    `about` is an element ("Loan.member", "Loan", ""), `would_change` says what another answer leads to. `where` is the
    place in model.yaml that settles it ("entities.Loan.attributes"), `write` an example of what to write there
    ("fee: money >= 0"); both "" where the documents themselves have to be corrected.
    """

    ask: str
    about: str
    assumed: str
    origin: Origin
    answer: str = ""
    would_change: str = ""
    where: str = ""
    write: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Operations:
    """What the documents say about running the database, as written; "" for not stated. `users` are those at a time.

    `requests` are those at the peak ("300/s"), `response` is the time in which one is answered ("200 ms"). `audit` is how
    long the entries of the audit log are kept; None for ever.
    """

    backup_full: str = ""
    backup_incremental: str = ""
    backup_keep: str = ""
    rpo: str = ""
    rto: str = ""
    connections: int | None = None
    users: int | None = None
    cores: int | None = None
    requests: str = ""
    response: str = ""
    audit: Retention | None = None
    origin: Origin | None = None


class Use(StrEnum):
    """What became of a statement."""

    USED = "used"
    NOT_DATA = "not about data"
    NOT_UNDERSTOOD = "not understood"


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountedStatement:
    """What became of one statement: the elements that quote it or that it works on, or why it led to none."""

    said: Evidence
    use: Use
    elements: tuple[str, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Accounted:
    """What became of one requirement id: the elements it led to, or why to none."""

    requirement: str
    use: Use
    elements: tuple[str, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConceptualModel:
    """The whole model. Entities stand in the order of first mention, then by name.

    `statements` tells of every statement of the documents what became of it, `accounting` of every requirement id.
    """

    name: str
    entities: tuple[EntityType, ...] = ()
    postgres: int | None = None
    timezone: str = "UTC"
    currency: str = ""
    actor: str = ""
    tenancy: str = ""
    lists: tuple[ValueList, ...] = ()
    rules: tuple[UnenforcedRule, ...] = ()
    questions: tuple[Question, ...] = ()
    operations: Operations = Operations()
    accounting: tuple[Accounted, ...] = ()
    statements: tuple[AccountedStatement, ...] = ()

    def entity(self, name: str) -> EntityType | None:
        """The entity type of that name, None where there is none."""
        return next((e for e in self.entities if e.name == name), None)
