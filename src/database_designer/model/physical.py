"""The physical model: PostgreSQL objects as values. SQL text is made from it in `ddl`, nowhere else.

Expressions in checks, defaults, predicates and views are over columns: a `Path` with one step names a column of the
row, with two steps (in views, rule functions, `Select`) an alias and a column. In rule functions the aliases NEW and OLD
are the rows of the trigger.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from database_designer.model.expression import Expression, Join
from database_designer.source import Origin

BATCH = 1000
"""Rows that the function of a job writes in one transaction: enough to be quick, few enough to hold locks shortly."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnType:
    """A type: PostgreSQL's own name ("text", "numeric", "timestamptz") with arguments, or an enum of this model."""

    name: str
    arguments: tuple[int, ...] = ()
    is_enum: bool = False


class ColumnRole(StrEnum):
    """What a column is for."""

    KEY = "key"
    REFERENCE = "reference"
    STATE = "state"
    VALUE = "value"
    HOUSEKEEPING = "housekeeping"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewUuid:
    """Default: a new UUID, by the best function that the target version has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NextNumber:
    """GENERATED ALWAYS AS IDENTITY."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SequenceCode:
    """Default: `before`, the next number of `sequence` with at least `width` digits, `after` ("M-000017")."""

    sequence: str
    before: str = ""
    width: int = 1
    after: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RandomCode:
    """Default: `length` random upper-case letters and digits, 4 to 32."""

    length: int


Default: TypeAlias = Expression | NewUuid | NextNumber | SequenceCode | RandomCode


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column. `element` is the conceptual element behind it ("Loan.due_on", "" for housekeeping).

    `classification` is "personal", "sensitive", "secret" or "". `generated` makes it a stored generated column.
    """

    name: str
    type: ColumnType
    role: ColumnRole
    origin: Origin
    nullable: bool = False
    default: Default | None = None
    generated: Expression | None = None
    comment: str = ""
    element: str = ""
    classification: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class UniqueConstraint:
    """UNIQUE over plain columns (anything else is a unique index)."""

    name: str
    columns: tuple[str, ...]
    origin: Origin
    nulls_not_distinct: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """CHECK over the columns of one row."""

    name: str
    condition: Expression
    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class Exclusion:
    """EXCLUDE USING gist: no two rows that satisfy `predicate` are equal in all `equal` and overlap in `period`.

    `period` is a range column, or a Call of "range" with the columns of its start and its end (half-open).
    """

    name: str
    table: str
    equal: tuple[Expression, ...]
    period: Expression
    origin: Origin
    predicate: Expression | None = None
    deferred: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Sequence:
    """CREATE SEQUENCE, owned by the column that it serves."""

    name: str
    table: str
    column: str
    origin: Origin
    start: int = 1


class TableKind(StrEnum):
    """What a table stands for."""

    ENTITY = "entity"
    SUBTYPE = "subtype"
    JUNCTION = "junction"
    MULTIVALUED = "multivalued"
    LOOKUP = "lookup"
    AUDIT = "audit"
    ARCHIVE = "archive"
    GUARDS = "guards"  # one row for each thing that concurrent transactions have to take turns over


class Interval(StrEnum):
    """The length of time that one partition holds."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


