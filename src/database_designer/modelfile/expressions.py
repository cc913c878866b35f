r"""Expressions as model.yaml writes them, read into the algebra of `model/expression.py`.

Precedence, from the loosest to the tightest; all group from left to right but `implies` and `iff`, which group from
right to left, and comparisons, which do not chain:

    iff | implies | or | and | not | = != < <= > >= between in is matches | + - | * / | durations (`14 days`) and signs

Aggregates over an other side: `count(x [where c])`, `exists(x [where c])`, `sum(x, e [where c])` (so `min`, `max`),
`all(x, c)`; the rows of effects are `x [where c]`. Without an other side (`count()`, `sum(e)`) they are over the rows themselves, as reports have it: their
`over` is a path without steps. `y in a.bs` is the call `in(y, a.bs)`. A name in backquotes is a name even where the word is
reserved. Bare words are paths; `modelfile/resolve.py` makes those that stand beside a list attribute values.
"""

from __future__ import annotations

from collections.abc import Callable

from database_designer.diagnostics import Diagnostic, Severity
from database_designer.model.expression import (
    Aggregate,
    And,
    Arithmetic,
    Between,
    Binary,
    Call,
    Clock,
    Comparator,
    Comparison,
    Duration,
    Expression,
    Implies,
    In,
    IsSet,
    Literal,
    LiteralKind,
    Matches,
    Moment,
    Not,
    Or,
    Path,
)
from database_designer.model.text import RESERVED, nearest
from database_designer.modelfile.lexer import SyntaxFault, Token, TokenKind, tokenize
from database_designer.source import Span

MAX_DEPTH = 40
"""How deep parentheses, functions and `not` may be nested."""

MAX_CHAIN = 50
"""How many operators of one level may follow each other (`a + b + c ...`)."""

AGGREGATES = ("count", "sum", "min", "max", "exists", "all")
FUNCTIONS = {
    "lower": 1, "length": 1, "days": 2, "date": 1, "weekday": 1, "week": 1, "month": 1, "year": 1,
    "exactly_one": None, "at_most_one": None, "at_least_one": None, "concat": None,
}  # fmt: skip
"""The functions, and how many arguments they take (None: one or more)."""

_UNITS = ("second", "minute", "hour", "day", "week", "month", "year")
UNITS = {spelling: f"{unit}s" for unit in _UNITS for spelling in (unit, f"{unit}s")}
"""Units of time as they may be written, and as they are kept."""

_COMPARATORS = tuple(c.value for c in Comparator)
_CLOCKS = tuple(c.value for c in Clock)
_ROOTS = ("old", "this", "it", "actor")
_LITERALS = {
    TokenKind.NUMBER: LiteralKind.NUMBER,
    TokenKind.DATE: LiteralKind.DATE,
    TokenKind.INSTANT: LiteralKind.INSTANT,
    TokenKind.TEXT: LiteralKind.TEXT,
}


def parse_expression(text: str, span: Span | None = None) -> tuple[Expression | None, tuple[Diagnostic, ...]]:
    """The expression that `text` writes; None and what is wrong with it where it cannot be read. Never raises."""
    try:
        return read_expression(text), ()
    except SyntaxFault as fault:
        return None, (fault_diagnostic(fault, text, span),)


def fault_diagnostic(fault: SyntaxFault, text: str, span: Span | None) -> Diagnostic:
    """The fault as a diagnostic that quotes the text from the place where it went wrong."""
    rest = " ".join(text[fault.start : fault.start + 30].split())
    place = f'at "{rest}"' if rest else "at its end"
    shown = " ".join(text[:80].split())
    return Diagnostic(
        code="expression-syntax",
        severity=Severity.ERROR,
        fact=f'"{shown}" cannot be read {place}: {fault.fact}',
        fix=fault.fix,
        span=span,
    )


def read_expression(text: str) -> Expression:
    """The expression that `text` writes. Raises SyntaxFault."""
    parser = _Parser(tokenize(text))
    found = parser.expression()
    parser.expect_end()
    return found


def read_each(text: str) -> Aggregate:
    """The rows that an effect is for: `others [where condition]`. Raises SyntaxFault."""
    parser = _Parser(tokenize(text))
    found = parser.rows()
    parser.expect_end()
    return found


