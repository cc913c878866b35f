"""Moves that happen by themselves when their time has come: "expire passes with endDate < today", "unpaid after 14 days"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from database_designer.discover.prose import Line
from database_designer.discover.rules.conditions import condition
from database_designer.discover.rules.moments import amount, compared, fits, now, point, shifted
from database_designer.discover.rules.naming import about, sayings, spoken
from database_designer.discover.rules.proposals import Proposal, States, Unplaced
from database_designer.discover.rules.state_phrases import phase
from database_designer.discover.rules.vocabulary import Vocabulary, spelled
from database_designer.discover.rules.wording import NUMBER, UNIT
from database_designer.discover.values.state_words import key
from database_designer.model.conceptual import EntityType, Expiry, Lifecycle
from database_designer.model.expression import Comparator, Comparison, Expression, Moment, Path
from database_designer.model.walk import nodes

_AUTOMATIC = re.compile(
    r"\bautomatic|\bautomatically\b|\bby itself\b|\bjob\b|\bnightly\b|\bdaily\b|\bscheduler\b|\bexpir|\blaps|\bsystem\b"
)
_BY_ITSELF = re.compile(
    r"\s*\b(?:automatically|by itself|every night|every day|daily|nightly)\b|,? by (?:a|the) [a-z ]*job\b"
)
_IF = r"(?:with|whose|where|when|that|which|after|if|once|as soon as|on|past|at|not \w+ within)"
_FORMS = tuple(
    re.compile(pattern)
    for pattern in (
        # The system shall expire passes with end date < today; automatically closes tickets that ...
        rf"^(?:.{{0,60}}?\b)?(?P<deed>expire|cancel|close|archive|lapse|complete|void)s? (?:all )?(?P<what>(?:[a-z-]+ ){{0,3}}?[a-z-]+) (?P<if>{_IF}) (?P<cond>.+)$",
        # Passes expire 30 days after issue; a quote expires when its validity has passed.
        rf"^(?P<what>.+?) (?:shall |must |will )?(?:automatically )?(?:expires?|lapses?)(?P<deed>) (?:(?P<if>{_IF}) )?(?P<cond>.+)$",
        # Invoices whose due date has passed become OVERDUE; are automatically set to OVERDUE.
        rf"^(?P<what>(?:[a-z-]+ ){{0,3}}?[a-z-]+) (?P<if>whose|with|that|which) (?P<cond>.+?) (?:{'(?:shall|must|will) '})?(?:are|is|be|becomes?|get|gets|moves?|changes?|turns?)(?: (?:set|marked|moved|changed|considered))?(?: (?:to|as|into))? (?P<deed>[a-z_ ]+?)$",
        # The system automatically sets invoices whose due date has passed to OVERDUE.
        rf"^(?:.{{0,60}}?\b)?(?:set|mark|move|change|turn|put)s? (?:all )?(?P<what>(?:[a-z-]+ ){{0,3}}?[a-z-]+) (?P<if>{_IF}) (?P<cond>.+) (?:to|as|into) (?P<deed>[a-z_ ]+?)$",
        # A booking is automatically cancelled if not paid within 24 hours; becomes overdue when the due date passes.
        rf"^(?P<what>.+?) (?:(?:shall|must|will) )?(?:is|are|be|becomes?|gets?|moves?|changes?|turns?)(?: (?:set|marked|moved|changed))?(?: (?:to|as|into))? (?P<deed>[a-z_-]+) (?P<if>{_IF}) (?P<cond>.+)$",
        # When the due date has passed, the invoice becomes OVERDUE.
        r"^(?P<if>when|once|if|as soon as|after) (?P<cond>[^,]+), (?P<what>.+?) (?:(?:shall|must|will) )?(?:is|are|be|becomes?|gets?|moves?|changes?|turns?)(?: (?:set|marked|moved|changed))?(?: (?:to|as|into))? (?P<deed>[a-z_ -]+?)$",
    )
)  # fmt: skip
# Drafts that are still open 3 days after they were created are deleted.
_STILL = re.compile(
    rf"^(?P<what>.+?) (?:that|which) (?:are|is) (?:still |yet )(?:in )?(?P<state>[a-z_ ]+?) (?P<amount>(?:{NUMBER}|an?) {UNIT}s?) after (?P<point>.+?) (?:are|is) (?P<deed>[a-z_]+)$"
)
_WITHIN = re.compile(
    rf"^(?:it is |they are )?not \w+ within (?P<amount>(?:{NUMBER}|an?)[\s-]{UNIT}s?)(?: (?:of|after|from) (?P<point>.+))?$"
)
_AFTER = re.compile(
    rf"^(?:after )?(?P<amount>(?:{NUMBER}|an?)[\s-]{UNIT}s?)(?: (?:after|from|of|past) (?P<point>.+))?$"
)
_CREATION = re.compile(
    r"^(?:its |their |the )?(?:creation|being created|(?:it (?:is|was)|they (?:are|were)) created|issue|registration|submission)(?: date| time)?$"
)
# What has only been written down has no time to run out.
_NOT_BEGUN = frozenset("draft new created".split())
_CREATED = Path(steps=("created_at",))


def read_expiry(line: Line, words_: Vocabulary) -> Iterable[Proposal]:
    """A move that a job makes, for each that a line tells."""
    for clause in sayings(line):
        if not _AUTOMATIC.search(clause):
            continue
        said = _STILL.sub(
            r"\g<state> \g<what> are \g<deed> after \g<amount> after \g<point>", _BY_ITSELF.sub("", clause)
        )
        for pattern in _FORMS:
            match = pattern.match(said)
            found = tuple(_expiry(match, line, words_)) if match is not None else ()
            yield from found
            if found:
                break


def _expiry(match: re.Match[str], line: Line, words_: Vocabulary) -> Iterator[Proposal]:
    for entity in spoken(match["what"], words_)[:1] or about(line, words_, match["what"])[:1]:
        lifecycle = entity.lifecycle
        target = spelled(match["deed"] or "expired", lifecycle.states) if lifecycle is not None else None
        when = _when(match, entity, line, words_) if target is not None else None
        if lifecycle is None or target is None or when is None:
            continue
        sources = _sources(match["what"], entity, lifecycle, line, words_, target=target)
        needed = [n for state, names in lifecycle.requires if state == target for n in names]
        if needed and sources:
            ask = f"What is {needed[0]} of {entity.name}, when it becomes {target} by itself?"
            yield Unplaced(
                evidence=line.statement.evidence, ask=ask, about=entity.name, assumed="it does not become so by itself"
            )
            continue
        if not sources:
            ask = f"In which states does {entity.name} become {target} by itself?"
            yield Unplaced(
                evidence=line.statement.evidence, ask=ask, about=entity.name, assumed="it does not become so by itself"
            )
        expires = tuple(Expiry(source=s, target=target, condition=when) for s in sources)
        if expires:
            yield States(entity=entity.name, evidence=line.statement.evidence, expires=expires)


def _sources(
    what: str, entity: EntityType, lifecycle: Lifecycle, line: Line, words_: Vocabulary, *, target: str
) -> tuple[str, ...]:
    """The states told of ("unpaid SENT invoices"), else the one that rows start in."""
    told = phase(what, line, words_, entity)
    begun = lifecycle.start[:1] if key(lifecycle.start[0]) not in _NOT_BEGUN else ()
    found = told.states if told is not None else begun
    allowed = {m.source for m in lifecycle.moves if m.target == target}
    return tuple(s for s in found if s != target and (lifecycle.any_move or s in allowed))


def _when(match: re.Match[str], entity: EntityType, line: Line, words_: Vocabulary) -> Expression | None:
    """The condition of time; None where it is not understood, or does not depend on the moment."""
    said = match["cond"].strip(" ,.")
    before = match["if"] or ""
    within = _WITHIN.match(f"{before} {said}" if before.startswith("not ") else said)
    after = _AFTER.match(said)
    if within or after:
        told = within or after
        return _elapsed(told["amount"], told["point"] or "", entity, words_) if told is not None else None
    if before in ("on", "past", "at", "after"):
        reached = point(said, entity, words_)
        return compared(reached, Comparator.LT, now(reached, entity, words_)) if reached is not None else None
    found = condition(said, entity, words_)
    if (
        found is None
        or not all(line.is_verb(p.split()[0]) for p in found.left_out)
        or not any(isinstance(n, Moment) for n in nodes(found.holds))
    ):
        return None
    return found.holds


def _elapsed(told: str, since: str, entity: EntityType, words_: Vocabulary) -> Comparison | None:
    """So long after a moment; after the creation where none is told."""
    by = amount(told)
    from_ = _CREATED if not since or _CREATION.match(since) else point(since, entity, words_)
    if by is None or from_ is None or not (from_ is _CREATED or fits(by, from_, entity, words_)):
        return None
    return Comparison(operator=Comparator.LT, left=shifted(from_, by, earlier=False), right=now(from_, entity, words_))
