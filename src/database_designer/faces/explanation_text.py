"""An explanation as text: a heading, then a part for each question that it answers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from rich.table import Table
from rich.text import Text

from database_designer.diagnostics import printable
from database_designer.emit.explaining import Explanation
from database_designer.emit.explaining.explanation import Bond, Kept, Said
from database_designer.faces.console import print_line, print_table
from database_designer.source import Origin
from database_designer.verify.proving.verdicts import PROVEN, verdict, why

_SHOWN = 12
"""Names, quotations and rules that are shown of each sort; --json has all."""

_KINDS = 2
"""Kinds of things that stand side by side without being told apart."""


def print_explanation(explanation: Explanation) -> None:
    """All about one thing; a label stands once, before the first of its lines."""
    table = Table.grid(padding=(0, 2, 0, 0))
    table.title = Text(printable(f"{explanation.key.name}  ({explanation.key.kind})"), style="bold")
    table.title_justify = "left"
    table.add_column(style="cyan", no_wrap=True)
    table.add_column(overflow="fold")
    last = ""
    for label, text in _rows(explanation):
        table.add_row(Text(printable(label) if label != last else ""), _lines(text))
        last = label
    print_table(table)
    for statement in explanation.sql:
        print_line("")
        for line in statement.splitlines():
            print_line(line)


def _lines(text: str) -> Text:
    """The text with its line ends; what else cannot be printed is shown as its escape."""
    return Text("\n".join(printable(line) for line in text.splitlines()))


def _rows(explanation: Explanation) -> Iterator[tuple[str, str]]:
    yield from explanation.facts
    if explanation.origin is not None:
        yield from _from(explanation.origin)
    yield from (("statement", _statement(s)) for s in explanation.said)
    for bond in explanation.bonds:
        yield from ((bond.how, line) for line in _bound(bond))
    yield from (("rule", line) for line in _first([_rule(k) for k in explanation.kept]))
    for seen in explanation.seen:
        on = f" on {seen.server}" if seen.server else ""
        yield (
            "proven by" if on else "remark",
            f"{seen.what}: {seen.outcome}{on}" + "".join(f"; {f}" for f in seen.facts),
        )


def _from(origin: Origin) -> Iterator[tuple[str, str]]:
    """The sentences, and the decision."""
    quoted = (f"{e.requirement or ''} {e.span} “{' '.join(e.quote.split())}”".strip() for e in origin.evidence)
    yield from (("from", line) for line in _first(list(quoted)))
    if not origin.evidence:
        yield "from", "no sentence: " + ("an assumption" if origin.assumed else "model.yaml")
    yield "decided by", f"{origin.decided_by}: {origin.principle}" if origin.principle else origin.decided_by


def _statement(said: Said) -> str:
    led = ", ".join(said.elements) or said.reason
    return f"{said.place} “{' '.join(said.quote.split())}”\n{said.use}" + (f": {led}" if led else "")


def _rule(kept: Kept) -> str:
    """A rule, the objects that keep it, and what was tried of it."""
    rule = kept.enforcement
    by = ", ".join(rule.objects) or f"not by the database: {rule.reason}"
    return f"{rule.element}: {rule.what}\nkept by {by}" + "".join(f"\n{line}" for line in _proofs(kept))


def _proofs(kept: Kept) -> Iterator[str]:
    for proof in kept.proofs:
        tried = Counter(str(probe.kind) for probe in proof.probes)
        counts = ", ".join(f"{number} {kind}" for kind, number in tried.items())
        said = verdict(proof)
        yield f"{said}: {counts}" if said == PROVEN else f"{said}: {why(proof)}"


def _first(lines: list[str]) -> Iterable[str]:
    more = len(lines) - _SHOWN
    return (*lines[:_SHOWN], *((f"and {more} more, which --json lists",) if more > 0 else ()))


def _bound(bond: Bond) -> Iterator[str]:
    """The others; where they are of many kinds, a line for each kind."""
    kinds = dict.fromkeys(k.kind for k in bond.others)
    for kind in kinds:
        names = _cut([k.name for k in bond.others if k.kind == kind])
        yield f"{kind}: {names}" if len(kinds) > _KINDS else names


def _cut(names: list[str]) -> str:
    more = len(names) - _SHOWN
    return ", ".join(names[:_SHOWN]) + (f" and {more} more" if more > 0 else "")
