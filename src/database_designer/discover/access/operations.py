"""Access patterns of an API: what the findings of its operations mean in the model."""

from __future__ import annotations

import re

from database_designer.discover.access.asked import DECIDED, Asked, Steps
from database_designer.discover.access.choosing import choice
from database_designer.discover.access.rows import Rows, rows
from database_designer.discover.findings import QueryFinding
from database_designer.discover.names import Noun
from database_designer.discover.rules.moments import moment
from database_designer.discover.rules.vocabulary import Vocabulary
from database_designer.discover.rules.wording import plain
from database_designer.model.conceptual import EntityType, Kind, SortKey
from database_designer.model.expression import Path
from database_designer.model.navigation import Value
from database_designer.model.walk import nodes
from database_designer.source import Origin

_TEXTS = frozenset({Kind.TEXT, Kind.CODE, Kind.EMAIL, Kind.PHONE, Kind.URL})
_SEARCHED = ("name", "first_name", "last_name", "title", "code", "number", "email", "label", "subject")
_ORDERED = frozenset({Kind.INSTANT, Kind.DATE, Kind.INTEGER, Kind.DECIMAL, Kind.MONEY})
_ANY_MOMENT = frozenset({("created_at",), ("created", "at"), ("date",), ("time",), ("at",), ("day",)})
_MOST = 3
_VERB = re.compile(r"^(?:list|get|gets|find|search|show|view|return|returns|retrieve|fetch|browse)(?: all)? ")
_BRACKETS = re.compile(r"\s*\([^()]*\)")
_SUMMARY = re.compile(r"^[A-Z]+ \S+\s*(?P<summary>.*)$", re.DOTALL)


def of_operation(finding: QueryFinding, words: Vocabulary) -> Asked | None:
    """The rows that a list of an API returns; None where it is of no known thing."""
    entity = words.entity(finding.owner)
    if entity is None:
        return None
    given = tuple(p for n in finding.above if (p := _path(n, entity, words)) is not None)
    optional = tuple(p for n in finding.filter if (p := _path(n, entity, words)) is not None)
    search = tuple(p for n in finding.search for p in _searched(n, finding, entity, words))
    optional = tuple(p for p in optional if p not in search)
    summary = _SUMMARY.match(finding.evidence.quote)
    text = plain(_BRACKETS.sub("", summary["summary"])) if summary else ""
    told = rows(_VERB.sub("", text), words)
    told = told if told is not None and told.known and told.entity.name == entity.name else None
    said = choice(text, entity, words, verb="list", by=told.path if told is not None else None)
    shown = told.fixed if told is not None and not _chosen(told, optional) else ()
    sort = tuple(
        SortKey(path=p, descending=d) for n, d in finding.sort if (p := _bounded(n, entity, words)) is not None
    )
    ranges = tuple(p for n in finding.range if (p := _bounded(n, entity, words)) is not None)
    return Asked(
        entity=entity.name,
        origin=Origin(evidence=(finding.evidence,), decided_by=DECIDED),
        given=tuple(dict.fromkeys(given)),
        optional=tuple(dict.fromkeys(p for p in optional if p not in given)),
        fixed=shown,
        words=told.words if told is not None and shown else (),
        range=tuple(dict.fromkeys((*ranges, *(told.range if told is not None else ())))),
        search=tuple(dict.fromkeys(search)),
        sort=sort or said.sort or (told.sort if told is not None and (shown or told.range) else ()),
        page=finding.page,
        limit=finding.limit,
        maximum=finding.maximum,
    )


def _chosen(told: Rows, optional: tuple[Steps, ...]) -> bool:
    """Whether what is told of the rows is a parameter, too: then it is an example of it."""
    read = {n.steps for c in told.fixed for n in nodes(c) if isinstance(n, Path)}
    return bool(read & set(optional))


def _path(name: Noun, entity: EntityType, words: Vocabulary) -> Steps | None:
    path = words.path(entity.name, name)
    if path is not None:
        return path.steps
    target = words.exact(name)
    return (words.route(entity.name, target.name) or None) if target is not None else None


def _bounded(name: Noun, entity: EntityType, words: Vocabulary) -> Steps | None:
    """What is compared or sorted: what the name means, or the only value in an order that it stands for.

    `due_before` bounds the due date; `from` and `to` alone bound the moment of a row.
    """
    path = _path(name, entity, words)
    if path is not None:
        return path
    if name in _ANY_MOMENT:
        own = [a for a in entity.attributes if a.type.kind in (Kind.INSTANT, Kind.DATE) and a.many is None]
        found = moment(entity, "start") or (own[0] if len(own) == 1 else None)
        return (found.name,) if found is not None else None
    named = [a.name for a in entity.attributes if a.type.kind in _ORDERED and set(name) <= set(a.name.split("_"))]
    return (named[0],) if len(named) == 1 else None


def _searched(name: Noun, finding: QueryFinding, entity: EntityType, words: Vocabulary) -> tuple[Steps, ...]:
    """What a text is looked for in: the property that is named; for any text (`q`) what rows are called by."""
    if name != ("name",) or name in finding.filter:
        path = _path(name, entity, words)
        return (path,) if path is not None and _is_text(path, entity, words) else ()
    found = ((n,) for n in _SEARCHED if words.navigation.target(entity.name, n) is not None)
    return tuple(p for p in found if _is_text(p, entity, words))[:_MOST]


def _is_text(path: Steps, entity: EntityType, words: Vocabulary) -> bool:
    target = words.navigation.follow(entity.name, path).target
    return isinstance(target, Value) and target.type.kind in _TEXTS and not target.many
