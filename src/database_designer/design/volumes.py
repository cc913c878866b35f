"""How many rows each table holds, now and later: as stated, as follows from what is stated, else assumed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from database_designer.design.layout import Draft, Layout
from database_designer.design.sizes import index_volumes, row_bytes
from database_designer.model.conceptual import Retention, Volume
from database_designer.model.decision import because, housekeeping
from database_designer.model.physical import DropPartitions, PhysicalModel, RetainRows, Table, TableKind, TableVolume
from database_designer.source import Origin

BY = "design.volumes"
YEARS = (1, 3, 5)
ASSUMED = 100_000
FEW = 50
PER_OWNER = 2
"""Assumed: rows of an ordinary table, of a list of values, and of what each row of another table has several of."""
PER_YEAR = {"second": 31_536_000, "minute": 525_600, "hour": 8760, "day": 365, "week": 52, "month": 12, "year": 1}
"""How often a unit of time fits into a year."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """Rows at the start and how many come in a year; `kept` tells after how many years they go (None: never).

    The first of those that come do so after `delay` years; until then the rows of an archive are those of the start.
    """

    rows: float
    yearly: float
    origin: Origin
    stated: bool = False
    says: str = ""
    kept: float | None = None
    delay: float = 0

    def after(self, years: float) -> int:
        """The rows after so many years: those of the start go evenly over the time that rows are kept."""
        if self.delay:
            return round(self.rows * min(1.0, years / self.delay) + self.yearly * max(0.0, years - self.delay))
        if self.kept is None:
            return round(self.rows + self.yearly * years)
        left = max(0.0, 1 - years / self.kept) if self.kept else 0.0
        return round(self.rows * left + self.yearly * min(years, self.kept))

    def times(self, factor: float, says: str, *, stated: bool) -> Count:
        """So many rows for each of these; `stated` where that number is."""
        return replace(
            self,
            rows=self.rows * factor,
            yearly=self.yearly * factor,
            says=says,
            stated=self.stated and stated,
            kept=None,
        )


def counts(layout: Layout) -> Mapping[str, Count]:
    """The rows of each table that holds a relation, by its name."""
    found: dict[str, Count] = {}
    waiting = list(layout.drafts)
    while waiting:
        known = [(d, c) for d in waiting if (c := _known(d, layout, found)) is not None]
        if not known:  # what is left follows from no table: the first of it is assumed, others may follow from that
            known = [(waiting[0], _assumed(waiting[0]))]
        found |= {d.table.name: replace(c, kept=_kept(d)) for d, c in known}
        waiting = [d for d in waiting if d.table.name not in found]
    return found


def _known(draft: Draft, layout: Layout, found: Mapping[str, Count]) -> Count | None:
    """The rows as stated, or as they follow from a table whose rows are known."""
    if draft.entity is not None and draft.entity.volume is not None:
        stated = _stated(draft.entity.volume)
        if stated is not None:
            return stated
    if draft.table.kind == TableKind.LOOKUP:
        return _of_list(draft)
    return next(_derived(draft, layout, found), None)


def _stated(volume: Volume) -> Count | None:
    if volume.rows is None and volume.growth is None:
        return None
    yearly = (volume.growth or 0) * PER_YEAR.get(volume.growth_unit.rstrip("s"), 0)
    if volume.growth is not None:
        more = f"{volume.growth:,} a {volume.growth_unit.rstrip('s')}"
        says = f"{volume.rows:,}, and {more}" if volume.rows is not None else more
    else:
        says = f"{volume.rows:,}"
    if volume.peak:
        says += f", {volume.peak} at the peak"
    origin = because(volume.origin, BY, "the documents state it")
    return Count(rows=volume.rows or 0, yearly=yearly, origin=origin, stated=True, says=says)


def _derived(draft: Draft, layout: Layout, found: Mapping[str, Count]) -> Iterator[Count]:
    """What follows along the references of the table: those whose number is stated first."""
    several: list[Count] = []
    for pointer in draft.relation.references:
        target = layout.draft(pointer.target)
        of = found.get(target.table.name)
        if of is None or target is draft:
            continue
        number, stated = _per_target(draft, pointer.element)
        whole = target.table.name
        if number:
            yield of.times(number, f"{number:g} for each of {whole}", stated=stated)
        elif pointer.to_one or draft.table.kind == TableKind.SUBTYPE:
            several.insert(0, of.times(1, f"at most one for each of {whole}", stated=False))
        elif draft.table.kind in (TableKind.JUNCTION, TableKind.MULTIVALUED) or pointer.part_of:
            several.append(of.times(PER_OWNER, f"{PER_OWNER} for each of {whole}", stated=False))
    yield from several


def _per_target(draft: Draft, element: str) -> tuple[float, bool]:
    """How many rows point to each row of the target by what is stated, 0 where nothing is."""
    entity = draft.entity
    reference = entity.reference(element.rpartition(".")[2]) if entity is not None else None
    if reference is None:
        return 0, False
    each = reference.each_has
    if each.maximum is not None and each.maximum > 1:
        return (each.minimum + each.maximum) / 2, True
    return (each.minimum, True) if each.minimum > 1 else (0, False)


def _of_list(draft: Draft) -> Count:
    rows = len(draft.entity.rows) if draft.entity is not None else 0
    return Count(
        rows=rows or FEW, yearly=0, origin=housekeeping(BY, "a list of values has few rows"), says="a list of values"
    )


def _assumed(draft: Draft) -> Count:
    if draft.entity is not None and draft.entity.rows:
        return replace(_of_list(draft), says="its first rows and some more", rows=max(FEW, 2 * len(draft.entity.rows)))
    return Count(rows=ASSUMED, yearly=0, origin=housekeeping(BY, "no number of rows is stated"))


def _kept(draft: Draft) -> float | None:
    policy = draft.entity.retention if draft.entity is not None else None
    return years_of(policy) if policy is not None and policy.then != "anonymise" else None


def years_of(policy: Retention) -> float | None:
    """The years that rows are kept; None for a unit that is not known."""
    return _years(policy.amount, policy.unit)


def _years(amount: int, unit: str) -> float | None:
    per_year = PER_YEAR.get(unit.rstrip("s"))
    return amount / per_year if per_year else None


def volumes(physical: PhysicalModel, known: Mapping[str, Count], whole: Mapping[str, str]) -> tuple[TableVolume, ...]:
    """Rows and bytes of all tables of a design; `whole` tells of large tables why they have no partitions."""
    return tuple(_volume(t, _count(t, physical, known), physical, whole) for t in physical.tables)


def _count(table: Table, physical: PhysicalModel, known: Mapping[str, Count]) -> Count:
    """The rows of a table, also of those that no relation stands for."""
    if table.name in known:
        ended = {f.table for f in physical.functions if isinstance(f, RetainRows | DropPartitions)}
        return known[table.name] if table.name in ended else replace(known[table.name], kept=None)
    if table.kind == TableKind.AUDIT:
        policies = (f for f in physical.functions if isinstance(f, DropPartitions) and f.table == table.name)
        return replace(_of_log(physical, known), kept=next((_years(f.amount, f.unit) for f in policies), None))
    ending = (f for f in physical.functions if isinstance(f, RetainRows | DropPartitions) and f.archive == table.name)
    source = next((f.table for f in ending), "")
    if source in known:
        of = known[source]
        return replace(of, kept=None, delay=of.kept or 0, says=f"what leaves {source}")
    if table.kind == TableKind.GUARDS:
        principle = "transactions take turns over the rows of the largest table that a rule counts"
        return Count(
            rows=ASSUMED, yearly=0, origin=housekeeping(BY, principle), says="one for each thing taken turns over"
        )
    return Count(rows=ASSUMED, yearly=0, origin=housekeeping(BY, "no number of rows is stated"))


def _of_log(physical: PhysicalModel, known: Mapping[str, Count]) -> Count:
    """An audit log has the insertion and one change of each row that it tells of, by assumption."""
    audited = dict.fromkeys(e.element for e in physical.enforcements if e.form == "audited")
    tables = [t.name for t in physical.tables if t.entity in audited and t.name in known]
    return Count(
        rows=PER_OWNER * sum(known[t].rows for t in tables),
        yearly=PER_OWNER * sum(known[t].yearly for t in tables),
        origin=housekeeping(BY, "each row is inserted once and changed once"),
        says=f"{PER_OWNER} for each row of {', '.join(tables)}",
    )


def _volume(table: Table, count: Count, physical: PhysicalModel, whole: Mapping[str, str]) -> TableVolume:
    return TableVolume(
        table=table.name,
        rows=0 if count.delay else round(count.rows),
        after=tuple((years, count.after(years)) for years in YEARS),
        row_bytes=row_bytes(table),
        indexes=index_volumes(table, physical),
        origin=count.origin,
        stated=count.stated,
        says=count.says,
        years_kept=count.kept,
        whole=whole.get(table.name, ""),
    )
