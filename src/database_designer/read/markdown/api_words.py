"""Constraints in words: "required, 1-100 characters, unique", ">= 0", "one of A, B, C", "FK -> users.id"."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace

from database_designer.model.requirements import Field
from database_designer.read.markdown.api_lexicon import NO_TARGETS
from database_designer.read.markdown.api_types import TypeWord, is_loose, is_number, is_text, read_type

_LONGEST = 800  # characters; constraints stand at the start of a description
_NUMBER = r"-?\d{1,15}(?:,\d{3})*(?:\.\d{1,10})?"
_UNIT = r"(?:char(?:acter)?s?|letters?|digits?|symbols?)\b"
_TO = r"\s*(?:-|–|—|to|and|\.\.\.?)\s*"

_LENGTH_RANGE = re.compile(rf"(\d{{1,9}}){_TO}(\d{{1,9}})\s*{_UNIT}", re.IGNORECASE)
_LENGTH_WORD = re.compile(rf"\blength\b\s*(?:of|is|:|=|between)?\s*(\d{{1,9}}){_TO}(\d{{1,9}})", re.IGNORECASE)
_LENGTH_MOST = re.compile(
    r"(?:\bmax(?:imum)?\.?(?:\s*length)?(?:\s+of)?|\bup to|\bat most|\bno (?:more|longer) than|\bnot exceed(?:ing)?|<=|≤)"
    rf"\s*[:=]?\s*(\d{{1,9}})\s*{_UNIT}|\bmax(?:imum)?[\s_-]*length\b\s*(?:of|is|:|=)?\s*(\d{{1,9}})|(\d{{1,9}})\s*{_UNIT}\s*"
    r"(?:max(?:imum)?|or (?:less|fewer))\b",
    re.IGNORECASE,
)
_LENGTH_LEAST = re.compile(
    rf"(?:\bmin(?:imum)?\.?(?:\s*length)?(?:\s+of)?|\bat least|\bno (?:less|fewer) than|>=|≥)\s*[:=]?\s*(\d{{1,9}})\s*{_UNIT}"
    rf"|\bmin(?:imum)?[\s_-]*length\b\s*(?:of|is|:|=)?\s*(\d{{1,9}})|(\d{{1,9}})\s*{_UNIT}\s*(?:min(?:imum)?|or more)\b",
    re.IGNORECASE,
)
_LENGTH_EXACT = re.compile(rf"(?:\bexactly\s+)?(?<![\d.,–-])(\d{{1,9}})[\s-]*{_UNIT}", re.IGNORECASE)

_BETWEEN = re.compile(
    rf"\b(?:between|range|from)\b\s*[:=]?\s*\(?({_NUMBER})(?:\s*%)?{_TO}({_NUMBER})(?!\s*{_UNIT})", re.IGNORECASE
)
_BARE_RANGE = re.compile(rf"({_NUMBER})(?:\s*%)?{_TO}({_NUMBER})(?:\s*%)?(?:\s+if\b.*|\s+scale)?", re.IGNORECASE)
_SIGNS = re.compile(rf"(>=|<=|≥|≤|>|<)\s*({_NUMBER})(?!\s*{_UNIT})(?![\w])")
_LEAST = re.compile(
    rf"(?:\bmin(?:imum)?\.?(?:\s+value)?(?:\s+of)?|\bat least|\bno less than)\s*[:=]?\s*({_NUMBER})(?!\s*{_UNIT})(?![\w.])",
    re.IGNORECASE,
)
_MOST = re.compile(
    rf"(?:\bmax(?:imum)?\.?(?:\s+value)?(?:\s+of)?|\bat most|\bup to|\bno more than)\s*[:=]?\s*({_NUMBER})(?!\s*{_UNIT})(?![\w.])",
    re.IGNORECASE,
)
_GREATER = re.compile(rf"\b(?:greater|more) than (or equal to )?({_NUMBER})", re.IGNORECASE)
_LESS = re.compile(rf"\b(?:less|fewer|smaller) than (or equal to )?({_NUMBER})", re.IGNORECASE)
_NON_NEGATIVE = re.compile(
    r"\bnon-?negative\b|\bnot (?:be )?negative\b|\bzero or (?:positive|more|greater)\b", re.IGNORECASE
)
_POSITIVE = re.compile(r"(?<!zero or )\bpositive\b(?! or zero)", re.IGNORECASE)

_UNIQUE = re.compile(
    r"\b(?P<no>non-?|not (?:necessarily )?)?unique\b(?!\s+(?:identifier|id\b|per\b|within\b|for\b|among\b|key for|\w+ identif))",
    re.IGNORECASE,
)
_PRIMARY = re.compile(r"\bprimary[\s-]key\b|\bPK\b", re.IGNORECASE)
_NULLABLE = re.compile(
    r"\bnullable\b|\b(?:can|may) be (?:null|empty)\b|\ballows? nulls?\b|\bnull (?:if|when|until|for|unless)\b",
    re.IGNORECASE,
)
_NOT_NULL = re.compile(r"\bnot[\s_-]null(?:able)?\b|\bnon-?null(?:able)?\b|\bcannot be (?:null|empty)\b", re.IGNORECASE)
_READ_ONLY = re.compile(
    r"\bread[\s-]?only\b|\bauto(?:matically)?[\s-]?(?:generated|increment\w*|assigned|set)\b|\b(?:system|server)[\s-]generated\b",
    re.IGNORECASE,
)
_WRITE_ONLY = re.compile(r"\bwrite[\s-]?only\b", re.IGNORECASE)
_REQUIRED_PART = re.compile(
    r"(?:is |always |must be )?(?:required|mandatory|req|compulsory|must exist)(?: field)?[.!*]?", re.IGNORECASE
)
_OPTIONAL_PART = re.compile(r"(?:is )?(?:optional|opt|not required|not mandatory)(?:$|[ .!*].{0,60})", re.IGNORECASE)
_DEFAULT = re.compile(
    r"\bdefault(?:s|ed)?\b(?:\s+(?:to|is|value|of))*\s*[:=]?\s*(?P<value>\"[^\"]*\"|'[^']*'|`[^`]*`|[-+]?[\w.:+-]*\w(?:\(\))?)",
    re.IGNORECASE,
)
_DATE_FORMAT = re.compile(
    r"\bYYYY-MM-DD\b(?P<time>[ T]+HH)?|\bISO[\s-]?8601\b(?P<word>\s+(?:date|timestamp|datetime))?", re.IGNORECASE
)
_EMAIL = re.compile(
    r"\b(?:valid|format:?|well-?formed|a)\s+e-?mail\b|\be-?mail (?:format|address format)\b", re.IGNORECASE
)
_URI = re.compile(r"\b(?:valid|format:?)\s+ur[li]\b|\bur[li] format\b", re.IGNORECASE)
_UUID = re.compile(r"^uuid\b|\bvalid uuid\b|\buuid (?:format|of|v4)\b", re.IGNORECASE)
_PATTERN = re.compile(
    r"\b(?:pattern|regex(?:p)?|matches)\b\s*[:=]?\s*`?(?P<pattern>/[^\n]+?/(?=[\s,;`)]|$)|\^[^\s`]+)", re.IGNORECASE
)
_EXAMPLE = re.compile(
    r"\b(?:e\.g\.,?|example:|for example,?)\s*(?P<value>\"[^\"]*\"|'[^']*'|`[^`]*`|[\w.@/:+-]*\w)", re.IGNORECASE
)
_REFERENCE = re.compile(
    r"(?:\bFK\b|\bforeign[\s-]key\b)(?:\s*\(|\s*)(?:->|→|=>|:|to|references|referencing|\()?\s*(?:the\s+)?(?P<fk>[A-Za-z_][\w]*)(?:[.(]\w+\)?)?"
    r"|(?:->|→)\s*(?P<arrow>[A-Za-z_]\w*)(?:[.(]\w+\)?)?"
    r"|\b(?:references?|referencing|must (?:be|reference) an existing|ref(?:erence)?\s+to)\s+(?:to\s+)?(?:the\s+|an?\s+)?(?:existing\s+)?"
    r"(?P<word>[A-Za-z_]\w*(?:[ ][a-z]+)?)",
    re.IGNORECASE,
)

_SAYS_NOTHING = frozenset({"uuid", "id", "identifier", "record", "records", "row", "table", "entity", "existing"})

_ONE_OF = re.compile(
    r"(?:\bone of(?: the following)?|\b(?:allowed|possible|valid|permitted|accepted)\s+(?:values?|options?)(?:\s+are)?|\bvalues|\benum(?:eration)?"
    r"|\boptions|\beither)\s*[:=]?\s*[\[({]?\s*(?P<values>[^.;()\[\]{}\n]+)",
    re.IGNORECASE,
)
_BARS = re.compile(r"(?<![\w|])[`\"']?[\w-]+[`\"']?(?:\s*\|\s*[`\"']?[\w-]+[`\"']?)+(?![\w|])")
_QUOTED = re.compile(
    r"(?:\"[^\"\n]{1,40}\"|`[^`\n]{1,40}`|'[^'\n]{1,40}')(?:(?:\s*[,/|]\s*|,?\s+or\s+)(?:\"[^\"\n]{1,40}\"|`[^`\n]{1,40}`|'[^'\n]{1,40}'))+"
)
_CAPITALS = re.compile(
    r"\b[A-Z][A-Z0-9_]+(?:\s*[,/|]\s*(?:or\s+)?[A-Z][A-Z0-9_]+)+\b|\b[A-Z][A-Z0-9_]{2,}\s+or\s+[A-Z][A-Z0-9_]{2,}\b"
)
_BRACKETED = re.compile(r"[(\[]([^()\[\]]{3,300})[)\]]")
_KINDS = re.compile(
    r"(?:status|state|type|kind|category|level|priority|severity|role|mode|stage|phase|method|gender|direction|frequency|outcome|result)$",
    re.IGNORECASE,
)
_EXAMPLES = re.compile(r"\be\.g\b|\bi\.e\b|\bsuch as\b|\betc\b|\bfor example\b|\.\.\.|…", re.IGNORECASE)
_LIST = re.compile(r",(?!\s*\d+\s*\)|[^<>]*\w>)")
_PARTS = re.compile(r",(?!\s*\d+\s*\)|[^<>]*\w>)|[;()]|\.\s|\.$|\s[-–—]\s")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Range:
    """A range of numbers, as far as it is stated."""

    low: str | None = None
    high: str | None = None
    above: bool = False
    below: bool = False


def with_facts(field: Field, text: str) -> Field:
    """The field with what the words of a text say about it; what it states already stays."""
    text = text[:_LONGEST]
    field = _with_type(field, text)
    field = _with_presence(field, text)
    field = _with_lengths(field, text)
    field = _with_range(field, text)
    field = _with_values(field, text)
    return _with_others(field, text)


def apply_type(field: Field, word: TypeWord) -> Field:
    """The field with a type; a type it has already stays."""
    return replace(
        field,
        type=field.type or word.type,
        format=field.format or word.format,
        many=field.many or word.many,
        max_length=field.max_length or word.length,
        reference=field.reference or word.reference,
        nullable=field.nullable if field.nullable is not None else word.nullable,
    )


def parts(text: str) -> tuple[str, ...]:
    """The comma-separated, bracketed or dashed parts of a text."""
    return tuple(p for p in (part.strip(" `*_") for part in _PARTS.split(text)) if p)


def value_text(text: str) -> str:
    """A value as written, without quotation marks."""
    return text.strip().strip("`\"'").strip()


def _with_type(field: Field, text: str) -> Field:
    if field.type:
        return field
    words = [w for part in (text, *_LIST.split(text)[:1], *parts(text)) if (w := read_type(part))]
    strict = [w for w in words if not is_loose(w.type)]
    found = next(iter(strict or words), None)
    return apply_type(field, found) if found else field


def _with_presence(field: Field, text: str) -> Field:
    required, nullable = field.required, field.nullable
    for part in parts(text):
        if required is None and _REQUIRED_PART.fullmatch(part):
            required = True
        elif required is None and _OPTIONAL_PART.match(part):
            required = False
    if nullable is None and _NOT_NULL.search(text):
        nullable, required = False, True if required is None else required
    elif nullable is None and _NULLABLE.search(text):
        nullable = True
    unique = field.unique
    found = _UNIQUE.search(text)
    if unique is None and found:
        unique = not found["no"]
    if _PRIMARY.search(text):
        unique, required = True, True if required is None else required
    return replace(field, required=required, nullable=nullable, unique=unique)


def _with_lengths(field: Field, text: str) -> Field:
    if is_number(field.type):
        return field
    low, high = field.min_length, field.max_length
    if both := _LENGTH_RANGE.search(text) or _LENGTH_WORD.search(text):
        low, high = int(both[1]), int(both[2])
    else:
        most, least = _LENGTH_MOST.search(text), _LENGTH_LEAST.search(text)
        high = _first_number(most) if most else high
        low = _first_number(least) if least else low
        exact = None if most or least else _LENGTH_EXACT.search(text)
        if exact:
            low = high = int(exact[1])
    return replace(field, min_length=low, max_length=high)


def _first_number(match: re.Match[str]) -> int:
    return int(next(g for g in match.groups() if g))


def _with_range(field: Field, text: str) -> Field:
    found = _range(text)
    if is_text(field.type):
        bare = any(re.fullmatch(r"max(?:imum)?\.? \d+", p, re.IGNORECASE) for p in parts(text))
        longest = int(found.high) if bare and found.high and found.high.isdigit() else None
        return replace(field, max_length=field.max_length or longest)
    return replace(
        field,
        minimum=field.minimum or found.low,
        maximum=field.maximum or found.high,
        exclusive_minimum=field.exclusive_minimum or (found.above and not field.minimum),
        exclusive_maximum=field.exclusive_maximum or (found.below and not field.maximum),
    )


def _range(text: str) -> _Range:
    both = _BETWEEN.search(text) or next((m for p in parts(text) if (m := _BARE_RANGE.fullmatch(p))), None)
    if both:
        return _Range(low=_plain(both[1]), high=_plain(both[2]))
    low = high = None
    above = below = False
    for sign, number in _SIGNS.findall(text):
        if sign[0] in ">≥":
            low, above = _plain(number), sign == ">"
        else:
            high, below = _plain(number), sign == "<"
    if match := _GREATER.search(text):
        low, above = _plain(match[2]), not match[1]
    if match := _LESS.search(text):
        high, below = _plain(match[2]), not match[1]
    if low is None and (match := _LEAST.search(text)):
        low = _plain(match[1])
    if high is None and (match := _MOST.search(text)):
        high = _plain(match[1])
    if low is None and _NON_NEGATIVE.search(text):
        low = "0"
    elif low is None and _POSITIVE.search(text):
        low, above = "0", True
    return _Range(low=low, high=high, above=above, below=below)


def _plain(number: str) -> str:
    return number.replace(",", "")


def _with_values(field: Field, text: str) -> Field:
    if field.enum or is_number(field.type) or field.type in {"boolean", "bool", "date", "uuid", "object"}:
        return field
    return replace(field, enum=_values(field, text))


def _values(field: Field, text: str) -> tuple[str, ...]:
    if match := _ONE_OF.search(text):
        listed = _listed(match["values"])
        if len(listed) > 1:
            return listed
    if match := _BARS.search(text):
        listed = _listed(match[0])
        return () if any(read_type(v) for v in listed) else listed
    if (match := _QUOTED.search(text)) and not _EXAMPLES.search(text[: match.start()][-25:]):
        return _listed(match[0])
    if (match := _CAPITALS.search(text)) and (field.type.startswith("enum") or _KINDS.search(field.name)):
        return _listed(match[0])
    for match in _BRACKETED.finditer(text):
        listed = _listed(match[1])
        plausible = (
            (field.type.startswith("enum") or _KINDS.search(field.name))
            and len(listed) > 1
            and not _EXAMPLES.search(match[1])
        )
        if plausible and all(_is_value(v) for v in listed):
            return listed
    return ()


def _listed(text: str) -> tuple[str, ...]:
    found = (value_text(v) for v in re.split(r"\s*[,/|]\s*(?:or\s+|and\s+)?|\s+or\s+", text))
    return tuple(dict.fromkeys(v for v in found if v and len(v) <= 40 and len(v.split()) <= 4))


def _is_value(text: str) -> bool:
    word_like = re.fullmatch(r"[A-Z0-9][\w /&-]*|[a-z]+(?:[_-][a-z]+)*", text) is not None
    fact = _REQUIRED_PART.fullmatch(text) or _OPTIONAL_PART.match(text) or read_type(text) or _UNIQUE.fullmatch(text)
    return word_like and not fact


def _with_others(field: Field, text: str) -> Field:
    default = _DEFAULT.search(text)
    pattern = _PATTERN.search(text)
    example = _EXAMPLE.search(text)
    return replace(
        field,
        default=field.default or (value_text(default["value"]) if default else None),
        pattern=field.pattern or (pattern["pattern"].strip("/") if pattern else None),
        example=field.example or (json.dumps(value_text(example["value"]), ensure_ascii=False) if example else None),
        format=field.format or _format(field, text),
        read_only=field.read_only or _READ_ONLY.search(text) is not None,
        write_only=field.write_only or _WRITE_ONLY.search(text) is not None,
        reference=field.reference or _reference(text),
    )


def _format(field: Field, text: str) -> str:
    if match := _DATE_FORMAT.search(text):
        dated = field.type == "date" or (match[0].upper().startswith("YYYY") and not match["time"])
        return "date" if dated else "date-time"
    for pattern, word in ((_EMAIL, "email"), (_URI, "uri"), (_UUID, "uuid")):
        if pattern.search(text):
            return word
    return ""


def _reference(text: str) -> str | None:
    for match in _REFERENCE.finditer(text):
        name = match["fk"] or match["arrow"] or match["word"]
        kept = [w for w in name.split() if w.lower() not in _SAYS_NOTHING]
        if kept and kept[0].lower() not in NO_TARGETS:
            return " ".join(kept)
    return None
