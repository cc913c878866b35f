"""Whose properties a sentence tells: nouns in a range of words, and the owner that an enumeration ends with."""

from __future__ import annotations

from database_designer.discover.language.lexicon import EMPTY_ADJECTIVES, HEADING_VERBS, SYSTEM_NOUNS
from database_designer.discover.names import Noun, singular, words
from database_designer.discover.properties.frames import Frames, Word
from database_designer.discover.properties.telling import DATA_NOUNS, is_telling

_EACH = frozenset("each every all any the a an our my your this these those such both".split())
_CERTAIN = frozenset("each every this these those such".split())
_QUANTITIES = frozenset("number amount count total quantity sum average list set".split())
_PREPOSITIONS = frozenset("of for about on in at per to".split())
_LINKS = frozenset({",", "and", "or", "as", "well", "/", "&"})
_SKIPPED = frozenset("DET NUM ADV PRON CCONJ SCONJ PUNCT PART".split())
_WRAPPERS = frozenset("use type kind case instance group list set number series collection range variety one".split())
_NOBODY = frozenset(
    """it they them this that these those which who there he she we i you one way case addition example purpose reason
    data information detail following fact other others each same new""".split()
)
ANAPHORS = frozenset("it they them this these those".split())
_ONE = frozenset("a an each every".split())
_POINTING = frozenset("former latter both".split())
_PHRASE = frozenset("NOUN PROPN ADJ".split())
_TWO = ("former", "latter")
_MAX_WORDS = 4


def owners_in(found: tuple[Word, ...]) -> tuple[Noun, ...]:
    """The nouns that a range of words names, joined by commas and "and"; empty where it is anything else."""
    owners: list[Noun] = []
    for chunk in _chunks(found):
        noun = _noun(chunk)
        if noun:
            owners.append(noun)
    return tuple(dict.fromkeys(owners))


def is_anaphor(found: tuple[Word, ...]) -> bool:
    """Whether the range only points back ("it", "they", "each of these")."""
    told = [w.lower for w in found if w.lower not in ("also", "each", "of", "both", "all", "then")]
    return len(told) == 1 and told[0] in ANAPHORS


def nouns_in(found: tuple[Word, ...]) -> tuple[Noun, ...]:
    """The nouns of a range of words that may own data, in order, each once."""
    nouns: list[Noun] = []
    run: list[Word] = []
    for word in (*found, None):
        if word is not None and (word.pos in _PHRASE or word.tag in ("VBN", "VBG")):
            run.append(word)
        elif run:
            noun = _noun(run)
            if noun and not is_telling(noun):
                nouns.append(noun)
            run = []
    return tuple(dict.fromkeys(nouns))


def pointing_back(found: tuple[Word, ...], named: tuple[Noun, ...]) -> tuple[Noun, ...]:
    """What "the former", "the latter" and "both" mean of the nouns named before; () for any other words."""
    told = {w.lower for w in found if w.pos != "DET" or w.lower == "both"} - {"also", "of", "them"}
    if len(told) != 1 or not told <= _POINTING or len(named) < len(_TWO):
        return ()
    if told == {"both"}:
        return named[:1] + named[-1:] if len(named) == len(_TWO) else ()
    return named[:1] if told == {"former"} else named[-1:]


def _chunks(found: tuple[Word, ...]) -> list[list[Word]]:
    chunks: list[list[Word]] = [[]]
    depth = 0
    for word in found:
        depth += (word.text == "(") - (word.text == ")")
        if depth or word.text == ")":
            continue
        if word.lower in _LINKS:
            chunks.append([])
        else:
            chunks[-1].append(word)
    return [c for c in chunks if c]


