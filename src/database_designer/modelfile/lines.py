"""The grammar of the one-line forms: attributes (`name: type[?] [comparison], option, ...`) and references."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from database_designer.model.conceptual import Kind, SemanticType
from database_designer.modelfile.attribute_options import attribute_option, reference_option
from database_designer.modelfile.attribute_types import type_part
from database_designer.modelfile.lexer import SyntaxFault, split


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What a line says: the fields of the Attribute or Reference (`fields`), and what of it could not be read."""

    fields: dict[str, Any]
    faults: tuple[tuple[SyntaxFault, str], ...] = ()


def attribute_line(name: str, text: str, shared: Collection[str]) -> Line:
    """The fields of the attribute `name` that the line gives; `shared` are the names of the shared lists.

    A part that cannot be read becomes a fault (with the part); an unreadable type is taken as text.
    """
    fields: dict[str, Any] = {"type": SemanticType(kind=Kind.TEXT)}
    try:
        parts = split(text, ",")
    except SyntaxFault as fault:
        return Line(fields=fields, faults=((fault, text),))
    faults: list[tuple[SyntaxFault, str]] = []
    try:
        head = type_part(name, parts[0], shared)
        fields = {"type": head.type, "optional": head.optional, "check": head.check}
    except SyntaxFault as fault:
        faults.append((fault, parts[0]))
    for part in parts[1:]:
        _take_option(part, lambda p: attribute_option(p, fields["type"]), fields, faults)
    return Line(fields=fields, faults=tuple(faults))


def reference_line(text: str) -> Line:
    """The fields of a reference: `to`, `optional`, and the options immutable, set once, unique, default."""
    try:
        parts = split(text, ",")
    except SyntaxFault as fault:
        return Line(fields={"to": ""}, faults=((fault, text),))
    fields: dict[str, Any] = {"to": parts[0].rstrip("? "), "optional": parts[0].endswith("?")}
    faults: list[tuple[SyntaxFault, str]] = []
    for part in parts[1:]:
        _take_option(part, reference_option, fields, faults)
    return Line(fields=fields, faults=tuple(faults))


def _take_option(
    part: str,
    read: Callable[[str], dict[str, Any]],
    fields: dict[str, Any],
    faults: list[tuple[SyntaxFault, str]],
) -> None:
    try:
        found = read(part)
        twice = [f for f in found if fields.get(f) is not None]
        if twice:
            raise SyntaxFault(
                f'"{part}" says a second time what {twice[0].replace("_", " ")} is', 0, "keep one of them"
            )
        fields.update(found)
    except SyntaxFault as fault:
        faults.append((fault, part))
