"""The words of an expression: names, numbers, dates, quoted texts, patterns between slashes, and signs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

_SPACE = re.compile(r"\s*")
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?", re.ASCII)
_DATE = re.compile(r"\d{4}-\d\d-\d\d(?!\d)", re.ASCII)
_NUMBER = re.compile(r"\d+(\.\d+)?([eE][+-]?\d+)?", re.ASCII)
_NAME = re.compile(r"[^\W\d]\w*")
_SIGN = re.compile(r"<=|>=|!=|[=<>+\-*/().,]")
_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f", "\\": "\\", '"': '"', "'": "'"}
_FOREIGN_SIGNS = {"==": "=", "<>": "!=", "&&": "and", "||": "or", "!": "not"}


class TokenKind(StrEnum):
    """What a token is; QUOTED_NAME stood in backquotes and is a name even where the word is reserved."""

    NAME = "name"
    QUOTED_NAME = "quoted name"
    NUMBER = "number"
    DATE = "date"
    INSTANT = "instant"
    TEXT = "text"
    PATTERN = "pattern"
    SIGN = "sign"
    END = "end"


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A token; `text` is its value (quotes and escapes taken away), `start` its offset in the expression."""

    kind: TokenKind
    text: str
    start: int


class SyntaxFault(Exception):  # noqa: N818  # never leaves the modelfile package; it is caught where parsing began
    """What is wrong with a text, at an offset, and how to write it."""

    def __init__(self, fact: str, start: int, fix: str = "") -> None:
        super().__init__(fact)
        self.fact = fact
        self.start = start
        self.fix = fix


def tokenize(text: str, limit: int = 1000) -> tuple[Token, ...]:
    """The tokens of an expression, the last one END. Raises SyntaxFault for what is no token and beyond `limit`."""
    found: list[Token] = []
    at = _skip_space(text, 0)
    while at < len(text):
        if len(found) >= limit:
            raise SyntaxFault(f"the expression has more than {limit} words and signs", at, "split the rule")
        pattern_expected = bool(found) and found[-1].kind is TokenKind.NAME and found[-1].text == "matches"
        token, end = _pattern(text, at) if pattern_expected else _token(text, at)
        found.append(token)
        at = _skip_space(text, end)
    return (*found, Token(kind=TokenKind.END, text="", start=len(text)))


def _skip_space(text: str, at: int) -> int:
    match = _SPACE.match(text, at)
    return match.end() if match else at


def _token(text: str, at: int) -> tuple[Token, int]:
    for kind, expression in (
        (TokenKind.INSTANT, _INSTANT),
        (TokenKind.DATE, _DATE),
        (TokenKind.NUMBER, _NUMBER),
        (TokenKind.NAME, _NAME),
    ):
        match = expression.match(text, at)
        if match:
            return Token(kind=kind, text=match.group(), start=at), match.end()
    if text[at] in "\"'":
        value, end = quoted(text, at)
        return Token(kind=TokenKind.TEXT, text=value, start=at), end
    if text[at] == "`":
        return _quoted_name(text, at)
    for foreign, own in _FOREIGN_SIGNS.items():
        if text.startswith(foreign, at) and not text.startswith("!=", at):
            raise SyntaxFault(f'"{foreign}" is not a sign of expressions', at, f'write "{own}"')
    match = _SIGN.match(text, at)
    if not match:
        raise SyntaxFault(f"{text[at]!r} is not expected", at, "put texts in double quotes")
    return Token(kind=TokenKind.SIGN, text=match.group(), start=at), match.end()


def quoted(text: str, at: int) -> tuple[str, int]:
    """The text in the quotes that open at `at`, and the offset behind them. Raises SyntaxFault where they stay open."""
    quote, out, i = text[at], [], at + 1
    while i < len(text) and text[i] != quote:
        if text[i] == "\\" and i + 1 < len(text):
            value, i = _escape(text, i)
            out.append(value)
        else:
            out.append(text[i])
            i += 1
    if i >= len(text):
        raise SyntaxFault("a quoted text is not closed", at, f"close it with {quote}")
    return "".join(out), i + 1


def _escape(text: str, at: int) -> tuple[str, int]:
    """The character that the backslash at `at` stands for; an unknown escape stays as it is, backslash and all."""
    follower = text[at + 1]
    if follower in _ESCAPES:
        return _ESCAPES[follower], at + 2
    code = re.compile(r"u([0-9a-fA-F]{4})").match(text, at + 1)
    if code and not 0xD800 <= int(code.group(1), 16) <= 0xDFFF:
        return chr(int(code.group(1), 16)), at + 6
    return text[at : at + 2], at + 2


def _quoted_name(text: str, at: int) -> tuple[Token, int]:
    end = text.find("`", at + 1)
    if end <= at + 1:
        raise SyntaxFault("a name in backquotes is empty or not closed", at, "write `name`")
    return Token(kind=TokenKind.QUOTED_NAME, text=text[at + 1 : end], start=at), end + 1


def _pattern(text: str, at: int) -> tuple[Token, int]:
    if text[at] != "/":
        raise SyntaxFault("a pattern is expected after matches", at, "write matches /.../")
    value, end = pattern(text, at)
    return Token(kind=TokenKind.PATTERN, text=value, start=at), end


def pattern(text: str, at: int) -> tuple[str, int]:
    """The regular expression between the slashes that open at `at`, and the offset behind it.

    A slash behind a backslash belongs to it, and is freed of the backslash. Raises SyntaxFault where the closing slash is missing.
    """
    out, i = [], at + 1
    while i < len(text) and text[i] != "/":
        if text[i] == "\\" and i + 1 < len(text):
            out.append("/" if text[i + 1] == "/" else text[i : i + 2])
            i += 2
        else:
            out.append(text[i])
            i += 1
    if i >= len(text):
        raise SyntaxFault("the pattern is not closed", at, "end it with /, and write a slash inside it as \\/")
    return "".join(out), i + 1


def split(text: str, separator: str) -> list[str]:
    """The parts of `text` between separators that stand outside quotes, parentheses and patterns, stripped.

    Raises SyntaxFault where a quotation, a pattern or a parenthesis stays open.
    """
    parts, start, at, depth = [], 0, 0, 0
    while at < len(text):
        end = _skip_opaque(text, at)
        if end > at:
            at = end
            continue
        depth += (text[at] == "(") - (text[at] == ")")
        if depth == 0 and text.startswith(separator, at):
            parts.append(text[start:at].strip())
            start = at + len(separator)
        at += 1
    if depth > 0:
        raise SyntaxFault('")" is missing', len(text), "close the parenthesis")
    return [*parts, text[start:].strip()]


def closing_brace(text: str, at: int) -> int:
    """The offset of the brace that closes the one at `at`, quotations passed over. Raises SyntaxFault for none."""
    end = at + 1
    while end < len(text) and text[end] != "}":
        skipped = _skip_opaque(text, end)
        end = skipped if skipped > end else end + 1
    if end >= len(text):
        raise SyntaxFault("a filling is not closed", at, "end it with }, and write {{ for a brace itself")
    return end


def _skip_opaque(text: str, at: int) -> int:
    """The offset behind the quotation or pattern that begins at `at`; `at` itself where none does."""
    before = text[at - 1] if at else " "
    if before.isalnum() or before == "_":
        return at
    if text[at] in "\"'":
        return quoted(text, at)[1]
    if text[at] == "`":
        end = text.find("`", at + 1)
        return end + 1 if end > 0 else at
    matches = re.compile(r"matches\s*(?=/)").match(text, at)
    return pattern(text, matches.end())[1] if matches else at
