"""Which names of findings are the same attribute: equal ones, and those that say the same with a filler word more."""

from __future__ import annotations

from collections.abc import Iterable

from database_designer.discover.concepts import Concepts
from database_designer.discover.findings import HINT, AttributeFinding
from database_designer.discover.language.lexicon import EMPTY_ADJECTIVES, NAMING_ADJECTIVES
from database_designer.discover.names import Noun, snake
from database_designer.discover.property_names import is_name_of_property
from database_designer.discover.semantic_types import infer
from database_designer.model.conceptual import Kind

HOUSEKEEPING = frozenset(
    """id uuid guid created_at updated_at deleted_at created_on updated_on modified_at created updated last_modified
    last_updated date_created created_date updated_date modified_date creation_date is_deleted deleted""".split()
)
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
_BARE_TIMES = frozenset({("date",), ("time",), ("day",)})
_TEMPORAL = (Kind.DATE, Kind.INSTANT, Kind.TIME)
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
        name = trimmed(finding.name if finding.structured else _spoken(finding.name, owner), owner)
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


def trimmed(name: Noun, owner: Noun) -> Noun:
    """The name without the words of its owner in front: "loan start date" of a loan is "start date"; an id keeps them."""
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
