"""A pair of entity types as a reference or a link: which side points, how many, which is a part."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from database_designer.discover.findings import CERTAIN
from database_designer.discover.names import Noun, camel, snake
from database_designer.discover.relationships.pairs import Pair
from database_designer.model.conceptual import Each, Link, Reference
from database_designer.model.names import plural
from database_designer.source import Origin


def refine(pair: Pair, references: dict[Noun, list[Reference]]) -> None:
    """A field told of the pair already: prose may still say that it is a part."""
    for noun in (pair.first, pair.second):
        other = camel(pair.other(noun))
        if pair.part_of.get(noun, 0) >= CERTAIN and noun[-1] not in ("user",):
            references[noun] = [
                replace(r, part_of=True) if r.to == other and not r.optional and _no_part(references[noun]) else r
                for r in references[noun]
            ]


def _no_part(references: list[Reference]) -> bool:
    return not any(r.part_of for r in references)


def place(
    pair: Pair,
    references: dict[Noun, list[Reference]],
    links: dict[Noun, list[Link]],
    neighbours: Mapping[Noun, set[Noun]],
) -> None:
    """Adds the reference or the link that the pair stands for."""
    if pair.first == pair.second:
        _place_of_its_kind(pair, references, links)
    elif pair.role:
        references[pair.first].append(_named(pair))
    elif not _several_on_both_sides(pair):
        pointing = _pointing_side(pair)
        references[pointing].append(_reference(pair, pointing))
    elif not neighbours[pair.first] & neighbours[pair.second]:
        name = plural(snake(pair.second))
        links[pair.first].append(Link(name=name, to=camel(pair.second), origin=_origin(pair, "several on both sides")))


def _several_on_both_sides(pair: Pair) -> bool:
    first, second = pair.first, pair.second
    if any(pair.part_of.values()):
        return False
    return (
        pair.many[first] > 0 and pair.many[second] > pair.single[second] / 2 and pair.single[first] <= pair.many[first]
    )


def _place_of_its_kind(pair: Pair, references: dict[Noun, list[Reference]], links: dict[Noun, list[Link]]) -> None:
    noun, name = pair.first, snake(pair.role)
    if pair.many[noun] > 0:
        links[noun].append(Link(name=plural(name), to=camel(noun), origin=_origin(pair, "several others of its kind")))
    else:
        origin = _origin(pair, "another of its kind")
        references[noun].append(Reference(name=name, to=camel(noun), origin=origin, optional=True))


def _named(pair: Pair) -> Reference:
    """The reference to the other in a role: each row knows one in it."""
    required = pair.first in pair.required
    return Reference(
        name=snake(pair.role),
        to=camel(pair.second),
        origin=_origin(pair, "the other in a role"),
        optional=pair.optional.get(pair.first, False) or not required,
        assumed=() if required or pair.optional.get(pair.first) else ("optional",),
    )


def _reference(pair: Pair, pointing: Noun) -> Reference:
    target = pair.other(pointing)
    part = pair.part_of.get(pointing, 0) > 0
    one_to_one = pair.single[target] > 0 and pair.many[target] == 0 and pair.single[pointing] > 0 and part
    return Reference(
        name=snake(pair.called.get(target, target)),
        to=camel(target),
        origin=_origin(pair, "a part of the other" if part else "belongs to the other"),
        optional=not part and (pair.optional.get(pointing, False) or pointing not in pair.required),
        assumed=() if part or pointing in pair.required or pair.optional.get(pointing) else ("optional",),
        each_has=Each(minimum=pair.low.get(target, 0), maximum=1 if one_to_one else pair.high.get(target)),
        part_of=part,
        unique=one_to_one,
    )


def _pointing_side(pair: Pair) -> Noun:
    """The side that holds the reference: the parts, the many, else the side that has exactly one of the other."""
    parts = {n: w for n, w in pair.part_of.items() if w > 0}
    if parts:
        return max(parts, key=lambda n: (parts[n], n == pair.second))
    scores = {n: pair.many[pair.other(n)] + pair.single[n] for n in (pair.first, pair.second)}
    return pair.first if scores[pair.first] > scores[pair.second] else pair.second


def _origin(pair: Pair, principle: str) -> Origin:
    verbs = ", ".join(dict.fromkeys(v for v in pair.verbs if v))
    return Origin(
        evidence=tuple(dict.fromkeys(pair.evidence))[:4],
        decided_by="relationships",
        principle=f"{principle} ({verbs})" if verbs else principle,
    )
