"""Values that are there once: "the tag is unique within its herd", "no two boats share a name", "may occur only once"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from database_designer.discover.language.lexicon import SYSTEM_NOUNS
from database_designer.discover.names import noun
from database_designer.discover.prose import Line
from database_designer.discover.rules.conditions import condition, which
from database_designer.discover.rules.counting import owner_of
from database_designer.discover.rules.lasting import lasting
from database_designer.discover.rules.naming import entity_of, listed, one_member, origin, spoken
from database_designer.discover.rules.proposals import NewRule, Options, Proposal
from database_designer.discover.rules.things import thing
from database_designer.discover.rules.vocabulary import Vocabulary
from database_designer.discover.rules.wording import bare, clauses, rule_name
from database_designer.model.conceptual import EntityType, UniqueRule
from database_designer.model.expression import Expression

_LONGEST = 600
_TOLD = re.compile(
    r"\b(?:unique|once|second time|another|any other|several|more than one|no two|two|different|distinct|duplicates?|identical|same|again|twice|reused|repeat|recur|identif|distinguish)"
)
_BE = r"(?:is|are|be|(?:must|shall|should|can|may|will|has to|have to|needs? to) (?:always )?be|remains?|stays?|must remain)"
_SCOPE = r"(?: (?:also )?(?P<scope>(?:within|per|among|amongst|across|inside|throughout|in|for|at|of|on|while|as long as) .+))?"
_USED = r"(?:occurs?|appears?|exists?|used|assigned|given|issued|taken|stored|registered|recorded|allocated|awarded|handed out|chosen|present|entered)"
_HAS = r"(?:(?:must|shall|should|cannot|can|may|will) )?(?:has|have|carry|carries|bears?|gets?|receives?|holds?|uses?|shows?|is given|is assigned|are given|are assigned|be given|be assigned)"
_PLAIN = tuple(
    re.compile(pattern)
    for pattern in (
        # The tag is unique within its herd.
        rf"^(?P<what>.{{2,80}}?),? {_BE} (?:always |also |globally |strictly )*(?:unique|distinct|different){_SCOPE}$",
        # The tag shall occur only once; may be used only once per herd.
        rf"^(?P<what>.{{2,80}}?) (?:(?:must|shall|should|can|may|will) )?(?:be |is |are )?{_USED} (?:only|just|exactly|at most|no more than) once(?: only)?{_SCOPE}$",
        rf"^(?P<what>.{{2,80}}?) can only (?:be )?{_USED} once{_SCOPE}$",
        # A tag cannot be used twice; numbers cannot repeat; names are never reused.
        rf"^(?P<what>.{{2,80}}?) (?:cannot|(?:is|are) (?:never|not)|does not|do not|never) (?:be )?(?:reused|re-used|repeat|repeats|repeated|recur|recurs|duplicated?|{_USED} (?:twice|again|more than once|repeatedly|several times|multiple times|a second time)){_SCOPE}$",
        # No tag may be used twice.
        rf"^no (?P<what>.{{2,80}}?) (?:(?:can|may|must|shall|should|will) )?(?:be |is )?{_USED} (?:twice|again|more than once|(?:for )?a second time|repeatedly|several times|multiple times){_SCOPE}$",
        # Duplicate tags are refused; no duplicate tags within a herd.
        rf"^(?:there (?:cannot be|must be no|shall be no|are no|is no) (?:any )?|no |without )?(?:duplicate|duplicated|identical|equal) (?P<what>.{{2,60}}?){_SCOPE}(?<!allowed)(?<!forbidden)(?: (?:cannot (?:exist|occur|be .+)|(?:is|are|must be|shall be) (?:not allowed|not permitted|forbidden|prohibited|rejected|refused|prevented|impossible)))$",
        rf"^(?:there (?:cannot be|must be no|shall be no|are no|is no) (?:any )?|no )(?:duplicate|duplicated|identical|equal) (?P<what>.{{2,60}}?){_SCOPE}$",
    )
)  # fmt: skip
_OF_OTHERS = re.compile(
    r"^(?P<what>.{2,80}?) cannot (?:be |also |already |ever )*(?:belong to|(?:used|shared|taken|held|carried|owned|in use|borne|claimed) by|(?:assigned|given|allocated|issued|attached) to|(?:used|registered|recorded|stored|shared|chosen|issued) (?:for|with|by|among)|shared between|apply to|refer to) "
    r"(?:already )?(?:another|any other|an other|two|several|more than one|different|multiple|other|two different|more) (?P<other>[a-z][a-z -]*?)(?: (?P<scope>(?:within|in|of|at|for|on) .+))?$"
)
_WHICH_IS = re.compile(
    rf"(?:\b{_HAS}|,|\band|\bby) (?P<what>[a-z][a-z0-9 -]{{0,50}}?),? (?:that|which) {_BE} (?:always |also )*unique(?: (?P<scope>(?:within|per|among|across|inside|in|for|of) [a-z' ]+?))?(?=,| and |$)"
)
_HAS_UNIQUE = re.compile(
    rf"\b{_HAS} (?:an? |its own |their own )?unique (?P<what>[a-z][a-z0-9 -]{{1,50}}?) (?P<scope>(?:within|per|among|across|inside|in) [a-z' ]+?)(?=,|$)"
)
_IDENTIFIED = re.compile(
    r"^(?P<x>.{2,60}?) (?:is|are|can be|must be|shall be) (?:uniquely |clearly |unambiguously |always )*(?:identified|distinguished|told apart)(?: uniquely)? by (?:the combination of |both )?(?P<what>[^,]{2,80}?|[^,]{2,40}(?:, [^,]{2,40}){1,3},? and [^,]{2,40}?)"
    r"(?: (?P<scope>(?:within|in|per|inside|among) .+))?$"
)
_IDENTIFIES = re.compile(
    r"^(?P<what>.{2,80}?) (?:(?P<together>together|jointly)|uniquely|unambiguously|clearly) (?:uniquely |unambiguously )?(?:identify|identifies|determines?|designates?) (?P<x>[a-z][a-z -]*?)(?: (?P<scope>(?:within|in|per|inside|among) .+))?$"
)
_IDENTIFIES_IT = re.compile(
    r"^(?P<what>.{2,60}?) of (?:an?|the|each|every) (?P<x>[a-z][a-z -]*?) (?:uniquely |clearly |unambiguously |always )?identifies (?:it|him|her|them)(?: (?P<scope>(?:within|in|per|inside|among) .+))?$"
)
_NOT_TWO = re.compile(r"^there (?:cannot|can never|must never) be (?:two|several) (?P<x>[a-z][a-z -]*?) with the same ")
_ANY_CASE = re.compile(
    r",? (?:regardless of|irrespective of|ignoring|disregarding|independent of) (?:the )?(?:upper|lower|letter|case|capitali[sz]ation|spelling)[a-z ]*$"
)
_DIFFERENT = re.compile(
    rf"^(?P<x>(?:all |the |each |every |an? )?[a-z][a-z -]*?)(?: (?P<scope>(?:within|in|of|at|on) .+?))? {_HAS} (?:an? |its own |their own )?(?:different|distinct|differing|unique) (?P<what>[a-z][a-z -]*)$"
)
_TWO = re.compile(
    r"^(?:no two|no other|two|different|several|multiple) (?P<x>[a-z][a-z -]*?)(?: (?P<scope>(?:of|in|within|for|on|at) .+?))? (?:(?:cannot|can|may|must|shall|should|will|do not|never) )?(?:ever )?(?:share|have|use|carry|bear|get|show) (?P<same>the same|an identical|identical|equal|one|an?|any) (?P<what>[a-z][a-z ,-]*?)(?: (?P<scope2>(?:within|in|at|on|for) .+))?$"
)
_EVERYWHERE = frozenset(
    (*SYSTEM_NOUNS, "register", "world", "whole", "database", "registry", "directory", "catalogue", "organisation", "organization", "list", "inventory", "all", "globally", "application")
)  # fmt: skip
# "unique across all halls": whichever hall it is.
_ACROSS = re.compile(r"^(?:across|throughout|(?:over|among|in|for) all)\b")
_PREPOSITION = re.compile(
    r"^(?:within|per|among|amongst|across|inside|throughout|in|for|at|of|on)\s+(?:one and the same |the same |the whole |the entire |one |a given |a single |all of |all )?"
)
_WHILE = re.compile(r"^(?:while|as long as) ")


def read_unique(line: Line, words: Vocabulary) -> Iterable[Proposal]:
    """An option or a rule of uniqueness for every value that is told to be there once."""
    if len(line.statement.text) > _LONGEST:
        return
    for said in clauses(line.statement.text):
        clause = _NOT_TWO.sub(r"no two \g<x> have the same ", _ANY_CASE.sub("", said))
        if not _TOLD.search(clause):
            continue
        for form in (_two, _of_others, _identified, _different, _listed, _told):
            found = tuple(form(clause, line, words))
            alike = _ANY_CASE.search(said) is not None
            yield from (replace(p, ignore_case=alike) if isinstance(p, Options) else p for p in found)
            if found:
                break


def _told(clause: str, line: Line, words: Vocabulary) -> Iterator[Proposal]:
    for pattern in _PLAIN:
        match = pattern.match(clause)
        if match is not None:
            yield from _unique(None, [match["what"]], match["scope"], line, words)
            return


def _of_others(clause: str, line: Line, words: Vocabulary) -> Iterator[Proposal]:
    """As in "the tag must not belong to another animal"."""
    match = _OF_OTHERS.match(clause)
    entity = entity_of(match["other"], words) if match is not None else None
    if match is not None and entity is not None:
        yield from _unique(entity, [match["what"]], match["scope"], line, words)


def _listed(clause: str, line: Line, words: Vocabulary) -> Iterator[Proposal]:
    """As in "a boat has a sail number that is unique within its class, and a length"."""
    for match in (*_WHICH_IS.finditer(clause), *_HAS_UNIQUE.finditer(clause)):
        what = re.split(rf",|\band\b|\b{_HAS}\b", match["what"])[-1]
        entity = thing(clause[: match.start()], words)
        yield from _unique(entity.entity if entity is not None else None, [what], match["scope"], line, words)


def _identified(clause: str, line: Line, words: Vocabulary) -> Iterator[Proposal]:
    """As in "a shelf is identified by its letter within the aisle", "row and number together identify a seat"."""
    match = _IDENTIFIED.match(clause) or _IDENTIFIES.match(clause) or _IDENTIFIES_IT.match(clause)
    entity = entity_of(match["x"], words) if match is not None else None
    if match is not None and entity is not None:
        yield from _unique(entity, list(listed(match["what"])), match["scope"], line, words)


def _different(clause: str, line: Line, words: Vocabulary) -> Iterator[Proposal]:
    """As in "the shelves of an aisle have different letters"."""
    match = _DIFFERENT.match(clause)
    entity = entity_of(match["x"], words) if match is not None and "cannot" not in clause else None
    if match is not None and entity is not None:
        yield from _unique(entity, list(listed(match["what"])), match["scope"], line, words)


def _two(clause: str, line: Line, words: Vocabulary) -> Iterator[Proposal]:
    """As in "no two boats share a name", "two shelves of one aisle cannot have the same letter"."""
    match = _TWO.match(clause)
    if match is None or not (clause.startswith("no ") or "cannot" in clause):
        return
    if match["same"] in ("a", "an", "any") and not re.search(r"\bshare\b", clause):
        return
    what = thing(match["x"], words)
    if what is not None and not what.rest and what.where is None:
        yield from _unique(what.entity, list(listed(match["what"])), match["scope"] or match["scope2"], line, words)


def _unique(
    entity: EntityType | None, texts: list[str], scope: str | None, line: Line, words: Vocabulary
) -> Iterator[Proposal]:
    """Rows agree in all that the texts name at most once; nothing where one of them, or the scope, means nothing."""
    named = [_member(text, entity, line, words) for text in texts]
    owner = named[0][0] if named and named[0] is not None else None
    members = [m[1] for m in named if m is not None and owner is not None and m[0].name == owner.name]
    if owner is None or len(members) != len(texts):
        return
    scoped = _scope(scope, owner, words) if scope else ((), None)
    if scoped is None or not lasting(scoped[1]):
        return
    if any(owner.attribute(m) is not None for m in members):
        yield unique_told(owner, [*scoped[0], *members], scoped[1], line)


def _member(text: str, entity: EntityType | None, line: Line, words: Vocabulary) -> tuple[EntityType, str] | None:
    """The attribute or reference that is meant."""
    found = one_member(text, line, words, entity) or (one_member(text, line, words) if entity is not None else None)
    found = found or (_ending(text, entity, line, words) if entity is not None else None)
    if found is None or (found[0].attribute(found[1]) is None and found[0].reference(found[1]) is None):
        return None
    return found if entity is None or words.navigation.are_kin(entity.name, found[0].name) else None


def _ending(text: str, entity: EntityType, line: Line, words: Vocabulary) -> tuple[EntityType, str] | None:
    """The member of "barge code" among those of a barge."""
    tokens = bare(text).split()
    whose = words.exact(noun(" ".join(tokens[:-1]))) if len(tokens) > 1 else None
    return one_member(tokens[-1], line, words, entity) if whose is not None and whose.name == entity.name else None


def _scope(text: str, entity: EntityType, words: Vocabulary) -> tuple[tuple[str, ...], Expression | None] | None:
    """Within which rows: the ways to what they share, and which of them are meant; None where any of it is unclear."""
    if _WHILE.match(text):
        told = condition(_WHILE.sub("", text), entity, words)
        return ((), told.holds) if told is not None and not told.left_out else None
    said = _PREPOSITION.sub("", text)
    if entity_of(re.split(r" (?:that|which|who|whose|with)\b", said)[0], words) == entity or thing(said, words):
        among = thing(said, words)
        if among is not None and among.entity.name == entity.name:
            which_ = which(among, words) if among.where is not None or among.rest else None
            if which_ is None and (among.where is not None or among.rest):
                return None
            return (), which_.holds if which_ is not None else None
    ways: list[str] = []
    for part in listed(said):
        name = bare(re.sub(r"^(?:one and the same|the same|same|one|single|given|whole|entire)\s+", "", bare(part)))
        if set(noun(name)) & _EVERYWHERE and not spoken(name, words):
            continue
        if _ACROSS.match(text) and entity_of(name, words) is not None:
            continue
        way = owner_of(name, entity, words)
        if not way:
            return None
        ways.append(".".join(way))
    return tuple(ways), None


def unique_told(entity: EntityType, members: list[str], where: Expression | None, line: Line) -> Proposal:
    """No two rows (of those `where`) agree in all the members: an option of the only attribute, else a rule.

    The members of a rule come in the order of the references; one may lie on a row that they lead to.
    """
    if len(members) == 1 and where is None and entity.attribute(members[0]) is not None:
        return Options(entity=entity.name, member=members[0], evidence=line.statement.evidence, unique=True)
    order = [m.split(".")[0] for m in (*(r.name for r in entity.references), *members)]
    chosen = tuple(sorted(dict.fromkeys(members), key=lambda m: order.index(m.split(".")[0])))
    name = rule_name("one_per", "_and_".join(m.split(".")[-1] for m in chosen))
    return NewRule(entity=entity.name, rule=UniqueRule(name=name, members=chosen, where=where, origin=origin(line)))
