"""The events that guards and effects are about: `create`, `change`, `change(x)`, `delete`, `enter(STATE)`."""

from __future__ import annotations

import re

from database_designer.model.conceptual import Event, EventKind
from database_designer.model.text import nearest, quoted_text
from database_designer.modelfile.attribute_types import list_value
from database_designer.modelfile.lexer import SyntaxFault, split
from database_designer.modelfile.nodes import Node
from database_designer.modelfile.reader import Reader

FOREIGN_EVENTS = {
    "insert": "create", "add": "create", "new": "create", "update": "change", "edit": "change", "modify": "change",
    "save": "[create, change]", "write": "[create, change]", "remove": "delete", "leave": "change(STATE ATTRIBUTE)",
}  # fmt: skip
_EVENT = re.compile(r"(?P<word>\w+)\s*(?:\((?P<name>.*)\))?", re.DOTALL)
_PLAIN_NAME = re.compile(r"[^\W_][\w .:/&-]*")
_FORMS = "create, change, change(ATTRIBUTE), delete or enter(STATE)"


def read_events(reader: Reader, node: Node, what: str) -> tuple[Event, ...]:
    """The events of a list, or of one text; () where one of them cannot be read, which is noted."""
    found: list[Event] = []
    sound = True
    for item in reader.items(node):
        text = reader.text(item, what)
        try:
            found += [_event(part) for part in split(text, ",")]
        except SyntaxFault as fault:
            reader.fault(fault, text, item.line)
            sound = False
    return tuple(dict.fromkeys(found)) if sound else ()


def _event(text: str) -> Event:
    match = _EVENT.fullmatch(text.strip())
    word, name = (match["word"], match["name"]) if match else (text, None)
    if word not in tuple(EventKind):
        near = FOREIGN_EVENTS.get(word.lower()) or nearest(word, tuple(EventKind))
        raise SyntaxFault(f'"{word[:40]}" is no event', 0, f"write {near}" if near else f"write {_FORMS}")
    kind = EventKind(word)
    if (kind is EventKind.ENTER) != bool(name) and kind is not EventKind.CHANGE:
        fix = "write enter(STATE)" if kind is EventKind.ENTER else f"write {word}"
        raise SyntaxFault(f'"{text[:40]}" is no event', 0, fix)
    return Event(kind=kind, name=list_value(name.strip()) if name else "")


def event_text(event: Event) -> str:
    """The event as `read_events` reads it."""
    if not event.name:
        return event.kind.value
    shown = event.name if _PLAIN_NAME.fullmatch(event.name) and event.name.isprintable() else quoted_text(event.name)
    return f"{event.kind}({shown})"
