"""Names and texts as SQL. This is the only place where anything is put in quotes."""

from __future__ import annotations

import hashlib
import re

from database_designer.postgres.keywords import QUOTED

_PLAIN = re.compile(r"[a-z_][a-z0-9_]*\Z")
_CONTROL = re.compile(r"[\x01-\x1f\x7f\u0085\u2028\u2029]")
_ESCAPES = {"\n": "\\n", "\r": "\\r", "\t": "\\t", "\\": "\\\\", "'": "''"}
# Flyway replaces ${name} everywhere in a migration, inside of literals too.
_PLACEHOLDER = "${"


class UnquotableError(ValueError):
    """The text cannot be written in SQL: it is empty where a name is needed, or holds what PostgreSQL cannot store."""


def quote_identifier(name: str) -> str:
    """`name` as an identifier: bare where it is plain lower case and no keyword, else in double quotes.

    Follows `quote_ident` of PostgreSQL, but for the words that PL/pgSQL alone reserves, and for control characters and
    `${`, which are written as escapes in `U&""` for the reasons given at `quote_literal`. Raises UnquotableError for an empty name, NUL and lone surrogates.
    """
    if not name:
        raise UnquotableError("a name may not be empty")
    _refuse_unstorable(name)
    if _is_plain(name):
        return name
    quoted = '"' + name.replace('"', '""') + '"'
    if not _CONTROL.search(name) and _PLACEHOLDER not in name:
        return quoted
    escaped = _CONTROL.sub(lambda c: f"\\{ord(c[0]):04x}", quoted.replace("\\", "\\\\"))
    return "U&" + escaped.replace(_PLACEHOLDER, "\\0024{")


def _is_plain(name: str) -> bool:
    return bool(_PLAIN.match(name)) and name not in QUOTED


def qualified(schema: str, name: str) -> str:
    """`schema.name`, both quoted where needed."""
    return f"{quote_identifier(schema)}.{quote_identifier(name)}"


def quote_literal(text: str) -> str:
    """`text` as a string constant, for servers with standard_conforming_strings (the default since 9.1).

    Control characters and `${` are written as escapes in `E''`, so that the constant stays on one line and is the same
    after line ends were converted or Flyway looked for placeholders. Raises UnquotableError for NUL and lone surrogates.
    """
    _refuse_unstorable(text)
    if not _CONTROL.search(text) and _PLACEHOLDER not in text:
        return "'" + text.replace("'", "''") + "'"
    escaped = "".join(_escaped(c) for c in text)
    return "E'" + escaped.replace(_PLACEHOLDER, "\\x24{") + "'"


def quote_regclass(schema: str, name: str) -> str:
    """`'schema.name'`: a table or sequence as the text that regclass reads; there is no `U&""` in it."""
    parts = ('"' + part.replace('"', '""') + '"' if not _is_plain(part) else part for part in (schema, name) if part)
    return quote_literal(".".join(parts))


def dollar_quote(text: str, tag: str = "") -> str:
    """`text` between `$tag$`, the tag lengthened where the text holds it. Raises UnquotableError like quote_literal."""
    _refuse_unstorable(text)
    while _closes_early(text, tag):
        tag += hashlib.sha256((tag + text).encode()).hexdigest()[:4].translate(_LETTERS)
    return f"${tag}${text}${tag}$"


_LETTERS = str.maketrans("0123456789", "ghijklmnop")


def _closes_early(text: str, tag: str) -> bool:
    """Whether the closing tag would be found inside of `text`, or grow together with its last character."""
    return f"${tag}$" in text + f"${tag}"


def _escaped(character: str) -> str:
    if character in _ESCAPES:
        return _ESCAPES[character]
    return f"\\u{ord(character):04x}" if _CONTROL.match(character) else character


def _refuse_unstorable(text: str) -> None:
    if "\x00" in text:
        raise UnquotableError(f"PostgreSQL stores no NUL character: {text!r}")
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise UnquotableError(f"not valid Unicode: {text!r}") from error
