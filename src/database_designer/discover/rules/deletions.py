"""What becomes of deleted rows: "the row is kept as CANCELLED", "never deleted", "deleting a folder deletes its files"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from database_designer.discover.prose import Line
from database_designer.discover.rules.naming import about, entity_of, listed, sayings
from database_designer.discover.rules.proposals import Kept, Options, Proposal
from database_designer.discover.rules.vocabulary import Vocabulary
from database_designer.model.conceptual import EntityType, WhenDeleted

_DELETED = r"(?:physically |permanently |ever |actually )?(?:deleted|removed|erased|destroyed)(?: from the (?:system|database|register|registry|records?|application|archive|books|inventory|directory|catalog(?:ue)?|ledger|log|list))?"
_NOT = r"(?:cannot be|(?:is|are) (?:never|not)|must remain and cannot be)"
_KEPT = tuple(
    re.compile(pattern)
    for pattern in (
        # The row is kept as CANCELLED; cancelled bookings are kept in state cancelled.
        r"^(?P<x>.+?) (?:(?:is|are|must be|shall be|will be) )?(?:kept|retained|preserved|remains?|stays?) (?:in the (?:system|database) )?(?:as|with (?:the )?(?:status|state)|in (?:the )?(?:status|state)) [a-z_ -]+?(?: and .+)?$",
        # Machines are deactivated rather than deleted; a visit is cancelled, not deleted.
        rf"^(?P<x>.+?) (?:is|are|can be|can only be|can|must be|shall be|should be|will be|may be)(?: only)? [a-z-]+(?: only)?,? (?:rather than|instead of(?: being)?|and not|and cannot be|and never|but not|but never|but cannot be|not|never) (?:being )?{_DELETED}$",
        # Receipts are never deleted; a permit cannot be deleted, only revoked.
        rf"^(?P<x>[^,]+?) {_NOT} {_DELETED}(?: at all| again| by anyone| by any user)?(?:,? (?:but )?(?:only|but) .+)?$",
        rf"^(?P<x>[^,]+?) {_NOT} {_DELETED},? (?:they|it) (?:is|are|can only be|can be|must be) .+$",
        r"^(?:nobody|no one|no user) (?:can|may) (?:delete|remove) (?P<x>[^,]+)$",
    )
)  # fmt: skip
_KEPT_IN_A_STATE = 1
"""In the first of the patterns the rows may be named by a state: that rows in some state are not deleted is not said of all."""
_ROWS = re.compile(r"^(?:the |its |this |that )?(?:rows?|records?|entry|entries|data|it|they)$")
_ALSO = r"(?:also |automatically |then |all |of )*"
_WHOSE = (
    r"(?:all |its |their |the |his |her |of |any |every |associated |related |corresponding |dependent |contained )*"
)
_DELETES = r"(?:delet|remov|eras)"
_CASCADE = tuple(
    re.compile(pattern)
    for pattern in (
        # Deleting a folder also deletes its files.
        rf"^(?:{_DELETES}ing|(?:the )?(?:deletion|removal) of) (?:an? |the )?(?P<whole>.+?) (?:(?:must|shall|should|will) )?{_ALSO}(?:{_DELETES}es?|cascades? to) {_WHOSE}(?P<part>.+)$",
        # When a folder is deleted, its files are deleted too.
        rf"^(?:when|if|once|whenever) (?:an? |the )?(?P<whole>.+?) (?:is|gets) {_DELETES}ed,? {_WHOSE}(?P<part>.+?) (?:is|are|must be|shall be|will be) {_ALSO}{_DELETES}ed(?: too| as well| automatically| with it)*$",
        # Files are deleted together with their folder.
        rf"^{_WHOSE}(?P<part>.+?) (?:is|are|must be|shall be|will be) {_ALSO}{_DELETES}ed (?:together |along |automatically )*(?:with|when) (?:its |their |the |an? )*(?P<whole>[a-z -]+?)(?: (?:is|are) {_DELETES}ed)?$",
    )
)  # fmt: skip
_DETACH = tuple(
    re.compile(pattern)
    for pattern in (
        # When a shelf is deleted, its boxes become unassigned.
        rf"^(?:when|if|once|whenever) (?:an? |the )?(?P<whole>.+?) (?:is|gets) {_DELETES}ed,? {_WHOSE}(?P<part>.+?) (?:is|are|become|becomes|remain|remains|stay|stays|must be|shall be|will be) (?:kept|unassigned|detached|unlinked|retained|without .+|preserved|left unassigned|set to null)(?: .*)?$",
        rf"^(?:{_DELETES}ing|(?:the )?(?:deletion|removal) of) (?:an? |the )?(?P<whole>.+?) (?:(?:must|shall|should|will) )?(?:detach|unassign|unlink|leave)(?:es|s)? {_WHOSE}(?P<part>.+?)(?: unassigned| in place| untouched)?$",
    )
)  # fmt: skip
_LEAVES = re.compile(r"\b(?:unassigned|detached|unlinked|without|null|detach|unassign|unlink)")


def read_deletions(line: Line, words_: Vocabulary) -> Iterable[Proposal]:
    """Rows that are kept, rows that go with others, and rows that stay behind."""
    for clause in sayings(line):
        for pattern, manner in (
            *((p, WhenDeleted.CASCADE) for p in _CASCADE),
            *((p, WhenDeleted.DETACH) for p in _DETACH),
        ):
            match = pattern.match(clause)
            found = tuple(_followed(match, manner, line, words_)) if match is not None else ()
            yield from found
            if found:
                break
        else:
            yield from _kept(clause, line, words_)


def _kept(clause: str, line: Line, words_: Vocabulary) -> Iterator[Proposal]:
    number, match = next(((i, m) for i, p in enumerate(_KEPT) if (m := p.match(clause))), (0, None))
    if match is None:
        return
    named = _rows if number < _KEPT_IN_A_STATE else entity_of
    if _ROWS.match(match["x"]):
        found = about(line, words_)[:1]
    else:
        found = tuple(e for item in listed(match["x"]) if (e := named(item, words_)) is not None)
    yield from (Kept(entity=e.name, evidence=line.statement.evidence) for e in found)


def _rows(text: str, words_: Vocabulary) -> EntityType | None:
    """The entity type of "bookings", and of "cancelled bookings": keeping those means keeping the rows."""
    entity = entity_of(text, words_)
    if entity is not None:
        return entity
    first, _, rest = text.partition(" ")
    named = entity_of(rest, words_) if rest else None
    return named if named is not None and words_.state(named.name, first) is not None else None


def _followed(match: re.Match[str], manner: WhenDeleted, line: Line, words_: Vocabulary) -> Iterator[Proposal]:
    whole = entity_of(match["whole"], words_)
    for item in listed(match["part"]) if whole is not None else ():
        part = entity_of(item, words_)
        steps = words_.route(part.name, whole.name) if part is not None and whole is not None else None
        reference = part.reference(steps[0]) if part is not None and steps is not None and len(steps) == 1 else None
        if part is None or reference is None:
            continue
        leaves = manner is WhenDeleted.DETACH
        if leaves and not reference.optional and not _LEAVES.search(match[0]):
            continue
        yield Options(
            entity=part.name, member=reference.name, evidence=line.statement.evidence, when_deleted=manner,
            optional=True if leaves else None,
        )  # fmt: skip
