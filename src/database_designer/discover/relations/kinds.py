"""Specializations: "there are two kinds of barriers: locks and weirs", "a pilot is an employee".

What is listed as kinds are things of their own only where the documents tell something of one of them; else the list
holds values, and that is for others to read.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from database_designer.discover.findings import HINT, LIKELY, TRACE, KindFinding
from database_designer.discover.language.annotate import Sentence
from database_designer.discover.language.lexicon import EMPTY_ADJECTIVES, SOFTWARE_NOUNS
from database_designer.discover.language.phrases import Clause, Phrase, clauses
from database_designer.discover.names import Noun, singular, words
from database_designer.discover.prose import Line
from database_designer.discover.relations.words import MAX_NOUN, noun_of, usable

_KIND = r"(?:types?|kinds?|sorts?|forms?|variants?|versions?|subtypes?|varieties)"
_SUPER = r"(?P<super>[A-Za-z][\w-]*(?: [\w-]+){0,2}?)"
_LISTS = tuple(
    re.compile(p, re.IGNORECASE)
    for p in (
        # "two kinds of barriers: locks and weirs", "several variants of the pump, a hand pump and a motor pump"
        rf"\b{_KIND} of (?:the |our |its |these )?{_SUPER}(?: (?:are|exist|is))?(?: ?:|,? such as|,? namely|,? like| ?[–—-]|,(?= an? ))\s*(?P<subs>[^.;]+)",
        # "a special kind of barrier can be built: the weir"
        rf"\bspecial {_KIND} of {_SUPER}(?= (?:can|may|is|are|exists?)\b)[^:.;]{{0,60}}:\s*(?P<subs>[^.;]+)",
        # "a passage is either a lock or a weir", "barriers are divided into locks and weirs"
        rf"(?:^|[,.;] |\b(?:an?|each|every|all|any|the|these) ){_SUPER} (?:(?:are|is|can be) (?:either|both|divided into|classified (?:either )?(?:as|into)|subdivided into|split into)|can either be) (?P<subs>[^.;:]+)",
        rf"(?:^|[,.;] |\b(?:an?|each|every|all|any|the|these) ){_SUPER} (?:can|may|must) be (?P<subs>[\w -]+?(?:, [\w -]+?)*,? or (?:an? )?[\w -]+)(?=[.;,]|$)",
        # "every owner, be it a person or a club", "a vessel, whether a barge or a ferry"
        rf"\b(?:an?|each|every|all|any|the) {_SUPER}(?: of [^,.;]{{1,40}})?, (?:be (?:it|they)|whether(?: it is| they are)?) (?P<subs>(?:an? )?[\w -]+? or (?:an? )?[\w -]+)(?=[.;,]|$)",
        rf"\b(?:distinguish|discriminate|differentiate)(?:es|s|ed|d)? (?:only )?between (?:different |two |three |several )?(?:{_KIND} of )?{_SUPER}(?:,? such as|,? namely|,? like| ?:)\s*(?P<subs>[^.;]+)",
    )
)  # fmt: skip
_SPECIAL = re.compile(
    r"^(?:in addition,? |moreover,? |furthermore,? )?(?:(?:an?|each|every|all|the)\s+)?(?P<sub>[A-Za-z][\w -]{2,40}?)\s+(?:is|are)\s+"
    r"(?:always\s+|also\s+)?(?:an?\s+)?(?:special|specific|particular|special (?:kinds?|types?|forms?) of|kinds? of|types? of|forms? of|subtypes? of|specializations? of|specialisations? of)\s+"
    r"(?:case of\s+|kind of\s+|type of\s+|form of\s+|cases of\s+)?(?:an?\s+|the\s+)?(?P<super>[a-z][\w -]{2,40}?)\s*(?:[.,;]|that|which|who|whose|and\b|with|used|$)",
    re.IGNORECASE,
)
_AMONG = re.compile(
    r"\b(?P<super>[A-Za-z-]+(?: [a-z-]+)?)(?: of (?:the|an?|our|its|this|each) [a-z]+)?(?:,? (?:including|such as|e\.g\.|like|for example|namely)|,? i\.e\.,?| \((?:e\.g\.,? |i\.e\.,? )?(?=[a-z]+s? (?:and|or) )) ?(?:both )?(?P<subs>[^.;:()]+)",
    re.IGNORECASE,
)
_WHOLLY = re.compile(r"\b(?:including|namely|i\.e)\b", re.IGNORECASE)
_OTHERS = re.compile(
    r"\b(?P<subs>[A-Za-z][\w -]{0,60}(?:, [\w -]{1,60}){0,4}),? (?:and|or) (?:any |all |some |[\d–-]+ |various |several )?other (?P<super>[a-z]+)",
    re.IGNORECASE,
)
_CUT = re.compile(r"\b(?:who|which|that|where|whereby|with|used|for|to|in|by|on|as|whose|of)\b|[(:=–—]")
# "There are two kinds of ..." says of both that they are things; "a warden is an employee" hardly more than the others.
_STATED = 0.8
_OFTEN = 2
# "A user is always a reader and optionally an author."
_WAYS = frozenset("always optionally either sometimes possibly usually both".split())
_SOME = frozenset("some certain many most several few".split())
_PARENTHESES = re.compile(r"\([^()]*\)?")
_TRAILING = re.compile(
    r", (?:(?:for|of|in|on|at|to|with|by) )?(?:which|whom|who|whose|where|while|whereas)\b.*?(?=, (?:and|or) |$)"
)
_WITH = re.compile(r" with [^,]*")
_SPLIT = re.compile(r"\s*(?:,|\band\b|\bor\b|\bas well as\b)\s*")
_EMPTY_SUPERS = frozenset("it they this that these those there which who one what he she we you".split())
_KIND_NOUNS = frozenset("type kind sort form variant version category class status state value mode".split())
_ABSTRACT = frozenset(
    """part member component element example way goal aim task number result case reason purpose basis set group list
    subset range unit measure kind type sort one combination collection series instance question problem""".split()
)


@dataclass(frozen=True, slots=True)
class _List:
    """Kinds told in one breath; `described` where more is told of one of them there ("or locks, which have a gate")."""

    above: Noun
    below: tuple[Noun, ...]
    described: bool


def read_kinds(lines: tuple[Line, ...]) -> tuple[KindFinding, ...]:
    """All specializations that the sentences tell of."""
    found: list[KindFinding] = []
    told = _told_of(lines)
    for line in lines:
        for one in _lists(line):
            if one.described or any(told[tuple(map(singular, n))] > 1 for n in one.below):
                found.extend(_finding(n, one.above, line, _STATED) for n in one.below)
        found.extend(_special(line))
        for clause in clauses(line.sentence):
            found.extend(_being(clause, line))
            found.extend(_there_are(clause, line, told))
            found.extend(_by_deed(clause, line, told))
            if any(told[n.noun] > 1 for n in clause.objects):
                found.extend(_may_be(clause, line))
        found.extend(_among(line, told))
    return tuple(found)


def _finding(sub: Noun, above: Noun, line: Line, weight: float) -> KindFinding:
    return KindFinding(sub=sub, super=above, evidence=line.statement.evidence, weight=weight)


def _told_of(lines: tuple[Line, ...]) -> Counter[Noun]:
    """How many statements speak of the nouns: one to three words in a row, the last in the singular."""
    found: Counter[Noun] = Counter()
    for line in lines:
        spoken = [singular(t.lower) for t in line.sentence.tokens]
        runs = {tuple(spoken[i : i + n]) for n in range(1, MAX_NOUN + 1) for i in range(len(spoken) - n + 1)}
        found.update(runs)
    return found


def _lists(line: Line) -> Iterable[_List]:
    text = _PARENTHESES.sub(" ", line.sentence.text)
    for pattern in _LISTS:
        for match in pattern.finditer(text):
            above = _above(match["super"], line)
            below = named(match["subs"], above, line) if above else ()
            if len(below) > 1 or (below and (pattern is _LISTS[0] or " other " in match["subs"])):
                yield _List(above, below, bool(_TRAILING.search(match["subs"]) or _WITH.search(match["subs"])))


def _above(text: str, line: Line) -> Noun:
    above = noun_of(text)
    if not above or above[-1] in _EMPTY_SUPERS | _KIND_NOUNS or not line.may_be_noun(words(text)[-1]):
        return ()
    return above


def named(text: str, above: Noun, line: Line) -> tuple[Noun, ...]:
    """The nouns of a list of kinds; "current and savings accounts" are current accounts and savings accounts."""
    plain = _WITH.sub("", _TRAILING.sub("", text))
    parts = [_CUT.split(p, maxsplit=1)[0].strip() for p in _SPLIT.split(plain)]
    found = [_kind_of(p, above) for p in parts if p and len(p.split()) <= MAX_NOUN + 1]
    found = [n for n in found if n and n != above]
    head = above[-1]
    if found and len(found[-1]) > 1 and found[-1][-1] == head:
        found = [(*n, head) if n[-1] != head and not _is_noun(n[-1], line) else n for n in found]
    return tuple(dict.fromkeys(n for n in found if usable(n) and _is_noun(n[-1], line) and not _has_verb(n, line)))


def _kind_of(text: str, above: Noun) -> Noun:
    """The noun of a kind: "a basic pump" of pumps is no other than the pump by its first word only."""
    told = tuple(w for w in words(text) if w not in ("a", "an", "the"))
    whole = (*told[:-1], singular(told[-1])) if told else ()
    named = len(whole) == len(above) + 1 and whole[1:] == above and whole[0] in EMPTY_ADJECTIVES
    return whole if named and whole[0] not in ("other", "different") else noun_of(text)


def _is_noun(word: str, line: Line) -> bool:
    return any(t.pos in ("NOUN", "PROPN") for t in line.sentence.tokens if singular(t.lower) == word)


def _special(line: Line) -> list[KindFinding]:
    """As in "type specimens are special specimens"."""
    match = _SPECIAL.search(line.sentence.text)
    if not match:
        return []
    below, above = noun_of(match["sub"]), noun_of(match["super"])
    return [_finding(below, above, line, _STATED)] if above and below and below != above else []


def _being(clause: Clause, line: Line) -> list[KindFinding]:
    """As in "a warden is an employee", "the guests and the host are people": a hint, unless both are things anyway."""
    if clause.verb != "be" or clause.passive or clause.negated:
        return []
    narrower = _narrower(clause, line)
    sentence = line.sentence
    if narrower or clause.modal or len(clause.objects) != 1 or sentence.dependents(clause.i, "mark"):
        return narrower
    complement = clause.objects[0]
    if sentence.tokens[clause.i].dep == "relcl" or not _names_a_kind(complement, sentence):
        return []
    some = [s for s in clause.subjects if set(s.text.split()) & _SOME]
    if some:
        return [_finding(complement.noun, s.noun, line, _STATED) for s in some if usable(s.noun)]
    return [
        _finding(s.noun, complement.noun, line, _STATED if _is_longer(s.noun, complement.noun) else HINT)
        for s in clause.subjects
        if usable(s.noun) and s.noun != complement.noun and s.noun[-1] not in _ABSTRACT and _is_general(s, sentence)
    ]


def _may_be(clause: Clause, line: Line) -> list[KindFinding]:
    """As in "a helper has a name and may be a cook or a driver", "a user is always a reader and optionally an author"."""
    sentence = line.sentence
    several = len(clause.objects) >= len(("a", "b")) and clause.verb == "be" and not clause.passive
    open_ = bool(clause.modal) or any(t.lower in _WAYS for t in sentence.dependents(clause.i, "advmod", "preconj"))
    if not several or not open_ or clause.negated or sentence.tokens[clause.i].dep == "relcl":
        return []
    if any(c.definite or not _names_a_kind(c, sentence, alone=False) for c in clause.objects):
        return []
    return [
        _finding(c.noun, s.noun, line, _STATED)
        for s in clause.subjects
        for c in clause.objects
        if usable(s.noun) and usable(c.noun) and s.noun != c.noun and s.noun[-1] not in _KIND_NOUNS
    ]


def _by_deed(clause: Clause, line: Line, told: Counter[Noun]) -> list[KindFinding]:
    """As in "parcels are sent by citizens and by clubs", where senders are spoken of: both are senders."""
    names = [p.noun for p in clause.subjects if usable(p.noun) and clause.verb != "use"]
    stem = clause.verb.rstrip("e")
    doer = next(((stem + e,) for e in ("er", "or") if told[(stem + e,)]), ())
    return [_finding(n, doer, line, _STATED) for n in names] if doer and len(names) > 1 else []


def _there_are(clause: Clause, line: Line, told: Counter[Noun]) -> list[KindFinding]:
    """As in "there are swing bridges and drawbridges", where bridges are spoken of elsewhere."""
    names = [p.noun for p in clause.objects if usable(p.noun) and p.many]
    if not line.sentence.dependents(clause.i, "expl") or len(names) < len(("a", "b")):
        return []
    head = min((n[-1] for n in names), key=len)
    if told[(head,)] < _OFTEN or any(not n[-1].endswith(head) or n == (head,) for n in names):
        return []
    return [_finding(n, (head,), line, _STATED) for n in names]


def _is_general(subject: Phrase, sentence: Sentence) -> bool:
    """Whether the phrase speaks of all of its kind ("a warden", "wardens"), not of one by name or in passing."""
    head = sentence.tokens[subject.i]
    several = head.tag == "NNS"
    return not subject.of and head.pos == "NOUN" and (several or bool(sentence.dependents(head.i, "det")))


def _is_longer(noun: Noun, other: Noun) -> bool:
    """As "season pass" beside "pass"."""
    return len(noun) > len(other) and noun[-len(other) :] == other


def _narrower(clause: Clause, line: Line) -> list[KindFinding]:
    """As in "when a pass is a season pass": the longer name is a kind of the shorter."""
    return [
        _finding(c.noun, s.noun, line, LIKELY)
        for s in clause.subjects
        for c in clause.objects
        if _is_longer(c.noun, s.noun) and usable(c.noun) and not c.definite
    ]


def _names_a_kind(complement: Phrase, sentence: Sentence, *, alone: bool = True) -> bool:
    noun = complement.noun
    return not (alone and sentence.dependents(complement.i, "prep", "poss")) and (
        usable(noun) and noun[-1] not in _ABSTRACT and noun[-1] not in SOFTWARE_NOUNS and not complement.definite
    )


def _among(line: Line, told: Counter[Noun]) -> list[KindFinding]:
    """As in "so-called creative staff, including writers and painters": surely where one of them is told of elsewhere."""
    text = line.statement.text
    found: list[KindFinding] = []
    for match in _AMONG.finditer(text):
        above = _last_noun(match["super"], line)
        if above and above[-1] not in _ABSTRACT and above[-1] not in SOFTWARE_NOUNS:
            # "herds, including herd books": what begins with the name of the other is a part of it, no kind.
            below = [n for n in named(match["subs"], above, line) if n[: len(above)] != above]
            sure = bool(_WHOLLY.search(match[0])) and any(told[n] > 1 for n in below)
            sure = sure and _is_plural(above[-1], line)
            found.extend(_finding(n, above, line, _STATED if sure or n[-1] == above[-1] else TRACE) for n in below)
            if sure and len(above) > 1 and told[above[-1:]] > 1:
                found.append(_finding(above, above[-1:], line, _STATED))
    for match in _OTHERS.finditer(text) if "other " in text.lower() else ():
        above = _last_noun(match["super"], line)
        if above and above[-1] not in _ABSTRACT:
            last = _last_phrases(match["subs"], line)
            found.extend(_finding(n, above, line, TRACE) for n in last if n != above)
    return found


def _last_phrases(text: str, line: Line) -> list[Noun]:
    """The nouns that the items of a list end with ("I pay around 60 cooks, waiters": cook, waiter)."""
    ends = [words(p)[-1:] for p in _SPLIT.split(text)]
    return [(singular(w[0]),) for w in ends if w and _is_noun(singular(w[0]), line)]


def _is_plural(noun: str, line: Line) -> bool:
    return any(t.tag == "NNS" and singular(t.lower) == noun for t in line.sentence.tokens)


def _last_noun(text: str, line: Line) -> Noun:
    found = noun_of(text)
    plain = not line.may_be_noun(found[0]) and not _is_adjective(found[0], line) if found else False
    if len(found) > 1 and (plain or found[0] in EMPTY_ADJECTIVES):
        found = found[-1:]
    return found if found and _is_noun(found[-1], line) else ()


def _has_verb(noun: Noun, line: Line) -> bool:
    found = [t for t in line.sentence.tokens if t.lower in noun]
    return any(t.pos == "VERB" and t.tag in ("VBZ", "VBP", "VB") for t in found)


def _is_adjective(word: str, line: Line) -> bool:
    return any(t.pos == "ADJ" for t in line.sentence.tokens if t.lower == word)
