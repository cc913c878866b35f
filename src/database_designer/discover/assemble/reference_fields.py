"""Which fields and properties stand for another entity type: "memberId", "the approver"."""

from __future__ import annotations

import re

from database_designer.discover.assemble.same_names import trimmed
from database_designer.discover.concepts import Concepts, is_person
from database_designer.discover.findings import AttributeFinding
from database_designer.discover.names import Noun, singular, words
from database_designer.discover.properties.telling import is_telling
from database_designer.discover.semantic_types import infer
from database_designer.model.conceptual import Kind

# An id that other programs give the row itself ("optional unique identifier of the message") points to nothing.
_IDENTIFIES = re.compile(r"\bidentif(?:ier|ies)\b", re.IGNORECASE)
# Persons who need not be known to the system ("emergency contact").
_NO_USERS = frozenset("contact person head lead user owner".split())
_MEASURED = frozenset("minimum maximum average total".split())


def reference_target(finding: AttributeFinding, owner: Noun, concepts: Concepts) -> Noun | None:
    """The entity type that the attribute points to, None where it is a plain property."""
    if finding.points_to:
        described = None if is_person(finding.points_to) else _described(finding, concepts)
        if described == owner and _IDENTIFIES.search(finding.says):
            return None
        if described is not None and concepts.exact(finding.points_to) is None:
            return described
        pointed = tuple(w for w in finding.points_to if w not in ("id", "uuid", "fk")) or finding.points_to
        return concepts.exact(pointed) or concepts.ending(pointed) or concepts.role(pointed, owner)
    name = trimmed(finding.name, owner)
    if (
        name[-1] == "by"
        and len(name) > 1
        and finding.type is not None
        and finding.type.kind in (Kind.UUID, Kind.INTEGER)
    ):
        return concepts.exact(("user",)) or concepts.person
    if is_person(name) and finding.type is not None and finding.type.kind == Kind.UUID:
        return concepts.role(name, owner)
    if name[-1] in ("id", "uuid", "fk"):
        bare = tuple(w for w in name if w not in ("id", "uuid", "fk"))
        return (concepts.role(bare, owner) or concepts.ending(bare)) if bare else None
    if (
        finding.structured
        and (finding.type is None or finding.type.kind not in (Kind.UUID, Kind.JSON))
        and not finding.many
    ):
        return None
    if len(name) > 1 and name[0] in _MEASURED and not finding.structured:
        return None  # "a minimum value": no value spoken of elsewhere
    whole = () if is_telling(name) else (*owner, *name)  # "its repair shop" of a repair
    target = concepts.exact(name) or concepts.exact(whole)
    if target is not None:
        return target
    if not finding.structured and len(name) <= 2 and name[-1] not in _NO_USERS and is_person(name):
        return concepts.role(name, owner)
    role = concepts.named(name)
    return role if role is not None and len(name) <= 3 and role != owner and not _is_plain(name) else None


def _described(finding: AttributeFinding, concepts: Concepts) -> Noun | None:
    """The one entity type that the description of an id speaks of ("company of the haulier"); None for none or several."""
    told = [singular(w) for w in words(finding.says)]
    found = {
        concepts.meaning[n]
        for size in (1, 2, 3)
        for i in range(len(told) - size + 1)
        if (n := tuple(told[i : i + size])) in concepts.meaning
    }
    return next(iter(found)) if len(found) == 1 else None


def _is_plain(name: Noun) -> bool:
    """Whether the name is by itself a plain property ("total budget", "work location name")."""
    return infer(name).kind not in (Kind.TEXT, Kind.FILE, Kind.JSON)
