"""What type a property has, told from its name, its stated type and format, its values and an example."""

from __future__ import annotations

import re
from functools import lru_cache

from database_designer.discover.names import Noun
from database_designer.discover.units import UNIT_NOUNS
from database_designer.model.conceptual import Kind, SemanticType

_INSTANT_FORMATS = frozenset(
    {"date-time", "datetime", "timestamp", "timestamptz", "instant", "localdatetime", "zoneddatetime"}
)
_STATED: dict[str, Kind] = {
    "uuid": Kind.UUID, "guid": Kind.UUID, "email": Kind.EMAIL, "uri": Kind.URL, "url": Kind.URL, "date": Kind.DATE,
    "time": Kind.TIME, "boolean": Kind.BOOLEAN, "bool": Kind.BOOLEAN, "integer": Kind.INTEGER, "int": Kind.INTEGER,
    "int32": Kind.INTEGER, "int64": Kind.INTEGER, "long": Kind.INTEGER, "short": Kind.INTEGER, "bigint": Kind.INTEGER,
    "number": Kind.DECIMAL, "double": Kind.DECIMAL, "float": Kind.DECIMAL, "decimal": Kind.DECIMAL,
    "bigdecimal": Kind.DECIMAL, "numeric": Kind.DECIMAL, "real": Kind.DECIMAL, "money": Kind.MONEY,
    "currency": Kind.MONEY, "object": Kind.JSON, "json": Kind.JSON, "jsonb": Kind.JSON, "map": Kind.JSON,
    "binary": Kind.FILE, "file": Kind.FILE, "byte": Kind.FILE, "localdate": Kind.DATE, "localtime": Kind.TIME,
    "duration": Kind.DURATION, "phone": Kind.PHONE, "varchar": Kind.TEXT, "text": Kind.TEXT, "percentage": Kind.PERCENT,
    "percent": Kind.PERCENT, "smallint": Kind.INTEGER, "serial": Kind.INTEGER, "datetime": Kind.INSTANT,
}  # fmt: skip
_BY_LAST: dict[str, Kind] = {
    "email": Kind.EMAIL, "mail": Kind.EMAIL, "phone": Kind.PHONE, "telephone": Kind.PHONE, "mobile": Kind.PHONE,
    "fax": Kind.PHONE, "url": Kind.URL, "uri": Kind.URL, "website": Kind.URL, "homepage": Kind.URL, "link": Kind.URL,
    "date": Kind.DATE, "birthday": Kind.DATE, "birthdate": Kind.DATE, "deadline": Kind.INSTANT,
    "timestamp": Kind.INSTANT, "datetime": Kind.INSTANT, "at": Kind.INSTANT, "price": Kind.MONEY, "cost": Kind.MONEY,
    "amount": Kind.MONEY, "fee": Kind.MONEY, "fees": Kind.MONEY, "budget": Kind.MONEY, "salary": Kind.MONEY,
    "balance": Kind.MONEY, "subtotal": Kind.MONEY, "total": Kind.MONEY, "discount": Kind.MONEY, "wage": Kind.MONEY,
    "percentage": Kind.PERCENT, "percent": Kind.PERCENT, "quantity": Kind.INTEGER, "count": Kind.INTEGER,
    "capacity": Kind.INTEGER, "age": Kind.INTEGER, "year": Kind.INTEGER, "years": Kind.INTEGER, "days": Kind.INTEGER,
    "minutes": Kind.INTEGER, "hours": Kind.INTEGER, "seconds": Kind.INTEGER, "months": Kind.INTEGER,
    "weeks": Kind.INTEGER, "seats": Kind.INTEGER, "points": Kind.INTEGER, "level": Kind.INTEGER, "order": Kind.INTEGER,
    "stock": Kind.INTEGER, "size": Kind.INTEGER, "attempts": Kind.INTEGER, "floor": Kind.INTEGER,
    "position": Kind.INTEGER, "ranking": Kind.INTEGER, "rank": Kind.INTEGER, "rating": Kind.DECIMAL,
    "score": Kind.DECIMAL, "weight": Kind.DECIMAL, "height": Kind.DECIMAL, "width": Kind.DECIMAL,
    "length": Kind.DECIMAL, "distance": Kind.DECIMAL, "area": Kind.DECIMAL, "volume": Kind.DECIMAL,
    "temperature": Kind.DECIMAL, "latitude": Kind.DECIMAL, "longitude": Kind.DECIMAL, "rate": Kind.DECIMAL,
    "ratio": Kind.DECIMAL, "depth": Kind.DECIMAL, "speed": Kind.DECIMAL, "duration": Kind.DURATION,
    "limit": Kind.DECIMAL, "threshold": Kind.DECIMAL, "tolerance": Kind.DECIMAL, "uncertainty": Kind.DECIMAL,
    "humidity": Kind.DECIMAL, "pressure": Kind.DECIMAL, "voltage": Kind.DECIMAL, "diameter": Kind.DECIMAL,
    "radius": Kind.DECIMAL, "thickness": Kind.DECIMAL, "density": Kind.DECIMAL, "altitude": Kind.DECIMAL,
    "elevation": Kind.DECIMAL, "concentration": Kind.DECIMAL, "angle": Kind.DECIMAL,
    "metadata": Kind.JSON, "payload": Kind.JSON, "settings": Kind.JSON, "preferences": Kind.JSON, "image": Kind.FILE,
    "photo": Kind.FILE, "picture": Kind.FILE, "avatar": Kind.FILE, "logo": Kind.FILE, "attachment": Kind.FILE,
    "file": Kind.FILE, "active": Kind.BOOLEAN, "enabled": Kind.BOOLEAN, "disabled": Kind.BOOLEAN,
    "verified": Kind.BOOLEAN, "published": Kind.BOOLEAN, "archived": Kind.BOOLEAN, "deleted": Kind.BOOLEAN,
    "flag": Kind.BOOLEAN, "public": Kind.BOOLEAN, "private": Kind.BOOLEAN, "visible": Kind.BOOLEAN,
    "required": Kind.BOOLEAN, "available": Kind.BOOLEAN, "approved": Kind.BOOLEAN,
}  # fmt: skip
_BOOLEAN_FIRST = frozenset("is has can allow allows should must needs requires".split())
_NUMBER_OF = frozenset("number count total amount quantity".split())
_PERSONAL = frozenset(
    """email phone telephone mobile fax address birthday birthdate birth gender sex passport ssn nationality firstname
    lastname surname street postcode zip""".split()
)
_SECRET = frozenset("password passwd pwd secret apikey pin".split())
_SECRET_PAIRS = frozenset(
    {("api", "key"), ("access", "token"), ("refresh", "token"), ("token", "hash"), ("private", "key")}
)
_SIZED = re.compile(
    r"(?i)^(?:decimal|numeric|number)\s*\(\s*(?P<precision>\d{1,3})\s*(?:,\s*(?P<scale>\d{1,2})\s*)?\)$"
)
_FRACTIONAL = (Kind.MONEY, Kind.DECIMAL, Kind.PERCENT)
# Amounts are often sent as strings ("150.00"), lest they be rounded.
_FRACTION = re.compile(r"-?\d{1,15}\.\d{1,6}")
_LIMITS = frozenset("from until till".split())
_NO_DAYS = frozenset("week working business every holi per".split())
_MAX_TEXT = 10_000
_MOMENTS = (("start",), ("end",), ("begin",))
_REMARKS = frozenset("description note notes comment comments content bio text body".split())


