"""Attributes of an entity type out of all findings about it: one per name, structured sources first."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation

from database_designer.discover.concepts import Concepts, is_person
from database_designer.discover.findings import HINT, AttributeFinding, UniqueFinding, ValuesFinding
from database_designer.discover.language.lexicon import EMPTY_ADJECTIVES, NAMING_ADJECTIVES
from database_designer.discover.names import Noun, singular, snake, words
from database_designer.discover.properties.telling import is_telling
from database_designer.discover.property_names import is_name_of_property
from database_designer.discover.semantic_types import infer, is_personal, is_secret
from database_designer.model.conceptual import Attribute, Kind, Many, SemanticType, Uniqueness
from database_designer.model.expression import (
    And,
    Between,
    Call,
    Comparator,
    Comparison,
    Expression,
    Literal,
    LiteralKind,
    Path,
)
from database_designer.source import Evidence, Origin

HOUSEKEEPING = frozenset(
    """id uuid guid created_at updated_at deleted_at created_on updated_on modified_at created updated last_modified
    last_updated date_created created_date updated_date modified_date creation_date is_deleted deleted""".split()
)
_NUMERIC = (Kind.INTEGER, Kind.DECIMAL, Kind.MONEY, Kind.PERCENT)
_TEXTUAL = (Kind.TEXT, Kind.CODE, Kind.EMAIL, Kind.PHONE, Kind.URL)
_FILLER_WORDS = frozenset({"number", "value", "name", "of", "the", "date", "address"})
_TIME_WORDS = frozenset("date time on at day timestamp datetime of the".split())
_SHORT = {
    "max": "maximum",
    "min": "minimum",
    "no": "number",
    "num": "number",
    "qty": "quantity",
    "desc": "description",
    "amt": "amount",
    "tel": "phone",
    "telephone": "phone",
}
# An id that other programs give the row itself ("optional unique identifier of the message") points to nothing.
_IDENTIFIES = re.compile(r"\bidentif(?:ier|ies)\b", re.IGNORECASE)
# Persons who need not be known to the system ("emergency contact").
_NO_USERS = frozenset("contact person head lead user owner".split())
_BARE_TIMES = frozenset({("date",), ("time",), ("day",)})
_TEMPORAL = (Kind.DATE, Kind.INSTANT, Kind.TIME)
# Properties that rows often lack: what happens later or not at all, and remarks.
_OFTEN_MISSING = frozenset(
    """ended closed cancelled canceled completed actual deleted archived resolved approved released rejected left
    note notes comment comments remark remarks description reason bio middle second secondary alternative fax website
    image photo picture avatar logo url read used revoked paid confirmed finished returned previous optional""".split()
)
IN_PROSE = "named in prose"
_MEASURED = frozenset("minimum maximum average total".split())
_MAX_NAME = 6
_NOW = frozenset("date time day status state".split())


def is_own_key(name: Noun, owner: Noun, concepts: Concepts) -> bool:
    """Whether a field is the surrogate key of its own entity: id, uuid, <entity>Id, <last word>Uuid."""
    key = snake(name)
    called = [owner, *concepts.others(owner)]
    named = [*called, *(n[-1:] for n in called if concepts.exact(n[-1:]) in (None, owner))]
    stems = {spelled for n in named for spelled in (snake(n), "".join(n))}
    return key in ("id", "uuid", "guid", "identifier") or any(key in (f"{s}_id", f"{s}_uuid", f"{s}id") for s in stems)


def group(owner: Noun, findings: Iterable[AttributeFinding], concepts: Concepts) -> dict[Noun, list[AttributeFinding]]:
    """The findings by attribute: equal names, and names that say the same with a filler word more ("phone number")."""
    grouped: dict[Noun, list[AttributeFinding]] = {}
    index: dict[str, list[Noun]] = {}
    known = sorted(findings, key=lambda f: not f.structured)
    has_structure = any(f.structured for f in known)
    for finding in known:
        name = _trim(finding.name if finding.structured else _spoken(finding.name, owner), owner)
        if not name or len(name) > _MAX_NAME or _is_housekeeping(finding, name, owner, concepts):
            continue
        if not finding.structured and not is_name_of_property(name):
            continue
        same = _same_in(name, grouped, index) or _longer_name(name, finding, grouped)
        if (
            same is None
            and not finding.structured
            and _adds_nothing(name, finding, grouped, among_fields=has_structure)
        ):
            continue
        if same is None:
            grouped[name] = []
            for key in _index_keys(name):
                index.setdefault(key, []).append(name)
        grouped[same or name].append(finding)
    return grouped


def _is_housekeeping(finding: AttributeFinding, name: Noun, owner: Noun, concepts: Concepts) -> bool:
    return is_own_key(finding.name, owner, concepts) or snake(name) in HOUSEKEEPING


def _adds_nothing(
    name: Noun, finding: AttributeFinding, grouped: dict[Noun, list[AttributeFinding]], *, among_fields: bool
) -> bool:
    """Whether a property of prose only repeats loosely what fields already say."""
    if name == ("name",) and ("first", "name") in grouped and ("last", "name") in grouped:
        return True
    if name in _BARE_TIMES and _has_times(grouped):
        return True
    return among_fields and finding.weight <= HINT and not finding.parts


def _index_keys(name: Noun) -> tuple[str, ...]:
    """By what names that may say the same are found: they share a stem, the first word, or all letters."""
    return tuple(dict.fromkeys(("".join(name), name[0], *sorted(_core(name)))))


def _same_in(name: Noun, grouped: dict[Noun, list[AttributeFinding]], index: dict[str, list[Noun]]) -> Noun | None:
    if name in grouped:
        return name
    candidates = dict.fromkeys(n for key in _index_keys(name) for n in index.get(key, ()))
    return next((n for n in candidates if _same(n, name)), None)


def _has_times(grouped: dict[Noun, list[AttributeFinding]]) -> bool:
    return any(infer(n).kind in _TEMPORAL and f[0].structured for n, f in grouped.items())


def _longer_name(name: Noun, finding: AttributeFinding, grouped: dict[Noun, list[AttributeFinding]]) -> Noun | None:
    """The one field that a name in prose says more fully ("board registration number" of registrationNumber)."""
    if finding.structured or len(name) < 3:
        return None
    found = [n for n, f in grouped.items() if len(n) > 1 and n == name[-len(n) :] and f[0].structured]
    return found[0] if len(found) == 1 else None


def _spoken(name: Noun, owner: Noun) -> Noun:
    """The name as prose means it: without what picks out a row ("appropriate role", "current date")."""
    while (
        len(name) > 1
        and name[-1] not in ("by", "at", "on")
        and (name[0] in EMPTY_ADJECTIVES - NAMING_ADJECTIVES or (name[0] == "current" and name[-1] in _NOW))
    ):
        name = name[1:]
    inner = tuple(w for w in name if w != owner[-1])
    return inner if len(owner) == 1 and len(inner) > 1 and name[0] != owner[-1] and "of" not in name else name


def _trim(name: Noun, owner: Noun) -> Noun:
    if name[-1] in ("id", "uuid", "fk") and len(name) <= len(owner) + 1:
        return name
    for size in range(len(owner), 0, -1):
        if len(name) > size and name[:size] == owner[-size:]:
            return name[size:]
    return name


def _core(name: Noun) -> frozenset[str]:
    """The words that tell which property it is, cut to their stems: {"start"} for started_on and start_date."""
    full = (_SHORT.get(w, w) for w in name if w not in _TIME_WORDS)
    return frozenset(_stem(w) for w in full)


def _stem(word: str) -> str:
    for ending in ("ing", "ed", "es", "s", "e"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word


def _same(one: Noun, two: Noun) -> bool:
    if one == two or "".join(one) == "".join(two):
        return True
    temporal = [infer(n).kind in _TEMPORAL for n in (one, two)]
    if _core(one) and _core(one) == _core(two) and temporal[0] == temporal[1]:
        return True
    longer, shorter = (one, two) if len(one) > len(two) else (two, one)
    extra = set(longer) - set(shorter)
    return (
        set(shorter) <= set(longer)
        and extra <= _FILLER_WORDS
        and longer[0] == shorter[0]
        and not ({"name", "date", "number"} & extra and infer(one).kind != infer(two).kind)
    )


def build(
    name: Noun, found: list[AttributeFinding], values: tuple[ValuesFinding, ...], uniques: tuple[UniqueFinding, ...]
) -> Attribute:
    """The attribute of all findings about it."""
    kind = _type(name, found, values)
    required = next((f.required for f in found if f.required is not None), None)
    unique = any(f.unique for f in found) or bool(uniques)
    ignoring = any(u.ignore_case for u in uniques)
    # What tells of its values and their uniqueness is quoted, however often the property itself is named.
    said = [f.evidence for f in found]
    told = [*(v.evidence for v in values[:2]), *(u.evidence for u in uniques)]
    evidence = tuple(dict.fromkeys((*said[:3], *told, *said[3:])))
    attribute_name = _stored_name(name)
    many = _many(found, kind)
    default = next((f.default for f in found if f.default is not None), None)
    return Attribute(
        name=attribute_name,
        type=kind,
        origin=Origin(
            evidence=evidence[:6],
            decided_by="attributes",
            principle=_principle(found),
            assumed=bool(found) and all(f.assumed for f in found) and not values,
        ),
        says=next((f.says for f in found if f.says), ""),
        optional=required is False
        or (required is None and not unique and many is None and default is None and not _expected(name, found)),
        check=None if many else _check(attribute_name, kind, found),
        unique=(Uniqueness.IGNORE_CASE if ignoring or kind.kind == Kind.EMAIL else Uniqueness.EXACT)
        if unique and many is None
        else Uniqueness.NO,
        default=_default(default, kind) if many is None else None,
        matches=_pattern(found) if kind.kind in _TEXTUAL and many is None else None,
        personal=is_personal(name),
        secret=is_secret(name),
        many=many,
        assumed=("optional",) if required is None and not unique else (),
    )


def _expected(name: Noun, found: list[AttributeFinding]) -> bool:
    """Whether a property that nobody calls required or optional is taken for required.

    "A room has a name and a floor" is read as written; what only responses show, and what rows often lack, is not.
    """
    if set(name) & _OFTEN_MISSING or (found and all(f.read_only or not f.written for f in found)):
        return False
    return any(f.weight >= HINT for f in found)


def _principle(found: list[AttributeFinding]) -> str:
    if found and all(f.assumed for f in found):
        return "usual for such a thing"
    return "a field of the API or of a field table" if any(f.structured for f in found) else IN_PROSE


def _stored_name(name: Noun) -> str:
    """Passwords are stored as hashes only, and are named so."""
    key = snake(name)
    return "password_hash" if name[-1] in ("password", "passwd", "pwd") and len(name) <= 2 else key


def _type(name: Noun, found: list[AttributeFinding], values: tuple[ValuesFinding, ...]) -> SemanticType:
    stated_lists = [v for v in values if v.structured and len(v.values) > 1]
    closed = [v for v in values if not v.open and len(v.values) > 1]
    # One body may take some of the values only.
    wider = [v for v in closed if stated_lists and set(v.values) > set(stated_lists[0].values)]
    told = sorted(wider, key=lambda v: -len(v.values))[:1] or stated_lists[:1] or closed or list(values)
    listed = tuple(dict.fromkeys(v for f in told for v in f.values))
    if len(listed) > 1:
        return SemanticType(kind=Kind.LIST, values=_one_spelling(listed), open_list=all(f.open for f in told))
    stated = [f.type for f in found if f.type is not None]
    lists = [t for t in stated if t.kind == Kind.LIST]
    if lists:
        return lists[0]
    specific = [t for t in stated if t.kind != Kind.TEXT]
    best = specific[0] if specific else (stated[0] if stated else infer(name))
    if best.kind == Kind.UUID and name[-1] not in ("id", "uuid"):
        return best
    length = next((f.max_length for f in found if f.max_length), None)
    if best.kind == Kind.TEXT and length and best.length is None:
        return SemanticType(kind=Kind.TEXT, length=length)
    number = _number_by_bounds(found) if not stated and best.kind == Kind.TEXT else None
    return SemanticType(kind=number) if number is not None else best


def _number_by_bounds(found: list[AttributeFinding]) -> Kind | None:
    """What has bounds is a number, whatever it is called: a whole one between two whole ones; None where it has none."""
    bounds = next((b for f in found if any(b := (f.minimum, f.maximum, f.above, f.below))), None)
    if bounds is None:
        return None
    whole = None not in bounds[:2] and all(b.lstrip("-").isdigit() for b in bounds if b is not None)
    return Kind.INTEGER if whole else Kind.DECIMAL


def _one_spelling(values: tuple[str, ...]) -> tuple[str, ...]:
    """Values that differ in case, spaces or underscores only are one; the first spelling stays."""
    kept: dict[str, str] = {}
    for value in values:
        kept.setdefault("".join(c for c in value.lower() if c.isalnum()), value)
    return tuple(kept.values())


def _many(found: list[AttributeFinding], kind: SemanticType) -> Many | None:
    structured = [f for f in found if f.structured]
    several = (
        any(f.many for f in structured)
        if structured
        else any(f.many and f.name[-1] not in ("data", "information") for f in found)
    )
    plain = kind.kind in (Kind.JSON, Kind.INTEGER, Kind.DECIMAL, Kind.MONEY, Kind.BOOLEAN, Kind.DURATION)
    return Many() if several and (structured or not plain) else None


def _pattern(found: list[AttributeFinding]) -> str | None:
    return next((f.pattern for f in found if f.pattern and len(f.pattern) < 300), None)


def _number(text: str | None) -> Literal | None:
    try:
        value = Decimal(text) if text else None
    except InvalidOperation:
        return None
    if value is None or not value.is_finite() or abs(value) > Decimal("1e15"):
        return None
    return Literal(kind=LiteralKind.NUMBER, value=f"{value:f}")


def _check(name: str, kind: SemanticType, found: list[AttributeFinding]) -> Expression | None:
    path = Path(steps=(name,))
    parts: list[Expression] = []
    if kind.kind in _NUMERIC:
        low, high = (_number(next((v for f in found if (v := getattr(f, k))), None)) for k in ("minimum", "maximum"))
        above, below = (_number(next((v for f in found if (v := getattr(f, k))), None)) for k in ("above", "below"))
        if low and high and Decimal(low.value) < Decimal(high.value):
            parts.append(Between(operand=path, low=low, high=high))
        else:
            parts.extend(
                Comparison(operator=o, left=path, right=v)
                for o, v in ((Comparator.GE, low), (Comparator.LE, high))
                if v
            )
        parts.extend(
            Comparison(operator=o, left=path, right=v) for o, v in ((Comparator.GT, above), (Comparator.LT, below)) if v
        )
    elif kind.kind in _TEXTUAL:
        shortest = next((f.min_length for f in found if f.min_length and f.min_length > 1), None)
        if shortest:
            length = Call(function="length", arguments=(path,))
            parts.append(
                Comparison(
                    operator=Comparator.GE, left=length, right=Literal(kind=LiteralKind.NUMBER, value=str(shortest))
                )
            )
    unique_parts = tuple(dict.fromkeys(parts))
    if len(unique_parts) > 1:
        return And(operands=unique_parts)
    return unique_parts[0] if unique_parts else None


def _default(default: Literal | None, kind: SemanticType) -> Literal | None:
    """The default where it is a value of the type; None otherwise."""
    if default is None:
        return None
    if kind.kind == Kind.LIST:
        match = next((v for v in kind.values if v.lower() == default.value.lower()), None)
        return Literal(kind=LiteralKind.VALUE, value=match) if match else None
    if kind.kind in _NUMERIC:
        return _number(default.value)
    if kind.kind == Kind.BOOLEAN:
        return default if default.kind == LiteralKind.BOOLEAN else None
    if kind.kind in _TEXTUAL and default.kind in (LiteralKind.TEXT, LiteralKind.VALUE) and len(default.value) < 200:
        return Literal(kind=LiteralKind.TEXT, value=default.value)
    return None


def evidence_of(found: Iterable[AttributeFinding]) -> tuple[Evidence, ...]:
    """The quotations behind findings, each once."""
    return tuple(dict.fromkeys(f.evidence for f in found))


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
    name = _trim(finding.name, owner)
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
    return name[0] in _MEASURED or infer(name).kind not in (Kind.TEXT, Kind.FILE, Kind.JSON)
