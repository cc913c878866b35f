"""Type words of API descriptions and field tables: `String`, `varchar(50)`, `UUID[]`, `List<Item>`, `string/uuid`."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from database_designer.read.markdown.api_lexicon import (
    COLLECTIONS,
    LOOSE_TYPES,
    MAPS,
    NUMBER_TYPES,
    TEXT_TYPES,
    TYPE_WORDS,
)

_PHRASES = {
    "date time": "datetime",
    "date & time": "datetime",
    "date and time": "datetime",
    "double precision": "double",
    "character varying": "varchar",
    "whole number": "integer",
    "long text": "text",
    "free text": "text",
    "rich text": "text",
    "timestamp with time zone": "timestamptz",
    "timestamp without time zone": "timestamp",
    "true/false": "boolean",
    "yes/no": "boolean",
    "big integer": "bigint",
    "unsigned integer": "integer",
    "foreign key": "fk",
}
_FORMATS = {"uuid": "uuid", "guid": "uuid", "email": "email", "url": "uri", "uri": "uri", "date": "date"}


_MANY_OF = re.compile(
    r"(?:(?P<word>array|list|set|collection)s?\s*(?:of\s+|[<(\[]\s*)(?P<of>[^<>()\[\]]+?)\s*[>)\]]?"
    r"|(?P<item>[\w.]+)\s*\[\s*\])",
    re.IGNORECASE,
)
_SIZED = re.compile(r"(?P<word>[A-Za-z][\w ]*?)\s*\(\s*(?P<first>\d{1,9})\s*(?:,\s*(?P<second>\d{1,9})\s*)?\)")
_GENERIC = re.compile(r"(?P<word>\w+)\s*<[^<>]*>")
_NULL = re.compile(r"\?$|\s*\|\s*(?:null|undefined)$|^null\s*\|\s*", re.IGNORECASE)
_NAME = re.compile(r"[A-Z][A-Za-z0-9]*[a-z][A-Za-z0-9]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeWord:
    """A type as written, lower case, with its parts: `length` of `varchar(50)`, `many` and `reference` of `List<Item>`.

    The `format` of `decimal(10,2)` is the whole of it.
    """

    type: str
    format: str = ""
    many: bool = False
    length: int | None = None
    reference: str | None = None
    nullable: bool | None = None


def read_type(text: str) -> TypeWord | None:
    """The type that a text consists of, None where it is no type."""
    bare = " ".join(text.strip().strip("`*_").split())
    if not bare or len(bare) > 80:
        return None
    without = _NULL.sub("", bare)
    word = _read(without)
    return replace(word, nullable=True) if word and without != bare else word


def _read(bare: str) -> TypeWord | None:
    many = _MANY_OF.fullmatch(bare)
    if many:
        return _many((many["of"] or many["item"]).strip())
    lower = bare.lower()
    if lower in _PHRASES:
        return TypeWord(type=_PHRASES[lower])
    if lower in TYPE_WORDS:
        return _word(lower)
    sized = _SIZED.fullmatch(bare)
    if sized and _known(sized["word"]):
        word = _PHRASES.get(sized["word"].lower(), sized["word"].lower())
        if is_text(word) and not sized["second"]:
            return TypeWord(type=word, length=int(sized["first"]))
        return TypeWord(type=word, format=lower.replace(" ", ""))
    generic = _GENERIC.fullmatch(bare)
    if generic and generic["word"].lower() in MAPS:
        return TypeWord(type="object")
    return _pair(lower)


def is_loose(type_word: str) -> bool:
    """Whether a type word names things as often as types ("email", "file", "date")."""
    return type_word in LOOSE_TYPES


def is_number(type_word: str) -> bool:
    """Whether a type word means numbers."""
    return type_word in NUMBER_TYPES


def is_text(type_word: str) -> bool:
    """Whether a type word means text."""
    return type_word in TEXT_TYPES


def _known(word: str) -> bool:
    return word.lower() in TYPE_WORDS or word.lower() in _PHRASES


def _word(word: str) -> TypeWord:
    if word in COLLECTIONS:
        return TypeWord(type="array", many=True)
    return TypeWord(type="object" if word in MAPS else word, format=_FORMATS.get(word, ""))


def _many(item: str) -> TypeWord:
    inner = read_type(item) or (read_type(item[:-1]) if item.lower().endswith("s") else None)
    if inner:
        return replace(inner, many=True)
    reference = item if _NAME.fullmatch(item) else None
    return TypeWord(type="object" if reference else "array", many=True, reference=reference)


def _pair(lower: str) -> TypeWord | None:
    """Two words for one type: "string/uuid", "string (email)", "uuid string"."""
    words = [p for p in re.split(r"[/()\s]+", lower) if p]
    if len(words) != 2 or not all(w in TYPE_WORDS for w in words):
        return None
    formatted = next((w for w in words if w in _FORMATS), "")
    plain = words[1] if formatted == words[0] else words[0]
    return TypeWord(type=plain, format=_FORMATS.get(formatted, ""))
