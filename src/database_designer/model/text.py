"""Expressions and semantic types as text: as model.yaml writes them, and as English for documents."""

from __future__ import annotations

import json
import re
from collections.abc import Collection
from difflib import get_close_matches
from itertools import islice

from database_designer.model.conceptual import Kind, SemanticType
from database_designer.model.expression import (
    Aggregate,
    And,
    Between,
    Binary,
    Call,
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

RESERVED = frozenset({
    "and", "or", "not", "implies", "iff", "between", "in", "is", "matches", "where",
    "true", "false", "null", "now", "today", "actor", "old", "this", "it",
})  # fmt: skip
"""Words of the expression language; a name that is one of them stands in backquotes."""

_LONGEST_NAME, _MOST_NAMES = 100, 200  # bounds on the search for a near name: the names are anybody's

_NAME = re.compile(r"[^\W\d]\w*")
_PLAIN_VALUE = re.compile(r"[\w]([\w .:/+&()-]*[\w+)])?")
_NUMBER = re.compile(r"-?\d+(\.\d+)?([eE][+-]?\d+)?", re.ASCII)
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?)?", re.ASCII)

# Levels of precedence, the loosest first; an operand is put in parentheses where its own level is looser than asked.
_IFF, _IMPLIES, _OR, _AND, _NOT, _COMPARISON, _SUM, _PRODUCT, _DURATION, _PRIMARY = range(1, 11)


def expression_text(expression: Expression) -> str:
    """The expression as model.yaml writes it: reading the text gives the expression again.

    Values of lists are written as bare words, which become values again where they stand beside a list attribute.
    """
    return _text(expression, _IFF)


def name_text(name: str) -> str:
    """A name inside an expression: in backquotes where it is a word of the language or no identifier."""
    if _NAME.fullmatch(name) and name not in RESERVED:
        return name
    return f"`{name.replace('`', '')}`"


def quoted_text(text: str) -> str:
    """A text in double quotes, with what could not stand there escaped."""
    return json.dumps(text, ensure_ascii=False)


def pattern_text(pattern: str) -> str:
    """A regular expression between slashes; slashes in it are escaped."""
    out, i = [], 0
    while i < len(pattern):
        if pattern[i] == "\\":
            out.append(pattern[i : i + 2] if i + 1 < len(pattern) else "\\\\")
            i += 2
        else:
            out.append("\\/" if pattern[i] == "/" else pattern[i])
            i += 1
    return f"/{''.join(out)}/"


def type_text(type_: SemanticType) -> str:
    """The type as an attribute line begins: `code(13)`, `decimal(8,3) kg`, `DRAFT | SENT`, `Priority`."""
    if type_.kind is Kind.LIST:
        return type_.list_name or list_text(type_.values, open_list=type_.open_list)
    arguments = [str(n) for n in (type_.length, type_.precision, type_.scale) if n is not None]
    size = f"({','.join(arguments)})" if arguments else ""
    unit = f" {unit_text(type_.unit)}" if type_.unit else ""
    return f"{type_.kind}{size}{unit}"


def list_text(values: tuple[str, ...], *, open_list: bool) -> str:
    """The values of a list with `|` between them, `...` at the end of an open one, quotes where a value needs them."""
    alone = len(values) == 1 and not open_list
    shown = [quoted_text(v) if alone or not plain_value(v) else v for v in values]
    return " | ".join([*shown, "..."] if open_list else shown)


def _balanced(value: str) -> bool:
    """Whether every bracket is closed after it was opened: others would not be read back as one value."""
    depth = 0
    for character in value:
        depth += (character == "(") - (character == ")")
        if depth < 0:
            return False
    return depth == 0


def plain_value(value: str) -> bool:
    """Whether a value of a list can stand without quotes among others."""
    return bool(_PLAIN_VALUE.fullmatch(value)) and "  " not in value and _balanced(value)


def nearest(name: str, known: Collection[str]) -> str:
    """The known name that a mistyped one probably means; "" where none is near, and for names of no usual length."""
    if len(name) > _LONGEST_NAME:
        return ""
    found = get_close_matches(name, [k for k in islice(known, _MOST_NAMES) if len(k) <= _LONGEST_NAME], n=1)
    return found[0] if found else ""


def unit_text(unit: str) -> str:
    """A unit of measure as it stands behind a type; in quotes where it holds signs of the line itself."""
    return unit if re.fullmatch(r"[^\W\d][\w/²³°%.]*", unit) and unit not in RESERVED else quoted_text(unit)


