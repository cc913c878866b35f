"""Properties that are kept: "the name and size of each tank are stored", "we want to record whether it leaks"."""

from __future__ import annotations

from dataclasses import replace

from database_designer.discover.findings import HINT, LIKELY
from database_designer.discover.language.lexicon import SYSTEM_NOUNS
from database_designer.discover.names import Noun
from database_designer.discover.properties.frames import Frame, Word
from database_designer.discover.properties.owners import is_anaphor, owners_in
from database_designer.discover.properties.scene import Listed, Scene
from database_designer.discover.properties.telling import DATA_NOUNS, is_telling
from database_designer.discover.properties.told import Told

_KEPT = frozenset(
    "store save record note know keep capture document log track remember retain memorize memorise collect".split()
)
# What is specified or entered for a thing is kept with it, but only where the sentence says for what.
_GIVEN = frozenset(
    "specify enter provide indicate state define register maintain set give add require write fill list".split()
)
_KEEPING = frozenset(
    "store save record note know keep capture document log track remember retain collect register need require want".split()
)
_KEEPERS = SYSTEM_NOUNS | {"we", "i", "you", "it", "they", "one", "he", "she", "our", "user", "company"}
_ASKING = frozenset("whether how which what when at in on by for from to with where".split())
# "kept for ten years" tells for how long, not for whom.
_TIMES = frozenset("second minute hour day week month quarter year decade period time future".split())
_ON_FILE = frozenset({("on", "file"), ("on", "record"), ("of", "interest"), ("of", "importance"), ("of", "relevance")})
_WRITTEN = frozenset("write fill list".split())  # "written to a file" tells of no thing
_MATTERING = frozenset("important relevant necessary mandatory essential required interesting".split())
# Whoever needs or knows something need not keep it: that is said of the system and of those who ask for it.
_FOR_THE_SYSTEM = frozenset("know need want require register note".split())
_AGAIN = frozenset("also addition furthermore moreover additionally too".split())
_AFTER = frozenset("for about of on per as in with by including".split())


def read_keeping(scene: Scene, frame: Frame) -> Told | None:
    """What a verb of keeping tells, passive or active; None where it is no such verb or says of nothing whose it is."""
    if frame.verb.negated or (frame.indirect and not _in_case(scene, frame)):
        return None
    turned = _turned_round(scene, frame)
    if turned is not None:
        return turned
    if (frame.verb.passive and frame.verb.lemma in _KEPT | _GIVEN) or _matters(scene, frame):
        return _passive(scene, frame)
    if not frame.verb.passive and frame.verb.lemma in _KEEPING:
        return _active(scene, frame)
    return None


def _in_case(scene: Scene, frame: Frame) -> bool:
    """As in "if a telephone number has been given for the boat"."""
    first = scene.frames.words[frame.left].lower
    return frame.verb.passive and first in ("if", "when", "once", "unless") and bool(_named_after(scene, frame))


def _matters(scene: Scene, frame: Frame) -> bool:
    """As in "the boat's name and length are important"."""
    words = scene.frames.words[frame.verb.end : frame.right]
    said = [w.lower for w in words[:3] if w.lower not in ("kept", "also", ".")]
    return frame.verb.lemma in ("be", "keep") and bool(said) and (said[0] in _MATTERING or tuple(said[:2]) in _ON_FILE)


def _turned_round(scene: Scene, frame: Frame) -> Told | None:
    """As in "Of interest about a boat are its name and length", "Important for a boat is its length"."""
    words = scene.frames.words
    said = [w.lower for w in words[frame.left : frame.verb.start]]
    if frame.verb.lemma != "be" or not said or not (said[0] in _MATTERING or tuple(said[:2]) in _ON_FILE):
        return None
    place = next(
        (k for k, w in enumerate(said) if k and w in ("about", "for", "of", "with") and said[k - 1] != "of"), 0
    )
    owners = owners_in(words[frame.left + place + 1 : frame.verb.start]) if place else ()
    start = frame.verb.end + (frame.verb.end < frame.right and words[frame.verb.end].tag == "PRP$")
    return _told(owners, scene.plain(start, frame.right))


