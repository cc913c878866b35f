"""Properties in running text: "Each X has A and B", "the following X data: A, B", "X (A, B > 0)", "A and B of X are stored"."""

from __future__ import annotations

import re

from database_designer.discover.bounds import read_bounds
from database_designer.discover.findings import (
    HINT,
    LIKELY,
    AttributeFinding,
    EntityFinding,
    Findings,
    RelationFinding,
    combine,
)
from database_designer.discover.items import Item, split_items
from database_designer.discover.language.lexicon import EMPTY_ADJECTIVES, HEADING_VERBS, SYSTEM_NOUNS
from database_designer.discover.names import Noun, singular, words
from database_designer.discover.prose import Line
from database_designer.discover.semantic_types import infer
from database_designer.model.conceptual import Kind

_DATA = r"(?:data|information|info|details?|fields?|attributes?|properties|particulars|metadata|columns|values)"
_OWNER = r"(?P<owner>[A-Za-z][\w'’-]*(?:[ -][A-Za-z][\w'’-]*){0,3}?)"
_KEEP = r"(?:stor|record|captur|sav|kept|keep|not|track|known|regist|maintain|archiv|collect|specifi|document|requir|log)\w*"
_AUX = r"(?:(?:must|shall|should|will|can|may|needs? to|has to|have to|is to)\s+)?(?:also\s+|always\s+|at minimum\s+)?"
_HAVING = r"(?:ha(?:s|ve)|includes?|contains?|consists? of|comprises?|holds?|is described by|is characteri[sz]ed by|is identified by|are identified by|is defined by|be identified by)"

