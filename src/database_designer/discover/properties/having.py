"""Properties that a thing has: "each tank has a name and a size", "it is identified by a code", "a reader with an age"."""

from __future__ import annotations

from database_designer.discover.findings import LIKELY
from database_designer.discover.items import Item
from database_designer.discover.properties.frames import Frame
from database_designer.discover.properties.scene import Listed, Scene
from database_designer.discover.properties.telling import is_telling
from database_designer.discover.properties.told import Told

_HAVING = frozenset("have possess contain include comprise feature carry own".split())
_DESCRIBED = frozenset("identify describe characterize characterise define specify determine distinguish".split())
_MADE_OF = {"consist": "of", "compose": "of", "make": "of", "make-up": "of"}


def read_having(scene: Scene, frame: Frame) -> Told | None:
    """What a verb of having tells; None where it is no such verb."""
    if frame.verb.negated or frame.indirect:
        return None
    start = _list_start(scene, frame)
    if start is None or start >= frame.right:
        return None
    owners = scene.subject(frame) or (scene.lead if frame.verb.lemma == "have" else ())
    listed = scene.listed(start, frame.right)
    items = tuple(i for i in listed.items if not _is_relation(i, listed))
    return Told(owners=owners, items=items, weight=LIKELY) if owners and items else None


def _list_start(scene: Scene, frame: Frame) -> int | None:
    words = scene.frames.words
    end = frame.verb.end
    after = words[end].lower if end < frame.right else ""
    lemma = frame.verb.lemma
    if lemma in _HAVING and not frame.verb.passive:
        if after == "in" or (lemma == "have" and after == "to"):
            return None
        return end
    if lemma in _DESCRIBED and frame.verb.passive:
        return end + 1 if after == "by" else None
    if _MADE_OF.get(lemma) == after:
        return end + 1
    return None


def _is_relation(item: Item, listed: Listed) -> bool:
    """Whether the item is rather a thing that the owner has several of than a property of it."""
    if is_telling(item.name) or item.type is not None:
        return False
    return item.many or (item.plural and not listed.telling)