@dataclass(frozen=True, slots=True, kw_only=True)
class Partitioning:
    """PARTITION BY RANGE over `column`, a date or instant that never changes, `interval` a partition.

    `default` is the partition of what no other one holds. The function `making` makes those of now and of `ahead`
    intervals to come; `dropping` ("" for none) ends those whose rows were all kept long enough. `reason` says why.
    `widens_key`: the column is in the primary key for the partitions only.
    """

    column: str
    interval: Interval
    default: str
    making: str
    origin: Origin
    ahead: int = 3
    dropping: str = ""
    reason: str = ""
    widens_key: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table with what lives and dies with it. Foreign keys, indexes and triggers are objects of their own."""

    name: str
    kind: TableKind
    columns: tuple[Column, ...]
    primary_key: tuple[str, ...]
    primary_key_name: str
    origin: Origin
    entity: str = ""
    group: str = ""
    purpose: str = ""
    normal_form: str = ""
    uniques: tuple[UniqueConstraint, ...] = ()
    checks: tuple[Check, ...] = ()
    partitioning: Partitioning | None = None

    def column(self, name: str) -> Column | None:
        """The column of that name, None where there is none."""
        return next((c for c in self.columns if c.name == name), None)

    @property
    def row_key(self) -> tuple[str, ...]:
        """The columns by which a row is known: the primary key, without a column that is there for the partitions only."""
        added = self.partitioning.column if self.partitioning is not None and self.partitioning.widens_key else ""
        return tuple(c for c in self.primary_key if c != added)


@dataclass(frozen=True, slots=True, kw_only=True)
class EnumType:
    """CREATE TYPE ... AS ENUM; `used_by` are (table, column) pairs."""

    name: str
    values: tuple[str, ...]
    origin: Origin
    used_by: tuple[tuple[str, str], ...] = ()


class DeleteAction(StrEnum):
    """ON DELETE."""

    RESTRICT = "RESTRICT"
    CASCADE = "CASCADE"
    SET_NULL = "SET NULL"
    NO_ACTION = "NO ACTION"


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeignKey:
    """A foreign key of `table`. `element` is the reference or link behind it; `reason` says why this ON DELETE."""

    name: str
    table: str
    columns: tuple[str, ...]
    target: str
    target_columns: tuple[str, ...]
    on_delete: DeleteAction
    origin: Origin
    element: str = ""
    reason: str = ""
    deferred: bool = False
    cascade_updates: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexKey:
    """A key part of an index: a column (a Path of one step) or an expression."""

    expression: Expression
    descending: bool = False
    operator_class: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """An index that backs no constraint. `serves` names what it is for: queries ("Loan.overdue"), foreign keys, rules."""

    name: str
    table: str
    keys: tuple[IndexKey, ...]
    origin: Origin
    method: str = "btree"
    unique: bool = False
    nulls_not_distinct: bool = False
    predicate: Expression | None = None
    include: tuple[str, ...] = ()
    serves: tuple[str, ...] = ()
    purpose: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TouchUpdatedAt:
    """A trigger function that sets `column` to now when the row changed; shared by all tables."""

    name: str
    column: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordAudit:
    """A trigger function that writes old and new row as jsonb into `audit_table`, without the columns in its arguments.

    The actor comes from the session setting `setting`. The trigger's arguments are: primary key columns joined by
    ",", then the secret columns joined by ",".
    """

    name: str
    audit_table: str
    setting: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RefuseChange:
    """A trigger function that refuses what it is called for; `rows` says why, after "rows of loans"."""

    name: str
    rows: str = "are only ever added"


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckTransition:
    """A trigger function that refuses changes of state outside `moves`, and creation outside `start` if given."""

    name: str
    table: str
    column: str
    moves: tuple[tuple[str, str], ...]
    start: tuple[str, ...]
    constraint: str
    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepImmutable:
    """A trigger function that refuses to change `columns` (`once`: unless they were NULL before)."""

    name: str
    table: str
    columns: tuple[str, ...]
    once: tuple[str, ...]
    constraint: str
    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class CascadeSoftDelete:
    """A trigger function that soft-deletes (and restores) the parts of a row with it; (child table, fk column) pairs."""

    name: str
    table: str
    column: str
    children: tuple[tuple[str, str], ...]
    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class CountVersion:
    """A trigger function for optimistic locking: an UPDATE that states another version is refused with 40001."""

    name: str
    column: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TouchGuard:
    """The function `name(scope text, key text) returns bigint` that writes a row of the guards table `table`.

    Whoever calls it for the same scope and key waits for the other transaction (READ COMMITTED) or ends with 40001
    (REPEATABLE READ): INSERT ... ON CONFLICT DO UPDATE SET version = version + 1 RETURNING version. STRICT: an unset
    key touches nothing. One that `counts` gives the next number with every call; the other writes a row once in a
    transaction, as a row that was written a thousand times takes long to find.
    """

    name: str
    table: str
    counts: bool = False


# The steps of rule functions. Conditions and values are over (alias, column) paths.


@dataclass(frozen=True, slots=True, kw_only=True)
class Lock:
    """Keeps the rows of `table`, called `alias`, that satisfy `where` as they are until commit: FOR SHARE."""

    table: str
    alias: str
    where: Expression


@dataclass(frozen=True, slots=True, kw_only=True)
class Touch:
    """Writes the guard row of `scope` and the value `key`, as text; nothing where the key is unset."""

    scope: str
    key: Expression


@dataclass(frozen=True, slots=True, kw_only=True)
class TouchEach:
    """Writes the guard rows of `scope` for every value of `key` over the rows selected, each once, in their order."""

    scope: str
    table: str
    alias: str
    key: Expression
    joins: tuple[Join, ...] = ()
    where: Expression | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Require:
    """Refuses with `message` unless `condition` holds; an unknown condition passes where `unknown_passes`.

    `%` in `message` stands for one of `values`; the constraint name is that of the function.
    """

    condition: Expression
    message: str
    unknown_passes: bool
    values: tuple[Expression, ...] = ()
    column: str = ""
    sqlstate: str = "23514"


@dataclass(frozen=True, slots=True, kw_only=True)
class Assign:
    """`NEW.column := value`."""

    column: str
    value: Expression


@dataclass(frozen=True, slots=True, kw_only=True)
class InsertRow:
    """INSERT of one row: (column, value) pairs."""

    table: str
    values: tuple[tuple[str, Expression], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdateRows:
    """UPDATE of the rows of `table`, called `alias`, that satisfy `where`."""

    table: str
    alias: str
    values: tuple[tuple[str, Expression], ...]
    where: Expression


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """`then` where `condition` holds; with `operations` (INSERT, UPDATE, DELETE), only for these."""

    then: tuple[Step, ...]
    condition: Expression | None = None
    operations: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ForEach:
    """`body` for each row of `table`, called `alias`, that satisfies `where`, in the order of its primary key."""

    table: str
    alias: str
    where: Expression | None
    body: tuple[Step, ...]


Step: TypeAlias = Lock | Touch | TouchEach | Require | Assign | InsertRow | UpdateRows | When | ForEach


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleFunction:
    """A trigger function of one rule. BEFORE functions return the row, AFTER functions nothing.

    It reads and writes with the rights of its owner (SECURITY DEFINER), so that it sees all rows whoever acts.
    `constraint` is the name that its refusals carry, `says` the rule in words, for COMMENT ON.
    """

    name: str
    table: str
    timing: str
    body: tuple[Step, ...]
    origin: Origin
    constraint: str = ""
    says: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpireRows:
    """The function `name() returns bigint` of a job: rows in state `source` for which `condition` holds get `target`.

    It moves at most `batch` rows and returns how many these were; rows that others hold are skipped (FOR NO KEY UPDATE
    SKIP LOCKED). `condition` is over the alias "t".
    """

    name: str
    table: str
    column: str
    source: str
    target: str
    condition: Expression
    origin: Origin
    says: str = ""
    batch: int = BATCH


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckTree:
    """A BEFORE trigger function that walks up along `parent` from the row, FOR SHARE, and refuses to meet it again.

    `key` is the primary key, which `parent` holds. It gives up, and refuses, after MAX_LEVELS rows.
    """

    name: str
    table: str
    key: str
    parent: str
    constraint: str
    origin: Origin
    says: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RetainRows:
    """The function `name() returns bigint` of a job: it ends the rows for which `condition`, over the alias "t", holds.

    They are deleted, and with an `archive` kept in that table, which has the columns by the same names; or, with columns
    that are `cleared`, they stay without these values. It ends at most `batch` rows and returns how many these were;
    rows that others hold are skipped.
    """

    name: str
    table: str
    condition: Expression
    origin: Origin
    archive: str = ""
    cleared: tuple[str, ...] = ()
    says: str = ""
    batch: int = BATCH


@dataclass(frozen=True, slots=True, kw_only=True)
class MakePartitions:
    """The function `name() returns bigint` of a job: it makes partitions of `table` and returns how many these were.

    They are those of now and of the intervals ahead, and those to which rows in the default partition belong, which
    are moved there. It may be called again at any time.
    """

    name: str
    table: str
    origin: Origin
    says: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DropPartitions:
    """The function `name() returns bigint` of a job: it drops the partitions of `table` whose time is over.

    These are the ones that end `amount` `unit` ago or earlier. With an `archive` their rows are kept in that table, which
    has the columns by the same names. It returns how many rows were ended.
    """

    name: str
    table: str
    amount: int
    unit: str
    origin: Origin
    archive: str = ""
    says: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SeesRow:
    """The function `name(r table) returns boolean`, STABLE SECURITY DEFINER: whether the actor may see a row.

    `condition` is over the alias "r". Without an actor every row is seen; `setting` names the actor.
    """

    name: str
    table: str
    condition: Expression
    setting: str
    origin: Origin
    says: str = ""


Function: TypeAlias = (
    TouchUpdatedAt
    | RecordAudit
    | RefuseChange
    | CheckTransition
    | KeepImmutable
    | CascadeSoftDelete
    | CountVersion
    | TouchGuard
    | RuleFunction
    | ExpireRows
    | RetainRows
    | MakePartitions
    | DropPartitions
    | CheckTree
    | SeesRow
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RowSecurity:
    """ENABLE ROW LEVEL SECURITY on `table`: SELECT by the SeesRow `function` (policy `name`), other commands free."""

    name: str
    table: str
    function: str
    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class Trigger:
    """A trigger. `timing` is BEFORE or AFTER, `events` of INSERT, UPDATE, DELETE, TRUNCATE. Names give the order.

    `when_changed` are the columns of which at least one must differ for an UPDATE trigger to fire; `when` is a further
    condition over (NEW, column) and (OLD, column). A `deferred` one is a constraint trigger that fires at commit.
    """

    name: str
    table: str
    timing: str
    events: tuple[str, ...]
    function: str
    origin: Origin
    arguments: tuple[str, ...] = ()
    when_changed: tuple[str, ...] = ()
    for_each: str = "ROW"
    purpose: str = ""
    when: Expression | None = None
    deferred: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewColumn:
    """A column of a view: an expression over (alias, column) paths."""

    name: str
    expression: Expression


@dataclass(frozen=True, slots=True, kw_only=True)
class Materialization:
    """What makes a view one that holds its rows: no two of them agree in all columns of `key`, unset values included.

    The unique index `index` over the key is what REFRESH ... CONCURRENTLY tells the rows apart by. `job` does that.
    """

    key: tuple[str, ...]
    index: str
    job: str


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A view over `table` with `alias`; grouped by its first `group_by` columns where that is more than 0.

    It reads with the rights of its owner, all rows: `sees` names the SeesRow function that leaves out the rows of
    `table` which the actor may not see ("" where all see all). `element` is the query behind it ("Loan.per_day", ""
    for none), `fresh` how old its rows may be, as written, `plain` why it is not materialized though they may be old.
    """

    name: str
    table: str
    alias: str
    columns: tuple[ViewColumn, ...]
    origin: Origin
    joins: tuple[Join, ...] = ()
    where: Expression | None = None
    group_by: int = 0
    purpose: str = ""
    sees: str = ""
    element: str = ""
    fresh: str = ""
    plain: str = ""
    materialized: Materialization | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SeedRow:
    """A row of V002: (column, value) pairs. `conflict` are the columns of the key by which it is known to exist."""

    table: str
    values: tuple[tuple[str, Expression], ...]
    conflict: tuple[str, ...]
    origin: Origin


