"""Enumerations with a lead: "for each tank, record:" before list items, "the following tank data: name, size"."""

from __future__ import annotations

import re

from database_designer.discover.findings import HINT, LIKELY, Findings, RelationFinding, combine
from database_designer.discover.items import Item, split_items
from database_designer.discover.language.lexicon import EMPTY_ADJECTIVES, SYSTEM_NOUNS
from database_designer.discover.names import Noun, singular, words
from database_designer.discover.properties.colons import read_colon
from database_designer.discover.properties.telling import is_telling
from database_designer.discover.properties.told import Told, findings_of
from database_designer.discover.prose import Line
from database_designer.discover.semantic_types import infer
from database_designer.model.conceptual import Kind

_DATA = r"(?:data|information|info|details?|fields?|attributes?|properties|particulars|metadata|columns|values)"
_OWNER = r"(?P<owner>[A-Za-z][\w'’-]{0,40}(?: [A-Za-z][\w'’-]{0,40}){0,3}?)"
_KEEP = r"(?:stor|record|captur|sav|kept|keep|not|track|known|regist|maintain|archiv|collect|specifi|document|requir|log)\w*"
_AUX = r"(?:(?:must|shall|should|will|can|may|needs? to|has to|have to|is to)\s+)?(?:also\s+|always\s+|at minimum\s+)?"
_HAVING = r"(?:ha(?:s|ve)|includes?|contains?|consists? of|comprises?|holds?|is described by|is characteri[sz]ed by|is identified by|are identified by|is defined by|be identified by)"

# Leads of lists, and sentences whose tail after the colon is the list. The first that matches speaks.
_LEADS = tuple(
    re.compile(p, re.IGNORECASE)
    for p in (
        rf"\bfollowing\s+{_DATA}\s+(?:\w+\s+){{1,4}}?(?:of|about|for|on|per)\s+(?:each|every|an?|the|all)\s+{_OWNER}\s*:",
        rf"\b(?:following|these|this|required|mandatory|basic|optional)\s+{_OWNER}\s+{_DATA}\b",
        rf"^(?!.*\b(?:show|display|return|calculat|view|report|print|export)\w*\b).*\bfor\s+(?:each|every|an?|all|the)\s+{_OWNER}\s*(?:,|:|\bthe\b|\bit\b|\bwe\b|\bthis\b|\bone\b)",
        rf"\b{_DATA}\s+(?:of|about|for|on|per)\s+(?:(?:each|every|an?|the|all)\s+)?{_OWNER}\s*(?:(?:is|are|must|shall|should|will|can|needs?|has|have)\b.*)?(?:[:.,]|$)",
        rf"^(?:(?:each|every|an?|all|the)\s+)?{_OWNER}\s+{_AUX}{_HAVING}\s*(?:(?:at least|at minimum)\s*)?(?:[\w\s]{{0,30}}\b(?:following|these|{_DATA})\b[^:]*)?:?$",
        rf"\b(?:the|an?|each|every|all)\s+{_OWNER}\s+(?:with|including|containing)\s+(?:the\s+)?(?:following|these)?\s*{_DATA}\b",
        rf"\b(?:an?|each|every)\s+{_OWNER}\s+with\s*:$",
        rf"\b{_OWNER}\s+(?:with|including|containing)\s+(?:the\s+)?(?:following|these)?\s*{_DATA}\b",
        rf"^(?:the\s+)?{_OWNER}\s+(?:{_DATA})\s*(?:\(.*\))?\s*:?$",
    )
)
_OF_WHOLE = re.compile(
    rf"\b(?:{_KEEP}|record|store|note|keep|enter)\s+(?:the\s+)?{_OWNER}\s+of\s+(?:each|every|an?|the)\s+(?P<whole>[A-Za-z][\w-]*(?:\s[A-Za-z][\w-]*)?)\s*(?::|,?\s+with)\s+(?P<list>[^.;]+)",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r"\b(?:so that|in order to|which is|before|when|unless|because|until|whenever|by clicking)\b.*$", re.IGNORECASE
)
_LISTING = re.compile(rf"\b(?:following|includes?|with|required|optional)\b.*\b{_DATA}\b", re.IGNORECASE)
# What a program generates or prints shows what is kept elsewhere: its lines are no properties of what it is made for.
_MADE = re.compile(
    r"\b(?:generat|print|export|produc|render)\w*\s+(?:an?|the|each|its)\s+(?:[\w-]+\s+){1,4}?(?:that|which|with|includ\w*|contain\w*|show\w*)\b",
    re.IGNORECASE,
)
_NO_OWNERS = SYSTEM_NOUNS | frozenset(
    "it they this that following which there he she we i you one actor data information field detail form page".split()
)
# What is listed of these are their values.
_WITH_VALUES = frozenset("status state type role value".split())
_NEVER = frozenset("the a an and be must can is are".split()) | frozenset(
    "with no without by from to in on at as if all only not any for of such than then so when where which who".split()
)
_ARTICLES = frozenset("the a an each every its their of for".split())
_MIN_PARTS = 2
_MAX_ITEMS = 6
_MAX_OWNER = 3


