"""What an effect does: the rows it is for, the rows it creates, the values it sets."""

from __future__ import annotations

from database_designer.model.conceptual import Assignment, Creation, Kind
from database_designer.model.expression import Aggregate, Expression, Path
from database_designer.modelfile.expressions import read_each, read_expression
from database_designer.modelfile.lexer import SyntaxFault
from database_designer.modelfile.nodes import Node
from database_designer.modelfile.reader import Named, Reader
from database_designer.modelfile.values import read_value


def read_each_rows(reader: Reader, node: Node | None, what: str) -> Aggregate | None:
    """The rows of `for_each: enrollments where status = ENROLLED`; None (noted) for what cannot be read."""
    text = reader.text(node, what)
    if node is None or not text:
        return None
    try:
        return read_each(text)
    except SyntaxFault as fault:
        reader.fault(fault, text, node.line)
        return None


def read_creations(reader: Reader, node: Node | None, what: str) -> tuple[Creation, ...] | None:
    """The rows of `create: {ENTITY: {member: value}}`, or of a list of such mappings; None where one is unreadable."""
    found: list[Creation] = []
    sound = True
    for item in reader.items(node):
        for entry in reader.entries(item, what):
            values = _values(reader, entry)
            sound = sound and values is not None
            found.append(Creation(entity=entry.name, values=values or ()))
    return tuple(found) if sound and (found or node is None) else None


def _values(reader: Reader, entry: Named) -> tuple[tuple[str, Expression], ...] | None:
    found = [(e.name, _value(reader, e)) for e in reader.entries(entry.node, entry.element)]
    values = tuple((name, value) for name, value in found if value is not None)
    return values if len(values) == len(found) else None


def _value(reader: Reader, entry: Named) -> Expression | None:
    """The value of an entry; its type is that of the member it is for, which is known when all is read."""
    text = reader.text(entry.node, entry.element)
    try:
        return read_value(text, Kind.TEXT)
    except SyntaxFault as fault:
        reader.fault(fault, text, entry.line)
        return None


def read_assignments(reader: Reader, node: Node | None, what: str) -> tuple[Assignment, ...] | None:
    """The values of `set: {entry.quantity: =..., it.status: CANCELLED}`; None where one of them is unreadable."""
    if node is None:
        return ()
    found: list[Assignment] = []
    sound = True
    for entry in reader.entries(node, what):
        path, value = _target(reader, entry), _value(reader, entry)
        if path is None or value is None:
            sound = False
        else:
            found.append(Assignment(path=path, value=value))
    return tuple(found) if sound and found else None


def _target(reader: Reader, entry: Named) -> Path | None:
    """The path of what is set; `this.x` is the row's own `x`."""
    try:
        path = read_expression(entry.name)
    except SyntaxFault:
        path = None
    if isinstance(path, Path) and path.root in ("", "this", "it") and path.steps:
        return Path(steps=path.steps, root="it" if path.root == "it" else "")
    fact = f'"{entry.name[:60]}" is nothing that can be set'
    reader.error(
        "no-path",
        fact,
        entry.line,
        fix="write an attribute, reference.attribute or it.attribute",
        element=entry.element,
    )
    return None
