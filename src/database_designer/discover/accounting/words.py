"""Which entity types a statement names as worked on: created, changed, listed, looked for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from database_designer.discover.language.lexicon import CRUD_VERBS, HEADING_TAIL
from database_designer.discover.names import Noun, singular, words
from database_designer.discover.policies.owners import names_of
from database_designer.model.conceptual import EntityType

_SEEING = frozenset(
    """see show display search filter sort find select store save keep capture log enter change set mark attach look
    access read choose maintain provide support transition transfer move merge split link unlink refund pay""".split()
)
# After a modal any verb works on its object ("can reassign visits"), but those of being do not.
_ABLE = frozenset("can may could".split())
_NO_WORK = frozenset("be have exist not also only never belong".split())
_REACH = 8  # words between a verb and its object
_MOST_ELEMENTS = 8
# After a name: it does something ("members can ...", "allow members to ..."), or something is done to it.
_ACTING = frozenset("can shall must may will should could to who".split())
_BEING = frozenset("be is are was were been".split())


@dataclass(frozen=True, slots=True)
class Named:
    """The entity types of a model, and their places by the first words of their names."""

    entities: tuple[EntityType, ...]
    places: Mapping[str, list[int]]

    def beginning(self, said: frozenset[str]) -> list[EntityType]:
        """The entity types of which a name begins with one of the words, in the order of the model."""
        return [self.entities[i] for i in sorted({i for word in said for i in self.places.get(word, ())})]


def named(entities: tuple[EntityType, ...]) -> Named:
    """The entity types as they are looked up by `mentioned`."""
    places: dict[str, list[int]] = defaultdict(list)
    for place, entity in enumerate(entities):
        for name in names_of(entity):
            places[name[0]].append(place)
    return Named(entities, places)


def mentioned(text: str, known: Named) -> tuple[str, ...]:
    """The entity types that the text names as worked on, with those of their properties that it names, too."""
    raw = words(text[:1_000])
    flat = tuple(singular(w) for w in raw)
    worked = [i for i, w in enumerate(raw) if w in _WORKING or (i > 0 and raw[i - 1] in _ABLE and w not in _NO_WORK)]
    said = frozenset(flat)
    found: list[str] = []
    for entity in known.beginning(said):
        if any(name[0] in said and _is_object(flat, name, worked) for name in names_of(entity)):
            found.append(entity.name)
            found.extend(_properties(flat, entity))
    return tuple(found[:_MOST_ELEMENTS])


def _is_object(flat: Noun, name: Noun, worked: list[int]) -> bool:
    """Whether the name stands after a verb ("edit the open loan"), before a passive, or in "loan management"."""
    size = len(name)
    for start in range(len(flat) - size + 1):
        if flat[start : start + size] != name:
            continue
        end = start + size
        if flat[end : end + 1] and flat[end] in _ACTING:
            continue
        if any(0 < start - i <= _REACH for i in worked):
            return True
        if any(end < i <= end + 3 and _BEING & set(flat[end:i]) for i in worked):
            return True
        if end < len(flat) and flat[end] in HEADING_TAIL and end + 1 >= len(flat) - 1:
            return True
    return False


def _properties(flat: Noun, entity: EntityType) -> list[str]:
    names = [a.name for a in entity.attributes] + [r.name for r in entity.references]
    if entity.lifecycle is not None:
        names.append(entity.lifecycle.state)
    text = f" {' '.join(flat)} "
    return [f"{entity.name}.{n}" for n in names if f" {' '.join(singular(w) for w in n.split('_'))} " in text]


def _forms(verb: str) -> tuple[str, ...]:
    """The forms of a regular verb."""
    stem = verb[:-1] if verb.endswith("e") else verb
    forms = [verb, f"{verb}s", f"{verb}es", f"{stem}ed", f"{stem}ing", f"{verb}{verb[-1]}ed", f"{verb}{verb[-1]}ing"]
    return (*forms, f"{verb[:-1]}ies", f"{verb[:-1]}ied") if verb.endswith("y") else tuple(forms)


_WORKING = frozenset(form for verb in CRUD_VERBS | _SEEING for form in _forms(verb)) | {
    "found",
    "kept",
    "sold",
    "shown",
}