# Leads of lists, and sentences whose tail after the colon is the list. The first that matches speaks.
_LEADS = tuple(
    re.compile(p, re.IGNORECASE)
    for p in (
        rf"\b(?:following|these|this|required|mandatory|basic|optional)\s+{_OWNER}\s+{_DATA}\b",
        rf"\bfor\s+(?:each|every|an?|all|the)\s+{_OWNER}\s*(?:,|:|\bthe\b|\bit\b|\bwe\b|\bthis\b|\bone\b)",
        rf"\b{_DATA}\s+(?:of|about|for|on|per)\s+(?:(?:each|every|an?|the|all)\s+)?{_OWNER}\s*(?:(?:is|are|must|shall|should|will|can)\b.*)?(?:[:.,]|$)",
        rf"^(?:(?:each|every|an?|all|the)\s+)?{_OWNER}\s+{_AUX}{_HAVING}\b",
        rf"\b(?:the|an?|each|every|all)\s+{_OWNER}\s+(?:with|including|containing)\s+(?:the\s+)?(?:following|these)?\s*{_DATA}\b",
        rf"\b(?:an?|each|every)\s+{_OWNER}\s+with\s*:$",
        rf"\b{_OWNER}\s+(?:with|including|containing)\s+(?:the\s+)?(?:following|these)?\s*{_DATA}\b",
        rf"^(?:the\s+)?{_OWNER}\s+(?:{_DATA})\s*(?:\(.*\))?\s*:?$",
    )
)
_HAS = re.compile(
    rf"^(?:(?:each|every|an?|all|the|any)\s+)?{_OWNER}\s+{_AUX}{_HAVING}\s+(?:at minimum:?\s+|at least the following:?\s+|the following:?\s+)?(?P<list>[^.]+)",
    re.IGNORECASE,
)
_WITH = re.compile(
    rf"\b(?:creat|add|regist|stor|record|maintain|manag|submit|sav|defin|post|log|keep|track|enter|database of|list of|catalog(?:ue)? of)\w*\s+(?:(?:an?|the|new|all|their|\w+/\w+)\s+)?{_OWNER}\s+"
    rf"(?:(?:for|of|to)\s+(?:an?|the|each|every)\s+(?P<whole>[a-z][\w-]*)\s+)?(?:with|including|containing|consisting of|by providing|giving)\s+(?:(?:its|their|the|a|an)\s+)?(?:{_DATA}\s+(?:including|such as|like)\s+)?(?P<list>[^.;]+)",
    re.IGNORECASE,
)
_STORED_FOR = re.compile(
    rf"^(?:the\s+)?(?P<list>[^.]+?)\s+(?:is|are|must be|shall be|should be|will be|can be|has to be)\s+(?:also\s+)?{_KEEP}\s+(?:for|about|of)\s+(?:(?:each|every|an?|the|all)\s+)?{_OWNER}\s*(?:[.,;]|$)",
    re.IGNORECASE,
)
_OF_STORED = re.compile(
    rf"^(?:the\s+)?(?P<list>[^.]+?)\s+of\s+(?:each|every|an?|the|all)\s+{_OWNER}\s+(?:is|are|must be|shall be|should be|will be|can be)\s+(?:also\s+)?{_KEEP}",
    re.IGNORECASE,
)
_POSSESSIVE = re.compile(
    rf"\b(?:{_KEEP})\s+(?:(?:the|each|a|an|every)\s+)?{_OWNER}['’]s?\s+(?P<list>[^.;]+)", re.IGNORECASE
)
_STORES_OF = re.compile(
    rf"\b{_KEEP}\s+(?:the\s+)?(?P<list>[a-z][^.;:]{{2,120}}?)\s+(?:of|for)\s+(?:each|every|an?|the|all)\s+{_OWNER}\s*(?:[.;,]|$)",
    re.IGNORECASE,
)
_KNOWN_WHOSE = re.compile(
    rf"\b(?:an?|the|each|several|many|all)\s+{_OWNER}\s*,?\s+whose\s+(?P<list>[^.;]+?)\s+(?:is|are|must be|can be|has to be|have to be)\s+(?:also\s+)?{_KEEP}",
    re.IGNORECASE,
)
_OF_WHOLE = re.compile(
    rf"\b(?:{_KEEP}|record|store|note|keep|enter)\s+(?:the\s+)?{_OWNER}\s+of\s+(?:each|every|an?|the)\s+(?P<whole>[A-Za-z][\w-]*(?:\s[A-Za-z][\w-]*)?)\s*(?::|,?\s+with)\s+(?P<list>[^.;]+)",
    re.IGNORECASE,
)
_BRACKETS = re.compile(r"(?P<owner>[A-Za-z][\w-]*(?:\s[A-Za-z][\w-]*){0,2})\s*\((?P<list>[^()]{5,300})\)")
_TAIL = re.compile(
    r"\b(?:so that|in order to|which is|before|when|unless|because|until|whenever|by clicking)\b.*$", re.IGNORECASE
)
_NO_OWNERS = SYSTEM_NOUNS | frozenset(
    "it they this that following which there he she we i you one actor data information field detail form page".split()
)
_STOP_LAST = frozenset(
    "way case order addition that this it they example following all part access ability option right one".split()
)
_MIN_BRACKET_ITEMS = 2


def read_attribute_lists(lines: tuple[Line, ...]) -> Findings:
    """Findings of all enumerations of properties in the statements."""
    return combine(_line(line) for line in lines)


def _line(line: Line) -> Findings:
    statement = line.statement
    if statement.depth and statement.lead:
        owner = _lead_owner(statement.lead, line)
        if owner:
            return _from_item(line, owner, LIKELY)
        if line.topics and _LISTING.search(statement.lead):
            return _from_item(line, line.topics[0], HINT)
    text = statement.text
    of_whole = _of_whole(line, text)
    if of_whole.attributes:
        return of_whole
    head, colon, tail = text.partition(":")
    if colon and len(tail) > 3:
        owner = _lead_owner(f"{head}:", line)
        if owner and not statement.label:
            return _found(line, owner, tail, LIKELY)
    return _from_sentence(line, text)


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
    while parts and (
        parts[0] in EMPTY_ADJECTIVES or parts[0] in ("the", "a", "an", "each", "every", "its", "their", "of", "for")
    ):
        parts.pop(0)
    if not parts or len(parts) > 3:
        return ()
    name = (*parts[:-1], singular(parts[-1]))
    if len(name[-1]) < 2 or set(name) & _FUNCTION_WORDS or set(name) & _ARTICLES_AND_VERBS:
        return ()
    if name[-1] in _NO_OWNERS and (len(name) == 1 or name[-1] in SYSTEM_NOUNS):
        return ()
    return name


