"""Policies of an entity and reference rows, from their nodes. Each policy may be a mapping with `from`."""

from __future__ import annotations

import re

from database_designer.model.conceptual import (
    Attribute,
    Concurrency,
    Deletion,
    DeletionManner,
    History,
    HistoryPolicy,
    Kind,
    Retention,
    SeedRow,
    Visibility,
    Volume,
)
from database_designer.modelfile.expressions import UNITS
from database_designer.modelfile.lexer import SyntaxFault
from database_designer.modelfile.nodes import Mapping, Node, Scalar
from database_designer.modelfile.reader import COMMON_KEYS, Common, Reader
from database_designer.modelfile.values import read_value
from database_designer.source import Origin

HISTORIES = tuple(h.value for h in History)
DELETIONS = tuple(d.value for d in DeletionManner)
RETENTION_ENDS = ("archive", "delete", "anonymise")

_SCALES = {"thousand": 1_000, "k": 1_000, "million": 1_000_000, "m": 1_000_000, "billion": 1_000_000_000}
_NUMBER = re.compile(r"(\d[\d,_ ]{0,20}(?:\.\d{1,6})?)\s*(thousand|million|billion|k|m)?(?:\s+rows?)?", re.I | re.ASCII)
_PERIOD = re.compile(r"(\d{1,6})\s+([a-z]+)", re.ASCII)


def read_history(reader: Reader, node: Node | None, what: str, inherited: Origin) -> HistoryPolicy | None:
    """`history: audited`."""
    if node is None:
        return None
    text, common = _plain(reader, node, f"{what}.history", inherited, HISTORIES)
    return HistoryPolicy(manner=History(text), origin=common.origin) if text else None


def read_concurrency(reader: Reader, node: Node | None, what: str, inherited: Origin) -> Concurrency | None:
    """`concurrency: optimistic`."""
    if node is None:
        return None
    text, common = _plain(reader, node, f"{what}.concurrency", inherited, ("optimistic",))
    return Concurrency(origin=common.origin) if text else None


def read_deletion(reader: Reader, node: Node | None, what: str, inherited: Origin) -> Deletion | None:
    """`deletion: soft, restorable`."""
    if node is None:
        return None
    choices = [*DELETIONS, *(f"{d}, restorable" for d in DELETIONS)]
    text, common = _plain(reader, node, f"{what}.deletion", inherited, choices)
    if not text:
        return None
    manner = DeletionManner(text.removesuffix(", restorable"))
    return Deletion(manner=manner, restorable=text.endswith("restorable"), origin=common.origin)


def _plain(
    reader: Reader, node: Node, what: str, inherited: Origin, choices: tuple[str, ...] | list[str]
) -> tuple[str, Common]:
    """The word of a policy, which stands alone or under `is`, and what else its mapping says."""
    if not isinstance(node, Mapping):
        return reader.choice(node, what, choices), reader.common({}, node.line, inherited)
    fields = reader.mapping(node, what, ("is", *COMMON_KEYS))
    if "is" not in fields:
        reader.error("missing-key", f'{what} does not say "is"', node.line, fix="add is: ...", element=what)
    return reader.choice(fields.get("is"), what, choices), reader.common(fields, node.line, inherited)


def read_visibility(reader: Reader, node: Node | None, what: str, inherited: Origin) -> Visibility | None:
    """`visible: [condition, ...]`, or a mapping with `any`."""
    if node is None:
        return None
    what = f"{what}.visible"
    plain: dict[str, Node] = {"any": node}
    fields = reader.mapping(node, what, ("any", *COMMON_KEYS)) if isinstance(node, Mapping) else plain
    conditions = (reader.expression(item, what) for item in reader.items(fields.get("any")))
    any_of = tuple(c for c in conditions if c is not None)
    common = reader.common(fields, node.line, inherited)
    return Visibility(any_of=any_of, origin=common.origin) if any_of else None


def read_retention(
    reader: Reader, node: Node | None, what: str, inherited: Origin, key: str = "retention"
) -> Retention | None:
    """`retention: {keep: 7 years, after: closed_at, then: archive}`; of the audit log under the `key` audit."""
    if node is None:
        return None
    what = f"{what}.{key}"
    fields = reader.mapping(node, what, ("keep", "after", "then", *COMMON_KEYS))
    keep = _PERIOD.fullmatch(reader.text(fields.get("keep"), f"{what}.keep"))
    if not keep or keep[2] not in UNITS:
        reader.error("no-duration", f"{what}.keep is no duration", node.line, fix="write keep: 7 years", element=what)
        return None
    return Retention(
        amount=int(keep[1]),
        unit=UNITS[keep[2]],
        after=reader.text(fields.get("after"), f"{what}.after"),
        then=reader.choice(fields.get("then"), f"{what}.then", RETENTION_ENDS) or "delete",
        origin=reader.common(fields, node.line, inherited).origin,
    )


def read_volume(reader: Reader, node: Node | None, what: str, inherited: Origin) -> Volume | None:
    """`volume: {rows: 2 million, growth: 5000 per day, peak: 300/s}`."""
    if node is None:
        return None
    what = f"{what}.volume"
    fields = reader.mapping(node, what, ("rows", "growth", "peak", *COMMON_KEYS))
    growth, _, unit = reader.text(fields.get("growth"), f"{what}.growth").partition(" per ")
    return Volume(
        rows=_amount(reader, fields.get("rows"), reader.text(fields.get("rows"), what), f"{what}.rows"),
        growth=_amount(reader, fields.get("growth"), growth, f"{what}.growth"),
        growth_unit=unit.strip(),
        peak=reader.text(fields.get("peak"), f"{what}.peak"),
        origin=reader.common(fields, node.line, inherited).origin,
    )


def _amount(reader: Reader, node: Node | None, text: str, what: str) -> int | None:
    """The number that `2 million`, `5,000` or `1.5 million` means."""
    if node is None or not text:
        return None
    match = _NUMBER.fullmatch(text.strip())
    if not match:
        reader.error("no-number", f"{what} is no number", node.line, fix="write as 5000 or 2 million", element=what)
        return None
    return round(float(re.sub(r"[,_ ]", "", match[1])) * _SCALES.get((match[2] or "").lower(), 1))


def read_rows(
    reader: Reader, node: Node | None, what: str, inherited: Origin, attributes: tuple[Attribute, ...]
) -> tuple[SeedRow, ...]:
    """The reference rows; a value is read as the attribute's type has it."""
    kinds = {a.name: a.type.kind for a in attributes}
    found = []
    for item in reader.items(node):
        values = []
        for entry in reader.entries(item, f"{what}.rows"):
            text = reader.text(entry.node, entry.element)
            if not isinstance(entry.node, Scalar):
                continue
            try:
                values.append((entry.name, read_value(text, kinds.get(entry.name, Kind.TEXT))))
            except SyntaxFault as fault:
                reader.fault(fault, text, entry.line)
        if values:
            found.append(SeedRow(values=tuple(values), origin=reader.common({}, item.line, inherited).origin))
    return tuple(found)
