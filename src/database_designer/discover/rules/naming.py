"""Which entity types and members the phrases of a statement mean: "the amount of a payment", "its serial number"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from database_designer.discover.members import spellings
from database_designer.discover.names import Noun, noun, singular, words
from database_designer.discover.prose import Line
from database_designer.discover.rules.vocabulary import Vocabulary
from database_designer.discover.rules.wording import clauses, parted
from database_designer.model.conceptual import EntityType
from database_designer.source import Origin

DECIDED = "rules"
_LONGEST = 4
_CUTS = re.compile(r"\s*(?:;|[()]|\s[—–-]\s|(?<=[a-z])\.\s|:\s)\s*")
_BRACKETS = re.compile(r"\s*\([^()]*\)")
_LISTED = re.compile(r"\s*(?:,\s*(?:and|or|nor|as well as)\s|,|/|&|\+|\band\b|\bor\b|\bnor\b|\bas well as\b)\s*")
_DETERMINER = re.compile(
    r"^(?:(?:that|if|when|then|and|but|also|the|an?|each|every|any|all|both|its|their|his|her|this|these|those|such|no|some|"
    r"of|for|existing|given|respective|corresponding|own|actual|recorded|stored|linked|related|associated)\s+)+",
    re.IGNORECASE,
)
_OF = re.compile(r"^(?P<what>.+?)\s+(?:of|for|on|in)\s+(?P<owner>[^,;]+)$", re.IGNORECASE)
_POSSESSIVE = re.compile(r"^(?P<owner>.+?)(?:['’]s|(?<=s)['’])\s+(?P<what>.+)$")
_MOST_WORDS = 6
_MOST_CHARACTERS, _LONGEST_CLAUSE = 1_500, 400
_JOINING = frozenset("of for in to with by on from at and or".split())


def parts(text: str) -> tuple[str, ...]:
    """The parts of a statement that say something by themselves: between semicolons, dashes and brackets."""
    if len(text) > _MOST_CHARACTERS:
        return ()
    whole = parted(_BRACKETS.sub("", text))
    inside = (p for b in re.findall(r"\(([^()]*)\)", text) for p in b.split(";"))
    found = (p.strip(" .,") for p in (*_CUTS.split(whole), *inside))
    return tuple(dict.fromkeys(p for p in found if 0 < len(p) <= _LONGEST_CLAUSE))


def sayings(line: Line) -> tuple[str, ...]:
    """The clauses of a line in one wording, each without what introduces it ("Error: the end must ...").

    Long ones are no rules in a sentence, and are left out.
    """
    if len(line.statement.text) > _MOST_CHARACTERS:
        return ()
    return tuple(s for c in clauses(line.statement.text) if len(s := c.rpartition(": ")[2]) <= _LONGEST_CLAUSE)


def listed(text: str) -> tuple[str, ...]:
    """The items of "A, B and C", "A/B", "A + B"."""
    return tuple(p for part in _LISTED.split(text) if (p := bare(part)))


def bare(text: str) -> str:
    """The phrase without what stands before its noun: "of the existing loans" is "loans"."""
    return _DETERMINER.sub("", text.strip(" \"'`“”‘’.,")).strip(" \"'`“”‘’.,")


def entity_of(text: str, words_: Vocabulary) -> EntityType | None:
    """The entity type that the phrase names as it stands, or by its ending ("a purchased ticket"); None for none.

    None, too, where it speaks of those in some state only ("a cancelled ticket").
    """
    name = noun(bare(text))
    if not name or len(name) > _MOST_WORDS:
        return None
    exact = words_.exact(name)
    found = exact if exact is not None or _JOINING & set(name) else words_.entity(name)
    if found is None or len(name) == 1 or words_.state(found.name, name[0]) is None:
        return found
    return found if exact is not None and words_.exact(name[1:]) is not exact else None


def spoken(text: str, words_: Vocabulary) -> tuple[EntityType, ...]:
    """The entity types that the text names, in its order, each once; the longest name at each place."""
    said = words(text)
    found: dict[str, EntityType] = {}
    at = 0
    while at < len(said):
        entity, length = _at(said, at, words_)
        if entity is not None:
            found.setdefault(entity.name, entity)
        at += length
    return tuple(found.values())


def _at(said: tuple[str, ...], at: int, words_: Vocabulary) -> tuple[EntityType | None, int]:
    for length in range(min(_LONGEST, len(said) - at), 0, -1):
        entity = words_.exact((*said[at : at + length - 1], singular(said[at + length - 1])))
        if entity is not None:
            return entity, length
    return None, 1


def about(line: Line, words_: Vocabulary, text: str = "") -> tuple[EntityType, ...]:
    """The entity types that a rule of the line may be about: those of the part, of the statement, of the heading."""
    topic = words_.topic(line)
    named = (*spoken(text, words_), *spoken(line.statement.text, words_), *((topic,) if topic is not None else ()))
    return tuple({e.name: e for e in named}.values())


def members(text: str, line: Line, words_: Vocabulary) -> tuple[tuple[EntityType, str], ...]:
    """The members that the phrases mean, () where one of them means none: all of them are spoken of, or nothing is."""
    owner, what = _owned(text, words_)
    if not what or len(words(what)) > _MOST_WORDS * 2:
        return ()
    found = tuple(one_member(item, line, words_, owner) for item in listed(what))
    if None in found and owner is None:
        found = _holding_all(tuple(noun(bare(item)) for item in listed(what)), words_)
    return tuple(f for f in found if f is not None) if found and None not in found else ()


def _holding_all(names: tuple[Noun, ...], words_: Vocabulary) -> tuple[tuple[EntityType, str] | None, ...]:
    """The members of these very names in the only entity type that has all of them, where several are named."""
    wanted = ["_".join(name) for name in names]
    if len(wanted) < 2:
        return ()
    holders = [
        e
        for e in words_.declaring.get(wanted[0], ())
        if all(e.attribute(n) is not None or e.reference(n) is not None for n in wanted[1:])
    ]
    return tuple((holders[0], n) for n in wanted) if len(holders) == 1 else ()


def _owned(text: str, words_: Vocabulary) -> tuple[EntityType | None, str]:
    plain = bare(text)
    possessive = _POSSESSIVE.match(plain)
    if possessive is not None and (owner := entity_of(possessive["owner"], words_)) is not None:
        return owner, possessive["what"]
    of = _OF.match(plain)
    if of is not None and (owner := entity_of(of["owner"], words_)) is not None:
        return owner, of["what"]
    return None, plain


def one_member(
    text: str, line: Line, words_: Vocabulary, owner: EntityType | None = None
) -> tuple[EntityType, str] | None:
    """The member that a phrase means, of `owner`, else of what it names itself, else of what the line is about."""
    if owner is None:
        owner, text = _owned(text, words_)
    name = noun(bare(text))
    if not name or len(name) > _MOST_WORDS:
        return None
    if owner is not None:
        member = words_.member(owner.name, name)
        return (holder(owner, member, words_), member) if member is not None else None
    return next(_candidates(name, line, words_), None)


def _candidates(name: Noun, line: Line, words_: Vocabulary) -> Iterator[tuple[EntityType, str]]:
    for cut in range(len(name) - 1, 0, -1):
        owner = words_.exact(name[:cut])
        member = words_.member(owner.name, name[cut:]) if owner is not None else None
        if owner is not None and member is not None:
            yield holder(owner, member, words_), member
    for entity in about(line, words_):
        member = words_.member(entity.name, name)
        if member is not None:
            yield holder(entity, member, words_), member
    if len(name) > 1:
        others = [
            (holder(e, spelled, words_), spelled)
            for spelled in spellings(name)
            for e in words_.holding.get(spelled, ())
            if words_.member(e.name, name) == spelled
        ]
        declaring = {entity.name: (entity, member) for entity, member in others}
        if len(declaring) == 1:
            yield others[0]


def holder(entity: EntityType, member: str, words_: Vocabulary) -> EntityType:
    """The entity type that declares the member: itself or a supertype."""
    for held in words_.navigation.lineage(entity.name):
        known = held.attribute(member) is not None or held.reference(member) is not None
        if known or (held.lifecycle is not None and held.lifecycle.state == member):
            return held
    return entity


def origin(line: Line) -> Origin:
    """The statement as the reason of what it tells."""
    return Origin(evidence=(line.statement.evidence,), decided_by=DECIDED)