class Form(StrEnum):
    """The forms of rules, as the model language has them."""

    REQUIRED = "required"
    NOT_BLANK = "not blank"
    VALUES = "values"  # of a closed list
    CHECK = "check"  # the comparison, pattern or range of an attribute
    ALWAYS = "always"
    UNIQUE = "unique"
    BOUND = "bound"  # at_most, at_least
    EACH_HAS = "each_has"
    MANY = "many"  # number of values of a many-valued attribute
    NO_OVERLAP = "no_overlap"
    GUARD = "before"
    EFFECT = "after"
    EQUALS = "equals"
    COMPUTED = "computed"
    SNAPSHOT = "snapshot"
    DEFAULT = "default"
    NUMBERED = "numbered"
    GENERATED = "generated"
    IMMUTABLE = "immutable"
    SET_ONCE = "set once"
    START = "start"
    MOVES = "moves"
    REQUIRES = "requires"
    STAMPS = "stamps"
    FROZEN = "frozen"
    EXPIRES = "expires"
    TREE = "tree"
    KINDS = "kinds"
    REFERENCE = "reference"  # and what becomes of it when the row pointed to is deleted
    APPEND_ONLY = "append_only"
    AUDITED = "audited"
    OPTIMISTIC = "optimistic"
    SOFT_DELETE = "soft deletion"
    NEVER_DELETED = "never deleted"
    VISIBLE = "visible"
    RETENTION = "retention"


