"""Properties that people enter: "to register a boat, the owner enters its name and length", "members give their e-mail"."""

from __future__ import annotations

from database_designer.discover.findings import HINT, LIKELY
from database_designer.discover.language.lexicon import ROLE_ENDINGS
from database_designer.discover.names import Noun, singular
from database_designer.discover.properties.frames import Frame
from database_designer.discover.properties.owners import ANAPHORS, owners_in
from database_designer.discover.properties.scene import Listed, Scene
from database_designer.discover.properties.telling import is_telling
from database_designer.discover.properties.told import Told

_ENTERING = frozenset("enter provide specify indicate fill supply give write input submit state choose".split())
_MAKING = frozenset("create add register record publish open make".split())
_SIGNING = frozenset("log sign login authenticate".split())
_INTO = frozenset("in into on onto with using".split())
_OBLIGED = frozenset("must need needs shall should has have".split())
_USING = frozenset("with using".split())


def read_entering(scene: Scene, frame: Frame) -> Told | None:
    """What a verb of entering or signing in tells; None where it is no such verb or says of nothing whose it is."""
    if frame.verb.negated or frame.verb.passive or frame.indirect:
        return None
    if frame.verb.lemma in _ENTERING:
        return _entered(scene, frame, frame.verb.end)
    gerund = _gerund(scene, frame)
    if gerund is not None:
        return _entered(scene, frame, gerund + 1)
    return _credentials(scene, frame) if frame.verb.lemma in _SIGNING else None


def _gerund(scene: Scene, frame: Frame) -> int | None:
    """The place of "providing" in "members join by providing their name"."""
    words = scene.frames.words
    places = range(frame.verb.end + 1, frame.right - 1)
    return next(
        (
            k
            for k in places
            if words[k].tag == "VBG" and words[k].lemma in _ENTERING and words[k - 1].lower in ("by", "via", "through")
        ),
        None,
    )


def _entered(scene: Scene, frame: Frame, start: int) -> Told | None:
    words = scene.frames.words
    if start < frame.right and words[start].lower in ("in", "out"):
        start += 1
    if start >= frame.right:
        return None
    thing = next((k for k in range(start + 1, frame.right) if words[k].lower == "with"), frame.right)
    if thing < frame.right and (things := owners_in(words[start:thing])) and not is_telling(things[0]):
        return _told_with(scene, things, thing + 1, frame.right)
    listed = scene.listed(start, frame.right)
    made = _made(scene, frame)
    own = words[start].tag == "PRP$"
    told = listed.owners if _by_somebody(scene, frame) else ()
    owners = made or scene.lead or (scene.subject(frame) or scene.topic if own else ()) or told
    if owners and listed.items and (listed.telling or own or scene.lead):
        return Told(owners=owners, items=listed.items, weight=LIKELY)
    return _of_oneself(scene, frame, listed)


def _told_with(scene: Scene, owners: tuple[Noun, ...], start: int, end: int) -> Told | None:
    """As in "divers enter a find with a depth and a date": it is told of the find."""
    listed = scene.plain(start, end)
    return Told(owners=owners, items=listed.items, weight=LIKELY) if listed.telling else None


def _by_somebody(scene: Scene, frame: Frame) -> bool:
    """Whether people enter it: a field, too, "indicates the type of a part", but tells nothing that is kept of it."""
    subject = scene.frames.words[frame.left : frame.verb.start]
    last = next((w for w in reversed(subject) if w.pos in ("NOUN", "PROPN", "PRON")), None)
    return last is None or last.pos == "PRON" or singular(last.lower).endswith((*ROLE_ENDINGS, "admin"))


def _of_oneself(scene: Scene, frame: Frame, listed: Listed) -> Told | None:
    """As in "when members join, they must give a nickname": what people have to tell may be of themselves."""
    said = {w.lower for w in scene.frames.words[: frame.verb.end]}
    if not (listed.telling and said & _OBLIGED and said & ANAPHORS and scene.topic):
        return None
    return Told(owners=scene.topic, items=listed.items, weight=HINT)


def _made(scene: Scene, frame: Frame) -> tuple[Noun, ...]:
    """What is made by entering: "enters A and B to create a ticket", "to create a ticket, the user enters A and B"."""
    words = scene.frames.words
    for k, word in enumerate(words[:-1]):
        making = word.lemma in _MAKING and (k < frame.left or k >= frame.right)
        if making and (k == 0 or words[k - 1].lower in ("to", "when", "for", "by")):
            end = k + 1
            while end < len(words) and words[end].lower not in (",", ".", "by", "with", "and", "for", "in", "the"):
                end += 1
            return owners_in(words[k + 1 : end])[:1]
    return ()


def _credentials(scene: Scene, frame: Frame) -> Told | None:
    """As in "members log in with a user name and a password": what they are known by is theirs."""
    words = scene.frames.words
    if frame.verb.end >= frame.right or words[frame.verb.end].lower not in _INTO:
        return None
    for k in range(frame.verb.end, frame.right - 1):
        if words[k].lower in _USING:
            listed = scene.listed(k + 1, frame.right)
            owners = scene.subject(frame)
            if owners and listed.telling:
                return Told(owners=owners, items=listed.items, weight=LIKELY)
    return None