def _text(e: Expression, level: int) -> str:
    own, text = _own(e)
    return f"({text})" if own < level else text


def _own(e: Expression) -> tuple[int, str]:
    """The level of precedence of a node and its text."""
    match e:
        case Implies(both=True):
            return _IFF, f"{_text(e.left, _IMPLIES)} iff {_text(e.right, _IFF)}"
        case Implies():
            return _IMPLIES, f"{_text(e.left, _OR)} implies {_text(e.right, _IMPLIES)}"
        case Or():
            return _OR, " or ".join(_text(o, _AND) for o in e.operands)
        case And():
            return _AND, " and ".join(_text(o, _NOT) for o in e.operands)
        case Not():
            return _NOT, f"not {_text(e.operand, _NOT)}"
        case Comparison() | Between() | In() | IsSet() | Matches() | Call(function="in"):
            return _COMPARISON, _comparison(e)
        case Binary():
            own = _SUM if e.operator.value in "+-" else _PRODUCT
            return own, f"{_text(e.left, own)} {e.operator} {_text(e.right, own + 1)}"
        case Duration():
            return _DURATION, f"{_text(e.amount, _PRIMARY)} {e.unit}"
        case _:
            return _PRIMARY, _primary(e)


def _comparison(e: Comparison | Between | In | IsSet | Matches | Call) -> str:
    match e:
        case Comparison():
            return f"{_text(e.left, _SUM)} {e.operator} {_text(e.right, _SUM)}"
        case Between():
            return f"{_text(e.operand, _SUM)} between {_text(e.low, _SUM)} and {_text(e.high, _SUM)}"
        case In():
            return f"{_text(e.operand, _SUM)} in ({', '.join(_text(v, _IFF) for v in e.values)})"
        case IsSet():
            return f"{_text(e.operand, _SUM)} is {'not ' if e.negated else ''}set"
        case Matches():
            return f"{_text(e.operand, _SUM)} matches {pattern_text(e.pattern)}"
        case Call():
            return f"{_text(e.arguments[0], _SUM)} in {_text(e.arguments[1], _PRIMARY)}"


def _primary(e: Expression) -> str:
    match e:
        case Literal():
            return _literal(e)
        case Moment():
            return e.clock.value
        case Path():
            return path_text(e)
        case Aggregate():
            return _aggregate(e)
        case Call():
            return f"{e.function}({', '.join(_text(a, _IFF) for a in e.arguments)})"
        case _:
            raise TypeError(f"{type(e).__name__} is no primary")


def path_text(path: Path) -> str:
    """The path with dots: `member.status`, `it.member`, `this`."""
    return ".".join([*([path.root] if path.root else []), *map(name_text, path.steps)])


def _aggregate(e: Aggregate) -> str:
    parts = [_text(a, _IFF) for a in (e.over if e.over.steps or e.over.root else None, e.value) if a is not None]
    where = f"where {_text(e.where, _IFF)}" if e.where is not None else ""
    if e.function == "each":
        return " ".join(filter(None, (path_text(e.over), where)))
    return f"{e.function}({' '.join(filter(None, (', '.join(parts), where)))})"


def _literal(e: Literal) -> str:
    match e.kind:
        case LiteralKind.NUMBER if _NUMBER.fullmatch(e.value):
            return e.value
        case LiteralKind.BOOLEAN | LiteralKind.NULL:
            return e.value
        case LiteralKind.DATE | LiteralKind.INSTANT if _MOMENT.fullmatch(e.value):
            return e.value
        case LiteralKind.VALUE if _NAME.fullmatch(e.value) and e.value not in RESERVED:
            return e.value
        case _:
            return quoted_text(e.value)


# English

_WORDS = {
    Comparator.EQ: "is",
    Comparator.NE: "is not",
    Comparator.LT: "is less than",
    Comparator.LE: "is at most",
    Comparator.GT: "is greater than",
    Comparator.GE: "is at least",
}
_CALLS = {
    "exactly_one": "exactly one of {} is set",
    "at_most_one": "at most one of {} is set",
    "at_least_one": "at least one of {} is set",
    "in": "{} is among {}",
    "days": "the days from {} to {}",
    "length": "the length of {}",
    "lower": "{} in lower case",
    "date": "the date of {}",
    "weekday": "the day of the week of {}",
    "week": "the week of {}",
    "month": "the month of {}",
    "year": "the year of {}",
    "concat": "the text of {}",
}
_AGGREGATES = {"count": "the number of", "sum": "the sum of", "min": "the least", "max": "the greatest"}