@dataclass(frozen=True, slots=True, kw_only=True)
class Enforcement:
    """How a rule, constraint or lifecycle of the conceptual model is kept: by which objects, or why by none.

    `element` is "Entity.rule", "Entity.attribute" or "Entity"; `what` says the rule in words. `form` says what kind of
    rule it is, by which it is proven; `detail` which part of the element ("SENT" of what a lifecycle requires).
    `objects` are all that keep it: without them the rule does not hold. `constraint` is the name, `sqlstate` the code
    with which a violation is refused ("" where nothing is refused).
    """

    element: str
    what: str
    objects: tuple[str, ...]
    origin: Origin
    reason: str = ""
    form: Form | None = None
    detail: tuple[str, ...] = ()
    constraint: str = ""
    sqlstate: str = ""


class Matching(StrEnum):
    """How a query compares what it is given."""

    EQUAL = "equal"
    RANGE = "range"  # from a lower value, below an upper one
    CONTAINS = "contains"  # anywhere in a text, ignoring case
    PREFIX = "prefix"  # at the beginning of a text
    WORDS = "words"  # full text
    OVERLAP = "overlap"  # of a period, or of its start and its end, with a period given
    NEAREST = "nearest"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """What a query is given: `name` as the model has it ("member.email"), compared with `values`.

    These are over (alias, column) paths: one, or the start and the end of a period, or the texts whose words are searched
    (with `weights`, by the rules of `language`). `optional` ones may be left out. With `among` the value is one of several
    rows: there is a row along these joins for which the comparison holds.
    """

    name: str
    matching: Matching
    values: tuple[Expression, ...]
    optional: bool = False
    among: tuple[Join, ...] = ()
    weights: tuple[int, ...] = ()
    language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PatternSort:
    """A sort key of an access pattern, over (alias, column) paths."""

    value: Expression
    descending: bool = False


