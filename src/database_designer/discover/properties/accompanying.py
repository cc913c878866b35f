"""Properties told with "with": "a user with a unique name and a password", "rooms with a number and a floor"."""

from __future__ import annotations

from database_designer.discover.findings import LIKELY
from database_designer.discover.language.lexicon import EMPTY_ADJECTIVES, NAMING_ADJECTIVES
from database_designer.discover.properties.frames import Frames
from database_designer.discover.properties.owners import owners_in
from database_designer.discover.properties.scene import Scene
from database_designer.discover.properties.telling import DATA_NOUNS, is_screen_word, is_telling
from database_designer.discover.properties.told import Told

# "a room with the given number" picks out a room, it does not tell what rooms have.
_KNOWN = (
    EMPTY_ADJECTIVES
    - NAMING_ADJECTIVES
    - frozenset("a an the own unique different several multiple many only one two".split())
)

_WITH = frozenset("with containing carrying bearing".split())
# What is shown with something need not be kept with it.
_SHOWING = frozenset("display show view see list return export print present filter search browse".split())
# People enter themselves.
_JOINING = frozenset("register enrol enroll sign subscribe apply join".split())


def read_accompanying(scene: Scene) -> tuple[Told, ...]:
    """What every "noun with an enumeration" tells whose first member is a property by its name."""
    found: list[Told] = []
    words = scene.frames.words
    shown = next((f.verb.end for f in scene.frames.frames if f.verb.lemma in _SHOWING), len(words))
    for k in range(1, min(shown, len(words) - 1)):
        behind = k - 2 if k > 2 and words[k - 1].lower == "each" and words[k - 2].lower == "," else k
        if words[k].lower not in _WITH or words[behind - 1].pos not in ("NOUN", "PROPN"):
            continue
        start = behind
        while start and (words[start - 1].pos in ("NOUN", "PROPN", "ADJ") or words[start - 1].tag == "VBN"):
            start -= 1
        owners = scene.whole_of(start) or owners_in(words[start:behind])
        if not owners or is_screen_word(owners[0]) or is_telling(owners[0]):
            continue
        if words[k + 1].lower in _KNOWN or words[k + 2 if k + 2 < len(words) else k + 1].lower in _KNOWN:
            continue
        listed = scene.listed(k + 1, _end(scene.frames, k))
        first = is_telling(listed.items[0].name) or listed.items[0].type if listed.items else False
        if first or (words[k].lower != "with" and listed.telling):
            if len(listed.items) == 1 and words[k + 1].lower == "the":
                continue
            items = tuple(i for i in listed.items if not (i.plural and not is_telling(i.name)))
            found.append(Told(owners=owners[-1:], items=items, weight=LIKELY))
    found.extend(_registering(scene))
    found.extend(_including(scene))
    return tuple(found)


def _registering(scene: Scene) -> tuple[Told, ...]:
    """As in "a rower registers with a name and a phone number": what people give of themselves."""
    words = scene.frames.words
    for frame in scene.frames.frames:
        place = frame.verb.end + (frame.verb.end < len(words) and words[frame.verb.end].lower == "up")
        joining = frame.verb.lemma in _JOINING and not frame.verb.passive and frame.relative is None
        if joining and place < len(words) - 1 and words[place].lower == "with":
            listed = scene.listed(place + 1, _end(scene.frames, place))
            owners = tuple(o for o in scene.subject(frame) if not is_telling(o))
            if len(owners) == 1 and len(listed.items) > 1 and is_telling(listed.items[0].name):
                return (Told(owners=owners, items=listed.items, weight=LIKELY),)
    return ()


def _including(scene: Scene) -> tuple[Told, ...]:
    """As in "the boat data is kept, including the name and length": the list belongs to what the data is of."""
    words = scene.frames.words
    place = next((k for k in range(2, len(words) - 1) if words[k].lower in ("including", "comprising")), None)
    if place is None:
        return ()
    data = next((k for k in range(place - 1, 0, -1) if words[k].lemma in DATA_NOUNS), None)
    if data is None:
        return ()
    start = data
    while start and words[start - 1].pos in ("NOUN", "PROPN", "ADJ"):
        start -= 1
    listed = scene.plain(place + 1, _end(scene.frames, place))
    owners = owners_in(words[start:data])
    return (Told(owners=owners, items=listed.items, weight=LIKELY),) if owners and listed.telling else ()


def _end(frames: Frames, start: int) -> int:
    """Where the enumeration after "with" ends: before the next clause that stands by itself, or a closing bracket."""
    verbs = (
        f for f in frames.frames if f.verb.start > start and f.verb.finite and f.relative is None and not f.indirect
    )
    end = next((f.left if f.left > start else f.verb.start for f in verbs), len(frames.words))
    bracket = (k for k in range(start, end) if frames.words[k].text == ")")
    depth = next(bracket, None)
    opened = any(w.text == "(" for w in frames.words[start : depth or start])
    return depth if depth is not None and not opened else end
