"""Which nouns of the sentences mean the same: pieces of misread phrases, adjectives before a noun, short forms.

"a seat category ... each category" is one thing, "a home airport" is an airport, "an installed sensor" a sensor; "order
assigned" out of "an order assigned to them" is an order.
"""

from __future__ import annotations

from collections.abc import Iterable

from database_designer.discover.concepts.resolving import GENERAL_ENDINGS, before_of
from database_designer.discover.findings import UsageFinding
from database_designer.discover.language.lexicon import FUNCTION_WORDS, SYSTEM_NOUNS
from database_designer.discover.names import Noun

_NO_NOUN_ENDINGS = ("ly", "ed", "ing")

Usages = dict[Noun, UsageFinding]


def parsed_nouns(nouns: Iterable[Noun], usages: Usages) -> dict[Noun, Noun]:
    """For nouns that no parse knows: the longest run of their words that one does, where there is any.

    Words that follow the run are left off only where they cannot be nouns.
    """
    found: dict[Noun, Noun] = {}
    for noun in nouns:
        if noun in usages:
            continue
        meant = before_of(noun)
        ends = [e for e in range(len(meant), 0, -1) if all(_is_no_noun(w) for w in meant[e:])]
        runs = (noun[i:e] for e in ends for i in range(e) if noun[i:e] in usages)
        best = max(runs, key=len, default=())
        if best:
            found[noun] = best
    return found


def _is_no_noun(word: str) -> bool:
    return word in FUNCTION_WORDS or word.endswith(_NO_NOUN_ENDINGS)


def short_forms(usages: Usages, own: frozenset[Noun]) -> dict[Noun, Noun]:
    """Longer nouns to their ending and endings to the longer noun; `own` are the nouns that something is told of."""
    longer = _longer(usages)
    found = in_states(usages)
    for ending, names in longer.items():
        if ending[-1] in SYSTEM_NOUNS:
            continue  # "the system" is the program, whatever other system is spoken of
        for name in names:
            if name not in found and name not in own and _is_variant(name, ending, names, usages, own):
                found[name] = ending
        left = [n for n in names if n not in found]
        if len(left) == 1 and _is_short_for(ending, left[0], usages, own):
            found[ending] = left[0]
    return found


def in_states(usages: Usages) -> dict[Noun, Noun]:
    """Nouns with a participle before them to the noun without it, where that is spoken of as well ("sold item")."""
    return {n: n[1:] for n, u in usages.items() if u.in_state and n[1:] in usages and n[1:] not in GENERAL_ENDINGS}


def _longer(usages: Usages) -> dict[Noun, list[Noun]]:
    """Per noun, the longer ones that end in it, each under its longest such ending, in order of first mention."""
    found: dict[Noun, list[Noun]] = {}
    for noun in usages:
        ending = next((noun[i:] for i in range(1, len(noun)) if noun[i:] in usages), None)
        if ending is not None:
            found.setdefault(ending, []).append(noun)
    return found


def _is_variant(name: Noun, ending: Noun, names: list[Noun], usages: Usages, own: frozenset[Noun]) -> bool:
    """Whether the longer name, of which nothing is told, is but the ending in some state or role."""
    if ending in GENERAL_ENDINGS:
        return False
    long, short = usages[name], usages[ending]
    if long.described:
        return True
    return ending in own and (short.order < long.order or len(names) > 1)


def _is_short_for(ending: Noun, name: Noun, usages: Usages, own: frozenset[Noun]) -> bool:
    """Whether the ending, once the longer name has been said, means that."""
    long, short = usages[name], usages[ending]
    if name in own:
        return ending not in own or long.order < short.order
    return long.order < short.order and not long.described
