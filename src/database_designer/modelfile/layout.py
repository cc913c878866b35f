"""A tree of values as YAML text that is pleasant to read: short things on one line, long ones folded."""

from __future__ import annotations

import re

from database_designer.model.text import quoted_text
from database_designer.modelfile.nodes import Mapping, Node, Scalar, Sequence

WIDTH = 120
_STEP = "  "

# What a plain scalar may hold: no sign that YAML gives a meaning at the place where it stands.
_INDICATORS = set("-?:,[]{}#&*!|>'\"%@`")
_BLOCK_BREAKERS = re.compile(r":(\s|$)|\s#")
_FLOW_BREAKERS = re.compile(r"[,\[\]{}:?]")  # some parsers refuse a question mark inside braces
_FOLDABLE = re.compile(r"[^\s]+( [^\s]+)+")


def yaml_text(root: Mapping) -> str:
    """The mapping as a YAML document, its comments above what they belong to, an empty line before each section."""
    out: list[str] = []
    for key, value in root.pairs:
        if out and not isinstance(value, Scalar):
            out.append("")
        out.extend(_entry(key, value, 0))
    return "\n".join(out) + "\n"


def flow_text(node: Node) -> str:
    """The value on one line, as it stands inside braces."""
    match node:
        case Scalar():
            return _scalar(node.text, flow=True)
        case Sequence():
            return f"[{', '.join(flow_text(i) for i in node.items)}]"
        case Mapping():
            return f"{{{', '.join(f'{_scalar(k, flow=True)}: {flow_text(v)}' for k, v in node.pairs)}}}"


def _entry(key: str, value: Node, depth: int) -> list[str]:
    """The lines of `key: value`, comments first."""
    indent = _STEP * depth
    lines = [f"{indent}# {c}" for c in value.comments]
    head = f"{indent}{_scalar(key, flow=False)}:"
    if isinstance(value, Scalar):
        return [*lines, *_scalar_lines(head, value.text, depth)]
    one_line = f"{head} {flow_text(value)}"
    if _may_stand_on_one_line(value) and len(one_line) <= WIDTH:
        return [*lines, one_line]
    return [*lines, head, *_block(value, depth + 1)]


def _block(value: Mapping | Sequence, depth: int) -> list[str]:
    indent = _STEP * depth
    if isinstance(value, Sequence):
        return [line for item in value.items for line in _item(item, depth)]
    lines: list[str] = []
    for key, inner in value.pairs:
        if depth == 1 and lines and isinstance(inner, Mapping) and inner.block:
            lines.append("")
        lines.extend(_entry(key, inner, depth))
    return [*lines, *(f"{indent}# {c}" for c in value.ending)]


def _item(item: Node, depth: int) -> list[str]:
    """The lines of an element of a list."""
    indent = _STEP * depth
    comments = [f"{indent}# {c}" for c in item.comments]
    if isinstance(item, Scalar):
        return [*comments, f"{indent}- {_scalar(item.text, flow=False)}"]
    one_line = f"{indent}- {flow_text(item)}"
    if _may_stand_on_one_line(item) and len(one_line) <= WIDTH:
        return [*comments, one_line]
    inner = _block(item, depth + 1)
    first = inner[0] if inner else ""
    return [*comments, f"{indent}- {first.lstrip()}", *inner[1:]]


def _may_stand_on_one_line(node: Node) -> bool:
    """Whether nothing in the value needs lines of its own: no comments, no sections."""
    if isinstance(node, Scalar):
        return not node.comments
    if isinstance(node, Mapping) and node.pairs and (node.ending or node.block):
        return False
    return all(not v.comments and _may_stand_on_one_line(v) for v in _values(node))


def _values(value: Mapping | Sequence) -> tuple[Node, ...]:
    return value.items if isinstance(value, Sequence) else tuple(v for _, v in value.pairs)


# Scalars


def _scalar(text: str, *, flow: bool) -> str:
    """The text in the plainest form that YAML reads back as the same text."""
    if _is_plain(text, flow=flow):
        return text
    if text.isprintable() and "'" not in text:
        return f"'{text}'"
    if not text.isprintable():
        return _escaped(text)
    return f"'{text.replace(chr(39), chr(39) * 2)}'" if '"' in text or "\\" in text else quoted_text(text)


def _is_plain(text: str, *, flow: bool) -> bool:
    if not text or not text.isprintable() or text != text.strip() or text[0] in _INDICATORS:
        return text[:1] == "-" and text[1:2].isalnum() and text.isprintable() and _is_plain(text[1:], flow=flow)
    if _BLOCK_BREAKERS.search(text) or text.startswith(("---", "...")):
        return False
    return not (flow and _FLOW_BREAKERS.search(text))


def _escaped(text: str) -> str:
    """The text in double quotes, everything that is not printable ASCII or a common letter escaped."""
    out = []
    for c in text:
        if c in '"\\':
            out.append(f"\\{c}")
        elif c.isprintable():
            out.append(c)
        else:
            out.append(f"\\U{ord(c):08x}" if ord(c) > 0xFFFF else f"\\u{ord(c):04x}")
    return f'"{"".join(out)}"'


def _scalar_lines(head: str, text: str, depth: int) -> list[str]:
    """`key: text`, folded over several lines where it is long and folding loses nothing."""
    one_line = f"{head} {_scalar(text, flow=False)}"
    if len(one_line) <= WIDTH or not _FOLDABLE.fullmatch(text) or not text.isprintable():
        return [one_line]
    indent = _STEP * (depth + 1)
    lines = [""]
    for word in text.split(" "):
        if lines[-1] and len(indent) + len(lines[-1]) + 1 + len(word) > WIDTH:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    return [f"{head} >-", *(f"{indent}{line}" for line in lines)]
