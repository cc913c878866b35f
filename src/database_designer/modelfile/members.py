"""Attributes and relationships of an entity, from their nodes."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Any

from database_designer.model.conceptual import Attribute, Each, Kinds, Link, Reference, Tree, WhenDeleted
from database_designer.modelfile.attribute_options import count_range
from database_designer.modelfile.lexer import SyntaxFault
from database_designer.modelfile.lines import Line, attribute_line, reference_line
from database_designer.modelfile.nodes import Node, Scalar
from database_designer.modelfile.reader import COMMON_KEYS, Common, Named, Reader, key_lines
from database_designer.source import Origin

PART_KEYS = ("name", "to", "back", "each_has", "when_deleted", *COMMON_KEYS)
_KINDS_KEYS = ("by", "overlapping", "of")


def read_attributes(
    reader: Reader, node: Node | None, what: str, inherited: Origin, shared: Collection[str]
) -> tuple[Attribute, ...]:
    """The attributes of the section `attributes`; `shared` are the names of the shared lists."""
    return tuple(_attribute(reader, entry, inherited, shared) for entry in reader.names(node, f"{what}"))


def _attribute(reader: Reader, entry: Named, inherited: Origin, shared: Collection[str]) -> Attribute:
    fields, text = _detailed(reader, entry, "is", ())
    line = attribute_line(entry.name, text, shared)
    _report(reader, line, entry)
    common = reader.common(fields, entry.line, inherited)
    return Attribute(name=entry.name, origin=common.origin, says=common.says, assumed=common.assumed, **line.fields)


def read_references(reader: Reader, node: Node | None, what: str, inherited: Origin) -> tuple[Reference, ...]:
    """The references of the section `references`, those without a target left out."""
    found = (_reference(reader, entry, inherited) for entry in reader.names(node, what))
    return tuple(r for r in found if r.to)


def _reference(reader: Reader, entry: Named, inherited: Origin) -> Reference:
    fields, text = _detailed(reader, entry, "to", ("back", "each_has", "when_deleted"))
    return _reference_of(reader, entry, fields, text, inherited)


def _reference_of(reader: Reader, entry: Named, fields: dict[str, Node], text: str, inherited: Origin) -> Reference:
    """The reference that the line and the keys of its long form describe."""
    line = reference_line(text)
    _report(reader, line, entry)
    common = reader.common(fields, entry.line, inherited)
    manner = reader.choice(fields.get("when_deleted"), f"{entry.element}.when_deleted", [w.value for w in WhenDeleted])
    return Reference(
        name=entry.name,
        back=reader.text(fields.get("back"), f"{entry.element}.back"),
        each_has=_each(reader, fields.get("each_has"), entry.element),
        when_deleted=WhenDeleted(manner) if manner else WhenDeleted.RESTRICT,
        origin=common.origin,
        says=common.says,
        assumed=common.assumed,
        **line.fields,
    )


def _detailed(reader: Reader, entry: Named, key: str, more: tuple[str, ...]) -> tuple[dict[str, Node], str]:
    """The fields of an element in its long form, and its line, which stands under `key`; the short form is the line."""
    if isinstance(entry.node, Scalar):
        return {}, entry.node.text
    fields = reader.mapping(entry.node, entry.element, (key, *more, *COMMON_KEYS))
    if key not in fields:
        fact, fix = f'{entry.element} does not say "{key}"', f"add {key}: ..."
        reader.error("missing-key", fact, entry.line, fix=fix, element=entry.element)
    return fields, reader.text(fields.get(key), entry.element)


def _report(reader: Reader, line: Line, entry: Named) -> None:
    for fault, part in line.faults:
        reader.fault(fault, part, entry.node.line or entry.line)


def _each(reader: Reader, node: Node | None, what: str) -> Each:
    text = reader.text(node, f"{what}.each_has")
    if node is None or not text:
        return Each()
    try:
        minimum, maximum = count_range(text)
    except SyntaxFault as fault:
        reader.fault(fault, text, node.line)
        return Each()
    return Each(minimum=minimum, maximum=maximum)


def read_parts(reader: Reader, node: Node | None, what: str, inherited: Origin) -> tuple[Reference, ...]:
    """The references under `part_of`: `{invoice: Invoice, back: lines}`, or a list of such mappings."""
    found = []
    for item in reader.items(node):
        reference = _part(reader, item, f"{what}.part_of", inherited)
        if reference:
            found.append(reference)
    return tuple(found)


def _part(reader: Reader, node: Node, what: str, inherited: Origin) -> Reference | None:
    free = [name for name, _ in key_lines(node) if name not in PART_KEYS]
    fields = reader.mapping(node, what, (*PART_KEYS, *free[:1]))
    name, target = reader.text(fields.get("name"), what), fields.get("to")
    if free and not name:
        name, target = free[0], fields.get(free[0])
    text = reader.text(target, what)
    if not name or not text:
        fix = "write part_of: {whole: Whole}"
        reader.error("missing-key", f"{what} does not say what it is a part of", node.line, fix=fix, element=what)
        return None
    entry = Named(name=name, node=node, line=node.line, element=what)
    return replace(_reference_of(reader, entry, fields, text, inherited), part_of=True)


def read_links(reader: Reader, node: Node | None, what: str, inherited: Origin) -> tuple[Link, ...]:
    """The many-to-many relationships of the section `links`."""
    found = []
    for entry in reader.names(node, what):
        fields, to = _detailed(reader, entry, "to", ("back",))
        common: Common = reader.common(fields, entry.line, inherited)
        back = reader.text(fields.get("back"), entry.element)
        if to:
            found.append(Link(name=entry.name, to=to, back=back, says=common.says, origin=common.origin))
    return tuple(found)


def read_kinds(reader: Reader, node: Node | None, what: str) -> Kinds | None:
    """The specialization `{by: attribute, VALUE: Subtype, ...}`; its pairs may stand under `of` instead."""
    if node is None:
        return None
    free = [name for name, _ in key_lines(node) if name not in _KINDS_KEYS]
    fields = reader.mapping(node, f"{what}.kinds", (*_KINDS_KEYS, *free))
    by = reader.text(fields.get("by"), f"{what}.kinds.by")
    if not by:
        fix = "write kinds: {by: ATTRIBUTE, VALUE: Subtype}"
        reader.error("missing-key", f"{what}.kinds does not say by which attribute", node.line, fix=fix, element=what)
        return None
    of = reader.entries(fields["of"], f"{what}.kinds.of") if "of" in fields else ()
    pairs = [(name, fields[name]) for name in free if name in fields] + [(e.name, e.node) for e in of]
    overlapping = reader.choice(fields.get("overlapping"), f"{what}.kinds.overlapping", ("true", "false")) == "true"
    return Kinds(by=by, of=tuple((v, reader.text(n, what)) for v, n in pairs), overlapping=overlapping)


def read_tree(reader: Reader, node: Node | None, what: str) -> Tree | None:
    """The hierarchy `{parent: reference, max_depth: 5}`, or the name of the reference alone."""
    if node is None:
        return None
    if isinstance(node, Scalar):
        return Tree(parent=node.text)
    fields: dict[str, Any] = reader.mapping(node, f"{what}.tree", ("parent", "max_depth"))
    parent = reader.text(fields.get("parent"), f"{what}.tree.parent")
    if not parent:
        reader.error("missing-key", f"{what}.tree does not name the parent", node.line, fix="add parent: REFERENCE")
        return None
    return Tree(parent=parent, max_depth=reader.integer(fields.get("max_depth"), f"{what}.tree.max_depth"))
