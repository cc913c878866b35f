"""Names of database objects out of names in documents: identifiers and their grammatical number."""

from __future__ import annotations

import re
import unicodedata

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
_SINGULAR = {plural: singular for singular, plural in _IRREGULAR.items()}
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
    return f"{head}{separator}{_singular_word(word)}"


def _plural_word(word: str) -> str:
    if word in _UNCOUNTED or word in _SINGULAR or not word.isascii():
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


def _singular_word(word: str) -> str:
    if word in _UNCOUNTED or word in _IRREGULAR:
        return word
    if word in _SINGULAR:
        return _SINGULAR[word]
    if re.search(r"[^aeiou]ies$", word) and len(word) > 4:
        return word[:-3] + "y"
    if re.search(r"(sses|xes|zzes|ches|shes)$", word):
        return word[:-2]
    if word.endswith("yses"):
        return word[:-2] + "is"
    return word[:-1] if re.search(r"[^s]s$", word) and not re.search(r"(us|is)$", word) else word
