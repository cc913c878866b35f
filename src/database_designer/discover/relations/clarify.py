"""Sentences made plain before relationships are read: "It also has pumps" says of what, asides in parentheses are left out.

A pronoun that begins a sentence is taken for the subject of the sentence before in the same paragraph, where number
and kind of sentence make that safe; else it stays.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from database_designer.discover.language.annotate import Sentence, Token, annotate
from database_designer.discover.language.lexicon import SYSTEM_NOUNS
from database_designer.discover.prose import Line
from database_designer.discover.relations.backwards import named, with_objects_said
from database_designer.discover.relations.inverted import turned_round
from database_designer.model.names import plural
from database_designer.model.requirements import Statement, StatementKind

_NOUNS = frozenset({"NOUN", "PROPN"})
_ONE = frozenset({"it"})
_SEVERAL = frozenset({"they", "these", "those"})
_ASIDE = re.compile(r"\s*\((?!\s*\d)[^()]{0,200}\)")
_CLAUSAL = frozenset({"ccomp", "csubj", "csubjpass"})
_SUBJECTS = ("nsubj", "nsubjpass")
_NEAR = 2


@dataclass(frozen=True, slots=True)
class _Known:
    """What the sentence before spoke of: its subject, and the several things it told of last."""

    statement: Statement
    one: str = ""
    several: str = ""
    listed: str = ""


def clarified(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """The lines with sentences that stand by themselves; a line that is plain already stays as it is."""
    alone = _with_texts(lines, [_without_label(line) for line in lines])
    return _with_texts(alone, _plain_texts(alone))


def _with_texts(lines: tuple[Line, ...], texts: list[str]) -> tuple[Line, ...]:
    changed = [i for i, line in enumerate(lines) if texts[i] != line.sentence.text]
    parsed = dict(zip(changed, annotate(texts[i] for i in changed), strict=True))
    return tuple(replace(line, sentence=parsed[i]) if i in parsed else line for i, line in enumerate(lines))


def _without_label(line: Line) -> str:
    """The sentences of a paragraph do not need the words before its colon."""
    is_sentence = line.statement.kind == StatementKind.SENTENCE and line.statement.text[:1].isupper()
    return line.statement.text if line.statement.label and is_sentence else line.sentence.text


def _plain_texts(lines: tuple[Line, ...]) -> list[str]:
    found: list[str] = []
    known: _Known | None = None
    for line in lines:
        pronoun = _pronoun(line.sentence)
        meant = (_said_before(line.sentence, pronoun) or _meant(pronoun, known, line)) if pronoun is not None else ""
        text = line.sentence.text
        if pronoun is not None and meant:
            text = _replaced(line.sentence, pronoun, meant)
        else:
            text = with_objects_said(line.sentence)
        found.append(turned_round(_ASIDE.sub("", text)))
        known = _known(line, pronoun, meant)
    return found


def _pronoun(sentence: Sentence) -> Token | None:
    """The pronoun that is the subject of the sentence; None for none, or where it stands for a clause."""
    root = next((t for t in sentence.tokens if t.head == t.i), None)
    if root is None:
        return None
    subject = next(iter(sentence.dependents(root.i, *_SUBJECTS)), None)
    if subject is None or subject.lower not in _ONE | _SEVERAL or subject.pos in _NOUNS:
        return None
    clausal = any(t.dep in _CLAUSAL for t in sentence.dependents(root.i))
    return None if subject.lower in _ONE and clausal else subject


def _meant(pronoun: Token, known: _Known | None, line: Line) -> str:
    if known is None or not _in_one_paragraph(known.statement, line.statement):
        return ""
    if pronoun.lower in _ONE:
        return known.one
    return known.listed if pronoun.lower != "they" and known.listed else known.several or known.listed


def _said_before(sentence: Sentence, pronoun: Token) -> str:
    """As in "if a pump is old, it is sold", "besides the workers of the mill, it also has": what stands before it."""
    before = [t for t in sentence.tokens[: pronoun.i] if t.pos in _NOUNS and t.dep in ("pobj", "dobj")]
    subjects = [t for t in sentence.tokens[: pronoun.i] if t.pos in _NOUNS and t.dep in _SUBJECTS and t.tag == "NN"]
    if pronoun.lower not in _ONE or not (subjects or (before and before[-1].tag == "NN")):
        return ""
    return named(sentence, (subjects or before)[-1])


def _in_one_paragraph(first: Statement, second: Statement) -> bool:
    return (
        first.kind == second.kind == StatementKind.SENTENCE
        and first.section == second.section
        and first.span.file == second.span.file
        and 0 <= second.span.line - first.span.end_line < _NEAR
    )


def _replaced(sentence: Sentence, pronoun: Token, meant: str) -> str:
    before = " ".join(t.text for t in sentence.tokens[: pronoun.i])
    after = " ".join(t.text for t in sentence.tokens[pronoun.i + 1 :])
    article = "The" if pronoun.i == 0 else "the"
    return f"{before} {article} {meant} {after}".strip()


def _known(line: Line, pronoun: Token | None, meant: str) -> _Known:
    """What the next sentence may point back to."""
    statement, sentence = line.statement, line.sentence
    if pronoun is not None:
        is_one = pronoun.lower in _ONE
        return _Known(statement, one=meant if is_one else "", several="" if is_one else meant, listed=_listed(sentence))
    root = next((t for t in sentence.tokens if t.head == t.i), None)
    if root is None:
        return _Known(statement)
    expletive = sentence.dependents(root.i, "expl")
    subjects = sentence.dependents(root.i, "attr") if expletive else sentence.dependents(root.i, *_SUBJECTS)
    head = next((t for t in subjects if t.pos in _NOUNS), None)
    if head is None or head.lemma in SYSTEM_NOUNS:
        return _Known(statement, listed=_listed(sentence))
    is_one = head.tag in ("NN", "NNP") and not sentence.dependents(head.i, "conj")
    name = named(sentence, head)
    if is_one and any(t.lower in ("each", "every") for t in sentence.dependents(head.i, "det")):
        return _Known(statement, one=name, several=plural(name), listed=_listed(sentence))
    return _Known(statement, one=name if is_one else "", several="" if is_one else name, listed=_listed(sentence))


def _listed(sentence: Sentence) -> str:
    """The last noun in the plural that the sentence ends with: what "these" points back to."""
    plural = [t for t in sentence.tokens if t.pos in _NOUNS and t.dep in ("dobj", "pobj", "attr") and t.tag == "NNS"]
    return named(sentence, plural[-1]) if plural else ""