def _passive(scene: Scene, frame: Frame) -> Told | None:
    words = scene.frames.words
    rest = words[frame.verb.end : frame.right]
    subject = words[frame.left : frame.verb.start]
    if frame.relative is not None:
        return _relative(scene, frame)
    if is_anaphor(subject) and subject[-1].lower == "it":
        if frame.verb.lemma in _KEPT and rest and rest[0].lower in _ASKING and _asks(rest[:3]):
            owners = scene.lead or _asked_of(rest) or scene.topic
            return _told(owners, scene.listed(frame.verb.end, frame.right))
        return None
    if (rest and rest[0].lower in ("with", "including")) or [w.lower for w in rest[:4]] == ["in", "the", "form", "of"]:
        return _kept_with(scene, frame)
    named = _named_after(scene, frame) if frame.verb.passive else ()
    whole = scene.plain if named else scene.listed
    listed = _and_more(scene, frame, whole(frame.left, frame.verb.start))
    listed = _renamed(scene, frame, listed)
    owners = named or _kept_as(scene, frame, listed) or listed.owners or scene.lead
    if owners:
        if frame.verb.lemma in _WRITTEN and not (named or scene.lead):
            return None
        return _told(owners, listed) if listed.telling or listed.owners or frame.verb.lemma in _KEPT else None
    again = frame.verb.lemma in _KEPT and bool({w.lower for w in words} & _AGAIN)
    return (
        _told(scene.topic, listed, LIKELY if again else HINT) if listed.telling and frame.verb.lemma in _KEPT else None
    )


def _asks(rest: tuple[Word, ...]) -> bool:
    return any(w.lower in ("whether", "how", "which", "what", "when", "where") for w in rest)


def _asked_of(rest: tuple[Word, ...]) -> tuple[Noun, ...]:
    """As in "whether the lock is automatic": the lock is spoken of; () for "whether it is" and "whether a key fits"."""
    if len(rest) < 4 or rest[0].lower != "whether" or rest[1].lower != "the":
        return ()
    end = next((k for k, w in enumerate(rest) if w.pos in ("VERB", "AUX")), 0)
    return tuple(o for o in owners_in(rest[1:end]) if not is_telling(o))


def _relative(scene: Scene, frame: Frame) -> Told | None:
    """As in "readers, whose name and age are stored" and "visits, the date and cost of which are recorded"."""
    words = scene.frames.words
    pronoun = frame.relative or 0
    if words[pronoun].lower == "whose":
        return _told(scene.antecedent(pronoun), scene.listed(pronoun + 1, frame.verb.start))
    if pronoun > frame.left and words[pronoun - 1].lower == "of":
        return _told(scene.antecedent(pronoun), scene.listed(frame.left, pronoun - 1))
    return None


def _kept_with(scene: Scene, frame: Frame) -> Told | None:
    """As in "photos are saved with a file name", "the parcel is stored in the form of its number and weight"."""
    words = scene.frames.words
    start = frame.verb.end + (4 if words[frame.verb.end].lower == "in" else 1)
    listed = scene.listed(start, frame.right)
    subject = words[frame.left : frame.verb.start]
    owners = owners_in(_head_only(subject))
    return _told(owners, listed) if listed.telling else None


def _head_only(words: tuple[Word, ...]) -> tuple[Word, ...]:
    return words[: next((k for k, w in enumerate(words) if w.lower in ("for", "of", "on")), len(words))]


def _named_after(scene: Scene, frame: Frame) -> tuple[Noun, ...]:
    """The owners in "... is stored for each reader and author"."""
    words = scene.frames.words
    start = frame.verb.end
    if start >= frame.right or words[start].lower not in ("for", "about", "of", "on", "per"):
        return ()
    end = start + 1
    while end < frame.right and words[end].lower not in (
        ".",
        ";",
        "in",
        "when",
        "if",
        "so",
        "with",
        "by",
        "which",
        "who",
        "that",
    ):
        end += 1
    rest = words[start + 1 : end]
    if any(w.pos == "NUM" or w.lemma in _TIMES for w in rest):
        return ()
    return scene.topic if is_anaphor(rest) else owners_in(rest)


