"""Which words can name a property of a thing: "due date" can, "provided data", "prevent deletion" and "sort by" cannot."""

from __future__ import annotations

from database_designer.discover.language.lexicon import HEADING_VERBS
from database_designer.discover.names import Noun
from database_designer.discover.semantic_types import infer
from database_designer.model.conceptual import Kind

# Words that say by themselves that a property is meant, whatever stands before them.
PROPERTY_WORDS = frozenset(
    """name title description code number type status note notes comment bio reason category method label text gender
    role state currency unit barcode specialization language color colour priority""".split()
)
# How a list is asked for: properties of the question, not of the rows.
PAGING = frozenset(
    """page size limit offset cursor per_page page_size page_number page_index sort sort_by sort_dir sort_order
    sort_direction order_by direction q query search keyword search_term filter""".split()
)
_NOTHING = frozenset(
    """system data information info detail details field fields screen form record list item items search result
    results criteria criterion access permission account property attribute object entry way use order when this that
    these those it them same following count filter pagination change modification
    alteration deletion""".split()
)
_EMPTY_ENDS = frozenset(
    "system data field fields screen form criteria criterion enter button filter filters error errors".split()
)
_INSIDE = frozenset("a an the your my our his her their its you we they who which".split())
_BEGINNINGS = frozenset(
    """the a an of in on at by for with without and or if when while which who that this what how my your his her its
    their our have are was were be been not no it only also""".split()
)
_ENDS = frozenset(
    "the a an for with without and or if when while which who that this what how not no it only is".split()
)
# Acts in the form of a noun: no names of properties.
GERUNDS = frozenset(
    "typing pressing clicking entering selecting choosing using scanning adding creating copying making doing".split()
)
_PARTICIPLES = frozenset(
    """provided selected displayed entered submitted given required received matching filtered requested appropriate
    relevant necessary correct valid corresponding main basic""".split()
)
# Verbs of users and programs that do not begin the name of a property.
ACTS = (HEADING_VERBS | frozenset("prevent ensure allow enable select enter validate verify defines tracks".split())) - {
    "record", "order", "issue", "book", "contact", "set", "start", "open", "log", "process", "review", "schedule",
    "post", "list", "display", "change", "export", "import", "search", "close", "handle", "stop", "complete",
}  # fmt: skip


def is_name_of_property(name: Noun) -> bool:
    """Whether the words can name what is kept of a thing: no act, no clause, no word for data in general."""
    if not name or (len(name) == 1 and name[0] in _NOTHING) or name[-1] in _EMPTY_ENDS | _ENDS:
        return False
    if name[0] in _BEGINNINGS | GERUNDS or name[-1].endswith("ally") or _INSIDE & set(name):
        return False
    return not (name[0] in _PARTICIPLES and name[-1] in _NOTHING) and not is_act(name)


def is_act(name: Noun) -> bool:
    """Whether the words tell of doing something ("assign manager", "prevent deletion") rather than of what is so."""
    if len(name) < 2:
        return False
    plain = infer(name).kind in (Kind.TEXT, Kind.FILE, Kind.JSON) and name[-1] not in PROPERTY_WORDS
    return name[0] in ACTS and plain
