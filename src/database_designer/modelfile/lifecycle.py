"""The lifecycle of an entity, from its node."""

from __future__ import annotations

import re

from database_designer.model.conceptual import ANY_MOVE, Expiry, Lifecycle, Move
from database_designer.modelfile.nodes import Node, Scalar
from database_designer.modelfile.reader import COMMON_KEYS, Reader
from database_designer.source import Origin

LIFECYCLE_KEYS = (
    "state", "states", "start", "moves", "requires", "stamps", "frozen", "expires", *COMMON_KEYS
)  # fmt: skip
_ARROW = re.compile(r"(.+?)\s*->\s*(.+)")


def read_lifecycle(reader: Reader, node: Node | None, what: str, inherited: Origin) -> Lifecycle | None:
    """The lifecycle of an entity. Its states are those of `states`, else all that start and moves name."""
    if node is None:
        return None
    what = f"{what}.lifecycle"
    fields = reader.mapping(node, what, LIFECYCLE_KEYS)
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
