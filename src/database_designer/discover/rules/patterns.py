"""The form of a code in words: "BG- followed by six digits", "two letters and four digits", "starts with X"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from database_designer.discover.prose import Line
from database_designer.discover.rules.naming import one_member
from database_designer.discover.rules.proposals import Options, Proposal
from database_designer.discover.rules.vocabulary import Vocabulary
from database_designer.discover.rules.wording import NUMBER, number
from database_designer.model.conceptual import Kind

_LONGEST = 300
_HAS = (
    r"(?:must |shall |should |can |may )?(?:always )?(?:have|has|is of|are of|is in|are in|be in|be of|follows?|takes?)"
)
_FORM = r"(?:an? |the )?(?:following )?(?:form|format|pattern|structure|shape)(?: of|:)?"
_FORMED = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"^(?P<what>[^,]{{2,60}}?) {_HAS} {_FORM} (?P<said>.+)$",
        r"^(?P<what>[^,]{2,60}?) (?:must |shall |should |always )?(?:consists? of|is made up of|are made up of|is composed of|be made up of|is built from) (?P<said>.+)$",
        r"^(?P<what>[^,]{2,60}?) (?:is|are|must be|shall be) (?P<said>.+ followed by .+)$",
    )
)  # fmt: skip
_STARTS = re.compile(
    r"^(?P<what>[^,]{2,60}?) (?:must |shall |should |always )?(?:starts?|begins?) with (?:the (?:letters?|prefix|characters?) )?(?P<said>[\"'“‘]?\S+)$",
    re.IGNORECASE,
)
_JOIN = re.compile(r",? (?:which is |that is )?followed by |, (?:and )?|,? then | and | plus ", re.IGNORECASE)
_CLASSES = {
    "digit": r"\d", "number": r"\d", "numeral": r"\d", "letter": "[A-Za-z]", "uppercase letter": "[A-Z]", "upper-case letter": "[A-Z]",
    "capital letter": "[A-Z]", "upper case letter": "[A-Z]", "capital": "[A-Z]", "lowercase letter": "[a-z]", "lower-case letter": "[a-z]",
    "lower case letter": "[a-z]", "alphanumeric character": "[A-Za-z0-9]", "hexadecimal digit": "[0-9A-Fa-f]",
}  # fmt: skip
_CLASS = "|".join(sorted(_CLASSES, key=len, reverse=True))
_SOME = re.compile(
    rf"^(?:exactly )?(?P<low>{NUMBER}|an?|the)(?: (?:to|or) (?P<high>{NUMBER}))? (?P<class>{_CLASS})s?$", re.IGNORECASE
)
_SIGNS = {
    "hyphen": "-", "dash": "-", "slash": "/", "underscore": "_", "dot": r"\.", "period": r"\.", "colon": ":", "space": " ",
    "point": r"\.", "plus sign": r"\+", "hash": "#",
}  # fmt: skip
_SIGN = re.compile(r"^(?:an?|the|one) (?P<sign>[a-z]+(?: sign)?)$", re.IGNORECASE)
_LITERAL = re.compile(
    r"^(?:the (?:letters?|prefix|characters?|text|code) )?[\"'“‘]?(?P<literal>[A-Z0-9#_/.+-]{1,12})[\"'”’]?$"
)


def read_patterns(line: Line, words: Vocabulary) -> Iterable[Proposal]:
    """A pattern for every text whose form is told part by part; nothing where a part is not understood."""
    text = line.statement.text.strip().rstrip(".")
    if len(text) > _LONGEST:
        return
    for form in _FORMED:
        match = form.match(text)
        pattern = _parts(match["said"]) if match is not None else None
        if match is not None and pattern is not None:
            yield from _formed(match["what"], f"^{pattern}$", line, words)
            return
    starts = _STARTS.match(text)
    literal = _LITERAL.match(starts["said"]) if starts is not None else None
    if starts is not None and literal is not None:
        yield from _formed(starts["what"], f"^{_plain(literal['literal'])}", line, words)


def _formed(what: str, pattern: str, line: Line, words: Vocabulary) -> Iterator[Proposal]:
    found = one_member(what, line, words)
    attribute = found[0].attribute(found[1]) if found is not None else None
    if found is None or attribute is None or attribute.type.kind not in (Kind.TEXT, Kind.CODE):
        return
    if attribute.many is None and attribute.generated is None:
        yield Options(entity=found[0].name, member=attribute.name, evidence=line.statement.evidence, matches=pattern)


def _parts(said: str) -> str | None:
    """The regular expression of all parts in a row; None where one of them, or the only one, tells no form."""
    parts = [_part(p.strip(" :")) for p in _JOIN.split(said) if p.strip(" :")]
    found = [p for p in parts if p is not None]
    told = len(found) > 1 or (len(found) == 1 and not found[0].isalnum() and "{" in found[0])
    return "".join(found) if told and len(found) == len(parts) else None


def _part(said: str) -> str | None:
    some = _SOME.match(said)
    if some is not None:
        low = "1" if some["low"].lower() in ("a", "an", "the") else number(some["low"].lower())
        high = number(some["high"].lower()) if some["high"] else None
        signs = _CLASSES[some["class"].lower()]
        return f"{signs}{{{low}{',' + high if high else ''}}}" if low else None
    sign = _SIGN.match(said)
    if sign is not None:
        return _SIGNS.get(sign["sign"].lower())
    literal = _LITERAL.match(said)
    return _plain(literal["literal"]) if literal is not None else None


def _plain(literal: str) -> str:
    """The signs of a literal as a pattern."""
    return re.sub(r"([.+*?()\[\]{}^$|\\])", r"\\\1", literal)