def _from_item(line: Line, owner: Noun, weight: float) -> Findings:
    statement = line.statement
    text = statement.text
    label = statement.label
    name_part, note = (
        (label, text[len(label) :].strip(" :–—-") if text.startswith(label) else text) if label else _cut_note(text)
    )
    items = split_items(name_part)
    if not items or len(items) > 6:
        return Findings()
    return _attributes(line, owner, tuple(i if len(items) > 1 else _with_note(i, note) for i in items), weight)


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
    )


def _of_whole(line: Line, text: str) -> Findings:
    """As in "record the equipment of each room: a number, a description": a part of each room with its properties."""
    match = _OF_WHOLE.search(text)
    if match is None:
        return Findings()
    owner, whole = _clean_owner(match["owner"]), _clean_owner(match["whole"])
    if not owner or not whole or owner == whole or infer(owner).kind != Kind.TEXT or owner[-1] in _PROPERTY_WORDS:
        return Findings()
    found = _found(line, owner, match["list"], LIKELY)
    if len(found.attributes) < _MIN_BRACKET_ITEMS:
        return Findings()
    relation = RelationFinding(
        source=whole, target=owner, evidence=line.statement.evidence, weight=LIKELY, target_many=True, source_high=1,
        source_low=1, source_many=False, verb="of each",
    )  # fmt: skip
    return combine((found, Findings(relations=(relation,))))


def _from_sentence(line: Line, text: str) -> Findings:
    parts: list[Findings] = []
    for pattern in (_STORED_FOR, _OF_STORED, _KNOWN_WHOSE, _WITH, _POSSESSIVE, _STORES_OF, _HAS):
        match = pattern.search(text)
        if match and not (pattern in (_POSSESSIVE, _STORES_OF) and _CLAUSE.search(match["list"])):
            owner = _clean_owner(match["owner"])
            if owner and line.may_be_noun(words(match["owner"])[-1]):
                found = _found(line, owner, match["list"], LIKELY)
                if found.attributes:
                    parts.append(found)
                    break
    return combine((*parts, *(_bracket(line, m) for m in _BRACKETS.finditer(text))))


def _bracket(line: Line, match: re.Match[str]) -> Findings:
    """As in "payment (member, amount > 0, note)": the nouns in brackets are properties if several of them can be."""
    body = match["list"]
    if re.search(r"\be\.g\.|\bi\.e\.|\betc\b|\bor\b|\bvs\b|[A-Z]{4,}|\d{2,}:|→", body):
        return Findings()
    last_words = words(match["owner"])
    owner: Noun = (singular(last_words[-1]),)
    for part in reversed(last_words[:-1]):
        if (
            part in EMPTY_ADJECTIVES
            or part in _NO_OWNERS
            or part in ("a", "an", "the", "of", "with", "and", "or", "by", "for", "to", "in")
        ):
            break
        owner = (part, *owner)
    verbs = {t.lower for t in line.sentence.tokens if t.pos in ("VERB", "AUX", "ADP", "DET")}
    while len(owner) > 1 and owner[0] in verbs:
        owner = owner[1:]
    nouns = {t.lower for t in line.sentence.tokens if t.pos in ("NOUN", "PROPN")}
    items = split_items(body)
    if owner[-1] in _NO_OWNERS or last_words[-1] not in nouns or len(items) < _MIN_BRACKET_ITEMS:
        return Findings()
    if any(i.name[0] in HEADING_VERBS and len(i.name) > 1 for i in items):
        return Findings()
    plausible = [i for i in items if infer(i.name).kind != Kind.TEXT or i.name[-1] in _PROPERTY_WORDS or i.unique]
    if not plausible:
        return Findings()
    return _attributes(line, owner, items, HINT)


