"""Fields in tables and lists: "| Field | Type | Required |", "- `name` (String, required): text", "name (string, max 50)"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from database_designer.model.requirements import Field
from database_designer.read.markdown.api_parameters import has_places, names_in, place_of_header
from database_designer.read.markdown.api_types import is_number, read_type
from database_designer.read.markdown.api_words import apply_type, value_text, with_facts
from database_designer.read.markdown.block import Block, TableRow
from database_designer.read.markdown.inline import Inline
from database_designer.source import Span

_HEADERS = {
    "name": r"(?:field|attribute|property|column|parameter|param|variable|key|element|member|data element)(?:[ _]?names?)?s?|data field",
    "weak_name": r"names?|identifier|item",
    "type": r"(?:data|field|column|value)?[ _]?types?|format|data type / format",
    "required": r"required\??|mandatory\??|req\.?|required\?|is required|presence|req(?:uired)?/opt(?:ional)?|create|on create",
    "optional": r"optional\??",
    "nullable": r"null(?:able)?\??|nulls?|allow nulls?|null\?",
    "unique": r"unique\??|uniqueness",
    "key": r"keys?|pk/fk|key type|index",
    "default": r"defaults?(?: values?)?",
    "example": r"examples?(?: values?)?|sample(?: values?)?",
    "length": r"(?:max(?:imum)?\.?\s*)?(?:length|size)",
    "values": r"(?:allowed|possible|valid|accepted|enum)\s+values?|values|enum|options|range|domain",
    "place": r"in|location|place|param(?:eter)? type",
    "description": r"descriptions?|notes?|comments?|remarks?|meaning|purpose|details?|explanation|definition|business meaning",
    "constraints": r"constraints?|validations?(?: rules?)?|rules?|restrictions?|limits?|requirements?|business rules?|constraint/validation",
}
_ROLES = {role: re.compile(rf"(?:{pattern})\s*", re.IGNORECASE) for role, pattern in _HEADERS.items()}
_YES = re.compile(r"(?:yes|y|true|x|✓|✔|✅|☑|required|req|mandatory|always|1|not null|●)(?:\W.{0,3})?", re.IGNORECASE)
_NO = re.compile(r"(?:no|n|false|-|–|—|✗|✘|❌|☐|optional|opt|0|null)(?:\W.{0,3})?|", re.IGNORECASE)
_EMPTY = frozenset({"", "-", "–", "—", "n/a", "none"})

_LINE = re.compile(
    r"""(?P<name>[A-Za-z_$@][\w$.\[\]-]*(?:[ ][A-Za-z][\w-]*){0,3}?)(?P<mark>[?*!]?)
        (?:\s*\((?P<facts>(?:[^()]|\([^()]*\))*)\))?
        (?:\s*(?P<separator>:|–|—|=|\s-|\|)\s*(?P<rest>.*)|\s*)$""",
    re.VERBOSE | re.DOTALL,
)
_SIGNAL = re.compile(
    r"(?:required|mandatory|optional|unique|nullable|not null|primary key|foreign key|pk|fk|read-?only)\b",
    re.IGNORECASE,
)
_CONDITION = re.compile(r"\b(?:if|when|unless|only|except|for)\b", re.IGNORECASE)
_LONGEST = 2000  # characters of a line that describes a field
_NAME_LIKE = re.compile(r"\*?[A-Za-z_$@][\w$.\[\]-]*(?: [A-Za-z0-9_()/&'-]+){0,4}\*?[?*]?")


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldTable:
    """The fields of the rows of a table. `places` has a parameter's "in", or what the header says of all of them.

    `parameters` is whether the header calls them so ("| Parameter | Type |").
    """

    fields: tuple[Field, ...]
    places: tuple[str, ...]
    typed: bool
    parameters: bool = False


def column_roles(header: Iterable[Inline]) -> dict[str, int]:
    """The columns of a table by what their header says they hold; the first of a kind counts."""
    roles: dict[str, int] = {}
    for index, cell in enumerate(header):
        text = cell.text.strip("*_` :").removesuffix("(s)")
        role = next((r for r, pattern in _ROLES.items() if r not in roles and pattern.fullmatch(text)), None)
        if role:
            roles[role] = index
    return roles


def read_field_table(block: Block, *, expected: bool = False) -> FieldTable | None:
    """The fields of a table that lists fields; None for any other table.

    Where parameters are `expected` (below an endpoint), they need no types: their header or their "in" tells them.
    """
    roles = column_roles(block.header)
    announced = place_of_header(block.header[0].text) if block.header else None
    name = 0 if announced is not None and expected else roles.get("name", roles.get("weak_name"))
    if name is None or not block.rows:
        return None
    placed = "place" in roles and has_places([row.cells[roles["place"]].text for row in block.rows])
    types = [read_type(row.cells[roles["type"]].text) for row in block.rows] if "type" in roles else []
    typed = bool(types) and sum(1 for t in types if t) * 2 >= len(block.rows)
    told = expected and (announced is not None or placed)
    if not (typed or told or _says_presence(roles)):
        return None
    rows = [(row, n) for row in block.rows for n in _names(row, name)]
    if len({row.span for row, _ in rows}) * 2 < len(block.rows):
        return None
    fields = tuple(_of_row(row, written, name, roles) for row, written in rows)
    places = tuple(row.cells[roles["place"]].text.lower() if "place" in roles else announced or "" for row, _ in rows)
    return FieldTable(fields=fields, places=places, typed=typed, parameters=announced is not None)


def _says_presence(roles: dict[str, int]) -> bool:
    return "name" in roles and bool(roles.keys() & {"required", "nullable", "optional", "unique"})


def _names(row: TableRow, name: int) -> tuple[str, ...]:
    """The names of the fields of a row as written, none where its cell is no name."""
    return tuple(n for n in names_in(row.cells[name].text.strip()) if _NAME_LIKE.fullmatch(n))


def _of_row(row: TableRow, written: str, name: int, roles: dict[str, int]) -> Field:
    cells = {role: row.cells[index].text for role, index in roles.items()}
    alone = written == row.cells[name].text.strip()
    bare = ((alone and row.cells[name].code) or (written,))[0].strip("*_?`! ")
    field = Field(name=bare, span=row.span)
    word = read_type(cells.get("type", ""))
    field = apply_type(field, word) if word else replace(field, type=_type_text(cells.get("type", "")))
    field = _with_presence(field, cells)
    if written.endswith("*") and field.required is None:
        field = replace(field, required=True)
    field = with_facts(field, cells.get("key", ""))
    field = with_facts(field, cells.get("constraints", ""))
    field = with_facts(field, _values_text(cells.get("values", "")))
    field = with_facts(field, cells.get("description", ""))
    if (length := cells.get("length", "")).isdigit() and not is_number(field.type):
        field = replace(field, max_length=int(length[:9]))
    default, example = (value_text(cells.get(k, "")) for k in ("default", "example"))
    told = [cells.get(k, "") for k in ("description", "constraints")]
    return replace(
        field,
        default=field.default or (default if default.lower() not in _EMPTY else None),
        example=field.example or (_json_text(example) if example.lower() not in _EMPTY else None),
        description="; ".join(t for t in told if t.lower() not in _EMPTY),
    )


def _type_text(text: str) -> str:
    """A type that is no known word, as written, where it is short enough for one."""
    return text.lower() if len(text.split()) <= 3 and text.lower() not in _EMPTY else ""


def _values_text(text: str) -> str:
    return f"one of: {text}" if re.search(r"[,/|]", text) and not re.search(r"\d\s*(?:-|–|to)\s*\d", text) else text


def _with_presence(field: Field, cells: dict[str, str]) -> Field:
    required = _truth(cells.get("required"))
    optional, nullable = _truth(cells.get("optional")), _truth(cells.get("nullable"))
    if required is None and optional is not None:
        required = not optional
    if required is None and nullable is not None:
        required = not nullable
    return replace(field, required=required, nullable=nullable, unique=_truth(cells.get("unique")))


def _truth(text: str | None) -> bool | None:
    """Yes, no, or None where a cell is missing or says something conditional."""
    if text is None or _CONDITION.search(text):
        return None
    if text.endswith("*"):
        return None
    bare = text.strip("*_` ")
    return True if _YES.fullmatch(bare) else False if _NO.fullmatch(bare) else None


def _json_text(text: str) -> str:
    plain = re.fullmatch(r"-?(?:0|[1-9]\d*)(?:\.\d+)?|true|false|null|[\[{].*", text) is not None
    return text if plain else '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def read_field_line(
    inline: Inline, *, expected: bool, labelled: bool = False, span: Span | None = None
) -> Field | None:
    """The field that a list item or line describes, None where it describes none.

    Where fields are `expected` (under "Request body fields:" of an endpoint), a name alone is a field; elsewhere its
    line must begin with a type, or with a constraint if the name is code or a label announced fields (`labelled`).
    """
    text = inline.text.strip()
    match = _LINE.match(text.replace("`", "")) if len(text) < _LONGEST else None
    if not match:
        return None
    coded = bool(inline.code) and text.startswith(inline.code[0])
    stated = [match["facts"] or "", (match["rest"] or "") if match["separator"] == ":" else ""]
    words = [word for part in stated if (word := read_type(_first(part)))]
    # "Comments (list)" in the description of a screen is no field.
    typed = any(coded or word.type not in {"array", "object"} or word.reference for word in words)
    limited = any(_SIGNAL.fullmatch(_first(part)) for part in stated)
    bare = coded or not (" " in match["name"] or match["rest"] or match["facts"])
    if typed or (limited and (coded or labelled or expected)) or (expected and bare):
        return _of_line(match, span or Span(file="", line=inline.line, end_line=inline.end_line))
    return None


def _of_line(match: re.Match[str], span: Span) -> Field:
    rest = (match["rest"] or "").strip()
    name = match["name"].removesuffix("[]").rstrip(".:-")
    field = Field(name=name, span=span, many=match["name"].endswith("[]"))
    if match["mark"]:
        field = replace(field, required=match["mark"] != "?")
    head, description = _head(rest)
    for text in (match["facts"] or "", head, description):
        field = with_facts(field, text) if text else field
    return replace(field, description="" if _only_facts(head, description) else rest)


def _first(text: str) -> str:
    return re.split(r",(?!\s*\d+\s*\)|[^<>]*\w>)|[;(](?!\d)|\.\s", text, maxsplit=1)[0].strip(" .`*_")


def _is_fact(text: str) -> bool:
    return bool(text) and (read_type(text) is not None or _SIGNAL.fullmatch(text) is not None)


def _head(rest: str) -> tuple[str, str]:
    """The constraints a line begins with and the prose after them: "String, required - the name"."""
    match = re.split(r"\s[–—-]\s|\.\s", rest, maxsplit=1)
    return (match[0], match[1]) if len(match) == 2 else (rest, "")


def _only_facts(head: str, description: str) -> bool:
    return not description and all(_is_fact(p.strip()) for p in head.split(",") if p.strip())


def merge_fields(known: tuple[Field, ...], further: tuple[Field, ...]) -> tuple[Field, ...]:
    """The fields of two descriptions of one thing: what the first states stays, the second adds to it."""
    merged: dict[str, Field] = {}
    add_fields(merged, (*known, *further))
    return tuple(merged.values())


def add_fields(known: dict[str, Field], further: Iterable[Field]) -> None:
    """Adds fields to those known by their spelling: `unit price`, `unitPrice` and `unit_price` are one field."""
    for field in further:
        key = _spelling(field.name)
        known[key] = _merged(known[key], field) if key in known else field


def _spelling(name: str) -> str:
    return re.sub(r"[\W_]", "", name).lower() or name


def _merged(first: Field, second: Field) -> Field:
    # A number in an example may be whole by chance; a type in words says what is meant.
    return replace(
        first,
        type=first.type or second.type,
        format=first.format or second.format,
        many=first.many or second.many,
        required=first.required if first.required is not None else second.required,
        nullable=first.nullable if first.nullable is not None else second.nullable,
        unique=first.unique if first.unique is not None else second.unique,
        read_only=first.read_only or second.read_only,
        write_only=first.write_only or second.write_only,
        enum=first.enum or second.enum,
        minimum=first.minimum or second.minimum,
        maximum=first.maximum or second.maximum,
        exclusive_minimum=first.exclusive_minimum or second.exclusive_minimum,
        exclusive_maximum=first.exclusive_maximum or second.exclusive_maximum,
        min_length=first.min_length or second.min_length,
        max_length=first.max_length or second.max_length,
        pattern=first.pattern or second.pattern,
        default=first.default or second.default,
        description=first.description or second.description,
        example=first.example or second.example,
        reference=first.reference or second.reference,
        fields=merge_fields(first.fields, second.fields),
    )
