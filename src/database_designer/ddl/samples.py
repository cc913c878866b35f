"""Finding values for the parameters of a query in the rows that there are."""

from __future__ import annotations

from collections.abc import Sequence

from database_designer.ddl.matching import Slot
from database_designer.ddl.selects import conjunction


def sample_row(
    slots: Sequence[Slot], sources: Sequence[str], where: Sequence[str] = (), groups: Sequence[str] = ()
) -> str:
    """A query of one row that has a text for each slot: the one in the middle.

    Of a list it is in the middle of the largest group of rows that agree in `groups`: there pages and their order matter.
    """
    samples = [s.sample for s in slots]
    values = [f"({s})::text AS v{n}" for n, s in enumerate(samples, start=1)]
    partition = f"PARTITION BY {', '.join(groups)}" if groups else ""
    places = (f"row_number() OVER ({partition}) AS place", f"count(*) OVER ({partition}) AS places")
    known = (*where, *(f"({s}) IS NOT NULL" for s in dict.fromkeys(samples)))
    rows = "\n".join((f"SELECT {', '.join((*values, *places))}", *sources, *conjunction(known)))
    shown = ", ".join(f"v{n}" for n in range(1, len(samples) + 1))
    largest = f" ORDER BY places DESC, {shown} LIMIT 1" if groups else ""
    return f"SELECT {shown} FROM (\n{rows}\n) AS found WHERE place = places / 2 + 1{largest}"
