"""Which nouns name people, by what they do or are, and which entity types hold people."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from database_designer.discover.findings import Findings
from database_designer.discover.names import Noun
from database_designer.discover.names import noun as spelled

_PERSON_NOUNS = frozenset("head lead chief owner author user person staff admin boss agent contact assignee".split())
_PERSON_ENDINGS = (
    "ager",
    "ator",
    "isor",
    "itor",
    "ever",
    "oyer",
    "oyee",
    "ignee",
    "rover",
    "rator",
    "viewer",
    "orter",
    "essor",
    "ainer",
    "sender",
    "eader",
)
_NO_PERSONS = frozenset(
    """indicator operator generator iterator separator calculator elevator reactor however whatever refrigerator radiator
    ventilator alternator accelerator incubator actuator insulator escalator excavator regulator simulator applicator
    conveyor whichever whoever wherever whenever forever fever lever river""".split()
)


def is_person(noun: Noun) -> bool:
    """Whether the noun names a person by what they do or are: manager, creator, assignee, owner, head."""
    last = noun[-1]
    return last in _PERSON_NOUNS or (len(last) > 5 and last.endswith(_PERSON_ENDINGS) and last not in _NO_PERSONS)


def roles_of(findings: Findings) -> dict[Noun, Noun]:
    """What the values of a role mean: the documents speak of users, or of what else has roles, by them."""
    found: dict[Noun, Noun] = {}
    told = [f for f in findings.values if f.attribute[-1:] == ("role",)]
    of_users = [f for f in told if not f.owner or f.owner[-1] in ("user", "account", "role")]
    for finding in of_users:
        _note_roles(finding.values, ("user",), found)
    for finding in told:
        if finding not in of_users and finding.structured and finding.owner not in found:
            _note_roles(finding.values, finding.owner, found)
    return found


def _note_roles(values: tuple[str, ...], owner: Noun, found: dict[Noun, Noun]) -> None:
    for value in values:
        name = spelled(value)
        for one in (name, name[-1:]) if len(name) > 1 and is_person(name) else (name,):
            if one and one != owner:
                found.setdefault(one, owner)


def people_of(called: Iterable[tuple[Noun, ...]], findings: Findings) -> frozenset[Noun]:
    """The entity types (each given by all its nouns, its own first) that hold people by first and last name."""
    named = {f.owner for f in findings.attributes if f.name in (("first", "name"), ("last", "name"), ("full", "name"))}
    return frozenset(nouns[0] for nouns in called if named & set(nouns))


def person_of(called: tuple[tuple[Noun, ...], ...], findings: Findings) -> Noun | None:
    """The one entity type that holds people: it has a first and last name, or a name and an e-mail address."""
    names: dict[Noun, set[str]] = defaultdict(set)
    for finding in findings.attributes:
        names[finding.owner].add("_".join(finding.name))
    scores: dict[Noun, int] = {}
    user = ("user",) if any(nouns[0] == ("user",) for nouns in called) else None
    for nouns in called:
        own = set().union(*(names[n] for n in nouns))
        points = 2 * len(own & {"first_name", "last_name", "full_name", "firstname", "lastname"}) + len(
            own & {"email", "name", "phone"}
        )
        if points > (1 if user is None else 2) and nouns[0] != user:
            scores[nouns[0]] = points
    best = sorted(scores, key=lambda n: -scores[n])
    if best and (len(best) == 1 or scores[best[0]] > scores[best[1]]):
        return best[0]
    return user
