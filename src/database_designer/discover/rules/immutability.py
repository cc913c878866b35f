"""What never changes: "the number is immutable", "amounts are never edited", "cannot be reassigned", "set only once"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from database_designer.discover.names import noun, snake, words
from database_designer.discover.prose import Line
from database_designer.discover.rules.naming import about, bare, entity_of, listed, members, origin, parts
from database_designer.discover.rules.proposals import NewMember, Options, Proposal
from database_designer.discover.rules.vocabulary import Vocabulary
from database_designer.discover.semantic_types import infer
from database_designer.model.conceptual import Attribute, EntityType, History, Lifecycle

_CHANGED = r"(?:changed|reused|edited|modified|altered|updated|overwritten|reassigned|amended|re-?assigned|adjusted|rewritten|corrected|moved to another [a-z -]+)"
_BE = r"(?:is|are|be|remains?|stays?|becomes?|must be|shall be|should be|has to be|have to be|must remain|must stay|shall remain|will be)"
_NEVER = r"(?:(?:can|may|must|shall|should|will|could|is|are|do|does)\s*(?:not|never|n['’]t)|cannot|can['’]t|never|no longer)"
_ONCE = r"(?:\s+(?:afterwards?|later(?: on)?|any ?more|ever|again|by anyone|by any user|once (?:created|recorded|saved|stored)|after (?:the )?(?:creation|registration|it (?:is|was|has been) (?:created|recorded|saved|stored))|after being (?:created|recorded|saved)))*"
_SET = r"(?:\s+(?:once|after|when)\s+(?:(?:it|they)\s+(?:is|are|has been|have been|was|were)\s+|being\s+|having been\s+)?(?:first\s+)?(?P<set>set|assigned|given|entered|filled in|chosen|issued|provided))?"
_FIXED = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        # The serial number is immutable; memberCode/joinedAt immutable; the hull number stays unchanged.
        rf"^(?P<what>.+?)\s+(?:{_BE}\s+)?(?:also\s+|always\s+|unique\s+and\s+|unique,\s+)?(?:immutable(?:\s+and\s+unique)?|unchangeable|non-editable|not editable|read[- ]only|unchanged|fixed)(?P<rest>{_ONCE}{_SET})$",
        # The amount shall never be edited; the tag cannot be changed once assigned.
        rf"^(?P<what>.+?)(?:\s+(?:must|shall|should|is|are|has to)\s[^,;]{{1,40}}?,?\s+and)?\s+{_NEVER}\s+be\s+(?:ever\s+|subsequently\s+|later\s+|retroactively\s+|again\s+)?{_CHANGED}(?:\s*(?:,|or|nor|and)\s+{_CHANGED})*(?P<rest>{_ONCE}{_SET})$",
        # The code never changes; birth dates do not change; is generated and never changes.
        rf"^(?P<what>.+?)(?:\s+(?:is|are)\s[^,;]{{1,40}}?,?\s+and)?\s+{_NEVER}\s+change(?:s)?(?P<rest>{_ONCE}{_SET})$",
        # Nobody may edit the reading of a meter; no user can change the code.
        rf"^(?:.{{0,60}}?\s)?(?:nobody|no one|no user|not even an? \w+)\s+(?:can|may|shall|must|is allowed to)\s+(?:change|edit|modify|alter|update|overwrite|amend)\s+(?P<what>.+?)(?P<rest>{_ONCE}{_SET})$",
        # The price is set once and never changed; the seal number can be set only once.
        r"^(?P<what>.+?)\s+(?:is|are|can be|may be|must be|shall be)\s+(?:only\s+)?(?P<rest>(?P<set>set|assigned|given|entered|chosen)\s+(?:only\s+|exactly\s+|just\s+)?once)(?:\b.*)?$",
    )
)  # fmt: skip
_SAYS_FIXED = re.compile(
    r"immutable|unchang|editable|read[- ]only|fixed|n[o'’]t|never|no longer|nobody|no one|no user|once", re.IGNORECASE
)
# "Once assigned, a number cannot be reused or changed."
_ONCE_MADE = re.compile(
    r"^(?:once|after)\s+(?:(?:it|they)\s+(?:is|are|has been|have been)\s+|being\s+)?(?:set|assigned|created|creation|recorded|saved|generated|registered|registration|entered|stored|given)\s*,\s*",
    re.IGNORECASE,
)
_CONDITION = re.compile(r"(?:when|if|once|after|while|as soon as|unless|until)\b", re.IGNORECASE)
_CODE = re.compile(r"^[a-z]+(?:[A-Z][a-z0-9]*)+$|^[a-z]+(?:_[a-z0-9]+)+$")
_AND_DELETED = re.compile(r"\b(?:deleted|removed)\b", re.IGNORECASE)


def read_immutability(line: Line, words_: Vocabulary) -> Iterable[Proposal]:
    """Options for every member that never changes after creation, or after it was first set."""
    for told in parts(line.statement.text):
        part = _ONCE_MADE.sub("", told)
        for pattern in _FIXED if _SAYS_FIXED.search(part) else ():
            match = pattern.match(part)
            if match is not None and not _CONDITION.match(part):
                yield from _fixed(match, line, words_)
                break


def _fixed(match: re.Match[str], line: Line, words_: Vocabulary) -> Iterator[Proposal]:
    what = _subject(match["what"])
    once = bool(match.groupdict().get("set"))
    found = members(what, line, words_)
    for entity, member in found:
        if not _is_state(entity.lifecycle, member):
            optional = _is_optional(entity, member)
            yield Options(
                entity=entity.name, member=member, evidence=line.statement.evidence,
                immutable=not (once and optional), set_once=once and optional,
            )  # fmt: skip
    if not found:
        yield from _codes(what, line, words_)
        whole = entity_of(what, words_) if words_.exact(noun(bare(what))) is not None else None
        if whole is not None and "unchanged" not in match[0]:
            yield from _whole(whole, line)


def _subject(text: str) -> str:
    """What stands last before the verb: "it is logged, and the amount" is "the amount"."""
    return re.split(r",\s*(?:and|but|so|while)\s+|\bthat\s+|\bbut\s+", text)[-1]


def _codes(what: str, line: Line, words_: Vocabulary) -> Iterator[Proposal]:
    """Names of fields that no other sentence tells of: properties of what the section is about."""
    owner = next(iter(about(line, words_)), None)
    items = listed(what)
    if owner is None or not items or not all(_CODE.match(i) or _known(i, owner, words_) for i in items):
        return
    for item in items:
        name = words(item)
        if words_.member(owner.name, name) is None:
            attribute = Attribute(name=snake(name), type=infer(name), origin=origin(line), immutable=True)
            yield NewMember(entity=owner.name, member=attribute)
        else:
            member = words_.member(owner.name, name) or ""
            yield Options(entity=owner.name, member=member, evidence=line.statement.evidence, immutable=True)


def _known(item: str, owner: EntityType, words_: Vocabulary) -> bool:
    return words_.member(owner.name, words(item)) is not None


def _whole(entity: EntityType, line: Line) -> Iterator[Proposal]:
    """Rows that are never edited: every property stays, only the state may go on."""
    kept = entity.history is not None and entity.history.manner is History.APPEND_ONLY
    if kept or _AND_DELETED.search(line.statement.text):
        return
    derived = {a.name for a in entity.attributes if a.derived is not None}
    for name in (*(a.name for a in entity.attributes), *(r.name for r in entity.references)):
        if name not in derived:
            yield Options(entity=entity.name, member=name, evidence=line.statement.evidence, immutable=True)


def _is_state(lifecycle: Lifecycle | None, member: str) -> bool:
    return lifecycle is not None and lifecycle.state == member


def _is_optional(entity: EntityType, member: str) -> bool:
    attribute, reference = entity.attribute(member), entity.reference(member)
    return attribute.optional if attribute is not None else reference is not None and reference.optional