def read_led(line: Line) -> Findings | None:
    """The findings of a statement that is a list item under a lead, or has its list after a colon; None for others."""
    statement = line.statement
    if statement.depth and statement.lead:
        if _MADE.search(statement.lead):
            return Findings()
        owner = _lead_owner(statement.lead, line)
        if owner:
            return _from_item(line, owner, LIKELY)
        if line.topics and _LISTING.search(statement.lead):
            return _from_item(line, line.topics[0], HINT)
    of_whole = _of_whole(line)
    if of_whole is not None:
        return of_whole
    head, colon, tail = statement.text.partition(":")
    if colon and len(tail) > 3 and not statement.label:
        owner = _lead_owner(f"{head}:", line)
        told = Told(owners=(owner,), items=_items(owner, tail), bare=True)
        found = findings_of(line, told) if owner else Findings()
        if found.attributes:
            return found
    return read_colon(line)


def _lead_owner(lead: str, line: Line) -> Noun:
    for pattern in _LEADS:
        match = pattern.search(lead)
        if match:
            owner = _clean_owner(match["owner"])
            if owner and (line.may_be_noun(words(match["owner"])[-1])):
                return owner
    return ()


def _clean_owner(text: str) -> Noun:
    parts = list(words(text))
    while parts and (parts[0] in EMPTY_ADJECTIVES or parts[0] in _ARTICLES):
        parts.pop(0)
    if not parts or len(parts) > _MAX_OWNER:
        return ()
    name = (*parts[:-1], singular(parts[-1]))
    if len(name[-1]) < 2 or set(name) & _NEVER:
        return ()
    if name[-1] in _WITH_VALUES or (name[-1] in _NO_OWNERS and (len(name) == 1 or name[-1] in SYSTEM_NOUNS)):
        return ()
    return name


def _from_item(line: Line, owner: Noun, weight: float) -> Findings:
    statement = line.statement
    text, label = statement.text, statement.label
    name_part, note = _cut_note(text)
    if label:
        name_part, note = label, text[len(label) :].strip(" :–—-") if text.startswith(label) else text
    items = split_items(name_part)
    if not items or len(items) > _MAX_ITEMS:
        return Findings()
    noted = tuple(i if len(items) > 1 else _with_note(i, note) for i in items)
    return findings_of(line, Told(owners=(owner,), items=noted, weight=weight))


def _cut_note(text: str) -> tuple[str, str]:
    """As in "Name - the legal name" and "Name: text" and "Name (unique)" as name and note."""
    match = re.match(r"^(?P<name>[^:–—(]{2,60}?)\s*(?:[:–—]|\s-\s)\s*(?P<note>.+)$", text)
    return (match["name"], match["note"]) if match else (text, "")


def _with_note(item: Item, note: str) -> Item:
    if not note:
        return item
    stated = f"{item.text} {note}"
    optional = re.search(r"\boptional\b", stated, re.IGNORECASE)
    required = re.search(r"\b(?:required|mandatory)\b", stated, re.IGNORECASE)
    return Item(
        name=item.name,
        note=f"{item.note} {note}".strip(),
        text=stated,
        many=item.many,
        plural=item.plural,
        required=False if optional else (True if required else item.required),
        unique=item.unique or bool(re.search(r"\bunique\b(?!\s+(?:within|in|per|for|by)\b)", stated, re.IGNORECASE)),
        type=item.type,
    )


def _of_whole(line: Line) -> Findings | None:
    """As in "record the equipment of each room: a number, a description": a part of each room with its properties."""
    match = _OF_WHOLE.search(line.statement.text)
    if match is None:
        return None
    owner, whole = _clean_owner(match["owner"]), _clean_owner(match["whole"])
    if not owner or not whole or owner == whole or infer(owner).kind != Kind.TEXT or is_telling(owner):
        return None
    found = findings_of(line, Told(owners=(owner,), items=_items(owner, match["list"])))
    if len(found.attributes) < _MIN_PARTS:
        return None
    relation = RelationFinding(
        source=whole, target=owner, evidence=line.statement.evidence, weight=LIKELY, target_many=True, source_high=1,
        source_low=1, source_many=False, verb="of each",
    )  # fmt: skip
    return combine((found, Findings(relations=(relation,))))


def _items(owner: Noun, listed: str) -> tuple[Item, ...]:
    items = split_items(_TAIL.sub("", listed.split(";", maxsplit=1)[0]))
    return tuple(i for i in items if i.name != owner)
