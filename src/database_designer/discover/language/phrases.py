"""Noun phrases and clauses out of a parsed sentence."""

from __future__ import annotations

from dataclasses import dataclass
from weakref import WeakKeyDictionary

from database_designer.discover.language.annotate import Sentence, Token
from database_designer.discover.language.lexicon import EMPTY_ADJECTIVES, NAMING_ADJECTIVES
from database_designer.discover.names import Noun, singular, words

_NUMBERS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "dozen": 12, "twenty": 20, "a": 1, "an": 1, "single": 1,
}  # fmt: skip
_MANY = frozenset("several many multiple various numerous any some all both few different more".split())
_EACH = frozenset("each every any per".split())
# "each of the boats": the boats are meant.
_PICKING = frozenset("each all some most many several none both any".split())
_NOUN_POS = frozenset({"NOUN", "PROPN"})
_LEFT = ("compound", "amod", "nmod", "nummod", "det", "predet", "quantmod", "poss", "npadvmod", "advmod")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase. `noun` are its naming words (head singular); `low` and `high` how many are meant (None: open).

    `each` for "each", "every"; `many` where the phrase speaks of several; `possessor` for "the owner's ..." and
    "their"; `of` for complements with "of"; `i` is the index of the head.
    """

    noun: Noun
    i: int
    many: bool
    each: bool
    low: int | None
    high: int | None
    possessor: Noun
    of: tuple[Noun, ...]
    definite: bool
    text: str


@dataclass(frozen=True, slots=True)
class Clause:
    """A verb with its arguments, conjunctions written out. For a passive, `objects` are what undergoes it."""

    verb: str
    i: int
    subjects: tuple[Phrase, ...]
    objects: tuple[Phrase, ...]
    obliques: tuple[tuple[str, Phrase], ...]
    passive: bool
    negated: bool
    modal: str


# Many readings ask for what is in a sentence: it is found once, and forgotten with the sentence.
_PHRASES: WeakKeyDictionary[Sentence, tuple[Phrase, ...]] = WeakKeyDictionary()
_CLAUSES: WeakKeyDictionary[Sentence, tuple[Clause, ...]] = WeakKeyDictionary()


def phrases(sentence: Sentence) -> tuple[Phrase, ...]:
    """All noun phrases of the sentence, in its order."""
    found = _PHRASES.get(sentence)
    if found is None:
        heads = (t for t in sentence.tokens if t.pos in _NOUN_POS and t.dep not in ("compound",))
        found = _PHRASES[sentence] = tuple(p for t in heads if (p := phrase(sentence, t)) is not None)
    return found


def phrase(sentence: Sentence, head: Token) -> Phrase | None:
    """The noun phrase of a head; None where the head is no noun."""
    if head.pos not in _NOUN_POS and not (head.pos == "ADJ" and head.dep in ("dobj", "nsubj", "pobj")):
        return None
    naming: list[str] = []
    left = list(_left_of(sentence, head))
    opening = max((t.i for t in left if t.dep == "det" or t.lower in _MANY), default=-1)
    for token in left:
        if token.i < opening or token.dep == "quantmod":
            continue  # "a folder several sheets" is no folder sheet, "a maximum of 20 guests" no maximum guest
        if token.dep in ("compound", "nmod") or token.pos in _NOUN_POS or (token.dep == "amod" and _names(token, head)):
            naming.extend(words(token.text))
    naming.extend(words(head.text))
    if not naming:
        return None
    own = tuple(w.lower for w in left)
    low, high, many = _quantity(sentence, head, left)
    return Phrase(
        noun=(*naming[:-1], singular(naming[-1])),
        i=head.i,
        many=many,
        each=bool(set(own) & _EACH),
        low=low,
        high=high,
        possessor=_possessor(sentence, head),
        of=_of(sentence, head),
        definite="the" in own,
        text=" ".join((*own, head.lower)),
    )


def _names(token: Token, head: Token) -> bool:
    if token.lower in NAMING_ADJECTIVES and singular(head.lower) in (
        "name",
        "date",
        "number",
        "time",
        "amount",
        "price",
    ):
        return True
    return token.lower not in EMPTY_ADJECTIVES and token.lower not in _NUMBERS


def _left_of(sentence: Sentence, head: Token) -> tuple[Token, ...]:
    """The words before the head that belong to it, compounds of compounds included."""
    found: list[Token] = []
    for child in sentence.dependents(head.i, *_LEFT):
        if child.i < head.i and child.dep != "poss":
            if child.dep in ("compound", "amod", "nmod", "nummod"):
                found.extend(c for c in _left_of(sentence, child) if c.dep in ("compound", "quantmod", "advmod"))
            found.append(child)
    return tuple(sorted(found, key=lambda t: t.i))


def _quantity(sentence: Sentence, head: Token, left: list[Token]) -> tuple[int | None, int | None, bool]:
    """Least and greatest number that the phrase speaks of, and whether it speaks of several."""
    texts = [t.lower for t in left]
    before = " ".join(t.lower for t in sentence.tokens[max(0, head.i - 8) : head.i])
    plural = head.tag in ("NNS", "NNPS")
    number = next((n for t in left if (n := _number(t)) is not None), None)
    tail = before[-60:]
    if "at least" in tail or "minimum of" in tail or "or more" in tail:
        return number if number is not None else 1, None, True
    if "at most" in tail or "up to" in tail or "maximum of" in tail or "no more than" in tail:
        return 0, number if number is not None else 1, (number or 1) > 1 or plural
    if "any number" in tail or "zero or" in tail:
        return 0, None, True
    if number is not None:
        return number, number, number > 1
    many = plural or bool(set(texts) & _MANY)
    if many:
        return None, None, True
    return (1, 1, False) if set(texts) & {"a", "an", "one", "exactly", "each", "every", "the"} else (None, 1, False)


def _number(token: Token) -> int | None:
    if token.dep not in ("nummod", "det", "amod") or token.lower in ("a", "an"):
        return None
    if token.lower.isascii() and token.lower.isdigit() and len(token.lower) < 7:
        return int(token.lower)
    return _NUMBERS.get(token.lower) if token.lower != "single" else 1


def _possessor(sentence: Sentence, head: Token) -> Noun:
    for token in sentence.dependents(head.i, "poss"):
        if token.pos in _NOUN_POS:
            left = [*words(" ".join(t.text for t in sentence.dependents(token.i, "compound"))), *words(token.text)]
            return (*left[:-1], singular(left[-1])) if left else ()
    return ()


def _of(sentence: Sentence, head: Token) -> tuple[Noun, ...]:
    found: list[Noun] = []
    for preposition in sentence.dependents(head.i, "prep"):
        if preposition.lower == "of":
            for token in sentence.dependents(preposition.i, "pobj"):
                for one in conjuncts(sentence, token):
                    inner = phrase(sentence, one)
                    if inner:
                        found.append(inner.noun)
    return tuple(found)


def conjuncts(sentence: Sentence, token: Token) -> tuple[Token, ...]:
    """The token and everything joined to it by "and", "or" and commas, in order."""
    found, waiting = [token], [token]
    while waiting:
        for child in sentence.dependents(waiting.pop().i, "conj", "appos"):
            if child.pos in (*_NOUN_POS, "ADJ", "VERB", "NUM") and child.dep == "conj":
                found.append(child)
                waiting.append(child)
    return tuple(sorted(found, key=lambda t: t.i))


def clauses(sentence: Sentence) -> tuple[Clause, ...]:
    """The clauses of the sentence, in its order; conjoined verbs without a subject share that of the first."""
    found = _CLAUSES.get(sentence)
    if found is None:
        verbs = (t for t in sentence.tokens if t.pos in ("VERB", "AUX") and _is_predicate(t))
        found = _CLAUSES[sentence] = tuple(_clause(sentence, t) for t in verbs)
    return found


def _is_predicate(token: Token) -> bool:
    if token.dep in ("aux", "auxpass"):
        return False
    if token.pos == "AUX":
        return token.lemma in {"be", "have"}
    return True


def _clause(sentence: Sentence, verb: Token) -> Clause:
    passive = _is_passive(sentence, verb)
    subjects = _subjects(sentence, verb)
    objects = [_antecedent(sentence, verb, t) for t in sentence.dependents(verb.i, "dobj", "attr", "oprd")]
    obliques: list[tuple[str, Phrase]] = []
    agents: list[Phrase] = []
    for preposition, target in _prepositional(sentence, verb):
        if preposition == "by" and passive:
            agents.append(target)
        else:
            obliques.append((preposition, target))
    found = _expand(sentence, objects)
    if passive:
        found, subjects = (*subjects, *found), tuple(agents)
    auxiliaries = sentence.dependents(verb.i, "aux")
    return Clause(
        verb=verb.lemma,
        i=verb.i,
        subjects=subjects,
        objects=found,
        obliques=tuple(obliques),
        passive=passive,
        negated=bool(sentence.dependents(verb.i, "neg")),
        modal=next((a.lower for a in auxiliaries if a.tag == "MD"), ""),
    )


def _is_passive(sentence: Sentence, verb: Token) -> bool:
    """As in "is mounted", "supplied by a cable" behind it, and "the lamp mounted on the mast"."""
    if sentence.dependents(verb.i, "auxpass", "nsubjpass"):
        return True
    if verb.tag != "VBN" or sentence.dependents(verb.i, "aux", "nsubj"):
        return False
    head = sentence.tokens[verb.head]
    return verb.dep in ("acl", "amod") or (
        verb.dep == "conj" and head.i != verb.i and bool(sentence.dependents(head.i, "auxpass"))
    )


def _subjects(sentence: Sentence, verb: Token) -> tuple[Phrase, ...]:
    own = sentence.dependents(verb.i, "nsubj", "nsubjpass")
    if own:
        resolved = [_antecedent(sentence, verb, t) for t in own]
        return _expand(sentence, resolved)
    if sentence.dependents(verb.i, "expl"):
        return ()
    head = sentence.tokens[verb.head]
    if verb.dep in ("conj", "xcomp") and head.i != verb.i and head.pos in ("VERB", "AUX"):
        return _subjects(sentence, head) if not sentence.dependents(head.i, "auxpass") or verb.dep == "conj" else ()
    if verb.dep in ("acl", "relcl") and head.pos in _NOUN_POS:
        return _expand(sentence, [head])
    if verb.tag in ("VBZ", "VBP") and not sentence.dependents(verb.i, "expl"):
        # "A rope runs ..." is often misread as the compound "rope run".
        misread = [t for t in sentence.dependents(verb.i, "compound") if t.pos in _NOUN_POS and t.i == verb.i - 1]
        return _expand(sentence, misread)
    return ()


def _antecedent(sentence: Sentence, verb: Token, subject: Token) -> Token:
    if verb.dep == "relcl" and subject.lower in ("which", "that", "who", "whom"):
        return sentence.tokens[verb.head]
    if subject.lower in _PICKING:
        of = (p for p in sentence.dependents(subject.i, "prep") if p.lower == "of")
        return next((t for p in of for t in sentence.dependents(p.i, "pobj")), subject)
    return subject


def _prepositional(sentence: Sentence, verb: Token) -> list[tuple[str, Phrase]]:
    found: list[tuple[str, Phrase]] = []
    own = sentence.dependents(verb.i, "prep", "agent", "dative")
    if verb.dep == "relcl" and any(t.lower == "where" for t in sentence.dependents(verb.i, "advmod")):
        found.extend(("in", p) for p in _expand(sentence, [sentence.tokens[verb.head]]))
    # "on a wall or on a mast": the second preposition hangs on the first.
    further = (c for p in own for c in sentence.dependents(p.i, "conj") if c.tag == "IN")
    for preposition in (*own, *further):
        asked = (t for t in sentence.dependents(preposition.i, "pcomp") if _is_asked_for(sentence, t))
        for target in (*sentence.dependents(preposition.i, "pobj"), *asked):
            meant = _antecedent(sentence, verb, target)
            found.extend((preposition.lower, p) for p in _expand(sentence, [meant]))
    return found


def _is_asked_for(sentence: Sentence, token: Token) -> bool:
    """As in "by which driver"."""
    return any(t.lower in ("which", "what") for t in sentence.dependents(token.i, "det"))


def _expand(sentence: Sentence, tokens: list[Token]) -> tuple[Phrase, ...]:
    found = (phrase(sentence, c) for t in tokens for c in conjuncts(sentence, t))
    return tuple(p for p in found if p is not None)
