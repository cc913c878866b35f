"""Names of one thing brought together: abbreviations, empty endings, short names of one longer name."""

from __future__ import annotations

from database_designer.discover.concepts.resolving import EMPTY_TAILS, PART_TAILS
from database_designer.discover.concepts.short_forms import Usages, in_states, parsed_nouns, short_forms
from database_designer.discover.concepts.signs import API_SIGNS, HARD_SIGNS, OWN_DATA, has_sign, score_of
from database_designer.discover.findings import LIKELY, EntityFinding, Findings
from database_designer.discover.names import Noun
from database_designer.discover.names import noun as spelled
from database_designer.source import Evidence

# "course templates", as which the API knows courses: the properties told of them are those of courses.
_DESCRIBING_TAILS = frozenset({"template", "definition"})
# How many lines below a name in full its short form follows.
_NEXT = 1
# From here on a longer name has so much told of it that its ending is not empty.
_OF_ITS_OWN = 0.65
# The signs that patterns of words find, without a parse.
_PATTERNS = ("has properties", "a kind of thing", "stands in a relationship")
_TOLD = ("has properties", "a kind of thing", "has states", "kept for each pair")


def _merge(signs: dict[Noun, list[EntityFinding]], findings: Findings) -> dict[Noun, Noun]:
    """Which noun stands for which: abbreviations, empty endings, and short names of one longer name."""
    merged: dict[Noun, Noun] = {}
    for synonym in findings.synonyms:
        if synonym.noun in signs or synonym.other in signs:
            merged[synonym.other] = synonym.noun
    merged.update({n: n[:-1] for n, found in signs.items() if n not in merged and _adds_nothing(n, found, signs)})
    for noun in signs:
        if noun not in merged:
            longer = _only_longer(noun, signs, merged)
            if longer is not None:
                merged[noun] = longer
    merged.update({n: t for n, t in _fuller_terms(signs).items() if n not in merged and t not in merged})
    return {n: _last(t, merged) for n, t in merged.items()}


def _adds_nothing(noun: Noun, found: list[EntityFinding], signs: dict[Noun, list[EntityFinding]]) -> bool:
    """Whether the ending adds nothing to the noun before it ("member profile"), and nothing is told of it itself."""
    if len(noun) < 2 or noun[:-1] not in signs or has_sign(found, HARD_SIGNS):
        return False
    own = has_sign(found, ("has properties",)) or score_of(found) >= _OF_ITS_OWN
    if noun[-1] in _DESCRIBING_TAILS and has_sign(signs[noun[:-1]], HARD_SIGNS):
        return not has_sign(signs[noun[:-1]], ("has properties",))
    return noun[-1] in EMPTY_TAILS or (noun[-1] in PART_TAILS and not own)


def merge_spoken(signs: dict[Noun, list[EntityFinding]], findings: Findings) -> dict[Noun, Noun]:
    """Which noun stands for which in plain prose: other names, misread phrases, short forms. () for no noun at all."""
    usages = {u.noun: u for u in findings.usages}
    named = [
        *signs,
        *(a.owner for a in findings.attributes),
        *(n for r in findings.relations for n in (r.source, r.target)),
    ]
    structured = {n for n, found in signs.items() if has_sign(found, HARD_SIGNS)}
    parsed = parsed_nouns(dict.fromkeys(n for n in named if n not in structured), usages)
    own = frozenset(parsed.get(n, n) for n, found in signs.items() if has_sign(found, _TOLD))
    empty = {n: n[:-1] for n, found in signs.items() if _adds_nothing(n, found, signs)}
    merged = parsed | short_forms(usages, own) | empty | _in_value(usages, findings)
    for synonym in findings.synonyms:
        known = synonym.noun in signs or any(synonym.noun[i:] in usages for i in range(len(synonym.noun)))
        if known and synonym.other != synonym.noun:
            merged[synonym.other] = synonym.noun
    for noun in structured:
        merged.pop(noun, None)
    return {n: _last(t, merged) for n, t in _without_kinds(merged, findings).items()}


