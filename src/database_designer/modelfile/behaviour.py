"""Lifecycles and rules of an entity, from their nodes."""

from __future__ import annotations

import re

from database_designer.model.conceptual import (
    ANY_MOVE,
    AlwaysRule,
    Expiry,
    Lifecycle,
    Move,
    Rule,
    UnenforcedRule,
    UniqueRule,
)
from database_designer.modelfile.layout import flow_text
from database_designer.modelfile.nodes import Mapping, Node, Scalar
from database_designer.modelfile.reader import COMMON_KEYS, Named, Reader
from database_designer.source import Origin

NOT_COMPILED = "not compiled by this version"
NOT_UNDERSTOOD = "not understood"
RULE_FORMS = ("always", "unique", "enforced", "before", "after", "at_most", "at_least", "no_overlap")
LATER_FORMS = ("before", "after", "at_most", "at_least", "no_overlap")

RULE_KEYS = (
    *RULE_FORMS, "where", "unset", "reason", "require", "when", "for_each", "create", "set", "per", *COMMON_KEYS
)  # fmt: skip
_LIFECYCLE_KEYS = (
    "state", "states", "start", "moves", "requires", "stamps", "frozen", "expires", *COMMON_KEYS
)  # fmt: skip
_ARROW = re.compile(r"(.+?)\s*->\s*(.+)")


def read_lifecycle(reader: Reader, node: Node | None, what: str, inherited: Origin) -> Lifecycle | None:
    """The lifecycle of an entity. Its states are those of `states`, else all that start and moves name."""
    if node is None:
        return None
    what = f"{what}.lifecycle"
    fields = reader.mapping(node, what, _LIFECYCLE_KEYS)
    common = reader.common(fields, node.line, inherited)
    state = reader.text(fields.get("state"), f"{what}.state")
    if not state:
        reader.error("missing-key", f"{what} does not name its attribute", node.line, fix="add state: status")
        return None
    start = reader.texts(fields.get("start"), f"{what}.start")
    any_move = fields.get("moves") is not None and _is_any(fields["moves"])
    moves = () if any_move else _moves(reader, fields.get("moves"), what, common.origin)
    named = (*start, *(s for m in moves for s in (m.source, m.target)))
    states = reader.texts(fields.get("states"), f"{what}.states") or tuple(dict.fromkeys(named))
    return Lifecycle(
        state=state,
        states=states,
        start=start or states[:1],
        moves=moves,
        any_move=any_move,
        requires=_lists_by_state(reader, fields.get("requires"), f"{what}.requires"),
        stamps=_texts_by_state(reader, fields.get("stamps"), f"{what}.stamps"),
        frozen=_lists_by_state(reader, fields.get("frozen"), f"{what}.frozen"),
        expires=_expiries(reader, fields.get("expires"), f"{what}.expires"),
        origin=common.origin,
        says=common.says,
    )


def _is_any(node: Node) -> bool:
    return isinstance(node, Scalar) and node.text == ANY_MOVE


def _moves(reader: Reader, node: Node | None, what: str, origin: Origin) -> tuple[Move, ...]:
    if node is None:
        return ()
    found = _lists_by_state(reader, node, f"{what}.moves")
    return tuple(Move(source=source, target=target, origin=origin) for source, targets in found for target in targets)


def _lists_by_state(reader: Reader, node: Node | None, what: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    if node is None:
        return ()
    return tuple((e.name, reader.texts(e.node, e.element)) for e in reader.entries(node, what))


def _texts_by_state(reader: Reader, node: Node | None, what: str) -> tuple[tuple[str, str], ...]:
    if node is None:
        return ()
    return tuple((e.name, reader.text(e.node, e.element)) for e in reader.entries(node, what))


def _expiries(reader: Reader, node: Node | None, what: str) -> tuple[Expiry, ...]:
    if node is None:
        return ()
    found = []
    for entry in reader.entries(node, what):
        arrow = _ARROW.fullmatch(entry.name)
        condition = reader.expression(entry.node, entry.element)
        if not arrow:
            fact = f'"{entry.name[:60]}" in {what} is no move'
            reader.error("no-move", fact, entry.line, fix="write STATE -> STATE: condition", element=what)
        elif condition is not None:
            found.append(Expiry(source=arrow[1], target=arrow[2], condition=condition))
    return tuple(found)


def read_rules(reader: Reader, node: Node | None, what: str, inherited: Origin | None) -> tuple[Rule, ...]:
    """The rules of a section. Those that cannot be compiled are kept as written, as rules that are not enforced."""
    return tuple(_rule(reader, entry, inherited) for entry in reader.names(node, what))


def _rule(reader: Reader, entry: Named, inherited: Origin | None) -> Rule:
    fields = reader.mapping(entry.node, entry.element, RULE_KEYS)
    common = reader.common(fields, entry.line, inherited)
    forms = [f for f in RULE_FORMS if f in fields]
    name, says, origin = entry.name, common.says, common.origin
    if forms == ["enforced"]:
        reader.choice(fields["enforced"], f"{entry.element}.enforced", ("false",))
        return UnenforcedRule(name=name, reason=reader.text(fields.get("reason"), name), says=says, origin=origin)
    if forms == ["always"]:
        condition = reader.expression(fields["always"], entry.element)
        if condition is not None:
            return AlwaysRule(name=name, condition=condition, says=says, origin=origin)
    elif forms == ["unique"]:
        members = reader.texts(fields["unique"], entry.element)
        where = reader.expression(fields.get("where"), entry.element)
        if members and (where is not None or "where" not in fields):
            equal = reader.choice(fields.get("unset"), f"{entry.element}.unset", ("equal",)) == "equal"
            return UniqueRule(name=name, members=members, where=where, unset_equal=equal, says=says, origin=origin)
    return _kept(reader, entry, forms, says, origin)


def _kept(reader: Reader, entry: Named, forms: list[str], says: str, origin: Origin) -> UnenforcedRule:
    """The rule with its text as written, and why it is not enforced, which is noted."""
    reason = NOT_UNDERSTOOD
    if len(forms) == 1 and forms[0] in LATER_FORMS:
        reason = NOT_COMPILED
        fact = f'the rule {entry.element} ("{forms[0]}") is not yet compiled: it is traced, but not enforced'
        fix = "enforce it in the application until then, or say enforced: false with a reason"
        reader.warning("rule-not-compiled", fact, entry.line, fix=fix, element=entry.element)
    elif len(forms) != 1:
        fact = f"the rule {entry.element} has {'no form' if not forms else 'several forms: ' + ', '.join(forms)}"
        reader.error("rule-form", fact, entry.line, fix=f"write one of {', '.join(RULE_FORMS)}", element=entry.element)
    body = [(name, node) for name, node in _pairs(entry.node) if name not in COMMON_KEYS]
    return UnenforcedRule(
        name=entry.name, reason=reason, written=flow_text(Mapping(pairs=tuple(body))), says=says, origin=origin
    )


def _pairs(node: Node) -> tuple[tuple[str, Node], ...]:
    return node.pairs if isinstance(node, Mapping) else (("always", node),)
