"""Which nouns name a property by themselves, whatever thing they are said of."""

from __future__ import annotations

from database_designer.discover.language.lexicon import SOFTWARE_NOUNS
from database_designer.discover.names import Noun
from database_designer.discover.semantic_types import infer
from database_designer.discover.units import UNIT_NOUNS
from database_designer.model.conceptual import Kind

DATA_NOUNS = frozenset("data information info detail field attribute property particular metadata record".split())
_PROPERTIES = frozenset(
    """name title description code number type status note comment bio biography reason category method label text gender role state
    currency unit barcode language color colour priority id identifier username password surname forename nickname
    address street zip postcode birthplace nationality summary abstract keyword remark version abbreviation
    designation dimension unit format pin duration deadline frequency voltage power pressure threshold limit
    signature salutation initial occupation profession field area extension isbn brand make model license licence
    serial content rating grade mark weight height size level position length capacity mileage comment time value rank sum
    day hour weekday fee share diameter thickness""".split()
)
_PAPERS = frozenset("licence license certificate signature comment note summary content".split())
_ROWS = frozenset("entry item line account".split())
_STATED = frozenset("has is number total average minimum maximum".split())


def is_telling(name: Noun) -> bool:
    """Whether the noun is by its name a property: an amount, a date, a name, the answer to "whether"."""
    if not name:
        return False
    if name[-1] in _PROPERTIES or name[-1] in UNIT_NOUNS or (len(name) > 1 and name[0] in _STATED):
        return True
    return infer(name).kind not in (Kind.TEXT, Kind.FILE)


def is_document(name: Noun) -> bool:
    """Whether the noun, a property where it stands alone, is with what stands before it a paper of its own ("fishing licence")."""
    return len(name) > 1 and name[-1] in _PAPERS


def is_screen_word(name: Noun) -> bool:
    """Whether the noun is one of software that is no property ("button", "page")."""
    row = len(name) > 1 and name[-1] in _ROWS
    return name[-1] in SOFTWARE_NOUNS and not row and not is_telling(name)
