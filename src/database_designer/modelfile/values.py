"""Values in model.yaml (defaults, reference rows, what effects write).

A value is a literal as the attribute's type has it, or an expression after `=`. In texts `{...}` fills in an expression;
a doubled brace is a brace, and so is one that no name follows.
"""

from __future__ import annotations

import re

from database_designer.model.conceptual import Kind
from database_designer.model.expression import Binary, Call, Duration, Expression, Literal, LiteralKind
from database_designer.model.text import expression_text, quoted_text
from database_designer.modelfile.expressions import parse_expression, read_expression
from database_designer.modelfile.lexer import SyntaxFault, closing_brace, quoted

NUMERIC = frozenset({Kind.INTEGER, Kind.DECIMAL, Kind.MONEY, Kind.PERCENT})
TEXTUAL = frozenset({Kind.TEXT, Kind.CODE, Kind.EMAIL, Kind.PHONE, Kind.URL})

_NUMBER = re.compile(r"-?\d+(\.\d+)?", re.ASCII)
_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?", re.ASCII)
_PLAIN = re.compile(r"[\w.+{-]([\w .:/@+{}()!?%&;-]*[\w.:/@+{}()!?%&;-])?")
_FILLING = re.compile(r"\{\s*[^\W\d]")


def read_value(text: str, kind: Kind) -> Expression:
    """The value that `text` gives an attribute of this kind. Raises SyntaxFault for a broken expression or quotation."""
    if text.startswith("="):
        return read_expression(text[1:])
    is_quoted = text[:1] in ('"', "'")
    plain = _unquoted(text) if is_quoted else text
    if kind in TEXTUAL:
        return _filled(plain)
    if is_quoted:
        return Literal(kind=LiteralKind.VALUE if kind is Kind.LIST else LiteralKind.TEXT, value=plain)
    return literal_of(plain, kind)


def _unquoted(text: str) -> str:
    value, end = quoted(text, 0)
    if text[end:].strip():
        raise SyntaxFault(f'"{text[end:].strip()}" stands behind the quoted text', end, "put = before an expression")
    return value


def literal_of(text: str, kind: Kind) -> Expression:
    """The literal that a plain text means for an attribute of this kind; a text where it is none of the kind."""
    if kind in NUMERIC and _NUMBER.fullmatch(text):
        return Literal(kind=LiteralKind.NUMBER, value=text)
    if kind is Kind.BOOLEAN and text in ("true", "false"):
        return Literal(kind=LiteralKind.BOOLEAN, value=text)
    if kind is Kind.DATE and _DATE.fullmatch(text):
        return Literal(kind=LiteralKind.DATE, value=text)
    if kind is Kind.INSTANT and _INSTANT.fullmatch(text):
        return Literal(kind=LiteralKind.INSTANT, value=text)
    if kind is Kind.LIST:
        return Literal(kind=LiteralKind.VALUE, value=text)
    if kind is Kind.DURATION:
        found, _ = parse_expression(text)
        if isinstance(found, Duration | Binary):
            return found
    return Literal(kind=LiteralKind.TEXT, value=text)


def _filled(text: str) -> Expression:
    """The text; with fillings, the call of "concat" over its pieces."""
    pieces: list[Expression] = []
    plain, at, opened = "", 0, 0
    while at < len(text):
        if text.startswith("{{", at) or (opened and text.startswith("}}", at)):
            opened += 1 if text[at] == "{" else -1
            plain, at = plain + text[at], at + 2
        elif _FILLING.match(text, at):
            end = closing_brace(text, at)
            pieces += [*_piece(plain), read_expression(text[at + 1 : end])]
            plain, at = "", end + 1
        else:
            plain, at = plain + text[at], at + 1
    if not pieces:
        return Literal(kind=LiteralKind.TEXT, value=plain)
    return Call(function="concat", arguments=(*pieces, *_piece(plain)))


def _piece(text: str) -> tuple[Literal, ...]:
    return (Literal(kind=LiteralKind.TEXT, value=text),) if text else ()


def value_text(value: Expression, kind: Kind) -> str:
    """The value as text that `read_value` reads as the same value, in the plainest form that does."""
    candidates = [expression_text(value)] if kind is Kind.DURATION else []
    if isinstance(value, Literal) or (isinstance(value, Call) and value.function == "concat"):
        plain = [_plain(value, doubled=doubled) for doubled in (False, True)]
        candidates += [p for p in plain if _PLAIN.fullmatch(p)]
        candidates += [quoted_text(p) for p in plain]
    for text in candidates:
        if _reads_as(text, kind, value):
            return text
    return f"={expression_text(value)}"


def _plain(value: Literal | Call, *, doubled: bool) -> str:
    """A literal, or a text with its fillings between braces; literal braces `doubled` or as they are."""
    if isinstance(value, Literal):
        return value.value.replace("{", "{{").replace("}", "}}") if doubled else value.value
    return "".join(
        _plain(a, doubled=doubled)
        if isinstance(a, Literal) and a.kind is LiteralKind.TEXT
        else f"{{{expression_text(a)}}}"
        for a in value.arguments
    )


def _reads_as(text: str, kind: Kind, value: Expression) -> bool:
    try:
        return not text.startswith("=") and read_value(text, kind) == value
    except SyntaxFault:
        return False


def written_text(value: Expression) -> str:
    """The value where its type is known only to the reader: what an effect writes, a value of an inherited member."""
    if isinstance(value, Literal) and value.kind in _WORDS and _reads_as(value.value, Kind.TEXT, _as_text(value)):
        return value.value
    return value_text(value, Kind.TEXT)


_WORDS = (LiteralKind.VALUE, LiteralKind.NUMBER, LiteralKind.BOOLEAN, LiteralKind.DATE, LiteralKind.INSTANT)


def _as_text(value: Literal) -> Literal:
    return Literal(kind=LiteralKind.TEXT, value=value.value)
