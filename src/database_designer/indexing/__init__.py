"""Which indexes a set of accesses to tables deserves: neutral of where the accesses come from."""

from database_designer.indexing.access import Access, Condition, Match, SortKey, Term
from database_designer.indexing.choose import choose
from database_designer.indexing.facts import ColumnFacts, ReferenceFacts, TableFacts
from database_designer.indexing.plan import IndexPlan, Key, Method
from database_designer.indexing.search import Choice

__all__ = [
    "Access",
    "Choice",
    "ColumnFacts",
    "Condition",
    "IndexPlan",
    "Key",
    "Match",
    "Method",
    "ReferenceFacts",
    "SortKey",
    "TableFacts",
    "Term",
    "choose",
]
