"""An index as it is planned, before it has a name and SQL."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum

from database_designer.indexing.access import Access, Condition, Match, Term
from database_designer.indexing.facts import TableFacts


class Method(StrEnum):
    """The access methods that are designed with."""

    BTREE = "btree"
    GIN = "gin"
    GIST = "gist"
    BRIN = "brin"


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """A key part of an index."""

    term: Term
    descending: bool = False
    operator_class: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexPlan:
    """An index on `table`. `predicate` are the fixed conditions to whose rows it is restricted, in a settled order.

    `name` is that of one that is there already ("" for a planned one); `unique` ones hold each key once.
    """

    table: str
    keys: tuple[Key, ...]
    method: Method = Method.BTREE
    predicate: tuple[Condition, ...] = ()
    include: tuple[str, ...] = ()
    unique: bool = False
    name: str = field(default="")

    @property
    def columns(self) -> frozenset[str]:
        """The columns whose values can be read from the index."""
        return frozenset(k.term.text for k in self.keys if k.term.is_column) | frozenset(self.include)

    @property
    def restricted_to(self) -> frozenset[str]:
        """The texts of the predicate's conditions."""
        return frozenset(c.fixed for c in self.predicate)

    def fraction(self) -> float:
        """The part of the table's rows that the index holds."""
        held = 1.0
        for condition in self.predicate:
            held *= condition.fraction
        return held

    def fraction_written(self) -> float:
        """The part of the rows that are entered when they are inserted.

        Rows begin in many of the states that indexes are restricted to: unset what is set later, false what becomes true,
        waiting what is worked off. Of a state by name that is not known, so half of them are taken to.
        """
        entered = 1.0
        for condition in self.predicate:
            first = condition.match is Match.UNSET or condition.fixed.startswith("NOT ")
            entered *= (
                1.0 if first else max(condition.fraction, 0.5) if condition.match is Match.EQUAL else condition.fraction
            )
        return entered

    def touches(self, changed: frozenset[str]) -> bool:
        """Whether a change of these columns has to be written to the index."""
        own = {c for k in self.keys for c in k.term.columns} | set(self.include)
        own |= {c for p in self.predicate for c in p.term.columns}
        return bool(own & changed)

    def holds_all_of(self, access: Access) -> bool:
        """Whether each row that the access looks for is in the index."""
        return self.restricted_to <= access.fixed.keys()


def merged(wide: IndexPlan, narrow: IndexPlan, table: TableFacts) -> IndexPlan | None:
    """One b-tree for what two serve, where the keys of one begin with those of the other; None where they do not.

    It holds the rows that both hold; a condition to which one of them was restricted is checked on an included column.
    """
    if wide.method is not Method.BTREE or narrow.method is not Method.BTREE or wide.unique or narrow.unique:
        return None
    beginning = wide.keys[: len(narrow.keys)]
    if [(k.term, k.operator_class) for k in beginning] != [(k.term, k.operator_class) for k in narrow.keys]:
        return None
    shared = tuple(c for c in wide.predicate if c.fixed in narrow.restricted_to)
    dropped = [c for i in (wide, narrow) for c in i.predicate if c.fixed not in {s.fixed for s in shared}]
    checked = [c for d in dropped if d.match is not Match.OTHER for c in d.term.columns]
    own = {k.term.text for k in wide.keys if k.term.is_column}
    wanted = dict.fromkeys((*wide.include, *narrow.include, *checked))
    include = tuple(c for c in wanted if c not in own and table.columns[c].bounded)
    return replace(wide, predicate=shared, include=include)