class PatternKind(StrEnum):
    """Who asks."""

    QUERY = "query"
    REPORT = "report"
    CHILDREN = "children"  # the rows that point to a row: following a reference back, deleting the row pointed to
    KEY = "key"  # looking up by what is unique; following a reference
    HISTORY = "history"  # the changes of a row out of a log
    JOB = "job"
    RULE = "rule"


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessPattern:
    """A query over tables: rows of `table`, called `alias`, with `joins`, for which all of `parameters` and `where` hold.

    `searched` share one text given, of which one has to match. `given` are (alias, table) pairs of rows at hand whose
    columns `where` names. A report works out `aggregates` for each of `by`; its `by` may be empty. `page` is "cursor",
    "offset" or "", `limit` the rows of a page, `maximum` the most that may be asked for. `rate` and `fresh` are as
    written. `left_out` says what of the query has no place in the tables.
    """

    kind: PatternKind
    table: str
    alias: str
    joins: tuple[Join, ...] = ()
    parameters: tuple[Parameter, ...] = ()
    searched: tuple[Parameter, ...] = ()
    where: Expression | None = None
    given: tuple[tuple[str, str], ...] = ()
    sort: tuple[PatternSort, ...] = ()
    page: str = ""
    limit: int | None = None
    maximum: int | None = None
    aggregates: tuple[Expression, ...] = ()
    by: tuple[Expression, ...] = ()
    rate: str = ""
    fresh: str = ""
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """How an access pattern is served: by which indexes (primary keys and uniques included), or why by none.

    `query` is "Entity.query", or for a pattern that nobody has to write the foreign key, key, or function behind it.
    """

    query: str
    what: str
    indexes: tuple[str, ...]
    origin: Origin
    reason: str = ""
    pattern: AccessPattern | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexVolume:
    """Bytes that an index takes a row, page overhead and free space included. Keys and constraints have theirs, too."""

    index: str
    row_bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TableVolume:
    """How many rows a table holds at the start (`rows`) and after so many years, and the bytes a row takes.

    `after` are (years, rows). `stated`: the numbers are in the documents, or follow from such numbers along
    relationships; else they are assumed. `says` tells how the number came about, `years_kept` how long rows stay
    (None: for ever), `whole` why a table as large as this has no partitions ("" for others).
    """

    table: str
    rows: int
    after: tuple[tuple[int, int], ...]
    row_bytes: int
    origin: Origin
    indexes: tuple[IndexVolume, ...] = ()
    stated: bool = False
    says: str = ""
    years_kept: float | None = None
    whole: str = ""