def infer(
    name: Noun,
    *,
    stated: str = "",
    form: str = "",
    values: tuple[str, ...] = (),
    example: str | None = None,
    max_length: int | None = None,
) -> SemanticType:
    """The semantic type of a property. A stated closed list of `values` wins, then `form`at, the name, `stated`."""
    if values:
        return SemanticType(kind=Kind.LIST, values=values)
    sized = _SIZED.match(form or stated)
    if sized:
        return SemanticType(kind=Kind.DECIMAL, precision=int(sized["precision"]), scale=int(sized["scale"] or 0))
    kind = _kind(name, stated.lower(), form.lower(), example)
    if kind == Kind.TEXT and max_length is not None and 0 < max_length <= _MAX_TEXT:
        return SemanticType(kind=kind, length=max_length)
    return SemanticType(kind=kind)


def _kind(name: Noun, stated: str, form: str, example: str | None) -> Kind:
    if form in _INSTANT_FORMATS or stated in _INSTANT_FORMATS:
        return Kind.INSTANT
    if form in _STATED and _STATED[form] not in (Kind.INTEGER, Kind.DECIMAL, Kind.TEXT):
        return _STATED[form]
    by_name = _by_name(name)
    by_type = _STATED.get(stated)
    if by_type in (None, Kind.TEXT) or stated == "string":
        return _for_text(by_name, stated, example)
    if by_type == Kind.DECIMAL:
        return by_name if by_name in (Kind.MONEY, Kind.PERCENT) else Kind.DECIMAL
    if by_type == Kind.INTEGER:
        return Kind.INTEGER if by_name != Kind.MONEY or "." not in (example or "") else Kind.MONEY
    return by_type or Kind.TEXT