def _without_kinds(merged: dict[Noun, Noun], findings: Findings) -> dict[Noun, Noun]:
    """What is told to be a kind of the other is no other name of it ("tower clocks are clocks")."""
    told = {(k.sub, k.super) for k in findings.kinds if k.weight >= LIKELY}
    return {n: t for n, t in merged.items() if (n, t) not in told and (t, n) not in told}


def _in_value(usages: Usages, findings: Findings) -> dict[Noun, Noun]:
    """Nouns with one of their values before them to the noun without it ("OPEN bids" where a bid is OPEN or SHUT)."""
    values = {spelled(v) for f in findings.values for v in f.values}
    return {n: n[1:] for n in usages if len(n) > 1 and n[:1] in values and n[1:] in usages}


def merge_required(signs: dict[Noun, list[EntityFinding]], findings: Findings) -> dict[Noun, Noun]:
    """Which noun stands for which in requirements: as `_merge`, and misread phrases and things in some state."""
    usages = {u.noun: u for u in findings.usages}
    alone = [n for n, found in signs.items() if all(f.reason.startswith(_PATTERNS) for f in found)]
    misread = {n: t for n, t in parsed_nouns(alone, usages).items() if t in signs}
    states = {n: t for n, t in in_states(usages).items() if n in signs and not has_sign(signs[n], HARD_SIGNS)}
    merged = _merge(signs, findings)
    for noun, target in (misread | states | _introduced(signs, usages, findings)).items():
        merged.setdefault(noun, target)
    return {n: _last(t, merged) for n, t in merged.items()}


def _introduced(signs: dict[Noun, list[EntityFinding]], usages: Usages, findings: Findings) -> dict[Noun, Noun]:
    """Names said in full once, right before the short one is told of ("a list of trial methods. A method has a code.")."""
    told: dict[Noun, list[Evidence]] = {}
    for f in findings.attributes:
        told.setdefault(f.owner, []).append(f.evidence)
    found: dict[Noun, Noun] = {}
    for noun, own in signs.items():
        usage, short = usages.get(noun), noun[-1:]
        if usage is None or usage.mentions > 1 or len(noun) < 2 or short not in signs or noun in told:
            continue
        span = usage.evidence.span
        after = (e.span.line - span.line for e in told.get(short, ()) if e.span.file == span.file)
        if not has_sign(own, HARD_SIGNS) and any(0 <= lines <= _NEXT for lines in after):
            found[noun] = short
    return found


def _fuller_terms(signs: dict[Noun, list[EntityFinding]]) -> dict[Noun, Noun]:
    """Terms of the glossary that say in full what the API names by its last word ("treatment note" for /note)."""
    found: dict[Noun, Noun] = {}
    for noun, own in signs.items():
        short = noun[-1:]
        if len(noun) > 1 and short in signs and has_sign(own, ("a term of the glossary",), least=0.0):
            alone = [n for n in signs if len(n) > 1 and n[-1:] == short and has_sign(signs[n], OWN_DATA)]
            if has_sign(signs[short], API_SIGNS) and not alone:
                found[noun] = short
    return found


def _last(noun: Noun, merged: dict[Noun, Noun]) -> Noun:
    seen = {noun}
    while noun in merged and merged[noun] not in seen:
        noun = merged[noun]
        seen.add(noun)
    return noun


def _only_longer(noun: Noun, signs: dict[Noun, list[EntityFinding]], merged: dict[Noun, Noun]) -> Noun | None:
    """The one strong longer name that ends in `noun`, where `noun` has no data of its own in a structured source."""
    if has_sign(signs[noun], HARD_SIGNS) or score_of(signs[noun]) >= 1.0:
        return None
    longer = [
        n for n in signs
        if len(n) > len(noun) and n[-len(noun) :] == noun and n not in merged and score_of(signs[n]) >= 1.0
    ]  # fmt: skip
    return longer[0] if len(longer) == 1 else None
