"""The form of values: "stored as bcrypt hashes", "in upper case", "exactly 10 digits", "in the format WO-0000"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from database_designer.discover.prose import Line
from database_designer.discover.rules.naming import about, one_member, sayings
from database_designer.discover.rules.proposals import Options, Proposal
from database_designer.discover.rules.vocabulary import Vocabulary
from database_designer.discover.rules.wording import NUMBER, number
from database_designer.model.conceptual import Attribute, EntityType, Kind
from database_designer.model.expression import (
    Call,
    Comparator,
    Comparison,
    Path,
)

_HASHES = {
    "bcrypt": r"^\$2[abxy]?\$\d\d\$[./A-Za-z0-9]{53}$",
    "argon2": r"^\$argon2(id|i|d)\$",
    "argon2id": r"^\$argon2id\$",
    "scrypt": r"^\$(scrypt|7)\$",
}
_HASH = re.compile(r"\b(?P<hash>bcrypt|argon2(?:id)?|scrypt)\b")
_SECRET = re.compile(r"\b(?P<what>(?:password|passphrase|pin|secret|credential)s?)\b")
_MUST = r"(?:must be|shall be|should be|has to be|is|are|must have|must consist of|consists of|must contain|has|have|must be stored in|is stored in|are stored in)"
_LOWER = r"^[^A-Z]*$"
_FORMS = tuple(
    (re.compile(rf"^(?:the |an? |each |every )?(?P<what>[^,]+?) {_MUST} (?:always |exactly |written )*{said}$"), pattern)
    for said, pattern in (
        (rf"(?P<n>{NUMBER})[- ](?:numeric )?digits?(?: long)?", r"^\d{n}$"),
        (rf"(?:an? )?(?P<n>{NUMBER})[- ]digit (?:number|code)", r"^\d{n}$"),
        (r"(?:in )?(?:upper ?case|capital letters|capitals)(?: letters?)?(?: only)?", r"^[^a-z]*$"),
        (r"(?:in )?lower ?case(?: letters?)?(?: only)?", _LOWER),
        (r"(?:only (?:of )?)?(?:digits|numeric)(?: only)?", r"^\d+$"),
        (r"(?:only (?:of )?)?(?:letters and digits|alphanumeric(?: characters)?)(?: only)?", r"^[A-Za-z0-9]+$"),
        (rf"(?P<n>{NUMBER})[- ](?:upper ?case|capital) letters?", r"^[A-Z]{n}$"),
        (rf"(?P<n>{NUMBER})[- ](?:letters?)", r"^[A-Za-z]{n}$"),
        (rf"(?P<n>{NUMBER}) (?:alphanumeric )characters?(?: long)?", r"^[A-Za-z0-9]{n}$"),
    )
)  # fmt: skip
_ADDRESS = re.compile(r"\s+address(?:es)?$", re.IGNORECASE)
_SHAPE = re.compile(
    r"\b(?:format|pattern|form)\s*(?:of\s+|:\s*|is\s+)?[`\"“']?(?P<shape>[A-Z]{1,6}(?:[-/][A-Z0-9#]+)+)\b"
)
_PLACES = re.compile(r"[0-9#]+|\b(?:Y+|M+|D+|N+|X+)\b")
_BEFORE_SHAPE = re.compile(
    r"(?:\b(?:the|an?|each|every|unique|whose|its|with)\s+)*([A-Za-z]+(?:\s[a-z]+){0,2}?)\s+(?:must|shall|should|has|have|is|are|follows?|follow|in|of|with|using|uses)\b"
)
_TEXTS = (Kind.TEXT, Kind.CODE, Kind.PHONE)


def read_formats(line: Line, words_: Vocabulary) -> Iterable[Proposal]:
    """The patterns of attributes that are known."""
    for clause in sayings(line):
        yield from _hashed(clause, line, words_)
        yield from _formed(clause, line, words_)
    yield from _shaped(line, words_)


def _hashed(clause: str, line: Line, words_: Vocabulary) -> Iterator[Proposal]:
    hashed, secret = _HASH.search(clause), _SECRET.search(clause)
    if hashed is None or secret is None:
        return
    others = (e for e in words_.model.entities if any(a.secret for a in e.attributes))
    for entity in (*about(line, words_), *others):
        found = [a for a in entity.attributes if secret["what"].rstrip("s") in a.name and a.type.kind is Kind.TEXT]
        if found:
            yield Options(
                entity=entity.name, member=found[0].name, evidence=line.statement.evidence, secret=True,
                matches=_HASHES[hashed["hash"]],
            )  # fmt: skip
            return


def _formed(clause: str, line: Line, words_: Vocabulary) -> Iterator[Proposal]:
    for form, pattern in _FORMS:
        match = form.match(clause)
        known = told_attribute(match["what"], line, words_) if match is not None else None
        if match is None or known is None or known[1].type.kind not in (*_TEXTS, Kind.EMAIL):
            continue
        yield from _with_form(known[0], known[1], pattern, number(match.groupdict().get("n") or "") or "", line)
        return


def _with_form(entity: EntityType, attribute: Attribute, pattern: str, figure: str, line: Line) -> Iterator[Proposal]:
    evidence = line.statement.evidence
    if attribute.type.kind is Kind.EMAIL:
        path = Path(steps=(attribute.name,))
        lower = Comparison(operator=Comparator.EQ, left=path, right=Call(function="lower", arguments=(path,)))
        if pattern == _LOWER:
            yield Options(entity=entity.name, member=attribute.name, evidence=evidence, check=lower)
    elif attribute.generated is None:
        matches = pattern.replace("{n}", f"{{{figure}}}")
        yield Options(entity=entity.name, member=attribute.name, evidence=evidence, matches=matches)


def _shaped(line: Line, words_: Vocabulary) -> Iterator[Proposal]:
    """As in "the order number has the format WO-YYYY-0000": a pattern; what the database makes itself counts up so."""
    text = line.statement.text
    shape = _SHAPE.search(text)
    known = None
    for said in _BEFORE_SHAPE.findall(text[: shape.start()]) if shape is not None else ():
        known = known or told_attribute(said, line, words_)
    if shape is None or known is None or known[1].type.kind not in _TEXTS:
        return
    entity, attribute = known
    places = _PLACES.findall(shape["shape"])
    if attribute.generated is None:
        matches = f"^{_PLACES.sub(_places, shape['shape'])}$"
        yield Options(entity=entity.name, member=attribute.name, evidence=line.statement.evidence, matches=matches)
    elif len(places) == 1:
        generated = _PLACES.sub(f"{{{'0' * len(places[0])}}}", shape["shape"])
        yield Options(entity=entity.name, member=attribute.name, evidence=line.statement.evidence, generated=generated)


def _places(match: re.Match[str]) -> str:
    signs = "[A-Z0-9]" if match[0][0] == "X" else r"\d"
    return f"{signs}{{{len(match[0])}}}"


def told_attribute(text: str, line: Line, words_: Vocabulary) -> tuple[EntityType, Attribute] | None:
    """The attribute with one value that the text means, with its entity type; None for none."""
    found = one_member(text, line, words_) or one_member(_ADDRESS.sub("", text), line, words_)
    attribute = found[0].attribute(found[1]) if found is not None else None
    return (found[0], attribute) if found is not None and attribute is not None and attribute.many is None else None