def _for_text(by_name: Kind | None, stated: str, example: str | None) -> Kind:
    """The type of what is called a string, or of what nothing is said of."""
    if by_name is None:
        return _by_example(example)
    if stated == "string" and example and by_name in _FRACTIONAL and _FRACTION.fullmatch(example.strip('" ')):
        return by_name
    if stated == "string" and by_name in (
        Kind.INTEGER,
        Kind.DECIMAL,
        Kind.MONEY,
        Kind.BOOLEAN,
        Kind.PERCENT,
        Kind.JSON,
        Kind.DURATION,
    ):
        return Kind.TEXT
    if stated == "string" and example and by_name in (Kind.DATE, Kind.INSTANT):
        return _by_example(example) if _by_example(example) in (Kind.DATE, Kind.INSTANT) else by_name
    return by_name


def _by_example(example: str | None) -> Kind:
    text = (example or "").strip().strip('"')
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        return Kind.DATE
    if re.fullmatch(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d.*", text):
        return Kind.INSTANT
    if re.fullmatch(r"[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}", text):
        return Kind.UUID
    return Kind.TEXT


@lru_cache(maxsize=16384)
def _by_name(name: Noun) -> Kind | None:
    """What the name alone tells; None where it tells nothing."""
    if not name:
        return None
    return _by_two_words(name) or _by_last_word(name)


def _by_two_words(name: Noun) -> Kind | None:
    last, first = name[-1], name[0]
    before = name[-2] if len(name) > 1 else ""
    if (
        name in _MOMENTS
        or name[:2] == ("time", "of")
        or (last == "time" and before in ("start", "end", "begin", "finish"))
    ):
        return Kind.INSTANT
    if not before:
        return None
    if first in _BOOLEAN_FIRST:
        return Kind.BOOLEAN
    if before == "of" and len(name) > 2:
        return Kind.INTEGER if first in _NUMBER_OF else _BY_LAST.get(first)
    if first == "date" or last == "on" or last in _LIMITS or (last == "day" and before not in _NO_DAYS):
        return Kind.DATE
    if last in ("number", "no") and _BY_LAST.get(before) == Kind.PHONE:
        return Kind.PHONE
    return Kind.EMAIL if last == "address" and before in ("email", "mail") else None


def _by_last_word(name: Noun) -> Kind | None:
    last = name[-1]
    if last in _REMARKS:
        return Kind.TEXT
    if last in ("level", "position", "size") or name in (("order",), ("key",)):
        return None
    return _BY_LAST.get(last) or (Kind.DECIMAL if last in UNIT_NOUNS else None)


def is_secret(name: Noun) -> bool:
    """Whether the property is a secret (a password, a key) that only a hash of may be stored and nobody may read."""
    return bool(set(name) & _SECRET) or any(pair == name[i : i + 2] for i in range(len(name)) for pair in _SECRET_PAIRS)


def is_personal(name: Noun) -> bool:
    """Whether the property is personal data by its name."""
    return bool(set(name) & _PERSONAL) or name in (("first", "name"), ("last", "name"), ("full", "name"))
