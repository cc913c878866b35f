"""Values of single attributes: required, not blank, of a list, within the bounds that are stated."""

from __future__ import annotations

import re
from decimal import Decimal

from database_designer.model.conceptual import Attribute, Kind
from database_designer.verify.proving.forms.boundaries import Value as Edge
from database_designer.verify.proving.forms.boundaries import edges, length_edges
from database_designer.verify.proving.forms.case import Case
from database_designer.verify.proving.forms.members import in_state, is_filled, is_free, is_set, path
from database_designer.verify.proving.forms.plays import creating, without_triggers
from database_designer.verify.proving.forms.stage import Play, Scenarios, Stage, accepted, rejected
from database_designer.verify.proving.values import Row, Unmade, Value

BLANKS = ("   ", " ", "\t", "")
NO_ADDRESS = "no address"
NO_VALUE = "no value of the list"
STRANGE = ("?", "x", "0", "-", "x y", "?" * 30, "")
"""Texts of which one does not match, whatever the pattern."""


def required(case: Case) -> Scenarios:
    """A row without the value is refused, whether it is created or changed so."""
    entity, member = case.entity, case.member
    return (
        *accepted(case, f"a row is created with {member}", creating(entity.name)),
        *_created(case, None, f"a row is created without {member}"),
        *_changed(case, None, f"{member} is unset"),
    )


def not_blank(case: Case) -> Scenarios:
    """A text of blanks says nothing."""
    pattern = case.attribute.matches
    length = case.attribute.type.length or len(BLANKS[0])
    short = [b for b in BLANKS if len(b) <= length]
    blank = next((b for b in short if pattern is None or _matches(pattern, b)), short[0])
    return (
        *accepted(case, f"a row is created with a text as {case.member}", creating(case.entity.name)),
        *_refused(case if pattern is None or _matches(pattern, blank) else case.of_any_name(), blank, "blanks"),
    )


def values(case: Case) -> Scenarios:
    """The values of the list are taken, others are not."""
    entity, member = case.entity, case.member
    known = _known(case)
    last = tuple(in_state(member, value) for value in known[-1:])
    taken = (
        accepted(
            case, f"a row is created with {known[-1]} as {member}", creating(entity.name, {}, *last), optional=True
        )
        if last
        else ()
    )
    return (
        *(taken or accepted(case, f"a row is created with a value of the list as {member}", creating(entity.name))),
        *_refused(case, NO_VALUE, "a value outside the list"),
    )


def _known(case: Case) -> tuple[str, ...]:
    attribute, lifecycle = case.entity.attribute(case.member), case.entity.lifecycle
    if attribute is None:
        return lifecycle.states if lifecycle is not None and lifecycle.state == case.member else ()
    if attribute.type.list_name:
        return next((v.values for v in case.concept.lists if v.name == attribute.type.list_name), ())
    return attribute.type.values


def check(case: Case) -> Scenarios:
    """The last value that is allowed is taken, the first that is not is refused."""
    attribute, which = case.attribute, case.enforcement.detail
    taken = accepted(
        case, f"a row is created with {attribute.name}", creating(case.entity.name, {}, is_set(attribute.name))
    )
    if "format" in which:
        return (*taken, *_refused(case, NO_ADDRESS, "what is no e-mail address"))
    if "matches" in which and attribute.matches is not None:
        return (*taken, *_refused(case, _strange(attribute), "what does not match"))
    if attribute.type.kind == Kind.POINT:
        beyond = (Decimal(91), Decimal(0)) if "latitude" in case.enforcement.constraint else (Decimal(0), Decimal(181))
        return (*taken, *_refused(case, beyond, "a place beyond"))
    known = length_edges(attribute) if "length" in which else edges(attribute)
    if not known:
        return (*taken, *_falsified(case))
    return (
        *taken,
        *(s for e in known for s in accepted(case, f"{_shown(e.inside)} is taken", creating(case.entity.name, {attribute.name: e.inside}), optional=True)),
        *(s for e in known for s in _refused(case, e.outside, _shown(e.outside))),
    )  # fmt: skip


def _strange(attribute: Attribute) -> str:
    length = attribute.type.length or 100
    found = (s for s in STRANGE if attribute.matches and len(s) <= length and not _matches(attribute.matches, s))
    return next(found, STRANGE[0])


def _falsified(case: Case) -> Scenarios:
    """What makes the condition of the line false, where it compares with more than a literal."""
    condition, member = case.attribute.check, case.member

    def play(stage: Stage) -> None:
        if condition is None:
            raise Unmade("the condition is not stated in one line")
        row = stage.create(case.entity.name, {}, condition)
        values = stage.world.falsify(row, condition)
        stage.act()
        stage.change(row, values)

    return rejected(case, f"{member} is changed so that it does not hold", play)


# A value that is refused


def _refused(case: Case, value: Value | Edge, shown: str) -> Scenarios:
    """A value that is refused, whether a row is created with it or gets it later."""
    return (
        *_created(case, value, f"a row is created with {shown} as {case.member}"),
        *_changed(case, value, f"{case.member} becomes {shown}"),
    )


def _created(case: Case, value: Value, what: str) -> Scenarios:
    """A row is created with the value; where triggers would fill it or refuse it first, without them."""
    attribute = case.entity.attribute(case.member)
    filled = attribute is not None and (is_filled(attribute) if value is None else attribute.derived is not None)
    plain = () if filled else rejected(case, what, _with(case, value), optional=True)
    if plain:
        return plain
    what = f"{case.member} becomes {'unset' if value is None else value}"
    return without_triggers(case, what, Stage(case).world.sql(value), is_set(case.member))


def _with(case: Case, value: Value) -> Play:
    def play(stage: Stage) -> None:
        stage.act()
        name = case.entity.name
        row = stage.create(name, {case.member: _as_held(case, value)})
        if value is None:
            stage.say_also(row, case.table(name).name, case.column(name, case.member), "NULL")

    return play


def _as_held(case: Case, value: Value) -> Value:
    """The value; of an attribute with many values a set with it alone."""
    attribute = case.entity.attribute(case.member)
    return (value,) if attribute is not None and attribute.many is not None and value is not None else value


def _changed(case: Case, value: Value, what: str) -> Scenarios:
    """A row with an allowed value gets the other one."""
    if not is_free(case.entity, case.member):
        return ()

    def play(stage: Stage) -> None:
        usual = Stage(case)
        allowed = usual.world.evaluate(usual.create(case.entity.name, {}, is_set(case.member)), path(case.member))
        row = stage.create(
            case.entity.name, {} if isinstance(allowed, Row) else {case.member: allowed}, is_set(case.member)
        )
        stage.act()
        stage.change(row, {case.member: value})

    return rejected(case, what, play, optional=True)


def _matches(pattern: str, value: str) -> bool:
    try:
        return re.search(pattern, value) is not None
    except re.error:
        return False


def _shown(value: Edge) -> str:
    return f"a text of {len(value)} characters" if isinstance(value, str) else str(value)
