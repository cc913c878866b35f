"""Properties that a thing has: "each tank has a name and a size", "it is identified by a code", "a reader with an age"."""

from __future__ import annotations

from database_designer.discover.findings import LIKELY
from database_designer.discover.items import Item, split_items
from database_designer.discover.names import Noun
from database_designer.discover.properties.frames import Frame
from database_designer.discover.properties.scene import Listed, Scene
from database_designer.discover.properties.telling import is_screen_word, is_telling
from database_designer.discover.properties.told import Told
from database_designer.discover.property_names import GERUNDS

_HAVING = frozenset("have possess contain include comprise feature carry own".split())
_INCLUDING = frozenset("include contain comprise".split())
_DESCRIBED = frozenset("identify describe characterize characterise define specify determine distinguish".split())
_GIVEN = frozenset("assign give".split())
# What bears or holds something has it as a property only where that is one by its name.
_BEARING = frozenset("bear hold carry show come".split())
# What these show is kept elsewhere.
_SHOWING = frozenset(
    "report overview summary statistic statistics dashboard list screen page view form diagram".split()
)
_MADE_OF = {"consist": "of", "compose": "of", "make": "of", "make-up": "of"}


def read_having(scene: Scene, frame: Frame) -> Told | None:
    """What a verb of having tells; None where it is no such verb."""
    if frame.verb.negated or frame.indirect:
        return None
    start = _list_start(scene, frame)
    if start is None or start >= frame.right:
        return None
    end = _own_end(scene, start, frame.right)
    owners = scene.subject(frame) or (scene.lead if frame.verb.lemma == "have" else ())
    listed = scene.plain(start, end)
    if frame.verb.lemma in _INCLUDING and any(i.name[0] in GERUNDS for i in listed.items):
        return None  # "use includes copying and passing on" tells of acts
    items = tuple(i for i in listed.items if not _is_relation(i, listed))
    if frame.verb.lemma in ("consist", "compose") and not listed.telling:
        items = ()  # "a set consists of a board and a dice cup": parts
    somebody = _somebody(scene, start, end)
    items = tuple(i for i in items if i.name != somebody)
    if frame.verb.lemma in _BEARING:
        items = items if listed.telling and is_telling(items[0].name if items else ()) else ()
    if frame.verb.lemma == "make" and any(w.lower == "or" for w in scene.frames.words[start:end]):
        items = split_items(f"material ({scene.frames.said(start, end)})")  # "made of oak or beech": values
    if frame.verb.lemma == "show" and any(o[-1] in _SHOWING for o in owners):
        return None
    if not listed.telling and (any(is_screen_word(o) for o in owners) or _is_done(scene, start, frame.right)):
        return None
    return Told(owners=owners, items=items, weight=LIKELY) if owners and items else None


def _somebody(scene: Scene, start: int, end: int) -> Noun:
    """Who is no property in "a choir has a name and a speaker, who is one of the singers"; () for nobody."""
    words = scene.frames.words
    who = next((k for k in range(start + 1, end) if words[k].lower == "who" and words[k - 1].lower == ","), None)
    before = scene.plain(start, who - 1).items if who is not None else ()
    return before[-1].name if before else ()


def _is_done(scene: Scene, start: int, end: int) -> bool:
    """As in "has permission to view", "has boats assigned": no property but what may be or was done."""
    words = scene.frames.words
    may = any(words[k].lower == "to" and words[k + 1].tag == "VB" for k in range(start, end - 1))
    last = next((w for w in reversed(words[start:end]) if w.text not in (".", ",")), None)
    return may or (last is not None and last.tag in ("VBN", "VBD"))


def _own_end(scene: Scene, start: int, end: int) -> int:
    """Where the enumeration ends that is the owner's: what follows "parts with ..." is told of the parts."""
    words = scene.frames.words
    for k in range(start + 1, end):
        part = words[k - 1].lower == "," or (words[k - 1].pos == "NOUN" and not is_telling((words[k - 1].lemma,)))
        if words[k].lower in ("with", "containing") and part:
            return k
    return end


def _list_start(scene: Scene, frame: Frame) -> int | None:
    words = scene.frames.words
    end = frame.verb.end
    after = words[end].lower if end < frame.right else ""
    lemma = frame.verb.lemma
    if lemma == "come" and after == "with":
        return end + 1
    if lemma in _HAVING | _BEARING - {"come"} and not frame.verb.passive:
        if after == "in" or (lemma == "have" and after == "to"):
            return None
        return end
    if lemma in _DESCRIBED and frame.verb.passive:
        return end + 1 if after == "by" else None
    if _MADE_OF.get(lemma) == after:
        return end + 1
    if lemma in _GIVEN and frame.verb.passive and end < frame.right and words[end].pos == "DET":
        return end
    return None


def _is_relation(item: Item, listed: Listed) -> bool:
    """Whether the item is rather a thing that the owner has several of than a property of it."""
    if is_telling(item.name) or item.type is not None:
        return False
    return item.many or (item.plural and not listed.telling)
