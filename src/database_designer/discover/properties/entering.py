"""Properties that people enter: "to register a boat, the owner enters its name and length", "members give their e-mail"."""

from __future__ import annotations

from database_designer.discover.findings import LIKELY
from database_designer.discover.names import Noun
from database_designer.discover.properties.frames import Frame
from database_designer.discover.properties.owners import owners_in
from database_designer.discover.properties.scene import Scene
from database_designer.discover.properties.told import Told

_ENTERING = frozenset("enter provide specify indicate fill supply give write input submit state choose".split())
_MAKING = frozenset("create add register record publish open make".split())
_SIGNING = frozenset("log sign login authenticate".split())
_INTO = frozenset("in into on onto with using".split())
_USING = frozenset("with using".split())


def read_entering(scene: Scene, frame: Frame) -> Told | None:
    """What a verb of entering or signing in tells; None where it is no such verb or says of nothing whose it is."""
    if frame.verb.negated or frame.verb.passive or frame.indirect:
        return None
    if frame.verb.lemma in _ENTERING:
        return _entered(scene, frame)
    return _credentials(scene, frame) if frame.verb.lemma in _SIGNING else None


def _entered(scene: Scene, frame: Frame) -> Told | None:
    words = scene.frames.words
    start = frame.verb.end
    if start < frame.right and words[start].lower in ("in", "out"):
        start += 1
    if start >= frame.right:
        return None
    listed = scene.listed(start, frame.right)
    made = _made(scene, frame)
    own = words[start].tag == "PRP$"
    owners = made or scene.lead or (scene.subject(frame) or scene.topic if own else ()) or listed.owners
    if not owners or not listed.items or not (listed.telling or own or scene.lead):
        return None
    return Told(owners=owners, items=listed.items, weight=LIKELY)


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
