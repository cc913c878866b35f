"""The tables of a design by domain: the order in which the document and the diagrams go through them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from database_designer.model.physical import Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Domain:
    """A group of tables; `name` is "" for tables of no group, `slug` a distinct plain word for file names."""

    name: str
    slug: str
    tables: tuple[Table, ...]

    @property
    def title(self) -> str:
        """The name for people."""
        return self.name or "Other tables"


def domains(tables: Iterable[Table]) -> tuple[Domain, ...]:
    """The tables grouped, groups in order of first appearance, tables of no group last."""
    groups: dict[str, list[Table]] = {}
    for table in tables:
        groups.setdefault(table.group, []).append(table)
    named = [g for g in groups if g] + [g for g in groups if not g]
    slugs = distinct_slugs(name or "other" for name in named)
    return tuple(Domain(name=n, slug=s, tables=tuple(groups[n])) for n, s in zip(named, slugs, strict=True))


def distinct_slugs(names: Iterable[str]) -> tuple[str, ...]:
    """For each name a word of lower case letters, digits and underscores, at most 50 long; no two are the same."""
    taken: dict[str, None] = {}
    for name in names:
        base = "_".join(re.findall(r"[a-z0-9]+", name.lower()))[:50].strip("_") or "domain"
        slug, number = base, 1
        while slug in taken:
            number += 1
            slug = f"{base}_{number}"
        taken[slug] = None
    return tuple(taken)