_ARTICLES_AND_VERBS = frozenset("the a an and be must can is are".split())
_LISTING = re.compile(rf"\b(?:following|includes?|with|required|optional)\b.*\b{_DATA}\b", re.IGNORECASE)
_FUNCTION_WORDS = frozenset(
    "with no without by from to in on at as if all only not any for of such than then so when where which who".split()
)
_POINTING = frozenset("each every the it there them this that which who whom".split())
_CLAUSE = re.compile(
    r"\b(?:can|must|shall|should|may|will|that|which|who|under|be|is|are|with|for|only)\b", re.IGNORECASE
)
_DOING = frozenset(
    "system actor frontend backend page form button screen application click user-interface following".split()
)
_PROPERTY_WORDS = frozenset(
    """name title description code number type status note notes comment bio reason category method label text gender
    role state currency unit barcode specialization language color colour priority""".split()
)


def _found(line: Line, owner: Noun, listed: str, weight: float) -> Findings:
    items = split_items(_TAIL.sub("", listed.split(";", maxsplit=1)[0]))
    items = tuple(i for i in items if i.name != owner and i.name[-1] not in _STOP_LAST)
    return _attributes(line, owner, items, weight)


def _plausible(item: Item, line: Line) -> bool:
    """Whether the item names a property or a thing, and does not tell of doing something."""
    name = item.name
    if name[0] in _FUNCTION_WORDS or _POINTING & set(name) or len(name[-1]) < 2:
        return False
    if set(name) & _DOING or (len(name) == 1 and name[0] in HEADING_VERBS and line.is_verb(name[0])):
        return False
    telling = infer(name).kind != Kind.TEXT or name[-1] in _PROPERTY_WORDS
    if len(name) > 1 and name[0] in HEADING_VERBS and not telling:
        return False
    return telling or (not any(line.is_verb(w) for w in name) and line.may_be_noun(name[-1]))


def _attributes(line: Line, owner: Noun, items: tuple[Item, ...], weight: float) -> Findings:
    items = tuple(i for i in items if _plausible(i, line))
    if not items:
        return Findings()
    evidence = line.statement.evidence
    entity = EntityFinding(noun=owner, weight=weight, reason="has properties of its own", evidence=evidence)
    found: list[AttributeFinding] = []
    for item in items:
        name = _without_owner(item.name, owner)
        bounds = read_bounds(f"{item.text}") if item.note or any(c in item.text for c in "<>≥≤") else read_bounds("")
        found.append(
            AttributeFinding(
                owner=owner, name=name, evidence=evidence, weight=weight, type=None, required=item.required,
                unique=item.unique, many=item.many, plural=item.plural, minimum=bounds.minimum, maximum=bounds.maximum, above=bounds.above,
                below=bounds.below, min_length=bounds.min_length, max_length=bounds.max_length, written=True,
            )
        )  # fmt: skip
    related = tuple(
        RelationFinding(
            source=owner, target=i.name, evidence=evidence, weight=LIKELY, target_many=i.many or i.plural,
            target_low=0 if i.required is False else None, verb="has",
        )
        for i in items
    )  # fmt: skip
    return Findings(entities=(entity,), attributes=tuple(found), relations=related)


def _without_owner(name: Noun, owner: Noun) -> Noun:
    """As in "product name" of a product is its name; "item name" of an inventory item, too."""
    for size in range(len(owner), 0, -1):
        if len(name) > size and name[:size] == owner[-size:]:
            return name[size:]
    return name
