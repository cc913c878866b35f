"""What the rules of experts say of the design: what stands, what is answered and why, what is worth a look."""

from __future__ import annotations

from collections import defaultdict

from database_designer.emit.document.markdown import blocks, code, count, items, prose, table
from database_designer.model.proof import Proof, Remark

_SHOWN = 3
"""Objects that are named of each rule."""


def remarks(proof: Proof | None) -> str:
    """The Markdown of what `lint` found."""
    if proof is None or not proof.linted:
        return "Not checked: this needs a server."
    standing = [r for r in proof.remarks if r.stands]
    waived: dict[tuple[str, str], list[Remark]] = defaultdict(list)
    noted: dict[str, list[Remark]] = defaultdict(list)
    for remark in proof.remarks:
        if remark.waived:
            waived[remark.rule, remark.waived].append(remark)
        elif remark.noted:
            noted[remark.rule].append(remark)
    said = f"{count(proof.linted, 'rule')} of linters and guides checked: " + (
        f"{count(len(standing), 'finding')}." if standing else "no finding stands."
    )
    return blocks(
        prose(said),
        items(f"{code(r.rule)}: {code(r.object)} {prose(r.fact)}" for r in standing),
        _table(("Waived", "Objects", "Reason"), [(code(n), _objects(g), prose(why)) for (n, why), g in waived.items()]),
        _table(("Worth a look", "Objects"), [(code(n), _objects(g)) for n, g in noted.items()]),
    )


def _table(header: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    return table(header, rows) if rows else ""


def _objects(remarks: list[Remark]) -> str:
    named = ", ".join(code(r.object) for r in remarks[:_SHOWN])
    more = len(remarks) - _SHOWN
    return f"{named} and {more} more" if more > 0 else named