def _renamed(scene: Scene, frame: Frame, listed: Listed) -> Listed:
    """As in "the place in the queue is stored as a waiting number"."""
    rest = scene.frames.words[frame.verb.end : frame.right]
    if len(listed.items) == 1 and len(rest) > 2 and rest[0].lower == "as" and rest[1].pos == "DET":
        other = scene.plain(frame.verb.end + 1, frame.right)
        return replace(listed, items=other.items[:1] or listed.items)
    return listed


def _kept_as(scene: Scene, frame: Frame, listed: Listed) -> tuple[Noun, ...]:
    """As in "the old owner and the day are kept as a transfer": of what is told; () for one property ("as a number")."""
    rest = scene.frames.words[frame.verb.end : frame.right]
    if len(listed.items) < 2 or len(rest) < 3 or rest[0].lower != "as" or rest[1].lower not in ("a", "an"):
        return ()
    return tuple(o for o in owners_in(rest[1:]) if not is_telling(o))


def _and_more(scene: Scene, frame: Frame, listed: Listed) -> Listed:
    """As in "its name is stored, whether it is open, and how many seats it has": the list goes on after the verb."""
    rest = [w.lower for w in scene.frames.words[frame.verb.end : frame.right]]
    if rest[:1] == [","] and (rest[1:2] in (["whether"], ["how"]) or rest[1:3] in (["and", "the"], ["as", "well"])):
        more = scene.plain(frame.verb.end + 1, frame.right)
        return replace(listed, items=(*listed.items, *more.items))
    return listed


def _active(scene: Scene, frame: Frame) -> Told | None:
    words = scene.frames.words
    start = frame.verb.end
    verb = frame.verb.lemma
    if frame.relative is not None and words[frame.relative].lower == "whose":
        end = frame.verb.start - (words[frame.verb.start - 1].pos == "PRON")
        return _told(scene.antecedent(frame.relative), scene.listed(frame.relative + 1, end))
    if verb == "keep" and start + 1 < frame.right and words[start].lower == "track":
        start += 2 if words[start + 1].lower == "of" else 1
    if start >= frame.right:
        return None
    subject = words[frame.left : frame.verb.start]
    last = next((w for w in reversed(subject) if w.pos in ("NOUN", "PROPN", "PRON")), None)
    kept_by_system = last is None or last.lower in _KEEPERS or last.lemma in _KEEPERS or last.pos in ("PROPN", "PRON")
    if verb in _FOR_THE_SYSTEM and not kept_by_system:
        return None
    start = _past_data(scene, start, frame.right)
    listed = scene.listed(start, frame.right)
    owners = listed.owners or scene.lead
    if owners:
        plain = listed.telling or scene.lead or scene.is_genitive(start, frame.right)
        return _told(owners, listed) if plain else None
    if words[start].lower in ("if", "whether") and listed.telling and kept_by_system:
        return _told(_asked_of(words[start : frame.right]) or scene.topic, listed)
    own = scene.subject(frame)
    if not kept_by_system and own and verb in ("store", "record", "hold", "save") and listed.telling:
        return _told(own, listed)
    return None


def _past_data(scene: Scene, start: int, end: int) -> int:
    """Past "the following data:", "information about"."""
    words = scene.frames.words
    k = start
    while k < end and k < start + 5 and not is_telling((words[k].lemma,)):
        if (
            words[k].lemma in DATA_NOUNS
            and k + 1 < end
            and words[k + 1].lower in ("about", "on", "such", "like", "including")
        ):
            return k + (3 if words[k + 1].lower == "such" else 2)
        k += 1
    return start


def _told(owners: tuple[Noun, ...], listed: Listed, weight: float = LIKELY) -> Told | None:
    return Told(owners=owners, items=listed.items, weight=weight) if owners and listed.items else None
