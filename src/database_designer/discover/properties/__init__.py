"""Properties told in prose, by forms of sentences: a file each for keeping, having, entering and the like."""

from __future__ import annotations

import re
from dataclasses import replace

from database_designer.discover.findings import Findings, combine
from database_designer.discover.names import Noun
from database_designer.discover.properties.accompanying import read_accompanying
from database_designer.discover.properties.brackets import read_brackets
from database_designer.discover.properties.elided import with_elided
from database_designer.discover.properties.entering import read_entering
from database_designer.discover.properties.frames import Frame, Word, frames_of
from database_designer.discover.properties.genitive import read_genitives
from database_designer.discover.properties.having import read_having
from database_designer.discover.properties.keeping import read_keeping
from database_designer.discover.properties.leads import read_led
from database_designer.discover.properties.moments import read_moments
from database_designer.discover.properties.owners import is_anaphor, nouns_in, owners_in
from database_designer.discover.properties.scene import Scene
from database_designer.discover.properties.standing import read_standing
from database_designer.discover.properties.telling import is_document, is_telling
from database_designer.discover.properties.told import Told, findings_of
from database_designer.discover.prose import Line

# What is logged of changes belongs to the log.
_OF_CHANGES = re.compile(
    r"\b(?:changes?|modifications?|edits|updates) (?:to|of|in|on)\b.{1,120}?\b(?:logged|recorded|tracked|audited|journaled|documented)\b",
    re.IGNORECASE,
)
_CHOOSING = frozenset("select choose pick".split())
_JOINING = frozenset("register sign apply enrol enroll join".split())
_READERS = (read_keeping, read_having, read_entering, read_standing)


def read_properties(lines: tuple[Line, ...]) -> Findings:
    """Findings of all enumerations of properties in the statements."""
    parts: list[Findings] = []
    topic: tuple[Noun, ...] = ()
    named: tuple[Noun, ...] = ()
    before: Line | None = None
    for line in lines:
        if before is None or not _continues(before, line):
            topic = named = ()
        led = read_led(line)
        if led is not None:
            parts.append(led)
        elif not line.at_a_time and not _OF_CHANGES.search(line.statement.text):
            scene = _scene(line, topic, named)
            told, topic = _sentence(scene)
            named = nouns_in(scene.frames.words)
            parts.extend(findings_of(line, t) for t in (*told, *read_moments(line)))
            parts.append(read_genitives(line))
            parts.append(read_brackets(line))
        before = line
    return combine(parts)


def _scene(line: Line, topic: tuple[Noun, ...], named: tuple[Noun, ...]) -> Scene:
    frames = frames_of(line.sentence)
    ahead = frames.words[frames.lead[0] : frames.lead[1]]
    return Scene(frames=frames, lead=topic if is_anaphor(ahead) else owners_in(ahead), topic=topic, named=named)


def _continues(before: Line, line: Line) -> bool:
    """Whether the statement goes on in the paragraph of the one before."""
    one, two = before.statement, line.statement
    near = one.span.file == two.span.file and two.span.line - one.span.end_line <= 1
    return near and one.section == two.section and one.kind == two.kind and one.depth == two.depth


def _sentence(scene: Scene) -> tuple[list[Told], tuple[Noun, ...]]:
    """What the sentence tells, and whom it leaves as the topic for the next."""
    found: list[Told] = []
    frames = scene.frames
    for whole in frames.frames:
        for frame in with_elided(whole, frames.words):
            told = next((t for reader in _READERS if (t := reader(scene, frame)) is not None), None)
            if told is not None:
                found.append(told)
            scene = replace(scene, topic=told.owners if told is not None else _topic(scene, frame) or scene.topic)
    found.extend(read_accompanying(scene))
    return found, scene.topic


def _topic(scene: Scene, frame: Frame) -> tuple[Noun, ...]:
    """Whom a clause without properties speaks of: its subject, or its object where the subject is nobody's data or becomes it."""
    words = scene.frames.words
    becoming = frame.verb.lemma == "become" or _takes_a_role(frame, words)
    if (
        (frame.indirect and frame.left > 0 and not becoming)
        or frame.relative is not None
        or not (frame.verb.finite or becoming)
    ):
        return ()
    if is_anaphor(words[frame.left : frame.verb.start]):
        return scene.topic
    subject = tuple(o for o in scene.subject(frame) if not is_telling(o) or is_document(o))
    if subject and not becoming:
        return subject
    # "then we speak of a loan", "who signs up as a helper"
    start = frame.verb.end + (frame.verb.lemma == "speak")
    start = next((k + 1 for k in range(start, frame.right) if words[k].lower == "as"), start)
    end = start
    while end < frame.right and words[end].pos != "ADP":
        end += 1
    return tuple(o for o in owners_in(words[start:end]) if not is_telling(o))


def _takes_a_role(frame: Frame, words: tuple[Word, ...]) -> bool:
    """As in "when users select tutor" and "whoever signs up as a tutor": of a tutor is spoken from then on."""
    said = words[frame.verb.end : frame.right]
    if frame.verb.passive or frame.verb.lemma not in _CHOOSING | _JOINING:
        return False
    bare = bool(said) and said[0].tag == "NN" and all(w.lower in (",", ".") for w in said[1:2])
    return (bare and frame.verb.lemma in _CHOOSING) or any(w.lower == "as" for w in said[:3])