def _noun(chunk: list[Word]) -> Noun:
    """The noun of a noun phrase: its words up to the head, without determiners and empty adjectives."""
    kept: list[Word] = []
    for k, word in enumerate(chunk):
        if word.pos in ("NOUN", "PROPN") or (word.pos in ("ADJ", "VERB") and word.tag in ("JJ", "VBN", "VBG")):
            kept.append(word)
        elif word.tag == "POS":
            kept = []
        elif kept and word.lower == "of" and kept[-1].lemma in _WRAPPERS:
            return _noun(chunk[k + 1 :])
        elif kept or word.pos not in _SKIPPED:
            break
    if kept and chunk[0].lower in _ONE and not any(w.pos in ("NOUN", "PROPN") for w in kept):
        return cleaned(kept[-1].text)  # "a mosaic", taken for an adjective
    while kept and (kept[-1].pos not in ("NOUN", "PROPN") or (len(kept) > 1 and kept[-1].lemma in DATA_NOUNS)):
        kept.pop()
    if len(kept) > 1 and kept[0].token == 0 and singular(kept[0].lower) in HEADING_VERBS:
        return ()  # "Displays tanks with ...", taken for a noun
    singled_out = any(w.lower in ("each", "every") for w in chunk)
    return cleaned(" ".join(w.text for w in kept), singled_out=singled_out)


def cleaned(text: str, *, singled_out: bool = False) -> Noun:
    """The noun of a name without empty adjectives and words like "data"; () where it names nothing that owns data.

    Words for the program itself name no owner, unless they are `singled_out` ("each portal").
    """
    parts = list(words(text))
    while len(parts) > 1 and parts[0] in EMPTY_ADJECTIVES:
        parts.pop(0)
    while len(parts) > 1 and singular(parts[-1]) in DATA_NOUNS:
        parts.pop()
    if not parts or len(parts) > _MAX_WORDS:
        return ()
    name = (*parts[:-1], singular(parts[-1]))
    program = name[-1] in SYSTEM_NOUNS and not singled_out
    if len(name[-1]) < 2 or program or (len(name) == 1 and name[-1] in _NOBODY):
        return ()
    return name


def trailing_owner(frames: Frames, start: int, end: int) -> tuple[int, tuple[Noun, ...], bool]:
    """Where an enumeration ends and whose it is: "name and title | of each reader" -> its end, the owners, pointing back.

    The end of the range and no owners where the enumeration names no owner.
    """
    for k in range(end - 1, start, -1):
        word = frames.words[k]
        if word.lower in (",", ";", ":", "("):
            break
        if word.lower not in _PREPOSITIONS and not (word.lower == "by" and frames.words[k - 1].tag == "VBN"):
            continue
        rest = frames.words[k + 1 : end]
        if not rest or not _may_own(rest, frames.words[k - 1], word.lower):
            continue
        if is_anaphor(rest):
            return k, (), True
        owners = owners_in(rest)
        certain = rest[0].lower in _CERTAIN
        if owners and (certain or not any(is_telling(o) for o in owners)):
            cut = k - 1 if word.lower == "by" else k
            return cut, owners, rest[0].lower in ("this", "these", "those", "such")
    return end, (), False


def _may_own(rest: tuple[Word, ...], before: Word, preposition: str) -> bool:
    """Whether what follows the preposition may own what stands before it, and does not just say which one it is."""
    first, last = rest[0], rest[-1]
    if before.pos not in ("NOUN", "PROPN", "VERB") or last.pos not in ("NOUN", "PROPN", "PRON"):
        return False
    if any(w.pos in ("VERB", "AUX") and w.tag not in ("VBN", "VBG") for w in rest):
        return False
    if preposition in ("on", "in", "at", "to"):
        return first.lower in _CERTAIN
    pointed = first.lower in _CERTAIN
    if singular(before.lower) in _QUANTITIES and preposition == "of":
        return pointed or (first.lower in ("a", "an", "the") and last.tag in ("NN", "NNP"))
    return pointed or first.lower in _EACH or first.tag == "PRP$" or last.tag in ("NNS", "NNPS")