def english_condition(condition: Expression) -> str:
    """A condition as a plain English clause: `not plan.active` as "the plan is not active"."""
    match condition:
        case Path():
            return _english_state(condition, "")
        case Not(operand=Path() as path):
            return _english_state(path, "not ")
        case _:
            return english(condition)


def english(expression: Expression) -> str:
    """The expression as a plain English phrase without a full stop: "ends at is greater than starts at"."""
    match expression:
        case Implies(both=True):
            return f"{english_condition(expression.left)} exactly when {english_condition(expression.right)}"
        case Implies():
            return f"if {english_condition(expression.left)}, then {english_condition(expression.right)}"
        case Or():
            return ", or ".join(english_condition(o) for o in expression.operands)
        case And():
            return " and ".join(english_condition(o) for o in expression.operands)
        case Not():
            return f"it is not the case that {english_condition(expression.operand)}"
        case Comparison():
            return f"{english(expression.left)} {_WORDS[expression.operator]} {english(expression.right)}"
        case Between():
            low, high = english(expression.low), english(expression.high)
            return f"{english(expression.operand)} is between {low} and {high}"
        case In():
            return f"{english(expression.operand)} is {_listed(expression.values, 'or')}"
        case IsSet():
            return f"{english(expression.operand)} is {'not ' if expression.negated else ''}given"
        case Matches():
            return f"{english(expression.operand)} matches the pattern {expression.pattern}"
        case _:
            return _english_value(expression)


def _english_value(e: Expression) -> str:
    match e:
        case Binary():
            return f"{_english_operand(e.left)} {e.operator} {_english_operand(e.right)}"
        case Duration():
            return f"{english(e.amount)} {e.unit}"
        case Path():
            return _english_path(e)
        case Literal():
            return "unset" if e.kind is LiteralKind.NULL else e.value or "an empty text"
        case Moment():
            return "the acting user" if e.clock.value == "actor" else e.clock.value
        case Call():
            return _english_call(e)
        case Aggregate():
            return _english_aggregate(e)
        case _:
            raise TypeError(f"{type(e).__name__} is no expression")


def _english_state(path: Path, negation: str) -> str:
    """`member.blocked` as "the member is blocked", `is_late` as "it is late"."""
    owner = (
        "it" if not path.root and len(path.steps) == 1 else _english_path(Path(steps=path.steps[:-1], root=path.root))
    )
    owner = owner if owner == "it" or owner.startswith("the ") else f"the {owner}"
    words = path.steps[-1].replace("_", " ") if path.steps else "given"
    verb, _, rest = words.partition(" ")
    if verb in ("is", "was") and rest:
        return f"{owner} {verb} {negation}{rest}"
    return f"{owner} is {negation}{words}"


def _english_operand(e: Expression) -> str:
    return f"({english(e)})" if isinstance(e, Binary) else english(e)


def _english_path(path: Path) -> str:
    """`member.user.status` as "the status of the user of the member"; a single step by its words."""
    steps = [s.replace("_", " ") for s in path.steps]
    owner = {"old": ["row before the change"], "actor": ["acting user"], "it": ["other row"], "this": ["row"]}
    if path.root == "old" and len(steps) == 1:
        return f"the former {steps[0]}"
    named = [*owner.get(path.root, []), *steps]
    if len(named) == 1:
        return steps[0] if steps else f"the {named[0]}"
    return " of ".join(f"the {s}" for s in reversed(named))


def _english_call(e: Call) -> str:
    form = _CALLS.get(e.function, f"{e.function} of {{}}")
    if form.count("{}") == 1:
        return form.format(_listed(e.arguments, "and"))
    return form.format(*(english(a) for a in e.arguments))


def _english_aggregate(e: Aggregate) -> str:
    rows = english(e.over) if e.over.steps or e.over.root else "rows"
    where = f" where {english_condition(e.where)}" if e.where is not None else ""
    if e.function == "exists":
        return f"there is one of {rows}{where}"
    if e.function == "each":
        return f"each of {rows}{where}"
    if e.function == "all" and e.value is not None:
        return f"for each of {rows}{where}: {english_condition(e.value)}"
    value = f" {english(e.value)} of" if e.value is not None else ""
    return f"{_AGGREGATES.get(e.function, e.function)}{value} {rows}{where}"


def _listed(values: tuple[Expression, ...], word: str) -> str:
    shown = [english(v) for v in values]
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} {word} {shown[-1]}"
