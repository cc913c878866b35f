"""Which thing each shape of the API or field table is about.

`CreateLoanRequest`, `LoanOut`, the elements of `GET /loans` and a field table under "Register Loan" are all about
("loan",). A shape without an owner is about the exchange itself (errors, tokens, pages).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass

from database_designer.discover.api.resources import Resource, resources_of
from database_designer.discover.findings import CERTAIN, HINT, LIKELY, SynonymFinding
from database_designer.discover.headings import heading_noun
from database_designer.discover.language.lexicon import (
    EXCHANGE_NOUNS,
    HEADING_TAIL,
    SHAPE_HEAD,
    SHAPE_TAIL,
    SOFTWARE_NOUNS,
    WEAK_NOUNS,
)
from database_designer.discover.names import Noun, singular, words
from database_designer.discover.prose import topics
from database_designer.model.requirements import Field, Operation, Requirements, Shape, ShapeKind
from database_designer.source import Evidence

_LOGIN = frozenset("login logout signin sign-in refresh verify token confirm forgot reset health metrics".split())
_ENTERING = frozenset("register registration signup".split())
_FOLD = 0.7
_MIN_FIELDS = 3
_ENOUGH_VOTES = 2
# Several rows at once are sent there, none of them a part of what the path addresses.
_AT_ONCE = frozenset("bulk batch import export search reorder sync validate".split())
_EMPTY_STEMS = frozenset({("empty",), ("response",), ("list",), ("error",), ("success",), ("result",)})


@dataclass(frozen=True, slots=True)
class Owner:
    """The noun that a shape is about, how sure that is, and whether the shape is written by clients."""

    noun: Noun
    weight: float
    writes: bool


@dataclass(frozen=True, slots=True)
class Ownership:
    """Per shape (in order) its owner or None, and the names that turned out to be one thing."""

    owners: tuple[Owner | None, ...]
    synonyms: tuple[SynonymFinding, ...]


def stem_of(name: str) -> Noun:
    """The noun of a shape's name without what the exchange adds ("CreateLoanRequest" -> ("loan",))."""
    parts = list(words(name.replace("_", " ")))
    while len(parts) > 1 and (parts[-1] in SHAPE_TAIL or parts[-1].isdigit()):
        parts.pop()
    while len(parts) > 1 and parts[0] in SHAPE_HEAD:
        parts.pop(0)
    return (*parts[:-1], singular(parts[-1])) if parts else ()


def owners_of(requirements: Requirements) -> Ownership:
    """The owners of all shapes."""
    resources = {f"{m} {p}": r for (m, p), r in resources_of(requirements.operations).items()}
    reachable = _reachable(requirements)
    collections = {r.noun for r in resources.values() if r.collection}
    stems = Counter(stem_of(s.name) for s in requirements.shapes if s.name)
    renamed, synonyms = _aliases(requirements, resources, collections)
    sent = frozenset(o.request for o in requirements.operations if o.request)
    api = _Api(resources, collections, frozenset(renamed.values()), stems, reachable, sent)
    owners = [_owner(s, api) for s in requirements.shapes]
    folded, said = _folded(requirements, owners, collections | set(renamed.values()))
    moved = {**renamed, **folded}
    settled = tuple(
        Owner(moved.get(o.noun, o.noun), CERTAIN if o.noun in folded else o.weight, o.writes) if o is not None else None
        for o in owners
    )
    return Ownership(owners=settled, synonyms=(*synonyms, *said))


@dataclass(frozen=True, slots=True)
class _Api:
    """What the API as a whole tells.

    Resources by "METHOD path", the nouns of collections, full names of abbreviated ones, how often a stem occurs, and
    the schemas that operations reach (none where there are no operations), and those that clients send.
    """

    resources: dict[str, Resource]
    collections: set[Noun]
    full_names: frozenset[Noun]
    stems: Counter[Noun]
    reachable: frozenset[str]
    sent: frozenset[str]


def _owner(shape: Shape, api: _Api) -> Owner | None:
    writes = shape.kind == ShapeKind.REQUEST or shape.name in api.sent
    if not shape.name or shape.name.strip().startswith("/"):
        return _of_operation(shape, api.resources.get(shape.operation), writes=writes)
    if shape.kind == ShapeKind.FIELDS:
        return _of_field_table(shape, api.collections)
    stem = stem_of(shape.name)
    if not stem or set(words(shape.name)) & {"error", "exception"}:
        return None
    if stem in api.collections or stem in api.full_names:
        return Owner(stem, CERTAIN, writes)
    if stem[-1] in EXCHANGE_NOUNS or (api.reachable and shape.name not in api.reachable):
        return None
    if not api.resources and len(shape.fields) > 1:
        return Owner(stem, CERTAIN, writes)
    known = has_identity(shape) and len(shape.fields) > 1
    return Owner(stem, LIKELY if api.stems[stem] > 1 or known else HINT, writes)


def _of_operation(shape: Shape, resource: Resource | None, *, writes: bool) -> Owner | None:
    if resource is None or not resource.noun or resource.noun[-1] in EXCHANGE_NOUNS:
        return None
    last = set(words(shape.operation.rsplit("/", 1)[-1]))
    if resource.action and writes and _holds_rows(shape) and not last & (_LOGIN | _AT_ONCE):
        return Owner(resource.noun, HINT, writes)
    if last & _LOGIN or (
        resource.action and not (writes and last & _ENTERING) and not (has_identity(shape) and not writes)
    ):
        return None
    if resource.action and not writes:
        return Owner(resource.noun, HINT, writes)
    listed = sum(f.many and len(f.fields) > 1 for f in shape.fields) == 1
    return Owner(resource.noun, LIKELY if resource.collection or listed else HINT, writes)


