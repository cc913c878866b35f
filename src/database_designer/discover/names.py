"""Names of concepts: words, singulars, and the spellings that documents use for one thing.

A concept is named by a `Noun`: its words in lower case, the last one singular. `OrderItems`, "order items" and
`order_item` are all the noun ("order", "item").
"""

from __future__ import annotations

import re
from functools import lru_cache

Noun = tuple[str, ...]

_WORD = re.compile(r"[^\W_]+", re.UNICODE)
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")

# Plurals whose singular no rule gives, and words that only look like plurals.
_IRREGULAR = {
    "people": "person", "children": "child", "men": "man", "women": "woman", "feet": "foot", "teeth": "tooth",
    "mice": "mouse", "geese": "goose", "data": "data", "media": "media", "criteria": "criterion",
    "phenomena": "phenomenon", "indices": "index", "vertices": "vertex", "matrices": "matrix",
    "appendices": "appendix", "analyses": "analysis", "diagnoses": "diagnosis", "bases": "basis", "axes": "axis",
    "crises": "crisis", "theses": "thesis", "hypotheses": "hypothesis", "syntheses": "synthesis",
    "quizzes": "quiz", "knives": "knife", "lives": "life", "wives": "wife", "shelves": "shelf", "halves": "half",
    "leaves": "leave", "wolves": "wolf", "loaves": "loaf", "thieves": "thief", "calves": "calf",
    "series": "series", "species": "species", "news": "news", "means": "means", "lens": "lens", "gas": "gas",
    "gases": "gas", "bus": "bus", "buses": "bus", "aliases": "alias", "alias": "alias", "canvas": "canvas",
    "canvases": "canvas", "atlas": "atlas", "bias": "bias", "biases": "bias", "yes": "yes", "this": "this",
    "us": "us", "cookies": "cookie", "movies": "movie", "ties": "tie", "dies": "die", "pies": "pie",
    "zombies": "zombie", "caches": "cache", "axles": "axle", "headquarters": "headquarters",
    "statistics": "statistics", "analytics": "analytics", "logistics": "logistics", "physics": "physics",
    "mathematics": "mathematics", "ethics": "ethics", "metrics": "metric", "basics": "basic", "topics": "topic",
    "settings": "setting", "premises": "premise", "clothes": "clothes", "goods": "goods", "sms": "sms",
    "gps": "gps", "https": "https", "dns": "dns", "aws": "aws", "css": "css", "sos": "sos", "css3": "css3",
    "menus": "menu", "gurus": "guru", "cpus": "cpu", "gpus": "gpu", "skus": "sku", "toes": "toe", "shoes": "shoe",
    "databases": "database", "purchases": "purchase", "releases": "release", "cases": "case", "leases": "lease",
    "phases": "phase", "phrases": "phrase", "expenses": "expense", "licenses": "license", "licences": "licence",
    "responses": "response", "courses": "course", "houses": "house", "warehouses": "warehouse", "nurses": "nurse",
    "horses": "horse", "purposes": "purpose", "doses": "dose", "uses": "use", "causes": "cause", "pauses": "pause",
    "clauses": "clause", "exercises": "exercise", "franchises": "franchise", "enterprises": "enterprise",
    "sizes": "size", "prizes": "prize", "axises": "axis", "vases": "vase", "bookcases": "bookcase",
    "showcases": "showcase", "suitcases": "suitcase", "senses": "sense", "verses": "verse", "roses": "rose",
    "noses": "nose", "hoses": "hose", "diseases": "disease", "increases": "increase", "decreases": "decrease",
    "promises": "promise", "surprises": "surprise", "excuses": "excuse", "refuses": "refuse", "chaos": "chaos",
    "mazes": "maze", "gazes": "gaze", "breezes": "breeze", "axe": "axe", "lotteries": "lottery",
}  # fmt: skip
_KEPT_ENDINGS = ("ss", "us", "is", "ous")
_ES_ENDINGS = re.compile(r"(?:ch|sh|x|ss|zz)es$")
_VOWEL_OES = re.compile(r"(?:tomat|potat|her|ech|vet|carg|torped|mosquit|buffal|domin|volcan)oes$")


@lru_cache(maxsize=65536)
def singular(word: str) -> str:
    """The singular of a lower-case English word; the word itself where it is singular already."""
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if len(word) <= 3 or not word.endswith("s") or word.endswith(_KEPT_ENDINGS):
        if word.endswith("men") and len(word) > 5 and word not in ("specimen", "regimen", "acumen", "abdomen"):
            return word[:-3] + "man"
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    if _ES_ENDINGS.search(word) or _VOWEL_OES.search(word):
        return word[:-2]
    if word.endswith(("uses", "ises")) and word[:-2].endswith(("tus", "pus", "nus", "rus", "xis", "iris")):
        return word[:-2]
    return word[:-1]


def words(name: str) -> tuple[str, ...]:
    """The words of an identifier or a phrase in lower case: camelCase, snake_case, kebab-case, spaces, digits kept."""
    spaced = _CAMEL.sub(" ", name)
    return tuple(w.lower() for w in _WORD.findall(spaced.replace("'s", " ").replace("’s", " ")))


def noun(name: str) -> Noun:
    """The noun that a name spells: its words with the last one singular ("Order Items" -> ("order", "item"))."""
    found = words(name)
    if not found:
        return ()
    return (*found[:-1], singular(found[-1]))


_UNITS = frozenset("days minutes hours months years weeks seconds points seats bytes metres meters kilograms".split())


def property_name(text: str) -> Noun:
    """The noun of a property: as `noun`, but amounts keep the plural of their unit ("durationDays", "rest in minutes")."""
    found = words(text)
    return found if len(found) > 1 and found[-1] in _UNITS else noun(text)


def camel(noun_words: Noun) -> str:
    """The noun as an entity name: ("order", "item") -> "OrderItem"."""
    return "".join(w[:1].upper() + w[1:] for w in noun_words)


def snake(noun_words: Noun) -> str:
    """The noun as an attribute name: ("due", "date") -> "due_date"."""
    return "_".join(noun_words)


def initials(noun_words: Noun) -> str:
    """The abbreviation that the first letters make: ("knowledge", "base") -> "kb"."""
    return "".join(w[0] for w in noun_words)
