"""Properties that a thing stands under: "each film is assigned to a genre", "the mill is located at an address"."""

from __future__ import annotations

from database_designer.discover.findings import LIKELY
from database_designer.discover.properties.frames import Frame
from database_designer.discover.properties.scene import Scene
from database_designer.discover.properties.telling import is_telling
from database_designer.discover.properties.told import Told

_STANDING = {
    "assign": ("to",), "locate": ("at", "in"), "situate": ("at", "in"), "classify": ("by", "into"), "categorize": ("by",),
    "belong": ("to",), "rate": ("with", "on"), "label": ("with",), "mark": ("with",), "tag": ("with",), "number": ("with",),
}  # fmt: skip
_PLACES = frozenset("location place genre category class".split())
_ONE = frozenset("a an one exactly its their".split())


def read_standing(scene: Scene, frame: Frame) -> Told | None:
    """What such a verb tells where its object is a property by its name; None for any other."""
    words = scene.frames.words
    end = frame.verb.end
    if frame.verb.negated or frame.indirect or end + 1 >= frame.right:
        return None
    if words[end].lower not in _STANDING.get(frame.verb.lemma, ()) or words[end + 1].lower not in _ONE:
        return None
    listed = scene.plain(end + 1, frame.right)
    owners = scene.subject(frame)
    items = tuple(i for i in listed.items[:1] if (is_telling(i.name) or i.name[-1] in _PLACES) and not i.plural)
    return Told(owners=owners, items=items, weight=LIKELY) if owners and items else None
