"""Values in model.yaml (defaults, reference rows): a literal as the attribute's type has it, an expression after `=`."""

from __future__ import annotations

import re

from database_designer.model.conceptual import Kind
from database_designer.model.expression import Expression, Literal, LiteralKind
from database_designer.model.text import expression_text, quoted_text
from database_designer.modelfile.expressions import parse_expression, read_expression
from database_designer.modelfile.lexer import SyntaxFault, quoted

NUMERIC = frozenset({Kind.INTEGER, Kind.DECIMAL, Kind.MONEY, Kind.PERCENT})

_NUMBER = re.compile(r"-?\d+(\.\d+)?", re.ASCII)
_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?", re.ASCII)
_PLAIN = re.compile(r"[\w.+-]([\w .:/@+-]*[\w.:/@+-])?")


def read_value(text: str, kind: Kind) -> Expression:
    """The value that `text` gives an attribute of this kind. Raises SyntaxFault for a broken expression or quotation."""
    if text.startswith("="):
        return read_expression(text[1:])
    if text[:1] in ('"', "'"):
        value, end = quoted(text, 0)
        if text[end:].strip():
            raise SyntaxFault(
                f'"{text[end:].strip()}" stands behind the quoted text', end, "put = before an expression"
            )
        return Literal(kind=LiteralKind.VALUE if kind is Kind.LIST else LiteralKind.TEXT, value=value)
    return _unquoted(text, kind)


def _unquoted(text: str, kind: Kind) -> Expression:
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
        if found is not None:
            return found
    return Literal(kind=LiteralKind.TEXT, value=text)


def value_text(value: Expression, kind: Kind) -> str:
    """The value as text that `read_value` reads as the same value, in the plainest form that does."""
    candidates = [expression_text(value)] if kind is Kind.DURATION else []
    if isinstance(value, Literal):
        candidates += [value.value] if _PLAIN.fullmatch(value.value) else []
        candidates.append(quoted_text(value.value))
    for text in candidates:
        if _reads_as(text, kind, value):
            return text
    return f"={expression_text(value)}"


def _reads_as(text: str, kind: Kind, value: Expression) -> bool:
    try:
        return not text.startswith("=") and read_value(text, kind) == value
    except SyntaxFault:
        return False