def _holds_rows(shape: Shape) -> bool:
    """Whether the body is a list of objects: rows that belong to what the path addresses."""
    return bool(shape.fields) and all(f.many and len(f.fields) > 1 for f in shape.fields)


def _of_field_table(shape: Shape, collections: set[Noun]) -> Owner | None:
    for noun in (stem_of(shape.name), heading_noun(shape.name), *topics(shape.section)):
        if noun in collections:
            return Owner(noun, CERTAIN, writes=True)
    for noun in (heading_noun(shape.name), *topics(shape.section)):
        if (
            noun
            and noun[-1] not in EXCHANGE_NOUNS
            and (noun[-1] not in SOFTWARE_NOUNS | HEADING_TAIL or noun[-1] in WEAK_NOUNS)
        ):
            return Owner(noun, LIKELY if len(shape.fields) >= _MIN_FIELDS else HINT, writes=True)
    return None


def has_identity(shape: Shape) -> bool:
    """Whether one of the fields is an id of its own."""
    return any(words(f.name)[-1:] in (("id",), ("uuid",)) and len(words(f.name)) <= 3 for f in shape.fields)


def _reachable(requirements: Requirements) -> frozenset[str]:
    """The named schemas that some operation sends or receives, directly or inside others; empty where none names any."""
    shapes = {s.name: s for s in requirements.shapes if s.name}
    waiting = [n for o in requirements.operations for n in _named(o) if n in shapes]
    found: set[str] = set(waiting)
    while waiting:
        for name in _references(shapes[waiting.pop()]):
            if name in shapes and name not in found:
                found.add(name)
                waiting.append(name)
    return frozenset(found)


def _named(operation: Operation) -> tuple[str, ...]:
    return (operation.request, *(r.shape for r in operation.responses))


def _references(shape: Shape) -> list[str]:
    found = [*shape.bases, *shape.variants]
    waiting: list[Field] = list(shape.fields)
    while waiting:
        field = waiting.pop()
        if field.reference:
            found.append(field.reference)
        waiting.extend(field.fields)
    return found


def _aliases(
    requirements: Requirements, resources: dict[str, Resource], collections: set[Noun]
) -> tuple[dict[Noun, Noun], tuple[SynonymFinding, ...]]:
    """Short names in paths for what schemas name in full: `/msg` sends and receives `Message`."""
    shapes = {s.name: s for s in requirements.shapes if s.name}
    votes: dict[Noun, Counter[Noun]] = defaultdict(Counter)
    places: dict[Noun, Operation] = {}
    for operation in requirements.operations:
        resource = resources.get(f"{operation.method} {operation.path}")
        if resource is None or not resource.collection or resource.action:
            continue
        names = (operation.request, *(r.shape for r in operation.responses if r.status.startswith("2")))
        stems = (stem_of(e) for n in names if n in shapes for e in _elements(shapes[n]))
        for stem in dict.fromkeys(stems):
            if stem and (stem not in _EMPTY_STEMS):
                votes[resource.noun][stem] += 1
                places.setdefault(resource.noun, operation)
    renamed: dict[Noun, Noun] = {}
    said: list[SynonymFinding] = []
    for noun, counted in votes.items():
        stem, count = counted.most_common(1)[0]
        alike = stem[-len(noun) :] == noun or stem[-1].startswith(noun[-1][:1])
        if (
            noun not in counted
            and (count >= _ENOUGH_VOTES or stem[-len(noun) :] == noun)
            and alike
            and stem not in collections
        ):
            renamed[noun] = stem
            operation = places[noun]
            evidence = Evidence(
                span=operation.span, quote=f"{operation.method} {operation.path}", requirement=operation.requirement
            )
            said.append(SynonymFinding(noun=stem, other=noun, evidence=evidence))
    return renamed, tuple(said)


def _elements(shape: Shape) -> tuple[str, ...]:
    """The shape's name, or that of the elements where it is a page of them."""
    lists = [f.reference for f in shape.fields if f.many and f.reference]
    return (lists[0],) if len(lists) == 1 and "list" in words(shape.name.replace("_", " ")) else (shape.name,)


def _folded(
    requirements: Requirements, owners: list[Owner | None], collections: set[Noun]
) -> tuple[dict[Noun, Noun], tuple[SynonymFinding, ...]]:
    """Shapes whose fields are nearly all those of a collection of the API are about that collection."""
    fields: dict[Noun, set[str]] = defaultdict(set)
    places: dict[Noun, Shape] = {}
    for shape, owner in zip(requirements.shapes, owners, strict=True):
        if owner is not None:
            fields[owner.noun].update("".join(words(f.name)) for f in shape.fields)
            places.setdefault(owner.noun, shape)
    folded: dict[Noun, Noun] = {}
    said: list[SynonymFinding] = []
    for noun, own in fields.items():
        if noun in collections or len(own) < _MIN_FIELDS:
            continue
        shared = {n: len(own & fields[n]) / len(own) for n in fields if n in collections and n != noun}
        best = max(shared, key=lambda n: (shared[n], n), default=None)
        if best is None or shared[best] < _FOLD:
            continue
        folded[noun] = best
        if places[noun].kind == ShapeKind.FIELDS and (noun[: len(best)] == best or noun[-len(best) :] == best):
            shape = places[noun]
            said.append(SynonymFinding(noun=noun, other=best, evidence=Evidence(span=shape.span, quote=shape.name)))
    return folded, tuple(said)
