"""How SQL is laid out for the eye."""

from __future__ import annotations

WIDTH = 110
INDENT = "    "


def listed(items: tuple[str, ...], *, prefix: int = 40) -> str:
    """`(a, b)`, one item a line where that is longer than the line leaves; `prefix` is about what stands before."""
    flat = f"({', '.join(items)})"
    return flat if prefix + len(flat) <= WIDTH else block(items)


def block(lines: tuple[str, ...]) -> str:
    """Lines separated by commas between parentheses, indented."""
    return "(\n" + ",\n".join(INDENT + line for line in lines) + "\n)"


def filled(items: tuple[str, ...], indent: str) -> str:
    """`a, b, c`, on as few lines as they need; the second and further lines start with `indent`."""
    lines, width = [""], len(indent)
    for item in items:
        if lines[-1] and width + len(lines[-1]) + len(item) + 2 > WIDTH:
            lines.append("")
        lines[-1] += f", {item}" if lines[-1] else item
    return f",\n{indent}".join(lines)


def columns(rows: tuple[tuple[str, ...], ...], *, widest: int = 32) -> tuple[str, ...]:
    """Rows of cells as lines, the cells of a column aligned; cells wider than `widest` do not push the others away."""
    count = max((len(row) for row in rows), default=0)
    widths = [max((len(r[i]) for r in rows if i < len(r) and len(r[i]) <= widest), default=0) for i in range(count)]
    return tuple(" ".join(cell.ljust(widths[i]) for i, cell in enumerate(row)).rstrip() for row in rows)


def indented(text: str, depth: int = 1) -> str:
    """The lines of `text`, each indented by `depth` steps; empty lines stay empty."""
    return "\n".join(INDENT * depth + line if line else line for line in text.split("\n"))