class Schedule(StrEnum):
    """How often a job runs."""

    MINUTES = "every 5 minutes"
    HALF_HOURLY = "every 30 minutes"
    HOURLY = "hourly"
    SIX_HOURLY = "every 6 hours"
    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What a scheduler does again and again, written to `jobs/<file>`, never among the migrations.

    `function` is the function without arguments that it calls ("" for none), one transaction a call; with `batched`, a
    call does at most `batched` rows and tells how many these were, and is repeated until that is 0. `view` is a
    materialized view that it refreshes instead. `says` tells what the job does, `element` the concept behind it.
    """

    name: str
    file: str
    schedule: Schedule
    says: str
    origin: Origin
    table: str = ""
    function: str = ""
    view: str = ""
    batched: int = 0
    element: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PhysicalModel:
    """The whole database. `postgres` is the major version it is written for, `timezone` that of `today` and `date(x)`."""

    schema: str
    postgres: int
    timezone: str = "UTC"
    extensions: tuple[str, ...] = ()
    enums: tuple[EnumType, ...] = ()
    tables: tuple[Table, ...] = ()
    foreign_keys: tuple[ForeignKey, ...] = ()
    indexes: tuple[Index, ...] = ()
    functions: tuple[Function, ...] = ()
    triggers: tuple[Trigger, ...] = ()
    views: tuple[View, ...] = ()
    seed: tuple[SeedRow, ...] = ()
    exclusions: tuple[Exclusion, ...] = ()
    sequences: tuple[Sequence, ...] = ()
    row_security: tuple[RowSecurity, ...] = ()
    enforcements: tuple[Enforcement, ...] = ()
    services: tuple[Service, ...] = ()
    implied: tuple[Service, ...] = ()
    volumes: tuple[TableVolume, ...] = ()
    jobs: tuple[Job, ...] = ()

    def table(self, name: str) -> Table | None:
        """The table of that name, None where there is none."""
        return next((t for t in self.tables if t.name == name), None)

    def of_entity(self, entity: str) -> Table | None:
        """The table that holds the rows of an entity type, None where there is none."""
        return next((t for t in self.tables if t.entity == entity and t.kind != TableKind.MULTIVALUED), None)