class _Parser:
    """A parser by recursive descent over one expression's tokens; one method a level of precedence."""

    def __init__(self, tokens: tuple[Token, ...]) -> None:
        self._tokens = tokens
        self._at = 0
        self._depth = 0

    # Tokens

    @property
    def _next(self) -> Token:
        return self._tokens[self._at]

    def _take(self) -> Token:
        token = self._next
        self._at += token.kind is not TokenKind.END
        return token

    def _is_word(self, *words: str) -> bool:
        return self._next.kind is TokenKind.NAME and self._next.text in words

    def _is_sign(self, *signs: str) -> bool:
        return self._next.kind is TokenKind.SIGN and self._next.text in signs

    def _accept_word(self, word: str) -> bool:
        found = self._is_word(word)
        self._at += found
        return found

    def _accept_sign(self, sign: str) -> bool:
        found = self._is_sign(sign)
        self._at += found
        return found

    def _expect_sign(self, sign: str) -> None:
        if not self._accept_sign(sign):
            raise self._fault(f'"{sign}" is expected')

    def _fault(self, fact: str, fix: str = "") -> SyntaxFault:
        return SyntaxFault(fact, self._next.start, fix)

    def expect_end(self) -> None:
        if self._next.kind is not TokenKind.END:
            is_key = self._is_word("per", "where", "when")
            fix = f"{self._next.text} is a key of its own" if is_key else "join conditions with and, or"
            raise self._fault(f'"{self._next.text}" is not expected here', fix)

    def rows(self) -> Aggregate:
        over = self._path()
        where = self.expression() if self._accept_word("where") else None
        return Aggregate(function="each", over=over, where=where)

    # Levels of precedence

    def expression(self) -> Expression:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise self._fault(f"the expression is nested deeper than {MAX_DEPTH} levels", "split the rule")
        left = self._implication()
        if self._accept_word("iff"):
            left = Implies(left=left, right=self.expression(), both=True)
        self._depth -= 1
        return left

    def _implication(self) -> Expression:
        parts = [self._alternatives()]
        while self._accept_word("implies"):
            parts.append(self._alternatives())
            self._check_chain(len(parts))
        found = parts[-1]
        for left in reversed(parts[:-1]):
            found = Implies(left=left, right=found)
        return found

    def _alternatives(self) -> Expression:
        operands = self._chain("or", self._conjunction)
        return operands[0] if len(operands) == 1 else Or(operands=operands)

    def _conjunction(self) -> Expression:
        operands = self._chain("and", self._negation)
        return operands[0] if len(operands) == 1 else And(operands=operands)

    def _chain(self, word: str, operand: Callable[[], Expression]) -> tuple[Expression, ...]:
        found = [operand()]
        while self._accept_word(word):
            found.append(operand())
        return tuple(found)

    def _negation(self) -> Expression:
        if not self._accept_word("not"):
            return self._comparison()
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise self._fault(f"the expression is nested deeper than {MAX_DEPTH} levels", "leave out double negations")
        found = Not(operand=self._negation())
        self._depth -= 1
        return found

    def _comparison(self) -> Expression:
        left = self._sum()
        if self._is_sign(*_COMPARATORS):
            operator = Comparator(self._take().text)
            return Comparison(operator=operator, left=left, right=self._sum())
        if self._accept_word("between"):
            low = self._sum()
            if not self._accept_word("and"):
                raise self._fault('"and" is expected', "write between LOW and HIGH")
            return Between(operand=left, low=low, high=self._sum())
        if self._accept_word("is"):
            return self._is_set(left)
        if self._accept_word("matches"):
            return Matches(operand=left, pattern=self._take().text)
        if self._accept_word("in"):
            return self._membership(left)
        if self._accept_word("not"):
            if not self._accept_word("in"):
                raise self._fault('"in" is expected after "not"', "write not before the whole comparison")
            return Not(operand=self._membership(left))
        return left

    def _is_set(self, operand: Expression) -> Expression:
        negated = self._accept_word("not")
        if not self._accept_word("set"):
            raise self._fault('"set" is expected', "write is set, is not set, or = VALUE")
        return IsSet(operand=operand, negated=negated)

    def _membership(self, operand: Expression) -> Expression:
        if self._accept_sign("("):
            return In(operand=operand, values=self._arguments())
        return Call(function="in", arguments=(operand, self._path()))

    def _sum(self) -> Expression:
        return self._arithmetic(("+", "-"), self._product)

    def _product(self) -> Expression:
        return self._arithmetic(("*", "/"), self._signed)

    def _arithmetic(self, signs: tuple[str, ...], operand: Callable[[], Expression]) -> Expression:
        found = operand()
        length = 0
        while self._is_sign(*signs):
            operator = Arithmetic(self._take().text)
            found = Binary(operator=operator, left=found, right=operand())
            length += 1
            self._check_chain(length)
        return found

    def _check_chain(self, length: int) -> None:
        if length > MAX_CHAIN:
            raise self._fault(f"more than {MAX_CHAIN} operators follow each other", "split the rule")

    def _signed(self) -> Expression:
        if not self._accept_sign("-"):
            return self._measured(self._primary())
        if self._next.kind is TokenKind.NUMBER:
            return self._measured(Literal(kind=LiteralKind.NUMBER, value=f"-{self._take().text}"))
        zero = Literal(kind=LiteralKind.NUMBER, value="0")
        return Binary(operator=Arithmetic.SUB, left=zero, right=self._measured(self._primary()))

    def _measured(self, amount: Expression) -> Expression:
        if self._is_word(*UNITS):
            return Duration(amount=amount, unit=UNITS[self._take().text])
        return amount

    # Primaries

    def _primary(self) -> Expression:
        token = self._next
        if token.kind in _LITERALS:
            self._take()
            return Literal(kind=_LITERALS[token.kind], value=token.text)
        if self._accept_sign("("):
            found = self.expression()
            self._expect_sign(")")
            return found
        if token.kind is TokenKind.NAME:
            return self._word(token)
        if token.kind is TokenKind.QUOTED_NAME:
            return self._path()
        raise self._fault("a value is expected", "write an attribute, a literal or a function")

    def _word(self, token: Token) -> Expression:
        follower = self._tokens[self._at + 1]
        opens = follower.kind is TokenKind.SIGN and follower.text == "("
        if opens and token.text not in RESERVED:
            return self._function(token)
        if token.text in ("true", "false"):
            return Literal(kind=LiteralKind.BOOLEAN, value=self._take().text)
        if token.text == "null":
            return Literal(kind=LiteralKind.NULL, value=self._take().text)
        if token.text in _CLOCKS and not (follower.kind is TokenKind.SIGN and follower.text == "."):
            return Moment(clock=Clock(self._take().text))
        return self._path()

    def _path(self) -> Path:
        root, steps = "", []
        if self._is_word(*_ROOTS):
            root = self._take().text
        else:
            steps.append(self._step(allowed=frozenset()))
        while self._accept_sign("."):
            steps.append(self._step(allowed=RESERVED))
        return Path(steps=tuple(steps), root=root)

    def _step(self, *, allowed: frozenset[str]) -> str:
        token = self._next
        if token.kind is TokenKind.QUOTED_NAME:
            return self._take().text
        if token.kind is not TokenKind.NAME:
            raise self._fault("a name is expected")
        if token.text in RESERVED - allowed:
            raise self._fault(f'"{token.text}" is a word of the language', f"write `{token.text}` where it is a name")
        return self._take().text

    def _function(self, token: Token) -> Expression:
        known = (*AGGREGATES, *FUNCTIONS)
        if token.text not in known:
            near = nearest(token.text, known)
            fix = f"did you mean {near}?" if near else f"the functions are {', '.join(known)}"
            raise self._fault(f'there is no function "{token.text}"', fix)
        self._take()
        self._expect_sign("(")
        if token.text in AGGREGATES:
            return self._aggregate(token.text)
        arguments = self._arguments()
        expected = FUNCTIONS[token.text]
        if expected is not None and len(arguments) != expected:
            fact = f"{token.text} takes {expected} argument{'s' if expected > 1 else ''}, not {len(arguments)}"
            raise SyntaxFault(fact, token.start)
        return Call(function=token.text, arguments=arguments)

    def _arguments(self) -> tuple[Expression, ...]:
        """The expressions up to the closing parenthesis, which is taken; at least one."""
        found = [self.expression()]
        while self._accept_sign(","):
            found.append(self.expression())
        self._expect_sign(")")
        return tuple(found)

    def _aggregate(self, function: str) -> Expression:
        start = self._next.start
        arguments = [] if self._is_sign(")") or self._is_word("where") else [self.expression()]
        if self._accept_sign(","):
            arguments.append(self.expression())
        where = self.expression() if self._accept_word("where") else None
        self._expect_sign(")")
        over, value = _aggregate_parts(function, arguments, start)
        return Aggregate(function=function, over=over, value=value, where=where)


_AGGREGATE_FORMS = {
    "count": "count(others where ...)",
    "exists": "exists(others where ...)",
    "all": "all(others, condition)",
}


def _aggregate_parts(function: str, arguments: list[Expression], start: int) -> tuple[Path, Expression | None]:
    """What an aggregate is over, and the value of each row; over the rows themselves where no other side is named."""
    rows = Path(steps=())
    if function in ("sum", "min", "max") and len(arguments) == 1:
        return rows, arguments[0]
    form = _AGGREGATE_FORMS.get(function, f"{function}(others, value)")
    if function == "count" and not arguments:
        return rows, None
    expected = 1 if function in ("count", "exists") else 2
    over = arguments[0] if arguments else None
    if len(arguments) != expected or not isinstance(over, Path):
        raise SyntaxFault(f"{function} needs the rows it is over", start, f"write {form}")
    return over, arguments[1] if expected == 2 else None
