"""Names of database objects out of names in documents: identifiers and their grammatical number."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_IRREGULAR = {
    "person": "people",
    "child": "children",
    "man": "men",
    "woman": "women",
    "foot": "feet",
    "tooth": "teeth",
    "goose": "geese",
    "mouse": "mice",
    "ox": "oxen",
    "datum": "data",
    "medium": "media",
    "criterion": "criteria",
    "phenomenon": "phenomena",
    "leaf": "leaves",
    "life": "lives",
    "knife": "knives",
    "wife": "wives",
    "half": "halves",
    "shelf": "shelves",
    "self": "selves",
    "loaf": "loaves",
    "thief": "thieves",
    "wolf": "wolves",
    "calf": "calves",
    "hero": "heroes",
    "potato": "potatoes",
    "tomato": "tomatoes",
    "echo": "echoes",
    "veto": "vetoes",
    "lens": "lenses",
    "gas": "gases",
    "quiz": "quizzes",
    "status": "statuses",
    "bus": "buses",
    "virus": "viruses",
    "bonus": "bonuses",
    "campus": "campuses",
    "alias": "aliases",
    "canvas": "canvases",
    "atlas": "atlases",
}
# Plurals whose singular no rule gives, and words that only look like plurals.
_SINGULARS = {
    "people": "person", "children": "child", "men": "man", "women": "woman", "feet": "foot", "teeth": "tooth",
    "mice": "mouse", "geese": "goose", "criteria": "criterion", "phenomena": "phenomenon", "indices": "index",
    "vertices": "vertex", "matrices": "matrix", "appendices": "appendix", "analyses": "analysis",
    "diagnoses": "diagnosis", "lenses": "lens", "atlases": "atlas", "selves": "self", "oxen": "ox", "axes": "axis", "crises": "crisis", "theses": "thesis",
    "hypotheses": "hypothesis", "syntheses": "synthesis", "quizzes": "quiz", "knives": "knife", "lives": "life",
    "wives": "wife", "shelves": "shelf", "halves": "half", "wolves": "wolf", "loaves": "loaf", "thieves": "thief",
    "calves": "calf", "series": "series", "species": "species", "news": "news", "means": "means", "lens": "lens",
    "gases": "gas", "buses": "bus", "aliases": "alias", "alias": "alias", "canvas": "canvas", "canvases": "canvas",
    "atlas": "atlas", "bias": "bias", "biases": "bias", "cookies": "cookie", "movies": "movie", "ties": "tie",
    "dies": "die", "pies": "pie", "zombies": "zombie", "caches": "cache", "headquarters": "headquarters",
    "statistics": "statistics", "analytics": "analytics", "logistics": "logistics", "physics": "physics",
    "mathematics": "mathematics", "ethics": "ethics", "clothes": "clothes", "goods": "goods", "https": "https",
    "menus": "menu", "gurus": "guru", "cpus": "cpu", "gpus": "gpu", "skus": "sku", "chaos": "chaos",
}  # fmt: skip
_KEPT_ENDINGS = ("ss", "us", "is", "ous")
_ES_ENDINGS = re.compile(r"(?:ch|sh|x|ss|zz)es$")
_OES_ENDINGS = re.compile(r"(?:tomat|potat|her|ech|vet|carg|torped|mosquit|buffal|domin|volcan)oes$")


_UNCOUNTED = frozenset(
    [
        "data",
        "information",
        "equipment",
        "metadata",
        "feedback",
        "software",
        "hardware",
        "series",
        "species",
        "news",
        "media",
        "staff",
        "money",
    ]
)


@lru_cache(maxsize=16384)
def snake_case(text: str) -> str:
    """`text` as a lower-case identifier: words joined by "_", accents removed, other signs dropped; never empty.

    "PurchaseOrder" and "purchase order" become "purchase_order", "HTTPServer" "http_server", "2nd Name" "n2nd_name".
    Letters of other scripts stay as they are.
    """
    folded = unicodedata.normalize("NFKC", "".join(_unaccented(c) for c in unicodedata.normalize("NFKC", text)))
    split = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", folded)
    name = re.sub(r"[\W_]+", "_", split).strip("_").lower()
    if not name:
        return "unnamed"
    return f"n{name}" if name[0].isdigit() else name


def _unaccented(character: str) -> str:
    decomposed = unicodedata.normalize("NFKD", character)
    return decomposed[0] if len(decomposed) > 1 and decomposed[0].isascii() and decomposed[0].isalpha() else character


def storable(text: str) -> bool:
    """Whether PostgreSQL can hold a text at all: no zero byte, nothing that is not a character."""
    return "\x00" not in text and not any("\ud800" <= c <= "\udfff" for c in text)


def plural(name: str) -> str:
    """The plural of a snake_case name: its last word is put into the plural, one that is plural already stays."""
    head, separator, word = name.rpartition("_")
    return f"{head}{separator}{_plural_word(word)}"


def singular(name: str) -> str:
    """The singular of a snake_case name: the inverse of `plural`, one that is singular already stays."""
    head, separator, word = name.rpartition("_")
    return f"{head}{separator}{singular_word(word)}"


def _plural_word(word: str) -> str:
    if word in _UNCOUNTED or word in _IRREGULAR.values() or not word.isascii():
        return word
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if word.endswith("sis"):
        return word[:-2] + "es"
    if re.search(r"[^aeiou]y$", word):
        return word[:-1] + "ies"
    if re.search(r"(ss|us|is|x|z|ch|sh)$", word):
        return word + "es"
    return word if re.search(r"[^s]s$", word) else word + "s"


@lru_cache(maxsize=65536)
def singular_word(word: str) -> str:
    """The singular of a lower-case English word; the word itself where it is singular already."""
    if word in _SINGULARS:
        return _SINGULARS[word]
    if len(word) <= 3 or not word.endswith("s") or word.endswith(_KEPT_ENDINGS):
        if word.endswith("men") and len(word) > 5 and word not in ("specimen", "regimen", "acumen", "abdomen"):
            return word[:-3] + "man"
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    if _ES_ENDINGS.search(word) or _OES_ENDINGS.search(word):
        return word[:-2]
    if word.endswith(("uses", "ises")) and word[:-2].endswith(("tus", "pus", "nus", "rus", "xis", "iris")):
        return word[:-2]
    return word[:-1]
